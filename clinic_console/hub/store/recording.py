"""The recorder's own connection to Postgres, made anew whenever it breaks."""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, field

import psycopg
from psycopg import AsyncConnection

from clinic_console.domain.errors import StoreUnavailable
from clinic_console.hub.store.pools import conninfo
from clinic_console.hub.store.readings import GapRow, Outcome, ReadingsWriter, Refused, Row, ensure_partitions

STATEMENT_MS = 20_000


@dataclass(slots=True)
class Recording:
    """Writes batches for the role clinic_ingest; one connection, because batches go one after the other."""

    dsn: str
    _writer: ReadingsWriter = field(default_factory=ReadingsWriter)
    _connection: AsyncConnection | None = None

    async def write(self, rows: Sequence[Row], gaps: Sequence[GapRow]) -> Outcome:
        """Store a batch; StoreUnavailable when it should be tried again, Refused when it will never be taken."""
        try:
            connection = await self._connected()
            return await self._write(connection, rows, gaps)
        except (psycopg.DataError, psycopg.IntegrityError) as error:
            raise Refused(type(error).__name__) from error
        except (psycopg.Error, OSError) as error:
            await self.close()
            raise StoreUnavailable(type(error).__name__) from error

    async def close(self) -> None:
        """Let the connection go."""
        self._writer.forget()
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(psycopg.Error, OSError):
                await connection.close()

    async def _connected(self) -> AsyncConnection:
        if self._connection is None or self._connection.closed:
            complete = conninfo(self.dsn, "ingest", "clinic_ingest", STATEMENT_MS)
            self._connection = await AsyncConnection.connect(complete, autocommit=True)
        return self._connection

    async def _write(self, connection: AsyncConnection, rows: Sequence[Row], gaps: Sequence[GapRow]) -> Outcome:
        try:
            return await self._writer.write(connection, rows, gaps)
        except psycopg.errors.CheckViolation:
            # No partition for a day: the worker has not run for a week. Make what is needed and go on.
            await ensure_partitions(connection)
            return await self._writer.write(connection, rows, gaps)
