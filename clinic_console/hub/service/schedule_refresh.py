"""Keeps days of schedules fresh in the cache beside the requests: after a change, and the days behind a miss.

Nothing depends on it: what it does not get to, or what there is no room for, is made when somebody asks. What it
stores is checked like everything else before it is believed (ADR 0072).
"""

import asyncio
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
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
"""So many practitioners' days wait at most."""
AT_ONCE: Final = 20
"""For so many practitioners it is looked at once what is kept: bulk work changes days of all doctors of a clinic."""
AHEAD: Final = 13
BEHIND: Final = 6
"""Who looks at a day looks at its neighbours: so many after and before it are made with it, but none that is over."""
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
        self._queue: dict[tuple[UUID, int], dict[date, bool]] = {}
        self._waiting = asyncio.Event()

    def soon(self, changes: Iterable[Change]) -> None:
        """Renew what is kept of some days; to be called after the commit."""
        for change in changes:
            days = [change.day + timedelta(days=each) for each in range(-BEFORE, AFTER + 1)]
            self._put(change.clinic_id, change.practitioner, days, made=False)

    def ahead(self, clinic: UUID, practitioner: int, day: date) -> None:
        """Make the days around one that nobody had looked at."""
        around = [day + timedelta(days=each) for each in range(-BEHIND, AHEAD + 1) if each]
        today = datetime.now(UTC).date()
        self._put(clinic, practitioner, [each for each in around if each >= today], made=True)

    def _put(self, clinic: UUID, practitioner: int, days: Iterable[date], *, made: bool) -> None:
        whose = clinic, practitioner
        if whose not in self._queue and len(self._queue) >= MOST_WAITING:
            DAYS_REFRESHED.labels("dropped").inc()
            return
        queued = self._queue.setdefault(whose, {})
        for day in days:
            queued[day] = made or queued.get(day, False)
        self._waiting.set()

    async def run(self) -> None:
        """Work through the queue, for ever."""
        while True:
            await self._waiting.wait()
            self._waiting.clear()
            await self.settle()

    async def settle(self) -> None:
        """Do all that waits."""
        while self._queue:
            first = [(whose, self._queue.pop(whose)) for whose in list(self._queue)[:AT_ONCE]]
            try:
                await self._renew(first)
            except ClinicError as error:
                _log.info("refresh.failed", code=error.code)
            except Exception:
                # Whoever asks for the day makes it: nothing here is worth a hub that stops.
                _log.exception("refresh.crashed")

    async def _renew(self, queued: Iterable[tuple[tuple[UUID, int], Mapping[date, bool]]]) -> None:
        """Store those days that are of another stamp by now; of what nobody keeps only what is to be made."""
        wanted = list(queued)
        kept = await self._cache.kept(DAY, [day_key(*whose, day) for whose, days in wanted for day in days])
        for whose, days in wanted:
            stamps: dict[date, int | None] = {}
            for day, made in days.items():
                value = kept.get(day_key(*whose, day))
                if made or value is not None:
                    stamps[day] = value.stamp if value else None
            if stamps:
                await self._store(*whose, stamps)

    async def _store(self, clinic: UUID, practitioner: int, stamps: Mapping[date, int | None]) -> None:
        async with transaction(self._engine, NOBODY) as connection:
            rows = await store.fresh_times(connection, clinic, practitioner, list(stamps), list(stamps.values()))
        for row in rows:
            if row.times is not None:
                value = StampedDay(row.stamp, _decoder.decode(row.times))
                await self._cache.put(DAY, day_key(clinic, practitioner, row.day), value)
                DAYS_REFRESHED.labels("renewed").inc()
