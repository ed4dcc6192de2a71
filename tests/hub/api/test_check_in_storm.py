"""Check-in cards beside bulk work, moves and changes of the same patients, all at once."""

import asyncio
from random import Random
from typing import Any
from uuid import UUID, uuid4

from tests.hub.api.appointments_desk import FrontDesk, front
from tests.hub.api.check_in_desk import USUAL, write

__all__ = ["front"]


async def _bulk(front: FrontDesk, cards: list[dict[str, Any]], operation: str) -> Any:
    items = [{"id": card["id"], "at": card["begins"], "version": card["version"]} for card in cards]
    body = {"key": str(uuid4()), "clinic_id": str(front.clinic), "operation": operation, "items": items}
    return await front.post("/api/appointments/bulk", body)


async def test_cards_are_written_beside_bulk_work_and_each_visit_changes_as_it_is_told(front: FrontDesk) -> None:
    world, random = front.world, Random(7)
    walls = [f"{9 + place // 2:02}:{place % 2 * 30:02}" for place in range(6)]
    for ahead in (7, 8, 9):
        cards = [await front.booked(world.patient(), world.at(wall, ahead)) for wall in walls]
        later = [world.at(wall, ahead + 20).isoformat() for wall in walls]
        works = [
            *(write(front, card, compared=USUAL, check_in=True) for card in cards),
            *(write(front, card, interpreter="Ana") for card in cards),
            *(front.change(card, "move", begins=to) for card, to in zip(cards, later, strict=True)),
            _bulk(front, cards, "arrived"),
            _bulk(front, cards[::-1], "arrived"),
        ]
        random.shuffle(works)
        answers = await asyncio.gather(*works)
        assert {answer.status_code for answer in answers} <= {200, 409}
        changes = {card["id"]: 0 for card in cards}
        for body in (answer.json() for answer in answers if answer.status_code == 200):
            for row in body.get("rows", ()):
                changes[row["id"]] += row["outcome"] == "done"
            if "card" in body:
                changes[body["card"]["id"]] += 1
        for card in cards:
            [(version, steps)] = world.run(
                "SELECT a.version, (SELECT count(*) FROM appointment_history h WHERE h.appointment_id = a.id)"
                " FROM appointments a WHERE a.id = %s",
                UUID(card["id"]),
            )
            assert version == steps == 1 + changes[card["id"]]
