"""A doctor who is not there: what cannot be done, two at once, who may, and how much is asked of Postgres."""

import asyncio
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from clinic_console.hub.service import assignment, unavailable
from tests.hub.api.away_desk import URL, AwayDesk, add_visit, choice
from tests.hub.api.conftest import House
from tests.hub.api.hours_desk import open_desk


@pytest.fixture
def away(house: House, monkeypatch: pytest.MonkeyPatch) -> AwayDesk:
    # However busy this computer is: the best plan is found.
    monkeypatch.setattr(assignment, "SECONDS", 30.0)
    return AwayDesk(open_desk(house))


async def test_each_row_has_its_own_outcome(away: AwayDesk, foreign: Any) -> None:
    taken, newer, state, fine = (add_visit(away, wall) for wall in ("10:00", "10:30", "11:00", "11:30"))
    desk = away.desk
    plan = await away.plan()
    rows = away.choices(plan)
    desk.visit(rows[0]["practitioner"], desk.world.at("10:00"))
    desk.world.run("UPDATE appointments SET version = 2 WHERE id = %s", newer)
    desk.world.run("UPDATE appointments SET state = 'arrived' WHERE id = %s", state)
    unknown = rows[3] | {"id": str(uuid4())}
    made = await away.commit([*rows, unknown])
    found = [(row["card"]["id"], row["outcome"], row["code"]) for row in made["rows"]]
    assert found == [
        (str(taken), "conflict", "schedule.taken"),
        (str(newer), "conflict", "appointments.changed"),
        (str(state), "conflict", "appointments.wrong_state"),
        (str(fine), "done", ""),
        (unknown["id"], "not_found", "not_found"),
    ]
    card = await away.card(taken)
    assert (card["begins"], card["practitioner"], card["state"]) == (
        desk.world.ms("10:00"), desk.who("yamada"), "booked",
    )  # fmt: skip
    assert [row["action"] for row in made["rows"]] == ["move"] * 5


async def test_who_and_when_there_cannot_be_are_outcomes_and_raise_no_day(away: AwayDesk) -> None:
    desk = away.desk
    fine, nobody, room, never, past = (
        add_visit(away, wall) for wall in ("10:00", "10:30", "11:00", "11:30", "12:00")
    )
    rows = {row["id"]: row for row in away.choices(await away.plan())}
    rows[str(nobody)]["practitioner"] = 2**31 - 1
    rows[str(room)]["practitioner"] = desk.who("room1")
    rows[str(never)]["begins"] = 253_402_300_740_000
    rows[str(past)]["begins"] = 0
    made = await away.commit(list(rows.values()))
    assert [(row["card"]["id"], row["outcome"], row["code"]) for row in made["rows"]] == [
        (str(fine), "done", ""),
        (str(nobody), "conflict", "schedule.no_practitioner"),
        (str(room), "conflict", "schedule.no_practitioner"),
        (str(never), "conflict", "input.field"),
        (str(past), "conflict", "schedule.past"),
    ]
    raised = "SELECT bool_and(day BETWEEN current_date - 3 AND current_date + 60) FROM resource_days"
    assert desk.world.run(raised) == [(True,)]


async def test_what_somebody_has_changed_since_is_not_taken_back(away: AwayDesk) -> None:
    visit = add_visit(away)
    made = await away.commit(away.choices(await away.plan()))
    card = await away.card(visit)
    seen = {"key": str(uuid4()), "version": card["version"], "at": card["begins"], "why": "patient"}
    await away.desk.done("reception", "POST", f"/api/appointments/{visit}/cancel", json=seen)
    refused = await away.undo(made)
    assert (refused.status_code, refused.json()["code"]) == (409, "unavailable.touched")
    assert away.desk.house.rows("SELECT count(*) FROM schedule_exceptions") == [(1,)]


async def test_a_time_that_somebody_took_meanwhile_is_not_taken_back_from_them(away: AwayDesk) -> None:
    visit = add_visit(away)
    made = await away.commit(away.choices(await away.plan()))
    desk = away.desk
    desk.visit(desk.who("yamada"), desk.world.at("10:00"))
    refused = await away.undo(made)
    assert (refused.status_code, refused.json()["code"]) == (409, "unavailable.touched")
    assert (await away.card(visit))["to_confirm"]
    assert desk.house.rows("SELECT count(*) FROM schedule_exceptions") == [(1,)]


async def test_nobody_is_put_back_to_a_time_that_is_over(away: AwayDesk) -> None:
    visit = add_visit(away)
    made = await away.commit(away.choices(await away.plan()))
    world, shown = away.desk.world, f"{URL}/{made['id']}"
    assert not (await away.desk.done("reception", "GET", shown))["touched"]
    world.run("UPDATE unavailable_calls SET was_begins = now() - interval '31 minutes'")
    assert (await away.desk.done("reception", "GET", shown))["touched"]
    refused = await away.undo(made)
    assert (refused.status_code, refused.json()["code"]) == (409, "unavailable.touched")
    assert (await away.card(visit))["to_confirm"]


async def test_two_who_do_it_at_once_move_each_visit_once(away: AwayDesk) -> None:
    visits = [add_visit(away, wall) for wall in ("10:00", "10:30", "11:00")]
    rows = away.choices(await away.plan())
    made = await asyncio.gather(away.commit(rows), away.commit(rows))
    outcomes = [sorted(row["outcome"] for row in each["rows"]) for each in made]
    assert sorted(outcomes) == [["conflict"] * 3, ["done"] * 3]
    for visit in visits:
        assert (await away.card(visit))["version"] == 2
    taken = "SELECT count(*) FROM occupancy WHERE taken_by = ANY (%s)"
    assert away.desk.house.rows(taken, visits) == [(3,)]


async def test_a_booking_at_the_same_moment_has_the_time_or_not(away: AwayDesk) -> None:
    visits = [add_visit(away, wall) for wall in ("10:00", "10:30", "11:00", "11:30")]
    rows, desk = away.choices(await away.plan()), away.desk
    bookings = [
        desk.ask("reception", "POST", "/api/appointments", json={
            "key": str(uuid4()), "clinic_id": desk.clinic, "patient": str(desk.world.patient()),
            "practitioner": row["practitioner"], "type": desk.who("visit"),
            "begins": datetime.fromtimestamp(row["begins"] / 1_000, UTC).isoformat(),
        })
        for row in rows
    ]  # fmt: skip
    made, *booked = await asyncio.gather(away.commit(rows), *bookings)
    for row, answer in zip(made["rows"], booked, strict=True):
        assert (row["outcome"] == "done") != (answer.status_code == 201), (row, answer.text)
    overlaps = """SELECT count(*) FROM occupancy a JOIN occupancy b ON a.resource_id = b.resource_id
      AND a.taken_by < b.taken_by AND a.during && b.during"""
    assert desk.house.rows(overlaps) == [(0,)]
    assert len(made["rows"]) == len(visits)


def _without_rights(statements: list[str]) -> list[str]:
    """Return the statements but for those that ask who somebody is."""
    return [each for each in statements if "access_roles" not in each]


@pytest.mark.parametrize("many", [1, 12])
async def test_it_takes_as_many_statements_for_one_visit_as_for_many(away: AwayDesk, many: int) -> None:
    for number in range(many):
        add_visit(away, f"{9 + number // 4:02}:{number % 4 * 15:02}", minutes=15)
    hub = away.desk.house.hub
    headers = await away.desk.house.headers("reception")
    hub.statements.clear()
    answer = await hub.client.post(f"{URL}/preview", json=away.away(), headers=headers)
    plan = answer.json()
    first = hub.touching_tables()
    hub.statements.clear()
    rows = [choice(row, row["action"] if number else "waitlist") for number, row in enumerate(plan["rows"])]
    body = {"key": str(uuid4()), "away": away.away(), "rows": rows}
    answer = await hub.client.post(URL, json=body, headers=headers)
    assert [row["outcome"] for row in answer.json()["rows"]] == ["done"] * many
    assert (len(_without_rights(first)), len(_without_rights(hub.touching_tables()))) == (2, 3)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"days": 0}, "days"), ({"days": 43}, "days"), ({"begins": 2**62}, "begins"), ({"ends": 0}, "ends"),
        ({"practitioner": -1}, "practitioner"), ({"practitioner": 2**40}, "practitioner"),
        ({"label": "x" * 101}, "label"), ({"clinic_id": "x"}, "clinic_id"),
    ],
)  # fmt: skip
async def test_what_is_wrong_is_said(away: AwayDesk, change: dict[str, Any], field: str) -> None:
    refused = await away.desk.refused("reception", "POST", f"{URL}/preview", json=away.away(**change))
    assert (refused[0], refused[2]) == (400, field)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"action": "forget"}, "action"), ({"id": "x"}, "id"), ({"version": 0}, "version"), ({"at": 2**62}, "at"),
        ({"begins": 1}, "begins"), ({"practitioner": -1}, "practitioner"),
    ],
)  # fmt: skip
async def test_what_is_wrong_of_a_row_is_said(away: AwayDesk, change: dict[str, Any], field: str) -> None:
    add_visit(away)
    [row] = away.choices(await away.plan())
    for rows in ([row | change], [row, row]):
        body = {"key": str(uuid4()), "away": away.away(), "rows": rows}
        refused = await away.desk.refused("reception", "POST", URL, json=body)
        assert refused[:2] == (400, "input.field")
        assert refused[2] in (field, "rows")
    assert away.desk.house.rows("SELECT count(*) FROM schedule_exceptions") == [(0,)]


async def test_a_practitioner_or_clinic_that_is_not_there_is_not_found(away: AwayDesk, foreign: Any) -> None:
    for change, field in (({"practitioner": 999}, "practitioner"), ({"clinic_id": str(foreign.clinic)}, "clinic_id")):
        refused = await away.desk.refused("reception", "POST", f"{URL}/preview", json=away.away(**change))
        assert refused == (404, "not_found", field)
    nobody = f"{URL}/{uuid4()}"
    assert (await away.desk.refused("reception", "GET", nobody))[0] == 404
    assert (await away.desk.refused("reception", "POST", f"{nobody}/undo", json={"key": str(uuid4())}))[0] == 404


async def test_two_doctors_whose_visits_go_to_each_other_do_not_wait_in_a_circle(away: AwayDesk) -> None:
    desk, world = away.desk, away.desk.world
    for wall in ("10:00", "11:00"):
        add_visit(away, wall)
        desk.visit(desk.who("mori"), world.at(wall))
    both = [away.away(practitioner=desk.who(name)) for name in ("yamada", "mori")]
    plans = [await desk.done("reception", "POST", f"{URL}/preview", json=each) for each in both]
    rows = [away.choices(plan) for plan in plans]
    other = {desk.who("yamada"): desk.who("mori"), desk.who("mori"): desk.who("yamada")}
    for chosen, mine in zip(rows, both, strict=True):
        for number, row in enumerate(chosen):
            row |= {"practitioner": other[mine["practitioner"]], "begins": world.ms(f"{15 + number}:00")}
    made = await asyncio.gather(*(away.commit(chosen, away=mine) for chosen, mine in zip(rows, both, strict=True)))
    # Who came first has moved the visits to somebody who went away then: those of the other one stay.
    outcomes = sorted([(row["outcome"], row["code"]) for row in each["rows"]] for each in made)
    assert outcomes == [[("conflict", "schedule.away")] * 2, [("done", "")] * 2]


async def test_one_push_tells_of_all_rows(away: AwayDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    for wall in ("10:00", "11:00", "12:00"):
        add_visit(away, wall)
    told: list[list[Any]] = []
    monkeypatch.setattr(unavailable, "tell", lambda work, bus, changed, refresh: told.append(list(changed)))
    await away.commit(away.choices(await away.plan()))
    [changed] = told
    assert away.desk.who("yamada") in {each.practitioner for each in changed}
    assert len(changed) == len(set(changed))


async def test_a_nurse_and_an_administrator_may_not_plan(away: AwayDesk) -> None:
    for who in ("nurse", "boss"):
        answer = await away.desk.ask(who, "POST", f"{URL}/preview", json=away.away())
        assert answer.status_code == 403, answer.text
