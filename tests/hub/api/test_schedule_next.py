"""The finder over HTTP: what it offers, what it refuses, what it costs, and that it is never of before a change."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID, uuid4

import psycopg
import pytest

from clinic_console.domain.access import Scope
from clinic_console.hub.service.schedule_next import alternatives
from clinic_console.hub.service.unit_of_work import unit_of_work
from tests.hub.schedule_world import ScheduleWorld

MINUTE: Final = 60_000
FAR: Final = 4_000_000_000_000


@pytest.fixture
def desk(house: Any) -> Any:
    house.add("desk", (house.clinic.id, "receptionist"))
    return house


def _take(world: ScheduleWorld, who: str, wall: str, minutes: int = 30, **more: Any) -> UUID:
    """Have a time taken as a booking takes it: it raises the versions of its days."""
    made, begins = uuid4(), world.at(wall)
    row = [world.ids[who], begins, begins + timedelta(minutes=minutes)]
    with psycopg.connect(world.dsn) as connection:
        connection.execute("SELECT raise_days(%s, %s, %s)", [[each] for each in row])
        connection.execute(
            "INSERT INTO occupancy VALUES (%s, %s, tstzrange(%s, %s), %s, %s, %s)",
            [row[0], more.get("lane", 0), *row[1:], made, world.ids["visit"], more.get("until")],
        )
    return made


async def _next(desk: Any, schedule: ScheduleWorld, **asked: Any) -> Any:
    query = {"type": schedule.ids["visit"], "begins": schedule.ms("09:00"), "days": 2, "limit": 6, **asked}
    answer = await desk.ask("desk", "POST", "/api/schedule/next", json=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def _spots(schedule: ScheduleWorld, found: Any) -> list[tuple[str, int]]:
    """Return who, and how many minutes after 09:00 of that day."""
    names = {number: name for name, number in schedule.ids.items() if name in ("yamada", "mori", "keller", "nurse")}
    begins = schedule.ms("09:00")
    return [(names[offer["practitioner"]], (offer["begins"] - begins) // MINUTE) for offer in found["offers"]]


async def test_the_earliest_times_come_first(desk: Any, schedule: ScheduleWorld) -> None:
    _take(schedule, "yamada", "09:00")
    found = await _next(desk, schedule)
    assert _spots(schedule, found) == [
        ("mori", 0), ("keller", 0), ("nurse", 0), ("mori", 15), ("keller", 15), ("nurse", 15),
    ]  # fmt: skip
    assert found["more"] is True
    offer = found["offers"][0]
    assert (offer["clinic_id"], offer["name"], offer["zone"]) == (str(desk.clinic.id), "Mori", schedule.zone)
    assert offer["ends"] - offer["begins"] == 30 * MINUTE


async def test_no_more_than_two_in_a_row_are_of_ones_day(desk: Any, schedule: ScheduleWorld) -> None:
    found = await _next(desk, schedule, practitioners=[schedule.ids["mori"]])
    assert _spots(schedule, found) == [("mori", 0), ("mori", 15), ("mori", 1_440), ("mori", 1_455)]
    assert found["more"] is False


async def test_it_is_bounded_by_weekday_and_time_of_day(desk: Any, schedule: ScheduleWorld) -> None:
    weekday = schedule.at("09:00", 8).isoweekday()
    found = await _next(desk, schedule, weekdays=[weekday], time_from=720, time_to=735, limit=50)
    assert sorted(_spots(schedule, found)) == [(who, 1_440 + 180) for who in ("keller", "nurse", "yamada")]


async def test_it_looks_for_who_is_trained(desk: Any, schedule: ScheduleWorld) -> None:
    found = await _next(desk, schedule, specialty=schedule.ids["nursing"], clinics=[str(desk.clinic.id)], days=1)
    assert _spots(schedule, found) == [("nurse", 0), ("nurse", 15)]


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"type": 0}, "type"),
        ({"type": 2**31}, "type"),
        ({"type": 99_999}, "type"),
        ({"specialty": 99_999}, "specialty"),
        ({"specialty": -1}, "specialty"),
        ({"practitioners": [99_999]}, "practitioners"),
        ({"practitioners": [-1]}, "practitioners"),
        ({"practitioners": [1] * 201}, "practitioners"),
        ({"clinics": ["x"]}, "clinics"),
        ({"clinics": [str(uuid4())] * 201}, "clinics"),
        ({"weekdays": [0]}, "weekdays"),
        ({"weekdays": [1] * 8}, "weekdays"),
        ({"time_from": 1_440}, "time_from"),
        ({"time_from": 600, "time_to": 600}, "time_to"),
        ({"time_to": 1_441}, "time_to"),
        ({"begins": -1}, "begins"),
        ({"begins": FAR}, "begins"),
        ({"days": 0}, "days"),
        ({"days": 43}, "days"),
        ({"limit": 0}, "limit"),
        ({"limit": 51}, "limit"),
    ],
)
async def test_what_cannot_be_looked_for_is_named(
    desk: Any, schedule: ScheduleWorld, asked: dict[str, Any], field: str
) -> None:
    query = {"type": schedule.ids["visit"], **asked}
    answer = await desk.ask("desk", "POST", "/api/schedule/next", json=query)
    assert (answer.status_code, answer.json()["field"]) == (400, field)


async def test_other_clinics_and_who_works_there_are_not_found(desk: Any, schedule: ScheduleWorld) -> None:
    stranger = schedule.practitioner("Stranger", clinics=[desk.other])
    query: dict[str, Any] = {"type": schedule.ids["visit"]}
    foreign = await desk.ask("desk", "POST", "/api/schedule/next", json=query | {"clinics": [str(desk.other)]})
    assert foreign.status_code == 404
    unknown = await desk.ask("desk", "POST", "/api/schedule/next", json=query | {"practitioners": [stranger]})
    assert (unknown.status_code, unknown.json()["code"]) == (400, "schedule.no_practitioner")


async def test_it_takes_one_statement_known_or_not(desk: Any, schedule: ScheduleWorld) -> None:
    headers = await desk.headers("desk")
    query = {"type": schedule.ids["long"], "begins": schedule.ms("09:00")}
    # What is remembered of rights costs a statement of its own, once.
    await desk.hub.client.post("/api/schedule/next", headers=headers, json=query | {"limit": 1})
    for _ in range(2):
        desk.hub.statements.clear()
        answer = await desk.hub.client.post("/api/schedule/next", headers=headers, json=query)
        assert answer.status_code == 200
        [statement] = desk.hub.touching_tables()
        assert "next_slots" in statement


async def test_it_is_recorded_once_for_a_while(desk: Any, schedule: ScheduleWorld) -> None:
    headers = await desk.headers("desk")
    for _ in range(2):
        await desk.hub.client.post("/api/schedule/next", headers=headers, json={"type": schedule.ids["visit"]})
    [event] = desk.events("schedule.slots")
    assert event[0] == "schedule.slots"
    assert (event[4], '"count": 20' in event[5]) == ("", True)


@pytest.mark.parametrize("changed", ["taken", "hours", "leave", "closed", "type", "gone", "trained"])
async def test_what_is_known_is_never_of_before_a_change(desk: Any, schedule: ScheduleWorld, changed: str) -> None:
    specialty = schedule.ids["nursing"]
    await _next(desk, schedule, specialty=specialty)
    before = await _next(desk, schedule, specialty=specialty)
    nurse = schedule.ids["nurse"]
    match changed:
        case "taken":
            _take(schedule, "nurse", "09:00")
        case "hours":
            schedule.run("UPDATE template_lines SET begins = 600 WHERE resource_id = %s", nurse)
        case "leave":
            schedule.exception("leave", schedule.at("08:00"), schedule.at("10:00"), resource=nurse)
        case "closed":
            schedule.exception("closed", schedule.at("08:00"), schedule.at("10:00"))
        case "type":
            schedule.run("UPDATE visit_types SET minutes = 45 WHERE id = %s", schedule.ids["visit"])
        case "gone":
            schedule.run("UPDATE resources SET active = false, version = version + 1 WHERE id = %s", nurse)
        case "trained":
            schedule.run("INSERT INTO practitioner_specialties VALUES (%s, %s)", schedule.ids["mori"], specialty)
    after = await _next(desk, schedule, specialty=specialty)
    assert after["offers"] != before["offers"]


async def test_a_refused_booking_is_offered_the_nearest_times(desk: Any, schedule: ScheduleWorld, hub: Any) -> None:
    _take(schedule, "mori", "10:00")
    scope = Scope(desk.clinic.users["desk"], frozenset({desk.clinic.id}))
    async with unit_of_work(hub.engine, scope) as work:
        found = await alternatives(
            work.connection, desk.clinic.id, schedule.ids["mori"], schedule.ids["visit"], schedule.at("10:00")
        )
    begins = schedule.ms("10:00")
    assert [(offer.practitioner, (offer.begins - begins) // MINUTE) for offer in found] == [
        (schedule.ids["mori"], -30), (schedule.ids["mori"], 30), (schedule.ids["mori"], -45),
    ]  # fmt: skip
