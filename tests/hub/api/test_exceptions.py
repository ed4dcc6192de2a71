"""Leave, blocks, extra hours and closed clinics over HTTP."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from tests.hub.api.conftest import House
from tests.hub.api.hours_desk import Desk, open_desk

_URL = "/api/exceptions"


@pytest.fixture
def desk(house: House) -> Desk:
    return open_desk(house)


def _given(desk: Desk, kind: str = "leave", first: str = "09:00", last: str = "12:00", **more: Any) -> dict[str, Any]:
    """Return an exception a week ahead, of mori unless it is the clinic's."""
    who = 0 if kind == "closed" else desk.who("mori")
    begins, ends = (desk.world.at(wall).isoformat() for wall in (first, last))
    return {"clinic_id": desk.clinic, "kind": kind, "practitioner": who, "begins": begins, "ends": ends, **more}


def _span(desk: Desk) -> dict[str, str]:
    return {"clinic": desk.clinic, "from": str(desk.world.ms("00:00", 0)), "to": str(desk.world.ms("00:00", 40))}


async def test_exceptions_are_written_listed_and_taken_back(desk: Desk) -> None:
    made = await desk.done("reception", "POST", _URL, json=_given(desk, label=" Conference "))
    world = desk.world
    assert made == {
        "id": made["id"], "clinic_id": desk.clinic, "kind": "leave", "begins": world.ms("09:00"),
        "ends": world.ms("12:00"), "practitioner": desk.who("mori"), "label": "Conference", "by": "Reception",
        "at": made["at"], "step": 15, "cap": 0,
    }  # fmt: skip
    closed = await desk.done("boss", "POST", _URL, json=_given(desk, "closed", "08:00", "20:00"))
    page = await desk.done("reception", "GET", _URL, params=_span(desk))
    assert [each["id"] for each in page["items"]] == [closed["id"], made["id"]]
    only = await desk.done("reception", "GET", _URL, params={**_span(desk), "practitioner": desk.who("mori")})
    assert [each["id"] for each in only["items"]] == [made["id"]]
    answer = await desk.ask("reception", "DELETE", f"{_URL}/{made['id']}")
    assert answer.status_code == 204
    assert await desk.refused("boss", "DELETE", f"{_URL}/{made['id']}") == (404, "not_found", "exception")
    [left] = (await desk.done("reception", "GET", _URL, params=_span(desk)))["items"]
    assert left["id"] == closed["id"]


async def test_pages_go_on_where_they_ended(desk: Desk) -> None:
    for number in range(7):
        await desk.done("boss", "POST", _URL, json=_given(desk, "block", "09:00", f"1{number}:00"))
    seen, after = [], ""
    while True:
        page = await desk.done("boss", "GET", _URL, params={**_span(desk), "after": after, "limit": "3"})
        seen += [each["id"] for each in page["items"]]
        after = page["next"]
        if not after:
            break
    assert len(seen) == len(set(seen)) == 7
    for bad in ("x", "WyIxIl0", "WyItMSIsIjAwMDAwMDAwLTAwMDAtMDAwMC0wMDAwLTAwMDAwMDAwMDAwMCJd"):
        found = await desk.refused("boss", "GET", _URL, params={**_span(desk), "after": bad})
        assert found == (400, "input.field", "after")


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"kind": "nap"}, "input.field", "kind"),
        ({"practitioner": 0}, "input.field", "practitioner"),
        ({"kind": "closed", "practitioner": 5}, "input.field", "practitioner"),
        ({"practitioner": 2**40}, "input.field", "practitioner"),
        ({"step": 0}, "input.field", "step"),
        ({"cap": 10}, "input.field", "cap"),
        ({"label": "x" * 101}, "input.field", "label"),
        ({"label": "\x00"}, "input.field", "label"),
        ({"clinic_id": "x"}, "input.field", "clinic_id"),
        ({"begins": "0001-01-01T00:00:00+14:00"}, "input.field", "begins"),
        ({"begins": "9999-12-31T00:00:00", "ends": "9999-12-31T23:59:59-14:00"}, "input.field", "ends"),
        ({"begins": "2031-01-01T00:00:00", "ends": "2031-01-02T00:00:00"}, "input.field", "begins"),
        ({"begins": "2024-01-01T00:00:00", "ends": "2024-01-02T00:00:00"}, "input.field", "begins"),
        ({"begins": "soon"}, "input.field", "begins"),
    ],
)
async def test_what_does_not_fit_is_named(desk: Desk, change: dict[str, Any], code: str, field: str) -> None:
    for path in (_URL, f"{_URL}/preview"):
        found = await desk.refused("boss", "POST", path, json=_given(desk) | change)
        assert found == (400, code, field)


async def test_times_that_do_not_follow_each_other_or_are_over_are_refused(desk: Desk) -> None:
    now = datetime.now(UTC)
    for begins, ends, kind, code in (
        (now, now, "leave", "input.field"),
        (now, now + timedelta(days=401), "leave", "input.field"),
        (now, now + timedelta(hours=25), "extra", "input.field"),
        (now - timedelta(days=2), now - timedelta(days=1), "leave", "schedule.past"),
    ):
        given = _given(desk, kind, begins=begins.isoformat(), ends=ends.isoformat())
        assert await desk.refused("boss", "POST", _URL, json=given) == (400, code, "ends")
    ill = _given(desk, begins=(now - timedelta(hours=3)).isoformat(), ends=(now + timedelta(days=1)).isoformat())
    await desk.done("boss", "POST", _URL, json=ill)


async def test_wall_times_that_are_left_out_or_come_twice_are_refused(desk: Desk) -> None:
    desk.world.run("UPDATE clinics SET zone = 'Europe/Berlin' WHERE id = %s", desk.world.clinic)
    year = datetime.now(UTC).year + 1
    gap = next(day for day in range(25, 32) if datetime(year, 3, day, tzinfo=UTC).weekday() == 6)
    twice = next(day for day in range(25, 32) if datetime(year, 10, day, tzinfo=UTC).weekday() == 6)
    out, both = f"{year}-03-{gap}T02:30:00", f"{year}-10-{twice}T02:30:00"
    for begins, ends, code, field in (
        (out, f"{year}-03-{gap}T09:00:00", "time.gap", "begins"),
        (f"{year}-03-{gap}T01:00:00", out, "time.gap", "ends"),
        (both, f"{year}-10-{twice}T09:00:00", "time.twice", "begins"),
        (f"{year}-10-{twice}T01:00:00", both, "time.twice", "ends"),
    ):
        found = await desk.refused("boss", "POST", _URL, json=_given(desk, begins=begins, ends=ends))
        assert found == (400, code, field)
    said = _given(desk, begins=f"{both}+02:00", ends=f"{both}+01:00")
    made = await desk.done("boss", "POST", _URL, json=said)
    assert made["ends"] - made["begins"] == 3_600_000


async def test_foreign_clinics_and_people_do_not_exist(desk: Desk) -> None:
    far = desk.world.practitioner("Far", clinics=[desk.house.other])
    for path in (_URL, f"{_URL}/preview"):
        for given, field in (
            (_given(desk, practitioner=far), "practitioner"),
            (_given(desk, practitioner=987_654), "practitioner"),
            (_given(desk, clinic_id=str(desk.house.other)), "clinic_id"),
            (_given(desk, clinic_id=str(uuid4())), "clinic_id"),
            (_given(desk, practitioner=desk.who("room1")), "practitioner"),
        ):
            assert await desk.refused("boss", "POST", path, json=given) == (404, "not_found", field)
    made = await desk.done("far", "POST", _URL, json=_given(desk, clinic_id=str(desk.house.other), practitioner=far))
    for method, path in (("DELETE", f"{_URL}/{made['id']}"), ("POST", f"{_URL}/{made['id']}/preview")):
        assert await desk.refused("boss", method, path) == (404, "not_found", "exception")
    found = await desk.refused("boss", "GET", _URL, params={**_span(desk), "clinic": str(desk.house.other)})
    assert found == (404, "not_found", "clinic")
    assert (await desk.done("boss", "GET", _URL, params={**_span(desk), "practitioner": far}))["items"] == []


async def test_leave_that_was_written_elsewhere_is_listed_by_its_times_alone(desk: Desk) -> None:
    other = str(desk.house.other)
    both = desk.world.practitioner("Both", clinics=[desk.world.clinic, desk.house.other])
    for kind in ("leave", "extra"):
        given = _given(desk, kind, clinic_id=other, practitioner=both, label="Operation")
        await desk.done("far", "POST", _URL, json=given)
    [here] = (await desk.done("boss", "GET", _URL, params=_span(desk)))["items"]
    assert (here["clinic_id"], here["label"], here["by"], here["kind"]) == ("", "", "", "leave")
    assert here["begins"] == desk.world.ms("09:00")
    whole = (await desk.done("chief", "GET", _URL, params=_span(desk)))["items"]
    assert [(each["clinic_id"], each["label"]) for each in whole] == [(other, "Operation")]
    assert await desk.refused("boss", "DELETE", f"{_URL}/{here['id']}") == (404, "not_found", "exception")


async def test_a_preview_of_leave_names_visits_here_and_times_elsewhere(desk: Desk) -> None:
    world, other = desk.world, desk.house.other
    both = world.practitioner("Both", clinics=[world.clinic, other])
    world.hours(both)
    world.hours(both, "00:00", "24:00", clinic_id=other)
    open_chart = world.patient("Aoki Ren", born="1980-02-03", sex="M")
    closed_chart = world.patient("Hidden Name", restriction="vip")
    world.run(
        "INSERT INTO patient_contacts VALUES (%s, 1, 'phone', '090-1', 'Mother', 'mother', '0901'),"
        " (%s, 2, 'phone', '090-2', '', '', '0902')", open_chart, open_chart,
    )  # fmt: skip
    here = desk.visit(both, world.at("09:00"), patient=open_chart)
    hidden = desk.visit(both, world.at("10:00"), patient=closed_chart)
    desk.visit(both, world.at("11:00"), clinic=other)
    given = _given(desk, practitioner=both)
    found = await desk.done("reception", "POST", f"{_URL}/preview", json=given)
    assert found["total"] == 3
    first, second, third = found["items"]
    assert (first["id"], first["why"], first["restricted"]) == (str(here), "leave", False)
    assert (first["patient"]["name"], first["patient"]["phone"]) == ("Aoki Ren", "090-2")
    assert (second["id"], second["restricted"], second["patient"]["name"]) == (str(hidden), True, "")
    assert (third["id"], third["type"], third["restricted"], third["patient"]["id"]) == ("", 0, True, "")
    for hit in (await desk.done("boss", "POST", f"{_URL}/preview", json=given))["items"]:
        assert hit["patient"]["name"] == ""
    # Neither written nor taken: only looked at.
    assert desk.house.rows("SELECT count(*) FROM schedule_exceptions") == [(0,)]


async def test_a_closed_clinic_concerns_everybody_there_and_nobody_elsewhere(desk: Desk) -> None:
    world = desk.world
    both = world.practitioner("Both", clinics=[world.clinic, desk.house.other])
    world.hours(both)
    desk.visit(desk.who("mori"), world.at("09:00"))
    desk.visit(both, world.at("11:30"))
    desk.visit(both, world.at("10:00"), clinic=desk.house.other)
    desk.visit(desk.who("keller"), world.at("12:00"))
    found = await desk.done("reception", "POST", f"{_URL}/preview", json=_given(desk, "closed"))
    assert [(hit["practitioner"], hit["why"]) for hit in found["items"]] == [
        (desk.who("mori"), "closed"),
        (both, "closed"),
    ]
    # Who was away then had those visits refused before.
    await desk.done("reception", "POST", _URL, json=_given(desk, "leave"))
    found = await desk.done("reception", "POST", f"{_URL}/preview", json=_given(desk, "closed"))
    assert [hit["practitioner"] for hit in found["items"]] == [both]


async def test_a_colleagues_leave_concerns_the_visits_that_take_the_colleague(desk: Desk) -> None:
    world = desk.world
    steps = desk.visit(
        desk.who("mori"), world.at("10:00"), 45, type_id=desk.who("steps"), others={desk.who("nurse"): 0}
    )
    given = _given(desk, practitioner=desk.who("nurse"))
    found = await desk.done("reception", "POST", f"{_URL}/preview", json=given)
    assert [(hit["id"], hit["practitioner"], hit["why"]) for hit in found["items"]] == [
        (str(steps), desk.who("mori"), "leave")
    ]


async def test_taking_extra_hours_back_leaves_their_visits_outside(desk: Desk) -> None:
    world = desk.world
    extra = await desk.done("reception", "POST", _URL, json=_given(desk, "extra", "18:00", "20:00"))
    late = desk.visit(desk.who("mori"), world.at("19:00"))
    path = f"{_URL}/{extra['id']}"
    found = await desk.done("reception", "POST", f"{path}/preview")
    assert [(hit["id"], hit["why"]) for hit in found["items"]] == [(str(late), "outside_hours")]
    await desk.done("reception", "DELETE", path)
    assert desk.house.rows("SELECT state FROM appointments") == [("booked",)]


async def test_exceptions_are_set_by_who_may_and_recorded(desk: Desk) -> None:
    for method, path in (("POST", _URL), ("POST", f"{_URL}/preview"), ("DELETE", f"{_URL}/{uuid4()}")):
        given = {"json": _given(desk)} if method == "POST" else {}
        assert await desk.refused("nurse", method, path, **given) == (403, "access.denied", "")
    made = await desk.done("reception", "POST", _URL, json=_given(desk, label="Away"))
    await desk.done("boss", "DELETE", f"{_URL}/{made['id']}")
    added, removed = desk.house.events("hours.exception")
    assert (added[0], added[1], added[3]) == ("hours.exception_added", made["id"], desk.world.clinic)
    assert json.loads(added[5])["label"] == json.loads(removed[4])["label"] == "Away"
    assert json.loads(removed[4])["practitioner"] == desk.who("mori")


@pytest.mark.parametrize("kind", ["leave", "closed"])
async def test_whoever_books_then_is_waited_for(desk: Desk, kind: str) -> None:
    with psycopg.connect(desk.house.database.dsn) as booking:
        booking.execute("SELECT schedule_lock(%s, %s, false)", [[desk.world.clinic], [desk.who("mori")]])
        waiting = asyncio.create_task(desk.ask("boss", "POST", _URL, json=_given(desk, kind)))
        await desk.done("boss", "POST", f"{_URL}/preview", json=_given(desk, kind))
        await desk.done("boss", "POST", _URL, json=_given(desk, practitioner=desk.who("keller")))
        assert not waiting.done()
    made = (await waiting).json()
    with psycopg.connect(desk.house.database.dsn) as booking:
        booking.execute("SELECT schedule_lock(%s, %s, false)", [[desk.world.clinic], [desk.who("mori")]])
        waiting = asyncio.create_task(desk.ask("boss", "DELETE", f"{_URL}/{made['id']}"))
        await desk.done("boss", "POST", f"{_URL}/{made['id']}/preview")
        assert not waiting.done()
    assert (await waiting).status_code == 204


async def test_statements(desk: Desk) -> None:
    headers, hub = await desk.house.headers(), desk.house.hub
    made = await desk.done("boss", "POST", _URL, json=_given(desk))
    path = f"{_URL}/{made['id']}"
    for method, url, most, given in (
        ("GET", _URL, 1, {"params": _span(desk)}),
        ("POST", f"{_URL}/preview", 2, {"json": _given(desk)}),
        ("POST", _URL, 3, {"json": _given(desk)}),
        ("POST", f"{path}/preview", 2, {}),
        ("DELETE", path, 1, {}),
    ):
        await hub.client.get("/api/visit-types", headers=headers)
        hub.statements.clear()
        answer = await hub.client.request(method, url, headers=headers, **given)
        assert answer.status_code < 300, answer.text
        assert len(hub.touching_tables()) == most
