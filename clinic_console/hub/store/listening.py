"""Hearing of changes in the database (LISTEN), whoever made them: one connection, kept up for as long as it runs."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final, LiteralString, Protocol

import psycopg

from clinic_console.hub.logs import get_logger
from clinic_console.hub.store.pools import conninfo

CHECK_SECONDS: Final = 0.4
"""A connection on which nothing is said may be dead without anybody knowing: it is asked this often."""
ANSWER_SECONDS: Final = 0.4
"""After so long without an answer it is not believed any more: that a right ends must be known within a second."""
BUSY_SECONDS: Final = 0.05
"""It may be this process that was busy: it reads what has arrived before it judges."""
BEGIN_SECONDS: Final = 3.0
AGAIN_SECONDS: Final = 0.1
LONGEST_AGAIN_SECONDS: Final = 2.0

_log = get_logger(__name__)


class Hearer(Protocol):
    """Who is told; both are called in the event loop and must return at once."""

    def heard(self, payload: str) -> None:
        """Take one notification."""
        ...

    def turned(self, *, listening: bool) -> None:
        """Know that it is heard from now on (anything may have been missed before), or not any more."""
        ...


class Listening:
    """Listens on one channel as a role: tells ``hearer`` each payload, and when the connection came or went.

    Nothing is kept here: a payload is handed on when it arrives (Postgres allows 8,000 bytes of each).
    """

    def __init__(self, dsn: str, role: str, channel: str, hearer: Hearer, *, program: str = "listen") -> None:
        self._conninfo = conninfo(dsn, program, role)
        self._channel = channel
        self._hearer = hearer

    async def run(self) -> None:
        """Listen until cancelled; a connection that is lost is opened again."""
        task = asyncio.current_task()
        pause = AGAIN_SECONDS
        # A library may swallow a cancellation (asyncio.wait_for does on Python 3.11), but not the count of them.
        while task is None or not task.cancelling():
            try:
                async with self._connection() as connection:
                    pause = AGAIN_SECONDS
                    await self._hear(connection)
            except (psycopg.Error, OSError, TimeoutError) as error:
                _log.warning("listen.lost", channel=self._channel, reason=type(error).__name__)
            await asyncio.sleep(pause)
            pause = min(LONGEST_AGAIN_SECONDS, pause * 2)

    @asynccontextmanager
    async def _connection(self) -> "AsyncIterator[psycopg.AsyncConnection[tuple[object, ...]]]":
        connection = await psycopg.AsyncConnection.connect(self._conninfo, autocommit=True)
        try:
            await _ask(connection, f"LISTEN {self._channel}", BEGIN_SECONDS)
            _log.info("listen.begun", channel=self._channel)
            # Only now: what changes from here on is heard, what changed before must be asked for.
            self._hearer.turned(listening=True)
            try:
                yield connection
            finally:
                self._hearer.turned(listening=False)
        finally:
            await connection.close()

    async def _hear(self, connection: "psycopg.AsyncConnection[tuple[object, ...]]") -> None:
        while True:
            async for notice in connection.notifies(timeout=CHECK_SECONDS):
                self._hearer.heard(notice.payload)
            await _ask(connection, "SELECT 1", ANSWER_SECONDS)


async def _ask(
    connection: "psycopg.AsyncConnection[tuple[object, ...]]", statement: LiteralString, seconds: float
) -> None:
    """Carry out a statement within a time, or hang up and raise TimeoutError."""
    asking = asyncio.create_task(connection.execute(statement))
    try:
        await asyncio.wait([asking], timeout=seconds)
        if not asking.done():
            await asyncio.sleep(BUSY_SECONDS)
        if not asking.done():
            raise TimeoutError
    finally:
        if not asking.done():
            # Cancelled, the driver would wait up to ten seconds for the server to stop. A line that ends it hears of.
            with socket.fromfd(connection.fileno(), socket.AF_INET, socket.SOCK_STREAM) as line:
                line.shutdown(socket.SHUT_RDWR)
            await asyncio.wait([asking])
        failed = asking.exception()
    if failed is not None:
        raise failed
