"""What previews and lists of exceptions read stays with what they are about, however many others there are.

Functions hide their plans: Postgres is asked how many rows it has read.
"""

from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

import psycopg
import pytest

from tests.hub.schedule_world import ScheduleWorld

PEOPLE: Final = 40
VISITS: Final = 400
"""Of each, in the next 100 days."""
_FILL: Final = """
INSERT INTO resources (kind, name, sort_name) SELECT 'practitioner', 'D' || n, 'd' || n
  FROM generate_series(1, {people}) n;
INSERT INTO practitioner_clinics SELECT id, '{clinic}' FROM resources;
INSERT INTO template_lines (id, resource_id, clinic_id, weekday, begins, ends)
  SELECT gen_random_uuid(), r.id, '{clinic}', d, 0, 1440 FROM resources r, generate_series(1, 7) d;
INSERT INTO schedule_exceptions (id, kind, resource_id, clinic_id, during)
  SELECT gen_random_uuid(), 'leave', r.id, '{clinic}', tstzrange(x, x + interval '1 hour') FROM resources r,
    generate_series(now() - interval '200 days', now() + interval '200 days', interval '4 days') x;
INSERT INTO visit_types (name, minutes) VALUES ('Visit', 30);
INSERT INTO appointments (id, begins, ends, own_begins, own_ends, clinic_id, patient_id, resource_id, type_id)
  SELECT gen_random_uuid(), x, x + interval '30 minutes', x, x + interval '30 minutes', '{clinic}', '{patient}', r.id,
    t.id
  FROM resources r, visit_types t,
    generate_series(now() + interval '1 hour', now() + interval '100 days', interval '6 hours') x;
INSERT INTO occupancy (resource_id, lane, during, taken_by, type_id)
  SELECT resource_id, 0, tstzrange(begins, ends), id, type_id FROM appointments;
ANALYZE;
"""
_READ: Final = """
SELECT coalesce(sum(seq_tup_read + coalesce(idx_tup_fetch, 0)), 0)::int FROM pg_stat_xact_user_tables
"""


@pytest.fixture
def connection(database: Any, clinic: Any) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
    """A transaction of somebody who administers a clinic of 40 people with 16,000 visits ahead."""
    world = ScheduleWorld(database.dsn, clinic.id, clinic.zone)
    world.run("UPDATE memberships SET role = 'administrator'")
    with psycopg.connect(database.dsn, autocommit=True) as superuser:
        superuser.execute(_FILL.format(people=PEOPLE, clinic=clinic.id, patient=world.patient()).encode())
    with psycopg.connect(database.dsn) as opened:
        opened.execute("SELECT enter_scope(%s, %s)", [clinic.users["nurse"], [clinic.id]])
        yield opened


def _cost(connection: psycopg.Connection[tuple[Any, ...]], call: str, *given: object) -> tuple[int, int]:
    """Return how many rows a function answers, and how many more than before were read for it."""
    before = connection.execute(_READ).fetchone()
    rows = connection.execute(f"SELECT * FROM {call}".encode(), given).fetchall()
    after = connection.execute(_READ).fetchone()
    assert before is not None
    assert after is not None
    return len(rows), after[0] - before[0]


def test_a_preview_reads_the_visits_of_whom_it_is_about(connection: Any, clinic: Any) -> None:
    [(who,)] = connection.execute("SELECT min(id) FROM resources").fetchall()
    found, read = _cost(connection, "template_affected(%s, '[]', '{}', 200)", who)
    # By the hours as they are and as they would be: its visits, what they take, its leave, and the page.
    assert found == 200
    assert read < 2 * 2 * VISITS + 100 + 7 + 4 * 200 + 100


def test_a_preview_of_a_day_reads_that_day(connection: Any, clinic: Any) -> None:
    for kind, people in (("leave", 1), ("closed", PEOPLE)):
        who = connection.execute("SELECT min(id) FROM resources WHERE %s = 'leave'", [kind]).fetchone()[0]
        found, read = _cost(
            connection,
            "exception_affected(%s, %s, %s, now() + interval '9 days', now() + interval '10 days', '{}', 200)",
            clinic.id, kind, who,
        )  # fmt: skip
        assert 3 * people <= found <= 4 * people
        # Four visits of each, twice, as practitioner and as colleague; lines of each; who works there; what is shown.
        assert read < people * (2 * 4 * 4 + 7 + 5) + 4 * found + 200


def test_a_page_of_exceptions_reads_little_more_than_it_shows(connection: Any, clinic: Any) -> None:
    found, read = _cost(
        connection,
        "exceptions_page(%s, NULL, now(), now() + interval '1 year', now() + interval '20 days', %s, 101)",
        clinic.id, UUID(int=0),
    )  # fmt: skip
    assert found == 101
    # What is written there, as it is shown; and for what is written elsewhere all that its people have in that time.
    assert read < PEOPLE * 50 + 3 * 101
