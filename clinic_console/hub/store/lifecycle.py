"""Statements about what is made ahead: the partitions of readings."""

from datetime import date

from sqlalchemy import text

from clinic_console.hub.store.pools import Connection

_ENSURE = text("SELECT ensure_readings_partitions(:first, :last)")


async def ensure_partitions(connection: Connection, first: date, last: date) -> int:
    """Make the missing partitions of these days (UTC) and return how many there were."""
    made: int = (await connection.execute(_ENSURE, {"first": first, "last": last})).scalar_one()
    return made
