"""Types of visits over HTTP."""

import asyncio
import json
from typing import Any

import pytest

from tests.hub.api.conftest import House
from tests.hub.api.hours_desk import Desk, open_desk

_URL = "/api/visit-types"


@pytest.fixture
def desk(house: House) -> Desk:
    return open_desk(house)


def _given(**more: Any) -> dict[str, Any]:
    return {"name": "Check", "minutes": 35, "offset": 15, "own": 20, **more}


async def test_a_two_step_type_is_added_changed_and_listed(desk: Desk) -> None:
    nurse = {"kind": "practitioner", "specialty": desk.who("nursing"), "minutes": 15}
    room = {"kind": "room", "group": "exam"}
    made = await desk.done("boss", "POST", _URL, json=_given(needs=[nurse, room], before=5, after=10, capacity=2))
    # A need without minutes lasts to the visit's end.
    assert made["needs"] == [
        {"kind": "practitioner", "group": "", "specialty": desk.who("nursing"), "offset": 0, "minutes": 15},
        {"kind": "room", "group": "exam", "specialty": 0, "offset": 0, "minutes": 35},
    ]
    assert (made["version"], made["active"], made["before"], made["capacity"]) == (1, True, 5, 2)
    listed = await desk.done("nurse", "GET", _URL)
    assert [each["name"] for each in listed["items"]] == sorted(each["name"] for each in listed["items"])
    assert made in listed["items"]
    assert listed["specialties"] == [{"id": desk.who("nursing"), "code": "nursing", "name": "Nursing"}]
    path = f"{_URL}/{made['id']}"
    saved = await desk.done("boss", "PUT", path, json=_given(minutes=40, needs=[room], version=1, active=False))
    assert (saved["version"], saved["active"], len(saved["needs"])) == (2, False, 1)
    assert await desk.refused("boss", "PUT", path, json=_given(version=1)) == (409, "conflict", "version")


async def test_what_the_desk_goes_by_is_kept_and_recorded(desk: Desk) -> None:
    made = await desk.done("boss", "POST", _URL, json=_given())
    plain = {"grace": 10, "patience": 20, "priority": 2, "forms": []}
    assert {name: made[name] for name in plain} == plain
    wanted = {"grace": 0, "patience": 480, "priority": 1, "forms": ["造影剤使用の同意書", "Data sharing"]}
    saved = await desk.done("boss", "PUT", f"{_URL}/{made['id']}", json=_given(version=1, **wanted))
    assert {name: saved[name] for name in wanted} == wanted
    assert saved in (await desk.done("nurse", "GET", _URL))["items"]
    before, after = desk.house.rows("SELECT before, after FROM audit_log WHERE action = 'visit_type.changed'")[0]
    assert json.loads(before) == plain
    assert json.loads(after) == wanted


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": 721}, "minutes"),
        ({"before": -1}, "before"),
        ({"after": 241}, "after"),
        ({"capacity": 0}, "capacity"),
        ({"capacity": 11}, "capacity"),
        ({"offset": 35}, "offset"),
        ({"own": 21}, "own"),
        ({"specialty": 999}, "specialty"),
        ({"specialty": -1}, "specialty"),
        ({"version": 2**40}, "version"),
        ({"needs": [{"kind": "room", "group": "exam"}] * 9}, "needs"),
        ({"grace": -1}, "grace"),
        ({"grace": 241}, "grace"),
        ({"patience": 0}, "patience"),
        ({"patience": 481}, "patience"),
        ({"priority": 0}, "priority"),
        ({"priority": 4}, "priority"),
        ({"forms": [str(number) for number in range(21)]}, "forms"),
        ({"forms": ["Consent", " "]}, "forms[1]"),
        ({"forms": ["x" * 101]}, "forms[0]"),
        ({"forms": ["Consent", " Consent "]}, "forms[1]"),
        ({"forms": ["a\0b"]}, "forms[0]"),
        ({"needs": [{"kind": "lawyer"}]}, "needs[0].kind"),
        ({"needs": [{"kind": "room"}]}, "needs[0].group"),
        ({"needs": [{"kind": "practitioner"}]}, "needs[0].specialty"),
        ({"needs": [{"kind": "practitioner", "specialty": 999}]}, "specialty"),
        ({"needs": [{"kind": "practitioner", "specialty": 1, "group": "x"}]}, "needs[0].group"),
        ({"needs": [{"kind": "room", "group": "x", "specialty": 1}]}, "needs[0].specialty"),
        ({"needs": [{"kind": "room", "group": "x", "offset": 35}]}, "needs[0].offset"),
        ({"needs": [{"kind": "room", "group": "x", "offset": 5, "minutes": 31}]}, "needs[0].minutes"),
    ],
)
async def test_what_does_not_fit_is_named(desk: Desk, change: dict[str, Any], field: str) -> None:
    for method, url in (("POST", _URL), ("PUT", f"{_URL}/{desk.who('visit')}")):
        found = await desk.refused("boss", method, url, json=_given(version=1) | change)
        assert found == (400, "input.field", field)


async def test_names_are_given_once_though_asked_at_once(desk: Desk) -> None:
    answers = await asyncio.gather(*(desk.ask("boss", "POST", _URL, json=_given()) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    path = f"{_URL}/{desk.who('visit')}"
    assert await desk.refused("boss", "PUT", path, json=_given(version=1)) == (409, "conflict.taken", "name")
    assert (await desk.done("boss", "PUT", path, json=_given(name="Visit", version=1)))["minutes"] == 35


async def test_more_types_than_a_list_holds_are_refused(desk: Desk) -> None:
    desk.world.run("INSERT INTO visit_types (name, minutes) SELECT 'Type ' || n, 30 FROM generate_series(1, 495) n")
    assert await desk.refused("boss", "POST", _URL, json=_given()) == (400, "input.field", "name")
    assert len((await desk.done("boss", "GET", _URL))["items"]) == 500


async def test_an_unknown_type_is_not_found_and_who_may_not_is_told_so(desk: Desk) -> None:
    for number in (987_654, 2**40):
        found = await desk.refused("boss", "PUT", f"{_URL}/{number}", json=_given())
        assert found == (404, "not_found", "type")
    for method, url in (("POST", _URL), ("PUT", f"{_URL}/1")):
        assert await desk.refused("reception", method, url, json=_given()) == (403, "access.denied", "")


async def test_a_change_is_recorded_and_makes_the_days_of_all_clinics_new(desk: Desk) -> None:
    before = dict(desk.house.rows("SELECT id, calendar FROM clinics"))
    await desk.done("boss", "PUT", f"{_URL}/{desk.who('visit')}", json=_given(name="Visit", version=1))
    after = dict(desk.house.rows("SELECT id, calendar FROM clinics"))
    assert all(after[clinic] > before[clinic] for clinic in before)
    [event] = desk.house.events("visit_type.")
    assert (event[0], json.loads(event[4]), json.loads(event[5])) == (
        "visit_type.changed",
        {"minutes": 30, "offset": 0, "own": 0},
        {"minutes": 35, "offset": 15, "own": 20},
    )
