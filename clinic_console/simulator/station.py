"""A monitor and its connection: connects, comes back after a break, and gives up only when it was replaced."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from ssl import SSLContext, create_default_context
from typing import Final, Protocol

from websockets.exceptions import InvalidURI
from websockets.uri import WebSocketURI, parse_uri

from clinic_console.domain.errors import BadConfiguration, MalformedMessage
from clinic_console.simulator.link import Link
from clinic_console.simulator.monitor import Monitor

log = logging.getLogger("simulator")

OPENING: Final = 64
"""Handshakes under way at a time: a hospital's monitors are not all switched on at once either."""
WELCOME_SECONDS: Final = 15.0
SILENT_SECONDS: Final = 60.0
"""The hub pings every 20 s: a connection without a byte for so long is dead."""
LASTING_SECONDS: Final = 10.0
HOPELESS_SECONDS: Final = 60.0
REPLACED: Final = 4409
HOPELESS: Final = frozenset({4401, 4403, 4404, 4406})
"""Somebody has to correct something first: ask once a minute."""
QUIET: Final = frozenset({1000, 1001, 1006})


def backoff(attempts: int, random: Random) -> float:
    """Return the seconds to wait before the next attempt: doubled each time, 30 s at most, half of it by chance."""
    return min(30.0, 0.5 * 2.0 ** min(attempts, 8)) * random.uniform(0.5, 1.0)


class Watcher(Protocol):
    """Whoever waits for all stations to get somewhere."""

    def progressed(self, station: "Station") -> None:
        """The station was welcomed, heard something, or lost its connection."""


class Dialer:
    """Opens connections, a limited number of handshakes at a time."""

    def __init__(self, url: str, opening: int = OPENING) -> None:
        try:
            self._uri: WebSocketURI = parse_uri(url)
        except InvalidURI as error:
            raise BadConfiguration(str(error), field="--url") from error
        self._ssl: SSLContext | None = create_default_context() if self._uri.secure else None
        self._free = opening
        self._waiting: deque[Station] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._told: set[int] = set()

    def dial(self, station: "Station") -> None:
        """Connect a station as soon as there is room; it is told by its own methods."""
        self._waiting.append(station)
        self._go_on()

    def arrived(self) -> None:
        """Note that a handshake has come to an end, good or bad."""
        self._free += 1
        self._go_on()

    def tell(self, station: "Station", code: int, reason: str) -> None:
        """Log why the hub closed a connection, once for each code."""
        if code not in self._told and code not in QUIET:
            self._told.add(code)
            log.warning("%s: closed by the hub, %d %s (not said again)", station.monitor.code, code, reason)

    def _go_on(self) -> None:
        while self._free > 0 and self._waiting:
            self._free -= 1
            task = asyncio.get_running_loop().create_task(self._open(self._waiting.popleft()))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _open(self, station: "Station") -> None:
        loop = asyncio.get_running_loop()
        uri, link = self._uri, Link(self._uri, station)
        station.link, station.dialled = link, loop.time()
        try:
            async with asyncio.timeout(WELCOME_SECONDS):
                await loop.create_connection(lambda: link, uri.host, uri.port, ssl=self._ssl)
        except (OSError, TimeoutError) as error:
            if link.abort():
                return  # it is told by the transport
            station.closed(1006, str(error))


@dataclass(slots=True, eq=False)
class Station:
    """A monitor's place in the network: the owner of its link.

    ``now`` gives true ms since 1970; ``wait`` the seconds before an attempt, by the number of failed ones.
    """

    monitor: Monitor
    dialer: Dialer
    watcher: Watcher
    now: Callable[[], int]
    random: Random
    wait: Callable[[int, Random], float] = backoff
    link: Link | None = None
    attempts: int = 0
    dialled: float = 0.0
    given_up: bool = False
    hopeless: bool = False
    _opening: bool = False
    _retry: asyncio.TimerHandle | None = field(default=None)

    def connect(self) -> None:
        """Ask for a connection, unless there is one or one is under way."""
        if self._retry is not None:
            self._retry.cancel()
            self._retry = None
        if not self._opening and self.link is None and not self.given_up:
            self._opening = True
            self.dialer.dial(self)

    def opened(self) -> None:
        """Say hello."""
        if self.link is not None:
            self.link.send(self.monitor.hello(self.now()))

    def received(self, message: bytes) -> None:
        """Take in the hub's word, and send what may be sent now."""
        try:
            self.monitor.take(message)
        except MalformedMessage as error:
            self.monitor.errors[error.code] += 1
        if self.monitor.welcomed:
            self.hopeless = False
            self._arrived()
        self.pump()
        self.watcher.progressed(self)

    def writable(self) -> None:
        """Go on sending."""
        self.pump()

    def closed(self, code: int, reason: str) -> None:
        """Plan to come back, unless another connection of this device has taken over."""
        loop = asyncio.get_running_loop()
        lasted = self.monitor.welcomed and loop.time() - self.dialled > LASTING_SECONDS
        self.link, self.monitor.welcomed = None, False
        self._arrived()
        self.dialer.tell(self, code, reason)
        if code == REPLACED:
            self.given_up = True
        elif self.monitor.connected and self._retry is None and not self.given_up:
            self.attempts = 0 if lasted else self.attempts + 1
            seconds = 0.0 if self.monitor.wants_hello else self.wait(max(0, self.attempts - 1), self.random)
            self.hopeless = code in HOPELESS
            self._retry = loop.call_later(HOPELESS_SECONDS if self.hopeless else seconds, self.connect)
        self.watcher.progressed(self)

    def pump(self) -> None:
        """Send until nothing is left or the buffer is full."""
        link = self.link
        if link is None or not self.monitor.welcomed:
            return
        messages = self.monitor.outgoing(self.now())
        while link.can_send and (message := next(messages, None)) is not None:
            link.send(message)

    def measure(self, at: int) -> None:
        """Measure at a true time, and follow what that means for the connection."""
        monitor, link = self.monitor, self.link
        monitor.measure(at)
        if link is not None:
            if not monitor.connected:
                link.abort()
            elif monitor.wants_hello and monitor.welcomed:
                monitor.welcomed = False
                link.close()
        elif monitor.connected and self._retry is None:
            self.connect()
        self.pump()

    def look_after(self, now: float) -> None:
        """Cut a connection that is silent or does not get on (loop time), and say the state again when it is due."""
        if self.link is None:
            return
        stuck = self._opening and now - self.dialled > WELCOME_SECONDS
        if stuck or now - self.link.heard > SILENT_SECONDS:
            self.link.abort()
        else:
            self.pump()

    def leave(self) -> None:
        """Close for good."""
        self.given_up = True
        if self._retry is not None:
            self._retry.cancel()
        if self.link is not None:
            self.link.close()

    def _arrived(self) -> None:
        if self._opening:
            self._opening = False
            self.dialer.arrived()
