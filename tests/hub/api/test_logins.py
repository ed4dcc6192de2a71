"""Logins of former years go on working, whatever new ones may look like."""

from typing import Any


async def test_a_login_that_would_not_do_today_is_kept_until_it_is_changed(house: Any) -> None:
    user = house.add("stra\u00dfe", (house.clinic.id, "nurse"))
    assert await house.headers("stra\u00dfe")
    path = f"/api/users/{user}"
    kept = await house.ask("boss", "PATCH", path, json={"login": "stra\u00dfe", "name": "A. Keller"})
    assert (kept.status_code, kept.json()["name"]) == (200, "A. Keller")
    worse = await house.ask("boss", "PATCH", path, json={"login": "b\u043ess"})
    assert (worse.status_code, worse.json()["code"], worse.json()["field"]) == (400, "input.field", "login")


async def test_a_new_login_cannot_be_taken_for_another(house: Any) -> None:
    place = [{"clinic_id": str(house.clinic.id), "role": "nurse"}]
    answer = await house.ask(
        "boss", "POST", "/api/users", json={"login": "b\u043ess", "name": "B", "memberships": place}
    )
    assert (answer.status_code, answer.json()["field"]) == (400, "login")
