"""The push socket goes where it is told, encrypted or nowhere, and waits when the hub says so."""

import asyncio
from http import HTTPStatus

import msgspec
import pytest
from websockets.asyncio.server import serve
from websockets.datastructures import Headers
from websockets.http11 import Response

from clinic_console.desktop.bridge import monotonic
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.link.http import HubHttp
from clinic_console.desktop.link.socket import PushSocket, Timings, _check_push_url
from clinic_console.domain.errors import BadConfiguration, ClinicError, HubUnavailable, TooMany
from clinic_console.wire.access import Server
from tests.desktop.stub import StubHub

LOCAL, SAFE = "http://127.0.0.1:8470", "https://hub.example"


class Heard:
    """Takes what a socket says, and ends it after the first word of being dropped."""

    def __init__(self) -> None:
        self.drops: list[tuple[ClinicError, float]] = []

    def dropped(self, error, retry_in):
        self.drops.append((error, retry_in))


@pytest.mark.parametrize(
    ("server", "url", "error"),
    [
        (LOCAL, "ws://127.0.0.1:8471", None),
        (SAFE, "wss://hub.example/push", None),
        (LOCAL, "wss://hub.example/push", None),
        (SAFE, "ws://hub.example/push", BadConfiguration),
        (SAFE, "ws://127.0.0.1:8471", BadConfiguration),
        (LOCAL, "ws://10.0.0.5:8471", BadConfiguration),
        (LOCAL, "http://127.0.0.1:8471", HubUnavailable),
        (LOCAL, "ws://[::", HubUnavailable),
        (LOCAL, "", HubUnavailable),
    ],
)
def test_only_this_pc_is_spoken_to_in_the_clear(server, url, error):
    if error is None:
        _check_push_url(server, url)
        return
    with pytest.raises(error):
        _check_push_url(server, url)


class ElsewhereHub(StubHub):
    """Says that its push socket is at another address."""

    push = ""

    def _route(self, head, body):
        status, answer = super()._route(head, body)
        if "/api/server" in head:
            server = msgspec.json.decode(answer, type=Server)
            server.push_url = self.push
            answer = msgspec.json.encode(server)
        return status, answer


async def dropped_at(hub: StubHub, port: int, until) -> list[tuple[ClinicError, float]]:
    hub.push = f"ws://127.0.0.1:{port}"
    access, heard = Access(HubHttp(hub.url), monotonic), Heard()
    await access.sign_in("nurse", "secret")
    socket = PushSocket(access, heard, monotonic, Timings(backoff_first=0.01))
    running = asyncio.create_task(socket.run())
    await until(lambda: heard.drops)
    socket.try_now()
    await asyncio.sleep(0.05)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await access.close()
    return heard.drops


async def test_a_redirect_is_not_followed(until):
    hub = ElsewhereHub()
    async with hub.running():

        def elsewhere(connection, request):
            return Response(
                302, "Found", Headers({"Location": f"ws://127.0.0.1:{hub.push_port}", "Content-Length": "0"})
            )

        async with serve(lambda _: None, "127.0.0.1", 0, process_request=elsewhere) as server:
            drops = await dropped_at(hub, server.sockets[0].getsockname()[1], until)
    assert drops
    assert hub.hellos == 0


async def test_before_its_time_not_even_a_button_connects(until):
    hub, asked = ElsewhereHub(), []

    def busy(connection, request):
        asked.append(request)
        return Response(HTTPStatus.TOO_MANY_REQUESTS, "", Headers({"Retry-After": "30", "Content-Length": "0"}))

    async with hub.running(), serve(lambda _: None, "127.0.0.1", 0, process_request=busy) as server:
        drops = await dropped_at(hub, server.sockets[0].getsockname()[1], until)
    assert len(asked) == len(drops) == 1
    assert isinstance(drops[0][0], TooMany)
    assert drops[0][1] >= 30


class NoSocket:
    """Takes what is sent, and answers nothing."""

    async def send(self, *_) -> None:
        """Take it."""


async def test_who_leafs_through_days_is_not_taken_for_one_that_gets_none(until):
    now, looks = 0.0, 0

    def clock() -> float:
        nonlocal looks
        looks += 1
        return now

    socket = PushSocket(Access(HubHttp(LOCAL), clock), Heard(), clock, Timings(tick=0.01, ping=1e9, silent=5.0))
    tending = asyncio.ensure_future(socket._tend(NoSocket()))
    for number in range(9):
        now += 3.0
        socket._last_word = now
        socket.watch({f"schedule:c:{number}"} if number < 7 else {"schedule:c:7"})
        seen = looks
        await until(lambda seen=seen: tending.done() or looks > seen + 2)
        assert not tending.done()
    now += 3.0
    socket._last_word = now
    with pytest.raises(HubUnavailable, match="does not send"):
        await tending
