"""Postgres as an embedded server: made once, durable, small enough for a clinic PC, reached by password only."""

import os
import shutil
import signal
import subprocess
import sys
from typing import Final

import psutil  # type: ignore[import-untyped]
import psycopg
from psycopg import sql

from clinic_console.domain.errors import DiskFull, ServerDidNotStart, WrongDataVersion
from clinic_console.embedded import parts
from clinic_console.embedded.account import Account, give
from clinic_console.embedded.folder import DataFolder, denied, write_private
from clinic_console.embedded.process import KILL, Launch, LogFile, launcher

DATABASE: Final = "clinic"
SUPERUSER: Final = "postgres"
ORPHAN_SECONDS: Final = 15

_INITDB: Final = (
    f"--username={SUPERUSER}",
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    # The same order and case rules on every system, whatever its own locales are.
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-instructions",
)

_SETTINGS: Final = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    # Acked is stored: nothing here may be weakened for speed.
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "password_encryption": "scram-sha-256",
    "max_connections": "100",
    # A clinic PC has 4 GB and runs the console beside this.
    "shared_buffers": "128MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "effective_cache_size": "1GB",
    "min_wal_size": "80MB",
    "max_wal_size": "1GB",
    "random_page_cost": "1.1",
    # Compiling pays off for long reports only, and every query here is short.
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_destination": "stderr",
    "logging_collector": "off",
    "log_min_messages": "warning",
    "log_checkpoints": "off",
    "log_line_prefix": "%m [%p] ",
    # The details of an error quote the row, and rows are patients.
    "log_error_verbosity": "terse",
    "log_parameter_max_length_on_error": "0",
}

# What makes a commit reach the platter where the system's default does not.
_PLATFORM_SETTINGS: Final = {
    "darwin": {"wal_sync_method": "fsync_writethrough"},
    "win32": {"wal_sync_method": "fsync"},
}


class Postgres:
    """One cluster in the data folder's ``postgres``."""

    name = "postgres"
    stop_signal = signal.SIGINT
    # "Immediate": it goes at once, and the next start recovers from the log.
    death_signal = getattr(signal, "SIGQUIT", signal.SIGTERM)

    def __init__(self, folder: DataFolder, password: str) -> None:
        self.port = 0
        self._folder = folder
        self._account: Account | None = folder.account
        self._password = password
        self._data = folder.path / "postgres"
        self._settings = folder.path / "postgres.conf"
        self._bin = parts.postgres_bin(folder.account)

    def dsn(self, database: str = DATABASE) -> str:
        """Return the libpq DSN of the superuser."""
        return f"postgresql://{SUPERUSER}:{self._password}@127.0.0.1:{self.port}/{database}"

    def prepare(self) -> None:
        """Make the cluster at the first start; raises WrongDataVersion, DiskFull or ServerDidNotStart."""
        if not self._data.exists():
            self._make()
        with denied(self._data):
            found = (self._data / "PG_VERSION").read_text("ascii").strip()
        if found != parts.postgres_major():
            raise WrongDataVersion(f"{self._data} is of {found}, this program brings {parts.postgres_major()}")

    def launch(self) -> Launch:
        """Write the settings for this start and clear away what an unclean end has left."""
        self._end_orphan()
        settings = _SETTINGS | _PLATFORM_SETTINGS.get(sys.platform, {}) | {"port": str(self.port)}
        lines = [
            "# Written at every start; use ALTER SYSTEM for settings of your own.",
            # What initdb found out about this system, such as the kind of shared memory that it has.
            f"include {_quoted(str(self._data / 'postgresql.conf'))}",
            *(f"{name} = {_quoted(value)}" for name, value in settings.items()),
        ]
        with denied(self._settings):
            self._settings.write_text("\n".join(lines) + "\n")
            self._settings.chmod(0o644)
        return Launch([str(self._bin / "postgres"), "-D", str(self._data), "-c", f"config_file={self._settings}"])

    def is_ready(self, pid: int) -> bool:
        """Tell whether the postmaster says so in its own file."""
        lines = self._pid_file()
        return len(lines) > 7 and lines[0] == str(pid) and lines[7].strip() == "ready"

    def finish(self) -> None:
        """Make the application's database unless it is there."""
        with psycopg.connect(self.dsn("postgres"), autocommit=True, connect_timeout=10) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))

    def _make(self) -> None:
        # In a folder beside it, so that a first start that was cut off leaves nothing half made behind.
        fresh = self._folder.path / "postgres.new"
        password = self._folder.path / "postgres.password"
        log = LogFile(self._folder.log("initdb"))
        with denied(fresh):
            shutil.rmtree(fresh, ignore_errors=True)
            fresh.mkdir(mode=0o700)
            give(fresh, self._account)
            write_private(password, self._password)
            give(password, self._account)
            command = [str(self._bin / "initdb"), "-D", str(fresh), f"--pwfile={password}", *_INITDB]
            try:
                self._run(command, log)
                fresh.rename(self._data)
            finally:
                password.unlink()

    def _run(self, command: list[str], log: LogFile) -> None:
        log.begin()
        with log.open() as output:
            done = subprocess.run(  # noqa: S603 - the wheel's own program
                launcher(self.death_signal, self._account) + command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"},
                check=False,
            )
        if done.returncode == 0:
            return
        if log.speaks_of("no space left on device"):
            raise DiskFull(str(self._data))
        raise ServerDidNotStart(f"initdb: {log.last_words()} (log: {log.path})")

    def _pid_file(self) -> list[str]:
        try:
            return (self._data / "postmaster.pid").read_text("utf-8", "replace").splitlines()
        except OSError:
            return []

    def _end_orphan(self) -> None:
        """See to a process id that a former postmaster left: an orphan is ended, another program's is disowned."""
        lines = self._pid_file()
        if not lines or not lines[0].strip().isdecimal():
            return
        try:
            former = psutil.Process(int(lines[0]))
            command = former.cmdline()
        except psutil.Error:
            return
        if str(self._data) in command:
            former.send_signal(self.death_signal)
            try:
                former.wait(ORPHAN_SECONDS)
            except psutil.TimeoutExpired:
                former.send_signal(KILL)
            return
        # Postgres would take that program for its former self. The file cannot be removed, for it also names the
        # shared memory by which Postgres knows that no old backend is left; but its parent's id it takes for its own.
        lines[0] = str(os.getpid())
        descriptor = os.open(self._data / "postmaster.pid", os.O_WRONLY | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0))
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")


def _quoted(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"
