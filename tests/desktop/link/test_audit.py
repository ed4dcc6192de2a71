"""The export of the log: streamed to whoever writes it, and refused in words."""

import httpx
import msgspec
import pytest

from clinic_console.desktop.bridge import monotonic
from clinic_console.desktop.link import audit as link
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.link.http import HubHttp
from clinic_console.domain.errors import HubUnavailable, NotAHub, NotAllowed, NotSignedIn, StoreUnavailable
from clinic_console.wire.access import Failure

CSV = {"Content-Type": "text/csv; charset=utf-8"}


class Parts(httpx.AsyncByteStream):
    """An answer in parts, which ends as it is told."""

    def __init__(self, parts, error=None) -> None:
        self.parts, self.error = parts, error

    async def __aiter__(self):
        for part in self.parts:
            yield part
        if self.error is not None:
            raise self.error


@pytest.fixture
async def ask(stub):
    """Sign in at the stub, then let a handler answer for the export; returns what was written."""
    async with stub.running():
        access = Access(HubHttp(stub.url), monotonic)
        await access.sign_in("nurse", "secret")
        signed_in = access.http

        async def ask(handler, filters=None) -> bytes:
            """Return what was written; ``ask.whole`` is what was said of it."""
            access.http = HubHttp(stub.url, httpx.MockTransport(handler))
            written: list[bytes] = []
            try:
                ask.whole = await link.export(access, filters or {}, written.append)
            finally:
                await access.http.close()
                access.http = signed_in
            return b"".join(written)

        yield ask
        await signed_in.close()


async def test_it_comes_in_parts_with_the_filters_and_the_token(ask):
    asked = []

    def handler(request):
        asked.append(request)
        return httpx.Response(200, headers=CSV, stream=Parts([b"at,who\r\n", b"1,N. Sato\r\nro", b"ws,1\r\n"]))

    assert await ask(handler, {"mrn": "MRN7", "from": 5}) == b"at,who\r\n1,N. Sato\r\nrows,1\r\n"
    assert dict(asked[0].url.params) == {"mrn": "MRN7", "from": "5"}
    assert asked[0].headers["Authorization"] == "Bearer access-1"
    assert asked[0].url.path == "/api/audit/export"


async def test_a_token_that_has_just_ended_is_replaced_once(ask):
    tokens = []

    def handler(request):
        tokens.append(request.headers["Authorization"])
        if len(tokens) == 1:
            return httpx.Response(401, json={"code": "access.not_signed_in", "message": "no", "advice": ""})
        return httpx.Response(200, headers=CSV, content=b"rows,0\r\n")

    assert await ask(handler) == b"rows,0\r\n"
    assert tokens == ["Bearer access-1", "Bearer access-2"]


@pytest.mark.parametrize(
    ("status", "content", "expected"),
    [
        (403, msgspec.json.encode(Failure("access.denied", "no", "")), NotAllowed),
        (503, msgspec.json.encode(Failure("unavailable.store", "no", "")), StoreUnavailable),
        (502, b"<html>proxy</html>", HubUnavailable),
        (404, b"<html>proxy</html>", NotAHub),
        (500, b"x" * 100_000, HubUnavailable),
    ],
)
async def test_why_there_is_none(ask, status, content, expected):
    with pytest.raises(expected):
        await ask(lambda _: httpx.Response(status, content=content))


async def test_a_page_of_somebody_else_is_no_log(ask):
    with pytest.raises(NotAHub):
        await ask(lambda _: httpx.Response(200, html="<p>Sign in to the guest network</p>"))


@pytest.mark.parametrize(
    ("last", "whole"),
    [
        (b"rows,12\r\n", (12, False)),
        (b"x\r\nrows,100000,older ones are left out: ask for less\r\n", (100_000, True)),
    ],
)
async def test_the_last_line_says_how_many_rows_there_are(ask, last, whole):
    await ask(lambda _: httpx.Response(200, headers=CSV, content=last))
    assert ask.whole == whole


async def test_a_file_without_its_last_line_is_not_whole(ask):
    with pytest.raises(HubUnavailable, match="not whole"):
        await ask(lambda _: httpx.Response(200, headers=CSV, content=b"at,who\r\n1,rows,2\r\n3,N. Sato\r\n"))


async def test_a_connection_that_breaks_is_said(ask):
    with pytest.raises(HubUnavailable):
        await ask(lambda _: httpx.Response(200, headers=CSV, stream=Parts([b"at"], httpx.ReadError("gone"))))


async def test_an_answer_without_end_fills_no_disk(ask, monkeypatch):
    monkeypatch.setattr(link, "MAX_BYTES", 10)
    with pytest.raises(HubUnavailable):
        await ask(lambda _: httpx.Response(200, headers=CSV, stream=Parts([b"12345678"] * 100)))


async def test_who_is_not_signed_in_asks_nothing(stub):
    async with stub.running():
        access = Access(HubHttp(stub.url), monotonic)
        with pytest.raises(NotSignedIn):
            await link.export(access, {}, lambda _: None)
        await access.http.close()
    assert stub.requests == []


class Leaving(Parts):
    """An answer in the midst of which the user leaves, and somebody else signs in."""

    def __init__(self, parts, leave) -> None:
        super().__init__(parts)
        self.leave = leave

    async def __aiter__(self):
        yield self.parts[0]
        await self.leave()
        for part in self.parts[1:]:
            yield part


@pytest.mark.parametrize("status", [200, 401])
async def test_nothing_more_is_written_once_who_asked_has_left(stub, status):
    async with stub.running():
        access = Access(HubHttp(stub.url), monotonic)
        await access.sign_in("nurse", "secret")
        signed_in, asked, written = access.http, [], []

        async def leave():
            access.leave()
            access.http = signed_in
            await access.sign_in("nurse", "secret")

        def handler(request):
            asked.append(request.headers["Authorization"])
            raw = [b'{"code": "access.not_signed_in", "message": "", "advice": ""', b"}"]
            parts = [b"at,who\r\n", b"1,N. Sato\r\n", b"rows,1\r\n"] if status == 200 else raw
            return httpx.Response(status, headers=CSV, stream=Leaving(parts, leave))

        mocked = access.http = HubHttp(stub.url, httpx.MockTransport(handler))
        with pytest.raises(NotSignedIn):
            await link.export(access, {}, written.append)
        # Nor is it asked for again, in the next one's name.
        assert asked == ["Bearer access-1"]
        assert written in ([], [b"at,who\r\n"])
        await mocked.close()
        await signed_in.close()
