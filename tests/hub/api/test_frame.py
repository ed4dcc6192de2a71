"""Around a request: its id, its deadline, its headers, and errors that nobody foresaw."""

import asyncio
from typing import Any

import httpx
import pytest
from litestar import get

from clinic_console.hub.api.app import make_app
from clinic_console.hub.api.frame import Frame
from clinic_console.hub.api.guard import Door, needs
from clinic_console.hub.api.limits import Limits
from clinic_console.hub.api.services import Services
from clinic_console.hub.config import Address


@get("/crash", **needs(Door.OPEN))
async def crash() -> None:
    """Fail with a message that nobody may read."""
    raise RuntimeError("Suzuki Hanako, MRN-1")


@get("/hang", **needs(Door.OPEN))
async def hang() -> None:
    """Never answer."""
    await asyncio.Event().wait()


@pytest.fixture
async def client(hub: Any) -> Any:
    services = Services(hub.engine, hub.access, None, None, Address("127.0.0.1", 1))  # type: ignore[arg-type]
    api = Frame(make_app(services, crash, hang), Limits(), deadline=0.05)
    transport = httpx.ASGITransport(api, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://hub") as client:
        yield client


async def test_every_answer_carries_an_id(client: Any) -> None:
    ids = {(await client.get(path)).headers["x-request-id"] for path in ("/health", "/nope", "/crash", "/hang")}
    assert len(ids) == 4


async def test_a_callers_id_is_kept_if_it_is_harmless(client: Any) -> None:
    assert (await client.get("/nope", headers={"x-request-id": "console-7.42_a"})).json()[
        "request_id"
    ] == "console-7.42_a"
    for bad in ("short", "with space in it", "x" * 65, "é" * 10, "line%0abreak<b>"):
        answer = await client.get("/health", headers={"x-request-id": bad.encode("latin-1")})
        assert answer.headers["x-request-id"] != bad


async def test_an_unforeseen_error_says_nothing_but_its_id(client: Any, capsys: pytest.CaptureFixture[str]) -> None:
    answer = await client.get("/crash")
    failure = answer.json()
    assert (answer.status_code, failure["code"]) == (500, "error")
    assert failure["request_id"] == answer.headers["x-request-id"]
    assert "Suzuki" not in answer.text
    assert "RuntimeError" not in answer.text


async def test_a_request_that_takes_too_long_is_given_up(client: Any) -> None:
    answer = await client.get("/hang")
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable.store")
    assert answer.json()["request_id"] == answer.headers["x-request-id"]
    assert answer.headers["content-type"] == "application/json"


async def test_nothing_may_be_cached_or_sniffed(client: Any) -> None:
    for path in ("/health", "/nope", "/hang"):
        answer = await client.get(path)
        assert (answer.headers["cache-control"], answer.headers["x-content-type-options"]) == ("no-store", "nosniff")


async def test_a_large_body_is_refused(client: Any) -> None:
    answer = await client.post("/api/session", content=b"x" * 70_000, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (413, "message.too_large")


async def test_a_large_body_is_refused_without_its_length(client: Any) -> None:
    async def pieces() -> Any:
        for _ in range(70):
            yield b" " * 1_000

    answer = await client.post("/api/session", content=pieces(), headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (413, "message.too_large")


async def test_malformed_json_and_wrong_methods_are_said_in_our_words(client: Any) -> None:
    answer = await client.post("/api/session", content=b'{"login": ', headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (400, "input.field", "body")
    answer = await client.put("/health")
    assert (answer.status_code, answer.json()["code"]) == (405, "input.method")
    assert set(answer.headers["allow"].split(", ")) == {"GET", "OPTIONS"}
    assert (await client.options("/api/wards")).status_code == 204
