"""Registering patients, and changing them: every rule through HTTP, on the real database."""

import asyncio
import itertools
import json
import secrets
import time
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from clinic_console.domain.ids import uuid7
from clinic_console.hub.service.patients_likeness import QUESTIONS

ALL: dict[str, Any] = {
    "name": "佐藤 花子",
    "family": "佐藤",
    "name_kana": "サトウ ハナコ",
    "name_latin": "Sato Hanako",
    "former_name": "鈴木 花子",
    "mrn": "AB-1",
    "born": "1951-03-04",
    "sex": "F",
    "deceased": True,
    "died": "2020-01-02",
    "language": "ja",
    "interpreter": True,
    "identifiers": [
        {"kind": "external", "system": "synthea", "value": "a-1"},
        {"kind": "insurance", "system": "NHI", "value": "12-3"},
    ],
    "contacts": [
        {"kind": "phone", "value": "＋81 90-1234-5678", "whose": "", "relation": ""},
        {"kind": "email", "value": "t@example.org", "whose": "佐藤 太郎", "relation": "son"},
    ],
    "alerts": [
        {"kind": "infection", "text": "MRSA", "since": "2019-01-02"},
        {"kind": "allergy", "text": "Latex", "since": None},
        {"kind": "allergy", "text": "Nuts", "since": None},
    ],
    "consents": [{"kind": "messages", "given": True}, {"kind": "photo", "given": False}],
}
PLAIN = {"name": "Anna Berg", "born": "1980-01-02"}


def new_id() -> str:
    return str(uuid7(time.time_ns() // 1_000_000, secrets.randbits(74)))


def rows(database: Any, statement: str, *given: object) -> list[tuple[Any, ...]]:
    with psycopg.connect(database.dsn) as connection:
        cursor = connection.execute(statement, given)
        return cursor.fetchall() if cursor.description else []


def recorded(database: Any) -> list[tuple[Any, ...]]:
    return rows(
        database,
        "SELECT action, clinic_id, patient_id, before, after FROM audit_log"
        " WHERE action LIKE 'patient.%%' ORDER BY at",
    )


@pytest.fixture
async def nurse(hub: Any, clinic: Any) -> dict[str, str]:
    """The headers of a nurse's requests."""
    headers: dict[str, str] = await hub.sign_in(clinic, "nurse")
    return headers


@pytest.fixture
def post(hub: Any, clinic: Any, nurse: Any) -> Any:
    """Register somebody as the nurse."""

    async def ask(data: dict[str, Any], **more: Any) -> Any:
        body = {"id": new_id(), "clinic_id": str(clinic.id), "data": data} | more
        return await hub.client.post("/api/patients", json=body, headers=nurse)

    return ask


@pytest.fixture
def put(hub: Any, nurse: Any) -> Any:
    """Change somebody as the nurse."""

    async def ask(patient: object, version: int, data: dict[str, Any]) -> Any:
        body = {"version": version, "data": data}
        return await hub.client.put(f"/api/patients/{patient}", json=body, headers=nurse)

    return ask


async def test_all_of_a_patient_is_kept_and_told(hub: Any, clinic: Any, database: Any, nurse: Any, post: Any) -> None:
    answer = await post(ALL)
    assert answer.status_code == 201, answer.text
    patient = answer.json()
    assert {field: patient[field] for field in ALL} == ALL
    assert (patient["version"], patient["clinic_id"], patient["confirmed"]) == (1, str(clinic.id), None)
    assert (await hub.client.get(f"/api/patients/{patient['id']}", headers=nurse)).json() == patient
    assert rows(database, "SELECT folded FROM patient_identifiers ORDER BY 1") == [("123",), ("A1",)]
    assert rows(database, "SELECT digits FROM patient_contacts ORDER BY 1") == [("",), ("819012345678",)]
    ((sort_name, words, kinds),) = rows(
        database, "SELECT sort_name, words, alert_kinds FROM patients WHERE mrn = 'AB-1'"
    )
    assert (sort_name, kinds) == ("sato hanako", ["infection", "allergy"])
    assert {"sato", "佐藤", "鈴木"} < set(words.split())
    assert rows(database, "SELECT version, user_name, changes FROM patient_history") == [(1, "Nurse", {})]
    assert [row for row in recorded(database) if row[0] != "patient.opened"] == [
        ("patient.registered", clinic.id, UUID(patient["id"]), "", '{"mrn": "AB-1"}')
    ]


async def test_who_has_no_number_gets_the_next_that_nobody_has(database: Any, post: Any) -> None:
    rows(database, "INSERT INTO patients (id, mrn, name) VALUES (%s, '100000002', 'Taken')", uuid4())
    numbers = [(await post({"name": name})).json()["mrn"] for name in ("A", "B")]
    assert numbers == ["100000001", "100000003"]


async def test_the_same_id_again_is_the_same_patient(hub: Any, clinic: Any, database: Any, post: Any) -> None:
    patient = new_id()
    first, again = await post(PLAIN, id=patient), await post({**PLAIN, "name": "Anna Bergg"}, id=patient)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert [row[0] for row in recorded(database)] == ["patient.registered", "patient.opened"]
    other = await hub.sign_in(clinic, "reception")
    body = {"id": patient, "clinic_id": str(clinic.id), "data": PLAIN}
    answer = await hub.client.post("/api/patients", json=body, headers=other)
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (409, "conflict.taken", "id")
    known = await post(PLAIN, id=str(clinic.patients[0]))
    assert (known.status_code, known.json()["field"]) == (400, "id"), "no UUID of version 7"


async def test_the_same_id_twice_at_once_is_one_patient(database: Any, post: Any) -> None:
    patient = new_id()
    answers = await asyncio.gather(*(post(ALL, id=patient) for _ in range(4)))
    assert [answer.status_code for answer in answers] == [201] * 4
    assert len({answer.text for answer in answers}) == 1
    assert rows(database, "SELECT count(*) FROM patient_history") == [(1,)]


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({**ALL, "identifiers": []}, "data.mrn"),
        ({**ALL, "mrn": "", "identifiers": ALL["identifiers"][::-1]}, "data.identifiers[1].value"),
    ],
)
async def test_what_somebody_has_already_is_taken(
    database: Any, foreign: Any, post: Any, other: dict[str, Any], field: str
) -> None:
    """Be it somebody whom one may not see: nothing is said of them."""
    patient = (await post(ALL)).json()["id"]
    rows(database, "UPDATE patient_clinic SET clinic_id = %s WHERE patient_id = %s", foreign.clinic, patient)
    answer = await post({**other, "name": "Somebody Else", "family": "", "born": None}, despite=True)
    body = answer.json()
    assert (answer.status_code, body["code"], body["field"]) == (409, "conflict.taken", field)
    assert patient not in answer.text
    assert rows(database, "SELECT count(*) FROM patients WHERE name = 'Somebody Else'") == [(0,)]


async def test_one_number_twice_at_once_is_one_persons(database: Any, post: Any) -> None:
    answers = await asyncio.gather(*(post({**ALL, "name": f"佐藤 {n}"}, despite=True) for n in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} == {"conflict.taken"}
    assert rows(database, "SELECT count(*) FROM patient_identifiers") == [(2,)]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"id": "x"}, "id"),
        ({"id": str(uuid4())}, "id"),
        ({"clinic_id": "x"}, "clinic_id"),
        ({"data": {"name": ""}}, "data.name"),
        ({"data": {**PLAIN, "born": "2999-01-01"}}, "data.born"),
        ({"data": {**PLAIN, "contacts": [{"kind": "phone", "value": "\0"}]}}, "data.contacts[0].value"),
        ({"data": {**PLAIN, "like": "%"}}, "like"),
        ({"data": {}}, "name"),
    ],
)
async def test_what_does_not_fit_is_refused_by_its_field(
    database: Any, post: Any, body: dict[str, Any], field: str
) -> None:
    more = {"data": PLAIN} | body
    answer = await post(more.pop("data"), **more)
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (400, "input.field", field)
    assert recorded(database) == []


async def test_nobody_is_registered_where_one_does_not_work(
    hub: Any, clinic: Any, foreign: Any, database: Any, post: Any
) -> None:
    answers = [await post(PLAIN, clinic_id=str(place)) for place in (foreign.clinic, uuid4())]
    assert [(each.status_code, each.json()["field"]) for each in answers] == [(404, "clinic_id")] * 2
    rows(database, "INSERT INTO memberships VALUES (%s, %s, 'auditor')", clinic.users["nurse"], foreign.clinic)
    hub.access.forget(clinic.users["nurse"])
    assert (await post(PLAIN, clinic_id=str(foreign.clinic))).status_code == 404


async def test_a_change_is_kept_with_what_was_before(
    hub: Any, clinic: Any, database: Any, nurse: Any, post: Any, put: Any
) -> None:
    patient = (await post(ALL)).json()["id"]
    since = rows(database, "SELECT at FROM patient_consents WHERE kind = 'photo'")
    data = {
        **ALL,
        "mrn": "AB-2",
        "deceased": False,
        "died": None,
        "contacts": [],
        "alerts": ALL["alerts"][:1],
        "consents": [{"kind": "photo", "given": False}, {"kind": "messages", "given": False}],
    }
    answer = await put(patient, 1, data)
    assert answer.status_code == 200, answer.text
    told = {**data, "consents": data["consents"][::-1]}
    assert {field: answer.json()[field] for field in data} == told
    assert answer.json()["version"] == 2
    assert (await hub.client.get(f"/api/patients/{patient}", headers=nurse)).json() == answer.json()
    assert rows(database, "SELECT alert_kinds FROM patients WHERE mrn = 'AB-2'") == [(["infection"],)]
    assert rows(database, "SELECT at FROM patient_consents WHERE kind = 'photo'") == since
    (_, place, whom, before, after) = next(row for row in recorded(database) if row[0] == "patient.changed")
    assert (place, whom) == (clinic.id, UUID(patient))
    assert json.loads(before)["mrn"] == "AB-1"
    assert json.loads(after) == {
        "mrn": "AB-2",
        "deceased": "",
        "died": "",
        "contacts": [],
        "alerts": ["infection MRSA (2019-01-02)"],
        "consents": ["messages no", "photo no"],
    }
    ((version, changes),) = rows(database, "SELECT version, changes FROM patient_history WHERE version > 1")
    assert (version, changes["died"]) == (2, [["2020-01-02"], []])
    assert changes.keys() == json.loads(after).keys()


async def test_nothing_changed_is_no_new_version(database: Any, post: Any, put: Any) -> None:
    patient = (await post(ALL)).json()
    same = {**ALL, "identifiers": ALL["identifiers"][::-1], "consents": ALL["consents"][::-1]}
    assert (await put(patient["id"], 1, same)).json() == patient
    assert [row[0] for row in recorded(database)] == ["patient.registered"]


async def test_whoever_comes_second_is_told_and_overwrites_nothing(database: Any, post: Any, put: Any) -> None:
    patient = (await post(ALL)).json()["id"]
    assert (await put(patient, 1, {**ALL, "language": "en"})).status_code == 200
    for version in (1, 3):
        answer = await put(patient, version, {**ALL, "language": "pt"})
        assert (answer.status_code, answer.json()["code"]) == (409, "patients.changed")
    assert rows(database, "SELECT language, version FROM patients WHERE mrn = 'AB-1'") == [("en", 2)]


async def test_of_changes_at_once_exactly_one_is_made(database: Any, post: Any, put: Any) -> None:
    patient = (await post(ALL)).json()["id"]
    for version in range(1, 6):
        answers = await asyncio.gather(
            *(put(patient, version, {**ALL, "language": f"en-{version}a{n}", "contacts": []}) for n in range(4))
        )
        assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
        assert {answer.json()["code"] for answer in answers if answer.status_code == 409} == {"patients.changed"}
    history = rows(database, "SELECT version, changes->'language' FROM patient_history ORDER BY version")
    assert [version for version, _ in history] == [1, 2, 3, 4, 5, 6]
    for (_, earlier), (_, later) in itertools.pairwise(history[1:]):
        assert earlier[1] == later[0], "each begins with what the one before made"


async def test_two_who_swap_their_numbers_do_not_wait_for_each_other(database: Any, post: Any, put: Any) -> None:
    one, two = {**ALL, "identifiers": ALL["identifiers"][:1]}, {**PLAIN, "mrn": "AB-2", "identifiers": [
        {"kind": "external", "system": "synthea", "value": "a-2"}
    ]}  # fmt: skip
    first, second = (await post(one)).json()["id"], (await post(two)).json()["id"]
    for _ in range(5):
        answers = await asyncio.gather(
            put(first, 1, {**one, "mrn": "AB-2"}),
            put(second, 1, {**two, "mrn": "AB-1"}),
            put(first, 1, {**one, "identifiers": two["identifiers"]}),
            put(second, 1, {**two, "identifiers": one["identifiers"]}),
        )
        assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(409, "conflict.taken")}
    assert rows(database, "SELECT max(version) FROM patients") == [(1,)]


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({**PLAIN, "mrn": ""}, "data.mrn"),
        ({**PLAIN, "mrn": "MRN-1", "family": "X"}, "data.family"),
        ({**PLAIN, "mrn": "MRN-1", "alerts": [{"kind": "x"}]}, "data.alerts[0].kind"),
    ],
)
async def test_a_change_that_does_not_fit_is_refused_by_its_field(
    clinic: Any, put: Any, data: dict[str, Any], field: str
) -> None:
    answer = await put(clinic.patients[0], 1, data)
    assert (answer.status_code, answer.json()["field"]) == (400, field)


async def test_a_number_of_somebody_else_is_refused(clinic: Any, database: Any, post: Any, put: Any) -> None:
    await post(ALL)
    data = {**PLAIN, "mrn": "MRN-1"}
    for more, field in (
        ({"mrn": "AB-1"}, "data.mrn"),
        ({"identifiers": ALL["identifiers"]}, "data.identifiers[0].value"),
    ):
        answer = await put(clinic.patients[0], 1, {**data, **more})
        assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (409, "conflict.taken", field)
    assert rows(database, "SELECT name, version FROM patients WHERE mrn = 'MRN-1'") == [("Patient 1", 1)]
    told = [(row[1], row[2], row[4]) for row in recorded(database) if row[0] == "patient.compared"]
    fields = ("data.mrn", "data.identifiers[0].value")
    assert told == [(None, clinic.patients[0], f'{{"taken": "{field}"}}') for field in fields]


async def test_asking_for_numbers_by_registering_or_changing_is_limited_and_recorded(
    clinic: Any, database: Any, foreign: Any, post: Any, put: Any
) -> None:
    assert (await post({"name": "A", "mrn": "MRN-99"}, despite=True)).json()["field"] == "data.mrn"
    told = [(row[1], row[4]) for row in recorded(database) if row[0] == "patient.compared"]
    assert told == [(clinic.id, '{"taken": "data.mrn"}')]
    for number in range(QUESTIONS - 1):
        assert (await put(clinic.patients[0], 1 + number, {**PLAIN, "mrn": f"N{number}"})).status_code == 200
    for answer in (
        await put(clinic.patients[0], QUESTIONS, {**PLAIN, "mrn": "MRN-2"}),
        await post({"name": "B", "mrn": "MRN-2"}, despite=True),
        await post({"name": "B", "identifiers": ALL["identifiers"]}, despite=True),
    ):
        assert (answer.status_code, answer.json()["code"]) == (429, "limit.too_many")
    assert (await post({"name": "B"}, despite=True)).status_code == 201, "who is given a number is let in"
    assert (await put(clinic.patients[0], QUESTIONS, {**PLAIN, "name": "C", "mrn": "N58"})).status_code == 200


async def test_only_open_charts_can_be_changed(
    hub: Any, clinic: Any, foreign: Any, database: Any, nurse: Any, post: Any, put: Any
) -> None:
    patient, data = clinic.patients[0], {**PLAIN, "mrn": "MRN-1"}
    rows(database, "UPDATE patients SET restriction = 'vip', born = '1980-01-02' WHERE id = %s", patient)
    assert (await put(patient, 1, data)).json()["code"] == "access.glass_needed"
    who = {"clinic_id": str(clinic.id), "mrn": "MRN-1", "born": "1980-01-02"}
    await hub.client.post("/api/break-glass/look-up", json=who, headers=nurse)
    await hub.client.post(
        "/api/break-glass", json={**who, "reason": "unconscious in the emergency room"}, headers=nurse
    )
    answer = await put(patient, 1, data)
    assert (answer.status_code, answer.json()["name"], answer.json()["restriction"]) == (200, "Anna Berg", "vip")
    assert json.loads(recorded(database)[-1][4])["glass"] is True
    rows(database, "DELETE FROM patient_clinic WHERE patient_id = %s", clinic.patients[1])
    for gone in (clinic.patients[1], uuid4()):
        answer = await put(gone, 1, {**PLAIN, "mrn": "x"})
        assert (answer.status_code, answer.json()["field"]) == (404, "patient")


async def test_who_may_not_see_patients_may_not_change_them(hub: Any, clinic: Any, database: Any) -> None:
    rows(database, "UPDATE memberships SET role = 'administrator'")
    headers = await hub.sign_in(clinic, "nurse")
    body = {"version": 1, "data": {**PLAIN, "mrn": "MRN-1"}}
    answer = await hub.client.put(f"/api/patients/{clinic.patients[0]}", json=body, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "access.denied")


async def test_each_costs_a_fixed_number_of_statements(hub: Any, clinic: Any, post: Any, put: Any) -> None:
    await post({"name": "Somebody before"})
    hub.statements.clear()
    patient = (await post(ALL)).json()["id"]
    assert len(hub.touching_tables()) == 4, "is it known, who may it be, register, read"
    hub.statements.clear()
    assert (await put(patient, 1, {**ALL, "language": "en"})).status_code == 200
    assert len(hub.touching_tables()) == 3, "read, change, read"
    hub.statements.clear()
    assert (await put(patient, 1, ALL)).status_code == 409
    assert len([each for each in hub.touching_tables() if each != "ROLLBACK"]) == 1
