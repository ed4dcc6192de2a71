"""Statements about practitioners: one per page; what writes them is a function (migration 0023)."""

import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text

from clinic_console.hub.store.pools import Connection
from clinic_console.hub.store.templates_affected import AffectedRow, rows_of


class PractitionerRow(NamedTuple):
    """Somebody who sees patients; ``clinics`` are those that were asked about."""

    id: int
    name: str
    title: str
    sort_name: str
    active: bool
    version: int
    user_id: UUID | None
    clinics: Sequence[UUID]
    specialties: Sequence[int]


class Wanted(NamedTuple):
    """Which practitioners: trained in this (0: anybody), with this in the name; ``inactive``: those who see
    nobody any more, too."""

    specialty: int = 0
    text: str = ""
    inactive: bool = False


class Saved(NamedTuple):
    """What became of it (see the function), and whose number it is."""

    outcome: str
    id: int


_COLUMNS = """
SELECT r.id, r.name, r.title, r.sort_name, r.active, r.version, r.user_id,
  ARRAY(SELECT c.clinic_id FROM practitioner_clinics c
        WHERE c.resource_id = r.id AND c.clinic_id = ANY(:clinics) ORDER BY 1) AS clinics,
  ARRAY(SELECT s.specialty_id FROM practitioner_specialties s WHERE s.resource_id = r.id ORDER BY 1) AS specialties
"""
_THERE = """
EXISTS (SELECT FROM practitioner_clinics c WHERE c.resource_id = r.id AND c.clinic_id = ANY(:clinics))
"""
_PAGE = text(f"""
{_COLUMNS}
FROM (
  SELECT * FROM resources r
  WHERE r.kind = 'practitioner' AND (r.active OR :inactive) AND (
      EXISTS (SELECT FROM practitioner_clinics c WHERE c.resource_id = r.id AND c.clinic_id = ANY(:there))
      OR r.id IN (SELECT l.resource_id FROM practitioner_left l WHERE l.clinic_id = ANY(:left)))
    AND (:text = '' OR strpos(lower(r.name), lower(:text)) > 0 OR strpos(r.sort_name, lower(:text)) > 0)
    AND (:specialty = 0 OR EXISTS (
      SELECT FROM practitioner_specialties s WHERE s.resource_id = r.id AND s.specialty_id = :specialty))
    AND (CAST(:after_id AS int) IS NULL OR (r.sort_name, r.id) > (:after_name, CAST(:after_id AS int)))
  ORDER BY r.sort_name, r.id
  LIMIT :limit) r
ORDER BY r.sort_name, r.id
""")  # noqa: S608 - constants of this module; values are bound
_ONE = text(f"""
{_COLUMNS}
FROM resources r WHERE r.id = :id AND r.kind = 'practitioner' AND {_THERE}
""")
_SAVE = text("SELECT outcome, id FROM practitioner_save(:id, :version, CAST(:data AS jsonb))")
_AFFECTED = text("""
SELECT * FROM practitioner_affected(:id, CAST(:clinics AS uuid[]), :active, CAST(:named AS uuid[]), :most)
""")


async def practitioner_page(
    connection: Connection,
    there: Sequence[UUID],
    left: Sequence[UUID],
    clinics: Sequence[UUID],
    wanted: Wanted,
    after: tuple[str, int] | None,
    limit: int,
) -> list[PractitionerRow]:
    """Return those who see patients ``there``, or have ``left`` a clinic, by (sort name, id), at most ``limit`` after
    a key; each with those of ``clinics`` where he or she does."""
    name, number = after or ("", None)
    places = {"there": list(there), "left": list(left), "clinics": list(clinics)}
    given = {**places, "after_name": name, "after_id": number, "limit": limit, **wanted._asdict()}
    return [PractitionerRow(*row) for row in await connection.execute(_PAGE, given)]


async def find_practitioner(connection: Connection, number: int, clinics: Sequence[UUID]) -> PractitionerRow | None:
    """Return somebody; None when he or she sees patients in none of the clinics."""
    row = (await connection.execute(_ONE, {"id": number, "clinics": list(clinics)})).one_or_none()
    return None if row is None else PractitionerRow(*row)


async def save_practitioner(
    connection: Connection, number: int | None, version: int, data: Mapping[str, object]
) -> Saved:
    """Add somebody (no number) or change one: done, none, changed, elsewhere, clinics or specialties."""
    given = {"id": number, "version": version, "data": json.dumps(data)}
    return Saved(*(await connection.execute(_SAVE, given)).one())


async def affected_by_practitioner(
    connection: Connection, number: int, clinics: Sequence[UUID], named: Sequence[UUID], most: int, *, active: bool
) -> list[AffectedRow]:
    """Return the future visits that somebody would leave behind."""
    given = {"id": number, "clinics": list(clinics), "active": active, "named": list(named), "most": most}
    return rows_of(await connection.execute(_AFFECTED, given))
