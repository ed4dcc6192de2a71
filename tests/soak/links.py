"""Bad links against a real hub and ingest: consoles whose links are delayed, cut and half-open, monitors running.

In each round some consoles have one schedule each; then their links are healed, the monitors are held still, and
every console must know exactly what a fresh one is told.
"""

import asyncio
import json
import os
import signal
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import structlog

from clinic_console.desktop.bridge import monotonic
from clinic_console.hub.service.seed import Seeded, seed
from tests.bench.stage import Program, Stage, stage
from tests.soak.consoles import Console, until_equal
from tests.soak.proxy import Proxy
from tests.soak.schedules import play, schedule

SCHEDULES: Final = 200
AT_ONCE: Final = 25
SETTLE_SECONDS: Final = 20.0
LOOK_SECONDS: Final = 0.05
TRANSIT_MS: Final = 1_000
"""So long may a value take from its monitor to the hub on this busy machine."""
CATCH_UP_SECONDS: Final = 5.0
"""Monitors that were held still send what they measured meanwhile: for so long the way to the hub was longer."""
STILL_SECONDS: Final = 0.5
"""What was sent before the monitors stopped has reached everybody by then, on a link that is right."""


@dataclass
class Found:
    """What came of the rounds."""

    states_equal: int = 0
    late_shown_live: int = 0
    oldest_live_ms: int = 0
    faults: int = 0
    resyncs: int = 0
    failures: list[str] = field(default_factory=list)


def measure(name: str, only: Sequence[int] = ()) -> dict[str, Any]:
    """Play all schedules of a seed, or only some of them; return what was found by key."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    numbers = list(only) or list(range(SCHEDULES))
    began = time.monotonic()
    with stage() as here:
        made = seed(here.dsn, "demo")
        devices = here.folder / "devices.json"
        devices.write_text(json.dumps([{"code": code, "token": token} for code, token in made.tokens.items()]))
        hub, ingest = here.start("clinic_console", "hub"), here.start("clinic_console", "ingest")
        server, door = hub.answer("ready")["http"], ingest.answer("ready")["devices"]
        monitors = _monitors(here, door, str(devices))
        found = asyncio.run(_rounds(f"http://{server}", made, monitors, [(n, f"{name}-{n}") for n in numbers]))
    for line in found.failures:
        print(line)
    return {
        "link_schedules": len(numbers),
        "states_equal": found.states_equal,
        "late_shown_live": found.late_shown_live,
        "oldest_live_ms": found.oldest_live_ms,
        "faults": found.faults,
        "resyncs": found.resyncs,
        "devices": len(made.tokens),
        "consoles": min(AT_ONCE, len(numbers)),
        "beds": made.beds,
        "seconds": round(time.monotonic() - began, 1),
    }


def good(result: dict[str, Any]) -> bool:
    """Say whether nothing was wrong."""
    return bool(
        result["states_equal"] == result["link_schedules"] and result["late_shown_live"] == result["faults"] == 0
    )


def _monitors(here: Stage, door: str, devices: str) -> Program:
    # Their clocks are right and their own links good: it is the consoles' links that are tried.
    words = ("--url", f"ws://{door}", "--devices", devices, "--seed", "1", "--quiet-faults")
    return here.start("clinic_console", "simulate", *words)


async def _rounds(server: str, made: Seeded, monitors: Program, schedules: list[tuple[int, str]]) -> Found:
    found = Found()
    password = made.passwords["nurse"]
    wards = await _wards(server, password)
    at_once = min(AT_ONCE, len(schedules))
    async with _opened(server, password, wards, at_once) as consoles:
        running = asyncio.Event()
        looking = asyncio.create_task(_look(consoles, running))
        for begin in range(0, len(schedules), at_once):
            part = schedules[begin : begin + at_once]
            await asyncio.sleep(CATCH_UP_SECONDS)
            running.set()
            playing = zip(part, consoles[: len(part)], strict=True)
            await asyncio.gather(*(_play(seed, console, wards) for (_, seed), console in playing))
            running.clear()
            left = await _compare(server, password, wards, consoles[: len(part)], monitors)
            found.states_equal += len(part) - len(left)
            for number, lines in left.items():
                found.failures += _report(*part[number], lines)
            print(f"{begin + len(part)} of {len(schedules)} schedules, {found.states_equal} equal", flush=True)
        looking.cancel()
        for console in consoles:
            found.late_shown_live += console.late_shown_live
            found.oldest_live_ms = max(found.oldest_live_ms, console.oldest_live_ms)
            found.faults += len(console.faults)
            found.failures += console.faults
            found.resyncs += console.feed.socket.resyncs
    return found


def _report(number: int, seed: str, lines: list[str]) -> list[str]:
    steps = [f"  {step.at:5.2f} s  {step.what} {step.amount:g}" for step in schedule(seed)]
    head = f"Schedule {number}, seed {seed}: not equal; only this one: ONLY={number}"
    return [head, *steps, *(f"  {line}" for line in lines[:20])]


async def _play(seed: str, console: Console, wards: list[str]) -> None:
    await play(schedule(seed), console.proxies, lambda share: console.watch(_some(wards, share)))


async def _compare(
    server: str, password: str, wards: list[str], consoles: Sequence[Console], monitors: Program
) -> dict[int, list[str]]:
    """Hold the monitors still, and compare everybody with a console that has just come."""
    os.kill(monitors.pid, signal.SIGSTOP)
    fresh = Console(server, monotonic)
    try:
        await asyncio.sleep(STILL_SECONDS)
        await fresh.open("nurse", password, wards)
        while not fresh.live():
            await asyncio.sleep(LOOK_SECONDS)
        return await until_equal(consoles, fresh, _now, SETTLE_SECONDS)
    finally:
        os.kill(monitors.pid, signal.SIGCONT)
        await fresh.close()


async def _look(consoles: Sequence[Console], running: asyncio.Event) -> None:
    """Look for numbers that count as live and are not; ``running`` says that the monitors keep up with the time."""
    while True:
        for console in consoles:
            console.look(_now(), TRANSIT_MS if running.is_set() else None)
        await asyncio.sleep(LOOK_SECONDS)


async def _wards(server: str, password: str) -> list[str]:
    """Return the ids of all wards."""
    console = Console(server, monotonic)
    try:
        await console.access.sign_in("nurse", password)
        await console.feed.load_wards()
        return [ward.id for ward in console.state.wards.wards]
    finally:
        await console.close()


def _some(wards: list[str], share: float) -> list[str]:
    """Return at least one of the wards, another choice for each share."""
    choice = 1 + int(share * (2 ** len(wards) - 1))
    return [ward for n, ward in enumerate(wards) if choice >> n & 1]


def _now() -> int:
    """Return the true time in ms since 1970, by which hub, ingest and monitors go here."""
    return time.time_ns() // 1_000_000


@asynccontextmanager
async def _opened(server: str, password: str, wards: list[str], count: int) -> AsyncIterator[list[Console]]:
    async with AsyncExitStack() as stack:
        consoles = []
        for number in range(count):
            proxies = (await stack.enter_async_context(Proxy()), await stack.enter_async_context(Proxy()))
            console = Console(server, monotonic, proxies)
            stack.push_async_callback(console.close)
            await console.open("nurse", password, _some(wards, number / count))
            consoles.append(console)
        yield consoles
