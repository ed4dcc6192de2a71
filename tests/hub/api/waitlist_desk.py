"""A receptionist's requests about a waitlist, over HTTP."""

import secrets
import time
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from clinic_console.domain.access import Scope
from clinic_console.domain.ids import uuid7
from clinic_console.hub.service.unit_of_work import unit_of_work
from clinic_console.hub.service.waitlist_proposals import Freed, propose
from tests.hub.schedule_world import ScheduleWorld, small


def new_id() -> str:
    return str(uuid7(time.time_ns() // 1_000_000, secrets.randbits(74)))


class Desk:
    """A receptionist's requests, in a small practice."""

    def __init__(self, hub: Any, clinic: Any, database: Any) -> None:
        self.hub, self.clinic = hub, clinic
        self.world: ScheduleWorld = small(database.dsn, clinic.id)
        self.dsn = database.dsn
        self.headers: dict[str, str] = {}

    async def ask(self, method: str, path: str = "", **given: Any) -> Any:
        self.headers = self.headers or await self.hub.sign_in(self.clinic, "reception")
        return await self.hub.client.request(method, f"/api/waitlist{path}", headers=self.headers, **given)

    def wish(self, patient: UUID, **more: Any) -> dict[str, Any]:
        given = {"id": new_id(), "clinic_id": str(self.clinic.id), "patient": str(patient)}
        return given | {"type": self.world.ids["visit"]} | more

    async def add(self, patient: UUID, **more: Any) -> dict[str, Any]:
        answer = await self.ask("POST", json=self.wish(patient, **more))
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def page(self, **query: Any) -> dict[str, Any]:
        answer = await self.ask("GET", params={"clinic": str(self.clinic.id), **query})
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def propose(self, begins: datetime, minutes: int, who: str = "yamada", patient: UUID | None = None) -> Any:
        """Propose what was given up, as a cancellation does."""
        scope = Scope(self.clinic.users["reception"], frozenset({self.clinic.id}))
        ends = begins + timedelta(minutes=minutes)
        freed = Freed(self.clinic.id, self.world.ids[who], begins, ends, patient)
        async with unit_of_work(self.hub.engine, scope) as work:
            return await propose(work, freed, [self.clinic.id])

    async def proposed(self, *given: Any, **more: Any) -> list[str]:
        return [each.waiting for each in (await self.propose(*given, **more)).proposals]

    def version(self) -> int:
        return int(self.world.run("SELECT waiting FROM clinics WHERE id = %s", self.clinic.id)[0][0])

    def take(
        self, who: str, begins: datetime, minutes: int, patient: UUID, kind: str = "visit", lane: int = 0
    ) -> UUID:
        """Have a visit taken, as a booking leaves it behind."""
        taken, during = uuid4(), f"[{begins.isoformat()},{(begins + timedelta(minutes=minutes)).isoformat()})"
        self.world.run(
            "INSERT INTO occupancy VALUES (%s, %s, %s, %s, %s)",
            self.world.ids[who], lane, during, taken, self.world.ids[kind],
        )  # fmt: skip
        self.world.run("INSERT INTO patient_occupancy VALUES (%s, 0, %s, %s)", patient, during, taken)
        return taken


@pytest.fixture
def desk(hub: Any, clinic: Any, database: Any) -> Desk:
    return Desk(hub, clinic, database)
