"""Walk-ins over HTTP: visits without a slot, on the real database."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.hub.api.appointments_desk import FrontDesk, front, said

__all__ = ["front"]
_NOBODY = "0198c0de-0000-7000-8000-000000000000"


def _request(front: FrontDesk, whom: UUID, **more: Any) -> dict[str, Any]:
    plain = {
        "key": str(uuid4()),
        "clinic_id": str(front.clinic),
        "patient": str(whom),
        "type": front.world.ids["visit"],
        "reason": "cough",
    }
    return plain | more


async def _ask(front: FrontDesk, whom: UUID, **more: Any) -> Any:
    return await front.post("/api/appointments/walk-in", _request(front, whom, **more))


async def _added(front: FrontDesk, patient: UUID, **more: Any) -> dict[str, Any]:
    answer = await _ask(front, patient, **more)
    assert answer.status_code == 201, answer.text
    card: dict[str, Any] = answer.json()["card"]
    return card


@pytest.fixture
def busy(front: FrontDesk) -> FrontDesk:
    """The same desk, while everybody works around the clock."""
    front.world.run("UPDATE template_lines SET begins = 0, ends = 2880 WHERE kind = 'work'")
    front.world.run("DELETE FROM template_lines WHERE kind <> 'work'")
    return front


def _wait(front: FrontDesk, practitioner: int, state: str, *, days: int = 0) -> None:
    """Have somebody wait for a practitioner, on the clinic's day so far from today."""
    world = front.world
    world.run(
        "INSERT INTO appointments (id, begins, ends, own_begins, own_ends, clinic_id, patient_id, resource_id,"
        " type_id, state) SELECT gen_random_uuid(), b, b + interval '1 hour', b, b + interval '1 hour', %s, %s, %s,"
        " %s, %s FROM (SELECT %s::timestamptz) x (b)",
        front.clinic, world.patient(), practitioner, world.ids["visit"], state, world.at("00:30", days),
    )  # fmt: skip


async def test_a_walk_in_begins_now_and_takes_nobodys_time(busy: FrontDesk) -> None:
    world = busy.world
    patient = world.patient("田中 健")
    await busy.post("/api/appointments/walk-in", {})  # what is allowed is known from now on
    before = datetime.now(UTC).replace(second=0, microsecond=0)
    busy.hub.statements.clear()
    card = await _added(busy, patient, practitioner=world.ids["mori"])
    assert len(busy.hub.touching_tables()) == 1
    begins = datetime.fromtimestamp(card["begins"] / 1_000, UTC)
    assert before <= begins <= before + timedelta(minutes=1)
    assert (card["begins"] % 60_000, card["ends"] - card["begins"]) == (0, 30 * 60_000)
    assert (card["state"], card["walk_in"], card["reason"]) == ("arrived", True, "cough")
    assert (card["practitioner"], card["others"], card["identity"]) == (world.ids["mori"], [], "")
    assert 0 <= card["arrived"] - card["begins"] < 120_000
    assert (
        world.run("SELECT count(*) FROM occupancy") == world.run("SELECT count(*) FROM patient_occupancy") == [(0,)]
    )
    assert world.run("SELECT count(*) FROM notices") == [(0,)], "who is here need not be told"
    booked = await busy.booked(patient, begins + timedelta(minutes=2), practitioner=world.ids["mori"])
    assert booked["lane"] == 0, "the same time is free, for the same patient too"
    recorded = world.run("SELECT action, patient_id, after FROM audit_log WHERE object_id = %s", card["id"])
    assert [row[:2] for row in recorded] == [("appointment.walk_in", patient)]
    assert '"state": "arrived"' in recorded[0][2]
    history = world.run("SELECT kind FROM appointment_history WHERE appointment_id = %s", UUID(card["id"]))
    assert history == [("walk_in",)]


async def test_a_walk_in_stands_in_the_column_of_its_day_and_slots_stay(busy: FrontDesk) -> None:
    world = busy.world
    mori, visit = world.ids["mori"], world.ids["visit"]
    given = {"clinic": str(busy.clinic), "day": world.today().isoformat(), "practitioner": str(mori)}
    get = busy.hub.client.get
    slots = {**given, "type": str(visit)}
    free = (await get("/api/schedule/slots", params=slots, headers=busy.headers)).json()
    before = (await get("/api/schedule", params=given, headers=busy.headers)).json()["columns"][0]
    card = await _added(busy, world.patient(), practitioner=mori)
    column = (await get("/api/schedule", params=given, headers=busy.headers)).json()["columns"][0]
    assert column["cards"] == [card]
    assert column["elsewhere"] == []
    assert column["version"] > before["version"]
    after = (await get("/api/schedule/slots", params=slots, headers=busy.headers)).json()
    begun = [slot for slot in free["slots"] if slot not in after["slots"]]
    assert all(slot["begins"] < card["begins"] + 60_000 for slot in begun), "only what time has taken is gone"


async def test_a_type_with_needs_takes_no_room_and_no_colleague(busy: FrontDesk) -> None:
    world = busy.world
    for _ in range(4):
        card = await _added(busy, world.patient(), type=world.ids["steps"], practitioner=world.ids["yamada"])
        assert (card["own_begins"] - card["begins"], card["others"]) == (15 * 60_000, [])
    assert world.run("SELECT count(*) FROM occupancy") == [(0,)]


async def test_who_has_the_fewest_waiting_is_chosen(busy: FrontDesk) -> None:
    world = busy.world
    ids = world.ids
    _wait(busy, ids["keller"], "arrived")
    _wait(busy, ids["mori"], "roomed")
    _wait(busy, ids["nurse"], "checked_in")
    for state in ("booked", "done", "with_doctor", "left", "cancelled", "no_show"):
        _wait(busy, ids["yamada"], state)
    _wait(busy, ids["yamada"], "arrived", days=-1)
    first = await _added(busy, world.patient())
    assert first["practitioner"] == ids["yamada"]
    second = await _added(busy, world.patient())
    assert second["practitioner"] == ids["keller"], "all have one now: by name"


async def test_who_is_away_or_untrained_or_does_not_do_such_visits_is_not_chosen(busy: FrontDesk) -> None:
    world, now = busy.world, datetime.now(UTC)
    ids = world.ids
    hour = timedelta(hours=1)
    world.exception("leave", now - hour, now + hour, resource=ids["keller"])
    world.run("UPDATE template_lines SET types = ARRAY[%s::int] WHERE resource_id = %s", ids["long"], ids["mori"])
    world.run("UPDATE resources SET active = false WHERE id = %s", ids["nurse"])
    card = await _added(busy, world.patient())
    assert card["practitioner"] == ids["yamada"]
    trained = world.visit_type("Nursing", 15, specialty_id=ids["nursing"])
    assert said(await _ask(busy, world.patient(), type=trained)) == (409, "desk.nobody", "practitioner")
    world.run("UPDATE resources SET active = true WHERE id = %s", ids["nurse"])
    assert (await _added(busy, world.patient(), type=trained))["practitioner"] == ids["nurse"]
    wrong = await _ask(busy, world.patient(), type=trained, practitioner=ids["yamada"])
    assert said(wrong) == (400, "schedule.wrong_type", "type")
    world.exception("closed", now - hour, now + hour)
    assert said(await _ask(busy, world.patient())) == (409, "desk.nobody", "practitioner")


async def test_outside_of_all_hours_nobody_is_chosen_but_somebody_can_be_named(front: FrontDesk) -> None:
    world = front.world
    world.run("DELETE FROM template_lines")
    answer = await _ask(front, world.patient())
    assert said(answer) == (409, "desk.nobody", "practitioner")
    assert answer.json()["message"] == "Nobody who sees such visits works here just now."
    assert (await _added(front, world.patient(), practitioner=world.ids["yamada"]))["state"] == "arrived"


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({"key": "x"}, (400, "input.field", "key")),
        ({"clinic_id": "x"}, (400, "input.field", "clinic_id")),
        ({"clinic_id": _NOBODY}, (404, "not_found", "clinic_id")),
        ({"patient": "x"}, (400, "input.field", "patient")),
        ({"patient": _NOBODY}, (404, "not_found", "patient")),
        ({"type": 0}, (400, "input.field", "type")),
        ({"type": 2**40}, (400, "input.field", "type")),
        ({"type": 999_999}, (400, "input.field", "type")),
        ({"practitioner": -1}, (400, "schedule.no_practitioner", "practitioner")),
        ({"practitioner": 999_999}, (400, "schedule.no_practitioner", "practitioner")),
        ({"reason": "x" * 201}, (400, "input.field", "reason")),
        ({"reason": "\0"}, (400, "input.field", "reason")),
    ],
)
async def test_what_does_not_fit_is_named(
    busy: FrontDesk, given: dict[str, Any], refused: tuple[int, str, str]
) -> None:
    assert said(await _ask(busy, busy.world.patient(), **given)) == refused
    assert busy.world.run("SELECT count(*) FROM appointments") == [(0,)]


async def test_whom_a_booking_would_refuse_is_refused(busy: FrontDesk, foreign: Any) -> None:
    world = busy.world
    assert said(await _ask(busy, world.patient(deceased=True))) == (400, "input.field", "patient")
    assert said(await _ask(busy, world.patient(restriction="vip")))[1] == "access.glass_needed"
    assert said(await _ask(busy, world.patient(clinics=[foreign.clinic]))) == (404, "not_found", "patient")
    mine = await _ask(busy, world.patient(), clinic_id=str(foreign.clinic))
    assert said(mine) == (404, "not_found", "clinic_id")


async def test_the_same_request_is_answered_again_and_done_once(busy: FrontDesk) -> None:
    world = busy.world
    request = _request(busy, world.patient())
    answers = await asyncio.gather(*(busy.post("/api/appointments/walk-in", request) for _ in range(3)))
    answers.append(await busy.post("/api/appointments/walk-in", request))
    assert [answer.status_code for answer in answers] == [201] * 4
    assert len({answer.json()["card"]["id"] for answer in answers}) == 1
    assert world.run("SELECT count(*) FROM appointments") == [(1,)]
    other = await busy.post("/api/appointments/walk-in", request | {"reason": "fever"})
    assert said(other) == (400, "input.field", "key")
    booking = busy.booking(world.patient(), world.at("09:00")) | {"key": request["key"]}
    assert said(await busy.post("/api/appointments", booking)) == (400, "input.field", "key")


async def test_a_walk_in_that_is_taken_back_stands_again_without_a_place(busy: FrontDesk) -> None:
    world = busy.world
    first, second = [await _added(busy, world.patient(), practitioner=world.ids["mori"]) for _ in range(2)]
    for card in (first, second):
        gone = await busy.changed(card, "cancel", why="mistake")
        back = await busy.changed(gone, "undo")
        assert (back["state"], back["walk_in"]) == ("arrived", True)
    assert world.run("SELECT count(*) FROM occupancy") == [(0,)]
