"""A made-up practice at the stub hub: who works when, who comes, and what the hub would answer of it."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from clinic_console.desktop.bridge import monotonic
from clinic_console.domain.schedule import Blocked, Reserved, Work
from clinic_console.wire.access import Failure
from clinic_console.wire.practitioners import Practitioner, Practitioners, Specialty, VisitType, VisitTypes
from clinic_console.wire.schedule import Card, Column, Days, Held, Person

CLINIC = "0192f0c5-0000-7000-8000-000000000001"
MINUTE = 60_000
DOCTORS = (
    ("Itō Haruka", 1), ("Lucie Novák", 1), ("Inês Costa", 1), ("Felix Brandt", 2), ("Chiamaka Eze", 3),
    ("Sven Åberg", 4), ("佐々木 健太郎", 5), ("Anneliese Müller-Lüdenscheidt", 1),
)  # fmt: skip
SPECIALTIES = ("Internal medicine", "Orthopaedics", "Paediatrics", "Cardiology", "Dermatology")
TYPES = (
    ("Sick note", 15), ("Blood pressure", 30), ("Diabetes review", 30), ("Wound dressing", 45), ("INR control", 15),
    ("Skin lesion", 30), ("Follow-up", 45), ("Vaccination", 15), ("Knee pain", 30), ("ECG", 30),
)  # fmt: skip
PEOPLE = (
    ("María José García", ""), ("佐藤 健一", "Sato Ken'ichi"), ("Tomasz Wójcik", ""), ("فاطمة الإدريسي", ""),
    ("Gunnar Åkesson", ""), ("이지훈", "Lee Ji-hoon"), ("渡辺 美咲", "Watanabe Misaki"), ("Nguyễn Văn Đức", ""),
    ("Éadaoin Ní Shúilleabháin", ""), ("Zoë van der Meer", ""), ("王丽", "Wáng Lì"), ("Jiří Procházka", ""),
    ("勅使河原 由美子", "Teshigawara Yumiko"), ("Kwabena Mensah", ""), ("Ștefan Ionescu", ""), ("Ren", ""),
)  # fmt: skip
FILLED = (
    (0, 8 * 60, 0), (1, 8 * 60 + 15, 5), (2, 8 * 60 + 45, 4), (3, 9 * 60 + 15, 1), (4, 9 * 60 + 45, 7),
    (5, 10 * 60 + 15, 2), (6, 11 * 60 + 15, 0), (7, 11 * 60 + 30, 0), (8, 13 * 60 + 15, 3), (9, 14 * 60, 1),
    (10, 15 * 60, 2), (11, 15 * 60 + 30, 4), (12, 16 * 60 + 15, 6), (13, 17 * 60 + 30, 0),
)  # fmt: skip
"""Who comes when to a doctor (minutes after midnight), and for what: turned a little from column to column."""


class Practice:
    """A clinic with so many doctors; ``now`` is the hub's time in ms, ``refuse`` is answered instead.

    ``asked`` are the queries; ``columns`` stand by practitioner and day, and can be changed (``put``).
    """

    def __init__(
        self,
        now: int,
        day: date,
        *,
        zone: str = "Asia/Tokyo",
        doctors: int = 8,
        clinic: str = CLINIC,
        page: int = 60,
        closed: int = 6,
    ) -> None:
        self.now, self.day, self.zone, self.clinic, self.page = now, day, zone, clinic, page
        self.closed = closed
        self.doctors = doctors
        self.asked: list[dict[str, str]] = []
        self.kinds_asked = 0
        self.refuse: tuple[int, str] | None = None
        self.columns: dict[tuple[int, date], Column] = {}
        for shift in range(-7, 9):
            for number in range(1, doctors + 1):
                made = self.filled(number, day + timedelta(days=shift))
                if made is not None:
                    self.columns[number, made.day] = made

    def mount(self, hub) -> "Practice":
        """Answer for a stub hub."""
        for start in ("/api/schedule", "/api/practitioners", "/api/visit-types"):
            hub.extra["GET", start] = self.answer
        return self

    def at(self, minutes: int, day: date | None = None) -> int:
        """The instant of a wall time: minutes after midnight."""
        wall = datetime.combine(day or self.day, time(), ZoneInfo(self.zone)) + timedelta(minutes=minutes)
        return round(wall.timestamp() * 1_000)

    def card(self, practitioner: int, day: date, who: int, begins: int, kind: int, **more: object) -> Card:
        """A visit; ``begins`` in minutes after midnight, ``kind`` a place in TYPES."""
        name, latin = PEOPLE[who % len(PEOPLE)]
        minutes = int(str(more.pop("minutes", TYPES[kind][1])))
        first, last = self.at(begins, day), self.at(begins, day) + minutes * MINUTE
        serial = practitioner * 10_000 + (day - date(2020, 1, 1)).days * 100 + who
        person = Person(f"0192f0c2-0000-7000-8000-{who:012}", str(4_000_000 + who), name, latin)
        fields = {"state": _state(first, last, self.now), "version": 1} | more
        return Card(
            f"0192f0c6-0000-7000-8000-{serial:012}", first, last, self.clinic, practitioner, kind + 1,
            own_begins=first, own_ends=last, patient=person, **fields,
        )  # fmt: skip

    def filled(self, number: int, day: date) -> Column | None:
        """A column as it comes; on one day of the week nobody works."""
        if day.weekday() == self.closed:
            return None
        at = self.at
        made = Column(number, day, 1, [Work(at(480, day), at(1_080, day), 15, 1)])
        lunch = 720 + 15 * (number % 3)
        made.blocked = [Blocked(at(lunch, day), at(lunch + 45, day), "block", "Lunch")]
        turn = number * 5 % 60 // 15 * 15
        for who, usual, what in FILLED:
            begins = usual + (turn if usual > 720 else 0)
            kind = (what + number) % len(TYPES)
            busy = [(card.begins, card.ends) for card in made.cards]
            first, last = at(begins, day), at(begins + TYPES[kind][1], day)
            blocked = any(each.begins < last and first < each.ends for each in made.blocked)
            taken = any(a < last and first < b for a, b in busy)
            if not blocked and not taken and (who * 7 + number * 3 + day.day) % 9 and last <= at(1_080, day):
                made.cards.append(self.card(number, day, who + number, begins, kind))
        return made

    def put(self, column: Column) -> Column:
        """Have a column as it is given, and newer than before."""
        before = self.columns.get((column.practitioner, column.day))
        column.version = (before.version if before is not None else 0) + 1
        self.columns[column.practitioner, column.day] = column
        return column

    # What the hub answers

    def answer(self, _method: str, path: str, query: dict[str, str], _body: bytes) -> tuple[int, bytes]:
        """Answer one request."""
        self.asked.append({"path": path, **query})
        if self.refuse is not None:
            return self.refuse[0], msgspec.json.encode(Failure(self.refuse[1], "no", "do something", ""))
        if path == "/api/visit-types":
            return 200, msgspec.json.encode(self.types())
        if path == "/api/practitioners":
            return 200, msgspec.json.encode(Practitioners(self.practitioners()))
        if path == "/api/schedule/week":
            since = date.fromisoformat(query["from"])
            days = [since + timedelta(days=number) for number in range(int(query["days"]))]
            number = int(query["practitioner"])
            found = [self.columns.get((number, day), Column(number, day, 0)) for day in days]
            return self._days(found)
        day = date.fromisoformat(query["day"])
        found = [column for (_, on), column in sorted(self.columns.items()) if on == day]
        if "practitioner" in query:
            return self._days([each for each in found if each.practitioner == int(query["practitioner"])])
        first = int(query.get("after", "0"))
        page = found[first : first + self.page]
        return self._days(page, str(first + self.page) if first + self.page < len(found) else None)

    def _days(self, columns: list[Column], after: str | None = None) -> tuple[int, bytes]:
        return 200, msgspec.json.encode(Days(self.clinic, self.zone, self.now, columns, after))

    def practitioners(self) -> list[Practitioner]:
        """Who works here."""
        return [
            Practitioner(number, name, "Dr", f"{number:03}", [self.clinic], [specialty], active=True, version=1)
            for number, (name, specialty) in (
                (n, DOCTORS[(n - 1) % len(DOCTORS)]) for n in range(1, self.doctors + 1)
            )
        ]

    def types(self) -> VisitTypes:
        """What there is to be booked."""
        self.kinds_asked += 1
        kinds = [VisitType(id=n + 1, name=name, minutes=minutes) for n, (name, minutes) in enumerate(TYPES)]
        names = enumerate(SPECIALTIES)
        return VisitTypes(kinds, [Specialty(n + 1, name.lower().replace(" ", "-"), name) for n, name in names])


def lively(practice: Practice) -> Practice:
    """Have all that can be on a day: leave, a reserved stretch, a hold, overbooking, who has come, who has not."""
    day, at = practice.day, practice.at
    out = practice.columns[1, day]
    out.blocked.append(Blocked(at(780), at(1_080), "leave", "sick leave"))
    out.cards = [card for card in out.cards if card.begins < at(780)]
    brandt = practice.columns[4, day]
    brandt.blocked.insert(0, Blocked(at(480), at(570), "block", "Surgery"))
    brandt.cards = [card for card in brandt.cards if card.begins >= at(570)]
    novak = practice.columns[2, day]
    novak.reserved = [Reserved(at(960), at(1_020), "Acute", at(900), (8,))]
    novak.cards = [card for card in novak.cards if not at(900) <= card.begins < at(1_020)]
    novak.held = [Held("h1", at(900), at(930), practice.now + 100_000)]
    costa = practice.columns[3, day]
    costa.cards = [card for card in costa.cards if not at(660) <= card.ends <= at(760)]
    costa.cards += [
        practice.card(3, day, 40, 660, 1, state="arrived"),
        practice.card(3, day, 41, 660, 1, lane=1, overbooked="Fever since the morning"),
        practice.card(3, day, 42, 690, 6, restricted=True, others=["Room 2", "ECG 1"]),
    ]
    costa.cards[-1].patient = Person()
    eze = practice.columns[5, day]
    eze.work = [Work(at(480), at(990), 15, 1)]
    eze.cards = [card for card in eze.cards if card.ends <= at(990)]
    missed = [card for card in eze.cards if card.ends < practice.now][:2]
    for card, state in zip(missed, ("no_show", "cancelled"), strict=False):
        card.state = state
    if eze.cards:
        eze.cards[-1].patient.alerts = ["allergy"]
        eze.cards[-1].reason = "Since last week"
    return practice


def _state(begins: int, ends: int, now: int) -> str:
    if ends <= now:
        return "done"
    if begins <= now:
        return "roomed"
    return "arrived" if begins <= now + 15 * MINUTE else "booked"


def stub_now(hub) -> int:
    """The stub hub's time."""
    return round(monotonic() * 1_000) + 1_700_000_000_000 + hub.skew
