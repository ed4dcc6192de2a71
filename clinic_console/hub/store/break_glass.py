"""Statements about breaking the glass; what looks beyond every clinic are functions (migration 0004)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import text

from clinic_console.hub.store.patients import COLUMNS, DETAILS, PatientRow
from clinic_console.hub.store.pools import Connection

MOST_OPEN: Final = 100


class Identifiers(NamedTuple):
    """Exactly two of what tells patients apart, the third one empty."""

    mrn: str
    name: str
    born: date | None


class Opening(NamedTuple):
    """One chart that is to be opened to one user."""

    id: UUID
    clinic: UUID
    reason: str
    expires_at: datetime


class GlassRow(NamedTuple):
    """One chart that is open by broken glass."""

    id: UUID
    clinic_id: UUID
    reason: str
    began_at: datetime
    expires_at: datetime
    patient: PatientRow


_LOOK = text("""
SELECT break_glass_look(:clinic, :mrn, :name, CAST(:born AS date), :within, :most) AS outcome,
       break_glass_wait(:within, :most) AS wait
""")
_OPEN = text("""
SELECT break_glass_open(:id, :clinic, :mrn, :name, CAST(:born AS date), :reason, :expires_at)
""")
# One chart is open once to one user: closing it then closes it.
_REPLACE = text("""
UPDATE break_glass SET ended_at = now()
WHERE user_id = :user AND patient_id = :patient AND id <> :id AND ended_at IS NULL AND expires_at > now()
""")
_END = text("""
UPDATE break_glass SET ended_at = now()
WHERE id = :id AND user_id = :user AND ended_at IS NULL AND expires_at > now()
RETURNING patient_id, clinic_id
""")
_MINE = text(f"""
SELECT g.id, g.clinic_id, g.reason, g.began_at, g.expires_at, {COLUMNS}, g.clinic_id, g.expires_at
FROM break_glass g JOIN patients p ON p.id = g.patient_id {DETAILS}
WHERE g.user_id = :user AND g.clinic_id = ANY(:clinics) AND g.ended_at IS NULL AND g.expires_at > now()
  AND (CAST(:glass AS uuid) IS NULL OR g.id = :glass)
ORDER BY g.expires_at DESC, g.id
LIMIT :limit
""")  # noqa: S608 - made of constants


async def look(
    connection: Connection, clinic: UUID, identifiers: Identifiers, within: timedelta, most: int
) -> tuple[str, int]:
    """Count a look and return its outcome (match, none, slowed, refused), and the seconds until the next may come."""
    parameters = {"clinic": clinic, **identifiers._asdict(), "within": within, "most": most}
    row = (await connection.execute(_LOOK, parameters)).one()
    return row.outcome, row.wait


async def break_glass(connection: Connection, opening: Opening, identifiers: Identifiers) -> UUID | None:
    """Open a chart to the acting user and return the patient; None unless the user has just looked it up."""
    parameters = {
        "id": opening.id,
        "clinic": opening.clinic,
        **identifiers._asdict(),
        "reason": opening.reason,
        "expires_at": opening.expires_at,
    }
    patient: UUID | None = (await connection.execute(_OPEN, parameters)).scalar_one()
    return patient


async def end_others(connection: Connection, user: UUID | None, patient: UUID, glass: UUID) -> None:
    """End what else is open of this patient to a user."""
    await connection.execute(_REPLACE, {"user": user, "patient": patient, "id": glass})


async def end(connection: Connection, user: UUID | None, glass: UUID) -> tuple[UUID, UUID] | None:
    """End a user's own glass and return (patient, clinic); None when no such glass is open."""
    row = (await connection.execute(_END, {"id": glass, "user": user})).one_or_none()
    return None if row is None else (row.patient_id, row.clinic_id)


async def open_to(
    connection: Connection, user: UUID | None, clinics: Sequence[UUID], glass: UUID | None = None
) -> list[GlassRow]:
    """Return what is open to a user, the newest first; at most MOST_OPEN, or one of them."""
    parameters = {"user": user, "clinics": list(clinics), "glass": glass, "limit": MOST_OPEN}
    rows = (tuple(row) for row in await connection.execute(_MINE, parameters))
    return [GlassRow._make((*row[:5], PatientRow._make(row[5:]))) for row in rows]
