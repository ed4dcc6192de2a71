"""Guessing is slowed by the account that it aims at, however it is written, and people by nobody else's guesses."""

from typing import Any

import pytest

from clinic_console.hub.service.throttle import FREE, Throttle


async def _try(house: Any, login: str, password: str = "wrong") -> int:
    answer = await house.hub.client.post("/api/session", json={"login": login, "password": password})
    status: int = answer.status_code
    return status


@pytest.mark.parametrize("login", ["administrator1", "stra\u00dfe", "\u0130pek-admin"])
async def test_another_way_to_write_a_login_gives_no_further_guesses(house: Any, login: str) -> None:
    # The database's rule of upper and lower case is not Python's: it takes both of these for a small i.
    house.add(login, (house.clinic.id, "nurse"))
    ways = [login, login.replace("i", "\u0130", 1), login.upper().replace("I", "\u0130"), login.title()]
    same = [way for way in ways if house.rows("SELECT lower(%s) = lower(%s)", way, login) == [(True,)]]
    assert len(same) > 1
    answers = [await _try(house, same[number % len(same)]) for number in range(FREE + 3)]
    assert answers == [401] * (FREE + 1) + [429] * 2
    assert {await _try(house, way, house.clinic.passwords[login]) for way in same} == {429}


async def test_an_unknown_login_is_slowed_as_a_known_one_is(house: Any) -> None:
    for way in ("N\u0130emand", "niemand"):
        answers = [await _try(house, way) for _ in range(3)]
    assert answers == [401] * 3
    assert [await _try(house, "NIEMAND") for _ in range(2)] == [429, 429]


async def test_after_a_restart_people_are_still_at_home_where_they_have_signed_in(
    house: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.headers("nurse")
    fresh = Throttle()
    monkeypatch.setattr(house.hub.access, "_throttle", fresh)
    for number in range(FREE + 1):
        fresh.attempt("nurse", f"198.51.100.{number}")
        fresh.attempt("reception", f"198.51.100.{number}")
    assert await _try(house, "reception", house.clinic.passwords["reception"]) == 429
    assert await _try(house, "nurse", house.clinic.passwords["nurse"]) == 201
    house.rows("UPDATE sessions SET created_at = now() - interval '15 days' RETURNING 1")
    again = Throttle()
    monkeypatch.setattr(house.hub.access, "_throttle", again)
    for number in range(FREE + 1):
        again.attempt("nurse", f"198.51.100.{number}")
    assert await _try(house, "nurse", house.clinic.passwords["nurse"]) == 429


@pytest.mark.parametrize("password", ["wrong", None])
async def test_who_tries_to_sign_in_as_somebody_disabled_is_recorded(house: Any, password: str | None) -> None:
    house.rows("UPDATE users SET disabled_at = now() WHERE login = 'nurse' RETURNING 1")
    assert await _try(house, "nurse", password or house.clinic.passwords["nurse"]) == 401
    await house.hub.access.settle()
    assert [(event[0], event[2]) for event in house.events("session.")] == [("session.refused", "Nurse")]
