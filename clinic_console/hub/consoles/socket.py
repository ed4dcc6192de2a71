"""The door for consoles: the push socket, and the one tick that tells every console what is new.

A listener of its own on raw ``websockets`` (ADR 0020). Nothing in a tick waits: a frame is written to each socket's
buffer, and whoever's buffer is full gets nothing until he has read, then the whole present state.
"""

import asyncio
import itertools
import math
import socket
import time
from collections.abc import Callable, Coroutine
from functools import partial
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from websockets.asyncio.server import Server, ServerConnection, broadcast, serve
from websockets.http11 import Request, Response
from websockets.typing import Subprotocol

from clinic_console.domain.errors import TooMany, Unavailable
from clinic_console.hub import metrics
from clinic_console.hub.config import Address
from clinic_console.hub.consoles.console import Console, Limits, Sessions
from clinic_console.hub.encryption import REFUSAL, Encryption
from clinic_console.hub.logs import get_logger
from clinic_console.hub.places import CountedConnection, Places
from clinic_console.hub.push.fanout import Frame
from clinic_console.hub.service.live import Live
from clinic_console.hub.service.throttle import place_of
from clinic_console.wire.session import BEAT_SECONDS, SUBPROTOCOL, Beat, encode

TICK_SECONDS: Final = 0.1
PING_SECONDS: Final = 20
TOO_SLOW: Final = 4408
GOING_AWAY: Final = 1001
ASKING: Final = 4
"""So many sockets' rights are asked for at a time: a change must not take the pool from whoever works."""
CLOSING: Final = 256
"""So many sockets are told why they are closed at a time; more are only made by a flood."""
AGAIN_SECONDS: Final = 1.0
"""The pause before a question that nobody could answer is asked again."""

_DELTAS: Final = metrics.FRAMES_SENT.labels("delta")
_SNAPSHOTS: Final = metrics.FRAMES_SENT.labels("snapshot")
_BEATS: Final = metrics.FRAMES_SENT.labels("beat")
_log = get_logger(__name__)


def wall_clock() -> int:
    """Return the hub's time in ms since 1970."""
    return time.time_ns() // 1_000_000


class ConsoleDoor:
    """Listens for consoles and ticks; ``clock`` gives ms since 1970."""

    def __init__(
        self,
        live: Live,
        sessions: Sessions,
        *,
        encryption: Encryption | None = None,
        limits: Limits | None = None,
        clock: Callable[[], int] = wall_clock,
    ) -> None:
        self._live = live
        self._sessions = sessions
        self._encryption = encryption
        self._limits = limits or Limits()
        self._clock = clock
        self._numbers = itertools.count(1)
        self._consoles: dict[int, Console] = {}
        self._open: set[Console] = set()
        self._known: dict[UUID, list[Console]] = {}
        self._strangers: Places[ServerConnection] = Places(self._limits.strangers, self._limits.of_address)
        self._server: Server | None = None
        self._ticking: asyncio.Task[None] | None = None
        self._closing: set[asyncio.Task[None]] = set()
        self._doubted: set[Console] = set()
        self._doubts = asyncio.Event()
        self._asking: list[asyncio.Task[None]] = []

    async def start(self, address: Address) -> Address:
        """Listen; returns the address with the port that was chosen."""
        self._server = await serve(
            self._serve,
            sock=_listener(address, self._limits.kernel_bytes),
            ssl=self._encryption.context if self._encryption is not None else None,
            subprotocols=[Subprotocol(SUBPROTOCOL)],
            # Consoles are no browsers: a page that a clinic's browser has open must not be able to speak here.
            origins=[None],
            compression=None,
            max_size=self._limits.message_bytes,
            max_queue=4,
            open_timeout=self._limits.hello_seconds,
            close_timeout=self._limits.close_seconds,
            ping_interval=PING_SECONDS,
            ping_timeout=PING_SECONDS,
            process_request=self._admit,
            create_connection=partial(CountedConnection, self._came, self._strangers.leave),  # type: ignore[arg-type]
            server_header=None,
        )
        self._ticking = asyncio.create_task(self._tick_for_ever(), name="console-tick")
        self._asking = [asyncio.create_task(self._ask_for_ever(), name="console-rights") for _ in range(ASKING)]
        host, port = self._server.sockets[0].getsockname()[:2]
        return Address(host, port)

    async def stop(self) -> None:
        """Close every socket with 1001 and stop listening."""
        if self._ticking is not None:
            await _end(self._ticking, *self._asking)
            self._ticking = None
        if self._server is not None:
            self._server.close(close_connections=False)
            await asyncio.gather(*(console.close(GOING_AWAY, "the hub stops") for console in tuple(self._open)))
            await asyncio.gather(*self._closing)
            await self._server.wait_closed()
            self._server = None

    def doubt(self, user_id: UUID | None = None, session_id: UUID | None = None) -> None:
        """Ask anew for the rights behind the sockets of a user, of one session of it, or behind all.

        Whose session is over is closed with 4401; topics that a role no longer allows are withdrawn.
        """
        self._doubted |= {console for console in self._open if console.is_of(user_id, session_id)}
        self._doubts.set()

    def tick(self) -> None:
        """Tell every console what is new, once."""
        now = asyncio.get_running_loop().time()
        self._mind_the_slow(now)
        for frame in self._live.fanout.tick(self._clock()):
            self._send(frame, now)
        self._beat(now)

    def _admit(self, connection: ServerConnection, _request: Request) -> Response | None:
        if self._encryption is not None and self._encryption.plain_peer(connection.transport):
            return connection.respond(HTTPStatus.FORBIDDEN, REFUSAL)
        return None

    def _came(self, connection: ServerConnection) -> None:
        host = str((connection.remote_address or ("",))[0])
        proxied = self._encryption is not None and self._encryption.is_proxy(host)
        leaves = self._strangers.come(connection, place_of(host), many=proxied)
        if leaves is not None:
            metrics.GAVE_WAY.labels("consoles").inc()
            leaves.transport.abort()

    async def _serve(self, connection: ServerConnection) -> None:
        console = Console(next(self._numbers), connection, self._live, self._sessions, self._limits, self._clock)
        self._open.add(console)
        try:
            await console.run(self._identified, self._greeted)
        finally:
            self._open.discard(console)
            self._doubted.discard(console)
            self._consoles.pop(console.number, None)
            self._give_back(console)
            metrics.CONSOLES_CONNECTED.set(len(self._consoles))

    def _identified(self, console: Console) -> None:
        """Give a console its place; TooMany when all of its user's, or all there are, are taken.

        The oldest of the same session gives way: whoever has lost a link must not be kept out by what is left of it.
        """
        principal = console.principal
        if principal is None:
            return
        self._strangers.leave(console.socket)
        of_user = self._known.get(principal.user_id, [])
        of_session = [one for one in of_user if one.is_of(principal.user_id, principal.session_id)]
        full = len(of_user) >= self._limits.of_user or sum(map(len, self._known.values())) >= self._limits.consoles
        if full and not of_session:
            raise TooMany("this user has too many consoles, or this hub", retry_after=5)
        if full or len(of_session) >= self._limits.of_session:
            self._send_away(of_session[0])
        self._known.setdefault(principal.user_id, []).append(console)

    def _send_away(self, console: Console) -> None:
        self._give_back(console)
        metrics.GAVE_WAY.labels("consoles").inc()
        if len(self._closing) < CLOSING:
            self._later(console.give_way())
        else:
            console.socket.transport.abort()

    def _give_back(self, console: Console) -> None:
        """Give a console's place back, if it has one."""
        principal = console.principal
        of_user = [] if principal is None else self._known.get(principal.user_id, [])
        if principal is not None and console in of_user:
            of_user.remove(console)
            if not of_user:
                del self._known[principal.user_id]

    def _greeted(self, console: Console) -> None:
        console.said = asyncio.get_running_loop().time()
        self._consoles[console.number] = console
        metrics.CONSOLES_CONNECTED.set(len(self._consoles))

    async def _tick_for_ever(self) -> None:
        clock = asyncio.get_running_loop().time
        due = clock()
        while True:
            due += TICK_SECONDS
            late = clock() - due
            if late > TICK_SECONDS:
                # Ticks that were missed are not made up for: the next one holds what they would have said.
                missed = int(late / TICK_SECONDS)
                metrics.TICKS_SKIPPED.inc(missed)
                due += missed * TICK_SECONDS
            await asyncio.sleep(max(0.0, due - clock()))
            try:
                with metrics.TICK_SECONDS.time():
                    self.tick()
            except Exception:
                _log.exception("tick.failed")
                self._begin_anew()

    async def _ask_for_ever(self) -> None:
        while True:
            await self._doubts.wait()
            while self._doubted:
                console = self._doubted.pop()
                try:
                    rest = await console.recheck()
                except Unavailable:
                    # It stays open, as every socket does while nobody can be looked up.
                    self._doubted |= {console} & self._open
                    await asyncio.sleep(AGAIN_SECONDS)
                except Exception:
                    _log.exception("console.recheck")
                else:
                    if rest is not None:
                        self._later(rest)
            self._doubts.clear()

    def _begin_anew(self) -> None:
        """Give every console new snapshots: nobody knows what a tick that failed has sent."""
        for number, console in self._consoles.items():
            self._live.fanout.fell_behind(number)
            if console.behind_since is None:
                self._live.fanout.caught_up(number)

    def _mind_the_slow(self, now: float) -> None:
        behind = [console for console in self._consoles.values() if console.behind_since is not None]
        metrics.CONSOLES_BEHIND.set(len(behind))
        for console in behind:
            if console.unsent() <= self._limits.buffer_bytes // 8:
                console.behind_since = None
                self._live.fanout.caught_up(console.number)
            elif console.behind_since is not None and now - console.behind_since >= self._limits.behind_seconds:
                console.behind_since = math.inf  # once is enough
                metrics.CONSOLES_CLOSED.labels(str(TOO_SLOW)).inc()
                self._later(console.close(TOO_SLOW, "nothing was read"))

    def _send(self, frame: Frame[int], now: float) -> None:
        sockets = []
        for number in frame.watchers:
            console = self._consoles[number]
            if console.behind_since is None and console.unsent() > self._limits.buffer_bytes:
                console.behind_since = now
            if console.behind_since is None:
                console.said = now
                sockets.append(console.socket)
            else:
                self._live.fanout.fell_behind(number)
        broadcast(sockets, frame.payload)
        (_SNAPSHOTS if frame.fresh else _DELTAS).inc(len(sockets))

    def _beat(self, now: float) -> None:
        # Half a tick early rather than late.
        quiet = [c for c in self._consoles.values() if now - c.said >= BEAT_SECONDS - TICK_SECONDS / 2]
        for console in quiet:
            console.said = now
        awake = [console.socket for console in quiet if console.behind_since is None]
        broadcast(awake, encode(Beat(self._clock())))
        _BEATS.inc(len(awake))

    def _later(self, closing: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(closing)
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)


async def _end(*tasks: asyncio.Task[None]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _listener(address: Address, kernel_bytes: int) -> socket.socket:
    listener = socket.create_server(
        (address.host, address.port), family=socket.AF_INET6 if ":" in address.host else socket.AF_INET, backlog=512
    )
    # Accepted sockets inherit it.
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, kernel_bytes)
    return listener
