"""Weekly hours, exceptions, and who and what there is to be booked, as the stub hub answers for them."""

from dataclasses import dataclass, field
from datetime import datetime

import msgspec

from clinic_console.wire.access import Failure
from clinic_console.wire.practitioners import (
    Practitioner,
    PractitionerData,
    Practitioners,
    Resource,
    ResourceData,
    Resources,
    Specialty,
    VisitType,
    VisitTypeData,
    VisitTypes,
)
from clinic_console.wire.schedule import Person
from clinic_console.wire.templates import (
    Affected,
    Exceptional,
    ExceptionData,
    Exceptions,
    Hit,
    Line,
    Template,
    TemplateData,
)
from tests.desktop.stub import StubHub

CLINIC = "0192f0c5-0000-7000-8000-000000000001"
NORD = "0192f0c5-0000-7000-8000-000000000002"
DAY_MS = 86_400_000
PATIENTS = ("佐藤 健一", "Tomasz Wójcik", "渡辺 美咲", "Éadaoin Ní Shúilleabháin", "")
Answer = tuple[int, bytes]


def lines() -> list[Line]:
    """A usual week: mornings and afternoons around lunch, a kept hour, every second Saturday."""
    found = []
    for day in range(1, 6):
        found.append(Line(CLINIC, day, 540, 1_020 if day != 3 else 780, cap=1))
        found.append(Line(CLINIC, day, 720, 765, "block", label="Lunch"))
    found.append(Line(CLINIC, 2, 900, 960, "reserved", types=[2], label="Acute", release=120))
    found.append(Line(CLINIC, 6, 540, 720, weeks=[1, 3]))
    return found


@dataclass
class Hours:
    """What one hub knows; ``hits`` visits are affected by whatever is looked at; ``failing`` answers the next change.

    ``refuse`` answers everything with a status and a code; ``asked`` are method and path of what was asked.
    """

    stub: StubHub
    version: int = 3
    lines: list[Line] = field(default_factory=lines)
    hits: int = 0
    failing: tuple[int, str, str] | None = None
    refuse: tuple[int, str] | None = None
    exceptions: list[Exceptional] = field(default_factory=list)
    people: list[Practitioner] = field(default_factory=list)
    types: list[VisitType] = field(default_factory=list)
    rooms: list[Resource] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)
    sent: list[object] = field(default_factory=list)
    serial: int = 100

    def __post_init__(self) -> None:
        names = ("Itō Haruka", "Lucie Novák", "佐々木 健太郎", "Anneliese Müller-Lüdenscheidt")
        self.people = [
            Practitioner(n, name, "Dr", f"{n:03}", [CLINIC], [1 + n % 2], active=n != 2, version=1)
            for n, name in enumerate(names, start=1)
        ]
        kinds = (("Vaccination", 15), ("Diabetes review", 30), ("Wound dressing", 45))
        self.types = [VisitType(id=n, name=name, minutes=long) for n, (name, long) in enumerate(kinds, start=1)]
        self.rooms = [
            Resource(id=1, clinic_id=CLINIC, kind="room", name="Room 1", group="exam room", version=1),
            Resource(id=2, clinic_id=CLINIC, kind="equipment", name="ECG 1", group="ECG", version=1),
        ]

    def mount(self) -> "Hours":
        """Answer for the stub hub."""
        for start in ("/api/practitioners", "/api/exceptions", "/api/visit-types", "/api/resources"):
            self.stub.extra["", start] = self.answer
        return self

    def affected(self) -> Affected:
        """The visits that are affected."""
        now = self.stub.now()
        found = [
            Hit(
                f"0192f0c6-0000-7000-8000-{n:012}", now + n * DAY_MS, now + n * DAY_MS + 1_800_000, 1, 1 + n % 3,
                Person(f"p{n}", str(n), PATIENTS[n % 5]) if PATIENTS[n % 5] else Person(),
                ("outside_hours", "leave", "block")[n % 3], restricted=not PATIENTS[n % 5],
            )
            for n in range(self.hits)
        ]  # fmt: skip
        return Affected(self.hits, found[:200])

    def answer(self, method: str, path: str, query: dict[str, str], body: bytes) -> Answer:
        """Answer one request."""
        self.asked.append((method, path))
        if self.refuse is not None:
            return self.refuse[0], msgspec.json.encode(Failure(self.refuse[1], "no", "do something", ""))
        if method != "GET" and self.failing is not None:
            (status, code, where), self.failing = self.failing, None
            return status, msgspec.json.encode(Failure(code, "no", "do something", where))
        if method == "POST" and path.endswith("/preview"):
            return self._json(self.affected())
        noun = path.removeprefix("/api/").partition("/")[0]
        rest = path.removeprefix(f"/api/{noun}").strip("/")
        calls = {
            "practitioners": self._practitioners,
            "exceptions": self._exceptions,
            "visit-types": self._types,
            "resources": self._rooms,
        }
        return calls[noun](method, rest, query, body)

    def _practitioners(self, method: str, rest: str, query: dict[str, str], body: bytes) -> Answer:
        number, _, what = rest.partition("/")
        if what == "template":
            return self._template(method, int(number), body)
        if method == "GET" and number:
            return self._json(next(each for each in self.people if each.id == int(number)))
        if method == "GET":
            text, all_of = query.get("text", "").lower(), query.get("inactive") == "true"
            found = [each for each in self.people if text in each.name.lower() and (all_of or each.active)]
            return self._json(Practitioners(found))
        data = self._keep(body, PractitionerData)
        return self._json(self._put(self.people, Practitioner, number, data), 200 if number else 201)

    def _template(self, method: str, number: int, body: bytes) -> Answer:
        if method == "PUT":
            data = self._keep(body, TemplateData)
            if data.version != self.version:
                return 409, msgspec.json.encode(Failure("schedule.changed", "no", "look", ""))
            self.version, self.lines = self.version + 1, data.lines
        return self._json(Template(number, self.version, self.lines))

    def _exceptions(self, method: str, rest: str, query: dict[str, str], body: bytes) -> Answer:
        if method == "GET":
            who = int(query.get("practitioner", "0"))
            found = [each for each in self.exceptions if not who or each.practitioner == who]
            return self._json(Exceptions(sorted(found, key=lambda each: each.begins)))
        if method == "DELETE":
            self.exceptions = [each for each in self.exceptions if each.id != rest]
            return 204, b""
        data = self._keep(body, ExceptionData)
        made = self.away(data.kind, _ms(data.begins), _ms(data.ends), data.practitioner, data.label)
        made.step, made.cap = data.step, data.cap
        return self._json(made, 201)

    def away(self, kind: str, begins: int, ends: int, practitioner: int = 1, label: str = "") -> Exceptional:
        """Have an exception be there."""
        self.serial += 1
        name = f"0192f0c7-0000-7000-8000-{self.serial:012}"
        made = Exceptional(name, CLINIC, kind, begins, ends, practitioner, label, "N. Sato", self.stub.now())
        self.exceptions.append(made)
        return made

    def _types(self, method: str, rest: str, _query: dict[str, str], body: bytes) -> Answer:
        if method == "GET":
            return self._json(
                VisitTypes(self.types, [Specialty(1, "im", "Internal medicine"), Specialty(2, "or", "Orthopaedics")])
            )
        return self._json(
            self._put(self.types, VisitType, rest, self._keep(body, VisitTypeData)), 200 if rest else 201
        )

    def _rooms(self, method: str, rest: str, _query: dict[str, str], body: bytes) -> Answer:
        if method == "GET":
            return self._json(Resources(self.rooms))
        return self._json(self._put(self.rooms, Resource, rest, self._keep(body, ResourceData)), 200 if rest else 201)

    def _put(self, among: list, kind: type, number: str, data: object) -> object:
        self.serial += 1
        fields = msgspec.structs.asdict(data)
        fields["version"] += 1
        made = kind(id=int(number) if number else self.serial, **fields)
        among[:] = [*(each for each in among if each.id != made.id), made]
        return made

    def _keep(self, body: bytes, kind: type):
        data = msgspec.json.decode(body, type=kind)
        self.sent.append(data)
        return data

    def _json(self, found: object, status: int = 200) -> Answer:
        return status, msgspec.json.encode(found)


def _ms(at: datetime) -> int:
    return round(at.timestamp() * 1_000)
