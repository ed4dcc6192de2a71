"""Keeps one server running: starts it, waits until it is ready, starts it again when it dies, ends it in order."""

import signal
import socket
import subprocess
import threading
import time
from pathlib import Path
from typing import Final, Protocol

import structlog

from clinic_console.domain.errors import ClinicError, DiskFull, ServerDidNotStart
from clinic_console.embedded.account import Account
from clinic_console.embedded.process import KILL, ORDERLY_SECONDS, Launch, LogFile, send, spawn, stop

log = structlog.get_logger(__name__)

READY_SECONDS: Final = 60.0
"""How long a first start may take; recovery after an unclean stop is part of it."""
PORT_TRIES: Final = 5
LOOK_SECONDS: Final = 0.01
LONGEST_WAIT: Final = 5.0
STEADY_SECONDS: Final = 2.0
"""A server that was ready for this long is not counted as failing again when it dies."""


class Server(Protocol):
    """What a keeper needs to know about a server."""

    name: str
    stop_signal: signal.Signals
    death_signal: signal.Signals
    port: int

    def prepare(self) -> None:
        """Do what has to be done before the very first start; raises SetupError."""

    def launch(self) -> Launch:
        """Say how to start it on its port."""

    def is_ready(self, pid: int, /) -> bool:
        """Tell whether it serves."""

    def finish(self) -> None:
        """Do what needs the running server once per start of the program."""


class Keeper:
    """One server, kept running by a thread of its own.

    The thread starts the server itself and lives as long as it: the kernel ties a child to the thread that made it.
    """

    def __init__(self, server: Server, account: Account | None, log_path: Path) -> None:
        self.server = server
        self.log = LogFile(log_path)
        self.pid = 0
        """The running server's process id; 0 while it is down."""
        self._account = account
        self._process: subprocess.Popen[bytes] | None = None
        self._problem: BaseException | None = None
        self._changed = threading.Condition()
        self._settled = False
        self._stopping = threading.Event()
        self._wanted = threading.Event()
        self._wanted.set()
        self._thread = threading.Thread(target=self._run, name=f"embedded-{server.name}", daemon=True)

    def start(self) -> None:
        """Begin to start the server; ``wait`` tells the outcome."""
        self._thread.start()

    def wait(self) -> None:
        """Wait until the server is ready for the first time; raises why it could not become so."""
        with self._changed:
            self._changed.wait_for(lambda: self._settled)
        if self._problem is not None:
            raise self._problem

    def wait_ready(self, other_than: int, seconds: float) -> int:
        """Wait until the server is ready under another process id than a given one; return the id.

        Raises ServerDidNotStart when that takes longer.
        """
        with self._changed:
            if not self._changed.wait_for(lambda: self.pid not in (0, other_than), seconds):
                raise ServerDidNotStart(f"{self.server.name} after {seconds} s, see {self.log.path}")
            return self.pid

    def take_down(self) -> None:
        """Kill the server and keep it down until ``bring_up``."""
        self._wanted.clear()
        process = self._process
        if process is not None:
            process.kill()
        with self._changed:
            self._changed.wait_for(lambda: self.pid == 0, LONGEST_WAIT)

    def bring_up(self) -> None:
        """Let the server start again."""
        self._wanted.set()

    def stop(self) -> None:
        """End the server in order: ask, then insist, then kill; returns when it is gone."""
        self._stopping.set()
        self._wanted.set()
        for number in (self.server.stop_signal, self.server.death_signal, KILL):
            if self._process is not None:
                send(self._process, number)
            if self._thread.ident is not None:
                self._thread.join(ORDERLY_SECONDS)
            if not self._thread.is_alive():
                return
            log.warning("an embedded server does not end", server=self.server.name, signal=int(number))

    def _run(self) -> None:
        try:
            self.server.prepare()
            self._start_first()
            self.server.finish()
        except Exception as error:
            # Whoever waits for the start gets it, whatever it is; nobody else could.
            self._problem = error
            self._settle(ready=False)
            self._end()
            return
        self._settle(ready=True)
        self._keep()

    def _settle(self, *, ready: bool) -> None:
        with self._changed:
            self.pid = self._process.pid if ready and self._process else 0
            self._settled = True
            self._changed.notify_all()

    def _start_first(self) -> None:
        for attempt in range(PORT_TRIES):
            self.server.port = free_port()
            if self._start(READY_SECONDS):
                return
            # Another program may have taken the port between our look and the server's.
            if not self.log.speaks_of("address already in use") or attempt + 1 == PORT_TRIES:
                raise self._failure()

    def _start(self, seconds: float) -> bool:
        launch = self.server.launch()
        self.log.begin()
        process = spawn(launch, self._account, self.server.death_signal, self.log)
        self._process = process
        deadline = time.monotonic() + seconds
        while process.poll() is None and not self._stopping.is_set():
            if self.server.is_ready(process.pid):
                return True
            if time.monotonic() > deadline:
                break
            self._stopping.wait(LOOK_SECONDS)
        self._end()
        return False

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            stop(process, self.server.stop_signal, self.server.death_signal)

    def _keep(self) -> None:
        failures = 0
        while self._process is not None:
            ready_since = time.monotonic()
            status = self._process.wait()
            self._settle(ready=False)
            if time.monotonic() - ready_since > STEADY_SECONDS:
                failures = 0
            while not self._stopping.is_set():
                self._wanted.wait()
                delay = min(LONGEST_WAIT, 0.05 * (2**failures - 1))
                failures = min(failures + 1, 10)
                log.warning("an embedded server is down", server=self.server.name, status=status, restart_in_s=delay)
                if not self._stopping.wait(delay) and self._wanted.is_set() and self._restart():
                    self._settle(ready=True)
                    break
            else:
                return

    def _restart(self) -> bool:
        try:
            return self._start(READY_SECONDS)
        except (ClinicError, OSError) as error:
            # A full disk or a folder that went away: the next try may find it mended.
            log.warning("an embedded server cannot start", server=self.server.name, reason=str(error))
            return False

    def _failure(self) -> ServerDidNotStart | DiskFull:
        if self.log.speaks_of("no space left on device"):
            return DiskFull(str(self.log.path.parent.parent))
        return ServerDidNotStart(f"{self.server.name}: {self.log.last_words() or 'no answer'} (log: {self.log.path})")


def free_port() -> int:
    """Return a loopback port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
