"""Connections to Postgres: one bounded pool per program and purpose, and its errors in the clinic's own words."""

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Final

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from sqlalchemy import exc
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from clinic_console.domain.access import Scope
from clinic_console.domain.errors import BadConfiguration, StoreUnavailable
from clinic_console.hub.config import HubConfig
from clinic_console.hub.store import messages
from clinic_console.hub.store.messages import Call, Driver, Question

Connection = AsyncConnection
Engine = AsyncEngine

CONNECT_SECONDS: Final = 3
WAIT_SECONDS: Final = 2.0
"""How long a request waits for a connection of the pool: longer than this the pool is the fault, so say so."""
STATEMENT_MS: Final = 5_000
RECYCLE_SECONDS: Final = 1_800

_UNREACHABLE: Final = (
    exc.OperationalError,
    exc.InterfaceError,
    exc.TimeoutError,
    psycopg.OperationalError,
    psycopg.InterfaceError,
    OSError,
)
_SCOPE: Final = messages.Prepared(
    "enter_scope", {"user": "uuid", "clinics": "uuid[]"}, "SELECT enter_scope(:user, :clinics)"
)


def conninfo(dsn: str, program: str, role: str, statement_ms: int = STATEMENT_MS) -> str:
    """Complete a libpq DSN: role, application name, statement timeout (ms), connect timeout and keepalives."""
    try:
        given = str(conninfo_to_dict(dsn).get("options") or "")
    except psycopg.ProgrammingError:
        # Not the driver's own words: they quote what may hold a password.
        raise BadConfiguration("not a Postgres address", field="CLINIC_POSTGRES_DSN") from None
    options = [
        given,
        f"-c role={role}" if role else "",
        f"-c statement_timeout={statement_ms}",
        # A transaction that nobody goes on with must not hold its locks.
        "-c idle_in_transaction_session_timeout=30000",
        "-c timezone=UTC",
    ]
    return make_conninfo(
        dsn,
        application_name=f"clinic-{program}",
        connect_timeout=CONNECT_SECONDS,
        keepalives=1,
        keepalives_idle=10,
        keepalives_interval=5,
        keepalives_count=3,
        options=" ".join(option for option in options if option),
    )


def hub_engine(
    config: HubConfig, role: str, size: int, *, program: str = "hub", statement_ms: int = STATEMENT_MS
) -> Engine:
    """Make a pool of at most ``size`` connections that act as ``role``; nothing is opened before it is needed."""
    return make_engine(config.postgres_dsn, role, size, program=program, statement_ms=statement_ms)


def make_engine(dsn: str, role: str, size: int, *, program: str = "hub", statement_ms: int = STATEMENT_MS) -> Engine:
    """Make a pool from a DSN, as ``hub_engine`` does from the configuration."""
    complete = conninfo(dsn, program, role, statement_ms)

    async def connect() -> Driver:
        return await psycopg.AsyncConnection.connect(complete)

    return create_async_engine(
        "postgresql+psycopg://",
        async_creator=connect,
        pool_size=size,
        max_overflow=0,
        pool_timeout=WAIT_SECONDS,
        pool_recycle=RECYCLE_SECONDS,
        # The connection used last has the statements prepared.
        pool_use_lifo=True,
        use_native_hstore=False,
        # Parameters are patients' data: they belong in no log.
        hide_parameters=True,
    )


@asynccontextmanager
async def transaction(
    engine: Engine, scope: Scope, last: Sequence[Call] = (), first: Question | None = None
) -> AsyncIterator[Connection]:
    """Open one transaction that acts for somebody (ADR 0050); commit at the end, roll back on an error.

    ``first`` is asked with the beginning; what ``last`` holds by then is done just before the commit. Raises
    StoreUnavailable when Postgres does not answer, no connection comes free, or a statement takes too long.
    """
    with _in_our_words():
        connection = await _begin(engine, scope, first)
        try:
            yield connection
            await messages.commit(await driver_of(connection), last)
        except BaseException:
            await _undo(connection)
            raise
        finally:
            await connection.close()


async def ask(engine: Engine, scope: Scope, question: Question) -> None:
    """Ask one thing that changes nothing, for somebody, in a transaction of its own and one message (ADR 0059)."""
    with _in_our_words():
        connection = await _begin(engine, scope, question, whole=True)
        await connection.close()


@contextmanager
def _in_our_words() -> Iterator[None]:
    try:
        yield
    except _UNREACHABLE as error:
        raise StoreUnavailable from error
    except exc.DBAPIError as error:
        if error.connection_invalidated:
            raise StoreUnavailable from error
        raise


async def _undo(connection: Connection) -> None:
    """Roll back, as far as the connection is still there for it: closing it does the rest."""
    with suppress(psycopg.Error, exc.SQLAlchemyError, OSError):
        if not connection.invalidated:
            await messages.rollback(await driver_of(connection))


async def _begin(
    engine: Engine, scope: Scope, first: Question | None, *, whole: bool = False, again: bool = True
) -> Connection:
    """Take a connection and tell it for whom it works; one that died in the pool is replaced at once.

    ``whole``: the question is all, and its transaction is over.
    """
    connection = await engine.connect()
    driver = await driver_of(connection)
    call = _SCOPE, {"user": scope.user_id, "clinics": list(scope.clinics)}
    try:
        if whole and first is not None:
            await messages.ask(driver, call, first)
        else:
            await messages.begin(driver, call, first)
    except BaseException as error:
        lost = isinstance(error, psycopg.OperationalError | psycopg.InterfaceError) and driver.closed
        if lost:
            await connection.invalidate(error)
        else:
            await _undo(connection)
        await connection.close()
        # Nothing has been committed yet but what was read, so a second try is safe: a restart of Postgres then costs
        # no request.
        if again and lost:
            return await _begin(engine, scope, first, whole=whole, again=False)
        raise
    return connection


async def driver_of(connection: Connection) -> Driver:
    """Return the driver's own connection: what is done all the time costs half as much by it (ADR 0059)."""
    raw = await connection.get_raw_connection()
    driver: Driver = raw.driver_connection  # type: ignore[assignment]
    return driver
