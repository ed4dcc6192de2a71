"""What the hub says of itself: who it is, whether it lives, whether it can serve, what it has counted."""

from typing import Any

import httpx
import psycopg
import pytest

from clinic_console import __version__
from clinic_console.hub.api.app import make_api
from clinic_console.hub.api.services import Services
from clinic_console.hub.cache import Cache
from clinic_console.hub.config import Address
from clinic_console.hub.push.line import Line
from clinic_console.wire.access import API


async def test_the_push_address_follows_the_requests_host(hub: Any) -> None:
    server = (await hub.client.get("/api/server")).json()
    assert (server["api"], server["version"]) == (API, __version__)
    assert server["push_url"] == "ws://hub.example:4711"
    for host, url in {
        "[2001:db8::1]:8470": "ws://[2001:db8::1]:4711",
        "hub": "ws://hub:4711",
        "under_score": "ws://127.0.0.1:4711",
    }.items():
        assert (await hub.client.get("/api/server", headers={"host": host})).json()["push_url"] == url
    assert (await hub.client.get("/api/server", headers={"host": "a b<script>"})).status_code == 400


async def test_a_configured_push_address_is_said_as_it_is(hub: Any) -> None:
    line = Line("redis://127.0.0.1:1")
    services = Services(hub.engine, hub.access, line, Cache(line), Address("127.0.0.1", 1), "wss://push.example")
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(make_api(services)), base_url="http://hub.example"
    ) as client:
        assert (await client.get("/api/server")).json()["push_url"] == "wss://push.example"


async def test_ready_with_all_servers(hub: Any) -> None:
    answer = await hub.client.get("/ready")
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "degraded": []})


async def test_without_redis_it_is_ready_and_says_what_is_missing(hub: Any, servers: Any) -> None:
    servers.embedded.take_down("valkey")
    try:
        answer = await hub.client.get("/ready")
    finally:
        servers.embedded.bring_up("valkey")
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "degraded": ["redis"]})


async def test_without_postgres_it_lives_but_is_not_ready(hub: Any, clinic: Any, servers: Any) -> None:
    headers = await hub.sign_in(clinic, "nurse")
    await hub.client.get("/api/wards", headers=headers)
    servers.embedded.take_down("postgres")
    try:
        assert (await hub.client.get("/health")).json() == {"live": True}
        ready = await hub.client.get("/ready")
        wards = await hub.client.get("/api/wards", headers=headers)
        session = await hub.client.post("/api/session", json={"login": "nurse", "password": "x"})
    finally:
        servers.embedded.bring_up("postgres")
    for answer in (ready, wards, session):
        assert (answer.status_code, answer.json()["code"]) == (503, "unavailable.store")
        assert int(answer.headers["retry-after"]) >= 1
    assert (await hub.client.get("/api/wards", headers=headers)).status_code == 200
    assert (await hub.client.get("/ready")).status_code == 200


async def test_another_schema_is_not_ready(hub: Any, database: Any) -> None:
    for version, code in (("0999_later", "setup.schema_too_new"), (None, "setup.schema_too_old")):
        with psycopg.connect(database.dsn) as connection:
            connection.execute("DELETE FROM alembic_version")
            if version:
                connection.execute("INSERT INTO alembic_version VALUES (%s)", [version])
        answer = await hub.client.get("/ready")
        assert (answer.status_code, answer.json()["code"]) == (503, code)
        assert (version or "none") in answer.json()["message"]


async def test_metrics_count_by_route_and_never_by_path(hub: Any, clinic: Any) -> None:
    headers = await hub.sign_in(clinic, "nurse")
    await hub.client.get(f"/api/wards/{clinic.ward}/beds", headers=headers)
    await hub.client.get("/api/patients/Suzuki%20Hanako")
    await hub.client.request("BREW", "/health")
    hub.client._transport.client = ("127.0.0.1", 5000)
    answer = await hub.client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=")
    text = answer.text
    assert 'clinic_http_requests_total{method="GET",route="/api/wards/{ward}/beds",status="200"}' in text
    assert 'route="unmatched",status="404"' in text
    assert 'method="OTHER"' in text
    assert 'clinic_sign_ins_total{outcome="ok"}' in text
    assert str(clinic.ward) not in text
    assert "Suzuki" not in text


@pytest.mark.parametrize(
    ("host", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("192.0.2.7", {}, 404),
        ("127.0.0.1", {"x-forwarded-for": "192.0.2.7"}, 404),
        ("127.0.0.1", {"x-forwarded-for": "127.0.0.1"}, 404),
        ("127.0.0.1", {"forwarded": "for=192.0.2.7"}, 404),
    ],
)
async def test_metrics_are_for_this_machine_only(hub: Any, host: str, headers: dict[str, str], status: int) -> None:
    hub.client._transport.client = (host, 5000)
    answer = await hub.client.get("/metrics", headers=headers)
    assert answer.status_code == status
    assert ("clinic_" in answer.text) is (status == 200)


async def test_json_nested_without_end_is_a_bad_body(hub: Any) -> None:
    answer = await hub.client.post(
        "/api/session", content=b"[" * 60_000, headers={"content-type": "application/json"}
    )
    assert answer.status_code == 400
    assert answer.json()["code"] == "input.field"
