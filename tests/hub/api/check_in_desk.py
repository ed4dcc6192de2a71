"""Check-in cards over HTTP, for tests."""

from typing import Any
from uuid import UUID, uuid4

from tests.hub.api.appointments_desk import FrontDesk

USUAL = ["name", "born"]


async def opened(front: FrontDesk, card: dict[str, Any]) -> Any:
    """Open the check-in card of a visit, and return the answer."""
    path = f"/api/appointments/{card['id']}/check-in"
    return await front.hub.client.get(path, params={"at": card["begins"]}, headers=front.headers)


async def read(front: FrontDesk, card: dict[str, Any]) -> dict[str, Any]:
    """As ``opened``; return the card."""
    answer = await opened(front, card)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def write(front: FrontDesk, card: dict[str, Any], **more: Any) -> Any:
    """Write a check-in card with a visit as it was seen, and return the answer."""
    seen = {"key": str(uuid4()), "at": card["begins"], "version": card["version"]}
    path = f"/api/appointments/{card['id']}/check-in"
    return await front.hub.client.put(path, json=seen | more, headers=front.headers)


async def written(front: FrontDesk, card: dict[str, Any], **more: Any) -> dict[str, Any]:
    """As ``write``; return the card."""
    answer = await write(front, card, **more)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def stands(front: FrontDesk, card: dict[str, Any]) -> tuple[str, str, int]:
    """Return a visit's state, identity and version as the database has them."""
    row = front.world.run("SELECT state, identity, version FROM appointments WHERE id = %s", UUID(card["id"]))[0]
    return row[0], row[1], row[2]
