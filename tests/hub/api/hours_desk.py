"""A small practice with people who look after its hours, for the tests of hours, exceptions, people and rooms."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from tests.hub.api.conftest import House
from tests.hub.schedule_world import ScheduleWorld, small


@dataclass
class Desk:
    """``boss`` administers the clinic, ``reception`` books there, ``far`` administers another, ``chief`` both."""

    house: House
    world: ScheduleWorld

    @property
    def clinic(self) -> str:
        """The clinic's id as it goes over the wire."""
        return str(self.world.clinic)

    def who(self, name: str) -> int:
        """Return the number of somebody or something of the small practice."""
        return self.world.ids[name]

    async def ask(self, login: str, method: str, path: str, **given: Any) -> Any:
        """Make a request as somebody."""
        return await self.house.ask(login, method, path, **given)

    async def done(self, login: str, method: str, path: str, **given: Any) -> Any:
        """Make a request that must be answered well; return what it says."""
        answer = await self.ask(login, method, path, **given)
        assert answer.status_code < 300, answer.text
        return answer.json() if answer.content else None

    async def refused(self, login: str, method: str, path: str, **given: Any) -> tuple[int, str, str]:
        """Make a request that must be refused; return the status, the code and the field."""
        answer = await self.ask(login, method, path, **given)
        body = answer.json()
        return answer.status_code, body["code"], body.get("field", "")

    def line(self, weekday: int = 1, begins: int = 540, ends: int = 1_020, **more: Any) -> dict[str, Any]:
        """Return a line of a template as it goes over the wire."""
        return {"clinic_id": self.clinic, "weekday": weekday, "begins": begins, "ends": ends, **more}

    def every_day(self, begins: int = 540, ends: int = 1_020, **more: Any) -> list[dict[str, Any]]:
        """Return a line of each weekday."""
        return [self.line(weekday, begins, ends, **more) for weekday in range(1, 8)]

    def visit(
        self,
        practitioner: int,
        begins: datetime,
        minutes: int = 30,
        *,
        patient: UUID | None = None,
        type_id: int | None = None,
        clinic: UUID | None = None,
        state: str = "booked",
        others: dict[int, int] | None = None,
    ) -> UUID:
        """Put a visit into the book behind the hub's back; ``others``: rooms and so on, with the lane of each."""
        made, ends = uuid4(), begins + timedelta(minutes=minutes)
        kind = self.who("visit") if type_id is None else type_id
        self.world.add(
            "appointments", id=made, begins=begins, ends=ends, own_begins=begins, own_ends=ends,
            clinic_id=clinic or self.world.clinic, patient_id=patient or self.world.patient(), type_id=kind,
            resource_id=practitioner, state=state, others=sorted(others or {}),
        )  # fmt: skip
        for resource, lane in {practitioner: 0, **(others or {})}.items():
            self.world.run(
                "INSERT INTO occupancy VALUES (%s, %s, tstzrange(%s, %s), %s, %s)",
                resource, lane, begins, ends, made, kind,
            )  # fmt: skip
        return made


def open_desk(house: House) -> Desk:
    """Make the practice in the house's first clinic."""
    return Desk(house, small(house.database.dsn, house.clinic.id, house.clinic.zone))
