"""Cached values: one command for many, and a plain answer while Redis is away."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from clinic_console.domain.errors import BusUnavailable
from clinic_console.hub.cache import Cache
from clinic_console.hub.push.line import Line


class Counted:
    """A line that counts the commands."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.commands: list[str] = []

    async def command(self, *words: str | bytes | int | float) -> Any:
        self.commands.append(str(words[0]))
        return await self.line.command(*words)


@pytest.fixture
async def line(redis_url: str) -> AsyncIterator[Counted]:
    opened = Line(redis_url)
    yield Counted(opened)
    await opened.close()


@pytest.fixture
def cache(line: Counted) -> Cache:
    return Cache(line)


async def test_the_newest_of_many_beds_in_one_command_each_way(cache: Cache, line: Counted) -> None:
    items = {f"bed-{number}": bytes([number]) for number in range(200)}
    assert await cache.store_latest(items)
    assert await cache.store_latest({"bed-7": b"newer", "bed-200": b""})
    assert await cache.latest(["bed-6", "bed-7", "none", "bed-200"]) == {
        "bed-6": b"\x06",
        "bed-7": b"newer",
        "bed-200": b"",
    }
    assert line.commands == ["MSET", "MSET", "MGET"]


async def test_nothing_asks_nothing(cache: Cache, line: Counted) -> None:
    assert await cache.store_latest({})
    assert await cache.latest([]) == {}
    assert line.commands == []


async def test_an_outage_is_said(cache: Cache, servers: Any, make_down: Callable[[], Any]) -> None:
    await make_down()
    assert not await cache.store_latest({"bed": b"x"})
    with pytest.raises(BusUnavailable):
        await cache.latest(["bed"])


@pytest.fixture
async def make_down(servers: Any) -> AsyncIterator[Callable[[], Any]]:
    """Take Valkey down; it is up again afterwards."""
    yield lambda: asyncio.to_thread(servers.embedded.take_down, "valkey")
    await asyncio.to_thread(servers.embedded.bring_up, "valkey")
