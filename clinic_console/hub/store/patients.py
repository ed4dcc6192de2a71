"""Statements about patients: who somebody is, and the mark of a restricted chart."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final, LiteralString, NamedTuple
from uuid import UUID

from sqlalchemy import text

from clinic_console.hub.store.messages import Prepared, Question
from clinic_console.hub.store.pools import Connection, driver_of


class PatientRow(NamedTuple):
    """One patient; ``clinic_id`` is where the user may see it, ``glass_until`` is set only where glass opens it.

    ``identifiers`` to ``confirmed`` are JSON in the form of the wire's structs, None for nothing.
    """

    id: UUID
    mrn: str
    name: str
    name_latin: str
    born: date | None
    sex: str
    restriction: str
    name_kana: str
    family: str
    former_name: str
    deceased: bool
    died: date | None
    language: str
    interpreter: bool
    version: int
    identifiers: str | None
    contacts: str | None
    alerts: str | None
    consents: str | None
    confirmed: str | None
    clinic_id: UUID
    glass_until: datetime | None


class Chart(NamedTuple):
    """By what a chart is open: where, and until when if by broken glass."""

    clinic_id: UUID
    glass_until: datetime | None


class Found(NamedTuple):
    """What there is for a user: the patient if the chart is open, else whether there is one that is restricted.

    ``lifted``: the same user has taken its mark away within the last day.
    """

    patient: PatientRow | None
    restricted: bool
    lifted: bool


class Access(NamedTuple):
    """As ``Found``, without who it is."""

    chart: Chart | None
    restricted: bool
    lifted: bool


# The same rule as row level security's: linked and not marked, or opened by this user's own glass.
GLASS: Final = """
LEFT JOIN LATERAL (
  SELECT g.clinic_id, g.expires_at FROM break_glass g
  WHERE g.user_id = :user AND g.patient_id = {patient} AND g.clinic_id = ANY(:clinics)
    AND g.ended_at IS NULL AND g.expires_at > now()
  ORDER BY g.expires_at DESC LIMIT 1) glass ON true
"""
LINK: Final = """
LEFT JOIN LATERAL (
  SELECT pc.clinic_id FROM patient_clinic pc
  WHERE pc.patient_id = {patient} AND pc.clinic_id = ANY(:clinics)
  ORDER BY pc.clinic_id LIMIT 1) link ON true
"""
OPEN: Final = "(p.restriction IS NULL AND link.clinic_id IS NOT NULL OR glass.clinic_id IS NOT NULL)"
COLUMNS: Final = """
p.id, p.mrn, p.name, p.name_latin, p.born, p.sex, coalesce(p.restriction, ''), p.name_kana, p.family, p.former_name,
p.deceased, p.died, p.language, p.interpreter, p.version,
d.identifiers, d.contacts, d.alerts, d.consents, d.confirmed
"""
"""Those of ``PatientRow`` up to ``confirmed``, of a row ``p`` and its DETAILS."""
DETAILS: Final = "LEFT JOIN LATERAL patient_details(p.id) d ON true"
"""Lists of a chart, by a function that asks once whether it is open: policies of five tables would ask each."""
_CHART: Final = """
coalesce(link.clinic_id, glass.clinic_id),
CASE WHEN p.restriction IS NOT NULL OR link.clinic_id IS NULL THEN glass.expires_at END
"""


def _as_driver(statement: str) -> LiteralString:
    """Write a statement's parameters as the driver does: charts are opened all day, so they go by it (ADR 0059)."""
    return re.sub(r"(?<!:):(user|patient|clinics)\b", r"%(\1)s", statement)


# One row always: who may not see the chart is told whether it is restricted (nothing: there is none in the clinics).
_FROM: Final = f"""
       p.id IS NULL AND patient_restriction(asked.id) IS NOT NULL AS known,
       coalesce(p.lifted_by = :user AND p.lifted_at > now() - interval '24 hours', false) AS lifted
FROM (SELECT CAST(:patient AS uuid) AS id) asked
{GLASS.format(patient="asked.id")}
{LINK.format(patient="asked.id")}
LEFT JOIN patients p ON p.id = asked.id AND {OPEN}
"""
_CARD: Final = f"SELECT {COLUMNS}, {_CHART}, {_FROM} {DETAILS}"
_PATIENT: Final = _as_driver(_CARD)
_OPENED: Final = Prepared("patient_card", {"patient": "uuid", "user": "uuid", "clinics": "uuid[]"}, _CARD)
_ACCESS: Final = _as_driver(f"SELECT p.id, {_CHART}, {_FROM}")
_RESTRICT = text("""
SELECT patient_restrict(:patient, :restriction) AS before,
       (SELECT clinic_id FROM patient_clinic WHERE patient_id = :patient AND clinic_id = ANY(:clinics)
        ORDER BY clinic_id LIMIT 1) AS clinic_id
""")


async def find(connection: Connection, patient: UUID, user: UUID | None, clinics: Sequence[UUID]) -> Found:
    """Return a patient as far as a user of some clinics may see it."""
    return _found(await _row(connection, _PATIENT, patient, user, clinics))


def question(patient: UUID, user: UUID | None, clinics: Sequence[UUID]) -> Question:
    """Ask for a patient with a transaction's beginning, as ``find`` does later; ``answer`` reads what is said."""
    return Question((_OPENED, {"patient": patient, "user": user, "clinics": list(clinics)}))


def answer(question: Question) -> Found:
    """Return what a question has found."""
    return _found(question.rows[0])


def _found(row: tuple[Any, ...]) -> Found:
    *columns, known, lifted = row
    return Found(PatientRow(*columns) if columns[0] is not None else None, known, lifted)


async def access(connection: Connection, patient: UUID, user: UUID | None, clinics: Sequence[UUID]) -> Access:
    """Return whether a chart is open to a user of some clinics, and by what."""
    found, clinic, until, known, lifted = await _row(connection, _ACCESS, patient, user, clinics)
    return Access(Chart(clinic, until) if found is not None else None, known, lifted)


async def _row(
    connection: Connection, statement: LiteralString, patient: UUID, user: UUID | None, clinics: Sequence[UUID]
) -> tuple[Any, ...]:
    driver = await driver_of(connection)
    parameters = {"patient": patient, "user": user, "clinics": list(clinics)}
    rows: list[tuple[Any, ...]] = await (await driver.execute(statement, parameters)).fetchall()
    return rows[0]


async def restrict(
    connection: Connection, patient: UUID, restriction: str, clinics: Sequence[UUID]
) -> tuple[str, UUID] | None:
    """Mark a chart of some clinics and return the mark before, and whose it is; None: they have no such patient."""
    parameters = {"patient": patient, "restriction": restriction, "clinics": list(clinics)}
    row = (await connection.execute(_RESTRICT, parameters)).one()
    return None if row.before is None or row.clinic_id is None else (row.before, row.clinic_id)
