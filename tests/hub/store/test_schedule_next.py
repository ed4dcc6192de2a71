"""The finder's sets say what domain/availability says of each day; what it costs, and whose clinics it sees."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
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


def _of(schedule: ScheduleWorld, who: str, limit: int = 2, **more: Any) -> store.Wanted:
    return store.Wanted(
        schedule.ids["visit"], [], [schedule.ids[who]], 0, range(1, 8), 0, 1_440, schedule.at("09:00"), 1, limit
    )._replace(**more)


def test_an_answer_is_good_no_longer_than_a_hold_or_what_is_reserved(
    hub: psycopg.Connection[Any], schedule: ScheduleWorld
) -> None:
    [(ends,)] = schedule.run("SELECT now() + interval '3 minutes'")
    begins = schedule.at("09:00")
    schedule.run(
        "INSERT INTO occupancy VALUES (%s, 0, tstzrange(%s, %s), gen_random_uuid(), %s, %s)",
        schedule.ids["nurse"], begins, begins + timedelta(minutes=30), schedule.ids["visit"], ends,
    )  # fmt: skip
    held = _found(hub, _of(schedule, "nurse"), store.Known())
    assert held.until <= int(ends.timestamp() * 1_000)
    kept = _found(hub, _of(schedule, "keller"), store.Known())
    assert kept.until <= schedule.ms("14:00", 6)
    passed = _found(hub, _of(schedule, "nurse"), store.Known(held.mark, held.first, held.last, 1))
    assert passed.offers is not None


def test_a_time_that_passes_ends_an_answer(hub: psycopg.Connection[Any], schedule: ScheduleWorld) -> None:
    found = _found(hub, _of(schedule, "nurse", begins=None, days=2), store.Known())
    [first, *_] = _spots(found)
    assert found.until < first[0]


def test_clinics_that_are_not_seen_have_nobody(
    hub: psycopg.Connection[Any], schedule: ScheduleWorld, foreign: Any
) -> None:
    schedule.run("INSERT INTO practitioner_clinics VALUES (%s, %s)", schedule.ids["nurse"], foreign.clinic)
    found = _found(hub, _of(schedule, "nurse", clinics=[foreign.clinic]), store.Known())
    assert found.problem == "practitioners"
    values = [foreign.clinic, schedule.ids["nurse"], schedule.ids["visit"], schedule.at("09:00"), 3]
    assert hub.execute(store.NEAREST, values).fetchall() == []


def test_the_nearest_are_of_that_day_then_of_others_then_of_colleagues(
    hub: psycopg.Connection[Any], schedule: ScheduleWorld
) -> None:
    ids = schedule.ids
    schedule.run("DELETE FROM template_lines WHERE resource_id = %s", ids["mori"])
    here, there = schedule.at("09:00"), schedule.at("09:00", 8)
    for begins in (here, there):
        schedule.exception("extra", begins, begins + timedelta(minutes=45), resource=ids["mori"], step=15)
    values = [schedule.clinic, ids["mori"], ids["visit"], here, 5]
    found = [(row[0], row[2]) for row in hub.execute(store.NEAREST, values).fetchall()]
    assert found == [
        (ids["mori"], schedule.ms("09:15")), (ids["mori"], schedule.ms("09:00", 8)),
        (ids["mori"], schedule.ms("09:15", 8)), (ids["yamada"], schedule.ms("09:00")),
        (ids["keller"], schedule.ms("09:00")),
    ]  # fmt: skip
