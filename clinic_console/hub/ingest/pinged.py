"""A device's WebSocket that knows since when, at the earliest, what it reads was sent."""

import asyncio
from collections.abc import Awaitable
from functools import partial
from typing import Any

from clinic_console.hub.ingest.connection import now_ms
from clinic_console.hub.places import CountedConnection


class PingedConnection(CountedConnection):
    """A device's connection: its pings, sent to keep it alive, bound how long messages can have travelled.

    A device answers a ping behind what it sent before. So what is read after the answer was sent after the ping.
    """

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.opened: int | None = None
        """What is read from now on was sent after this (ms since 1970); None before the first answer to a ping."""
        self._reading = False

    async def message(self) -> bytes:
        """Return the next message."""
        self._reading = True
        try:
            return await self.recv(decode=False)
        finally:
            self._reading = False

    async def ping(self, data: Any = None) -> Awaitable[float]:
        """Send a ping, and remember when."""
        asked = now_ms()
        pong: asyncio.Future[float] = await super().ping(data)  # type: ignore[assignment]
        pong.add_done_callback(partial(self._answered, asked))
        return pong

    def _answered(self, asked: int, pong: "asyncio.Future[float]") -> None:
        # Only when everything that came before the answer has been read: the loop calls back in order, so whoever
        # still waits for a message has taken all of them. Otherwise the next ping will do.
        if self._reading and not pong.cancelled() and pong.exception() is None:
            self.opened = asked
