"""Statements about clinics."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text

from clinic_console.domain.errors import Taken
from clinic_console.hub.store.pools import Connection

_ALL = text("SELECT id, name FROM clinics ORDER BY name LIMIT 10000")
_ADD_WARD = text("""
INSERT INTO wards (id, clinic_id, name, position)
SELECT :id, :clinic, :name, coalesce(max(position), 0) + 1 FROM wards WHERE clinic_id = :clinic
ON CONFLICT DO NOTHING
""")
_ADD_BEDS = text("""
INSERT INTO beds (id, ward_id, name, position)
SELECT made.id, :ward, made.position::text, made.position
FROM unnest(CAST(:ids AS uuid[])) WITH ORDINALITY AS made (id, position)
""")
_ADD = text("INSERT INTO clinics (id, name, zone) VALUES (:id, :name, :zone) ON CONFLICT DO NOTHING")


async def all_clinics(connection: Connection) -> dict[UUID, str]:
    """Return the name of every clinic, in the order of the names."""
    return {row.id: row.name for row in await connection.execute(_ALL)}


async def add_clinic(connection: Connection, clinic: UUID, name: str, zone: str) -> None:
    """Store a clinic; raises Taken."""
    if (await connection.execute(_ADD, {"id": clinic, "name": name, "zone": zone})).rowcount != 1:
        raise Taken(name, field="name")


async def add_ward(connection: Connection, clinic: UUID, ward: UUID, name: str, beds: Sequence[UUID]) -> None:
    """Store a ward behind the clinic's others, its beds numbered from 1; raises Taken."""
    if (await connection.execute(_ADD_WARD, {"id": ward, "clinic": clinic, "name": name})).rowcount != 1:
        raise Taken(name, field="name")
    await connection.execute(_ADD_BEDS, {"ward": ward, "ids": list(beds)})
