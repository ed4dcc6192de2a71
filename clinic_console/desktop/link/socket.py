"""The push socket: one connection at a time to the hub, opened again whenever it falls silent or breaks."""

import asyncio
import random
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

from msgspec import Raw
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus, WebSocketException
from websockets.typing import Subprotocol

from clinic_console import __version__
from clinic_console.desktop.config import is_loopback
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.link.failures import error_of, network_error
from clinic_console.desktop.link.http import with_wait
from clinic_console.domain.errors import (
    BadConfiguration,
    ClinicError,
    HubUnavailable,
    MalformedMessage,
    NotAllowed,
    NotSignedIn,
    SessionExpired,
    TooMany,
)
from clinic_console.wire.session import (
    SILENT_SECONDS,
    SUBPROTOCOL,
    Answered,
    Changed,
    ConsoleSession,
    Event,
    FromHub,
    Opened,
    Ping,
    Pong,
    Problem,
    Refused,
    Renew,
    Renewed,
    Replaced,
    Welcome,
    decode_from_hub,
    encode,
)

MAX_FRAME_BYTES = 16 * 1024 * 1024
CLOSE_SECONDS = 0.3
SIGNED_OUT_CODE = 4401
LATEST_MS = 1 << 43
"""A time after the year 2248 (ms since 1970) is no time: nothing is reckoned with it."""


@dataclass(frozen=True, slots=True)
class Timings:
    """How patient the socket is, in seconds."""

    opening: float = 3.0
    silent: float = SILENT_SECONDS
    ping: float = 2.0
    tick: float = 0.5
    backoff_first: float = 0.25
    backoff_most: float = 3.0


class Listener(Protocol):
    """Who hears what happens on the socket; times in monotonic seconds, hub times in ms since 1970."""

    def opened(self, sent: float, now: int) -> None:
        """The hub has let this console in, which was asked for at a time."""

    def heard(self, now: int | None) -> None:
        """A word of the hub came, with its time where it said it."""

    def answered(self, sent: float, now: int) -> None:
        """A ping that was sent at a time came back."""

    def replaced(self, topic: str, items: list[Raw]) -> None:
        """A topic's whole state is known anew."""

    def changed(self, topic: str, items: list[Raw]) -> None:
        """Some items of a topic are newer."""

    def refused(self, topic: str, error: ClinicError) -> None:
        """The hub refuses a topic."""

    def dropped(self, error: ClinicError, retry_in: float) -> None:
        """There is no connection; the next try comes in so many seconds."""


class _Connect(connect):
    """Goes where it is told and nowhere else: a token does not follow a redirect to another place."""

    def process_redirect(self, exc: Exception) -> Exception | str:
        return exc


class PushSocket:
    """Keeps a console subscribed to what it watches; ``clock`` gives monotonic seconds."""

    def __init__(
        self, access: Access, listener: Listener, clock: Callable[[], float], timings: Timings | None = None
    ) -> None:
        self._access = access
        self._listener = listener
        self._clock = clock
        self._timings = timings or Timings()
        self._session = ConsoleSession()
        self._wake = asyncio.Event()
        self._nudge = asyncio.Event()
        self._failures = 0
        self._token = ""
        self._last_word = self._greeted = 0.0
        self._pings: dict[int, float] = {}
        self._number = 0

    @property
    def resyncs(self) -> int:
        """Return how often a gap made this console ask for a new snapshot."""
        return self._session.resyncs

    def watch(self, topics: set[str]) -> None:
        """Watch exactly these topics from now on."""
        self._session.watch(topics)
        self._wake.set()

    def try_now(self) -> None:
        """Do not wait for the next try to connect."""
        self._nudge.set()

    async def run(self) -> None:
        """Connect, and connect again, until cancelled; raises NotSignedIn when the session has ended for good."""
        while True:
            try:
                await self._converse()
                error: ClinicError = HubUnavailable("connection closed")
            except NotSignedIn:
                # The hub does not take this token any more; if no newer one is to be had, this raises.
                await self._renew_or_wait()
                error = HubUnavailable("signing in again")
            except ClinicError as problem:
                error = problem
            if self._failures >= 2:
                self._access.lost()
            delay = self._backoff()
            if isinstance(error, TooMany):
                # Not even somebody who presses a button asks before the time that the hub has named.
                wait = error.retry_after + delay
                self._listener.dropped(error, wait)
                await asyncio.sleep(wait)
                continue
            self._listener.dropped(error, delay)
            await self._pause(delay)

    async def _renew_or_wait(self) -> None:
        try:
            await self._access.renewed(self._token)
        except NotSignedIn:
            raise
        except ClinicError as error:
            self._listener.dropped(error, self._timings.backoff_most)

    def _backoff(self) -> float:
        most: float = min(self._timings.backoff_most, self._timings.backoff_first * 2.0**self._failures)
        self._failures = min(self._failures + 1, 10)
        # Three hundred consoles must not come back in the same moment.
        return most * random.uniform(0.5, 1.0)  # noqa: S311 - spreads load, guards nothing

    async def _pause(self, seconds: float) -> None:
        self._nudge.clear()
        try:
            async with asyncio.timeout(seconds):
                await self._nudge.wait()
        except TimeoutError:
            return

    async def _converse(self) -> None:
        self._token = await self._access.token()
        url = await self._access.push_url()
        _check_push_url(self._access.http.server, url)
        try:
            async with _Connect(
                url,
                ssl=await self._trust(url),
                subprotocols=[Subprotocol(SUBPROTOCOL)],
                compression=None,
                open_timeout=self._timings.opening,
                close_timeout=CLOSE_SECONDS,
                ping_interval=None,
                max_size=MAX_FRAME_BYTES,
                proxy=None if is_loopback(url) else True,
                user_agent_header=f"clinic-console/{__version__}",
            ) as connection:
                await self._talk(connection)
        except (InvalidHandshake, TimeoutError, OSError, WebSocketException) as error:
            raise _refusal(error, urlsplit(url).hostname or "") from error

    async def _trust(self, url: str) -> ssl.SSLContext | None:
        """Check certificates as for everything else that is asked of this hub."""
        return await self._access.http.trust() if urlsplit(url).scheme == "wss" else None

    async def _talk(self, connection: ClientConnection) -> None:
        self._session.open(self._token, f"clinic-console {__version__}")
        self._last_word = self._greeted = self._clock()
        self._pings.clear()
        self._wake.set()
        listening = asyncio.create_task(self._listen(connection), name="push socket: listen")
        tending = asyncio.create_task(self._tend(connection), name="push socket: tend")
        try:
            await asyncio.wait({listening, tending}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (listening, tending):
                task.cancel()
            outcomes = await asyncio.gather(listening, tending, return_exceptions=True)
        # What the hub said last explains more than that it hung up.
        for error in sorted((o for o in outcomes if isinstance(o, Exception)), key=_weight):
            raise error

    async def _listen(self, connection: ClientConnection) -> None:
        async for raw in connection:
            if isinstance(raw, str):
                raise MalformedMessage("text on a binary protocol")
            self._take(decode_from_hub(raw))

    def _take(self, message: FromHub) -> None:
        now = None if isinstance(message, Problem | Renewed) else message.now
        if now is not None and not 0 <= now <= LATEST_MS:
            raise MalformedMessage("the hub's time")
        # The session must know of the message before anybody is told of it.
        events = self._session.take(message)
        self._last_word = self._clock()
        if isinstance(message, Problem) and not message.topic:
            raise error_of(message.code, detail=message.message)
        if isinstance(message, Welcome):
            self._listener.opened(self._greeted, message.now)
        elif isinstance(message, Pong):
            sent = self._pings.pop(message.number, None)
            if sent is not None:
                self._listener.answered(sent, message.now)
        for event in events:
            self._tell(event)
        self._listener.heard(now)
        if not self._session.missing:
            # A greeting alone proves nothing: a hub that greets and then fails again and again is asked ever less.
            self._failures = 0
        if self._session.outgoing:
            self._wake.set()

    def _tell(self, event: Event) -> None:
        match event:
            case Replaced():
                self._listener.replaced(event.topic, event.items)
            case Changed():
                self._listener.changed(event.topic, event.items)
            case Refused():
                self._listener.refused(event.topic, error_of(event.code, detail=event.message))
            case Opened() | Answered():
                pass

    async def _tend(self, connection: ClientConnection) -> None:
        """Send what is to be sent, ask for the delay, renew the token, and end a connection that says nothing."""
        waits: dict[str, float] = {}
        ping_at = self._clock() + self._timings.ping
        renewing: asyncio.Task[None] | None = None
        try:
            while True:
                await self._flush(connection)
                await self._until_woken()
                now = self._clock()
                if now - self._last_word > self._timings.silent:
                    raise HubUnavailable("it says nothing")
                # Each for itself: who leafs through days wants another one before the last one has come.
                waits = {topic: waits.get(topic, now) for topic in self._session.missing}
                if waits and now - min(waits.values()) > self._timings.silent:
                    raise HubUnavailable("it does not send what is watched")
                if now >= ping_at:
                    ping_at = now + self._timings.ping
                    self._ask(now)
                if self._access.renewal_due and (renewing is None or renewing.done()):
                    renewing = asyncio.create_task(self._renew(), name="push socket: renew")
        finally:
            if renewing is not None:
                renewing.cancel()

    async def _flush(self, connection: ClientConnection) -> None:
        # On a half-open connection a full buffer would hold us here for ever.
        async with asyncio.timeout(self._timings.silent):
            while self._session.outgoing:
                await connection.send(encode(self._session.outgoing.pop(0)))

    async def _until_woken(self) -> None:
        try:
            async with asyncio.timeout(self._timings.tick):
                await self._wake.wait()
        except TimeoutError:
            return
        self._wake.clear()

    def _ask(self, now: float) -> None:
        self._number += 1
        self._pings[self._number] = now
        while len(self._pings) > 16:
            del self._pings[next(iter(self._pings))]
        self._session.outgoing.append(Ping(self._number))

    async def _renew(self) -> None:
        try:
            self._token = await self._access.renewed(self._token)
        except ClinicError:
            # The socket stays as long as the hub keeps it; it says so when the token has ended.
            await asyncio.sleep(self._timings.ping)
            return
        self._session.outgoing.append(Renew(self._token))
        self._wake.set()


def _check_push_url(server: str, url: str) -> None:
    try:
        parts = urlsplit(url)
        scheme = parts.scheme if parts.hostname and parts.port != 0 else ""
    except ValueError:
        scheme = ""
    if scheme not in ("ws", "wss"):
        raise HubUnavailable("it does not say where its push socket is")
    if scheme == "ws" and (server.startswith("https:") or not is_loopback(url)):
        raise BadConfiguration("the hub's push socket is not encrypted (CLINIC_PUSH_URL)", field="push_url")


def _refusal(error: Exception, host: str) -> ClinicError:
    if isinstance(error, InvalidStatus):
        status = error.response.status_code
        wait = error.response.headers.get("Retry-After", "")
        return SessionExpired() if status == 401 else with_wait(error_of("", status), wait)
    if isinstance(error, TimeoutError):
        return HubUnavailable("no answer in time")
    if isinstance(error, ssl.SSLError):
        return network_error(error, host)
    if isinstance(error, ConnectionClosed):
        signed_out = error.rcvd is not None and error.rcvd.code == SIGNED_OUT_CODE
        return SessionExpired() if signed_out else HubUnavailable("connection closed")
    return HubUnavailable(type(error).__name__)


def _weight(error: Exception) -> int:
    return 0 if isinstance(error, NotAllowed) else 1 if isinstance(error, ClinicError) else 2
