"""The user that servers run as: the present one, or an unprivileged one when that is root."""

import contextlib
import os
import shutil
import stat
import sys
from dataclasses import dataclass
from pathlib import Path

from clinic_console.domain.errors import DataFolderDenied


@dataclass(frozen=True, slots=True)
class Account:
    """A user by number and name."""

    uid: int
    gid: int
    name: str


def server_account() -> Account | None:
    """Choose who servers run as: None for the present user, an existing unprivileged user when this is root.

    Postgres refuses to run as root, and no server needs root's rights. No user is ever created.
    """
    if sys.platform == "win32" or os.geteuid() != 0:
        return None
    import pwd

    users = {user.pw_name: user for user in pwd.getpwall() if user.pw_uid != 0}
    if not users:
        raise DataFolderDenied("Postgres does not run as root and this system has no other user")
    user = users.get("nobody") or next(iter(users.values()))
    return Account(user.pw_uid, user.pw_gid, user.pw_name)


def blocked_at(path: Path, account: Account) -> Path | None:
    """Return the first folder on the way to a path that keeps the account out, or None when it can reach it."""
    for folder in reversed((path, *path.parents)):
        try:
            found = folder.stat()
        except FileNotFoundError:
            return None
        if found.st_uid == account.uid:
            needed = stat.S_IXUSR
        elif found.st_gid == account.gid:
            needed = stat.S_IXGRP
        else:
            needed = stat.S_IXOTH
        if not found.st_mode & needed:
            return folder
    return None


def give(path: Path, account: Account | None) -> None:
    """Make a file or folder the account's own."""
    if account is not None and sys.platform != "win32":
        os.chown(path, account.uid, account.gid)


def copy_readable(source: Path, target: Path) -> None:
    """Copy a program's folder or file to where everybody may read it; a copy made meanwhile by another is fine."""
    if target.exists():
        return
    target.parent.mkdir(exist_ok=True)
    target.parent.chmod(0o755)
    fresh = target.with_name(f".{target.name}.{os.getpid()}")
    if source.is_dir():
        shutil.copytree(source, fresh, symlinks=True, copy_function=_copy_file, ignore=lambda *_: {"include"})
        for folder in (fresh, *(path for path in fresh.rglob("*") if path.is_dir())):
            folder.chmod(0o755)
    else:
        _copy_file(source, fresh)
    try:
        fresh.rename(target)
    except OSError:
        if not target.exists():
            raise
        shutil.rmtree(fresh)


def _copy_file(source: str | Path, target: str | Path) -> None:
    mode = Path(source).stat().st_mode
    executable = mode & stat.S_IXUSR
    if mode & stat.S_IROTH and (mode & stat.S_IXOTH or not executable):
        # A second name for the same file costs nothing, where the file system allows it.
        with contextlib.suppress(OSError):
            os.link(source, target)
            return
    shutil.copyfile(source, target)
    Path(target).chmod(0o755 if executable else 0o644)
