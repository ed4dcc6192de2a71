"""What is made ahead and cleared away, as the worker's own role."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from clinic_console.hub.service import lifecycle
from clinic_console.hub.store.pools import Engine, make_engine


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
