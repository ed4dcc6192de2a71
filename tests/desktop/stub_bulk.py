"""Bulk work, check-in cards and walk-ins as the stub hub answers for them: with keys, outcomes and a way back."""

import json
from dataclasses import dataclass, field
from datetime import date

from msgspec.structs import replace

from clinic_console.domain.bulk import LEADS_TO, Operation
from clinic_console.wire.appointments import Booked
from clinic_console.wire.bulk import BulkDone, RowOutcome
from clinic_console.wire.check_in import CheckIn, Companion, ContactLine, Form
from clinic_console.wire.patients import PatientHits
from clinic_console.wire.practitioners import Resource, Resources
from clinic_console.wire.schedule import Card, Person
from tests.desktop.stub import StubHub
from tests.desktop.stub_appointments import CLINIC, MINUTE, an_id, encode, fail, line, person

FURTHER = ("booked", "arrived", "checked_in", "roomed", "with_doctor", "done")


@dataclass
class FrontHub:
    """The front desk of one hub; ``asked`` are the requests in order, ``lose`` so many answers get lost on the way.

    ``refuse`` is answered in place of everything. ``full`` are rooms without a place, ``sheets`` the check-in cards.
    """

    stub: StubHub
    visits: dict[str, Card] = field(default_factory=dict)
    sheets: dict[str, CheckIn] = field(default_factory=dict)
    keys: dict[str, bytes] = field(default_factory=dict)
    undos: dict[str, dict[str, Card]] = field(default_factory=dict)
    rooms: dict[int, str] = field(default_factory=lambda: {1: "Room 1", 2: "Room 2", 3: "処置室", 4: "Lab"})
    full: set[int] = field(default_factory=set)
    asked: list[tuple[str, str, dict]] = field(default_factory=list)
    people: list = field(default_factory=lambda: [line(1), line(2, "Zoë van der Meer", "", sex="F")])
    lose: int = 0
    refuse: tuple[int, str] | None = None
    closed: set[str] = field(default_factory=set)

    def mount(self) -> "FrontHub":
        """Answer for these nouns at the stub."""
        for start in ("/api/appointments", "/api/resources", "/api/patients/search"):
            self.stub.extra["", start] = self.answer
        return self

    def put(self, number: int, begins: int, state: str = "booked", **fields) -> Card:
        """Have a visit."""
        who = fields.pop("patient", person(number))
        made = Card(an_id(2, number), begins, begins + 15 * MINUTE, CLINIC, 1, 2, state, 1, patient=who, **fields)
        self.visits[made.id] = made
        return made

    def sheet(self, card: Card, **fields) -> CheckIn:
        """Have a check-in card for a visit."""
        made = CheckIn(
            card,
            numbers=[("insurance", "NHI 138057")],
            contacts=[ContactLine("phone", "+81 90-5521-0387"), ContactLine("address", "京都市左京区 1-2-3")],
        )
        self.sheets[card.id] = replace(made, **fields)
        return self.sheets[card.id]

    def change(self, visit: str, **fields) -> Card:
        """Somebody else changes a visit."""
        before = self.visits[visit]
        now = self.visits[visit] = replace(before, version=before.version + 1, **fields)
        if visit in self.sheets:
            self.sheets[visit] = replace(self.sheets[visit], card=now)
        return now

    def answer(self, method: str, path: str, query: dict[str, str], body: bytes) -> tuple[int, bytes]:
        """Answer one request."""
        given = json.loads(body) if body else {}
        self.asked.append((method, path, given))
        self.stub.http_mode = "normal"
        if self.refuse is not None:
            return fail(*self.refuse)
        status, answer = self._route(method, path.removeprefix("/api/").split("/"), given)
        if self.lose and method != "GET":
            self.lose -= 1
            self.stub.http_mode = "hang up"
        return status, answer

    def _route(self, method: str, parts: list[str], given: dict) -> tuple[int, bytes]:
        match method, parts:
            case "POST", ["appointments", "bulk"]:
                return self._once(given["key"], lambda: self._bulk(given))
            case "POST", ["appointments", "bulk", work, "undo"]:
                return self._once(given["key"], lambda: self._undo(work))
            case "POST", ["appointments", "walk-in"]:
                return self._once(given["key"], lambda: self._walk_in(given))
            case "GET", ["appointments", visit, "check-in"]:
                return self._card(visit)
            case "PUT", ["appointments", visit, "check-in"]:
                return self._once(given["key"], lambda: self._check_in(visit, given))
            case "POST", ["appointments", visit, "undo"]:
                return 200, encode(Booked(self.change(visit, state="arrived")))
            case "GET", ["resources"]:
                rooms = [Resource(CLINIC, "room", name, "exam", id=key) for key, name in self.rooms.items()]
                return 200, encode(Resources([*rooms, Resource(CLINIC, "equipment", "ECG", "ecg", id=99)]))
            case "POST", ["patients", "search"]:
                words = given["text"].casefold().split()
                return 200, encode(
                    PatientHits(
                        [p for p in self.people if all(w in f"{p.name} {p.name_latin}".casefold() for w in words)]
                    )
                )
        return fail(404, "not_found")

    def _once(self, key: str, do) -> tuple[int, bytes]:
        if key in self.keys:
            return 200, self.keys[key]
        status, answer = do()
        if status < 300:
            self.keys[key] = answer
        return status, answer

    # Bulk work

    def _bulk(self, given: dict) -> tuple[int, bytes]:
        before = dict(self.visits)
        rows = [self._row(given, each) for each in given["items"]]
        work = an_id(7, len(self.undos) + 1)
        failed = any(row.outcome not in ("done", "already") for row in rows)
        if given["all_or_nothing"] and failed:
            self.visits = before
            rows = [RowOutcome(row.id, "held_back") if row.outcome == "done" else row for row in rows]
        done = [row.id for row in rows if row.outcome == "done"]
        self.undos[work] = {each: before[each] for each in done}
        until = self.stub.now() + 60_000 if done else 0
        return 200, encode(BulkDone(work, given["operation"], rows, until))

    def _row(self, given: dict, item: dict) -> RowOutcome:
        operation, card = Operation(given["operation"]), self.visits.get(item["id"])
        if card is None:
            return RowOutcome(item["id"], "not_found")
        after = LEADS_TO[operation].value
        forward = card.state in FURTHER and after in FURTHER and operation is not Operation.EXPECTED
        moves = operation is Operation.MOVE
        if not moves and (card.state == after or (forward and FURTHER.index(card.state) > FURTHER.index(after))):
            return self._told(card, "already")
        if card.version != item["version"]:
            return self._told(card, "conflict", "appointments.changed")
        if operation is Operation.CHECKED_IN and not card.identity:
            return self._told(card, "conflict", "desk.identity")
        if operation is Operation.ROOMED and given["room"] in self.full:
            return self._told(card, "conflict", "desk.room_full")
        if operation is Operation.NO_SHOW and card.state != "booked":
            return self._told(card, "conflict", "desk.arrived")
        fields: dict = {"state": after, "version": card.version + 1, "since": self.stub.now()}
        if operation is Operation.ROOMED:
            fields["room"] = self.rooms[given["room"]]
        if moves:
            shift = given["minutes"] * MINUTE + given["days"] * 1_440 * MINUTE
            fields |= {"begins": card.begins + shift, "ends": card.ends + shift}
        self.visits[card.id] = replace(card, **fields)
        return self._told(self.visits[card.id], "done")

    def _told(self, card: Card, outcome: str, code: str = "") -> RowOutcome:
        return RowOutcome(card.id, outcome, code, "no" if code else "", card.state, card.version, card.begins)

    def _undo(self, work: str) -> tuple[int, bytes]:
        rows = []
        for visit, before in self.undos.pop(work, {}).items():
            now = self.visits[visit]
            if now.version != before.version + 1:
                rows.append(self._told(now, "conflict", "appointments.changed"))
            else:
                self.visits[visit] = replace(before, version=now.version + 1)
                rows.append(self._told(self.visits[visit], "done"))
        return 200, encode(BulkDone(work, "undo", rows))

    # The check-in card

    def _card(self, visit: str) -> tuple[int, bytes]:
        if visit in self.closed:
            return fail(403, "access.glass_needed")
        if visit not in self.visits:
            return fail(404, "not_found")
        return 200, encode(self.sheets.get(visit) or self.sheet(self.visits[visit]))

    def _check_in(self, visit: str, given: dict) -> tuple[int, bytes]:
        card = self.visits[visit]
        if card.version != given["version"]:
            return fail(409, "appointments.changed")
        state = "checked_in" if given["check_in"] else card.state
        identity = "confirmed" if len(given["compared"]) >= 2 else "not_confirmed" if given["not_confirmed"] else ""
        now = self.visits[visit] = replace(card, state=state, version=card.version + 1, identity=identity)
        kept = self.sheets[visit] = replace(
            self.sheets[visit],
            card=now,
            compared=given["compared"],
            compared_by="N. Sato",
            compared_at=self.stub.now(),
            not_confirmed=given["not_confirmed"],
            interpreter=given["interpreter"],
            forms=[Form(**each) for each in given["forms"]],
            companions=[Companion(**each) for each in given["companions"]],
        )
        return 200, encode(kept)

    def _walk_in(self, given: dict) -> tuple[int, bytes]:
        who = next(each for each in self.people if each.id == given["patient"])
        card = self.put(
            50 + len(self.visits),
            self.stub.now(),
            "arrived",
            reason=given["reason"],
            walk_in=True,
            patient=Person(who.id, who.mrn, who.name, who.name_latin, who.name_kana, who.born, who.sex),
        )
        made = self.visits[card.id] = replace(card, practitioner=given["practitioner"] or 2, type=given["type"])
        return 201, encode(Booked(made))


def somebody(number: int, name: str, latin: str = "", **fields) -> Person:
    """Somebody on a card, born on a day of their own."""
    return person(number, name, latin, name_kana="", born=date(1950 + number, 3, 4), **fields)
