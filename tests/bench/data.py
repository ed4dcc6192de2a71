"""The big data sets: databases of 50,000 and 500,000 patients, built once and kept, of which each run gets a copy.

They stand in ``.bench`` of the checkout, on embedded servers of their own, and are built anew when the schema or what
makes them up has changed. People who sign in are made with each copy, so that no password is kept.
"""

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import UUID, uuid4

import psycopg
from psycopg import sql

from clinic_console.embedded.servers import EmbeddedServers
from clinic_console.hub.service.passwords import hash_password, new_password
from clinic_console.hub.service.seed import SCALES, Scale, seed
from clinic_console.hub.store.schema import migrate
from tests.bench.stage import ROOT, Stage

FOLDER: Final = ROOT / ".bench"
BIG: Final = "bench_patients_500k"
SMALL: Final = "bench_patients_50k"
_SCALES: Final = {
    BIG: SCALES["network"],
    # A tenth of the patients in as many clinics: what grows between the two is the data alone.
    SMALL: Scale(
        SCALES["network"].clinics,
        ((("1 East", 10),),),
        50_000,
        0.0,
        SCALES["network"].practitioners // 10,
        SCALES["network"].fill,
    ),
}
_SEED: Final = 1
_COPY: Final = "bench_run"
_MADE_BY: Final = (
    "migrations/versions/*.py",
    "clinic_console/domain/patients_*.py",
    "clinic_console/hub/service/seed*.py",
    "clinic_console/hub/service/names*.py",
    "clinic_console/hub/store/seed.py",
)
_MADE_OF: Final = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"


def _monday(today: date) -> datetime:
    """Return the Monday of a day's week (on a weekend the next): what is booked ahead lies ahead of a run."""
    back = today.weekday() if today.isoweekday() <= FRIDAY else today.weekday() - 7
    return datetime.combine(today - timedelta(days=back), datetime.min.time(), UTC) + timedelta(hours=6)


FRIDAY: Final = 5
_NOW: Final = _monday(datetime.now(UTC).date())
"""When the made-up stays and visits are looked at: the same data all week."""


class Copy(Stage):
    """A stage on a copy of one of the big data sets."""

    def __init__(self, folder: Path, servers: EmbeddedServers, stack: ExitStack, name: str) -> None:
        super().__init__(folder, servers, stack)
        self.dsn = servers.postgres_dsn(name)
        self._environ["CLINIC_POSTGRES_DSN"] = self.dsn

    def clinics(self) -> list[UUID]:
        """Return the clinics in the order in which they were made."""
        with psycopg.connect(self.dsn) as connection:
            return [clinic for (clinic,) in connection.execute("SELECT id FROM clinics ORDER BY id")]

    def employ(self, login: str, clinics: Sequence[UUID], role: str = "nurse") -> tuple[UUID, str]:
        """Make somebody who works in some clinics; return their id and password."""
        user, password = uuid4(), new_password()
        with psycopg.connect(self.dsn) as connection, connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO users (id, login, name, password_hash, password_given) VALUES (%s, %s, %s, %s, false)",
                [user, login, login.title(), hash_password(password)],
            )
            rows = [(user, clinic, role) for clinic in clinics]
            cursor.executemany("INSERT INTO memberships (user_id, clinic_id, role) VALUES (%s, %s, %s)", rows)
        return user, password


@contextmanager
def library() -> Iterator[Callable[[str], AbstractContextManager[Copy]]]:
    """Start the servers of the big data sets; what is yielded opens a copy of one (BIG or SMALL).

    What is missing is built. One program at a time: raises DataFolderInUse. A copy is dropped when it is closed.
    """
    FOLDER.mkdir(exist_ok=True)
    with ExitStack() as stack:
        servers = stack.enter_context(EmbeddedServers(FOLDER))
        yield lambda name: _copied(servers, name)


def build(names: Sequence[str] = (SMALL, BIG)) -> None:
    """Build what is missing or no longer as it would be made now."""
    with library() as opened:
        for name in names:
            with opened(name) as copy, psycopg.connect(copy.dsn) as connection:
                [(patients, size)] = connection.execute(
                    "SELECT count(*), pg_size_pretty(pg_database_size(current_database())) FROM patients"
                ).fetchall()
                print(f"{name}: {patients:,} patients, {size}", flush=True)


@contextmanager
def _copied(servers: EmbeddedServers, name: str) -> Iterator[Copy]:
    _ensure(servers, name)
    _administer(servers, "DROP DATABASE IF EXISTS {} WITH (FORCE)", _COPY)
    _administer(servers, "CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy", _COPY, name)
    try:
        with ExitStack() as stack:
            yield Copy(FOLDER, servers, stack, _COPY)
    finally:
        _administer(servers, "DROP DATABASE {} WITH (FORCE)", _COPY)


def _ensure(servers: EmbeddedServers, name: str) -> None:
    """Build a data set unless it is there as it would be made now."""
    wanted = _fingerprint()
    with psycopg.connect(servers.postgres_dsn("postgres")) as connection:
        found = connection.execute(_MADE_OF, [name]).fetchone()
    if found == (wanted,):
        return
    print(f"{name} is built, once …", end=" ", flush=True)
    began = time.perf_counter()
    fresh = f"{name}_new"
    for each in (name, fresh):
        _administer(servers, "DROP DATABASE IF EXISTS {} WITH (FORCE)", each)
    _administer(servers, "CREATE DATABASE {}", fresh)
    dsn = servers.postgres_dsn(fresh)
    migrate(dsn)
    seed(dsn, _SCALES[name], _SEED, now=_NOW)
    with psycopg.connect(dsn, autocommit=True) as connection:
        # As a clinic's database is after its first night.
        connection.execute("VACUUM (ANALYZE)")
    _administer(servers, "ALTER DATABASE {} RENAME TO {}", fresh, name)
    with psycopg.connect(servers.postgres_dsn("postgres"), autocommit=True) as connection:
        # The last step: what was cut off before it is built anew.
        connection.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), wanted))
    print(f"{time.perf_counter() - began:.0f} s", flush=True)


def _fingerprint() -> str:
    """Return what a data set depends on, in few letters."""
    made = hashlib.sha256(f"{_SEED} {_NOW} {_SCALES}".encode())
    for pattern in _MADE_BY:
        for path in sorted(ROOT.glob(pattern)):
            made.update(path.read_bytes())
    return made.hexdigest()


def _administer(servers: EmbeddedServers, statement: str, *names: str) -> None:
    with psycopg.connect(servers.postgres_dsn("postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


if __name__ == "__main__":
    build()
