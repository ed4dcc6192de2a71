"""Hours, exceptions, people, rooms, types and bookings changed all at once, at one small practice."""

import asyncio
import random
from typing import Any
from uuid import uuid4

import pytest

from tests.hub.api.conftest import House
from tests.hub.api.hours_desk import Desk, open_desk

_SEED = 18


@pytest.fixture
def desk(house: House) -> Desk:
    return open_desk(house)


class Storm:
    """Changes one thing after the other as somebody, and keeps every answer that nobody may get."""

    def __init__(self, desk: Desk, boss: dict[str, str], reception: dict[str, str]) -> None:
        self.desk = desk
        self.boss = boss
        self.reception = reception
        self.faults: list[str] = []
        self.done: dict[str, int] = {}

    async def ask(self, who: dict[str, str], method: str, path: str, **given: Any) -> Any:
        answer = await self.desk.house.hub.client.request(method, path, headers=who, **given)
        if answer.status_code >= 500:
            self.faults.append(f"{method} {path}: {answer.text}")
        what = f"{method} {path.split('/')[2]}"
        self.done[what] = self.done.get(what, 0) + (answer.status_code < 300)
        return answer

    async def template(self, dice: random.Random) -> None:
        path = f"/api/practitioners/{self.desk.who(dice.choice(('yamada', 'mori', 'keller')))}/template"
        known = (await self.ask(self.boss, "GET", path)).json()
        await self.ask(self.boss, "PUT", path, json={"version": known["version"], "lines": self.desk.every_day()})

    async def exception(self, dice: random.Random) -> None:
        kind = dice.choice(("leave", "block", "extra", "closed"))
        world, ahead = self.desk.world, dice.randrange(7, 9)
        who = 0 if kind == "closed" else self.desk.who(dice.choice(("yamada", "mori")))
        given = {"clinic_id": self.desk.clinic, "kind": kind, "practitioner": who}
        times = {"begins": world.at("16:00", ahead).isoformat(), "ends": world.at("16:30", ahead).isoformat()}
        made = await self.ask(self.boss, "POST", "/api/exceptions", json=given | times)
        if made.status_code < 300:
            await self.ask(self.boss, "DELETE", f"/api/exceptions/{made.json()['id']}")

    async def person(self, dice: random.Random) -> None:
        path = f"/api/practitioners/{self.desk.who('nurse')}"
        known = (await self.ask(self.boss, "GET", path)).json()
        given = {"name": "Sato", "clinics": [self.desk.clinic], "specialties": [self.desk.who("nursing")]}
        version = {"version": known["version"], "active": dice.random() < 0.9}
        await self.ask(self.boss, "PUT", path, json=given | version)

    async def room(self, dice: random.Random) -> None:
        path = f"/api/resources/{self.desk.who(dice.choice(('room1', 'room2')))}"
        page = (await self.ask(self.boss, "GET", "/api/resources", params={"clinic": self.desk.clinic})).json()
        (known,) = [each for each in page["items"] if path.endswith(f"/{each['id']}")]
        given = {name: known[name] for name in ("clinic_id", "kind", "name", "group", "version")}
        await self.ask(self.boss, "PUT", path, json=given | {"capacity": dice.choice((1, 2))})

    async def kind(self, dice: random.Random) -> None:
        number = self.desk.who("steps")
        known = (await self.ask(self.boss, "GET", "/api/visit-types")).json()["items"]
        (one,) = [each for each in known if each["id"] == number]
        one["after"] = dice.choice((0, 5))
        await self.ask(self.boss, "PUT", f"/api/visit-types/{one.pop('id')}", json=one)

    async def patient(self, dice: random.Random) -> None:
        # Not in the loop that the hub runs in, too: it waits for bookings.
        renamed = "UPDATE patients SET version = version + 1, name = %s"
        await asyncio.to_thread(self.desk.world.run, renamed, f"Aoki {dice.random()}")

    async def visit(self, dice: random.Random) -> None:
        world = self.desk.world
        body = {
            "key": str(uuid4()),
            "clinic_id": self.desk.clinic,
            "patient": str(await asyncio.to_thread(world.patient)),
            "practitioner": self.desk.who(dice.choice(("yamada", "mori", "keller"))),
            "type": self.desk.who(dice.choice(("steps", "visit", "group", "device"))),
            "begins": world.at(f"{dice.randrange(9, 16):02}:{dice.choice((0, 15, 30, 45)):02}", 7).isoformat(),
        }
        booked = await self.ask(self.reception, "POST", "/api/appointments", json=body)
        if booked.status_code < 300:
            card = booked.json()["card"]
            seen = {"key": str(uuid4()), "version": card["version"], "at": card["begins"], "reason": "patient"}
            await self.ask(self.reception, "POST", f"/api/appointments/{card['id']}/cancel", json=seen)

    async def look(self, dice: random.Random) -> None:
        day = str(self.desk.world.at("12:00", 7).date())
        params = {"clinic": self.desk.clinic, "day": day}
        await self.ask(self.reception, "GET", "/api/schedule", params=params)
        whose = {"practitioner": self.desk.who("yamada"), "type": self.desk.who("steps")}
        await self.ask(self.reception, "GET", "/api/schedule/slots", params=params | whose)


async def test_nothing_waits_in_a_circle_while_everything_changes(desk: Desk) -> None:
    storm = Storm(desk, await desk.house.headers("boss"), await desk.house.headers("reception"))
    kinds = [storm.template, storm.exception, storm.person, storm.room, storm.kind, storm.patient, storm.look]

    async def work(number: int) -> None:
        dice = random.Random(_SEED + number)
        for _ in range(12):
            await (storm.visit if number % 2 else dice.choice(kinds))(dice)

    await asyncio.gather(*(work(number) for number in range(12)))
    assert storm.faults == []
    assert all(storm.done.get(each) for each in ("PUT practitioners", "PUT resources", "PUT visit-types"))
    assert storm.done["POST appointments"] > 1, storm.done
