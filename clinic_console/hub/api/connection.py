"""One connection of the HTTP API: uvicorn's, with bounds on what it may take: time, a place, memory (ADR 0078)."""

import asyncio
from dataclasses import dataclass
from enum import Enum
from typing import Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from clinic_console.hub import metrics
from clinic_console.hub.api.written import Gathered
from clinic_console.hub.encryption import REFUSAL, Encryption
from clinic_console.hub.places import Places
from clinic_console.hub.service.throttle import place_of

LONGEST_HEAD: Final = 16_384
"""Bytes of a head, and of all of a body that is not its content (the frames of its chunks, trailers)."""
AHEAD: Final = 16
"""So many requests may wait behind the one that is being answered."""
HEAD_SECONDS: Final = 10.0
"""How long a connection may take to say what it wants: uvicorn itself would wait for ever."""
REST_SECONDS: Final = 2.0
"""How long what is left of a refused body may still come, and what has been said may still be taken."""
UNREAD_SECONDS: Final = 15.0
"""How long a client may not read, while more than the system takes waits for it."""
_REFUSAL: Final = (
    f"HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: {len(REFUSAL)}\r\n\r\n{REFUSAL}".encode()
)
_BODIES: Final = (b"content-length", b"transfer-encoding")
_NOT_HTTP: Final = "Invalid HTTP request received."


@dataclass(frozen=True, slots=True)
class Gate:
    """What all connections share: who may speak plainly here, and how many there may be."""

    encryption: Encryption
    places: Places["Connection"]


class _Part(Enum):
    """What of a request is being read."""

    NONE = "none"
    HEAD = "head"
    BODY = "body"


class Connection(HttpToolsProtocol):
    """A connection that holds its place only while a request is under way, or until somebody else needs it.

    Whoever does not say what it wants in time, or does not take the answer, is cut off. The parser, in C, knows
    neither a longest head nor which heads make sense: both are looked at here.
    """

    gate: Gate
    transport: Gathered
    _due: asyncio.TimerHandle | None = None
    _unread: asyncio.TimerHandle | None = None
    _part = _Part.NONE
    _given = 0
    """How many bytes are being parsed now."""
    _beside = 0
    """Bytes taken of a head that is not whole, or of a body beside its content."""
    _deaf = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a place, and expect the first request (called by asyncio)."""
        super().connection_made(Gathered(transport, self.loop))
        if self.gate.encryption.plain_peer(transport):
            self.transport.write(_REFUSAL)
            self.transport.close()
        host = self.client[0] if self.client else ""
        leaves = self.gate.places.come(self, place_of(host), many=self.gate.encryption.is_proxy(host))
        if leaves is not None:
            metrics.GAVE_WAY.labels("http").inc()
            leaves.transport.abort()
        self._expect(HEAD_SECONDS)

    def data_received(self, data: bytes) -> None:
        """Take in bytes (called by asyncio)."""
        if self._deaf:
            return
        before = self._request()
        refused = before is not None and before.response_complete and self._part is _Part.BODY
        self._given = len(data)
        super().data_received(data)
        self._bound(len(data))
        request = self._request()
        if refused and self._part is _Part.BODY and request is before:
            return
        answering = request is not None and not request.response_complete
        if refused or answering:
            self._expect_nothing()
        if not answering:
            self._expect(HEAD_SECONDS)
        elif request is not None and not request.more_body:
            self.gate.places.work(self)

    def on_message_begin(self) -> None:
        """Begin with a request (called by the parser)."""
        super().on_message_begin()
        self._part, self._beside = _Part.HEAD, -self._given

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header; those that come after a body would be added to what has been looked at (by the parser)."""
        if self._part is _Part.HEAD:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Begin to answer, if this is a request as it should be; ValueError otherwise (called by the parser)."""
        self._check_head()
        super().on_headers_complete()
        self._part, self._beside = _Part.BODY, -self._given

    def on_body(self, body: bytes) -> None:
        """Take a piece of a body (called by the parser)."""
        self._beside -= len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """End a request (called by the parser)."""
        super().on_message_complete()
        self._part = _Part.NONE

    def send_400_response(self, msg: str) -> None:
        """Take nothing more, and say why unless it would be said into an answer (called by uvicorn)."""
        self._deaf = True
        request = self._request()
        if request is not None and self._part is not _Part.BODY and not request.response_complete:
            request.keep_alive = False  # what was asked before is answered first
        elif request is not None and self._part is _Part.BODY and (request.response_started or self.pipeline):
            self.transport.close()
        else:
            super().send_400_response(msg)

    def _unsupported_upgrade_warning(self) -> None:
        """Answer a request that offers another protocol as any other; what follows may be in that (by uvicorn)."""
        self._deaf = True
        self.cycle.keep_alive = False

    def on_response_complete(self) -> None:
        """Be idle again; what is left of a body that was refused may come for a moment only (called by uvicorn)."""
        self.transport.flush()
        self.gate.places.rest(self)
        left = self._part is _Part.BODY and self.cycle.response_complete
        following = self.pipeline[-1][0] if self.pipeline else None
        super().on_response_complete()
        if following is not None and not following.more_body:
            self.gate.places.work(self)
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
        self._deaf = True
        self.gate.places.leave(self)
        self._expect_nothing()
        super().connection_lost(exc)
        # uvicorn's own lets go of who waits to write, but not of the timer.
        self.resume_writing()

    def _check_head(self) -> None:
        """Raise ValueError for a head that is too long, unclear about its host or of another version, or too many."""
        length, hosts = len(self.url), 0
        for name, value in self.headers:
            length += len(name) + len(value) + 4
            hosts += name == b"host"
        version = self.parser.get_http_version()
        if length > LONGEST_HEAD or hosts > 1 or len(self.pipeline) >= AHEAD:
            raise ValueError("not to be answered")
        if version != "1.0" and (version != "1.1" or not hosts):
            raise ValueError("not HTTP/1.1")
        if self.parser.should_upgrade() and any(name in _BODIES for name, _ in self.headers):
            raise ValueError("its body would be taken for the other protocol")

    def _bound(self, length: int) -> None:
        """Refuse what goes on for too long without being content."""
        if self._part is not _Part.NONE and not self._deaf:
            self._beside += length
            if self._beside > LONGEST_HEAD:
                self.send_400_response(_NOT_HTTP)

    def _request(self) -> RequestResponseCycle | None:
        """Return the request that came last: being answered, waiting for that, or answered."""
        return self.cycle  # uvicorn's annotation leaves out that there is none at first

    def _expect(self, seconds: float) -> None:
        """Give it so long for what it has to do next."""
        if self._due is None:
            self._due = self.loop.call_later(seconds, self.transport.abort)

    def _expect_nothing(self) -> None:
        if self._due is not None:
            self._due.cancel()
            self._due = None
