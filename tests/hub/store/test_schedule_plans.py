"""Schedules are read by indexes: of thousands of people and visits, little more than what is shown is touched."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from clinic_console.hub.store import schedule as store

PEOPLE: Final = 2_000
_FILL: Final = """
INSERT INTO clinics SELECT gen_random_uuid(), 'Clinic ' || n, 'Asia/Tokyo' FROM generate_series(1, 50) n;
CREATE TEMP TABLE places AS SELECT id, row_number() OVER (ORDER BY name) AS n FROM clinics WHERE name LIKE 'Clinic%';
INSERT INTO specialties (code, name) SELECT 's' || n, 'S' || n FROM generate_series(1, 20) n;
INSERT INTO visit_types (name, minutes) SELECT 'Plain ' || n, 15 FROM generate_series(1, 30) n;
INSERT INTO visit_types (name, minutes, "offset", own) VALUES ('Steps', 45, 15, 30);
INSERT INTO visit_needs (type_id, position, kind, specialty_id, minutes)
  SELECT t.id, 1, 'practitioner', s.id, 15 FROM visit_types t, specialties s WHERE t.name = 'Steps' AND s.code = 's1';
INSERT INTO visit_needs (type_id, position, kind, "group", minutes)
  SELECT t.id, 2, 'room', 'exam', 45 FROM visit_types t WHERE t.name = 'Steps';
INSERT INTO resources (kind, name, sort_name)
  SELECT 'practitioner', 'Dr ' || n, lpad(CAST(n * 7919 % {people} AS text), 6, '0')
  FROM generate_series(1, {people}) n;
INSERT INTO resources (kind, clinic_id, name, "group") SELECT 'room', id, 'Room ' || r, 'exam'
  FROM places, generate_series(1, 10) r;
INSERT INTO practitioner_clinics SELECT r.id, p.id FROM resources r JOIN places p ON p.n = r.id % 50 + 1
  WHERE r.kind = 'practitioner';
INSERT INTO practitioner_specialties SELECT r.id, s.id FROM resources r
  JOIN specialties s ON s.code = 's' || r.id / 50 % 20 + 1 WHERE r.kind = 'practitioner';
INSERT INTO template_lines (id, resource_id, clinic_id, weekday, begins, ends, kind)
  SELECT gen_random_uuid(), p.resource_id, p.clinic_id, w, l.begins, l.ends, l.kind
  FROM practitioner_clinics p, generate_series(1, 7) w,
    (VALUES (540, 1020, 'work'), (720, 780, 'block')) l (begins, ends, kind);
INSERT INTO schedule_exceptions (id, kind, resource_id, clinic_id, during)
  SELECT gen_random_uuid(), 'leave', p.resource_id, p.clinic_id,
    tstzrange(now() + (20 + n) * interval '1 day', now() + (21 + n) * interval '1 day')
  FROM practitioner_clinics p, generate_series(1, 9, 4) n;
INSERT INTO patients (id, mrn, name, born) SELECT gen_random_uuid(), 'P' || n, 'Patient ' || n, '1950-01-01'
  FROM generate_series(1, 3000) n;
CREATE TEMP TABLE people AS SELECT id, row_number() OVER () AS n FROM patients;
INSERT INTO appointments (id, begins, ends, own_begins, own_ends, clinic_id, patient_id, resource_id, type_id)
  SELECT gen_random_uuid(), b, b + interval '15 min', b, b + interval '15 min', w.clinic_id, q.id, w.resource_id, t.id
  FROM practitioner_clinics w CROSS JOIN generate_series(1, 10) d CROSS JOIN generate_series(0, 3) s
  CROSS JOIN LATERAL (SELECT (CURRENT_DATE + d) + s * interval '100 min' AS b) x
  JOIN people q ON q.n = (w.resource_id * 31 + d * 7 + s) % 3000 + 1
  CROSS JOIN visit_types t WHERE t.name = 'Plain 1';
INSERT INTO occupancy (resource_id, lane, during, taken_by, type_id)
  SELECT resource_id, 0, tstzrange(begins, ends), id, type_id FROM appointments;
INSERT INTO resource_days SELECT resource_id, CAST(begins AS date), count(*) FROM appointments GROUP BY 1, 2;
ANALYZE;
"""
_TOUCHED: Final = """
SELECT relname, seq_tup_read, idx_tup_fetch FROM pg_stat_xact_user_tables WHERE seq_scan + coalesce(idx_scan, 0) > 0
"""
SMALL: Final = frozenset({"clinics", "memberships", "users", "visit_types", "visit_needs", "holds", "break_glass"})
"""Tables of some dozens of rows here: one look over them costs less than an index."""


class Network(NamedTuple):
    hub: psycopg.Connection[tuple[Any, ...]]
    clinic: UUID
    people: list[int]
    plain: int
    steps: int
    day: date


@pytest.fixture
def network(database: Any) -> Iterator[Network]:
    user = uuid4()
    with psycopg.connect(database.dsn, autocommit=True) as superuser:
        # Made as it would stand after some months, not change by change.
        superuser.execute("SET session_replication_role = replica")
        superuser.execute(_FILL.format(people=PEOPLE))
        superuser.execute(
            "INSERT INTO users (id, login, name, password_hash) VALUES (%s, 'desk', 'Desk', '')", [user]
        )
        superuser.execute("INSERT INTO memberships SELECT %s, id, 'doctor' FROM clinics", [user])
        [(clinic, people)] = superuser.execute(
            "SELECT clinic_id, array_agg(resource_id ORDER BY resource_id) FROM practitioner_clinics"
            " GROUP BY 1 ORDER BY 1 LIMIT 1"
        ).fetchall()
        types: dict[str, int] = dict(superuser.execute("SELECT name, id FROM visit_types").fetchall())
    with psycopg.connect(make_conninfo(database.dsn, options="-c role=clinic_hub")) as hub:
        hub.execute("SELECT enter_scope(%s, %s)", [user, [clinic]])
        hub.commit()
        hub.execute("SELECT enter_scope(%s, %s)", [user, [clinic]])
        yield Network(
            hub, clinic, people, types["Plain 1"], types["Steps"], datetime.now(UTC).date() + timedelta(days=4)
        )


def _touched(
    hub: psycopg.Connection[tuple[Any, ...]], statement: Any, values: list[Any]
) -> dict[str, tuple[int, int]]:
    """Return how many rows of each table a question has read by scans of all and by indexes."""
    before = {name: (seq, idx) for name, seq, idx in hub.execute(_TOUCHED).fetchall()}
    assert hub.execute(statement, values).fetchall()
    touched = {}
    for name, seq, idx in hub.execute(_TOUCHED).fetchall():
        seq_before, idx_before = before.get(name, (0, 0))
        touched[name] = seq - seq_before, (idx or 0) - (idx_before or 0)
    return touched


def _scanned(touched: dict[str, tuple[int, int]]) -> dict[str, int]:
    return {name: seq for name, (seq, _) in touched.items() if seq and name not in SMALL}


@pytest.mark.parametrize("kind", ["plain", "steps"])
def test_slots_read_the_day_and_its_pools(network: Network, kind: str) -> None:
    who, day = network.people[3], network.day
    touched = _touched(network.hub, store.TIMES, [network.clinic, who, getattr(network, kind), day, None])
    assert not _scanned(touched)
    assert sum(idx for _, idx in touched.values()) < (150 if kind == "plain" else 1_500)


def test_what_is_known_is_told_by_versions_alone(network: Network) -> None:
    who, day = network.people[3], network.day
    found = network.hub.execute(store.TIMES, [network.clinic, who, network.plain, day, None]).fetchall()
    stamp = store.Times(*found[0]).stamp
    touched = _touched(network.hub, store.TIMES, [network.clinic, who, network.plain, day, stamp])
    assert not _scanned(touched)
    assert {"occupancy", "template_lines", "schedule_exceptions"}.isdisjoint(
        name for name, counts in touched.items() if any(counts)
    )


def test_a_page_reads_the_columns_that_it_shows(network: Network) -> None:
    values = [network.clinic, network.day, 0, 0, True, "", 0, 60]
    touched = _touched(network.hub, store.DAY, values)
    assert not _scanned(touched)
    visits = sum(idx for name, (_, idx) in touched.items() if name.startswith("appointments"))
    assert visits <= 2 * len(network.people) * 4
    assert touched["template_lines"][1] <= 2 * 14 * len(network.people)


def test_a_week_reads_one_practitioner(network: Network) -> None:
    days = [network.day + timedelta(days=each) for each in range(5)]
    touched = _touched(network.hub, store.WEEK, [network.clinic, network.people[3], days, True])
    assert not _scanned(touched)
    assert sum(idx for _, idx in touched.values()) < 600
