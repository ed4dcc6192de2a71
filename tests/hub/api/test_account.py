"""One's own account: locking and unlocking, the password, the PIN, one's sessions."""

import asyncio
from typing import Any

import psycopg
import pytest

from clinic_console.hub.service.account import PINS

PIN = "73914"
CHOSEN = "a lighthouse beyond the hill"


async def _open(hub: Any, clinic: Any, login: str = "nurse", password: str = "") -> dict[str, Any]:
    body = {"login": login, "password": password or clinic.passwords[login]}
    answer = await hub.client.post("/api/session", json=body)
    assert answer.status_code == 201, answer.text
    session: dict[str, Any] = answer.json()
    return session


def _headers(session: dict[str, Any]) -> dict[str, str]:
    return {"authorization": f"Bearer {session['access']}"}


def _actions(database: Any) -> list[str]:
    with psycopg.connect(database.dsn) as connection:
        return [row[0] for row in connection.execute("SELECT action FROM audit_log ORDER BY at").fetchall()]


@pytest.fixture
async def nurse(hub: Any, clinic: Any) -> Any:
    return _headers(await _open(hub, clinic))


@pytest.fixture
async def with_pin(hub: Any, clinic: Any, nurse: Any) -> Any:
    answer = await hub.client.put(
        "/api/account/pin", headers=nurse, json={"password": clinic.passwords["nurse"], "pin": PIN}
    )
    assert answer.status_code == 204, answer.text
    return nurse


async def _unlock(hub: Any, headers: Any, **given: str) -> tuple[int, str]:
    answer = await hub.client.post("/api/session/unlock", headers=headers, json=given)
    return answer.status_code, "" if answer.status_code == 204 else answer.json()["code"]


async def test_locking_and_unlocking_are_recorded(hub: Any, clinic: Any, database: Any, with_pin: Any) -> None:
    assert (await hub.client.post("/api/session/lock", headers=with_pin)).status_code == 204
    assert await _unlock(hub, with_pin, pin=PIN) == (204, "")
    assert await _unlock(hub, with_pin, password=clinic.passwords["nurse"]) == (204, "")
    assert await _unlock(hub, with_pin, password="wrong") == (401, "access.wrong_credentials")
    assert _actions(database) == [
        "session.opened",
        "account.pin",
        "session.locked",
        "session.unlocked",
        "session.unlocked",
        "session.unlock_refused",
    ]


@pytest.mark.usefixtures("real_hashes")
async def test_a_pin_is_stored_as_slowly_as_a_password(hub: Any, database: Any, with_pin: Any) -> None:
    with psycopg.connect(database.dsn) as connection:
        row = connection.execute("SELECT pin_hash, has_pin FROM users WHERE login = 'nurse'").fetchone()
    assert row is not None
    assert row[0].startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert row[1] is True


async def test_after_five_wrong_pins_only_the_password_unlocks(hub: Any, clinic: Any, with_pin: Any) -> None:
    for _ in range(PINS - 1):
        assert await _unlock(hub, with_pin, pin="0001") == (401, "access.wrong_credentials")
    assert await _unlock(hub, with_pin, pin="0001") == (403, "access.pin_locked")
    assert await _unlock(hub, with_pin, pin=PIN) == (403, "access.pin_locked")
    assert await _unlock(hub, with_pin, password=clinic.passwords["nurse"]) == (204, "")
    assert await _unlock(hub, with_pin, pin=PIN) == (204, "")


async def test_the_fifth_pin_may_be_right_and_forgets_the_wrong_ones(hub: Any, with_pin: Any) -> None:
    for _ in range(2):
        for _ in range(PINS - 1):
            assert await _unlock(hub, with_pin, pin="0001") == (401, "access.wrong_credentials")
        assert await _unlock(hub, with_pin, pin=PIN) == (204, "")


async def test_guessing_pins_side_by_side_gains_nothing(hub: Any, with_pin: Any, database: Any) -> None:
    answers = await asyncio.gather(*(_unlock(hub, with_pin, pin=f"{number:04}") for number in range(20)))
    assert [status for status, _ in answers].count(401) == PINS - 1
    assert [status for status, _ in answers].count(403) == 20 - PINS + 1
    assert await _unlock(hub, with_pin, pin=PIN) == (403, "access.pin_locked")


async def test_another_session_has_attempts_of_its_own(hub: Any, clinic: Any, with_pin: Any) -> None:
    for _ in range(PINS):
        await _unlock(hub, with_pin, pin="0001")
    other = _headers(await _open(hub, clinic))
    assert await _unlock(hub, other, pin=PIN) == (204, "")


async def test_a_pin_that_was_not_checked_does_not_count(hub: Any, with_pin: Any, monkeypatch: Any) -> None:
    with monkeypatch.context() as crowded:
        crowded.setattr(hub.access._passwords, "_room", 0)
        for _ in range(PINS + 1):
            assert await _unlock(hub, with_pin, pin=PIN) == (429, "limit.too_many")
    assert await _unlock(hub, with_pin, pin=PIN) == (204, "")


async def test_without_a_pin_no_pin_unlocks(hub: Any, nurse: Any) -> None:
    assert await _unlock(hub, nurse, pin="7391") == (401, "access.wrong_credentials")


@pytest.mark.parametrize(("given", "field"), [({}, "password"), ({"password": "x", "pin": "1"}, "pin")])
async def test_one_of_the_two_unlocks(hub: Any, nurse: Any, given: Any, field: str) -> None:
    answer = await hub.client.post("/api/session/unlock", headers=nurse, json=given)
    assert (answer.status_code, answer.json()["field"]) == (400, field)


async def test_guessing_the_password_at_the_lock_screen_is_slowed_and_locks_nobody_else_out(
    hub: Any, clinic: Any, nurse: Any
) -> None:
    answers = [await _unlock(hub, nurse, password="wrong") for _ in range(7)]
    assert [status for status, _ in answers] == [401] * 6 + [429]
    assert await _open(hub, clinic), "signing in is another door"


async def test_a_new_password_ends_the_other_sessions_and_only_those(hub: Any, clinic: Any, database: Any) -> None:
    here, there = await _open(hub, clinic), await _open(hub, clinic)
    other = _headers(await _open(hub, clinic, "reception"))
    answer = await hub.client.put(
        "/api/account/password",
        headers=_headers(here),
        json={"present": clinic.passwords["nurse"], "password": CHOSEN},
    )
    assert answer.status_code == 204
    hub.access.forget(clinic.users["nurse"])  # what the trigger tells a running hub
    states = [await hub.client.get("/api/wards", headers=who) for who in (_headers(here), _headers(there), other)]
    assert [state.status_code for state in states] == [200, 401, 200]
    refused = await hub.client.post("/api/session/refresh", json={"refresh": there["refresh"]})
    assert refused.status_code == 401
    assert (await _open(hub, clinic, password=CHOSEN))["password_given"] is False
    wrong = await hub.client.post("/api/session", json={"login": "nurse", "password": clinic.passwords["nurse"]})
    assert wrong.status_code == 401
    assert "account.password" in _actions(database)


@pytest.mark.parametrize(
    ("change", "status", "code", "field"),
    [
        ({"present": "wrong"}, 401, "access.wrong_credentials", ""),
        ({"password": "short"}, 400, "input.password_short", "password"),
        ({"password": "nurse nurse nurse"}, 400, "input.field", "password"),
        ({"password": "password12345"}, 400, "input.field", "password"),
        ({"password": "x" * 1_025}, 400, "input.field", "password"),
        ({"present": ""}, 400, "input.field", "password"),
    ],
)
async def test_a_password_that_does_not_do_changes_nothing(
    hub: Any, clinic: Any, nurse: Any, change: Any, status: int, code: str, field: str
) -> None:
    body = {"present": clinic.passwords["nurse"], "password": CHOSEN, **change}
    answer = await hub.client.put("/api/account/password", headers=nurse, json=body)
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (status, code, field)
    assert await _open(hub, clinic)


async def test_the_pin_is_changed_and_taken_away_by_the_password_alone(hub: Any, clinic: Any, with_pin: Any) -> None:
    right = clinic.passwords["nurse"]

    async def put(**body: str) -> tuple[int, str]:
        answer = await hub.client.put("/api/account/pin", headers=with_pin, json=body)
        return answer.status_code, "" if answer.status_code == 204 else answer.json()["code"]

    assert await put(password="wrong", pin="8026") == (401, "access.wrong_credentials")
    assert await put(password=right, pin="1234") == (400, "input.field")
    assert await put(password=right, pin="12") == (400, "input.pin")
    assert await _unlock(hub, with_pin, pin=PIN) == (204, "")
    assert await put(password=right, pin="8026") == (204, "")
    assert await _unlock(hub, with_pin, pin="8026") == (204, "")
    assert await put(password=right) == (204, "")
    assert (await _open(hub, clinic))["has_pin"] is False
    assert await _unlock(hub, with_pin, pin="8026") == (401, "access.wrong_credentials")


async def test_ones_own_sessions_newest_first_page_by_page(hub: Any, clinic: Any, nurse: Any) -> None:
    await _open(hub, clinic, "reception")
    await _open(hub, clinic)
    newest = await _open(hub, clinic)
    page = (await hub.client.get("/api/account/sessions?limit=2", headers=nurse)).json()
    assert page["items"][0]["id"] == newest["session_id"]
    rest = (await hub.client.get(f"/api/account/sessions?after={page['next']}", headers=nurse)).json()
    rows = page["items"] + rest["items"]
    assert (len(rows), rest["next"]) == (3, None)
    assert {row["login"] for row in rows} == {"nurse"}
    assert [row["present"] for row in rows] == [False, False, True]
    wrong = await hub.client.get("/api/account/sessions?after=!", headers=nurse)
    assert (wrong.status_code, wrong.json()["field"]) == (400, "after")


async def test_signing_out_everywhere(hub: Any, clinic: Any, database: Any, nurse: Any) -> None:
    other, stranger = await _open(hub, clinic), _headers(await _open(hub, clinic, "reception"))
    answer = await hub.client.delete("/api/account/sessions", headers=nurse)
    assert (answer.status_code, answer.json()) == (200, {"count": 2})
    for headers in (nurse, _headers(other)):
        assert (await hub.client.get("/api/wards", headers=headers)).status_code == 401
    assert (await hub.client.get("/api/wards", headers=stranger)).status_code == 200
    assert _actions(database)[-1] == "session.ended_everywhere"
