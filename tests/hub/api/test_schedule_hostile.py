"""Schedules asked by somebody who means harm, or whose world changes under the questions."""

from datetime import date, timedelta

import pytest

from tests.hub.api.appointments_desk import FrontDesk, front  # noqa: F401 - a fixture
from tests.hub.api.conftest import House
from tests.hub.api.hours_desk import Desk, open_desk
from tests.hub.schedule_world import ScheduleWorld


@pytest.fixture
def desk(house: House) -> Desk:
    return open_desk(house)


async def _begins(front: FrontDesk, kind: int, day: date) -> list[int]:
    params = {"clinic": front.clinic, "practitioner": front.world.ids["yamada"], "day": day, "type": kind}
    answer = await front.hub.client.get("/api/schedule/slots", params=params, headers=front.headers)
    assert answer.status_code == 200, answer.text
    return [each["begins"] for each in answer.json()["slots"]]


async def test_the_last_slot_of_a_part_that_is_all_the_rest_is_offered_and_booked(
    front: FrontDesk,  # noqa: F811
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
    seen, after = 0, ""
    while after is not None:
        page = await desk.done("reception", "GET", "/api/resources", params={**params, "after": after})
        seen, after = seen + 1, page["next"]
    assert seen == 7
