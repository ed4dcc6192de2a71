"""The matrix's push socket: the door on loopback, and a console that says one thing after the other."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from clinic_console.hub.cache import Cache
from clinic_console.hub.config import Address
from clinic_console.hub.consoles.socket import ConsoleDoor
from clinic_console.hub.push.bus import Bus
from clinic_console.hub.service.live import Live
from clinic_console.hub.store.pools import Engine, make_engine
from clinic_console.wire.session import SUBPROTOCOL, FromConsole, FromHub, Ping, Pong, decode_from_hub, encode
from tests.hub.matrix_requests import Entrance


@dataclass
class PushDoor:
    """The door, its own pools, and the bus that stands for another process."""

    address: Address
    engines: list[Engine]
    bus: Bus


@dataclass
class Watcher:
    """A console's socket, and everything that came on it."""

    socket: ClientConnection
    came: list[FromHub] = field(default_factory=list)
    closed: int | None = None
    _pings: int = 0

    async def say(self, message: FromConsole) -> None:
        await self.socket.send(encode(message))

    async def hear(self, *kinds: type[Any]) -> Any:
        """Return the next message of one of these kinds; None when the hub has closed the socket."""
        try:
            async with asyncio.timeout(20):
                while True:
                    message = decode_from_hub(await self.socket.recv(decode=False))
                    self.came.append(message)
                    if isinstance(message, kinds):
                        return message
        except ConnectionClosed:
            self.closed = self.socket.close_code
            return None

    async def settle(self) -> None:
        """Wait until all that was said before has been answered."""
        self._pings += 1
        await self.say(Ping(self._pings))
        while (pong := await self.hear(Pong)) is not None and pong.number != self._pings:
            pass


@asynccontextmanager
async def push_door(entrance: Entrance, dsn: str) -> AsyncIterator[PushDoor]:
    """Open the push socket beside the API."""
    engines = [make_engine(dsn, "clinic_hub", 2), make_engine(dsn, "clinic_live", 1)]
    bus = Bus(entrance.line)
    live = Live(bus, Cache(entrance.line), *engines)
    bus.start()
    running = asyncio.create_task(live.run(), name="live")
    door = ConsoleDoor(live, entrance.access)
    try:
        yield PushDoor(await door.start(Address("127.0.0.1", 0)), engines, bus)
    finally:
        await door.stop()
        running.cancel()
        await asyncio.wait([running])
        await bus.stop()
        for engine in engines:
            await engine.dispose()


@asynccontextmanager
async def watcher(address: Address) -> AsyncIterator[Watcher]:
    """Connect as a console does."""
    async with connect(
        f"ws://{address}/", subprotocols=[SUBPROTOCOL], compression=None, ping_interval=None
    ) as socket:
        yield Watcher(socket)
