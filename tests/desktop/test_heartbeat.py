"""The console beats on its frame clock, and nothing the watchdog does can hold it up."""

import asyncio
import os
import subprocess
import sys

import msgspec
import pytest

from clinic_console.desktop import heartbeat as module
from clinic_console.desktop.heartbeat import RESTARTS, Beat, Goodbye, Heartbeat, Start, Watched, program

WARDS = Watched(("3 East",), "ja", "light", 1.5)
ECHO = "import sys\nfor line in sys.stdin: open(sys.argv[1], 'a').write(line)\nopen(sys.argv[1], 'a').write('END')"


@pytest.fixture(autouse=True)
def no_child_left(monkeypatch):
    """End every process that a heartbeat starts."""
    made, popen = [], subprocess.Popen

    def start(*given, **named):
        made.append(popen(*given, **named))
        return made[-1]

    monkeypatch.setattr(module.subprocess, "Popen", start)
    yield made
    for process in made:
        process.kill()
        process.wait()
        if process.stdin:
            process.stdin.close()


@pytest.fixture
def echo(tmp_path):
    file = tmp_path / "heard"
    file.write_text("")
    return file, [sys.executable, "-c", ECHO, str(file)]


def heard(file):
    texts = file.read_text().removesuffix("END").splitlines()
    return [msgspec.json.decode(text, type=Beat | Start | Goodbye) for text in texts]


def test_what_it_says(bridge, echo, until):
    file, command = echo
    heart = Heartbeat(bridge, lambda: WARDS, arguments=["--server=x"], command=command)

    async def work():
        bridge.start_frames()
        await until(lambda: file.read_text().count("beat") >= 3)
        await heart.close()
        await until(lambda: file.read_text().endswith("END"))
        await bridge.close()

    bridge.run(work())
    first, *beats, last = heard(file)
    assert first == Start(("--server=x",))
    assert set(beats) == {Beat(("3 East",), "ja", "light", 1.5, os.getpid())}
    assert last == Goodbye()


def test_it_starts_when_there_is_something_to_watch(bridge, echo, until, no_child_left):
    file, command = echo
    watched = [Watched()]
    heart = Heartbeat(bridge, lambda: watched[0], command=command)

    async def work():
        bridge.start_frames()
        for _ in range(30):
            heart._next_beat = 0.0
            await asyncio.sleep(0.01)
        assert not no_child_left
        watched[0] = WARDS
        await until(lambda: "3 East" in file.read_text())
        watched[0] = Watched()
        await until(lambda: heard(file)[-1:] == [Beat((), pid=os.getpid())])
        await heart.close()
        await bridge.close()

    bridge.run(work())
    assert len(no_child_left) == 1


def test_a_watchdog_that_does_not_read_costs_nothing(bridge, until, no_child_left):
    deaf = [sys.executable, "-c", "import time; time.sleep(1000)"]
    # Beats as large as they come fill the pipe soon.
    wards = Watched(tuple(f"{number}" + "x" * 190 for number in range(16)))
    heart = Heartbeat(bridge, lambda: wards, command=deaf)
    frames = []
    bridge.frame.connect(frames.append)

    async def work():
        bridge.start_frames()
        await until(lambda: heart.running)
        mono = 1e6
        while not heart._lines.full():
            mono += 1.0
            heart.frame(mono)
            await asyncio.sleep(0)
        frames.clear()
        await until(lambda: len(frames) > 3)
        await heart.close()
        await bridge.close()

    bridge.run(work())
    assert len(frames) > 3


def test_no_beat_is_sent_while_the_wall_cannot_be_kept_up(bridge, echo, until):
    file, command = echo
    whole = [False]
    heart = Heartbeat(bridge, lambda: WARDS, whole=lambda: whole[0], command=command)

    async def work():
        # A wall that is broken from the start gets a watchdog too, which hears once what is not kept up.
        bridge.start_frames()
        await until(lambda: "beat" in file.read_text())
        await until(heart._lines.empty)
        mono, asked = 1e6, []
        heart._send = asked.append
        for _ in range(5):
            mono += 1.0
            heart.frame(mono)
        assert asked == []
        whole[0] = True
        heart.frame(mono + 1.0)
        assert [beat.wards for beat in asked] == [("3 East",)]
        del heart._send
        await heart.close()
        await bridge.close()

    bridge.run(work())


@pytest.mark.parametrize(
    "command",
    [["/nowhere/watchdog"], [sys.executable, "-c", ""], [sys.executable, "-c", "import sys; sys.stdin.close()"]],
    ids=["missing", "dying", "closing its ears"],
)
def test_a_watchdog_that_always_dies_is_given_up_and_said(bridge, until, monkeypatch, command):
    monkeypatch.setattr(module, "RESTARTS", (0.0,) * len(RESTARTS))
    monkeypatch.setattr(module, "BEAT_SECONDS", 0.0)
    told = []
    bridge.failed.connect(told.append)
    heart = Heartbeat(bridge, lambda: WARDS, command=command)

    async def work():
        bridge.start_frames()
        await until(lambda: bool(told))
        assert heart._deaths == len(RESTARTS) + 1
        await heart.close()
        await bridge.close()

    bridge.run(work())
    (text,) = told
    assert text.startswith("The watchdog does not run")


def test_after_a_goodbye_nothing_is_started(bridge, no_child_left):
    heart = Heartbeat(bridge, lambda: WARDS)

    async def work():
        await heart.close()
        heart.frame(1e9)
        await asyncio.sleep(0)

    bridge.run(work())
    assert not no_child_left


def test_a_close_during_the_start_still_says_goodbye(bridge, echo, until):
    file, command = echo
    heart = Heartbeat(bridge, lambda: WARDS, command=command)

    async def work():
        heart.frame(1.0)
        starting = heart._starting
        await heart.close()
        await asyncio.wait({starting})
        await until(lambda: "goodbye" in file.read_text())
        await bridge.close()

    bridge.run(work())
    assert heard(file) == [Goodbye()]


def test_how_the_program_is_started(monkeypatch):
    assert program("watchdog") == [sys.executable, "-m", "clinic_console", "watchdog"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert program("watchdog") == [sys.executable, "watchdog"]
