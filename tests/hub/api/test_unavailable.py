"""A doctor who is not there, or a clinic that is closed: the plan, doing it, the calls, taking it back."""

from dataclasses import dataclass
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
