"""A million times one of 200 slots: 64 desks book, move and cancel against each other, doctor and room at once."""

import time
from collections.abc import Sequence
from typing import Any, Final
from uuid import uuid4

import psycopg

from clinic_console.hub.service.seed import seed
from tests.bench.contest import contest
from tests.bench.desk_practice import open_practice
from tests.bench.stage import Stage, stage

ATTEMPTS: Final = 1_000_000
DOCTORS: Final = 10
ROOMS: Final = 8
"""Fewer than the doctors: a room is fought for like a slot."""
PATIENTS: Final = 150


def measure(name: str, only: Sequence[int] = ()) -> dict[str, Any]:
    """Let the desks compete, ``only[0]`` times instead of a million if given; return what was found by key."""
    began = time.monotonic()
    with stage() as ground:
        seed(ground.dsn, "demo")
        found = contest(ground, practice_of(ground), only[0] if only else ATTEMPTS, name)
    return {
        "contended_attempts": found.pop("attempts"),
        **found,
        "seconds": round(time.monotonic() - began, 1),
    }


def practice_of(ground: Stage) -> Any:
    """Open the practice in the clinic that has most patients."""
    with psycopg.connect(ground.dsn) as connection:
        row = connection.execute(
            "SELECT clinic_id FROM patient_clinic GROUP BY 1 ORDER BY count(*) DESC LIMIT 1"
        ).fetchone()
        assert row is not None
        user = uuid4()
        connection.execute(
            "INSERT INTO users (id, login, name, password_hash) VALUES (%s, 'rival', 'Rival', '')", [user]
        )
        connection.execute("INSERT INTO memberships VALUES (%s, %s, 'receptionist')", [user, row[0]])
    return open_practice(ground.dsn, row[0], user, doctors=DOCTORS, rooms=ROOMS, patients=PATIENTS)


def good(found: dict[str, Any]) -> bool:
    """Say whether nothing was booked twice, nobody waited in a circle, and nothing else went wrong."""
    return found["double_booked"] == 0 and found["deadlocks"] == 0 and found["errors"] == 0
