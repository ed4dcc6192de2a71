"""Statements about appointments: each calls one function that does it all (migrations 0024 and 0025)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, LiteralString, NamedTuple
from uuid import UUID

from clinic_console.hub.store.messages import Question
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


# Each is asked with its transaction's beginning (ADR 0059). The types are written, or each value would be a statement
# of its own kind.
_BOOK: Final[LiteralString] = """
SELECT * FROM appointment_book(%s::uuid, %s::uuid, %s::bytea, %s::uuid, %s::uuid, %s::int, %s::int, %s::timestamptz,
  %s::int, %s::text, %s::uuid, %s::text, %s::text, %s::uuid, %s::uuid, %s::interval, %s::uuid[], %s::uuid[])
"""
_BOOK_GIVEN: Final = (
    "id", "key", "asked", "clinic", "patient", "practitioner", "type", "begins", "minutes", "reason", "hold",
    "overbook", "beside", "waiting", "notice", "release", "named", "over",
)  # fmt: skip
_MOVE: Final[LiteralString] = """
SELECT * FROM appointment_move(%s::uuid, %s::uuid, %s::bytea, %s::timestamptz, %s::int, %s::int, %s::timestamptz,
  %s::uuid, %s::text, %s::text, %s::uuid, %s::interval, %s::text[], %s::uuid[], %s::uuid[])
"""
_MOVE_GIVEN: Final = (
    "id", "key", "asked", "at", "version", "practitioner", "begins", "hold", "overbook", "beside", "notice",
    "release", "states", "named", "over",
)  # fmt: skip
_GIVE_UP: Final[LiteralString] = """
SELECT * FROM appointment_give_up(%s::uuid, %s::uuid, %s::bytea, %s::timestamptz, %s::int, %s::text, %s::text[],
  %s::text, %s::uuid, %s::interval, %s::uuid[])
"""
_GIVE_UP_GIVEN: Final = (
    "id", "key", "asked", "at", "version", "kind", "states", "words", "notice", "release", "named",
)  # fmt: skip
_UNDO: Final[LiteralString] = """
SELECT * FROM appointment_undo(%s::uuid, %s::uuid, %s::bytea, %s::timestamptz, %s::int, %s::interval, %s::text,
  %s::uuid, %s::interval, %s::uuid[])
"""
_UNDO_GIVEN: Final = ("id", "key", "asked", "at", "version", "within", "words", "notice", "release", "named")
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


def book(given: Mapping[str, object]) -> Question:
    """Book a visit: booked, again, or what is wrong (``outcome_of``)."""
    return Question.of("appointment_book", _BOOK, [given[each] for each in _BOOK_GIVEN])


def move(given: Mapping[str, object]) -> Question:
    """Move a visit of one of ``states``: moved, again, or what is wrong."""
    return Question.of("appointment_move", _MOVE, [given[each] for each in _MOVE_GIVEN])


def give_up(given: Mapping[str, object]) -> Question:
    """Cancel a visit of one of ``states``, or say that nobody came: its ``kind``, again, or what is wrong."""
    return Question.of("appointment_give_up", _GIVE_UP, [given[each] for each in _GIVE_UP_GIVEN])


def undo(given: Mapping[str, object]) -> Question:
    """Take the last change of a visit back: undone, again, or what is wrong."""
    return Question.of("appointment_undo", _UNDO, [given[each] for each in _UNDO_GIVEN])


def outcome_of(question: Question) -> Answer:
    """Return what became of a visit that was to be booked or changed."""
    return _told(question.rows[0] if question.rows else None)


async def read(connection: Connection, appointment: UUID, named: Sequence[UUID]) -> Answer | None:
    """Return a visit of the user's clinics as it is now; names only of the clinics ``named``."""
    answer = await answered(connection, _READ, {"id": appointment, "named": list(named)})
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


async def answered(connection: Connection, statement: LiteralString, given: Mapping[str, object]) -> Answer:
    """Call one of the functions that change a visit, and return what became of it."""
    driver = await driver_of(connection)
    return _told(await (await driver.execute(statement, given)).fetchone())


def _told(row: Sequence[Any] | None) -> Answer:
    # A request that is answered again may be for a visit of a clinic that has been left: nothing is told then.
    return Answer(*row) if row is not None and row[0] is not None else Answer("none", *(None,) * 9)


async def _text(connection: Connection, statement: LiteralString, given: Mapping[str, object]) -> str | None:
    driver = await driver_of(connection)
    row = await (await driver.execute(statement, given)).fetchone()
    return None if row is None or row[0] is None else str(row[0])
