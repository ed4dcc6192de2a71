"""Slots that are kept while somebody types, over HTTP."""

from typing import Any
from uuid import uuid4

from tests.hub.api.appointments_desk import FrontDesk, front, said

__all__ = ["front"]

EXPIRE = (
    "WITH h AS (UPDATE holds SET until = now() - interval '1 second')"
    " UPDATE occupancy SET until = now() - interval '1 second' WHERE until IS NOT NULL"
)


async def test_a_slot_is_kept_for_three_minutes_from_everybody_else(front: FrontDesk, hub: Any, clinic: Any) -> None:
    world = front.world
    answer = await front.hold(world.at("09:00"))
    assert answer.status_code == 201, answer.text
    hold = answer.json()
    assert (hold["begins"], hold["ends"]) == (world.ms("09:00"), world.ms("09:30"))
    left = world.run("SELECT extract(epoch FROM until - now()) FROM holds")[0][0]
    assert 170 < left <= 180
    mine = front.headers
    front.headers = await hub.sign_in(clinic, "nurse")
    patient = world.patient()
    assert said(await front.book(patient, world.at("09:15"))) == (409, "schedule.taken", "begins")
    assert said(await front.book(patient, world.at("09:15"), hold=hold["id"])) == (409, "schedule.hold_over", "hold")
    front.headers = mine
    await front.booked(patient, world.at("09:00"), hold=hold["id"])
    assert world.run("SELECT count(*) FROM holds") == [(0,)]
    assert world.run("SELECT count(*) FROM occupancy") == [(1,)]


async def test_a_hold_that_is_over_is_no_hold_and_keeps_nobody_out(front: FrontDesk) -> None:
    world = front.world
    hold = (await front.hold(world.at("09:00"))).json()
    world.run(EXPIRE)
    answer = await front.book(world.patient(), world.at("09:00"), hold=hold["id"])
    assert said(answer) == (409, "schedule.hold_over", "hold")
    await front.booked(world.patient(), world.at("09:00"))
    assert world.run("SELECT count(*), count(until) FROM occupancy") == [(1, 0)]


async def test_the_same_hold_again_lasts_longer_or_is_elsewhere(front: FrontDesk) -> None:
    world, name = front.world, str(uuid4())
    await front.hold(world.at("09:00"), id=name)
    world.run("UPDATE holds SET until = now() + interval '5 seconds'")
    await front.hold(world.at("09:00"), id=name)
    assert world.run("SELECT until > now() + interval '2 minutes' FROM holds") == [(True,)]
    await front.hold(world.at("13:00"), id=name)
    assert world.run("SELECT lower(during) FROM occupancy") == [(world.at("13:00"),)]


async def test_one_user_keeps_five_at_most_and_the_oldest_goes(front: FrontDesk) -> None:
    world = front.world
    for hour in range(9, 16):
        await front.hold(world.at(f"{hour:02d}:00"))
    begins = world.run("SELECT array_agg(begins ORDER BY begins) FROM holds")[0][0]
    assert begins == [world.at(f"{hour}:00") for hour in range(11, 16)]
    assert world.run("SELECT count(*) FROM occupancy") == [(5,)]


async def test_a_hold_takes_what_the_visit_needs(front: FrontDesk) -> None:
    world = front.world
    device = {"type": world.ids["device"]}
    await front.hold(world.at("09:00"), **device)
    answer = await front.book(world.patient(), world.at("09:00"), practitioner=world.ids["mori"], **device)
    assert said(answer) == (409, "schedule.needs_taken", "begins")


async def test_a_hold_is_let_go_by_its_user(front: FrontDesk, hub: Any, clinic: Any) -> None:
    world = front.world
    hold = (await front.hold(world.at("09:00"))).json()
    mine, others = front.headers, await hub.sign_in(clinic, "nurse")
    path = f"/api/holds/{hold['id']}"
    assert said(await hub.client.delete(path, headers=others)) == (404, "not_found", "hold")
    assert said(await front.hold(world.at("10:00"), id=hold["id"], clinic_id=str(uuid4()))) == (
        404,
        "not_found",
        "clinic_id",
    )
    front.headers = others
    assert said(await front.hold(world.at("10:00"), id=hold["id"])) == (409, "conflict.taken", "id")
    assert (await hub.client.delete(path, headers=mine)).status_code == 204
    assert said(await hub.client.delete(path, headers=mine)) == (404, "not_found", "hold")
    assert world.run("SELECT count(*) FROM occupancy") == [(0,)]


async def test_what_cannot_be_booked_cannot_be_kept(front: FrontDesk, hub: Any, clinic: Any) -> None:
    world = front.world
    await front.booked(world.patient(), world.at("09:00"))
    for more, expected in (
        ({"begins": world.at("09:15")}, (409, "schedule.taken", "begins")),
        ({"begins": world.at("08:00")}, (400, "schedule.outside_hours", "begins")),
        ({"begins": world.at("10:00"), "type": 1_999}, (400, "input.field", "type")),
        ({"begins": world.at("10:00"), "clinic_id": str(uuid4())}, (404, "not_found", "clinic_id")),
        ({"begins": world.at("10:00"), "id": "x"}, (400, "input.field", "id")),
    ):
        given = dict(more)
        answer = await front.hold(given.pop("begins"), **given)
        assert said(answer) == expected, answer.text
    over = await front.hold(world.at("09:15"), overbook=True)
    assert over.status_code == 201, "beside what is there"
    front.headers = await hub.sign_in(clinic, "nurse")
    denied = await front.hold(world.at("09:15"), overbook=True)
    assert said(denied) == (403, "access.denied", "overbook")


async def test_a_hold_is_one_statement_and_its_record(front: FrontDesk) -> None:
    await front.hold(front.world.at("09:00"))
    front.hub.statements.clear()
    await front.hold(front.world.at("10:00"))
    assert len(front.hub.touching_tables()) == 1


async def keep_one(front: FrontDesk, hub: Any, clinic: Any) -> tuple[str, dict[str, str]]:
    """Have the nurse keep a slot in a session of her own; return that session and its headers."""
    answer = await hub.client.post("/api/session", json={"login": "nurse", "password": clinic.passwords["nurse"]})
    session = answer.json()
    front.headers = {"Authorization": f"Bearer {session['access']}"}
    assert (await front.hold(front.world.at("09:00"))).status_code == 201
    return session["session_id"], front.headers


async def test_who_signs_out_keeps_no_slot_and_everybody_is_told(front: FrontDesk, hub: Any, clinic: Any) -> None:
    world = front.world
    _, nurse = await keep_one(front, hub, clinic)
    before = world.run("SELECT version FROM resource_days WHERE resource_id = %s", world.ids["yamada"])
    assert (await hub.client.delete("/api/session", headers=nurse)).status_code == 204
    assert world.run("SELECT count(*) FROM holds") == world.run("SELECT count(*) FROM occupancy") == [(0,)]
    after = world.run("SELECT version FROM resource_days WHERE resource_id = %s", world.ids["yamada"])
    assert after > before, "the columns are other ones now"
    assert world.run("SELECT count(*) FROM audit_log WHERE action = 'appointment.released'") == [(1,)]


async def test_who_works_on_elsewhere_keeps_what_is_kept(front: FrontDesk, hub: Any, clinic: Any) -> None:
    other = await hub.sign_in(clinic, "nurse")
    _, nurse = await keep_one(front, hub, clinic)
    assert (await hub.client.delete("/api/session", headers=nurse)).status_code == 204
    assert front.world.run("SELECT count(*) FROM holds") == [(1,)]
    assert (await hub.client.delete("/api/account/sessions", headers=other)).status_code == 200
    assert front.world.run("SELECT count(*) FROM holds") == [(0,)]


async def test_a_session_that_is_ended_from_outside_keeps_no_slot(
    front: FrontDesk, hub: Any, clinic: Any, house: Any
) -> None:
    boss, nurse = await house.headers(), clinic.users["nurse"]
    session, _ = await keep_one(front, hub, clinic)
    assert (await hub.client.delete(f"/api/sessions/{session}", headers=boss)).status_code == 204
    assert front.world.run("SELECT count(*) FROM holds") == [(0,)]
    await keep_one(front, hub, clinic)
    assert (await hub.client.delete(f"/api/users/{nurse}/sessions", headers=boss)).status_code == 200
    assert front.world.run("SELECT count(*) FROM holds") == [(0,)]
    assert front.world.run("SELECT count(*) FROM audit_log WHERE action = 'appointment.released'") == [(2,)]
