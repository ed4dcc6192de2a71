"""What a search reads among a thousand practitioners and sixty thousand times taken, as the hub's own role."""

from collections.abc import Iterator
from typing import Any, Final
from uuid import uuid4

import psycopg
import pytest

from clinic_console.hub.store import schedule_next as store

LARGE: Final = frozenset({"occupancy", "template_lines", "schedule_exceptions", "resource_days", "resources"})
"""None of these is ever read from end to end."""
INDEXES: Final = frozenset({"occupancy_begins", "schedule_exceptions_ends", "template_lines_resource"})
"""Made for the finder, or its way into the hours: it goes by each."""
MOST_ROWS: Final = 12_000
_FILL: Final = """
CREATE TEMP TABLE places AS SELECT gen_random_uuid() AS id, n FROM generate_series(1, 10) n;
INSERT INTO clinics (id, name, zone) SELECT id, 'Clinic ' || n, 'Asia/Tokyo' FROM places;
INSERT INTO specialties (code, name) SELECT 's' || n, 'S' || n FROM generate_series(1, 20) n;
INSERT INTO resources (kind, name, sort_name) SELECT 'practitioner', 'D' || n, n FROM generate_series(1, 1000) n;
INSERT INTO practitioner_clinics
  SELECT r.id, p.id FROM resources r JOIN places p ON p.n = 1 + r.id % 10 WHERE r.kind = 'practitioner';
INSERT INTO practitioner_specialties
  SELECT r.id, s.id FROM resources r JOIN specialties s ON s.code = 's' || 1 + r.id / 10 % 20;
INSERT INTO visit_types (name, minutes) VALUES ('Visit', 30);
INSERT INTO template_lines (id, resource_id, clinic_id, weekday, begins, ends)
  SELECT gen_random_uuid(), w.resource_id, w.clinic_id, d, 540, 1020
  FROM practitioner_clinics w, generate_series(1, 7) d;
INSERT INTO schedule_exceptions (id, kind, resource_id, clinic_id, during)
  SELECT gen_random_uuid(), 'leave', w.resource_id, w.clinic_id, tstzrange(b, b + interval '1 day')
  FROM practitioner_clinics w, generate_series(-8, 8) n,
    LATERAL (SELECT date_trunc('day', now()) + (n * 20 + w.resource_id % 20) * interval '1 day' AS b) b;
INSERT INTO occupancy (resource_id, lane, during, taken_by, type_id)
  SELECT w.resource_id, 0, tstzrange(b, b + interval '30 minutes'), gen_random_uuid(), t.id
  FROM visit_types t, practitioner_clinics w, generate_series(1, 5) d, generate_series(0, 15) h,
    LATERAL (SELECT date_trunc('day', now()) + make_interval(days => d, mins => h * 30) AS b) b
  WHERE (w.resource_id + d + h) % 4 > 0;
INSERT INTO resource_days SELECT resource_id, CAST(lower(during) AS date), count(*) FROM occupancy GROUP BY 1, 2;
ANALYZE;
"""


@pytest.fixture
def network(database: Any) -> Iterator[psycopg.Connection[Any]]:
    """Ten clinics, and who works in all of them."""
    user = uuid4()
    with psycopg.connect(database.dsn, autocommit=True) as superuser:
        superuser.execute(_FILL.encode())
        superuser.execute("INSERT INTO users (id, login, name, password_hash) VALUES (%s, 'x', 'X', '')", [user])
        superuser.execute("INSERT INTO memberships SELECT %s, id, 'nurse' FROM clinics", [user])
    with psycopg.connect(database.dsn) as made:
        clinics = [clinic for (clinic,) in made.execute("SELECT id FROM clinics").fetchall()]
        made.execute("SELECT enter_scope(%s, %s)", [user, clinics])
        yield made


def _ask(connection: psycopg.Connection[Any], wanted: store.Wanted, known: store.Known) -> tuple[store.Found, int]:
    """Ask as the hub's role; return what is found, and how many rows of tables and indexes it read."""
    before = _counted(connection)
    connection.execute("SET LOCAL ROLE clinic_hub")
    [row] = connection.execute(store.NEXT, store.next_values(wanted, known)).fetchall()
    connection.execute("RESET ROLE")
    after = _counted(connection)
    read = {name for name in after if after[name][1] > before[name][1]}
    assert not read & LARGE, "read from end to end"
    return store.Found(*row), sum(after[name][0] - before[name][0] for name in after)


def _counted(connection: psycopg.Connection[Any]) -> dict[str, tuple[int, int]]:
    rows = connection.execute(
        "SELECT relname, pg_stat_get_xact_tuples_returned(oid),"
        " pg_stat_get_xact_numscans(oid) * (relkind = 'r')::int"
        " FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'i')"
    ).fetchall()
    return {row[0]: (row[1], row[2]) for row in rows}


def _used(connection: psycopg.Connection[Any]) -> set[str]:
    rows = connection.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'i' AND pg_stat_get_xact_numscans(oid) > 0"
    ).fetchall()
    return {name for (name,) in rows}


def test_a_search_reads_little_more_than_its_first_day(network: psycopg.Connection[Any]) -> None:
    [(visit, specialty)] = network.execute("SELECT min(t.id), min(s.id) FROM visit_types t, specialties s").fetchall()
    wanted = store.Wanted(visit, [], [], specialty, range(1, 8), 0, 1_440, None, 14, 20)
    found, cost = _ask(network, wanted, store.Known())
    assert found.more
    assert cost <= MOST_ROWS
    assert _used(network) >= INDEXES
    again, little = _ask(network, wanted, store.Known(found.mark, found.first, found.last, found.until))
    assert again.offers is None
    assert little < cost / 2


def test_the_nearest_read_one_clinics_day(network: psycopg.Connection[Any]) -> None:
    [(visit, who, clinic)] = network.execute(
        "SELECT t.id, w.resource_id, w.clinic_id FROM visit_types t, practitioner_clinics w ORDER BY 2 LIMIT 1"
    ).fetchall()
    [(begins,)] = network.execute("SELECT date_trunc('day', now()) + interval '2 days 1 hour'").fetchall()
    before = _counted(network)
    rows = network.execute(store.NEAREST, [clinic, who, visit, begins, 3]).fetchall()
    after = _counted(network)
    assert len(rows) == 3
    assert not {name for name in after if after[name][1] > before[name][1]} & LARGE
    assert sum(after[name][0] - before[name][0] for name in after) <= MOST_ROWS
