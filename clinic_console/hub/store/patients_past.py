"""Statements about a chart's past: what was changed, who looked, earlier visits. Each by pages, the newest first."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text

from clinic_console.hub.store.pools import Connection

Place = tuple[datetime, UUID]


class VersionRow(NamedTuple):
    """One change; ``by`` is empty for the staff of other clinics, ``changes`` JSON: {field: [before, after]}."""

    version: int
    at: datetime
    by: str
    changes: str


class LookRow(NamedTuple):
    """That somebody looked; ``by`` and ``clinic`` are empty for the staff of other clinics."""

    id: UUID
    at: datetime
    by: str
    action: str
    clinic: str


class EncounterRow(NamedTuple):
    """A past visit."""

    id: UUID
    clinic_id: UUID
    kind: str
    began: datetime
    ended: datetime | None
    code: str
    text: str
    reason: str
    practitioner: str


# Row level security lets only open charts' rows through.
_HISTORY = text("""
SELECT version, at, CASE WHEN clinics && (SELECT visible_clinics()) THEN user_name ELSE '' END, changes::text
FROM patient_history
WHERE patient_id = :patient AND version > :since AND version < :below
ORDER BY version DESC LIMIT :limit
""")
_LOOKS = text("""
SELECT id, at, by, action, clinic
FROM patient_looks(:patient, CAST(:at AS timestamptz), CAST(:id AS uuid), :limit)
""")
_ENCOUNTERS = text("""
SELECT id, clinic_id, kind, began, ended, code, text, reason, practitioner FROM encounters
WHERE patient_id = :patient
  AND (CAST(:at AS timestamptz) IS NULL OR (began, id) < (CAST(:at AS timestamptz), CAST(:id AS uuid)))
ORDER BY began DESC, id DESC LIMIT :limit
""")


async def history(connection: Connection, patient: UUID, since: int, below: int, limit: int) -> list[VersionRow]:
    """Return the changes of an open chart above one version and below another."""
    given = {"patient": patient, "since": since, "below": below, "limit": limit}
    return [VersionRow(*row) for row in await connection.execute(_HISTORY, given)]


async def looks(connection: Connection, patient: UUID, after: Place | None, limit: int) -> list[LookRow]:
    """Return who looked at an open chart, after a place in that order."""
    return [LookRow(*row) for row in await connection.execute(_LOOKS, _given(patient, after, limit))]


async def encounters(connection: Connection, patient: UUID, after: Place | None, limit: int) -> list[EncounterRow]:
    """Return the past visits of an open chart in the acting user's clinics, after a place in that order."""
    return [EncounterRow(*row) for row in await connection.execute(_ENCOUNTERS, _given(patient, after, limit))]


def _given(patient: UUID, after: Place | None, limit: int) -> dict[str, object]:
    at, last = after or (None, None)
    return {"patient": patient, "at": at, "id": last, "limit": limit}
