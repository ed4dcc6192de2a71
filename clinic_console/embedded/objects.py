"""An S3 as an embedded server: rclone serves a folder, and asks for signed requests."""

import signal
import socket
from typing import Final

from clinic_console.embedded import parts
from clinic_console.embedded.account import give
from clinic_console.embedded.folder import DataFolder, denied
from clinic_console.embedded.process import Launch

BUCKET: Final = "clinic"
REGION: Final = "us-east-1"
LOOK_TIMEOUT: Final = 0.5


class Objects:
    """One rclone over the data folder's ``objects``; a bucket is a folder in it."""

    name = "objects"
    stop_signal = signal.SIGTERM
    death_signal = getattr(signal, "SIGKILL", signal.SIGTERM)

    def __init__(self, folder: DataFolder, access_key: str, secret_key: str) -> None:
        self.port = 0
        self._folder = folder
        self._keys = f'"{access_key},{secret_key}"'
        self._program = parts.rclone(folder.account)

    def prepare(self) -> None:
        """Make the application's bucket unless it is there."""
        bucket = self._folder.part("objects") / BUCKET
        with denied(bucket):
            if not bucket.exists():
                bucket.mkdir(mode=0o700)
                give(bucket, self._folder.account)

    def launch(self) -> Launch:
        """Give the keys through the environment: a command line can be read by every user of the PC."""
        served, scratch = self._folder.part("objects"), self._folder.part("objects-scratch")
        command = [str(self._program), "serve", "s3", str(served), "--addr", f"127.0.0.1:{self.port}"]
        # A user's own rclone settings must not change what is served.
        command += ["--config", "", "--cache-dir", str(scratch), "--temp-dir", str(scratch), "--log-level", "NOTICE"]
        return Launch(command, environ={"RCLONE_AUTH_KEY": self._keys, "HOME": str(scratch)})

    def is_ready(self, _pid: int) -> bool:
        """Tell whether it speaks HTTP."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), LOOK_TIMEOUT) as connection:
                connection.sendall(b"GET / HTTP/1.0\r\n\r\n")
                return connection.makefile("rb").readline().startswith(b"HTTP/")
        except OSError:
            return False

    def finish(self) -> None:
        """Nothing to make."""
