"""Around every request: its id, how many there may be, its deadline, one log line, its metrics, common headers."""

import asyncio
import re
import secrets
import time
from dataclasses import dataclass
from typing import Any, Final

import msgspec
from litestar.types import ASGIApp, Message, Receive, Send

from clinic_console.domain.errors import BadField, ClinicError, StoreUnavailable, TooMany
from clinic_console.hub import metrics
from clinic_console.hub.api.failures import failure
from clinic_console.hub.api.limits import Limits
from clinic_console.hub.logs import bound, get_logger

DEADLINE_SECONDS: Final = 15.0
"""Longer than a statement may take (5 s) and a connection may be waited for (2 s), with a slow body before it."""
BODY_SECONDS: Final = 10.0
"""How long the whole body of a request may take: it has at most 64 KiB."""
STREAM_SECONDS: Final = 600.0
"""How long an answer in pieces may take, each of which is taken within DEADLINE_SECONDS."""
_METHODS: Final = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"})
_QUIET: Final = frozenset({"/health", "/ready", "/metrics"})
_ID: Final = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)
_HEADERS: Final = (
    # Patients' data belongs in no cache between here and the console.
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
)
_log = get_logger(__name__)


@dataclass(slots=True)
class _Answer:
    """What has been answered so far; 0 while nothing has."""

    status: int = 0


class Frame:
    """An ASGI application around another; it has no switch and no exception."""

    def __init__(self, app: ASGIApp, limits: Limits, deadline: float = DEADLINE_SECONDS) -> None:
        self._app = app
        self._limits = limits
        self._deadline = deadline

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        """Serve one request (or pass the server's own events on)."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = _request_id(scope)
        with bound(request_id=request_id):
            await self._serve(scope, receive, send, request_id.encode())

    async def _serve(self, scope: Any, receive: Receive, send: Send, request_id: bytes) -> None:
        answer = _Answer()
        began = time.perf_counter()
        deadline = asyncio.timeout(self._deadline)

        async def send_framed(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer.status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", request_id), *_HEADERS]
            await send(message)
            if message.get("more_body"):
                # The client has taken what came before: sending waits for that.
                seconds = min(self._deadline, STREAM_SECONDS - (time.perf_counter() - began))
                deadline.reschedule(asyncio.get_running_loop().time() + seconds)

        metrics.REQUESTS_OPEN.inc()
        try:
            self._limits.came(scope["client"][0] if scope.get("client") else "")
            async with deadline:
                await self._app(scope, _punctual(receive), send_framed)
        except TooMany as error:
            await _refuse(error, send_framed)
        except TimeoutError:
            _log.error("request.timeout", seconds=self._deadline)
            if not answer.status:
                await _refuse(StoreUnavailable("it took too long"), send_framed)
        finally:
            metrics.REQUESTS_OPEN.dec()
            _account(scope, answer.status, time.perf_counter() - began)


def _punctual(receive: Receive) -> Receive:
    """Raise BadField when the body of a request takes too long: it would keep its place for as long as it likes."""
    due = asyncio.get_running_loop().time() + BODY_SECONDS
    whole = False

    async def receive_in_time() -> Any:
        nonlocal whole
        if whole:
            return await receive()  # waits for the client to leave
        try:
            async with asyncio.timeout_at(due):
                message = await receive()
        except TimeoutError:
            raise BadField(f"it took over {BODY_SECONDS:.0f} s", field="body") from None
        whole = not message.get("more_body")
        return message

    return receive_in_time


def _account(scope: Any, status: int, seconds: float) -> None:
    # The template, never the path: what somebody typed into an address may be a name.
    route = scope.get("path_template") or "unmatched"
    method = scope["method"] if scope["method"] in _METHODS else "OTHER"
    metrics.REQUESTS.labels(route, method, str(status)).inc()
    metrics.REQUEST_SECONDS.labels(route, method).observe(seconds)
    log = _log.debug if route in _QUIET else _log.info
    log("request", route=route, method=method, status=status, ms=round(seconds * 1_000, 1))


async def _refuse(error: ClinicError, send: Send) -> None:
    status, headers, body = failure(error)
    raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    raw.append((b"content-type", b"application/json"))
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": msgspec.json.encode(body), "more_body": False})


def _request_id(scope: Any) -> str:
    for name, value in scope["headers"]:
        if name == b"x-request-id" and (given := _ID.fullmatch(value.decode("latin-1"))):
            return str(given[0])
    return secrets.token_hex(8)
