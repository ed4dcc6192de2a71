"""The waitlist: who would come earlier. Looking at it, putting somebody on it, changing, taking off, passing over."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec

from clinic_console.domain.access import Scope
from clinic_console.domain.audit import Action, changed
from clinic_console.domain.errors import (
    BadField,
    ClinicError,
    Conflict,
    GlassNeeded,
    InThePast,
    NoPractitioner,
    NotFound,
    PractitionerInactive,
    Taken,
    TooMany,
    WrongVisitType,
)
from clinic_console.hub.service import paging
from clinic_console.hub.service.audit import Opened
from clinic_console.hub.service.fields import read_id, read_text
from clinic_console.hub.service.schedule_news import Bus, WaitlistChanged, tell
from clinic_console.hub.service.unit_of_work import Engine, Work, unit_of_work
from clinic_console.hub.store import waitlist as store
from clinic_console.wire.waitlist import Waiting, WaitingData, Waitlist

MOST_OF_A_PATIENT: Final = 10
"""Nobody waits for more than so many things in one clinic."""
LONGEST_NOTE: Final = 500
MIDNIGHT: Final = 1_440
_INT4: Final = 2**31
_VERSION_7: Final = 7
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_PERSON: Final = frozenset({"patient", "note", "offers", "version", "by", "made_at", "restricted"})
"""What is not said in the log of a change: who it is stands beside it, what was noted is nobody else's."""

_waiting: Final = msgspec.json.Decoder(Waiting).decode

_WRONG: Final[Mapping[str, Callable[[], ClinicError]]] = {
    "refused": lambda: NotFound(field="clinic_id"),
    "patient": lambda: NotFound(field="patient"),
    "none": lambda: NotFound(field="id"),
    "glass": lambda: GlassNeeded(field="patient"),
    "deceased": lambda: BadField("has died", field="patient"),
    "type": lambda: BadField("no such type of visits, or not any more", field="type"),
    "practitioner": lambda: NoPractitioner(field="practitioner"),
    "inactive": lambda: PractitionerInactive(field="practitioner"),
    "wrong_type": lambda: WrongVisitType(field="type"),
    "specialty": lambda: BadField("no such specialty", field="specialty"),
    "appointment": lambda: BadField("not a coming visit of this patient", field="appointment"),
    "taken": lambda: Taken(field="id"),
    "changed": lambda: Conflict(field="version"),
    "many": lambda: TooMany(f"a patient waits for at most {MOST_OF_A_PATIENT} things in a clinic"),
}


@dataclass(frozen=True, slots=True)
class Desk:
    """Who asks: in the clinics of ``scope``, with names of patients in those ``named``; ``bus`` tells the others."""

    engine: Engine
    bus: Bus | None
    scope: Scope
    named: Collection[UUID] = ()


async def read(desk: Desk, clinic_id: str, after: str, limit: int, seen: Opened) -> Waitlist:
    """Return a page of who waits in a clinic, most urgent first, then who has waited longest; one statement.

    Raises BadField or NotFound. ``seen`` remembers who has looked at which lately: a console asks again with each
    change, and the log says it once.
    """
    clinic = _clinic(desk.scope, clinic_id)
    place = _read_place(after)
    paging.check_limit(limit)
    looked = (desk.scope.session_id, clinic)
    new = seen.is_new(looked)
    async with unit_of_work(desk.engine, desk.scope) as work:
        rows = await store.page(work.connection, clinic, place, limit + 1, list(desk.named))
        if not rows:
            raise NotFound(field="clinic")
        if new:
            await work.record(Action.WAITLIST_SEEN, object_kind="waitlist", object_id=clinic, clinic_id=clinic)
    if new:
        seen.recorded(looked)
    items = [_waiting(row.item) for row in rows[:limit] if row.item is not None]
    following = _write_place(rows[limit - 1]) if len(rows) > limit else None
    return Waitlist(items, rows[0].total, rows[0].version, following)


async def add(desk: Desk, given: WaitingData) -> Waiting:
    """Put somebody on a clinic's list and return the entry, the same one for an id that this user has sent before.

    Raises BadField (and its kinds), NotFound, GlassNeeded, Taken (the id), TooMany.
    """
    waiting, clinic, patient = (
        _own_id(given.id),
        _clinic(desk.scope, given.clinic_id),
        read_id(given.patient, "patient"),
    )
    wish = _wish(given)
    async with unit_of_work(desk.engine, desk.scope) as work:
        done = await store.add(work.connection, waiting, clinic, patient, wish, MOST_OF_A_PATIENT)
        if done.outcome not in ("added", "again"):
            raise _WRONG[done.outcome]()
        made = await _entry(work, desk, clinic, waiting)
        if done.outcome == "added":
            await _record(work, made, after=_said(made))
            _tell(desk, work, clinic, done.version)
    return made


async def change(desk: Desk, waiting_id: UUID, given: WaitingData) -> Waiting:
    """Change what somebody takes, and return the entry; clinic and patient stay.

    Raises as ``add``, NotFound when nobody waits there (any more), Conflict when a newer version is there.
    """
    if read_id(given.id, "id") != waiting_id:
        raise BadField("not the entry that is asked for", field="id")
    clinic, patient = _clinic(desk.scope, given.clinic_id), read_id(given.patient, "patient")
    version, wish = _number(given.version, "version", 1), _wish(given)
    async with unit_of_work(desk.engine, desk.scope) as work:
        before = await store.entry(work.connection, clinic, waiting_id, list(desk.named))
        done = await store.change(work.connection, waiting_id, version, clinic, patient, wish)
        if done.outcome != "done" or before is None:
            raise _WRONG[done.outcome]()
        made = await _entry(work, desk, clinic, waiting_id)
        was, now = changed(_said(_waiting(before)), _said(made))
        await _record(work, made, before=was, after=now)
        _tell(desk, work, clinic, done.version)
    return made


async def take_off(desk: Desk, waiting_id: UUID) -> None:
    """Take somebody off the list; NotFound when nobody of that id waits (any more)."""
    async with unit_of_work(desk.engine, desk.scope) as work:
        gone = await store.withdraw(work.connection, waiting_id)
        await _gone(desk, work, gone, waiting_id, {"state": "withdrawn"})


async def pass_over(desk: Desk, offer_id: UUID) -> None:
    """Propose a freed slot to somebody no longer; NotFound when it is proposed no more."""
    async with unit_of_work(desk.engine, desk.scope) as work:
        gone = await store.pass_over(work.connection, offer_id)
        await _gone(desk, work, gone, gone.entry, {"passed_over": offer_id})


async def _gone(desk: Desk, work: Work, gone: store.Gone, entry: UUID | None, after: Mapping[str, object]) -> None:
    if gone.clinic is None:
        raise NotFound(field="id")
    await work.record(
        Action.WAITLIST_CHANGED,
        object_kind="waitlist",
        object_id=entry,
        clinic_id=gone.clinic,
        patient_id=gone.patient,
        after=after,
    )
    _tell(desk, work, gone.clinic, gone.version)


async def _entry(work: Work, desk: Desk, clinic: UUID, waiting: UUID) -> Waiting:
    found = await store.entry(work.connection, clinic, waiting, list(desk.named))
    if found is None:
        raise NotFound(field="id")
    return _waiting(found)


async def _record(
    work: Work, entry: Waiting, *, before: Mapping[str, object] | None = None, after: Mapping[str, object]
) -> None:
    await work.record(
        Action.WAITLIST_CHANGED,
        object_kind="waitlist",
        object_id=entry.id,
        clinic_id=UUID(entry.clinic_id),
        patient_id=UUID(entry.patient.id) if entry.patient.id else None,
        before=before,
        after=after,
    )


def _said(entry: Waiting) -> dict[str, object]:
    """Return what the log says of an entry."""
    return {name: value for name, value in msgspec.structs.asdict(entry).items() if name not in _PERSON}


def _tell(desk: Desk, work: Work, clinic: UUID, version: int | None) -> None:
    if version is not None:
        tell(work, desk.bus, [WaitlistChanged(clinic, version)])


def _wish(given: WaitingData) -> store.Wish:
    if given.priority not in (1, 2, 3):
        raise BadField("not 1, 2 or 3", field="priority")
    if not 0 <= given.time_from < given.time_to <= MIDNIGHT:
        raise BadField("not a time of day that ends after it begins", field="time_to")
    since, until = given.since, given.until
    if since is not None and until is not None and until < since:
        raise BadField("before the first day", field="until")
    if until is not None and until < _earliest_today():
        raise InThePast(field="until")
    return store.Wish(
        _number(given.type, "type", 1),
        _number(given.practitioner, "practitioner", 0) or None,
        _number(given.specialty, "specialty", 0) or None,
        given.priority,
        since,
        until,
        _bits(given.weekdays),
        given.time_from,
        given.time_to,
        read_text(given.note, "note", LONGEST_NOTE),
        read_id(given.appointment, "appointment") if given.appointment else None,
    )


def _earliest_today() -> date:
    """Return the earliest day that any calendar on earth shows now."""
    return (datetime.now(UTC) - timedelta(hours=12)).date()


def _bits(weekdays: Collection[int]) -> int:
    """Return weekdays (1 to 7, none: any) as bits."""
    if not set(weekdays) <= set(range(1, 8)):
        raise BadField("not 1 (Monday) to 7", field="weekdays")
    return sum(1 << day - 1 for day in set(weekdays)) or 127


def _number(value: int, field: str, least: int) -> int:
    if not least <= value < _INT4:
        raise BadField("not such a number", field=field)
    return value


def _own_id(given: str) -> UUID:
    waiting = read_id(given, "id")
    if waiting.version != _VERSION_7:
        raise BadField("not a UUID of version 7", field="id")
    return waiting


def _clinic(scope: Scope, given: str) -> UUID:
    clinic = read_id(given, "clinic_id")
    if clinic not in scope.clinics:
        raise NotFound(field="clinic_id")
    return clinic


def _write_place(row: store.EntryRow) -> str | None:
    if row.priority is None or row.made_at is None or row.id is None:
        return None
    # As text: microseconds since 1970 are more than the numbers of other keys.
    return paging.write_key((row.priority, str((row.made_at - _EPOCH) // timedelta(microseconds=1)), row.id))


def _read_place(after: str) -> store.Place | None:
    key = paging.read_key(after, tuple[int, str, UUID])
    if key is None:
        return None
    try:
        return store.Place(key[0], _EPOCH + timedelta(microseconds=int(key[1][:20])), key[2])
    except (ValueError, OverflowError):
        raise BadField("not the next of an earlier page", field="after") from None
