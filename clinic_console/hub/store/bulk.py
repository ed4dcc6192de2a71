"""Statements about many appointments at once: each calls one function that does it all (migration 0035)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, LiteralString, NamedTuple
from uuid import UUID

from clinic_console.hub.store.pools import Connection, driver_of


class Answer(NamedTuple):
    """What became of it, by the functions' words, where, and which operation it was.

    JSON: ``rows`` ([id, verdict, state, version, begins]), ``recorded`` ([id, patient, before, after]) of those that
    were changed, and ``changes`` (rows of ``schedule_changes``).
    """

    outcome: str
    clinic: UUID | None
    operation: str
    rows: str
    recorded: str
    changes: str
    at: datetime


# By the driver, and with the types written: as in store/appointments.py.
_DO: Final = """
SELECT * FROM appointments_bulk(%(key)s, %(asked)s, %(clinic)s, %(operation)s::text, %(kind)s::text,
  %(becomes)s::text, %(among)s::text[], %(beyond)s::text[], %(ids)s::uuid[], %(ats)s::bigint[], %(versions)s::int[],
  %(to)s::bigint[], %(practitioner)s::int, %(room)s::int, %(words)s::text, %(whole)s::boolean, %(release)s)
"""
_UNDO: Final = """
SELECT * FROM appointments_bulk_undo(%(id)s, %(key)s, %(asked)s, %(within)s, %(release)s)
"""


async def carry_out(connection: Connection, given: Mapping[str, object]) -> Answer:
    """Do one operation to many visits: done, again, or what is wrong with the request."""
    return await _answer(connection, _DO, given)


async def undo(connection: Connection, given: Mapping[str, object]) -> Answer:
    """Take back what was done to many visits: done, again, or what is wrong with the request."""
    return await _answer(connection, _UNDO, given)


async def _answer(connection: Connection, statement: LiteralString, given: Mapping[str, object]) -> Answer:
    driver = await driver_of(connection)
    row = await (await driver.execute(statement, given)).fetchone()
    return Answer(*(row or ()))  # type: ignore[arg-type]
