"""Statements that read schedules: functions of the database (migration 0018) that see the clinics themselves."""

from collections.abc import Sequence
from datetime import date
from typing import Final, LiteralString, NamedTuple
from uuid import UUID

from clinic_console.hub.store.messages import Question
from clinic_console.hub.store.pools import Connection, driver_of


class Times(NamedTuple):
    """A practitioner's day, and what a question for slots is checked by.

    ``active``, ``type_active``: None where there is no such practitioner in the clinic, or no such type; then there
    is no day. ``does``: this practitioner does visits of that type. ``times``: JSON of DayTimes, None while ``stamp``
    is the one that is known.
    """

    zone: str
    active: bool | None
    type_active: bool | None
    does: bool
    pooled: bool
    minutes: int
    before: int
    after: int
    capacity: int
    offset: int
    own: int
    day: date | None
    stamp: int
    times: str | None


class Fresh(NamedTuple):
    """A practitioner's day as of now: its stamp, and JSON of DayTimes where that is not the one that is known."""

    day: date
    stamp: int
    times: str | None


class Page(NamedTuple):
    """Columns of a schedule as JSON, how many visits they show, and the last one's place when there are more.

    ``active``: of the one practitioner that was asked for; None: there is no such one in the clinic.
    """

    zone: str
    active: bool | None
    columns: str | None
    seen: int
    last_name: str | None = None
    last_id: int | None = None


TIMES: Final[LiteralString] = """
SELECT zone, active, type_active, does, pooled, minutes, before, after, capacity, "offset", own, day, stamp, times
FROM day_times(%s::uuid, %s::int, %s::int, ARRAY[%s::date], ARRAY[%s::bigint])
"""
FRESH: Final[LiteralString] = "SELECT day, stamp, times FROM fresh_times(%s::uuid, %s::int, %s::date[], %s::bigint[])"
DAY: Final[LiteralString] = """
SELECT zone, active, columns, seen, last_name, last_id
FROM schedule_day(%s::uuid, %s::date, %s::int, %s::int, %s::boolean, %s::text, %s::int, %s::int)
"""
WEEK: Final[LiteralString] = """
SELECT zone, active, columns, seen FROM schedule_week(%s::uuid, %s::int, %s::date[], %s::boolean)
"""


def day_times(clinic: UUID, practitioner: int, visit_type: int, day: date, stamp: int | None) -> Question:
    """Ask for a practitioner's day for a type, told what is known of it."""
    return Question.of("day_times", TIMES, [clinic, practitioner, visit_type, day, stamp])


def times_found(question: Question) -> Times | None:
    """Return what ``day_times`` has found; None: there is no such clinic."""
    return Times(*question.rows[0]) if question.rows else None


async def fresh_times(
    connection: Connection, clinic: UUID, practitioner: int, days: Sequence[date], stamps: Sequence[int | None]
) -> list[Fresh]:
    """Return some days of a practitioner for types without needs, whoever may see them (as clinic_live)."""
    driver = await driver_of(connection)
    found = await driver.execute(FRESH, [clinic, practitioner, list(days), list(stamps)])
    return [Fresh(*row) for row in await found.fetchall()]  # type: ignore[arg-type]


async def day_page(
    connection: Connection,
    clinic: UUID,
    day: date,
    practitioner: int,
    specialty: int,
    after: tuple[str, int],
    limit: int,
    *,
    named: bool,
) -> Page | None:
    """Return a clinic's day: at most so many columns behind a place (name, id); None: there is no such clinic."""
    driver = await driver_of(connection)
    found = await driver.execute(DAY, [clinic, day, practitioner, specialty, named, *after, limit])
    row = await found.fetchone()
    return Page(*row) if row else None  # type: ignore[arg-type]


async def week(
    connection: Connection, clinic: UUID, practitioner: int, days: Sequence[date], *, named: bool
) -> Page | None:
    """Return some days of one practitioner; None: there is no such clinic."""
    driver = await driver_of(connection)
    row = await (await driver.execute(WEEK, [clinic, practitioner, list(days), named])).fetchone()
    return Page(*row) if row else None  # type: ignore[arg-type]
