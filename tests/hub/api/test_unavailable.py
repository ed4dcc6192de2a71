"""A doctor who is not there, or a clinic that is closed: the plan, doing it, the calls, taking it back."""

from uuid import uuid4

import pytest

from clinic_console.hub.service import assignment
from tests.hub.api.away_desk import URL, AwayDesk, add_visit
from tests.hub.api.conftest import House
from tests.hub.api.hours_desk import open_desk


@pytest.fixture
def away(house: House, monkeypatch: pytest.MonkeyPatch) -> AwayDesk:
    # However busy this computer is: the best plan is found.
    monkeypatch.setattr(assignment, "SECONDS", 30.0)
    return AwayDesk(open_desk(house))


async def test_each_visit_is_proposed_a_place_and_nothing_is_changed(away: AwayDesk) -> None:
    first, second = add_visit(away), add_visit(away, "11:00")
    desk = away.desk
    plan = await away.plan()
    assert plan["optimal"]
    assert not plan["more"]
    assert [row["card"]["id"] for row in plan["rows"]] == [str(first), str(second)]
    for row, wall in zip(plan["rows"], ("10:00", "11:00"), strict=True):
        assert row["action"] == "move"
        assert row["to"]["begins"] == desk.world.ms(wall)
        assert row["to"]["practitioner"] in {desk.who("mori"), desk.who("keller"), desk.who("nurse")}
        assert row["to"]["name"] in {"Mori", "Keller", "Sato"}
        assert row["why"][0] == "same_time"
        assert row["look"] == []
        assert row["card"]["patient"]["name"] == "Aoki Ren"
    assert (await away.card(first))["version"] == 1
    assert desk.house.rows("SELECT count(*) FROM schedule_exceptions WHERE kind = 'leave'") == [(0,)]
    events = desk.house.events("unavailable.")
    assert [event[0] for event in events] == ["unavailable.previewed"]


async def test_what_was_planned_is_done_and_taken_back(away: AwayDesk) -> None:
    moved, waits, leaves, gone = (add_visit(away, wall) for wall in ("10:00", "10:30", "11:00", "11:30"))
    desk = away.desk
    plan = await away.plan()
    rows = away.choices(plan, **{str(waits): "waitlist", str(leaves): "leave", str(gone): "cancel"})
    made = await away.commit(rows)
    assert [(row["action"], row["outcome"], row["code"]) for row in made["rows"]] == [
        ("move", "done", ""), ("waitlist", "done", ""), ("leave", "done", ""), ("cancel", "done", ""),
    ]  # fmt: skip
    card = made["rows"][0]["card"]
    assert (card["to_confirm"], card["begins"], card["practitioner"]) == (
        True, rows[0]["begins"], rows[0]["practitioner"],
    )  # fmt: skip
    assert made["rows"][0]["was_practitioner"] == desk.who("yamada")
    assert made["rows"][1]["card"]["state"] == made["rows"][3]["card"]["state"] == "cancelled"
    assert made["rows"][1]["card"]["cancelled"] == "practitioner: Ill"
    assert made["rows"][2]["card"]["state"] == "booked"
    entries = desk.house.rows("SELECT state, priority FROM waitlist")
    assert entries == [("waiting", 2)]
    assert desk.house.rows("SELECT kind FROM schedule_exceptions WHERE resource_id = %s", desk.who("yamada")) == [
        ("leave",)
    ]
    assert not made["touched"]
    answer = await away.undo(made)
    assert answer.status_code == 200, answer.text
    back = answer.json()
    assert back["undone"]
    for visit, wall in ((moved, "10:00"), (waits, "10:30"), (leaves, "11:00"), (gone, "11:30")):
        card = await away.card(visit)
        assert (card["state"], card["begins"], card["practitioner"], card["to_confirm"]) == (
            "booked", desk.world.ms(wall), desk.who("yamada"), False,
        )  # fmt: skip
    assert desk.house.rows("SELECT state FROM waitlist") == [("withdrawn",)]
    assert desk.house.rows("SELECT count(*) FROM schedule_exceptions WHERE kind = 'leave'") == [(0,)]
    assert desk.house.rows("SELECT count(*) FROM notices WHERE state = 'waiting' AND kind <> 'booked'") == [(0,)]
    assert (await away.undo(made)).json()["undone"]
    taken = "SELECT count(*), count(DISTINCT taken_by) FROM occupancy WHERE resource_id = %s"
    assert desk.house.rows(taken, desk.who("yamada")) == [(4, 4)]


async def test_a_second_key_is_another_request_and_the_same_one_is_answered_again(away: AwayDesk) -> None:
    visit = add_visit(away)
    plan = await away.plan()
    key = str(uuid4())
    made = await away.commit(away.choices(plan), key=key)
    again = await away.commit(away.choices(plan), key=key)
    assert again == made
    body = {"key": key, "away": away.away(label="Other"), "rows": away.choices(plan)}
    assert await away.desk.refused("reception", "POST", URL, json=body) == (400, "input.field", "key")
    assert (await away.card(visit))["version"] == 2
    leave = "SELECT count(*) FROM schedule_exceptions WHERE kind = 'leave'"
    assert away.desk.house.rows(leave) == [(1,)]


async def test_who_is_here_stays_and_a_restricted_chart_is_not_told(away: AwayDesk) -> None:
    desk = away.desk
    here = add_visit(away, state="arrived")
    closed = add_visit(away, "11:00", patient=desk.world.patient("Hidden Person", restriction="vip"))
    plan = await away.plan()
    assert [(row["card"]["id"], row["action"], row["why"], row["look"]) for row in plan["rows"]] == [
        (str(here), "leave", ["started"], ["present"]),
        (str(closed), "leave", [], ["restricted"]),
    ]
    assert "Hidden" not in str(plan)
    made = await away.commit(away.choices(plan, **{str(closed): "waitlist"}))
    assert [(row["outcome"], row["code"]) for row in made["rows"]] == [
        ("done", ""), ("not_allowed", "access.glass_needed"),
    ]  # fmt: skip
    assert "Hidden" not in str(made)


async def test_a_closed_clinic_moves_all_to_other_days(away: AwayDesk) -> None:
    desk = away.desk
    visits = {str(add_visit(away)), str(desk.visit(desk.who("mori"), desk.world.at("10:00")))}
    plan = await away.plan(practitioner=0)
    assert {row["card"]["id"] for row in plan["rows"]} == visits
    for row in plan["rows"]:
        assert row["action"] == "move"
        assert row["to"]["begins"] >= desk.world.ms("20:00")
        assert "same_doctor" in row["why"] or "first_free" in row["why"]
    made = await away.commit(away.choices(plan), away=away.away(practitioner=0))
    assert {row["outcome"] for row in made["rows"]} == {"done"}
    assert desk.house.rows("SELECT kind, resource_id FROM schedule_exceptions") == [("closed", None)]
    assert (await away.undo(made)).json()["undone"]
    assert desk.house.rows("SELECT count(*) FROM schedule_exceptions") == [(0,)]


async def test_a_colleague_who_is_away_is_replaced_where_there_is_another(away: AwayDesk) -> None:
    desk, world = away.desk, away.desk.world
    steps, nurse, room = desk.who("steps"), desk.who("nurse"), desk.who("room1")
    visit = desk.visit(desk.who("yamada"), world.at("10:00"), 45, type_id=steps, others={nurse: 0, room: 0})
    plan = await away.plan(practitioner=nurse)
    [row] = plan["rows"]
    assert row["card"]["id"] == str(visit)
    assert row["action"] == "move"
    assert row["to"]["begins"] >= world.ms("20:00")
    assert "needs" in row["why"]
    other = world.practitioner("Ito", specialties=[desk.who("nursing")])
    world.hours(other)
    plan = await away.plan(practitioner=nurse)
    [row] = plan["rows"]
    assert (row["to"]["begins"], row["to"]["practitioner"]) == (world.ms("10:00"), desk.who("yamada"))
    assert row["why"][:2] == ["same_doctor", "same_time"]
    made = await away.commit(away.choices(plan), away=away.away(practitioner=nurse))
    assert made["rows"][0]["outcome"] == "done"
    assert "Ito" in made["rows"][0]["card"]["others"]


async def test_calls_are_noted_and_who_agrees_is_confirmed(away: AwayDesk) -> None:
    visit = add_visit(away)
    made = await away.commit(away.choices(await away.plan()))
    url = f"{URL}/{made['id']}"
    assert (await away.call(made, visit, "no_answer", note="Rang twice")).status_code == 200
    again = await away.call(made, visit, "no_answer", note="Rang twice")
    assert again.json()["tries"] == 1
    assert (await away.call(made, visit, "message")).status_code == 409
    done = (await away.call(made, visit, "agreed", version=2)).json()
    assert (done["contact"], done["contact_by"], done["tries"], done["version"]) == ("agreed", "Reception", 2, 3)
    assert not done["card"]["to_confirm"]
    assert not (await away.card(visit))["to_confirm"]
    found = await away.desk.done("reception", "GET", url)
    assert found["touched"]
    refused = await away.undo(made)
    assert (refused.status_code, refused.json()["code"]) == (409, "unavailable.touched")
    [head] = (await away.desk.done("reception", "GET", URL, params={"clinic": away.desk.clinic}))["items"]
    assert (head["id"], head["rows"], head["open"], head["undone"]) == (made["id"], 1, 0, False)
    events = [event[0] for event in away.desk.house.events("unavailable.")]
    assert events.count("unavailable.called") == 2


async def test_a_patient_with_two_visits_is_not_asked_to_be_in_two_places(away: AwayDesk) -> None:
    patient = away.desk.world.patient()
    near = away.desk.world.ms("10:30")
    add_visit(away, "10:00", patient=patient)
    add_visit(away, "10:30", patient=patient)
    plan = await away.plan()
    first, second = (row["to"] for row in plan["rows"])
    assert first["ends"] <= second["begins"] or second["ends"] <= first["begins"]
    # The later one stands where the first is moved to: it is done behind it.
    rows = away.choices(plan)
    rows[0] |= {"begins": near, "practitioner": away.desk.who("mori")}
    rows[1] |= {"begins": away.desk.world.ms("11:30"), "practitioner": away.desk.who("mori")}
    made = await away.commit(rows)
    assert [row["outcome"] for row in made["rows"]] == ["done", "done"]
    assert (await away.undo(made)).json()["undone"]


async def test_a_doctor_without_visits_is_away_all_the_same(away: AwayDesk) -> None:
    plan = await away.plan()
    assert (plan["rows"], plan["optimal"], plan["elsewhere"]) == ([], True, 0)
    made = await away.commit([])
    leave = "SELECT count(*) FROM schedule_exceptions WHERE kind = 'leave'"
    assert away.desk.house.rows(leave) == [(1,)]
    assert (await away.undo(made)).json()["undone"]
    assert away.desk.house.rows(leave) == [(0,)]


async def test_who_waits_is_first_in_line_and_in_order(away: AwayDesk) -> None:
    desk = away.desk
    desk.world.run(
        "INSERT INTO waitlist (id, clinic_id, patient_id, type_id, priority, user_name) VALUES"
        " (gen_random_uuid(), %s, %s, %s, 2, 'x')",
        desk.clinic, desk.world.patient("Old Hand"), desk.who("visit"),
    )  # fmt: skip
    patients = [desk.world.patient(name) for name in ("First", "Second")]
    visits = [add_visit(away, wall, patient=who) for wall, who in zip(("10:00", "11:00"), patients, strict=True)]
    rows = away.choices(await away.plan(), **{str(visit): "waitlist" for visit in visits})
    made = await away.commit(rows)
    assert {row["outcome"] for row in made["rows"]} == {"done"}
    page = await desk.done("reception", "GET", "/api/waitlist", params={"clinic": desk.clinic})
    assert [item["patient"]["name"] for item in page["items"]] == ["First", "Second", "Old Hand"]
