"""Booking, moving, cancelling and taking back over HTTP, on the real database."""

import time
from datetime import timedelta
from typing import Any
from uuid import uuid4

from clinic_console.domain.schedule import VisitType
from clinic_console.hub.service.appointments import new_id
from tests.hub.api.appointments_desk import FrontDesk, front, said

__all__ = ["front"]


async def test_a_visit_is_booked_and_says_who_where_and_when(front: FrontDesk) -> None:
    world = front.world
    patient = world.patient("佐藤 花子", born="1951-03-04")
    card = await front.booked(patient, world.at("09:00"), reason="cough", minutes=30)
    assert card | {"id": ""} == {
        "id": "",
        "begins": world.ms("09:00"),
        "ends": world.ms("09:30"),
        "own_begins": world.ms("09:00"),
        "own_ends": world.ms("09:30"),
        "clinic_id": str(front.clinic),
        "practitioner": world.ids["yamada"],
        "type": world.ids["visit"],
        "state": "booked",
        "version": 1,
        "lane": 0,
        "patient": card["patient"],
        "restricted": False,
        "reason": "cough",
        "overbooked": "",
        "beside": "",
        "cancelled": "",
        "others": [],
        "since": card["since"],
        "arrived": 0,
        "room": "",
        "walk_in": False,
        "identity": "",
        "to_confirm": False,
    }
    assert abs(card["since"] - time.time() * 1_000) < 60_000
    assert (card["patient"]["id"], card["patient"]["name"]) == (str(patient), "佐藤 花子")
    assert (card["patient"]["born"], card["patient"]["phone"]) == ("1951-03-04", "")


async def test_a_practitioners_part_without_minutes_of_its_own_ends_with_the_visit(front: FrontDesk) -> None:
    world = front.world
    kind = world.visit_type("Drops, then eyes", 45, offset=15)
    card = await front.booked(world.patient(), world.at("09:00"), type=kind)
    begins, ends = (card[name] - world.ms("09:00") for name in ("own_begins", "own_ends"))
    assert (begins, ends) == (15 * 60_000, (15 + VisitType(kind, 45, offset=15).part) * 60_000)
    assert card["own_ends"] == card["ends"]


async def test_the_same_request_is_answered_again_and_another_one_has_another_key(front: FrontDesk) -> None:
    world, patient = front.world, front.world.patient()
    request = front.booking(patient, world.at("09:00"))
    first, second = [await front.post("/api/appointments", request) for _ in range(2)]
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["card"] == second.json()["card"]
    other = await front.post("/api/appointments", request | {"begins": world.at("10:00").isoformat()})
    assert said(other) == (400, "input.field", "key")
    assert world.run("SELECT count(*) FROM appointments")[0][0] == 1


async def test_a_key_belongs_to_who_has_used_it(front: FrontDesk, hub: Any, clinic: Any) -> None:
    request = front.booking(front.world.patient(), front.world.at("09:00"))
    await front.post("/api/appointments", request)
    front.headers = await hub.sign_in(clinic, "nurse")
    assert said(await front.post("/api/appointments", request)) == (400, "input.field", "key")


async def test_a_booking_links_the_patient_with_the_clinic(front: FrontDesk, foreign: Any, clinic: Any) -> None:
    world = front.world
    reception = clinic.users["reception"]
    world.run("INSERT INTO memberships VALUES (%s, %s, 'receptionist')", reception, foreign.clinic)
    patient = world.patient(clinics=[foreign.clinic])
    front.headers = await front.hub.sign_in(clinic, "reception")
    await front.booked(patient, world.at("09:00"))
    links = world.run(
        "SELECT made_by FROM patient_clinic WHERE patient_id = %s AND clinic_id = %s", patient, clinic.id
    )
    assert links == [("booking",)]


async def test_a_visit_that_needs_others_takes_the_first_that_are_free(front: FrontDesk) -> None:
    world = front.world
    steps = world.ids["steps"]
    first = await front.booked(world.patient(), world.at("10:00"), type=steps)
    assert (first["own_begins"], first["ends"]) == (world.ms("10:15"), world.ms("10:45"))
    assert first["others"][0] == "Sato"
    assert first["others"][1] in ("Exam 1", "Exam 2", "Exam 3")
    other = {"type": steps, "practitioner": world.ids["mori"]}
    answer = await front.book(world.patient(), world.at("10:00"), **other)
    assert said(answer) == (409, "schedule.needs_taken", "begins")
    later = await front.booked(world.patient(), world.at("10:15"), **other)
    assert later["others"][0] == "Sato", "the nurse is free again"
    assert later["others"][1] != first["others"][1], "that room is not"


async def test_a_group_fills_its_lanes_and_keeps_others_out(front: FrontDesk) -> None:
    world = front.world
    group = {"type": world.ids["group"], "practitioner": world.ids["mori"]}
    cards = [await front.booked(world.patient(), world.at("09:00"), **group) for _ in range(3)]
    assert [card["lane"] for card in cards] == [0, 1, 2]
    full = await front.book(world.patient(), world.at("09:00"), **group)
    assert said(full) == (409, "schedule.taken", "begins")
    await front.changed(cards[0], "cancel", why="patient")
    within = await front.book(world.patient(), world.at("09:15"), practitioner=world.ids["mori"])
    assert said(within) == (409, "schedule.taken", "begins"), "lane 0 is empty, the group is not over"
    again = await front.booked(world.patient(), world.at("09:00"), **group)
    assert again["lane"] == 0


async def test_staff_may_overbook_up_to_the_cap_and_say_why(front: FrontDesk) -> None:
    world = front.world
    await front.booked(world.patient(), world.at("09:00"))
    over = await front.booked(world.patient(), world.at("09:15"), overbook="pain")
    assert (over["lane"], over["overbooked"]) == (1, "pain")
    third = await front.book(world.patient(), world.at("09:00"), overbook="pain")
    assert said(third) == (409, "schedule.over_cap", "begins")
    reasons = world.run("SELECT reason FROM audit_log WHERE action = 'appointment.booked' ORDER BY at")
    assert reasons == [("",), ("pain",)]


async def test_a_patient_has_one_visit_at_a_time_unless_somebody_says_why(front: FrontDesk) -> None:
    world, patient = front.world, front.world.patient()
    await front.booked(patient, world.at("09:00"))
    mori = world.ids["mori"]
    answer = await front.book(patient, world.at("09:15"), practitioner=mori)
    assert said(answer) == (409, "schedule.patient_busy", "begins")
    beside = await front.booked(patient, world.at("09:15"), practitioner=mori, beside="both on one day")
    assert (beside["beside"], beside["lane"]) == ("both on one day", 0)
    alone = await front.booked(patient, world.at("11:00"), beside="not needed")
    assert alone["beside"] == ""


async def test_a_nurse_books_but_not_beside_others(front: FrontDesk, hub: Any, clinic: Any) -> None:
    world = front.world
    front.headers = await hub.sign_in(clinic, "nurse")
    await front.booked(world.patient(), world.at("09:00"))
    for more in ({"overbook": "why"}, {"beside": "why"}):
        answer = await front.book(world.patient(), world.at("09:00"), **more)
        assert said(answer) == (403, "access.denied", "overbook")


async def test_a_visit_is_moved_and_gives_its_old_time_back(front: FrontDesk) -> None:
    world = front.world
    card = await front.booked(world.patient(), world.at("09:00"))
    mori = world.ids["mori"]
    moved = await front.changed(card, "move", begins=world.at("11:00").isoformat(), practitioner=mori)
    assert (moved["begins"], moved["ends"]) == (world.ms("11:00"), world.ms("11:30"))
    assert (moved["practitioner"], moved["version"], moved["id"]) == (mori, 2, card["id"])
    await front.booked(world.patient(), world.at("09:00"))
    taken = await front.book(world.patient(), world.at("11:00"), practitioner=mori)
    assert said(taken) == (409, "schedule.taken", "begins")


async def test_a_visit_may_be_moved_over_its_own_time_and_into_another_month(front: FrontDesk) -> None:
    world = front.world
    card = await front.booked(world.patient(), world.at("09:00"))
    moved = await front.changed(card, "move", begins=world.at("09:15").isoformat())
    far = await front.changed(moved, "move", begins=world.at("09:15", 60).isoformat())
    assert world.run("SELECT count(*) FROM appointments WHERE id = %s", far["id"]) == [(1,)]
    assert world.run("SELECT count(*), min(lower(during)) FROM occupancy") == [(1, world.at("09:15", 60))]
    same = await front.changed(far, "move", begins=world.at("09:15", 60).isoformat())
    assert same["version"] == far["version"], "nothing has changed"


async def test_who_saw_an_older_card_changes_nothing(front: FrontDesk) -> None:
    world = front.world
    card = await front.booked(world.patient(), world.at("09:00"))
    moved = await front.changed(card, "move", begins=world.at("11:00").isoformat())
    for what, more in (("move", {"begins": world.at("10:00").isoformat()}), ("cancel", {"why": "patient"})):
        assert said(await front.change(card, what, **more)) == (409, "appointments.changed", "version")
        stale = moved | {"version": 1}
        assert said(await front.change(stale, what, **more)) == (409, "appointments.changed", "version")


async def test_a_cancelled_visit_says_why_and_is_over(front: FrontDesk) -> None:
    world = front.world
    card = await front.booked(world.patient(), world.at("09:00"))
    off = await front.changed(card, "cancel", why="patient", note="has a cold")
    assert (off["state"], off["cancelled"], off["version"]) == ("cancelled", "patient: has a cold", 2)
    await front.booked(world.patient(), world.at("09:00"))
    for what, more in (("cancel", {"why": "other"}), ("move", {"begins": world.at("10:00").isoformat()})):
        assert said(await front.change(off, what, **more)) == (409, "appointments.wrong_state", "state")
    assert said(await front.change(off, "cancel", why="weather")) == (400, "input.field", "why")


async def test_nobody_has_missed_what_has_not_begun(front: FrontDesk) -> None:
    world = front.world
    card = await front.booked(world.patient(), world.at("09:00"))
    assert said(await front.change(card, "no-show")) == (409, "appointments.wrong_state", "state")
    begun = timedelta(days=8)
    world.run(
        "UPDATE appointments SET begins = begins - %(d)s, ends = ends - %(d)s, own_begins = own_begins - %(d)s,"
        " own_ends = own_ends - %(d)s".replace("%(d)s", "interval '8 days'")
    )
    past = card | {"begins": card["begins"] - int(begun.total_seconds() * 1_000)}
    missed = await front.changed(past, "no-show")
    assert missed["state"] == "no_show"
    assert world.run("SELECT count(*) FROM occupancy") == [(0,)]


async def test_the_last_change_is_taken_back(front: FrontDesk) -> None:
    world = front.world
    card = await front.booked(world.patient(), world.at("09:00"))
    moved = await front.changed(card, "move", begins=world.at("11:00").isoformat())
    back = await front.changed(moved, "undo")
    assert (back["begins"], back["version"]) == (card["begins"], 3)
    off = await front.changed(back, "cancel", why="clinic")
    on = await front.changed(off, "undo")
    assert (on["state"], on["cancelled"]) == ("booked", "")
    assert said(await front.change(on, "undo")) == (409, "appointments.wrong_state", "state"), "once"
    fresh = await front.booked(world.patient(), world.at("15:00"))
    gone = await front.changed(fresh, "undo")
    assert (gone["state"], gone["cancelled"]) == ("cancelled", "mistake:")


async def test_what_was_given_to_somebody_else_cannot_be_taken_back(front: FrontDesk) -> None:
    world = front.world
    off = await front.changed(await front.booked(world.patient(), world.at("09:00")), "cancel", why="patient")
    await front.booked(world.patient(), world.at("09:00"))
    assert said(await front.change(off, "undo")) == (409, "schedule.taken", "begins")


async def test_only_who_made_a_change_takes_it_back_and_not_much_later(
    front: FrontDesk, hub: Any, clinic: Any
) -> None:
    world = front.world
    card = await front.booked(world.patient(), world.at("09:00"))
    mine = front.headers
    front.headers = await hub.sign_in(clinic, "nurse")
    assert said(await front.change(card, "undo")) == (409, "appointments.wrong_state", "state")
    front.headers = mine
    world.run("UPDATE appointment_history SET at = at - interval '61 seconds'")
    assert said(await front.change(card, "undo")) == (409, "appointments.wrong_state", "state")


async def test_a_restricted_chart_is_booked_by_who_has_it_open(front: FrontDesk, clinic: Any) -> None:
    world = front.world
    patient = world.patient(restriction="vip")
    answer = await front.book(patient, world.at("09:00"))
    assert said(answer) == (403, "access.glass_needed", "patient")
    world.run(
        "INSERT INTO break_glass (id, user_id, patient_id, clinic_id, reason, expires_at)"
        " VALUES (%s, %s, %s, %s, 'emergency', now() + interval '1 hour')",
        uuid4(),
        clinic.users["reception"],
        patient,
        clinic.id,
    )
    card = await front.booked(patient, world.at("09:00"), reason="private")
    assert (card["patient"]["id"], card["restricted"]) == (str(patient), False)
    world.run("UPDATE break_glass SET ended_at = now()")
    seen = await front.hub.client.get(f"/api/appointments/{card['id']}", headers=front.headers)
    assert (seen.json()["restricted"], seen.json()["reason"], seen.json()["patient"]["name"]) == (True, "", "")


async def test_a_booking_is_one_statement_and_its_record(front: FrontDesk) -> None:
    world = front.world
    await front.booked(world.patient(), world.at("09:00"))
    front.hub.statements.clear()
    card = await front.booked(world.patient(), world.at("09:30"))
    assert len(front.hub.touching_tables()) == 1
    front.hub.statements.clear()
    await front.changed(card, "move", begins=world.at("10:30").isoformat())
    assert len(front.hub.touching_tables()) == 2, "and who waits for what is free now"


async def test_notices_are_what_the_patient_is_to_be_told_in_the_end(front: FrontDesk) -> None:
    world = front.world
    card = await front.booked(world.patient(), world.at("09:00"))
    moved = await front.changed(card, "move", begins=world.at("11:00").isoformat())
    waiting = "SELECT kind, begins FROM notices WHERE state = 'waiting'"
    assert world.run(waiting) == [("booked", world.at("11:00"))], "told once, of the last time"
    world.run("UPDATE notices SET state = 'released' WHERE state = 'waiting'")
    again = await front.changed(moved, "move", begins=world.at("13:00").isoformat())
    assert world.run(waiting) == [("moved", world.at("13:00"))]
    back = await front.changed(again, "undo")
    assert world.run(waiting) == [], "as it was told already"
    await front.changed(back, "cancel", why="patient")
    assert world.run(waiting) == [("cancelled", world.at("11:00"))]


async def test_who_waits_is_proposed_and_is_served_by_a_booking(front: FrontDesk, clinic: Any) -> None:
    world = front.world
    card = await front.booked(world.patient(), world.at("09:00"))
    waiting = {
        "id": (entry := str(new_id())),
        "clinic_id": str(clinic.id),
        "patient": str(patient := world.patient("Mori Aya")),
        "type": world.ids["visit"],
    }
    assert (await front.post("/api/waitlist", waiting)).status_code == 201
    off = await front.change(card, "cancel", why="patient")
    proposal = {"waiting": entry, "patient": str(patient), "name": "Mori Aya", "practitioner": world.ids["yamada"]}
    assert off.json()["proposals"] == [{**proposal, "begins": world.ms("09:00"), "ends": world.ms("09:30")}]
    other = await front.book(world.patient(), world.at("09:00"), waiting=entry)
    assert said(other) == (404, "not_found", "waiting"), "another patient's"
    served = await front.booked(patient, world.at("09:00"), waiting=entry)
    assert world.run("SELECT state FROM waitlist") == [("booked",)]
    await front.changed(served, "undo")
    assert world.run("SELECT state FROM waitlist") == [("waiting",)]
