"""Valkey as an embedded server: memory only, bounded, reached by password only."""

import signal
import socket
import sys
from pathlib import Path
from typing import Final

from clinic_console.embedded import parts
from clinic_console.embedded.folder import DataFolder
from clinic_console.embedded.process import Launch

LOOK_TIMEOUT: Final = 0.5

# Nothing here is the only copy of anything (caches, latest values, notices): after a restart it fills again within
# seconds, so nothing is written to disk. When memory is full, what has an expiry goes first.
_SETTINGS: Final = """\
bind 127.0.0.1
port {port}
requirepass {password}
dir {folder}
daemonize no
save ""
appendonly no
maxmemory 128mb
maxmemory-policy volatile-lru
maxclients 1000
tcp-keepalive 60
loglevel warning
"""


class Valkey:
    """One Valkey without persistence."""

    name = "valkey"
    stop_signal = signal.SIGTERM
    death_signal = getattr(signal, "SIGKILL", signal.SIGTERM)

    def __init__(self, folder: DataFolder, password: str) -> None:
        self.port = 0
        self._folder = folder
        self._password = password
        self._program = parts.valkey_server(folder.account) if sys.platform != "win32" else None

    def url(self) -> str:
        """Return the Redis URL."""
        return f"redis://:{self._password}@127.0.0.1:{self.port}/0"

    def prepare(self) -> None:
        """Nothing is kept between starts."""

    def launch(self) -> Launch:
        """Give the settings through the input: a command line can be read by every user of the PC."""
        if self._program is None:
            stand_in = str(Path(__file__).with_name("fake_valkey.py"))
            return Launch([sys.executable, stand_in, str(self.port)], input=f"{self._password}\n".encode())
        folder = self._folder.part("valkey")
        settings = _SETTINGS.format(port=self.port, password=self._password, folder=_quoted(str(folder)))
        return Launch([str(self._program), "-"], input=settings.encode())

    def is_ready(self, _pid: int) -> bool:
        """Tell whether it answers to its password."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), LOOK_TIMEOUT) as connection:
                secret = self._password.encode()
                connection.sendall(b"*2\r\n$4\r\nAUTH\r\n$%d\r\n%s\r\n" % (len(secret), secret))
                return connection.makefile("rb").readline() == b"+OK\r\n"
        except OSError:
            return False

    def finish(self) -> None:
        """Nothing to make."""


def _quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
