"""Crowds at the console door: one session, one user, one address cannot take everybody's places."""

import asyncio
import contextlib
import gc
import tracemalloc
from contextlib import AsyncExitStack
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from clinic_console.hub.consoles import socket
from clinic_console.wire.session import VERSION, Hello, Ping, Pong, Problem

TOO_MANY = (4429, "limit.too_many")


@pytest.fixture
async def stack() -> Any:
    async with AsyncExitStack() as opened:
        yield opened


def admit(hub: Any, clinic: Any, *tokens: str, login: str = "nurse") -> None:
    """Let each token be a session of its own."""
    for token in tokens:
        hub.people.admit(token, clinic.users[login], {clinic.id: "nurse"})


async def come(hub: Any, stack: Any, token: str = "nurse", **options: Any) -> Any:
    console = await stack.enter_async_context(hub.connected(close_timeout=0.2, **options))
    await console.greet(token)
    return console


async def lives(console: Any) -> None:
    await console.say(Ping(1))
    await console.hear(Pong)


async def test_of_one_session_the_newest_sockets_stay(make_hub: Any, clinic: Any, stack: Any) -> None:
    hub = await make_hub(of_session=2)
    admit(hub, clinic, "nurse")
    consoles = [await come(hub, stack) for _ in range(5)]
    assert [await console.end() for console in consoles[:3]] == [TOO_MANY] * 3
    assert isinstance(consoles[0].without_beats()[-1], Problem)
    for console in consoles[3:]:
        await lives(console)
    assert len(hub.door._known[clinic.users["nurse"]]) == 2


async def test_a_user_has_so_many_and_whoever_lost_a_link_gets_in(make_hub: Any, clinic: Any, stack: Any) -> None:
    hub = await make_hub(of_user=3)
    admit(hub, clinic, "a", "b", "c", "d")
    admit(hub, clinic, "other", login="reception")
    consoles = [await come(hub, stack, token) for token in "abc"]
    async with hub.connected() as fourth:
        await fourth.say(Hello(VERSION, "d"))
        assert await fourth.end() == TOO_MANY
    again = await come(hub, stack, "b")
    assert await consoles[1].end() == TOO_MANY
    for console in (consoles[0], consoles[2], again, await come(hub, stack, "other")):
        await lives(console)


async def test_a_full_hub_lets_those_come_back_who_are_in(make_hub: Any, clinic: Any, stack: Any) -> None:
    hub = await make_hub(consoles=2)
    admit(hub, clinic, "nurse")
    admit(hub, clinic, "other", "third", login="reception")
    first, _ = await come(hub, stack), await come(hub, stack, "other")
    async with hub.connected() as third:
        await third.say(Hello(VERSION, "third"))
        assert await third.end() == TOO_MANY
    await lives(await come(hub, stack))
    assert await first.end() == TOO_MANY


async def test_a_place_is_given_back(make_hub: Any, clinic: Any, stack: Any) -> None:
    hub = await make_hub(of_user=1)
    admit(hub, clinic, "a", "b")
    console = await come(hub, stack, "a")
    await console.socket.close()
    async with asyncio.timeout(20):
        while hub.door._known:
            await asyncio.sleep(0.01)
    await lives(await come(hub, stack, "b"))


async def test_all_sockets_of_a_session_are_closed_at_once(hub: Any, clinic: Any, stack: Any) -> None:
    consoles = [await come(hub, stack) for _ in range(4)]
    for console in consoles:
        console.socket.transport.pause_reading()
    hub.people.ended.add(hub.people.principals["nurse"].session_id)
    hub.door.doubt()
    async with asyncio.timeout(20):
        # None of them reads: each takes its own time to go, at the same time as the others.
        while len(hub.door._closing) < 4:
            await asyncio.sleep(0.005)
    for console in consoles:
        console.socket.transport.resume_reading()
        assert (await console.end())[0] == 4401


async def test_who_sends_away_many_does_not_wait_for_them(
    make_hub: Any, clinic: Any, stack: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "CLOSING", 2)
    hub = await make_hub(of_session=1)
    admit(hub, clinic, "nurse")
    for _ in range(12):
        console = await come(hub, stack)
        console.socket.transport.pause_reading()
        assert len(hub.door._closing) <= 2
    console.socket.transport.resume_reading()
    await lives(console)


async def test_strangers_shut_nobody_out(make_hub: Any, clinic: Any, stack: Any) -> None:
    hub = await make_hub(of_address=4, strangers=6)
    admit(hub, clinic, "nurse")
    silent = [await asyncio.open_connection(hub.address.host, hub.address.port) for _ in range(3)]
    opened = [await stack.enter_async_context(hub.connected()) for _ in range(3)]
    console = await come(hub, stack)
    assert [await reader.read() for reader, _ in silent[:2]] == [b"", b""]
    elsewhere = [
        await asyncio.open_connection(hub.address.host, hub.address.port, local_addr=("127.0.0.2", 0))
        for _ in range(9)
    ]
    assert len(hub.door._strangers) <= 6
    await lives(console)
    await opened[2].greet()
    await lives(await come(hub, stack))
    for _, writer in (*silent, *elsewhere):
        writer.transport.abort()


async def garbage(hub: Any, number: int) -> None:
    """Come and talk nonsense, in every phase of a connection."""
    for one in range(number):
        _, writer = await asyncio.open_connection(hub.address.host, hub.address.port)
        writer.write(b"\x16\x03\x01" + b"x" * 2_000 if one % 2 else b"GET / HTTP/1.1\r\nHost: " + b"y" * 9_000)
        writer.transport.abort()
        with contextlib.suppress(ConnectionClosed):
            async with hub.connected() as console:
                await console.socket.send(b"z" * 5_000)
                await console.end()


async def test_a_flood_of_garbage_leaves_memory_flat(hub: Any) -> None:
    await garbage(hub, 30)
    gc.collect()
    tracemalloc.start()
    try:
        before = tracemalloc.take_snapshot()
        await garbage(hub, 150)
        async with asyncio.timeout(20):
            while hub.door._open or len(hub.door._strangers):
                await asyncio.sleep(0.01)
        gc.collect()
        grown = tracemalloc.take_snapshot().compare_to(before, "filename")
    finally:
        tracemalloc.stop()
    ours = {stat.traceback[0].filename: stat.size_diff for stat in grown if "/hub/" in stat.traceback[0].filename}
    assert sum(ours.values()) < 100_000, ours
    assert (hub.door._known, hub.door._consoles) == ({}, {})
