"""The line to Redis: commands with short timeouts that fail at once while Redis is known to be down.

A request must never wait for a dead Redis. The first failure opens the circuit; a background task then knocks every
half second at most and closes it again.
"""

import asyncio
from collections.abc import Sequence
from typing import Any, Final

import structlog
from redis.asyncio import BlockingConnectionPool, Connection, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as RedisTimeoutError

from clinic_console.domain.errors import BadConfiguration, BusUnavailable

TIMEOUT_SECONDS: Final = 1.0
KNOCK_SECONDS: Final = 0.25
"""The pause between two tries; a try of its own takes up to TIMEOUT_SECONDS while Redis hangs."""
CONNECTIONS: Final = 16

Word = str | bytes | int | float
_log = structlog.get_logger(__name__)
_DOWN = (RedisConnectionError, RedisTimeoutError, OSError)


class Line:
    """One process's guarded pool of connections to Redis (``redis://``, ``rediss://`` or ``unix://``)."""

    def __init__(self, url: str, *, connections: int = CONNECTIONS, seconds: float = TIMEOUT_SECONDS) -> None:
        """Take the address, how many connections at most, and how long one command may take."""
        self._seconds = seconds
        try:
            self._pool = BlockingConnectionPool.from_url(
                url,
                max_connections=connections,
                timeout=TIMEOUT_SECONDS,
                # Time is limited here, around the whole command: redis-py's own limit uses asyncio.wait_for, which
                # on Python 3.11 may swallow the cancellation of the task it is called in (and costs a task a time).
                socket_timeout=None,
                socket_connect_timeout=TIMEOUT_SECONDS,
                socket_keepalive=True,
                # The circuit is the retry: a hidden one would multiply the timeout.
                retry=Retry(NoBackoff(), 0),
                protocol=2,
            )
        except (ValueError, TypeError) as error:
            raise BadConfiguration(str(error), field="CLINIC_REDIS_URL") from error
        self._redis = Redis.from_pool(self._pool)
        self._knocking: asyncio.Task[None] | None = None
        self._closed = False

    @property
    def up(self) -> bool:
        """Whether the last that was heard of Redis was good."""
        return self._knocking is None and not self._closed

    async def command(self, *words: Word) -> Any:
        """Run one command and return its answer as redis-py gives it (strings as bytes); raises BusUnavailable."""
        self._check()
        try:
            async with asyncio.timeout(self._seconds):
                return await self._redis.execute_command(*words)  # type: ignore[no-untyped-call]
        except (RedisError, OSError) as error:
            raise self._failed(error) from error

    async def pipeline(self, commands: Sequence[Sequence[Word]]) -> list[Any]:
        """Run several commands in one round trip, in order; raises BusUnavailable when any of them failed."""
        self._check()
        pipeline = self._redis.pipeline(transaction=False)
        for words in commands:
            pipeline.execute_command(*words)
        try:
            async with asyncio.timeout(self._seconds):
                return await pipeline.execute()
        except (RedisError, OSError) as error:
            raise self._failed(error) from error

    async def open(self) -> Connection:
        """Open a connection outside the pool (for a subscription); raises RedisError or OSError.

        It shares the pool's settings but not its circuit: who listens knocks by itself.
        """
        connection: Connection = self._pool.make_connection()  # type: ignore[no-untyped-call]
        async with asyncio.timeout(TIMEOUT_SECONDS):
            await connection.connect()  # type: ignore[no-untyped-call]
        return connection

    async def close(self) -> None:
        """Close every connection; later commands raise BusUnavailable."""
        self._closed = True
        knocking, self._knocking = self._knocking, None
        if knocking is not None:
            knocking.cancel()
            await asyncio.gather(knocking, return_exceptions=True)
        await self._redis.aclose()
        await self._pool.disconnect()

    def _check(self) -> None:
        if not self.up:
            raise BusUnavailable

    def _failed(self, error: Exception) -> BusUnavailable:
        if isinstance(error, _DOWN) and self.up:
            _log.warning("redis.down", error=repr(error))
            self._knocking = asyncio.create_task(self._knock(), name="redis-knock")
        return BusUnavailable(str(error))

    async def _knock(self) -> None:
        # What is pooled may be as dead as the connection that failed.
        await self._pool.disconnect(inuse_connections=False)
        while True:
            try:
                async with asyncio.timeout(TIMEOUT_SECONDS):
                    await self._redis.ping()
            except Exception:  # whatever a knock meets, the next one follows: a dead knocker means down for ever
                await asyncio.sleep(KNOCK_SECONDS)
            else:
                break
        self._knocking = None
        _log.info("redis.up")
