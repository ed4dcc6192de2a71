"""Statements about rooms and devices; what writes them is a function (migration 0023)."""

import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text

from clinic_console.hub.store.pools import Connection
from clinic_console.hub.store.templates_affected import AffectedRow, rows_of


class ResourceRow(NamedTuple):
    """A room or a device."""

    id: int
    clinic_id: UUID
    kind: str
    name: str
    group: str
    capacity: int
    active: bool
    version: int


class Saved(NamedTuple):
    """What became of it (see the function), and its number."""

    outcome: str
    id: int


_SELECT = 'SELECT r.id, r.clinic_id, r.kind, r.name, r."group", r.capacity, r.active, r.version FROM resources r'
_PAGE = text(f"""
{_SELECT} WHERE r.clinic_id = :clinic
  AND (CAST(:id AS int) IS NULL OR (r.kind, r."group", r.name, r.id) > (:kind, :group, :name, CAST(:id AS int)))
ORDER BY r.kind, r."group", r.name, r.id
LIMIT :limit
""")
_ONE = text(f"{_SELECT} WHERE r.id = :id AND r.clinic_id = ANY(:clinics)")
_SAVE = text("SELECT outcome, id FROM resource_save(:id, :version, CAST(:data AS jsonb))")
_AFFECTED = text("""
SELECT * FROM resource_affected(:id, :group, :capacity, :active, CAST(:named AS uuid[]), :most)
""")


async def resource_page(
    connection: Connection, clinic: UUID, after: tuple[str, str, str, int] | None, limit: int
) -> list[ResourceRow]:
    """Return a clinic's rooms and devices by (kind, group, name, id), at most ``limit`` after a key."""
    kind, group, name, number = after or ("", "", "", None)
    given = {"clinic": clinic, "kind": kind, "group": group, "name": name, "id": number, "limit": limit}
    return [ResourceRow(*row) for row in await connection.execute(_PAGE, given)]


async def find_resource(connection: Connection, number: int, clinics: Sequence[UUID]) -> ResourceRow | None:
    """Return a room or device of some clinics; None."""
    row = (await connection.execute(_ONE, {"id": number, "clinics": list(clinics)})).one_or_none()
    return None if row is None else ResourceRow(*row)


async def save_resource(
    connection: Connection, number: int | None, version: int, data: Mapping[str, object]
) -> Saved:
    """Add a room or device (no number) or change one: done, none, changed, clinic or moved."""
    given = {"id": number, "version": version, "data": json.dumps(data)}
    return Saved(*(await connection.execute(_SAVE, given)).one())


async def affected_by_resource(
    connection: Connection, made: ResourceRow, named: Sequence[UUID], most: int
) -> list[AffectedRow]:
    """Return the future visits that this room or device would not be given to as it would be."""
    given = {"id": made.id, "group": made.group, "capacity": made.capacity, "active": made.active}
    return rows_of(await connection.execute(_AFFECTED, {**given, "named": list(named), "most": most}))
