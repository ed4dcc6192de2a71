"""Statements that read the audit log as an auditor may: row level security decides which rows there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, and_, column, func, literal, or_, select, table, text, tuple_
from sqlalchemy.dialects.postgresql import ARRAY

from clinic_console.domain.audit import GENESIS
from clinic_console.hub.store.pools import Connection


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events: of these clinics or of none, from a time on and before another, and what else is asked for."""

    clinics: frozenset[UUID]
    begins: datetime
    ends: datetime
    user: UUID | None = None
    patient: UUID | None = None
    actions: tuple[str, ...] = ()
    clinic: UUID | None = None


class EventRow(NamedTuple):
    """One event."""

    id: UUID
    at: datetime
    user_id: UUID | None
    user_name: str
    station_id: UUID | None
    address: str
    program: str
    clinic_id: UUID | None
    action: str
    object_kind: str
    object_id: str
    patient_id: UUID | None
    before: str
    after: str
    reason: str
    request_id: str
    seq: int | None
    station_name: str


class ChainRow(NamedTuple):
    """How far the whole log is sealed, and what waits."""

    seq: int
    hash: bytes
    waiting: int
    oldest: datetime | None


_LOG: Final = table("audit_log", *(column(name) for name in EventRow._fields[:-1]))
_CLINICS: Final = column("clinics", ARRAY(Uuid))
_CONCERNED = text("""
SELECT c FROM unnest(CAST(:clinics AS uuid[])) c
WHERE EXISTS (SELECT FROM patient_clinic pc WHERE pc.patient_id = :patient AND pc.clinic_id = c)
   OR EXISTS (SELECT FROM audit_log a WHERE a.patient_id = :patient AND a.clinics @> ARRAY[c])
""")
_STATIONS: Final = table("stations", column("id"), column("name"))
_MRNS = text("SELECT id, mrn FROM audit_mrn(CAST(:patients AS uuid[]))")
_PATIENT = text("SELECT audit_patient(:mrn)")
_NAME = text("SELECT name FROM users WHERE id = :user")
_CHAIN = text("SELECT seq, hash, waiting, oldest FROM audit_chain()")


async def page(
    connection: Connection, wanted: Wanted, after: tuple[datetime, UUID] | None, limit: int
) -> list[EventRow]:
    """Return events, the newest first, that come after a place in that order."""
    query = (
        select(*_LOG.c, func.coalesce(_STATIONS.c.name, ""))
        .select_from(_LOG.outerjoin(_STATIONS, _STATIONS.c.id == _LOG.c.station_id))
        .where(and_(*_conditions(wanted, after)))
        .order_by(_LOG.c.at.desc(), _LOG.c.id.desc())
        .limit(limit)
    )
    return [EventRow._make(row) for row in await connection.execute(query)]


def _conditions(wanted: Wanted, after: tuple[datetime, UUID] | None) -> list[ColumnElement[bool]]:
    log: Any = _LOG.c
    # Of these clinics, or of nobody: a sign-in that failed belongs to none.
    own = or_(
        log.clinic_id.in_(list(wanted.clinics)),
        _CLINICS.overlap(list(wanted.clinics)),
        and_(log.user_id.is_(None), func.cardinality(_CLINICS) == 0),
    )
    found = [log.at >= wanted.begins, log.at < wanted.ends, own]
    if wanted.user is not None:
        found.append(log.user_id == wanted.user)
    if wanted.patient is not None:
        found.append(log.patient_id == wanted.patient)
    if wanted.actions:
        found.append(log.action.in_(wanted.actions))
    if wanted.clinic is not None:
        found.append(log.clinic_id == wanted.clinic)
    if after is not None:
        found.append(tuple_(log.at, log.id) < tuple_(*(literal(part) for part in after)))
    return found


async def mrns(connection: Connection, patients: Sequence[UUID]) -> dict[UUID, str]:
    """Return the numbers of those patients that an auditor reads about."""
    if not patients:
        return {}
    return {row.id: row.mrn for row in await connection.execute(_MRNS, {"patients": list(patients)})}


async def patient_of(connection: Connection, mrn: str) -> UUID | None:
    """Return the patient of a number whom an auditor may read about."""
    found: UUID | None = (await connection.execute(_PATIENT, {"mrn": mrn})).scalar_one()
    return found


async def concerned(connection: Connection, patient: UUID, clinics: frozenset[UUID]) -> frozenset[UUID]:
    """Return those of some clinics that a patient belongs to, or whose log tells of it."""
    found = await connection.execute(_CONCERNED, {"patient": patient, "clinics": list(clinics)})
    return frozenset(found.scalars())


async def name_of(connection: Connection, user: UUID | None) -> str:
    """Return the acting user's name."""
    return str((await connection.execute(_NAME, {"user": user})).scalar_one_or_none() or "")


async def chain(connection: Connection) -> ChainRow:
    """Return how far the whole log is sealed."""
    row = (await connection.execute(_CHAIN)).one()
    return ChainRow(row.seq or 0, bytes(row.hash or GENESIS), row.waiting, row.oldest)
