"""The socket of the HTTP API: uvicorn, bounded, without its own signals and logs."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator
from typing import Final

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from clinic_console.domain.errors import BadConfiguration
from clinic_console.hub.api.frame import Frame
from clinic_console.hub.config import Address
from clinic_console.hub.encryption import REFUSAL, Encryption

CONNECTIONS: Final = 2_000
KEEP_ALIVE_SECONDS: Final = 30
FINISH_SECONDS: Final = 3
LONGEST_HEAD: Final = 16_384
HEAD_SECONDS: Final = 10.0
"""How long a connection may take to say what it wants: uvicorn itself would wait for ever."""
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
        """Listen, and say so."""
        await super().startup(sockets)
        self.listening.set()


class _Punctual(H11Protocol):
    """A connection that is closed when the head of a request does not arrive in time."""

    _head_due: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Expect the first request (called by asyncio)."""
        super().connection_made(transport)
        self._expect_head()

    def data_received(self, data: bytes) -> None:
        """Take in bytes (called by asyncio)."""
        super().data_received(data)
        if self.conn.their_state is h11.IDLE:
            self._expect_head()
        else:
            self._expect_nothing()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection (called by asyncio)."""
        self._expect_nothing()
        super().connection_lost(exc)

    def _expect_head(self) -> None:
        if self._head_due is None:
            self._head_due = self.loop.call_later(HEAD_SECONDS, self.transport.abort)

    def _expect_nothing(self) -> None:
        if self._head_due is not None:
            self._head_due.cancel()
            self._head_due = None


def _admitting(encryption: Encryption) -> type[_Punctual]:
    """Make the kind of connection that refuses who may not speak plainly, before a word of it is read."""

    class Admitting(_Punctual):
        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            if encryption.plain_peer(transport):
                transport.write(_REFUSAL)
                transport.close()

    return Admitting


class HttpListener:
    """Serves the API on one address, with TLS where ``encryption`` has a certificate."""

    def __init__(self, api: Frame, encryption: Encryption) -> None:
        context = encryption.context
        self._server = _Server(
            uvicorn.Config(
                api,
                http=_admitting(encryption),
                ws="none",
                lifespan="off",
                interface="asgi3",
                log_config=None,
                access_log=False,
                server_header=False,
                backlog=512,
                limit_concurrency=CONNECTIONS,
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
