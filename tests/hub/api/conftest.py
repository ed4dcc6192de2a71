"""The HTTP application in this process, on the test's real database."""

import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import httpx
import psycopg
import pytest
from argon2 import PasswordHasher

from clinic_console.hub.api.app import make_app
from clinic_console.hub.api.frame import Frame
from clinic_console.hub.api.limits import Limits
from clinic_console.hub.api.services import Services
from clinic_console.hub.cache import Cache
from clinic_console.hub.config import Address
from clinic_console.hub.push.line import Line
from clinic_console.hub.service import passwords
from clinic_console.hub.service.access import Access
from clinic_console.hub.store import messages
from clinic_console.hub.store.pools import Engine, make_engine
from tests import superuser

TOKEN_KEY = b"a key of the tests, over 32 bytes long"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@dataclass
class Hub:
    """A running API: its client, what stands behind it, and every statement sent to Postgres."""

    client: httpx.AsyncClient
    engine: Engine
    access: Access
    cache: Cache
    statements: list[str] = field(default_factory=list)

    async def sign_in(self, clinic: Any, login: str) -> dict[str, str]:
        """Sign a user of the clinic fixture in and return the headers of a request."""
        answer = await self.client.post("/api/session", json={"login": login, "password": clinic.passwords[login]})
        assert answer.status_code == 201, answer.text
        return {"authorization": f"Bearer {answer.json()['access']}"}

    def touching_tables(self) -> list[str]:
        """Return the statements that were counted: not for whom they are done, and audit is counted apart."""
        apart = ("enter_scope", "audit_add", "COMMIT")
        done = [each for each in self.statements if not each.startswith("PREPARE")]
        # Several may go in one message.
        parts = [part for each in done for part in re.findall(r"EXECUTE \w+", each) or [each]]
        return [part for part in parts if not any(each in part for each in apart)]


class Standing:
    """Stands in the application for what each test makes anew."""

    def __init__(self, **parts: "Standing") -> None:
        self.real: Any = None
        self.__dict__.update(parts)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)


@dataclass
class Application:
    """The application that serves one test after the other, as a hub serves its users: to make it takes 100 ms."""

    access: Any = field(default_factory=lambda: Standing(account=Standing()))
    engine: Any = field(default_factory=Standing)
    line: Any = field(default_factory=Standing)
    cache: Any = field(default_factory=Standing)
    limits: Any = field(default_factory=Standing)

    def __post_init__(self) -> None:
        services = Services(self.engine, self.access, self.line, self.cache, Address("127.0.0.1", 4711))
        self.app = make_app(services, limits=self.limits)

    def serve(self, engine: Engine, access: Access, line: Line, cache: Cache) -> Frame:
        """Return what ``make_api`` makes, with a test's own parts."""
        self.engine.real, self.access.real, self.access.account.real = engine, access, access.account
        self.line.real, self.cache.real, self.limits.real = line, cache, Limits()
        return Frame(self.app, self.limits.real)


@pytest.fixture(scope="session")
def application() -> Application:
    return Application()


@pytest.fixture
def real_hashes() -> None:
    """What a test uses that is about how slow a hash is."""


@pytest.fixture
def hashing(request: pytest.FixtureRequest) -> Iterator[None]:
    """Hash passwords as cheaply as the algorithm allows, but for ``real_hashes``."""
    with pytest.MonkeyPatch.context() as patched:
        if "real_hashes" not in request.fixturenames:
            patched.setattr(passwords, "_HASHER", CHEAP)
        yield


@pytest.fixture
async def hub(database: Any, redis_url: str, application: Application, hashing: None) -> AsyncIterator[Hub]:
    engine = make_engine(database.dsn, "clinic_hub", 4)
    access = Access(engine, TOKEN_KEY)
    line = Line(redis_url)
    cache = Cache(line)
    api = application.serve(engine, access, line, cache)
    transport = httpx.ASGITransport(api, client=("192.0.2.7", 5000))
    async with httpx.AsyncClient(transport=transport, base_url="http://hub.example:8470") as client:
        running = Hub(client, engine, access, cache)

        execute = psycopg.AsyncCursor.execute

        async def record(cursor: Any, statement: Any, *given: Any, **more: Any) -> Any:
            running.statements.append(str(statement))
            return await execute(cursor, statement, *given, **more)

        exchange = messages._exchange

        def record_message(driver: Any, message: bytes) -> Any:
            running.statements.append(message.decode())
            return exchange(driver, message)

        # At the driver: who says for whom a transaction works, and what is recorded, goes past SQLAlchemy.
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(psycopg.AsyncCursor, "execute", record)
            patched.setattr(messages, "_exchange", record_message)
            yield running
    await access.settle()
    access.close()
    await line.close()
    await engine.dispose()


@dataclass
class House:
    """Two clinics: ``boss`` administers the first, ``far`` the second, ``chief`` both; ``both`` works in both."""

    hub: Hub
    clinic: Any
    other: UUID
    database: Any

    async def headers(self, login: str = "boss") -> dict[str, str]:
        return await self.hub.sign_in(self.clinic, login)

    async def ask(self, login: str, method: str, path: str, **given: Any) -> Any:
        return await self.hub.client.request(method, path, headers=await self.headers(login), **given)

    def add(self, login: str, *places: tuple[UUID, str], name: str = "") -> UUID:
        user = self.clinic.users[login] = uuid4()
        self.clinic.passwords[login] = f"the password of {login}"
        with superuser.at(self.database.dsn) as connection:
            connection.execute(
                "INSERT INTO users (id, login, name, password_hash, password_given) VALUES (%s, %s, %s, %s, false)",
                [user, login, name or login.title(), CHEAP.hash(self.clinic.passwords[login])],
            )
            for clinic, role in places:
                connection.execute("INSERT INTO memberships VALUES (%s, %s, %s)", [user, clinic, role])
        return user

    def rows(self, query: str, *given: object) -> list[Any]:
        with superuser.at(self.database.dsn) as connection:
            return connection.execute(query, given).fetchall()

    def events(self, prefix: str = "user.") -> list[Any]:
        return self.rows(
            "SELECT action, object_id, user_name, clinic_id, before, after, reason FROM audit_log"
            " WHERE action LIKE %s ORDER BY at, id",
            prefix + "%",
        )


@pytest.fixture
def house(hub: Any, clinic: Any, foreign: Any, database: Any) -> House:
    made = House(hub, clinic, foreign.clinic, database)
    made.add("boss", (clinic.id, "administrator"))
    made.add("far", (foreign.clinic, "administrator"))
    made.add("both", (clinic.id, "nurse"), (foreign.clinic, "doctor"))
    made.add("chief", (clinic.id, "administrator"), (foreign.clinic, "administrator"))
    return made
