"""A real file of somebody else's: all of its patients and visits come in, and are found."""

from pathlib import Path
from typing import Any

import psycopg
import pytest

from clinic_console.domain.imports import Kind, Layout, check_layout
from clinic_console.domain.imports_guess import guess
from clinic_console.domain.imports_rows import cells_of, guess_delimiter, guess_encoding, read_rows
from tests.hub.api.imports_desk import Desk

SYNTHEA = Path("../shared/data/patients_synthea_csv")
PATIENTS = [
    "external", "born", "died", "national", "licence", "passport", "prefix", "given", "family", "suffix", "former",
    "", "", "", "sex", "", "address", "address", "address", "address",
]  # fmt: skip
ENCOUNTERS = [
    "", "external", "began", "ended", "patient", "practitioner", "kind", "code", "text", "", "", "reason",
]  # fmt: skip
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SYNTHEA.exists(), reason="../shared/data is not here"),
]


def rows_of(name: str) -> list[Any]:
    with (SYNTHEA / name).open(encoding="utf-8", newline="") as file:
        return list(read_rows(file))


async def test_all_patients_and_visits_of_synthea_come_in(house: Any, database: Any) -> None:
    desk = Desk(house.hub, house.clinic.id, await house.headers())
    patients, encounters = rows_of("patients.csv"), rows_of("encounters.csv")
    assert (len(patients), len(encounters)) == (1_177, 7_587)
    progress, errors = await desk.import_rows("patients", PATIENTS, patients)
    assert (progress["good"], progress["bad"], progress["state"], errors) == (1_177, 0, "finished", [])
    progress, errors = await desk.import_rows("encounters", ENCOUNTERS, encounters)
    assert (progress["good"], progress["bad"], progress["state"], errors) == (7_587, 0, "finished", [])
    with psycopg.connect(database.dsn) as connection:
        _is_like(connection, patients, encounters)
    # Once more, with other clothes on: nobody comes in twice.
    progress, _ = await desk.import_rows("patients", PATIENTS, patients, digest="0" * 64)
    assert (progress["good"], progress["already"]) == (0, 1_177)


def _is_like(connection: Any, patients: list[Any], encounters: list[Any]) -> None:
    """Hold what is in against the files."""
    [(born, dead, women)] = connection.execute(
        "SELECT count(DISTINCT born), count(died), count(*) FILTER (WHERE sex = 'F') FROM patients p"
        " JOIN patient_clinic c ON c.patient_id = p.id WHERE made_by = 'import'"
    ).fetchall()
    assert (born, dead, women) == (
        len({cells[1] for _, cells in patients}),
        sum(bool(cells[2]) for _, cells in patients),
        sum(cells[14] == "F" for _, cells in patients),
    )
    accented = [cells for _, cells in patients if cells[8] == "Márquez847"]
    [(name, mrn)] = connection.execute(
        "SELECT name, mrn FROM patients WHERE string_to_array(words, ' ') @> '{elvira561,marquez847}'"
    ).fetchall()
    assert (name, mrn.isdigit()) == (f"{accented[0][7]} Márquez847", True)
    kept = connection.execute(
        "SELECT e.external_id, i.value, e.practitioner FROM encounters e JOIN patient_identifiers i"
        " ON i.patient_id = e.patient_id AND i.kind = 'external' WHERE e.system = 'synthea'"
    ).fetchall()
    assert set(kept) == {(cells[1], cells[4], cells[5]) for _, cells in encounters}


@pytest.mark.parametrize(
    ("kind", "file", "right"), [("patients", "patients.csv", PATIENTS), ("encounters", "encounters.csv", ENCOUNTERS)]
)
def test_what_stands_where_is_guessed_without_titles(kind: str, file: str, right: list[str]) -> None:
    first = (SYNTHEA / file).read_bytes()[:20_000]
    assert guess_encoding(first) == "utf-8"
    assert guess_delimiter(first.decode("utf-8", "ignore")) == ","
    found = guess(Kind(kind), cells_of(rows_of(file), 200), system="synthea")
    check_layout(Kind(kind), found)
    wrong = [(place, field) for place, field in enumerate(found.columns) if field and field != right[place]]
    assert (wrong, found.order, found.header) == ([], "ymd", False)
    assert isinstance(found, Layout)
