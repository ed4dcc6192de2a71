"""Live values of wards: who may watch which, and where its present state comes from.

A watched ward is heard on the bus and then loaded from Redis, in this order, so that nothing falls between. Whatever
may have been missed is loaded anew. While Redis does not answer, Postgres is asked each second instead.
"""

import asyncio
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Final
from uuid import UUID

from msgspec import Raw

from clinic_console.domain.access import NOBODY, Permission, Scope, clinics_where
from clinic_console.domain.errors import (
    BadField,
    BusUnavailable,
    ClinicError,
    NotAllowed,
    NotFound,
    StoreUnavailable,
)
from clinic_console.hub import metrics
from clinic_console.hub.cache import Cache
from clinic_console.hub.logs import get_logger
from clinic_console.hub.push.bus import Bus
from clinic_console.hub.push.fanout import Fanout
from clinic_console.hub.service.bedside import merged, of_row, read_bed
from clinic_console.hub.service.watched_wards import WatchedWards
from clinic_console.hub.store import latest as store
from clinic_console.hub.store.pools import Engine, transaction
from clinic_console.wire import topics
from clinic_console.wire.readings import LiveBed, encode_live

POLL_SECONDS: Final = 1.0
"""How often Postgres is asked while Redis is away: the wall refreshes within two seconds (guarantee 2)."""
RECENT: Final = timedelta(seconds=3)
FIRST: Final = timedelta(seconds=60)
"""How far back the newest values are looked for: of a ward that is known, and of one that is not."""
BEDS_AT_ONCE: Final = 2_000
BEDS_BETWEEN_BREATHS: Final = 100
"""Merging thousands of beds must not hold up the tick."""

_log = get_logger(__name__)


class LiveWards:
    """One hub's present state of every watched ward."""

    def __init__(
        self,
        fanout: Fanout[int],
        bus: Bus,
        cache: Cache,
        engine: Engine,
        wall: Engine,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._fanout = fanout
        self._bus = bus
        self._cache = cache
        self._wall = wall
        self._wards = WatchedWards(engine, clock)
        self._clock = clock
        self._followed: set[int] = set()
        self._wanting: set[str] = set()
        self._polling = False
        self._poll_at = 0.0
        self._wake = asyncio.Event()

    async def refusals(self, wanted: Iterable[str], user: UUID, roles: Mapping[UUID, str]) -> dict[str, ClinicError]:
        """Return why some of these topics are refused: BadField, NotFound, NotAllowed, or StoreUnavailable."""
        wards, refused = _read_topics(wanted)
        shown = await self._wards.shown(wards.values(), Scope(user, frozenset(roles)))
        for topic, ward_id in wards.items():
            error = self._refusal(ward_id, roles, shown)
            if error is not None:
                refused[topic] = error
        return refused

    async def gone(self, watched: Iterable[str], user: UUID, roles: Mapping[UUID, str]) -> list[str]:
        """Return those of the watched topics that a user may not see (any more); the database is asked anew."""
        wards = {topic: topics.ward_of(topic) for topic in watched}
        shown = await self._wards.shown(wards.values(), Scope(user, frozenset(roles)), anew=True)
        # A database that cannot say so now will be asked again; nobody's wall goes dark for that.
        return [
            topic
            for topic, ward in wards.items()
            if not isinstance(self._refusal(ward, roles, shown), StoreUnavailable | None)
        ]

    def want(self, topic: str) -> None:
        """Load a ward that somebody begins to watch."""
        self._want([topic], "first")

    def wake(self) -> None:
        """See what is watched now."""
        self._wake.set()

    def forget(self, user_id: UUID) -> None:
        """Ask the database anew what a user is shown."""
        self._wards.forget(user_id)

    def forget_all(self) -> None:
        """Ask the database anew what everybody is shown."""
        self._wards.forget_all()

    async def run(self) -> None:
        """Keep every watched ward loaded and heard, until cancelled."""
        task = asyncio.current_task()
        # A library may swallow a cancellation (asyncio.wait_for does on Python 3.11), but not the count of them.
        while task is None or not task.cancelling():
            with suppress(TimeoutError):
                async with asyncio.timeout(max(0.0, self._poll_at - self._clock()) if self._polling else None):
                    await self._wake.wait()
            self._wake.clear()
            try:
                await self._round()
            except Exception:
                # The wall must not stand still because one round went wrong: the next one does it all again.
                _log.exception("live.round")
                self._want(self._topics(), "error")
                await asyncio.sleep(POLL_SECONDS)

    def missed(self, group: int) -> None:
        """Load a group's wards anew: the bus has lost something of it."""
        self._want([topic for topic in self._topics() if topics.group_of(topic) == group], "gap")

    def turned(self) -> None:
        """Load everything anew when the bus is back; ask Postgres at once when it is gone."""
        self._poll_at = 0.0
        if self._bus.listening:
            self._want(self._topics(), "reconnect")
        self._wake.set()

    def _topics(self) -> list[str]:
        return [topic for topic in self._fanout.topics() if not topics.of_desk(topic)]

    def _want(self, wanted: Collection[str], reason: str) -> None:
        metrics.WALL_LOADS.labels(reason).inc(len(wanted))
        self._wanting.update(wanted)
        self._wake.set()

    def _refusal(
        self, ward_id: UUID, roles: Mapping[UUID, str], shown: Collection[UUID] | None
    ) -> ClinicError | None:
        """Say why a ward is refused: by the database and by the role; by memory and the role where it is away."""
        if shown is not None and ward_id not in shown:
            return NotFound(field="topic")
        ward = self._wards.get(ward_id)
        if ward is None:
            return StoreUnavailable(field="topic")
        if ward.clinic not in roles:
            return NotFound(field="topic")
        if ward.clinic not in clinics_where(roles, Permission.SEE_READINGS):
            return NotAllowed(field="topic")
        return None

    async def _round(self) -> None:
        followed = await self._follow()
        wanted, self._wanting = self._wanting, set()
        if followed and await self._load(wanted):
            self._polling = False
            return
        # Redis is away: what was wanted stays so until it is back.
        self._wanting |= wanted
        self._polling = bool(self._topics())
        now = self._clock()
        if self._polling and now >= self._poll_at:
            self._poll_at = max(self._poll_at + POLL_SECONDS, now)
            await self._poll()

    async def _follow(self) -> bool:
        """Hear the groups of the watched topics and no others; False while that cannot be had."""
        needed = {topics.group_of(topic) for topic in self._topics()}
        for group in self._followed - needed:
            await self._bus.unfollow(group)
        self._followed &= needed
        for group in needed - self._followed:
            if await self._bus.follow(group):
                self._followed.add(group)
        return self._bus.listening and self._followed == needed

    async def _load(self, wanted: Collection[str]) -> bool:
        """Load topics from Redis; False when it does not answer."""
        beds = {topic: self._beds(topic) for topic in wanted}
        asked = [bed for of_ward in beds.values() for bed in of_ward]
        kept: dict[str, bytes] = {}
        try:
            for begin in range(0, len(asked), BEDS_AT_ONCE):
                kept |= await self._cache.latest(asked[begin : begin + BEDS_AT_ONCE])
        except BusUnavailable:
            return False
        for topic, of_ward in beds.items():
            # What the bus brought meanwhile may be newer than what was kept, or older.
            self._load_topic(topic, {bed: read_bed(kept[bed]) for bed in of_ward if bed in kept})
            await asyncio.sleep(0)
        return True

    def _beds(self, topic: str) -> tuple[str, ...]:
        return self._wards.beds(topics.ward_of(topic))

    def _load_topic(self, topic: str, found: Mapping[str, LiveBed | None]) -> None:
        items = dict(self._fanout.items(topic))
        for bed, state in found.items():
            whole = merged(read_bed(items[bed]) if bed in items else None, state)
            if whole is not None:
                items[bed] = Raw(encode_live(whole))
        self._fanout.load(topic, items)

    async def _poll(self) -> None:
        """Ask Postgres for the newest values of all watched wards in one statement, and show what is newer."""
        wards = {topics.ward_of(topic): topic for topic in self._topics()}
        now = datetime.now(UTC)
        since = now - (RECENT if all(map(self._fanout.loaded, wards.values())) else FIRST)
        try:
            async with transaction(self._wall, NOBODY) as connection:
                rows = await store.latest(connection, wards, since)
        except StoreUnavailable:
            metrics.WALL_POLLS.labels("failed").inc()
            return
        metrics.WALL_POLLS.labels("answered").inc()
        now_ms = int(now.timestamp() * 1_000)
        for index, ((ward_id, bed_id), of_bed) in enumerate(groupby(rows, key=lambda row: (row.ward_id, row.bed_id))):
            self._show(wards[ward_id], str(bed_id), of_bed, now_ms)
            if index % BEDS_BETWEEN_BREATHS == 0:
                await asyncio.sleep(0)
        for topic in wards.values():
            if not self._fanout.loaded(topic):
                self._load_topic(topic, {})

    def _show(self, topic: str, bed_id: str, rows: Iterable[store.LatestRow], now: int) -> None:
        items = self._fanout.items(topic)
        known = read_bed(items[bed_id]) if bed_id in items else None
        whole = known
        for row in rows:
            whole = merged(whole, of_row(row, now))
        if whole is not None and whole != known:
            self._fanout.apply([(topic, bed_id, Raw(encode_live(whole)))])


def _read_topics(wanted: Iterable[str]) -> tuple[dict[str, UUID], dict[str, ClinicError]]:
    wards: dict[str, UUID] = {}
    refused: dict[str, ClinicError] = {}
    for topic in wanted:
        try:
            wards[topic] = topics.ward_of(topic)
        except BadField as error:
            refused[topic] = error
    return wards, refused
