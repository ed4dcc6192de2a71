"""The worker: what is due at the start, what it survives, and that no error is swallowed."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from prometheus_client import REGISTRY
from sqlalchemy.exc import ProgrammingError

from clinic_console.hub.jobs import lifecycle as jobs
from clinic_console.hub.jobs.worker import Worker, make_app
from clinic_console.hub.service import lifecycle
from clinic_console.hub.store.pools import Engine, conninfo, make_engine


@pytest.fixture
async def engine(database: Any) -> AsyncIterator[Engine]:
    made = make_engine(database.dsn, "clinic_worker", 2)
    yield made
    await made.dispose()


@pytest.fixture
async def worker(database: Any, engine: Engine) -> AsyncIterator[Worker]:
    made = Worker(conninfo(database.dsn, "jobs", "clinic_worker"), engine, again_seconds=0.05)
    running = asyncio.create_task(made.run())
    yield made
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


def _jobs(task: str, outcome: str) -> float:
    return REGISTRY.get_sample_value("clinic_jobs_total", {"task": task, "outcome": outcome}) or 0.0


def _restarts() -> float:
    return REGISTRY.get_sample_value("clinic_worker_restarts_total") or 0.0


async def _until(condition: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(30):
        while not await condition():
            await asyncio.sleep(0.02)


def _partitions(database: Any) -> set[str]:
    with psycopg.connect(database.dsn) as connection:
        rows = connection.execute(
            "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'readings'::regclass"
        )
        return {name for (name,) in rows}


def _wanted() -> set[str]:
    today = datetime.now(UTC).date()
    return {f"readings_{today + timedelta(days=days):%Y%m%d}" for days in range(-1, 8)}


async def test_partitions_are_made_at_the_start(database: Any, engine: Engine) -> None:
    with psycopg.connect(database.dsn) as connection:
        for name in _partitions(database):
            connection.execute(f"DROP TABLE {name}")
    done = _jobs(jobs.PARTITIONS, "done")
    running = asyncio.create_task(Worker(conninfo(database.dsn, "jobs", "clinic_worker"), engine).run())

    async def ran() -> bool:
        return _jobs(jobs.PARTITIONS, "done") > done

    await _until(ran)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert _partitions(database) == _wanted()


async def test_it_goes_on_after_postgres_was_killed(database: Any, worker: Worker, servers: Any) -> None:
    await worker.ready.wait()
    restarts = _restarts()
    servers.embedded.take_down("postgres")

    async def noticed() -> bool:
        return _restarts() > restarts

    # Away until it is missed: where it comes back at once, the pool connects again by itself, and no round ends.
    await _until(noticed)
    servers.embedded.bring_up("postgres")
    done = _jobs(jobs.PARTITIONS, "done")

    async def ran_again() -> bool:
        return _jobs(jobs.PARTITIONS, "done") > done

    await _until(ran_again)


async def test_an_error_of_a_job_is_counted_and_kept(
    database: Any, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> int:
        raise ZeroDivisionError

    monkeypatch.setattr(lifecycle, "make_partitions", fail)
    failed = _jobs(jobs.PARTITIONS, "failed")
    made = Worker(conninfo(database.dsn, "jobs", "clinic_worker"), engine)
    running = asyncio.create_task(made.run())

    async def counted() -> bool:
        return _jobs(jobs.PARTITIONS, "failed") > failed

    await _until(counted)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    with psycopg.connect(database.dsn) as connection:
        row = connection.execute(
            "SELECT status, attempts FROM procrastinate_jobs WHERE task_name = %s", [jobs.PARTITIONS]
        ).fetchone()
    assert row == ("todo", 1), "it will be tried again"


async def test_a_second_worker_does_not_queue_the_same_twice(database: Any, engine: Engine) -> None:
    app = make_app(conninfo(database.dsn, "test", "clinic_worker"), engine)
    made = Worker(conninfo(database.dsn, "jobs", "clinic_worker"), engine)
    async with app.open_async():
        for _ in range(3):
            await made._defer_due(app)
    with psycopg.connect(database.dsn) as connection:
        row = connection.execute("SELECT count(*) FROM procrastinate_jobs").fetchone()
    assert row == (1,)


def test_every_task_has_its_time(database: Any) -> None:
    app = make_app(database.dsn, None)  # type: ignore[arg-type]
    scheduled = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}
    assert scheduled == {
        "lifecycle:partitions": "10 0 * * *",
        "lifecycle:sessions": "40 * * * *",
        "lifecycle:appointments": "20 * * * *",
        "lifecycle:notices": "* * * * *",
        "lifecycle:old_jobs": "50 0 * * *",
    }


async def test_partitions_of_a_day_are_made_once(engine: Engine, database: Any) -> None:
    later = datetime.now(UTC) + timedelta(days=40)
    assert await lifecycle.make_partitions(engine, later) == 9
    assert await lifecycle.make_partitions(engine, later) == 0


async def test_only_sessions_long_expired_are_purged(
    engine: Engine, database: Any, clinic: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lifecycle, "_PORTION", 3)
    now = datetime.now(UTC)
    with psycopg.connect(database.dsn) as connection:
        for hours in (-1, 1, 23, 25, 26, 27, 28, 500):
            connection.execute(
                "INSERT INTO sessions (id, user_id, idle, expires_at) VALUES (%s, %s, '2 hours', %s)",
                [uuid4(), clinic.users["nurse"], now - timedelta(hours=hours)],
            )
    assert await lifecycle.purge_sessions(engine, now) == 5
    assert await lifecycle.purge_sessions(engine, now) == 0


async def test_old_jobs_may_be_deleted_by_the_workers_role(database: Any, engine: Engine) -> None:
    app = make_app(conninfo(database.dsn, "test", "clinic_worker"), engine)
    async with app.open_async():
        await app.configure_task("lifecycle:old_jobs").defer_async(timestamp=0)
        await app.run_worker_async(wait=False, install_signal_handlers=False, listen_notify=False)
    with psycopg.connect(database.dsn) as connection:
        row = connection.execute(
            "SELECT status FROM procrastinate_jobs WHERE task_name = 'lifecycle:old_jobs'"
        ).fetchone()
    assert row == ("succeeded",)


@pytest.mark.parametrize("days", [-60, 90, 400])
async def test_partitions_far_off_are_refused(engine: Engine, days: int) -> None:
    with pytest.raises(ProgrammingError, match="two ahead at most"):
        await lifecycle.make_partitions(engine, datetime.now(UTC) + timedelta(days=days))
