"""The search's bare function on one connection of the hub's own role, and the plans by which Postgres does it."""

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from types import TracebackType
from typing import Final, LiteralString, Self
from uuid import UUID

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg.errors import Diagnostic

from clinic_console.domain.patients_query import read_query
from clinic_console.hub.store import patients_list as store
from clinic_console.hub.store.pools import conninfo
from tests.bench.queries import Query

ROLE: Final = "clinic_hub"
_WATCHED: Final = (
    "patients", "patient_clinic", "patient_parts", "patient_roll", "patient_contacts", "patient_identifiers",
    "name_parts", "name_part_slips",
)  # fmt: skip
"""Large tables: none of them is ever read from its first row to its last."""
_SCAN: Final = re.compile(rf"Seq Scan on (?:public\.)?({'|'.join(_WATCHED)})\b")
_INDEX: Final = re.compile(r"Index(?: Only)? Scan(?: Backward)? (?:using|on) (\w+)")
_EXPLAINING: Final = (
    "-c session_preload_libraries=auto_explain -c auto_explain.log_min_duration=0 "
    "-c auto_explain.log_nested_statements=on -c client_min_messages=log"
)
_PAGE: Final = "SELECT * FROM patients_page('name', '', NULL, %s, %s, 50, 0)"
_MIDDLE: Final = "SELECT sort_name, id FROM patients ORDER BY 1, 2 OFFSET (SELECT count(*) / 2 FROM patients) LIMIT 1"
_TODAY: Final = date(2026, 11, 20)


class Raw:
    """One connection of the hub's own role, which acts for one user."""

    def __init__(self, dsn: str, user: UUID, clinics: Sequence[UUID]) -> None:
        self._connection = psycopg.connect(conninfo(dsn, "bench", ROLE))
        self._connection.execute("SELECT enter_scope(%s, %s)", [user, list(clinics)])

    def ask(self, query: Query, limit: int) -> float:
        """Search by the bare function, and return how long it took (ms)."""
        statement, values = _bare(query, limit)
        began = time.perf_counter()
        self._connection.execute(statement, values, prepare=True).fetchall()
        return (time.perf_counter() - began) * 1_000

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()


@dataclass(slots=True)
class Plans:
    """What the plans of some statements read: indexes, and large tables from first to last row."""

    indexes: set[str] = field(default_factory=set)
    scans: list[str] = field(default_factory=list)
    statements: int = 0

    def hear(self, notice: Diagnostic) -> None:
        """Take in a plan, as auto_explain tells it."""
        text = notice.message_primary or ""
        if "plan:" not in text:
            return
        self.statements += 1
        self.indexes |= set(_INDEX.findall(text))
        if _SCAN.search(text):
            self.scans.append(text)


def plans(dsn: str, user: UUID, clinics: Sequence[UUID], queries: Sequence[Query], limit: int) -> Plans:
    """Search, and turn to the first page and to the middle one, and return how Postgres does it for the hub's role.

    The statements inside the functions are planned and told as they are in use; explaining the outer one would show
    nothing of them.
    """
    with psycopg.connect(dsn) as superuser:
        [middle] = superuser.execute(_MIDDLE).fetchall()
    told = Plans()
    complete = make_conninfo(dsn, options=f"{_EXPLAINING} -c role={ROLE}")
    with psycopg.connect(complete) as connection:
        connection.execute("SELECT enter_scope(%s, %s)", [user, list(clinics)])
        connection.add_notice_handler(told.hear)
        for place in ([None, None], list(middle)):
            connection.execute(_PAGE, place).fetchall()
        for query in queries:
            connection.execute(*_bare(query, limit)).fetchall()
    return told


def _bare(query: Query, limit: int) -> tuple[LiteralString, list[object]]:
    """Return the statement by which the hub searches, with its values."""
    return store.SEARCH, store.search_values(read_query(query.text, query.order, _TODAY), limit + 1)
