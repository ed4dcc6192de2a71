"""Visits, holds, finder and waitlist as the stub hub answers for them: with keys, times that run out, undo."""

import json
from dataclasses import dataclass, field
from datetime import date, datetime

import msgspec
from msgspec.structs import replace

from clinic_console.domain.schedule import HOLD_MS, UNDO_MS
from clinic_console.wire.access import Failure
from clinic_console.wire.appointments import Booked, Hold, Proposal, Step, Steps
from clinic_console.wire.patients import PatientHits, PatientLine
from clinic_console.wire.schedule import Card, NextSlots, Offer, Person
from clinic_console.wire.waitlist import Waiting, WaitingData, Waitlist, WaitOffer
from tests.desktop.stub import StubHub

CLINIC = "0192f0c5-0000-7000-8000-000000000001"
MINUTE = 60_000
DAY = 1_440 * MINUTE
MINUTES = {1: 15, 2: 30, 3: 45}
"""How long a visit of each type takes."""


def an_id(kind: int, number: int) -> str:
    """The id of the ``number``-th thing of a kind."""
    return f"0192f0c5-0000-7000-8{kind:03}-{number:012}"


def line(number: int, name: str = "田中 由紀", latin: str = "Tanaka Yuki", **fields) -> PatientLine:
    """Somebody in a list."""
    made = PatientLine(
        an_id(1, number),
        f"401822{number}",
        name,
        latin,
        "タナカ ユキ",
        date(1958, 3, 4),
        "F",
        False,
        [],
        False,
        CLINIC,
    )
    return replace(made, **fields)


def person(number: int, name: str = "田中 由紀", latin: str = "Tanaka Yuki", **fields) -> Person:
    """Somebody on a card."""
    made = Person(an_id(1, number), f"401822{number}", name, latin, "タナカ ユキ", date(1958, 3, 4), "F")
    return replace(made, **fields)


def waiting(number: int, **fields) -> Waiting:
    """Somebody who waits."""
    made = Waiting(
        id=an_id(5, number),
        clinic_id=CLINIC,
        patient=person(number),
        type=2,
        practitioner=0,
        specialty=0,
        priority=3,
        since=None,
        until=None,
        weekdays=[],
        time_from=0,
        time_to=1_440,
        note="",
        appointment="",
        made_at=1_700_000_000_000 - number * DAY,
        by="N. Sato",
        version=1,
    )
    return replace(made, **fields)


@dataclass
class Kept:
    """A slot that is kept, and for which doctor."""

    hold: Hold
    practitioner: int


@dataclass
class Appointments:
    """The visits of one hub; ``asked`` are the requests in order, ``lose`` so many answers are lost after the deed.

    ``refuse`` is answered in place of everything, ``doctors`` are those that offers are of.
    """

    stub: StubHub
    visits: dict[str, Card] = field(default_factory=dict)
    holds: dict[str, Kept] = field(default_factory=dict)
    keys: dict[str, bytes] = field(default_factory=dict)
    steps: dict[str, list[tuple[Step, Card]]] = field(default_factory=dict)
    people: list[PatientLine] = field(default_factory=lambda: [line(1), line(2, "Zoë van der Meer", "", sex="F")])
    free: list[Offer] = field(default_factory=list)
    queue: dict[str, Waiting] = field(default_factory=dict)
    gone: dict[str, Waiting] = field(default_factory=dict)
    list_version: int = 1
    doctors: dict[int, str] = field(default_factory=lambda: {1: "Dr Itō Haruka", 2: "Dr Lucie Novák"})
    asked: list[tuple[str, str, dict]] = field(default_factory=list)
    lose: int = 0
    refuse: tuple[int, str] | None = None

    def mount(self) -> "Appointments":
        """Answer for these nouns at the stub."""
        for start in (
            "/api/appointments",
            "/api/holds",
            "/api/schedule/next",
            "/api/waitlist",
            "/api/patients/search",
        ):
            self.stub.extra["", start] = self.answer
        return self

    def count(self, method: str, start: str) -> int:
        """How often something was asked."""
        return sum(each[0] == method and each[1].startswith(start) for each in self.asked)

    def answer(self, method: str, path: str, query: dict[str, str], body: bytes) -> tuple[int, bytes]:
        """Answer one request."""
        given = json.loads(body) if body else {}
        self.asked.append((method, path, given))
        self.stub.http_mode = "normal"
        if self.refuse is not None:
            return fail(*self.refuse)
        status, answer = self._route(method, path.removeprefix("/api/").split("/"), query, given)
        if self.lose and method != "GET":
            self.lose -= 1
            self.stub.http_mode = "hang up"
        return status, answer

    def _route(self, method: str, parts: list[str], query: dict[str, str], given: dict) -> tuple[int, bytes]:
        match method, parts:
            case "POST", ["holds"]:
                return self._hold(given)
            case "DELETE", ["holds", hold]:
                return (204, b"") if self.holds.pop(hold, None) else fail(404, "not_found")
            case "POST", ["appointments"]:
                return self._once(given["key"], lambda: self._book(given))
            case "POST", ["appointments", visit, what]:
                return self._once(given["key"], lambda: self._change(visit, what, given))
            case "GET", ["appointments", visit]:
                return (200, encode(self.visits[visit])) if visit in self.visits else fail(404, "not_found")
            case "GET", ["appointments", visit, "history"]:
                return 200, encode(Steps([step for step, _ in reversed(self.steps.get(visit, []))]))
            case "POST", ["schedule", "next"]:
                return self._next(given)
            case "POST", ["patients", "search"]:
                return self._search(given["text"])
            case _, ["waitlist", *rest]:
                return self._wait(method, rest, given)
        return fail(404, "not_found")

    # Holds and bookings

    def put(self, number: int, begins: int, kind: int = 2, practitioner: int = 1, **fields) -> Card:
        """Have a visit that was booked by somebody else."""
        ends = begins + MINUTES[kind] * MINUTE
        made = Card(an_id(2, number), begins, ends, CLINIC, practitioner, kind, "booked", 1, patient=person(number))
        made = self.visits[made.id] = replace(made, **fields)
        self._note(made, "appointment.booked")
        return made

    def _hold(self, given: dict) -> tuple[int, bytes]:
        begins = instant(given["begins"])
        ends = begins + MINUTES[given["type"]] * MINUTE
        if self._taken(given["practitioner"], begins, ends, given["id"]):
            return self._refused("schedule.taken", begins, ends)
        made = Hold(given["id"], begins, ends, self.stub.now() + HOLD_MS)
        self.holds[made.id] = Kept(made, given["practitioner"])
        return 201, encode(made)

    def _book(self, given: dict) -> tuple[int, bytes]:
        begins = instant(given["begins"])
        ends = begins + MINUTES[given["type"]] * MINUTE
        kept = self.holds.get(given["hold"])
        if given["hold"] and (kept is None or kept.hold.until <= self.stub.now()):
            return fail(409, "schedule.hold_over")
        taken = self._taken(given["practitioner"], begins, ends, given["hold"])
        if taken and not given["overbook"]:
            return self._refused("schedule.taken", begins, ends)
        if self._busy(given["patient"], begins, ends) and not given["beside"]:
            return self._refused("schedule.patient_busy", begins, ends)
        self.holds.pop(given["hold"], None)
        number = len(self.visits) + 100
        who = next((each for each in self.people if each.id == given["patient"]), line(9))
        card = Card(
            an_id(2, number), begins, ends, CLINIC, given["practitioner"], given["type"], "booked", 1, int(taken),
            patient=Person(who.id, who.mrn, who.name, who.name_latin, who.name_kana, who.born, who.sex),
            reason=given["reason"], overbooked=given["overbook"], beside=given["beside"],
        )  # fmt: skip
        self.visits[card.id] = card
        self.queue.pop(given["waiting"], None)
        self._note(card, "appointment.booked")
        return 201, encode(Booked(card))

    def _change(self, visit: str, what: str, given: dict) -> tuple[int, bytes]:
        card = self.visits.get(visit)
        if card is None:
            return fail(404, "not_found")
        if card.version != given["version"]:
            return fail(409, "appointments.changed")
        now = self.stub.now()
        if what == "undo":
            return self._undo(card, now)
        if what == "no-show":
            if card.begins > now:
                return fail(409, "appointments.wrong_state")
            return self._put(card, "appointment.no_show", state="no_show")
        if what == "cancel":
            return self._put(card, "appointment.cancelled", state="cancelled", cancelled=given["why"])
        begins, who = instant(given["begins"]), given["practitioner"] or card.practitioner
        ends = begins + card.ends - card.begins
        if self._taken(who, begins, ends, card.id):
            return self._refused("schedule.taken", begins, ends)
        return self._put(card, "appointment.moved", begins=begins, ends=ends, practitioner=who)

    def _undo(self, card: Card, now: int) -> tuple[int, bytes]:
        step, before = self.steps[card.id][-1]
        if now - step.at > UNDO_MS:
            return fail(409, "appointments.wrong_state")
        state = "cancelled" if step.kind == "appointment.booked" else before.state
        return self._put(
            card, "appointment.undone", state=state, begins=before.begins, ends=before.ends,
            practitioner=before.practitioner,
        )  # fmt: skip

    def _put(self, card: Card, kind: str, **fields) -> tuple[int, bytes]:
        now = self.visits[card.id] = replace(card, version=card.version + 1, **fields)
        self._note(now, kind, card)
        freed = kind == "appointment.cancelled"
        who = [
            Proposal(each.id, each.patient.id, each.patient.name, card.practitioner, card.begins, card.ends)
            for each in self.queue.values()
            if freed and each.type == card.type
        ]
        return 200, encode(Booked(now, who))

    def _note(self, card: Card, kind: str, before: Card | None = None) -> None:
        after = {"begins": card.begins, "practitioner": card.practitioner}
        step = Step(card.version, self.stub.now(), "R. Lindqvist", kind, {}, after)
        self.steps.setdefault(card.id, []).append((step, before or card))

    def _taken(self, practitioner: int, begins: int, ends: int, own: str) -> bool:
        def meets(other: Card | Hold) -> bool:
            return other.id != own and other.begins < ends and begins < other.ends

        now = self.stub.now()
        visits = [card for card in self.visits.values() if card.practitioner == practitioner]
        kept = [each.hold for each in self.holds.values() if each.practitioner == practitioner]
        return any(meets(card) and card.state not in ("cancelled", "no_show") for card in visits) or any(
            meets(hold) and hold.until > now for hold in kept
        )

    def _busy(self, patient: str, begins: int, ends: int) -> bool:
        return any(
            card.patient.id == patient and card.begins < ends and begins < card.ends and card.state == "booked"
            for card in self.visits.values()
        )

    def _once(self, key: str, do) -> tuple[int, bytes]:
        if key in self.keys:
            return 201, self.keys[key]
        status, answer = do()
        if status < 300:
            self.keys[key] = answer
        return status, answer

    def _refused(self, code: str, begins: int, ends: int) -> tuple[int, bytes]:
        offers = [self.offer(begins + shift * 30 * MINUTE, ends - begins, shift % 2 + 1) for shift in (1, 2, 3)]
        return 409, encode(Failure(code, "no", "do something", "begins", alternatives=offers))

    def offer(self, begins: int, length: int = 30 * MINUTE, practitioner: int = 1) -> Offer:
        """A free time."""
        return Offer(practitioner, CLINIC, begins, begins + length, self.doctors[practitioner], "Asia/Tokyo")

    # The rest

    def _next(self, given: dict) -> tuple[int, bytes]:
        found = [each for each in self.free if each.begins >= given.get("begins", 0)]
        if given.get("clinics"):
            found = [each for each in found if each.clinic_id in given["clinics"]]
        limit = given.get("limit", 20)
        return 200, encode(NextSlots(found[:limit], len(found) > limit))

    def _search(self, text: str) -> tuple[int, bytes]:
        words = text.casefold().split()
        found = [
            each
            for each in self.people
            if all(word in f"{each.name} {each.name_latin} {each.mrn}".casefold() for word in words)
        ]
        return 200, encode(PatientHits(found))

    def _wait(self, method: str, rest: list[str], given: dict) -> tuple[int, bytes]:
        self.list_version += method != "GET"
        match method, rest:
            case "GET", []:
                items = sorted(self.queue.values(), key=lambda each: (each.priority, each.made_at))
                return 200, encode(Waitlist(items, len(items), self.list_version))
            case "DELETE", ["offers", offer]:
                for each in self.queue.values():
                    each.offers = [freed for freed in each.offers if freed.id != offer]
                return 204, b""
            case "DELETE", [entry]:
                self.gone[entry] = self.queue[entry]
                return (204, b"") if self.queue.pop(entry, None) else fail(404, "not_found")
            case "POST" | "PUT", _:
                data = msgspec.convert(given, WaitingData)
                if data.id in self.gone:
                    return fail(409, "conflict.taken")
                before = self.queue.get(data.id)
                fields = {name: getattr(data, name) for name in data.__struct_fields__ if name != "patient"}
                who = next((each for each in self.people if each.id == data.patient), line(9))
                made = replace(
                    before
                    or waiting(1, made_at=self.stub.now(), patient=person(1, who.name, who.name_latin, id=who.id)),
                    **(fields | {"version": data.version + 1}),
                )
                self.queue[made.id] = made
                return 200, encode(made)
        return fail(404, "not_found")


def freed(number: int, begins: int, practitioner: int = 1) -> WaitOffer:
    """A time that became free for somebody."""
    return WaitOffer(an_id(6, number), practitioner, begins, begins + 30 * MINUTE)


def instant(text: str) -> int:
    """ms since 1970 of a time as it is sent."""
    return round(datetime.fromisoformat(text).timestamp() * 1_000)


def encode(answer: object) -> bytes:
    """As the hub writes it."""
    return msgspec.json.encode(answer)


def fail(status: int, code: str) -> tuple[int, bytes]:
    """What the hub answers to what it refuses."""
    return status, msgspec.json.encode(Failure(code, "no", "do something"))
