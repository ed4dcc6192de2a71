"""A part of benchmark ``desk``: the plan for a doctor who is not there, 40 visits of a day, over HTTP.

A stage of its own: 12 doctors, 14 days of 06:00 to 22:00 on a grid of 15 minutes, four of five times taken; with the
hub as a program, token, row level security, all checks, an audit row and its commit. Every other visit needs one of
ten rooms. Each plan that is timed is also looked at: whether it was proven to be the best.
"""

import random
import statistics
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

import psycopg

from clinic_console.hub.service.passwords import hash_password, new_password
from tests.bench.desk_practice import MINUTES, Practice, open_practice, slots
from tests.bench.patients import Door
from tests.bench.stage import Stage, stage

DOCTORS: Final = 12
ROOMS: Final = 10
VISITS: Final = 40
DAYS: Final = 14
FULL: Final = 0.8
FIRST: Final = 3
ASKED: Final = 30
WARM: Final = 5


def measure_preview(asked: int = ASKED) -> dict[str, Any]:
    """Return the median and the 95 % of a plan for 40 visits (ms), and the share that was proven to be the best."""
    with stage() as here:
        user, password = _employ(here)
        clinic = uuid4()
        with psycopg.connect(here.dsn) as connection:
            connection.execute("INSERT INTO clinics VALUES (%s, 'Bench', 'UTC')", [clinic])
            connection.execute("INSERT INTO memberships VALUES (%s, %s, 'receptionist')", [user, clinic])
        practice = open_practice(here.dsn, clinic, user, doctors=DOCTORS, rooms=ROOMS, patients=VISITS)
        _fill(here.dsn, practice)
        door = Door(here.start("tests.soak.fuzz_hub", "serve").answer("ready")["http"], "desk", password)
        plans = [door.ask("POST", "/api/unavailable/preview", _away(practice)) for _ in range(WARM + asked)]
        door.reopen()  # nothing more is asked: it lets its connection go
    took = [ms for ms, _ in plans[WARM:]]
    rows = {len(plan["rows"]) for _, plan in plans}
    if rows != {VISITS}:
        raise SystemExit(f"plans of {rows} visits instead of {VISITS}")
    return {
        "preview40_p50_ms": round(statistics.median(took), 1),
        "preview40_p95_ms": round(sorted(took)[int(len(took) * 0.95)], 1),
        "preview40_best": round(sum(plan["optimal"] for _, plan in plans[WARM:]) / asked, 2),
    }


def _employ(here: Stage) -> tuple[UUID, str]:
    user, password = uuid4(), new_password()
    with psycopg.connect(here.dsn) as connection:
        connection.execute(
            "INSERT INTO users (id, login, name, password_hash, password_given)"
            " VALUES (%s, 'desk', 'Desk', %s, false)",
            [user, hash_password(password)],
        )
    return user, password


def _fill(dsn: str, practice: Practice) -> None:
    """Take four of five times; of the first doctor's first day the first 40 are the visits that are looked at."""
    chance = random.Random(40)
    away = practice.doctors[0]
    visits: list[tuple[object, ...]] = []
    taken: list[tuple[object, ...]] = []
    for doctor, begins in slots(practice, DAYS, FIRST):
        ends = begins + timedelta(minutes=MINUTES)
        if doctor == away and begins < _first_day() + timedelta(days=1):
            if len(visits) < VISITS:
                kind = practice.roomed if len(visits) % 2 else practice.plain
                patient = practice.patients[len(visits)]
                visits.append((uuid4(), begins, ends, begins, ends, UUID(practice.clinic), patient, doctor, kind))
        elif chance.random() < FULL:
            taken.append((doctor, begins, ends, uuid4(), practice.plain))
    with psycopg.connect(dsn) as connection, connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO appointments (id, begins, ends, own_begins, own_ends, clinic_id, patient_id, resource_id,"
            " type_id) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            visits,
        )
        taken += [(away, visit[1], visit[2], visit[0], visit[8]) for visit in visits]
        cursor.executemany(
            "INSERT INTO occupancy (resource_id, lane, during, taken_by, type_id)"
            " VALUES (%s, 0, tstzrange(%s, %s), %s, %s)",
            taken,
        )
        cursor.execute(
            "INSERT INTO patient_occupancy SELECT patient_id, 0, tstzrange(begins, ends), id FROM appointments"
        )
        connection.commit()
        connection.autocommit = True
        connection.execute("ANALYZE")


def _first_day() -> datetime:
    return datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=FIRST)


def _away(practice: Practice) -> dict[str, Any]:
    begins = int(_first_day().timestamp() * 1_000)
    who = practice.doctors[0]
    return {
        "clinic_id": practice.clinic, "practitioner": who, "begins": begins, "ends": begins + 86_400_000,
        "label": "Ill", "days": DAYS,
    }  # fmt: skip
