"""The HTTP socket: a connection that never says what it wants does not hold its place, nor shut anybody out."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from clinic_console.hub.api import connection, frame, listener
from clinic_console.hub.api.frame import Frame
from clinic_console.hub.api.limits import Limits
from clinic_console.hub.api.listener import HttpListener
from clinic_console.hub.config import Address, read_config
from clinic_console.hub.encryption import Encryption


async def answer_all(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})


@pytest.fixture
async def address(monkeypatch: Any) -> Any:
    monkeypatch.setattr(connection, "HEAD_SECONDS", 0.3)
    settings = {"CLINIC_POSTGRES_DSN": "x", "CLINIC_REDIS_URL": "x", "CLINIC_TOKEN_KEY": "k" * 32}
    served = HttpListener(answer_all, Encryption(read_config(settings)))  # type: ignore[arg-type]
    yield await served.start(Address("127.0.0.1", 0))
    await served.stop()


@pytest.mark.parametrize("said", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "])
async def test_half_a_request_is_cut_off(address: Address, said: bytes) -> None:
    reader, writer = await asyncio.open_connection(address.host, address.port)
    writer.write(said)
    async with asyncio.timeout(10):
        with contextlib.suppress(ConnectionResetError):
            assert await reader.read() == b""
    writer.close()


async def test_half_a_second_request_is_cut_off_and_a_whole_one_is_not(address: Address) -> None:
    reader, writer = await asyncio.open_connection(address.host, address.port)
    for _ in range(3):
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200")
        assert await reader.readexactly(2) == b"ok"
    writer.write(b"GET / HT")
    async with asyncio.timeout(10):
        with contextlib.suppress(ConnectionResetError):
            assert await reader.read() == b""
    writer.close()


Talk = tuple[asyncio.StreamReader, asyncio.StreamWriter]
GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
SETTINGS = {"CLINIC_POSTGRES_DSN": "x", "CLINIC_REDIS_URL": "x", "CLINIC_TOKEN_KEY": "k" * 32}


@asynccontextmanager
async def serving(app: Any, **settings: str) -> AsyncIterator[tuple[HttpListener, Callable[..., Awaitable[Talk]]]]:
    """Serve an application; connections come from any address of this machine, 127.0.0.1 unless said otherwise."""
    served = HttpListener(app, Encryption(read_config(SETTINGS | settings)))
    address = await served.start(Address("127.0.0.1", 0))
    writers: list[asyncio.StreamWriter] = []

    async def come(host: str = "127.0.0.1") -> Talk:
        reader, writer = await asyncio.open_connection(address.host, address.port, local_addr=(host, 0))
        writers.append(writer)
        return reader, writer

    try:
        yield served, come
    finally:
        for writer in writers:
            writer.transport.abort()
        await served.stop()


async def status(talk: Talk, request: bytes = GET) -> int:
    """Ask; return the answer's status, or 0 when the connection is closed instead."""
    reader, writer = talk
    async with asyncio.timeout(10):
        try:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
        except (asyncio.IncompleteReadError, ConnectionError):
            return 0
    [length] = [line.partition(b":")[2] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")]
    await reader.readexactly(int(length))
    return int(head.split()[1])


async def closed(talk: Talk) -> None:
    """Wait until a connection has been closed."""
    async with asyncio.timeout(10):
        with contextlib.suppress(ConnectionError):
            while await talk[0].read(65_536):
                pass


async def read_body(scope: Any, receive: Any, send: Any) -> None:
    while (await receive()).get("more_body"):
        pass
    await answer_all(scope, receive, send)


async def test_idle_connections_of_an_address_shut_nobody_out(monkeypatch: Any) -> None:
    monkeypatch.setattr(listener, "OF_ADDRESS", 5)
    async with serving(read_body) as (served, come):
        idle = [await come() for _ in range(5)]
        idle[0][1].write(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{")
        assert [await status(await come()) for _ in range(3)] == [200] * 3
        await asyncio.gather(*(closed(talk) for talk in idle[:3]))
        assert served.places.of("127.0.0.1") == 5
        assert await status(idle[4]) == 200
        assert await status(await come("127.0.0.2")) == 200


async def test_idle_connections_of_all_addresses_shut_nobody_out(monkeypatch: Any) -> None:
    monkeypatch.setattr(listener, "CONNECTIONS", 6)
    async with serving(answer_all) as (served, come):
        many = [await come("127.0.0.2") for _ in range(4)]
        few = [await come("127.0.0.3") for _ in range(2)]
        assert await status(await come()) == 200
        await closed(many[0])
        assert [await status(talk) for talk in (*many[1:], *few)] == [200] * 5
        assert len(served.places) == 6


async def test_who_is_being_answered_is_not_sent_away(monkeypatch: Any) -> None:
    monkeypatch.setattr(listener, "OF_ADDRESS", 2)
    go_on = asyncio.Event()

    async def answer_late(scope: Any, receive: Any, send: Any) -> None:
        await go_on.wait()
        await answer_all(scope, receive, send)

    async with serving(answer_late) as (_, come):
        busy = [asyncio.create_task(status(await come())) for _ in range(2)]
        while not all(task.done() for task in busy):
            refused = await status(await come())
            if refused == 0:
                go_on.set()
                break
        assert await asyncio.gather(*busy) == [200, 200]


async def test_a_proxy_that_is_named_stands_for_many(monkeypatch: Any) -> None:
    monkeypatch.setattr(listener, "OF_ADDRESS", 2)
    async with serving(answer_all, CLINIC_PROXIES="127.0.0.1") as (_, come):
        assert [await status(talk) for talk in [await come() for _ in range(5)]] == [200] * 5


async def test_everybody_who_left_gives_the_place_back(monkeypatch: Any) -> None:
    async with serving(answer_all) as (served, come):
        for talk in [await come() for _ in range(20)]:
            assert await status(talk) == 200
            talk[1].transport.abort()
        async with asyncio.timeout(10):
            while len(served.places):
                await asyncio.sleep(0.01)


async def test_a_body_that_does_not_come_is_not_waited_for(monkeypatch: Any, hub: Any) -> None:
    monkeypatch.setattr(frame, "BODY_SECONDS", 0.3)
    monkeypatch.setattr(connection, "REST_SECONDS", 0.3)
    head = b"POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
    async with serving(hub.client._transport.app) as (_, come):
        talk = await come()
        assert await status(talk, head) == 400
        await closed(talk)


async def test_what_is_left_of_a_refused_body_may_come_for_a_moment(monkeypatch: Any) -> None:
    head = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n"
    async with serving(answer_all) as (_, come):
        talk = await come()
        assert await status(talk, head + b"x") == 200
        assert await status(talk, b"x" * 99 + GET) == 200
        monkeypatch.setattr(connection, "REST_SECONDS", 0.2)
        assert await status(talk, head + b"x") == 200
        talk[1].write(b"x")
        await closed(talk)


async def test_a_client_that_does_not_read_is_let_go(monkeypatch: Any) -> None:
    monkeypatch.setattr(connection, "UNREAD_SECONDS", 0.3)
    ended = asyncio.Event()

    async def pour(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for _ in range(1_000):
            await send({"type": "http.response.body", "body": b"x" * 100_000, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})
        ended.set()

    async with serving(pour) as (served, come):
        _, writer = await come()
        writer.transport.pause_reading()  # type: ignore[attr-defined]
        writer.write(GET)
        async with asyncio.timeout(10):
            await ended.wait()
            while len(served.places):
                await asyncio.sleep(0.01)


async def pour_slowly(_scope: Any, _receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    for number in range(6):
        await asyncio.sleep(0.1)
        await send({"type": "http.response.body", "body": b"piece", "more_body": number < 5})


@pytest.mark.parametrize(("whole", "pieces"), [(60.0, 6), (0.25, 2)])
async def test_an_answer_in_pieces_has_a_deadline_for_each_and_one_for_all(
    monkeypatch: Any, whole: float, pieces: int
) -> None:
    monkeypatch.setattr(frame, "STREAM_SECONDS", whole)
    told: list[bytes] = []

    async def send(message: Any) -> None:
        told.append(message.get("body", b""))

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    scope = {"type": "http", "method": "GET", "path": "/", "headers": [], "client": ("192.0.2.1", 1)}
    await Frame(pour_slowly, Limits(), deadline=0.4)(scope, receive, send)
    assert told.count(b"piece") == pieces


async def test_a_piece_that_is_not_taken_ends_the_answer() -> None:
    async def send(message: Any) -> None:
        if message.get("body"):
            await asyncio.Event().wait()

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    scope = {"type": "http", "method": "GET", "path": "/", "headers": [], "client": ("192.0.2.1", 1)}
    async with asyncio.timeout(10):
        await Frame(pour_slowly, Limits(), deadline=0.3)(scope, receive, send)
