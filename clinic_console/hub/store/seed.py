"""Filling an empty database by COPY, in one transaction."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

import psycopg
from psycopg import sql
from psycopg.types.range import TimestamptzRange

from clinic_console.domain.errors import StoreUnavailable
from clinic_console.hub.store.pools import conninfo

ADMIN: Final = "clinic_admin"
"""Row level security refuses COPY, and the schema's owner is held to it: who fills a database stands above it."""
_LOCK: Final = "SELECT pg_advisory_xact_lock(hashtext('seed'))"


class Clerk(NamedTuple):
    """Somebody at the front desk."""

    id: UUID
    name: str


class Loader:
    """Loads rows into tables, and says whether there was anything before."""

    def __init__(self, connection: psycopg.Connection[tuple[Any, ...]]) -> None:
        self._connection = connection

    def is_empty(self) -> bool:
        """Say whether the database has no clinic yet."""
        row = self._connection.execute("SELECT NOT EXISTS (SELECT FROM clinics)").fetchone()
        return bool(row and row[0])

    def copy(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
        """Load rows as they come, never holding all of them; return how many."""
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
            sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
        )
        with self._connection.cursor() as cursor:
            with cursor.copy(statement) as copy:
                for row in rows:
                    copy.write_row(row)
            return cursor.rowcount

    def ensure_months(self, first: date, last: date) -> None:
        """Make the partitions of appointments of some days' months."""
        self._connection.execute("SELECT ensure_appointment_partitions(%s, %s)", [first, last])

    def homes(self) -> Iterator[tuple[UUID, UUID]]:
        """Return each living patient with the first clinic of theirs, in a lasting order."""
        with self._connection.cursor() as cursor:
            yield from cursor.stream("""
                SELECT p.id, CAST(min(CAST(pc.clinic_id AS text)) AS uuid)
                FROM patients p JOIN patient_clinic pc ON pc.patient_id = p.id
                WHERE NOT p.deceased GROUP BY p.id ORDER BY p.id""")

    def clerk(self) -> Clerk | None:
        """Return somebody who works at the front desk, if anybody does."""
        row = self._connection.execute("""
            SELECT u.id, u.name FROM users u JOIN memberships m ON m.user_id = u.id
            WHERE m.role = 'receptionist' ORDER BY u.id LIMIT 1""").fetchone()
        return None if row is None else Clerk(*row)

    def device_ids(self) -> dict[str, int]:
        """Return the number that each device's code was given."""
        return dict(self._connection.execute("SELECT code, id FROM devices").fetchall())


def since(begins: datetime) -> TimestamptzRange:
    """Return the time from a moment on, as a value to load."""
    return TimestamptzRange(begins, None)


def between(begins: datetime, ends: datetime) -> str:
    """Return the time from a moment to another, as a value to load: a text costs a tenth of the driver's range."""
    return f"[{begins.isoformat()},{ends.isoformat()})"


@contextmanager
def loading(dsn: str) -> Iterator[Loader]:
    """Open one transaction as administrator of all; two at once wait for each other. Raises StoreUnavailable."""
    try:
        with psycopg.connect(conninfo(dsn, "seed", ADMIN, statement_ms=0)) as connection:
            connection.execute(_LOCK)
            yield Loader(connection)
        with psycopg.connect(conninfo(dsn, "seed", ADMIN, statement_ms=0), autocommit=True) as connection:
            # Fresh statistics at once: the first page must not be planned for empty tables.
            connection.execute("ANALYZE")
    except psycopg.OperationalError as error:
        raise StoreUnavailable(str(error).strip().split("\n", 1)[0]) from error
