"""The bus over a real Valkey: order, gaps, outages."""

import asyncio
import os
import signal
from typing import Any
from uuid import UUID

import msgspec

from clinic_console.hub.push.bus import SOURCES, Bus, BusBatch, Numbers, Standing, channel_of
from clinic_console.wire import topics

WARDS = [topics.ward(UUID(int=number)) for number in range(topics.WARD_GROUPS)]
"""One ward in each group."""


def payload(number: int) -> bytes:
    return msgspec.msgpack.encode([number])


def entry(number: int, ward: str = WARDS[0]) -> tuple[str, str, bytes]:
    return ward, "bed", payload(number)


def batch(source: str, seq: int, *entries: tuple[str, str, bytes]) -> bytes:
    raw = [(topic, key, msgspec.Raw(value)) for topic, key, value in entries]
    return msgspec.msgpack.encode(BusBatch(source, seq, raw))


async def test_what_one_process_publishes_another_hears_in_order(bus: Bus, heard: Any) -> None:
    for group in range(topics.WARD_GROUPS):
        assert await heard.bus.follow(group)
    assert await bus.publish([entry(number, ward) for number in range(20) for ward in WARDS])
    assert await bus.publish([entry(20, WARDS[3])])
    await heard.until(lambda: len(heard.entries) == 20 * len(WARDS) + 1)
    for ward in WARDS:
        wanted = list(range(21 if ward == WARDS[3] else 20))
        assert [value for topic, _, value in heard.entries if topic == ward] == [payload(n) for n in wanted]
    assert heard.gaps == []


async def test_only_followed_groups_are_heard(bus: Bus, heard: Any) -> None:
    await heard.bus.follow(1)
    await heard.bus.follow(2)
    await heard.bus.unfollow(1)
    assert await bus.publish([entry(1, WARDS[1]), entry(2, WARDS[2])])
    await heard.until(lambda: bool(heard.entries))
    assert heard.entries == [entry(2, WARDS[2])]


async def test_publishing_nothing_is_no_message(bus: Bus, heard: Any) -> None:
    await heard.bus.follow(0)
    assert await bus.publish([])
    assert await bus.publish([entry(1)])
    await heard.until(lambda: heard.entries == [entry(1)])


async def test_each_source_counts_for_itself(bus: Bus, heard: Any, make_line: Any) -> None:
    await heard.bus.follow(0)
    other = Bus(make_line())
    assert other.source != bus.source
    for number in range(3):
        await bus.publish([entry(number)])
        await other.publish([entry(number + 10)])
    await heard.until(lambda: len(heard.entries) == 6)
    assert heard.gaps == []


async def test_a_missing_number_is_a_gap_of_its_group(heard: Any, make_line: Any) -> None:
    await heard.bus.follow(0)
    await heard.bus.follow(5)
    line = make_line()
    for seq in (7, 8, 10, 11):
        await line.command("PUBLISH", channel_of(5), batch("ingest", seq, entry(seq, WARDS[5])))
    await line.command("PUBLISH", channel_of(0), batch("ingest", 3, entry(3)))
    await heard.until(lambda: len(heard.entries) == 5)
    # The first heard of a source is taken as it stands: subscribing comes before loading.
    assert heard.gaps == [5]


async def test_a_message_heard_twice_counts_once(heard: Any, make_line: Any) -> None:
    await heard.bus.follow(0)
    line = make_line()
    for seq in (1, 2, 2, 1, 3):
        await line.command("PUBLISH", channel_of(0), batch("ingest", seq, entry(seq)))
    await heard.until(lambda: len(heard.entries) == 3)
    assert heard.entries == [entry(1), entry(2), entry(3)]
    assert heard.gaps == []


async def test_a_message_that_is_none_counts_as_a_gap(bus: Bus, heard: Any, make_line: Any) -> None:
    await heard.bus.follow(0)
    for message in (b"", b"\xc1", b"\x93\xa1s\x01\x91\x93\xa1t\xa1k", msgspec.msgpack.encode({"source": "s"})):
        await make_line().command("PUBLISH", channel_of(0), message)
    await bus.publish([entry(1)])
    await heard.until(lambda: heard.entries == [entry(1)])
    assert heard.gaps == [0] * 4


async def test_a_pause_is_no_gap(bus: Bus, heard: Any) -> None:
    await heard.bus.follow(0)
    await bus.publish([entry(1)])
    await heard.until(lambda: len(heard.entries) == 1)
    await heard.bus.unfollow(0)
    await bus.publish([entry(2)])
    await heard.bus.follow(0)
    await bus.publish([entry(3)])
    await heard.until(lambda: len(heard.entries) == 2)
    assert heard.entries == [entry(1), entry(3)]
    assert heard.gaps == []


async def test_notices(bus: Bus, heard: Any) -> None:
    assert await heard.bus.listen("devices", heard.noticed)
    assert await bus.notify("devices", b"\x92\x01\x02")
    assert await bus.notify("other", b"\x00")
    assert await bus.notify("devices", b"\x93\x01")
    await heard.until(lambda: heard.notices == [b"\x92\x01\x02", b"\x93\x01"])


async def test_a_handler_that_fails_does_not_deafen_the_bus(bus: Bus, heard: Any) -> None:
    def fails(_: bytes) -> None:
        raise ZeroDivisionError

    await heard.bus.listen("bad", fails)
    await heard.bus.listen("devices", heard.noticed)
    await bus.notify("bad", b"x")
    await bus.notify("devices", b"y")
    await heard.until(lambda: heard.notices == [b"y"])
    assert heard.turns == [True]


async def test_an_outage_is_told_once_and_everything_is_heard_again_afterwards(
    bus: Bus, heard: Any, servers: Any
) -> None:
    await heard.bus.follow(0)
    await heard.bus.follow(2)
    await heard.bus.unfollow(2)
    await heard.bus.listen("devices", heard.noticed)
    assert await bus.publish([entry(1)])
    await asyncio.to_thread(servers.embedded.take_down, "valkey")
    await heard.until(lambda: heard.turns == [True, False])
    assert not await bus.publish([entry(2)])
    assert not await bus.publish([entry(3)])
    assert not await bus.notify("devices", b"lost")
    assert not await heard.bus.follow(1)
    await asyncio.to_thread(servers.embedded.bring_up, "valkey")
    await heard.until(lambda: heard.turns == [True, False, True])
    async with asyncio.timeout(20):
        while not await bus.publish([entry(4), entry(5, WARDS[1]), entry(6, WARDS[2])]):
            await asyncio.sleep(0.01)
    assert await bus.notify("devices", b"back")
    await heard.until(lambda: len(heard.entries) == 3 and bool(heard.notices))
    assert heard.entries == [entry(1), entry(4), entry(5, WARDS[1])]
    assert heard.notices == [b"back"]
    # Numbers used up in vain are no gap: everything is loaded anew anyway.
    assert heard.gaps == []


async def test_a_restarted_valkey_is_found_again(bus: Bus, heard: Any, servers: Any) -> None:
    await heard.bus.follow(0)
    before = servers.embedded.pid("valkey")
    os.kill(before, signal.SIGKILL)
    await heard.until(lambda: heard.turns == [True, False, True])
    await asyncio.to_thread(servers.embedded.wait_ready, "valkey", before)
    assert await bus.publish([entry(1)])
    await heard.until(lambda: heard.entries == [entry(1)])


async def test_a_hung_valkey_is_noticed_by_who_only_listens(bus: Bus, heard: Any, servers: Any) -> None:
    await heard.bus.follow(0)
    process = servers.embedded.pid("valkey")
    os.kill(process, signal.SIGSTOP)
    try:
        await heard.until(lambda: heard.turns == [True, False])
    finally:
        os.kill(process, signal.SIGCONT)
    await heard.until(lambda: heard.turns == [True, False, True])
    assert await bus.publish([entry(1)])
    await heard.until(lambda: heard.entries == [entry(1)])


async def test_a_bus_that_is_stopped_hears_nothing_more(bus: Bus, heard: Any) -> None:
    await heard.bus.follow(0)
    await heard.bus.stop()
    assert not heard.bus.listening
    assert await bus.publish([entry(1)])
    assert heard.entries == []


def test_only_so_many_sources_are_remembered() -> None:
    numbers = Numbers()
    for source in range(SOURCES + 10):
        assert numbers.take(str(source), 0, 5) is Standing.NEXT
    assert numbers.take(str(SOURCES), 0, 7) is Standing.AFTER_A_GAP
    # The first has been forgotten and is taken as it stands.
    assert numbers.take("0", 0, 7) is Standing.NEXT
