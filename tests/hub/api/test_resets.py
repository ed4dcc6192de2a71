"""A reset of a password stands, whatever was begun before it with the one that it replaced."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

THIEFS = "the thief's own long one"


@asynccontextmanager
async def held_up(house: Any, secret: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[asyncio.Event]:
    """Hold up whoever checked a secret or hashed it, until the block ends; the event says that somebody waits."""
    passwords = house.hub.access._passwords
    waits, go_on = asyncio.Event(), asyncio.Event()

    def slow(work: Any) -> Any:
        async def done(given: str, *more: Any) -> Any:
            result = await work(given, *more)
            if given == secret:
                waits.set()
                await go_on.wait()
            return result

        return done

    with monkeypatch.context() as patched:
        patched.setattr(passwords, "check", slow(passwords.check))
        patched.setattr(passwords, "hash", slow(passwords.hash))
        yield waits
        go_on.set()


def _answer(answer: Any) -> tuple[int, str]:
    return answer.status_code, "" if answer.status_code == 204 else answer.json().get("code", "")


async def _sign_in(house: Any, login: str, password: str) -> Any:
    return await house.hub.client.post("/api/session", json={"login": login, "password": password})


async def _reset(house: Any, headers: dict[str, str], login: str = "nurse") -> str:
    answer = await house.hub.client.post(f"/api/users/{house.clinic.users[login]}/password", headers=headers)
    assert answer.status_code == 200, answer.text
    given: str = answer.json()["password"]
    return given


async def test_a_sign_in_begun_with_the_old_password_opens_nothing_after_it(
    house: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    boss, old = await house.headers(), house.clinic.passwords["nurse"]
    async with held_up(house, old, monkeypatch) as waits:
        entering = asyncio.create_task(_sign_in(house, "nurse", old))
        await waits.wait()
        given = await _reset(house, boss)
    assert _answer(await entering) == (401, "access.wrong_credentials")
    assert house.rows("SELECT count(*) FROM sessions s JOIN users u ON u.id = user_id WHERE login = 'nurse'") == [
        (0,)
    ]
    await house.hub.access.settle()
    assert [event[0] for event in house.events("session.refused")] == ["session.refused"]
    assert (await _sign_in(house, "nurse", given)).status_code == 201


async def test_a_sign_in_begun_before_the_user_was_disabled_opens_nothing(
    house: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    boss, right = await house.headers(), house.clinic.passwords["nurse"]
    path = f"/api/users/{house.clinic.users['nurse']}"
    async with held_up(house, right, monkeypatch) as waits:
        entering = asyncio.create_task(_sign_in(house, "nurse", right))
        await waits.wait()
        answer = await house.hub.client.post(f"{path}/disable", headers=boss, json={"reason": "left"})
        assert answer.status_code == 200
    assert _answer(await entering) == (401, "access.wrong_credentials")
    assert (await house.hub.client.post(f"{path}/enable", headers=boss)).status_code == 200
    assert house.rows("SELECT count(*) FROM sessions s JOIN users u ON u.id = user_id WHERE login = 'nurse'") == [
        (0,)
    ]


async def test_two_sign_ins_at_once_do_not_refuse_each_other_over_a_newer_hash(
    house: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = house.clinic.passwords["nurse"]
    async with held_up(house, right, monkeypatch) as waits:
        first = asyncio.create_task(_sign_in(house, "nurse", right))
        await waits.wait()
        with monkeypatch.context() as free:
            passwords = house.hub.access._passwords
            free.setattr(passwords, "check", type(passwords).check.__get__(passwords))
            free.setattr(passwords, "hash", type(passwords).hash.__get__(passwords))
            assert (await _sign_in(house, "nurse", right)).status_code == 201, "its hash was a cheap one until now"
    assert (await first).status_code == 201


@pytest.mark.parametrize("disabled", [False, True])
@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "/api/account/password", {"present": "the old one", "password": THIEFS}),
        ("PUT", "/api/account/pin", {"password": "the old one", "pin": "73914"}),
        ("POST", "/api/session/unlock", {"password": "the old one"}),
    ],
)
async def test_what_was_begun_with_the_old_password_changes_nothing_after_it(
    house: Any, monkeypatch: pytest.MonkeyPatch, method: str, path: str, body: dict[str, str], disabled: bool
) -> None:
    boss, thief, old = await house.headers(), await house.headers("nurse"), house.clinic.passwords["nurse"]
    body = {name: old if value == "the old one" else value for name, value in body.items()}
    user = f"/api/users/{house.clinic.users['nurse']}"
    async with held_up(house, old, monkeypatch) as waits:
        changing = asyncio.create_task(house.hub.client.request(method, path, headers=thief, json=body))
        await waits.wait()
        given = await _reset(house, boss)
        if disabled:
            await house.hub.client.post(f"{user}/disable", headers=boss, json={"reason": "stolen"})
    assert _answer(await changing) == (401, "access.session_expired")
    if disabled:
        await house.hub.client.post(f"{user}/enable", headers=boss)
    session = (await _sign_in(house, "nurse", given)).json()
    assert (session["has_pin"], session["password_given"]) == (False, True)
    assert house.events("account.") == []
    assert house.events("session.unlocked") == []


async def test_a_pin_that_was_taken_away_meanwhile_unlocks_nothing(
    house: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    boss, nurse = await house.headers(), await house.headers("nurse")
    pin = {"password": house.clinic.passwords["nurse"], "pin": "73914"}
    assert (await house.hub.client.put("/api/account/pin", headers=nurse, json=pin)).status_code == 204
    async with held_up(house, "73914", monkeypatch) as waits:
        unlocking = asyncio.create_task(
            house.hub.client.post("/api/session/unlock", headers=nurse, json={"pin": "73914"})
        )
        await waits.wait()
        await _reset(house, boss)
    assert _answer(await unlocking) == (401, "access.session_expired")
    assert house.events("session.unlocked") == []
