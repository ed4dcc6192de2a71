"""Who works where: asked for at every request and socket message, so it is kept for a minute in this process.

A change is heard of at once (service/rights.py); the minute is for changes that nobody tells of, as time is one.
"""

import asyncio
import time
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final
from uuid import UUID

from clinic_console.domain.access import NOBODY
from clinic_console.domain.errors import SessionExpired, StoreUnavailable
from clinic_console.hub import metrics
from clinic_console.hub.service.unit_of_work import unit_of_work
from clinic_console.hub.store import access as store
from clinic_console.hub.store.pools import Engine

FRESH_SECONDS: Final = 60.0
STALE_SECONDS: Final = 15 * 60.0
"""So long a membership may be believed while Postgres is down: as long as an access token (DESIGN)."""
DEAF_SECONDS: Final = 0.5
"""So long it is kept while changes are not heard of: that a right ends must be known within a second."""
AGAIN_SECONDS: Final = 2.0
"""The pause between two questions to a Postgres that does not answer: requests must not queue up behind it."""
REMEMBERED: Final = 10_000

_Key = tuple[UUID, UUID | None]


@dataclass(slots=True)
class Known:
    """A user's role per clinic, and the station of the session, as read at a monotonic time."""

    roles: Mapping[UUID, str]
    station_id: UUID | None
    read_at: float
    ask_at: float


class Memberships:
    """The role per clinic of each user (and session) seen lately, bounded."""

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.monotonic) -> None:
        self._engine = engine
        self._clock = clock
        self._entries: OrderedDict[_Key, Known] = OrderedDict()
        self._of_user: defaultdict[UUID, set[_Key]] = defaultdict(set)
        self._asking: dict[_Key, asyncio.Task[Known | None]] = {}
        self._changes = 0
        self._hears = True

    async def of(self, user_id: UUID, session_id: UUID | None = None) -> Known:
        """Return what is known of a user and a session.

        Raises SessionExpired when the user is disabled or the session (if named) is over, StoreUnavailable when
        Postgres does not answer and nothing younger than STALE_SECONDS is known.
        """
        while True:
            changes = self._changes
            entry = await self._known((user_id, session_id))
            # What was read before a change may be wrong after it. Who has not changed is in memory the second time.
            if changes == self._changes:
                return entry

    def forget(self, user_id: UUID, session_id: UUID | None = None) -> None:
        """Know nothing any more of a user, or of one session of it: a right has changed."""
        self._changes += 1
        for key in [key for key in self._of_user.get(user_id, ()) if session_id in (None, key[1])]:
            self._drop(key)
        for key in [key for key in self._asking if key[0] == user_id and session_id in (None, key[1])]:
            del self._asking[key]

    def doubt(self, *, hears: bool) -> None:
        """Ask anew about everybody: from now on changes are heard of, or not any more."""
        self._hears = hears
        self._changes += 1
        self._asking.clear()
        for entry in self._entries.values():
            entry.ask_at = 0.0

    async def _known(self, key: _Key) -> Known:
        entry = self._entries.get(key)
        if entry is not None and self._clock() < entry.ask_at:
            metrics.MEMBERSHIP_LOOKUPS.labels("memory").inc()
            return entry
        try:
            entry = await self._ask(key)
        except StoreUnavailable:
            if entry is None or self._clock() - entry.read_at > STALE_SECONDS:
                raise
            entry.ask_at = self._clock() + AGAIN_SECONDS
            metrics.MEMBERSHIP_LOOKUPS.labels("stale").inc()
            return entry
        if entry is None:
            raise SessionExpired
        return entry

    async def _ask(self, key: _Key) -> Known | None:
        """Ask the store, once for all who ask for the same at the same time."""
        task = self._asking.get(key)
        if task is None:
            task = self._asking[key] = asyncio.create_task(self._read(key))
            task.add_done_callback(lambda done: self._answered(key, done))
        # One who gives up waiting must not take the answer from the others.
        return await asyncio.shield(task)

    def _answered(self, key: _Key, task: asyncio.Task[Known | None]) -> None:
        if self._asking.get(key) is task:
            del self._asking[key]
        if not task.cancelled():
            task.exception()  # whoever still waits gets it; if nobody does, it is no news for the log

    async def _read(self, key: _Key) -> Known | None:
        metrics.MEMBERSHIP_LOOKUPS.labels("store").inc()
        async with unit_of_work(self._engine, NOBODY) as work:
            found = await store.roles_of(work.connection, *key)
        # One that was forgotten meanwhile may have read what was before: whoever asks next asks again.
        present = self._asking.get(key) is asyncio.current_task()
        if found is None:
            if present:
                self._drop(key)
            return None
        now = self._clock()
        fresh = FRESH_SECONDS if self._hears else DEAF_SECONDS
        entry = Known(MappingProxyType(found.roles), found.station_id, now, now + fresh)
        if present:
            self._keep(key, entry)
        return entry

    def _keep(self, key: _Key, entry: Known) -> None:
        self._entries[key] = entry
        self._entries.move_to_end(key)
        self._of_user[key[0]].add(key)
        if len(self._entries) > REMEMBERED:
            self._drop(next(iter(self._entries)))

    def _drop(self, key: _Key) -> None:
        if self._entries.pop(key, None) is None:
            return
        self._of_user[key[0]].discard(key)
        if not self._of_user[key[0]]:
            del self._of_user[key[0]]
