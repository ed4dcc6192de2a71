"""Pools: who a connection acts as, what bounds it, and what happens when Postgres goes away."""

from typing import Any
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import exc, text

from clinic_console.domain.access import NOBODY, Scope
from clinic_console.domain.errors import StoreUnavailable
from clinic_console.hub.store import pools
from clinic_console.hub.store.pools import make_engine, transaction

_ASK = text(
    "SELECT current_user, current_setting('application_name'), current_setting('statement_timeout'), "
    "current_setting('timezone'), acting_user(), visible_clinics()"
)


def _end_connections(dsn: str) -> None:
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


async def test_a_transaction_acts_for_a_user_in_those_clinics_it_works_in(database: Any, clinic: Any) -> None:
    engine = make_engine(database.dsn, "clinic_hub", 1, program="test")
    nurse = clinic.users["nurse"]
    async with transaction(engine, Scope(nurse, frozenset({clinic.id, uuid4()}))) as connection:
        row = (await connection.execute(_ASK)).one()
    assert tuple(row) == ("clinic_hub", "clinic-test", "5s", "UTC", nurse, [clinic.id])
    async with transaction(engine, Scope(nurse)) as connection:
        assert tuple((await connection.execute(_ASK)).one())[4:] == (nurse, []), "none of them was asked for"
    async with transaction(engine, NOBODY) as connection:
        row = (await connection.execute(_ASK)).one()
    assert tuple(row)[4:] == (None, []), "the next on this connection is nobody"
    await engine.dispose()


def test_connections_are_bounded_checked_and_kept_alive(database: Any) -> None:
    engine = make_engine(database.dsn, "clinic_hub", 3)
    pool: Any = engine.sync_engine.pool
    assert (pool.size(), pool._max_overflow, pool._timeout, pool._recycle) == (
        3, 0, pools.WAIT_SECONDS, pools.RECYCLE_SECONDS,
    )  # fmt: skip
    told = psycopg.conninfo.conninfo_to_dict(pools.conninfo(database.dsn, "test", "clinic_hub"))
    assert (told["keepalives"], told["keepalives_idle"], told["keepalives_interval"], told["keepalives_count"]) == (
        "1", "10", "5", "3",
    )  # fmt: skip
    assert told["connect_timeout"] == str(pools.CONNECT_SECONDS)
    assert "idle_in_transaction_session_timeout" in str(told["options"])


async def test_options_of_the_dsn_are_kept(database: Any) -> None:
    dsn = psycopg.conninfo.make_conninfo(database.dsn, options="-c work_mem=5MB")
    engine = make_engine(dsn, "clinic_hub", 1)
    async with transaction(engine, NOBODY) as connection:
        row = (await connection.execute(text("SELECT current_user, current_setting('work_mem')"))).one()
    assert tuple(row) == ("clinic_hub", "5MB")
    await engine.dispose()


async def test_an_error_rolls_back(database: Any, clinic: Any) -> None:
    engine = make_engine(database.dsn, "clinic_admin", 1)

    async def fail() -> None:
        async with transaction(engine, NOBODY) as connection:
            await connection.execute(text("DELETE FROM memberships"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with transaction(engine, NOBODY) as connection:
        assert (await connection.execute(text("SELECT count(*) FROM memberships"))).scalar_one() == 2
    await engine.dispose()


async def test_a_connection_that_died_in_the_pool_costs_nothing(database: Any) -> None:
    engine = make_engine(database.dsn, "clinic_hub", 2)
    async with transaction(engine, NOBODY), transaction(engine, NOBODY):
        pass
    _end_connections(database.dsn)
    for _ in range(3):
        async with transaction(engine, NOBODY) as connection:
            assert (await connection.execute(text("SELECT 1"))).scalar_one() == 1
    await engine.dispose()


async def test_a_connection_that_dies_in_use_is_unavailable(database: Any) -> None:
    engine = make_engine(database.dsn, "clinic_hub", 1)

    async def lose() -> None:
        async with transaction(engine, NOBODY) as connection:
            _end_connections(database.dsn)
            await connection.execute(text("SELECT 1"))

    with pytest.raises(StoreUnavailable):
        await lose()
    async with transaction(engine, NOBODY) as connection:
        assert (await connection.execute(text("SELECT 1"))).scalar_one() == 1
    await engine.dispose()


async def test_a_statement_that_takes_too_long_is_unavailable(database: Any) -> None:
    engine = make_engine(database.dsn, "clinic_hub", 1, statement_ms=20)
    with pytest.raises(StoreUnavailable):
        async with transaction(engine, NOBODY) as connection:
            await connection.execute(text("SELECT pg_sleep(30)"))
    await engine.dispose()


async def test_a_full_pool_is_unavailable(database: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools, "WAIT_SECONDS", 0.02)
    engine = make_engine(database.dsn, "clinic_hub", 1)
    async with transaction(engine, NOBODY):
        with pytest.raises(StoreUnavailable):
            async with transaction(engine, NOBODY):
                pytest.fail("there is only one connection")
    await engine.dispose()


async def test_a_mistake_of_ours_is_not_called_unavailable(database: Any) -> None:
    engine = make_engine(database.dsn, "clinic_hub", 1)
    with pytest.raises(exc.ProgrammingError) as caught:
        async with transaction(engine, NOBODY) as connection:
            await connection.execute(text("SELECT * FROM nowhere WHERE name = :name"), {"name": "Suzuki"})
    assert "Suzuki" not in str(caught.value), "parameters are patients' data"
    await engine.dispose()


async def test_no_postgres_is_unavailable() -> None:
    engine = make_engine("host=127.0.0.1 port=1", "clinic_hub", 1)
    with pytest.raises(StoreUnavailable):
        async with transaction(engine, NOBODY):
            pytest.fail("nobody listens there")
    await engine.dispose()
