"""Signing in: what works, what is refused, and that a refusal tells nothing."""

import asyncio
import base64
import json
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from clinic_console.domain.access import REMEMBERED, SHIFT
from clinic_console.domain.ids import uuid7
from clinic_console.hub.service.access import wall_clock

TOKEN_KEY = b"a key of the tests, over 32 bytes long"


async def test_the_right_password_opens_a_session(hub: Any, clinic: Any) -> None:
    answer = await hub.client.post("/api/session", json={"login": "NURSE", "password": clinic.passwords["nurse"]})
    assert answer.status_code == 201
    session = answer.json()
    assert session["user_id"] == str(clinic.users["nurse"])
    assert [(row["id"], row["zone"], row["role"]) for row in session["clinics"]] == [
        (str(clinic.id), "Asia/Tokyo", "nurse")
    ]
    assert len(session["access"]) <= 300
    assert 0 < session["access_expires"] - wall_clock() <= 15 * 60_000
    assert SHIFT.whole_ms - 60_000 < session["ends"] - wall_clock() <= SHIFT.whole_ms
    assert session["refresh_expires"] == session["ends"]
    assert (session["login"], session["has_pin"], session["password_given"]) == ("nurse", False, True)


async def test_a_token_carries_only_ids_and_times(hub: Any, clinic: Any) -> None:
    headers = await hub.sign_in(clinic, "nurse")
    payload = headers["authorization"].split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    assert claims.keys() == {"sub", "sid", "exp", "iat"}


async def test_wrong_password_and_unknown_user_get_the_same_answer(hub: Any, clinic: Any) -> None:
    answers = [
        await hub.client.post("/api/session", json={"login": login, "password": "wrong"})
        for login in ("nurse", "nobody")
    ]
    bodies = [{**answer.json(), "request_id": ""} for answer in answers]
    assert [answer.status_code for answer in answers] == [401, 401]
    assert bodies[0] == bodies[1]
    assert bodies[0]["code"] == "access.wrong_credentials"


@pytest.mark.usefixtures("real_hashes")
async def test_an_unknown_user_costs_a_hash_too(hub: Any, clinic: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[str] = []
    passwords = hub.access._passwords
    matches = passwords._matches
    monkeypatch.setattr(
        passwords, "_matches", lambda secret, stored: checked.append(stored) or matches(secret, stored)
    )
    await hub.client.post("/api/session", json={"login": "nobody", "password": "wrong"})
    assert len(checked) == 1
    assert checked[0].startswith("$argon2id$v=19$m=19456,t=2,p=1$")


async def test_a_disabled_user_is_unknown(hub: Any, clinic: Any, database: Any) -> None:
    with psycopg.connect(database.dsn) as connection:
        connection.execute("UPDATE users SET disabled_at = now() WHERE login = 'nurse'")
    answer = await hub.client.post("/api/session", json={"login": "nurse", "password": clinic.passwords["nurse"]})
    assert (answer.status_code, answer.json()["code"]) == (401, "access.wrong_credentials")


@pytest.mark.usefixtures("real_hashes")
async def test_a_cheap_hash_is_replaced_at_sign_in(hub: Any, clinic: Any, database: Any) -> None:
    await hub.sign_in(clinic, "nurse")
    with psycopg.connect(database.dsn) as connection:
        row = connection.execute("SELECT password_hash FROM users WHERE login = 'nurse'").fetchone()
    assert row is not None
    assert row[0].startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    await hub.sign_in(clinic, "nurse")


async def test_guessing_is_slowed_down(hub: Any, clinic: Any) -> None:
    for _ in range(6):
        await hub.client.post("/api/session", json={"login": "nurse", "password": "wrong"})
    answer = await hub.client.post("/api/session", json={"login": "nurse", "password": clinic.passwords["nurse"]})
    assert (answer.status_code, answer.json()["code"]) == (429, "limit.too_many")
    assert int(answer.headers["retry-after"]) >= 1
    assert await hub.sign_in(clinic, "reception"), "others are not slowed"


BAD_BODIES: list[tuple[Any, str]] = [
    ({"login": "nurse"}, "password"),
    ({"login": "nurse", "password": 5}, "password"),
    ({"login": "nurse", "password": ""}, "password"),
    ({"login": "nurse", "password": "x" * 1_025}, "password"),
    ({"login": "", "password": "x"}, "login"),
    ({"login": "a\0b", "password": "x"}, "login"),
    ({"login": "x" * 101, "password": "x"}, "login"),
    ({"login": "nurse", "password": "x", "role": "administrator"}, "role"),
    ([], "body"),
    (None, "body"),
]


async def test_a_bad_body_names_the_field(hub: Any) -> None:
    for body, field in BAD_BODIES:
        answer = await hub.client.post("/api/session", json=body)
        failure = answer.json()
        assert (answer.status_code, failure["code"], failure["field"]) == (400, "input.field", field), body


async def test_a_lone_surrogate_is_just_a_wrong_password(hub: Any, clinic: Any) -> None:
    answer = await hub.client.post(
        "/api/session",
        content=b'{"login": "nurse", "password": "\\ud800"}',
        headers={"content-type": "application/json"},
    )
    assert answer.status_code in {400, 401}


async def test_refresh_returns_a_new_access_token(hub: Any, clinic: Any) -> None:
    session = (
        await hub.client.post("/api/session", json={"login": "nurse", "password": clinic.passwords["nurse"]})
    ).json()
    answer = await hub.client.post("/api/session/refresh", json={"refresh": session["refresh"]})
    assert answer.status_code == 200
    again = answer.json()
    assert again["refresh"] != session["refresh"]
    assert again["session_id"] == session["session_id"]
    assert abs(again["refresh_expires"] - session["refresh_expires"]) <= 1
    headers = {"authorization": f"Bearer {again['access']}"}
    assert (await hub.client.get("/api/wards", headers=headers)).status_code == 200


async def test_refresh_tokens_are_stored_hashed(hub: Any, clinic: Any, database: Any) -> None:
    session = (
        await hub.client.post("/api/session", json={"login": "nurse", "password": clinic.passwords["nurse"]})
    ).json()
    await hub.client.post("/api/session/refresh", json={"refresh": session["refresh"]})
    with psycopg.connect(database.dsn) as connection:
        rows = connection.execute("SELECT hash FROM refresh_tokens").fetchall()
    assert [len(row[0]) for row in rows] == [32, 32]
    assert all(session["refresh"].encode() not in row[0] for row in rows)


STATION = {"id": "0d9cbd1b-22bb-4a7c-9f4e-3f6a0f6d1c11", "name": "3 East, desk", "version": "3.0"}


@pytest.mark.parametrize(
    ("remember", "shared", "lifetime"),
    [(True, False, REMEMBERED), (True, True, SHIFT), (False, False, SHIFT)],
)
async def test_a_session_lives_as_long_as_was_asked_and_no_longer_on_a_shared_pc(
    hub: Any, clinic: Any, database: Any, remember: bool, shared: bool, lifetime: Any
) -> None:
    body = {"login": "nurse", "password": clinic.passwords["nurse"], "remember": remember}
    answer = await hub.client.post("/api/session", json={**body, "station": {**STATION, "shared": shared}})
    session = answer.json()
    assert lifetime.whole_ms - 60_000 < session["ends"] - wall_clock() <= lifetime.whole_ms
    with psycopg.connect(database.dsn) as connection:
        row = connection.execute(
            "SELECT s.idle, s.remembered, s.address, t.name FROM sessions s JOIN stations t ON t.id = s.station_id"
        ).fetchone()
    remembered = remember and not shared
    assert row == (timedelta(milliseconds=lifetime.idle_ms), remembered, "192.0.2.7", STATION["name"])


async def test_an_idle_session_cannot_be_refreshed(hub: Any, clinic: Any, database: Any) -> None:
    session = (
        await hub.client.post("/api/session", json={"login": "nurse", "password": clinic.passwords["nurse"]})
    ).json()
    with psycopg.connect(database.dsn) as connection:
        connection.execute("UPDATE sessions SET used_at = now() - idle")
    answer = await hub.client.post("/api/session/refresh", json={"refresh": session["refresh"]})
    assert (answer.status_code, answer.json()["code"]) == (401, "access.session_expired")


async def test_signing_in_and_failing_to_are_recorded_without_what_was_typed(
    hub: Any, clinic: Any, database: Any
) -> None:
    await hub.sign_in(clinic, "nurse")
    for login in ("nurse", "typed-into-the-wrong-field"):
        await hub.client.post("/api/session", json={"login": login, "password": "secret-typed"})
    await hub.access.settle()
    with psycopg.connect(database.dsn) as connection:
        rows = connection.execute(
            "SELECT action, user_id, object_kind, address FROM audit_log ORDER BY at"
        ).fetchall()
        text = str(connection.execute("SELECT audit_log::text FROM audit_log").fetchall())
    nurse = clinic.users["nurse"]
    assert rows == [
        ("session.opened", nurse, "session", "192.0.2.7"),
        ("session.refused", nurse, "user", "192.0.2.7"),
    ]
    assert "typed" not in text


async def test_nothing_tells_whether_a_user_exists(hub: Any, clinic: Any, database: Any) -> None:
    with psycopg.connect(database.dsn) as connection:
        connection.execute("UPDATE users SET disabled_at = now() WHERE login = 'reception'")
    answers: dict[str, list[tuple[int, Any]]] = {}
    for login in ("nurse", "reception", "nobody"):
        for _ in range(8):
            answer = await hub.client.post("/api/session", json={"login": login, "password": "wrong"})
            said = (answer.status_code, {**answer.json(), "request_id": ""})
            answers.setdefault(login, []).append(said)
    assert [status for status, _ in answers["nurse"]] == [401] * 6 + [429] * 2
    assert answers["nurse"] == answers["reception"] == answers["nobody"]


async def test_recording_a_failure_holds_no_answer_up(hub: Any, clinic: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    held = asyncio.Event()
    write = hub.access._write_failure

    async def write_later(*args: Any) -> None:
        await held.wait()
        await write(*args)

    monkeypatch.setattr(hub.access, "_write_failure", write_later)
    answer = await hub.client.post("/api/session", json={"login": "nurse", "password": "wrong"})
    assert answer.status_code == 401
    assert len(hub.access._recording) == 1
    held.set()
    await hub.access.settle()
    assert not hub.access._recording


async def test_what_does_not_fit_in_a_station_is_named(hub: Any, clinic: Any) -> None:
    body = {"login": "nurse", "password": clinic.passwords["nurse"]}
    for change, field in (
        ({"id": "x"}, "station.id"),
        ({"name": "a\0"}, "station.name"),
        ({"version": "x" * 101}, "station.version"),
    ):
        answer = await hub.client.post("/api/session", json={**body, "station": {**STATION, **change}})
        assert (answer.status_code, answer.json()["field"]) == (400, field)


async def test_an_unknown_refresh_token_is_refused(hub: Any) -> None:
    for token in ("", "nothing", "é" * 50, "x" * 10_000):
        answer = await hub.client.post("/api/session/refresh", json={"refresh": token})
        assert (answer.status_code, answer.json()["code"]) == (401, "access.session_expired"), token


async def test_an_expired_session_cannot_be_refreshed(hub: Any, clinic: Any, database: Any) -> None:
    session = (
        await hub.client.post("/api/session", json={"login": "nurse", "password": clinic.passwords["nurse"]})
    ).json()
    with psycopg.connect(database.dsn) as connection:
        connection.execute("UPDATE sessions SET expires_at = now()")
    answer = await hub.client.post("/api/session/refresh", json={"refresh": session["refresh"]})
    assert (answer.status_code, answer.json()["code"]) == (401, "access.session_expired")


async def test_signing_out_ends_both_tokens_at_once(hub: Any, clinic: Any) -> None:
    session = (
        await hub.client.post("/api/session", json={"login": "nurse", "password": clinic.passwords["nurse"]})
    ).json()
    headers = {"authorization": f"Bearer {session['access']}"}
    assert (await hub.client.get("/api/wards", headers=headers)).status_code == 200
    assert (await hub.client.delete("/api/session", headers=headers)).status_code == 204
    answer = await hub.client.get("/api/wards", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (401, "access.session_expired")
    answer = await hub.client.post("/api/session/refresh", json={"refresh": session["refresh"]})
    assert answer.status_code == 401


def _token(clinic: Any, key: bytes = TOKEN_KEY, algorithm: str = "HS256", ends_in: int = 60, **more: Any) -> str:
    now = wall_clock() // 1_000
    claims = {
        "sub": str(clinic.users["nurse"]), "sid": str(uuid7(0, 1)), "exp": now + ends_in, "iat": now, **more,
    }  # fmt: skip
    return jwt.encode({"alg": algorithm}, claims, OctKey.import_key(key), algorithms=[algorithm])


async def test_forged_and_expired_tokens_are_refused(hub: Any, clinic: Any) -> None:
    good = (await hub.sign_in(clinic, "nurse"))["authorization"].removeprefix("Bearer ")
    head, body, signature = good.split(".")
    none = base64.urlsafe_b64encode(b'{"alg":"none","typ":"JWT"}').rstrip(b"=").decode()
    refused = {
        "tampered body": f"{head}.{body[:-2]}AA.{signature}",
        "tampered signature": f"{head}.{body}.{signature[:-2]}AA",
        "alg none": f"{none}.{body}.",
        "alg none with signature": f"{none}.{body}.{signature}",
        "another key": _token(clinic, b"another key, also over 32 bytes long"),
        "another algorithm": _token(clinic, TOKEN_KEY * 2, "HS512"),
        "no expiry": _token(clinic, exp=None),
        "a name for an id": _token(clinic, sub="nurse"),
        "too long": _token(clinic, name="x" * 300),
        "nothing": "",
        "rubbish": "a.b.c",
    }
    for what, token in refused.items():
        answer = await hub.client.get("/api/wards", headers={"authorization": f"Bearer {token}"})
        assert (answer.status_code, answer.json()["code"]) == (401, "access.not_signed_in"), what
        assert answer.headers["www-authenticate"] == "Bearer"
    expired = await hub.client.get("/api/wards", headers={"authorization": f"Bearer {_token(clinic, ends_in=-1)}"})
    assert (expired.status_code, expired.json()["code"]) == (401, "access.session_expired")


async def test_a_token_of_no_session_is_refused(hub: Any, clinic: Any) -> None:
    answer = await hub.client.get("/api/wards", headers={"authorization": f"Bearer {_token(clinic)}"})
    assert (answer.status_code, answer.json()["code"]) == (401, "access.session_expired")
