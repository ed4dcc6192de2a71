"""The HTTP application in this process, on the test's real database."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from sqlalchemy import event

from clinic_console.hub.api.app import make_api
from clinic_console.hub.api.services import Services
from clinic_console.hub.config import Address
from clinic_console.hub.push.line import Line
from clinic_console.hub.service.access import Access
from clinic_console.hub.store.pools import Engine, make_engine

TOKEN_KEY = b"a key of the tests, over 32 bytes long"


@dataclass
class Hub:
    """A running API: its client, what stands behind it, and every statement sent to Postgres."""

    client: httpx.AsyncClient
    engine: Engine
    access: Access
    statements: list[str] = field(default_factory=list)

    async def sign_in(self, clinic: Any, login: str) -> dict[str, str]:
        """Sign a user of the clinic fixture in and return the headers of a request."""
        answer = await self.client.post("/api/session", json={"login": login, "password": clinic.passwords[login]})
        assert answer.status_code == 201, answer.text
        return {"authorization": f"Bearer {answer.json()['access']}"}

    def touching_tables(self) -> list[str]:
        """Return the statements that were counted (saying for whom it is done is no part of a screen)."""
        return [statement for statement in self.statements if "enter_scope" not in statement]


@pytest.fixture
async def hub(database: Any, redis_url: str) -> AsyncIterator[Hub]:
    engine = make_engine(database.dsn, "clinic_hub", 4)
    access = Access(engine, TOKEN_KEY)
    line = Line(redis_url)
    api = make_api(Services(engine, access, line, Address("127.0.0.1", 4711)))
    transport = httpx.ASGITransport(api, client=("192.0.2.7", 5000))
    async with httpx.AsyncClient(transport=transport, base_url="http://hub.example:8470") as client:
        running = Hub(client, engine, access)

        def record(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
            running.statements.append(statement)

        event.listen(engine.sync_engine, "before_cursor_execute", record)
        yield running
    access.close()
    await line.close()
    await engine.dispose()
