"""The command line's administration: clinics, people and monitors, as whoever may reach the database."""

import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import psycopg
import pytest

from clinic_console import cli
from clinic_console.domain.errors import BadField, Conflict, NotFound
from clinic_console.hub.service.passwords import _HASHER

Command = Callable[..., list[str]]


@pytest.fixture
def do(database: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Carry out a command that has to succeed and return its lines; its errors are raised."""
    monkeypatch.setenv("CLINIC_POSTGRES_DSN", database.dsn)

    def run(*words: str) -> list[str]:
        capsys.readouterr()
        arguments = cli._parse(words)
        assert arguments.run(arguments) == 0
        return capsys.readouterr().out.splitlines()

    return run


def rows(database: Any, query: str, *given: object) -> list[Any]:
    with psycopg.connect(database.dsn) as connection:
        return connection.execute(query, given).fetchall()


def events(database: Any) -> list[str]:
    found = rows(database, "SELECT action, program, user_id FROM audit_log ORDER BY at, id")
    assert {(program, user) for _, program, user in found} <= {("cli", None)}
    return [action for action, *_ in found]


def test_the_first_administrator_of_an_empty_database(do: Command, database: Any) -> None:
    with pytest.raises(NotFound, match="clinic-console clinic add"):
        do("user", "add", "admin", "--role", "administrator")
    do("clinic", "add", "Sakura", "--zone", "Asia/Tokyo")
    password = do("user", "add", "admin", "--role", "administrator")[-1]
    [(hashed, given, role)] = rows(
        database, "SELECT password_hash, password_given, role FROM users JOIN memberships ON user_id = id"
    )
    assert _HASHER.verify(hashed, password)
    assert (given, role) == (True, "administrator")
    assert events(database) == ["clinic.added", "user.added"]


@pytest.mark.parametrize("zone", ["", "Tokyo", "../etc/passwd", "Asia", "\0"])
def test_a_clinics_zone_is_one_that_exists(do: Command, zone: str) -> None:
    with pytest.raises(BadField) as caught:
        do("clinic", "add", "Sakura", "--zone", zone)
    assert caught.value.field == "zone"


def test_a_ward_has_beds_in_which_monitors_are_placed(do: Command, database: Any) -> None:
    do("clinic", "add", "Sakura", "--zone", "Asia/Tokyo")
    assert do("clinic", "list") == ["Sakura"]
    do("ward", "add", "3 East", "--beds", "12")
    do("ward", "add", "ICU", "--beds", "2", "--clinic", "Sakura")
    do("device", "add", "mon-1", "--ward", "ICU", "--bed", "2")
    assert rows(
        database,
        "SELECT w.name, w.position, array_agg(b.name ORDER BY b.position) FROM wards w JOIN beds b ON ward_id = w.id "
        "GROUP BY w.id ORDER BY w.position",
    ) == [("3 East", 1, [str(number) for number in range(1, 13)]), ("ICU", 2, ["1", "2"])]
    assert events(database)[1:3] == ["clinic.ward_added"] * 2
    for error, words in (
        (Conflict, ["ICU", "--beds", "1"]),
        (BadField, ["", "--beds", "1"]),
        (BadField, ["New", "--beds", "0"]),
        (BadField, ["New", "--beds", "201"]),
        (NotFound, ["New", "--beds", "1", "--clinic", "Nowhere"]),
    ):
        with pytest.raises(error):
            do("ward", "add", *words)


def test_two_clinics_are_not_called_the_same(do: Command) -> None:
    do("clinic", "add", "Sakura", "--zone", "Asia/Tokyo")
    with pytest.raises(Conflict):
        do("clinic", "add", "Sakura", "--zone", "Europe/Lisbon")


def test_a_user_works_in_the_named_clinics_or_in_all(do: Command, clinic: Any, foreign: Any) -> None:
    do("user", "add", "everywhere", "--role", "auditor", "--name", "森　鷗外")
    do("user", "add", "here", "--role", "nurse", "--clinic", "Sakura Clinic")
    do("user", "add", "two", "--role", "nurse", "--clinic", "Sakura Clinic", "--clinic", "Elsewhere")
    listed = {line.split("\t")[0]: line.split("\t")[1:] for line in do("user", "list")}
    assert listed["everywhere"] == ["森　鷗外", "Elsewhere: auditor, Sakura Clinic: auditor", "in use"]
    assert listed["here"][1] == "Sakura Clinic: nurse"
    assert listed["two"][1] == "Elsewhere: nurse, Sakura Clinic: nurse"
    for error, words in (
        (Conflict, ["HERE", "--role", "nurse"]),
        (BadField, ["new", "--role", "god"]),
        (BadField, ["", "--role", "nurse"]),
        (NotFound, ["new", "--role", "nurse", "--clinic", "Nowhere"]),
    ):
        with pytest.raises(error):
            do("user", "add", *words)


def test_roles_are_shown_set_and_taken(do: Command, database: Any, clinic: Any, foreign: Any) -> None:
    assert do("user", "roles", "NURSE")[0].split("\t")[2] == "Sakura Clinic: nurse"
    do("user", "roles", "nurse", "--role", "doctor", "--clinic", "Elsewhere")
    assert do("user", "roles", "nurse")[0].split("\t")[2] == "Elsewhere: doctor, Sakura Clinic: nurse"
    do("user", "roles", "nurse", "--leave", "--clinic", "Sakura Clinic")
    assert do("user", "roles", "nurse")[0].split("\t")[2] == "Elsewhere: doctor"
    with pytest.raises(BadField, match="disable"):
        do("user", "roles", "nurse", "--leave")
    rows(database, "DELETE FROM memberships RETURNING 1")
    assert do("user", "roles", "nurse", "--role", "nurse")[0].split("\t")[2] == (
        "Elsewhere: nurse, Sakura Clinic: nurse"
    ), "whoever works nowhere is brought back here alone"
    # One for each clinic that a change touches: the last one touches two.
    assert events(database) == ["user.roles"] * 4


def test_a_user_is_disabled_enabled_and_given_a_password(do: Command, database: Any, clinic: Any) -> None:
    do("user", "disable", "nurse", "--reason", "left")
    assert "disabled" in next(line for line in do("user", "list") if line.startswith("nurse\t"))
    do("user", "enable", "nurse")
    password = do("user", "password", "nurse")[-1]
    [(hashed,)] = rows(database, "SELECT password_hash FROM users WHERE login = 'nurse'")
    assert _HASHER.verify(hashed, password)
    assert events(database) == ["user.disabled", "user.enabled", "user.password"]
    assert rows(database, "SELECT reason FROM audit_log WHERE action = 'user.disabled'") == [("left",)]
    assert password not in str(rows(database, "SELECT * FROM audit_log"))
    for words in (["disable", "nobody"], ["enable", "nobody"], ["password", "nobody"], ["roles", "nobody"]):
        with pytest.raises(NotFound, match="nobody"):
            do("user", *words)


def test_a_device_is_registered_at_a_bed_and_its_token_shown_once(do: Command, database: Any, clinic: Any) -> None:
    token = do("device", "add", "new-1", "--model", "BM-7", "--ward", "3 East", "--bed", "2")[-1]
    assert rows(
        database,
        "SELECT d.model, d.token_hash, b.name FROM devices d JOIN device_beds db ON db.device_id = d.id"
        " AND db.during @> now() JOIN beds b ON b.id = db.bed_id WHERE code = 'new-1'",
    ) == [("BM-7", sha256(token.encode()).digest(), "2")]
    left = "SELECT upper_inf(during) FROM device_beds db JOIN devices d ON d.id = db.device_id WHERE code = 'dev-2'"
    assert rows(database, left) == [(False,)]
    assert events(database) == ["device.added", "device.moved"]


def test_devices_are_listed_moved_revoked_and_taken_back(do: Command, database: Any, clinic: Any) -> None:
    do("device", "add", "spare")
    listed = {line.split("\t")[1]: line.split("\t")[2:] for line in do("device", "list")}
    assert listed["spare"] == ["-", "Sakura Clinic", "-", "in use"]
    assert listed["dev-1"] == ["test", "Sakura Clinic", "3 East 1", "in use"]
    assert do("device", "place", "spare", "--ward", "3 East", "--bed", "1")[0].split("\t")[4] == "3 East 1"
    assert do("device", "place", "spare")[0].split("\t")[4] == "-"
    do("device", "revoke", "spare")
    do("device", "revoke", "spare")
    assert do("device", "list")[-1].endswith("revoked")
    token = do("device", "token", "spare")[-1]
    assert rows(database, "SELECT token_hash, revoked_at FROM devices WHERE code = 'spare'") == [
        (sha256(token.encode()).digest(), None)
    ]
    assert [name for name in events(database) if name != "device.moved"] == [
        "device.added", "device.revoked", "device.token",
    ]  # fmt: skip
    for action in ("revoke", "token", "place"):
        with pytest.raises(NotFound, match="nothing"):
            do("device", action, "nothing")


def test_what_does_not_fit_a_device_is_named(do: Command, database: Any, clinic: Any, foreign: Any) -> None:
    for error, words, field in (
        (Conflict, ["dev-1", "--ward", "3 East", "--bed", "1"], "code"),
        (NotFound, ["new", "--ward", "3 East", "--bed", "77"], "bed"),
        (NotFound, ["new", "--clinic", "Nowhere"], "clinic"),
        (BadField, ["new"], "clinic"),
        (BadField, ["", "--clinic", "Elsewhere"], "code"),
        (BadField, ["x" * 65, "--clinic", "Elsewhere"], "code"),
        (BadField, ["a\0b", "--clinic", "Elsewhere"], "code"),
    ):
        with pytest.raises(error) as caught:
            do("device", "add", *words)
        assert caught.value.field == field
    assert rows(database, "SELECT count(*) FROM devices WHERE code LIKE 'new_'") == [(0,)]


def test_a_bed_of_several_clinics_needs_the_clinics_name(
    do: Command, database: Any, clinic: Any, foreign: Any
) -> None:
    rows(database, "UPDATE wards SET name = '3 East' WHERE id = %s RETURNING 1", foreign.ward)
    rows(database, "UPDATE beds SET name = '1' WHERE id = %s RETURNING 1", foreign.bed)
    with pytest.raises(BadField, match="name the clinic"):
        do("device", "add", "new", "--ward", "3 East", "--bed", "1")
    do("device", "add", "new", "--clinic", "Elsewhere", "--ward", "3 East", "--bed", "1")
    assert rows(database, "SELECT clinic_id FROM devices WHERE code = 'new'") == [(foreign.clinic,)]
    # One device's own clinic is clear.
    assert do("device", "place", "dev-2", "--ward", "3 East", "--bed", "1")[0].split("\t")[3:5] == [
        "Sakura Clinic", "3 East 1",
    ]  # fmt: skip


def test_the_program_says_its_errors_in_words(environ: dict[str, str], clinic: Any) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "clinic_console", "user", "disable", "nobody"],
        env=environ, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == cli.CANNOT_START
    assert "user nobody" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
