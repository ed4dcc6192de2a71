"""Benchmark ``startup``: from starting a console to its first live frame, signed in by a token it remembers.

A real hub and ingest on embedded servers, and monitors that send. Each console is a process of its own without a
display (Qt paints into memory); its time runs from before it is started until it says that it painted a live value.
One start before the measured ones fills the system's file cache, as any start but the first after a boot finds it.
"""

import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final

import httpx
import msgspec
import psutil

from clinic_console.desktop.station import Person, Profile, Station
from clinic_console.hub.service.seed import seed
from tests.bench.figures import Figure
from tests.bench.stage import ROOT, Cpu, Stage, stage
from tests.bench.vault import LOGIN, TOKENS

FIGURES: Final = (
    Figure("first_frame_s", "process start to first live frame, median, s", "lower", 1.5),
    Figure("first_frame_min_s", "the quickest of them, s", "lower"),
    Figure("first_frame_max_s", "the slowest of them, s", "lower"),
    Figure("cpu_s", "CPU time that a console took until then, median, s", "lower"),
    Figure("rss_mb", "the console's memory 5 s later, most of all starts, MB", "lower", 250),
    Figure("starts", "starts measured"),
    Figure("beds", "beds on the wall"),
    Figure("keyring", "where the token was kept"),
)
STARTS: Final = 9
SETTLE_SECONDS: Final = 5.0
READY_SECONDS: Final = 30.0
END_SECONDS: Final = 5.0


def measure() -> dict[str, Any]:
    """Run the benchmark (some 80 s) and return its figures."""
    began = time.perf_counter()
    with stage() as ground:
        environ, beds = _scene(ground)
        _start(environ, ground.folder)
        cpu = Cpu({name: ground.servers.pid(name) for name in ("postgres", "valkey")})
        found = []
        cpu.begin()
        for number in range(1, STARTS + 1):
            found.append(_start(environ, ground.folder))
            print("start {} of {}: {:.2f} s, CPU {:.2f} s, {:.0f} MB".format(number, STARTS, *found[-1]), flush=True)
        others = cpu.end()["others"]
    seconds, spent, sizes = ([each[at] for each in found] for at in range(3))
    return {
        "first_frame_s": round(statistics.median(seconds), 3),
        "first_frame_min_s": round(min(seconds), 3),
        "first_frame_max_s": round(max(seconds), 3),
        "first_frame_runs": [round(each, 3) for each in seconds],
        "cpu_s": round(statistics.median(spent), 3),
        "rss_mb": round(max(sizes), 1),
        "rss_mb_median": round(statistics.median(sizes), 1),
        "starts": STARTS,
        "beds": beds,
        "keyring": "in memory, a backend of the benchmark's own (PYTHON_KEYRING_BACKEND=tests.bench.vault.Memory)",
        "hub": "http on loopback: no certificate is checked",
        "cores_others": round(others, 2),
        "note": "cpu_s says the same beside other work as without it, first_frame_s does not. cores_others: CPU time "
        "over wall time of all but Postgres and Valkey: consoles, hub, ingest, monitors, whatever else ran here.",
        "seconds": round(time.perf_counter() - began, 1),
    }


def _scene(ground: Stage) -> tuple[dict[str, str], int]:
    """Start hub, ingest and monitors; return a console's environment, and how many beds the clinic has."""
    made = seed(ground.dsn, "demo")
    hub, ingest = ground.start("clinic_console", "hub"), ground.start("clinic_console", "ingest")
    devices = ingest.answer("ready")["devices"]
    codes = ground.folder / "devices.json"
    codes.write_text(json.dumps([{"code": code, "token": token} for code, token in made.tokens.items()]), "utf-8")
    ground.start("clinic_console", "simulate", "--url", f"ws://{devices}", "--devices", str(codes))
    server = f"http://{hub.answer('ready')['http']}"
    with httpx.Client(base_url=server, trust_env=False) as client:
        given = client.post(
            "/api/session", json={"login": LOGIN, "password": made.passwords[LOGIN]}
        ).raise_for_status()
    settings = Station(
        server=server,
        # Nobody touches it: it must not lock before it has been measured.
        lock_minutes=0,
        profiles=(Profile("Bench", server),),
        people=(Person(server, LOGIN, given.json()["user_name"], "nurse"),),
    )
    file = ground.folder / "station.json"
    file.write_bytes(msgspec.json.encode(settings))
    environ = {
        "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
        "HOME": str(ground.folder),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHON_KEYRING_BACKEND": "tests.bench.vault.Memory",
        TOKENS: json.dumps([given.json()["refresh"]]),
        "CLINIC_STATION": str(file),
        "CLINIC_TELL_START": "1",
    }
    return environ, made.beds


def _start(environ: dict[str, str], folder: Path) -> tuple[float, float, float]:
    """Start a console; return seconds to its first live frame, CPU seconds of these, and its memory in MB later."""
    with (folder / "console.log").open("ab") as log:
        began = time.perf_counter()
        with _console(environ, log) as process:
            seconds = _first_frame(process, began, folder / "console.log")
            looked_at = psutil.Process(process.pid)
            spent = looked_at.cpu_times()
            time.sleep(SETTLE_SECONDS)
            size = looked_at.memory_info().rss / 1e6
    return seconds, spent.user + spent.system, size


@contextmanager
def _console(environ: dict[str, str], log: IO[bytes]) -> Iterator[subprocess.Popen[str]]:
    words = [sys.executable, "-m", "clinic_console"]
    # Not through the launcher of other programs: its start would count.
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=log, env=environ, cwd=ROOT, text=True)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()


def _first_frame(process: subprocess.Popen[str], began: float, log: Path) -> float:
    assert process.stdout is not None
    watch = threading.Timer(READY_SECONDS, process.kill)
    watch.start()
    try:
        for line in process.stdout:
            if json.loads(line).get("event") == "first_live_frame":
                return time.perf_counter() - began
    finally:
        watch.cancel()
    raise RuntimeError(f"the console painted nothing live; it logged:\n{log.read_text('utf-8', 'replace')[-2_000:]}")
