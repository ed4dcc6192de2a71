"""Taking bulk work back: what nobody has changed since, by who did it, within a minute; and one visit of it alone."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.hub.api.appointments_desk import said
from tests.hub.api.bulk_desk import BulkDesk, many, told

__all__ = ["many"]

_FIELDS = "begins, resource_id, state, lane, arrived_at, room_id, cancelled, since"


def _now(desk: BulkDesk) -> list[Any]:
    return desk.world.run(f"SELECT id, {_FIELDS} FROM appointments ORDER BY id")


@pytest.mark.parametrize(
    ("operation", "state", "more"),
    [
        ("arrived", "booked", {}),
        ("arrived", "no_show", {}),
        ("arrived", "left", {}),
        ("checked_in", "arrived", {}),
        ("roomed", "checked_in", {"room": "room1"}),
        ("with_doctor", "roomed", {}),
        ("done", "with_doctor", {}),
        ("left", "arrived", {}),
        ("expected", "arrived", {}),
        ("expected", "no_show", {}),
        ("no_show", "booked", {}),
        ("cancel", "arrived", {"why": "clinic"}),
        ("move", "booked", {"minutes": 30}),
        ("move", "booked", {"days": 1, "practitioner": "keller"}),
    ],
)
async def test_what_is_taken_back_stands_as_it_did(many: BulkDesk, operation: str, state: str, more: Any) -> None:
    ids = many.world.ids
    there = {"ahead": -1} if operation == "no_show" else {}
    cards = many.visits(1 if operation == "roomed" else 3, state=state, **there)
    many.world.run(
        "UPDATE appointments SET identity = 'confirmed', since = made_at, arrived_at = CASE WHEN state"
        " NOT IN ('booked', 'no_show') THEN date_trunc('second', now()) END"
    )
    more = {name: ids.get(value, value) if isinstance(value, str) else value for name, value in more.items()}
    before = _now(many)
    done = await many.do(operation, cards, **more)
    assert set(told(done)) == {"done"}
    assert _now(many) != before
    undone = await many.undo(done, cards)
    assert told(undone) == ["done"] * len(cards)
    assert _now(many) == before
    assert (many.wrong(), undone["undo_until"]) == ([], 0)
    assert many.world.run("SELECT DISTINCT kind FROM appointment_history WHERE version = 3") == [("undone",)]
    logged = many.world.run("SELECT count(*) FROM audit_log WHERE action = 'appointment.undone'")
    assert logged == [(len(cards),)]


async def test_what_others_have_changed_since_stays(many: BulkDesk) -> None:
    cards = many.visits(4)
    done = await many.do("arrived", cards)
    await many.do("left", cards[:1])
    await many.do("expected", cards[1:2])
    many.world.run("DELETE FROM appointments WHERE id = %s", cards[2]["id"])
    undone = await many.undo(done, cards)
    assert told(undone) == ["conflict appointments.changed"] * 2 + ["not_found not_found", "done"]
    assert [row.get("state", "") for row in undone["rows"]] == ["left", "booked", "", "booked"]


async def test_what_was_not_done_is_not_taken_back(many: BulkDesk) -> None:
    cards = many.visits(3)
    await many.do("arrived", cards[:1])
    done = await many.do("arrived", cards)
    assert told(done) == ["already", "done", "done"]
    assert [row["id"] for row in (await many.undo(done, cards))["rows"]] == [card["id"] for card in cards[1:]]
    assert many.states() == {"arrived": 1, "booked": 2}


async def test_cancelled_visits_come_back_where_their_time_is_free_and_patients_are_told_nothing(
    many: BulkDesk,
) -> None:
    cards = [await many.booked(many.world.patient(), many.world.at(wall)) | {} for wall in ("09:00", "09:30")]
    many.world.run("UPDATE notices SET state = 'released' WHERE appointment_id = %s", cards[0]["id"])
    done = await many.do("cancel", cards, why="patient")
    await many.booked(many.world.patient(), many.world.at("09:30"))
    assert told(await many.undo(done, cards)) == ["done", "conflict schedule.taken"]
    rows = many.world.run("SELECT appointment_id::text, kind, state FROM notices ORDER BY made_at, kind")
    assert [row[1:] for row in rows if row[0] == cards[0]["id"]] == [
        ("booked", "released"),
        ("cancelled", "withdrawn"),
    ]
    assert [row[1:] for row in rows if row[0] == cards[1]["id"]] == [("booked", "withdrawn")]
    assert many.wrong() == []


async def test_only_its_author_takes_it_back_once_and_within_a_minute(many: BulkDesk, clinic: Any) -> None:
    cards = many.visits(2)
    done = await many.do("arrived", cards)
    path, mine = f"/api/appointments/bulk/{done['id']}/undo", many.headers
    many.headers = await many.hub.sign_in(clinic, "nurse")
    assert said(await many.post(path, {"key": str(uuid4())})) == (404, "not_found", "bulk")
    many.headers = mine
    assert said(await many.post(f"/api/appointments/bulk/{uuid4()}/undo", {"key": str(uuid4())}))[0] == 404
    many.world.run("UPDATE appointment_requests SET at = at - interval '61 seconds'")
    assert said(await many.post(path, {"key": str(uuid4())})) == (409, "desk.undo_over", "bulk")
    many.world.run("UPDATE appointment_requests SET at = at + interval '61 seconds'")
    key = {"key": str(uuid4())}
    first, again = [(await many.post(path, key)).json() for _ in range(2)]
    assert (first, told(first)) == (again, ["done", "done"])
    assert said(await many.post(f"/api/appointments/bulk/{first['id']}/undo", {"key": str(uuid4())}))[0] == 404
    assert told(await many.undo(done, cards)) == ["conflict appointments.changed"] * 2
    assert done["undo_until"] > cards[0]["begins"] - timedelta(days=30) // timedelta(milliseconds=1)


async def test_one_visit_of_it_is_taken_back_alone(many: BulkDesk) -> None:
    cards = many.visits(2)
    walk_in = many.visit(many.world.at("09:00"), state="arrived", walk_in=True)
    await many.do("arrived", cards)
    await many.do("left", [walk_in])
    back = await many.changed(cards[0], "undo")
    assert (back["state"], back["arrived"], back["version"]) == ("booked", 0, 3)
    assert said(await many.change(back, "undo")) == (409, "appointments.wrong_state", "state")
    assert (await many.changed(walk_in, "undo"))["state"] == "arrived"
    missed = many.visit(many.world.at("12:00"), state="no_show")
    await many.do("arrived", [missed])
    assert (await many.changed(missed, "undo"))["state"] == "no_show"
    assert many.wrong() == []
    assert many.world.run("SELECT count(*) FROM notices") == [(0,)]


async def test_a_walk_in_that_is_taken_back_is_cancelled(many: BulkDesk) -> None:
    walk_in = many.visit(many.world.at("09:00"), state="arrived", walk_in=True)
    many.world.run(
        "INSERT INTO appointment_history (appointment_id, version, kind, user_id, user_name)"
        " SELECT %s, 1, 'walk_in', id, name FROM users WHERE login = 'reception'",
        walk_in["id"],
    )
    gone = await many.changed(walk_in, "undo")
    assert (gone["state"], gone["cancelled"]) == ("cancelled", "mistake:")
    assert many.world.run("SELECT count(*) FROM notices") == [(0,)]
