"""Statements for the wall, as the hub's role."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy.exc import ProgrammingError

from clinic_console.domain.access import NOBODY, Scope
from clinic_console.hub.store import latest as store
from clinic_console.hub.store.pools import Engine, make_engine, transaction


@pytest.fixture
async def engine(database: Any) -> AsyncIterator[Engine]:
    made = make_engine(database.dsn, "clinic_hub", 1)
    yield made
    await made.dispose()


@pytest.fixture
async def wall(database: Any) -> AsyncIterator[Engine]:
    made = make_engine(database.dsn, "clinic_live", 1)
    yield made
    await made.dispose()


async def test_wards_with_their_beds_in_order(engine: Engine, clinic: Any, foreign: Any, database: Any) -> None:
    empty = uuid4()
    with psycopg.connect(database.dsn) as connection:
        connection.execute("INSERT INTO wards (id, clinic_id, name) VALUES (%s, %s, 'Empty')", [empty, clinic.id])
        connection.execute("UPDATE beds SET position = 5 - position")
    async with transaction(engine, Scope(clinic.users["nurse"], frozenset({clinic.id}))) as connection:
        found = await store.beds_of(connection, [clinic.ward, empty, foreign.ward, uuid4()])
    assert {row.id: row for row in found} == {
        clinic.ward: store.WardBeds(clinic.ward, clinic.id, clinic.beds[::-1]),
        empty: store.WardBeds(empty, clinic.id, []),
    }


async def test_the_newest_five_instants_of_each_bed(wall: Engine, clinic: Any, database: Any) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    with psycopg.connect(database.dsn) as connection:
        connection.execute("INSERT INTO reading_layouts (names) VALUES (%s)", [["HR", "Temp"]])
        for age in range(8):
            for device in (clinic.devices["dev-2"], clinic.devices["dev-1"]):
                connection.execute(
                    "INSERT INTO readings (at, device_id, layout, late, numbers, validity, measured_ms)"
                    " SELECT %s, %s, max(id), %s, %s, %s, %s FROM reading_layouts",
                    [now - timedelta(seconds=age), device, age == 0, [float(age), 36.6], [0, 2], [None, age]],
                )
    since = now - timedelta(seconds=6)
    async with transaction(wall, NOBODY) as connection:
        rows = await store.latest(connection, [clinic.ward, uuid4()], since)
    # The newest of all came late: it is history, not live.
    wanted = [now - timedelta(seconds=age) for age in (5, 4, 3, 2, 1)]
    by_bed = {bed: [row for row in rows if row.bed_id == bed] for bed in clinic.beds[:2]}
    assert sum(map(len, by_bed.values())) == len(rows)
    for bed, code in zip(clinic.beds[:2], ("dev-1", "dev-2"), strict=True):
        assert [row.at for row in by_bed[bed]] == wanted
        assert by_bed[bed][-1] == store.LatestRow(
            clinic.ward, bed, clinic.devices[code], wanted[-1], ["HR", "Temp"], [1.0, 36.6], [0, 2], [None, 1]
        )


async def test_only_the_wall_asks_without_a_user(engine: Engine, clinic: Any) -> None:
    with pytest.raises(ProgrammingError):
        async with transaction(engine, Scope(clinic.users["nurse"], frozenset({clinic.id}))) as connection:
            await store.latest(connection, [clinic.ward], datetime.now(UTC))
