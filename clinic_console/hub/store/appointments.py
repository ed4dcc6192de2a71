"""Statements about appointments: each calls one function that does it all (migrations 0024 and 0025)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, LiteralString, NamedTuple
from uuid import UUID

from clinic_console.hub.store.pools import Connection, driver_of


class Answer(NamedTuple):
    """What became of it, by the functions' words; on success the card (wire.schedule.Card as JSON), the rows of
    ``schedule_changes``, what changed of it (JSON), and the place that has become free, if any."""

    outcome: str
    clinic: UUID | None
    patient: UUID | None
    card: str | None
    changes: str | None
    before: str | None
    after: str | None
    practitioner: int | None
    begins: datetime | None
    ends: datetime | None


class Step(NamedTuple):
    """One change of an appointment; ``before`` and ``after`` are JSON."""

    version: int
    at: datetime
    by: str
    kind: str
    before: str
    after: str
    reason: str


class Visit(NamedTuple):
    """One visit in order of a chart; ``card`` is JSON."""

    id: UUID
    begins: datetime
    card: str


# By the driver: a desk books and moves all day (ADR 0059). The types are written, or each value would be a statement
# of its own kind.
_BOOK: Final = """
SELECT * FROM appointment_book(%(id)s, %(key)s, %(asked)s, %(clinic)s, %(patient)s, %(practitioner)s::int,
  %(type)s::int, %(begins)s, %(minutes)s::int, %(reason)s::text, %(hold)s::uuid, %(overbook)s::text, %(beside)s::text,
  %(waiting)s::uuid, %(notice)s, %(release)s, %(named)s::uuid[], %(over)s::uuid[])
"""
_MOVE: Final = """
SELECT * FROM appointment_move(%(id)s, %(key)s, %(asked)s, %(at)s, %(version)s::int, %(practitioner)s::int,
  %(begins)s, %(hold)s::uuid, %(overbook)s::text, %(beside)s::text, %(notice)s, %(release)s, %(states)s::text[],
  %(named)s::uuid[], %(over)s::uuid[])
"""
_GIVE_UP: Final = """
SELECT * FROM appointment_give_up(%(id)s, %(key)s, %(asked)s, %(at)s, %(version)s::int, %(kind)s::text,
  %(states)s::text[], %(words)s::text, %(notice)s, %(release)s, %(named)s::uuid[])
"""
_UNDO: Final = """
SELECT * FROM appointment_undo(%(id)s, %(key)s, %(asked)s, %(at)s, %(version)s::int, %(within)s, %(words)s::text,
  %(notice)s, %(release)s, %(named)s::uuid[])
"""
_READ: Final = "SELECT * FROM appointment_read(%(id)s, %(named)s::uuid[])"
_ZONE: Final = "SELECT appointment_zone(%(id)s, %(at)s)"
_CLINIC_ZONE: Final = "SELECT zone FROM clinics WHERE id = %(clinic)s"
_STEPS: Final = """
SELECT version, at, by, kind, before, after, reason FROM appointment_steps(%(id)s, %(limit)s::int, %(named)s::uuid[])
"""
_VISITS: Final = """
SELECT id, begins, card
FROM patient_visits(%(patient)s, %(at)s::timestamptz, %(last)s::uuid, %(limit)s::int, %(named)s::uuid[])
"""


async def book(connection: Connection, given: Mapping[str, object]) -> Answer:
    """Book a visit: booked, again, or what is wrong."""
    return await _answer(connection, _BOOK, given)


async def move(connection: Connection, given: Mapping[str, object]) -> Answer:
    """Move a visit of one of ``states``: moved, again, or what is wrong."""
    return await _answer(connection, _MOVE, given)


async def give_up(connection: Connection, given: Mapping[str, object]) -> Answer:
    """Cancel a visit of one of ``states``, or say that nobody came: its ``kind``, again, or what is wrong."""
    return await _answer(connection, _GIVE_UP, given)


async def undo(connection: Connection, given: Mapping[str, object]) -> Answer:
    """Take the last change of a visit back: undone, again, or what is wrong."""
    return await _answer(connection, _UNDO, given)


async def read(connection: Connection, appointment: UUID, named: Sequence[UUID]) -> Answer | None:
    """Return a visit of the user's clinics as it is now; names only of the clinics ``named``."""
    answer = await _answer(connection, _READ, {"id": appointment, "named": list(named)})
    return answer if answer.card is not None else None


async def zone_of(connection: Connection, appointment: UUID, at: datetime) -> str | None:
    """Return the time zone of the clinic of a visit that was seen to begin at a time."""
    return await _text(connection, _ZONE, {"id": appointment, "at": at})


async def clinic_zone(connection: Connection, clinic: UUID) -> str | None:
    """Return the time zone of one of the user's clinics."""
    return await _text(connection, _CLINIC_ZONE, {"clinic": clinic})


async def steps(connection: Connection, appointment: UUID, limit: int, named: Sequence[UUID]) -> list[Step]:
    """Return the changes of a visit of the user's clinics, the newest first."""
    driver = await driver_of(connection)
    given = {"id": appointment, "limit": limit, "named": list(named)}
    return [Step(*row) for row in await (await driver.execute(_STEPS, given)).fetchall()]  # type: ignore[arg-type]


async def visits(
    connection: Connection, patient: UUID, after: tuple[datetime, UUID] | None, limit: int, named: Sequence[UUID]
) -> list[Visit]:
    """Return the visits of an open chart in the user's clinics, the newest first, after a place in that order."""
    driver = await driver_of(connection)
    at, last = after or (None, None)
    given = {"patient": patient, "at": at, "last": last, "limit": limit, "named": list(named)}
    return [Visit(*row) for row in await (await driver.execute(_VISITS, given)).fetchall()]  # type: ignore[arg-type]


async def _answer(connection: Connection, statement: LiteralString, given: Mapping[str, object]) -> Answer:
    driver = await driver_of(connection)
    row = await (await driver.execute(statement, given)).fetchone()
    # A request that is answered again may be for a visit of a clinic that has been left: nothing is told then.
    return Answer(*row) if row is not None and row[0] is not None else Answer("none", *(None,) * 9)  # type: ignore[arg-type]


async def _text(connection: Connection, statement: LiteralString, given: Mapping[str, object]) -> str | None:
    driver = await driver_of(connection)
    row = await (await driver.execute(statement, given)).fetchone()
    return None if row is None or row[0] is None else str(row[0])
