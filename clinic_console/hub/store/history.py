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


# The bed comes first: no row at all means that there is no such bed for this user.
_GAPS = text("""
SELECT CAST(extract(epoch FROM g.from_at) * 1000 AS bigint) AS begins,
       CAST(extract(epoch FROM g.to_at) * 1000 AS bigint) AS ends, g.reason
FROM beds b
JOIN wards w ON w.id = b.ward_id
LEFT JOIN LATERAL readings_gaps(b.id, :begins, :ends) g ON true
WHERE b.id = :bed AND w.clinic_id = ANY(:clinics)
ORDER BY g.from_at
""")
_STEPS = text("""
SELECT name, CAST(extract(epoch FROM first_at) * 1000 AS bigint), CAST(extract(epoch FROM last_at) * 1000 AS bigint),
       low, high, mean, late
FROM readings_history(:bed, :begins, :ends, :points)
LIMIT :limit
""")


async def gaps(
    connection: Connection, bed: UUID, clinics: Sequence[UUID], begins: datetime, ends: datetime
) -> list[GapRow] | None:
    """Return what a bed's devices lost between two times; None when no such bed is in the clinics."""
    parameters = {"bed": bed, "clinics": list(clinics), "begins": begins, "ends": ends}
    rows = (await connection.execute(_GAPS, parameters)).all()
    return [GapRow(*row) for row in rows if row.begins is not None] if rows else None


async def steps(
    connection: Connection, bed: UUID, begins: datetime, ends: datetime, points: int, limit: int
) -> list[Step]:
    """Return a bed's history in at most ``points`` steps a parameter, at most ``limit`` rows, by name and time."""
    parameters = {"bed": bed, "begins": begins, "ends": ends, "points": points, "limit": limit}
    return [Step(*row) for row in await connection.execute(_STEPS, parameters)]
