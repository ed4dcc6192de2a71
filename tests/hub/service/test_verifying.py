"""Proving the log: a thousand ways to tamper with sealed rows as the superuser, triggers off, each found."""

import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from clinic_console.domain.audit import GENESIS, Broken, Head, Row, Walk, sealed_behind
from clinic_console.domain.errors import BadConfiguration, BadField, StoreUnavailable
from clinic_console.hub.service import verifying
from clinic_console.hub.service.verifying import Verdict, parse_head, read_heads, verify, walk_along
from clinic_console.hub.store.audit_chain import Chain

ROWS = 200
ATTACKS = 1_000
SEED = "audit-1"
Connection = psycopg.Connection[tuple[Any, ...]]

_FILL = """
INSERT INTO audit_log (id, at, user_id, user_name, session_id, station_id, address, program, clinic_id, action,
                       object_kind, object_id, patient_id, before, after, reason, request_id, clinics)
SELECT uuidv7(), date_trunc('month', now()) + n * interval '1 minute', gen_random_uuid(), 'Nurse ' || n,
       CASE WHEN n %% 3 > 0 THEN gen_random_uuid() END, CASE WHEN n %% 5 > 0 THEN gen_random_uuid() END,
       '192.0.2.' || n, 'hub', CASE WHEN n %% 2 > 0 THEN gen_random_uuid() END, 'patient.opened', 'patient',
       n::text, gen_random_uuid(), '', '{"n": ' || n || '}', 'reason ' || n, md5(n::text),
       CASE WHEN n %% 2 > 0 THEN ARRAY[gen_random_uuid()] ELSE '{}' END
FROM generate_series(1, %s) n
"""
_COLUMNS = (
    "id, at, user_id, user_name, session_id, station_id, address, program, clinic_id, action, object_kind, "
    "object_id, patient_id, before, after, reason, request_id, clinics"
)


@pytest.fixture
def log(database: Any) -> Iterator[Connection]:
    """A superuser's connection with all triggers off, to a log of sealed rows; what a test does is rolled back."""
    with psycopg.connect(database.dsn) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(_FILL, [ROWS])
        _seal_all(connection)
        connection.commit()
        yield connection
        connection.rollback()


def _seal_all(connection: Connection) -> None:
    """Give all rows their places anew, as only somebody could who has every right there is."""
    rows = connection.execute(f"SELECT {_COLUMNS} FROM audit_log ORDER BY coalesce(seq, 0), at, id").fetchall()
    for sealed in sealed_behind(Head(0, GENESIS), [Row(*row[:-1], tuple(row[-1])) for row in rows]):
        connection.execute(
            "UPDATE audit_log SET seq = %s, hash = %s WHERE at = %s AND id = %s",
            [sealed.seq, sealed.hash, sealed.row.at, sealed.row.id],
        )


def _end(connection: Connection) -> Head:
    return Chain(connection).end()[0]


def _verdict(connection: Connection, heads: list[Head]) -> Verdict:
    return walk_along(Chain(connection), Walk(heads), lambda _done, _of: None)


# What each column may be changed to, whatever is in it now; none of them can leave it as it is.
_EDITS = {
    "id": "uuidv7()",
    "at": "at + interval '1 microsecond' * %(n)s",
    "user_id": "gen_random_uuid()",
    "user_name": "user_name || '.'",
    "session_id": "CASE WHEN session_id IS NULL THEN gen_random_uuid() END",
    "station_id": "CASE WHEN station_id IS NULL THEN gen_random_uuid() END",
    "address": "reverse('.' || address)",
    "program": "'cli'",
    "clinic_id": "CASE WHEN clinic_id IS NULL THEN gen_random_uuid() END",
    "action": "'patient.listed'",
    "object_kind": "object_kind || ' '",
    "object_id": "object_id || '0'",
    "patient_id": "NULL",
    "before": "after, after = before",
    "after": "replace(after, ': ', ':')",
    "reason": "upper(reason)",
    "request_id": "reverse(request_id) || 'x'",
    "clinics": "clinics || gen_random_uuid()",
    "hash": "sha256(hash)",
    "seq": "seq + %(n)s * 1000, hash = hash",
}


def _edit(connection: Connection, chance: random.Random, seq: int) -> None:
    column = chance.choice(sorted(_EDITS))
    query = f"UPDATE audit_log SET {column} = {_EDITS[column]} WHERE seq = %(seq)s"
    assert connection.execute(query, {"seq": seq, "n": chance.randint(1, 1_000)}).rowcount == 1


def _delete(connection: Connection, chance: random.Random, seq: int) -> None:
    last = min(ROWS - 1, seq + chance.choice([0, 0, 0, 5, 50]))
    assert connection.execute("DELETE FROM audit_log WHERE seq BETWEEN %s AND %s", [min(seq, last), last]).rowcount


def _unseal(connection: Connection, _chance: random.Random, seq: int) -> None:
    connection.execute("UPDATE audit_log SET seq = NULL, hash = NULL WHERE seq = %s", [seq])


def _reorder(connection: Connection, chance: random.Random, seq: int) -> None:
    other = chance.choice([each for each in range(1, ROWS + 1) if each != seq])
    hashes = ", hash = (SELECT b.hash FROM audit_log b WHERE b.seq = %(x)s + %(y)s - a.seq)"
    query = (
        f"UPDATE audit_log a SET seq = %(x)s + %(y)s - seq{chance.choice(['', hashes])} WHERE seq IN (%(x)s, %(y)s)"
    )
    assert connection.execute(query, {"x": seq, "y": other}).rowcount == 2


def _insert(connection: Connection, chance: random.Random, seq: int) -> None:
    if chance.random() < 0.5:  # make room for it
        connection.execute("UPDATE audit_log SET seq = seq + 1 WHERE seq >= %s", [seq])
    connection.execute(
        "INSERT INTO audit_log (id, program, action, seq, hash) VALUES (uuidv7(), 'hub', 'patient.opened', %s, %s)",
        [seq, chance.randbytes(32)],
    )


def _truncate(connection: Connection, _chance: random.Random, seq: int) -> None:
    assert connection.execute("DELETE FROM audit_log WHERE seq >= %s", [seq]).rowcount


def _write_anew(connection: Connection, chance: random.Random, seq: int) -> None:
    """A row is changed or taken out and every hash behind it reckoned again: only the exported heads tell."""
    change = chance.choice(["DELETE FROM audit_log WHERE", "UPDATE audit_log SET reason = 'none' WHERE"])
    connection.execute(f"{change} seq = %s", [seq])
    _seal_all(connection)


ATTACKERS: dict[str, Callable[[Connection, random.Random, int], None]] = {
    "edit": _edit, "delete": _delete, "unseal": _unseal, "reorder": _reorder, "insert": _insert,
    "truncate": _truncate, "write anew": _write_anew,
}  # fmt: skip


def test_a_thousand_attacks_are_all_found(log: Connection) -> None:
    chance = random.Random(SEED)
    heads = [_end(log)]
    assert _verdict(log, heads).broken is None
    log.commit()
    unseen = []
    for number in range(ATTACKS):
        # Writing anew takes longest, and is one kind.
        kinds = sorted(ATTACKERS) if number % 20 == 0 else sorted(set(ATTACKERS) - {"write anew"})
        kind, seq = chance.choice(kinds), chance.randint(1, ROWS)
        ATTACKERS[kind](log, chance, seq)
        broken = _verdict(log, heads).broken
        log.rollback()
        # Never behind the first place that was touched by more than the heads can tell.
        if broken is None or (kind in ("edit", "unseal") and broken.seq != seq):
            unseen.append((number, kind, seq, broken))
    assert unseen == []
    assert _verdict(log, heads).broken is None, "the attacks were rolled back"


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("UPDATE audit_log SET reason = 'other' WHERE seq = 7", (7, "changed", True)),
        ("DELETE FROM audit_log WHERE seq = 7", (7, "missing", False)),
        ("DELETE FROM audit_log WHERE seq > 7", (8, "cut off", False)),
        ("DELETE FROM audit_log", (1, "cut off", False)),
        ("UPDATE audit_log SET seq = 7 WHERE seq = 9", (7, "not the only one", True)),
    ],
)
def test_what_is_wrong_is_said_with_its_place(log: Connection, statement: str, expected: tuple[Any, ...]) -> None:
    heads = [_end(log)]
    log.execute(statement)
    broken = _verdict(log, heads).broken
    assert broken is not None
    if expected == (7, "not the only one", True):
        # The stranger may be the first or the second of the two by time; either way place 7 is named.
        assert (broken.seq, broken.id is not None) == (7, True)
    else:
        assert (broken.seq, broken.problem, broken.id is not None) == expected


def test_a_log_that_holds_says_how_far(log: Connection, database: Any) -> None:
    log.execute("INSERT INTO audit_log (id, program, action) VALUES (uuidv7(), 'hub', 'session.opened')")
    log.commit()
    told: list[tuple[int, int]] = []
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(verifying, "TOLD_EVERY", 50)
        verdict = verify(database.dsn, [], lambda *done: told.append(done))
    assert (verdict.broken, verdict.head, verdict.waiting.rows) == (None, _end(log), 1)
    assert verdict.at is not None
    assert verdict.waiting.oldest is not None
    assert told == [(50, ROWS), (100, ROWS), (150, ROWS)]


def test_an_empty_log_holds(database: Any) -> None:
    verdict = verify(database.dsn, [], lambda _done, _of: None)
    assert (verdict.broken, verdict.head, verdict.at, verdict.waiting.rows) == (None, Head(0, GENESIS), None, 0)
    assert verify(database.dsn, [Head(1, bytes(32))], lambda _done, _of: None).broken == Broken(1, "cut off")


def test_no_database_is_said(database: Any) -> None:
    with pytest.raises(StoreUnavailable):
        verify("host=127.0.0.1 port=1 dbname=none", [], lambda _done, _of: None)


def _line(head: Head) -> str:
    return json.dumps({"seq": head.seq, "hash": head.hash.hex(), "at": "2026-01-01T00:00:00+00:00"}) + "\n"


def test_exported_heads_are_read_back(tmp_path: Path) -> None:
    heads = [Head(1, bytes(32)), Head(70, b"x" * 32)]
    path = tmp_path / "heads"
    path.write_text("".join(map(_line, heads)) + "\n", "utf-8")
    assert read_heads(path) == heads
    path.write_text("".join(map(_line, heads)) + _line(heads[0])[:20], "utf-8")
    assert read_heads(path) == heads, "the machine stopped while the last line was written"
    assert parse_head(f"70:{heads[1].hash.hex()}") == heads[1]


@pytest.mark.parametrize(
    "text", ["", "7", "7:", "x:00", "7:zz", "0:" + "00" * 32, "7:" + "00" * 31, "-1:" + "0" * 64]
)
def test_what_is_no_head_is_refused(text: str) -> None:
    with pytest.raises(BadField):
        parse_head(text)


@pytest.mark.parametrize("line", ["seq 7", "7", "[]", "{}", '{"seq": 7}', '{"seq": 7, "hash": "00"}', '{"seq": "x"}'])
def test_a_line_that_is_no_head_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "heads"
    path.write_text(_line(Head(1, bytes(32))) + line + "\n", "utf-8")
    with pytest.raises(BadConfiguration, match="line 2"):
        read_heads(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadConfiguration, match="heads"):
        read_heads(tmp_path / "heads")
    (tmp_path / "heads").write_bytes(b"\xff\xfe\n")
    with pytest.raises(BadConfiguration, match="no text"):
        read_heads(tmp_path / "heads")
