"""Live wards: loaded and heard without a gap between, from Redis or from Postgres, and only where one works."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import msgspec
import psycopg
import pytest
from sqlalchemy import event

from clinic_console.domain.errors import BusUnavailable
from clinic_console.hub import metrics
from clinic_console.hub.cache import Cache
from clinic_console.hub.push.bus import Bus, BusBatch, channel_of
from clinic_console.hub.push.line import Line
from clinic_console.hub.service.live import Live
from clinic_console.hub.store.pools import make_engine
from clinic_console.wire import topics
from clinic_console.wire.readings import LiveBed, LiveValue, decode_live, encode_live
from clinic_console.wire.session import Changed, ConsoleSession, Replaced, Welcome, decode_from_hub

ME = 1


def now_ms() -> int:
    return time.time_ns() // 1_000_000


def state(bed: UUID, number: float, at: int, *spot: LiveValue) -> bytes:
    return encode_live(LiveBed(str(bed), 1, at, True, [LiveValue("HR", number, 0, at, at), *spot]))


@dataclass
class Wall:
    """One watcher's console, told by the fanout of a running Live."""

    live: Live
    bus: Bus
    cache: Cache
    line: Line
    """Of another process: what ingest would use."""
    statements: list[str]
    user: UUID
    number: int = ME
    session: ConsoleSession = field(default_factory=ConsoleSession)
    beds: dict[str, LiveBed] = field(default_factory=dict)
    snapshots: int = 0

    async def watch(self, wanted: Iterable[str], roles: dict[UUID, str]) -> dict[str, str]:
        """Watch as a console does; returns the codes of what was refused."""
        self.session.watch(set(wanted))
        self.session.take(Welcome(1, "", 0, 0))
        refused = await self.live.watch(wanted, self.number, self.user, roles)
        return {topic: error.code for topic, error in refused.items()}

    async def until(self, true: Callable[[], object]) -> None:
        """Tick until something is true (the door's tick is the only clock of a fanout: there is no event)."""
        async with asyncio.timeout(20):
            while not true():
                await asyncio.sleep(0.01)
                self.tick()

    def tick(self) -> None:
        for frame in self.live.fanout.tick(now_ms()):
            for told in self.session.take(decode_from_hub(frame.payload)):
                match told:
                    case Replaced(_, items):
                        self.snapshots += 1
                        self.beds = {bed.bed: bed for bed in map(decode_live, items)}
                    case Changed(_, items):
                        self.beds |= {bed.bed: bed for bed in map(decode_live, items)}

    def shows(self, bed: UUID, name: str = "HR") -> float | None:
        shown = self.beds.get(str(bed))
        return None if shown is None else {v.name: v.number for v in shown.values}.get(name)


@pytest.fixture
async def wall(database: Any, redis_url: str, clinic: Any) -> AsyncIterator[Wall]:
    engine, poll = make_engine(database.dsn, "clinic_hub", 2), make_engine(database.dsn, "clinic_live", 1)
    statements: list[str] = []
    event.listen(engine.sync_engine, "before_cursor_execute", lambda *said: statements.append(said[2]))
    lines = [Line(redis_url), Line(redis_url)]
    ears = Bus(lines[0])
    live = Live(ears, Cache(lines[0]), engine, poll)
    ears.start()
    running = asyncio.create_task(live.run())
    yield Wall(live, Bus(lines[1]), Cache(lines[1]), lines[1], statements, clinic.users["nurse"])
    running.cancel()
    await asyncio.wait([running])
    await ears.stop()
    for line in lines:
        await line.close()
    await engine.dispose()
    await poll.dispose()


@pytest.fixture
def ward(clinic: Any) -> str:
    return topics.ward(clinic.ward)


@pytest.fixture
def roles(clinic: Any) -> dict[UUID, str]:
    return {clinic.id: "nurse"}


@pytest.fixture
def record(database: Any, clinic: Any) -> Callable[..., None]:
    """Store one instant of a bed's device, as ingest would."""

    def store(index: int, at: int, values: dict[str, float], validity: list[int] | None = None) -> None:
        with psycopg.connect(database.dsn) as connection:
            layout = connection.execute(
                "INSERT INTO reading_layouts (names) VALUES (%s)"
                " ON CONFLICT (names) DO UPDATE SET names = excluded.names RETURNING id",
                [list(values)],
            ).fetchone()
            assert layout is not None
            connection.execute(
                "INSERT INTO readings (at, device_id, layout, late, numbers, validity)"
                " VALUES (to_timestamp(%s / 1000.0), %s, %s, false, %s, %s)",
                [at, clinic.devices[f"dev-{index + 1}"], layout[0], list(values.values()), validity],
            )

    return store


async def down(servers: Any, name: str) -> None:
    await asyncio.to_thread(servers.embedded.take_down, name)


async def up(servers: Any, name: str) -> None:
    await asyncio.to_thread(servers.embedded.bring_up, name)


async def test_a_watched_ward_is_loaded_and_then_heard(wall: Wall, ward: str, roles: Any, clinic: Any) -> None:
    bed, other = clinic.beds[:2]
    await wall.cache.store_latest({str(bed): state(bed, 71, 1_000), str(other): state(other, 82, 1_000)})
    assert await wall.watch([ward], roles) == {}
    await wall.until(lambda: wall.snapshots)
    assert (wall.shows(bed), wall.shows(other), len(wall.beds)) == (71, 82, 2)
    await wall.bus.publish([(ward, str(bed), state(bed, 72, 2_000))])
    await wall.until(lambda: wall.shows(bed) == 72)
    assert (wall.snapshots, wall.shows(other)) == (1, 82)


async def test_a_ward_of_which_nothing_is_known_is_an_empty_snapshot(wall: Wall, ward: str, roles: Any) -> None:
    await wall.watch([ward], roles)
    await wall.until(lambda: wall.snapshots)
    assert wall.beds == {}


@pytest.mark.parametrize(("heard", "kept", "shown"), [(2_000, 1_000, 50), (1_000, 2_000, 60)])
async def test_what_arrives_while_the_rest_is_loaded_is_neither_lost_nor_preferred(
    wall: Wall, ward: str, roles: Any, clinic: Any, monkeypatch: Any, heard: int, kept: int, shown: float
) -> None:
    bed, other = clinic.beds[:2]
    load = Cache.latest

    async def latest(cache: Cache, beds: Any) -> dict[str, bytes]:
        # Whoever loads is already subscribed.
        await wall.bus.publish([(ward, str(bed), state(bed, 50, heard)), (ward, str(other), state(other, 51, heard))])
        async with asyncio.timeout(20):
            while str(other) not in wall.live.fanout.items(ward):
                await asyncio.sleep(0.001)
        return await load(cache, beds)

    await wall.cache.store_latest({str(bed): state(bed, 60, kept)})
    monkeypatch.setattr(Cache, "latest", latest)
    await wall.watch([ward], roles)
    await wall.until(lambda: wall.snapshots)
    assert (wall.shows(bed), wall.shows(other)) == (shown, 51)


async def test_what_is_not_mine_does_not_exist(wall: Wall, ward: str, roles: Any, clinic: Any, database: Any) -> None:
    foreign, foreign_ward = uuid4(), uuid4()
    with psycopg.connect(database.dsn) as connection:
        connection.execute("INSERT INTO clinics (id, name, zone) VALUES (%s, 'Other', 'UTC')", [foreign])
        connection.execute("INSERT INTO wards (id, clinic_id, name) VALUES (%s, %s, 'W')", [foreign_ward, foreign])
    none, theirs = topics.ward(uuid4()), topics.ward(foreign_ward)
    wanted = [ward, theirs, none, "ward:x"]
    assert await wall.watch(wanted, roles) == {theirs: "not_found", none: "not_found", "ward:x": "input.field"}
    # Neither does it when somebody else watches it at the same time, nor when the application is wrong about roles.
    stranger = uuid4()
    with psycopg.connect(database.dsn) as connection:
        connection.execute("INSERT INTO users (id, login, name, password_hash) VALUES (%s, 's', 'S', '')", [stranger])
        connection.execute("INSERT INTO memberships VALUES (%s, %s, 'nurse')", [stranger, foreign])
    assert await wall.live.watch([theirs], 2, stranger, {foreign: "nurse"}) == {}
    assert await wall.watch(wanted, roles) == {theirs: "not_found", none: "not_found", "ward:x": "input.field"}
    assert await wall.watch([theirs], {**roles, foreign: "nurse"}) == {theirs: "not_found"}
    assert wall.live.fanout.watched_by(ME) == {ward}


async def test_who_may_not_see_readings_is_told_so(wall: Wall, ward: str, clinic: Any) -> None:
    assert await wall.watch([ward], {clinic.id: "receptionist"}) == {ward: "access.denied"}
    assert wall.live.fanout.topics() == []


async def test_many_topics_cost_one_statement_and_none_when_asked_again(wall: Wall, ward: str, roles: Any) -> None:
    wanted = [ward, *(topics.ward(uuid4()) for _ in range(63))]
    await wall.watch(wanted, roles)
    await wall.until(lambda: wall.snapshots)
    assert len([said for said in wall.statements if "enter_scope" not in said]) == 1
    wall.statements.clear()
    await wall.watch([ward], roles)
    assert wall.statements == []


async def test_what_is_no_longer_allowed_is_found(wall: Wall, ward: str, roles: Any, clinic: Any) -> None:
    for fewer in ({clinic.id: "receptionist"}, {}):
        await wall.watch([ward], roles)
        assert await wall.live.withdraw(ME, wall.user, roles) == []
        assert await wall.live.withdraw(ME, wall.user, fewer) == [ward]
        assert wall.live.fanout.watched_by(ME) == set()


async def test_what_the_database_no_longer_shows_is_withdrawn_whatever_the_roles_say(
    wall: Wall, ward: str, roles: Any, clinic: Any, database: Any
) -> None:
    await wall.watch([ward], roles)
    with psycopg.connect(database.dsn) as connection:
        connection.execute("DELETE FROM memberships WHERE user_id = %s", [wall.user])
    assert await wall.watch([ward], roles) == {}, "shown to this user some seconds ago"
    wall.live.forget(wall.user)
    assert await wall.watch([ward], roles) == {ward: "not_found"}
    assert await wall.live.withdraw(ME, wall.user, roles) == [ward]


async def test_while_postgres_is_away_nothing_is_withdrawn_but_what_the_role_forbids(
    wall: Wall, ward: str, roles: Any, clinic: Any, servers: Any
) -> None:
    await wall.watch([ward], roles)
    await down(servers, "postgres")
    try:
        assert await wall.live.withdraw(ME, wall.user, roles) == []
        assert await wall.live.withdraw(ME, wall.user, {clinic.id: "receptionist"}) == [ward]
    finally:
        await up(servers, "postgres")


async def test_a_ward_that_nobody_watches_any_more_is_neither_kept_nor_heard(
    wall: Wall, ward: str, roles: Any, clinic: Any
) -> None:
    bed = clinic.beds[0]
    await wall.watch([ward], roles)
    await wall.until(lambda: wall.snapshots)
    wall.live.leave(ME)
    assert wall.live.fanout.topics() == []
    channel = channel_of(topics.group_of(ward))
    async with asyncio.timeout(20):
        while await wall.line.command("PUBLISH", channel, b"is anybody there?"):
            await asyncio.sleep(0.01)
    await wall.cache.store_latest({str(bed): state(bed, 90, 5_000)})
    await wall.watch([ward], roles)
    await wall.until(lambda: wall.shows(bed) == 90)


async def test_a_gap_on_the_bus_brings_a_new_snapshot_of_its_wards(
    wall: Wall, ward: str, roles: Any, clinic: Any
) -> None:
    bed, other = clinic.beds[:2]
    await wall.watch([ward], roles)
    await wall.until(lambda: wall.snapshots == 1)
    gaps = metrics.WALL_LOADS.labels("gap")._value.get()

    def batch(seq: int, number: float) -> bytes:
        entry = (ward, str(bed), msgspec.Raw(state(bed, number, seq * 1_000)))
        return msgspec.msgpack.encode(BusBatch("ingest", seq, [entry]))

    channel = channel_of(topics.group_of(ward))
    await wall.line.command("PUBLISH", channel, batch(1, 61))
    # Number 2 carried this, and is lost.
    await wall.cache.store_latest({str(other): state(other, 99, 2_000)})
    await wall.line.command("PUBLISH", channel, batch(3, 63))
    await wall.until(lambda: wall.snapshots == 2)
    assert (wall.shows(bed), wall.shows(other)) == (63, 99)
    assert metrics.WALL_LOADS.labels("gap")._value.get() == gaps + 1


async def test_while_redis_is_away_the_wall_lives_on_postgres(
    wall: Wall, ward: str, roles: Any, clinic: Any, servers: Any, record: Any
) -> None:
    bed, late = clinic.beds[:2]
    begun = now_ms()
    spot = LiveValue("NIBP.sys", 120, 0, begun - 60_000, begun - 60_000, begun - 60_000)
    known = LiveBed(str(bed), clinic.devices["dev-1"], begun, True, [LiveValue("HR", 70, 0, begun, begun), spot])
    await wall.cache.store_latest({str(bed): encode_live(known)})
    await wall.watch([ward], roles)
    await wall.until(lambda: wall.shows(bed) == 70)
    await down(servers, "valkey")
    try:
        record(0, begun - 500, {"HR": 11.0, "SpO2": 97.0})
        record(0, begun + 1_000, {"HR": 71.0, "SpO2": 0.0}, [0, 1])
        record(1, begun + 1_000, {"HR": 81.0})
        await wall.until(lambda: wall.shows(bed) == 71 and wall.shows(late) == 81)
        # What only the bus knew stays; a sensor that is off has no number.
        assert wall.shows(bed, "NIBP.sys") == 120
        assert wall.shows(bed, "SpO2") is None
        record(0, begun + 2_000, {"HR": 72.0, "SpO2": 96.0})
        await wall.until(lambda: wall.shows(bed) == 72)
        assert (wall.shows(bed, "SpO2"), wall.snapshots) == (96, 1)
    finally:
        await up(servers, "valkey")
    # A new snapshot, visibly, in which nothing has gone back; then the bus again.
    await wall.until(lambda: wall.snapshots == 2)
    assert (wall.shows(bed), wall.shows(late), wall.shows(bed, "NIBP.sys")) == (72, 81, 120)
    async with asyncio.timeout(20):
        while not await wall.bus.publish([(ward, str(bed), state(bed, 73, begun + 3_000))]):
            await asyncio.sleep(0.01)
    await wall.until(lambda: wall.shows(bed) == 73)


async def test_a_ward_first_watched_while_redis_is_away_comes_from_postgres(
    wall: Wall, ward: str, roles: Any, clinic: Any, servers: Any, record: Any
) -> None:
    record(2, now_ms() - 30_000, {"HR": 64.0})
    await down(servers, "valkey")
    try:
        assert await wall.watch([ward], roles) == {}
        await wall.until(lambda: wall.snapshots)
        assert wall.shows(clinic.beds[2]) == 64
    finally:
        await up(servers, "valkey")


async def test_with_neither_store_nothing_is_said_and_everything_is_afterwards(
    wall: Wall, ward: str, roles: Any, clinic: Any, servers: Any
) -> None:
    bed = clinic.beds[0]
    await wall.watch([ward], roles)
    await wall.until(lambda: wall.snapshots)
    failed = metrics.WALL_POLLS.labels("failed")
    before = failed._value.get()
    await down(servers, "postgres")
    await down(servers, "valkey")
    try:
        await wall.until(lambda: failed._value.get() > before)
        assert wall.snapshots == 1
        # Known wards may be watched, unknown ones cannot be looked up.
        unknown = topics.ward(uuid4())
        refused = await wall.live.watch([ward, unknown], 2, wall.user, roles)
        assert {topic: error.code for topic, error in refused.items()} == {unknown: "unavailable.store"}
    finally:
        await up(servers, "valkey")
        await up(servers, "postgres")
    await wall.until(lambda: wall.snapshots >= 2)
    # The snapshot may be of Postgres: what is published before the bus hears Valkey again reaches nobody.
    async with asyncio.timeout(20):
        while wall.shows(bed) != 73:
            await wall.bus.publish([(ward, str(bed), state(bed, 73, 3_000))])
            await asyncio.sleep(0.01)
            wall.tick()


async def test_postgres_away_changes_nothing_on_the_wall(
    wall: Wall, ward: str, roles: Any, clinic: Any, servers: Any
) -> None:
    bed = clinic.beds[0]
    await wall.watch([ward], roles)
    await wall.until(lambda: wall.snapshots)
    await down(servers, "postgres")
    try:
        await wall.bus.publish([(ward, str(bed), state(bed, 73, 3_000))])
        await wall.until(lambda: wall.shows(bed) == 73)
        assert wall.snapshots == 1, "nothing was begun anew"
    finally:
        await up(servers, "postgres")


async def test_a_damaged_value_in_redis_spoils_only_itself(wall: Wall, ward: str, roles: Any, clinic: Any) -> None:
    bed, other = clinic.beds[:2]
    await wall.cache.store_latest({str(bed): b"\xc1\xc1", str(other): state(other, 82, 1_000)})
    await wall.watch([ward], roles)
    await wall.until(lambda: wall.snapshots)
    assert set(wall.beds) == {str(other)}


@pytest.mark.parametrize("error", [ZeroDivisionError, BusUnavailable])
async def test_one_round_that_goes_wrong_is_made_up_for(
    wall: Wall, ward: str, roles: Any, clinic: Any, monkeypatch: Any, error: type[Exception]
) -> None:
    bed = clinic.beds[0]
    load = Cache.latest
    failures = [error()]

    async def latest(cache: Cache, beds: Any) -> dict[str, bytes]:
        if failures:
            raise failures.pop()
        return await load(cache, beds)

    monkeypatch.setattr(Cache, "latest", latest)
    await wall.cache.store_latest({str(bed): state(bed, 71, 1_000)})
    await wall.watch([ward], roles)
    await wall.until(lambda: wall.shows(bed) == 71)
    assert failures == []
