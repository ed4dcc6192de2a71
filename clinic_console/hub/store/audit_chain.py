"""Statements about the audit log's chain: sealing what has no place in it yet, and walking along it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final, NamedTuple

import psycopg
from psycopg.rows import TupleRow
from sqlalchemy import text

from clinic_console.domain.audit import GENESIS, Head, Row, Sealed
from clinic_console.domain.errors import StoreUnavailable
from clinic_console.hub.store import pools
from clinic_console.hub.store.pools import Connection

_LOCK: Final = 4_701_204_001
"""The number under which sealers exclude each other in one database."""
_FETCH: Final = 2_000
_TRY_LOCK = text("SELECT pg_try_advisory_xact_lock(:key)")
_HEAD = text("SELECT seq, hash FROM audit_log WHERE seq IS NOT NULL ORDER BY seq DESC LIMIT 1")
_NEWEST = text("SELECT max(at) FROM audit_log WHERE seq IS NOT NULL")
_UNSEALED = text("""
SELECT id, at, user_id, user_name, session_id, station_id, address, program, clinic_id, action, object_kind,
       object_id, patient_id, before, after, reason, request_id, clinics
FROM audit_log WHERE seq IS NULL ORDER BY at, id LIMIT :limit
""")
_PLACE = text("""
UPDATE audit_log a SET seq = p.seq, hash = p.hash
FROM unnest(CAST(:ats AS timestamptz[]), CAST(:ids AS uuid[]), CAST(:seqs AS bigint[]), CAST(:hashes AS bytea[]))
     AS p (at, id, seq, hash)
WHERE a.at = p.at AND a.id = p.id AND a.seq IS NULL
""")

_CHAIN: Final = """
SELECT id, at, user_id, user_name, session_id, station_id, address, program, clinic_id, action, object_kind,
       object_id, patient_id, before, after, reason, request_id, clinics, seq, hash
FROM audit_log WHERE seq IS NOT NULL ORDER BY seq, at, id
"""


class Waiting(NamedTuple):
    """How many rows have no place in the chain yet, and since when the oldest."""

    rows: int
    oldest: datetime | None


async def try_lock(connection: Connection) -> bool:
    """Take the sealers' lock until the end of the transaction; False while another has it."""
    return bool((await connection.execute(_TRY_LOCK, {"key": _LOCK})).scalar_one())


async def head(connection: Connection) -> Head:
    """Return the chain's end; place 0 and GENESIS while it is empty."""
    row = (await connection.execute(_HEAD)).one_or_none()
    return Head(row.seq, bytes(row.hash)) if row is not None else Head(0, GENESIS)


async def newest(connection: Connection) -> datetime | None:
    """Return the latest time in the chain; None while it is empty."""
    found: datetime | None = (await connection.execute(_NEWEST)).scalar_one()
    return found


async def unsealed(connection: Connection, limit: int) -> list[Row]:
    """Return the oldest rows that have no place in the chain yet."""
    return [_row(row) for row in await connection.execute(_UNSEALED, {"limit": limit})]


async def place(connection: Connection, sealed: Sequence[Sealed]) -> int:
    """Give rows their places in the chain; return how many had none until now."""
    parameters = {
        "ats": [each.row.at for each in sealed],
        "ids": [each.row.id for each in sealed],
        "seqs": [each.seq for each in sealed],
        "hashes": [each.hash for each in sealed],
    }
    return (await connection.execute(_PLACE, parameters)).rowcount


def _row(found: Sequence[Any]) -> Row:
    fields = [*found[:-1], tuple(found[-1])]
    return Row(*fields)


class Chain:
    """The whole log as it stands at one moment, for who administers the database; open it by ``open_chain``."""

    def __init__(self, connection: psycopg.Connection[TupleRow]) -> None:
        self._connection = connection

    def rows(self) -> Iterator[Sealed]:
        """Walk along the chain in constant memory."""
        with self._connection.cursor(name="chain") as cursor:
            cursor.itersize = _FETCH
            cursor.execute(_CHAIN)
            for row in cursor:
                yield Sealed(_row(row[:-2]), row[-2], bytes(row[-1]))

    def waiting(self) -> Waiting:
        """Return what has no place in the chain yet."""
        return Waiting(*self._one("SELECT count(*), min(at) FROM audit_log WHERE seq IS NULL"))

    def length(self) -> int:
        """Return the highest place in the chain, 0 while it is empty."""
        return int(self._one("SELECT coalesce(max(seq), 0) FROM audit_log")[0])

    def end(self) -> tuple[Head, datetime | None]:
        """Return the chain's end as it is written, and of when its row is."""
        query = "SELECT seq, hash, at FROM audit_log WHERE seq IS NOT NULL ORDER BY seq DESC LIMIT 1"
        row = self._connection.execute(query).fetchone()
        return (Head(row[0], bytes(row[1])), row[2]) if row is not None else (Head(0, GENESIS), None)

    def _one(self, query: Any) -> TupleRow:
        row = self._connection.execute(query).fetchone()
        return row if row is not None else ()


@contextmanager
def open_chain(dsn: str, role: str) -> Iterator[Chain]:
    """Look at the chain as a role, in one moment of the database; raises StoreUnavailable."""
    try:
        with psycopg.connect(pools.conninfo(dsn, "audit", role, statement_ms=0)) as connection:
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            connection.read_only = True
            yield Chain(connection)
    except psycopg.OperationalError as error:
        raise StoreUnavailable(str(error).strip().split("\n", 1)[0]) from error
