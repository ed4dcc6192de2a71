"""Made-up schedules and visits: the same each time, within hours, and nobody in two places."""

import hashlib
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from clinic_console.hub.service.seed import Scale, Seeded, seed
from clinic_console.hub.service.seed_desk import FrontDesk
from clinic_console.hub.service.seed_visits import Fill

NOW = datetime(2026, 11, 20, 10, 20, tzinfo=UTC)
"""In the evening of the first clinic, in the morning of the two others."""
SCALE = Scale(3, ((("1 East", 4),),), 300, 0.5, 10, Fill(10, 20))


@pytest.fixture
def second(servers: Any, template: str) -> Any:
    name = f"second_{uuid4().hex}"
    with psycopg.connect(servers.postgres_dsn, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        yield servers.embedded.postgres_dsn(name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def made(database: Any) -> Seeded:
    return seed(database.dsn, SCALE, now=NOW)


def test_everybody_has_hours_and_the_days_are_filled(database: Any, made: Seeded) -> None:
    assert made.practitioners == 30
    [(people, nurses, lines)] = _rows(
        database,
        """
        SELECT (SELECT count(*) FROM resources WHERE kind = 'practitioner'),
               (SELECT count(*) FROM practitioner_specialties WHERE specialty_id = 1),
               (SELECT count(DISTINCT resource_id) FROM template_lines WHERE kind = 'work')""",
    )
    assert (people, nurses, lines) == (30, 3, 30)
    [(visits,)] = _rows(database, "SELECT count(*) FROM appointments")
    assert visits == made.appointments > 3_000
    states = dict(_rows(database, "SELECT state, count(*) FROM appointments WHERE begins < %s GROUP BY 1", NOW))
    assert states["done"] > states["cancelled"] > 0 < states["no_show"]


def test_what_is_kept_free_is_kept_for_some_types_as_the_editor_asks(database: Any, made: Seeded) -> None:
    with psycopg.connect(database.dsn) as connection:
        [(kept, for_some)] = connection.execute(
            "SELECT count(*), count(*) FILTER (WHERE types <> '{}') FROM template_lines WHERE kind = 'reserved'"
        ).fetchall()
    assert kept == for_some > 0


def test_each_visit_lies_within_hours_and_outside_of_blocks(database: Any, made: Seeded) -> None:
    found = _rows(
        database,
        """
        SELECT count(*) FROM appointments a
        WHERE NOT EXISTS (
            SELECT FROM work_times(ARRAY[a.resource_id], ARRAY[a.clinic_id], a.begins::date - 1, a.begins::date + 1) w
            WHERE w.kind = 'work' AND w.during @> tstzrange(a.begins, a.ends))
          OR EXISTS (
            SELECT FROM work_times(ARRAY[a.resource_id], ARRAY[a.clinic_id], a.begins::date - 1, a.begins::date + 1) w
            WHERE w.kind = 'block' AND w.during && tstzrange(a.begins, a.ends))
          OR EXISTS (
            SELECT FROM away_times(ARRAY[a.resource_id], ARRAY[a.clinic_id], tstzrange(a.begins, a.ends)))""",
    )
    assert found == [(0,)]


def test_what_is_taken_is_what_is_to_come(database: Any, made: Seeded) -> None:
    since = NOW - timedelta(days=1)
    rows = _rows(database, """
        SELECT count(*) FROM appointments a FULL JOIN occupancy o
          ON o.taken_by = a.id AND o.resource_id = a.resource_id AND o.during = tstzrange(a.own_begins, a.own_ends)
        LEFT JOIN resources r ON r.id = o.resource_id
        WHERE (a.id IS NULL AND r.kind = 'practitioner')
           OR (o.taken_by IS NULL AND a.ends >= %s AND a.state NOT IN ('cancelled', 'no_show') AND NOT a.walk_in)
        """, since)  # fmt: skip
    assert rows == [(0,)]
    assert _rows(
        database,
        """
        SELECT count(*) FROM patient_occupancy p FULL JOIN occupancy o ON o.taken_by = p.taken_by
        WHERE p.taken_by IS NULL OR o.taken_by IS NULL""",
    ) == [(0,)]
    [(devices, needed)] = _rows(
        database,
        """
        SELECT (SELECT count(*) FROM occupancy o JOIN resources r ON r.id = o.resource_id WHERE r.kind = 'equipment'),
               (SELECT count(*) FROM appointments a JOIN occupancy o ON o.taken_by = a.id
                WHERE a.others <> '{}' AND o.resource_id = a.resource_id)""",
    )
    assert devices == needed > 0


def test_today_stands_as_a_desk_has_it_at_that_hour(database: Any, made: Seeded) -> None:
    near = "begins BETWEEN %(now)s - interval '11 hours' AND %(now)s + interval '11 hours'"
    states = dict(_asked(database, f"SELECT state, count(*) FROM appointments WHERE {near} GROUP BY 1"))
    assert states.keys() == {
        "booked", "arrived", "checked_in", "roomed", "with_doctor", "done", "left", "no_show", "cancelled"
    }  # fmt: skip
    wrong = {
        "in the future": "since > %(now)s OR arrived_at > %(now)s OR arrived_at > since",
        "begun too early": "begins > %(now)s AND state NOT IN ('booked', 'arrived', 'checked_in', 'cancelled')",
        "not here": "(arrived_at IS NULL) <> (state IN ('booked', 'no_show', 'cancelled'))",
        "not looked at": "(identity = '') <> (state IN ('booked', 'no_show', 'cancelled', 'arrived', 'left'))",
        "a room too many": "(room_id IS NULL) < (state NOT IN ('roomed', 'with_doctor'))",
        "roomed nowhere": "state = 'roomed' AND room_id IS NULL",
        "late for hours": "state = 'booked' AND begins < %(now)s - interval '40 minutes'",
    }
    for what, condition in wrong.items():
        found = _asked(database, f"SELECT state, begins FROM appointments WHERE {near} AND ({condition})")
        assert found == [], what
    late = (
        "SELECT DISTINCT clinic_id FROM appointments WHERE state = 'booked' AND begins < %(now)s - interval '14 min'"
    )
    assert len(_asked(database, late)) == 2, "in each clinic that is open"
    twice = "SELECT {0} FROM appointments WHERE state = 'with_doctor' GROUP BY 1 HAVING count({0}) > 1"
    assert _asked(database, twice.format("resource_id")) == _asked(database, twice.format("room_id")) == []
    walk_ins = _asked(database, "SELECT clinic_id, state FROM appointments WHERE walk_in")
    assert {state for _, state in walk_ins} == {"arrived", "checked_in"}
    assert _asked(
        database, "SELECT count(*) FROM occupancy o JOIN appointments a ON a.id = o.taken_by AND walk_in"
    ) == [(0,)]
    noted = _asked(database, """
        SELECT count(*) FROM appointments a FULL JOIN check_ins k ON k.appointment_id = a.id
        WHERE (coalesce(a.identity, '') = '') <> (k.appointment_id IS NULL)
           OR a.identity = 'confirmed' AND (cardinality(k.compared) < 2 OR k.compared_by IS NULL)
           OR a.identity = 'not_confirmed' AND k.not_confirmed = ''
        """)  # fmt: skip
    assert noted == [(0,)]
    assert _asked(database, "SELECT count(*) FROM visit_types WHERE forms <> '{}'")[0][0] >= 3


def test_around_now_some_are_late_and_some_are_early_and_rooms_are_used_once() -> None:
    desk = FrontDesk(Random(1), NOW, {0: [7, 8]}, None)
    minute = timedelta(minutes=1)
    stands = {}
    for place in range(2_000):
        begins = NOW + (place % 120 - 60) * minute
        stands[place] = begins, desk.stand(0, place, begins, begins + 30 * minute, NOW - timedelta(days=3))
    late = [begins for begins, stand in stands.values() if stand.state == "booked" and begins < NOW]
    assert min(late) >= NOW - 35 * minute
    assert any(begins < NOW - 15 * minute for begins in late), "later than any time of grace"
    assert {stand.room for _, stand in stands.values()} == {None, 7, 8}
    assert sum(stand.room is not None for _, stand in stands.values()) == 2
    early = [stand for begins, stand in stands.values() if begins > NOW]
    assert {stand.state for stand in early} == {"booked", "arrived", "checked_in", "cancelled"}
    assert all(stand.arrived is None or stand.arrived <= stand.since <= NOW for _, stand in stands.values())


def test_the_same_seed_makes_the_same_visits(database: Any, second: str) -> None:
    seed(database.dsn, SCALE, now=NOW)
    seed(second, SCALE, now=NOW)
    assert _contents(database.dsn) == _contents(second)


def _rows(database: Any, statement: str, *parameters: object) -> list[Any]:
    with psycopg.connect(database.dsn) as connection:
        return connection.execute(statement, parameters).fetchall()


def _asked(database: Any, statement: str) -> list[Any]:
    with psycopg.connect(database.dsn) as connection:
        return connection.execute(statement, {"now": NOW}).fetchall()


def _contents(dsn: str) -> dict[str, str]:
    tables = (
        "resources",
        "template_lines",
        "schedule_exceptions",
        "visit_types",
        "appointments",
        "occupancy",
        "check_ins",
    )
    with psycopg.connect(dsn) as connection:
        return {
            table: hashlib.sha256(
                repr(sorted(map(repr, connection.execute(f"SELECT * FROM {table}").fetchall()))).encode()
            ).hexdigest()
            for table in tables
        }
