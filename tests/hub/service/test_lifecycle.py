"""What is made ahead and cleared away, as the worker's own role."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from clinic_console.hub.service import lifecycle
from clinic_console.hub.store.pools import Engine, make_engine
from tests.hub.schedule_world import ScheduleWorld


@pytest.fixture
async def engine(database: Any) -> AsyncIterator[Engine]:
    made = make_engine(database.dsn, "clinic_worker", 2)
    yield made
    await made.dispose()


def _read(database: Any, query: str, values: list[object] | None = None) -> list[tuple[Any, ...]]:
    with psycopg.connect(database.dsn) as connection:
        return connection.execute(query, values).fetchall()


async def test_the_logs_months_are_made_ahead(engine: Engine, database: Any) -> None:
    later = datetime.now(UTC) + timedelta(days=300)
    months = {f"audit_log_{later + timedelta(days=day):%Y%m}" for day in range(-1, lifecycle.AUDIT_DAYS_AHEAD + 1)}
    present = {name for (name,) in _read(database, "SELECT relname FROM pg_class WHERE relkind = 'r'")}
    assert await lifecycle.make_audit_partitions(engine, later) == len(months - present)
    assert await lifecycle.make_audit_partitions(engine, later) == 0
    made = _read(
        database,
        "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class WHERE relname = ANY (%s)",
        [sorted(months)],
    )
    assert sorted(made) == [(name, True, True) for name in sorted(months)], "nobody reads around the policies"


async def test_sessions_long_expired_go_with_their_tokens(
    engine: Engine, database: Any, clinic: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lifecycle, "_PORTION", 2)
    now = datetime.now(UTC)
    with psycopg.connect(database.dsn) as connection:
        for hours in (-1, 1, 23, 25, 26, 27, 500):
            session = uuid4()
            connection.execute(
                "INSERT INTO sessions (id, user_id, expires_at, idle) VALUES (%s, %s, %s, interval '2 hours')",
                [session, clinic.users["nurse"], now - timedelta(hours=hours)],
            )
            connection.execute(
                "INSERT INTO refresh_tokens (hash, session_id) VALUES (%s, %s)", [uuid4().bytes, session]
            )
    assert await lifecycle.purge_sessions(engine, now) == 4
    assert await lifecycle.purge_sessions(engine, now) == 0
    assert _read(database, "SELECT count(*), count(DISTINCT session_id) FROM refresh_tokens") == [(3, 3)]


async def test_look_ups_of_yesterday_go(
    engine: Engine, database: Any, clinic: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lifecycle, "_PORTION", 2)
    now = datetime.now(UTC)
    with psycopg.connect(database.dsn) as connection:
        for hours in (0, 1, 23, 25, 26, 27):
            connection.execute(
                "INSERT INTO break_glass_looks (user_id, at) VALUES (%s, %s)",
                [clinic.users["nurse"], now - timedelta(hours=hours)],
            )
    assert await lifecycle.purge_looks(engine, now) == 3
    assert _read(database, "SELECT count(*) FROM break_glass_looks") == [(3,)]


async def test_the_months_of_appointments_are_made_ahead(engine: Engine, database: Any) -> None:
    later = datetime.now(UTC) + timedelta(days=300)
    assert 9 <= await lifecycle.make_appointment_partitions(engine, later) <= 11
    assert await lifecycle.make_appointment_partitions(engine, later) == 0
    last = later + timedelta(days=lifecycle.APPOINTMENT_DAYS_AHEAD)
    made = _read(
        database,
        "SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE relname = %s",
        [f"appointments_{last:%Y%m}"],
    )
    assert made == [(True, True)], "nobody reads around the policies"


async def test_what_bookings_leave_behind_goes(
    engine: Engine, database: Any, clinic: Any, schedule: ScheduleWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lifecycle, "_PORTION", 2)
    now, add, ids = datetime.now(UTC), schedule.add, schedule.ids
    hours = (-1, 0.5, 1.5, 2, 3, 23, 25, 26, 27)
    for number, age in enumerate(hours):
        at, name = now - timedelta(hours=age), uuid4()
        place = {"resource_id": ids["yamada"], "type_id": ids["visit"]}
        plain = {"clinic_id": clinic.id, "user_id": clinic.users["reception"], "begins": at, "ends": at}
        add("holds", id=name, until=at, **place, **plain)
        schedule.run(
            "INSERT INTO occupancy VALUES (%s, %s, tstzrange(now(), now() + interval '1 hour'), %s, %s, %s)",
            ids["yamada"],
            number,
            name,
            ids["visit"],
            at,
        )
        schedule.run(
            "INSERT INTO occupancy VALUES (%s, 0, tstzrange(%s, %s), %s, %s)",
            ids["mori"],
            at - timedelta(minutes=30),
            at,
            name,
            ids["visit"],
        )
        schedule.run(
            "INSERT INTO patient_occupancy VALUES (%s, 0, tstzrange(%s, %s), %s)",
            clinic.patients[0],
            at - timedelta(minutes=30),
            at,
            name,
        )
        schedule.run(
            "INSERT INTO appointment_requests VALUES (%s, %s, '', %s, now(), %s)",
            name,
            clinic.users["reception"],
            name,
            at,
        )
    cleared = await lifecycle.clear_appointments(engine, now)
    assert cleared == {"holds": 7, "requests": 3, "occupancy": 0, "patient_occupancy": 3}
    left = {
        table: _read(database, f"SELECT count(*) FROM {table}")[0][0]
        for table in ("holds", "occupancy", "patient_occupancy", "appointment_requests")
    }
    assert left == {"holds": 2, "occupancy": 4, "patient_occupancy": 6, "appointment_requests": 6}
    assert not any((await lifecycle.clear_appointments(engine, now)).values())


async def test_times_of_visits_go_a_day_after_them(engine: Engine, schedule: ScheduleWorld) -> None:
    now = datetime.now(UTC)
    for age in (-1, 1, 23, 25, 300):
        at = now - timedelta(hours=age)
        schedule.run(
            "INSERT INTO occupancy VALUES (%s, 0, tstzrange(%s, %s), %s, %s)",
            schedule.ids["mori"],
            at - timedelta(minutes=30),
            at,
            uuid4(),
            schedule.ids["visit"],
        )
    assert (await lifecycle.clear_appointments(engine, now))["occupancy"] == 2


async def test_notices_are_released_when_nobody_can_take_them_back(
    engine: Engine, clinic: Any, schedule: ScheduleWorld
) -> None:
    now = datetime.now(UTC)
    for state, age in (("waiting", 1), ("waiting", -60), ("withdrawn", 1), ("waiting", 300)):
        schedule.add(
            "notices",
            id=uuid4(),
            appointment_id=uuid4(),
            patient_id=clinic.patients[0],
            clinic_id=clinic.id,
            kind="booked",
            version=1,
            begins=now,
            release_at=now - timedelta(seconds=age),
            state=state,
        )
    assert await lifecycle.release_notices(engine, now) == 2
    left = schedule.run("SELECT state, count(*) FROM notices GROUP BY 1 ORDER BY 1")
    assert left == [("released", 2), ("waiting", 1), ("withdrawn", 1)]
