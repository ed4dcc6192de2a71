"""Who is signed in where, and ending it, in one's own clinics alone."""

from typing import Any
from uuid import UUID, uuid4

import pytest


async def sign_in_at(house: Any, login: str, station: UUID | None = None) -> dict[str, Any]:
    at = {"station": {"id": str(station), "name": "Ward PC", "version": "1.0"}} if station else {}
    answer = await house.hub.client.post(
        "/api/session", json={"login": login, "password": house.clinic.passwords[login], **at}
    )
    assert answer.status_code == 201, answer.text
    body: dict[str, Any] = answer.json()
    return body


def said(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


async def test_the_living_sessions_of_ones_own_people_newest_first(house: Any) -> None:
    station = uuid4()
    nurse = await sign_in_at(house, "nurse", station)
    both = await sign_in_at(house, "both")
    await sign_in_at(house, "far")
    over = await sign_in_at(house, "reception")
    house.rows("UPDATE sessions SET ended_at = now() WHERE id = %s RETURNING 1", over["session_id"])
    idle = await sign_in_at(house, "reception")
    house.rows(
        "UPDATE sessions SET used_at = now() - interval '1 week' WHERE id = %s RETURNING 1", idle["session_id"]
    )
    answer = await house.ask("boss", "GET", "/api/sessions")
    items = answer.json()["items"]
    assert [item["login"] for item in items] == ["boss", "both", "nurse"]
    assert [item["id"] for item in items[1:]] == [both["session_id"], nurse["session_id"]]
    assert [item["present"] for item in items] == [True, False, False]
    last = items[2]
    assert (last["station_id"], last["station_name"], last["address"]) == (str(station), "Ward PC", "192.0.2.7")
    assert last["opened"] <= last["used"] < last["ends"]
    assert (items[1]["station_id"], items[1]["station_name"]) == (None, "")


async def test_filters_by_user_and_station_and_pages(house: Any) -> None:
    station = uuid4()
    for _ in range(3):
        await sign_in_at(house, "nurse", station)
    await sign_in_at(house, "both")
    headers = await house.headers()

    async def ask(**params: object) -> Any:
        answer = await house.hub.client.get("/api/sessions", params=params, headers=headers)
        assert answer.status_code == 200, answer.text
        return answer.json()

    assert {item["login"] for item in (await ask(user=house.clinic.users["nurse"]))["items"]} == {"nurse"}
    assert len((await ask(station=station))["items"]) == 3
    assert (await ask(station=uuid4()))["items"] == []
    assert (await ask(user=house.clinic.users["far"]))["items"] == []
    seen, after = [], ""
    while after is not None:
        page = await ask(limit=2, after=after)
        seen += [item["id"] for item in page["items"]]
        after = page["next"]
    assert len(seen) == len(set(seen)) == 5
    assert seen == sorted(seen, reverse=True)
    for params in ({"user": "x"}, {"station": "x"}, {"after": "x"}):
        answer = await house.hub.client.get("/api/sessions", params=params, headers=headers)
        assert (answer.status_code, answer.json()["field"]) == (400, next(iter(params)))


async def test_an_ended_session_is_over_at_once_and_does_not_come_back(house: Any) -> None:
    nurse = await sign_in_at(house, "nurse")
    path = f"/api/sessions/{nurse['session_id']}"
    assert (await house.ask("boss", "DELETE", path)).status_code == 204
    assert house.rows("SELECT end_reason FROM sessions WHERE id = %s", nurse["session_id"]) == [("administrator",)]
    assert said(await house.ask("boss", "DELETE", path)) == (404, "not_found")
    refused = await house.hub.client.post("/api/session/refresh", json={"refresh": nurse["refresh"]})
    assert refused.status_code == 401
    [event] = house.events("session.ended")
    assert (event[1], event[2], str(house.clinic.users["nurse"]) in event[4]) == (nurse["session_id"], "Boss", True)


async def test_foreign_sessions_do_not_exist_and_shared_ones_are_left_alone(house: Any) -> None:
    far, both = await sign_in_at(house, "far"), await sign_in_at(house, "both")
    assert said(await house.ask("boss", "DELETE", f"/api/sessions/{far['session_id']}")) == (404, "not_found")
    assert said(await house.ask("boss", "DELETE", f"/api/sessions/{both['session_id']}")) == (
        403, "access.works_elsewhere",
    )  # fmt: skip
    living = "SELECT count(*) FROM sessions WHERE id = ANY(%s) AND ended_at IS NULL"
    assert house.rows(living, [UUID(far["session_id"]), UUID(both["session_id"])]) == [(2,)]
    assert (await house.ask("chief", "DELETE", f"/api/sessions/{both['session_id']}")).status_code == 204


async def test_whoever_is_signed_in_at_ones_own_station_may_be_signed_out(house: Any) -> None:
    station = uuid4()
    await sign_in_at(house, "nurse", station)
    both = await sign_in_at(house, "both", station)
    assert (await house.ask("boss", "DELETE", f"/api/sessions/{both['session_id']}")).status_code == 204


@pytest.mark.parametrize("login", ["nurse", "keeper", "auditor"])
async def test_nobody_else_sees_sessions(house: Any, login: str) -> None:
    house.add("keeper", (house.clinic.id, "facility_manager"))
    house.add("auditor", (house.clinic.id, "auditor"))
    for method, path in (("GET", "/api/sessions"), ("DELETE", f"/api/sessions/{uuid4()}")):
        assert said(await house.ask(login, method, path)) == (403, "access.denied")


async def test_statements_are_bounded(house: Any) -> None:
    nurse = await sign_in_at(house, "nurse")
    headers = await house.headers()
    for method, path, most in (("GET", "/api/sessions", 1), ("DELETE", f"/api/sessions/{nurse['session_id']}", 3)):
        await house.hub.client.get("/api/sessions", headers=headers)
        house.hub.statements.clear()
        assert (await house.hub.client.request(method, path, headers=headers)).is_success
        count = house.hub.touching_tables()
        assert len(count) <= most, (path, count)
