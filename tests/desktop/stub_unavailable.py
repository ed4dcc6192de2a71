"""Absences, their plans and call lists as the stub hub answers for them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import msgspec

from clinic_console.wire.access import Failure
from clinic_console.wire.schedule import Card, NextQuery, NextSlots, Offer, Person
from clinic_console.wire.unavailable import (
    Away,
    Called,
    CallList,
    CallListHead,
    CallLists,
    CallRow,
    Commit,
    Plan,
    Row,
    UndoAway,
)
from tests.desktop.stub import StubHub
from tests.desktop.stub_hours import CLINIC

Answer = tuple[int, bytes]
MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
NAMES = (
    ("小林 直子", "Kobayashi Naoko"),
    ("Tomasz Wójcik", ""),
    ("Gunnar Åkesson", ""),
    ("Nguyễn Văn Đức", ""),
    ("Hülya Şahin", ""),
    ("伊藤 さくら", "Itō Sakura"),
    ("Kwabena Mensah", ""),
    ("Inés Etxeberria", ""),
    ("Siobhán O’Connor", ""),
    ("松本 恵", "Matsumoto Megumi"),
    ("Leilani Kahananui", ""),
    ("Jörg Müller-Lüdenscheidt", ""),
)
DOCTORS = {2: "Dr Lucie Novák", 4: "Dr Anneliese Müller-Lüdenscheidt"}


def visit_id(number: int) -> str:
    """The id of a visit."""
    return f"0192f0c8-0000-7000-8000-{number:012}"


@dataclass
class Absences:
    """What one hub knows: ``rows`` visits are affected; ``spoil`` changes rows of the plan before they are told.

    ``failing`` answers the next request (status, code), ``lose`` does what the next changes ask for and loses the
    answer. ``taken`` are visits that cannot be moved when the plan is carried out. ``asked`` and ``sent``: what came.
    """

    stub: StubHub
    rows: int = 12
    offers: int = 8
    more: bool = False
    failing: tuple[int, str] | None = None
    refuse: tuple[int, str] | None = None
    lose: int = 0
    spoil: Callable[[list[Row]], object] = lambda _: None
    taken: set[str] = field(default_factory=set)
    lists: dict[str, CallList] = field(default_factory=dict)
    done: dict[str, str] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    sent: list[object] = field(default_factory=list)

    def mount(self) -> "Absences":
        """Answer for the stub hub."""
        for start in ("/api/unavailable", "/api/schedule/next", "/api/appointments"):
            self.stub.extra["", start] = self.answer
        return self

    def card(self, number: int, begins: int) -> Card:
        """One visit as it is."""
        name, latin = NAMES[number % len(NAMES)]
        who = Person(f"p{number}", f"MRN{number}", name, latin, phone=f"03-5555-{number:04}")
        return Card(
            visit_id(number), begins, begins + 20 * MINUTE, CLINIC, 1, 1 + number % 3, "booked", 3, patient=who
        )

    def plan(self, away: Away) -> Plan:
        """What would become of all."""
        rows = []
        for number in range(self.rows):
            begins = away.begins + (10 + 20 * number) * MINUTE
            later = DAY if number % 4 == 1 else (number % 5) * 20 * MINUTE
            doctor = 2 if number % 2 else 4
            to = Offer(doctor, CLINIC, begins + later, begins + later + 20 * MINUTE, DOCTORS[doctor], "Asia/Tokyo")
            why = ["first_free"] if later == DAY else ["same_time"] if not later else ["same_day"]
            rows.append(Row(self.card(number, begins), "move", to, why))
        if self.rows > 10:
            rows[7].look = ["own_visit_near"]
            rows[10].action, rows[10].to, rows[10].why, rows[10].look = (
                "waitlist",
                None,
                ["nothing_free"],
                ["no_slot"],
            )
        if self.rows > 3:
            rows[3].action, rows[3].to, rows[3].why, rows[3].look = "leave", None, ["started"], ["present"]
            rows[3].card.state = "arrived"
        self.spoil(rows)
        return Plan(self.stub.now(), rows, True, self.more)

    def answer(self, method: str, path: str, _query: dict[str, str], body: bytes) -> Answer:
        """Answer one request."""
        self.asked.append((method, path))
        if self.refuse is not None:
            return self.refuse[0], msgspec.json.encode(Failure(self.refuse[1], "no", "do something", ""))
        if self.failing is not None:
            (status, code), self.failing = self.failing, None
            return status, msgspec.json.encode(Failure(code, "no", "do something", ""))
        if path == "/api/schedule/next":
            return self._next(msgspec.json.decode(body, type=NextQuery))
        if path.startswith("/api/appointments"):
            return self._moved(path, body)
        rest = path.removeprefix("/api/unavailable").strip("/").split("/")
        if method == "POST" and rest == ["preview"]:
            away = msgspec.json.decode(body, type=Away)
            self.sent.append(away)
            return self._json(self.plan(away))
        found = self._lists(method, rest, body)
        if method != "GET" and self.lose:
            self.lose -= 1
            return 503, msgspec.json.encode(Failure("unavailable", "no", "wait", ""))
        return found

    def _lists(self, method: str, rest: list[str], body: bytes) -> Answer:
        if method == "GET" and rest == [""]:
            return self._json(CallLists([self._head(each) for each in reversed(self.lists.values())]))
        if method == "GET":
            return self._json(self.lists[rest[0]])
        if method == "POST" and rest == [""]:
            return self._json(self._commit(msgspec.json.decode(body, type=Commit)))
        if rest[1] == "undo":
            self.sent.append(msgspec.json.decode(body, type=UndoAway))
            found = self.lists[rest[0]]
            if found.touched:
                return 409, msgspec.json.encode(Failure("unavailable.touched", "no", "one by one", ""))
            found.undone = True
            return self._json(found)
        return self._called(rest[0], rest[2], msgspec.json.decode(body, type=Called))

    def _commit(self, data: Commit) -> CallList:
        self.sent.append(data)
        if data.key in self.done:
            return self.lists[self.done[data.key]]
        name = f"0192f0c9-0000-7000-8000-{len(self.lists):012}"
        rows = []
        for place, choice in enumerate(data.rows):
            card = self.card(int(choice.id[-12:]), choice.at)
            failed = choice.id in self.taken
            if choice.action == "move" and not failed:
                card.begins, card.practitioner, card.to_confirm = choice.begins, choice.practitioner, True
                card.ends = card.begins + 20 * MINUTE
            code, text = ("schedule.taken", "Somebody else has booked this time.") if failed else ("", "")
            outcome = "conflict" if failed else "done"
            rows.append(CallRow(card, choice.action, choice.at, 1, outcome, code, text))
            card.version = place + 4
        self.done[data.key] = name
        self.lists[name] = CallList(name, data.away, "N. Sato", self.stub.now(), rows)
        return self.lists[name]

    def _called(self, wanted: str, visit: str, data: Called) -> Answer:
        self.sent.append(data)
        row = next(each for each in self.lists[wanted].rows if each.card.id == visit)
        if data.version != row.version:
            return 409, msgspec.json.encode(Failure("conflict", "no", "look", ""))
        row.contact, row.note, row.version, row.tries = data.contact, data.note, row.version + 1, row.tries + 1
        row.contact_by, row.contact_at = "N. Sato", self.stub.now()
        self.lists[wanted].touched = True
        return self._json(row)

    def _next(self, query: NextQuery) -> Answer:
        self.sent.append(query)
        # Every other one is of who is away: the console must not offer it.
        offers = [
            Offer(
                who, CLINIC, query.begins + n * 10 * MINUTE, query.begins + (n * 10 + 20) * MINUTE, name, "Asia/Tokyo"
            )
            for n in range(self.offers)
            for who, name in ((1, "Dr Itō Haruka"), *DOCTORS.items())
        ]
        return self._json(NextSlots(offers))

    def _moved(self, path: str, body: bytes) -> Answer:
        visit = path.split("/")[3]
        data = msgspec.json.decode(body)
        self.sent.append(data)
        for found in self.lists.values():
            for row in found.rows:
                if row.card.id == visit:
                    row.card.begins = round(_ms(data["begins"]))
                    row.card.practitioner = data["practitioner"]
                    return self._json({"card": msgspec.to_builtins(row.card), "proposals": []})
        return 404, msgspec.json.encode(Failure("not_found", "no", "", ""))

    def _head(self, found: CallList) -> CallListHead:
        left = sum(row.contact not in ("agreed", "declined") and row.action != "leave" for row in found.rows)
        return CallListHead(
            found.id, found.away, found.by, found.made_at, len(found.rows), 0 if found.undone else left, found.undone
        )

    def _json(self, found: object) -> Answer:
        return 200, msgspec.json.encode(found)


def _ms(text: str) -> float:
    return msgspec.convert(text, type=datetime).timestamp() * 1_000
