"""Cached values: loaded once however many ask, kept only as long as they are right, and never needed."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable
from typing import Any

import msgspec
import pytest
from prometheus_client import REGISTRY

from clinic_console.domain.errors import BusUnavailable
from clinic_console.hub import cache as module
from clinic_console.hub.cache import LARGEST_BYTES, Cache, Kind
from clinic_console.hub.push.line import Line


class Card(msgspec.Struct):
    """Something to keep."""

    name: str
    number: int = 0


CARD = Kind("card", 60, Card)


class Counted:
    """A line that counts the commands."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.commands: list[str] = []

    async def command(self, *words: str | bytes | int | float) -> Any:
        self.commands.append(str(words[0]))
        return await self.line.command(*words)


class Source:
    """Where values come from: counts the loads, and holds them up while ``gate`` is closed."""

    def __init__(self, error: Exception | None = None) -> None:
        self.loads = 0
        self.begun = asyncio.Event()
        self.gate = asyncio.Event()
        self.gate.set()
        self.error = error

    async def __call__(self) -> Card:
        self.loads += 1
        self.begun.set()
        await self.gate.wait()
        if self.error is not None:
            raise self.error
        return Card("loaded", self.loads)


@pytest.fixture
async def line(redis_url: str) -> AsyncIterator[Counted]:
    opened = Line(redis_url)
    yield Counted(opened)
    await opened.close()


@pytest.fixture
async def other_line(redis_url: str) -> AsyncIterator[Counted]:
    """Another hub's line."""
    opened = Line(redis_url)
    yield Counted(opened)
    await opened.close()


@pytest.fixture
def cache(line: Counted) -> Cache:
    return Cache(line)


def counted(outcome: str) -> float:
    """Return how often an outcome has been counted for cards."""
    labels = {"kind": "card", "outcome": outcome}
    return REGISTRY.get_sample_value("clinic_cache_requests_total", labels) or 0.0


@pytest.fixture
def outcomes() -> Callable[[], dict[str, float]]:
    """Say what has been counted since the test began."""
    names = ("hit", "miss", "shared", "unavailable")
    before = {name: counted(name) for name in names}
    return lambda: {name: counted(name) - before[name] for name in names if counted(name) != before[name]}


async def test_loaded_once_and_read_from_then_on(cache: Cache, line: Counted, outcomes: Any) -> None:
    source = Source()
    for _ in range(3):
        assert await cache.get(CARD, "k", source) == Card("loaded", 1)
    assert outcomes() == {"miss": 1, "hit": 2}
    assert line.commands == ["GET", "SET", "SET", "GET", "GET"]
    assert 0 < await line.line.command("TTL", CARD.key("k")) <= 60


async def test_every_kind_expires_and_has_its_form_in_its_keys() -> None:
    kinds = [kind for kind in vars(module).values() if isinstance(kind, Kind)]
    assert len({kind.name for kind in kinds}) == len(kinds) > 1
    assert all(0 < kind.seconds <= 3_600 for kind in kinds)
    assert all(f"{{{kind.name.upper()}}}" in str(module.__doc__) for kind in kinds)
    grown = msgspec.defstruct("Card", [("name", str), ("number", int, 0), ("more", str, "")])
    assert Kind("card", 60, grown).key("k") != CARD.key("k")
    assert Kind("other", 60, Card).key("k") != CARD.key("k")


async def test_those_who_ask_at_once_share_one_load(cache: Cache, line: Counted, outcomes: Any) -> None:
    source = Source()
    source.gate.clear()
    asking = [asyncio.create_task(cache.get(CARD, "k", source)) for _ in range(50)]
    await source.begun.wait()
    source.gate.set()
    assert await asyncio.gather(*asking) == [Card("loaded", 1)] * 50
    assert outcomes() == {"miss": 1, "shared": 49}
    assert line.commands == ["GET", "SET", "SET"]


async def test_two_hubs_share_one_load(cache: Cache, other_line: Counted, outcomes: Any) -> None:
    other, source = Cache(other_line), Source()
    source.gate.clear()
    first = asyncio.create_task(cache.get(CARD, "k", source))
    await source.begun.wait()
    second = asyncio.create_task(other.get(CARD, "k", source))
    while len(other_line.commands) < 3:  # GET, SET, and looking whether it has come
        await asyncio.sleep(0)
    source.gate.set()
    assert await first == await second == Card("loaded", 1)
    assert source.loads == 1
    assert outcomes() == {"miss": 1, "shared": 1}


async def test_a_hub_that_died_while_loading_holds_nobody_up(cache: Cache, line: Counted, outcomes: Any) -> None:
    await line.line.command("SET", CARD.key("k") + ":loading", 1)
    source = Source()
    assert await cache.get(CARD, "k", source) == await cache.get(CARD, "k", source) == Card("loaded", 1)
    assert outcomes() == {"miss": 1, "hit": 1}


async def test_who_goes_away_while_waiting_takes_nothing_from_the_others(cache: Cache, outcomes: Any) -> None:
    source = Source()
    source.gate.clear()
    asking = [asyncio.create_task(cache.get(CARD, "k", source)) for _ in range(3)]
    await source.begun.wait()
    asking[1].cancel()
    await asyncio.wait((asking[1],))
    source.gate.set()
    assert [await asking[0], await asking[2]] == [Card("loaded", 1)] * 2
    assert asking[1].cancelled()
    assert outcomes() == {"miss": 1, "shared": 1}


async def test_when_the_first_goes_away_the_next_one_loads(cache: Cache, outcomes: Any) -> None:
    source = Source()
    source.gate.clear()
    asking = [asyncio.create_task(cache.get(CARD, "k", source)) for _ in range(3)]
    await source.begun.wait()
    asking[0].cancel()
    source.gate.set()
    assert await asyncio.gather(*asking[1:]) == [Card("loaded", 2)] * 2
    assert asking[0].cancelled()
    assert outcomes() == {"miss": 2, "shared": 1}
    assert not cache._loading


async def test_an_error_goes_to_all_who_wait_and_is_not_kept(cache: Cache) -> None:
    source = Source(KeyError("gone"))
    source.gate.clear()
    asking = [asyncio.create_task(cache.get(CARD, "k", source)) for _ in range(3)]
    await source.begun.wait()
    source.gate.set()
    assert await asyncio.gather(*asking, return_exceptions=True) == [source.error] * 3
    assert source.loads == 1
    source.error = None
    # At once: the claim that the failed load made is given back, too.
    assert await cache.get(CARD, "k", source) == Card("loaded", 2)
    assert await cache.get(CARD, "k", source) == Card("loaded", 2)


@pytest.mark.parametrize("payload", [b"", b"\xc1", msgspec.msgpack.encode({"number": 1}), b"\xa3abc"])
async def test_what_cannot_be_read_is_written_over(
    cache: Cache, line: Counted, payload: bytes, outcomes: Any
) -> None:
    await line.line.command("SET", CARD.key("k"), payload)
    source = Source()
    assert await cache.get(CARD, "k", source) == await cache.get(CARD, "k", source) == Card("loaded", 1)
    assert outcomes() == {"miss": 1, "hit": 1}


async def test_what_is_too_large_is_loaded_each_time_and_without_waiting(cache: Cache, line: Counted) -> None:
    large = Card("x" * LARGEST_BYTES)

    async def load() -> Card:
        return large

    assert await cache.get(CARD, "k", load) is await cache.get(CARD, "k", load) is large
    assert line.commands == ["GET", "SET", "DEL"] * 2
    assert await line.line.command("DBSIZE") == 0


async def test_without_redis_everything_is_loaded_and_still_shared(
    cache: Cache, make_down: Callable[[], Any], outcomes: Any
) -> None:
    await make_down()
    source = Source()
    source.gate.clear()
    asking = [asyncio.create_task(cache.get(CARD, "k", source)) for _ in range(5)]
    await source.begun.wait()
    source.gate.set()
    assert await asyncio.gather(*asking) == [Card("loaded", 1)] * 5
    assert await cache.get(CARD, "k", source) == Card("loaded", 2)
    assert outcomes() == {"unavailable": 2, "shared": 4}


async def test_redis_going_away_during_the_load_costs_nobody_the_answer(
    cache: Cache, make_down: Callable[[], Any]
) -> None:
    source = Source()
    source.gate.clear()
    asking = asyncio.create_task(cache.get(CARD, "k", source))
    await source.begun.wait()
    await make_down()
    source.gate.set()
    assert await asking == Card("loaded", 1)


async def test_a_redis_that_hangs_is_waited_for_once(servers: Any, redis_url: str, outcomes: Any) -> None:
    line = Line(redis_url, seconds=0.05)
    cache, source = Cache(line), Source()
    assert await cache.get(CARD, "k", source) == Card("loaded", 1)
    process = servers.embedded.pid("valkey")
    os.kill(process, signal.SIGSTOP)
    try:
        assert await cache.get(CARD, "k", source) == Card("loaded", 2)
        assert not line.up
        assert await cache.get(CARD, "k", source) == Card("loaded", 3)
    finally:
        os.kill(process, signal.SIGCONT)
    async with asyncio.timeout(20):
        while not line.up:
            await asyncio.sleep(0.01)
    assert await cache.get(CARD, "k", source) == Card("loaded", 1)
    assert outcomes() == {"miss": 1, "unavailable": 2, "hit": 1}
    await line.close()


async def test_the_newest_of_many_beds_in_one_command_each_way(cache: Cache, line: Counted) -> None:
    items = {f"bed-{number}": bytes([number]) for number in range(200)}
    assert await cache.store_latest(items)
    assert await cache.store_latest({"bed-7": b"newer", "bed-200": b""})
    assert await cache.latest(["bed-6", "bed-7", "none", "bed-200"]) == {
        "bed-6": b"\x06",
        "bed-7": b"newer",
        "bed-200": b"",
    }
    assert line.commands == ["MSET", "MSET", "MGET"]


async def test_nothing_asks_nothing(cache: Cache, line: Counted) -> None:
    assert await cache.store_latest({})
    assert await cache.latest([]) == {}
    assert line.commands == []


async def test_an_outage_is_said(cache: Cache, servers: Any, make_down: Callable[[], Any]) -> None:
    await make_down()
    assert not await cache.store_latest({"bed": b"x"})
    with pytest.raises(BusUnavailable):
        await cache.latest(["bed"])


@pytest.fixture
async def make_down(servers: Any) -> AsyncIterator[Callable[[], Any]]:
    """Take Valkey down; it is up again afterwards."""
    yield lambda: asyncio.to_thread(servers.embedded.take_down, "valkey")
    await asyncio.to_thread(servers.embedded.bring_up, "valkey")


class Truth:
    """What holds: answers like the one statement that checks a value, and counts those that had to be made."""

    def __init__(self) -> None:
        self.number = 1
        self.made = 0
        self.asked = asyncio.Event()
        self.gate = asyncio.Event()
        self.gate.set()

    async def __call__(self, known: Card | None) -> Card:
        number = self.number  # what is committed by now
        self.asked.set()
        await self.gate.wait()
        if known is not None and known.number == number:
            return known
        self.made += 1
        return Card("made", number)


async def test_a_value_is_checked_by_each_and_made_once(cache: Cache, outcomes: Any) -> None:
    truth = Truth()
    found = await asyncio.gather(*(cache.current(CARD, "k", truth) for _ in range(1_000)))
    assert found == [Card("made", 1)] * 1_000
    assert truth.made == 1
    assert outcomes() == {"miss": 1, "shared": 999}
    assert await cache.current(CARD, "k", truth) == Card("made", 1)
    assert truth.made == 1


async def test_nobody_is_told_what_was_true_before_they_came(cache: Cache) -> None:
    truth = Truth()
    truth.gate.clear()
    first = asyncio.create_task(cache.current(CARD, "k", truth))
    await truth.asked.wait()
    truth.number = 2
    second = asyncio.create_task(cache.current(CARD, "k", truth))
    truth.gate.set()
    assert (await first).number == 1
    assert (await second).number == 2


async def test_an_old_value_is_replaced(cache: Cache, outcomes: Any) -> None:
    truth = Truth()
    await cache.put(CARD, "k", Card("made", 7))
    assert (await cache.current(CARD, "k", truth)).number == 1
    assert await cache.kept(CARD, ["k", "none"]) == {"k": Card("made", 1)}
    assert outcomes() == {"miss": 1}


async def test_two_hubs_have_a_value_made_once(cache: Cache, other_line: Counted) -> None:
    truth, other = Truth(), Cache(other_line)
    found = await asyncio.gather(*(each.current(CARD, "k", truth) for each in (cache, other)))
    assert found == [Card("made", 1)] * 2
    assert truth.made == 1


async def test_who_fails_to_check_leaves_it_to_the_next(cache: Cache) -> None:
    truth, refused = Truth(), asyncio.Event()

    async def refuse(_: Card | None) -> Card:
        await refused.wait()
        raise ValueError("not yours")

    first = asyncio.create_task(cache.current(CARD, "k", refuse))
    second = asyncio.create_task(cache.current(CARD, "k", truth))
    await asyncio.sleep(0)
    refused.set()
    assert await second == Card("made", 1)
    with pytest.raises(ValueError, match="not yours"):
        await first


async def test_without_redis_values_are_still_made_once_at_a_time(outcomes: Any) -> None:
    class Away:
        async def command(self, *_: Any) -> Any:
            raise BusUnavailable

    cache, truth = Cache(Away()), Truth()
    truth.gate.clear()
    asking = [asyncio.create_task(cache.current(CARD, "k", truth)) for _ in range(9)]
    await truth.asked.wait()
    truth.gate.set()
    assert await asyncio.gather(*asking) == [Card("made", 1)] * 9
    assert truth.made == 1
    assert outcomes() == {"unavailable": 1, "shared": 8}
    assert await cache.kept(CARD, ["k"]) == {}
