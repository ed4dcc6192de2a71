"""The console as a program of its own: a smoke start, no display, and the tour for the demo."""

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtGui import QImage


def environ(**more) -> dict[str, str]:
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen", **more}


START = "import sys; from types import SimpleNamespace as N; from clinic_console.desktop.app import run; "


def test_smoke_opens_a_window_and_leaves():
    code = START + "sys.exit(run(N(server=None, smoke=True)))"
    done = subprocess.run([sys.executable, "-c", code], env=environ(), capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout == b""


def test_without_a_display_it_says_so_instead_of_dying():
    code = START + "run(N(server=None, smoke=False))"
    bare = {k: v for k, v in os.environ.items() if k not in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")}
    done = subprocess.run([sys.executable, "-c", code], env=bare, capture_output=True, timeout=60, check=False)
    assert b"BadConfiguration" in done.stderr
    assert done.returncode == 1


async def test_a_tour_takes_pictures_and_says_what_it_painted(stub, tmp_path: Path):
    stub.live["b1"] = stub.numbers(HR=91.0, SpO2=97.0, RR=21.0)
    async with stub.running():
        code = START + "sys.exit(run(N(server=sys.argv[1], smoke=False, tour=sys.argv[2])))"
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            code,
            stub.url,
            str(tmp_path / "shots"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=environ(CLINIC_LOGIN="nurse", CLINIC_PASSWORD="secret"),
        )
        events = []
        async with asyncio.timeout(60):
            while not any(event["event"] == "first_tile" for event in events):
                events.append(json.loads(await process.stdout.readline()))
            await stub.publish(stub.numbers(HR=92.0, SpO2=97.0))
            rest, problems = await process.communicate(b"stop\n")
        events += [json.loads(line) for line in rest.splitlines()]
    assert process.returncode == 0, problems
    assert events[-1]["event"] == "end"
    assert 3 <= events[-1]["shown"] <= 5
    assert 0 < next(e["seconds"] for e in events if e["event"] == "first_tile") < 60
    files = [Path(e["file"]) for e in events if e["event"] == "screenshot"]
    expected = {
        f"{screen}-{size}-{look}.png"
        for screen in ("sign-in", "wall")
        for size in ("1366x768", "1920x1080")
        for look in ("dark", "light")
    }
    assert {file.name for file in files} == expected
    assert len(files) == 8
    for file in files:
        image = QImage(str(file))
        assert f"{image.width()}x{image.height()}" in file.name


async def test_a_tour_that_cannot_sign_in_says_why(stub, tmp_path):
    async with stub.running():
        code = START + "run(N(server=sys.argv[1], smoke=False, tour=sys.argv[2]))"
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            code,
            stub.url,
            str(tmp_path),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=environ(CLINIC_LOGIN="nurse", CLINIC_PASSWORD="wrong"),
        )
        async with asyncio.timeout(60):
            _, problems = await process.communicate()
    assert b"WrongCredentials" in problems
    assert process.returncode == 1
