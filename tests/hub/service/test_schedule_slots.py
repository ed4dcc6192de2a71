"""Slots are never of before a change that was committed before the question, with Redis or without."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from clinic_console.domain.access import Scope
from clinic_console.hub.cache import DAY, Cache
from clinic_console.hub.push.line import Line
from clinic_console.hub.service.audit import Opened
from clinic_console.hub.service.schedule_news import Changed, tell
from clinic_console.hub.service.schedule_refresh import AHEAD, MOST_WAITING, Refresh, day_key
from clinic_console.hub.service.schedule_slots import Asked, SlotsOfDays
from clinic_console.hub.service.unit_of_work import unit_of_work
from clinic_console.hub.store import pools
from clinic_console.hub.store import schedule as store
from clinic_console.hub.store.pools import make_engine
from tests.hub.schedule_world import ScheduleWorld


@dataclass
class Desk:
    """Asks for yamada's slots of a week ahead, as one hub; ``made`` are the days that Postgres made."""

    world: ScheduleWorld
    scope: Scope
    slots: SlotsOfDays
    refresh: Refresh
    cache: Cache
    line: Line
    made: list[date | None] = field(default_factory=list)
    opened: Opened = field(default_factory=Opened)

    @property
    def day(self) -> date:
        return self.world.today() + timedelta(days=7)

    def asked(self, kind: str = "visit") -> Asked:
        return Asked(self.world.clinic, self.world.ids["yamada"], self.day, self.world.ids[kind])

    async def free(self, kind: str = "visit") -> list[int]:
        found = await self.slots.read(self.scope, self.asked(kind), self.opened)
        return [slot.begins for slot in found.slots]

    def take(self, wall: str, who: str = "yamada") -> int:
        """Take half an hour behind the hub's back; return when it begins."""
        begins, ends = self.world.at(wall), self.world.at(wall) + timedelta(minutes=30)
        with psycopg.connect(self.world.dsn) as connection:
            connection.execute("SELECT raise_days(%s, %s, %s)", [[self.world.ids[who]], [begins], [ends]])
            connection.execute(
                "INSERT INTO occupancy VALUES (%s, 0, tstzrange(%s, %s), %s, %s)",
                [self.world.ids[who], begins, ends, uuid4(), self.world.ids["visit"]],
            )
        return self.world.ms(wall)

    def key(self, ahead: int = 0) -> str:
        return day_key(self.world.clinic, self.world.ids["yamada"], self.day + timedelta(days=ahead))


async def _opened(
    database: Any, world: ScheduleWorld, user: UUID, url: str, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Desk]:
    monkeypatch.setattr(pools, "WAIT_SECONDS", 60.0)  # a thousand take turns
    engine, quiet = make_engine(database.dsn, "clinic_hub", 4), make_engine(database.dsn, "clinic_live", 1)
    line = Line(url)
    cache = Cache(line)
    refresh = Refresh(quiet, cache)
    scope = Scope(user, frozenset({world.clinic}))
    desk = Desk(world, scope, SlotsOfDays(engine, cache, refresh), refresh, cache, line)
    times_found = store.times_found

    def count(*given: Any) -> store.Times | None:
        row = times_found(*given)
        if row is not None and row.times is not None:
            desk.made.append(row.day)
        return row

    monkeypatch.setattr(store, "times_found", count)
    yield desk
    await line.close()
    await engine.dispose()
    await quiet.dispose()


@pytest.fixture
async def desk(
    database: Any, schedule: ScheduleWorld, clinic: Any, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Desk]:
    async for desk in _opened(database, schedule, clinic.users["nurse"], redis_url, monkeypatch):
        yield desk


@pytest.fixture
async def alone(
    database: Any, schedule: ScheduleWorld, clinic: Any, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Desk]:
    """A hub whose Redis does not answer."""
    async for desk in _opened(database, schedule, clinic.users["nurse"], "redis://127.0.0.1:1", monkeypatch):
        yield desk


async def test_a_day_is_made_once_and_then_only_checked(desk: Desk) -> None:
    first = await desk.free()
    assert await desk.free() == first
    assert desk.made == [desk.day]


async def test_what_was_committed_before_the_question_is_seen(desk: Desk) -> None:
    await desk.free()
    for wall in ("09:00", "10:00", "11:00"):
        assert desk.world.ms(wall) in await desk.free()
        assert desk.take(wall) not in await desk.free()


async def test_without_redis_slower_and_never_wrong(alone: Desk) -> None:
    assert alone.world.ms("09:00") in await alone.free()
    assert alone.take("09:00") not in await alone.free()


async def test_an_old_value_that_comes_back_is_not_believed(desk: Desk) -> None:
    await desk.free()
    where = DAY.key(desk.key())
    old = await desk.line.command("GET", where)
    taken = desk.take("09:00")
    assert taken not in await desk.free()
    await desk.line.command("SET", where, old)
    assert taken not in await desk.free()
    await desk.line.command("SET", where, b"\xc1 no such thing")
    assert taken not in await desk.free()


async def test_redis_goes_and_comes_back_while_people_book(
    desk: Desk, servers: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.free()

    async def away(*_: Any) -> Any:
        raise desk.line._failed(ConnectionError("gone"))

    with monkeypatch.context() as gone:
        gone.setattr(desk.line._redis, "execute_command", away)
        taken = desk.take("09:00")
        assert taken not in await desk.free()
        assert desk.take("10:00") not in await desk.free()
    while not desk.line.up:
        await asyncio.sleep(0.01)
    free = await desk.free()
    assert taken not in free
    assert desk.world.ms("10:00") not in free
    assert desk.world.ms("11:00") in free


async def test_a_thousand_at_once_have_a_day_made_once(desk: Desk) -> None:
    assert await _made_at_once(desk) == (1, 2)


async def test_a_thousand_at_once_have_a_day_made_once_without_redis(alone: Desk) -> None:
    assert await _made_at_once(alone) == (1, 2)


async def _made_at_once(desk: Desk) -> tuple[int, int]:
    """Return how often a day was made for a thousand at once, and after it changed for a hundred more."""
    found = await asyncio.gather(*(desk.free() for _ in range(1_000)))
    assert all(each == found[0] for each in found)
    once = desk.made.count(desk.day)
    desk.take("09:00")
    found = await asyncio.gather(*(desk.free() for _ in range(100)))
    assert all(desk.world.ms("09:00") not in each for each in found)
    return once, desk.made.count(desk.day)


async def test_the_days_behind_a_miss_are_kept_along(desk: Desk) -> None:
    await desk.free()
    await desk.refresh.settle()
    assert len(await desk.cache.kept(DAY, [desk.key(ahead) for ahead in range(AHEAD + 1)])) == AHEAD + 1


async def test_what_a_change_touched_is_renewed_before_anybody_asks(desk: Desk) -> None:
    await desk.free()
    await desk.refresh.settle()
    working = asyncio.create_task(desk.refresh.run())
    taken = desk.take("09:00")
    before = await desk.cache.kept(DAY, [desk.key()])
    desk.refresh.soon([Changed(desk.world.clinic, desk.day, desk.world.ids["yamada"], 0)])
    while await desk.cache.kept(DAY, [desk.key()]) == before:
        await asyncio.sleep(0.01)
    await desk.refresh.settle()
    desk.made.clear()
    assert taken not in await desk.free()
    assert not desk.made
    working.cancel()


async def test_nothing_is_renewed_that_nobody_keeps(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(store, "fresh_times", lambda *given: asked.append(given))
    desk.refresh.soon([Changed(desk.world.clinic, desk.day, desk.world.ids["yamada"], 0)])
    await desk.refresh.settle()
    assert not asked


async def test_a_day_that_cannot_be_renewed_ends_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    await desk.free()

    async def broken(*_given: object) -> None:
        raise ValueError

    monkeypatch.setattr(store, "fresh_times", broken)
    desk.refresh.soon([Changed(desk.world.clinic, desk.day, desk.world.ids["yamada"], 0)])
    await desk.refresh.settle()
    assert not desk.refresh._queue


async def test_the_queue_is_bounded(desk: Desk) -> None:
    desk.refresh.soon(Changed(desk.world.clinic, desk.day, number, 0) for number in range(MOST_WAITING + 50))
    assert len(desk.refresh._queue) == MOST_WAITING


async def test_a_type_that_comes_to_need_a_room_is_answered_so(desk: Desk) -> None:
    assert desk.world.ms("09:00") in await desk.free()
    room = desk.world.room("Only room", "only")
    desk.world.ids["only"] = room
    desk.take("09:00", "only")
    desk.world.need(desk.world.ids["visit"], 1, "room", 30, group="only")
    assert desk.world.ms("09:00") not in await desk.free()
    desk.world.run("DELETE FROM visit_needs WHERE type_id = %s", desk.world.ids["visit"])
    assert desk.world.ms("09:00") in await desk.free()


async def test_a_colleagues_time_is_part_of_what_is_known(desk: Desk) -> None:
    await desk.free("steps")
    assert desk.world.ms("09:00") in await desk.free("steps")
    assert desk.take("09:00", "nurse") not in await desk.free("steps")
    begins = desk.world.at("12:00")
    desk.world.exception("leave", begins, begins + timedelta(hours=1), resource=desk.world.ids["nurse"])
    assert desk.world.ms("12:00") not in await desk.free("steps")


async def test_buffers_of_a_type_change_every_day(desk: Desk) -> None:
    desk.take("10:00")
    assert desk.world.ms("10:30") in await desk.free()
    desk.world.run("UPDATE visit_types SET after = 5 WHERE id = %s", desk.world.ids["visit"])
    assert desk.world.ms("10:30") not in await desk.free()


async def test_a_room_can_be_closed_too(desk: Desk) -> None:
    assert desk.world.ms("09:00") in await desk.free("steps")
    for room in ("room1", "room2", "room3"):
        begins = desk.world.at("09:00")
        desk.world.exception("block", begins, begins + timedelta(minutes=45), resource=desk.world.ids[room])
    assert (await desk.free("steps"))[0] == desk.world.ms("09:45")


async def test_what_is_told_is_renewed_once_it_is_committed(desk: Desk, database: Any) -> None:
    engine = make_engine(database.dsn, "clinic_hub", 1)
    change = Changed(desk.world.clinic, desk.day, desk.world.ids["yamada"], 0)
    async with unit_of_work(engine, desk.scope) as work:
        tell(work, None, [change], desk.refresh)
        assert not desk.refresh._queue
    assert list(desk.refresh._queue) == [(desk.world.clinic, desk.world.ids["yamada"])]
    await engine.dispose()
