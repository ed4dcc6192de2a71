"""The HTTP socket: a connection that never says what it wants does not hold its place."""

import asyncio
import contextlib
from typing import Any

import pytest

from clinic_console.hub.api import listener
from clinic_console.hub.api.listener import HttpListener
from clinic_console.hub.config import Address, read_config
from clinic_console.hub.encryption import Encryption


async def answer_all(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})


@pytest.fixture
async def address(monkeypatch: Any) -> Any:
    monkeypatch.setattr(listener, "HEAD_SECONDS", 0.3)
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
