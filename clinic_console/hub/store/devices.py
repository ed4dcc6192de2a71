"""Statements about the registered devices (what ingest needs of them is in device_sessions.py)."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text

from clinic_console.hub.store.pools import Connection


class DeviceRow(NamedTuple):
    """One device; ``seen`` in ms since 1970."""

    id: int
    clinic_id: UUID
    code: str
    model: str
    bed_id: UUID | None
    seen: int | None
    clock_offset_ms: int
    revoked: bool


_PAGE = text("""
SELECT d.id, d.clinic_id, d.code, d.model, db.bed_id,
       CAST(extract(epoch FROM s.seen_at) * 1000 AS bigint) AS seen,
       coalesce(s.clock_offset_ms, 0) AS clock_offset_ms, d.revoked_at IS NOT NULL AS revoked
FROM (
  SELECT id, clinic_id, code, model, revoked_at FROM devices
  WHERE clinic_id = ANY(:clinics)
    AND (CAST(:clinic AS uuid) IS NULL OR (clinic_id, id) > (:clinic, CAST(:id AS int)))
  ORDER BY clinic_id, id
  LIMIT :limit
) d
LEFT JOIN device_beds db ON db.device_id = d.id AND db.during @> now()
LEFT JOIN device_states s ON s.device_id = d.id
ORDER BY d.clinic_id, d.id
""")
_ADD = text("""
INSERT INTO devices (clinic_id, code, model, token_hash) VALUES (:clinic, :code, :model, :hash)
ON CONFLICT DO NOTHING RETURNING id
""")
# Whatever stood at the bed and wherever the device stood ends at this moment; a move is one statement each.
_LEAVE = text("""
UPDATE device_beds SET during = tstzrange(lower(during), now())
WHERE (device_id = :device OR bed_id = :bed) AND upper_inf(during)
""")
_PLACE = text("INSERT INTO device_beds (device_id, bed_id, during) VALUES (:device, :bed, tstzrange(now(), NULL))")
_REVOKE = text("""
UPDATE devices SET revoked_at = coalesce(revoked_at, now()) WHERE code = :code RETURNING id
""")


async def device_page(
    connection: Connection, clinics: Sequence[UUID], after: tuple[UUID, int] | None, limit: int
) -> list[DeviceRow]:
    """Return the devices of some clinics by (clinic, id), at most ``limit`` after a key."""
    clinic, device = after or (None, 0)
    rows = await connection.execute(_PAGE, {"clinics": list(clinics), "clinic": clinic, "id": device, "limit": limit})
    return [DeviceRow(*row) for row in rows]


async def add_device(connection: Connection, clinic: UUID, code: str, model: str, token_hash: bytes) -> int | None:
    """Store a device and return its number; None when the code is taken."""
    row = {"clinic": clinic, "code": code, "model": model, "hash": token_hash}
    number: int | None = (await connection.execute(_ADD, row)).scalar_one_or_none()
    return number


async def place_device(connection: Connection, device: int, bed: UUID) -> None:
    """Put a device at a bed from now on; what was there before ends now."""
    await connection.execute(_LEAVE, {"device": device, "bed": bed})
    await connection.execute(_PLACE, {"device": device, "bed": bed})


async def revoke_device(connection: Connection, code: str) -> bool:
    """Take a device out of use; False when there is none of this code."""
    return (await connection.execute(_REVOKE, {"code": code})).scalar_one_or_none() is not None
