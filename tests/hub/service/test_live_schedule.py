"""Live schedules: told at once by the bus, found by comparing when it is not, never gone back, never lost."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from msgspec import Raw, msgpack

from clinic_console.domain.errors import StoreUnavailable
from clinic_console.hub import metrics
from clinic_console.hub.push.bus import Bus, BusBatch, channel_of
from clinic_console.hub.push.line import Line
from clinic_console.hub.service import live_schedule
from clinic_console.hub.service.schedule_news import Changed, WaitlistChanged, tell
from clinic_console.wire import topics
from tests.hub.service.desk_looker import ME, Later, Looker, looking

DAY = timedelta(days=1)


@pytest.fixture
async def looker(database: Any, redis_url: str, clinic: Any) -> AsyncIterator[Looker]:
    async with looking(database, redis_url, clinic) as found:
        yield found


@pytest.fixture
def never_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is told is told by the bus, or because something was missed: not because time has passed."""
    monkeypatch.setattr(live_schedule, "COMPARE_SECONDS", 600.0)


@pytest.fixture
def day(looker: Looker) -> date:
    return looker.world.today() + 7 * DAY


@pytest.fixture
def topic(clinic: Any, day: date) -> str:
    return topics.schedule(clinic.id, day)


@pytest.fixture
def roles(clinic: Any) -> dict[UUID, str]:
    return {clinic.id: "receptionist"}


async def down(servers: Any, name: str) -> None:
    await asyncio.to_thread(servers.embedded.take_down, name)


async def up(servers: Any, name: str) -> None:
    await asyncio.to_thread(servers.embedded.bring_up, name)


async def test_a_day_begins_with_the_versions_of_all_its_columns(
    looker: Looker, topic: str, day: date, roles: Any, clinic: Any
) -> None:
    waitlist = topics.waitlist(clinic.id)
    assert await looker.watch([topic, waitlist], roles) == {}
    await looker.until(lambda: looker.snapshots == 2)
    names = ("yamada", "mori", "keller", "nurse")
    assert looker.versions[topic] == {looker.world.ids[who]: looker.true(day, who) for who in names}
    assert looker.versions[waitlist] == {0: 1}


async def test_a_change_is_told_by_the_bus(
    looker: Looker, topic: str, day: date, roles: Any, never_compared: None
) -> None:
    await looker.watch([topic], roles)
    await looker.until(lambda: looker.snapshots)
    changed = looker.change()
    await looker.say(*changed)
    await looker.until(lambda: looker.of(topic) == looker.true(day))
    assert (looker.snapshots, [change.day for change in changed]) == (1, [day])


async def test_a_waitlist_is_told_by_the_bus(looker: Looker, roles: Any, clinic: Any, never_compared: None) -> None:
    topic = topics.waitlist(clinic.id)
    await looker.watch([topic], roles)
    await looker.until(lambda: looker.snapshots)
    await looker.say(WaitlistChanged(clinic.id, 5))
    await looker.until(lambda: looker.of(topic, "") == 5)
    # As schedule_changes says it: practitioner 0, and a day that means nothing.
    await looker.say(Changed(clinic.id, date(2020, 1, 1), 0, 6))
    await looker.until(lambda: looker.of(topic, "") == 6)


async def test_what_was_committed_and_never_published_is_found(
    looker: Looker, topic: str, day: date, roles: Any
) -> None:
    await looker.watch([topic], roles)
    await looker.until(lambda: looker.snapshots)
    found = metrics.DESK_FOUND._value.get()
    looker.change()
    await looker.until(lambda: looker.of(topic) == looker.true(day), live_schedule.COMPARE_SECONDS + 10)
    assert (looker.snapshots, metrics.DESK_FOUND._value.get()) == (1, found + 1), "one column, not all"


async def test_while_redis_is_away_changes_are_found_and_afterwards_heard_again(
    looker: Looker, topic: str, day: date, roles: Any, servers: Any, never_compared: None
) -> None:
    await looker.watch([topic], roles)
    await looker.until(lambda: looker.snapshots)
    await down(servers, "valkey")
    try:
        changed = looker.change()
        await looker.say(*changed)
        await looker.until(lambda: looker.of(topic) == looker.true(day))
        unsaid = looker.change("mori")
    finally:
        await up(servers, "valkey")
    await looker.until(lambda: looker.of(topic, "mori") == unsaid[0].version)
    await looker.until(lambda: looker.live.desk._bus.listening)
    changed = looker.change("keller")

    def heard() -> bool:
        return looker.of(topic, "keller") == changed[0].version

    async with asyncio.timeout(20):
        while not heard():
            await looker.say(*changed)
            await asyncio.sleep(0.05)
            looker.tick()
    assert looker.back == 0


async def test_while_postgres_is_away_nothing_is_said_and_all_is_afterwards(
    looker: Looker, topic: str, day: date, roles: Any, servers: Any, clinic: Any
) -> None:
    await looker.watch([topic], roles)
    await looker.until(lambda: looker.snapshots)
    before = dict(looker.versions[topic])
    failed = metrics.DESK_COMPARISONS.labels("failed")
    count = failed._value.get()
    await down(servers, "postgres")
    try:
        await looker.until(lambda: failed._value.get() > count)
        assert looker.versions[topic] == before
        # Somebody who begins to look now waits for no snapshot: a console would hang up on the hub for that.
        other = topics.schedule(clinic.id, day + DAY)
        assert await looker.watch([topic, other], roles) == {}
        await looker.until(lambda: other in looker.versions)
        assert looker.versions[other] == {}
        told = Changed(clinic.id, day, looker.world.ids["yamada"], before[looker.world.ids["yamada"]] + 100)
        await looker.say(told)
        await looker.until(lambda: looker.of(topic) == told.version)
    finally:
        await up(servers, "postgres")
    looker.change("mori")
    await looker.until(lambda: looker.of(topic, "mori") == looker.true(day, "mori"))
    await looker.until(lambda: looker.of(other) == looker.true(day + DAY))


async def test_an_older_version_behind_a_newer_one_does_not_win_and_is_looked_into(
    looker: Looker, topic: str, day: date, roles: Any, never_compared: None
) -> None:
    await looker.watch([topic], roles)
    await looker.until(lambda: looker.snapshots)
    older, newer = looker.change(), looker.change()
    await looker.say(*newer)
    await looker.until(lambda: looker.of(topic) == newer[0].version)
    answered = metrics.DESK_COMPARISONS.labels("answered")
    count = answered._value.get()
    await looker.say(*older)
    await looker.until(lambda: answered._value.get() > count)
    assert (looker.of(topic), looker.back) == (newer[0].version, 0)


async def test_two_who_name_the_same_version_hide_nothing(
    looker: Looker, topic: str, day: date, roles: Any, never_compared: None
) -> None:
    await looker.watch([topic], roles)
    await looker.until(lambda: looker.snapshots)
    # Each changes another day (UTC) of the column at the same moment, and sees the other's not.
    first = looker.change(wall="08:00", ahead=7)
    looker.change(wall="10:00", ahead=7)
    truth = looker.true(day)
    same = first[0]._replace(day=day)
    await looker.say(same)
    await looker.say(same)
    await looker.until(lambda: looker.of(topic) == truth)
    assert truth > same.version


async def test_a_gap_on_the_bus_is_made_up_for(
    looker: Looker, topic: str, day: date, roles: Any, never_compared: None
) -> None:
    await looker.watch([topic], roles)
    await looker.until(lambda: looker.snapshots)
    channel = channel_of(topics.DESK)

    async def batch(seq: int, change: Changed) -> None:
        entry = (topic, str(change.practitioner), Raw(msgpack.encode([change.practitioner, change.version])))
        await looker.line.command("PUBLISH", channel, msgpack.encode(BusBatch("hub", seq, [entry])))

    await batch(1, looker.change()[0])
    looker.change("mori")  # number 2 carried this, and is lost
    await batch(3, looker.change()[0])
    await looker.until(lambda: looker.of(topic, "mori") == looker.true(day, "mori"))
    assert looker.of(topic) == looker.true(day)


async def test_rubbish_on_the_bus_harms_nothing_and_is_looked_into(
    looker: Looker, topic: str, day: date, roles: Any, never_compared: None
) -> None:
    await looker.watch([topic], roles)
    await looker.until(lambda: looker.snapshots)
    looker.change()
    key = str(looker.world.ids["yamada"])
    rubbish = (msgpack.encode(payload) for payload in ([], "x", {"a": 1}, [1, "y"]))
    await looker.bus.publish([(topic, key, payload) for payload in rubbish])
    await looker.until(lambda: looker.of(topic) == looker.true(day))
    assert looker.back == 0


async def test_hours_and_who_works_there_are_told_by_the_database(
    looker: Looker, topic: str, day: date, roles: Any, clinic: Any, never_compared: None
) -> None:
    await looker.watch([topic], roles)
    await looker.until(lambda: looker.snapshots)
    world = looker.world
    world.hours(world.ids["yamada"], "18:00", "19:00", weekdays=(1,))
    await looker.until(lambda: looker.of(topic) == looker.true(day))
    at = world.at("10:00")
    world.exception("closed", at, at + timedelta(hours=1))
    await looker.until(lambda: looker.of(topic, "mori") == looker.true(day, "mori"))
    world.ids["new"] = world.practitioner("New")
    await looker.until(lambda: looker.of(topic, "new") == looker.true(day, "new"))
    world.run("DELETE FROM practitioner_clinics WHERE resource_id = %s", world.ids["new"])
    # What may still be booked is shown, and told.
    await looker.until(lambda: looker.of(topic, "new") == looker.true(day, "new"))
    assert looker.of(topic) == looker.true(day)


async def test_who_does_not_read_gets_one_snapshot_of_it_all(
    looker: Looker, topic: str, day: date, roles: Any, never_compared: None
) -> None:
    await looker.watch([topic], roles)
    await looker.until(lambda: looker.snapshots == 1)
    looker.live.fanout.fell_behind(ME)
    for _ in range(5):
        await looker.say(*looker.change())
    await looker.say(*looker.change("mori"))
    last = looker.world.ids["mori"]
    kept = looker.live.fanout
    await looker.until(
        lambda: msgpack.decode(kept.items(topic)[str(last)])[1] == looker.true(day, "mori")  # nothing is told
    )
    assert looker.of(topic) != looker.true(day)
    kept.caught_up(ME)
    await looker.until(lambda: looker.snapshots == 2)
    assert (looker.of(topic), looker.of(topic, "mori")) == (looker.true(day), looker.true(day, "mori"))


async def test_only_who_may_watches(looker: Looker, topic: str, day: date, clinic: Any, foreign: Any) -> None:
    waitlist = topics.waitlist(clinic.id)
    theirs = [topics.schedule(foreign.clinic, day), topics.waitlist(foreign.clinic), topics.waitlist(uuid4())]
    broken = ["schedule:x:2026-01-01", f"schedule:{clinic.id}", f"schedule:{clinic.id}:20260101", "waitlist:"]
    wanted = [topic, waitlist, *theirs, *broken]
    wrong = dict.fromkeys(theirs, "not_found") | dict.fromkeys(broken, "input.field")
    assert await looker.watch(wanted, {clinic.id: "administrator"}) == wrong | {waitlist: "access.denied"}
    assert await looker.watch(wanted, {clinic.id: "auditor"}) == wrong | dict.fromkeys(
        [topic, waitlist], "access.denied"
    )
    # When the application is wrong about roles, the database is not.
    assert await looker.watch(theirs[:2], {clinic.id: "nurse", foreign.clinic: "nurse"}) == dict.fromkeys(
        theirs[:2], "not_found"
    )
    assert looker.live.fanout.watched_by(ME) == {topic}


async def test_what_is_no_longer_allowed_is_withdrawn(looker: Looker, topic: str, roles: Any, clinic: Any) -> None:
    waitlist, ward = topics.waitlist(clinic.id), topics.ward(clinic.ward)
    nurse = clinic.users["nurse"]
    wanted = [topic, waitlist, ward]
    assert await looker.live.watch(wanted, ME, nurse, {clinic.id: "nurse"}) == {}
    assert await looker.live.withdraw(ME, nurse, {clinic.id: "nurse"}) == []
    assert set(await looker.live.withdraw(ME, nurse, {clinic.id: "administrator"})) == {waitlist, ward}
    assert await looker.live.withdraw(ME, nurse, {}) == [topic]
    assert looker.live.fanout.watched_by(ME) == set()


async def test_while_postgres_is_away_roles_are_believed(
    looker: Looker, topic: str, roles: Any, clinic: Any, servers: Any
) -> None:
    await looker.watch([topic], roles)
    await looker.until(lambda: looker.snapshots)
    await down(servers, "postgres")
    try:
        assert await looker.live.withdraw(ME, looker.user, roles) == []
        assert await looker.live.withdraw(ME, looker.user, {}) == [topic]
    finally:
        await up(servers, "postgres")


async def test_what_nobody_watches_is_neither_heard_nor_compared(
    looker: Looker, topic: str, day: date, roles: Any
) -> None:
    await looker.watch([topic], roles)
    await looker.until(lambda: looker.snapshots)
    looker.live.leave(ME)
    async with asyncio.timeout(20):
        while await looker.line.command("PUBLISH", channel_of(topics.DESK), b"is anybody there?"):
            await asyncio.sleep(0.01)
    answered = metrics.DESK_COMPARISONS.labels("answered")
    count = answered._value.get()
    looker.live.desk.compare_now()
    await asyncio.sleep(4 * live_schedule.GAP_SECONDS)
    assert answered._value.get() == count
    looker.change()
    await looker.watch([topic], roles)
    await looker.until(lambda: looker.of(topic) == looker.true(day))


async def test_many_days_cost_one_statement_and_one_more_of_what_has_changed(
    looker: Looker, topic: str, day: date, roles: Any, clinic: Any, monkeypatch: Any, never_compared: None
) -> None:
    asked: list[int] = []
    watched = live_schedule.store.watched

    async def counted(connection: Any, *given: Any) -> Any:
        rows = await watched(connection, *given)
        asked.append(len(rows))
        return rows

    monkeypatch.setattr(live_schedule.store, "watched", counted)
    wanted = [topics.schedule(clinic.id, day + number * DAY) for number in range(30)]
    await looker.watch(wanted, roles)
    await looker.until(lambda: looker.snapshots == 30)
    assert asked == [30 * 4]
    looker.change()
    looker.live.desk.compare_now()
    await looker.until(lambda: looker.of(topic) == looker.true(day))
    # 10:00 in Tokyo is 01:00 UTC of the same day: that day's version is in this day's and in the next one's.
    assert asked == [30 * 4, 2 * 4]


async def test_one_round_that_goes_wrong_is_made_up_for(
    looker: Looker, topic: str, day: date, roles: Any, monkeypatch: Any
) -> None:
    watched, failures = live_schedule.store.watched, [ZeroDivisionError(), StoreUnavailable()]

    async def failing(connection: Any, *given: Any) -> Any:
        if failures:
            raise failures.pop()
        return await watched(connection, *given)

    monkeypatch.setattr(live_schedule.store, "watched", failing)
    assert await looker.watch([topic], roles) == {}
    await looker.until(lambda: looker.of(topic) == looker.true(day))
    assert not failures
    assert looker.back == 0


async def test_nothing_is_published_of_what_is_rolled_back_or_without_a_bus() -> None:
    work = Later()
    tell(work, None, [WaitlistChanged(uuid4(), 2)])  # type: ignore[arg-type]
    assert work.later == []
    bus = Bus.__new__(Bus)
    tell(work, bus, [])  # type: ignore[arg-type]
    assert work.later == []


async def test_a_transaction_is_one_publish(redis_url: str, clinic: Any, monkeypatch: Any) -> None:
    line = Line(redis_url)
    sent: list[int] = []
    publish = Bus.publish

    async def counted(bus: Bus, entries: Any) -> bool:
        sent.append(len(entries))
        return await publish(bus, entries)

    monkeypatch.setattr(Bus, "publish", counted)
    work = Later()
    tell(work, Bus(line), [WaitlistChanged(clinic.id, 2), Changed(clinic.id, date(2026, 1, 2), 1, 3)])  # type: ignore[arg-type]
    assert await work.commit() == [True]
    assert sent == [2]
    await line.close()
