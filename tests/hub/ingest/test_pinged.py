"""What a ping's answer proves: what is read behind it was sent after the ping; no more than that."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import serve

from clinic_console.domain.devices import TOLERANCE_MS
from clinic_console.hub.ingest.pinged import PingedConnection
from clinic_console.wire import devices as wire


def now() -> int:
    return time.time_ns() // 1_000_000


@pytest.fixture
async def ends() -> AsyncIterator[tuple[PingedConnection, ClientConnection]]:
    """The hub's end and the device's; the hub pings only when it is told to."""
    here: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
    over = asyncio.Event()

    async def keep(socket: Any) -> None:
        here.set_result(socket)
        await over.wait()

    made = partial(PingedConnection, lambda _: None, lambda _: None)
    async with serve(keep, "127.0.0.1", 0, ping_interval=None, create_connection=made) as server:
        host, port = next(iter(server.sockets)).getsockname()[:2]
        async with connect(f"ws://{host}:{port}", proxy=None, close_timeout=1) as device:
            yield await here, device
            over.set()


async def test_what_is_read_behind_the_answer_was_sent_after_the_ping(
    ends: tuple[PingedConnection, ClientConnection],
) -> None:
    hub, device = ends
    reading = asyncio.create_task(hub.message())
    before = now()
    await (await hub.ping())
    assert hub.opened is not None
    assert before <= hub.opened <= now()
    await device.send(b"1")
    assert await reading == b"1"


async def test_an_answer_that_overtakes_what_waits_here_proves_nothing(
    ends: tuple[PingedConnection, ClientConnection],
) -> None:
    hub, device = ends
    await device.send(b"1")
    await (await hub.ping())
    assert hub.opened is None
    assert await hub.message() == b"1"
    assert hub.opened is None


async def test_a_ping_without_an_answer_proves_nothing(ends: tuple[PingedConnection, ClientConnection]) -> None:
    hub, _ = ends
    reading = asyncio.create_task(hub.message())
    pong = asyncio.ensure_future(await hub.ping())
    pong.cancel()
    await (await hub.ping(b"the next"))
    proven = hub.opened
    lost = asyncio.ensure_future(await hub.ping(b"the last"))
    hub.transport.abort()
    await asyncio.wait([lost, reading])
    assert hub.opened == proven
    assert reading.exception() is not None


async def test_a_clock_that_loses_time_is_known_while_it_stays_connected(
    greet: Callable[..., Any], door: Any, clinic: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    device = await greet()
    answers = asyncio.create_task(_drained(device))
    connection = door.door.connections[clinic.devices["dev-1"]]
    clock = connection.intake.clock
    for module in ("connection", "pinged"):
        monkeypatch.setattr(f"clinic_console.hub.ingest.{module}.now_ms", lambda: now() + 5_000)
    seq = 0
    while len(clock.segments) == 1:
        await (await connection.socket.ping())
        seq, at = seq + 1, now()
        await device.send(wire.encode(wire.Readings(seq, [wire.InstantMessage(at, {"HR": 80})], at)), text=True)
        while connection.intake.highest < seq:
            await (await device.ping())
    assert abs(clock.segments[1].offset + 5_000) <= TOLERANCE_MS
    await device.close()
    await answers


async def _drained(device: ClientConnection) -> None:
    async for _ in device:
        pass
