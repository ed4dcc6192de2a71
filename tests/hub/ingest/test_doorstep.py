"""Before a device has said who it is: strangers and guessers cost the good monitors beside them nothing."""

import asyncio
import contextlib
import gc
import time
import tracemalloc
from typing import Any

import psycopg
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from clinic_console.hub.ingest import doorstep
from clinic_console.wire import devices as wire

HERE = "127.0.0.1"


async def come(url: str) -> ClientConnection:
    return await connect(url, proxy=None, compression=None, subprotocols=[wire.SUBPROTOCOL], close_timeout=0.2)  # type: ignore[list-item]


async def say_hello(url: str, device: str, token: str) -> ClientConnection:
    socket = await come(url)
    hello = wire.Hello(1, device, token, time.time_ns() // 1_000_000)
    await socket.send(wire.encode(hello), text=True)
    return socket


async def ended(socket: ClientConnection) -> int | None:
    async with asyncio.timeout(20):
        with contextlib.suppress(ConnectionClosed):
            async for _ in socket:
                pass
    return socket.close_code


async def guess(url: str, number: int) -> None:
    """Try tokens, and codes that nobody has."""
    for one in range(number):
        wrong = ("dev-1", f"guess {one}") if one % 2 else (f"dev-{one}00", "any")
        assert await ended(await say_hello(url, *wrong)) in (4401, 4404)


async def test_silent_connections_shut_no_device_out(
    database: Any, redis_url: str, open_door: Any, greet: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doorstep, "OF_ADDRESS", 4)
    monkeypatch.setattr(doorstep, "STRANGERS", 6)
    async with open_door(database.dsn, redis_url) as door:
        host, _, port = door.url.rpartition("/")[2].rpartition(":")
        raw = [await asyncio.open_connection(host, int(port)) for _ in range(3)]
        silent = [await come(door.url) for _ in range(5)]
        good = await greet("dev-1", url=door.url)
        assert [await reader.read() for reader, _ in raw] == [b""] * 3
        elsewhere = [await asyncio.open_connection(host, int(port), local_addr=("127.0.0.2", 0)) for _ in range(9)]
        assert len(door.door.doorstep.strangers) <= 6
        for socket in (good, await greet("dev-2", url=door.url)):
            await (await socket.ping())
        assert len(door.door.connections) == 2
        for _, writer in (*raw, *elsewhere):
            writer.transport.abort()
        await asyncio.gather(*(socket.close() for socket in (*silent, good)))


async def test_guesses_slow_their_address_and_not_the_devices_that_are_known_there(
    door: Any, greet: Any, clinic: Any
) -> None:
    older = await greet("dev-1")
    await guess(door.url, doorstep.FREE + 2)
    mistakes = door.door.doorstep._mistakes[HERE]
    async with mistakes.turn:  # somebody's guess is being looked up, for as long as it may take
        newer = await greet("dev-1")
        assert await ended(older) == 4409
        waiting = asyncio.create_task(greet("dev-2"))
        while mistakes.waiting < 1:
            await asyncio.sleep(0.01)
        assert not waiting.done()
    await waiting
    assert mistakes.waiting == 0
    await (await newer.ping())


async def test_guesses_are_not_even_looked_up_when_too_many_wait(
    door: Any, greet: Any, clinic: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doorstep, "WAITING", 3)
    await greet("dev-1")
    await guess(door.url, doorstep.FREE + 2)
    async with door.door.doorstep._mistakes[HERE].turn:
        asked = [asyncio.create_task(ended(await say_hello(door.url, "dev-9", "x"))) for _ in range(6)]
        done, left = await asyncio.wait(asked, return_when=asyncio.FIRST_COMPLETED)
        while len(done) < 3:
            more, left = await asyncio.wait(left, return_when=asyncio.FIRST_COMPLETED)
            done |= more
        assert [task.result() for task in done] == [4429] * 3
        await greet("dev-1")
    assert [await task for task in left] == [4404] * 3


async def test_mistakes_are_forgotten_and_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    step = doorstep.Doorstep(clock=lambda: now)
    for _ in range(500):
        step._refused("a", b"")
    mistakes = step._mistakes_of("a")
    assert mistakes is not None
    assert mistakes.number == 2 * doorstep.FREE
    now = 2 * doorstep.FREE * doorstep.LEAK_SECONDS
    step._mistakes_of("a")
    assert mistakes.number == 0
    monkeypatch.setattr(doorstep, "REMEMBERED", 10)
    for number in range(50):
        step._refused(f"2001:db8:{number}::/64", b"")
    assert len(step._mistakes) == 10


async def test_a_revoked_device_does_not_come_back_while_postgres_is_away(
    door: Any, greet: Any, clinic: Any, database: Any, servers: Any
) -> None:
    socket, other = await greet("dev-1"), await greet("dev-2")

    def revoke() -> None:
        with psycopg.connect(database.dsn) as owner:
            owner.execute("UPDATE devices SET revoked_at = now() WHERE code = 'dev-1'")

    await asyncio.to_thread(revoke)
    assert await ended(socket) == 4403
    await asyncio.to_thread(servers.embedded.take_down, "postgres")
    try:
        again = await say_hello(door.url, "dev-1", clinic.tokens["dev-1"])
        assert await ended(again) == 4503
        await greet("dev-2")
        assert await ended(other) == 4409
    finally:
        await asyncio.to_thread(servers.embedded.bring_up, "postgres")


async def garbage(url: str, number: int) -> None:
    """Come and talk nonsense, in every phase of a connection."""
    host, _, port = url.rpartition("/")[2].rpartition(":")
    for one in range(number):
        _, writer = await asyncio.open_connection(host, int(port))
        writer.write(b"\x16\x03\x01" + b"x" * 2_000 if one % 2 else b"GET / HTTP/1.1\r\nHost: " + b"y" * 9_000)
        writer.transport.abort()
        socket = await come(url)
        await socket.send("z" * 3_000 if one % 2 else b"\xff" * 3_000)
        assert await ended(socket) == 4400


async def test_a_flood_of_garbage_leaves_memory_flat(door: Any) -> None:
    await garbage(door.url, 30)
    gc.collect()
    tracemalloc.start()
    try:
        before = tracemalloc.take_snapshot()
        await garbage(door.url, 150)
        async with asyncio.timeout(20):
            while door.door._open or len(door.door.doorstep.strangers):
                await asyncio.sleep(0.01)
        gc.collect()
        grown = tracemalloc.take_snapshot().compare_to(before, "filename")
    finally:
        tracemalloc.stop()
    ours = {stat.traceback[0].filename: stat.size_diff for stat in grown if "/hub/" in stat.traceback[0].filename}
    assert sum(ours.values()) < 100_000, ours
    assert door.door.connections == {}
