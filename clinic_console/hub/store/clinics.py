"""Statements about clinics."""

from uuid import UUID

from sqlalchemy import text

from clinic_console.domain.errors import Taken
from clinic_console.hub.store.pools import Connection

_ALL = text("SELECT id, name FROM clinics ORDER BY name LIMIT 10000")
_ADD = text("INSERT INTO clinics (id, name, zone) VALUES (:id, :name, :zone) ON CONFLICT DO NOTHING")


async def all_clinics(connection: Connection) -> dict[UUID, str]:
    """Return the name of every clinic, in the order of the names."""
    return {row.id: row.name for row in await connection.execute(_ALL)}


async def add_clinic(connection: Connection, clinic: UUID, name: str, zone: str) -> None:
    """Store a clinic; raises Taken."""
    if (await connection.execute(_ADD, {"id": clinic, "name": name, "zone": zone})).rowcount != 1:
        raise Taken(name, field="name")
