"""The waitlist's and the push's functions read what they tell of and little more, however much there is."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from tests.hub.schedule_world import ScheduleWorld, small

FILL: Final = """
CREATE TEMP TABLE places AS SELECT gen_random_uuid() AS id, n FROM generate_series(1, 19) n;
INSERT INTO clinics (id, name, zone) SELECT id, 'Clinic ' || n, 'Asia/Tokyo' FROM places;
CREATE TEMP TABLE people AS SELECT gen_random_uuid() AS patient, gen_random_uuid() AS entry, c.id AS clinic, n
  FROM clinics c, generate_series(1, 300) n;
INSERT INTO patients (id, mrn, name) SELECT patient, 'P' || patient, 'Patient ' || n FROM people;
INSERT INTO waitlist (id, clinic_id, patient_id, type_id, priority, state, made_at, user_name)
  SELECT entry, clinic, patient, {kind}, 1 + n % 3, CASE WHEN n % 6 = 0 THEN 'booked' ELSE 'waiting' END,
    now() - n * interval '1 hour', '' FROM people;
INSERT INTO waitlist_offers (id, waiting_id, resource_id, begins, ends)
  SELECT gen_random_uuid(), entry, {doctor}, b, b + interval '30 minutes'
  FROM people, LATERAL (SELECT now() - n * interval '1 hour') x (b) WHERE n % 2 = 0;
CREATE TEMP TABLE doctors AS SELECT c.id AS clinic, row_number() OVER () AS n FROM clinics c, generate_series(1, 40);
INSERT INTO resources (kind, name, title) SELECT 'practitioner', 'Doctor ' || n, n FROM doctors;
INSERT INTO practitioner_clinics SELECT r.id, d.clinic FROM doctors d JOIN resources r ON r.title = d.n::text;
INSERT INTO resource_days SELECT r.id, current_date + d FROM resources r, generate_series(-10, 40) d;
INSERT INTO occupancy SELECT r.id, 0, tstzrange(b, b + interval '30 minutes'), gen_random_uuid(), {kind}
  FROM resources r, generate_series(now(), now() + interval '30 days', interval '12 hours') b
  WHERE r.kind = 'practitioner' AND r.id <> {doctor};
ANALYZE;
"""


@pytest.fixture
def world(database: Any, clinic: Any) -> ScheduleWorld:
    made = small(database.dsn, clinic.id, clinic.zone)
    with psycopg.connect(database.dsn, autocommit=True) as superuser:
        superuser.execute(FILL.format(kind=made.ids["visit"], doctor=made.ids["yamada"]).encode())
    return made


@pytest.fixture
def hub(world: ScheduleWorld, database: Any, clinic: Any) -> Iterator[Any]:
    with psycopg.connect(make_conninfo(database.dsn, options="-c role=clinic_hub")) as connection:
        connection.execute("SELECT enter_scope(%s, %s)", [clinic.users["reception"], [clinic.id]])
        yield connection


def blocks(connection: Any, statement: str, *given: object) -> int:
    """Return how many pages a statement touches, its functions' among them, once what it needs is planned."""
    connection.execute(statement, given)
    [(found,)] = connection.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {statement}", given).fetchall()
    plan = found[0]["Plan"]
    return int(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])


def test_a_page_of_the_waitlist_reads_a_page(hub: Any, clinic: Any) -> None:
    ask = "SELECT * FROM waitlist_page(%s, NULL, %s::smallint, %s::timestamptz, %s::uuid, 100, %s)"
    first = hub.execute(ask, [clinic.id, None, None, None, [clinic.id]]).fetchall()
    assert (len(first), first[0][0]) == (100, 250)
    touched = blocks(hub, ask, clinic.id, None, None, None, [clinic.id])
    last = first[-1]
    further = blocks(hub, ask, clinic.id, last[3], last[4], last[5], [clinic.id])
    print(f"\npage: {touched} blocks, the next one {further}")
    # An entry's row, its patient, its contacts and its offers: a dozen blocks each, most of them met again.
    assert max(touched, further) < 100 * 16


def test_a_freed_slot_costs_no_more_where_nobody_fits(hub: Any, world: ScheduleWorld, clinic: Any) -> None:
    at = world.at("10:00")
    ask = "SELECT * FROM waitlist_propose(%s, %s, %s, %s, NULL, %s)"
    fits = blocks(hub, ask, clinic.id, world.ids["mori"], at, at + timedelta(minutes=30), [clinic.id])
    none = blocks(hub, ask, clinic.id, world.ids["mori"], at, at + timedelta(minutes=10), [clinic.id])
    print(f"\nproposing: {fits} blocks, {none} where nobody fits")
    assert max(fits, none) < 5_000


def test_telling_of_a_booking_looks_at_its_own_columns(world: ScheduleWorld, database: Any) -> None:
    at = world.at("10:00")
    with psycopg.connect(make_conninfo(database.dsn, options="-c role=clinic_definer")) as definer:
        given = [[world.ids["yamada"]], [at], [at + timedelta(minutes=30)]]
        touched = blocks(definer, "SELECT * FROM schedule_changes(%s, %s, %s)", *given)
    print(f"\nchanges: {touched} blocks")
    assert touched < 60


def test_comparing_looks_at_the_days_that_are_watched(world: ScheduleWorld, database: Any) -> None:
    clinics: list[UUID] = [row[0] for row in world.run("SELECT id FROM clinics ORDER BY id LIMIT 5")]
    days = [world.today() + timedelta(days=ahead) for ahead in range(4)]
    asked = [(clinic, day) for clinic in clinics for day in days]
    with psycopg.connect(make_conninfo(database.dsn, options="-c role=clinic_live")) as live:
        given = [[clinic for clinic, _ in asked], [day for _, day in asked], [None] * len(asked)]
        touched = blocks(live, "SELECT * FROM schedule_watched(%s, %s, %s::bigint[])", *given)
    print(f"\ncomparing: {touched} blocks for {len(asked)} days of 40")
    # A column is a few pages of an index and of the table: by far not the 40,000 rows there are.
    assert touched < len(asked) * 44 * 10
