"""The receptionist of a small practice, for whom a doctor is not there a week ahead."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from tests.hub.api.hours_desk import Desk

URL = "/api/unavailable"


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
        plan: dict[str, Any] = await self.desk.done("reception", "POST", f"{URL}/preview", json=self.away(**more))
        return plan

    def choices(self, plan: dict[str, Any], **actions: str) -> list[dict[str, Any]]:
        """Return a plan's rows as they are sent to be done; ``actions`` by the visit's id."""
        return [choice(row, actions.get(row["card"]["id"], row["action"])) for row in plan["rows"]]

    async def commit(self, rows: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
        """Do it and return the call list."""
        body = {"key": str(uuid4()), "away": self.away(), "rows": rows} | more
        made: dict[str, Any] = await self.desk.done("reception", "POST", URL, json=body)
        return made

    async def card(self, visit: UUID | str) -> dict[str, Any]:
        """Return how a visit stands now."""
        found: dict[str, Any] = await self.desk.done("reception", "GET", f"/api/appointments/{visit}")
        return found

    async def undo(self, made: dict[str, Any]) -> Any:
        """Take it all back."""
        return await self.desk.ask("reception", "POST", f"{URL}/{made['id']}/undo", json={"key": str(uuid4())})

    async def call(self, made: dict[str, Any], visit: UUID | str, contact: str, version: int = 1, **more: Any) -> Any:
        """Say what came of a call."""
        body = {"version": version, "contact": contact} | more
        return await self.desk.ask("reception", "PUT", f"{URL}/{made['id']}/calls/{visit}", json=body)


def choice(row: dict[str, Any], action: str) -> dict[str, Any]:
    """Return a row of a plan as it is sent to be done."""
    card, to = row["card"], row["to"] or {}
    return {
        "id": card["id"], "at": card["begins"], "version": card["version"], "action": action,
        "practitioner": to.get("practitioner", 0), "begins": to.get("begins", 0),
    }  # fmt: skip


def add_visit(away: AwayDesk, wall: str = "10:00", **more: Any) -> UUID:
    """Put a visit of Yamada's into the book, and into its patient's day."""
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
