"""Who sees patients, over HTTP."""

import asyncio
import json
from typing import Any

import pytest

from tests.hub.api.conftest import House
from tests.hub.api.hours_desk import Desk, open_desk

_URL = "/api/practitioners"


@pytest.fixture
def desk(house: House) -> Desk:
    return open_desk(house)


def _given(desk: Desk, **more: Any) -> dict[str, Any]:
    return {"name": "Hanako Sato", "clinics": [desk.clinic], **more}


async def test_somebody_is_added_changed_and_found(desk: Desk) -> None:
    nursing = desk.who("nursing")
    made = await desk.done("boss", "POST", _URL, json=_given(desk, title="Dr", specialties=[nursing, nursing]))
    number = made["id"]
    assert made == {
        "id": number, "name": "Hanako Sato", "title": "Dr", "sort_name": "hanako sato", "clinics": [desk.clinic],
        "specialties": [nursing], "active": True, "version": 1, "user_id": None,
    }  # fmt: skip
    changed = _given(desk, name="Sato Hanako", sort_name="Sato Hanako", version=1)
    saved = await desk.done("boss", "PUT", f"{_URL}/{number}", json=changed)
    assert (saved["name"], saved["sort_name"], saved["specialties"], saved["version"]) == (
        "Sato Hanako", "sato hanako", [], 2,
    )  # fmt: skip
    assert saved == await desk.done("reception", "GET", f"{_URL}/{number}")
    assert await desk.refused("boss", "PUT", f"{_URL}/{number}", json=changed) == (409, "conflict", "version")


async def test_two_who_change_somebody_at_once_do_not_both(desk: Desk) -> None:
    path = f"{_URL}/{desk.who('mori')}"
    given = _given(desk, version=1)
    answers = await asyncio.gather(*(desk.ask("boss", "PUT", path, json=given) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]


async def test_the_list_goes_by_name_and_may_be_narrowed(desk: Desk) -> None:
    params = {"clinic": desk.clinic}
    names = [each["name"] for each in (await desk.done("reception", "GET", _URL, params=params))["items"]]
    assert names == ["Keller", "Mori", "Sato", "Yamada"]
    seen, after = [], ""
    while True:
        page = await desk.done("reception", "GET", _URL, params={"after": after, "limit": "3"})
        seen += [each["name"] for each in page["items"]]
        after = page["next"]
        if not after:
            break
    assert seen == names
    for narrowed, found in (
        ({"text": "AMA"}, ["Yamada"]),
        ({"text": "%"}, []),
        ({"specialty": str(desk.who("nursing"))}, ["Sato"]),
        ({"specialty": "999"}, []),
    ):
        page = await desk.done("reception", "GET", _URL, params=narrowed)
        assert [each["name"] for each in page["items"]] == found
    path = f"{_URL}/{desk.who('mori')}"
    await desk.done("boss", "PUT", path, json=_given(desk, name="Mori", active=False, version=1))
    assert len((await desk.done("reception", "GET", _URL))["items"]) == 3
    everybody = (await desk.done("reception", "GET", _URL, params={"inactive": "true"}))["items"]
    assert [each["name"] for each in everybody if not each["active"]] == ["Mori"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "a\x00"}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"title": "x" * 41}, "title"),
        ({"clinics": []}, "clinics"),
        ({"clinics": ["x"]}, "clinics"),
        ({"clinics": [""] * 101}, "clinics"),
        ({"specialties": [999]}, "specialties"),
        ({"specialties": [2**40]}, "specialties"),
        ({"specialties": list(range(1, 30))}, "specialties"),
        ({"version": -1}, "version"),
        ({"version": 2**40}, "version"),
    ],
)
async def test_what_does_not_fit_is_named(desk: Desk, change: dict[str, Any], field: str) -> None:
    path = f"{_URL}/{desk.who('mori')}"
    for method, url in (("POST", _URL), ("PUT", path)):
        found = await desk.refused("boss", method, url, json=_given(desk, version=1) | change)
        assert found == (400, "input.field", field)
    for params, wrong in (
        ({"specialty": "-1"}, "specialty"),
        ({"text": "x" * 101}, "text"),
        ({"after": "x"}, "after"),
    ):
        assert await desk.refused("boss", "GET", _URL, params=params) == (400, "input.field", wrong)


async def test_foreign_people_and_clinics_do_not_exist(desk: Desk) -> None:
    other = desk.house.other
    far = desk.world.practitioner("Far", clinics=[other])
    for number in (far, 987_654, 2**40, desk.who("room1")):
        path = f"{_URL}/{number}"
        assert await desk.refused("boss", "GET", path) == (404, "not_found", "practitioner")
        for method, url in (("PUT", path), ("POST", f"{path}/preview")):
            found = await desk.refused("boss", method, url, json=_given(desk))
            assert found == (404, "not_found", "practitioner")
    for method, url in (("POST", _URL), ("PUT", f"{_URL}/{desk.who('mori')}")):
        found = await desk.refused("boss", method, url, json=_given(desk, clinics=[desk.clinic, str(other)]))
        assert found == (404, "not_found", "clinics")
    found = await desk.refused("boss", "GET", _URL, params={"clinic": str(other)})
    assert found == (404, "not_found", "clinic")


async def test_of_somebody_who_works_elsewhere_too_only_the_place_is_changed(desk: Desk) -> None:
    other = str(desk.house.other)
    both = await desk.done("chief", "POST", _URL, json=_given(desk, clinics=[desk.clinic, other]))
    path = f"{_URL}/{both['id']}"
    same = _given(desk, version=1)
    for change in ({"name": "Other"}, {"active": False}, {"title": "Dr"}, {"specialties": [desk.who("nursing")]}):
        found = await desk.refused("boss", "PUT", path, json=same | change)
        assert found == (403, "access.works_elsewhere", "")
    desk.world.hours(both["id"])
    desk.world.hours(both["id"], clinic_id=desk.house.other)
    left = await desk.done("boss", "PUT", path, json=same | {"clinics": []})
    assert (left["clinics"], left["version"]) == ([], 2)
    assert await desk.refused("boss", "GET", path) == (404, "not_found", "practitioner")
    assert (await desk.done("far", "GET", path))["clinics"] == [other]
    # The hours of the clinic that was left went with it.
    lines = (await desk.done("chief", "GET", f"{path}/template"))["lines"]
    assert {line["clinic_id"] for line in lines} == {other}


async def test_who_leaves_keeps_the_visits_and_a_preview_counts_them(desk: Desk) -> None:
    world, mori = desk.world, desk.who("mori")
    path = f"{_URL}/{mori}"
    visits = [str(desk.visit(mori, world.at("09:00", ahead))) for ahead in (3, 5)]
    desk.visit(mori, world.at("10:00"), state="cancelled")
    desk.visit(mori, world.at("10:00", -1), state="done")
    other = desk.visit(desk.who("keller"), world.at("10:00", 6), 45, type_id=desk.who("steps"), others={mori: 0})
    given = _given(desk, name="Mori", active=False, version=1)
    found = await desk.done("boss", "POST", f"{path}/preview", json=given)
    assert [(hit["id"], hit["why"]) for hit in found["items"]] == [
        (each, "inactive") for each in (*visits, str(other))
    ]
    assert found["total"] == 3
    staying = await desk.done("boss", "POST", f"{path}/preview", json=given | {"active": True})
    assert staying["total"] == 0
    await desk.done("boss", "PUT", path, json=given)
    assert desk.house.rows("SELECT count(*) FROM appointments WHERE state = 'booked'") == [(3,)]
    again = await desk.done("boss", "POST", f"{path}/preview", json=given)
    assert again["total"] == 0  # new ones are refused already


async def test_leaving_one_of_two_clinics_concerns_its_visits_alone(desk: Desk) -> None:
    other = desk.house.other
    both = desk.world.practitioner("Both", clinics=[desk.world.clinic, other])
    here = desk.visit(both, desk.world.at("09:00"))
    desk.visit(both, desk.world.at("11:00"), clinic=other)
    given = _given(desk, name="Both", clinics=[str(other)], version=1)
    found = await desk.done("chief", "POST", f"{_URL}/{both}/preview", json=given)
    assert [(hit["id"], hit["why"]) for hit in found["items"]] == [(str(here), "left")]


async def test_people_are_set_by_who_may_and_recorded(desk: Desk) -> None:
    path = f"{_URL}/{desk.who('mori')}"
    for method, url in (("POST", _URL), ("PUT", path), ("POST", f"{path}/preview")):
        assert await desk.refused("reception", method, url, json=_given(desk)) == (403, "access.denied", "")
    await desk.done("boss", "POST", _URL, json=_given(desk))
    await desk.done("boss", "PUT", path, json=_given(desk, name="Mori", active=False, version=1))
    added, changed = desk.house.events("practitioner.")
    assert (added[0], json.loads(added[5])["name"]) == ("practitioner.added", "Hanako Sato")
    assert (changed[0], json.loads(changed[4]), json.loads(changed[5])) == (
        "practitioner.changed", {"active": True}, {"active": False},
    )  # fmt: skip
    [(clinics,)] = desk.house.rows("SELECT clinics FROM audit_log WHERE action = 'practitioner.changed'")
    assert clinics == [desk.world.clinic]


async def test_a_change_raises_the_version_that_days_are_kept_by(desk: Desk) -> None:
    mori = desk.who("mori")
    await desk.done("boss", "PUT", f"{_URL}/{mori}", json=_given(desk, active=False, version=1))
    assert desk.house.rows("SELECT hours > 2 FROM resources WHERE id = %s", mori) == [(True,)]


async def test_statements(desk: Desk) -> None:
    headers, hub = await desk.house.headers(), desk.house.hub
    path = f"{_URL}/{desk.who('mori')}"
    for method, url, most, body in (
        ("GET", _URL, 1, None),
        ("GET", path, 1, None),
        ("POST", _URL, 2, _given(desk)),
        ("POST", f"{path}/preview", 2, _given(desk)),
        ("PUT", path, 3, _given(desk, version=1)),
    ):
        await hub.client.get("/api/visit-types", headers=headers)
        hub.statements.clear()
        answer = await hub.client.request(method, url, headers=headers, json=body)
        assert answer.status_code < 300, answer.text
        assert len(hub.touching_tables()) == most
