"""The three servers that one PC can carry, started side by side and stopped together."""

import asyncio
import threading
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from clinic_console.embedded.account import server_account
from clinic_console.embedded.credentials import Credentials, load_or_make
from clinic_console.embedded.folder import DataFolder, default_folder
from clinic_console.embedded.keeper import Keeper
from clinic_console.embedded.objects import BUCKET, REGION, Objects
from clinic_console.embedded.postgres import DATABASE, Postgres
from clinic_console.embedded.valkey import Valkey

TRIM_SECONDS: Final = 2.0
AUDIT_HEADS: Final = "audit-heads.jsonl"


class EmbeddedServers:
    """Postgres, Valkey and S3 in one data folder; a context manager, plain or async.

    ``folder``: CLINIC_DATA or the user's own by default. Starting raises SetupError: DataFolderInUse,
    DataFolderDenied, DiskFull, WrongDataVersion, PartMissing, ServerDidNotStart.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = DataFolder((folder or default_folder()).absolute(), server_account())
        self._keepers: dict[str, Keeper] = {}
        self._stopped = threading.Event()

    def start(self) -> None:
        """Start all three and wait until they are ready; on an error none is left running."""
        self.folder.claim()
        try:
            self._make(load_or_make(self.folder.path))
            for keeper in self._keepers.values():
                keeper.start()
            for keeper in self._keepers.values():
                keeper.wait()
            self.folder.publish(self.environ())
        except BaseException:
            self.stop()
            raise
        threading.Thread(target=self._trim_logs, name="embedded-logs", daemon=True).start()

    def stop(self) -> None:
        """Stop all three in order and let go of the folder; harmless when they do not run."""
        self._stopped.set()
        enders = [threading.Thread(target=keeper.stop) for keeper in self._keepers.values()]
        for ender in enders:
            ender.start()
        for ender in enders:
            ender.join()
        if self._keepers:
            self.folder.withdraw()
        self.folder.release()

    def environ(self) -> dict[str, str]:
        """Return the CLINIC_* settings with which the programs use these servers."""
        return {
            "CLINIC_POSTGRES_DSN": self.postgres_dsn(),
            "CLINIC_REDIS_URL": self.redis_url,
            "CLINIC_S3_ENDPOINT": f"http://127.0.0.1:{self._objects.port}",
            "CLINIC_S3_ACCESS_KEY": self._credentials.s3_access_key,
            "CLINIC_S3_SECRET_KEY": self._credentials.s3_secret_key,
            "CLINIC_S3_BUCKET": BUCKET,
            "CLINIC_S3_REGION": REGION,
            "CLINIC_TOKEN_KEY": self._credentials.token_key,
            "CLINIC_AUDIT_HEADS": str(self.folder.path / AUDIT_HEADS),
        }

    def postgres_dsn(self, database: str = DATABASE) -> str:
        """Return the superuser's libpq DSN for a database."""
        return self._postgres.dsn(database)

    @property
    def redis_url(self) -> str:
        """The URL of Valkey."""
        return self._valkey.url()

    def pid(self, name: str) -> int:
        """Return the process id of ``postgres``, ``valkey`` or ``objects``; 0 while it is down."""
        return self._keepers[name].pid

    def wait_ready(self, name: str, other_than: int = 0, seconds: float = 30.0) -> int:
        """Wait until a server is ready under another process id than a given one, and return its id."""
        return self._keepers[name].wait_ready(other_than, seconds)

    def take_down(self, name: str) -> None:
        """Kill a server as a crash would and keep it down until ``bring_up``."""
        self._keepers[name].take_down()

    def bring_up(self, name: str) -> None:
        """Start a server that was taken down, under its port, and wait until it is ready."""
        self._keepers[name].bring_up()
        self._keepers[name].wait_ready(0, 30.0)

    def _make(self, credentials: Credentials) -> None:
        self._credentials = credentials
        self._postgres = Postgres(self.folder, credentials.postgres_password)
        self._valkey = Valkey(self.folder, credentials.redis_password)
        self._objects = Objects(self.folder, credentials.s3_access_key, credentials.s3_secret_key)
        for server in (self._postgres, self._valkey, self._objects):
            self._keepers[server.name] = Keeper(server, self.folder.account, self.folder.log(server.name))

    def _trim_logs(self) -> None:
        while not self._stopped.wait(TRIM_SECONDS):
            for keeper in self._keepers.values():
                keeper.log.trim()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    async def __aenter__(self) -> Self:
        await asyncio.to_thread(self.start)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await asyncio.to_thread(self.stop)
