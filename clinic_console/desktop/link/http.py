"""HTTP to the hub: one client with limits on time and size; every failure becomes an error of the domain."""

import asyncio
import ssl
import time
from collections.abc import Mapping
from contextlib import suppress
from http import HTTPStatus
from types import NoneType
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from clinic_console import __version__
from clinic_console.desktop.config import is_loopback
from clinic_console.desktop.link.failures import error_of, network_error, stranger
from clinic_console.desktop.link.waits import Waits, kind_of
from clinic_console.domain.errors import (
    AuthoritiesUnreadable,
    BadAddress,
    ClinicError,
    HubUnavailable,
    NotAHub,
    NotEncrypted,
    NotFree,
    TooMany,
)
from clinic_console.wire.access import API, API_HEADER, Failure

if TYPE_CHECKING:
    import httpx

CONNECT_SECONDS = 2.0
READ_SECONDS = 4.0
TOTAL_SECONDS = 8.0
"""A hub that answers byte by byte never hits the read timeout: the whole exchange has one of its own."""
MAX_BYTES = 8 * 1024 * 1024
MAX_WAIT_SECONDS = 3_600
CONNECTIONS = 4

T = TypeVar("T")


class HubHttp:
    """The hub's HTTP API, without knowing its routes; ``server`` is its base address.

    ``ca_file`` holds authorities that are trusted beside the system's. ``issuer`` names who signed the hub's
    certificate, once one was checked; ``took`` is how long the last exchange took, in seconds; ``waits`` is what the
    hub does not want to be asked at the moment. The client is made at the first call and in a thread: its library and
    the system's certificates take a while to read, and a window is opening meanwhile.
    """

    def __init__(
        self, server: str, transport: "httpx.AsyncBaseTransport | None" = None, *, ca_file: str = ""
    ) -> None:
        self.server = server
        self.ca_file = ca_file
        self.issuer = ""
        self.took = 0.0
        self.waits = Waits(time.monotonic)
        self._transport = transport
        self._trust = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self._making: asyncio.Task[httpx.AsyncClient] | None = None

    async def call(
        self,
        kind: type[T],
        method: str,
        path: str,
        *,
        body: Struct | None = None,
        token: str = "",
        params: Mapping[str, str | int] | None = None,
        waits_as: str = "",
    ) -> T:
        """Make one request and read its answer as ``kind``; raises ClinicError, HubUnavailable above all.

        What the hub has put off is not asked before its time: TooMany. ``waits_as`` tells requests to one address
        apart for that.
        """
        sort = kind_of(method, path) + waits_as
        self.waits.check(sort)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        content = None
        if body is not None:
            content, headers["Content-Type"] = msgspec.json.encode(body), "application/json"
        client = await self._ready()
        if client.is_closed:
            raise HubUnavailable("another hub is meant now")
        import httpx  # as late as the client itself

        request = client.build_request(method, path, content=content, params=params, headers=headers)
        began = time.monotonic()
        try:
            async with asyncio.timeout(TOTAL_SECONDS):
                status, wait, answer = await self._exchange(client, request)
        except (httpx.HTTPError, TimeoutError, OSError) as error:
            raise network_error(error, urlsplit(self.server).hostname or "") from error
        self.took = time.monotonic() - began
        if status >= 300:
            failure = _failure(status, wait, answer)
            if isinstance(failure, TooMany):
                self.waits.note(sort, failure.retry_after)
            raise failure
        if kind is NoneType and method != "GET" and status != HTTPStatus.NO_CONTENT:
            # Whatever answers "yes" to everything is no hub, and unlocks nothing.
            raise NotAHub
        return _decode(kind, answer)

    async def trust(self) -> ssl.SSLContext:
        """Return what certificates are checked against, also for other ways to the same hub."""
        await self._ready()
        return self._trust

    async def close(self) -> None:
        """Let go of the connections."""
        if self._making is not None:
            with suppress(ClinicError):
                client = await self._making
                await client.aclose()

    def warm(self) -> "asyncio.Task[httpx.AsyncClient]":
        """Begin to make the client, so that it is there when it is needed."""
        if self._making is None:
            making = asyncio.to_thread(self._make)
            self._making = asyncio.get_running_loop().create_task(making, name="http client")
            # Whoever needs the client is told why there is none; until then it is nobody's error.
            self._making.add_done_callback(lambda made: made.cancelled() or made.exception())
        return self._making

    async def _ready(self) -> "httpx.AsyncClient":
        # Whoever gives up waiting does not take the client from the others.
        return await asyncio.shield(self.warm())

    def _make(self) -> "httpx.AsyncClient":
        """Make the client, in a thread; raises BadAddress, NotEncrypted or AuthoritiesUnreadable."""
        # Without https (on this PC only) there is nothing to check, and the store, which takes a while to read, is
        # left alone.
        if self.server.startswith("https:"):
            self._trust = trusted(self.ca_file)
        return _checked_client(self.server, self._trust, self._transport)

    async def _exchange(self, client: "httpx.AsyncClient", request: "httpx.Request") -> tuple[int, str, bytes]:
        answer = bytearray()
        response = await client.send(request, stream=True)
        try:
            self._note_issuer(response.extensions.get("network_stream"))
            async for part in response.aiter_bytes():
                answer += part
                if len(answer) > MAX_BYTES:
                    raise HubUnavailable(f"an answer of more than {MAX_BYTES} bytes")
        finally:
            await response.aclose()
        return response.status_code, response.headers.get("Retry-After", ""), bytes(answer)

    def _note_issuer(self, stream: Any) -> None:
        if stream is None or self.issuer:
            return
        link: ssl.SSLObject | None = stream.get_extra_info("ssl_object")
        if link is not None:
            self.issuer = _issuer(link.getpeercert() or {})


def _checked_client(
    server: str, trust: ssl.SSLContext, transport: "httpx.AsyncBaseTransport | None"
) -> "httpx.AsyncClient":
    """Make the client; raises BadAddress for what no hub can stand at, NotEncrypted for what others could read."""
    import httpx  # in a thread: some 100 ms

    try:
        if urlsplit(server).hostname:
            client = _client(server, trust, transport)
            # Some addresses fail only here, with their first request.
            client.build_request("GET", "/")
            if urlsplit(server).scheme != "https" and not is_loopback(server):
                # Whoever put this address in, and wherever: no password goes out readable.
                raise NotEncrypted
            return client
    except (ValueError, httpx.InvalidURL) as error:
        raise BadAddress(server[:80]) from error
    raise BadAddress(server[:80])


def trusted(ca_file: str) -> ssl.SSLContext:
    """Return what to check certificates with: the system's authorities and those of a file; AuthoritiesUnreadable."""
    # The system's store, not a bundled one: a clinic's own authority is often installed there.
    context = ssl.create_default_context()
    if ca_file:
        try:
            context.load_verify_locations(cafile=ca_file)
        except (OSError, ValueError) as error:
            # Not found, not allowed, no certificate in it: none of them may end in asking without it.
            raise AuthoritiesUnreadable from error
    return context


def _client(server: str, trust: ssl.SSLContext, transport: "httpx.AsyncBaseTransport | None") -> "httpx.AsyncClient":
    import httpx

    return httpx.AsyncClient(
        base_url=server,
        timeout=httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS),
        limits=httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS),
        transport=transport,
        trust_env=not is_loopback(server),
        verify=trust,
        headers={
            "User-Agent": f"clinic-console/{__version__}",
            "Accept": "application/json",
            API_HEADER: str(API),
        },
    )


def _issuer(certificate: Mapping[str, Any]) -> str:
    """Return who signed a certificate, by organisation or name."""
    names = {key: value for group in certificate.get("issuer", ()) for key, value in group}
    found = names.get("organizationName") or names.get("commonName") or ""
    return str(found)[:80]


def _decode(kind: type[T], answer: bytes) -> T:
    try:
        # An answer without a body says nothing: it is read as null.
        return msgspec.json.decode(answer or b"null", type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise NotAHub from error


def _failure(status: int, wait: str, answer: bytes) -> ClinicError:
    try:
        failure = msgspec.json.decode(answer, type=Failure)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        error = stranger(status)
    else:
        error = error_of(failure.code, status, "", failure.field)
        if isinstance(error, NotFree) and failure.alternatives:
            error.alternatives = tuple(failure.alternatives)
    return with_wait(error, wait)


def with_wait(error: ClinicError, wait: str) -> ClinicError:
    """Return an error that knows for how long the hub wants to be left alone (its Retry-After, in seconds)."""
    if isinstance(error, TooMany) and wait.isascii() and wait.isdigit():
        error.retry_after = max(1, min(MAX_WAIT_SECONDS, int(wait[:9])))
    return error
