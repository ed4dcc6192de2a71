"""What cannot be booked: each answered by its field and code, and nothing is written."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from tests.hub.api.appointments_desk import FrontDesk, front, said
from tests.hub.schedule_world import ScheduleWorld

__all__ = ["front"]

Change = Callable[[ScheduleWorld], dict[str, Any]]
FIELD = "input.field"


def away(kind: str) -> Change:
    def change(world: ScheduleWorld) -> dict[str, Any]:
        resource = None if kind == "closed" else world.ids["yamada"]
        world.exception(kind, world.at("08:00"), world.at("12:00"), resource=resource)
        return {}

    return change


def changed(statement: str) -> Change:
    def change(world: ScheduleWorld) -> dict[str, Any]:
        world.run(statement, world.ids["yamada"])
        return {}

    return change


def trained(world: ScheduleWorld) -> dict[str, Any]:
    return {"type": world.visit_type("Dressing", 30, specialty_id=world.ids["nursing"])}


def only_long(world: ScheduleWorld) -> dict[str, Any]:
    world.run("UPDATE template_lines SET types = %s WHERE resource_id = %s", [world.ids["long"]], world.ids["yamada"])
    return {}


def half_trained(world: ScheduleWorld) -> dict[str, Any]:
    world.run("UPDATE resources SET active = false WHERE kind = 'equipment'")
    return {"type": world.ids["device"]}


WRONG: dict[str, tuple[Change, tuple[int, str, str]]] = {
    "past": (lambda w: {"begins": w.at("09:00", -1).isoformat()}, (400, "schedule.past", "begins")),
    "long past": (lambda _: {"begins": "0001-01-01T00:00:00"}, (400, "schedule.past", "begins")),
    "before hours": (lambda w: {"begins": w.at("08:45").isoformat()}, (400, "schedule.outside_hours", "begins")),
    "over the end": (lambda w: {"begins": w.at("16:45").isoformat()}, (400, "schedule.outside_hours", "begins")),
    "unknown doctor": (lambda _: {"practitioner": 1_999}, (400, "schedule.no_practitioner", "practitioner")),
    "no number": (lambda _: {"practitioner": 2**40}, (400, "schedule.no_practitioner", "practitioner")),
    "a room": (lambda w: {"practitioner": w.ids["room1"]}, (400, "schedule.no_practitioner", "practitioner")),
    "inactive doctor": (
        changed("UPDATE resources SET active = false WHERE id = %s"),
        (400, "schedule.practitioner_inactive", "practitioner"),
    ),
    "wrong duration": (lambda _: {"minutes": 45}, (400, "schedule.wrong_duration", "minutes")),
    "negative duration": (lambda _: {"minutes": -30}, (400, "schedule.wrong_duration", "minutes")),
    "unknown type": (lambda _: {"type": 1_999}, (400, FIELD, "type")),
    "type of old": (
        lambda w: {"type": w.visit_type("Formerly", 30, active=False)},
        (400, FIELD, "type"),
    ),
    "not trained for it": (trained, (400, "schedule.wrong_type", "type")),
    "not then": (only_long, (400, "schedule.wrong_type", "type")),
    "closed": (away("closed"), (400, "schedule.closed", "begins")),
    "leave": (away("leave"), (409, "schedule.away", "begins")),
    "lunch": (
        lambda w: {"practitioner": w.ids["mori"], "begins": w.at("12:30").isoformat()},
        (409, "schedule.away", "begins"),
    ),
    "reserved": (
        lambda w: {"practitioner": w.ids["keller"], "begins": w.at("13:45").isoformat()},
        (409, "schedule.reserved", "begins"),
    ),
    "no device": (half_trained, (409, "schedule.needs_taken", "begins")),
    "too far ahead": (lambda w: {"begins": w.at("09:00", 900).isoformat()}, (400, FIELD, "begins")),
    "centuries ahead": (lambda _: {"begins": "9999-12-31T23:59:00Z"}, (400, FIELD, "begins")),
    "seconds": (lambda w: {"begins": (w.at("09:00") + timedelta(seconds=1)).isoformat()}, (400, FIELD, "begins")),
    "no time": (lambda _: {"begins": "soon"}, (400, FIELD, "begins")),
    "unknown patient": (lambda _: {"patient": str(uuid4())}, (404, "not_found", "patient")),
    "no id": (lambda _: {"patient": "x"}, (400, FIELD, "patient")),
    "dead patient": (
        lambda w: {"patient": str(w.patient(deceased=True))},
        (400, FIELD, "patient"),
    ),
    "unknown clinic": (lambda _: {"clinic_id": str(uuid4())}, (404, "not_found", "clinic_id")),
    "key": (lambda _: {"key": "again"}, (400, FIELD, "key")),
    "long reason": (lambda _: {"reason": "x" * 201}, (400, FIELD, "reason")),
    "control characters": (lambda _: {"overbook": "a\x07b"}, (400, FIELD, "overbook")),
    "unknown hold": (lambda _: {"hold": str(uuid4())}, (409, "schedule.hold_over", "hold")),
    "nobody waits": (lambda _: {"waiting": str(uuid4())}, (404, "not_found", "waiting")),
    "unknown field": (lambda _: {"lane": 3}, (400, FIELD, "lane")),
}


@pytest.mark.parametrize("case", WRONG)
async def test_what_is_wrong_is_named_and_nothing_is_booked(front: FrontDesk, case: str) -> None:
    world = front.world
    change, expected = WRONG[case]
    request = front.booking(world.patient(), world.at("09:00"))
    answer = await front.post("/api/appointments", request | change(world))
    assert said(answer) == expected, answer.text
    for table in ("appointments", "occupancy", "patient_occupancy", "notices", "appointment_requests"):
        assert world.run(f"SELECT count(*) FROM {table}") == [(0,)], table


async def test_another_clinic_and_its_doctors_do_not_exist(front: FrontDesk, foreign: Any, database: Any) -> None:
    there = small_elsewhere(front, foreign, database)
    answer = await front.book(front.world.patient(), there.at("09:00"), clinic_id=str(foreign.clinic))
    assert said(answer) == (404, "not_found", "clinic_id")
    answer = await front.book(front.world.patient(), front.world.at("09:00"), practitioner=there.ids["doctor"])
    assert said(answer) == (400, "schedule.no_practitioner", "practitioner")
    answer = await front.book(there.patient(), front.world.at("09:00"))
    assert said(answer) == (404, "not_found", "patient")
    there.run(
        "INSERT INTO appointments (id, begins, ends, own_begins, own_ends, clinic_id, patient_id, resource_id,"
        " type_id) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
        (visit := uuid4()),
        *(there.at("09:00"), there.at("09:30")) * 2,
        foreign.clinic,
        there.patient(),
        there.ids["doctor"],
        front.world.ids["visit"],
    )
    card = {"id": str(visit), "begins": there.ms("09:00"), "version": 1}
    for what, more in (
        ("move", {"begins": there.at("10:00").isoformat()}),
        ("move", {"begins": "2030-01-01T10:00:00"}),
        ("cancel", {"why": "other"}),
        ("no-show", {}),
        ("undo", {}),
    ):
        assert said(await front.change(card, what, **more)) == (404, "not_found", "appointment"), what
    for path in ("", "/history"):
        answer = await front.hub.client.get(f"/api/appointments/{visit}{path}", headers=front.headers)
        assert said(answer) == (404, "not_found", "appointment")


def small_elsewhere(front: FrontDesk, foreign: Any, database: Any) -> ScheduleWorld:
    there = ScheduleWorld(database.dsn, foreign.clinic, "Europe/Lisbon")
    there.ids["doctor"] = there.practitioner("Costa")
    there.hours(there.ids["doctor"])
    return there


async def test_a_visit_elsewhere_says_only_that_the_patient_is_busy(
    front: FrontDesk, foreign: Any, database: Any
) -> None:
    world, there = front.world, small_elsewhere(front, foreign, database)
    patient = world.patient(clinics=[front.clinic, foreign.clinic])
    there.run(
        "INSERT INTO patient_occupancy VALUES (%s, 0, tstzrange(%s, %s), %s)",
        patient,
        world.at("09:00"),
        world.at("10:00"),
        uuid4(),
    )
    answer = await front.book(patient, world.at("09:30"))
    assert said(answer) == (409, "schedule.patient_busy", "begins")
    assert str(foreign.clinic) not in answer.text


async def test_a_time_on_the_wall_is_the_clinics(front: FrontDesk) -> None:
    wall = front.world.at("09:30").astimezone(ZoneInfo("Asia/Tokyo")).replace(tzinfo=None)
    card = await front.booked(front.world.patient(), wall.isoformat())
    assert card["begins"] == front.world.ms("09:30")


async def test_a_time_that_the_clocks_leave_out_or_repeat_is_asked_about(
    front: FrontDesk, foreign: Any, database: Any, clinic: Any, hub: Any
) -> None:
    there = small_elsewhere(front, foreign, database)
    there.run("INSERT INTO memberships VALUES (%s, %s, 'receptionist')", clinic.users["reception"], foreign.clinic)
    front.headers = await hub.sign_in(clinic, "reception")
    there.hours(there.ids["doctor"], "00:00", "06:00")
    given = {"clinic_id": str(foreign.clinic), "practitioner": there.ids["doctor"]}
    spring, autumn = (_turns(month) for month in (3, 10))
    patient = there.patient()
    gap = await front.book(patient, f"{spring:%Y-%m-%d}T01:30:00", **given)
    assert said(gap) == (400, "time.gap", "begins")
    twice = await front.book(patient, f"{autumn:%Y-%m-%d}T01:30:00", **given)
    assert said(twice) == (400, "time.twice", "begins")
    second = await front.booked(patient, f"{autumn:%Y-%m-%d}T01:30:00+00:00", **given)
    first = await front.booked(patient, f"{autumn:%Y-%m-%d}T01:30:00+01:00", **given)
    assert second["begins"] - first["begins"] == 3_600_000


def _turns(month: int) -> datetime:
    """Return the next last Sunday of a month, on which Lisbon's clocks are changed."""
    now = datetime.now(ZoneInfo("Europe/Lisbon"))
    for year in (now.year, now.year + 1):
        last = datetime(year, month, 31, tzinfo=now.tzinfo)
        sunday = last - timedelta(days=(last.weekday() + 1) % 7)
        if sunday > now + timedelta(days=1):
            return sunday
    raise AssertionError


async def test_a_refused_time_comes_with_three_others(front: FrontDesk) -> None:
    world = front.world
    await front.booked(world.patient(), world.at("09:00"))
    answer = await front.book(world.patient(), world.at("09:00"))
    assert said(answer) == (409, "schedule.taken", "begins")
    offers = answer.json()["alternatives"]
    assert len(offers) == 3
    assert offers[0]["practitioner"] == world.ids["yamada"]
    booked = await front.book(
        world.patient(), datetime.fromtimestamp(offers[0]["begins"] / 1_000, ZoneInfo("UTC")).isoformat()
    )
    assert booked.status_code == 201, "what was offered is free"


async def test_what_is_wrong_with_a_move_is_named(front: FrontDesk) -> None:
    world = front.world
    card = await front.booked(world.patient(), world.at("09:00"))
    await front.booked(world.patient(), world.at("10:00"))
    for more, expected in (
        ({"begins": world.at("10:00")}, (409, "schedule.taken", "begins")),
        ({"begins": world.at("08:00")}, (400, "schedule.outside_hours", "begins")),
        ({"begins": world.at("09:00", -1)}, (400, "schedule.past", "begins")),
        ({"begins": world.at("09:00"), "practitioner": 1_999}, (400, "schedule.no_practitioner", "practitioner")),
        ({"begins": world.at("12:00"), "practitioner": world.ids["mori"]}, (409, "schedule.away", "begins")),
        ({"begins": world.at("11:00"), "hold": str(uuid4())}, (409, "schedule.hold_over", "hold")),
        ({"begins": world.at("11:00"), "version": 2}, (409, "appointments.changed", "version")),
        ({"begins": world.at("11:00"), "version": 2**33}, (400, FIELD, "version")),
        ({"begins": world.at("11:00"), "at": 2**62}, (400, FIELD, "at")),
    ):
        given = dict(more)
        given["begins"] = more["begins"].isoformat()  # type: ignore[attr-defined]
        answer = await front.change(card, "move", **given)
        assert said(answer) == expected, (more, answer.text)
    assert world.run("SELECT version, begins FROM appointments WHERE id = %s", card["id"]) == [(1, world.at("09:00"))]


async def test_the_one_type_of_a_reserved_time_may_have_it(front: FrontDesk) -> None:
    world = front.world
    keller = world.ids["keller"]
    card = await front.booked(world.patient(), world.at("14:00"), practitioner=keller, type=world.ids["device"])
    assert card["others"] == ["Sonograph"]


async def test_a_reserved_time_is_like_the_rest_once_it_is_released(front: FrontDesk) -> None:
    world = front.world
    keller, at = world.ids["keller"], world.at("14:00")
    assert said(await front.book(world.patient(), at, practitioner=keller))[:2] == (409, "schedule.reserved")
    world.run("UPDATE template_lines SET release = 60 * 24 * 30 WHERE kind = 'reserved'")
    card = await front.booked(world.patient(), at, practitioner=keller)
    assert (card["state"], card["begins"]) == ("booked", world.ms("14:00"))
