"""Wards that are watched: whose they are, their beds, and to whom the database shows them, kept for some seconds."""

import time
from collections import OrderedDict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from clinic_console.domain.access import Scope
from clinic_console.domain.errors import StoreUnavailable
from clinic_console.hub.store import latest as store
from clinic_console.hub.store.pools import Engine, transaction

FRESH_SECONDS: Final = 10.0
STALE_SECONDS: Final = 15 * 60.0
"""While Postgres is down a ward known for at most this long may be watched (as memberships are believed)."""
REMEMBERED: Final = 10_000


@dataclass(frozen=True, slots=True)
class Ward:
    """A ward's clinic, and its beds by their ids as they travel."""

    clinic: UUID
    beds: tuple[str, ...]
    read_at: float


class WatchedWards:
    """The wards that were asked for lately, and the users who asked; both bounded."""

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.monotonic) -> None:
        self._engine = engine
        self._clock = clock
        self._wards: OrderedDict[UUID, Ward] = OrderedDict()
        self._shown: OrderedDict[UUID | None, dict[UUID, float]] = OrderedDict()

    async def shown(self, ward_ids: Collection[UUID], scope: Scope, *, anew: bool = False) -> frozenset[UUID] | None:
        """Return those of the wards that the database shows to a user; None when it does not answer.

        What it has shown to the same user within FRESH_SECONDS is not asked for again, unless ``anew``. What it has
        shown to others does not count. One statement at most.
        """
        wanted = frozenset(ward_ids)
        oldest = self._clock() - FRESH_SECONDS
        known = {} if anew else self._shown.get(scope.user_id, {})
        fresh = frozenset(ward_id for ward_id in wanted if known.get(ward_id, oldest - 1) >= oldest)
        asked = wanted - fresh
        if not asked:
            return fresh
        try:
            async with transaction(self._engine, scope) as connection:
                rows = await store.beds_of(connection, asked)
        except StoreUnavailable:
            return None
        found = frozenset(row.id for row in rows)
        self._keep(rows)
        self._keep_shown(scope.user_id, asked, found)
        return fresh | found

    def forget(self, user_id: UUID) -> None:
        """Ask anew what a user is shown: a right has changed."""
        self._shown.pop(user_id, None)

    def forget_all(self) -> None:
        """Ask anew what everybody is shown."""
        self._shown.clear()

    def get(self, ward_id: UUID) -> Ward | None:
        """Return what is known of a ward, if that is not too old to let somebody in by it."""
        known = self._wards.get(ward_id)
        return known if known is not None and known.read_at >= self._clock() - STALE_SECONDS else None

    def beds(self, ward_id: UUID) -> tuple[str, ...]:
        """Return a ward's beds as they were known last: for who has been let in, old ones are better than none."""
        known = self._wards.get(ward_id)
        return () if known is None else known.beds

    def _keep(self, rows: Collection[store.WardBeds]) -> None:
        now = self._clock()
        for row in rows:
            self._wards[row.id] = Ward(row.clinic_id, tuple(map(str, row.beds)), now)
            self._wards.move_to_end(row.id)
        while len(self._wards) > REMEMBERED:
            self._wards.popitem(last=False)

    def _keep_shown(self, user_id: UUID | None, asked: frozenset[UUID], found: frozenset[UUID]) -> None:
        now = self._clock()
        before = self._shown.pop(user_id, {})
        lasting = {ward: at for ward, at in before.items() if ward not in asked and at >= now - FRESH_SECONDS}
        self._shown[user_id] = lasting | dict.fromkeys(found, now)
        while len(self._shown) > REMEMBERED:
            self._shown.popitem(last=False)
