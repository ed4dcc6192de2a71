"""Where a benchmark plays: servers of its own in a folder of its own, and real programs beside it."""

import contextlib
import json
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final, Self

import psutil
import psycopg

from clinic_console.embedded.process import launcher
from clinic_console.embedded.servers import EmbeddedServers
from clinic_console.hub.store.schema import migrate

ROOT: Final = Path(__file__).resolve().parents[2]
ANSWER_SECONDS: Final = 60.0
END_SECONDS: Final = 10.0
ADDRESSES: Final = ("CLINIC_HTTP", "CLINIC_PUSH", "CLINIC_DEVICES", "CLINIC_METRICS")


class Program:
    """A program that prints JSON lines and may take some; it ends with the benchmark, however that ends."""

    def __init__(self, words: Sequence[str], environ: dict[str, str], log: Path) -> None:
        self.name = words[-1] if len(words) < 2 else words[1]
        self.log = log
        self._errors: IO[bytes] = log.open("ab")
        self._process = subprocess.Popen(
            [*launcher(signal.SIGTERM, None), sys.executable, "-m", *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env=environ,
            cwd=ROOT,
            text=True,
        )
        self.pid = self._process.pid

    def tell(self, order: dict[str, Any]) -> None:
        """Give it an order."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()

    def answer(self, key: str, seconds: float = ANSWER_SECONDS) -> Any:
        """Return what it says under a key next; RuntimeError when it ends, or says nothing for that long."""
        assert self._process.stdout is not None
        watch = threading.Timer(seconds, self._process.kill)
        watch.start()
        try:
            for line in self._process.stdout:
                with contextlib.suppress(ValueError):
                    said = json.loads(line)
                    if key in said:
                        return said if key == "ready" else said[key]
        finally:
            watch.cancel()
        raise RuntimeError(f"{self.name} said no {key!r}; it logged:\n{self.tail()}")

    def tail(self) -> str:
        """Return the end of what it logged."""
        return self.log.read_text("utf-8", "replace")[-2_000:]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        self._errors.close()


class Stage:
    """Fresh embedded servers at their default durability with the present schema, and programs that use them."""

    def __init__(self, folder: Path, servers: EmbeddedServers, stack: ExitStack) -> None:
        self.folder = folder
        self.servers = servers
        self.dsn = servers.postgres_dsn()
        self._environ = {
            "PATH": "/usr/bin:/bin",
            **servers.environ(),
            **dict.fromkeys(ADDRESSES, "127.0.0.1:0"),
            "CLINIC_DATA": str(folder / "none"),
        }
        self._stack = stack

    def start(self, *words: str) -> Program:
        """Start ``python -m WORDS``."""
        log = self.folder / f"{words[0].rsplit('.', 1)[-1]}-{words[1]}.log"
        return self._stack.enter_context(Program(words, self._environ, log))

    def setting(self, name: str) -> str:
        """Return a setting as the server shows it."""
        with psycopg.connect(self.dsn, autocommit=True) as connection:
            row = connection.execute("SELECT current_setting(%s)", [name]).fetchone()
        return str(row[0]) if row else ""


@contextmanager
def stage() -> Iterator[Stage]:
    """Set a stage up, and clear it away."""
    # Not under a folder of the user alone: as root, the servers run as somebody else.
    folder = Path(tempfile.mkdtemp(prefix="clinic-bench-"))
    folder.chmod(0o755)
    try:
        with ExitStack() as stack:
            servers = stack.enter_context(EmbeddedServers(folder / "servers"))
            migrate(servers.postgres_dsn())
            yield Stage(folder, servers, stack)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Cpu:
    """CPU time of processes (user and system, their children's too) over wall time, from ``begin`` to ``end``."""

    def __init__(self, processes: dict[str, int]) -> None:
        self._processes = processes
        self._begun: dict[str, float] = {}
        self._at = 0.0

    def begin(self) -> None:
        """Take the first look."""
        self._begun, self._at = self._look(), time.perf_counter()

    def end(self) -> dict[str, float]:
        """Return the share of one core that each took, and ``others``: all else that ran on this machine."""
        wall = time.perf_counter() - self._at
        shares = {name: (used - self._begun[name]) / wall for name, used in self._look().items()}
        shares["others"] = max(0.0, shares.pop("machine") - sum(shares.values()))
        return shares

    def _look(self) -> dict[str, float]:
        machine = psutil.cpu_times()
        busy = sum(machine) - machine.idle - getattr(machine, "iowait", 0.0) - getattr(machine, "guest", 0.0)
        return {name: _used(pid) for name, pid in self._processes.items()} | {"machine": busy}


def _used(pid: int) -> float:
    process = psutil.Process(pid)
    total = 0.0
    for each in (process, *process.children(recursive=True)):
        with contextlib.suppress(psutil.NoSuchProcess):
            times = each.cpu_times()
            total += times.user + times.system
    # Children that ended meanwhile (Postgres's connections and workers) are in their parent's account.
    ended = process.cpu_times()
    return total + ended.children_user + ended.children_system
