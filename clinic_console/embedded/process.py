"""One child process: started without its parent's rights and settings, tied to its parent's life, ended in order."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final, cast

from clinic_console.embedded.account import Account

LAUNCHER: Final = Path(__file__).with_name("launch.py")
ORDERLY_SECONDS: Final = 30
"""How long a server may take to end: Postgres writes out what it holds, to a disk that may be slow."""
KILL: Final = getattr(signal, "SIGKILL", signal.SIGTERM)
KEPT_BYTES: Final = 1_000_000
_KEPT_VARIABLES: Final = ("PATH", "SYSTEMROOT", "WINDIR", "TEMP", "TMP")


@dataclass(frozen=True, slots=True)
class Launch:
    """How to start a server: command, what it reads from its input, and its environment besides the plain one."""

    command: Sequence[str]
    input: bytes = b""
    environ: Mapping[str, str] = field(default_factory=dict)


class LogFile:
    """A server's log: the server appends to it, its keeper keeps it small (one older file of the same size)."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._begun = 0

    def open(self) -> IO[bytes]:
        """Open the file for a server to append to."""
        return self.path.open("ab", buffering=0)

    def begin(self) -> None:
        """Note that a new start's words begin here."""
        self.trim()
        self._begun = self.path.stat().st_size if self.path.exists() else 0

    def trim(self) -> None:
        """Move what is too long to the older file; a server goes on appending at the new end."""
        if self.path.exists() and self.path.stat().st_size > KEPT_BYTES:
            old = self.path.with_suffix(".old.log")
            old.write_bytes(self.path.read_bytes()[-KEPT_BYTES:])
            os.truncate(self.path, 0)
            self._begun = 0

    def speaks_of(self, words: str) -> bool:
        """Tell whether the present start's words hold some, whatever their case."""
        return words in self._words().lower()

    def last_words(self) -> str:
        """Return the last line of the present start that names a fatal error, or else its last line."""
        lines = self._words().strip().splitlines()
        fatal = [line for line in lines if "FATAL" in line or "PANIC" in line]
        return (fatal or lines or [""])[-1]

    def _words(self) -> str:
        with self.path.open("rb") as file:
            file.seek(self._begun)
            return file.read().decode("utf-8", "replace")


def spawn(
    launch: Launch, account: Account | None, death_signal: signal.Signals, log: LogFile
) -> subprocess.Popen[bytes]:
    """Start a server that ends when the calling thread does."""
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    with log.open() as output:
        process = subprocess.Popen(  # noqa: S603 - a wheel's own program
            launcher(death_signal, account) + list(launch.command),
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
            # The log's folder is the keeper's own: a server that wants a working folder changes to it.
            cwd="/" if sys.platform != "win32" else None,
            env={**kept, "LC_ALL": "C", **launch.environ},
            # Ctrl-C in a terminal reaches a whole process group; servers are stopped by their keeper, in order.
            start_new_session=True,
            creationflags=_creation_flags(),
        )
    if sys.platform == "win32":
        from clinic_console.embedded.windows import tie_to_this_process

        tie_to_this_process(process)
    # It may have died at once: its keeper sees that and reads the log.
    with contextlib.suppress(OSError), cast("IO[bytes]", process.stdin) as stream:
        stream.write(launch.input)
    return process


def launcher(death_signal: signal.Signals, account: Account | None) -> list[str]:
    """Return the command that ties the command behind it to this process and takes its rights away."""
    if sys.platform == "win32":
        return []
    uid, gid = (account.uid, account.gid) if account else (-1, -1)
    own = [sys.executable, "-I", "-S", str(LAUNCHER)]
    return own + [str(number) for number in (os.getpid(), int(death_signal), uid, gid)]


def send(process: subprocess.Popen[bytes], number: int) -> None:
    """Send a signal to a process that may be gone already; Windows knows only the end of a process."""
    if sys.platform == "win32":
        process.kill()
    else:
        process.send_signal(number)


def stop(process: subprocess.Popen[bytes], *numbers: int) -> None:
    """End a process by one signal after another, then by force; returns when it is gone."""
    for number in (*numbers, KILL):
        if process.poll() is not None:
            return
        send(process, number)
        try:
            process.wait(ORDERLY_SECONDS)
        except subprocess.TimeoutExpired:
            continue


def _creation_flags() -> int:
    if sys.platform == "win32":
        return subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
    return 0
