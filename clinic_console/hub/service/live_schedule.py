"""Live schedules and waitlists: which version each watched column is of, from the bus and from Postgres.

The bus is quick, Postgres is right: what is watched is compared with it every few seconds, each second while Redis is
away, and at once whenever something may have been missed. So nothing is lost for longer than that (ADR 0075).
"""

import asyncio
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from itertools import groupby
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Raw

from clinic_console.domain.access import NOBODY, Permission, Scope, clinics_where
from clinic_console.domain.errors import BadField, ClinicError, NotAllowed, NotFound, StoreUnavailable
from clinic_console.hub import metrics
from clinic_console.hub.logs import get_logger
from clinic_console.hub.push.bus import Bus
from clinic_console.hub.push.fanout import Fanout
from clinic_console.hub.service.schedule_news import WAITLIST_KEY
from clinic_console.hub.store import live_schedule as store
from clinic_console.hub.store.pools import Engine, transaction
from clinic_console.wire import topics
from clinic_console.wire.schedule import DayChange, WaitlistChange

COMPARE_SECONDS: Final = 3.0
"""How often Postgres is asked although the bus is heard: a hub may die between its commit and what it publishes."""
AWAY_SECONDS: Final = 1.0
"""The same while Redis or Postgres is away: a change is seen within a second (issue 6)."""
GAP_SECONDS: Final = 0.05
"""Not more often than that, however many changes are told of."""
AT_ONCE: Final = 500
"""So many watched days in one statement."""

_encoder: Final = msgspec.msgpack.Encoder()
_numbers: Final = msgspec.msgpack.Decoder(list[int])
_log = get_logger(__name__)


class LiveSchedule:
    """Keeps the versions of what is watched at this hub.

    ``engine`` looks up who may watch; the role of ``desk`` may compare for nobody in particular.
    """

    def __init__(
        self,
        fanout: Fanout[int],
        bus: Bus,
        engine: Engine,
        desk: Engine,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._fanout = fanout
        self._bus = bus
        self._engine = engine
        self._desk = desk
        self._clock = clock
        self._prints: dict[str, int] = {}
        self._followed = False
        self._wanted = False
        self._compared_at = self._due = 0.0
        self._wake = asyncio.Event()

    async def refusals(self, wanted: Iterable[str], user: UUID, roles: Mapping[UUID, str]) -> dict[str, ClinicError]:
        """Return why some of these topics are not for a user: BadField, NotFound or NotAllowed.

        The database is asked as well as the roles; while it does not answer, the roles are believed. One statement.
        """
        places: dict[str, tuple[UUID, date | None]] = {}
        refused: dict[str, ClinicError] = {}
        for topic in wanted:
            try:
                places[topic] = topics.desk_of(topic)
            except BadField as error:
                refused[topic] = error
        mine = await self._shown({clinic for clinic, _ in places.values() if clinic in roles}, user, roles)
        for topic, (clinic, day) in places.items():
            needed = Permission.BOOK if day is None else Permission.SEE_SCHEDULE
            if clinic not in mine:
                refused[topic] = NotFound(field="topic")
            elif clinic not in clinics_where(roles, needed):
                refused[topic] = NotAllowed(field="topic")
        return refused

    def want(self, topic: str) -> None:
        """Load a topic that somebody begins to watch."""
        self._prints.pop(topic, None)
        self.compare_now()

    def compare_now(self) -> None:
        """Ask Postgres: something may have been missed."""
        self._wanted = True
        self._wake.set()

    def wake(self) -> None:
        """See what is watched now, and whether the bus is heard."""
        self._wake.set()

    def heard(self, payload: str) -> None:  # noqa: ARG002 - which hours or patients does not matter: prints say it
        """Know from the database that hours or patients have changed (channel ``clinic_desk``)."""
        self.compare_now()

    def turned(self, *, listening: bool) -> None:  # noqa: ARG002 - either way something may have been missed
        """Know that the database is heard from now on, or not any more."""
        self.compare_now()

    def took(self, entries: Iterable[tuple[str, str, Raw]]) -> None:
        """Take what the bus brings, unless something newer is known.

        Two who change a practitioner's neighbouring days at a time may name the same version for both; so whatever is
        not newer than what is known is a reason to ask Postgres, and not to pass it over.
        """
        for topic, key, payload in entries:
            try:
                version = _version_of(payload)
            except (msgspec.DecodeError, IndexError):
                _log.error("schedule.malformed", topic=topic)
                self.compare_now()
                continue
            known = self._fanout.items(topic).get(key)
            if known is None or version > _version_of(known):
                self._fanout.apply([(topic, key, payload)])
            else:
                self.compare_now()

    async def run(self) -> None:
        """Keep everything that is watched right, until cancelled."""
        task = asyncio.current_task()
        # A library may swallow a cancellation (asyncio.wait_for does on Python 3.11), but not the count of them.
        while task is None or not task.cancelling():
            await self._sleep()
            try:
                await self._round()
            except Exception:
                # One round that goes wrong is made up for by the next.
                _log.exception("schedule.round")
                self._wanted = True
                await asyncio.sleep(AWAY_SECONDS)

    async def _sleep(self) -> None:
        """Wait until there is something to do."""
        with suppress(TimeoutError):
            async with asyncio.timeout(max(0.0, self._due - self._clock()) if self._watched() else None):
                await self._wake.wait()
        await asyncio.sleep(max(0.0, self._compared_at + GAP_SECONDS - self._clock()))
        self._wake.clear()

    async def _round(self) -> None:
        hears = await self._follow()
        watched = self._watched()
        self._prints = {topic: found for topic, found in self._prints.items() if topic in watched}
        if not watched or not (self._wanted or self._clock() >= self._due):
            return
        self._wanted, self._compared_at = False, self._clock()
        answered = await self._compare(list(watched.items()))
        self._due = self._compared_at + (COMPARE_SECONDS if hears and answered else AWAY_SECONDS)

    async def _shown(self, clinics: Collection[UUID], user: UUID, roles: Mapping[UUID, str]) -> Collection[UUID]:
        if not clinics:
            return clinics
        try:
            async with transaction(self._engine, Scope(user, frozenset(roles))) as connection:
                return await store.shown(connection, clinics)
        except StoreUnavailable:
            return clinics

    def _watched(self) -> dict[str, tuple[UUID, date | None]]:
        return {topic: topics.desk_of(topic) for topic in self._fanout.topics() if topics.of_desk(topic)}

    async def _follow(self) -> bool:
        """Hear the bus while anything is watched; False while it is not to be had."""
        needed = bool(self._watched())
        if self._followed and not needed:
            await self._bus.unfollow(topics.DESK)
            self._followed = False
        elif needed and not self._followed:
            self._followed = await self._bus.follow(topics.DESK)
        return self._bus.listening and self._followed

    async def _compare(self, watched: Sequence[tuple[str, tuple[UUID, date | None]]]) -> bool:
        """Ask Postgres which of these have changed, and tell it; False when it does not answer."""
        for begin in range(0, len(watched), AT_ONCE):
            part = watched[begin : begin + AT_ONCE]
            names = [topic for topic, _ in part]
            try:
                rows = await self._ask(part)
            except StoreUnavailable:
                metrics.DESK_COMPARISONS.labels("failed").inc()
                self._begin_empty(topic for topic, _ in watched[begin:])
                return False
            metrics.DESK_COMPARISONS.labels("answered").inc()
            for place, of_topic in groupby(rows, key=lambda row: row.place):
                self._show(names[place - 1], list(of_topic))
            for topic in names:
                if topic in self._fanout.topics() and not self._fanout.loaded(topic):
                    self.want(topic)  # let go of and watched again while Postgres was asked
        return True

    async def _ask(self, part: Sequence[tuple[str, tuple[UUID, date | None]]]) -> list[store.VersionRow]:
        clinics, days = [clinic for _, (clinic, _) in part], [day for _, (_, day) in part]
        prints = [self._prints.get(topic) for topic, _ in part]
        async with transaction(self._desk, NOBODY) as connection:
            return await store.watched(connection, clinics, days, prints)

    def _begin_empty(self, names: Iterable[str]) -> None:
        """Let what is watched for the first time begin with what the bus has told: a console waits for a snapshot."""
        for topic in names:
            if not self._fanout.loaded(topic):
                self._fanout.load(topic, dict(self._fanout.items(topic)))

    def _show(self, topic: str, rows: Sequence[store.VersionRow]) -> None:
        items = self._fanout.items(topic)
        found = dict(_item(row) for row in rows if row.practitioner is not None)
        newer = {
            key: payload
            for key, payload in found.items()
            if key not in items or _version_of(payload) > _version_of(items[key])
        }
        if self._fanout.loaded(topic) and items.keys() <= found.keys():
            metrics.DESK_FOUND.inc(len(newer))
            self._fanout.apply((topic, key, payload) for key, payload in newer.items())
        else:
            # At first, and when somebody has left the clinic.
            self._fanout.load(topic, {key: newer.get(key) or items[key] for key in found})
        self._prints[topic] = rows[0].print


def _item(row: store.VersionRow) -> tuple[str, Raw]:
    if not row.practitioner:
        return WAITLIST_KEY, Raw(_encoder.encode(WaitlistChange(row.version or 0)))
    return str(row.practitioner), Raw(_encoder.encode(DayChange(row.practitioner, row.version or 0)))


def _version_of(payload: Raw) -> int:
    """Return the version of a DayChange or a WaitlistChange: it stands last in both."""
    return _numbers.decode(payload)[-1]
