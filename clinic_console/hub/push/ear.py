"""The listening end of the bus: one Redis connection, subscribed to channels, that is opened again by itself.

redis-py's own PubSub takes half as much CPU again to twice as much per message, and notices no server that hangs.
"""

import asyncio
import math
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

import structlog
from redis.asyncio import Connection
from redis.exceptions import RedisError

from clinic_console.hub.push.line import KNOCK_SECONDS, TIMEOUT_SECONDS, Line

PING_SECONDS: Final = 0.4
SILENT_SECONDS: Final = 1.0
"""Without any answer for this long Redis is taken for hung: the wall has two seconds to refresh by other means."""

Handler = Callable[[bytes], None]
_log = structlog.get_logger(__name__)


class Ear:
    """Calls a handler for each message of a channel, in order, without a queue between.

    ``turned`` is called when ``listening`` turns: True once every channel is subscribed on a new connection, False
    when the connection is lost. Whatever was published in between is lost as well.
    """

    def __init__(self, line: Line, turned: Callable[[], None] = lambda: None) -> None:
        self._line = line
        self._turned = turned
        self._handlers: dict[bytes, Handler] = {}
        self._confirmations: dict[bytes, asyncio.Event] = {}
        self._connection: Connection | None = None
        self._task: asyncio.Task[None] | None = None
        self._heard = 0.0
        self.listening = False

    def start(self) -> None:
        """Connect and stay connected until ``stop``."""
        self._task = asyncio.create_task(self._run(), name="bus-ear")

    async def stop(self) -> None:
        """Hang up."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    async def add(self, channel: str, handler: Handler) -> bool:
        """Subscribe; True once Redis has confirmed, False when it does not answer now (it will be tried again)."""
        name = channel.encode()
        self._handlers[name] = handler
        if self._connection is None:
            return False
        try:
            return await self._subscribe(self._connection, [name])
        except (RedisError, OSError):
            return False

    async def drop(self, channel: str) -> None:
        """Unsubscribe."""
        name = channel.encode()
        self._handlers.pop(name, None)
        if self._connection is not None:
            with suppress(RedisError, OSError):
                await self._connection.send_command("UNSUBSCRIBE", name, check_health=False)

    async def _run(self) -> None:
        while True:
            try:
                await self._listen()
            except Exception as error:  # whatever it was, the next connection follows
                if self.listening:
                    _log.warning("bus.lost", error=repr(error))
            finally:
                if self.listening:
                    self.listening = False
                    self._turned()
            await asyncio.sleep(KNOCK_SECONDS)

    async def _listen(self) -> None:
        connection = await self._line.open()
        tasks = [asyncio.create_task(self._read(connection)), asyncio.create_task(self._beat(connection))]
        try:
            self._connection = connection
            if self._handlers:
                await self._subscribe(connection, list(self._handlers))
            self.listening = True
            self._turned()
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in tasks:
                if task.done():
                    task.result()
        finally:
            self._connection = None
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await connection.disconnect(nowait=True)

    async def _subscribe(self, connection: Connection, names: list[bytes]) -> bool:
        confirmations = [self._confirmations.setdefault(name, asyncio.Event()) for name in names]
        await connection.send_command("SUBSCRIBE", *names, check_health=False)
        async with asyncio.timeout(TIMEOUT_SECONDS):
            for confirmation in confirmations:
                await confirmation.wait()
        return connection is self._connection

    async def _read(self, connection: Connection) -> None:
        clock = asyncio.get_running_loop().time
        while True:
            answer: Any = await connection.read_response(timeout=math.inf, disconnect_on_error=False)
            self._heard = clock()
            match answer:
                case [b"message", channel, payload]:
                    self._hand_over(channel, payload)
                case [b"subscribe", channel, _]:
                    confirmation = self._confirmations.pop(channel, None)
                    if confirmation is not None:
                        confirmation.set()

    def _hand_over(self, channel: bytes, payload: bytes) -> None:
        handler = self._handlers.get(channel)
        if handler is None:
            return  # dropped while this was on the way
        try:
            handler(payload)
        except Exception:
            # One bad message, or one handler's mistake, must not deafen the others.
            _log.exception("bus.handler", channel=channel.decode())

    async def _beat(self, connection: Connection) -> None:
        clock = asyncio.get_running_loop().time
        self._heard = clock()
        while True:
            await connection.send_command("PING", check_health=False)
            await asyncio.sleep(PING_SECONDS)
            if clock() - self._heard > SILENT_SECONDS:
                # It may be this process that was busy: let it read what has arrived before judging.
                await asyncio.sleep(0.05)
                if clock() - self._heard > SILENT_SECONDS:
                    raise TimeoutError("no answer from Redis")
