"""The simulator as a program: its arguments, its lines on stdout, its exit status."""

import argparse
import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.server import ServerConnection, serve

from clinic_console.domain.errors import BadConfiguration
from clinic_console.simulator.app import SteadyClock, add_arguments, run
from clinic_console.wire import devices as wire

ROWS = 7
PROGRAM = """
import argparse, sys
from clinic_console.simulator.app import add_arguments, run
parser = argparse.ArgumentParser()
add_arguments(parser)
sys.exit(run(parser.parse_args()))
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    devices, recording = tmp_path / "devices", tmp_path / "recording.csv"
    devices.write_text("m-1 secret\nm-2 secret\n")
    recording.write_text("Time [s], HR, RESP\n" + "".join(f"{i},{80 + i},12\n" for i in range(ROWS)))
    return str(devices), str(recording)


def parse(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser(exit_on_error=False)
    add_arguments(parser)
    return parser.parse_args(words)


class Hub:
    """Welcomes and acknowledges everything."""

    def __init__(self) -> None:
        self.readings: list[wire.Readings] = []

    async def handle(self, socket: ServerConnection) -> None:
        async for raw in socket:
            message, _ = wire.decode_from_device(raw if isinstance(raw, bytes) else raw.encode())
            if isinstance(message, wire.Hello):
                await socket.send(wire.encode(wire.Welcome(1, message.sent, 1)), text=True)
            elif isinstance(message, wire.Readings):
                self.readings.append(message)
                await socket.send(wire.encode(wire.Ack(message.seq)), text=True)


@pytest.fixture
async def start() -> AsyncIterator[Callable[..., Awaitable[asyncio.subprocess.Process]]]:
    """Start the program; it ends with the test, however that goes."""
    started: list[asyncio.subprocess.Process] = []

    async def start(url: str, *words: str) -> asyncio.subprocess.Process:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", PROGRAM, "--url", url, *words, stdout=asyncio.subprocess.PIPE, env=os.environ
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.returncode is None:
            process.kill()
            await process.communicate()


async def line(process: asyncio.subprocess.Process) -> dict[str, object]:
    assert process.stdout is not None
    words = json.loads(await asyncio.wait_for(process.stdout.readline(), 30))
    assert isinstance(words, dict)
    return words


async def test_replays_to_the_end_and_counts(files: tuple[str, str], start: Any) -> None:
    hub = Hub()
    async with serve(hub.handle, "127.0.0.1", 0) as server:
        url = f"ws://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}"
        process = await start(url, "--devices", files[0], "--replay", files[1], "--repeat", "2", "--speed", "50")
        assert await line(process) == {"ready": "simulator", "devices": 2}
        counts = await line(process)
        assert await process.wait() == 0
    values = 2 * 2 * ROWS * 2
    assert counts == {
        "simulated": 1,
        "devices": 2,
        "sent": values,
        "acked": values,
        "dropped": 0,
        "unacked": 0,
        "rewinds": 0,
        "errors": {},
    }
    times = [message.instants[0].at for message in hub.readings if message.instants[0].values["HR"] == 80.0]
    assert len(times) == 4
    assert sum(len(message.instants) for message in hub.readings) == 4 * ROWS


async def test_a_signal_stops_and_drains(files: tuple[str, str], start: Any) -> None:
    hub = Hub()
    async with serve(hub.handle, "127.0.0.1", 0) as server:
        url = f"ws://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}"
        process = await start(url, "--devices", files[0], "--rate", "20", "--quiet-faults")
        await line(process)
        process.send_signal(signal.SIGTERM)
        counts = await line(process)
        assert await process.wait() == 0
    assert counts["sent"] == counts["acked"] != 0


async def test_a_hub_that_refuses_is_an_exit_status(files: tuple[str, str], start: Any) -> None:
    async def refuse(socket: ServerConnection) -> None:
        await socket.recv()
        await socket.close(4404, "device.unknown")

    async with serve(refuse, "127.0.0.1", 0) as server:
        url = f"ws://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}"
        process = await start(url, "--devices", files[0], "--seconds", "0.5")
        counts = await line(process)
        assert await process.wait() == 1
    assert counts["acked"] == 0


@pytest.mark.parametrize(
    "words",
    [
        ["--speed", "0"],
        ["--speed", "fast"],
        ["--repeat", "0"],
        ["--repeat", "often"],
        ["--instants-per-message", "101"],
        ["--rate", "-1"],
        ["--seconds", "nan"],
    ],
)
def test_arguments_that_make_no_sense_are_refused(words: list[str]) -> None:
    with pytest.raises(argparse.ArgumentError):
        parse("--url", "ws://h", "--devices", "f", *words)


def test_reads_arguments() -> None:
    given = parse("--url", "ws://h", "--devices", "f", "--repeat", "3", "--instants-per-message", "5")
    assert (given.repeat, given.instants_per_message, given.seconds, given.quiet_faults) == (3, 5, None, False)
    assert parse("--url", "ws://h", "--devices", "f", "--repeat", "forever").repeat is None


def test_more_recordings_than_devices_are_refused(files: tuple[str, str]) -> None:
    with pytest.raises(BadConfiguration, match="3 recordings for 2 devices"):
        run(parse("--url", "ws://h", "--devices", files[0], "--replay", *[files[1]] * 3))


def test_recordings_of_different_steps_are_refused(files: tuple[str, str], tmp_path: Path) -> None:
    other = tmp_path / "slow.csv"
    other.write_text("Time,HR\n0,80\n2,81\n")
    with pytest.raises(BadConfiguration, match="different intervals"):
        run(parse("--url", "ws://h", "--devices", files[0], "--replay", files[1], str(other)))


def test_the_clock_never_goes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    wall, steady = [1_000.0], [50.0]
    monkeypatch.setattr("clinic_console.simulator.app.time.time", lambda: wall[0])
    monkeypatch.setattr("clinic_console.simulator.app.time.monotonic", lambda: steady[0])
    clock = SteadyClock()
    assert clock.now() == 1_000_000
    wall[0], steady[0] = 400.0, 51.0
    assert clock.now() == 1_001_000
    wall[0], steady[0] = 5_000.0, 52.0
    assert clock.now() == 5_000_000
