"""Registering, placing and revoking devices, and adding users, as the command line does."""

from hashlib import sha256
from typing import Any

import psycopg
import pytest

from clinic_console.domain.errors import BadField, Conflict, NotFound
from clinic_console.hub import app


def _row(database: Any, query: str) -> Any:
    with psycopg.connect(database.dsn) as connection:
        return connection.execute(query).fetchone()


def test_a_device_is_registered_at_a_bed_and_its_token_shown_once(
    database: Any, clinic: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert app.run_device_add(database.dsn, "new-1", model="BM-7", ward="3 East", bed="2") == 0
    token = capsys.readouterr().out.splitlines()[-1]
    row = _row(
        database,
        "SELECT d.model, d.token_hash, b.name FROM devices d JOIN device_beds db ON db.device_id = d.id"
        " AND db.during @> now() JOIN beds b ON b.id = db.bed_id WHERE code = 'new-1'",
    )
    assert row == ("BM-7", sha256(token.encode()).digest(), "2")
    gone = _row(
        database,
        "SELECT upper_inf(during) FROM device_beds db JOIN devices d ON d.id = db.device_id WHERE code = 'dev-2'",
    )
    assert gone == (False,), "what stood there has left"


def test_a_device_may_wait_for_its_bed(database: Any, clinic: Any, capsys: pytest.CaptureFixture[str]) -> None:
    app.run_device_add(database.dsn, "spare")
    capsys.readouterr()
    app.run_device_list(database.dsn)
    listed = {line.split("\t")[1]: line.split("\t") for line in capsys.readouterr().out.splitlines()}
    assert listed["spare"][2:] == ["-", "-", "in use"]
    assert listed["dev-1"][2:] == ["test", str(clinic.beds[0]), "in use"]


def test_what_does_not_fit_is_named(database: Any, clinic: Any, foreign: Any) -> None:
    for error, code, place, field in (
        (Conflict, "dev-1", {"ward": "3 East", "bed": "1"}, "code"),
        (NotFound, "new", {"ward": "3 East", "bed": "77"}, "bed"),
        (NotFound, "new", {"clinic": "Nowhere"}, "clinic"),
        (BadField, "new", {}, "clinic"),
        (BadField, "", {"clinic": "Elsewhere"}, "code"),
        (BadField, "x" * 65, {"clinic": "Elsewhere"}, "code"),
        (BadField, "a\0b", {"clinic": "Elsewhere"}, "code"),
    ):
        with pytest.raises(error) as caught:
            app.run_device_add(database.dsn, code, **place)
        assert caught.value.field == field
    assert _row(database, "SELECT count(*) FROM devices WHERE code LIKE 'new%'") == (0,)


def test_a_bed_of_several_clinics_needs_the_clinics_name(database: Any, clinic: Any, foreign: Any) -> None:
    with psycopg.connect(database.dsn) as connection:
        connection.execute("UPDATE wards SET name = '3 East' WHERE id = %s", [foreign.ward])
        connection.execute("UPDATE beds SET name = '1' WHERE id = %s", [foreign.bed])
    with pytest.raises(BadField, match="name the clinic"):
        app.run_device_add(database.dsn, "new", ward="3 East", bed="1")
    app.run_device_add(database.dsn, "new", clinic="Elsewhere", ward="3 East", bed="1")
    assert _row(database, "SELECT clinic_id FROM devices WHERE code = 'new'") == (foreign.clinic,)


def test_a_device_is_revoked_for_good(database: Any, clinic: Any) -> None:
    app.run_device_revoke(database.dsn, "dev-1")
    first = _row(database, "SELECT revoked_at FROM devices WHERE code = 'dev-1'")
    assert first[0] is not None
    app.run_device_revoke(database.dsn, "dev-1")
    assert _row(database, "SELECT revoked_at FROM devices WHERE code = 'dev-1'") == first
    with pytest.raises(NotFound):
        app.run_device_revoke(database.dsn, "nothing")


def test_a_user_gets_a_generated_password(database: Any, clinic: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert app.run_user_add(database.dsn, "mori", role="doctor", name="Dr. 森") == 0
    password = capsys.readouterr().out.splitlines()[-1]
    row = _row(
        database, "SELECT u.name, u.password_hash, m.role FROM users u JOIN memberships m ON m.user_id = u.id"
        " WHERE login = 'mori'",
    )  # fmt: skip
    assert (row[0], row[2]) == ("Dr. 森", "doctor")
    assert password not in row[1]
    for error, login, role, place in (
        (Conflict, "MORI", "doctor", None),
        (BadField, "new", "god", None),
        (BadField, "", "nurse", None),
        (NotFound, "new", "nurse", "Nowhere"),
    ):
        with pytest.raises(error):
            app.run_user_add(database.dsn, login, role=role, clinic=place)
