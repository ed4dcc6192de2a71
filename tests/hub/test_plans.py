"""Under row level security, too, a page costs what it shows: 50 clinics, thousands of rows, the hub's own role."""

import re
from collections.abc import AsyncIterator, Iterator
from typing import Any, Final
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg.conninfo import make_conninfo
from sqlalchemy import event

from clinic_console.domain.access import ALLOWED, Permission
from tests.hub.matrix_requests import Entrance, Operation, opened
from tests.hub.matrix_world import World

CLINICS: Final = 50
MOST_ROWS: Final = 6_000
"""So many rows a page may touch in all: to scan sessions, patients, stays or the log would be over it."""
_FILL: Final = """
CREATE TEMP TABLE places AS
  SELECT gen_random_uuid() AS id, n FROM generate_series(1, {clinics}) n
  UNION ALL SELECT '{own}', 0;
INSERT INTO clinics SELECT id, 'Clinic ' || n, 'Asia/Tokyo' FROM places WHERE n > 0;
INSERT INTO wards SELECT gen_random_uuid(), id, 'Big ' || w, w FROM places, generate_series(1, 3) w;
INSERT INTO beds SELECT gen_random_uuid(), w.id, 'B' || b, b FROM wards w, generate_series(10, 33) b;
CREATE TEMP TABLE lying AS SELECT gen_random_uuid() AS patient, b.id AS bed, w.clinic_id, m AS month,
    row_number() OVER () AS n
  FROM beds b JOIN wards w ON w.id = b.ward_id, generate_series(1, 4) m WHERE b.name LIKE 'B%';
INSERT INTO patients (id, mrn, name, born) SELECT patient, 'P' || n, 'Patient ' || n, '1950-01-01'::date + n::int
  FROM lying;
INSERT INTO patient_clinic SELECT patient, clinic_id FROM lying;
INSERT INTO stays SELECT gen_random_uuid(), patient, bed, CASE month
    WHEN 1 THEN tstzrange(now() - interval '1 hour', NULL)
    ELSE tstzrange(now() - month * interval '30 days', now() - month * interval '30 days' + interval '20 days') END
  FROM lying;
INSERT INTO devices (clinic_id, code, model, token_hash) SELECT clinic_id, 'D' || n, 'M', '\\x00' FROM lying
  WHERE month = 1;
INSERT INTO device_beds SELECT d.id, l.bed, tstzrange(now() - interval '1 day', NULL)
  FROM devices d JOIN lying l ON d.code = 'D' || l.n;
INSERT INTO device_states (device_id, seen_at) SELECT id, now() FROM devices ON CONFLICT DO NOTHING;
CREATE TEMP TABLE staff AS SELECT gen_random_uuid() AS id, p.id AS clinic, p.n * 100 + s AS n
  FROM places p, generate_series(1, 60) s;
INSERT INTO users (id, login, name, password_hash) SELECT id, 'staff' || n, 'Staff ' || n, '' FROM staff;
INSERT INTO memberships SELECT id, clinic, 'nurse' FROM staff;
INSERT INTO stations SELECT gen_random_uuid(), p.id, 'PC ' || s, true, '1', '', now()
  FROM places p, generate_series(1, 20) s;
INSERT INTO sessions (id, user_id, expires_at, idle, station_id) SELECT gen_random_uuid(), s.id,
  now() + interval '1 hour', '1 hour', (SELECT id FROM stations t WHERE t.clinic_id = s.clinic LIMIT 1)
  FROM staff s, generate_series(1, 2);
INSERT INTO audit_log (id, at, user_id, user_name, program, clinic_id, action, object_kind, patient_id)
  SELECT gen_random_uuid(), now() - a * interval '1 second', s.id, 'x', 'hub', s.clinic, 'patient.opened', 'patient',
    NULL FROM staff s, generate_series(1, 8) a;
CREATE TEMP TABLE doctors AS SELECT p.id AS clinic, p.n * 100 + d AS n FROM places p, generate_series(1, 60) d;
INSERT INTO resources (kind, name, sort_name, title) SELECT 'practitioner', 'Doctor ' || n, 'doctor ' || n, n
  FROM doctors;
INSERT INTO practitioner_clinics SELECT r.id, d.clinic FROM doctors d JOIN resources r ON r.title = d.n::text;
INSERT INTO specialties (code, name) SELECT 's' || n, 'Specialty ' || n FROM generate_series(1, 20) n;
INSERT INTO practitioner_specialties SELECT r.id, s.id FROM resources r JOIN specialties s ON s.id = 1 + r.id % 20
  WHERE r.title <> '';
INSERT INTO resources (kind, clinic_id, name, "group") SELECT 'room', p.id, 'Room ' || r, 'exam'
  FROM places p, generate_series(1, 40) r;
ANALYZE;
"""
PAGES: Final = (
    "GET /api/wards",
    "GET /api/wards/{ward}/beds",
    "GET /api/beds/{bed}/readings",
    "GET /api/devices",
    "GET /api/users",
    "GET /api/users/{user}",
    "GET /api/sessions",
    "GET /api/stations",
    "GET /api/patients/{patient}",
    "GET /api/patients/{patient}/history",
    "GET /api/patients/{patient}/looks",
    "GET /api/patients/{patient}/encounters",
    "GET /api/imports",
    "GET /api/imports/{import_id}",
    "GET /api/imports/{import_id}/errors",
    "GET /api/practitioners",
    "GET /api/practitioners/{practitioner}",
    "GET /api/resources",
    "GET /api/visit-types",
    "GET /api/audit",
)
ASKED: Final = frozenset({"GET /api/resources"})
"""Those that are of one clinic, and say which."""


@pytest.fixture
async def network(database: Any, redis_url: str) -> AsyncIterator[tuple[Entrance, dict[str, str]]]:
    """Many clinics beside the matrix's two."""
    async with opened(database, redis_url) as entrance:
        ids = entrance.world.fresh("nurse")
        with psycopg.connect(database.dsn, autocommit=True) as superuser:
            superuser.execute(_FILL.format(clinics=CLINICS, own=ids["clinic"]))
            [(ward,)] = superuser.execute(
                "SELECT id FROM wards WHERE clinic_id = %s AND name = 'Big 1'", [ids["clinic"]]
            ).fetchall()
        yield entrance, {**ids, "ward": str(ward)}


def _becomes(world: World, ids: dict[str, str], role: str) -> dict[str, str]:
    """Give whoever acts another role, and a session that nobody has heard of yet."""
    made = {**ids, "actor_session": str(uuid4())}
    world.run(
        "UPDATE memberships SET role = %(role)s WHERE user_id = %(actor)s;"
        "INSERT INTO sessions (id, user_id, expires_at, idle)"
        " VALUES (%(session)s, %(actor)s, now() + interval '1 hour', '1 hour')",
        role=role, actor=ids["actor"], session=made["actor_session"],
    )  # fmt: skip
    return made


def _touched(plan: dict[str, Any]) -> int:
    """Add up the rows that a plan's nodes read, those thrown away among them."""
    rows = plan["Actual Rows"] + plan.get("Rows Removed by Filter", 0) + plan.get("Rows Removed by Index Recheck", 0)
    return round(rows * plan["Actual Loops"]) + sum(map(_touched, plan.get("Plans", ())))


def _shape(plan: dict[str, Any], depth: int = 0) -> Iterator[str]:
    """Say a plan in lines."""
    removed = plan.get("Rows Removed by Filter", 0)
    name = f"{plan['Node Type']} {plan.get('Relation Name', '')} {plan.get('Index Name', '')}"
    yield f"{'  ' * depth}{name} rows {plan['Actual Rows']} removed {removed} loops {plan['Actual Loops']}"
    for part in plan.get("Plans", ()):
        yield from _shape(part, depth + 1)


async def _statements(entrance: Entrance, operation: Operation, ids: dict[str, str]) -> list[tuple[str, Any]]:
    """Return what a request asks Postgres, with its values."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        if re.match(r"\s*(SELECT|WITH)\b", statement):
            asked.append((statement, values))

    event.listen(entrance.engine.sync_engine, "before_cursor_execute", note)
    # A whole page of what there is: the entry's own filters are for what is foreign.
    query = operation.entry.query if operation.name in ASKED else None
    plain = Operation(**{**vars(operation), "entry": type(operation.entry)(operation.entry.refers, query=query)})
    answer = await entrance.ask(plain, ids, entrance.world.bearer(ids))
    event.remove(entrance.engine.sync_engine, "before_cursor_execute", note)
    assert answer.status_code == 200, answer.text
    return asked


async def test_pages_touch_little_more_than_they_show(
    network: tuple[Entrance, dict[str, str]], database: Any
) -> None:
    entrance, made = network
    operations = {operation.name: operation for operation in entrance.operations}
    costs: dict[str, int] = {}
    plans: list[str] = []
    dsn = make_conninfo(database.dsn, options="-c role=clinic_hub")
    with psycopg.connect(dsn) as hub:
        for name in PAGES:
            operation = operations[name]
            assert isinstance(operation.needs, Permission)
            ids = _becomes(entrance.world, made, min(ALLOWED[operation.needs]))
            statements = await _statements(entrance, operation, ids)
            hub.execute("SELECT enter_scope(%s, %s)", [UUID(ids["actor"]), [UUID(ids["clinic"])]])
            for statement, values in statements:
                [(found,)] = hub.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", values).fetchall()
                costs[name] = costs.get(name, 0) + _touched(found[0]["Plan"])
                plans += [name, *_shape(found[0]["Plan"])]
            hub.rollback()
    print(f"\nrows touched: {costs}")
    dear = [name for name in PAGES if costs.get(name, 0) > MOST_ROWS]
    assert not dear, "\n".join(plans)
