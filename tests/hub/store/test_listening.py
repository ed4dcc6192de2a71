"""Hearing of changes: at once, again after the connection was lost, and never by a connection that is dead."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import psutil
import psycopg
import pytest

from clinic_console.hub.service.memberships import DEAF_SECONDS
from clinic_console.hub.store import listening
from clinic_console.hub.store.listening import Listening


class Ear:
    """What was heard, and a bell for each piece of news."""

    def __init__(self) -> None:
        self.payloads: list[str] = []
        self.turns: list[bool] = []
        self._bell = asyncio.Event()

    def heard(self, payload: str) -> None:
        self.payloads.append(payload)
        self._bell.set()

    def turned(self, *, listening: bool) -> None:
        self.turns.append(listening)
        self._bell.set()

    async def until(self, true: Callable[[], object]) -> None:
        async with asyncio.timeout(30):
            while not true():
                await self._bell.wait()
                self._bell.clear()


@asynccontextmanager
async def hearing(dsn: str, channel: str = "clinic_access", role: str = "clinic_hub") -> AsyncIterator[Ear]:
    ear = Ear()
    task = asyncio.create_task(Listening(dsn, role, channel, ear).run())
    try:
        yield ear
    finally:
        task.cancel()
        await asyncio.wait([task])


def _run(database: Any, statement: str, *values: Any) -> None:
    with psycopg.connect(database.dsn) as connection:
        connection.execute(statement, values)


async def test_each_change_of_rights_is_heard(database: Any, clinic: Any) -> None:
    nurse = clinic.users["nurse"]
    async with hearing(database.dsn) as ear:
        await ear.until(lambda: ear.turns == [True])
        await asyncio.to_thread(_run, database, "UPDATE users SET disabled_at = now() WHERE id = %s", nurse)
        await ear.until(lambda: ear.payloads)
        assert json.loads(ear.payloads[0]) == {"user": str(nurse)}
        await asyncio.to_thread(_run, database, "DELETE FROM memberships WHERE user_id = %s", nurse)
        await ear.until(lambda: len(ear.payloads) == 2)
        assert json.loads(ear.payloads[1]) == {"user": str(nurse)}


async def test_ingest_hears_of_devices(database: Any, clinic: Any) -> None:
    device = clinic.devices["dev-1"]
    async with hearing(database.dsn, "clinic_devices", "clinic_ingest") as ear:
        await ear.until(lambda: ear.turns == [True])
        await asyncio.to_thread(_run, database, "UPDATE devices SET revoked_at = now() WHERE id = %s", device)
        await ear.until(lambda: ear.payloads)
        assert json.loads(ear.payloads[0]) == {"device": device}


async def test_after_a_restart_of_postgres_it_is_heard_again(database: Any, clinic: Any, servers: Any) -> None:
    async with hearing(database.dsn) as ear:
        await ear.until(lambda: ear.turns == [True])
        await asyncio.to_thread(servers.embedded.take_down, "postgres")
        await ear.until(lambda: ear.turns == [True, False])
        await asyncio.to_thread(servers.embedded.bring_up, "postgres")
        await ear.until(lambda: ear.turns == [True, False, True])
        await asyncio.to_thread(_run, database, "UPDATE users SET disabled_at = now() WHERE login = 'nurse'")
        await ear.until(lambda: ear.payloads)


async def test_what_comes_while_the_connection_is_asked_is_not_lost(
    database: Any, clinic: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "CHECK_SECONDS", 0.0)
    async with hearing(database.dsn) as ear:
        await ear.until(lambda: ear.turns == [True])
        for number in range(100):
            await asyncio.to_thread(_run, database, "SELECT pg_notify('clinic_access', %s)", str(number))
        await ear.until(lambda: len(ear.payloads) == 100)
        assert ear.payloads == [str(number) for number in range(100)]


async def test_a_connection_that_is_cut_is_noticed(database: Any, clinic: Any) -> None:
    async with hearing(database.dsn) as ear:
        await ear.until(lambda: ear.turns == [True])
        await asyncio.to_thread(
            _run,
            database,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%%'"
            " AND datname = current_database()",
        )
        await ear.until(lambda: ear.turns == [True, False, True])


async def test_a_backend_that_hangs_is_noticed_within_a_second(database: Any, clinic: Any) -> None:
    async with hearing(database.dsn) as ear:
        await ear.until(lambda: ear.turns == [True])
        with psycopg.connect(database.dsn) as connection:
            row = connection.execute(
                "SELECT pid FROM pg_stat_activity WHERE application_name = 'clinic-listen'"
                " AND datname = current_database()"
            ).fetchone()
        assert row is not None
        hung = psutil.Process(row[0])
        hung.suspend()
        try:
            # The driver alone would wait for it, up to ten seconds after it was told not to.
            async with asyncio.timeout(5):
                await ear.until(lambda: ear.turns == [True, False, True])
            await asyncio.to_thread(_run, database, "UPDATE users SET disabled_at = now() WHERE login = 'nurse'")
            await ear.until(lambda: ear.payloads)
        finally:
            hung.resume()


def test_what_may_pass_before_a_lost_connection_is_noticed_is_less_than_a_second() -> None:
    assert listening.CHECK_SECONDS + listening.ANSWER_SECONDS + listening.BUSY_SECONDS < 1
    assert DEAF_SECONDS < 1


async def test_who_stops_listening_while_it_asks_waits_for_nobody(
    database: Any, clinic: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "CHECK_SECONDS", 0.0)
    monkeypatch.setattr(listening, "ANSWER_SECONDS", 60.0)
    ear = Ear()
    task = asyncio.create_task(Listening(database.dsn, "clinic_hub", "clinic_access", ear).run())
    await ear.until(lambda: ear.turns == [True])
    with psycopg.connect(database.dsn) as connection:
        row = connection.execute(
            "SELECT pid FROM pg_stat_activity WHERE application_name = 'clinic-listen'"
            " AND datname = current_database()"
        ).fetchone()
    assert row is not None
    hung = psutil.Process(row[0])
    hung.suspend()
    try:
        await asyncio.sleep(0.1)  # until it asks, which it does without a pause
        task.cancel()
        async with asyncio.timeout(5):
            await asyncio.wait([task])
        assert ear.turns == [True, False]
    finally:
        hung.resume()
