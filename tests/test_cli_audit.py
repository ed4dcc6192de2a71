"""``clinic-console audit``: what it says of a log that holds, and of one that does not."""

import json
from pathlib import Path
from typing import Any

import psycopg
import pytest

from clinic_console.cli import main
from clinic_console.domain.access import NOBODY
from clinic_console.domain.audit import Action
from clinic_console.hub.service.audit import record_alone
from clinic_console.hub.service.sealing import Sealer
from clinic_console.hub.store.pools import make_engine


@pytest.fixture
async def heads(database: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of exported heads of a log of five sealed rows and one that waits."""
    monkeypatch.setenv("CLINIC_POSTGRES_DSN", database.dsn)
    monkeypatch.delenv("CLINIC_AUDIT_HEADS", raising=False)
    hub, worker = make_engine(database.dsn, "clinic_hub", 1), make_engine(database.dsn, "clinic_sealer", 1)
    sealer = Sealer(worker, tmp_path / "heads")
    for count in (5, 1):
        for _ in range(count):
            await record_alone(hub, NOBODY, Action.SIGN_IN_FAILED)
        if count == 5:
            await sealer.seal_batch()
            sealer.export()
    await hub.dispose()
    await worker.dispose()
    return tmp_path / "heads"


def test_a_log_that_holds(heads: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert main(["audit", "verify"]) == 0
    said = capsys.readouterr().out
    assert "All 5 sealed rows hold" in said
    assert "1 rows wait to be sealed, the oldest since 20" in said
    assert "Without an exported head" in said
    assert main(["audit", "head"]) == 0
    head = capsys.readouterr().out.split("\t")[0]
    assert head == f"5:{json.loads(heads.read_text('utf-8'))['hash']}"
    assert main(["audit", "verify", "--heads", str(heads), "--head", head]) == 0
    assert "proved against 2 exported heads" in capsys.readouterr().out
    monkeypatch.setenv("CLINIC_AUDIT_HEADS", str(heads))
    assert main(["audit", "verify"]) == 0
    assert f"proved against 1 exported heads ({heads})" in capsys.readouterr().out


def test_one_that_does_not(heads: Path, database: Any, capsys: Any) -> None:
    with psycopg.connect(database.dsn) as connection:
        connection.execute("SET session_replication_role = replica")
        row = connection.execute("UPDATE audit_log SET reason = 'x' WHERE seq = 3 RETURNING id").fetchone()
    assert row is not None
    assert main(["audit", "verify"]) == 1
    said = capsys.readouterr().out
    assert f"BROKEN at row 3, id {row[0]}: changed." in said
    assert "The 2 rows before it hold" in said


def test_an_end_that_was_cut_off(heads: Path, database: Any, capsys: Any) -> None:
    with psycopg.connect(database.dsn) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("DELETE FROM audit_log WHERE seq > 3 OR seq IS NULL")
    assert main(["audit", "verify", "--heads", str(heads)]) == 1
    assert "BROKEN at row 4: cut off." in capsys.readouterr().out


def test_what_is_no_head_is_said(heads: Path, capsys: Any) -> None:
    assert main(["audit", "verify", "--head", "five"]) == 2
    assert "SEQ:HASH" in capsys.readouterr().err
    assert main(["audit", "verify", "--heads", str(heads / "none")]) == 2
