"""Keeps days of schedules fresh in the cache beside the requests: after a change, and the days around a miss.

Nothing depends on it: what it does not get to, or what there is no room for, is made when somebody asks. What it
stores is checked like everything else before it is believed (ADR 0072).
"""

import asyncio
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final, Protocol
from uuid import UUID

import msgspec

from clinic_console.domain.access import NOBODY
from clinic_console.domain.errors import ClinicError
from clinic_console.domain.schedule import DayTimes
from clinic_console.hub.cache import DAY, Cache, StampedDay
from clinic_console.hub.logs import get_logger
from clinic_console.hub.metrics import DAYS_REFRESHED
from clinic_console.hub.store import schedule as store
from clinic_console.hub.store.pools import Engine, transaction

MOST_WAITING: Final = 1_000
BEFORE: Final = 3
AFTER: Final = 2
"""A day's version is made of four days by UTC (migration 0016): so far around a change others have new ones, too."""

_decoder: Final = msgspec.json.Decoder(DayTimes)
_log = get_logger(__name__)


class Change(Protocol):
    """A practitioner's column that has changed (service/schedule_news.py)."""

    @property
    def clinic_id(self) -> UUID:
        """The clinic."""

    @property
    def day(self) -> date:
        """The day of its calendar."""

    @property
    def practitioner(self) -> int:
        """Whose."""


def day_key(clinic: UUID, practitioner: int, day: date, visit_type: int = 0) -> str:
    """Return the key of a practitioner's day: of its own for each type that has needs, one for all others."""
    return f"{clinic}:{practitioner}:{day}" + (f":{visit_type}" if visit_type else "")


class Refresh:
    """A bounded queue of one hub, and who works through it; the engine acts as clinic_live."""

    def __init__(self, engine: Engine, cache: Cache) -> None:
        self._engine = engine
        self._cache = cache
        self._changed: dict[tuple[UUID, int], set[date]] = {}
        self._made: dict[str, StampedDay] = {}
        self._waiting = asyncio.Event()

    def soon(self, changes: Iterable[Change]) -> None:
        """Renew what is kept of some days; to be called after the commit."""
        for change in changes:
            whose = change.clinic_id, change.practitioner
            if whose not in self._changed and len(self._changed) >= MOST_WAITING:
                DAYS_REFRESHED.labels("dropped").inc()
                continue
            days = (change.day + timedelta(days=each) for each in range(-BEFORE, AFTER + 1))
            self._changed.setdefault(whose, set()).update(days)
        self._waiting.set()

    def keep(self, key: str, value: StampedDay) -> None:
        """Store a day that was made along with another."""
        if len(self._made) < MOST_WAITING:
            self._made[key] = value
            self._waiting.set()

    async def run(self) -> None:
        """Work through the queue, for ever."""
        while True:
            await self._waiting.wait()
            self._waiting.clear()
            await self.settle()

    async def settle(self) -> None:
        """Do all that waits."""
        while self._changed or self._made:
            for key in list(self._made):
                await self._cache.put(DAY, key, self._made.pop(key))
            if self._changed:
                whose = next(iter(self._changed))
                days = sorted(self._changed.pop(whose))
                try:
                    await self._renew(*whose, days)
                except ClinicError as error:
                    _log.info("refresh.failed", code=error.code)

    async def _renew(self, clinic: UUID, practitioner: int, days: list[date]) -> None:
        """Store anew those days that are kept and of another stamp by now."""
        keys = {day_key(clinic, practitioner, day): day for day in days}
        kept = await self._cache.kept(DAY, list(keys))
        if not kept:
            return
        wanted = [keys[key] for key in kept]
        async with transaction(self._engine, NOBODY) as connection:
            stamps = [value.stamp for value in kept.values()]
            rows = await store.fresh_times(connection, clinic, practitioner, wanted, stamps)
        for row in rows:
            if row.times is not None:
                value = StampedDay(row.stamp, _decoder.decode(row.times))
                await self._cache.put(DAY, day_key(clinic, practitioner, row.day), value)
                DAYS_REFRESHED.labels("renewed").inc()
