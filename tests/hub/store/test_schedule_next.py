"""The finder's sets say what domain/availability says of each day; what it costs, and whose clinics it sees."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from psycopg.conninfo import make_conninfo

from clinic_console.hub.store import schedule_next as store
from tests.hub.schedule_world import ScheduleWorld
from tests.hub.store.schedule_made_up import DAYS, MadeUp, Practice, Spot, worlds

TYPES = ("visit", "long", "group", "steps", "device")
PEOPLE = ("yamada", "mori", "keller", "nurse", "room1", "room2", "room3", "ultrasound")


@pytest.fixture
def practice(database: Any, schedule: ScheduleWorld, foreign: Any, clinic: Any) -> Iterator[psycopg.Connection[Any]]:
    """Doctors of two clinics, without hours; for whoever works in both."""
    schedule.run("INSERT INTO memberships VALUES (%s, %s, 'nurse')", clinic.users["nurse"], foreign.clinic)
    doctors = [schedule.ids[who] for who in ("yamada", "mori", "keller")]
    schedule.run("DELETE FROM template_lines WHERE resource_id = ANY (%s)", doctors)
    schedule.run("INSERT INTO practitioner_clinics SELECT unnest(%s::int[]), %s", doctors, foreign.clinic)
    with psycopg.connect(database.dsn, autocommit=True) as made:
        yield made


def _found(connection: psycopg.Connection[Any], wanted: store.Wanted, known: store.Known) -> store.Found:
    [row] = connection.execute(store.NEXT, store.next_values(wanted, known)).fetchall()
    return store.Found(*row)


def _spots(found: store.Found) -> list[Spot]:
    assert found.problem is None
    assert found.offers is not None
    offers = json.loads(found.offers)
    return [(offer["begins"], offer["practitioner"], UUID(offer["clinic_id"])) for offer in offers]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=worlds)
def test_it_finds_what_each_day_says(
    made: MadeUp, practice: psycopg.Connection[Any], schedule: ScheduleWorld, foreign: Any, clinic: Any
) -> None:
    clinics = [clinic.id, foreign.clinic]
    ids = schedule.ids
    with practice.transaction(force_rollback=True):
        practice.execute("SELECT enter_scope(%s, %s)", [clinic.users["nurse"], clinics])
        here = Practice(practice, clinics, [ids[who] for who in PEOPLE], [ids[kind] for kind in TYPES])
        begins = here.fill(made)
        wanted = _wanted(made, here, begins)
        found = _found(practice, wanted, store.Known())
        expected = here.offered(made, here.free(wanted.type, begins))
        again = _found(practice, wanted, store.Known(found.mark, found.first, found.last, found.until))
    assert _spots(found) == expected[: made.limit]
    assert found.more == (len(expected) > made.limit)
    assert (again.offers, again.mark) == (None, found.mark)


def _wanted(made: MadeUp, practice: Practice, begins: datetime) -> store.Wanted:
    return store.Wanted(
        practice.types[made.type], [], sorted(practice.people[:3]), 0, made.weekdays, made.time_from, made.time_to,
        begins, DAYS, made.limit,
    )  # fmt: skip


@pytest.fixture
def hub(database: Any, clinic: Any, schedule: ScheduleWorld) -> Iterator[psycopg.Connection[Any]]:
    """The hub's own role, for a nurse of the clinic."""
    with psycopg.connect(make_conninfo(database.dsn, options="-c role=clinic_hub")) as made:
        made.execute("SELECT enter_scope(%s, %s)", [clinic.users["nurse"], [clinic.id]])
        yield made
