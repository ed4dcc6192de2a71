"""A made-up clinic: the same each time but for its secrets, and never over another."""

import hashlib
import stat
import unicodedata
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from clinic_console.domain.access import Role
from clinic_console.domain.errors import BadField, StoreUnavailable
from clinic_console.hub import administration
from clinic_console.hub.service.passwords import _HASHER
from clinic_console.hub.service.seed import seed

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
TABLES = ("clinics", "wards", "beds", "patients", "patient_clinic", "stays", "memberships", "device_beds")


@pytest.fixture
def second(servers: Any, template: str) -> Any:
    name = f"second_{uuid4().hex}"
    with psycopg.connect(servers.postgres_dsn, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        yield servers.embedded.postgres_dsn(name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _contents(dsn: str) -> dict[str, str]:
    with psycopg.connect(dsn) as connection:
        return {
            table: hashlib.sha256(
                repr(sorted(map(repr, connection.execute(f"SELECT * FROM {table}").fetchall()))).encode()
            ).hexdigest()
            for table in TABLES
        }


def test_the_same_seed_makes_the_same_clinic_and_other_secrets(database: Any, second: str) -> None:
    one, two = seed(database.dsn, now=NOW), seed(second, now=NOW)
    assert _contents(database.dsn) == _contents(second)
    assert one.tokens.keys() == two.tokens.keys()
    assert not set(one.tokens.values()) & set(two.tokens.values())
    assert not set(one.passwords.values()) & set(two.passwords.values())


def test_another_seed_makes_another_clinic(database: Any, second: str) -> None:
    seed(database.dsn, seed=1, now=NOW)
    seed(second, seed=2, now=NOW)
    assert _contents(database.dsn)["patients"] != _contents(second)["patients"]


def test_seeding_twice_changes_nothing_and_says_so(database: Any, capsys: pytest.CaptureFixture[str]) -> None:
    seed(database.dsn, now=NOW)
    before = _contents(database.dsn)
    again = seed(database.dsn, now=NOW)
    assert (again.made, again.tokens, again.passwords) == (False, {}, {})
    assert administration.run_seed(database.dsn) == 0
    assert "nothing was changed" in capsys.readouterr().out
    assert _contents(database.dsn) == before


def test_the_demo_is_a_full_house(database: Any) -> None:
    made = seed(database.dsn)
    assert (made.clinics, made.wards, made.beds, made.patients) == (2, 3, 44, 60)
    with psycopg.connect(database.dsn) as connection:
        sizes = connection.execute(
            "SELECT w.name, count(*) FROM wards w JOIN beds b ON b.ward_id = w.id GROUP BY w.id"
        )
        assert sorted(size for _, size in sizes) == [8, 12, 24]
        row = connection.execute("SELECT count(*) FROM stays WHERE during @> now()").fetchone()
        assert row == (42,), "one or two beds are empty"
        row = connection.execute(
            "SELECT count(*) FROM stays s JOIN device_beds d ON d.bed_id = s.bed_id AND d.during @> lower(s.during)"
        ).fetchone()
        assert row == (42,), "every patient has had a monitor from the first minute"
        tokens = dict(connection.execute("SELECT code, token_hash FROM devices").fetchall())
        hashes = dict(connection.execute("SELECT login, password_hash FROM users").fetchall())
        linked = connection.execute(
            "SELECT count(*) FROM stays s JOIN beds b ON b.id = s.bed_id JOIN wards w ON w.id = b.ward_id"
            " JOIN patient_clinic pc ON pc.patient_id = s.patient_id AND pc.clinic_id = w.clinic_id"
        ).fetchone()
        assert linked == (42,)
    assert {code: hashlib.sha256(token.encode()).digest() for code, token in made.tokens.items()} == tokens
    assert hashes.keys() == made.passwords.keys() == {
        "nurse", "reception", "doctor", "admin", "auditor", "manager",
    }  # fmt: skip
    assert all(_HASHER.verify(hashes[login], password) for login, password in made.passwords.items())


def test_some_charts_are_restricted_and_one_of_them_lies_in_a_ward(database: Any) -> None:
    seed(database.dsn, "small", now=NOW)
    with psycopg.connect(database.dsn) as connection:
        kinds = connection.execute("SELECT restriction, count(*) FROM patients GROUP BY 1").fetchall()
        lying = connection.execute(
            "SELECT w.name FROM patients p JOIN stays s ON s.patient_id = p.id JOIN beds b ON b.id = s.bed_id"
            " JOIN wards w ON w.id = b.ward_id WHERE p.restriction IS NOT NULL"
        ).fetchall()
    assert dict(kinds) == {None: 1_990, "staff": 3, "vip": 3, "own": 2, "family": 2}
    assert lying[0] == ("1 East",)


def test_the_demos_people_are_asked_for_no_better_password(database: Any) -> None:
    seed(database.dsn, now=NOW)
    with psycopg.connect(database.dsn) as connection:
        roles = connection.execute(
            "SELECT login, role, password_given, count(*) FROM users JOIN memberships ON user_id = id"
            " GROUP BY 1, 2, 3"
        ).fetchall()
        restricted = connection.execute(
            "SELECT count(*) FROM patients p JOIN stays s ON s.patient_id = p.id WHERE restriction IS NOT NULL"
        ).fetchone()
    assert {role for _, role, *_ in roles} == set(Role)
    assert {row[2:] for row in roles} == {(False, 2)}
    assert restricted == (1,)


def test_patients_are_called_as_people_are(database: Any) -> None:
    seed(database.dsn, "small", now=NOW)
    with psycopg.connect(database.dsn) as connection:
        rows = connection.execute("SELECT name, name_latin, mrn, born, sex FROM patients").fetchall()
    assert len(rows) == 2_000
    scripts = Counter(unicodedata.name(name[0]).split(" ")[0] for name, *_ in rows)
    assert {"LATIN", "CJK", "HANGUL", "ARABIC", "CYRILLIC", "GREEK"} <= scripts.keys()
    assert any(not name.isascii() and not latin for name, latin, *_ in rows), "accents"
    assert any(" " not in name and name.isascii() for name, *_ in rows), "single names"
    assert {
        unicodedata.name(letter).split(" ")[0] for _, latin, *_ in rows for letter in latin if letter.isalpha()
    } == {"LATIN"}
    assert all(latin for name, latin, *_ in rows if unicodedata.name(name[0]).split(" ")[0] != "LATIN")
    assert len({mrn for _, _, mrn, *_ in rows}) == 2_000
    assert sum(born is None for *_, born, _ in rows) > 0
    assert all(born <= NOW.date() for *_, born, _ in rows if born)


def test_bad_scale_and_no_database_are_said(database: Any) -> None:
    with pytest.raises(BadField, match="demo, small, clinic, network"):
        seed(database.dsn, "galaxy")
    with pytest.raises(StoreUnavailable):
        seed("host=127.0.0.1 port=1")


def test_tokens_go_to_a_file_of_the_owners_alone(
    database: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "tokens.json"
    assert administration.run_seed(database.dsn, tokens=path) == 0
    printed = capsys.readouterr().out
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert '"mon-0001"' in path.read_text()
    assert "mon-0001" not in printed
    assert "nurse" in printed
