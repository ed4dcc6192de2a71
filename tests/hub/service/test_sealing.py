"""Sealing a real log: places in order, whoever seals, whatever dies in between; and the head that is exported."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from prometheus_client import REGISTRY
from sqlalchemy import text

from clinic_console.domain.access import Scope
from clinic_console.domain.audit import Action, Broken, Head, first_broken
from clinic_console.domain.errors import StoreUnavailable
from clinic_console.hub.service import sealing
from clinic_console.hub.service.audit import record_alone
from clinic_console.hub.service.sealing import Sealer
from clinic_console.hub.store.audit_chain import open_chain
from clinic_console.hub.store.pools import Engine, make_engine


@pytest.fixture
async def sealer_engine(database: Any) -> AsyncIterator[Engine]:
    made = make_engine(database.dsn, "clinic_sealer", 2)
    yield made
    await made.dispose()


@pytest.fixture
async def hub_engine(database: Any) -> AsyncIterator[Engine]:
    made = make_engine(database.dsn, "clinic_hub", 4)
    yield made
    await made.dispose()


async def _deeds(engine: Engine, count: int, scope: Scope | None = None) -> None:
    for number in range(count):
        await record_alone(
            engine, scope or Scope(address="192.0.2.1"), Action.SIGN_IN_FAILED, object_kind="login", object_id=number,
            after={"number": number, "name": "山田"}, reason="wrong password",
        )  # fmt: skip


def _chain(database: Any) -> tuple[list[Any], int]:
    with open_chain(database.dsn, "clinic_admin") as chain:
        return list(chain.rows()), chain.waiting().rows


async def test_each_row_gets_its_place_once(database: Any, sealer_engine: Engine, hub_engine: Engine) -> None:
    before = REGISTRY.get_sample_value("clinic_audit_sealed_total") or 0.0
    sealer = Sealer(sealer_engine)
    assert await sealer.seal_batch() == 0
    await _deeds(hub_engine, 3)
    assert await sealer.seal_batch() == 3
    await _deeds(hub_engine, 2)
    assert await sealer.seal_batch() == 2
    assert await sealer.seal_batch() == 0
    rows, waiting = _chain(database)
    assert [(row.seq, row.row.object_id) for row in rows] == [(1, "0"), (2, "1"), (3, "2"), (4, "0"), (5, "1")]
    assert first_broken(rows) is None
    assert waiting == 0
    assert REGISTRY.get_sample_value("clinic_audit_sealed_total") == before + 5
    assert (REGISTRY.get_sample_value("clinic_audit_lag_seconds") or 0.0) >= 0


async def test_a_long_log_is_sealed_in_batches(
    database: Any, sealer_engine: Engine, hub_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "BATCH", 4)
    await _deeds(hub_engine, 10)
    sealer = Sealer(sealer_engine)
    assert [await sealer.seal_batch() for _ in range(4)] == [4, 4, 2, 0]
    rows, _ = _chain(database)
    assert first_broken(rows) is None
    assert len(rows) == 10


async def test_rows_that_were_committed_late_come_behind(
    database: Any, sealer_engine: Engine, hub_engine: Engine
) -> None:
    """The time of a row is that of its statement; its transaction may end after others that began later."""
    sealer = Sealer(sealer_engine)
    async with hub_engine.connect() as slow:
        await slow.execute(text("SELECT enter_scope(NULL, '{}')"))
        await slow.execute(text("INSERT INTO audit_log (id, program, action) VALUES (uuidv7(), 'hub', 'late')"))
        await _deeds(hub_engine, 2)
        assert await sealer.seal_batch() == 2
        await slow.commit()
    assert await sealer.seal_batch() == 1
    rows, _ = _chain(database)
    assert [row.row.action for row in rows] == ["session.refused", "session.refused", "late"]
    assert rows[2].row.at < rows[0].row.at
    assert first_broken(rows) is None


async def test_of_many_sealers_one_seals(database: Any, sealer_engine: Engine, hub_engine: Engine) -> None:
    engines = [make_engine(database.dsn, "clinic_sealer", 1) for _ in range(4)]
    sealers = [Sealer(engine) for engine in engines]
    for _ in range(5):
        await _deeds(hub_engine, 20)
        sealed = await asyncio.gather(*(sealer.seal_batch() for sealer in sealers))
        assert sum(sealed) == 20
    rows, waiting = _chain(database)
    assert (first_broken(rows), len(rows), waiting) == (None, 100, 0)
    for engine in engines:
        await engine.dispose()


async def test_a_sealer_that_holds_the_lock_keeps_the_others_out(
    database: Any, sealer_engine: Engine, hub_engine: Engine
) -> None:
    await _deeds(hub_engine, 1)
    with psycopg.connect(database.dsn) as other:
        other.execute("SELECT pg_advisory_xact_lock(%s)", [sealing.store._LOCK])
        assert await Sealer(sealer_engine).seal_batch() == 0
    assert await Sealer(sealer_engine).seal_batch() == 1


@pytest.mark.parametrize("moment", ["unsealed", "head", "place", "after"])
async def test_a_sealer_killed_in_between_leaves_nothing_half_done(
    database: Any, sealer_engine: Engine, hub_engine: Engine, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """Its connection is torn at each step; another one seals what was left."""
    await _deeds(hub_engine, 6)
    victim = make_engine(database.dsn, "clinic_sealer", 1, program="victim")
    name = "place" if moment == "after" else moment
    real = getattr(sealing.store, name)

    async def torn(connection: Any, *given: Any) -> Any:
        if moment == "after":
            await real(connection, *given)
        with psycopg.connect(database.dsn, autocommit=True) as killer:
            killer.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'clinic-victim'"
            )
        return await real(connection, *given)

    with monkeypatch.context() as patched:
        patched.setattr(sealing.store, name, torn)
        with pytest.raises(StoreUnavailable):
            await Sealer(victim).seal_batch()
    await victim.dispose()
    rows, waiting = _chain(database)
    assert (rows, waiting) == ([], 6)
    assert await Sealer(sealer_engine).seal_batch() == 6
    rows, waiting = _chain(database)
    assert (first_broken(rows), waiting) == (None, 0)


async def test_it_goes_on_through_a_loss_of_postgres(
    servers: Any, database: Any, sealer_engine: Engine, hub_engine: Engine, tmp_path: Path
) -> None:
    before = REGISTRY.get_sample_value("clinic_audit_sealed_total") or 0.0
    running = asyncio.create_task(Sealer(sealer_engine, tmp_path / "heads").run())
    await _deeds(hub_engine, 1)
    await _until(lambda: _chain(database)[1] == 0)
    servers.embedded.take_down("postgres")
    await asyncio.sleep(0)
    servers.embedded.bring_up("postgres")
    await _deeds(hub_engine, 1)
    # Counted after the commit: only then does it know the head that it writes at the end.
    await _until(lambda: REGISTRY.get_sample_value("clinic_audit_sealed_total") == before + 2)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    heads = _heads(tmp_path / "heads")
    rows, _ = _chain(database)
    assert first_broken(rows, heads) is None
    assert heads[-1].seq == 2, "written at the end, too"


@pytest.mark.parametrize("off", ["-15 days", "15 days"])
async def test_a_row_that_was_put_in_under_another_time_is_told_of_and_found(
    database: Any, sealer_engine: Engine, hub_engine: Engine, off: str
) -> None:
    sealer = Sealer(sealer_engine)
    await _deeds(hub_engine, 2)
    assert await sealer.seal_batch() == 2
    told = REGISTRY.get_sample_value("clinic_audit_forged_total") or 0.0
    with psycopg.connect(database.dsn) as superuser:
        superuser.execute("SELECT ensure_audit_partitions(current_date - 40, current_date)")
        [(forged,)] = superuser.execute(
            "INSERT INTO audit_log (id, at, program, action) VALUES (uuidv7(), now() + %s, 'hub', 'patient.opened')"
            " RETURNING id",
            [off],
        ).fetchall()
    assert await sealer.seal_batch() == 1
    await _deeds(hub_engine, 1)
    assert await sealer.seal_batch() == 1
    rows, _ = _chain(database)
    # From a row of the future on, every other one is behind its time.
    first = next(row for row in rows if row.seq == (3 if off[0] == "-" else 4))
    assert (first.row.id == forged) == (off[0] == "-")
    assert first_broken(rows) == Broken(first.seq, "backdated", first.row.id)
    assert (REGISTRY.get_sample_value("clinic_audit_forged_total") or 0.0) > told


def _heads(path: Path) -> list[Head]:
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [Head(line["seq"], bytes.fromhex(line["hash"])) for line in lines]


async def _until(condition: Any) -> None:
    async with asyncio.timeout(30):
        while not condition():
            await asyncio.sleep(0.02)


async def test_the_head_leaves_at_once_and_then_every_five_seconds(
    database: Any, sealer_engine: Engine, hub_engine: Engine, tmp_path: Path
) -> None:
    now = [100.0]
    heads = tmp_path / "heads"
    running = asyncio.create_task(Sealer(sealer_engine, heads, monotonic=lambda: now[0]).run())
    await _deeds(hub_engine, 1)
    await _until(heads.exists)
    await _deeds(hub_engine, 1)
    await _until(lambda: _chain(database)[1] == 0)
    await asyncio.sleep(sealing.PAUSE_SECONDS * 2)
    assert [head.seq for head in _heads(heads)] == [1]
    now[0] += 5
    await _until(lambda: len(_heads(heads)) == 2)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert [head.seq for head in _heads(heads)] == [1, 2], "nothing new: nothing is written at the end"
    assert heads.stat().st_mode & 0o007 == 0


async def test_a_head_that_cannot_be_kept_stops_nothing_and_is_tried_again(
    database: Any, sealer_engine: Engine, hub_engine: Engine, tmp_path: Path
) -> None:
    folder = tmp_path / "share"
    sealer = Sealer(sealer_engine, folder / "heads")
    await _deeds(hub_engine, 1)
    assert await sealer.seal_batch() == 1
    failed = REGISTRY.get_sample_value("clinic_audit_heads_total", {"outcome": "failed"}) or 0.0
    sealer.export()
    assert REGISTRY.get_sample_value("clinic_audit_heads_total", {"outcome": "failed"}) == failed + 1
    folder.mkdir()
    sealer.export()
    assert [head.seq for head in _heads(folder / "heads")] == [1]


def test_the_sealer_can_place_rows_and_nothing_else(database: Any, connect_as: Any) -> None:
    statements = (
        "INSERT INTO audit_log (id, program, action) VALUES (uuidv7(), 'x', 'x')",
        "DELETE FROM audit_log",
        "TRUNCATE audit_log",
        "UPDATE audit_log SET reason = 'other'",
        "SELECT FROM patients",
    )
    for statement in statements:
        with connect_as("clinic_sealer") as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement)
