"""The matrix's API in this process, what its document says can be asked, and how one request is made and judged."""

import io
import json
import logging
import re
import secrets
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import httpx
import psycopg
import structlog

from clinic_console.domain.access import Permission
from clinic_console.hub import logs
from clinic_console.hub.api.app import make_api
from clinic_console.hub.api.guard import Door
from clinic_console.hub.api.limits import Limits, Rate
from clinic_console.hub.api.services import Services
from clinic_console.hub.cache import Cache
from clinic_console.hub.config import Address
from clinic_console.hub.push.line import Line
from clinic_console.hub.service.access import Access
from clinic_console.hub.service.memberships import Known
from clinic_console.hub.store.pools import Engine, make_engine
from tests.hub.matrix_entries import ENTRIES
from tests.hub.matrix_entry import Entry
from tests.hub.matrix_world import KEY, Ids, World

_CONVERTER: Final = re.compile(r":\w+}")

_WIDE = Rate(1e9, 1e9)


class _EveryRole(dict[UUID, str]):
    """A user's roles who has every role in each of these clinics."""

    def items(self) -> Any:
        """Say every role of every clinic, one after the other."""
        roles = ("nurse", "receptionist", "doctor", "facility_manager", "administrator", "auditor")
        return [(clinic, role) for clinic in self for role in roles]


class Unguarded(Access):
    """Access that believes that everybody has every role in every clinic: the application's checks are out."""

    everywhere: tuple[UUID, ...] = ()

    async def known(self, _user: UUID, _session: UUID | None = None) -> Known:
        """Say yes."""
        return Known(_EveryRole(dict.fromkeys(self.everywhere, "nurse")), None, 0.0, 0.0)


@dataclass
class Operation:
    """One operation of the OpenAPI document: who may use it, what it takes, and what it answers when all is well."""

    name: str
    method: str
    path: str
    needs: Any
    parameters: frozenset[str]
    success: int
    entry: Entry | None
    also: Any = None
    """A second permission that it needs in the same clinic."""


@dataclass
class Entrance:
    """The API, and the people who come to it."""

    world: World
    client: httpx.AsyncClient
    transport: httpx.ASGITransport
    operations: list[Operation]
    logged: io.StringIO
    """All that the program's logs say."""
    engine: Engine
    access: Access
    line: Line
    asked: int = 0

    async def ask(
        self, operation: Operation, ids: Ids, headers: Mapping[str, str], replaced: Mapping[str, str] | None = None
    ) -> httpx.Response:
        """Make a request about these objects; ``replaced``: references (parameters) that name others."""
        entry = operation.entry
        assert entry is not None
        objects = {**ids, **(replaced or {})}
        path = operation.path
        for name, kind in entry.refers.items():
            path = path.replace(f"{{{name}}}", objects[kind])
        assert "{" not in path, f"{operation.name}: no entry says what stands in its path"
        self.slow_nobody()
        if operation.name == "GET /metrics":
            self.transport.client = ("127.0.0.1", 5_000)  # whoever asks from elsewhere is told that there is none
        self.asked += 1
        return await self.client.request(
            operation.method,
            path,
            headers=dict(headers),
            params=dict(entry.query(objects)) if entry.query else None,
            json=entry.body(objects) if entry.body else None,
        )

    def slow_nobody(self) -> None:
        """Come from another address: who comes too often is slowed, and this is about something else."""
        self.transport.client = (f"2001:db8:{secrets.token_hex(2)}:{secrets.token_hex(2)}::1", 5_000)


@asynccontextmanager
async def opened(database: Any, redis_url: str, *, unguarded: bool = False) -> AsyncIterator[Entrance]:
    """Open the API on a world in this database."""
    async with AsyncExitStack() as stack:
        engine = make_engine(database.dsn, "clinic_hub", 4)
        stack.push_async_callback(engine.dispose)
        line = Line(redis_url)
        stack.push_async_callback(line.close)
        superuser = stack.enter_context(psycopg.connect(database.dsn, autocommit=True))
        world = World(superuser)
        access = (Unguarded if unguarded else Access)(engine, KEY)
        stack.callback(access.close)
        if isinstance(access, Unguarded):
            access.everywhere = (UUID(world.places["clinic"]), UUID(world.foreign["clinic"]))
        # Who asks for everything at once must not be told to wait: what is looked for is another answer.
        limits = Limits(address=_WIDE, user=_WIDE, careful_address=_WIDE, careful_user=_WIDE)
        api = make_api(Services(engine, access, line, Cache(line), Address("127.0.0.1", 4711)), limits)
        # A crash is an answer here too: of 500, and what it says counts.
        transport = httpx.ASGITransport(api, raise_app_exceptions=False)
        client = httpx.AsyncClient(transport=transport, base_url="http://hub.example:8470")
        await stack.enter_async_context(client)
        document = (await client.get("/openapi.json")).json()
        logged = stack.enter_context(logging_aside())
        yield Entrance(world, client, transport, list(_operations(api._app, document)), logged, engine, access, line)


@contextmanager
def logging_aside() -> Iterator[io.StringIO]:
    """Let the logs be written as the hub writes them, to where they can be read; afterwards all is as it was."""
    root, asking = logging.getLogger(), logging.getLogger("httpx")
    # The test's own client is no part of the hub.
    asking.setLevel(logging.WARNING)
    handlers, level = list(root.handlers), root.level
    written = io.StringIO()
    logs.set_up("hub", "json", written)
    structlog.configure(cache_logger_on_first_use=False)
    try:
        yield written
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
        asking.setLevel(logging.NOTSET)
        structlog.reset_defaults()


def signature(answer: httpx.Response) -> tuple[int, Any]:
    """Return all of an answer that may not differ, whoever it is refused to."""
    if answer.headers.get("content-type", "").startswith("application/json"):
        body = json.loads(answer.text)
        return answer.status_code, {**body, "request_id": ""} if isinstance(body, dict) else body
    return answer.status_code, answer.text


def _operations(app: Any, document: Mapping[str, Any]) -> Iterator[Operation]:
    handlers = {
        f"{method} {_CONVERTER.sub('}', route.path_format)}": handler
        for route in app.routes
        for handler in getattr(route, "route_handlers", ())
        for method in handler.http_methods
    }
    for path, methods in document["paths"].items():
        for method, described in methods.items():
            name = f"{method.upper()} {path}"
            needs = handlers[name].opt.get("clinic_access")
            assert isinstance(needs, Door | Permission), f"{name} does not say who may use it"
            success = min(int(status) for status in described["responses"] if status.startswith("2"))
            parameters = {parameter["name"] for parameter in described.get("parameters", ())}
            parameters |= set(_body_names(document, described))
            entry = ENTRIES.get(name)
            also = handlers[name].opt.get("clinic_also")
            yield Operation(name, method.upper(), path, needs, frozenset(parameters), success, entry, also)


def _body_names(document: Mapping[str, Any], described: Mapping[str, Any]) -> Iterator[str]:
    for media in described.get("requestBody", {}).get("content", {}).values():
        yield from _names(document, media["schema"], "")


def _names(document: Mapping[str, Any], schema: Mapping[str, Any], before: str) -> Iterator[str]:
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    for part in (
        *schema.get("oneOf", ()),
        *schema.get("anyOf", ()),
        *([schema["items"]] if "items" in schema else ()),
    ):
        yield from _names(document, part, before)
    for name, inner in schema.get("properties", {}).items():
        nested = list(_names(document, inner, f"{before}{name}."))
        yield from nested or [f"{before}{name}"]
