"""The data folder: where it is, who holds it, whether there is room, and how to reach the servers that run in it."""

import errno
import os
import shutil
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

import platformdirs

from clinic_console.domain.errors import DataFolderDenied, DataFolderInUse, DiskFull
from clinic_console.embedded.account import Account, blocked_at, give

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

NEEDED_BYTES: Final = 200_000_000
"""Below this nothing is started: a new cluster takes 40 MB, and Postgres must never run out while it writes."""

ROOT_FOLDER: Final = Path("/var/lib/clinic-console")
"""Root's own home cannot be reached by the user that servers run as."""

SETTINGS: Final = "servers.env"
_LOCK: Final = "lock"
_LOCK_TRIES: Final = 6
_LOCK_WAIT: Final = 0.05


def default_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """Return the data folder of this user: CLINIC_DATA, or where the system keeps a user's data."""
    if chosen := environ.get("CLINIC_DATA"):
        return Path(chosen).expanduser().absolute()
    if sys.platform != "win32" and os.geteuid() == 0:
        return ROOT_FOLDER
    return platformdirs.user_data_path("clinic-console", appauthor=False)


class DataFolder:
    """A data folder held by one supervisor at a time."""

    def __init__(self, path: Path, account: Account | None) -> None:
        self.path = path
        self.account = account
        self._lock: IO[str] | None = None

    def claim(self) -> None:
        """Make the folder and hold it; raises DataFolderDenied, DataFolderInUse or DiskFull."""
        with denied(self.path):
            self.path.mkdir(parents=True, exist_ok=True)
            # The servers' user may pass through to its own folders, and read nothing else.
            self.path.chmod(0o711 if self.account else 0o700)
            if self.account and (blocked := blocked_at(self.path, self.account)):
                raise DataFolderDenied(f"{self.path}: the user {self.account.name} may not enter {blocked}")
            self._hold()
            self._check_room()

    def release(self) -> None:
        """Let others use the folder."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def part(self, name: str) -> Path:
        """Return a server's own folder, made and given to the servers' user if needed."""
        path = self.path / name
        with denied(path):
            path.mkdir(mode=0o700, exist_ok=True)
            give(path, self.account)
        return path

    def log(self, name: str) -> Path:
        """Return where a server's log goes."""
        with denied(self.path):
            (self.path / "logs").mkdir(mode=0o700, exist_ok=True)
        return self.path / "logs" / f"{name}.log"

    def publish(self, environ: Mapping[str, str]) -> None:
        """Write how to reach the running servers, for this user only."""
        lines = "".join(f"{name}={value}\n" for name, value in environ.items())
        with denied(self.path):
            write_private(self.path / SETTINGS, lines)

    def withdraw(self) -> None:
        """Take back what ``publish`` wrote."""
        (self.path / SETTINGS).unlink(missing_ok=True)

    def _hold(self) -> None:
        file = (self.path / _LOCK).open("a+", encoding="ascii")
        for _ in range(_LOCK_TRIES):
            if _try_lock(file):
                break
            # One who only looks whether the folder is in use holds it for an instant.
            time.sleep(_LOCK_WAIT)
        else:
            file.seek(1)
            owner = file.read().strip() or "unknown"
            file.close()
            raise DataFolderInUse(f"{self.path}, process {owner}")
        file.truncate(0)
        # Byte 0 is what Windows locks, and a locked byte cannot be read there.
        file.write(f" {os.getpid()}\n")
        file.flush()
        self._lock = file

    def _check_room(self) -> None:
        free = shutil.disk_usage(self.path).free
        if free < NEEDED_BYTES:
            self.release()
            raise DiskFull(f"{self.path} has {free // 1_000_000} MB, {NEEDED_BYTES // 1_000_000} MB are needed")


def running_settings(path: Path) -> dict[str, str] | None:
    """Return the settings of the servers that run in a folder now, or None when none do (or for another user)."""
    try:
        with (path / _LOCK).open("r+", encoding="ascii") as file:
            if _try_lock(file):
                return None
        lines = (path / SETTINGS).read_text("utf-8").splitlines()
    except OSError:
        return None
    return {name: value for name, _, value in (line.partition("=") for line in lines)}


def write_private(path: Path, text: str) -> None:
    """Write a file that only this user may read; whole or not at all."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.unlink(missing_ok=True)
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:  # noqa: PTH123 - the mode must hold from the first byte on
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


@contextmanager
def denied(path: Path) -> Iterator[None]:
    """Say in the clinic's words that a folder cannot be used, or that its disk is full."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise DiskFull(str(path)) from error
        reason = error.strerror or str(error)
        raise DataFolderDenied(f"{error.filename or path}: {reason}") from error


def _try_lock(file: IO[str]) -> bool:
    try:
        if sys.platform == "win32":
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EAGAIN, errno.EDEADLK):
            return False
        raise
    return True
