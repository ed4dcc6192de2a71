"""The console door over real sockets: who gets in, what it is told, and what happens to who is slow or rude."""

import asyncio
import time
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from websockets.exceptions import InvalidHandshake

from clinic_console.hub import metrics
from clinic_console.hub.consoles.console import MAX_TOPICS
from clinic_console.wire import topics
from clinic_console.wire.readings import LiveBed, LiveValue, decode_live, encode_live
from clinic_console.wire.session import (
    VERSION,
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
)


def state(bed: UUID, number: float, at: int = 1_000) -> bytes:
    return encode_live(LiveBed(str(bed), 1, at, True, [LiveValue("HR", number, 0, at, at)]))


def numbers(message: Snapshot | Delta) -> list[float | None]:
    return [decode_live(item).values[0].number for item in message.items]


@pytest.fixture
def ward(clinic: Any) -> str:
    return topics.ward(clinic.ward)


async def test_hello_snapshot_deltas(hub: Any, ward: str, clinic: Any) -> None:
    bed = clinic.beds[0]
    await hub.cache.store_latest({str(bed): state(bed, 70)})
    before = time.time_ns() // 1_000_000
    async with hub.connected() as console:
        welcome = await console.greet()
        assert (welcome.v, welcome.epoch) == (VERSION, hub.live.fanout.name)
        assert welcome.expires == hub.people.principals["nurse"].expires
        await console.say(Subscribe([ward]))
        snapshot = await console.hear(Snapshot)
        assert (snapshot.topic, snapshot.offset, numbers(snapshot)) == (ward, 0, [70])
        for offset, number in enumerate((71, 72), start=1):
            await hub.bus.publish([(ward, str(bed), state(bed, number))])
            delta = await console.hear(Delta)
            assert (delta.topic, delta.epoch, delta.offset) == (ward, snapshot.epoch, offset)
            assert numbers(delta) == [number]
        assert before <= welcome.now <= snapshot.now <= delta.now <= time.time_ns() // 1_000_000
        await console.say(Unsubscribe([ward]))
        await console.say(Ping(7))
        await console.hear(Pong)
        assert hub.live.fanout.topics() == []


async def test_a_frame_is_the_same_for_all(hub: Any, ward: str, clinic: Any) -> None:
    bed = clinic.beds[0]
    async with hub.connected() as one, hub.connected() as other:
        for console in (one, other):
            await console.greet()
            await console.say(Subscribe([ward]))
            await console.hear(Snapshot)
        await hub.bus.publish([(ward, str(bed), state(bed, 71))])
        assert await one.hear(Delta) == await other.hear(Delta)


async def test_a_console_that_leaves_is_forgotten(hub: Any, ward: str) -> None:
    async with hub.connected() as console:
        await console.greet()
        await console.say(Subscribe([ward]))
        await console.hear(Snapshot)
        assert hub.live.fanout.topics() == [ward]
    async with asyncio.timeout(20):
        while hub.live.fanout.topics():
            await asyncio.sleep(0.01)
    assert metrics.CONSOLES_CONNECTED._value.get() == 0


@pytest.mark.parametrize(
    ("first", "problem", "code"),
    [
        (Hello(VERSION, "forged"), "access.not_signed_in", 4401),
        (Hello(VERSION + 1, "nurse"), "version.mismatch", 4406),
        (Ping(1), "access.not_signed_in", 4401),
        (Subscribe(["ward:x"]), "access.not_signed_in", 4401),
    ],
    ids=lambda value: str(value)[:20],
)
async def test_who_is_not_let_in(hub: Any, first: Any, problem: str, code: int) -> None:
    async with hub.connected() as console:
        await console.say(first)
        assert await console.end() == (code, problem)
        assert [message.code for message in console.came] == [problem]


@pytest.mark.parametrize("raw", [b"", b"\xc1", b"x" * 100, "text"])
async def test_a_first_message_that_is_none(hub: Any, raw: bytes | str) -> None:
    async with hub.connected() as console:
        await console.socket.send(raw)
        assert await console.end() == (4400, "message.malformed")


async def test_an_expired_token_is_told_apart(hub: Any, clinic: Any) -> None:
    hub.people.admit("old", clinic.users["nurse"], {clinic.id: "nurse"}, seconds=-1)
    async with hub.connected() as console:
        await console.say(Hello(VERSION, "old"))
        assert await console.end() == (4401, "access.session_expired")


async def test_while_nobody_can_be_looked_up_only_who_is_in_stays(hub: Any) -> None:
    async with hub.connected() as inside, hub.connected() as outside:
        await inside.greet()
        hub.people.unknown = True
        await outside.say(Hello(VERSION, "nurse"))
        assert await outside.end() == (1013, "unavailable.store")
        await inside.say(Renew("nurse"))
        assert (await inside.hear(Problem)).code == "unavailable.store"
        await inside.say(Ping(1))
        await inside.hear(Pong)


async def test_who_says_nothing_is_let_go(make_hub: Any) -> None:
    hub = await make_hub(hello_seconds=1.0)
    async with hub.connected() as console:
        assert await console.end() == (4401, "access.not_signed_in")


async def test_only_the_subprotocol_and_no_browser(hub: Any) -> None:
    for options in ({"subprotocols": None}, {"subprotocols": ["other"]}, {"origin": "https://example.org"}):
        with pytest.raises(InvalidHandshake):
            async with hub.connected(**options):
                pass


async def test_topics_are_refused_one_by_one(hub: Any, ward: str, clinic: Any, database: Any) -> None:
    foreign = uuid4()
    with psycopg.connect(database.dsn) as connection:
        connection.execute("INSERT INTO clinics (id, name, zone) VALUES (%s, 'Other', 'UTC')", [foreign])
        connection.execute("INSERT INTO wards (id, clinic_id, name) VALUES (%s, %s, 'W')", [foreign, foreign])
    wanted = [topics.ward(foreign), topics.ward(uuid4()), "ward:x", ward]
    async with hub.connected() as console:
        await console.greet()
        await console.say(Subscribe(wanted))
        await console.hear(Snapshot)
        said = {m.topic: m.code for m in console.came if isinstance(m, Problem)}
        assert said == {wanted[0]: "not_found", wanted[1]: "not_found", wanted[2]: "input.field"}
    async with hub.connected() as console:
        await console.greet("reception")
        await console.say(Subscribe([ward]))
        assert (await console.hear(Problem)).code == "access.denied"


async def test_only_so_many_topics(hub: Any, ward: str) -> None:
    async with hub.connected() as console:
        await console.greet()
        await console.say(Subscribe([ward]))
        await console.say(Subscribe([topics.ward(UUID(int=number)) for number in range(MAX_TOPICS)]))
        assert (await console.hear(Problem)).code == "limit.too_many"
        # The same topic again is no further one.
        await console.say(Subscribe([ward] * 100))
        await console.say(Ping(1))
        await console.hear(Pong)
        assert [message.code for message in console.came if isinstance(message, Problem)] == ["limit.too_many"]
        assert hub.live.fanout.topics() == [ward]


async def test_subscribing_again_brings_a_new_snapshot(hub: Any, ward: str) -> None:
    async with hub.connected() as console:
        await console.greet()
        for _ in range(2):
            await console.say(Subscribe([ward]))
            await console.hear(Snapshot)


async def test_a_quiet_hub_beats(hub: Any) -> None:
    async with hub.connected() as console:
        welcome = await console.greet()
        beats = [await console.hear(Beat) for _ in range(2)]
        assert welcome.now <= beats[0].now
        # By the hub's own clock: no more often than there is need.
        assert beats[1].now - beats[0].now > 500


async def test_mistakes_are_told_and_the_third_ends_it(hub: Any) -> None:
    async with hub.connected() as console:
        await console.greet()
        await console.socket.send(b"\xc1")
        assert (await console.hear(Problem)).code == "message.malformed"
        await console.say(Hello(VERSION, "nurse"))
        assert (await console.hear(Problem)).code == "message.malformed"
        await console.say(Ping(1))
        assert (await console.hear(Pong)).number == 1
        await console.socket.send("what?")
        assert await console.end() == (4400, "message.malformed")


async def test_a_message_that_is_too_large_ends_it(hub: Any) -> None:
    async with hub.connected() as console:
        await console.greet()
        await console.socket.send(b"x" * 20_000)
        assert (await console.end())[0] == 1009


async def test_too_many_messages_end_it(make_hub: Any, clinic: Any) -> None:
    hub = await make_hub(messages_per_second=5, close_seconds=0.2)
    hub.people.admit("nurse", clinic.users["nurse"], {clinic.id: "nurse"})
    async with hub.connected() as console:
        await console.greet()
        for number in range(40):
            await console.say(Ping(number))
        assert await console.end() == (4429, "limit.too_many")


async def test_a_token_that_expires_ends_it_unless_renewed(hub: Any, ward: str, clinic: Any) -> None:
    nurse, roles = clinic.users["nurse"], {clinic.id: "nurse"}
    short = hub.people.admit("short", nurse, roles, seconds=1.5)
    async with hub.connected() as console, hub.connected() as other:
        await console.greet("short")
        await other.greet("short")
        await console.say(Subscribe([ward]))
        await console.hear(Snapshot)
        longer = hub.people.admit("longer", nurse, roles)
        await console.say(Renew("longer"))
        assert (await console.hear(Renewed)).expires == longer.expires > short.expires
        assert await other.end() == (4401, "access.session_expired")
        # The renewed one is told as before.
        await hub.bus.publish([(ward, str(clinic.beds[0]), state(clinic.beds[0], 71))])
        await console.hear(Delta)


async def test_a_renewal_that_is_refused_changes_nothing(hub: Any, clinic: Any) -> None:
    async with hub.connected() as console:
        await console.greet()
        for token, code in (("forged", "access.not_signed_in"), ("reception", "access.denied")):
            await console.say(Renew(token))
            assert (await console.hear(Problem)).code == code
        await console.say(Ping(1))
        await console.hear(Pong)


async def test_renewing_an_ended_session_ends_the_socket(hub: Any, clinic: Any) -> None:
    async with hub.connected() as console:
        await console.greet()
        again = hub.people.admit("again", clinic.users["nurse"], {clinic.id: "nurse"})
        hub.people.ended.add(again.session_id)
        await console.say(Renew("again"))
        assert await console.end() == (4401, "access.session_expired")


async def test_what_a_renewal_no_longer_allows_is_withdrawn(hub: Any, ward: str, clinic: Any) -> None:
    async with hub.connected() as console:
        await console.greet()
        await console.say(Subscribe([ward]))
        await console.hear(Snapshot)
        hub.people.admit("less", clinic.users["nurse"], {clinic.id: "receptionist"})
        await console.say(Renew("less"))
        problem = await console.hear(Problem)
        assert (problem.code, problem.topic) == ("not_found", ward)
        assert hub.live.fanout.topics() == []
        await console.say(Subscribe([ward]))
        assert (await console.hear(Problem)).code == "access.denied"


async def test_stopping_says_so(hub: Any, ward: str) -> None:
    async with hub.connected() as console, hub.connected() as silent:
        await console.greet()
        await console.say(Subscribe([ward]))
        await console.hear(Snapshot)
        await asyncio.gather(hub.door.stop(), console.end(), silent.end())
        assert (console.socket.close_code, silent.socket.close_code) == (1001, 1001)
    assert hub.live.fanout.topics() == []
    with pytest.raises(OSError, match=r"[Cc]onnect"):
        async with hub.connected():
            pass
