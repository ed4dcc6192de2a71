"""A front desk that does one thing to many visits at once."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.hub.api.appointments_desk import FrontDesk
from tests.hub.schedule_world import ScheduleWorld

Card = dict[str, Any]


@dataclass
class BulkDesk(FrontDesk):
    """The receptionist's desk, on visits that stand already."""

    def visit(self, begins: datetime, **more: Any) -> Card:
        """Put a booked visit of 30 minutes of a new patient's in, with the time that it takes; return it as seen."""
        ids, made = self.world.ids, uuid4()
        given = {
            "practitioner": ids["yamada"],
            "type": ids["visit"],
            "state": "booked",
            "lane": 0,
            "others": [],
        } | more
        patient = given.pop("patient", None) or self.world.patient()
        who, kind, lane = given.pop("practitioner"), given.pop("type"), given.pop("lane")
        ends = begins + timedelta(minutes=30)
        times = {"begins": begins, "ends": ends, "own_begins": begins, "own_ends": ends}
        columns = {"clinic_id": self.clinic, "patient_id": patient, "resource_id": who, "type_id": kind, "lane": lane}
        self.world.add("appointments", id=made, **times, **columns, **given)
        if given["state"] not in ("cancelled", "no_show") and not given.get("walk_in"):
            self.world.run(
                "INSERT INTO occupancy (resource_id, lane, during, taken_by, type_id)"
                " SELECT r, %s, tstzrange(%s, %s), %s, %s FROM unnest(%s::int[]) r",
                *(lane, begins, ends, made, kind, [who, *given["others"]]),
            )
            self.world.run(
                "INSERT INTO patient_occupancy VALUES (%s, 0, tstzrange(%s, %s), %s)", patient, begins, ends, made
            )
        return {"id": str(made), "begins": int(begins.timestamp() * 1_000), "version": 1, "patient": patient}

    def visits(self, many: int, wall: str = "09:00", ahead: int = 7, **more: Any) -> list[Card]:
        """Put visits in, one after the other, half an hour each."""
        first = self.world.at(wall, ahead)
        return [self.visit(first + timedelta(minutes=30 * place), **more) for place in range(many)]

    def asking(self, operation: str, cards: list[Card], **more: Any) -> dict[str, Any]:
        """Return what asks for an operation on these cards as they were seen."""
        items = [{"id": card["id"], "at": card["begins"], "version": card["version"]} for card in cards]
        plain = {"key": str(uuid4()), "clinic_id": str(self.clinic), "operation": operation, "items": items}
        return plain | more

    async def ask(self, operation: str, cards: list[Card], **more: Any) -> Any:
        """Ask for an operation, and return the answer."""
        return await self.post("/api/appointments/bulk", self.asking(operation, cards, **more))

    async def do(self, operation: str, cards: list[Card], **more: Any) -> dict[str, Any]:
        """As ``ask``; return what became of it, and take it over into the cards."""
        answer = await self.ask(operation, cards, **more)
        assert answer.status_code == 200, answer.text
        return _taken_over(answer.json(), cards)

    async def undo(self, done: dict[str, Any], cards: list[Card]) -> dict[str, Any]:
        """Take it back; return what became of that."""
        answer = await self.post(f"/api/appointments/bulk/{done['id']}/undo", {"key": str(uuid4())})
        assert answer.status_code == 200, answer.text
        return _taken_over(answer.json(), cards)

    def states(self) -> Counter[str]:
        """Count the visits by state."""
        return Counter(dict(self.world.run("SELECT state, count(*) FROM appointments GROUP BY 1")))

    def wrong(self) -> list[tuple[Any, ...]]:
        """Return what is taken and by no visit that stands, and which of them takes nothing."""
        return self.world.run(
            "SELECT v.id, o.taken_by FROM (SELECT a.id, a.resource_id AS r, tstzrange(a.own_begins, a.own_ends) AS d"
            "   FROM appointments a WHERE a.state NOT IN ('cancelled', 'no_show') AND NOT a.walk_in) v"
            " FULL JOIN (SELECT o.* FROM occupancy o JOIN resources r ON r.id = o.resource_id"
            "   WHERE r.kind = 'practitioner' AND o.until IS NULL) o"
            " ON o.taken_by = v.id AND o.resource_id = v.r AND o.during = v.d"
            " WHERE v.id IS NULL OR o.taken_by IS NULL"
        )


def told(done: dict[str, Any]) -> list[str]:
    """Return each row's outcome, with the code where there is one."""
    return [" ".join(filter(None, (row["outcome"], row.get("code", "")))) for row in done["rows"]]


def _taken_over(done: dict[str, Any], cards: list[Card]) -> dict[str, Any]:
    by_id = {card["id"]: card for card in cards}
    for row in done["rows"]:
        if row.get("version"):
            by_id[row["id"]] |= {"version": row["version"], "begins": row["at"], "state": row["state"]}
    return done


@pytest.fixture
async def many(hub: Any, clinic: Any, schedule: ScheduleWorld) -> BulkDesk:
    """The receptionist's desk."""
    return BulkDesk(hub, clinic.id, schedule, await hub.sign_in(clinic, "reception"))
