"""Statements about what was recorded at a bed; only SECURITY DEFINER functions may read it (migration 0001)."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text

from clinic_console.hub.store.pools import Connection


class Step(NamedTuple):
    """What a parameter did in one step; times in ms since 1970."""

    name: str
    first: int
    last: int
    low: float
    high: float
    mean: float
    late: bool


class GapRow(NamedTuple):
    """A time that a device reported as lost for good, in ms since 1970."""

    begins: int
    ends: int
    reason: str


class Lost(NamedTuple):
    """Since when what was measured belongs to who lies there now (ms since 1970), who that is, and the gaps."""

    since: int
    gaps: list[GapRow]
    clinic_id: UUID
    patient_id: UUID | None


# The bed comes first: no row at all means that there is no such bed for this user. An empty bed's time begins
# where its last patient's ended.
_GAPS = text("""
SELECT CAST(coalesce(extract(epoch FROM stay.since) * 1000, 0) AS bigint) AS since,
       CAST(extract(epoch FROM g.from_at) * 1000 AS bigint) AS begins,
       CAST(extract(epoch FROM g.to_at) * 1000 AS bigint) AS ends, g.reason, w.clinic_id, stay.patient_id
FROM beds b
JOIN wards w ON w.id = b.ward_id
LEFT JOIN LATERAL (
  SELECT max(CASE WHEN s.during @> now() THEN lower(s.during) ELSE upper(s.during) END) AS since,
         (array_agg(s.patient_id) FILTER (WHERE s.during @> now()))[1] AS patient_id
  FROM stays s WHERE s.bed_id = b.id AND lower(s.during) <= now()) stay ON true
LEFT JOIN LATERAL readings_gaps(b.id, least(greatest(:begins, stay.since), :ends), :ends) g ON true
WHERE b.id = :bed AND w.clinic_id = ANY(:clinics)
ORDER BY g.from_at
""")
_STEPS = text("""
SELECT name, CAST(extract(epoch FROM first_at) * 1000 AS bigint), CAST(extract(epoch FROM last_at) * 1000 AS bigint),
       low, high, mean, late
FROM readings_history(:bed, :begins, :ends, :points)
LIMIT :limit
""")


async def lost(
    connection: Connection, bed: UUID, clinics: Sequence[UUID], begins: datetime, ends: datetime
) -> Lost | None:
    """Return what a bed's devices lost between two times; None when no such bed is in the clinics."""
    parameters = {"bed": bed, "clinics": list(clinics), "begins": begins, "ends": ends}
    rows = (await connection.execute(_GAPS, parameters)).all()
    if not rows:
        return None
    gaps = [GapRow(row.begins, row.ends, row.reason) for row in rows if row.begins is not None]
    return Lost(rows[0].since, gaps, rows[0].clinic_id, rows[0].patient_id)


async def steps(
    connection: Connection, bed: UUID, begins: datetime, ends: datetime, points: int, limit: int
) -> list[Step]:
    """Return a bed's history in at most ``points`` steps a parameter, at most ``limit`` rows, by name and time."""
    parameters = {"bed": bed, "begins": begins, "ends": ends, "points": points, "limit": limit}
    return [Step(*row) for row in await connection.execute(_STEPS, parameters)]
