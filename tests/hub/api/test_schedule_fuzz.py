"""No value of any field of schedules, hours, people, rooms and types is a fault of ours."""

import base64
import json
from collections.abc import Iterator
from typing import Any

import pytest

from clinic_console.hub.api.limits import Limits, Rate
from tests.hub.api.conftest import Application, House
from tests.hub.api.hours_desk import Desk, open_desk

HOSTILE: list[Any] = [
    None, True, -1, 0, 2**31, 2**63, 10**400, 1.5, "", "a\x00b", "\u202e", "x" * 5_000, [None], {}, "-infinity", "%",
    "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59.999999-14:00", "0001-01-01T00:00:00", "9999-12-31T23:59:59",
    "0001-01-01", "9999-12-31", "00000000-0000-0000-0000-000000000000",
]  # fmt: skip
PLACES: list[list[Any]] = [
    ["", 2**31], [None], ["\x00", 1], ["a", -1], ["0", "x"], ["9" * 50, "x"], [1, 2, 3, 4], ["room", "", "", 1],
]  # fmt: skip


@pytest.fixture
def desk(house: House, application: Application) -> Desk:
    wide = Rate(10**6, 10**6)
    application.limits.real = Limits(address=wide, user=wide, careful_address=wide, careful_user=wide)
    return open_desk(house)


async def _faults(desk: Desk, asked: Iterator[tuple[str, str, dict[str, Any]]]) -> list[str]:
    who = await desk.house.headers("boss")
    found = []
    for method, path, given in asked:
        answer = await desk.house.hub.client.request(method, path, headers=who, **given)
        if answer.status_code >= 500:
            found.append(f"{method} {path} {str(given)[:300]}: {answer.text[:200]}")
    return found


def _bodies(desk: Desk) -> dict[str, dict[str, Any]]:
    clinic, mori, world = desk.clinic, desk.who("mori"), desk.world
    line = desk.line(
        weeks=[1], since="2030-01-01", until="2031-01-01", types=[1], kind="reserved", release=1, label="x"
    )
    template = {"version": 1, "lines": [line]}
    times = {"begins": world.at("09:00").isoformat(), "ends": world.at("10:00").isoformat(), "step": 15, "cap": 0}
    leave = {"clinic_id": clinic, "kind": "leave", "practitioner": mori, "label": "x"} | times
    person = {"name": "A", "clinics": [clinic], "title": "", "sort_name": "", "specialties": [1], "version": 0}
    need = {"kind": "room", "group": "exam", "specialty": 0, "offset": 0, "minutes": 0}
    numbers = dict.fromkeys(("before", "after", "offset", "own", "specialty", "version"), 0)
    room = {"clinic_id": clinic, "kind": "room", "name": "A", "group": "B", "capacity": 1, "version": 0}
    within = {"time_from": 0, "time_to": 1_440, "begins": 0, "days": 14, "limit": 20}
    return {
        f"PUT /api/practitioners/{mori}/template": template,
        f"POST /api/practitioners/{mori}/template/preview": template,
        "POST /api/exceptions/preview": leave,
        "POST /api/exceptions": leave | {"kind": "extra"},
        f"POST /api/practitioners/{mori}/preview": person,
        f"PUT /api/practitioners/{mori}": person,
        "POST /api/visit-types": {"name": "A", "minutes": 5, "capacity": 1, "needs": [need], "active": True}
        | numbers,
        f"POST /api/resources/{desk.who('room1')}/preview": room,
        "POST /api/schedule/next": {"type": 1, "clinics": [], "practitioners": [], "weekdays": [1]} | within,
    }


def _spoiled(body: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a body once for each of its fields, however deep, and each hostile value."""
    for name, value in body.items():
        yield {other: kept for other, kept in body.items() if other != name}
        yield from (body | {name: hostile} for hostile in HOSTILE)
        if isinstance(value, list) and value:
            yield body | {name: value * 1_000}
            yield from (body | {name: [hostile]} for hostile in HOSTILE)
            if isinstance(value[0], dict):
                yield from (body | {name: [inner]} for inner in _spoiled(value[0]))


async def test_of_a_body(desk: Desk) -> None:
    asked = (
        (*what.split(" "), {"content": json.dumps(spoiled).encode()})
        for what, body in _bodies(desk).items()
        for spoiled in _spoiled(body)
    )
    assert await _faults(desk, asked) == []  # type: ignore[arg-type]


async def test_of_a_question(desk: Desk) -> None:
    clinic, mori, day = desk.clinic, str(desk.who("mori")), str(desk.world.today())
    page = {"clinic": clinic, "after": "", "limit": "1"}
    questions: dict[str, dict[str, str]] = {
        "/api/schedule": {"clinic": clinic, "day": day, "practitioner": "0", "specialty": "0", "after": ""},
        "/api/schedule/week": {"clinic": clinic, "practitioner": mori, "from": day, "days": "7"},
        "/api/schedule/slots": {"clinic": clinic, "practitioner": mori, "day": day, "type": "1"},
        "/api/exceptions": page | {"practitioner": "0", "from": "0", "to": "1"},
        "/api/practitioners": page | {"specialty": "0", "text": "", "inactive": "true"},
        "/api/resources": page,
    }
    afters = [base64.urlsafe_b64encode(json.dumps(each).encode()).decode() for each in PLACES]
    asked = (
        ("GET", path, {"params": params | {name: value}})
        for path, params in questions.items()
        for name in params
        for value in [*map(str, HOSTILE), *(afters if name == "after" else ())]
    )
    assert await _faults(desk, asked) == []


async def test_of_a_path(desk: Desk) -> None:
    asked: Iterator[tuple[str, str, dict[str, Any]]] = (
        (method, f"/api/{path.format(value)}", {"json": {}})
        for path in (
            "practitioners/{}",
            "practitioners/{}/template",
            "resources/{}",
            "exceptions/{}",
            "visit-types/{}",
        )
        for value in ("-1", "0", str(2**31), str(10**300), "x", "%00", "1.5")
        for method in ("GET", "DELETE", "PUT")
    )
    assert await _faults(desk, asked) == []
