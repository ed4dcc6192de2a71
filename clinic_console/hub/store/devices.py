"""Statements about the registered devices (what ingest needs of them is in device_sessions.py)."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import exc, text

from clinic_console.domain.errors import Conflict, Taken
from clinic_console.hub.store.pools import Connection


class DeviceRow(NamedTuple):
    """One device with where it stands, by id and by name; ``seen`` in ms since 1970."""

    id: int
    clinic_id: UUID
    code: str
    model: str
    bed_id: UUID | None
    seen: int | None
    clock_offset_ms: int
    revoked: bool
    ward: str
    bed: str


class Wanted(NamedTuple):
    """Which devices: a LIKE pattern ('' for all), revoked or not, placed or not (None for both)."""

    pattern: str = ""
    revoked: bool | None = None
    placed: bool | None = None


_SELECT = """
SELECT d.id, d.clinic_id, d.code, d.model, b.id AS bed_id,
       CAST(extract(epoch FROM s.seen_at) * 1000 AS bigint) AS seen,
       coalesce(s.clock_offset_ms, 0) AS clock_offset_ms, d.revoked_at IS NOT NULL AS revoked,
       coalesce(w.name, '') AS ward, coalesce(b.name, '') AS bed
FROM devices d
LEFT JOIN device_beds db ON db.device_id = d.id AND db.during @> now()
LEFT JOIN beds b ON b.id = db.bed_id
LEFT JOIN wards w ON w.id = b.ward_id
LEFT JOIN device_states s ON s.device_id = d.id
"""
_PAGE = text(f"""
{_SELECT}
WHERE d.clinic_id = ANY(:clinics)
  AND (:pattern = '' OR lower(d.code) LIKE lower(:pattern) OR lower(d.model) LIKE lower(:pattern)
       OR lower(w.name || ' ' || b.name) LIKE lower(:pattern))
  AND (CAST(:revoked AS boolean) IS NULL OR (d.revoked_at IS NOT NULL) = :revoked)
  AND (CAST(:placed AS boolean) IS NULL OR (b.id IS NOT NULL) = :placed)
  AND (CAST(:clinic AS uuid) IS NULL OR (d.clinic_id, d.id) > (CAST(:clinic AS uuid), CAST(:id AS int)))
ORDER BY d.clinic_id, d.id
LIMIT :limit
""")
# Where it stands by the last word, not at the beginning of this transaction: that may have waited for another's.
_ONE = text(
    _SELECT.replace("db.during @> now()", "upper_inf(db.during)")
    + " WHERE d.id = :id AND d.clinic_id = ANY(:clinics) FOR UPDATE OF d"
)
# Who moves monitors of one clinic does it one after the other: a move is about two of them and two beds.
_QUEUE = text(
    "SELECT pg_advisory_xact_lock(hashtextextended(CAST(clinic_id AS text), 8)) FROM devices WHERE id = :id"
)
_ADD = text("""
INSERT INTO devices (clinic_id, code, model, token_hash) VALUES (:clinic, :code, :model, :hash)
ON CONFLICT DO NOTHING RETURNING id
""")
# Whatever stood at the bed and wherever the device stood ends at this moment; a move is one statement each.
_LEAVE = text("""
UPDATE device_beds SET during = tstzrange(lower(during), greatest(lower(during), clock_timestamp()))
WHERE (device_id = :device OR bed_id = CAST(:bed AS uuid)) AND upper_inf(during)
RETURNING device_id
""")
_PLACE = text("""
INSERT INTO device_beds (device_id, bed_id, during) VALUES (:device, :bed, tstzrange(clock_timestamp(), NULL))
""")
_GIVE_TOKEN = text("UPDATE devices SET token_hash = :hash, revoked_at = NULL WHERE id = :id")
_REVOKE = text("UPDATE devices SET revoked_at = now() WHERE id = :id AND revoked_at IS NULL")
_OF_CODE = text("SELECT id FROM devices WHERE code = :code")
_BED = text("""
SELECT w.clinic_id FROM beds b JOIN wards w ON w.id = b.ward_id WHERE b.id = :bed AND w.clinic_id = ANY(:clinics)
""")
_BEDS_NAMED = text("""
SELECT b.id, w.clinic_id FROM beds b JOIN wards w ON w.id = b.ward_id
WHERE b.name = :bed AND w.name = :ward AND w.clinic_id = ANY(:clinics)
LIMIT 2
""")


async def device_page(
    connection: Connection,
    clinics: Sequence[UUID],
    after: tuple[UUID, int] | None,
    limit: int,
    wanted: Wanted = Wanted(),  # noqa: B008 - an immutable tuple
) -> list[DeviceRow]:
    """Return the devices of some clinics by (clinic, id), at most ``limit`` after a key."""
    clinic, device = after or (None, 0)
    rows = await connection.execute(
        _PAGE, {"clinics": list(clinics), "clinic": clinic, "id": device, "limit": limit, **wanted._asdict()}
    )
    return [DeviceRow(*row) for row in rows]


async def find_device(connection: Connection, device: int, clinics: Sequence[UUID]) -> DeviceRow | None:
    """Return a device that nobody else changes until the end of the transaction; None: none in the clinics."""
    row = (await connection.execute(_ONE, {"id": device, "clinics": list(clinics)})).one_or_none()
    return DeviceRow(*row) if row is not None else None


async def device_of_code(connection: Connection, code: str) -> int | None:
    """Return the number of the device that says this of itself."""
    number: int | None = (await connection.execute(_OF_CODE, {"code": code})).scalar_one_or_none()
    return number


async def clinic_of_bed(connection: Connection, bed: UUID, clinics: Sequence[UUID]) -> UUID | None:
    """Return the clinic that a bed stands in; None: in none of these."""
    clinic: UUID | None = (
        await connection.execute(_BED, {"bed": bed, "clinics": list(clinics)})
    ).scalar_one_or_none()
    return clinic


async def beds_named(connection: Connection, clinics: Sequence[UUID], ward: str, bed: str) -> list[tuple[UUID, UUID]]:
    """Return (bed, clinic) of at most two beds of these names."""
    rows = await connection.execute(_BEDS_NAMED, {"clinics": list(clinics), "ward": ward, "bed": bed})
    return [(row.id, row.clinic_id) for row in rows]


async def add_device(connection: Connection, clinic: UUID, code: str, model: str, token_hash: bytes) -> int:
    """Store a device and return its number; raises Taken."""
    row = {"clinic": clinic, "code": code, "model": model, "hash": token_hash}
    number: int | None = (await connection.execute(_ADD, row)).scalar_one_or_none()
    if number is None:
        raise Taken(code, field="code")
    return number


async def queue_to_move(connection: Connection, device: int) -> None:
    """Wait until nobody else moves a device of the same clinic, and keep others waiting until the end."""
    await connection.execute(_QUEUE, {"id": device})


async def place_device(connection: Connection, device: int, bed: UUID | None) -> list[int]:
    """Put a device at a bed (or at none) from now on; return the other devices that had to leave.

    Raises Conflict when somebody puts another one there at the same moment. Needs ``queue_to_move`` before.
    """
    try:
        left = (await connection.execute(_LEAVE, {"device": device, "bed": bed})).scalars().all()
        if bed is not None:
            await connection.execute(_PLACE, {"device": device, "bed": bed})
    except exc.IntegrityError as error:
        raise Conflict(field="bed_id") from error
    return [other for other in left if other != device]


async def give_token(connection: Connection, device: int, token_hash: bytes) -> None:
    """Let only this token count, and the device be in use."""
    await connection.execute(_GIVE_TOKEN, {"id": device, "hash": token_hash})


async def revoke_device(connection: Connection, device: int) -> None:
    """Take a device out of use; one that is already keeps its time."""
    await connection.execute(_REVOKE, {"id": device})
