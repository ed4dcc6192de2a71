"""The device door: WebSocket connections of bedside monitors (docs/device-protocol.md)."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from typing import Final, cast
from weakref import WeakKeyDictionary

import structlog
from websockets.asyncio.server import Server, ServerConnection, broadcast, serve
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response
from websockets.protocol import State

from clinic_console.domain.errors import (
    ClinicError,
    DeviceReplaced,
    DeviceRevoked,
    DeviceSilent,
    MalformedMessage,
    StoreUnavailable,
    TooMany,
    UnknownDevice,
    VersionMismatch,
    WrongDeviceToken,
)
from clinic_console.domain.readings import Layout
from clinic_console.hub import metrics
from clinic_console.hub.encryption import REFUSAL, Encryption
from clinic_console.hub.ingest.changes import Changes
from clinic_console.hub.ingest.connection import DeviceConnection, TooManyProblemsError, now_ms
from clinic_console.hub.ingest.doorstep import Doorstep
from clinic_console.hub.ingest.pinged import PingedConnection
from clinic_console.hub.service.device_sessions import DeviceRecord, DeviceSessions
from clinic_console.hub.service.publishing import LiveDevice, Publisher, live_device
from clinic_console.hub.service.readings import Recorder
from clinic_console.wire import devices as wire

log = structlog.get_logger("ingest")

HARD_LIMIT_BYTES: Final = 65_536
"""A message over 4 KiB is refused and the connection goes on; one over this closes it (1009)."""
HELLO_SECONDS: Final = 10
MAX_CONNECTIONS: Final = 20_000
ADMISSIONS: Final = 32
SWEEP_SECONDS: Final = 5
CLOSE_SECONDS: Final = 3
STATES_SECONDS: Final = 30

GOING_AWAY = 1001
PROTOCOL, VERSION, IDLE, REPLACED, TOO_MANY, AWAY = 4400, 4406, 4408, 4409, 4429, 4503
_CLOSE_CODES: Final[dict[type[ClinicError], int]] = {
    MalformedMessage: PROTOCOL,
    WrongDeviceToken: 4401,
    DeviceRevoked: 4403,
    UnknownDevice: 4404,
    VersionMismatch: VERSION,
    DeviceReplaced: REPLACED,
    DeviceSilent: IDLE,
    TooMany: TOO_MANY,
    StoreUnavailable: AWAY,
}


@dataclass(slots=True)
class DeviceDoor:
    """Listens for devices; one connection each, the newest of a device counts."""

    sessions: DeviceSessions
    recorder: Recorder
    publisher: Publisher
    encryption: Encryption | None = None
    connections: dict[int, DeviceConnection] = field(default_factory=dict)
    changes: Changes = field(init=False)
    doorstep: Doorstep = field(init=False)
    _open: int = 0
    _layouts: dict[int, set[Layout]] = field(default_factory=dict)
    _server: Server | None = None
    _admissions: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(ADMISSIONS))

    def __post_init__(self) -> None:
        self.changes = Changes(self.sessions)
        self.doorstep = Doorstep(self.encryption)

    async def start(self, host: str, port: int) -> tuple[str, int]:
        """Listen; return the address taken (port 0 lets the system choose)."""
        self._server = await serve(
            self._serve,
            host,
            port,
            ssl=self.encryption.context if self.encryption is not None else None,
            subprotocols=[wire.SUBPROTOCOL],  # type: ignore[list-item]
            compression=None,
            max_size=HARD_LIMIT_BYTES,
            max_queue=16,
            ping_interval=wire.PING_SECONDS,
            ping_timeout=wire.PING_SECONDS,
            open_timeout=HELLO_SECONDS,
            process_request=self._admit,
            create_connection=partial(PingedConnection, self.doorstep.came, self.doorstep.left),  # type: ignore[arg-type]
            close_timeout=2,
            backlog=4096,
            server_header=None,
        )
        await self.publisher.listen(self.replace)
        name = next(iter(self._server.sockets)).getsockname()
        return name[0], name[1]

    def _admit(self, socket: ServerConnection, _request: Request) -> Response | None:
        if self.encryption is not None and self.encryption.plain_peer(socket.transport):
            return socket.respond(HTTPStatus.FORBIDDEN, REFUSAL)
        _note_request(socket)
        return None

    async def stop(self) -> None:
        """Close every connection (1001: going away) and stop listening."""
        if self._server is not None:
            self._server.close(close_connections=False)
            await asyncio.gather(*(_close(socket, GOING_AWAY, "") for socket in tuple(self._server.connections)))
            await self._server.wait_closed()

    def replace(self, device_id: int, session: int) -> None:
        """Give way to a newer connection of a device, here or in another process."""
        older = self.connections.get(device_id)
        if older is not None and older.record.session < session:
            del self.connections[device_id]
            _close_soon(older.socket, DeviceReplaced())

    async def sweep(self) -> None:
        """Drop silent devices, follow devices to other beds, cut off revoked ones; for ever."""
        saved = time.monotonic()
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            now = time.monotonic()
            for connection in list(self.connections.values()):
                if now - connection.heard > wire.IDLE_SECONDS:
                    _close_soon(connection.socket, DeviceSilent())
            try:
                await self.follow()
                if now - saved > STATES_SECONDS:
                    saved = now
                    await self.save_states()
            except StoreUnavailable:
                log.warning("device places not read, postgres does not answer")

    async def save_states(self) -> None:
        """Keep when each connected device was last heard."""
        states = [c.state() for c in self.connections.values() if c.arrived > c.saved]
        for start in range(0, len(states), 1_000):
            await self.sessions.save_states(states[start : start + 1_000])

    async def watch(self) -> None:
        """Do the same at once whenever the database tells of a change; for ever."""
        while True:
            devices = await self.changes.next()
            try:
                await self.follow(devices)
            except StoreUnavailable:
                log.warning("changed devices not read, postgres does not answer")

    async def follow(self, devices: Collection[int] | None = None) -> None:
        """Show moved devices where they stand now, and cut off those revoked or given another token (of all)."""
        ids = self.connections.keys() if devices is None else self.connections.keys() & set(devices)
        asked = {device: self.connections[device] for device in ids}
        if not asked:
            return
        for place in await self.sessions.changed([connection.record for connection in asked.values()]):
            connection = asked[place.device_id]
            if self.connections.get(place.device_id) is not connection:
                continue  # it has connected anew while this was asked
            if place.revoked or place.rotated:
                del self.connections[place.device_id]
                connection.ended = True
                _close_soon(connection.socket, DeviceRevoked() if place.revoked else WrongDeviceToken())
            else:
                connection.move(place)

    async def _serve(self, socket: ServerConnection) -> None:
        if self._open >= MAX_CONNECTIONS:
            await _close(socket, TOO_MANY, TooMany.code)
            return
        self._open += 1
        metrics.DEVICES_CONNECTED.set(self._open)
        try:
            async with self._admitted(socket) as connection:
                await _pump(cast("PingedConnection", socket), connection)
        except ConnectionClosed:
            pass
        except ClinicError as error:
            await _refuse(socket, error)
        finally:
            self._open -= 1
            metrics.DEVICES_CONNECTED.set(self._open)

    @asynccontextmanager
    async def _admitted(self, socket: ServerConnection) -> AsyncIterator[DeviceConnection]:
        hello, arrived, opened = await _hello(socket)
        told = self.sessions.told
        async with self.doorstep.judging(socket, hello), self._admissions:
            record = await self.sessions.admit(hello)
            live = await self._live(record)
        newest = self.connections.get(record.id)
        if newest is not None and newest.record.session > record.session:
            raise DeviceReplaced(field="device")
        connection = DeviceConnection(
            socket, record, self.sessions, self.recorder, self.publisher, live, self._layouts_of(record.id)
        )
        self.replace(record.id, record.session)
        self.connections[record.id] = connection
        if self.sessions.told != told:
            self.changes.suspect(record.id)  # what was read of it may have been about to change
        await self.publisher.announce(record.id, record.session)
        try:
            await connection.check_clock(hello.clock, hello.sent, arrived, opened)
            await socket.send(wire.encode(wire.Welcome(wire.VERSION, now_ms(), record.session)), text=True)
            yield connection
        finally:
            self.recorder.forget(connection)
            if self.connections.get(record.id) is connection:
                del self.connections[record.id]

    def _layouts_of(self, device_id: int) -> set[Layout]:
        """Return the sets of parameters that a device has sent: connecting anew does not forget them."""
        return self._layouts.setdefault(device_id, set())

    async def _live(self, record: DeviceRecord) -> LiveDevice:
        before = self.connections.get(record.id)
        live = live_device(record)
        if before is not None and before.live.bed == live.bed:
            return before.live
        await self.publisher.recall(live)
        return live


_requested: WeakKeyDictionary[ServerConnection, int] = WeakKeyDictionary()


def _note_request(socket: ServerConnection) -> None:
    """Note when the handshake was asked for: hello is sent later, so this bounds how long it can have travelled."""
    _requested[socket] = now_ms()


async def _hello(socket: ServerConnection) -> tuple[wire.Hello, int, int]:
    """Return the hello, when it arrived, and when at the earliest it was sent (ms since 1970)."""
    try:
        async with asyncio.timeout(HELLO_SECONDS):
            raw = await socket.recv(decode=False)
    except TimeoutError:
        raise DeviceSilent(f"no hello within {HELLO_SECONDS} s") from None
    arrived = now_ms()
    message, _ = wire.decode_from_device(raw)
    if not isinstance(message, wire.Hello):
        raise MalformedMessage("the first message is not hello", field="type")
    return message, arrived, _requested.pop(socket)


async def _pump(socket: PingedConnection, connection: DeviceConnection) -> None:
    try:
        while True:
            raw = await socket.message()
            if not connection.ended:
                await connection.take(raw, socket.opened)
    except TooManyProblemsError:
        # What was good before has been offered: its acknowledgement should not be lost with the connection.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_SECONDS):
                await connection.recorder.drained()
        raise TooMany("over 100 bad messages within a minute") from None


async def _refuse(socket: ServerConnection, error: ClinicError) -> None:
    metrics.DEVICES_REFUSED.labels(error.code).inc()
    problem = wire.Problem(error.code, error.message, field=error.field)
    if socket.state is State.OPEN and socket.transport.get_write_buffer_size() == 0:
        broadcast([socket], wire.encode(problem).decode())
    await _close(socket, _CLOSE_CODES.get(type(error), PROTOCOL), error.code)


async def _close(socket: ServerConnection, code: int, reason: str) -> None:
    """Close a connection; a device that does not read does not learn why."""
    try:
        # Closing waits for what is unsent without a limit of its own.
        async with asyncio.timeout(CLOSE_SECONDS):
            await socket.close(code, reason)
    except TimeoutError:
        socket.transport.abort()


_closing: set[asyncio.Task[None]] = set()


def _close_soon(socket: ServerConnection, error: ClinicError) -> None:
    """Close without waiting for the other side's answer, keeping the task until it is done."""
    task = asyncio.get_running_loop().create_task(_refuse(socket, error))
    _closing.add(task)
    task.add_done_callback(_closing.discard)
