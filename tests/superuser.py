"""The superuser's connection to a test's database, kept: to connect costs Postgres ten times what a row does."""

import select
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

Connection = psycopg.Connection[tuple[object, ...]]
_idle: dict[str, Connection] = {}


@contextmanager
def at(dsn: str) -> Iterator[Connection]:
    """Lend a connection for one transaction, committed at its end; whoever comes meanwhile gets another one."""
    connection = _idle.pop(dsn, None)
    if connection is not None and _is_lost(connection):
        connection.close()
        connection = None
    # Nothing prepared: a test may change a table.
    connection = connection or psycopg.connect(dsn, prepare_threshold=None)
    try:
        with connection.transaction():
            yield connection
    except BaseException:
        connection.close()
        raise
    if _idle.setdefault(dsn, connection) is not connection:
        connection.close()


def let_go(dsn: str) -> None:
    """Close what is kept to a database that goes now."""
    connection = _idle.pop(dsn, None)
    if connection is not None:
        connection.close()


def _is_lost(connection: Connection) -> bool:
    """Say whether Postgres has gone meanwhile: an idle connection has nothing to say but that."""
    return connection.closed or bool(select.select([connection.fileno()], [], [], 0)[0])
