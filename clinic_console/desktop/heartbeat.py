"""The console's side of the watchdog: a separate process that hears each second that the loop still turns.

It says NOT MONITORED when it hears nothing while a ward is watched. Nothing of a patient is sent to it.
"""

import asyncio
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import nullcontext, suppress
from typing import IO, Annotated, Final, Literal

import msgspec
import structlog
from msgspec import Meta, Struct
from PySide6.QtCore import QCoreApplication

from clinic_console.desktop.bridge import Bridge

BEAT_SECONDS: Final = 0.5
RESTARTS: Final = (1.0, 5.0, 20.0)
"""How long to wait before the watchdog is started again after it died; then its loss is said."""
LATER_SECONDS: Final = 300.0
STAYED_SECONDS: Final = 60.0
GOODBYE_SECONDS: Final = 0.3
MAX_LINE: Final = 8_192
_WAITING: Final = 4

Short = Annotated[str, Meta(max_length=200)]
log = structlog.get_logger()


class Watched(Struct, frozen=True):
    """What a beat says: the names of the wards on the wall (none: nothing is watched), and how to speak of them."""

    wards: Annotated[tuple[Short, ...], Meta(max_length=16)] = ()
    language: Short = ""
    look: Literal["dark", "light"] = "dark"
    scale: Annotated[float, Meta(ge=0.5, le=4.0)] = 1.0


class Beat(Watched, frozen=True, tag="beat"):
    """The loop turns; ``pid`` is the console's."""

    pid: int = 0


class Start(Struct, frozen=True, tag="start"):
    """The first line: with which arguments a console would be started anew."""

    arguments: Annotated[tuple[Annotated[str, Meta(max_length=1_000)], ...], Meta(max_length=32)] = ()


class Goodbye(Struct, frozen=True, tag="goodbye"):
    """The console ends because somebody closed it."""


def program(*arguments: str) -> list[str]:
    """Return the command that starts this program with other arguments."""
    frozen = getattr(sys, "frozen", False)
    return [sys.executable, *(() if frozen else ("-m", "clinic_console")), *arguments]


class Heartbeat:
    """Starts the watchdog once a ward is watched, beats on the frame clock, and starts it again when it dies.

    ``watched`` is asked twice a second; it names wards once they are live. ``whole`` says whether the wall is being
    brought up to date: where it is not, the watchdog hears what is watched and then no more, and speaks up. A
    watchdog that does not read, or has died, costs beats and never the console's time: lines wait in a short queue
    and a thread writes them.
    """

    def __init__(
        self,
        bridge: Bridge,
        watched: Callable[[], Watched],
        *,
        whole: Callable[[], bool] = lambda: True,
        arguments: Sequence[str] = (),
        command: Sequence[str] | None = None,
        stdout: int | None = subprocess.DEVNULL,
    ) -> None:
        self._bridge, self._watched, self._whole = bridge, watched, whole
        self._named = False
        self._start = Start(tuple(arguments))
        self._command = list(command or program("watchdog"))
        self._stdout = stdout
        self._process: subprocess.Popen[bytes] | None = None
        self._lines: queue.Queue[bytes | None] = queue.Queue(_WAITING)
        self._writer: threading.Thread | None = None
        self._starting: asyncio.Task[None] | None = None
        self._next_beat = self._next_start = self._started_at = 0.0
        self._deaths = 0
        self._said = self._closed = False
        bridge.frame.connect(self.frame)

    @property
    def running(self) -> bool:
        """Whether the watchdog lives."""
        return self._process is not None and self._process.poll() is None

    def frame(self, mono: float) -> None:
        """Beat when it is time, and look after the watchdog."""
        if self._closed or mono < self._next_beat:
            return
        self._next_beat = mono + BEAT_SECONDS
        watched = self._watched()
        if self.running:
            if mono - self._started_at > STAYED_SECONDS:
                self._deaths, self._said = 0, False
            if self._whole() or not self._named:
                self._named = bool(watched.wards)
                self._send(Beat(watched.wards, watched.language, watched.look, watched.scale, os.getpid()))
            return
        if self._process is not None:
            self._died(mono)
        # Not at start-up, which is slow enough: only when there is something to lose.
        if self._starting is None and mono >= self._next_start and (watched.wards or self._deaths):
            self._started_at = mono
            self._starting = self._bridge.spawn(self._begin(), "start the watchdog")

    async def close(self) -> None:
        """Say goodbye, so that the end raises no alarm, and wait a moment until it is written."""
        self._closed = True
        with suppress(RuntimeError, TypeError):
            self._bridge.frame.disconnect(self.frame)
        if self._writer is None:
            return
        while not self._lines.empty():
            with suppress(queue.Empty):
                self._lines.get_nowait()
        self._send(Goodbye())
        self._put(None)
        written = asyncio.ensure_future(asyncio.to_thread(self._writer.join, GOODBYE_SECONDS))
        await asyncio.wait({written}, timeout=GOODBYE_SECONDS)

    async def _begin(self) -> None:
        try:
            # Starting a process takes longer than a frame.
            process = await asyncio.to_thread(self._popen)
        except OSError:
            log.exception("watchdog does not start")
            self._lost(self._started_at)
            return
        finally:
            self._starting = None
        self._process, self._lines, self._named = process, queue.Queue(_WAITING), False
        self._writer = threading.Thread(target=_write, args=(process, self._lines), name="heartbeat", daemon=True)
        self._writer.start()
        self._send(Goodbye() if self._closed else self._start)
        # The first beat at once: until then it does not know that anything is watched.
        self._next_beat = 0.0

    def _popen(self) -> subprocess.Popen[bytes]:
        flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
        # A session of its own: Ctrl-C in the console's terminal is not meant for it.
        return subprocess.Popen(  # noqa: S603 - this program itself
            self._command,
            stdin=subprocess.PIPE,
            stdout=self._stdout,
            start_new_session=True,
            creationflags=flags,
        )

    def _died(self, mono: float) -> None:
        process, self._process = self._process, None
        self._put(None)
        log.warning("watchdog died", code=process.returncode if process else None)
        self._lost(mono)

    def _lost(self, mono: float) -> None:
        self._deaths += 1
        if self._deaths <= len(RESTARTS):
            self._next_start = mono + RESTARTS[self._deaths - 1]
            return
        self._next_start = mono + LATER_SECONDS
        if not self._said:
            self._said = True
            self._bridge.failed.emit(
                QCoreApplication.translate(
                    "Watchdog",
                    "The watchdog does not run: if this console hangs, nothing will say so. Tell your administrator.",
                )
            )

    def _send(self, line: Start | Beat | Goodbye) -> None:
        self._put(msgspec.json.encode(line) + b"\n")

    def _put(self, line: bytes | None) -> None:
        # Full: the watchdog does not read. It will miss beats, and that is its own trouble.
        with suppress(queue.Full):
            self._lines.put_nowait(line)


def _write(process: subprocess.Popen[bytes], lines: "queue.Queue[bytes | None]") -> None:
    pipe: IO[bytes] | None = process.stdin
    with suppress(OSError, ValueError), pipe or nullcontext():
        while pipe is not None and (line := lines.get()) is not None:
            pipe.write(line)
            pipe.flush()
