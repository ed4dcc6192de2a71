"""Statements about absences, what becomes of their visits, and the calls: functions (migrations 0032, 0036, 0037)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, LiteralString, NamedTuple
from uuid import UUID

from clinic_console.hub.store.pools import Connection, driver_of


class Known(NamedTuple):
    """All that a plan is made of; the texts are JSON, times ms since 1970. ``until``: places behind were left out."""

    now: int
    until: int
    more: bool
    elsewhere: int
    visits: str
    types: str
    people: str
    names: str
    zone: str
    places: str
    pools: str


class Answer(NamedTuple):
    """What became of it, by the functions' words; the call list, what was changed and what hubs are told (JSON)."""

    outcome: str
    list: UUID | None
    done: str | None
    changes: str | None


class ListRow(NamedTuple):
    """A call list; ``rows`` is JSON of wire.unavailable.CallRow, ``seen``: of so many the patient is told."""

    clinic: UUID
    practitioner: int
    begins: int
    ends: int
    label: str
    days: int
    by: str
    made_at: int
    undone: bool
    touched: bool
    rows: str
    seen: int


class HeadRow(NamedTuple):
    """One of a clinic's call lists."""

    id: UUID
    practitioner: int
    begins: int
    ends: int
    label: str
    days: int
    by: str
    at: datetime
    rows: int
    open: int
    undone: bool


_PREVIEW: Final = """
SELECT * FROM away_preview(%(clinic)s, nullif(%(practitioner)s::int, 0), %(begins)s, %(ends)s, %(days)s::int,
  %(most)s::int, %(many)s::int, %(named)s::uuid[])
"""
_COMMIT: Final = """
SELECT * FROM away_commit(%(id)s, %(key)s, %(asked)s, %(exception)s, %(clinic)s, nullif(%(practitioner)s::int, 0),
  %(begins)s, %(ends)s, %(label)s::text, %(days)s::int, %(ids)s::uuid[], %(ats)s::timestamptz[], %(versions)s::int[],
  %(actions)s::text[], %(people)s::int[], %(times)s::timestamptz[], %(words)s::text, %(release)s, %(moving)s::text[],
  %(cancelling)s::text[])
"""
_UNDO: Final = "SELECT * FROM away_undo(%(id)s, %(release)s)"
_CALLED: Final = """
SELECT * FROM away_called(%(id)s, %(appointment)s, %(version)s::int, %(contact)s::text, %(note)s::text)
"""
_CALLS: Final = "SELECT * FROM away_calls(%(id)s, %(appointment)s::uuid, %(named)s::uuid[])"
_HEADS: Final = """
SELECT * FROM away_heads(%(clinic)s, %(at)s::timestamptz, %(last)s::uuid, %(limit)s::int)
"""


async def preview(connection: Connection, given: Mapping[str, object]) -> Known | None:
    """Return all that a plan is made of, in one snapshot; None where the clinic is not the user's."""
    row = await _row(connection, _PREVIEW, given)
    return None if row is None or row[0] is None else Known(*row)  # type: ignore[arg-type]


async def commit(connection: Connection, given: Mapping[str, object]) -> Answer:
    """Do what was planned: done, again, or what is wrong."""
    return await _answer(connection, _COMMIT, given)


async def undo(connection: Connection, given: Mapping[str, object]) -> Answer:
    """Take it back: undone, again, or what is wrong."""
    return await _answer(connection, _UNDO, given)


async def called(connection: Connection, given: Mapping[str, object]) -> Answer:
    """Note what came of a call: called, again, or what is wrong."""
    return await _answer(connection, _CALLED, given)


async def calls(
    connection: Connection, number: UUID, named: Sequence[UUID], appointment: UUID | None = None
) -> ListRow | None:
    """Return a call list of the user's clinics, or one row of it; None where there is none."""
    row = await _row(connection, _CALLS, {"id": number, "appointment": appointment, "named": list(named)})
    return None if row is None else ListRow(*row)  # type: ignore[arg-type]


async def heads(
    connection: Connection, clinic: UUID, after: tuple[datetime, UUID] | None, limit: int
) -> list[HeadRow]:
    """Return a clinic's call lists, the newest first, after a place in that order."""
    at, last = after or (None, None)
    driver = await driver_of(connection)
    given = {"clinic": clinic, "at": at, "last": last, "limit": limit}
    return [HeadRow(*row) for row in await (await driver.execute(_HEADS, given)).fetchall()]  # type: ignore[arg-type]


async def _answer(connection: Connection, statement: LiteralString, given: Mapping[str, object]) -> Answer:
    row = await _row(connection, statement, given)
    return Answer(*row) if row is not None and row[0] is not None else Answer("none", None, None, None)  # type: ignore[arg-type]


async def _row(
    connection: Connection, statement: LiteralString, given: Mapping[str, object]
) -> tuple[object, ...] | None:
    driver = await driver_of(connection)
    return await (await driver.execute(statement, given)).fetchone()
