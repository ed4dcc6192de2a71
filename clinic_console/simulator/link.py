"""One WebSocket connection of a monitor, thin: websockets' sans-I/O protocol on an asyncio transport.

Thousands of monitors live in one process. A connection object with tasks and queues of its own costs more than the
monitor behind it; here a message is one callback (ADR 0040).
"""

import asyncio
from typing import Protocol, cast

from websockets.client import ClientProtocol
from websockets.frames import Frame, Opcode
from websockets.http11 import Response
from websockets.protocol import State
from websockets.typing import Subprotocol
from websockets.uri import WebSocketURI

from clinic_console.wire.devices import SUBPROTOCOL

WRITE_LIMIT_BYTES = 65_536


class Owner(Protocol):
    """Whoever uses a link; called on the loop, each call quick."""

    def opened(self) -> None:
        """The handshake is done."""

    def received(self, message: bytes) -> None:
        """A text message came."""

    def writable(self) -> None:
        """What could not be sent can be sent now."""

    def closed(self, code: int, reason: str) -> None:
        """The connection is gone (1006: without a word)."""


class Link(asyncio.Protocol):
    """A client connection; ``send`` never waits, ``can_send`` says whether it should be called."""

    def __init__(self, uri: WebSocketURI, owner: Owner) -> None:
        self._websocket = ClientProtocol(uri, subprotocols=[Subprotocol(SUBPROTOCOL)], max_size=65_536)
        self._owner = owner
        self._transport: asyncio.Transport | None = None
        self._paused = False
        self._parts: list[bytes] = []
        self.heard = asyncio.get_running_loop().time()

    @property
    def can_send(self) -> bool:
        """Return whether the connection is open and its buffer not full."""
        return self._websocket.state is State.OPEN and not self._paused

    def send(self, message: bytes) -> None:
        """Send one text message."""
        self._websocket.send_text(message)
        self._write()

    def close(self) -> None:
        """Say goodbye (1000)."""
        if self._websocket.state is State.OPEN:
            self._websocket.send_close(1000)
            self._write()
        else:
            self.abort()

    def abort(self) -> bool:
        """Cut the connection without a word, as a cable does; False when there was none yet."""
        if self._transport is not None:
            self._transport.abort()
        return self._transport is not None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin the handshake (called by asyncio)."""
        # uvloop's transports are no subclass, but they are of this form.
        self._transport = cast(asyncio.Transport, transport)
        self._transport.set_write_buffer_limits(high=WRITE_LIMIT_BYTES)
        self._websocket.send_request(self._websocket.connect())
        self._write()

    def data_received(self, data: bytes) -> None:
        """Take in bytes (called by asyncio)."""
        self.heard = asyncio.get_running_loop().time()
        websocket = self._websocket
        websocket.receive_data(data)
        for event in websocket.events_received():
            if isinstance(event, Frame):
                self._take(event)
            elif isinstance(event, Response) and websocket.state is State.OPEN:
                self._owner.opened()
        self._write()
        if websocket.handshake_exc is not None or websocket.close_expected():
            # We are the ones who wait for the server's end; a monitor does not wait long.
            asyncio.get_running_loop().call_later(2, self.abort)

    def eof_received(self) -> None:
        """The other side has closed (called by asyncio)."""
        self._websocket.receive_eof()
        self._write()

    def pause_writing(self) -> None:
        """The buffer is full (called by asyncio)."""
        self._paused = True

    def resume_writing(self) -> None:
        """The buffer has room again (called by asyncio)."""
        self._paused = False
        self._owner.writable()

    def connection_lost(self, error: Exception | None) -> None:
        """Tell the owner that it is over (called by asyncio)."""
        self._websocket.receive_eof()
        self._owner.closed(self._websocket.close_code or 1006, self._websocket.close_reason or str(error or ""))

    def _take(self, frame: Frame) -> None:
        if frame.opcode in (Opcode.TEXT, Opcode.CONT):
            self._parts.append(bytes(frame.data))
            if frame.fin:
                message = b"".join(self._parts)
                self._parts.clear()
                self._owner.received(message)

    def _write(self) -> None:
        transport = self._transport
        if transport is None or transport.is_closing():
            return
        for data in self._websocket.data_to_send():
            if data:
                transport.write(data)
            elif transport.can_write_eof():
                transport.write_eof()
