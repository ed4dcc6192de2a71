"""Buses on the test's Valkey, and a follower whose news a test can await."""

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest
from msgspec import Raw

from clinic_console.hub.push.bus import Bus
from clinic_console.hub.push.line import Line


class Heard:
    """A follower that keeps what it hears."""

    def __init__(self, bus: Bus) -> None:
        self.bus = bus
        self.entries: list[tuple[str, str, bytes]] = []
        self.gaps: list[int] = []
        self.turns: list[bool] = []
        self.notices: list[bytes] = []
        self._news = asyncio.Event()
        bus.attach(self)

    def took(self, entries: list[tuple[str, str, Raw]]) -> None:
        self.entries += [(topic, key, bytes(payload)) for topic, key, payload in entries]
        self._news.set()

    def missed(self, group: int) -> None:
        self.gaps.append(group)
        self._news.set()

    def turned(self) -> None:
        self.turns.append(self.bus.listening)
        self._news.set()

    def noticed(self, payload: bytes) -> None:
        self.notices.append(payload)
        self._news.set()

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait for news that make it true."""
        async with asyncio.timeout(20):
            while not true():
                self._news.clear()
                await self._news.wait()


@pytest.fixture
async def make_line(redis_url: str) -> AsyncIterator[Callable[[], Line]]:
    """Make lines to the test's Valkey, closed at the end."""
    lines: list[Line] = []

    def make() -> Line:
        lines.append(Line(redis_url))
        return lines[-1]

    yield make
    for line in lines:
        await line.close()


@pytest.fixture
def bus(make_line: Callable[[], Line]) -> Bus:
    """A bus that publishes."""
    return Bus(make_line())


@pytest.fixture
async def heard(make_line: Callable[[], Line]) -> AsyncIterator[Heard]:
    """A follower on another bus, listening."""
    follower = Heard(Bus(make_line()))
    follower.bus.start()
    await follower.until(lambda: follower.turns == [True])
    yield follower
    await follower.bus.stop()
