"""PROGRAM: all of it on one PC: embedded servers, schema, a made-up clinic, hub, ingest, worker, monitors, console.

With a display the console opens, and everything ends when its window is closed. Without one (or with ``--tour``) the
console runs unseen, saves screenshots, and the demo prints what became of every value before it ends by itself.
"""

import argparse
import asyncio
import contextlib
import json
import os
import signal
import sys
import time
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import psycopg

from clinic_console.domain.errors import BadConfiguration, SchemaTooOld, ServerDidNotStart
from clinic_console.embedded.folder import default_folder
from clinic_console.embedded.process import KILL, launcher
from clinic_console.embedded.servers import EmbeddedServers
from clinic_console.hub.service.seed import seed
from clinic_console.hub.store.logins import make_login
from clinic_console.hub.store.schema import check, migrate

PICTURES: Final = Path("demo-screenshots")
READY_SECONDS: Final = 30.0
DRAIN_SECONDS: Final = 30.0
SETTLE_SECONDS: Final = 0.6
"""What was sent last is painted by then: a batch on the bus, a tick of the hub and a frame of the console."""
END_SECONDS: Final = 8.0
NURSE: Final = "nurse"
SERVING: Final = ("hub", "ingest", "worker")
_ADDRESSES: Final = ("CLINIC_HTTP", "CLINIC_PUSH", "CLINIC_DEVICES", "CLINIC_METRICS")


def run(arguments: argparse.Namespace) -> int:
    """Run the demo and return its exit code."""
    tour = bool(arguments.tour) or not has_display(os.environ)
    try:
        return asyncio.run(_Demo(tour=tour, seconds=float(arguments.seconds)).run())
    except asyncio.CancelledError:
        return 130


def has_display(environ: Mapping[str, str]) -> bool:
    """Say whether a window can be opened here."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def write_privately(path: Path, document: object) -> None:
    """Write JSON that only the owner may read."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(document, file)


@dataclass(slots=True)
class Secrets:
    """What the demo made up at its first start: passwords by login, device tokens by code (a 0600 file)."""

    passwords: dict[str, str]
    tokens: dict[str, str]

    def save(self, path: Path) -> None:
        """Keep them for the owner of the data folder alone."""
        write_privately(path, {"passwords": self.passwords, "tokens": self.tokens})

    @classmethod
    def load(cls, path: Path) -> "Secrets":
        """Read them back; BadConfiguration when the database holds a clinic that the demo did not make."""
        try:
            kept = json.loads(path.read_text(encoding="utf-8"))
            return cls(kept["passwords"], kept["tokens"])
        except (OSError, ValueError, KeyError) as error:
            raise BadConfiguration(
                f"the database holds a clinic, but its passwords are not in {path}; "
                "choose an empty folder with CLINIC_DATA",
                field="CLINIC_DATA",
            ) from error


@dataclass(slots=True)
class Program:
    """A running program of ours and the lines that it prints."""

    name: str
    process: asyncio.subprocess.Process

    async def line(self) -> dict[str, Any]:
        """Return the next JSON object that it prints; ServerDidNotStart when it ends instead."""
        stream = self.process.stdout
        while stream is not None and (raw := await stream.readline()):
            with contextlib.suppress(ValueError):
                said = json.loads(raw)
                if isinstance(said, dict):
                    return said
        raise ServerDidNotStart(f"{self.name} ended with code {await self.process.wait()}; its log stands above")

    async def until(self, key: str, seconds: float) -> dict[str, Any]:
        """Return the next object that has a key."""
        try:
            async with asyncio.timeout(seconds):
                while key not in (said := await self.line()):
                    pass
        except TimeoutError:
            raise ServerDidNotStart(f"{self.name} said no «{key}» within {seconds:g} s") from None
        return said

    async def tell(self, line: str) -> None:
        """Write a line to its input."""
        if self.process.stdin is not None:
            self.process.stdin.write(line.encode() + b"\n")
            await self.process.stdin.drain()

    async def end(self) -> None:
        """End it in order, then by force."""
        if self.process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self.process.terminate()
            try:
                async with asyncio.timeout(END_SECONDS):
                    await self.process.wait()
            except TimeoutError:
                with contextlib.suppress(ProcessLookupError):
                    self.process.kill()
                await self.process.wait()


@dataclass(slots=True)
class _Demo:
    tour: bool
    seconds: float
    begun: float = field(default_factory=time.monotonic)
    environ: dict[str, str] = field(default_factory=dict)
    own: bool = False
    logins: dict[str, dict[str, str]] = field(default_factory=lambda: {name: {} for name in SERVING})
    """What each program is told of the database beside that: a login of its own, on servers of our own."""
    folder: Path = field(default_factory=default_folder)

    async def run(self) -> int:
        task = asyncio.current_task()
        if task is not None and sys.platform != "win32":
            for number in (signal.SIGINT, signal.SIGTERM):
                asyncio.get_running_loop().add_signal_handler(number, task.cancel)
        async with AsyncExitStack() as stack:
            await self._servers(stack)
            await asyncio.to_thread(self._prepare)
            # What the first live tile waits for comes first; the worker's jobs can wait for it. To start takes longer
            # than to make the clinic, of which nobody asks before.
            hub, ingest = [await self._start(stack, name, name, **self.logins[name]) for name in ("hub", "ingest")]
            secrets = await asyncio.to_thread(self._fill)
            stored = await asyncio.to_thread(self._stored)
            console = await self._console(stack, secrets)
            devices = (await ingest.until("ready", READY_SECONDS))["devices"]
            simulator = await self._simulator(stack, devices, secrets)
            http = (await hub.until("ready", READY_SECONDS))["http"]
            self._tell(f"hub on http://{http}, devices on ws://{devices}")
            await console.tell(f"http://{http}")
            await self._start(stack, "worker", "worker", **self.logins["worker"])
            if self.tour:
                return await self._tour(simulator, console, stored)
            self._tell(f"the console is opening, signed in as {NURSE}; close its window to end everything")
            return await console.process.wait()

    async def _servers(self, stack: AsyncExitStack) -> None:
        self.environ = dict(os.environ)
        if self.environ.get("CLINIC_POSTGRES_DSN"):
            self._tell("using the servers that CLINIC_* name")
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        else:
            servers = await stack.enter_async_context(EmbeddedServers(self.folder))
            self.environ |= servers.environ()
            self.own = True
            self._tell(f"Postgres, Valkey and S3 are ready in {self.folder}")
        self.environ |= dict.fromkeys(_ADDRESSES, "127.0.0.1:0")
        self.environ.setdefault("CLINIC_LOG", "text")

    def _prepare(self) -> None:
        """Bring the schema up to date, and make the programs' logins on servers of our own."""
        dsn = self.environ["CLINIC_POSTGRES_DSN"]
        try:
            check(dsn)
        except SchemaTooOld:
            migrate(dsn)
        if self.own:
            self.logins = {name: {"CLINIC_POSTGRES_DSN": make_login(dsn, name)} for name in SERVING}

    def _fill(self) -> Secrets:
        """Make the clinic, once."""
        path = self.folder / "demo.json"
        made = seed(self.environ["CLINIC_POSTGRES_DSN"], "demo")
        if not made.made:
            self._tell("the clinic is there already; its passwords were printed when it was made")
            return Secrets.load(path)
        secrets = Secrets(made.passwords, made.tokens)
        secrets.save(path)
        self._tell(f"made {made.clinics} clinics, {made.beds} beds, {made.patients} patients")
        _say("  Passwords, shown this once:")
        for login, password in secrets.passwords.items():
            _say(f"    {login:<12} {password}")
        return secrets

    async def _simulator(self, stack: AsyncExitStack, devices: str, secrets: Secrets) -> Program:
        path = self.folder / "demo-devices.json"
        write_privately(path, [{"code": code, "token": token} for code, token in secrets.tokens.items()])
        return await self._start(stack, "monitors", "simulate", "--url", f"ws://{devices}", "--devices", str(path))

    async def _console(self, stack: AsyncExitStack, secrets: Secrets) -> Program:
        words = ["--server", "-"]
        # The user's own settings are not for a made-up clinic, nor the other way round.
        extra = {"CLINIC_STATION": str(self.folder / "demo-station.json")}
        if self.tour:
            words += ["--tour", str(PICTURES.absolute())]
            extra["QT_QPA_PLATFORM"] = "offscreen"
        extra |= {"CLINIC_LOGIN": NURSE, "CLINIC_PASSWORD": secrets.passwords[NURSE]}
        return await self._start(stack, "console", *words, **extra)

    async def _start(self, stack: AsyncExitStack, name: str, *words: str, **extra: str) -> Program:
        """Start one of our programs; it ends with the demo, even when the demo is killed."""
        # Without the demo the monitors have nobody to drain to.
        tied = launcher(KILL if name == "monitors" else signal.SIGTERM, None)
        # The launcher forbids Python's own settings to itself only: the program behind it starts as usual.
        process = await asyncio.create_subprocess_exec(
            *tied,
            sys.executable,
            "-m",
            "clinic_console",
            *words,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env=self.environ | extra,
            start_new_session=True,
        )
        program = Program(name, process)
        stack.push_async_callback(program.end)
        return program

    async def _tour(self, simulator: Program, console: Program, stored_before: int) -> int:
        """Watch, stop the monitors, wait until all they sent is acknowledged, and count."""
        first = await console.until("event", READY_SECONDS)
        while first["event"] != "first_tile":
            first = await console.until("event", READY_SECONDS)
        first_tile_s = round(time.monotonic() - self.begun, 2)
        self._tell(f"the first live tile is painted ({first_tile_s} s after the start)")
        await asyncio.sleep(self.seconds)
        simulator.process.terminate()
        sent = await simulator.until("simulated", DRAIN_SECONDS)
        self._tell(f"the monitors are stopped and drained: {sent['sent']} values sent, {sent['acked']} acknowledged")
        if sent.get("errors"):
            self._tell(f"refused by code: {sent['errors']}")
        await asyncio.sleep(SETTLE_SECONDS)
        shown = await self._end_console(console)
        stored = await asyncio.to_thread(self._stored) - stored_before
        pictures = len(list(PICTURES.glob("*.png")))
        self._tell(f"{stored} values stored, {shown} shown on one ward; {pictures} screenshots in {PICTURES}/")
        result = {"demo": 1, "sent": sent["sent"], "acked": sent["acked"], "stored": stored, "shown": shown}
        _say(json.dumps({**result, "first_tile_s": first_tile_s}))
        return 0 if sent["sent"] == sent["acked"] == stored and shown else 1

    async def _end_console(self, console: Program) -> int:
        await console.tell("stop")
        while (said := await console.until("event", READY_SECONDS))["event"] != "end":
            pass
        return int(said["shown"])

    def _stored(self) -> int:
        """Count all values that are stored."""
        with psycopg.connect(self.environ["CLINIC_POSTGRES_DSN"]) as connection:
            row = connection.execute("SELECT coalesce(sum(cardinality(numbers)), 0) FROM readings").fetchone()
        return int(row[0]) if row else 0

    def _tell(self, text: str) -> None:
        _say(f"{time.monotonic() - self.begun:6.2f} s  {text}")


def _say(text: str) -> None:
    print(text, flush=True)
