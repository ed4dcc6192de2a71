"""The command line's import: a file is streamed in, stopped, gone on with, and says what it refused."""

import csv
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from clinic_console import cli
from clinic_console.domain.errors import BadField, NotFound
from clinic_console.hub.service import imports_rows

Command = Callable[..., tuple[int, list[str]]]


@pytest.fixture
def do(database: Any, clinic: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Carry out an import and return its exit code and lines; its errors are raised."""
    assert clinic.id
    monkeypatch.setenv("CLINIC_POSTGRES_DSN", database.dsn)

    def run(*words: object) -> tuple[int, list[str]]:
        capsys.readouterr()
        arguments = cli._parse(["import", *map(str, words)])
        code = arguments.run(arguments)
        return code, capsys.readouterr().out.splitlines()

    return run


def rows(database: Any, query: str, *given: object) -> list[Any]:
    with psycopg.connect(database.dsn) as connection:
        return connection.execute(query, given).fetchall()


def write(path: Path, lines: list[str], encoding: str = "utf-8") -> Path:
    path.write_bytes("\r\n".join([*lines, ""]).encode(encoding))
    return path


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """2,500 patients."""
    body = [f"p{number},Person {number},1980-01-02,{'FM'[number % 2]}" for number in range(2_500)]
    return write(tmp_path / "many.csv", ["id,name,born,sex", *body])


def test_a_file_with_titles_needs_nothing_but_the_name_of_its_ids(
    do: Command, database: Any, many: Path, clinic: Any
) -> None:
    code, lines = do("patients", many, "--system", "old-his")
    assert (code, lines[-1]) == (0, "Import finished.")
    assert lines[-2].startswith("2500 of 2500 rows (")
    assert rows(database, "SELECT count(*) FROM patient_identifiers WHERE system = 'old-his'") == [(2_500,)]
    recorded = rows(database, "SELECT action, user_name, program, clinic_id FROM audit_log ORDER BY at")
    assert recorded == [("import.begun", "", "cli", clinic.id), ("import.ended", "", "cli", clinic.id)]
    code, lines = do("patients", many)
    assert code == 0
    assert lines[-2].endswith("0 in, 2500 there already, 0 refused"), "the mapping of the last time, system and all"


def test_refused_rows_are_written_to_a_file_by_line(do: Command, tmp_path: Path, database: Any) -> None:
    path = write(
        tmp_path / "dirty.csv",
        ["Nachname;Vorname;Geburtsdatum;Geschlecht", "Müller;Jörg;13.04.1951;m", "Özil;Ada;31.02.1990;w", "Kurz;Eva"],
        "latin-1",
    )
    code, lines = do("patients", path, "--errors", tmp_path / "errors.csv")
    assert (code, lines[-1]) == (1, "Import finished.")
    with (tmp_path / "errors.csv").open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    assert [(each["line"], each["field"], each["code"]) for each in found] == [
        ("3", "born", "imports.date"), ("4", "", "imports.columns"),
    ]  # fmt: skip
    assert all(each["text"] for each in found)
    assert rows(database, "SELECT name, family, sex, born::text FROM patients WHERE family <> ''") == [
        ("Jörg Müller", "Müller", "M", "1951-04-13")
    ]


def test_a_dry_run_shows_what_would_come_in_and_changes_nothing(do: Command, many: Path, database: Any) -> None:
    code, lines = do("patients", many, "--system", "his", "--dry-run")
    assert code == 0
    assert lines[1] == "--columns external,name,born,sex --header"
    assert lines[2] == "line 2\texternal: p0, name: Person 0, born: 1980-01-02, sex: F"
    assert len(lines) == 7
    assert rows(database, "SELECT count(*) FROM imports") == [(0,)]


def test_ctrl_c_stops_behind_a_batch_and_the_rest_comes_in_later(
    do: Command, many: Path, database: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_rows = imports_rows.take_rows

    async def press(*given: Any) -> Any:
        os.kill(os.getpid(), signal.SIGINT)
        return await take_rows(*given)

    monkeypatch.setattr(imports_rows, "take_rows", press)
    before = signal.getsignal(signal.SIGINT)
    code, lines = do("patients", many, "--columns", "external,name,born,sex", "--header", "--system", "his")
    assert (code, lines[-2]) == (130, "Stopped behind row 1000 of 2500. To go on:")
    assert lines[-1] == f"  clinic-console import patients {many} --clinic 'Sakura Clinic' --resume"
    assert signal.getsignal(signal.SIGINT) is before
    monkeypatch.setattr(imports_rows, "take_rows", take_rows)
    code, lines = do("patients", many, "--clinic", "Sakura Clinic", "--resume")
    assert (code, lines[0], lines[-1]) == (0, "Going on behind row 1000.", "Import finished.")
    assert rows(database, "SELECT done, good, state FROM imports") == [(2_500, 2_500, "finished")]
    with pytest.raises(NotFound, match="stopped"):
        do("patients", many, "--resume")


def test_visits_follow_their_patients(do: Command, tmp_path: Path, database: Any, many: Path, clinic: Any) -> None:
    do("patients", many, "--system", "his", "--clinic", clinic.id)
    path = write(tmp_path / "visits.csv", ["v1,p7,2020-01-02 09:30,dr-1", "v2,nobody,2020-01-02 09:30,dr-1"])
    code, _ = do("encounters", path, "--columns", "external,patient,began,practitioner", "--system", "his")
    assert code == 1
    assert rows(
        database,
        "SELECT p.name, e.practitioner, e.began AT TIME ZONE 'UTC' = '2020-01-02 00:30' FROM encounters e"
        " JOIN patients p ON p.id = e.patient_id",
    ) == [("Person 7", "dr-1", True)]


def test_what_does_not_fit_is_named(do: Command, tmp_path: Path, many: Path) -> None:
    empty = write(tmp_path / "empty.csv", [""])
    for error, field, words in (
        (NotFound, "file", [tmp_path / "nothing.csv"]),
        (BadField, "file", [empty]),
        (NotFound, "clinic", [many, "--system", "his", "--clinic", "Nowhere"]),
        (BadField, "mapping.system", [many]),
        (BadField, "mapping.columns", [many, "--columns", "external,height,,sex", "--system", "his"]),
    ):
        with pytest.raises(error) as caught:
            do("patients", *words)
        assert caught.value.field == field


def test_past_visits_bring_whom_nobody_knows_and_a_day_list_is_no_work_for_a_command(
    do: Command, database: Any, tmp_path: Path
) -> None:
    path = write(
        tmp_path / "visits.csv",
        ["AppointmentID,PatientId,AppointmentDay,No-show", "1,a7,2016-04-29T00:00:00Z,Yes", "2,a7,2016-04-30,No"],
    )
    code, lines = do("appointments", path, "--system", "vitoria")
    assert (code, lines[-2][-30:]) == (1, "0 in, 0 there already, 2 refused"[-30:])
    code, _ = do("appointments", path, "--system", "vitoria", "--register")
    assert code == 0
    assert rows(database, "SELECT day::text, state FROM visits_past ORDER BY day") == [
        ("2016-04-29", "no_show"), ("2016-04-30", "done"),
    ]  # fmt: skip
    assert rows(database, "SELECT count(*) FROM patients WHERE name = 'No name (a7)'") == [(1,)]
    with pytest.raises(SystemExit):
        do("day_list", path)
