"""A doctor who is not there, or a clinic that is closed: the plan, doing it, the calls, taking it back."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from clinic_console.hub.service import assignment
from tests.hub.api.conftest import House
from tests.hub.api.hours_desk import Desk, open_desk

_URL = "/api/unavailable"


@dataclass
class AwayDesk:
    """The receptionist, for whom Yamada is not there a week ahead."""

    desk: Desk

    def away(self, first: str = "08:00", last: str = "20:00", **more: Any) -> dict[str, Any]:
        """Return who is away when."""
        world, clinic = self.desk.world, self.desk.clinic
        who = self.desk.who("yamada")
        plain = {"clinic_id": clinic, "practitioner": who, "begins": world.ms(first), "ends": world.ms(last)}
        return plain | {"label": "Ill", "days": 14} | more

    async def plan(self, **more: Any) -> dict[str, Any]:
        """Ask for a plan."""
        plan: dict[str, Any] = await self.desk.done("reception", "POST", f"{_URL}/preview", json=self.away(**more))
        return plan

    def choices(self, plan: dict[str, Any], **actions: str) -> list[dict[str, Any]]:
        """Return a plan's rows as they are sent to be done; ``actions`` by the visit's id."""
        return [choice(row, actions.get(row["card"]["id"], row["action"])) for row in plan["rows"]]

    async def commit(self, rows: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
        """Do it and return the call list."""
        body = {"key": str(uuid4()), "away": self.away(), "rows": rows} | more
        made: dict[str, Any] = await self.desk.done("reception", "POST", _URL, json=body)
        return made

    async def card(self, visit: UUID | str) -> dict[str, Any]:
        """Return how a visit stands now."""
        found: dict[str, Any] = await self.desk.done("reception", "GET", f"/api/appointments/{visit}")
        return found

    async def undo(self, made: dict[str, Any]) -> Any:
        """Take it all back."""
        return await self.desk.ask("reception", "POST", f"{_URL}/{made['id']}/undo", json={"key": str(uuid4())})

    async def call(self, made: dict[str, Any], visit: UUID | str, contact: str, version: int = 1, **more: Any) -> Any:
        """Say what came of a call."""
        body = {"version": version, "contact": contact} | more
        return await self.desk.ask("reception", "PUT", f"{_URL}/{made['id']}/calls/{visit}", json=body)


def choice(row: dict[str, Any], action: str) -> dict[str, Any]:
    """Return a row of a plan as it is sent to be done."""
    card, to = row["card"], row["to"] or {}
    return {
        "id": card["id"], "at": card["begins"], "version": card["version"], "action": action,
        "practitioner": to.get("practitioner", 0), "begins": to.get("begins", 0),
    }  # fmt: skip


@pytest.fixture
def away(house: House, monkeypatch: pytest.MonkeyPatch) -> AwayDesk:
    # However busy this computer is: the best plan is found.
    monkeypatch.setattr(assignment, "SECONDS", 30.0)
    return AwayDesk(open_desk(house))


def _visit(away: AwayDesk, wall: str = "10:00", **more: Any) -> UUID:
    desk = away.desk
    patient = more.pop("patient", None) or desk.world.patient()
    made = desk.visit(desk.who("yamada"), desk.world.at(wall), patient=patient, **more)
    begins = desk.world.at(wall)
    desk.world.run(
        "INSERT INTO patient_occupancy SELECT %s, 0, tstzrange(begins, ends), id FROM appointments WHERE id = %s"
        " AND begins = %s",
        patient, made, begins,
    )  # fmt: skip
    return made


async def test_each_visit_is_proposed_a_place_and_nothing_is_changed(away: AwayDesk) -> None:
    first, second = _visit(away), _visit(away, "11:00")
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
    moved, waits, leaves, gone = (_visit(away, wall) for wall in ("10:00", "10:30", "11:00", "11:30"))
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
    visit = _visit(away)
    plan = await away.plan()
    key = str(uuid4())
    made = await away.commit(away.choices(plan), key=key)
    again = await away.commit(away.choices(plan), key=key)
    assert again == made
    body = {"key": key, "away": away.away(label="Other"), "rows": away.choices(plan)}
    assert await away.desk.refused("reception", "POST", _URL, json=body) == (400, "input.field", "key")
    assert (await away.card(visit))["version"] == 2
    leave = "SELECT count(*) FROM schedule_exceptions WHERE kind = 'leave'"
    assert away.desk.house.rows(leave) == [(1,)]


async def test_each_row_has_its_own_outcome(away: AwayDesk, foreign: Any) -> None:
    taken, newer, state, fine = (_visit(away, wall) for wall in ("10:00", "10:30", "11:00", "11:30"))
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


async def test_who_is_here_stays_and_a_restricted_chart_is_not_told(away: AwayDesk) -> None:
    desk = away.desk
    here = _visit(away, state="arrived")
    closed = _visit(away, "11:00", patient=desk.world.patient("Hidden Person", restriction="vip"))
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
    visits = {str(_visit(away)), str(desk.visit(desk.who("mori"), desk.world.at("10:00")))}
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
    assert row["why"][:2] == ["same_time", "same_doctor"]
    made = await away.commit(away.choices(plan), away=away.away(practitioner=nurse))
    assert made["rows"][0]["outcome"] == "done"
    assert "Ito" in made["rows"][0]["card"]["others"]


async def test_calls_are_noted_and_who_agrees_is_confirmed(away: AwayDesk) -> None:
    visit = _visit(away)
    made = await away.commit(away.choices(await away.plan()))
    url = f"{_URL}/{made['id']}"
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
    [head] = (await away.desk.done("reception", "GET", _URL, params={"clinic": away.desk.clinic}))["items"]
    assert (head["id"], head["rows"], head["open"], head["undone"]) == (made["id"], 1, 0, False)
    events = [event[0] for event in away.desk.house.events("unavailable.")]
    assert events.count("unavailable.called") == 2


async def test_what_somebody_has_changed_since_is_not_taken_back(away: AwayDesk) -> None:
    visit = _visit(away)
    made = await away.commit(away.choices(await away.plan()))
    card = await away.card(visit)
    seen = {"key": str(uuid4()), "version": card["version"], "at": card["begins"], "why": "patient"}
    await away.desk.done("reception", "POST", f"/api/appointments/{visit}/cancel", json=seen)
    refused = await away.undo(made)
    assert (refused.status_code, refused.json()["code"]) == (409, "unavailable.touched")
    assert away.desk.house.rows("SELECT count(*) FROM schedule_exceptions") == [(1,)]


async def test_a_time_that_somebody_took_meanwhile_is_not_taken_back_from_them(away: AwayDesk) -> None:
    visit = _visit(away)
    made = await away.commit(away.choices(await away.plan()))
    desk = away.desk
    desk.visit(desk.who("yamada"), desk.world.at("10:00"))
    refused = await away.undo(made)
    assert (refused.status_code, refused.json()["code"]) == (409, "unavailable.touched")
    assert (await away.card(visit))["to_confirm"]
    assert desk.house.rows("SELECT count(*) FROM schedule_exceptions") == [(1,)]


async def test_two_who_do_it_at_once_move_each_visit_once(away: AwayDesk) -> None:
    visits = [_visit(away, wall) for wall in ("10:00", "10:30", "11:00")]
    rows = away.choices(await away.plan())
    made = await asyncio.gather(away.commit(rows), away.commit(rows))
    outcomes = [sorted(row["outcome"] for row in each["rows"]) for each in made]
    assert sorted(outcomes) == [["conflict"] * 3, ["done"] * 3]
    for visit in visits:
        assert (await away.card(visit))["version"] == 2
    taken = "SELECT count(*) FROM occupancy WHERE taken_by = ANY (%s)"
    assert away.desk.house.rows(taken, visits) == [(3,)]


async def test_a_booking_at_the_same_moment_has_the_time_or_not(away: AwayDesk) -> None:
    visits = [_visit(away, wall) for wall in ("10:00", "10:30", "11:00", "11:30")]
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
        _visit(away, f"{9 + number // 4:02}:{number % 4 * 15:02}", minutes=15)
    hub = away.desk.house.hub
    headers = await away.desk.house.headers("reception")
    hub.statements.clear()
    answer = await hub.client.post(f"{_URL}/preview", json=away.away(), headers=headers)
    plan = answer.json()
    first = hub.touching_tables()
    hub.statements.clear()
    rows = [choice(row, row["action"] if number else "waitlist") for number, row in enumerate(plan["rows"])]
    body = {"key": str(uuid4()), "away": away.away(), "rows": rows}
    answer = await hub.client.post(_URL, json=body, headers=headers)
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
    refused = await away.desk.refused("reception", "POST", f"{_URL}/preview", json=away.away(**change))
    assert (refused[0], refused[2]) == (400, field)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"action": "forget"}, "action"), ({"id": "x"}, "id"), ({"version": 0}, "version"), ({"at": 2**62}, "at"),
        ({"begins": 1}, "begins"), ({"practitioner": -1}, "practitioner"),
    ],
)  # fmt: skip
async def test_what_is_wrong_of_a_row_is_said(away: AwayDesk, change: dict[str, Any], field: str) -> None:
    _visit(away)
    [row] = away.choices(await away.plan())
    for rows in ([row | change], [row, row]):
        body = {"key": str(uuid4()), "away": away.away(), "rows": rows}
        refused = await away.desk.refused("reception", "POST", _URL, json=body)
        assert refused[:2] == (400, "input.field")
        assert refused[2] in (field, "rows")
    assert away.desk.house.rows("SELECT count(*) FROM schedule_exceptions") == [(0,)]


async def test_a_practitioner_or_clinic_that_is_not_there_is_not_found(away: AwayDesk, foreign: Any) -> None:
    for change, field in (({"practitioner": 999}, "practitioner"), ({"clinic_id": str(foreign.clinic)}, "clinic_id")):
        refused = await away.desk.refused("reception", "POST", f"{_URL}/preview", json=away.away(**change))
        assert refused == (404, "not_found", field)
    nobody = f"{_URL}/{uuid4()}"
    assert (await away.desk.refused("reception", "GET", nobody))[0] == 404
    assert (await away.desk.refused("reception", "POST", f"{nobody}/undo", json={"key": str(uuid4())}))[0] == 404
