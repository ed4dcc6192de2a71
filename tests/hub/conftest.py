"""A second clinic beside the small one: nobody of the first works there."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from tests.hub.schedule_world import ScheduleWorld, small


@dataclass(frozen=True)
class Foreign:
    """A second clinic, with a ward, a bed and a device; nobody of the first works there."""

    clinic: UUID
    ward: UUID
    bed: UUID
    device: int


@pytest.fixture
def foreign(database: Any, clinic: Any) -> Foreign:
    made = {name: uuid4() for name in ("clinic", "ward", "bed", "patient", "user")}
    with psycopg.connect(database.dsn) as connection:
        run = connection.execute
        run("INSERT INTO clinics VALUES (%s, 'Elsewhere', 'Europe/Lisbon')", [made["clinic"]])
        run("INSERT INTO wards (id, clinic_id, name) VALUES (%s, %s, 'Far ward')", [made["ward"], made["clinic"]])
        run("INSERT INTO beds (id, ward_id, name) VALUES (%s, %s, '99')", [made["bed"], made["ward"]])
        run("INSERT INTO patients (id, mrn, name) VALUES (%s, 'MRN-99', 'Foreign Patient')", [made["patient"]])
        run("INSERT INTO stays VALUES (%s, %s, %s, tstzrange(now(), NULL))", [uuid4(), made["patient"], made["bed"]])
        row = run(
            "INSERT INTO devices (clinic_id, code, token_hash) VALUES (%s, 'far-1', '') RETURNING id",
            [made["clinic"]],
        ).fetchone()
        assert row is not None
        run(
            "INSERT INTO device_beds VALUES (%s, %s, tstzrange(now() - interval '7 days', NULL))",
            [row[0], made["bed"]],
        )
    return Foreign(made["clinic"], made["ward"], made["bed"], row[0])


@pytest.fixture
def schedule(database: Any, clinic: Any) -> ScheduleWorld:
    """Doctors, a nurse, rooms and types of visits in the small clinic."""
    return small(database.dsn, clinic.id, clinic.zone)
