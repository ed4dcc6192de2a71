"""Rooms and devices over HTTP."""

import json
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from tests.hub.api.conftest import House
from tests.hub.api.hours_desk import Desk, open_desk

_URL = "/api/resources"


@pytest.fixture
def desk(house: House) -> Desk:
    return open_desk(house)


def _given(desk: Desk, **more: Any) -> dict[str, Any]:
    return {"clinic_id": desk.clinic, "kind": "room", "name": "Exam 1", "group": "exam", **more}


async def test_rooms_are_added_changed_and_listed(desk: Desk) -> None:
    made = await desk.done("boss", "POST", _URL, json=_given(desk, name="Sonograph 2", kind="equipment", capacity=2))
    assert (made["version"], made["capacity"], made["active"]) == (1, 2, True)
    path = f"{_URL}/{made['id']}"
    changed = _given(desk, name="Echo", kind="equipment", group="echo", version=1)
    saved = await desk.done("boss", "PUT", path, json=changed)
    assert (saved["name"], saved["group"], saved["capacity"], saved["version"]) == ("Echo", "echo", 1, 2)
    assert await desk.refused("boss", "PUT", path, json=changed) == (409, "conflict", "version")
    seen, after = [], ""
    while True:
        params = {"clinic": desk.clinic, "after": after, "limit": "2"}
        page = await desk.done("reception", "GET", _URL, params=params)
        seen += [each["name"] for each in page["items"]]
        after = page["next"]
        if not after:
            break
    assert seen == ["Echo", "Sonograph", "Exam 1", "Exam 2", "Exam 3"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "practitioner"}, "kind"),
        ({"name": ""}, "name"),
        ({"group": ""}, "group"),
        ({"group": "x" * 101}, "group"),
        ({"capacity": 0}, "capacity"),
        ({"capacity": 11}, "capacity"),
        ({"version": -1}, "version"),
        ({"clinic_id": "x"}, "clinic_id"),
    ],
)
async def test_what_does_not_fit_is_named(desk: Desk, change: dict[str, Any], field: str) -> None:
    path = f"{_URL}/{desk.who('room1')}"
    for method, url in (("POST", _URL), ("PUT", path), ("POST", f"{path}/preview")):
        found = await desk.refused("boss", method, url, json=_given(desk, version=1) | change)
        assert found == (400, "input.field", field)


async def test_a_room_stays_a_room_of_its_clinic(desk: Desk) -> None:
    path = f"{_URL}/{desk.who('room1')}"
    for change in ({"kind": "equipment"}, {"clinic_id": str(desk.house.other)}):
        found = await desk.refused("chief", "PUT", path, json=_given(desk, version=1) | change)
        assert found == (400, "input.field", "clinic_id")


async def test_foreign_rooms_and_clinics_do_not_exist(desk: Desk) -> None:
    far = desk.world.room("Far", "exam", clinic_id=desk.house.other)
    for number in (far, 987_654, 2**40, desk.who("mori")):
        path = f"{_URL}/{number}"
        for method, url in (("PUT", path), ("POST", f"{path}/preview")):
            found = await desk.refused("boss", method, url, json=_given(desk, version=1))
            assert found == (404, "not_found", "resource")
    for clinic in (desk.house.other, uuid4()):
        found = await desk.refused("boss", "POST", _URL, json=_given(desk, clinic_id=str(clinic)))
        assert found == (404, "not_found", "clinic_id")
        found = await desk.refused("boss", "GET", _URL, params={"clinic": str(clinic)})
        assert found == (404, "not_found", "clinic")


async def test_a_preview_says_who_would_not_get_the_room(desk: Desk) -> None:
    room = desk.world.room("Hall", "hall", capacity=2)
    first, second = (
        str(desk.visit(desk.who(who), desk.world.at("10:00"), others={room: lane}))
        for lane, who in enumerate(("mori", "keller"))
    )
    path = f"{_URL}/{room}"
    hall = _given(desk, name="Hall", group="hall", capacity=2, version=1)
    for change, found in (
        ({}, []),
        ({"name": "Great hall", "capacity": 5}, []),
        ({"capacity": 1}, [(second, "capacity")]),
        ({"group": "gym"}, [(first, "group"), (second, "group")]),
        ({"active": False}, [(first, "inactive"), (second, "inactive")]),
    ):
        told = await desk.done("boss", "POST", f"{path}/preview", json=hall | change)
        assert sorted((hit["id"], hit["why"]) for hit in told["items"]) == sorted(found)
    await desk.done("boss", "PUT", path, json=hall | {"active": False})
    assert desk.house.rows("SELECT count(*) FROM occupancy WHERE resource_id = %s", room) == [(2,)]


async def test_rooms_are_set_by_who_may_and_recorded(desk: Desk) -> None:
    path = f"{_URL}/{desk.who('room1')}"
    for method, url in (("POST", _URL), ("PUT", path), ("POST", f"{path}/preview")):
        assert await desk.refused("reception", method, url, json=_given(desk)) == (403, "access.denied", "")
    await desk.done("boss", "PUT", path, json=_given(desk, capacity=2, version=1))
    [event] = desk.house.events("resource.")
    assert (event[0], event[1], event[3]) == ("resource.changed", str(desk.who("room1")), desk.world.clinic)
    assert (json.loads(event[4]), json.loads(event[5])) == ({"capacity": 1}, {"capacity": 2})


async def test_a_change_makes_the_clinics_days_new(desk: Desk) -> None:
    with psycopg.connect(desk.house.database.dsn) as connection:
        before = connection.execute("SELECT calendar FROM clinics WHERE id = %s", [desk.world.clinic]).fetchone()
    await desk.done("boss", "PUT", f"{_URL}/{desk.who('room1')}", json=_given(desk, active=False, version=1))
    [after] = desk.house.rows("SELECT calendar FROM clinics WHERE id = %s", desk.world.clinic)
    assert before is not None
    assert after[0] > before[0]
