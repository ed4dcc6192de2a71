"""Statements that register and change patients; what writes are functions (migration 0009)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text

from clinic_console.hub.store.pools import Connection


class Outcome(NamedTuple):
    """What became of it (see the functions), and which field somebody else's value stands in."""

    outcome: str
    field: str


class Link(NamedTuple):
    """What became of bringing somebody here: linked, here, none, refused, or slowed for so many seconds."""

    outcome: str
    patient: UUID | None
    wait: int


class Shown(NamedTuple):
    """What somebody has shown who says that another clinic knows them; ``folded`` is the number as it is compared."""

    name: str
    born: date
    number: str
    folded: str


class Asked(NamedTuple):
    """By what somebody may be known already; ``itself`` is left out."""

    itself: UUID
    born: date | None
    words: Sequence[str]
    mrn: str
    digits: Sequence[str]
    folded: Sequence[str]


class Probable(NamedTuple):
    """Who it may be of the own clinics (JSON), and whether there is somebody of whom nothing may be told."""

    found: str
    elsewhere: bool


class Confirmed(NamedTuple):
    """By whom and when two identifiers were compared."""

    by: str
    at: datetime


_KNOWN = text("SELECT patient_known(:id)")
_REGISTER = text("SELECT outcome, field FROM patient_register(:id, :clinic, CAST(:data AS jsonb))")
_CHANGE = text("""
SELECT outcome, field FROM patient_change(:patient, :version, CAST(:data AS jsonb), CAST(:changes AS jsonb))
""")
_LINK = text("""
SELECT outcome, patient, coalesce(wait, 0) AS wait
FROM patient_link(:clinic, :name, :born, :number, :folded, :within, :most)
""")
_PROBABLE = text("""
SELECT found, elsewhere FROM patient_probable(:itself, CAST(:born AS date), CAST(:words AS text[]), :mrn,
                                              CAST(:digits AS text[]), CAST(:folded AS text[]))
""")
_CONFIRM = text("SELECT by, at FROM patient_confirm(:id, :patient, :clinic, CAST(:which AS text[]))")


async def known(connection: Connection, patient: UUID) -> str:
    """Say what an id is to the acting user who registers somebody: 'mine', 'taken', or ''."""
    return str((await connection.execute(_KNOWN, {"id": patient})).scalar_one())


async def register(connection: Connection, patient: UUID, clinic: UUID, data: str) -> Outcome:
    """Register somebody in a clinic: made, mine (sent again), refused (not one's clinic), or taken."""
    row = (await connection.execute(_REGISTER, {"id": patient, "clinic": clinic, "data": data})).one()
    return Outcome(*row)


async def change(connection: Connection, patient: UUID, version: int, data: str, changes: str) -> Outcome:
    """Change a chart that still has this version: done, none (not open), changed (a newer one), or taken."""
    given = {"patient": patient, "version": version, "data": data, "changes": changes}
    return Outcome(*(await connection.execute(_CHANGE, given)).one())


async def link(connection: Connection, clinic: UUID, shown: Shown, within: timedelta, most: int) -> Link:
    """Bring the one patient here who has this name, day of birth and number; at most ``most`` tries ``within``."""
    given = {"clinic": clinic, **shown._asdict(), "within": within, "most": most}
    return Link(*(await connection.execute(_LINK, given)).one())


async def probable(connection: Connection, asked: Asked) -> Probable:
    """Return who may be the same person."""
    lists = {"words": list(asked.words), "digits": list(asked.digits), "folded": list(asked.folded)}
    given = {**asked._asdict(), **lists}
    return Probable(*(await connection.execute(_PROBABLE, given)).one())


async def confirm(
    connection: Connection, confirmation: UUID, patient: UUID, clinic: UUID, which: Sequence[str]
) -> Confirmed | None:
    """Keep that two identifiers were compared; None where the chart is not open to the acting user."""
    given = {"id": confirmation, "patient": patient, "clinic": clinic, "which": list(which)}
    row = (await connection.execute(_CONFIRM, given)).one_or_none()
    return None if row is None else Confirmed(*row)
