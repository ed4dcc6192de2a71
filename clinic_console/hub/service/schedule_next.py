"""The finder: the earliest free times over many practitioners, clinics and days; what a refused booking offers."""

from datetime import datetime
from uuid import UUID

from clinic_console.hub.store import schedule_next as store
from clinic_console.hub.store.pools import Connection
from clinic_console.wire.schedule import Offer

__all__ = ["alternatives"]


async def alternatives(
    connection: Connection, clinic_id: UUID, practitioner: int, type_id: int, begins: datetime
) -> list[Offer]:
    """Return up to three free times for a visit that cannot be at ``begins``, the nearest first (one statement)."""
    rows = await store.alternatives(connection, clinic_id, practitioner, type_id, begins)
    return [Offer(*row) for row in rows]
