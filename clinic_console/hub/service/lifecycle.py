"""What has to be made ahead and cleared away as time goes by."""

from datetime import UTC, datetime, timedelta
from typing import Final

from clinic_console.domain.access import NOBODY
from clinic_console.hub.service.unit_of_work import unit_of_work
from clinic_console.hub.store import access, lifecycle
from clinic_console.hub.store.pools import Engine

DAYS_BACK: Final = 1
DAYS_AHEAD: Final = 7
KEEP_EXPIRED: Final = timedelta(hours=24)
_PORTION: Final = 5_000


async def make_partitions(engine: Engine, now: datetime) -> int:
    """Make the partitions of readings from yesterday to a week ahead; return how many were missing."""
    today = now.astimezone(UTC).date()
    async with unit_of_work(engine, NOBODY) as work:
        return await lifecycle.ensure_partitions(
            work.connection, today - timedelta(days=DAYS_BACK), today + timedelta(days=DAYS_AHEAD)
        )


async def purge_sessions(engine: Engine, now: datetime) -> int:
    """Delete the sessions that expired over a day ago, in portions; return how many."""
    purged, portion = 0, _PORTION
    while portion == _PORTION:
        async with unit_of_work(engine, NOBODY) as work:
            portion = await access.purge_sessions(work.connection, now - KEEP_EXPIRED, _PORTION)
        purged += portion
    return purged
