"""The console door on loopback, and a console that speaks to it as a stranger's would."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID, uuid4

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from clinic_console.domain.access import Principal
from clinic_console.domain.errors import NotSignedIn, SessionExpired, StoreUnavailable
from clinic_console.hub.cache import Cache
from clinic_console.hub.config import Address
from clinic_console.hub.consoles.console import Limits
from clinic_console.hub.consoles.socket import ConsoleDoor
from clinic_console.hub.push.bus import Bus
from clinic_console.hub.push.line import Line
from clinic_console.hub.service.live import Live
from clinic_console.hub.store.pools import make_engine
from clinic_console.wire.session import (
    SUBPROTOCOL,
    VERSION,
    Beat,
    FromConsole,
    FromHub,
    Hello,
    Welcome,
    decode_from_hub,
    encode,
)

M = TypeVar("M")


@dataclass
class People:
    """Who the tokens speak for: a narrow stand-in for service/access (which has tests of its own)."""

    principals: dict[str, Principal] = field(default_factory=dict)
    roles: dict[UUID, dict[UUID, str]] = field(default_factory=dict)
    ended: set[UUID] = field(default_factory=set)
    unknown: bool = False
    """Whether nobody can be looked up now."""

    def admit(self, token: str, user: UUID, roles: dict[UUID, str], seconds: float = 900) -> Principal:
        """Let a token speak for a user for some seconds."""
        expires = time.time_ns() // 1_000_000 + int(seconds * 1_000)
        self.roles[user] = roles
        self.principals[token] = Principal(user, uuid4(), expires)
        return self.principals[token]

    def verify(self, token: str) -> Principal:
        if token not in self.principals:
            raise NotSignedIn
        principal = self.principals[token]
        if principal.expires <= time.time_ns() // 1_000_000:
            raise SessionExpired
        return principal

    async def clinics_of(self, user_id: UUID, session_id: UUID | None = None) -> dict[UUID, str]:
        if self.unknown:
            raise StoreUnavailable
        if session_id in self.ended:
            raise SessionExpired
        return self.roles[user_id]


@dataclass
class Console:
    """A console's socket, and every message that came."""

    socket: ClientConnection
    came: list[FromHub] = field(default_factory=list)

    async def say(self, message: FromConsole) -> None:
        await self.socket.send(encode(message))

    async def hear(self, kind: type[M]) -> M:
        """Return the next message of a kind; beats and others are kept in ``came``."""
        async with asyncio.timeout(20):
            while True:
                message = decode_from_hub(await self.socket.recv(decode=False))
                self.came.append(message)
                if isinstance(message, kind):
                    return message

    async def greet(self, token: str = "nurse") -> Welcome:
        await self.say(Hello(VERSION, token, "test"))
        return await self.hear(Welcome)

    async def end(self) -> tuple[int | None, str]:
        """Read until the hub closes; returns the code and the reason."""
        async with asyncio.timeout(20):
            try:
                while True:
                    self.came.append(decode_from_hub(await self.socket.recv(decode=False)))
            except ConnectionClosed:
                return self.socket.close_code, self.socket.close_reason or ""

    def without_beats(self) -> list[FromHub]:
        return [message for message in self.came if not isinstance(message, Beat)]


@dataclass
class Hub:
    """A running door with all that stands behind it; ``bus`` and ``cache`` are another process's."""

    door: ConsoleDoor
    address: Address
    live: Live
    people: People
    bus: Bus
    cache: Cache

    @asynccontextmanager
    async def connected(self, **options: Any) -> AsyncIterator[Console]:
        """Connect as a console does."""
        settings: dict[str, Any] = {"subprotocols": [SUBPROTOCOL], "compression": None, "ping_interval": None}
        async with connect(f"ws://{self.address}/", **(settings | options)) as socket:
            yield Console(socket)


MakeHub = Callable[..., Any]


@pytest.fixture
async def make_hub(database: Any, redis_url: str) -> AsyncIterator[MakeHub]:
    """Start hubs with the limits that a test needs."""
    engine, wall = make_engine(database.dsn, "clinic_hub", 2), make_engine(database.dsn, "clinic_live", 1)
    lines = [Line(redis_url), Line(redis_url)]
    ears = Bus(lines[0])
    live = Live(ears, Cache(lines[0]), engine, wall)
    ears.start()
    running = asyncio.create_task(live.run())
    doors: list[ConsoleDoor] = []

    async def make(sessions: Any = None, **limits: Any) -> Hub:
        people = People()
        door = ConsoleDoor(live, sessions or people, limits=Limits(**limits))
        doors.append(door)
        address = await door.start(Address("127.0.0.1", 0))
        return Hub(door, address, live, people, Bus(lines[1]), Cache(lines[1]))

    yield make
    for door in doors:
        await door.stop()
    running.cancel()
    await asyncio.wait([running])
    await ears.stop()
    for line in lines:
        await line.close()
    await engine.dispose()
    await wall.dispose()


@pytest.fixture
async def hub(make_hub: MakeHub, clinic: Any) -> Hub:
    """A hub with the usual limits at which the clinic's people may sign in by their logins."""
    made: Hub = await make_hub()
    admit_all(made, clinic)
    return made


def admit_all(hub: Hub, clinic: Any) -> None:
    """Let each login of the clinic be its own token."""
    for login, user in clinic.users.items():
        role = {"nurse": "nurse", "reception": "receptionist"}[login]
        hub.people.admit(login, user, {clinic.id: role})
