"""The audit log, asked of the hub over HTTP, page by page or as one long file."""

import asyncio
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import urlsplit

import msgspec

from clinic_console.desktop.link.access import Access
from clinic_console.desktop.link.failures import error_of, network_error, stranger
from clinic_console.domain.errors import ClinicError, HubUnavailable, NotAHub, NotSignedIn
from clinic_console.wire.access import Failure
from clinic_console.wire.audit import AuditChain, AuditPage

if TYPE_CHECKING:
    import httpx

PAGE: Final = 100
SILENT_SECONDS: Final = 30.0
"""How long the hub may gather rows before it sends some of them."""
MAX_BYTES: Final = 512 * 1024 * 1024
"""More than the hub's 100,000 rows take: an answer without end fills no disk."""
MAX_FAILURE_BYTES: Final = 64 * 1024

_TAIL: Final = 200
# The last line of a whole file: how many rows, and a word more where older ones are left out.
_LAST_LINE: Final = re.compile(rb"(?:^|\n)rows,(\d{1,7})(,[^\r\n]*)?\r?\n?$")


class Whole(NamedTuple):
    """What a whole export has: so many rows; ``cut`` if older ones are left out."""

    rows: int
    cut: bool


Filters = Mapping[str, str | int]
Write = Callable[[bytes], None]


async def events(access: Access, filters: Filters, after: str | None) -> AuditPage:
    """Return one page of the log, the newest first; ``filters`` are the query of ``GET /api/audit``."""
    params: dict[str, str | int] = {**filters, "limit": PAGE}
    if after:
        params["after"] = after
    return await access.call(AuditPage, "GET", "/api/audit", params=params)


async def chain(access: Access) -> AuditChain:
    """Return how far the log is sealed."""
    return await access.call(AuditChain, "GET", "/api/audit/chain")


async def export(access: Access, filters: Filters, write: Write) -> Whole:
    """Hand the log as CSV to ``write`` (called in a thread), piece by piece; ClinicError or OSError when it fails.

    NotSignedIn as soon as the user has left: nobody else's log is written, and no more of this one's.
    """
    check = access.staying()
    token = await access.token()
    try:
        return await _export(access, filters, token, write, check)
    except NotSignedIn:
        check()
        # It ended between two looks at it: nothing has been written yet.
        return await _export(access, filters, await access.renewed(token), write, check)


async def _export(access: Access, filters: Filters, token: str, write: Write, check: Callable[[], None]) -> Whole:
    import httpx  # as late as the client itself

    client = await asyncio.shield(access.http.warm())
    check()
    if client.is_closed:
        raise HubUnavailable("another hub is meant now")
    request = client.build_request(
        "GET",
        "/api/audit/export",
        params=dict(filters),
        headers={"Authorization": f"Bearer {token}", "Accept": "text/csv"},
        timeout=httpx.Timeout(SILENT_SECONDS),
    )
    try:
        response = await client.send(request, stream=True)
        try:
            return await _receive(response, write, check)
        finally:
            await response.aclose()
    except httpx.HTTPError as error:
        raise network_error(error, urlsplit(access.http.server).hostname or "") from error


async def _receive(response: "httpx.Response", write: Write, check: Callable[[], None]) -> Whole:
    if response.status_code != 200:
        raise await _failure(response)
    if not response.headers.get("Content-Type", "").startswith("text/csv"):
        raise NotAHub
    size, tail = 0, b""
    async for part in response.aiter_bytes():
        check()
        size += len(part)
        if size > MAX_BYTES:
            raise HubUnavailable(f"an answer of more than {MAX_BYTES} bytes")
        # A disk may be slow, or far away.
        await asyncio.to_thread(write, part)
        tail = (tail + part)[-_TAIL:]
    check()
    last = _LAST_LINE.search(tail)
    if last is None:
        raise HubUnavailable("the file is not whole")
    return Whole(int(last[1]), bool(last[2]))


async def _failure(response: "httpx.Response") -> ClinicError:
    answer = b""
    async for part in response.aiter_bytes():
        answer += part
        if len(answer) > MAX_FAILURE_BYTES:
            return stranger(response.status_code)
    try:
        failure = msgspec.json.decode(answer, type=Failure)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return stranger(response.status_code)
    return error_of(failure.code, response.status_code, "", failure.field)
