"""Which wards exist and whose they are: asked for seldom, believed for a while."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from sqlalchemy import event

from clinic_console.domain.access import NOBODY, Scope
from clinic_console.hub.service import watched_wards
from clinic_console.hub.service.watched_wards import FRESH_SECONDS, STALE_SECONDS, WatchedWards
from clinic_console.hub.store.pools import make_engine


class Asked:
    """Watched wards by a clock of the test's own; ``statements`` counts those that touch a table."""

    def __init__(self, engine: Any) -> None:
        self.now = 1_000.0
        self.statements = 0
        self.wards = WatchedWards(engine, lambda: self.now)
        self.scope = NOBODY
        event.listen(engine.sync_engine, "before_cursor_execute", self._count)

    async def shown(self, *wards: UUID, **how: Any) -> frozenset[UUID] | None:
        return await self.wards.shown(wards, self.scope, **how)

    def _count(self, *said: Any) -> None:
        self.statements += "enter_scope" not in said[2]


@pytest.fixture
async def asked(database: Any, clinic: Any) -> AsyncIterator[Asked]:
    engine = make_engine(database.dsn, "clinic_hub", 1)
    made = Asked(engine)
    made.scope = Scope(clinic.users["nurse"], frozenset({clinic.id}))
    yield made
    await engine.dispose()


async def test_a_ward_just_shown_is_not_asked_for_again(asked: Asked, clinic: Any) -> None:
    assert await asked.shown(clinic.ward, clinic.ward) == {clinic.ward}
    known = asked.wards.get(clinic.ward)
    assert known is not None
    assert (known.clinic, known.beds) == (clinic.id, tuple(map(str, clinic.beds)))
    asked.now += FRESH_SECONDS
    assert await asked.shown(clinic.ward) == {clinic.ward}
    assert asked.statements == 1
    asked.now += 0.1
    assert await asked.shown(clinic.ward) == {clinic.ward}
    assert asked.statements == 2
    assert await asked.shown(clinic.ward, anew=True) == {clinic.ward}
    asked.wards.forget(clinic.users["nurse"])
    assert await asked.shown(clinic.ward) == {clinic.ward}
    asked.wards.forget_all()
    assert await asked.shown(clinic.ward) == {clinic.ward}
    assert asked.statements == 5


async def test_what_is_shown_to_one_is_not_thereby_shown_to_another(asked: Asked, clinic: Any) -> None:
    assert await asked.shown(clinic.ward) == {clinic.ward}
    for stranger in (Scope(uuid4(), frozenset({clinic.id})), Scope(clinic.users["nurse"]), NOBODY):
        asked.scope = stranger
        assert await asked.shown(clinic.ward, anew=True) == frozenset(), stranger
    assert await asked.shown(clinic.ward) == frozenset()


async def test_a_new_bed_is_seen_and_a_ward_that_is_gone_is_not(asked: Asked, clinic: Any, database: Any) -> None:
    await asked.shown(clinic.ward)
    bed, other = uuid4(), uuid4()
    with psycopg.connect(database.dsn) as connection:
        connection.execute("INSERT INTO beds VALUES (%s, %s, '9', 9)", [bed, clinic.ward])
        connection.execute("INSERT INTO wards (id, clinic_id, name) VALUES (%s, %s, 'W')", [other, clinic.id])
    asked.now += FRESH_SECONDS + 1
    assert await asked.shown(clinic.ward, other) == {clinic.ward, other}
    assert asked.wards.beds(clinic.ward)[-1] == str(bed)
    with psycopg.connect(database.dsn) as connection:
        connection.execute("DELETE FROM wards WHERE id = %s", [other])
    asked.now += FRESH_SECONDS + 1
    assert await asked.shown(other) == frozenset()


async def test_without_postgres_what_is_known_holds_for_a_quarter_of_an_hour(
    asked: Asked, clinic: Any, servers: Any
) -> None:
    await asked.shown(clinic.ward)
    await asyncio.to_thread(servers.embedded.take_down, "postgres")
    try:
        asked.now += STALE_SECONDS
        assert await asked.shown(clinic.ward, uuid4()) is None
        assert asked.wards.get(clinic.ward) is not None
        asked.now += 0.1
        assert asked.wards.get(clinic.ward) is None
        assert asked.wards.beds(clinic.ward) == tuple(map(str, clinic.beds)), "for who is in already"
    finally:
        await asyncio.to_thread(servers.embedded.bring_up, "postgres")


async def test_only_so_much_is_remembered(asked: Asked, clinic: Any, database: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(watched_wards, "REMEMBERED", 2)
    more = [uuid4() for _ in range(2)]
    with psycopg.connect(database.dsn) as connection:
        for number, ward in enumerate(more):
            connection.execute("INSERT INTO wards VALUES (%s, %s, %s, 0)", [ward, clinic.id, f"W{number}"])
    for ward in (clinic.ward, *more):
        await asked.shown(ward)
        asked.now += 1
    assert [asked.wards.get(ward) is None for ward in (clinic.ward, *more)] == [True, False, False]
    for _ in range(4):
        asked.scope = Scope(uuid4(), frozenset({clinic.id}))
        await asked.shown(clinic.ward)
    assert len(asked.wards._shown) == 2
