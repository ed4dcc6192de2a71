"""``clinic-console simulate``: bedside monitors on a hub's device door, replayed or made up.

Prints ``{"ready": "simulator", …}`` when all are connected, and at the end one JSON line with the counts.
"""

import argparse
import asyncio
import contextlib
import json
import logging
import signal
import sys
import time
from pathlib import Path
from typing import Final

from clinic_console.domain.errors import BadConfiguration
from clinic_console.simulator.bedside import Bedside
from clinic_console.simulator.devices import read_devices
from clinic_console.simulator.fleet import Fleet
from clinic_console.simulator.monitor import Monitor
from clinic_console.simulator.replay import Recording, Replay, read_recording
from clinic_console.simulator.sample import Source
from clinic_console.wire.devices import MAX_INSTANTS

STEP_MS: Final = 1_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    add = parser.add_argument
    add("--url", required=True, help="the device door, e.g. ws://127.0.0.1:8472")
    add("--devices", required=True, type=Path, metavar="FILE", help="lines 'code token', or JSON as seed writes it")
    add("--replay", nargs="+", type=Path, default=[], metavar="FILE", help="CSV recordings, given to devices in turn")
    add("--speed", type=_positive, default=1.0, help="how fast to replay (default: 1)")
    add("--repeat", type=_repeat, default=None, metavar="N|forever", help="how often to replay (default: forever)")
    add("--rate", type=_positive, default=1.0, help="made-up instants per second and device (default: 1)")
    add("--instants-per-message", type=_instants, default=1, metavar="N", help="instants in a message (default: 1)")
    add("--seed", type=int, default=1, help="the same number makes the same patients")
    add("--seconds", type=_positive, help="stop after so long (default: at SIGTERM or Ctrl-C)")
    add("--quiet-faults", action="store_true", help="no lost sensors, broken connections, standby or wrong clocks")


def run(arguments: argparse.Namespace) -> int:
    """Be the devices until the end or a signal; 0 when everything sent was acknowledged.

    Raises BadConfiguration for files that cannot be read.
    """
    logging.basicConfig(format="%(asctime)s %(name)s: %(message)s", stream=sys.stderr)
    recordings = [read_recording(path) for path in arguments.replay]
    devices = read_devices(arguments.devices)
    if len(recordings) > len(devices):
        raise BadConfiguration(f"{len(recordings)} recordings for {len(devices)} devices", field="--replay")
    monitors = [
        Monitor(device.code, device.token, _source(arguments, recordings, index), arguments.instants_per_message)
        for index, device in enumerate(devices)
    ]
    return _loop(monitors, arguments, _period_ms(arguments, recordings))


def _source(arguments: argparse.Namespace, recordings: list[Recording], index: int) -> Source:
    if recordings:
        return Replay(recordings[index % len(recordings)], arguments.repeat)
    return Bedside(arguments.seed, index, faults=not arguments.quiet_faults)


def _period_ms(arguments: argparse.Namespace, recordings: list[Recording]) -> float:
    if not recordings:
        return STEP_MS / float(arguments.rate)
    steps = {round(recording.step, 6) for recording in recordings}
    if len(steps) > 1:
        raise BadConfiguration("the recordings have rows at different intervals", field="--replay")
    return STEP_MS * steps.pop() / float(arguments.speed)


def _loop(monitors: list[Monitor], arguments: argparse.Namespace, period_ms: float) -> int:
    try:
        import uvloop  # only the hub's extra brings it; the simulator also runs without
    except ImportError:
        return asyncio.run(simulate(monitors, arguments.url, period_ms, arguments.seconds))
    return uvloop.run(simulate(monitors, arguments.url, period_ms, arguments.seconds))


async def simulate(monitors: list[Monitor], url: str, period_ms: float, seconds: float | None = None) -> int:
    """Run the monitors until their sources end, the time is up or a signal comes; then drain and count."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        # Windows' loops know no signals: Ctrl-C ends the program there.
        with contextlib.suppress(NotImplementedError):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
    fleet = Fleet(url, monitors, period_ms, SteadyClock().now)
    fleet.start()
    work = [asyncio.ensure_future(fleet.run()), asyncio.ensure_future(_say_ready(fleet))]
    ends = [asyncio.ensure_future(stop.wait()), asyncio.ensure_future(fleet.all_finished.wait())]
    await asyncio.wait([*ends, work[0]], timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    drained = False
    if not work[0].done():
        for task in (*work, *ends):
            task.cancel()
        drained = await fleet.drain()
    await asyncio.gather(*ends, work[1], return_exceptions=True)
    _say({"simulated": 1, **fleet.counts()})
    if work[0].done() and not work[0].cancelled():
        work[0].result()
    return 0 if drained else 1


async def _say_ready(fleet: Fleet) -> None:
    await fleet.all_welcomed.wait()
    _say({"ready": "simulator", "devices": len(fleet.stations)})


class SteadyClock:
    """True time in ms since 1970 that never goes back, even when the PC's clock is set back."""

    def __init__(self) -> None:
        self._ahead = time.time() - time.monotonic()

    def now(self) -> int:
        """Return the time; it follows the PC's clock forward (also over a sleep of the PC)."""
        self._ahead = max(self._ahead, time.time() - time.monotonic())
        return int((time.monotonic() + self._ahead) * 1000)


def _say(words: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


def _positive(text: str) -> float:
    number = float(text)
    if not 0 < number <= 10_000:
        raise argparse.ArgumentTypeError("must be above 0 and at most 10,000")
    return number


def _repeat(text: str) -> int | None:
    if text == "forever":
        return None
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("must be a number from 1 on, or forever")
    return int(text)


def _instants(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MAX_INSTANTS:
        raise argparse.ArgumentTypeError(f"must be 1 to {MAX_INSTANTS}")
    return int(text)
