"""A console at a hub's live schedules, and somebody at another hub who changes what is taken."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

import psycopg
from msgspec import msgpack

from clinic_console.hub.cache import Cache
from clinic_console.hub.push.bus import Bus
from clinic_console.hub.push.line import Line
from clinic_console.hub.service.live import Live
from clinic_console.hub.service.schedule_news import Changed, WaitlistChanged, tell
from clinic_console.hub.store.listening import Listening
from clinic_console.hub.store.pools import make_engine
from clinic_console.wire.session import Changed as SomeChanged
from clinic_console.wire.session import ConsoleSession, Replaced, Welcome, decode_from_hub
from tests.hub.schedule_world import ScheduleWorld, small

ME: Final = 1


class Later:
    """A unit of work, as far as telling needs one: it has committed when ``commit`` is called."""

    def __init__(self) -> None:
        self.later: list[Callable[[], Any]] = []

    def publish_later(self, publish: Callable[[], Any]) -> None:
        self.later.append(publish)

    async def commit(self) -> list[Any]:
        return [await publish() for publish in self.later]


@dataclass
class Looker:
    """One console, told by the fanout of a running Live; ``bus`` is another hub's."""

    live: Live
    bus: Bus
    line: Line
    world: ScheduleWorld
    user: UUID
    session: ConsoleSession = field(default_factory=ConsoleSession)
    versions: dict[str, dict[int, int]] = field(default_factory=dict)
    snapshots: int = 0
    back: int = 0
    """How often a version was lower than one before it."""

    async def watch(self, wanted: Iterable[str], roles: dict[UUID, str]) -> dict[str, str]:
        self.session.watch(set(wanted))
        self.session.take(Welcome(1, "", 0, 0))
        refused = await self.live.watch(wanted, ME, self.user, roles)
        return {topic: error.code for topic, error in refused.items()}

    async def until(self, true: Callable[[], object], seconds: float = 20) -> None:
        """Tick until something is true (the door's tick is the only clock of a fanout: there is no event)."""
        async with asyncio.timeout(seconds):
            while not true():
                await asyncio.sleep(0.01)
                self.tick()

    def tick(self) -> None:
        for frame in self.live.fanout.tick(time.time_ns() // 1_000_000):
            for told in self.session.take(decode_from_hub(frame.payload)):
                if isinstance(told, Replaced | SomeChanged):
                    found = dict(_key(msgpack.decode(item)) for item in told.items)
                    known = self.versions.get(told.topic, {})
                    self.back += sum(version < known.get(who, 0) for who, version in found.items())
                    self.snapshots += isinstance(told, Replaced)
                    self.versions[told.topic] = found if isinstance(told, Replaced) else known | found

    def of(self, topic: str, who: str = "yamada") -> int | None:
        return self.versions.get(topic, {}).get(self.world.ids.get(who, 0))

    def true(self, day: date, who: str = "yamada") -> int:
        """Ask Postgres which version a column is of."""
        ask = "SELECT day_version(%s, %s, %s)"
        return int(self.world.run(ask, self.world.ids[who], self.world.clinic, day)[0][0])

    def change(self, who: str = "yamada", ahead: int = 7, wall: str = "10:00") -> list[Changed]:
        """Change what is taken, and commit; returns what there is to tell of it."""
        at = self.world.at(wall, ahead)
        given = [[self.world.ids[who]], [at], [at + timedelta(minutes=30)]]
        with psycopg.connect(self.world.dsn) as connection:
            connection.execute("SELECT raise_days(%s, %s, %s)", given)
            rows = connection.execute("SELECT * FROM schedule_changes(%s, %s, %s)", given).fetchall()
        return [Changed(*row) for row in rows]

    async def say(self, *changed: Changed | WaitlistChanged) -> None:
        work = Later()
        tell(work, self.bus, changed)  # type: ignore[arg-type]
        await work.commit()


def _key(item: list[int]) -> tuple[int, int]:
    return (item[0], item[1]) if len(item) == 2 else (0, item[0])


@asynccontextmanager
async def looking(database: Any, redis_url: str, clinic: Any) -> AsyncIterator[Looker]:
    """Run a Live with a console that looks on, and another hub's bus."""
    world = small(database.dsn, clinic.id, clinic.zone)
    roles = (("clinic_hub", 2), ("clinic_live", 1), ("clinic_live", 1))
    engines = [make_engine(database.dsn, role, size) for role, size in roles]
    lines = [Line(redis_url), Line(redis_url)]
    ears = Bus(lines[0])
    live = Live(ears, Cache(lines[0]), *engines)
    ears.start()
    running = [
        asyncio.create_task(live.run()),
        asyncio.create_task(Listening(database.dsn, "clinic_hub", "clinic_desk", live.desk).run()),
    ]
    yield Looker(live, Bus(lines[1]), lines[1], world, clinic.users["reception"])
    for task in running:
        task.cancel()
    await asyncio.wait(running)
    await ears.stop()
    for line in lines:
        await line.close()
    for engine in engines:
        await engine.dispose()
