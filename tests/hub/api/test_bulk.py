"""One operation on many visits over HTTP: what becomes of each, and that nothing else does."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.hub.api.appointments_desk import said
from tests.hub.api.bulk_desk import BulkDesk, many, told

__all__ = ["many"]


async def test_a_morning_goes_through_all_its_states(many: BulkDesk) -> None:
    cards = many.visits(4)
    many.world.run("UPDATE appointments SET identity = 'confirmed'")
    room = many.world.room("Big", "waiting", capacity=4)
    for operation, more in (
        ("arrived", {}),
        ("checked_in", {}),
        ("roomed", {"room": room}),
        ("with_doctor", {}),
        ("done", {}),
    ):
        done = await many.do(operation, cards, **more)
        assert told(done) == ["done"] * 4
        assert {(row["state"], row["at"]) for row in done["rows"]} == {(operation, card["begins"]) for card in cards}
        assert [row["id"] for row in done["rows"]] == [card["id"] for card in cards]
        assert told(await many.do(operation, cards, **more)) == ["already"] * 4
    assert {card["version"] for card in cards} == {6}
    kinds = many.world.run("SELECT array_agg(kind ORDER BY version) FROM appointment_history GROUP BY appointment_id")
    assert kinds == [(["arrived", "checked_in", "roomed", "with_doctor", "done"],)] * 4
    rows = many.world.run("SELECT arrived_at IS NOT NULL, room_id, since > arrived_at FROM appointments")
    assert rows == [(True, room, True)] * 4
    assert many.wrong() == []


async def test_each_row_has_an_outcome_of_its_own_in_the_order_asked(many: BulkDesk, foreign: Any) -> None:
    at = many.world.at
    booked, old, elsewhere = many.visit(at("09:00")), many.visit(at("10:30"), version=3), many.visit(at("11:00"))
    gone, here = many.visit(at("09:30"), state="cancelled"), many.visit(at("10:00"), state="checked_in")
    many.world.run("UPDATE appointments SET clinic_id = %s WHERE id = %s", foreign.clinic, elsewhere["id"])
    nobody = {"id": str(uuid4()), "begins": booked["begins"], "version": 1}
    moved = many.visit(at("12:00")) | {"begins": booked["begins"]}
    done = await many.do("arrived", [moved, nobody, here, old, gone, elsewhere, booked])
    assert told(done) == [
        "conflict appointments.changed",
        "not_found not_found",
        "already",
        "conflict appointments.changed",
        "conflict appointments.wrong_state",
        "not_found not_found",
        "done",
    ]
    assert [row["state"] for row in done["rows"] if row.get("state")] == [
        "booked",
        "checked_in",
        "booked",
        "cancelled",
        "arrived",
    ]
    assert all(row["text"] for row in done["rows"] if row["outcome"] not in ("done", "already"))
    assert many.world.run("SELECT count(*) FROM audit_log WHERE action = 'appointment.arrived'") == [(1,)]


async def test_an_older_version_does_not_matter_where_it_stands_so_already(many: BulkDesk) -> None:
    cards = many.visits(2)
    seen = [dict(card) for card in cards]
    await many.do("arrived", cards)
    assert told(await many.do("arrived", seen)) == ["already", "already"]


async def test_all_or_nothing_holds_back_what_could_be_done(many: BulkDesk) -> None:
    cards = [*many.visits(2), many.visit(many.world.at("12:00"), state="cancelled")]
    done = await many.do("arrived", cards, all_or_nothing=True)
    assert told(done) == ["held_back", "held_back", "conflict appointments.wrong_state"]
    assert many.states() == {"booked": 2, "cancelled": 1}
    assert done["undo_until"] == 0
    assert told(await many.do("arrived", cards[:2], all_or_nothing=True)) == ["done", "done"]


async def test_nobody_is_checked_in_who_has_not_been_confirmed(many: BulkDesk) -> None:
    cards = many.visits(3)
    for card, identity in zip(cards, ("", "confirmed", "not_confirmed"), strict=True):
        many.world.run("UPDATE appointments SET identity = %s WHERE id = %s", identity, card["id"])
    assert told(await many.do("checked_in", cards)) == ["conflict desk.identity", "done", "done"]


async def test_no_more_are_roomed_than_fit_in(many: BulkDesk) -> None:
    cards = many.visits(4, ahead=0, state="checked_in")
    room = many.world.room("Small", "waiting", capacity=2)
    there, free = many.world.ids["room1"], many.world.ids["room2"]
    done = await many.do("roomed", cards, room=room)
    assert told(done) == ["done", "done", "conflict desk.room_full", "conflict desk.room_full"]
    # Those who are there already take no second place; who goes elsewhere gives his up.
    assert told(await many.do("roomed", cards, room=room))[:2] == ["already", "already"]
    assert told(await many.do("roomed", cards[:1], room=there)) == ["done"]
    assert told(await many.do("roomed", cards[1:], room=room)) == ["already", "done", "conflict desk.room_full"]
    assert told(await many.do("with_doctor", cards[:1])) == ["done"]
    assert told(await many.do("roomed", cards[3:], room=there)) == ["conflict desk.room_full"]
    assert told(await many.do("roomed", cards[3:], room=free)) == ["done"]


@pytest.mark.parametrize("room", [0, 2**31, -1, 1_999_999_999])
async def test_a_room_that_is_none_is_a_bad_field(many: BulkDesk, room: int) -> None:
    assert said(await many.ask("roomed", many.visits(1, state="arrived"), room=room)) == (400, "input.field", "room")
    device = many.world.ids["ultrasound"]
    assert said(await many.ask("roomed", many.visits(1, ahead=8), room=device)) == (400, "input.field", "room")


async def test_nobody_is_missing_who_has_come_or_is_hardly_late(many: BulkDesk) -> None:
    world, now = many.world, many.world.run("SELECT date_trunc('minute', now())")[0][0]
    late = many.visit(now - timedelta(minutes=60), practitioner=world.ids["mori"])
    hardly = many.visit(now - timedelta(minutes=5), practitioner=world.ids["keller"])
    coming = many.visit(now + timedelta(minutes=60), practitioner=world.ids["keller"])
    here = many.visit(now - timedelta(minutes=60), state="arrived")
    cards = [late, hardly, coming, here]
    done = await many.do("no_show", cards)
    assert told(done) == ["done", "conflict desk.grace", "conflict desk.grace", "conflict desk.arrived"]
    assert many.wrong() == []
    # The patient comes after all, and gets the time again.
    assert told(await many.do("arrived", [late])) == ["done"]
    assert (late["state"], many.wrong()) == ("arrived", [])


async def test_who_comes_after_all_may_find_the_time_taken(many: BulkDesk) -> None:
    at = many.world.at("09:00")
    missed = many.visit(at, state="no_show")
    many.visit(at)
    assert told(await many.do("arrived", [missed])) == ["conflict schedule.taken"]
    assert (missed["state"], many.wrong()) == ("no_show", [])


async def test_an_arrival_is_taken_back_by_hand(many: BulkDesk) -> None:
    cards = many.visits(2)
    walk_in = many.visit(many.world.at("09:00"), state="arrived", walk_in=True)
    await many.do("arrived", cards)
    done = await many.do("expected", [*cards, walk_in])
    assert told(done) == ["done", "done", "conflict appointments.wrong_state"]
    assert many.world.run("SELECT arrived_at, state FROM appointments WHERE NOT walk_in") == [(None, "booked")] * 2
    assert many.wrong() == []


async def test_cancelled_visits_give_their_times_and_notices_back(many: BulkDesk) -> None:
    cards = many.visits(3)
    many.world.run(
        "INSERT INTO notices (id, appointment_id, patient_id, clinic_id, kind, version, begins, release_at, state)"
        " SELECT gen_random_uuid(), id, patient_id, clinic_id, 'booked', 1, begins, now(),"
        " CASE WHEN id = %s THEN 'waiting' ELSE 'released' END FROM appointments WHERE id <> %s",
        *(cards[0]["id"], cards[2]["id"]),
    )
    done = await many.do("cancel", cards, why="clinic", note="burst pipe")
    assert told(done) == ["done"] * 3
    assert many.world.run("SELECT DISTINCT state, cancelled FROM appointments") == [
        ("cancelled", "clinic: burst pipe")
    ]
    assert many.world.run("SELECT count(*) FROM occupancy") == [(0,)]
    notices = many.world.run("SELECT kind, state, count(*) FROM notices GROUP BY 1, 2 ORDER BY 1, 2")
    assert notices == [("booked", "released", 1), ("booked", "withdrawn", 1), ("cancelled", "waiting", 1)]
    assert (await many.book(many.world.patient(), many.world.at("09:00"))).status_code == 201
    assert told(await many.do("cancel", cards, why="clinic")) == ["already"] * 3
    assert said(await many.ask("cancel", cards, why="bored")) == (400, "input.field", "why")


async def test_a_list_is_moved_by_half_an_hour_though_each_takes_the_next_ones_place(many: BulkDesk) -> None:
    cards = many.visits(4)
    begins = [card["begins"] for card in cards]
    for minutes in (30, -30):
        assert told(await many.do("move", cards, minutes=minutes)) == ["done"] * 4
    assert [card["begins"] for card in cards] == begins
    assert told(await many.do("move", cards, minutes=15)) == ["done"] * 4
    assert [card["begins"] - begin for card, begin in zip(cards, begins, strict=True)] == [15 * 60_000] * 4
    assert many.wrong() == []


async def test_moving_goes_as_far_as_it_can(many: BulkDesk) -> None:
    world = many.world
    cards = many.visits(3, "11:30")
    done = await many.do("move", cards, practitioner=world.ids["mori"])
    assert told(done) == ["done", "conflict schedule.away", "conflict schedule.away"]
    many.visit(world.at("11:30"), practitioner=world.ids["keller"])
    assert told(await many.do("move", cards, practitioner=world.ids["keller"])) == [
        "conflict schedule.taken",
        "done",
        "done",
    ]
    assert told(await many.do("move", cards, days=-30)) == ["conflict schedule.past"] * 3
    assert told(await many.do("move", cards, practitioner=1_999_999_999)) == ["conflict schedule.no_practitioner"] * 3
    assert told(await many.do("move", cards[1:], all_or_nothing=True, days=1)) == ["done", "done"]
    assert told(await many.do("move", cards[:2], all_or_nothing=True, minutes=-180)) == [
        "conflict schedule.outside_hours",
        "held_back",
    ]
    assert many.wrong() == []


async def test_what_another_desk_has_moved_there_stands_so_already(many: BulkDesk) -> None:
    cards = many.visits(2)
    seen = [dict(card) for card in cards]
    await many.do("move", cards, days=1)
    assert told(await many.do("move", seen, days=1)) == ["already", "already"]
    assert told(await many.do("move", seen, days=1, minutes=15)) == ["done", "done"]


async def test_the_same_request_is_answered_the_same_and_another_one_has_another_key(many: BulkDesk) -> None:
    cards = many.visits(3)
    request = many.asking("arrived", cards)
    first = await many.post("/api/appointments/bulk", request)
    await many.do("expected", [card | {"version": 2} for card in cards])
    again = await many.post("/api/appointments/bulk", request)
    assert (first.status_code, again.status_code, first.json()) == (200, 200, again.json())
    assert many.states() == {"booked": 3}
    other = await many.post("/api/appointments/bulk", request | {"operation": "left"})
    assert said(other) == (400, "input.field", "key")


async def test_what_is_asked_for_is_looked_at(many: BulkDesk) -> None:
    cards = many.visits(2)
    for wrong, field in (
        ({"items": []}, "items"),
        ({"items": [{"id": str(uuid4()), "at": 0, "version": 1}] * 2}, "items"),
        ({"items": [{"id": str(uuid4()), "at": 0, "version": 1} for _ in range(501)]}, "items"),
        ({"items": [{"id": "x", "at": 0, "version": 1}]}, "items"),
        ({"items": [{"id": str(uuid4()), "at": -(2**63), "version": 1}]}, "items"),
        ({"items": [{"id": str(uuid4()), "at": 2**62, "version": 1}]}, "items"),
        ({"items": [{"id": str(uuid4()), "at": 0, "version": 2**31}]}, "items"),
        ({"operation": "identity"}, "operation"),
        ({"operation": "move", "days": 401}, "days"),
        ({"operation": "move", "minutes": -1_441}, "minutes"),
        ({"operation": "move", "practitioner": 2**31}, "practitioner"),
        ({"key": "1"}, "key"),
        ({"clinic_id": "1"}, "clinic_id"),
    ):
        code = "schedule.no_practitioner" if field == "practitioner" else "input.field"
        assert said(await many.post("/api/appointments/bulk", many.asking("arrived", cards) | wrong)) == (
            400,
            code,
            field,
        ), wrong


async def test_nobody_sees_another_clinics_visits(many: BulkDesk, foreign: Any) -> None:
    cards = many.visits(2)
    done = await many.do("arrived", [dict(card) for card in cards], clinic_id=str(foreign.clinic))
    assert told(done) == ["not_found not_found"] * 2
    assert many.states() == {"booked": 2}


async def test_500_rows_take_as_many_statements_as_one(many: BulkDesk) -> None:
    doctors = [many.world.practitioner(f"Doctor {number}") for number in range(32)]
    cards = [card for doctor in doctors for card in many.visits(16, practitioner=doctor)][:500]
    counted = []
    await many.do("left", cards[:1])  # who the user is, is known from now on
    for chosen in (cards[:1], cards[1:3], cards[3:500]):
        many.hub.statements.clear()
        assert set(told(await many.do("arrived", chosen))) == {"done"}
        counted.append(
            (many.hub.touching_tables(), sum("audit_add_many" in each for each in many.hub.statements[-1:]))
        )
    assert counted[0] == counted[1] == counted[2]
    assert len(counted[0][0]) == 1
    logged = many.world.run(
        "SELECT count(*), count(DISTINCT object_id), min(before), max(after) FROM audit_log"
        " WHERE action = 'appointment.arrived'"
    )
    assert logged[0][:3] == (500, 500, '{"arrived": 0, "state": "booked"}')
