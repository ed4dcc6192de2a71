"""One console at the hub: hello, then what it asks for, until it leaves, is too old or has to go."""

import asyncio
import time
from collections.abc import Callable, Collection, Coroutine, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final, Protocol
from uuid import UUID

from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from clinic_console.domain.access import Principal
from clinic_console.domain.errors import (
    BadInput,
    ClinicError,
    MalformedMessage,
    NotAllowed,
    NotFound,
    NotSignedIn,
    SessionExpired,
    TooMany,
    Unavailable,
    VersionMismatch,
)
from clinic_console.hub import metrics
from clinic_console.hub.logs import get_logger
from clinic_console.hub.service.live import Live
from clinic_console.wire.session import (
    VERSION,
    FromConsole,
    FromHub,
    Hello,
    Ping,
    Pong,
    Problem,
    Renew,
    Renewed,
    Subscribe,
    Unsubscribe,
    Welcome,
    decode_from_console,
    encode,
)

MAX_TOPICS: Final = 64
_CLOSE_CODES: Final[Mapping[type[ClinicError], int]] = {
    BadInput: 4400,
    NotSignedIn: 4401,
    VersionMismatch: 4406,
    TooMany: 4429,
    Unavailable: 1013,
}
"""The code that a socket is closed with, by what went wrong (docs/console-protocol.md)."""

_log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a console may cost: seconds, bytes, and numbers of messages, mistakes and sockets.

    ``consoles``, ``of_session`` and ``of_user`` count those who have said who they are, ``strangers`` and
    ``of_address`` the others.
    """

    hello_seconds: float = 5.0
    message_bytes: int = 16_384
    messages_per_second: int = 100
    mistakes: int = 3
    consoles: int = 2_000
    of_session: int = 4
    of_user: int = 16
    strangers: int = 1_000
    of_address: int = 500
    buffer_bytes: int = 262_144
    """Unsent bytes of one socket beyond which it is told nothing until it has read."""
    kernel_bytes: int = 65_536
    """The system's own send buffer of each socket: what lies there cannot be taken back when newer values come."""
    behind_seconds: float = 10.0
    close_seconds: float = 2.0


class Sessions(Protocol):
    """What the door needs to know of people (see service/access.py)."""

    def verify(self, token: str) -> Principal:
        """Return for whom a token speaks; raises NotSignedIn or SessionExpired."""
        ...

    async def clinics_of(self, user_id: UUID, session_id: UUID | None = None) -> Mapping[UUID, str]:
        """Return the user's role per clinic; raises SessionExpired or StoreUnavailable."""
        ...


class Console:
    """The hub's end of one socket; ``number`` is its name as a watcher.

    What it asks is answered before more of it is read; what the tick sends never waits. ``said`` and
    ``behind_since`` (loop times) are the tick's notes.
    """

    def __init__(
        self,
        number: int,
        socket: ServerConnection,
        live: Live,
        sessions: Sessions,
        limits: Limits,
        clock: Callable[[], int],
    ) -> None:
        self.number = number
        self.socket = socket
        self.said = 0.0
        self.behind_since: float | None = None
        self._live = live
        self._sessions = sessions
        self._limits = limits
        self._clock = clock
        self._principal: Principal | None = None
        self._roles: Mapping[UUID, str] = {}
        self._expiry = asyncio.timeout(None)
        self._mistakes = 0
        self._second, self._messages = 0.0, 0

    def unsent(self) -> int:
        """Return how many bytes wait in this process for the console to read."""
        return self.socket.transport.get_write_buffer_size()

    @property
    def principal(self) -> Principal | None:
        """Return for whom it speaks; None before that is known."""
        return self._principal

    def is_of(self, user_id: UUID | None, session_id: UUID | None) -> bool:
        """Say whether the socket is a user's (anybody's: None), and of one session of it (any: None)."""
        principal = self._principal
        if principal is None:
            return False
        return user_id in (None, principal.user_id) and session_id in (None, principal.session_id)

    async def recheck(self) -> Coroutine[Any, Any, None] | None:
        """Ask anew what the user may; return what is to be told of it, which may take as long as the console reads.

        Raises StoreUnavailable when that cannot be found out now.
        """
        principal = self._principal
        if principal is None:
            return None
        try:
            roles = await self._sessions.clinics_of(principal.user_id, principal.session_id)
        except NotSignedIn as error:
            return self._dismiss(error)
        self._roles = roles
        withdrawn = await self._live.withdraw(self.number, principal.user_id, roles)
        return self._tell_withdrawn(withdrawn) if withdrawn else None

    async def close(self, code: int, reason: str) -> None:
        """Close the socket; a console that does not read does not learn why."""
        try:
            # Closing waits for what is unsent without a limit of its own.
            async with asyncio.timeout(self._limits.close_seconds):
                await self.socket.close(code, reason)
        except TimeoutError:
            self.socket.transport.abort()

    def give_way(self) -> Coroutine[Any, Any, None]:
        """Return what tells the console that newer ones of its session have its place, and closes it."""
        return self._dismiss(TooMany("newer sockets of this session have taken its place"))

    async def run(self, known: Callable[["Console"], None], greeted: Callable[["Console"], None]) -> None:
        """Serve the console until its socket is closed.

        ``known`` is called when it has said who it is, and raises TooMany if there are too many of that; ``greeted``
        once it has been told that it is in.
        """
        try:
            try:
                await self._greet(known)
                greeted(self)
                await self._serve()
            except ClinicError as error:
                await self._dismiss(error)
        except ConnectionClosed:
            pass  # it left
        finally:
            self._live.leave(self.number)

    async def _greet(self, known: Callable[["Console"], None]) -> None:
        try:
            async with asyncio.timeout(self._limits.hello_seconds):
                hello = decode_from_console(await self.socket.recv(decode=False))
        except TimeoutError:
            raise NotSignedIn("no hello came") from None
        if not isinstance(hello, Hello):
            raise NotSignedIn("hello comes first")
        if hello.v != VERSION:
            raise VersionMismatch(f"console protocol {hello.v}, this hub speaks {VERSION}", field="v")
        principal = self._verify(hello.token)
        self._roles = await self._sessions.clinics_of(principal.user_id, principal.session_id)
        self._principal = principal
        known(self)
        await self._say(Welcome(VERSION, self._live.fanout.name, self._clock(), principal.expires))
        _log.info("console.open", user=str(principal.user_id), program=hello.program[:40])

    async def _serve(self) -> None:
        expiry = self._expiry
        try:
            async with expiry:
                expiry.reschedule(self._expires_at())
                while True:
                    raw = await self.socket.recv(decode=False)
                    self._count()
                    await self._take(raw)
        except TimeoutError:
            if expiry.expired():
                raise SessionExpired from None
            raise

    async def _take(self, raw: bytes) -> None:
        try:
            await self._answer(decode_from_console(raw))
        except BadInput as error:
            self._mistakes += 1
            if self._mistakes >= self._limits.mistakes:
                raise
            await self._say(_problem(error))

    async def _answer(self, message: FromConsole) -> None:
        match message:
            case Subscribe(topics):
                await self._subscribe(topics)
            case Unsubscribe(topics):
                self._live.unwatch(topics, self.number)
            case Renew(token):
                await self._renew(token)
            case Ping(number):
                await self._say(Pong(number, self._clock()))
            case Hello():
                raise MalformedMessage("hello comes once")

    async def _subscribe(self, topics: Collection[str]) -> None:
        wanted = dict.fromkeys(topics)
        if len(self._live.fanout.watched_by(self.number) | wanted.keys()) > MAX_TOPICS:
            await self._say(_problem(TooMany(f"a console watches at most {MAX_TOPICS} topics")))
            return
        roles = self._roles
        refused = await self._live.watch(wanted, self.number, self._user, roles)
        if roles is not self._roles:
            # They have changed while these topics were looked up.
            refused |= dict.fromkeys(await self._withdraw(), NotFound(field="topic"))
        for topic, error in refused.items():
            await self._say(_problem(error, topic))

    async def _renew(self, token: str) -> None:
        try:
            principal = self._verify(token)
        except NotAllowed as error:
            # The present token holds until it expires.
            await self._say(_problem(error))
            return
        try:
            # SessionExpired here means that somebody has ended the session: that closes the socket now.
            roles = await self._sessions.clinics_of(principal.user_id, principal.session_id)
        except Unavailable as error:
            await self._say(_problem(error))
            return
        self._principal, self._roles = principal, roles
        self._expiry.reschedule(self._expires_at())
        await self._say(Renewed(principal.expires))
        for topic in await self._withdraw():
            await self._say(_problem(NotFound(field="topic"), topic))

    async def _withdraw(self) -> list[str]:
        return await self._live.withdraw(self.number, self._user, self._roles)

    async def _tell_withdrawn(self, withdrawn: Collection[str]) -> None:
        with suppress(TimeoutError, ConnectionClosed):
            async with asyncio.timeout(self._limits.behind_seconds):
                for topic in withdrawn:
                    await self._say(_problem(NotFound(field="topic"), topic))

    @property
    def _user(self) -> UUID:
        if self._principal is None:
            raise NotSignedIn
        return self._principal.user_id

    def _verify(self, token: str) -> Principal:
        principal = self._sessions.verify(token)
        if self._principal is not None and principal.user_id != self._principal.user_id:
            raise NotAllowed("the token is another user's")
        return principal

    def _expires_at(self) -> float:
        """The loop's time at which the present token expires."""
        left = 0 if self._principal is None else self._principal.expires - self._clock()
        return asyncio.get_running_loop().time() + left / 1_000

    def _count(self) -> None:
        now = time.monotonic()
        if now - self._second >= 1.0:
            self._second, self._messages = now, 0
        self._messages += 1
        if self._messages > self._limits.messages_per_second:
            raise TooMany(f"over {self._limits.messages_per_second} messages in a second")

    async def _say(self, message: FromHub) -> None:
        # Waits while much is unsent: a console that asks without reading is not read either.
        await self.socket.send(encode(message))

    async def _dismiss(self, error: ClinicError) -> None:
        code = next((code for kind, code in _CLOSE_CODES.items() if isinstance(error, kind)), 1011)
        metrics.CONSOLES_CLOSED.labels(str(code)).inc()
        _log.info("console.dismissed", code=error.code)
        with suppress(TimeoutError, ConnectionClosed):
            async with asyncio.timeout(self._limits.close_seconds):
                await self._say(_problem(error))
        await self.close(code, error.code)


def _problem(error: ClinicError, topic: str = "") -> Problem:
    return Problem(error.code, error.message, topic)
