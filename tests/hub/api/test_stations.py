"""The PCs that consoles run on: where they stand and who is signed in there."""

from typing import Any
from uuid import UUID, uuid4

import pytest


async def station_of(house: Any, login: str, name: str, *, station: UUID | None = None) -> UUID:
    """A PC that becomes known by somebody signing in there."""
    identity = station or uuid4()
    given = {"id": str(identity), "name": name, "shared": True, "version": "3.1"}
    answer = await house.hub.client.post(
        "/api/session", json={"login": login, "password": house.clinic.passwords[login], "station": given}
    )
    assert answer.status_code == 201, answer.text
    return identity


def said(answer: Any) -> tuple[int, str, str]:
    return answer.status_code, answer.json()["code"], answer.json()["field"]


async def test_stations_with_who_is_signed_in_there(house: Any) -> None:
    here = await station_of(house, "nurse", "Ward PC")
    await station_of(house, "reception", "Ward PC", station=here)
    await station_of(house, "reception", "Ward PC", station=here)
    await station_of(house, "far", "Far PC")
    answer = await house.ask("boss", "GET", "/api/stations")
    [item] = answer.json()["items"]
    assert item["seen"] > 0
    assert {**item, "seen": 0} == {
        "id": str(here),
        "clinic_id": str(house.clinic.id),
        "name": "Ward PC",
        "shared": True,
        "version": "3.1",
        "address": "192.0.2.7",
        "seen": 0,
        "sessions": 3,
        "users": ["Nurse", "Reception"],
    }
    assert len((await house.ask("chief", "GET", "/api/stations")).json()["items"]) == 2


async def test_pages_hold_every_station_once_by_name(house: Any) -> None:
    for name in ("c", "A", "b", "佐", "b"):
        await station_of(house, "nurse", name)
    headers, seen, after = await house.headers(), [], ""
    while after is not None:
        answer = await house.hub.client.get("/api/stations", params={"limit": 2, "after": after}, headers=headers)
        seen += [item["name"] for item in answer.json()["items"]]
        after = answer.json()["next"]
    assert seen == ["A", "b", "b", "c", "佐"]
    answer = await house.hub.client.get("/api/stations", params={"after": "x"}, headers=headers)
    assert said(answer) == (400, "input.field", "after")


async def test_a_station_moves_between_ones_own_clinics(house: Any) -> None:
    station = await station_of(house, "nurse", "Ward PC")
    path = f"/api/stations/{station}"
    for clinic, status, field in ((str(house.other), 404, "clinic_id"), ("x", 400, "clinic_id")):
        assert said(await house.ask("boss", "PATCH", path, json={"clinic_id": clinic}))[::2] == (status, field)
    moved = await house.ask("chief", "PATCH", path, json={"clinic_id": str(house.other)})
    assert (moved.status_code, moved.json()["clinic_id"]) == (200, str(house.other))
    same = await house.ask("chief", "PATCH", path, json={"clinic_id": str(house.other)})
    assert same.status_code == 200
    left, came = house.events("station.")
    assert [event[:3] for event in (left, came)] == [("station.changed", str(station), "Chief")] * 2
    assert [event[3] for event in (left, came)] == [house.clinic.id, house.other], "each log has its own part"
    for event, foreign in ((left, house.other), (came, house.clinic.id)):
        assert str(foreign) not in event[4] + event[5]
    assert said(await house.ask("boss", "PATCH", path, json={"clinic_id": str(house.clinic.id)}))[0] == 404


async def test_a_station_is_forgotten_once_nobody_is_signed_in_there(house: Any) -> None:
    station = await station_of(house, "nurse", "Ward PC")
    path = f"/api/stations/{station}"
    assert said(await house.ask("boss", "DELETE", path)) == (409, "conflict.in_use", "")
    ended = await house.ask("boss", "DELETE", f"{path}/sessions")
    assert ended.json() == {"count": 1}
    assert (await house.ask("boss", "DELETE", path)).status_code == 204
    assert said(await house.ask("boss", "DELETE", path)) == (404, "not_found", "")
    assert house.rows("SELECT station_id FROM sessions WHERE user_id = %s", house.clinic.users["nurse"]) == [(None,)]
    assert [event[0] for event in house.events("station.")] == ["station.forgotten"]
    assert house.events("session.ended_everywhere")[0][1] == str(station)


async def test_whoever_is_signed_in_at_ones_own_station_is_signed_out(house: Any) -> None:
    station = await station_of(house, "nurse", "Ward PC")
    await station_of(house, "both", "Ward PC", station=station)
    answer = await house.ask("boss", "DELETE", f"/api/stations/{station}/sessions")
    assert answer.json() == {"count": 2}


async def test_a_foreign_station_does_not_exist(house: Any) -> None:
    far = await station_of(house, "far", "Far PC")
    for method, tail, body in (
        ("PATCH", "", {"clinic_id": str(house.clinic.id)}),
        ("DELETE", "", None),
        ("DELETE", "/sessions", None),
    ):
        for station in (far, uuid4()):
            given = {"json": body} if body else {}
            answer = await house.ask("boss", method, f"/api/stations/{station}{tail}", **given)
            assert said(answer) == (404, "not_found", "")
    assert house.rows("SELECT clinic_id FROM stations") == [(house.other,)]


@pytest.mark.parametrize(("login", "allowed"), [("keeper", True), ("nurse", False), ("auditor", False)])
async def test_who_may_look_after_stations(house: Any, login: str, allowed: bool) -> None:
    house.add("keeper", (house.clinic.id, "facility_manager"))
    house.add("auditor", (house.clinic.id, "auditor"))
    answer = await house.ask(login, "GET", "/api/stations")
    assert answer.status_code == (200 if allowed else 403)


async def test_statements_are_bounded(house: Any) -> None:
    station = await station_of(house, "nurse", "Ward PC")
    headers = await house.headers()
    one = f"/api/stations/{station}"
    await house.hub.client.get("/api/stations", headers=headers)
    for method, path, body, most in (
        ("GET", "/api/stations", None, 1),
        ("PATCH", one, {"clinic_id": str(house.clinic.id)}, 2),
        ("DELETE", one + "/sessions", None, 3),
        ("DELETE", one, None, 2),
    ):
        house.hub.statements.clear()
        given = {"json": body} if body is not None else {}
        answer = await house.hub.client.request(method, path, headers=headers, **given)
        assert answer.is_success, answer.text
        count = [
            s for s in house.hub.statements if "enter_scope" not in s and "audit_add" not in s and "COMMIT" not in s
        ]
        assert len(count) <= most, (path, count)
