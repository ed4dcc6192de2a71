"""Past visits from files without a time: the day that is written, whom they bring, and how many did not come."""

import gzip
from pathlib import Path
from typing import Any

import psycopg
import pytest

from clinic_console.domain.imports import Kind, check_layout
from clinic_console.domain.imports_guess import guess
from clinic_console.domain.imports_rows import behind_header, cells_of, read_rows
from tests.hub.api.imports_desk import Desk, mapping

FILES = list(Path("../shared/data/appointments_kaggle/split").glob("*.csv.gz"))
VISITS = [
    "patient", "external", "sex", "booked", "day", "age", "", "", "", "", "", "", "", "missed",
]  # fmt: skip
SHORT = ["external", "patient", "day", "missed"]


@pytest.fixture
async def desk(house: Any) -> Desk:
    return Desk(house.hub, house.clinic.id, await house.headers())


def rows(database: Any, query: str, *given: object) -> list[Any]:
    with psycopg.connect(database.dsn) as connection:
        return connection.execute(query, given).fetchall()


def registering(columns: list[str], **more: Any) -> dict[str, Any]:
    return {"mapping": mapping(columns, "vitoria", register=True, **more)}


@pytest.mark.shared
@pytest.mark.skipif(not FILES, reason="../shared/data is not here")
async def test_the_real_visits_of_a_city_come_in_and_the_rate_is_right(desk: Desk, database: Any) -> None:
    [path] = FILES
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        titled = list(read_rows(file))
    layout = guess(Kind.APPOINTMENTS, cells_of(titled, 200), system="vitoria")
    check_layout(Kind.APPOINTMENTS, layout)
    assert (list(layout.columns), layout.header) == (VISITS, True)
    found = list(behind_header(iter(titled), header=True))
    assert len(found) == 75_283
    progress, errors = await desk.import_rows("appointments", VISITS, found, **registering(VISITS))
    assert (progress["good"], progress["already"], progress["bad"]) == (75_275, 0, 8)
    assert sorted((each["field"], each["code"]) for each in errors) == [
        *[("day", "imports.before_booking")] * 5, *[("patient", "imports.broken_number")] * 3,
    ]  # fmt: skip
    wrong = dict(found)
    for each in errors:
        cells = wrong[each["line"]]
        assert cells[3][:10] > cells[4][:10] or "E" in cells[0]
    answer = await desk.hub.client.get("/api/no-shows", params={"clinic": desk.clinic}, headers=desk.headers)
    told = answer.json()
    assert (told["kept"] + told["missed"], told["cancelled"], f"{told['rate']:.2%}") == (75_275, 0, "20.96%")
    [(first, last, days, people)] = rows(
        database,
        "SELECT min(day)::text, max(day)::text, count(DISTINCT day), count(DISTINCT patient_id) FROM visits_past",
    )
    good = [cells for line, cells in found if line not in {each["line"] for each in errors}]
    written, numbers = {cells[4][:10] for cells in good}, {cells[0] for cells in good}
    assert (first, last, days, people) == (min(written), max(written), len(written), len(numbers))
