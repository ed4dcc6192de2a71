"""HTTP to the hub: one client with limits on time and size; every failure becomes an error of the domain."""

import asyncio
import ssl
from collections.abc import Mapping
from typing import TypeVar

import httpx
import msgspec
from msgspec import Struct

from clinic_console import __version__
from clinic_console.desktop.config import is_loopback
from clinic_console.desktop.link.failures import error_of
from clinic_console.domain.errors import ClinicError, HubUnavailable
from clinic_console.wire.access import Failure

CONNECT_SECONDS = 2.0
READ_SECONDS = 4.0
TOTAL_SECONDS = 8.0
"""A hub that answers byte by byte never hits the read timeout: the whole exchange has one of its own."""
MAX_BYTES = 8 * 1024 * 1024
CONNECTIONS = 4

T = TypeVar("T")


class HubHttp:
    """The hub's HTTP API, without knowing its routes; ``server`` is its base address."""

    def __init__(self, server: str, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self.server = server
        self._client = httpx.AsyncClient(
            base_url=server,
            timeout=httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS),
            limits=httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS),
            transport=transport,
            trust_env=not is_loopback(server),
            # The system's store, not a bundled one: a clinic's own authority is installed there.
            verify=ssl.create_default_context(),
            headers={"User-Agent": f"clinic-console/{__version__}", "Accept": "application/json"},
        )

    async def call(
        self,
        kind: type[T],
        method: str,
        path: str,
        *,
        body: Struct | None = None,
        token: str = "",
        params: Mapping[str, str | int] | None = None,
    ) -> T:
        """Make one request and read its answer as ``kind``; raises ClinicError, HubUnavailable above all."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        content = None
        if body is not None:
            content, headers["Content-Type"] = msgspec.json.encode(body), "application/json"
        request = self._client.build_request(method, path, content=content, params=params, headers=headers)
        try:
            async with asyncio.timeout(TOTAL_SECONDS):
                status, answer = await self._exchange(request)
        except (httpx.HTTPError, TimeoutError, OSError) as error:
            raise HubUnavailable(_cause(error)) from error
        if status >= 300:
            raise _failure(status, answer)
        return _decode(kind, answer)

    async def close(self) -> None:
        """Let go of the connections."""
        await self._client.aclose()

    async def _exchange(self, request: httpx.Request) -> tuple[int, bytes]:
        answer = bytearray()
        response = await self._client.send(request, stream=True)
        try:
            async for part in response.aiter_bytes():
                answer += part
                if len(answer) > MAX_BYTES:
                    raise HubUnavailable(f"an answer of more than {MAX_BYTES} bytes")
        finally:
            await response.aclose()
        return response.status_code, bytes(answer)


def _decode(kind: type[T], answer: bytes) -> T:
    try:
        # An answer without a body says nothing: it is read as null.
        return msgspec.json.decode(answer or b"null", type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise HubUnavailable("its answer cannot be read; is this address a hub's?") from error


def _failure(status: int, answer: bytes) -> ClinicError:
    try:
        failure = msgspec.json.decode(answer, type=Failure)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return error_of("", status)
    return error_of(failure.code, status, "", failure.field)


def _cause(error: Exception) -> str:
    if isinstance(error, httpx.TimeoutException | TimeoutError):
        return "no answer in time"
    if isinstance(error, httpx.ConnectError):
        return "certificate not accepted" if "CERTIFICATE" in str(error).upper() else "no connection"
    return type(error).__name__
