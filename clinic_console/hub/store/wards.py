"""Statements about wards and beds: one statement per page, with everything that its screen shows."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import text

from clinic_console.hub.store.patients import GLASS, LINK, OPEN
from clinic_console.hub.store.pools import Connection, driver_of


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


class Sight(NamedTuple):
    """What a user may see of a ward, at which time, and the version of its beds.

    ``clinics`` are those that the database lets the user see; ``glass``: some chart is open by broken glass.
    """

    clinic_id: UUID
    version: int
    clinics: list[UUID]
    glass: bool
    now: datetime


class ActiveRow(NamedTuple):
    """A bed with a monitor that stands, and a patient who lies there, now or soon; a bed may have several rows."""

    ward_id: UUID
    version: int
    bed_id: UUID | None
    name: str
    position: int
    device_id: int | None
    code: str
    model: str
    device_clinic: UUID
    stands_from: datetime | None
    stands_to: datetime | None
    stay_id: UUID | None
    lies_from: datetime | None
    lies_to: datetime | None
    patient_id: UUID | None
    mrn: str
    patient_name: str
    name_latin: str
    born: date | None
    sex: str
    clinics: list[UUID]


class Versions(NamedTuple):
    """A clinic of the user's: its version, that of all its wards together, how many they are, and the time."""

    clinic_id: UUID
    version: int
    changes: int
    wards: int
    now: datetime


class CountRow(NamedTuple):
    """A ward with how many beds it has, how many are taken for good, and from when to when others are."""

    clinic_id: UUID
    version: int
    changes: int
    ward_id: UUID
    name: str
    position: int
    beds: int
    lasting: int
    taken_from: list[datetime | None] | None
    taken_to: list[datetime | None] | None


SOON: Final = timedelta(minutes=15)
"""So far ahead a value says what begins and ends by the clock alone: longer than any lives."""

# Asked by every wall every few seconds, so it goes by the driver (ADR 0059).
_SIGHT: Final = """
SELECT w.clinic_id, w.version, visible_clinics(), EXISTS (
  SELECT FROM break_glass g WHERE g.user_id = acting_user() AND g.clinic_id = ANY((SELECT visible_clinics())::uuid[])
    AND g.ended_at IS NULL AND g.expires_at > now()), now()
FROM wards w WHERE w.id = %(ward)s AND w.clinic_id = ANY(%(clinics)s)
"""
_VERSIONS: Final = """
SELECT c.id, c.version, CAST(sum(w.version) AS bigint), count(*), now()
FROM clinics c JOIN wards w ON w.clinic_id = c.id
WHERE c.id = ANY(%(clinics)s)
GROUP BY c.id, c.version
ORDER BY c.id
"""
_ACTIVE = text("SELECT * FROM ward_beds(:ward, :soon, :most)")
_ACTIVE_OF_MANY = text("SELECT * FROM beds_in_wards(:wards, :soon, :most)")
_COUNTS = text("SELECT * FROM clinic_wards(:clinics, :soon)")
_COUNTS_OF_MANY = text("SELECT * FROM wards_in_clinics(:clinics, :soon)")
_NEWEST = text("SELECT ward_id, clinic_id FROM newest_wards(:most)")
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


async def sight(connection: Connection, ward: UUID, clinics: Sequence[UUID]) -> Sight | None:
    """Return what the acting user may see of a ward of some clinics; None: there is none."""
    driver = await driver_of(connection)
    rows: list[tuple[Any, ...]] = await (
        await driver.execute(_SIGHT, {"ward": ward, "clinics": list(clinics)})
    ).fetchall()
    return Sight(*rows[0]) if rows else None


async def versions(connection: Connection, clinics: Sequence[UUID]) -> list[Versions]:
    """Return the versions of those of some clinics that the acting user sees and that have wards, by id."""
    driver = await driver_of(connection)
    rows: list[tuple[Any, ...]] = await (await driver.execute(_VERSIONS, {"clinics": list(clinics)})).fetchall()
    return [Versions(*row) for row in rows]


async def active_beds(connection: Connection, ward: UUID, most: int) -> list[ActiveRow]:
    """Return the first beds of a ward that the acting user sees, with all that any user of it may see."""
    rows = await connection.execute(_ACTIVE, {"ward": ward, "soon": SOON, "most": most})
    return [ActiveRow(*row) for row in rows]


async def ward_counts(connection: Connection, clinics: Sequence[UUID]) -> list[CountRow]:
    """Return all wards of some clinics that the acting user sees, in the order of their list."""
    rows = await connection.execute(_COUNTS, {"clinics": list(clinics), "soon": SOON})
    return [CountRow(*row) for row in rows]


async def newest_wards(connection: Connection, most: int) -> list[tuple[UUID, UUID]]:
    """Return (ward, clinic) of the newest wards of all clinics (as clinic_live)."""
    return [(row.ward_id, row.clinic_id) for row in await connection.execute(_NEWEST, {"most": most})]


async def active_beds_of(connection: Connection, wards: Sequence[UUID], most: int) -> list[ActiveRow]:
    """Return the first beds of each of some wards, whoever may see them (as clinic_live)."""
    rows = await connection.execute(_ACTIVE_OF_MANY, {"wards": list(wards), "soon": SOON, "most": most})
    return [ActiveRow(*row) for row in rows]


async def ward_counts_of(connection: Connection, clinics: Sequence[UUID]) -> list[CountRow]:
    """Return all wards of some clinics, whoever may see them (as clinic_live)."""
    rows = await connection.execute(_COUNTS_OF_MANY, {"clinics": list(clinics), "soon": SOON})
    return [CountRow(*row) for row in rows]
