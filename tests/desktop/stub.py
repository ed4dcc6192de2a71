"""A hub of the tests' own, on real loopback sockets, which misbehaves as it is told."""

import asyncio
import json
from collections import Counter
from collections.abc import Callable
from contextlib import asynccontextmanager, suppress
from datetime import date
from urllib.parse import parse_qsl

import msgspec
from websockets.asyncio.server import ServerConnection, serve

from clinic_console.desktop.bridge import monotonic
from clinic_console.wire.access import API, Clinic, Failure, Server, Session
from clinic_console.wire.readings import History, LiveBed, LiveValue, encode_live
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
    Unsubscribe,
    Welcome,
    decode_from_console,
    encode,
)
from clinic_console.wire.sessions import Ended, SessionPage, SessionRow
from clinic_console.wire.wards import Bed, BedDevice, BedPage, BedPatient, Ward, WardPage

Answer = Callable[[str, str, dict[str, str], bytes], tuple[int, bytes]]
"""What answers routes of a noun: method, path, query and body give status and body (see ``StubHub.extra``)."""

WARD = "0192f0c1-0000-7000-8000-000000000001"


def patient(number: int, name: str = "Tanaka Yuki", latin: str = "") -> BedPatient:
    """One patient as the hub tells of him."""
    return BedPatient(f"p{number}", f"MRN{number}", name, latin, date(1958, 3, 4), "F")


class StubHub:
    """Speaks the hub's HTTP and push protocols as far as a console does, and misbehaves as it is told.

    ``skew`` is how far its clock is off (ms); ``clock`` gives monotonic seconds. ``mode`` is the push socket's:
    ``normal``, ``silent`` (says nothing after hello), ``rubbish`` (bytes that are no message instead of a snapshot),
    ``no snapshot``, ``accept and close``. ``http_mode``: ``normal``, ``deaf`` (never answers), ``rubbish`` (HTML),
    ``down`` (503), ``broken`` (500 without a reason), ``redirect`` (to itself), ``short`` and ``long`` (another
    length than it says), ``drip`` (byte by byte), ``hang up``, ``wrong types``.

    ``extra`` answers further routes of who is signed in, by method (empty: any) and beginning of the path; of several
    that fit the longest beginning answers. Each noun's own routes stand in a file of their own beside this one.
    """

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self.clock = clock
        self.beat = 0.2
        self.skew = 0
        self.mode = "normal"
        self.http_mode = "normal"
        self.role = "nurse"
        self.lifetime = 600_000
        self.passwords = {"nurse": "secret"}
        self.pin = ""
        self.password_given = False
        self.unlock_answer: tuple[int, bytes] | None = None
        self.own_sessions: list[SessionRow] = []
        self.signed_in_with: dict[str, object] = {}
        self.wards = [Ward(WARD, "c1", "3 East", 2, 2)]
        self.beds = {
            WARD: [
                Bed("b1", "1", 0, BedDevice(1, "dev-1", "M"), patient(1, "田中 由紀", "Tanaka Yuki")),
                Bed("b2", "2", 1, BedDevice(2, "dev-2", "M"), patient(2, "Zoë van der Meer")),
            ]
        }
        self.live: dict[str, LiveBed] = {}
        self.histories: dict[str, History] = {}
        self.problem: Problem | None = None
        self.tokens: set[str] = set()
        self.refreshes: set[str] = set()
        self.requests: list[str] = []
        self.extra: dict[tuple[str, str], Answer] = {}
        self.renewals = 0
        self.hellos = 0
        self.refused: dict[str, Problem] = {}
        self.offsets: Counter[str] = Counter()
        self.watched: dict[ServerConnection, set[str]] = {}
        self._serial = 0
        self._sockets: set[ServerConnection] = set()
        self._requests: set[asyncio.Task[None]] = set()
        self.changed = asyncio.Event()

    def now(self) -> int:
        """The hub's clock in ms: not this PC's."""
        return round(self.clock() * 1_000) + 1_700_000_000_000 + self.skew

    @asynccontextmanager
    async def running(self, push_port: int = 0, http_port: int = 0):
        """Serve until left."""
        async with serve(
            self._push, "127.0.0.1", push_port, subprotocols=[SUBPROTOCOL], ping_interval=None, close_timeout=0.2
        ) as push:
            self.push_port = push.sockets[0].getsockname()[1]
            http = self._server = await asyncio.start_server(self._accepted, "127.0.0.1", http_port)
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
                for task in self._requests:
                    task.cancel()
                await asyncio.gather(*self._requests, return_exceptions=True)
                await http.wait_closed()

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.http_port}"

    def topic_of(self, bed: str) -> str:
        """The topic of a bed's ward."""
        ward = next((ward for ward, beds in self.beds.items() if any(b.id == bed for b in beds)), WARD)
        return f"ward:{ward}"

    async def publish(self, bed: LiveBed) -> None:
        """Send one bed's live state to all that watch."""
        self.live[bed.bed] = bed
        topic = self.topic_of(bed.bed)
        self.offsets[topic] += 1
        if self.mode == "normal":
            delta = encode(Delta(topic, "e", self.offsets[topic], self.now(), [_raw(bed)]))
            for socket, watched in list(self.watched.items()):
                if topic in watched:
                    with suppress(Exception):
                        await socket.send(delta)

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
            await asyncio.sleep(self.beat)
            if self.mode == "normal":
                await self._say(Beat(self.now()))

    async def _push(self, socket: ServerConnection) -> None:
        self._sockets.add(socket)
        self.watched[socket] = set()
        try:
            if self.mode == "accept and close":
                return
            async for raw in socket:
                await self._answer(socket, decode_from_console(raw))
        except Exception as error:
            if "Closed" not in type(error).__name__:
                raise
        finally:
            self._sockets.discard(socket)
            del self.watched[socket]

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
            case Unsubscribe():
                self.watched[socket] -= set(message.topics)
            case Ping() if self.mode == "normal":
                await socket.send(encode(Pong(message.number, self.now())))
            case Renew():
                self.renewals += 1
                await socket.send(encode(Renewed(self.now() + self.lifetime)))
        self.changed.set()

    async def _subscribe(self, socket: ServerConnection, wanted: list[str]) -> None:
        for topic in wanted:
            problem = self.refused.get(topic, self.problem)
            if problem is not None:
                await socket.send(encode(Problem(problem.code, problem.message, topic)))
                continue
            self.watched[socket].add(topic)
            if self.mode == "rubbish":
                await socket.send(b"\xc1\x00rubbish")
            elif self.mode == "normal":
                items = [_raw(bed) for bed in self.live.values() if self.topic_of(bed.bed) == topic]
                await socket.send(encode(Snapshot(topic, "e", self.offsets[topic], self.now(), items)))

    def _accepted(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self._server.is_serving():
            # It came while this closed.
            writer.transport.abort()
            return
        task = asyncio.create_task(self._http(reader, writer))
        self._requests.add(task)
        task.add_done_callback(self._requests.discard)
        # Also of one that is cancelled before it begins.
        task.add_done_callback(lambda _: writer.close())

    async def _http(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                length = next((int(x[15:]) for x in head.lower().split("\r\n") if x.startswith("content-length:")), 0)
                body = await reader.readexactly(length)
                if self.http_mode == "deaf":
                    await reader.read()
                if not await self._reply(writer, *self._route(head, body)):
                    return
        except (asyncio.IncompleteReadError, ConnectionError):
            pass

    async def _reply(self, writer: asyncio.StreamWriter, status: int, answer: bytes) -> bool:
        """Answer one request; False when the connection is to end."""
        mode = self.http_mode
        length = len(answer) + {"short": 40, "long": -5}.get(mode, 0)
        extra = f"Location: {self.url}/api/server\r\n" if status == 302 else ""
        head = f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\n{extra}Content-Length: {length}\r\n\r\n"
        if mode == "hang up":
            writer.write(head.encode()[:20])
            return False
        if mode == "drip":
            for byte in head.encode() + answer:
                writer.write(bytes([byte]))
                await writer.drain()
                await asyncio.sleep(0.01)
        writer.write(b"" if mode == "drip" else head.encode() + answer)
        await writer.drain()
        return mode not in ("short", "long")

    def _route(self, head: str, body: bytes) -> tuple[int, bytes]:
        method, target, _ = head.split("\r\n", 1)[0].split(" ")
        path, _, query = target.partition("?")
        self.requests.append(f"{method} {path}")
        if self.http_mode == "rubbish":
            return 200, b"<html>not a hub</html>"
        if self.http_mode == "down":
            return fail(503, "unavailable.store")
        if self.http_mode == "broken":
            return 500, b"Internal Server Error"
        if self.http_mode == "redirect":
            return 302, b""
        if self.http_mode == "wrong types":
            return 200, b'{"items": [{"id": 7, "name": null, "beds": "many"}], "api": "one"}'
        if path == "/api/server":
            push = f"ws://127.0.0.1:{self.push_port}"
            return 200, msgspec.json.encode(Server("hub", "0.1.0", API, push, self.now()))
        if path in ("/api/session", "/api/session/refresh"):
            return self._route_session(method, path, body)
        token = next((x[22:] for x in head.split("\r\n") if x.lower().startswith("authorization: bearer ")), "")
        if token not in self.tokens:
            return fail(401, "access.not_signed_in")
        if path.startswith(("/api/session/", "/api/account/")):
            return self._route_account(method, path, body)
        extra = self._extra(method, path)
        return extra(method, path, dict(parse_qsl(query)), body) if extra else self._route_signed_in(path)

    def _route_account(self, method: str, path: str, body: bytes) -> tuple[int, bytes]:
        """Answer what somebody asks about the own account; ``unlock_answer`` goes before all."""
        given = json.loads(body or b"{}")
        if path == "/api/account/sessions":
            if method == "DELETE":
                self.tokens.clear()
                return 200, msgspec.json.encode(Ended(2))
            return 200, msgspec.json.encode(SessionPage(self.own_sessions))
        if path == "/api/session/lock":
            return 204, b""
        if path == "/api/session/unlock" and self.unlock_answer is not None:
            return self.unlock_answer
        if given.get("pin") and path == "/api/session/unlock":
            return (204, b"") if given["pin"] == self.pin else fail(401, "access.wrong_credentials")
        if given.get("present", given.get("password")) not in self.passwords.values():
            return fail(401, "access.wrong_credentials")
        if path == "/api/account/pin":
            self.pin = given["pin"]
        elif path == "/api/account/password":
            self.passwords["nurse"] = given["password"]
        return 204, b""

    def _extra(self, method: str, path: str) -> Answer | None:
        fits = [(start, answer) for (of, start), answer in self.extra.items() if of in ("", method)]
        fits = [(start, answer) for start, answer in fits if path.startswith(start)]
        return max(fits, key=lambda fit: len(fit[0]))[1] if fits else None

    def _route_signed_in(self, path: str) -> tuple[int, bytes]:
        if path == "/api/wards":
            return 200, msgspec.json.encode(WardPage(self.wards))
        if path.endswith("/readings"):
            found = self.histories.get(path.removeprefix("/api/beds/").removesuffix("/readings"))
            return (200, msgspec.json.encode(found)) if found is not None else fail(404, "not_found")
        ward = path.removeprefix("/api/wards/").removesuffix("/beds")
        return (200, msgspec.json.encode(BedPage(self.beds[ward]))) if ward in self.beds else fail(404, "not_found")

    def _route_session(self, method: str, path: str, body: bytes) -> tuple[int, bytes]:
        if method == "DELETE":
            return 204, b""
        given = json.loads(body)
        if path.endswith("/refresh"):
            good = given["refresh"] in self.refreshes
            return (200, msgspec.json.encode(self.session())) if good else fail(401, "access.session_expired")
        self.signed_in_with = given
        good = self.passwords.get(given["login"]) == given["password"]
        return (201, msgspec.json.encode(self.session())) if good else fail(401, "access.wrong_credentials")

    def session(self) -> Session:
        """A new pair of tokens."""
        self._serial += 1
        access, refresh = f"access-{self._serial}", f"refresh-{self._serial}"
        self.tokens.add(access)
        self.refreshes.add(refresh)
        until = self.now() + self.lifetime
        made = Session(access, until, refresh, until * 2, "u1", "N. Sato", self.clinics())
        made.has_pin, made.password_given = bool(self.pin), self.password_given
        return made

    def clinics(self) -> list[Clinic]:
        """The clinics that its user works in."""
        return [Clinic("c1", "Kita", "Asia/Tokyo", self.role)]


def fail(status: int, code: str) -> tuple[int, bytes]:
    """What the hub answers to what it refuses."""
    return status, msgspec.json.encode(Failure(code, "no", "do something"))


def _raw(bed: LiveBed) -> msgspec.Raw:
    return msgspec.Raw(encode_live(bed))
