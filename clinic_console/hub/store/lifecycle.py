"""Statements about what is made ahead and cleared away: partitions, and looks that count no more."""

from datetime import date, datetime

from sqlalchemy import text

from clinic_console.hub.store.pools import Connection

_ENSURE = text("SELECT ensure_readings_partitions(:first, :last)")
_ENSURE_APPOINTMENTS = text("SELECT ensure_appointment_partitions(:first, :last)")
_CLEAR = text("SELECT appointment_housekeeping(:kind, :before, :limit)")
_ENSURE_AUDIT = text("SELECT ensure_audit_partitions(:first, :last)")
# In portions: a purge that was not run for a long time must not hold one long transaction.
_PURGE_LOOKS = text("""
DELETE FROM break_glass_looks
WHERE (user_id, at) IN (SELECT user_id, at FROM break_glass_looks WHERE at < :before LIMIT :limit)
""")


async def ensure_partitions(connection: Connection, first: date, last: date) -> int:
    """Make the missing partitions of readings of these days (UTC) and return how many there were."""
    made: int = (await connection.execute(_ENSURE, {"first": first, "last": last})).scalar_one()
    return made


async def ensure_audit_partitions(connection: Connection, first: date, last: date) -> int:
    """Make the missing partitions of the audit log of these days' months (UTC) and return how many there were."""
    made: int = (await connection.execute(_ENSURE_AUDIT, {"first": first, "last": last})).scalar_one()
    return made


async def purge_looks(connection: Connection, before: datetime, limit: int) -> int:
    """Delete at most ``limit`` look-ups of a broken glass from before a time; return how many."""
    return (await connection.execute(_PURGE_LOOKS, {"before": before, "limit": limit})).rowcount


async def ensure_appointment_partitions(connection: Connection, first: date, last: date) -> int:
    """Make the missing partitions of appointments of these days' months (UTC) and return how many there were."""
    made: int = (await connection.execute(_ENSURE_APPOINTMENTS, {"first": first, "last": last})).scalar_one()
    return made


async def clear_appointments(connection: Connection, kind: str, before: datetime, limit: int) -> int:
    """Clear away at most ``limit`` rows from before a time of: holds, requests, occupancy, patient_occupancy; or
    release the notices that were due then (migration 0025). Returns how many."""
    cleared: int = (await connection.execute(_CLEAR, {"kind": kind, "before": before, "limit": limit})).scalar_one()
    return cleared
