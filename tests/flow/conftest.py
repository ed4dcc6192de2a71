"""The programs as their users start them, on real servers, and a console in this process."""

import asyncio
import json
import os
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest

from clinic_console.desktop.app import Console
from clinic_console.desktop.bridge import Bridge
from clinic_console.desktop.config import DesktopConfig
from tests.desktop.conftest import known_objects, tidied

__all__ = ["known_objects", "tidied"]

DEADLINE = 30.0


@dataclass
class Program:
    """A running program: what it said when it was ready, and its end."""

    process: subprocess.Popen[str]
    ready: dict[str, Any] = field(default_factory=dict)

    def said(self) -> dict[str, Any]:
        """The next JSON object that it prints."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, f"ended with {self.process.wait()}"
        return json.loads(line)

    async def result(self) -> dict[str, Any]:
        """What it prints last (the simulator's account), read without holding up the loop."""
        return await asyncio.get_running_loop().run_in_executor(None, self.said)

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        """Ask it to end in order."""
        if self.process.poll() is None:
            self.process.terminate()
        return self.process.wait(timeout=20)


class Programs:
    """Starts ``clinic-console`` programs with this test's settings and ends what is left of them."""

    def __init__(self, environ: dict[str, str]) -> None:
        self.environ = dict(environ)
        self._running: list[Program] = []

    def start(self, *words: str, **settings: str) -> Program:
        """Start a program and wait until it is ready."""
        process = subprocess.Popen(
            [sys.executable, "-m", "clinic_console", *words],
            env=os.environ | self.environ | settings,
            stdout=subprocess.PIPE,
            text=True,
        )
        program = Program(process)
        self._running.append(program)
        program.ready = program.said()
        assert "ready" in program.ready
        return program

    def simulate(self, devices: str, file: Path, *words: str) -> Program:
        """Start monitors against a device door."""
        return self.start("simulate", "--url", f"ws://{devices}", "--devices", str(file), *words)

    def end(self) -> None:
        """Stop everything that still runs."""
        for program in reversed(self._running):
            if program.process.poll() is None:
                program.process.kill()
            program.process.wait()
            assert program.process.stdout is not None
            program.process.stdout.close()


@pytest.fixture
def programs(environ: dict[str, str]) -> Iterator[Programs]:
    """Hub, ingest, worker and simulator, to be started by the test."""
    made = Programs(environ)
    yield made
    made.end()


@pytest.fixture
def device_file(clinic: Any, tmp_path: Path) -> Callable[..., Path]:
    """Write the file of devices that the simulator reads: all of the small clinic, or some."""

    def write(*codes: str) -> Path:
        file = tmp_path / "devices.json"
        chosen = codes or tuple(clinic.tokens)
        file.write_text(json.dumps([{"code": code, "token": clinic.tokens[code]} for code in chosen]))
        return file

    return write


@pytest.fixture
def free_port() -> int:
    """A port that is free now: a program that is killed and started again keeps its address."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@pytest.fixture
def bridge(qapp: Any) -> Iterator[Bridge]:
    """The loop of Qt and asyncio, for one test."""
    made = Bridge(qapp)
    yield made
    asyncio.set_event_loop(None)
    made.dispose()


@pytest.fixture
def console_at(bridge: Bridge, qapp: Any, clinic: Any) -> Callable[[str], Any]:
    """Open a console in this process, signed in as the nurse."""

    @asynccontextmanager
    async def opened(http: str) -> AsyncIterator[Console]:
        console = Console(DesktopConfig(server=f"http://{http}"), bridge, qapp)
        console.open(("nurse", clinic.passwords["nurse"]))
        try:
            yield console
        finally:
            await console.close()
            console.window.deleteLater()

    return opened


@pytest.fixture
def until() -> Callable[..., Awaitable[None]]:
    """Wait until something holds that has no event of its own."""

    async def wait(holds: Callable[[], bool], seconds: float = DEADLINE) -> None:
        async with asyncio.timeout(seconds):
            while not holds():
                await asyncio.sleep(0.02)

    return wait


@pytest.fixture
def stored_values(database: Any) -> Callable[[], int]:
    """Count the stored values: one parameter at one instant each."""

    def count() -> int:
        with psycopg.connect(database.dsn) as owner:
            row = owner.execute("SELECT coalesce(sum(cardinality(numbers)), 0) FROM readings").fetchone()
        assert row is not None
        return int(row[0])

    return count
