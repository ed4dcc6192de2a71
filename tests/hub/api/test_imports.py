"""Imports over HTTP, on the real database: each batch once, good rows in, the others named by line and field."""

import asyncio
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from clinic_console.domain.errors import StoreUnavailable
from clinic_console.hub.service import imports_rows
from clinic_console.hub.store import imports as store
from tests.hub.api.imports_desk import ENCOUNTERS, PATIENTS, Desk, digest_of, mapping, numbered

ANA = ["a1", "Ana María Lima", "Lima", "1980-02-29", "F", "+351 910 000 001"]
JOAO = ["a2", "João Souza", "Souza", "1951-12-31", "masculino", ""]
YUKI = ["a3", "田中 由紀", "田中", "1990/03/04", "女", ""]
DIRT = [
    ("x1", [*ANA[:1], "", "", *ANA[3:]], "name", "imports.empty"),
    ("x2", ["x2", "Ana", "", "31.02.1980", "F", ""], "born", "imports.date"),
    ("x3", ["x3", "Ana", "", "2199-01-01", "F", ""], "born", "imports.future"),
    ("x4", ["x4", "Ana", "", "1801-01-01", "F", ""], "born", "imports.too_old"),
    ("x5", ["x5", "Ana", "", "1980-01-01", "purple", ""], "sex", "imports.sex"),
    ("x6", ["x6", "A" * 201, "", "1980-01-01", "F", ""], "name", "imports.too_long"),
    ("x7", ["x7", "An\x00a", "", "1980-01-01", "F", ""], "name", "imports.unreadable"),
    ("x8", ["x8", "An\ufffda", "", "1980-01-01", "F", ""], "name", "imports.unreadable"),
    ("x9", ["x9", "Ana", "", "1980-01-01", "F", "none"], "phone", "imports.phone"),
    ("x10", ["x10", "Ana", "", "1980-01-01", "F"], "", "imports.columns"),
    ("x11", ["x11", "Ana", "", "1980-01-01", "F", "", "more"], "", "imports.columns"),
    ("x12", [], "", "imports.columns"),
    ("x13", ["", "Ana", "", "", "F", ""], "external", "imports.too_little"),
    ("x14", ["--", "Ana", "", "1980-01-01", "F", ""], "external", "imports.number"),
    ("x15", ["A-1", "Ana", "", "1980-01-01", "F", ""], "external", "imports.alike"),
    ("x16", ["x16", "Ana Lima", "Souza", "1980-01-01", "F", ""], "family", "imports.family"),
]


@pytest.fixture
async def desk(house: Any) -> Desk:
    return Desk(house.hub, house.clinic.id, await house.headers())


def rows(database: Any, query: str, *given: object) -> list[Any]:
    with psycopg.connect(database.dsn) as connection:
        return connection.execute(query, given).fetchall()


async def test_patients_come_in_as_they_are_written_and_found(desk: Desk, database: Any, house: Any) -> None:
    progress, errors = await desk.import_rows("patients", PATIENTS, numbered([ANA, JOAO, YUKI]))
    assert (progress["good"], progress["already"], progress["bad"], progress["state"]) == (3, 0, 0, "finished")
    assert (errors, progress["by"], progress["done"]) == ([], "Boss", 3)
    assert rows(
        database,
        "SELECT p.name, p.family, p.born::text, p.sex, c.digits, i.value, i.folded, p.mrn ~ '^[0-9]{9}$',"
        " l.clinic_id, l.import_id::text FROM patients p JOIN patient_identifiers i ON i.patient_id = p.id"
        " JOIN patient_clinic l ON l.patient_id = p.id LEFT JOIN patient_contacts c ON c.patient_id = p.id"
        " WHERE i.system = 'synthea' ORDER BY i.value",
    ) == [
        ("Ana María Lima", "Lima", "1980-02-29", "F", "351910000001", "a1", "A1", True, desk.clinic, progress["id"]),
        ("João Souza", "Souza", "1951-12-31", "M", None, "a2", "A2", True, desk.clinic, progress["id"]),
        ("田中 由紀", "田中", "1990-03-04", "F", None, "a3", "A3", True, desk.clinic, progress["id"]),
    ]  # fmt: skip
    [(words, sort)] = rows(database, "SELECT words, sort_name FROM patients WHERE name LIKE 'Ana%%'")
    assert ({"ana", "maria", "lima"} <= set(words.split()), sort) == (True, "lima ana maria")
    events = house.events("import.")
    assert [(event[0], event[2], event[3]) for event in events] == [
        ("import.begun", "Boss", desk.clinic), ("import.ended", "Boss", desk.clinic),
    ]  # fmt: skip
    assert '"good": 3' in events[1][5]


async def test_every_kind_of_dirt_is_named_and_the_rest_comes_in(desk: Desk, database: Any) -> None:
    dirty = [ANA, *(cells for _, cells, _, _ in DIRT), JOAO]
    progress, errors = await desk.import_rows("patients", PATIENTS, numbered(dirty))
    assert [(each["line"], each["field"], each["code"]) for each in errors] == [
        (line, field, code) for line, (_, _, field, code) in enumerate(DIRT, start=2)
    ]
    assert all(each["text"] for each in errors)
    assert (progress["good"], progress["bad"], progress["done"]) == (2, len(DIRT), len(dirty))
    kept: list[Any] = []
    after: str | None = ""
    while after is not None:
        page = (await desk.get(f"/{progress['id']}/errors", after=after, limit=7)).json()
        kept += page["items"]
        after = page["next"]
    assert kept == errors
    assert rows(database, "SELECT count(*) FROM patients WHERE name LIKE 'Ana%%'") == [(1,)]


async def test_a_row_can_have_several_faults(desk: Desk) -> None:
    _, errors = await desk.import_rows("patients", PATIENTS, [(7, ["a9", "", "", "soon", "purple", "x"])])
    assert {(each["line"], each["field"]) for each in errors} == {(7, "name"), (7, "born"), (7, "sex"), (7, "phone")}


async def test_a_batch_counts_once_however_often_it_is_sent(desk: Desk, database: Any) -> None:
    import_id = await desk.begin("patients", 4, PATIENTS)
    assert (await desk.send(import_id, 0, [ANA, JOAO])).json()["progress"]["done"] == 2
    for after in (0, 1, 3):
        answer = await desk.send(import_id, after, [ANA])
        assert (answer.status_code, answer.json()["code"]) == (409, "imports.out_of_step")
        assert "2 rows have been done" in answer.json()["message"]
    answer = await desk.send(import_id, 2, [ANA, YUKI], first=3)
    progress = answer.json()["progress"]
    assert (progress["good"], progress["already"], progress["state"]) == (3, 1, "finished")
    answer = await desk.send(import_id, 4, [ANA])
    assert (answer.status_code, answer.json()["code"]) == (409, "imports.over")
    assert rows(database, "SELECT count(*) FROM patient_identifiers") == [(3,)]


async def test_two_who_import_the_same_file_make_one_import(desk: Desk, database: Any, house: Any) -> None:
    other = Desk(house.hub, house.clinic.id, await house.headers("chief"))
    begun = await asyncio.gather(*(each.begin("patients", 20, PATIENTS) for each in (desk, other)))
    assert begun[0] == begun[1]
    people = [[f"p{number}", f"Person {number}", "", "1970-01-01", "X", ""] for number in range(20)]
    for after in range(0, 20, 5):
        answers = await asyncio.gather(
            *(each.send(begun[0], after, people[after : after + 5]) for each in (desk, other, desk))
        )
        assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
    assert rows(database, "SELECT good, already, bad, state FROM imports") == [(20, 0, 0, "finished")]
    assert rows(database, "SELECT count(*) FROM patient_identifiers") == [(20,)]


async def test_an_import_is_gone_on_with_and_begun_anew_when_it_is_over(desk: Desk, house: Any) -> None:
    new = desk.new("patients", 2, PATIENTS)
    import_id = (await desk.post("", new)).json()["id"]
    await desk.send(import_id, 0, [ANA])
    again = (await desk.post("", {**new, "id": str(uuid4())})).json()
    assert (again["id"], again["done"]) == (import_id, 1)
    assert (await desk.post("", new)).json()["id"] == import_id
    for changed, field in (
        ({"mapping": mapping(PATIENTS, order="dmy"), "id": str(uuid4())}, "mapping"),
        ({"lines": 9, "id": str(uuid4())}, "mapping"),
        ({"digest": digest_of("another")}, "id"),
    ):
        answer = await desk.post("", {**new, **changed})
        assert (answer.status_code, answer.json()["field"]) == (409, field)
    await desk.send(import_id, 1, [JOAO])
    assert (await desk.post("", new)).json()["state"] == "finished"
    anew = (await desk.post("", {**new, "id": str(uuid4())})).json()
    assert (anew["id"] != import_id, anew["done"]) == (True, 0)
    assert (await desk.send(anew["id"], 0, [ANA, JOAO])).json()["progress"]["already"] == 2
    listed = (await desk.get("", limit=1)).json()
    assert [each["id"] for each in listed["items"]] == [anew["id"]]
    assert (await desk.get("", after=listed["next"])).json()["items"][0]["id"] == import_id


async def test_what_is_in_stays_in_when_an_import_is_ended(desk: Desk, database: Any, house: Any) -> None:
    import_id = await desk.begin("patients", 2, PATIENTS)
    await desk.send(import_id, 0, [ANA])
    for _ in range(2):
        answer = await desk.hub.client.delete(f"/api/imports/{import_id}", headers=desk.headers)
        assert (answer.status_code, answer.json()["state"], answer.json()["good"]) == (200, "cancelled", 1)
    assert (await desk.send(import_id, 1, [JOAO])).json()["code"] == "imports.over"
    assert (await desk.get(f"/{import_id}")).json()["ended"] is not None
    assert [event[0] for event in house.events("import.")] == ["import.begun", "import.ended"]
    assert rows(database, "SELECT count(*) FROM patients WHERE name = %s", ANA[1]) == [(1,)]


async def test_nobody_is_taken_over_from_another_clinic(desk: Desk, house: Any, database: Any) -> None:
    far = Desk(house.hub, house.other, await house.headers("far"))
    columns = [*PATIENTS, "mrn"]
    await far.import_rows("patients", columns, numbered([[*ANA, "M-1"], [*JOAO, ""]]))
    stranger = ["b1", "Somebody", "", "1944-01-01", "F", "", "M-1"]
    own = [["b2", "Eva", "", "1950-01-01", "F", "", "M-2"], ["", "Otto", "", "1951-01-01", "M", "", "M-2"]]
    progress, errors = await desk.import_rows("patients", columns, numbered([[*ANA, ""], stranger, *own, own[0]]))
    assert [(each["line"], each["field"], each["code"]) for each in errors] == [
        (1, "external", "imports.elsewhere"), (2, "mrn", "imports.elsewhere"), (4, "mrn", "imports.number_taken"),
    ]  # fmt: skip
    assert (progress["good"], progress["already"]) == (1, 1)
    assert "Elsewhere" not in str(errors)
    assert rows(
        database, "SELECT count(*) FROM patient_clinic WHERE clinic_id = %s AND made_by = 'import'", desk.clinic
    ) == [(1,)]


async def test_who_has_no_number_is_known_by_name_and_date_of_birth(desk: Desk) -> None:
    columns = ["name", "born"]
    people = numbered([["Ana Lima", "1980-01-01"], ["ANA  LIMA", "1980-01-01"], ["Ana Lima", "1981-01-01"]])
    progress, _ = await desk.import_rows("patients", columns, people)
    assert (progress["good"], progress["already"]) == (2, 1)
    progress, _ = await desk.import_rows("patients", columns, people)
    assert (progress["good"], progress["already"]) == (0, 3)


async def test_a_number_that_came_in_by_a_file_is_given_to_nobody_else(desk: Desk, database: Any) -> None:
    [(last,)] = rows(database, "SELECT last_value FROM patient_mrn")
    taken = [[str(last + step), f"Person {step}", "1970-01-01"] for step in range(1, 6)]
    anonymous = [["", f"Other {step}", "1970-01-01"] for step in range(1, 6)]
    progress, errors = await desk.import_rows("patients", ["mrn", "name", "born"], numbered([*anonymous, *taken]))
    assert (progress["good"], errors) == (10, [])


async def test_visits_belong_to_patients_of_the_same_system_here(desk: Desk, house: Any, database: Any) -> None:
    await desk.import_rows("patients", PATIENTS, numbered([ANA]))
    far = Desk(house.hub, house.other, await house.headers("far"))
    await far.import_rows("patients", PATIENTS, numbered([JOAO]))
    visit = ["v1", "A1", "2020-01-02T10:00:00Z", "2020-01-02 19:30", "ambulatory", "dr-7"]
    visits = [
        visit,
        ["v2", "a2", "2020-01-02", "", "", ""],
        ["v3", "a1", "2020-01-02T10:00Z", "2019-01-01", "", ""],
        ["v4", "a1", "", "", "", ""],
        visit,
    ]
    progress, errors = await desk.import_rows("encounters", ENCOUNTERS, numbered(visits))
    assert [(each["line"], each["field"], each["code"]) for each in errors] == [
        (2, "patient", "imports.unknown_patient"), (3, "ended", "imports.ended_before_began"),
        (4, "began", "imports.empty"),
    ]  # fmt: skip
    assert (progress["good"], progress["already"]) == (1, 1)
    assert rows(
        database,
        "SELECT external_id, system, kind, practitioner, ended - began = interval '30 minutes', p.name"
        " FROM encounters e JOIN patients p ON p.id = e.patient_id",
    ) == [("v1", "synthea", "ambulatory", "dr-7", True, ANA[1])]
    await far.import_rows("patients", PATIENTS, numbered([["a1f", *ANA[1:]]]), digest=digest_of("far"))
    _, errors = await far.import_rows("encounters", ENCOUNTERS, numbered([["v1", "a1f", *visit[2:]]]))
    assert [each["code"] for each in errors] == ["imports.elsewhere"]


async def test_a_mapping_is_remembered_by_clinic_kind_and_columns(desk: Desk, house: Any) -> None:
    asked = {"clinic": str(desk.clinic), "kind": "patients", "columns": len(PATIENTS)}
    assert (await desk.get("/mapping", **asked)).json() == {"mapping": None}
    await desk.begin("patients", 2, PATIENTS)
    found = (await desk.get("/mapping", **asked)).json()["mapping"]
    assert (found["columns"], found["system"], found["order"]) == (PATIENTS, "synthea", "ymd")
    assert (await desk.get("/mapping", **{**asked, "kind": "encounters"})).json() == {"mapping": None}
    far = Desk(house.hub, house.clinic.id, await house.headers("far"))
    assert (await far.get("/mapping", **asked)).json() == {"mapping": None}


BAD = [
    ({"kind": "beds"}, "kind"),
    ({"id": "x"}, "id"),
    ({"clinic_id": "x"}, "clinic_id"),
    ({"file": ""}, "file"),
    ({"file": "a\nb"}, "file"),
    ({"digest": "x"}, "digest"),
    ({"lines": 0}, "lines"),
    ({"lines": 10_000_001}, "lines"),
    ({"mapping": mapping([])}, "mapping.columns"),
    ({"mapping": mapping(["name", "height"])}, "mapping.columns"),
    ({"mapping": mapping(["name", "name"])}, "mapping.columns"),
    ({"mapping": mapping(["born"])}, "mapping.columns"),
    ({"mapping": mapping(["external", "name"], "")}, "mapping.system"),
    ({"mapping": mapping(["external", "name"], order="myd")}, "mapping.order"),
    ({"mapping": mapping(["external", "name"], delimiter="x")}, "mapping.delimiter"),
    ({"mapping": mapping(["external", "name"], encoding="ebcdic")}, "mapping.encoding"),
]


@pytest.mark.parametrize(("changed", "field"), BAD)
async def test_a_beginning_that_does_not_fit_is_named(desk: Desk, changed: dict[str, Any], field: str) -> None:
    answer = await desk.post("", {**desk.new("patients", 2, PATIENTS), **changed})
    assert (answer.status_code, answer.json()["field"]) == (400, field)


async def test_rows_that_do_not_fit_are_named(desk: Desk) -> None:
    import_id = await desk.begin("patients", 2_000, PATIENTS)
    for body, field in (
        ({"after": 0, "rows": [], "lines": []}, "rows"),
        ({"after": 0, "rows": [ANA] * 1_001, "lines": list(range(1, 1_002))}, "rows"),
        ({"after": 0, "rows": [ANA], "lines": []}, "lines"),
        ({"after": 0, "rows": [ANA], "lines": [0]}, "lines"),
        ({"after": 0, "rows": [ANA, ANA], "lines": [1, 1]}, "lines"),
        ({"after": -1, "rows": [ANA], "lines": [1]}, "after"),
        ({"after": 0, "rows": ["x"], "lines": [1]}, "rows[0]"),
    ):
        answer = await desk.post(f"/{import_id}/rows", body)
        assert (answer.status_code, answer.json()["field"]) == (400, field)
    short = await desk.begin("patients", 1, PATIENTS, digest=digest_of("short"))
    assert (await desk.send(short, 0, [ANA, JOAO])).json()["field"] == "rows"
    answer = await desk.post(f"/{import_id}/rows", {"after": 0, "rows": [["x" * 1_100_000]], "lines": [1]})
    assert (answer.status_code, answer.json()["code"]) == (413, "message.too_large")
    wide = [["x" * 900] * 6 for _ in range(150)]
    assert (await desk.send(import_id, 0, wide)).json()["progress"]["bad"] == 150, "a body of more than 64 KB"


async def test_a_number_that_is_taken_at_the_same_moment_is_seen_at_the_next_try(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    take, crossed = store.take_patients, [True]

    async def cross(*given: Any) -> Any:
        if crossed.pop():
            raise store.CrossedError
        return await take(*given)

    monkeypatch.setattr(store, "take_patients", cross)
    crossed[:] = [False, True]
    import_id = await desk.begin("patients", 2, PATIENTS)
    assert (await desk.send(import_id, 0, [ANA])).status_code == 200
    crossed[:] = [True] * imports_rows.TRIES
    answer = await desk.send(import_id, 1, [JOAO])
    assert (answer.status_code, answer.json()["code"]) == (503, StoreUnavailable.code)


async def test_a_batch_costs_the_same_statements_however_many_rows(desk: Desk) -> None:
    import_id = await desk.begin("patients", 303, PATIENTS)
    costs = []
    for after, rows_sent in (
        (0, [ANA, JOAO, YUKI]),
        (3, [[f"p{n}", "Ana", "", "1980-01-01", "F", "123"] for n in range(300)]),
    ):
        desk.hub.statements.clear()
        assert (await desk.send(import_id, after, rows_sent)).status_code == 200
        costs.append(len(desk.hub.touching_tables()))
    assert costs == [3, 3], "the import, who is known, and who is new"


async def test_only_so_many_errors_are_kept_and_all_are_counted(desk: Desk, database: Any) -> None:
    import_id = await desk.begin("patients", 1_000, PATIENTS)
    rows(database, "UPDATE imports SET kept = 9998 RETURNING 1")
    progress = (await desk.send(import_id, 0, [["x"]] * 5)).json()["progress"]
    assert progress["bad"] == 5
    assert [each["line"] for each in (await desk.get(f"/{import_id}/errors")).json()["items"]] == [1, 2]
