"""Two desks at two hubs look at the same day: what one does the other is told, whatever dies in between."""

import asyncio
import secrets
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from typing import Any

import httpx
import psycopg
from msgspec import msgpack
from websockets.asyncio.client import connect

from clinic_console.domain.ids import uuid7
from clinic_console.wire import topics
from clinic_console.wire.session import SUBPROTOCOL, Changed, ConsoleSession, Replaced, decode_from_hub, encode
from tests.hub.schedule_world import ScheduleWorld, small


class DeskConsole:
    """One console on the wire, in step with its hub: the versions that it was told."""

    def __init__(self, http: str, headers: dict[str, str]) -> None:
        self.http, self.headers = http, headers
        self.session = ConsoleSession()
        self.versions: dict[str, dict[int, int]] = {}
        self.came = asyncio.Event()

    async def run(self, socket: Any) -> None:
        """Take what comes, and answer as the protocol says."""
        async for raw in socket:
            for told in self.session.take(decode_from_hub(raw)):
                if isinstance(told, Replaced | Changed):
                    items = [msgpack.decode(item) for item in told.items]
                    found = {item[0] if len(item) == 2 else 0: item[-1] for item in items}
                    known = {} if isinstance(told, Replaced) else self.versions.get(told.topic, {})
                    self.versions[told.topic] = known | found
            await self.flush(socket)
            self.came.set()

    async def flush(self, socket: Any) -> None:
        while self.session.outgoing:
            await socket.send(encode(self.session.outgoing.pop(0)))

    async def until(self, true: Callable[[], object]) -> float:
        """Wait until it has been told; returns for how long (s)."""
        begun = time.monotonic()
        async with asyncio.timeout(30):
            while not true():
                self.came.clear()
                await self.came.wait()
        return time.monotonic() - begun

    def of(self, topic: str, who: int = 0) -> int:
        return self.versions.get(topic, {}).get(who, 0)


@asynccontextmanager
async def desk_console(http: str, clinic: Any, wanted: set[str]) -> AsyncIterator[DeskConsole]:
    """Sign in at a hub and watch, as a console does."""
    async with httpx.AsyncClient(base_url=f"http://{http}") as client:
        given = {"login": "reception", "password": clinic.passwords["reception"]}
        token = (await client.post("/api/session", json=given)).json()["access"]
        url = (await client.get("/api/server")).json()["push_url"]
    console = DeskConsole(http, {"authorization": f"Bearer {token}"})
    console.session.watch(wanted)
    async with connect(url, subprotocols=[SUBPROTOCOL], compression=None, ping_interval=None) as socket:
        console.session.open(token)
        await console.flush(socket)
        running = asyncio.create_task(console.run(socket))
        try:
            await console.until(lambda: not console.session.missing)
            yield console
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)


def true_version(world: ScheduleWorld) -> int:
    """Ask Postgres which version the day is of."""
    day, who = world.today() + timedelta(days=7), world.ids["yamada"]
    return int(world.run("SELECT day_version(%s, %s, %s)", who, world.clinic, day)[0][0])


def change(world: ScheduleWorld) -> int:
    """Change the day behind the hubs' backs, as a hub does that dies between its commit and what it publishes."""
    at = world.at("10:00")
    with psycopg.connect(world.dsn) as connection:
        given = [[world.ids["yamada"]], [at], [at + timedelta(minutes=30)]]
        connection.execute("SELECT raise_days(%s, %s, %s)", given)
    return true_version(world)


def rename(world: ScheduleWorld) -> int:
    """Give whoever has a visit that day another name."""
    before = true_version(world)
    world.run("UPDATE patients SET name = 'Somebody else'")
    assert true_version(world) == before + 1
    return before + 1


async def put_on_the_list(console: DeskConsole, world: ScheduleWorld) -> int:
    """Put somebody on the waitlist over HTTP; returns the version that the list is of then."""
    given = {
        "id": str(uuid7(time.time_ns() // 1_000_000, secrets.randbits(74))), "clinic_id": str(world.clinic),
        "patient": str(world.patient()), "type": world.ids["visit"],
    }  # fmt: skip
    async with httpx.AsyncClient(base_url=f"http://{console.http}", headers=console.headers) as client:
        answer = await client.post("/api/waitlist", json=given)
    assert answer.status_code == 201, answer.text
    return int(world.run("SELECT waiting FROM clinics WHERE id = %s", world.clinic)[0][0])


async def book(console: DeskConsole, world: ScheduleWorld, wall: str) -> None:
    """Book a visit over HTTP."""
    given = {
        "key": str(uuid7(time.time_ns() // 1_000_000, secrets.randbits(74))), "clinic_id": str(world.clinic),
        "patient": str(world.patient()), "practitioner": world.ids["yamada"], "type": world.ids["visit"],
        "begins": world.at(wall).isoformat(),
    }  # fmt: skip
    async with httpx.AsyncClient(base_url=f"http://{console.http}", headers=console.headers) as client:
        answer = await client.post("/api/appointments", json=given)
    assert answer.status_code == 201, answer.text


async def test_what_one_desk_does_the_other_is_told_whatever_dies(
    programs: Any, servers: Any, clinic: Any, database: Any
) -> None:
    world = small(database.dsn, clinic.id, clinic.zone)
    yamada = world.ids["yamada"]
    day, waitlist = topics.schedule(clinic.id, world.today() + timedelta(days=7)), topics.waitlist(clinic.id)
    hubs = [programs.start("hub") for _ in range(2)]
    took: dict[str, float] = {}
    async with AsyncExitStack() as stack:
        here, there = [
            await stack.enter_async_context(desk_console(hub.ready["http"], clinic, {day, waitlist})) for hub in hubs
        ]

        async def told(what: str, topic: str, version: int, who: int = 0) -> None:
            both = (console.until(lambda c=console: c.of(topic, who) >= version) for console in (here, there))
            took[what] = max(await asyncio.gather(*both))
            assert [console.of(topic, who) for console in (here, there)] == [version] * 2, what

        before = here.of(day, yamada)
        await book(here, world, "09:00")
        await told("booked", day, before + 1, yamada)
        await told("waiting", waitlist, await put_on_the_list(here, world))
        await told("never published", day, await asyncio.to_thread(change, world), yamada)
        await asyncio.to_thread(servers.embedded.take_down, "valkey")
        await told("without Redis", day, await asyncio.to_thread(change, world), yamada)
        await told("waiting without Redis", waitlist, await put_on_the_list(there, world))
        await asyncio.to_thread(servers.embedded.bring_up, "valkey")
        await book(there, world, "11:00")
        await told("booked again", day, before + 4, yamada)
        await asyncio.to_thread(servers.embedded.take_down, "postgres")
        await asyncio.to_thread(servers.embedded.bring_up, "postgres")
        await told("Postgres was away", day, await asyncio.to_thread(change, world), yamada)
        await told("a patient's name", day, await asyncio.to_thread(rename, world), yamada)
        # The hub of one desk dies with what it would have published: the other one finds it.
        version = await asyncio.to_thread(change, world)
        hubs[0].kill()
        await there.until(lambda: there.of(day, yamada) >= version)
        assert (here.session.resyncs, there.session.resyncs) == (0, 0)
    print({what: round(seconds, 3) for what, seconds in took.items()})
