"""Schedules as they are looked at: a clinic's day, a practitioner's week. One statement each, never cached."""

import time
from collections.abc import Set
from datetime import UTC, date, datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

import msgspec

from clinic_console.domain.access import Scope
from clinic_console.domain.audit import Action
from clinic_console.domain.errors import BadField, NoPractitioner, NotFound
from clinic_console.hub.service import paging
from clinic_console.hub.service.audit import Opened
from clinic_console.hub.service.unit_of_work import Engine, Work, unit_of_work
from clinic_console.hub.store import schedule as store

MOST_COLUMNS: Final = 60
MOST_DAYS: Final = 7
FIRST_DAY: Final = date(2000, 1, 1)
FURTHEST: Final = timedelta(days=1_100)
"""So far ahead of today anything is looked at: appointments can be made no further (migration 0016)."""
_INT4: Final = 2**31


class Looked(NamedTuple):
    """Which columns of a clinic: those of a day (of one practitioner, or of a specialty; 0: all)."""

    clinic: UUID
    day: date
    practitioner: int = 0
    specialty: int = 0


class Columns(msgspec.Struct, omit_defaults=True):
    """``wire.schedule.Days`` with columns as Postgres wrote them: nobody here reads them."""

    clinic_id: str
    zone: str
    now: int
    columns: msgspec.Raw
    next: str | None = None


async def read_day(
    engine: Engine, scope: Scope, naming: Set[UUID], looked: Looked, after: str, opened: Opened
) -> bytes:
    """Return a page of a clinic's day as JSON of ``Days``. BadField, NotFound (clinic), NoPractitioner.

    ``naming``: clinics in which the user may see who a patient is. Who keeps looking asks again with each change:
    what was shown is recorded once for a while.
    """
    check_clinic(scope, looked.clinic)
    check_day(looked.day, "day")
    _check_id(looked.practitioner, "practitioner")
    _check_id(looked.specialty, "specialty")
    place = paging.read_key(after, tuple[str, int]) or ("", 0)
    named = looked.clinic in naming
    async with unit_of_work(engine, scope) as work:
        page = await store.day_page(work.connection, *looked, place, MOST_COLUMNS, named=named)
        if page is None:
            raise NotFound(field="clinic")
        if looked.practitioner and page.active is None:
            raise NoPractitioner(field="practitioner")
        told = (scope.session_id, *looked, after, page.seen)
        new = await _record(work, opened, told, looked.clinic, looked.day, page.seen)
    if new:
        opened.recorded(told)
    last = None if page.last_name is None or page.last_id is None else (page.last_name, page.last_id)
    return _written(looked.clinic, page, paging.write_key(last) if last else None)


async def read_week(
    engine: Engine,
    scope: Scope,
    naming: Set[UUID],
    clinic: UUID,
    practitioner: int,
    first: date,
    days: int,
    opened: Opened,
) -> bytes:
    """Return some days of one practitioner as JSON of ``Days``. BadField, NotFound (clinic), NoPractitioner."""
    check_clinic(scope, clinic)
    check_day(first, "from")
    if not 1 <= days <= MOST_DAYS:
        raise BadField(f"not within 1 to {MOST_DAYS}", field="days")
    _check_id(practitioner, "practitioner")
    wanted = [first + timedelta(days=each) for each in range(days)]
    async with unit_of_work(engine, scope) as work:
        page = await store.week(work.connection, clinic, practitioner, wanted, named=clinic in naming)
        if page is None:
            raise NotFound(field="clinic")
        if page.active is None:
            raise NoPractitioner(field="practitioner")
        told = (scope.session_id, clinic, practitioner, first, days, page.seen)
        new = await _record(work, opened, told, clinic, first, page.seen, practitioner=practitioner, days=days)
    if new:
        opened.recorded(told)
    return _written(clinic, page, None)


def check_clinic(scope: Scope, clinic: UUID) -> None:
    """Raise NotFound for a clinic in which the user may not do this."""
    if clinic not in scope.clinics:
        raise NotFound(field="clinic")


def check_day(day: date, field: str) -> None:
    """Raise BadField for a day that no schedule reaches."""
    if not FIRST_DAY <= day <= datetime.now(UTC).date() + FURTHEST:
        raise BadField(f"not within {FIRST_DAY} and {FURTHEST.days} days from now", field=field)


def now_ms() -> int:
    """Return the time in ms since 1970."""
    return time.time_ns() // 1_000_000


def _check_id(number: int, field: str) -> None:
    if not 0 <= number < _INT4:
        raise BadField("not an id", field=field)


async def _record(
    work: Work, opened: Opened, told: tuple[object, ...], clinic: UUID, day: date, seen: int, **more: object
) -> bool:
    new = seen > 0 and opened.is_new(told)
    if new:
        after = {"day": day, "count": seen, **more}
        await work.record(Action.SCHEDULE_SEEN, object_kind="schedule", object_id=day, clinic_id=clinic, after=after)
    return new


def _written(clinic: UUID, page: store.Page, following: str | None) -> bytes:
    columns = msgspec.Raw((page.columns or "[]").encode())
    return msgspec.json.encode(Columns(str(clinic), page.zone, now_ms(), columns, following))
