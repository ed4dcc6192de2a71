"""Real servers for every test: one set per test process, a fresh clone of the migrated database per test."""

import gc
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from uuid import UUID, uuid4

import psutil
import psycopg
import pytest
from argon2 import PasswordHasher
from hypothesis import HealthCheck, settings
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from redis import Redis

from clinic_console.embedded.servers import EmbeddedServers
from clinic_console.hub import logs
from clinic_console.hub.store.schema import migrate
from tests import superuser
from tests.clones import Clones

# Set before any test imports Qt: no display is needed, and none is opened.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
# How long an example takes says how busy the PC is, and a run that fails can be repeated: by the same examples. Other
# ones each time: pytest --hypothesis-profile=random.
settings.register_profile("random", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.register_profile("repeatable", settings.get_profile("random"), derandomize=True)
settings.load_profile("repeatable")
TEMPLATE = "clinic_template"
MEMORY_NEEDED = 4_000_000_000
LONGEST = (
    "tests/test_bundle.py",
    "tests/soak/",
    "tests/test_demo.py",
    "tests/screenshots/",
    "tests/flow/",
    "tests/hub/test_matrix.py",
    "tests/hub/service/test_refresh.py",
    "tests/hub/service/test_verifying.py",
    "tests/test_house.py",
)
"""What takes longest, one after the other: at the end of a run a long test is all that one of two processes does."""


@dataclass(frozen=True)
class Servers:
    """The servers of this test process; ``embedded`` takes them down and brings them up again."""

    embedded: EmbeddedServers
    postgres_dsn: str
    redis_url: str
    s3: dict[str, str]


@dataclass(frozen=True)
class Database:
    """One test's own migrated database, by its superuser's DSN."""

    name: str
    dsn: str


@dataclass(frozen=True)
class Clinic:
    """A small clinic: one ward of four beds, each with a patient and a device; two people who work there."""

    id: UUID
    zone: str
    ward: UUID
    beds: list[UUID]
    patients: list[UUID]
    devices: dict[str, int]
    """Device id by code."""
    tokens: dict[str, str]
    """Device token by code."""
    users: dict[str, UUID]
    """User id by login."""
    passwords: dict[str, str]
    """Password by login."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let what takes longest begin."""
    places = {prefix: place for place, prefix in enumerate(LONGEST)}
    items.sort(key=lambda item: min((places[each] for each in LONGEST if item.nodeid.startswith(each)), default=99))


def pytest_collection_finish() -> None:
    """Let Python's collector pass over what has been loaded: a bridge collects at its end, and walked all of it."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def own_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test is the program that one before it has run in this process: the audit log says which."""
    monkeypatch.setattr(logs, "_program", ["cli"])


@pytest.fixture(scope="session")
def shared_folder() -> Iterator[Path]:
    """A folder that the user of the servers can reach (pytest's own belong to root alone when root runs it)."""
    place = _place()
    for left in place.glob("clinic-test-*"):
        # A test run that was killed could not clear up after itself.
        if not psutil.pid_exists(int(left.name.split("-")[2])):
            shutil.rmtree(left, ignore_errors=True)
    path = Path(tempfile.mkdtemp(prefix=f"clinic-test-{os.getpid()}-", dir=place))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path, ignore_errors=True)


def _place() -> Path:
    """Return where test data stands: in memory where there is plenty.

    What a killed process has written is in the kernel's hands either way, so the tests prove the same; a clone of
    the template takes a tenth of the time.
    """
    memory = Path("/dev/shm")
    if memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > MEMORY_NEEDED:
        return memory
    return Path(tempfile.gettempdir())


@pytest.fixture(scope="session")
def servers(shared_folder: Path) -> Iterator[Servers]:
    """Postgres, Valkey and S3 of this test process."""
    with EmbeddedServers(shared_folder / "servers") as embedded:
        settings = embedded.environ()
        s3 = {name: value for name, value in settings.items() if name.startswith("CLINIC_S3_")}
        made = Servers(embedded, embedded.postgres_dsn("postgres"), embedded.redis_url, s3)
        _spare(made.postgres_dsn)
        yield made


def _spare(dsn: str) -> None:
    """Make cheap what every test does ten times, logging in, and what each does once, cloning."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        # To guess a password is nobody's concern here.
        connection.execute("ALTER SYSTEM SET scram_iterations = 1")
        # A connection that is cancelled while it begins is only given up when Python collects it. Until then no
        # database can be made or dropped.
        connection.execute("ALTER SYSTEM SET authentication_timeout = '10s'")
        # What a test does to Postgres is to kill it: the kernel still writes what it was given. (That it is on in
        # use: tests/embedded.) A clone of a thousand files takes a second on a disk with it, a tenth without.
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")
        connection.execute("SET scram_iterations = 1")
        password = str(conninfo_to_dict(dsn)["password"])
        connection.execute(sql.SQL("ALTER ROLE CURRENT_USER PASSWORD {}").format(password))


@pytest.fixture(scope="session")
def template(servers: Servers) -> str:
    """The name of a migrated database that tests clone."""
    with psycopg.connect(servers.postgres_dsn, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {TEMPLATE}")
    migrate(servers.embedded.postgres_dsn(TEMPLATE))
    return TEMPLATE


@pytest.fixture(scope="session")
def clones(servers: Servers, template: str) -> Iterator[Clones]:
    """Where a test's database comes from."""
    made = Clones(servers.postgres_dsn, template)
    yield made
    made.close()


@pytest.fixture
def database(servers: Servers, clones: Clones) -> Iterator[Database]:
    """A fresh clone of the migrated database, dropped afterwards."""
    name = clones.take()
    dsn = servers.embedded.postgres_dsn(name)
    yield Database(name, dsn)
    superuser.let_go(dsn)
    servers.embedded.bring_up("postgres")
    clones.drop(name)


@pytest.fixture
def redis_url(servers: Servers) -> str:
    """The URL of an empty Valkey."""
    servers.embedded.bring_up("valkey")
    with Redis.from_url(servers.redis_url) as redis:
        redis.flushall()
    return servers.redis_url


@pytest.fixture
def environ(servers: Servers, database: Database, redis_url: str, shared_folder: Path) -> dict[str, str]:
    """CLINIC_* settings for a program that a test starts: its own database, any free ports."""
    addresses = dict.fromkeys(("CLINIC_HTTP", "CLINIC_PUSH", "CLINIC_DEVICES", "CLINIC_METRICS"), "127.0.0.1:0")
    return {
        **servers.embedded.environ(),
        **addresses,
        "CLINIC_POSTGRES_DSN": database.dsn,
        "CLINIC_REDIS_URL": redis_url,
        "CLINIC_DATA": str(shared_folder / "no-servers-here"),
    }


@pytest.fixture
def connect_as(database: Database) -> Callable[[str], psycopg.Connection[tuple[object, ...]]]:
    """Open a connection that acts as a role (``clinic_hub``, ``clinic_ingest``, ``clinic_worker``)."""
    return lambda role: psycopg.connect(make_conninfo(database.dsn, options=f"-c role={role}"))


@pytest.fixture
def clinic(database: Database) -> Clinic:
    """The small clinic, in this test's database."""
    made = Clinic(
        id=uuid4(),
        zone="Asia/Tokyo",
        ward=uuid4(),
        beds=[uuid4() for _ in range(4)],
        patients=[uuid4() for _ in range(4)],
        devices={},
        tokens={f"dev-{number}": secrets.token_urlsafe(32) for number in range(1, 5)},
        users={"nurse": uuid4(), "reception": uuid4()},
        passwords={"nurse": secrets.token_urlsafe(12), "reception": secrets.token_urlsafe(12)},
    )
    with superuser.at(database.dsn) as connection:
        _fill_places(connection, made)
        _fill_people(connection, made)
    return made


def _fill_places(connection: psycopg.Connection[tuple[object, ...]], made: Clinic) -> None:
    run = connection.execute
    run("INSERT INTO clinics (id, name, zone) VALUES (%s, 'Sakura Clinic', %s)", [made.id, made.zone])
    run("INSERT INTO wards (id, clinic_id, name) VALUES (%s, %s, '3 East')", [made.ward, made.id])
    for index, (bed, patient, (code, token)) in enumerate(
        zip(made.beds, made.patients, made.tokens.items(), strict=True), start=1
    ):
        run(
            "INSERT INTO beds (id, ward_id, name, position) VALUES (%s, %s, %s, %s)",
            [bed, made.ward, str(index), index],
        )
        run("INSERT INTO patients (id, mrn, name) VALUES (%s, %s, %s)", [patient, f"MRN-{index}", f"Patient {index}"])
        run("INSERT INTO patient_clinic (patient_id, clinic_id) VALUES (%s, %s)", [patient, made.id])
        run(
            "INSERT INTO stays VALUES (%s, %s, %s, tstzrange(now() - interval '1 day', NULL))",
            [uuid4(), patient, bed],
        )
        row = run(
            "INSERT INTO devices (clinic_id, code, model, token_hash) VALUES (%s, %s, 'test', %s) RETURNING id",
            [made.id, code, sha256(token.encode()).digest()],
        ).fetchone()
        assert row is not None
        made.devices[code] = row[0]
        # From long ago: tests replay the past.
        run("INSERT INTO device_beds VALUES (%s, %s, tstzrange(now() - interval '7 days', NULL))", [row[0], bed])


def _fill_people(connection: psycopg.Connection[tuple[object, ...]], made: Clinic) -> None:
    roles = {"nurse": "nurse", "reception": "receptionist"}
    # As cheap as the algorithm allows: what a test checks is not how long a guess takes.
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    for login, user in made.users.items():
        connection.execute(
            "INSERT INTO users (id, login, name, password_hash) VALUES (%s, %s, %s, %s)",
            [user, login, login.title(), hasher.hash(made.passwords[login])],
        )
        connection.execute("INSERT INTO memberships VALUES (%s, %s, %s)", [user, made.id, roles[login]])
