"""Which console of this PC goes on with a remembered person's session: one alone, by a lock of the system.

Two would use up each other's refresh tokens, and the hub takes a token that is used twice for a stolen one.
"""

import os
import sys
from collections import Counter
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import structlog

Who = tuple[str, str]
"""A hub's address and a login there."""

log = structlog.get_logger()


class Claims:
    """What one console has for itself; each claim holds until it is released or the process ends, however it ends.

    The locks stand in ``folder``; without one (tests, pictures) there are no other consoles.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        # Descriptors, not files: what is still held when the console ends is the system's to give back.
        self._held: dict[Who, int | None] = {}
        self._count: Counter[Who] = Counter()

    def take(self, who: Who) -> bool:
        """Claim a person's session, once more where it is ours already; False while another console has it."""
        if who not in self._held:
            try:
                held = None if self._folder is None else _locked(self._file(self._folder, who))
            except _Taken:
                return False
            except OSError as error:
                # Where no file can be made nobody can be told apart: better two consoles than none.
                log.warning("no locks here", reason=error.strerror or type(error).__name__)
                held = None
            self._held[who] = held
        self._count[who] += 1
        return True

    def release(self, who: Who) -> None:
        """Give a claim back; the last one lets other consoles have the session."""
        if who not in self._held:
            return  # closed meanwhile
        self._count[who] -= 1
        if self._count[who] > 0:
            return
        del self._count[who]
        held = self._held.pop(who)
        if held is not None and self._folder is not None:
            # Before it is unlocked: whoever opens it now finds that it is no longer the one that stands there.
            with suppress(OSError):
                self._file(self._folder, who).unlink()
            os.close(held)

    def close(self) -> None:
        """Give everything back: the console ends, what it kept is for the next one."""
        for who in list(self._held):
            self._count[who] = 1
            self.release(who)

    def _file(self, folder: Path, who: Who) -> Path:
        # Not the name: who is signed in here stands in no folder for others to read.
        name = sha256("\n".join(who).encode("utf-8", "surrogatepass")).hexdigest()[:24]
        return folder / f".session-{name}.lock"


class _Taken(Exception):
    """Another process has the lock."""


def _locked(path: Path) -> int:
    """Open a file and lock it; raises _Taken, or OSError where there is no such thing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(descriptor)
            with suppress(FileNotFoundError):
                if os.path.samestat(os.fstat(descriptor), path.stat()):
                    return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        # It was taken away while we opened it: another one may stand there by now.
        os.close(descriptor)


def _lock(descriptor: int) -> None:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (PermissionError, BlockingIOError) as error:
        raise _Taken from error
