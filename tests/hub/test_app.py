"""The programs as they are started: one ready line, a clean end, and refusals in words."""

import asyncio
import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from typing import Any

import httpx
import psycopg
import pytest
from redis import Redis
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from clinic_console.domain.errors import BadConfiguration
from clinic_console.hub import app
from clinic_console.hub.config import read_config
from clinic_console.hub.store.schema import expected_head
from clinic_console.wire.session import SUBPROTOCOL, Hello, Welcome, decode_from_hub, encode


@contextmanager
def _program(word: str, environ: dict[str, str]) -> Iterator[tuple[subprocess.Popen[str], dict[str, str]]]:
    process = subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "clinic_console", word],
        env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        yield process, json.loads(process.stdout.readline())
    finally:
        process.kill()
        process.communicate()


def _end(process: subprocess.Popen[str], number: signal.Signals) -> tuple[str, list[dict[str, Any]]]:
    process.send_signal(number)
    output, errors = process.communicate(timeout=30)
    assert process.returncode == 0, errors
    return output, [json.loads(line) for line in errors.splitlines()]


def test_a_hub_that_has_started_has_the_wards_at_hand(environ: dict[str, str], clinic: Any, redis_url: str) -> None:
    with _program("hub", environ) as (process, _), Redis.from_url(redis_url) as redis:
        assert process.stderr is not None
        warm = next(line for line in map(json.loads, process.stderr) if line["event"] == "cache.warm")
        assert (warm["wards"], warm["clinics"]) == (1, 1)
        assert {key.split(b":")[2] for key in redis.scan_iter()} == {b"beds", b"clinic"}
        assert any(str(clinic.ward).encode() in key for key in redis.scan_iter())


def test_who_is_disabled_is_shown_the_door_by_a_running_hub(
    environ: dict[str, str], clinic: Any, database: Any
) -> None:
    with _program("hub", environ) as (_, ready):
        body = {"login": "nurse", "password": clinic.passwords["nurse"]}
        session = httpx.post(f"http://{ready['http']}/api/session", json=body).json()
        with connect(f"ws://{ready['push']}/", subprotocols=[Subprotocol(SUBPROTOCOL)], compression=None) as console:
            console.send(encode(Hello(1, session["access"])))
            assert isinstance(decode_from_hub(console.recv(10, decode=False)), Welcome)
            with psycopg.connect(database.dsn) as connection:
                connection.execute("UPDATE users SET disabled_at = now() WHERE login = 'nurse'")
            with pytest.raises(ConnectionClosed) as closed:
                list(console)
            assert closed.value.rcvd is not None
            assert (closed.value.rcvd.code, closed.value.rcvd.reason) == (4401, "access.session_expired")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_hub_serves_people_and_ends_cleanly(environ: dict[str, str], clinic: Any, number: signal.Signals) -> None:
    with _program("hub", environ) as (process, ready):
        assert ready.keys() == {"ready", "http", "push"}
        base = f"http://{ready['http']}"
        password = clinic.passwords["nurse"]
        with httpx.Client(base_url=base) as client:
            assert client.get("/ready").json() == {"ready": True, "degraded": []}
            assert client.get("/api/server").json()["push_url"] == f"ws://{ready['push']}"
            session = client.post("/api/session", json={"login": "nurse", "password": password})
            headers = {"authorization": f"Bearer {session.json()['access']}"}
            wards = client.get("/api/wards", headers=headers)
            assert [ward["name"] for ward in wards.json()["items"]] == ["3 East"]
            assert "server" not in wards.headers
            # The connection stays open while the hub is told to stop: that must not keep it.
            output, log = _end(process, number)
    assert output == ""
    requests = [line for line in log if line["event"] == "request"]
    assert {line["route"] for line in requests} == {"/api/server", "/api/session", "/api/wards"}
    assert wards.headers["x-request-id"] in {line["request_id"] for line in requests}
    text = json.dumps(log)
    for secret in (password, session.json()["access"], session.json()["refresh"], environ["CLINIC_TOKEN_KEY"]):
        assert secret not in text


def test_the_worker_works_and_ends_cleanly(environ: dict[str, str]) -> None:
    with _program("worker", environ) as (process, ready):
        assert ready.keys() == {"ready", "metrics"}
        assert httpx.get(f"http://{ready['metrics']}/health").json() == {"live": True}
        assert "clinic_jobs_total" in httpx.get(f"http://{ready['metrics']}/metrics").text
        _, log = _end(process, signal.SIGTERM)
    assert [line["event"] for line in log if line["level"] in {"warning", "error", "critical"}] == []


@pytest.mark.parametrize("word", ["hub", "worker"])
@pytest.mark.parametrize("version", ["0000", "9999"])
def test_another_schema_is_refused_in_words(environ: dict[str, str], database: Any, word: str, version: str) -> None:
    with psycopg.connect(database.dsn) as connection:
        if version == "0000":
            connection.execute("DELETE FROM alembic_version")
        else:
            connection.execute("UPDATE alembic_version SET version_num = %s", [version])
    done = subprocess.run(
        [sys.executable, "-m", "clinic_console", word], env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert expected_head() in done.stderr
    assert ("none" if version == "0000" else version) in done.stderr
    assert ("clinic-console migrate" in done.stderr) == (version == "0000")
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_taken_port_is_said_in_words(environ: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        done = subprocess.run(
            [sys.executable, "-m", "clinic_console", "hub"],
            env={**environ, "CLINIC_HTTP": address}, capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 2
    assert f"cannot listen on {address}" in done.stderr
    assert "Traceback" not in done.stderr


async def test_a_part_that_fails_ends_the_program(environ: dict[str, str]) -> None:
    async def fail() -> None:
        raise ZeroDivisionError

    @asynccontextmanager
    async def compose(_config: Any, program: app.Program) -> Any:
        async with AsyncExitStack() as stack:
            program.spawn(stack, fail(), "part")
            yield {}

    loop = asyncio.get_running_loop()
    try:
        assert await app._serve(app.Program("test"), read_config(environ), compose) == 1
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)


def test_settings_that_are_missing_are_named() -> None:
    with pytest.raises(BadConfiguration, match="CLINIC_POSTGRES_DSN"):
        read_config({})
