"""Past visits from files without a time: the day that is written, whom they bring, and how many did not come."""

import gzip
from pathlib import Path
from typing import Any

import psycopg
import pytest

from clinic_console.domain.imports import Kind, check_layout
from clinic_console.domain.imports_guess import guess
from clinic_console.domain.imports_rows import behind_header, cells_of, read_rows
from tests.hub.api.imports_desk import PATIENTS, Desk, digest_of, mapping, numbered

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


def visit(external: str, patient: str, day: str = "2020-01-02", missed: str = "No") -> list[str]:
    return [external, patient, day, missed]


async def test_a_day_is_the_one_that_is_written_whatever_the_clinics_clocks(desk: Desk, database: Any) -> None:
    written = [
        "2016-04-29T00:00:00Z",
        "2016-04-29T23:59:59-11:00",
        "2016-04-29 00:30 UTC",
        "20160429",
        "2016年4月29日 9時30分",
    ]
    for zone in ("Asia/Tokyo", "America/Sao_Paulo", "Pacific/Kiritimati"):
        rows(database, "UPDATE clinics SET zone = %s RETURNING 1", zone)
        sent = numbered([visit(f"{zone}{number}", "p1", day) for number, day in enumerate(written)])
        made = registering(SHORT) | {"digest": digest_of(zone)}
        progress, errors = await desk.import_rows("appointments", SHORT, sent, **made)
        assert (progress["good"], errors) == (5, [])
    assert rows(database, "SELECT DISTINCT day::text FROM visits_past") == [("2016-04-29",)]


async def test_a_doubled_id_is_refused_and_a_file_that_is_sent_again_is_there(desk: Desk, database: Any) -> None:
    sent = numbered([visit("v1", "p1"), visit("v2", "p1", missed="Yes"), visit("v1", "p2")])
    import_id = await desk.begin("appointments", 3, SHORT, **registering(SHORT))
    for after, cells in enumerate(cells for _, cells in sent):
        answer = (await desk.send(import_id, after, [cells])).json()
    assert [(each["line"], each["field"], each["code"]) for each in answer["errors"]] == [
        (3, "external", "imports.doubled")
    ]
    assert (answer["progress"]["good"], answer["progress"]["bad"]) == (2, 1)
    progress, errors = await desk.import_rows(
        "appointments", SHORT, sent[:2], **(registering(SHORT) | {"digest": digest_of("again")})
    )
    assert (progress["good"], progress["already"], errors) == (0, 2, [])
    assert rows(database, "SELECT count(*), count(DISTINCT patient_id) FROM visits_past") == [(2, 1)]


async def test_history_can_come_before_the_patients_own_file_and_behind_it(desk: Desk, database: Any) -> None:
    columns = ["external", "patient", "day", "sex", "age"]
    sent = numbered([["v1", "a1", "2020-01-02", "F", "40"], ["v2", "b2", "2020-01-02", "", ""]])
    progress, _ = await desk.import_rows("appointments", columns, sent, mapping=mapping(columns, register=True))
    assert progress["good"] == 2
    asked = "SELECT name, born::text, sex, version FROM patients WHERE name ~ '^(No name|Ana Lima)' ORDER BY 1"
    assert rows(database, asked) == [("No name (a1)", None, "F", 1), ("No name (b2)", None, "U", 1)]
    people = numbered([["a1", "Ana Lima", "Lima", "1980-02-29", "", "+351 910 000 001"]])
    progress, errors = await desk.import_rows("patients", PATIENTS, people)
    assert (progress["good"], progress["already"], errors) == (1, 0, [])
    assert rows(database, asked) == [("Ana Lima", "1980-02-29", "F", 2), ("No name (b2)", None, "U", 1)]
    assert rows(
        database,
        "SELECT i.value, c.value, p.words LIKE '%%lima%%', h.changes ->> 'name' FROM patients p"
        " JOIN patient_identifiers i ON i.patient_id = p.id JOIN patient_contacts c ON c.patient_id = p.id"
        " JOIN patient_history h ON h.patient_id = p.id WHERE p.name = 'Ana Lima'",
    ) == [("a1", "+351 910 000 001", True, '[["No name (a1)"], ["Ana Lima"]]')]
    progress, _ = await desk.import_rows("patients", PATIENTS, people, digest=digest_of("again"))
    assert (progress["good"], progress["already"]) == (0, 1), "nobody who has a name is changed"


async def test_nobody_is_brought_who_is_not_wanted_or_of_another_clinic(
    desk: Desk, house: Any, database: Any
) -> None:
    far = Desk(house.hub, house.other, await house.headers("far"))
    await far.import_rows("appointments", SHORT, numbered([visit("f1", "far")]), **registering(SHORT))
    for register, code in ((False, "imports.unknown_patient"), (True, "imports.elsewhere")):
        made = {"mapping": mapping(SHORT, "vitoria", register=register), "digest": digest_of(str(register))}
        _, errors = await desk.import_rows("appointments", SHORT, numbered([visit("v1", "far")]), **made)
        assert [(each["field"], each["code"]) for each in errors] == [("patient", code)]
    _, errors = await desk.import_rows(
        "appointments", SHORT, numbered([visit("f1", "new")]), **(registering(SHORT) | {"digest": digest_of("x")})
    )
    assert [(each["field"], each["code"]) for each in errors] == [("external", "imports.elsewhere")]
    assert rows(database, "SELECT count(*) FROM patients WHERE name = 'No name (new)'") == [(0,)]


async def test_a_batch_costs_the_same_statements_however_many_rows(desk: Desk) -> None:
    import_id = await desk.begin("appointments", 303, SHORT, **registering(SHORT))
    costs = []
    for after, upto in ((0, 3), (3, 303)):
        desk.hub.statements.clear()
        sent = [visit(f"v{number}", f"p{number}") for number in range(after, upto)]
        assert (await desk.send(import_id, after, sent)).status_code == 200
        costs.append(len(desk.hub.touching_tables()))
    assert costs == [3, 3], "the import, what is known, and what is new"


async def test_the_chart_shows_them_with_its_own_by_pages(house: Any, database: Any, desk: Desk) -> None:
    columns = ["external", "patient", "day", "state", "doctor", "kind", "reason"]
    states = ("done", "falta", "キャンセル", "left")
    sent = [
        [f"v{n}", "p1", f"2019-0{n + 1}-01", state, "Dr Mori", "Check", "cough"] for n, state in enumerate(states)
    ]
    made = {"mapping": mapping(columns, "his", register=True)}
    progress, errors = await desk.import_rows("appointments", columns, numbered(sent), **made)
    assert (progress["good"], errors) == (4, [])
    [(patient,)] = rows(database, "SELECT DISTINCT patient_id FROM visits_past")
    headers = await house.hub.sign_in(house.clinic, "reception")
    found: list[Any] = []
    after: str | None = ""
    while after is not None:
        answer = await house.hub.client.get(
            f"/api/patients/{patient}/appointments", params={"after": after, "limit": 3}, headers=headers
        )
        found += answer.json()["items"]
        after = answer.json().get("next")
    assert [(each["day"], each["state"]) for each in found] == [
        ("2019-04-01", "left"), ("2019-03-01", "cancelled"), ("2019-02-01", "no_show"), ("2019-01-01", "done"),
    ]  # fmt: skip
    assert (found[0]["doctor"], found[0]["kind"], found[0]["reason"], found[0]["source"]) == (
        "Dr Mori", "Check", "cough", "his",
    )  # fmt: skip
    asked = {"clinic": str(house.clinic.id), "from": "2019-02-01", "to": "2019-03-31"}
    answer = await house.hub.client.get("/api/no-shows", params=asked, headers=headers)
    assert answer.json() == {"kept": 0, "missed": 1, "cancelled": 1, "rate": 1.0}
    for wrong, status in (({"from": "2019-05-01"}, 400), ({"clinic": str(house.other)}, 404)):
        assert (
            await house.hub.client.get("/api/no-shows", params=asked | wrong, headers=headers)
        ).status_code == status
    assert rows(database, "SELECT count(*) FROM audit_log WHERE action = 'appointment.no_shows'") == [(1,)]


async def test_two_ids_of_one_system_with_one_record_number_are_not_one_patient(desk: Desk, database: Any) -> None:
    columns = ["external", "patient", "mrn", "day"]
    made = {"mapping": mapping(columns, "his", register=True)}
    sent = [["v1", "a", "M-7", "2020-01-02"], ["v2", "b", "M-7", "2020-01-02"], ["v3", "", "M-7", "2020-01-02"]]
    import_id = await desk.begin("appointments", 4, columns, **made)
    answers = [(await desk.send(import_id, 0, sent)).json()]
    answers.append((await desk.send(import_id, 3, [["v4", "c", "M-7", "2020-01-02"]])).json())
    assert [[(each["line"], each["field"], each["code"]) for each in told["errors"]] for told in answers] == [
        [(2, "mrn", "imports.number_taken")], [(4, "mrn", "imports.number_taken")],
    ]  # fmt: skip
    asked = "SELECT p.mrn, count(*) FROM visits_past v JOIN patients p ON p.id = v.patient_id GROUP BY 1"
    assert rows(database, asked) == [("M-7", 2)]
