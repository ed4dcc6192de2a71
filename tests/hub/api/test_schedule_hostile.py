"""Schedules asked by somebody who means harm, or whose world changes under the questions."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from tests.hub.api.appointments_desk import FrontDesk, front
from tests.hub.api.conftest import House
from tests.hub.api.hours_desk import Desk, open_desk

__all__ = ["front"]


@pytest.fixture
def desk(house: House) -> Desk:
    return open_desk(house)


async def _begins(front: FrontDesk, kind: int, day: date) -> list[int]:
    params = {"clinic": front.clinic, "practitioner": front.world.ids["yamada"], "day": day, "type": kind}
    answer = await front.hub.client.get("/api/schedule/slots", params=params, headers=front.headers)
    assert answer.status_code == 200, answer.text
    return [each["begins"] for each in answer.json()["slots"]]


async def test_the_last_slot_of_a_part_that_is_all_the_rest_is_offered_and_booked(
    front: FrontDesk,
) -> None:
    world = front.world
    kind, day = world.visit_type("Rest", 45, offset=15), world.today() + timedelta(days=7)
    last = world.ms("16:15")
    assert (await _begins(front, kind, day))[-1] == last
    found = await front.post(
        "/api/schedule/next",
        {"type": kind, "practitioners": [world.ids["yamada"]], "begins": last, "days": 1, "limit": 1},
    )
    assert [each["begins"] for each in found.json()["offers"]] == [last]
    await front.booked(world.patient(), world.at("16:15"), type=kind)


async def test_hours_at_the_calendars_beginning_are_taken_or_refused(desk: Desk) -> None:
    path = f"/api/practitioners/{desk.who('mori')}/template"
    version = (await desk.done("reception", "GET", path))["version"]
    lines = [desk.line(1, 0, 600, since="0001-01-01"), desk.line(7, 1_200, 1_500)]
    for given in (lines, lines[::-1]):
        body = {"version": version, "lines": given}
        assert (await desk.refused("boss", "PUT", path, json=body))[:2] == (400, "schedule.template_overlap")


async def test_pages_of_rooms_go_on_behind_the_longest_names(desk: Desk) -> None:
    for letter in "\U00020bb7\U00020bb8\U00020bb9":
        desk.world.room(letter * 100, letter * 100)
    params = {"clinic": desk.clinic, "limit": "1"}
    seen = 0
    after: str | None = ""
    while after is not None:
        page = await desk.done("reception", "GET", "/api/resources", params={**params, "after": after})
        seen, after = seen + 1, page["next"]
    assert seen == 7


async def test_a_clinic_that_goes_by_another_wall_has_other_times_at_once(front: FrontDesk) -> None:
    world, day = front.world, front.world.today() + timedelta(days=7)
    assert (await _begins(front, world.ids["visit"], day))[0] == world.ms("09:00")
    world.run("UPDATE clinics SET zone = 'Asia/Dubai' WHERE id = %s", world.clinic)
    assert (await _begins(front, world.ids["visit"], day))[0] == world.ms("14:00")


async def _left(desk: Desk) -> tuple[UUID, int]:
    """Let Mori leave the clinic for another one, with a visit still booked; return the other clinic and Mori."""
    far, mori = desk.house.other, desk.who("mori")
    desk.world.run("INSERT INTO practitioner_clinics VALUES (%s, %s)", mori, far)
    given = {"name": "Mori", "clinics": [str(far)], "version": 1}
    await desk.done("chief", "PUT", f"/api/practitioners/{mori}", json=given)
    return far, mori


async def test_who_neither_works_nor_is_visited_has_no_column_asked_for_alone_either(desk: Desk) -> None:
    world, mori = desk.world, desk.who("mori")
    world.run("DELETE FROM template_lines WHERE resource_id = %s", mori)
    params = {"clinic": desk.clinic, "day": str(world.today() + timedelta(days=7)), "practitioner": mori}
    assert (await desk.done("reception", "GET", "/api/schedule", params=params))["columns"] == []
    desk.visit(mori, world.at("10:00"))
    (column,) = (await desk.done("reception", "GET", "/api/schedule", params=params))["columns"]
    assert column["practitioner"] == mori


async def test_visits_of_who_has_left_stay_in_sight(desk: Desk) -> None:
    world, day = desk.world, desk.world.today() + timedelta(days=7)
    visit = desk.visit(desk.who("mori"), world.at("10:00"), patient=world.patient("Aoki Ren"))
    world.exception("extra", world.at("18:00"), world.at("20:00"), resource=desk.who("mori"))
    _, mori = await _left(desk)
    params = {"clinic": desk.clinic, "day": str(day)}
    columns = (await desk.done("reception", "GET", "/api/schedule", params=params))["columns"]
    (column,) = [each for each in columns if each["practitioner"] == mori]
    assert (column["work"], [card["id"] for card in column["cards"]]) == ([], [str(visit)])
    alone = await desk.done("reception", "GET", "/api/schedule", params=params | {"practitioner": mori})
    week = {"clinic": desk.clinic, "practitioner": mori, "from": str(day), "days": "1"}
    assert (
        alone["columns"]
        == [column]
        == (await desk.done("reception", "GET", "/api/schedule/week", params=week))["columns"]
    )


async def test_who_has_left_takes_no_visits_and_has_no_empty_columns(desk: Desk) -> None:
    day = desk.world.today() + timedelta(days=7)
    _, mori = await _left(desk)
    params = {"clinic": desk.clinic, "day": str(day)}
    columns = (await desk.done("reception", "GET", "/api/schedule", params=params))["columns"]
    assert mori not in [each["practitioner"] for each in columns]
    slots = params | {"practitioner": mori, "type": desk.who("visit")}
    assert (await desk.refused("reception", "GET", "/api/schedule/slots", params=slots))[0] == 400
    people = {"clinic": desk.clinic, "inactive": "true"}
    found = (await desk.done("reception", "GET", "/api/practitioners", params=people))["items"]
    assert [each["clinics"] for each in found if each["id"] == mori] == [[]]
    assert mori not in [each["id"] for each in (await desk.done("reception", "GET", "/api/practitioners"))["items"]]
    assert (await desk.refused("boss", "GET", f"/api/practitioners/{mori}"))[0] == 404
    far = desk.house.other
    away = params | {"clinic": str(far), "practitioner": mori}
    assert (await desk.refused("boss", "GET", "/api/schedule", params=away))[0] == 404


async def test_visits_of_who_has_left_are_told_of(desk: Desk) -> None:
    world, day = desk.world, desk.world.today() + timedelta(days=7)
    _, mori = await _left(desk)
    told = world.run(
        "SELECT day FROM schedule_changes(ARRAY[%s], ARRAY[%s::timestamptz], ARRAY[%s::timestamptz])"
        " WHERE clinic_id = %s",
        mori, world.at("10:00"), world.at("10:30"), desk.clinic,
    )  # fmt: skip
    assert told == [(day,)]
    watched = world.run(
        "SELECT practitioner FROM schedule_watched(ARRAY[%s::uuid], ARRAY[%s], ARRAY[0])", desk.clinic, day
    )
    assert (mori,) in watched


async def test_who_comes_back_has_hours_and_clinics_again(desk: Desk) -> None:
    world, day = desk.world, desk.world.today() + timedelta(days=7)
    world.exception("extra", world.at("18:00"), world.at("20:00"), resource=desk.who("mori"))
    far, mori = await _left(desk)
    people = {"clinic": desk.clinic, "inactive": "true"}
    params = {"clinic": desk.clinic, "day": str(day)}
    back = {"name": "Mori", "clinics": [str(far), desk.clinic], "version": 2}
    await desk.done("chief", "PUT", f"/api/practitioners/{mori}", json=back)
    (column,) = (await desk.done("reception", "GET", "/api/schedule", params=params | {"practitioner": mori}))[
        "columns"
    ]
    assert [each["begins"] for each in column["work"]] == [world.ms("18:00")]
    found = (await desk.done("chief", "GET", "/api/practitioners", params=people))["items"]
    assert [set(each["clinics"]) for each in found if each["id"] == mori] == [{str(far), desk.clinic}]
