"""Leave, blocks, extra hours and closed clinics: written, taken back, and what that would affect (ADR 0074)."""

import secrets
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from clinic_console.domain import zones
from clinic_console.domain.access import Scope
from clinic_console.domain.audit import Action
from clinic_console.domain.errors import BadField, InThePast, NotFound, TimeGap, TimeTwice
from clinic_console.domain.ids import uuid7
from clinic_console.domain.schedule import MOST_LANES
from clinic_console.domain.templates import DAY, LONGEST_LABEL, LONGEST_STEP
from clinic_console.hub.service import fields, paging
from clinic_console.hub.service.access import wall_clock
from clinic_console.hub.service.templates import LARGEST_NUMBER
from clinic_console.hub.service.templates_affected import MOST_HITS, tell, who_is_named
from clinic_console.hub.service.unit_of_work import Engine, Work, unit_of_work
from clinic_console.hub.store import exceptions as store
from clinic_console.hub.store.exceptions import ExceptionRow, New, Wanted
from clinic_console.wire.templates import Affected, Exceptional, ExceptionData, Exceptions

KINDS: Final = ("leave", "block", "extra", "closed")
LONGEST: Final = timedelta(days=400)
"""What reaches into a time is looked for so far before it (migration 0020)."""
LONGEST_EXTRA: Final = timedelta(minutes=DAY)
"""Hours are those of the day on which they begin."""
FARTHEST: Final = timedelta(days=1_100)
_FIRST: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LAST_MS: Final = 253_402_300_799_000
_MOST_MICROSECONDS: Final = _LAST_MS * 1_000


async def list_exceptions(
    engine: Engine, scope: Scope, clinic: UUID, practitioner: int, between: tuple[int, int], after: str, limit: int
) -> Exceptions:
    """Return one page of a clinic's exceptions between two times (ms), by their begin; BadField, NotFound."""
    if clinic not in scope.clinics:
        raise NotFound(field="clinic")
    if not 0 <= practitioner <= LARGEST_NUMBER:
        raise BadField("not a practitioner", field="practitioner")
    first, last = between
    if not 0 <= first < last <= _LAST_MS:
        raise BadField("not behind `from`, or beyond every calendar", field="to")
    paging.check_limit(limit)
    key = _read_place(after)
    wanted = Wanted(clinic, practitioner, _instant(first * 1_000), _instant(last * 1_000))
    async with unit_of_work(engine, scope) as work:
        rows = await store.exceptions_page(work.connection, wanted, key, limit + 1)
    last_row = rows[limit - 1] if len(rows) > limit else None
    return Exceptions([_wire(row) for row in rows[:limit]], _write_place(last_row) if last_row else None)


async def add_exception(engine: Engine, scope: Scope, given: ExceptionData) -> Exceptional:
    """Write an exception; visits stay where they are.

    Raises BadField (TimeGap, TimeTwice, InThePast) or NotFound (the clinic; nobody of it).
    """
    async with unit_of_work(engine, scope) as work:
        new = await read_new(work, given)
        outcome = await store.add_exception(work.connection, new)
        if outcome:
            raise NotFound(field="practitioner" if outcome == "practitioner" else "clinic_id")
        await work.record(
            Action.EXCEPTION_ADDED,
            object_kind="exception",
            object_id=new.id,
            clinic_id=new.clinic,
            after=_told(new.kind, new.practitioner or 0, new.begins, new.ends, new.label),
        )
        wanted = Wanted(new.clinic, new.practitioner or 0, new.begins, new.ends)
        before = (new.begins, UUID(int=new.id.int - 1))
        [made] = await store.exceptions_page(work.connection, wanted, before, 1)
    return _wire(made)


async def remove_exception(engine: Engine, scope: Scope, number: UUID) -> None:
    """Take an exception back; NotFound."""
    async with unit_of_work(engine, scope) as work:
        gone = await store.remove_exception(work.connection, number)
        if gone is None:
            raise NotFound(field="exception")
        await work.record(
            Action.EXCEPTION_REMOVED,
            object_kind="exception",
            object_id=number,
            clinic_id=gone.clinic_id,
            before=_told(gone.kind, gone.practitioner, gone.begins, gone.ends, gone.label),
        )


async def preview_exception(
    engine: Engine, scope: Scope, readable: frozenset[UUID], given: ExceptionData
) -> Affected:
    """Say which visits booking would refuse then that it does not refuse now; raises what ``add_exception`` does."""
    async with unit_of_work(engine, scope) as work:
        new = await read_new(work, given)
        rows = await store.affected_by_exception(work.connection, new, who_is_named(scope, readable), MOST_HITS)
        told = _told(new.kind, new.practitioner or 0, new.begins, new.ends, "")
        return await tell(work, rows, "clinic", new.clinic, told)


async def preview_removal(engine: Engine, scope: Scope, readable: frozenset[UUID], number: UUID) -> Affected:
    """Say which visits booking would refuse once an exception (extra hours) is taken back; NotFound."""
    async with unit_of_work(engine, scope) as work:
        if not await store.is_there(work.connection, number, sorted(scope.clinics)):
            raise NotFound(field="exception")
        rows = await store.affected_by_removal(work.connection, number, who_is_named(scope, readable), MOST_HITS)
        return await tell(work, rows, "exception", number, {})


async def read_new(work: Work, given: ExceptionData) -> New:
    """Return an exception as it is to be written; raises what keeps it from it."""
    clinic = fields.read_id(given.clinic_id, "clinic_id")
    if clinic not in work.scope.clinics:
        raise NotFound(field="clinic_id")
    _check(given)
    place = await store.place_of(work.connection, clinic, given.practitioner)
    if place is None or not place.known:
        raise NotFound(field="clinic_id" if place is None else "practitioner")
    label = fields.read_text(given.label, "label", LONGEST_LABEL)
    begins, ends = (_when(place.zone, at, field) for at, field in ((given.begins, "begins"), (given.ends, "ends")))
    now = _instant(wall_clock() * 1_000)
    if not now - LONGEST < begins < now + FARTHEST:
        raise BadField("over a year ago, or over three years ahead", field="begins")
    longest = LONGEST_EXTRA if given.kind == "extra" else LONGEST
    if not begins < ends <= begins + longest:
        raise BadField(f"not behind its begin, or over {longest.days} days later", field="ends")
    if ends <= now:
        raise InThePast(field="ends")
    number = uuid7(wall_clock(), secrets.randbits(74))
    who = given.practitioner or None
    return New(number, clinic, given.kind, who, begins, ends, label, given.step, given.cap)


def _check(given: ExceptionData) -> None:
    rules = (
        (given.kind in KINDS, "kind", f"not one of {', '.join(KINDS)}"),
        (0 <= given.practitioner <= LARGEST_NUMBER, "practitioner", "not a practitioner"),
        (given.kind == "closed" or given.practitioner > 0, "practitioner", "whose?"),
        (given.kind != "closed" or given.practitioner == 0, "practitioner", "the whole clinic is closed"),
        (1 <= given.step <= LONGEST_STEP, "step", f"not 1 to {LONGEST_STEP} minutes"),
        (0 <= given.cap < MOST_LANES, "cap", f"not 0 to {MOST_LANES - 1}"),
    )
    for right, field, rule in rules:
        if not right:
            raise BadField(rule, field=field)


def _when(zone: str, at: datetime, field: str) -> datetime:
    """Return the instant of a wall time or an instant, to the minute's part that Postgres keeps."""
    try:
        return zones.instant(zone, at)
    except (TimeGap, TimeTwice) as error:
        raise type(error)(error.detail, field=field) from None
    except OverflowError:
        raise BadField("beyond every calendar", field=field) from None


def _instant(microseconds: int) -> datetime:
    return _FIRST + timedelta(microseconds=microseconds)


def _read_place(after: str) -> tuple[datetime, UUID]:
    place = paging.read_key(after, tuple[str, UUID])
    if place is None:
        return _FIRST, UUID(int=0)
    if not (place[0].isascii() and place[0].isdigit() and int(place[0]) <= _MOST_MICROSECONDS):
        raise BadField("not the next of an earlier page", field="after")
    return _instant(int(place[0])), place[1]


def _write_place(row: ExceptionRow) -> str:
    return paging.write_key((str((row.begins - _FIRST) // timedelta(microseconds=1)), row.id))


def _told(kind: str, practitioner: int, begins: datetime, ends: datetime, label: str) -> dict[str, object]:
    told = {"kind": kind, "practitioner": practitioner, "begins": begins, "ends": ends, "label": label}
    return {name: value for name, value in told.items() if value}


def _wire(row: ExceptionRow) -> Exceptional:
    return Exceptional(
        str(row.id),
        str(row.clinic_id) if row.clinic_id else "",
        row.kind,
        int(row.begins.timestamp() * 1_000),
        int(row.ends.timestamp() * 1_000),
        row.practitioner,
        row.label,
        row.by,
        int(row.at.timestamp() * 1_000),
        row.step,
        row.cap,
    )
