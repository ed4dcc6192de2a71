"""Reading visits: one, what was changed of it, and those of a chart."""

from typing import Any
from uuid import UUID, uuid4

from tests.hub.api.appointments_desk import FrontDesk, front, said

__all__ = ["front"]


async def get(front: FrontDesk, path: str, **query: Any) -> Any:
    return await front.hub.client.get(path, params=query, headers=front.headers)


async def test_a_visit_is_told_as_it_is_now_wherever_it_has_been_moved(front: FrontDesk) -> None:
    world = front.world
    card = await front.booked(world.patient(), world.at("09:00"), reason="cough")
    moved = await front.changed(card, "move", begins=world.at("09:00", 60).isoformat())
    assert (await get(front, f"/api/appointments/{card['id']}")).json() == moved
    assert said(await get(front, f"/api/appointments/{uuid4()}")) == (404, "not_found", "appointment")


async def test_a_look_at_a_visit_is_recorded_once_in_a_while(front: FrontDesk) -> None:
    world = front.world
    patient = world.patient()
    card = await front.booked(patient, world.at("09:00"))
    for _ in range(2):
        await get(front, f"/api/appointments/{card['id']}")
    rows = world.run("SELECT object_id, patient_id FROM audit_log WHERE action = 'appointment.opened'")
    assert rows == [(card["id"], patient)]


async def test_the_history_says_what_who_and_why_the_newest_first(front: FrontDesk) -> None:
    world = front.world
    card = await front.booked(world.patient(), world.at("09:00"))
    moved = await front.changed(card, "move", begins=world.at("11:00").isoformat())
    await front.changed(moved, "cancel", why="clinic", note="leak")
    answer = await get(front, f"/api/appointments/{card['id']}/history", at=card["begins"])
    steps = answer.json()["items"]
    assert [(step["version"], step["kind"], step["by"]) for step in steps] == [
        (3, "cancelled", "Reception"),
        (2, "moved", "Reception"),
        (1, "booked", "Reception"),
    ]
    assert steps[0]["before"] == {"state": "booked", "cancelled": ""}
    assert steps[0]["after"] == {"state": "cancelled", "cancelled": "clinic: leak"}
    assert steps[1]["before"]["begins"] == world.ms("09:00")
    assert steps[1]["after"]["begins"] == world.ms("11:00")
    assert (steps[2]["before"], steps[2]["after"]["practitioner"]) == ({}, world.ids["yamada"])


async def test_who_may_not_read_names_learns_none_from_visits(front: FrontDesk, house: Any) -> None:
    world = front.world
    card = await front.booked(world.patient("Ito Ken"), world.at("09:00"), reason="private", beside="")
    answer = await house.ask("boss", "GET", f"/api/appointments/{card['id']}")
    told = answer.json()
    assert (told["patient"]["name"], told["reason"], told["restricted"]) == ("", "", False)
    steps = (await house.ask("boss", "GET", f"/api/appointments/{card['id']}/history")).json()["items"]
    assert not {"beside", "cancelled", "overbooked"} & set(steps[0]["after"])
    assert (await house.ask("boss", "POST", f"/api/appointments/{card['id']}/undo", json={})).status_code == 403


async def test_the_visits_of_a_chart_come_by_pages_the_newest_first(front: FrontDesk, foreign: Any) -> None:
    world = front.world
    patient = world.patient()
    cards = [await front.booked(patient, world.at("09:00", day)) for day in (7, 50, 90, 8, 9)]
    world.run("UPDATE appointments SET clinic_id = %s WHERE id = %s", foreign.clinic, cards[3]["id"])
    wanted = [cards[place]["id"] for place in (2, 1, 4, 0)]
    path, after, found = f"/api/patients/{patient}/appointments", "", []
    for _ in range(4):
        page = (await get(front, path, after=after, limit=1)).json()
        found += [card["id"] for card in page["items"]]
        after = page["next"] or ""
    assert (found, after) == (wanted, "")
    who, what = world.run(
        "SELECT trim(r.title || ' ' || r.name), t.name FROM resources r, visit_types t WHERE r.id = %s AND t.id = %s",
        world.ids["yamada"],
        world.ids["visit"],
    )[0]
    assert (page["items"][0]["doctor"], page["items"][0]["kind"]) == (who, what)
    assert world.run("SELECT count(*) FROM audit_log WHERE action = 'appointment.listed'") == [(1,)]
    assert said(await get(front, path, after="x")) == (400, "input.field", "after")


async def test_a_closed_chart_has_no_visits_to_tell(front: FrontDesk) -> None:
    world = front.world
    patient = world.patient()
    await front.booked(patient, world.at("09:00"))
    world.run("UPDATE patients SET restriction = 'vip' WHERE id = %s", patient)
    assert said(await get(front, f"/api/patients/{patient}/appointments"))[:2] == (403, "access.glass_needed")
    assert said(await get(front, f"/api/patients/{UUID(int=7)}/appointments")) == (404, "not_found", "patient")
