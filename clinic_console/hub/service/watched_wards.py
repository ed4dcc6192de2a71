"""Which clinic a ward belongs to and which beds it has: asked for at every subscription, so kept for some seconds."""

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
    """The wards that were asked for lately, bounded."""

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.monotonic) -> None:
        self._engine = engine
        self._clock = clock
        self._wards: OrderedDict[UUID, Ward] = OrderedDict()

    async def refresh(self, ward_ids: Collection[UUID], scope: Scope) -> bool:
        """Read what is not fresh in one statement, on behalf of who works in these clinics.

        False when the store does not answer: then what is known holds on.
        """
        oldest = self._clock() - FRESH_SECONDS
        asked = {ward_id for ward_id in ward_ids if not self._is_since(ward_id, oldest)}
        if not asked:
            return True
        try:
            async with transaction(self._engine, scope) as connection:
                rows = await store.beds_of(connection, asked)
        except StoreUnavailable:
            return False
        now = self._clock()
        for row in rows:
            self._wards[row.id] = Ward(row.clinic_id, tuple(map(str, row.beds)), now)
            self._wards.move_to_end(row.id)
        for gone in asked - {row.id for row in rows}:
            self._wards.pop(gone, None)
        while len(self._wards) > REMEMBERED:
            self._wards.popitem(last=False)
        return True

    def get(self, ward_id: UUID) -> Ward | None:
        """Return what is known of a ward, if that is not too old."""
        return self._wards[ward_id] if self._is_since(ward_id, self._clock() - STALE_SECONDS) else None

    def _is_since(self, ward_id: UUID, oldest: float) -> bool:
        known = self._wards.get(ward_id)
        return known is not None and known.read_at >= oldest
