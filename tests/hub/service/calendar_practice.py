"""Two clinics in different zones over the real services and Postgres, asked one thing after the other."""

import asyncio
import time
from collections.abc import Coroutine, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

import psycopg

from clinic_console.domain.access import Scope
from clinic_console.domain.errors import ClinicError
from clinic_console.hub.cache import Cache
from clinic_console.hub.push.line import Line
from clinic_console.hub.service.appointments import Desk
from clinic_console.hub.service.audit import Opened
from clinic_console.hub.service.schedule_slots import Asked, SlotsOfDays
from clinic_console.hub.store.pools import make_engine
from clinic_console.wire import templates as wire
from tests.hub.schedule_world import ScheduleWorld
from tests.hub.service.plain_calendar import Kind, Need, PlainCalendar, Someone, Taken
from tests.hub.service.plain_calendar import Line as PlainLine

_MS: Final = 60_000
_LET_GO: Final = """
DELETE FROM occupancy; DELETE FROM patient_occupancy; DELETE FROM holds; DELETE FROM appointments;
DELETE FROM appointment_history; DELETE FROM appointment_requests; DELETE FROM notices;
DELETE FROM schedule_exceptions; DELETE FROM template_lines; UPDATE clinics SET calendar = calendar + 1;
"""
_TAKEN: Final = """
SELECT resource_id, lane, CAST(EXTRACT(epoch FROM lower(during)) AS bigint) / 60,
  CAST(EXTRACT(epoch FROM upper(during)) AS bigint) / 60, taken_by, type_id,
  coalesce(CAST(floor(EXTRACT(epoch FROM until) * 1000) AS bigint), 0)
FROM occupancy
"""
_PATIENTS: Final = """
SELECT patient_id, lane, CAST(EXTRACT(epoch FROM lower(during)) AS bigint) / 60,
  CAST(EXTRACT(epoch FROM upper(during)) AS bigint) / 60, taken_by FROM patient_occupancy
"""
_VISITS: Final = """
SELECT id, CAST(EXTRACT(epoch FROM begins) AS bigint) / 60, CAST(EXTRACT(epoch FROM ends) AS bigint) / 60,
  resource_id, state, lane, version, overbooked <> '', beside <> '' FROM appointments
"""
_VERSIONS: Final = """
SELECT r, c, d, day_version(r, c, d) FROM unnest(%s::int[], %s::uuid[]) p (r, c), unnest(%s::date[]) d
"""


def now_ms() -> int:
    """Return the time in ms since 1970."""
    return time.time_ns() // 1_000_000


def moment(minute: int) -> datetime:
    """Return an instant as the services take it."""
    return datetime.fromtimestamp(minute * 60, UTC)


@dataclass
class Practice:
    """Asks the services as the receptionist (0: may overbook) or as the nurse (1); ``kinds`` and ``people`` are what
    there is in every example."""

    world: ScheduleWorld
    clinics: tuple[UUID, UUID]
    users: tuple[UUID, UUID]
    redis_url: str
    people: dict[int, Someone] = field(default_factory=dict)
    kinds: dict[int, Kind] = field(default_factory=dict)
    patients: list[UUID] = field(default_factory=list)
    runner: asyncio.Runner = field(default_factory=asyncio.Runner)

    def __post_init__(self) -> None:
        self.base = psycopg.connect(self.world.dsn, autocommit=True)
        self.engine = make_engine(self.world.dsn, "clinic_hub", 2)
        self.opened = Opened()
        self._make()
        self.runner.run(self._open())

    async def _open(self) -> None:
        own = frozenset(self.clinics)
        self.scopes = [Scope(user, own) for user in self.users]
        self.desks = [
            Desk(self.engine, None, self.scopes[0], own, own),
            Desk(self.engine, None, self.scopes[1], own, frozenset()),
        ]
        self.lines = [Line(self.redis_url), Line("redis://127.0.0.1:1")]
        self.caches = [Cache(line) for line in self.lines]
        self.slots = [SlotsOfDays(self.engine, cache) for cache in self.caches]

    def close(self) -> None:
        """Let go of everything."""
        for line in self.lines:
            self.runner.run(line.close())
        self.runner.run(self.engine.dispose())
        self.runner.close()
        self.base.close()

    def _make(self) -> None:
        world, (here, there) = self.world, self.clinics
        nursing, surgery = world.specialty("nursing"), world.specialty("surgery")
        for name, clinics, specialties in (
            ("Yamada", (here,), (surgery,)),
            ("Mori", (here, there), (nursing,)),
            ("Sato", (here,), (nursing,)),
            ("Keller", (there,), (surgery, nursing)),
        ):
            made = world.practitioner(name, specialties=specialties, clinics=clinics)
            self.people[made] = Someone(made, "practitioner", clinics, specialties)
        for clinic, kind, group, capacity in (
            (here, "room", "exam", 1),
            (here, "room", "exam", 1),
            (here, "equipment", "scope", 2),
            (there, "room", "exam", 2),
        ):
            made = world.room(uuid4().hex, group, kind=kind, capacity=capacity, clinic_id=clinic)
            self.people[made] = Someone(made, kind, (clinic,), group=group, capacity=capacity)
        exam, scope = Need("room", 30, group="exam"), Need("equipment", 25, group="scope")
        nurse = Need("practitioner", 15, specialty=nursing)
        self._kind(minutes=30)
        self._kind(minutes=20, before=5, after=10)
        self._kind(minutes=60, capacity=3)
        self._kind(minutes=45, offset=15, own=30, needs=(nurse, Need("room", 45, group="exam")))
        self._kind(minutes=25, needs=(scope, Need("equipment", 10, 15, group="scope")))
        self._kind(minutes=40, offset=10, own=0, needs=(Need("room", 40, group="exam"),))
        self._kind(minutes=30, specialty=surgery, needs=(exam, Need("room", 20, 5, group="exam")))
        self._kind(minutes=30, needs=(exam,), capacity=2, after=5)
        self.patients = [world.patient(f"Patient {number}", clinics=self.clinics) for number in range(3)]

    def _kind(self, *, needs: Sequence[Need] = (), specialty: int = 0, **more: int) -> None:
        made = self.world.visit_type(uuid4().hex, **{"specialty_id": specialty or None, **more})
        for position, need in enumerate(needs, start=1):
            given: dict[str, object] = {"offset": need.offset, "group": need.group}
            given["specialty_id"] = need.specialty or None
            self.world.need(made, position, need.kind, need.minutes, **given)
        self.kinds[made] = Kind(made, needs=tuple(needs), specialty=specialty, **more)

    def fresh(self, zones: Sequence[str]) -> PlainCalendar:
        """Let go of all that was booked and planned, in zones of one's own; return it as it is to be."""
        self.base.execute(_LET_GO)
        for clinic, zone in zip(self.clinics, zones, strict=True):
            self.base.execute("UPDATE clinics SET zone = %s WHERE id = %s", [zone, clinic])
        return PlainCalendar(dict(zip(self.clinics, zones, strict=True)), self.people, self.kinds)

    def do(self, doing: Coroutine[Any, Any, Any]) -> Any:
        """Return what comes of it, or the error."""
        try:
            return self.runner.run(doing)
        except ClinicError as error:
            return error

    def taken(self) -> set[Taken]:
        """Return all that is taken of people and rooms, but for what has expired."""
        return {Taken(*row) for row in self.base.execute(f"{_TAKEN} WHERE until IS NULL OR until > now()")}

    def taken_by(self, by: Iterable[UUID]) -> set[Taken]:
        """Return what is taken by some visits or holds, also what has expired and nobody has wanted since."""
        return {Taken(*row) for row in self.base.execute(f"{_TAKEN} WHERE taken_by = ANY (%s)", [list(by)])}

    def patients_taken(self) -> set[tuple[Any, ...]]:
        """Return all that is taken of patients."""
        return set(self.base.execute(_PATIENTS))

    def visits(self) -> set[tuple[Any, ...]]:
        """Return all visits as they stand."""
        return set(self.base.execute(_VISITS))

    def versions(self, days: Iterable[date]) -> dict[tuple[int, UUID, date], int]:
        """Return the version of each practitioner's days at each of the practitioner's clinics."""
        pairs = [(who.id, clinic) for who in self.doctors() for clinic in who.clinics]
        given = [[who for who, _ in pairs], [clinic for _, clinic in pairs], list(days)]
        return {(who, clinic, day): version for who, clinic, day, version in self.base.execute(_VERSIONS, given)}

    def doctors(self) -> list[Someone]:
        """Return the practitioners."""
        return [each for each in self.people.values() if each.kind == "practitioner"]

    def free(self, asked: Asked, *, cached: bool) -> Any:
        """Return a day's slots (begin in minutes, and how many are left) and version, or the error."""
        found = self.do(self.slots[0 if cached else 1].read(self.scopes[0], asked, self.opened))
        if isinstance(found, ClinicError):
            return found.code
        return {slot.begins // _MS: slot.left for slot in found.slots}, found.version

    def grow_old(self, visit: UUID) -> None:
        """Let the time go by within which a visit's last change can be taken back."""
        self.base.execute(
            "UPDATE appointment_history SET at = at - interval '2 minutes' WHERE appointment_id = %s", [visit]
        )

    def shift(self, visit: UUID, minutes: int) -> None:
        """Have a visit be so much earlier, as though it had been booked there."""
        shift = timedelta(minutes=minutes)
        given: Mapping[str, object] = {"id": visit, "by": shift}
        moved = "during = tstzrange(lower(during) - %(by)s, upper(during) - %(by)s)"
        with self.base.transaction():
            raised = (
                "SELECT raise_days(array_agg(resource_id), array_agg(lower(during)), array_agg(upper(during)))"
                " FROM occupancy WHERE taken_by = %(id)s"
            )
            self.base.execute(raised, given)
            for table in ("occupancy", "patient_occupancy"):
                self.base.execute(f"UPDATE {table} SET {moved} WHERE taken_by = %(id)s", given)
            self.base.execute(raised, given)
            self.base.execute(
                "UPDATE appointments SET begins = begins - %(by)s, ends = ends - %(by)s,"
                " own_begins = own_begins - %(by)s, own_ends = own_ends - %(by)s WHERE id = %(id)s",
                given,
            )
        self.grow_old(visit)


def written(line: PlainLine) -> wire.Line:
    """Return a line as the service takes it."""
    return wire.Line(
        str(line.clinic),
        line.weekday,
        line.begins,
        line.ends,
        line.kind,
        list(line.weeks),
        line.since,
        line.until,
        line.step,
        line.cap,
        list(line.types),
        "",
        line.release,
    )
