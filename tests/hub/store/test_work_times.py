"""Wall times in Postgres and in Python are the same instants: all zones, all changes of clocks of some years."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import psycopg
import pytest

from clinic_console.domain.zones import day_begins, planned
from tests.hub.schedule_world import ScheduleWorld

FIRST, LAST = datetime(2020, 1, 1, tzinfo=UTC), datetime(2032, 1, 1, tzinfo=UTC)
MINUTES = (0, 1, 29, 30, 59, 60, 89, 90, 119, 120, 121, 150, 179, 180, 210, 720, 1_410, 1_439, 1_440, 1_500, 1_590)


def _changes(zone: ZoneInfo) -> set[date]:
    """Return the days around which a zone's clocks are changed."""
    found = set()
    at, offset = FIRST, FIRST.astimezone(zone).utcoffset()
    while at < LAST:
        later = at + timedelta(days=7)
        if later.astimezone(zone).utcoffset() != offset:
            begins = next(
                at + timedelta(hours=hours)
                for hours in range(169)
                if (at + timedelta(hours=hours)).astimezone(zone).utcoffset() != offset
            )
            found |= {begins.astimezone(zone).date() + timedelta(days=days) for days in (-1, 0, 1)}
            offset = later.astimezone(zone).utcoffset()
        at = later
    return found


@pytest.fixture
def zones(database: Any) -> list[str]:
    """The zones that both know (Postgres and Python bring lists of their own)."""
    with psycopg.connect(database.dsn) as connection:
        theirs = {name for (name,) in connection.execute("SELECT name FROM pg_timezone_names").fetchall()}
    return sorted(
        name for name in theirs & available_timezones() if "/" in name and not name.startswith(("Etc/", "posix/"))
    )


def _known_alike(connection: Any, changes: dict[str, list[date]]) -> set[str]:
    """Return the zones of which both have the same news: which hours a government chose is not what is tested."""
    rows = [
        (name, datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=hours))
        for name, days in changes.items()
        for day in days
        for hours in range(-12, 36)
    ]
    found = connection.execute(
        "SELECT t.at AT TIME ZONE t.zone"
        " FROM unnest(%s::text[], %s::timestamptz[]) WITH ORDINALITY AS t (zone, at, n) ORDER BY n",
        [list(each) for each in zip(*rows, strict=True)],
    ).fetchall()
    other = {
        name
        for (name, at), (wall,) in zip(rows, found, strict=True)
        if at.astimezone(ZoneInfo(name)).replace(tzinfo=None) != wall
    }
    return set(changes) - other


def test_planned_times_and_days_are_those_of_postgres(database: Any, zones: list[str]) -> None:
    alike: dict[tuple[str, ...], str] = {}
    for name in zones:
        days = tuple(map(str, sorted(_changes(ZoneInfo(name)))))
        # Of those whose clocks go alike one is enough.
        alike.setdefault((str(datetime(2026, 1, 1, tzinfo=ZoneInfo(name)).utcoffset()), *days), name)
    changes = {name: [date.fromisoformat(day) for day in (*days, "2026-02-01")] for (_, *days), name in alike.items()}
    with psycopg.connect(database.dsn) as connection:
        known = _known_alike(connection, changes)
        assert len(known) > 50
        rows = [(name, day, minutes) for name in known for day in changes[name] for minutes in MINUTES]
        found = connection.execute(
            "SELECT (t.day + make_interval(mins => t.minutes)) AT TIME ZONE t.zone, day_begins(t.zone, t.day)"
            " FROM unnest(%s::text[], %s::date[], %s::int[]) WITH ORDINALITY AS t (zone, day, minutes, n) ORDER BY n",
            [list(each) for each in zip(*rows, strict=True)],
        ).fetchall()
    wrong = [
        (row, at, planned(*row), begins, day_begins(*row[:2]))
        for row, (at, begins) in zip(rows, found, strict=True)
        if (at, begins) != (planned(*row), day_begins(*row[:2]))
    ]
    assert not wrong, wrong[:5]


def _work(database: Any, resource: int, clinic: Any, first: date, last: date) -> list[Any]:
    with psycopg.connect(database.dsn) as connection:
        return connection.execute(
            "SELECT day, kind, lower(during), upper(during), release FROM work_times(%s, %s, %s, %s) ORDER BY 3, 2",
            [[resource], [clinic], first, last],
        ).fetchall()


@pytest.mark.parametrize(
    ("day", "begins", "ends", "hours"),
    [
        (date(2026, 3, 29), "01:00", "05:00", 3.0),  # an hour is left out
        (date(2026, 3, 29), "02:15", "02:45", 0.5),  # all of it: as long, behind the gap
        (date(2026, 10, 25), "01:00", "05:00", 5.0),
        (date(2026, 10, 24), "22:00", "30:00", 9.0),
        (date(2026, 6, 1), "22:00", "30:00", 8.0),
    ],
)
def test_hours_across_a_change_of_clocks(
    database: Any, clinic: Any, day: date, begins: str, ends: str, hours: float
) -> None:
    world = ScheduleWorld(database.dsn, clinic.id, "Europe/Berlin")
    world.run("UPDATE clinics SET zone = 'Europe/Berlin' WHERE id = %s", clinic.id)
    who = world.practitioner("Abe")
    world.hours(who, begins, ends, weekdays=[day.isoweekday()])
    ((on, kind, first, last, _),) = _work(database, who, clinic.id, day, day)
    assert (on, kind, (last - first).total_seconds() / 3_600) == (day, "work", hours)
    assert first == planned("Europe/Berlin", day, int(begins[:2]) * 60 + int(begins[3:]))


@pytest.mark.parametrize(
    ("weeks", "days"),
    [(0, [1, 8, 15, 22, 29]), (1, [1]), (2, [8]), (4, [15]), (16, [29]), (32, [29]), (1 | 8, [1, 22])],
)
def test_weeks_of_the_month(database: Any, clinic: Any, weeks: int, days: list[int]) -> None:
    world = ScheduleWorld(database.dsn, clinic.id, clinic.zone)
    who = world.practitioner("Abe")
    world.hours(who, weekdays=[1], weeks=weeks)
    found = _work(database, who, clinic.id, date(2026, 6, 1), date(2026, 6, 30))  # June 2026 begins with a Monday
    assert [row[0].day for row in found] == days


def test_validity_kinds_and_release(database: Any, clinic: Any) -> None:
    world = ScheduleWorld(database.dsn, clinic.id, "Asia/Tokyo")
    who = world.practitioner("Abe")
    world.hours(who, weekdays=[1], valid="[2026-06-08,2026-06-15)")
    world.hours(who, "14:00", "15:00", weekdays=[1], kind="reserved", release=1_440)
    found = _work(database, who, clinic.id, date(2026, 6, 1), date(2026, 6, 15))
    assert [(row[0].day, row[1]) for row in found] == [
        (1, "reserved"),
        (8, "work"),
        (8, "reserved"),
        (15, "reserved"),
    ]
    assert found[0][4] == datetime(2026, 5, 31, 5, tzinfo=UTC)


def test_extra_hours_are_of_the_day_on_which_they_begin(database: Any, clinic: Any) -> None:
    world = ScheduleWorld(database.dsn, clinic.id, "Asia/Tokyo")
    who = world.practitioner("Abe")
    world.exception("extra", datetime(2026, 6, 1, 14, tzinfo=UTC), datetime(2026, 6, 1, 18, tzinfo=UTC), resource=who)
    assert [row[0] for row in _work(database, who, clinic.id, date(2026, 6, 1), date(2026, 6, 1))] == [
        date(2026, 6, 1)
    ]
    assert not _work(database, who, clinic.id, date(2026, 6, 2), date(2026, 6, 2))
