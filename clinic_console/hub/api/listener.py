"""The socket of the HTTP API: uvicorn, bounded, without its own signals and logs."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator
from typing import Final

import uvicorn

from clinic_console.domain.errors import BadConfiguration
from clinic_console.hub.api.connection import Connection, Gate
from clinic_console.hub.api.frame import Frame
from clinic_console.hub.config import Address
from clinic_console.hub.encryption import Encryption
from clinic_console.hub.places import Places

CONNECTIONS: Final = 2_000
OF_ADDRESS: Final = 200
"""So many of one address, a clinic's behind one router perhaps: whoever has been idle for longest gives way."""
KEEP_ALIVE_SECONDS: Final = 30
FINISH_SECONDS: Final = 3
HANDSHAKE_SECONDS: Final = 5.0


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


class HttpListener:
    """Serves the API on one address, with TLS where ``encryption`` has a certificate."""

    def __init__(self, api: Frame, encryption: Encryption) -> None:
        context = encryption.context
        self.places: Places[Connection] = Places(CONNECTIONS, OF_ADDRESS)
        gate = Gate(encryption, self.places)
        self._server = _Server(
            uvicorn.Config(
                api,
                http=type("OurConnection", (Connection,), {"gate": gate}),
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
