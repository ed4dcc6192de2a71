"""A practice that bookings are measured in: doctors whose days are all empty, rooms, a desk; beside all the rest."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import psycopg

HOURS: tuple[int, int] = (6, 22)
MINUTES = 15
LOGIN = "bench desk"


@dataclass(frozen=True, slots=True)
class Practice:
    """What a booking names: ids as text, so that it can be told to another program."""

    clinic: str
    user: str
    doctors: list[int]
    plain: int
    """A type of visits that needs nobody else."""
    roomed: int
    """One that needs a room, too."""
    patients: list[str]

    def told(self) -> dict[str, object]:
        """Return it as JSON holds it."""
        return asdict(self)


def open_practice(dsn: str, clinic: UUID, user: UUID, *, doctors: int, rooms: int, patients: int) -> Practice:
    """Make the practice in a clinic, for a user who is a receptionist there; times are UTC."""
    with psycopg.connect(dsn) as connection:
        run = connection.execute
        run("UPDATE clinics SET zone = 'UTC' WHERE id = %s", [clinic])
        plain, roomed = (
            _id(connection, "INSERT INTO visit_types (name, minutes) VALUES (%s, %s) RETURNING id", name, MINUTES)
            for name in (f"Bench {uuid4().hex[:8]}", f"Bench with room {uuid4().hex[:8]}")
        )
        run(
            'INSERT INTO visit_needs (type_id, position, kind, "group", minutes) VALUES (%s, 1, %s, %s, %s)',
            [roomed, "room", "bench", MINUTES],
        )
        for number in range(rooms):
            run(
                "INSERT INTO resources (kind, clinic_id, name, \"group\") VALUES ('room', %s, %s, 'bench')",
                [clinic, f"Bench {number}"],
            )
        made = [_doctor(connection, clinic, number) for number in range(doctors)]
        # Of its own: nobody has a visit anywhere yet.
        found = connection.execute(
            "WITH made AS (INSERT INTO patients (id, mrn, name) SELECT gen_random_uuid(), 'B-' || n, 'Bench ' || n"
            "   FROM generate_series(1, %s) n RETURNING id),"
            " linked AS (INSERT INTO patient_clinic (patient_id, clinic_id) SELECT id, %s FROM made)"
            " SELECT id FROM made ORDER BY id",
            [patients, clinic],
        ).fetchall()
    return Practice(str(clinic), str(user), made, plain, roomed, [str(patient) for (patient,) in found])


def slots(practice: Practice, days: int, first: int = 3) -> Iterator[tuple[int, datetime]]:
    """Yield each doctor with each begin, day by day from ``first`` days ahead."""
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    for day in range(first, first + days):
        for minute in range(HOURS[0] * 60, HOURS[1] * 60, MINUTES):
            for doctor in practice.doctors:
                yield doctor, today + timedelta(days=day, minutes=minute)


def _doctor(connection: "psycopg.Connection[tuple[object, ...]]", clinic: UUID, number: int) -> int:
    statement = "INSERT INTO resources (kind, name, sort_name) VALUES ('practitioner', %s, %s) RETURNING id"
    doctor = _id(connection, statement, f"Bench {number}", f"bench {number:04d}")
    connection.execute("INSERT INTO practitioner_clinics VALUES (%s, %s)", [doctor, clinic])
    for weekday in range(1, 8):
        connection.execute(
            "INSERT INTO template_lines (id, resource_id, clinic_id, weekday, begins, ends)"
            " VALUES (%s, %s, %s, %s, %s, %s)",
            [uuid4(), doctor, clinic, weekday, HOURS[0] * 60, HOURS[1] * 60],
        )
    return doctor


def _id(connection: "psycopg.Connection[tuple[object, ...]]", statement: str, *given: object) -> int:
    row = connection.execute(statement.encode(), given).fetchone()
    assert row is not None
    return int(str(row[0]))
