"""Rows of readings in a real Postgres: what is written is what was measured, and it is stored once."""

import math
import time
from collections.abc import AsyncIterator
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import AsyncConnection
from psycopg.conninfo import make_conninfo

from clinic_console.domain.errors import StoreUnavailable
from clinic_console.domain.readings import Instant, Validity, Value
from clinic_console.hub.store.readings import GapRow, ReadingsWriter, Refused, encode_row
from clinic_console.hub.store.recording import Recording

NOW = time.time_ns() // 1_000_000
VITALS = {"HR": Value(91.5), "SpO2": Value(97.0), "RR": Value(21.0)}


@pytest.fixture
async def connection(database: Any) -> AsyncIterator[AsyncConnection]:
    dsn = make_conninfo(database.dsn, options="-c role=clinic_ingest -c timezone=UTC")
    async with await AsyncConnection.connect(dsn, autocommit=True) as opened:
        yield opened


def rows_of(database: Any) -> list[Any]:
    with psycopg.connect(database.dsn) as owner:
        return owner.execute(
            "SELECT device_id, (extract(epoch FROM at) * 1000)::bigint, late, names, numbers, validity, measured_ms "
            "FROM readings JOIN reading_layouts l ON l.id = layout ORDER BY 1, 2"
        ).fetchall()


async def test_every_kind_of_value_is_stored_as_it_was_measured(connection: AsyncConnection, database: Any) -> None:
    values = {
        "SpO2": Value(math.nan, Validity.SENSOR_OFF),
        "HR": Value(91.5),
        "NIBP.sys": Value(120.0, Validity.VALID, NOW - 5_000),
        "pump:rate": Value(-0.25, Validity.VALID),
    }
    outcome = await ReadingsWriter().write(connection, [encode_row(7, Instant(NOW, values), True)], [])
    assert (outcome.stored, outcome.duplicate) == (4, 0)
    [(device, at, late, names, numbers, validity, measured)] = rows_of(database)
    assert (device, at, late) == (7, NOW, True)
    assert names == ["HR", "NIBP.sys", "SpO2", "pump:rate"]
    assert numbers[:2] == [91.5, 120.0]
    assert math.isnan(numbers[2])
    assert numbers[3] == -0.25
    assert validity == [0, 0, 1, 0]
    assert measured == [None, 5_000, None, None]


async def test_a_second_arrival_is_stored_once(connection: AsyncConnection, database: Any) -> None:
    writer = ReadingsWriter()
    first = [encode_row(device, Instant(NOW, VITALS), False) for device in (1, 2)]
    await writer.write(connection, first, [])
    again = [*first, encode_row(3, Instant(NOW, VITALS), False)]
    outcome = await writer.write(connection, again, [])
    assert (outcome.stored, outcome.duplicate) == (3, 6)
    assert [row[0] for row in rows_of(database)] == [1, 2, 3]


async def test_the_same_instant_twice_in_one_batch_is_stored_once(connection: AsyncConnection, database: Any) -> None:
    row = encode_row(1, Instant(NOW, VITALS), False)
    outcome = await ReadingsWriter().write(connection, [row, row], [])
    assert (outcome.stored, outcome.duplicate) == (3, 3)
    assert len(rows_of(database)) == 1


async def test_gaps_are_stored_with_the_rows_and_once(connection: AsyncConnection, database: Any) -> None:
    writer, gap = ReadingsWriter(), GapRow(1, NOW - 60_000, NOW - 30_000, "ring full")
    for _ in range(2):
        await writer.write(connection, [encode_row(1, Instant(NOW, VITALS), False)], [gap])
    with psycopg.connect(database.dsn) as owner:
        assert owner.execute("SELECT device_id, reason FROM reading_gaps").fetchall() == [(1, "ring full")]


async def test_a_layout_is_kept_once_by_all_writers(connection: AsyncConnection, database: Any) -> None:
    for device in (1, 2):
        await ReadingsWriter().write(connection, [encode_row(device, Instant(NOW, VITALS), False)], [])
    with psycopg.connect(database.dsn) as owner:
        assert owner.execute("SELECT names FROM reading_layouts").fetchall() == [(["HR", "RR", "SpO2"],)]


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["HR", "SpO2", "RR", "Temp", "x.y", "a:b"]),
            st.tuples(
                st.floats(-1e6, 1e6, width=32), st.integers(0, 2), st.none() | st.integers(-(2**31), 2**31 - 1)
            ),
            min_size=1,
        ),
        min_size=1,
        max_size=20,
    )
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_whatever_is_encoded_is_what_postgres_reads(
    connection: AsyncConnection, database: Any, drawn: list[dict[str, tuple[float, int, int | None]]]
) -> None:
    with psycopg.connect(database.dsn, autocommit=True) as owner:
        owner.execute("TRUNCATE readings")
    rows, expected = [], []
    for device, values in enumerate(drawn):
        made = {
            name: Value(number if validity == 0 else math.nan, validity, None if age is None else NOW - age)
            for name, (number, validity, age) in values.items()
        }
        rows.append(encode_row(device, Instant(NOW, made), False))
        names = sorted(made)
        expected.append((device, names, [made[n].validity for n in names], [values[n][2] for n in names]))
    await ReadingsWriter().write(connection, rows, [])
    for row, (device, names, validity, ages) in zip(rows_of(database), expected, strict=True):
        assert (row[0], row[3]) == (device, names)
        assert (row[5] or [0] * len(names)) == validity
        assert (row[6] or [None] * len(names)) == ages
        for name, number in zip(names, row[4], strict=True):
            given_number, given_validity, _ = drawn[device][name]
            assert math.isnan(number) if given_validity else number == pytest.approx(given_number, rel=1e-6)


async def test_a_missing_partition_is_made_on_the_way(database: Any) -> None:
    with psycopg.connect(database.dsn, autocommit=True) as owner:
        for (name,) in owner.execute(
            "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'readings'::regclass"
        ).fetchall():
            owner.execute(f"DROP TABLE {name}")
    recording = Recording(database.dsn)
    outcome = await recording.write([encode_row(1, Instant(NOW, VITALS), False)], [])
    await recording.close()
    assert outcome.stored == 3
    assert len(rows_of(database)) == 1


async def test_what_the_database_will_never_take_is_refused(database: Any) -> None:
    recording = Recording(database.dsn)
    with pytest.raises(Refused):
        await recording.write([encode_row(1, Instant(NOW - 90 * 86_400_000, VITALS), False)], [])
    assert (await recording.write([encode_row(1, Instant(NOW, VITALS), False)], [])).stored == 3
    await recording.close()


async def test_a_broken_connection_is_said_and_made_anew(database: Any) -> None:
    recording = Recording(database.dsn)
    await recording.write([encode_row(1, Instant(NOW, VITALS), False)], [])
    with psycopg.connect(database.dsn, autocommit=True) as owner:
        owner.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND application_name = 'clinic-ingest'"
        )
    with pytest.raises(StoreUnavailable):
        await recording.write([encode_row(2, Instant(NOW, VITALS), False)], [])
    assert (await recording.write([encode_row(2, Instant(NOW, VITALS), False)], [])).stored == 3
    await recording.close()


async def test_ingest_may_only_add_readings(connection: AsyncConnection) -> None:
    for statement in ("SELECT * FROM readings", "DELETE FROM readings", "UPDATE readings SET late = true"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            await connection.execute(statement)


async def test_a_full_memory_of_layouts_loses_none_that_is_needed(connection: AsyncConnection, database: Any) -> None:
    writer = ReadingsWriter(max_layouts=3)
    common = encode_row(1, Instant(NOW, VITALS), False)
    await writer.write(connection, [common], [])
    for number in range(4):
        odd = encode_row(2, Instant(NOW + number, {f"x{number}": Value(1.0), f"y{number}": Value(2.0)}), False)
        again = encode_row(1, Instant(NOW + 10 + number, VITALS), False)
        assert (await writer.write(connection, [again, odd], [])).stored == 5
    assert [row[3] for row in rows_of(database) if row[0] == 2] == [[f"x{n}", f"y{n}"] for n in range(4)]


async def test_a_layout_that_was_rolled_back_is_learned_again(database: Any) -> None:
    recording = Recording(database.dsn)
    await recording.write([encode_row(1, Instant(NOW, VITALS), False)], [])
    await recording.close()
    with psycopg.connect(database.dsn) as owner:
        owner.execute("TRUNCATE readings, reading_layouts")
    await recording.write([encode_row(1, Instant(NOW, VITALS), False)], [])
    await recording.close()
    assert [row[3] for row in rows_of(database)] == [["HR", "RR", "SpO2"]]
