"""Schedules as Hypothesis makes them up, and where visits may begin in them by domain/availability alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import msgspec
import psycopg
from hypothesis import strategies as st

from clinic_console.domain.availability import slots
from clinic_console.domain.schedule import DayTimes, VisitType

ZONES: Final = ("Asia/Tokyo", "Europe/Lisbon", "America/New_York", "America/Santiago", "Australia/Lord_Howe")
DAYS: Final = 4
_HALF_DAY: Final = timedelta(hours=12)
_decoder: Final = msgspec.json.Decoder(DayTimes)

Spot = tuple[int, int, UUID]
"""When (ms), whose, where."""


@dataclass(frozen=True)
class Line:
    """One line of a template; ``who`` and ``where`` are places in lists."""

    who: int
    where: int
    weekdays: tuple[int, ...]
    begins: int
    ends: int
    kind: str
    step: int
    weeks: int
    typed: int
    release: int | None


@dataclass(frozen=True)
class Stretch:
    """An exception, a visit or a hold: from ``begins`` minutes after the search's first midnight on."""

    who: int
    where: int
    kind: str
    begins: int
    minutes: int
    lane: int
    type: int
    until: int | None


@dataclass(frozen=True)
class MadeUp:
    """A whole world and a search in it."""

    zones: tuple[str, str]
    changes: bool
    lines: list[Line]
    exceptions: list[Stretch]
    taken: list[Stretch]
    type: int
    weekdays: list[int]
    time_from: int
    time_to: int
    limit: int


_minutes = st.integers(0, 95).map(lambda quarter: quarter * 15)
_lines = st.builds(
    Line,
    who=st.integers(0, 2),
    where=st.integers(0, 1),
    weekdays=st.sampled_from([(1, 2, 3, 4, 5, 6, 7), (1, 3, 5, 7), (2,), (6, 7)]),
    begins=_minutes,
    ends=st.integers(1, 8).map(lambda hours: hours * 150),
    kind=st.sampled_from(["work", "work", "work", "block", "reserved"]),
    step=st.sampled_from([10, 15, 20, 45, 60]),
    weeks=st.sampled_from([0, 0, 0, 1 | 4, 2 | 32]),
    typed=st.sampled_from([-1, -1, 0, 2]),
    release=st.sampled_from([None, 0, 1_440, 200_000, 2_000_000]),
).map(lambda line: Line(**{**vars_of(line), "ends": min(2_880, line.begins + line.ends)}))


def vars_of(made: Any) -> dict[str, Any]:
    """Return the fields of a dataclass."""
    return {name: getattr(made, name) for name in made.__dataclass_fields__}


def _stretches(kinds: Sequence[str], longest: int) -> st.SearchStrategy[list[Stretch]]:
    one = st.builds(
        Stretch,
        who=st.integers(0, 7),
        where=st.integers(0, 1),
        kind=st.sampled_from(kinds),
        begins=st.integers(-100, 4 * 96).map(lambda quarter: quarter * 15),
        minutes=st.integers(1, longest // 15).map(lambda quarters: quarters * 15),
        lane=st.sampled_from([0, 0, 0, 1, 2, 3]),
        type=st.integers(0, 4),
        until=st.sampled_from([None, None, None, -60, 60]),
    )
    return st.lists(one, max_size=14)


worlds = st.builds(
    MadeUp,
    zones=st.tuples(st.sampled_from(ZONES), st.sampled_from(ZONES)),
    changes=st.booleans(),
    lines=st.lists(_lines, min_size=1, max_size=7),
    exceptions=_stretches(["leave", "block", "extra", "closed"], 1_440).map(lambda some: some[:3]),
    taken=_stretches(["visit"], 180),
    type=st.integers(0, 4),
    weekdays=st.sampled_from([[1, 2, 3, 4, 5, 6, 7], [1, 2, 3, 4, 5, 6, 7], [1, 3, 7]]),
    time_from=st.sampled_from([0, 0, 540]),
    time_to=st.sampled_from([1_440, 1_440, 1_020]),
    limit=st.sampled_from([50, 50, 5]),
)


def first_day(made: MadeUp) -> date:
    """Return a day well ahead; the day before the clocks change next (in the first zone), if that is wanted."""
    day = datetime.now(UTC).date() + timedelta(days=30)
    if not made.changes:
        return day
    zone = ZoneInfo(made.zones[0])
    for ahead in range(370):
        here = day + timedelta(days=ahead)
        offsets = {datetime.combine(here + timedelta(days=each), time(12), zone).utcoffset() for each in (0, 2)}
        if len(offsets) > 1:
            return here
    return day


class Practice:
    """Two clinics in a transaction that is rolled back: three practitioners, a nurse, four rooms and devices."""

    def __init__(
        self,
        connection: psycopg.Connection[Any],
        clinics: Sequence[UUID],
        people: Sequence[int],
        types: Sequence[int],
    ) -> None:
        self.connection = connection
        self.clinics = clinics
        self.people = people
        self.types = types
        self.now = connection.execute("SELECT now()").fetchall()[0][0]

    def fill(self, made: MadeUp) -> datetime:
        """Write a made-up world; return from when on it is searched."""
        run = self.connection.execute
        for clinic, zone in zip(self.clinics, made.zones, strict=True):
            run("UPDATE clinics SET zone = %s WHERE id = %s", [zone, clinic])
        begins = datetime.combine(first_day(made), time(), ZoneInfo(made.zones[0])).astimezone(UTC)
        for line in made.lines:
            self._line(line)
        for each in made.exceptions:
            self._exception(each, begins)
        for each in made.taken:
            self._take(each, begins)
        return begins

    def _line(self, line: Line) -> None:
        types = [self.types[line.typed]] if line.typed >= 0 else []
        for weekday in line.weekdays:
            self.connection.execute(
                "INSERT INTO template_lines (id, resource_id, clinic_id, weekday, weeks, begins, ends, kind, step,"
                " types, release) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
                [
                    uuid4(), self.people[line.who], self.clinics[line.where], weekday, line.weeks, line.begins,
                    line.ends, line.kind, line.step, types, line.release,
                ],
            )  # fmt: skip

    def _exception(self, each: Stretch, since: datetime) -> None:
        begins = since + timedelta(minutes=each.begins)
        who = None if each.kind == "closed" else self.people[each.who % 3]
        self.connection.execute(
            "INSERT INTO schedule_exceptions (id, kind, resource_id, clinic_id, during, step)"
            " VALUES (%s, %s, %s, %s, tstzrange(%s, %s), 20)",
            [
                uuid4(), each.kind, who, self.clinics[each.where], begins, begins + timedelta(minutes=each.minutes),
            ],
        )  # fmt: skip

    def _take(self, each: Stretch, since: datetime) -> None:
        begins = since + timedelta(minutes=each.begins)
        until = None if each.until is None else self.now + timedelta(seconds=each.until)
        self.connection.execute(
            "INSERT INTO occupancy VALUES (%s, %s, tstzrange(%s, %s), %s, %s, %s) ON CONFLICT DO NOTHING",
            [
                self.people[each.who], each.lane, begins, begins + timedelta(minutes=each.minutes), uuid4(),
                self.types[each.type], until,
            ],
        )  # fmt: skip

    def free(self, type_id: int, since: datetime) -> list[Spot]:
        """Return where visits may begin in the days of the search, each day by domain/availability alone."""
        visit = self._visit(type_id)
        now = int(max(since, self.now).timestamp() * 1_000)
        found: set[Spot] = set()
        for clinic in self.clinics:
            [(zone,)] = self.connection.execute("SELECT zone FROM clinics WHERE id = %s", [clinic]).fetchall()
            first = max(since, self.now).astimezone(ZoneInfo(zone)).date()
            days = [first + timedelta(days=each) for each in range(DAYS)]
            for who in self.people[:3]:
                rows = self.connection.execute(
                    "SELECT times FROM times_of_days(%s, %s, %s, %s, %s)",
                    [clinic, type_id, [who] * DAYS, days, [None] * DAYS],
                ).fetchall()
                for (times,) in rows:
                    found |= {
                        (slot.begins, who, clinic)
                        for slot in slots(_decoder.decode(times), visit, int(self.now.timestamp() * 1_000))
                        if slot.begins >= now
                    }
        return sorted(found, key=lambda spot: (spot[0], spot[1], spot[2].bytes))

    def _visit(self, type_id: int) -> VisitType:
        row = self.connection.execute(
            'SELECT id, minutes, "before", "after", capacity, "offset", own FROM visit_types WHERE id = %s', [type_id]
        ).fetchall()[0]
        return VisitType(*row)

    def offered(self, made: MadeUp, free: Sequence[Spot]) -> list[Spot]:
        """Return those of free times that a search offers: within its bounds, two in a row of one's day at most."""
        zones = {
            clinic: ZoneInfo(zone)
            for clinic, zone in self.connection.execute("SELECT id, zone FROM clinics").fetchall()
        }
        offered: list[tuple[Spot, date]] = []
        for spot in free:
            wall = datetime.fromtimestamp(spot[0] / 1_000, zones[spot[2]])
            minute = wall.hour * 60 + wall.minute
            if wall.isoweekday() not in made.weekdays or not made.time_from <= minute < made.time_to:
                continue
            lately = [(other[1], day) for other, day in offered[-2:]]
            if lately != [(spot[1], wall.date())] * 2:
                offered.append((spot, wall.date()))
        return [spot for spot, _ in offered]
