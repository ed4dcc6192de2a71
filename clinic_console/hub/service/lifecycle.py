"""What has to be made ahead and cleared away as time goes by."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from clinic_console.domain.access import NOBODY
from clinic_console.hub.service.unit_of_work import unit_of_work
from clinic_console.hub.store import access, lifecycle
from clinic_console.hub.store.pools import Connection, Engine

DAYS_BACK: Final = 1
DAYS_AHEAD: Final = 7
AUDIT_DAYS_AHEAD: Final = 93
"""Three months: the log must go on however long the worker is away."""
KEEP_EXPIRED: Final = timedelta(hours=24)
KEEP_LOOKS: Final = timedelta(hours=24)
"""Look-ups count for minutes, and what they opened stands in the audit log."""
_PORTION: Final = 5_000

_Purge = Callable[[Connection, datetime, int], Awaitable[int]]


async def make_partitions(engine: Engine, now: datetime) -> int:
    """Make the partitions of readings from yesterday to a week ahead; return how many were missing."""
    today = now.astimezone(UTC).date()
    async with unit_of_work(engine, NOBODY) as work:
        return await lifecycle.ensure_partitions(
            work.connection, today - timedelta(days=DAYS_BACK), today + timedelta(days=DAYS_AHEAD)
        )


async def make_audit_partitions(engine: Engine, now: datetime) -> int:
    """Make the partitions of the audit log from this month to three ahead; return how many were missing."""
    today = now.astimezone(UTC).date()
    async with unit_of_work(engine, NOBODY) as work:
        last = today + timedelta(days=AUDIT_DAYS_AHEAD)
        return await lifecycle.ensure_audit_partitions(work.connection, today - timedelta(days=DAYS_BACK), last)


async def purge_sessions(engine: Engine, now: datetime) -> int:
    """Delete the sessions that expired over a day ago, and their refresh tokens; return how many sessions."""
    return await _in_portions(engine, access.purge_sessions, now - KEEP_EXPIRED)


async def purge_looks(engine: Engine, now: datetime) -> int:
    """Delete the look-ups of a broken glass from over a day ago; return how many."""
    return await _in_portions(engine, lifecycle.purge_looks, now - KEEP_LOOKS)


async def _in_portions(engine: Engine, purge: _Purge, before: datetime) -> int:
    purged, portion = 0, _PORTION
    while portion == _PORTION:
        async with unit_of_work(engine, NOBODY) as work:
            portion = await purge(work.connection, before, _PORTION)
        purged += portion
    return purged
