"""200 bad links, ten times as fast as time goes: every console ends with what a fresh one knows."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from random import Random

import pytest

from clinic_console.desktop import feed
from clinic_console.desktop.link import http
from clinic_console.desktop.link.socket import Timings
from clinic_console.wire.devices import MonitorAlarm
from clinic_console.wire.readings import LiveStatus
from clinic_console.wire.wards import Bed, BedDevice, Ward
from tests.desktop.stub import StubHub
from tests.soak.consoles import Console, until_equal
from tests.soak.proxy import Proxy
from tests.soak.schedules import FAULTS, SECONDS, play, schedule

SEED = "links-1"
PACE = 10.0
AT_ONCE = 25
SETTLE_SECONDS = 20.0
WARDS = [f"0192f0c1-0000-7000-8000-00000000000{n}" for n in (1, 2, 3)]
QUICK = Timings(opening=0.3, silent=5.0, ping=2.0, tick=0.05, backoff_first=0.025, backoff_most=0.3)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five times as fast is the console's patience with answers that never come; a tenth is too near to a busy PC."""
    for module, name in (
        (http, "CONNECT_SECONDS"),
        (http, "READ_SECONDS"),
        (http, "TOTAL_SECONDS"),
        (feed, "BEDS_SECONDS"),
    ):
        monkeypatch.setattr(module, name, getattr(module, name) / 5)


def fast() -> float:
    """Seconds that pass ten times as fast as usual."""
    return time.monotonic() * PACE


def hub() -> StubHub:
    made = StubHub(fast)
    made.beat = 1.0 / PACE
    made.lifetime = 36_000_000
    made.wards = [Ward(ward, "c1", f"Ward {n}", 3, 3) for n, ward in enumerate(WARDS)]
    made.beds = {
        ward: [Bed(f"b{n}-{k}", str(k), k, BedDevice(n * 10 + k, "dev", "M"), None) for k in range(3)]
        for n, ward in enumerate(WARDS)
    }
    return made


async def publish(stub: StubHub, random: Random, stop: asyncio.Event) -> None:
    """Let every monitor say something once a second; sensors fall off for a while, and alarms sound."""
    silent: dict[tuple[str, str], float] = {}
    while not stop.is_set():
        for beds in stub.beds.values():
            for bed in beds:
                numbers = {}
                for name in ("HR", "SpO2", "RR"):
                    if random.random() < 0.02:
                        silent[bed.id, name] = fast() + random.uniform(1.0, 9.0)
                    if silent.get((bed.id, name), 0.0) < fast():
                        numbers[name] = None if random.random() < 0.05 else float(random.randint(40, 99))
                live = stub.numbers(bed.id, bed.device.id, **numbers)
                before = stub.live.get(bed.id)
                kept = {value.name: value for value in before.values} if before else {}
                live.values = list((kept | {value.name: value for value in live.values}).values())
                live.recorded = random.random() < 0.9
                live.status = LiveStatus(alarms=[MonitorAlarm("x", "high", 1, "HR")] if random.random() < 0.2 else [])
                await stub.publish(live)
        await asyncio.sleep(1.0 / PACE)


def some_wards(share: float) -> list[str]:
    """Return at least one of the wards, another choice for each share."""
    choice = 1 + int(share * 7)
    return [ward for n, ward in enumerate(WARDS) if choice >> n & 1]


@asynccontextmanager
async def opened(stub: StubHub, count: int) -> AsyncIterator[list[Console]]:
    async with AsyncExitStack() as stack:
        consoles = []
        for number in range(count):
            proxies = (await stack.enter_async_context(Proxy()), await stack.enter_async_context(Proxy()))
            console = Console(stub.url, fast, proxies, QUICK)
            stack.push_async_callback(console.close)
            await console.open("nurse", "secret", some_wards(number / count))
            consoles.append(console)
        yield consoles


async def round_of(stub: StubHub, consoles: list[Console], seeds: list[str], random: Random) -> dict[int, list[str]]:
    """Play one schedule at each console's link; return who is not right in the end, and how."""

    async def look() -> None:
        while True:
            for console in consoles:
                console.look(stub.now(), 0)
            await asyncio.sleep(0.1 / PACE)

    stop = asyncio.Event()
    tasks = [asyncio.create_task(look()), asyncio.create_task(publish(stub, random, stop))]
    try:
        await asyncio.gather(
            *(
                play(schedule(seed), console.proxies, lambda share, c=console: c.watch(some_wards(share)), PACE)
                for seed, console in zip(seeds, consoles, strict=True)
            )
        )
        # Not cancelled: a hub never ends between noting a reading and sending it.
        stop.set()
        await tasks[1]
        fresh = Console(stub.url, fast, None, QUICK)
        await fresh.open("nurse", "secret", WARDS)
        try:
            return await until_equal(consoles, fresh, stub.now, SETTLE_SECONDS)
        finally:
            await fresh.close()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@pytest.mark.parametrize("part", range(8))
async def test_consoles_on_bad_links_end_with_what_a_fresh_one_knows(part):
    stub = hub()
    async with stub.running(), opened(stub, AT_ONCE) as consoles:
        seeds = [f"{SEED}-{part * AT_ONCE + number}" for number in range(AT_ONCE)]
        left = await round_of(stub, consoles, seeds, Random(f"{SEED}-{part}"))
        assert {seeds[number]: found[:5] for number, found in left.items()} == {}
        assert [console.faults for console in consoles if console.faults] == []
        assert sum(console.late_shown_live for console in consoles) == 0


def test_a_seed_makes_the_same_schedule_and_all_faults_come_up():
    made = [schedule(f"{SEED}-{number}") for number in range(200)]
    assert made == [schedule(f"{SEED}-{number}") for number in range(200)]
    assert {step.what for steps in made for step in steps} == set(FAULTS)
    assert all(0 <= step.at <= SECONDS for steps in made for step in steps)


async def test_a_console_that_misses_something_is_found_out():
    stub = hub()
    async with stub.running(), opened(stub, 2) as consoles:
        fresh = Console(stub.url, fast, None, QUICK)
        await fresh.open("nurse", "secret", WARDS)
        await stub.publish(stub.numbers("b0-0", 0, HR=71.0))
        async with asyncio.timeout(SETTLE_SECONDS):
            while not all("b0-0" in console.state.readings.beds for console in (consoles[0], fresh)):
                await asyncio.sleep(0.01)
        assert await until_equal(consoles, fresh, stub.now, SETTLE_SECONDS) == {}
        # What a fault in the feed would do: one value is not taken in.
        known = consoles[0].state.readings.beds["b0-0"]
        known.values.clear()
        left = await until_equal(consoles, fresh, stub.now, 0.0)
        assert list(left) == [0]
        assert "b0-0 HR" in left[0][0]
        await fresh.close()
