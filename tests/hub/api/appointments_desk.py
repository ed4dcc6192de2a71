"""A front desk over HTTP: books, moves, cancels and holds for whoever is signed in."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.hub.schedule_world import ScheduleWorld


@dataclass
class FrontDesk:
    """One user at a desk of the small clinic."""

    hub: Any
    clinic: UUID
    world: ScheduleWorld
    headers: dict[str, str]
    last: dict[str, Any] = field(default_factory=dict)

    async def post(self, path: str, body: dict[str, Any]) -> Any:
        """Ask for something and return the answer."""
        return await self.hub.client.post(path, json=body, headers=self.headers)

    def booking(self, patient: UUID, begins: datetime | str, **more: Any) -> dict[str, Any]:
        """Return what books a plain visit of 30 minutes with Yamada; ``more`` changes it."""
        plain = {
            "key": str(uuid4()),
            "clinic_id": str(self.clinic),
            "patient": str(patient),
            "practitioner": self.world.ids["yamada"],
            "type": self.world.ids["visit"],
            "begins": begins if isinstance(begins, str) else begins.isoformat(),
        }
        return plain | more

    async def book(self, patient: UUID, begins: datetime | str, **more: Any) -> Any:
        """Book, and return the answer."""
        return await self.post("/api/appointments", self.booking(patient, begins, **more))

    async def booked(self, patient: UUID, begins: datetime | str, **more: Any) -> dict[str, Any]:
        """Book, and return the card."""
        answer = await self.book(patient, begins, **more)
        assert answer.status_code == 201, answer.text
        card: dict[str, Any] = answer.json()["card"]
        return card

    async def change(self, card: dict[str, Any], what: str, **more: Any) -> Any:
        """Move, cancel, miss or undo a visit as it was seen, and return the answer."""
        seen = {"key": str(uuid4()), "version": card["version"], "at": card["begins"]}
        return await self.post(f"/api/appointments/{card['id']}/{what}", seen | more)

    async def changed(self, card: dict[str, Any], what: str, **more: Any) -> dict[str, Any]:
        """As ``change``; return the card."""
        answer = await self.change(card, what, **more)
        assert answer.status_code == 200, answer.text
        changed: dict[str, Any] = answer.json()["card"]
        return changed

    async def hold(self, begins: datetime, **more: Any) -> Any:
        """Keep a slot, and return the answer."""
        body = self.booking(uuid4(), begins) | {"id": str(uuid4())} | more
        return await self.post("/api/holds", {name: body[name] for name in body if name not in ("key", "patient")})


@pytest.fixture
async def front(hub: Any, clinic: Any, schedule: ScheduleWorld) -> FrontDesk:
    """The receptionist's desk."""
    return FrontDesk(hub, clinic.id, schedule, await hub.sign_in(clinic, "reception"))


def said(answer: Any) -> tuple[int, str, str]:
    """Return status, code and field of what was refused."""
    body = answer.json()
    return answer.status_code, body.get("code", ""), body.get("field", "")
