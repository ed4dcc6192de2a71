"""Which wards exist and whose they are: asked for seldom, believed for a while."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import event

from clinic_console.hub.service import watched_wards
from clinic_console.hub.service.watched_wards import FRESH_SECONDS, STALE_SECONDS, WatchedWards
from clinic_console.hub.store.pools import make_engine


class Asked:
    """Watched wards by a clock of the test's own; ``statements`` counts those that touch a table."""

    def __init__(self, engine: Any) -> None:
        self.now = 1_000.0
        self.statements = 0
        self.wards = WatchedWards(engine, lambda: self.now)
        event.listen(engine.sync_engine, "before_cursor_execute", self._count)

    def _count(self, *said: Any) -> None:
        self.statements += "set_config" not in said[2]


@pytest.fixture
async def asked(database: Any) -> AsyncIterator[Asked]:
    engine = make_engine(database.dsn, "clinic_hub", 1)
    yield Asked(engine)
    await engine.dispose()


async def test_a_fresh_ward_is_not_asked_for_again(asked: Asked, clinic: Any) -> None:
    assert await asked.wards.refresh([clinic.ward, clinic.ward], [clinic.id])
    known = asked.wards.get(clinic.ward)
    assert known is not None
    assert (known.clinic, known.beds) == (clinic.id, tuple(map(str, clinic.beds)))
    asked.now += FRESH_SECONDS
    assert await asked.wards.refresh([clinic.ward], [clinic.id])
    assert asked.statements == 1
    asked.now += 0.1
    assert await asked.wards.refresh([clinic.ward], [clinic.id])
    assert asked.statements == 2


async def test_a_new_bed_is_seen_and_a_ward_that_is_gone_is_not(asked: Asked, clinic: Any, database: Any) -> None:
    await asked.wards.refresh([clinic.ward], [clinic.id])
    bed, other = uuid4(), uuid4()
    with psycopg.connect(database.dsn) as connection:
        connection.execute("INSERT INTO beds VALUES (%s, %s, '9', 9)", [bed, clinic.ward])
        connection.execute("INSERT INTO wards (id, clinic_id, name) VALUES (%s, %s, 'W')", [other, clinic.id])
    asked.now += FRESH_SECONDS + 1
    await asked.wards.refresh([clinic.ward, other], [clinic.id])
    known = asked.wards.get(clinic.ward)
    assert known is not None
    assert known.beds[-1] == str(bed)
    assert asked.wards.get(other) is not None
    with psycopg.connect(database.dsn) as connection:
        connection.execute("DELETE FROM wards WHERE id = %s", [other])
    asked.now += FRESH_SECONDS + 1
    await asked.wards.refresh([other], [clinic.id])
    assert asked.wards.get(other) is None


async def test_without_postgres_what_is_known_holds_for_a_quarter_of_an_hour(
    asked: Asked, clinic: Any, servers: Any
) -> None:
    await asked.wards.refresh([clinic.ward], [clinic.id])
    await asyncio.to_thread(servers.embedded.take_down, "postgres")
    try:
        asked.now += STALE_SECONDS
        assert not await asked.wards.refresh([clinic.ward, uuid4()], [clinic.id])
        assert asked.wards.get(clinic.ward) is not None
        asked.now += 0.1
        assert asked.wards.get(clinic.ward) is None
    finally:
        await asyncio.to_thread(servers.embedded.bring_up, "postgres")


async def test_only_so_many_are_remembered(asked: Asked, clinic: Any, database: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(watched_wards, "REMEMBERED", 2)
    more = [uuid4() for _ in range(2)]
    with psycopg.connect(database.dsn) as connection:
        for number, ward in enumerate(more):
            connection.execute("INSERT INTO wards VALUES (%s, %s, %s, 0)", [ward, clinic.id, f"W{number}"])
    for ward in (clinic.ward, *more):
        await asked.wards.refresh([ward], [clinic.id])
        asked.now += 1
    assert [asked.wards.get(ward) is None for ward in (clinic.ward, *more)] == [True, False, False]
