"""What comes over one connection: what is no HTTP, too long or too much, and several requests at once."""

import asyncio
import contextlib
from typing import Any

import pytest

from clinic_console.hub.api import connection, written
from tests.hub.api.test_listener import GET, Talk, answer_all, closed, serving, status

POST = b"POST / HTTP/1.1\r\nHost: x\r\n"
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"


async def echo(scope: Any, receive: Any, send: Any) -> None:
    """Answer with the path, the number of headers and the body."""
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        body, more = body + message["body"], message["more_body"]
    said = b"%b %d %b" % (scope["path"].encode(), len(scope["headers"]), body)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(said))]})
    await send({"type": "http.response.body", "body": said})


async def all_of(talk: Talk, *given: bytes) -> bytes:
    """Say these; return all that is answered until the connection closes."""
    talk[1].write(b"".join(given))
    async with asyncio.timeout(10):
        return await talk[0].read()


async def say_on(talk: Talk, piece: bytes) -> int:
    """Say this again and again until the connection closes; return how many bytes that took."""
    said = 0
    async with asyncio.timeout(10):
        # What is still on its way when the hub closes makes the system reset the connection.
        with contextlib.suppress(ConnectionError):
            while not talk[0].at_eof():
                talk[1].write(piece)
                await talk[1].drain()
                said += len(piece)
                await asyncio.sleep(0.001)
    return said


@pytest.mark.parametrize(
    "said",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
        b"GET / HTTP/2.0\r\nHost: x\r\n\r\n",
        b"GET / HTTP/0.9\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /\xe9 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nX: a\x00b\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nX y: z\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost : x\r\n\r\n",
        POST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        POST + b"Content-Length: -1\r\n\r\n",
        POST + b"Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        POST + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        CHUNKED + b"zz\r\n",
        CHUNKED + b"1\nab",
        b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"x" * 16_400 + b"\r\n\r\n",
        b"GET /" + b"x" * 16_400 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\n" + b"a: b\r\n" * 3_000 + b"\r\n",
    ],
)
async def test_what_is_no_request_is_refused_once_and_the_connection_closed(said: bytes) -> None:
    async with serving(echo) as (_, come):
        answer = await all_of(await come(), said)
        assert answer.startswith(b"HTTP/1.1 400 ")
        assert answer.count(b"HTTP/1.1") == 1
        assert await status(await come()) == 200


@pytest.mark.parametrize(
    "begun", [b"GET /", b"GET / HTTP/1.1\r\nHost: x\r\nX: ", b"GET / HTTP/1.1\r\nX", CHUNKED + b"1\r\na\r\n0\r\nX: "]
)
async def test_a_head_or_trailer_without_end_is_not_kept(monkeypatch: pytest.MonkeyPatch, begun: bytes) -> None:
    monkeypatch.setattr(connection, "HEAD_SECONDS", 60)
    async with serving(echo) as (_, come):
        talk = await come()
        talk[1].write(begun)
        assert await say_on(talk, b"x" * 500) >= connection.LONGEST_HEAD - len(begun) - 500


async def test_chunks_of_nearly_nothing_are_no_way_to_say_much() -> None:
    async with serving(echo) as (_, come):
        talk = await come()
        talk[1].write(CHUNKED)
        assert await say_on(talk, b"1;" + b"x" * 500 + b"\r\na\r\n") >= connection.LONGEST_HEAD - 500


async def test_a_body_may_come_in_chunks_and_what_comes_after_it_is_no_header() -> None:
    async with serving(echo) as (_, come):
        talk = await come()
        for given in (b"a" * 20_000, b""):
            chunks = b"".join(
                b"%x\r\n%b\r\n" % (len(piece), piece) for piece in (given[:9_000], given[9_000:]) if piece
            )
            talk[1].write(CHUNKED + chunks + b"0\r\nAuthorization: x\r\n\r\n")
            assert b"content-length: %d\r\n" % (4 + len(given)) in await talk[0].readuntil(b"\r\n\r\n")
            assert await talk[0].readexactly(4 + len(given)) == b"/ 2 " + given


async def test_requests_in_one_go_are_answered_in_their_order_and_only_so_many() -> None:
    def asked(number: int) -> bytes:
        return b"GET /%d HTTP/1.1\r\nHost: x\r\n\r\n" % number

    async with serving(echo) as (_, come):
        talk = await come()
        talk[1].write(b"".join(map(asked, range(connection.AHEAD + 1))))
        for number in range(connection.AHEAD + 1):
            await talk[0].readuntil(b"\r\n\r\n")
            said = b"/%d 1 " % number
            assert await talk[0].readexactly(len(said)) == said
        answers = await all_of(talk, b"".join(map(asked, range(300))))
        assert answers.count(b"HTTP/1.1 200 ") == connection.AHEAD + 1
        assert b" 400 " not in answers


async def test_what_is_no_request_does_not_spoil_the_answer_before_it() -> None:
    async with serving(echo) as (_, come):
        answers = await all_of(await come(), GET + b"\x00\x01\x02 rubbish\r\n\r\n")
        assert answers.startswith(b"HTTP/1.1 200 ")
        assert answers.endswith(b"/ 1 ")
        assert b" 400 " not in answers


@pytest.mark.parametrize("offer", [b"websocket", b"h2c"])
async def test_nothing_else_is_spoken_here(offer: bytes) -> None:
    upgrade = b"Connection: Upgrade\r\nUpgrade: %b\r\n" % offer
    async with serving(echo) as (_, come):
        answer = await all_of(await come(), GET[:-2] + upgrade + b"\r\n")
        assert answer.startswith(b"HTTP/1.1 200 ")
        assert b"connection: close\r\n" in answer
        answer = await all_of(await come(), POST + upgrade + b"Content-Length: 2\r\n\r\nab")
        assert answer.startswith(b"HTTP/1.1 400 ")


async def test_a_body_that_is_none_ends_what_has_been_answered_without_another_word() -> None:
    async with serving(answer_all) as (_, come):
        talk = await come()
        assert await status(talk, CHUNKED) == 200
        assert await all_of(talk, b"zz\r\n") == b""


async def test_an_answer_leaves_in_one_piece(monkeypatch: Any) -> None:
    sent: list[bytes] = []

    class Watched(written.Gathered):
        def __init__(self, transport: Any, loop: Any) -> None:
            super().__init__(transport, loop)
            self._under = _Noting(transport, sent)  # type: ignore[assignment]

    monkeypatch.setattr(connection, "Gathered", Watched)
    async with serving(echo) as (_, come):
        assert await status(await come()) == 200
    assert len(sent) == 1
    assert sent[0].endswith(b"\r\n\r\n/ 1 ")


class _Noting:
    """A transport that notes what is written."""

    def __init__(self, transport: Any, sent: list[bytes]) -> None:
        self._transport = transport
        self._sent = sent

    def write(self, data: bytes) -> None:
        self._sent.append(bytes(data))
        self._transport.write(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


async def test_who_talks_rubbish_gives_the_place_back() -> None:
    async with serving(echo) as (served, come):
        talks = [await come() for _ in range(5)]
        for talk in talks:
            talk[1].write(b"rubbish\r\n\r\n")
        await asyncio.gather(*(closed(talk) for talk in talks))
        async with asyncio.timeout(10):
            while len(served.places):
                await asyncio.sleep(0.01)
        assert await status(await come()) == 200
