"""Statements about exceptions from the weekly hours: all of them functions (migration 0020)."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text

from clinic_console.hub.store.pools import Connection
from clinic_console.hub.store.templates_affected import AffectedRow, rows_of


class New(NamedTuple):
    """An exception as it is to be written; no practitioner: the whole clinic."""

    id: UUID
    clinic: UUID
    kind: str
    practitioner: int | None
    begins: datetime
    ends: datetime
    label: str
    step: int
    cap: int


class ExceptionRow(NamedTuple):
    """One exception; without a clinic: written where the acting user does not see, its times alone."""

    id: UUID
    clinic_id: UUID | None
    kind: str
    begins: datetime
    ends: datetime
    practitioner: int
    label: str
    by: str
    at: datetime
    step: int
    cap: int


class Place(NamedTuple):
    """A clinic's zone, and whether somebody (nobody: 0) sees patients there."""

    zone: str
    known: bool


class Wanted(NamedTuple):
    """Which exceptions of a clinic: of a practitioner (0: all), between two times."""

    clinic: UUID
    practitioner: int
    first: datetime
    last: datetime


class Removed(NamedTuple):
    """An exception that was taken back."""

    kind: str
    clinic_id: UUID
    practitioner: int
    begins: datetime
    ends: datetime
    label: str


_PLACE = text("""
SELECT c.zone, :practitioner = 0 OR EXISTS (
  SELECT FROM practitioner_clinics p WHERE p.clinic_id = c.id AND p.resource_id = :practitioner) AS known
FROM clinics c WHERE c.id = :clinic
""")
_PAGE = text("""
SELECT * FROM exceptions_page(:clinic, nullif(:practitioner, 0), :first, :last, :after_at, :after_id, :limit)
""")
_ADD = text("""
SELECT exception_add(:id, :clinic, :kind, :practitioner, :begins, :ends, :label, :step, :cap)
""")
_REMOVE = text("""
SELECT kind, clinic_id, coalesce(resource_id, 0), lower(during), upper(during), label FROM exception_remove(:id)
""")
_AFFECTED = text("""
SELECT * FROM exception_affected(:clinic, :kind, :practitioner, :begins, :ends, CAST(:named AS uuid[]), :most)
""")
_REMOVAL = text("SELECT * FROM exception_removal_affected(:id, CAST(:named AS uuid[]), :most)")
_THERE = text("SELECT EXISTS (SELECT FROM schedule_exceptions WHERE id = :id AND clinic_id = ANY(:clinics))")


async def place_of(connection: Connection, clinic: UUID, practitioner: int) -> Place | None:
    """Return what is known of a clinic of the acting user's; None for no such clinic."""
    row = (await connection.execute(_PLACE, {"clinic": clinic, "practitioner": practitioner})).one_or_none()
    return None if row is None else Place(*row)


async def exceptions_page(
    connection: Connection, wanted: Wanted, after: tuple[datetime, UUID], limit: int
) -> list[ExceptionRow]:
    """Return exceptions by (begin, id), at most ``limit`` after a key."""
    given = {**wanted._asdict(), "after_at": after[0], "after_id": after[1], "limit": limit}
    return [ExceptionRow(*row) for row in await connection.execute(_PAGE, given)]


async def is_there(connection: Connection, number: UUID, clinics: Sequence[UUID]) -> bool:
    """Say whether an exception is written in one of these clinics."""
    return bool((await connection.execute(_THERE, {"id": number, "clinics": list(clinics)})).scalar_one())


async def add_exception(connection: Connection, new: New) -> str:
    """Write an exception: '' when it is done, none (not one's clinic) or practitioner (nobody of that clinic)."""
    return str((await connection.execute(_ADD, new._asdict())).scalar_one())


async def remove_exception(connection: Connection, number: UUID) -> Removed | None:
    """Take an exception of the acting user's clinics back; None where there is none."""
    row = (await connection.execute(_REMOVE, {"id": number})).one_or_none()
    return None if row is None else Removed(*row)


async def affected_by_exception(
    connection: Connection, new: New, named: Sequence[UUID], most: int
) -> list[AffectedRow]:
    """Return the future visits that an exception would leave behind."""
    given = {**new._asdict(), "named": list(named), "most": most}
    return rows_of(await connection.execute(_AFFECTED, given))


async def affected_by_removal(
    connection: Connection, number: UUID, named: Sequence[UUID], most: int
) -> list[AffectedRow]:
    """Return the future visits that would be left behind if an exception were taken back: of extra hours."""
    given = {"id": number, "named": list(named), "most": most}
    return rows_of(await connection.execute(_REMOVAL, given))
