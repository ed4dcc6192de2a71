"""Statements of the check-in card: each calls one function that does it all (migration 0031)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, LiteralString, NamedTuple
from uuid import UUID

from clinic_console.hub.store.appointments import Answer
from clinic_console.hub.store.messages import Question
from clinic_console.hub.store.pools import Connection, driver_of


class Found(NamedTuple):
    """'' with the visit's clinic, its patient and the card (wire.check_in.CheckIn as JSON), or: none, glass."""

    outcome: str
    clinic: UUID | None
    patient: UUID | None
    card: str | None


_READ: Final = "SELECT outcome, clinic, patient, answer FROM check_in_read(%s::uuid, %s::timestamptz, %s::uuid[])"
_SAVE: Final = """
SELECT * FROM check_in_save(%(id)s, %(key)s, %(asked)s, %(at)s, %(version)s::int, %(noted)s::jsonb,
  %(identity)s::text, %(check_in)s, %(from)s::text[], %(open)s::text[], %(named)s::uuid[])
"""


def question(appointment: UUID, at: datetime, named: Sequence[UUID]) -> Question:
    """Ask for a visit's card with a transaction's beginning; ``answer`` reads what is said."""
    return Question.of("check_in_card", _READ, [appointment, at, list(named)])


def answer(question: Question) -> Found:
    """Return what a question has found."""
    return Found(*question.rows[0])


async def read(connection: Connection, appointment: UUID, at: datetime, named: Sequence[UUID]) -> Found:
    """Return a visit's card as it is in a transaction."""
    driver = await driver_of(connection)
    row = await (await driver.execute(_READ, [appointment, at, list(named)])).fetchone()
    return Found(*row)  # type: ignore[misc]


async def save(connection: Connection, given: Mapping[str, object]) -> Answer:
    """Write a visit's card: checked_in, check_in, again, or what is wrong."""
    return await changed(connection, _SAVE, given)


async def changed(connection: Connection, statement: LiteralString, given: Mapping[str, object]) -> Answer:
    """Call a function that changes a visit at the desk, and return what became of it."""
    driver = await driver_of(connection)
    row = await (await driver.execute(statement, given)).fetchone()
    # A request that is answered again may be for a visit of a clinic that has been left: nothing is told then.
    return Answer(*row) if row is not None and row[0] is not None else Answer("none", *(None,) * 9)  # type: ignore[arg-type]
