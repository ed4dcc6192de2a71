"""Free slots of a practitioner's day: one statement, whether the day is known (cached) or not, and never stale.

What decides what is free is kept with its stamp; the statement that checks who asks, and for what, is told the stamp
and returns the day only when another holds by now (ADR 0072).
"""

from datetime import date
from typing import Final, NamedTuple
from uuid import UUID

import msgspec

from clinic_console.domain.access import Scope
from clinic_console.domain.audit import Action
from clinic_console.domain.availability import slots
from clinic_console.domain.errors import BadField, NoPractitioner, NotFound, PractitionerInactive, WrongVisitType
from clinic_console.domain.schedule import DayTimes, Slot, VisitType
from clinic_console.hub.cache import DAY, Cache, StampedDay
from clinic_console.hub.service.audit import Opened
from clinic_console.hub.service.schedule import check_clinic, check_day, now_ms
from clinic_console.hub.service.schedule_refresh import Refresh, day_key
from clinic_console.hub.service.unit_of_work import Engine, ask, unit_of_work
from clinic_console.hub.store import schedule as store
from clinic_console.hub.store.messages import Question
from clinic_console.wire.schedule import DaySlots, FreeSlot

_MOST_TYPES: Final = 1_000
_INT4: Final = range(1, 2**31)
_decoder: Final = msgspec.json.Decoder(DayTimes)


class Asked(NamedTuple):
    """Whose slots, where, when, for which type."""

    clinic: UUID
    practitioner: int
    day: date
    type: int


class _OtherKeyError(Exception):
    """The type has needs (or none any more), so its days are kept under other keys."""


class SlotsOfDays:
    """Answers questions for slots, of one hub; it remembers which types have needs, for their days' keys."""

    def __init__(self, engine: Engine, cache: Cache, refresh: Refresh | None = None) -> None:
        self._engine = engine
        self._cache = cache
        self._refresh = refresh
        self._pooled: dict[int, bool] = {}

    async def read(self, scope: Scope, asked: Asked, opened: Opened) -> DaySlots:
        """Return the free slots of a day. BadField, NotFound (clinic), NoPractitioner, PractitionerInactive,
        WrongVisitType. It is recorded, once for a while."""
        check_clinic(scope, asked.clinic)
        check_day(asked.day, "day")
        if asked.practitioner not in _INT4:
            raise NoPractitioner(field="practitioner")
        if asked.type not in _INT4:
            raise BadField("no such type of visit", field="type")
        try:
            return await self._read(scope, asked, opened)
        except _OtherKeyError:
            # Only the first time that this hub meets the type.
            return await self._read(scope, asked, opened)

    async def _read(self, scope: Scope, asked: Asked, opened: Opened) -> DaySlots:
        pooled = self._pooled.get(asked.type, False)
        found: list[Slot] = []

        async def check(known: StampedDay | None) -> StampedDay:
            if self._pooled.get(asked.type, False) is not pooled:
                raise _OtherKeyError  # somebody has learned it meanwhile
            told = (scope.session_id, *asked)
            new = opened.is_new(told)
            stamp = known.stamp if known else None
            question = store.day_times(asked.clinic, asked.practitioner, asked.type, asked.day, stamp)
            if new:
                value = await self._recorded(scope, asked, question, known, found, pooled=pooled)
                opened.recorded(told)
            else:
                await ask(self._engine, scope, question)
                value = self._found(question, asked, known, found, pooled=pooled)
            if known is None and not pooled and self._refresh is not None:
                self._refresh.ahead(asked.clinic, asked.practitioner, asked.day)
            return value

        key = day_key(asked.clinic, asked.practitioner, asked.day, asked.type if pooled else 0)
        value = await self._cache.current(DAY, key, check)
        free = [FreeSlot(slot.begins, slot.ends, slot.left) for slot in found]
        return DaySlots(asked.practitioner, asked.day, value.times.version, free)

    async def _recorded(
        self,
        scope: Scope,
        asked: Asked,
        question: Question,
        known: StampedDay | None,
        found: list[Slot],
        *,
        pooled: bool,
    ) -> StampedDay:
        async with unit_of_work(self._engine, scope, question) as work:
            value = self._found(question, asked, known, found, pooled=pooled)
            await work.record(
                Action.SLOTS_SEEN,
                object_kind="practitioner",
                object_id=asked.practitioner,
                clinic_id=asked.clinic,
                after={"day": asked.day, "type": asked.type, "count": len(found)},
            )
        return value

    def _found(
        self, question: Question, asked: Asked, known: StampedDay | None, found: list[Slot], *, pooled: bool
    ) -> StampedDay:
        """Return the day that holds now, and put what is free of it into ``found``."""
        row = self._row(question, asked, pooled=pooled)
        value = _value(row, known)
        found[:] = slots(value.times, _visit(asked.type, row), now_ms())
        return value

    def _row(self, question: Question, asked: Asked, *, pooled: bool) -> store.Times:
        row = store.times_found(question)
        if row is None:
            raise NotFound(field="clinic")
        _check(row)
        if row.pooled is not pooled:
            if len(self._pooled) >= _MOST_TYPES:
                self._pooled.clear()
            self._pooled[asked.type] = row.pooled
            raise _OtherKeyError
        return row


def _value(row: store.Times, known: StampedDay | None) -> StampedDay:
    """Return what is known where it holds still, else what was made."""
    if known is not None and row.times is None:
        return known
    return StampedDay(row.stamp, _decoder.decode(row.times or ""))


def _check(row: store.Times) -> None:
    if row.active is None:
        raise NoPractitioner(field="practitioner")
    if not row.active:
        raise PractitionerInactive(field="practitioner")
    if row.type_active is None:
        raise BadField("no such type of visit", field="type")
    if not row.type_active or not row.does:
        raise WrongVisitType(field="type")


def _visit(number: int, row: store.Times) -> VisitType:
    return VisitType(number, row.minutes, row.before, row.after, row.capacity, row.offset, row.own)
