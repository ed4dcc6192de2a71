"""Free slots of a practitioner's day: one statement, whether the day is known (cached) or not, and never stale.

What decides what is free is kept with its stamp; the statement that checks who asks, and for what, is told the stamp
and returns the day only when another holds by now (ADR 0072).
"""

from collections.abc import Sequence
from datetime import date, timedelta
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
from clinic_console.hub.service.unit_of_work import Engine, unit_of_work
from clinic_console.hub.store import schedule as store
from clinic_console.hub.store.pools import Connection
from clinic_console.wire.schedule import DaySlots, FreeSlot

AHEAD: Final = 7
"""Who looks at a day that nobody has looked at soon looks at the next: so many are made by one statement."""
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
            async with unit_of_work(self._engine, scope) as work:
                rows = await self._rows(work.connection, asked, known, pooled=pooled)
                value = self._value(asked, rows[0], known)
                found[:] = slots(value.times, _visit(asked.type, rows[0]), now_ms())
                if new:
                    await work.record(
                        Action.SLOTS_SEEN,
                        object_kind="practitioner",
                        object_id=asked.practitioner,
                        clinic_id=asked.clinic,
                        after={"day": asked.day, "type": asked.type, "count": len(found)},
                    )
            if new:
                opened.recorded(told)
            self._keep(asked, rows[1:])
            return value

        key = day_key(asked.clinic, asked.practitioner, asked.day, asked.type if pooled else 0)
        value = await self._cache.current(DAY, key, check)
        free = [FreeSlot(slot.begins, slot.ends, slot.left) for slot in found]
        return DaySlots(asked.practitioner, asked.day, value.times.version, free)

    async def _rows(
        self, connection: Connection, asked: Asked, known: StampedDay | None, *, pooled: bool
    ) -> Sequence[store.Times]:
        ahead = 1 if known is not None or pooled or self._refresh is None else AHEAD
        days = [asked.day + timedelta(days=each) for each in range(ahead)]
        stamps = [known.stamp if known else None] + [None] * (ahead - 1)
        rows = await store.day_times(connection, asked.clinic, asked.practitioner, asked.type, days, stamps)
        if not rows:
            raise NotFound(field="clinic")
        _check(rows[0])
        if rows[0].pooled is not pooled:
            if len(self._pooled) >= _MOST_TYPES:
                self._pooled.clear()
            self._pooled[asked.type] = rows[0].pooled
            raise _OtherKeyError
        # The day that was asked for first, whatever order they come in.
        return sorted(rows, key=lambda row: (row.day != asked.day, row.day or asked.day))

    def _value(self, asked: Asked, row: store.Times, known: StampedDay | None) -> StampedDay:
        if row.times is None:
            if known is None:
                raise NoPractitioner(str(asked.practitioner), field="practitioner")
            return known
        return StampedDay(row.stamp, _decoder.decode(row.times))

    def _keep(self, asked: Asked, others: Sequence[store.Times]) -> None:
        if self._refresh is not None:
            for row in others:
                if row.day is not None and row.times is not None:
                    key = day_key(asked.clinic, asked.practitioner, row.day)
                    self._refresh.keep(key, StampedDay(row.stamp, _decoder.decode(row.times)))


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
