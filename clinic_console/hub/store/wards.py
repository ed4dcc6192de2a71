"""Statements about wards and beds: one statement per page, with everything that its screen shows."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text

from clinic_console.hub.store.patients import GLASS, LINK, OPEN
from clinic_console.hub.store.pools import Connection


class WardRow(NamedTuple):
    """One ward with its counts."""

    id: UUID
    clinic_id: UUID
    name: str
    position: int
    beds: int
    occupied: int


class BedRow(NamedTuple):
    """One bed with the monitor and the patient at it now, if any (``restricted``: one not open to the user)."""

    id: UUID
    name: str
    position: int
    device_id: int | None
    device_code: str
    device_model: str
    patient_id: UUID | None
    mrn: str
    patient_name: str
    patient_name_latin: str
    born: date | None
    sex: str
    restricted: bool
    clinic_id: UUID


_WARDS = text("""
SELECT w.id, w.clinic_id, w.name, w.position, count(b.id) AS beds, count(s.id) AS occupied
FROM (
  SELECT * FROM wards
  WHERE clinic_id = ANY(:clinics)
    AND (CAST(:clinic AS uuid) IS NULL OR (clinic_id, position, id) > (:clinic, :position, CAST(:id AS uuid)))
  ORDER BY clinic_id, position, id
  LIMIT :limit
) w
LEFT JOIN beds b ON b.ward_id = w.id
LEFT JOIN stays s ON s.bed_id = b.id AND s.during @> now()
GROUP BY w.id, w.clinic_id, w.name, w.position
ORDER BY w.clinic_id, w.position, w.id
""")

# The ward comes first and the beds are joined to it: no row at all means that there is no such ward for this user,
# one row without a bed that the page is empty.
_BEDS = text(f"""
SELECT b.id, b.name, b.position, d.id AS device_id, coalesce(d.code, '') AS device_code,
       coalesce(d.model, '') AS device_model, p.id AS patient_id, coalesce(p.mrn, '') AS mrn,
       coalesce(p.name, '') AS patient_name, coalesce(p.name_latin, '') AS patient_name_latin, p.born,
       coalesce(p.sex, 'U') AS sex, s.patient_id IS NOT NULL AND p.id IS NULL AS restricted, w.clinic_id
FROM wards w
LEFT JOIN LATERAL (
  SELECT * FROM beds
  WHERE beds.ward_id = w.id
    AND (CAST(:id AS uuid) IS NULL OR (beds.position, beds.id) > (:position, CAST(:id AS uuid)))
  ORDER BY beds.position, beds.id
  LIMIT :limit
) b ON true
LEFT JOIN device_beds db ON db.bed_id = b.id AND db.during @> now()
LEFT JOIN devices d ON d.id = db.device_id
LEFT JOIN stays s ON s.bed_id = b.id AND s.during @> now()
{GLASS.format(patient="s.patient_id")}
{LINK.format(patient="s.patient_id")}
LEFT JOIN patients p ON p.id = s.patient_id AND {OPEN} AND w.clinic_id = ANY(:naming)
WHERE w.id = :ward AND w.clinic_id = ANY(:clinics)
ORDER BY b.position, b.id
""")  # noqa: S608 - made of constants


async def ward_page(
    connection: Connection, clinics: Sequence[UUID], after: tuple[UUID, int, UUID] | None, limit: int
) -> list[WardRow]:
    """Return the wards of some clinics by (clinic, position, id), at most ``limit`` after a key."""
    clinic, position, ward = after or (None, 0, None)
    rows = await connection.execute(
        _WARDS, {"clinics": list(clinics), "clinic": clinic, "position": position, "id": ward, "limit": limit}
    )
    return [WardRow(*row) for row in rows]


async def bed_page(
    connection: Connection,
    ward: UUID,
    user: UUID | None,
    clinics: Sequence[UUID],
    naming: Collection[UUID],
    after: tuple[int, UUID] | None,
    limit: int,
) -> list[BedRow] | None:
    """Return a ward's beds by (position, id), at most ``limit`` after a key; None: no such ward in the clinics.

    Who lies in them is named in the clinics of ``naming``.
    """
    position, bed = after or (0, None)
    whose = {"user": user, "clinics": list(clinics), "naming": list(naming)}
    found = await connection.execute(_BEDS, {**whose, "ward": ward, "position": position, "id": bed, "limit": limit})
    rows = found.all()
    return [BedRow(*row) for row in rows if row.id is not None] if rows else None
