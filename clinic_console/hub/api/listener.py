"""The socket of the HTTP API: uvicorn, bounded, without its own signals and logs."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from clinic_console.domain.errors import BadConfiguration
from clinic_console.hub import metrics
from clinic_console.hub.api.frame import Frame
from clinic_console.hub.config import Address
from clinic_console.hub.encryption import REFUSAL, Encryption
from clinic_console.hub.places import Places
from clinic_console.hub.service.throttle import place_of

CONNECTIONS: Final = 2_000
OF_ADDRESS: Final = 200
"""So many of one address, a clinic's behind one router perhaps: whoever has been idle for longest gives way."""
KEEP_ALIVE_SECONDS: Final = 30
FINISH_SECONDS: Final = 3
LONGEST_HEAD: Final = 16_384
HEAD_SECONDS: Final = 10.0
"""How long a connection may take to say what it wants: uvicorn itself would wait for ever."""
HANDSHAKE_SECONDS: Final = 5.0
REST_SECONDS: Final = 2.0
"""How long what is left of a refused body may still come, and what has been said may still be taken."""
UNREAD_SECONDS: Final = 15.0
"""How long a client may not read, while more than the system takes waits for it."""
_REFUSAL: Final = (
    f"HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: {len(REFUSAL)}\r\n\r\n{REFUSAL}".encode()
)


class _Server(uvicorn.Server):
    """uvicorn that leaves signals to the program and says when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals alone: the program has one place for them."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, and say so; uvicorn's own would wait a minute for each handshake of TLS."""
        config, loop = self.config, asyncio.get_running_loop()

        def connection() -> asyncio.Protocol:
            made: asyncio.Protocol = config.http_protocol_class(  # type: ignore[call-arg]
                config=config, server_state=self.server_state, app_state=self.lifespan.state
            )
            return made

        seconds = HANDSHAKE_SECONDS if config.ssl is not None else None
        self.servers = [
            await loop.create_server(
                connection, sock=one, ssl=config.ssl, ssl_handshake_timeout=seconds, backlog=config.backlog
            )
            for one in sockets or ()
        ]
        self.started = True
        self.listening.set()


@dataclass(frozen=True, slots=True)
class _Door:
    """What all connections share: who may speak plainly here, and how many there may be."""

    encryption: Encryption
    places: Places["_Connection"]


class _Connection(H11Protocol):
    """A connection that holds its place only while a request is under way, or until somebody else needs it.

    Whoever does not say what it wants in time, or does not take the answer, is cut off.
    """

    door: _Door
    _due: asyncio.TimerHandle | None = None
    _unread: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a place, and expect the first request (called by asyncio)."""
        super().connection_made(transport)
        if self.door.encryption.plain_peer(transport):
            transport.write(_REFUSAL)
            transport.close()
        host = self.client[0] if self.client else ""
        leaves = self.door.places.come(self, place_of(host), many=self.door.encryption.is_proxy(host))
        if leaves is not None:
            metrics.GAVE_WAY.labels("http").inc()
            leaves.transport.abort()
        self._expect(HEAD_SECONDS)

    def data_received(self, data: bytes) -> None:
        """Take in bytes (called by asyncio)."""
        before = self._request()
        refused = before is not None and before.response_complete and before.more_body
        super().data_received(data)
        if refused and self.conn.their_state is h11.SEND_BODY:
            return
        if refused or self.conn.their_state is not h11.IDLE:
            self._expect_nothing()
        if self.conn.their_state is h11.IDLE:
            self._expect(HEAD_SECONDS)
        request = self._request()
        if request is not None and not (request.more_body or request.response_complete):
            self.door.places.work(self)

    def on_response_complete(self) -> None:
        """Be idle again; what is left of a body that was refused may come for a moment only (called by uvicorn)."""
        self.door.places.rest(self)
        request = self._request()
        left = request is not None and request.more_body
        super().on_response_complete()
        if left:
            self._expect(REST_SECONDS)

    def timeout_keep_alive_handler(self) -> None:
        """End a connection that is not used, whether or not it takes what it was told (called by uvicorn)."""
        super().timeout_keep_alive_handler()
        self._expect(REST_SECONDS)

    def pause_writing(self) -> None:
        """Wait for the client to read, but not for ever (called by asyncio)."""
        super().pause_writing()
        self._unread = self.loop.call_later(UNREAD_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        """Go on (called by asyncio)."""
        super().resume_writing()
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection (called by asyncio)."""
        self.door.places.leave(self)
        self._expect_nothing()
        # uvicorn calls resume_writing, which cancels the other timer.
        super().connection_lost(exc)

    def _request(self) -> RequestResponseCycle | None:
        return self.cycle  # uvicorn's annotation leaves out that there is none at first

    def _expect(self, seconds: float) -> None:
        """Give it so long for what it has to do next."""
        if self._due is None:
            self._due = self.loop.call_later(seconds, self.transport.abort)

    def _expect_nothing(self) -> None:
        if self._due is not None:
            self._due.cancel()
            self._due = None


class HttpListener:
    """Serves the API on one address, with TLS where ``encryption`` has a certificate."""

    def __init__(self, api: Frame, encryption: Encryption) -> None:
        context = encryption.context
        self.places: Places[_Connection] = Places(CONNECTIONS, OF_ADDRESS)
        door = _Door(encryption, self.places)
        self._server = _Server(
            uvicorn.Config(
                api,
                http=type("Connection", (_Connection,), {"door": door}),
                ws="none",
                lifespan="off",
                interface="asgi3",
                log_config=None,
                access_log=False,
                server_header=False,
                backlog=512,
                # Those who gave way are counted by uvicorn until they are gone.
                limit_concurrency=CONNECTIONS + OF_ADDRESS,
                timeout_keep_alive=KEEP_ALIVE_SECONDS,
                timeout_graceful_shutdown=FINISH_SECONDS,
                h11_max_incomplete_event_size=LONGEST_HEAD,
                ssl_context_factory=(lambda *_: context) if context is not None else None,
                # Only a proxy that was named may say for whom it asks.
                proxy_headers=bool(encryption.proxies),
                forwarded_allow_ips=[str(network) for network in encryption.proxies],
            )
        )
        self._serving: asyncio.Task[None] | None = None

    async def start(self, address: Address) -> Address:
        """Listen; return the address with the port that was chosen. Raises BadConfiguration when it is taken."""
        listening = _bind(address)
        self._serving = asyncio.create_task(self._server.serve([listening]), name="http")
        await self._server.listening.wait()
        return Address(address.host, listening.getsockname()[1])

    async def stop(self) -> None:
        """Answer what has begun, for at most FINISH_SECONDS, and close."""
        self._server.should_exit = True
        if self._serving is not None:
            await self._serving


def _bind(address: Address) -> socket.socket:
    listening = socket.socket(socket.AF_INET6 if ":" in address.host else socket.AF_INET)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((address.host, address.port))
    except OSError as error:
        listening.close()
        raise BadConfiguration(f"cannot listen on {address}: {error.strerror}", field="CLINIC_HTTP") from error
    return listening
