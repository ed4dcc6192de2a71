"""Statements that find and list patients: functions of the database (migrations 0012, 0013) that see the clinics."""

from datetime import date
from typing import Final, LiteralString, NamedTuple
from uuid import UUID

from clinic_console.domain.patients_query import Query
from clinic_console.hub.store.messages import Question
from clinic_console.hub.store.pools import Connection, driver_of

FILTERS: Final = ("", "alerts", "interpreter", "deceased")
SORTS: Final = ("name", "born", "mrn", "changed")


class LineRow(NamedTuple):
    """A patient in a list; ``clinic_id`` is one of the user's that the patient is in; ids as they travel."""

    id: str
    mrn: str
    name: str
    name_latin: str
    name_kana: str
    born: date | None
    sex: str
    deceased: bool
    alert_kinds: list[str]
    interpreter: bool
    clinic_id: str


class Wanted(NamedTuple):
    """Which list: what it is sorted by (SORTS), whom it lets through (FILTERS), of one clinic or of all."""

    sort: str
    filter: str
    clinic: UUID | None


class Landmarks(NamedTuple):
    """How many rows a list has, and the key and id of each so many-th."""

    total: int
    keys: list[str]
    ids: list[UUID]


SEARCH: Final[LiteralString] = """
SELECT id::text, mrn, name, name_latin, name_kana, born, sex, deceased, alert_kinds, interpreter, clinic_id::text
FROM patients_search(%s::text[], %s::text[], %s::int, %s::date[], %s::text, %s::text, %s::boolean, %s::int)
"""
PAGE: Final[LiteralString] = """
SELECT id::text, mrn, name, name_latin, name_kana, born, sex, deceased, alert_kinds, interpreter, clinic_id::text, key
FROM patients_page(%s::text, %s::text, %s::uuid, %s::text, %s::uuid, %s::int, %s::int)
"""
PLACES: Final[LiteralString] = "SELECT total, keys, ids FROM patients_places(%s::text, %s::text, %s::uuid, %s::int)"


async def search(connection: Connection, query: Query, limit: int) -> list[LineRow]:
    """Return the best of those who fit, at most so many."""
    driver = await driver_of(connection)
    found = await driver.execute(SEARCH, search_values(query, limit))
    return [LineRow(*row) for row in await found.fetchall()]  # type: ignore[arg-type]


def search_values(query: Query, limit: int) -> list[object]:
    """Return the values of SEARCH."""
    words, others, born = list(query.words), list(query.others), list(query.born)
    return [words, others, query.year, born, query.phone, query.number, query.either, limit]


def page(wanted: Wanted, after: tuple[str, UUID] | None, limit: int, skip: int) -> Question:
    """Ask for rows behind a place in a list; ``skip`` rows are left out."""
    return Question.of("patients_page", PAGE, [*wanted, *(after or (None, None)), limit, skip])


def page_found(question: Question) -> tuple[list[LineRow], list[str]]:
    """Return the rows that ``page`` has found, and each one's own place."""
    return [LineRow(*row[:-1]) for row in question.rows], [str(row[-1]) for row in question.rows]


async def places(connection: Connection, wanted: Wanted, every: int) -> Landmarks:
    """Return how long a list is and its landmarks."""
    driver = await driver_of(connection)
    row = await (await driver.execute(PLACES, [*wanted, every])).fetchone()
    total, keys, ids = row or (0, None, None)
    return Landmarks(total or 0, keys or [], ids or [])  # type: ignore[arg-type]
