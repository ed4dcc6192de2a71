"""A device door on real servers, in this process, and devices that speak to it."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect

from clinic_console.hub.cache import Cache
from clinic_console.hub.ingest.socket import DeviceDoor
from clinic_console.hub.push.bus import Bus
from clinic_console.hub.push.line import Line
from clinic_console.hub.service.device_sessions import DeviceSessions
from clinic_console.hub.service.publishing import Publisher
from clinic_console.hub.service.readings import Recorder
from clinic_console.hub.store.listening import Listening
from clinic_console.hub.store.pools import make_engine
from clinic_console.hub.store.recording import Recording
from clinic_console.wire import devices as wire


@dataclass
class Door:
    """A running door: where it listens, and its parts."""

    url: str
    door: DeviceDoor
    recorder: Recorder


def now() -> int:
    return time.time_ns() // 1_000_000


@pytest.fixture
def open_door() -> Any:
    """Open one more door, as another ingest process would."""
    return _open_door


@asynccontextmanager
async def _open_door(dsn: str, redis_url: str) -> AsyncIterator[Door]:
    line = Line(redis_url)
    bus = Bus(line)
    bus.start()
    recording = Recording(dsn)
    recorder = Recorder(recording)
    publisher = Publisher(bus, Cache(line), lambda: recorder.recording)
    engine = make_engine(dsn, "clinic_ingest", 4, program="ingest")
    door = DeviceDoor(DeviceSessions(engine), recorder, publisher)
    host, port = await door.start("127.0.0.1", 0)
    register = Listening(dsn, "clinic_ingest", "clinic_devices", door.changes)
    parts = (recorder.run(), publisher.run(), publisher.run_latest(), door.watch(), register.run())
    tasks = [asyncio.create_task(work) for work in parts]
    while not bus.listening:
        await asyncio.sleep(0.01)
    yield Door(f"ws://{host}:{port}", door, recorder)
    await door.stop()
    while any(not task.done() for task in tasks):
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks, timeout=0.2)
    await recording.close()
    await engine.dispose()
    await bus.stop()
    await line.close()


@pytest.fixture
async def door(database: Any, redis_url: str) -> AsyncIterator[Door]:
    async with _open_door(database.dsn, redis_url) as opened:
        yield opened


Greet = Callable[..., Awaitable[ClientConnection]]


@pytest.fixture
async def greet(door: Door, clinic: Any) -> AsyncIterator[Greet]:
    """Connect and say hello as a device; the welcome has been read."""
    opened: list[ClientConnection] = []

    async def hello(code: str = "dev-1", *, url: str = "", **changes: Any) -> ClientConnection:
        socket = await connect(
            url or door.url, compression=None, proxy=None, close_timeout=1, subprotocols=[wire.SUBPROTOCOL]
        )  # type: ignore[list-item]
        opened.append(socket)
        said = {"v": 1, "device": code, "token": clinic.tokens.get(code, "none"), "sent": now(), **changes}
        await socket.send(wire.encode(wire.Hello(**said)), text=True)
        async with asyncio.timeout(10):
            message = wire.decode_from_hub(await socket.recv())
        assert isinstance(message, wire.Welcome), message
        return socket

    yield hello
    for socket in opened:
        await socket.close()
