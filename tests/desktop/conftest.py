"""A hub of the tests' own, on real loopback sockets, and the loop that Qt and asyncio share."""

import asyncio
import json
import os
from collections.abc import Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from datetime import date

import msgspec
import pytest
from websockets.asyncio.server import ServerConnection, serve

from clinic_console.desktop.bridge import Bridge, monotonic
from clinic_console.desktop.state.clock import Moment
from clinic_console.wire import topics
from clinic_console.wire.access import Clinic, Failure, Server, Session
from clinic_console.wire.readings import LiveBed, LiveValue, encode_live
from clinic_console.wire.session import (
    SUBPROTOCOL,
    Beat,
    Delta,
    Hello,
    Ping,
    Pong,
    Problem,
    Renew,
    Renewed,
    Snapshot,
    Subscribe,
    Welcome,
    decode_from_console,
    encode,
)
from clinic_console.wire.wards import Bed, BedDevice, BedPage, BedPatient, Ward, WardPage

os.environ["QT_QPA_PLATFORM"] = "offscreen"
WARD = "0192f0c1-0000-7000-8000-000000000001"
DEADLINE = 15.0


def patient(number: int, name: str = "Tanaka Yuki", latin: str = "") -> BedPatient:
    """One patient as the hub tells of him."""
    return BedPatient(f"p{number}", f"MRN{number}", name, latin, date(1958, 3, 4), "F")


class StubHub:
    """Speaks the hub's HTTP and push protocols as far as a console does, and misbehaves as it is told.

    ``skew`` is how far its clock is off (ms). ``mode``: ``normal``, ``silent`` (says nothing after hello),
    ``rubbish`` (bytes that are no message), ``deaf`` (accepts TCP and never answers).
    """

    def __init__(self) -> None:
        self.skew = 0
        self.mode = "normal"
        self.http_mode = "normal"
        self.lifetime = 600_000
        self.passwords = {"nurse": "secret"}
        self.wards = [Ward(WARD, "c1", "3 East", 2, 2)]
        self.beds = {
            WARD: [
                Bed("b1", "1", 0, BedDevice(1, "dev-1", "M"), patient(1, "田中 由紀", "Tanaka Yuki")),
                Bed("b2", "2", 1, BedDevice(2, "dev-2", "M"), patient(2, "Zoë van der Meer")),
            ]
        }
        self.live: dict[str, LiveBed] = {}
        self.problem: Problem | None = None
        self.tokens: set[str] = set()
        self.refreshes: set[str] = set()
        self.requests: list[str] = []
        self.renewals = 0
        self.hellos = 0
        self.watched: set[str] = set()
        self._offset = 0
        self._serial = 0
        self._sockets: set[ServerConnection] = set()
        self.changed = asyncio.Event()

    def now(self) -> int:
        """The hub's clock in ms: not this PC's."""
        return round(monotonic() * 1_000) + 1_700_000_000_000 + self.skew

    @asynccontextmanager
    async def running(self, push_port: int = 0, http_port: int = 0):
        """Serve until left."""
        async with serve(
            self._push, "127.0.0.1", push_port, subprotocols=[SUBPROTOCOL], ping_interval=None, close_timeout=0.2
        ) as push:
            self.push_port = push.sockets[0].getsockname()[1]
            http = await asyncio.start_server(self._http, "127.0.0.1", http_port)
            self.http_port = http.sockets[0].getsockname()[1]
            beating = asyncio.create_task(self._beat())
            try:
                yield self
            finally:
                beating.cancel()
                with suppress(asyncio.CancelledError):
                    await beating
                for socket in list(self._sockets):
                    socket.transport.abort()
                http.close()
                await http.wait_closed()

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.http_port}"

    async def publish(self, bed: LiveBed) -> None:
        """Send one bed's live state to all that watch."""
        self.live[bed.bed] = bed
        self._offset += 1
        if self.mode == "normal" and self.watched:
            await self._say(Delta(next(iter(self.watched)), "e", self._offset, self.now(), [_raw(bed)]))

    def numbers(self, bed: str = "b1", device: int = 1, **numbers: float | None) -> LiveBed:
        """A bed's live state with these numbers, measured and received now."""
        at = self.now()
        values = [
            LiveValue(name.replace("_", "."), number, 0 if number is not None else 1, at, at)
            for name, number in numbers.items()
        ]
        return LiveBed(bed, device, at, True, values)

    async def drop(self) -> None:
        """Hang up on everybody."""
        for socket in list(self._sockets):
            socket.transport.abort()

    async def say_raw(self, raw: bytes | str) -> None:
        """Send bytes to everybody."""
        for socket in list(self._sockets):
            with suppress(Exception):
                await socket.send(raw)

    async def _say(self, message: object) -> None:
        await self.say_raw(encode(message))

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(0.2)
            if self.mode == "normal":
                await self._say(Beat(self.now()))

    async def _push(self, socket: ServerConnection) -> None:
        self._sockets.add(socket)
        try:
            async for raw in socket:
                await self._answer(socket, decode_from_console(raw))
        except Exception as error:
            if "Closed" not in type(error).__name__:
                raise
        finally:
            self._sockets.discard(socket)

    async def _answer(self, socket: ServerConnection, message: object) -> None:
        match message:
            case Hello():
                self.hellos += 1
                if message.token not in self.tokens:
                    await socket.send(encode(Problem("access.session_expired", "Your session has ended.")))
                    await socket.close(4401)
                else:
                    await socket.send(encode(Welcome(1, "e", self.now(), self.now() + self.lifetime)))
            case Subscribe():
                await self._subscribe(socket, message.topics)
            case Ping() if self.mode == "normal":
                await socket.send(encode(Pong(message.number, self.now())))
            case Renew():
                self.renewals += 1
                await socket.send(encode(Renewed(self.now() + self.lifetime)))
        self.changed.set()

    async def _subscribe(self, socket: ServerConnection, wanted: list[str]) -> None:
        for topic in wanted:
            if self.problem is not None:
                await socket.send(encode(Problem(self.problem.code, self.problem.message, topic)))
                continue
            self.watched = {topic}
            if self.mode == "rubbish":
                await socket.send(b"\xc1\x00rubbish")
            elif self.mode == "normal":
                items = [_raw(bed) for bed in self.live.values()] if str(topics.ward_of(topic)) == WARD else []
                await socket.send(encode(Snapshot(topic, "e", self._offset, self.now(), items)))

    async def _http(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                length = next((int(x[15:]) for x in head.lower().split("\r\n") if x.startswith("content-length:")), 0)
                body = await reader.readexactly(length)
                if self.http_mode == "deaf":
                    await reader.read()
                status, answer = self._route(head, body)
                writer.write(
                    f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\n"
                    f"Content-Length: {len(answer)}\r\n\r\n".encode()
                    + answer
                )
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    def _route(self, head: str, body: bytes) -> tuple[int, bytes]:
        method, target, _ = head.split("\r\n", 1)[0].split(" ")
        path = target.partition("?")[0]
        self.requests.append(f"{method} {path}")
        if self.http_mode == "rubbish":
            return 200, b"<html>not a hub</html>"
        if self.http_mode == "down":
            return _fail(503, "unavailable.store")
        if path == "/api/server":
            push = f"ws://127.0.0.1:{self.push_port}"
            return 200, msgspec.json.encode(Server("hub", "0.1.0", 1, push, self.now()))
        if path.startswith("/api/session"):
            return self._route_session(method, path, body)
        token = next((x[22:] for x in head.split("\r\n") if x.lower().startswith("authorization: bearer ")), "")
        return self._route_signed_in(path) if token in self.tokens else _fail(401, "access.not_signed_in")

    def _route_signed_in(self, path: str) -> tuple[int, bytes]:
        if path == "/api/wards":
            return 200, msgspec.json.encode(WardPage(self.wards))
        ward = path.removeprefix("/api/wards/").removesuffix("/beds")
        return (200, msgspec.json.encode(BedPage(self.beds[ward]))) if ward in self.beds else _fail(404, "not_found")

    def _route_session(self, method: str, path: str, body: bytes) -> tuple[int, bytes]:
        if method == "DELETE":
            return 204, b""
        given = json.loads(body)
        if path.endswith("/refresh"):
            good = given["refresh"] in self.refreshes
            return (200, msgspec.json.encode(self.session())) if good else _fail(401, "access.session_expired")
        good = self.passwords.get(given["login"]) == given["password"]
        return (201, msgspec.json.encode(self.session())) if good else _fail(401, "access.wrong_credentials")

    def session(self) -> Session:
        """A new pair of tokens."""
        self._serial += 1
        access, refresh = f"access-{self._serial}", f"refresh-{self._serial}"
        self.tokens.add(access)
        self.refreshes.add(refresh)
        until = self.now() + self.lifetime
        return Session(
            access, until, refresh, until * 2, "u1", "N. Sato", [Clinic("c1", "Kita", "Asia/Tokyo", "nurse")]
        )


def _fail(status: int, code: str) -> tuple[int, bytes]:
    return status, msgspec.json.encode(Failure(code, "no", "do something"))


def _raw(bed: LiveBed) -> msgspec.Raw:
    return msgspec.Raw(encode_live(bed))


@pytest.fixture
def stub() -> StubHub:
    """A hub that is not running yet."""
    return StubHub()


@pytest.fixture
def until() -> Callable[[Callable[[], bool]], Awaitable[None]]:
    """Wait until something holds that has no event of its own (a deadline, not a duration, is what fails)."""

    async def wait(holds: Callable[[], bool]) -> None:
        async with asyncio.timeout(DEADLINE):
            while not holds():
                await asyncio.sleep(0.01)

    return wait


@pytest.fixture
def bridge(qapp) -> Iterator[Bridge]:
    """The loop of Qt and asyncio, for one test."""
    made = Bridge(qapp)
    yield made
    asyncio.set_event_loop(None)
    made.dispose()


@pytest.fixture
def moment() -> Callable[[float], Moment]:
    """A moment so many seconds after a fixed one."""
    return lambda seconds: Moment(1_000.0 + seconds, 1_700_000_000_000 + round(seconds * 1_000))
