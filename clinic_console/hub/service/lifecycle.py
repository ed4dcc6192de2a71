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
APPOINTMENT_DAYS_AHEAD: Final = 430
"""Fourteen months: nobody books further ahead."""
KEEP_HOLDS: Final = timedelta(hours=1)
KEEP_REQUESTS: Final = timedelta(hours=24)
KEEP_TAKEN: Final = timedelta(hours=24)
"""What was taken yesterday decides nothing any more; the appointments themselves stay."""
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


async def make_appointment_partitions(engine: Engine, now: datetime) -> int:
    """Make the partitions of appointments so far ahead as anybody books; return how many were missing."""
    today = now.astimezone(UTC).date()
    async with unit_of_work(engine, NOBODY) as work:
        last = today + timedelta(days=APPOINTMENT_DAYS_AHEAD)
        return await lifecycle.ensure_appointment_partitions(work.connection, today, last)


async def clear_appointments(engine: Engine, now: datetime) -> dict[str, int]:
    """Clear away what bookings leave behind: expired holds, answered requests, times that have passed; return how
    much of each."""
    kept = {"holds": KEEP_HOLDS, "requests": KEEP_REQUESTS, "occupancy": KEEP_TAKEN, "patient_occupancy": KEEP_TAKEN}
    return {kind: await _in_portions(engine, _clearing(kind), now - age) for kind, age in kept.items()}


async def release_notices(engine: Engine, now: datetime) -> int:
    """Release what patients are to be told and nobody can take back any more; return how many."""
    return await _in_portions(engine, _clearing("notices"), now)


def _clearing(kind: str) -> _Purge:
    return lambda connection, before, limit: lifecycle.clear_appointments(connection, kind, before, limit)
