"""Who it may be that is about to be registered, and bringing somebody here whom another clinic knows."""

import asyncio
import json
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from clinic_console.domain.errors import TooMany
from clinic_console.hub.service.patients_likeness import QUESTIONS, WITHIN_SECONDS, Questions

ANNA = {"name": "Anna Berg", "born": "1980-01-02"}
HANAKO = {"name": "佐藤 花子", "name_latin": "Sato Hanako", "born": "1951-03-04"}


def rows(database: Any, statement: str, *given: object) -> list[tuple[Any, ...]]:
    with psycopg.connect(database.dsn) as connection:
        cursor = connection.execute(statement, given)
        return cursor.fetchall() if cursor.description else []


def add(database: Any, mrn: str, name: str, born: str, words: str, *clinics: UUID) -> UUID:
    patient = uuid4()
    rows(
        database,
        "INSERT INTO patients (id, mrn, name, born, words) VALUES (%s, %s, %s, %s, %s)",
        patient, mrn, name, born, words,
    )  # fmt: skip
    for clinic in clinics:
        rows(database, "INSERT INTO patient_clinic VALUES (%s, %s)", patient, clinic)
    return patient


def recorded(database: Any) -> list[tuple[Any, ...]]:
    found = rows(
        database,
        "SELECT action, clinic_id, patient_id, after FROM audit_log WHERE action LIKE 'patient.%%' ORDER BY at",
    )
    return [(*row[:3], json.loads(row[3]) if row[3] else None) for row in found]


@pytest.fixture
async def nurse(hub: Any, clinic: Any) -> dict[str, str]:
    """The headers of a nurse's requests."""
    headers: dict[str, str] = await hub.sign_in(clinic, "nurse")
    return headers


@pytest.fixture
def ask(hub: Any, clinic: Any, nurse: Any) -> Any:
    """Ask who it may be, as the nurse."""

    async def asking(data: dict[str, Any], **more: Any) -> Any:
        body = {"clinic_id": str(clinic.id), "data": data} | more
        return await hub.client.post("/api/patients/duplicates", json=body, headers=nurse)

    return asking


@pytest.fixture
def link(hub: Any, clinic: Any, nurse: Any) -> Any:
    """Bring somebody here, as the nurse."""

    async def linking(**given: Any) -> Any:
        body = {"clinic_id": str(clinic.id), "name": "Anna Berg", "born": "1980-01-02", "number": "AB-1"} | given
        return await hub.client.post("/api/patients/link", json=body, headers=nurse)

    return linking


async def test_the_likeliest_come_first_and_say_what_is_alike(clinic: Any, database: Any, ask: Any) -> None:
    sister = add(database, "A-1", "Berg Ann", "1980-01-02", "berg ann", clinic.id)
    same = add(database, "A-2", "Anna Bergh", "1980-01-02", "anna bergh", clinic.id)
    number = add(database, "A-3", "Somebody Else", "1990-01-02", "somebody else", clinic.id)
    phone = add(database, "A-4", "Anna Holm", "1970-01-02", "anna holm", clinic.id)
    add(database, "A-5", "Bela Holm", "1980-01-02", "bela holm", clinic.id)
    rows(database, "INSERT INTO patient_identifiers VALUES (%s, 'insurance', 'NHI', '1-2 3', '123')", number)
    rows(
        database,
        "INSERT INTO patient_contacts (patient_id, position, kind, value, digits)"
        " SELECT id, 1, 'phone', '', '0901234567' FROM unnest(%s::uuid[]) id",
        [phone, number],
    )
    data = {
        **ANNA,
        "identifiers": [{"kind": "national", "system": "", "value": "12-3"}],
        "contacts": [{"kind": "phone", "value": "090-1234-567"}],
    }
    body = (await ask(data)).json()
    assert [(item["patient"]["id"], item["alike"]) for item in body["items"]] == [
        (str(number), ["phone", "identifier"]),
        (str(same), ["name", "born"]),
        (str(sister), ["name", "born"]),
        (str(phone), ["name", "phone"]),
    ]
    assert body["elsewhere"] is False
    line = body["items"][1]["patient"]
    assert line == {
        "id": str(same), "mrn": "A-2", "name": "Anna Bergh", "name_latin": "", "name_kana": "", "born": "1980-01-02",
        "sex": "U", "deceased": False, "alerts": [], "interpreter": False, "clinic_id": str(clinic.id),
    }  # fmt: skip
    (event,) = recorded(database)
    assert event == (
        "patient.compared", clinic.id, None,
        {"name": "anna berg", "born": "1980-01-02", "found": 4, "elsewhere": False},
    )  # fmt: skip


async def test_of_other_clinics_and_restricted_charts_it_says_only_that_there_is_one(
    clinic: Any, foreign: Any, database: Any, ask: Any
) -> None:
    for mrn, name, born in (("A-1", "佐藤 花子", HANAKO["born"]), ("A-2", "Anna Berg", ANNA["born"])):
        add(
            database,
            mrn,
            name,
            born,
            "佐藤 花子 sato hanako anna berg",
            foreign.clinic if mrn == "A-1" else clinic.id,
        )
    rows(database, "UPDATE patients SET restriction = 'vip' WHERE mrn = 'A-2'")
    for data in (HANAKO, ANNA, {"name": "", "mrn": "A-1"}):
        assert (await ask(data)).json() == {"items": [], "elsewhere": True}
    assert (await ask({**HANAKO, "name": "鈴木 一郎", "name_latin": ""})).json() == {"items": [], "elsewhere": False}


@pytest.mark.parametrize(
    "data",
    [
        {"name": "Anna Berg"},
        {"name": "", "born": "1980-01-02"},
        {"name": "\0", "born": "1980-01-02", "mrn": "\0"},
        {"name": "Anna", "contacts": [{"kind": "phone", "value": "09"}, {"kind": "x", "value": "0901234567"}]},
        {"name": "", "identifiers": [{"kind": "?", "system": "", "value": "--"}]},
    ],
)
async def test_what_is_typed_halfway_finds_nobody_and_counts_nothing(
    hub: Any, clinic: Any, database: Any, ask: Any, data: dict[str, Any]
) -> None:
    add(database, "A-1", "Anna Berg", "1980-01-02", "anna berg", clinic.id)
    await ask({"name": ""})
    hub.statements.clear()
    answer = await ask(data)
    assert (answer.status_code, answer.json()) == (200, {"items": [], "elsewhere": False})
    assert hub.touching_tables() == []
    assert recorded(database) == []


async def test_a_question_costs_one_statement_and_is_recorded_once(hub: Any, database: Any, ask: Any) -> None:
    await ask(ANNA)
    hub.statements.clear()
    await ask(HANAKO)
    assert len(hub.touching_tables()) == 1
    await ask(HANAKO)
    assert len(recorded(database)) == 2


async def test_too_many_questions_are_refused_and_registering_goes_on(
    hub: Any, clinic: Any, database: Any, nurse: Any, ask: Any
) -> None:
    for number in range(QUESTIONS):
        assert (await ask({**ANNA, "name": f"Anna B{number}"})).status_code == 200
    answer = await ask({**ANNA, "name": "Anna Berg"})
    assert (answer.status_code, answer.json()["code"]) == (429, "limit.too_many")
    assert WITHIN_SECONDS - 120 < int(answer.headers["retry-after"]) <= WITHIN_SECONDS
    assert (await ask({**ANNA, "name": "Anna B3"})).status_code == 200, "once more is no other one"
    body = {"id": "0199c0de-0000-7000-8000-000000000001", "clinic_id": str(clinic.id), "data": ANNA}
    assert (await hub.client.post("/api/patients", json=body, headers=nurse)).status_code == 429
    answer = await hub.client.post("/api/patients", json={**body, "despite": True}, headers=nurse)
    assert answer.status_code == 201
    assert len(recorded(database)) == QUESTIONS + 1


def test_questions_are_forgotten_and_bounded() -> None:
    now = 0.0
    questions = Questions(lambda: now)
    user = uuid4()
    for number in range(QUESTIONS):
        now = float(number)
        assert questions.ask(user, number)
    with pytest.raises(TooMany) as caught:
        questions.ask(user, "one more")
    now += caught.value.retry_after
    assert questions.ask(user, "one more")
    for _ in range(10_010):
        questions.ask(uuid4(), "x")
    assert len(questions) == 10_000


async def test_nobody_is_registered_twice_unless_it_is_meant(
    hub: Any, clinic: Any, foreign: Any, database: Any, nurse: Any
) -> None:
    add(database, "A-1", "Anna Berg", "1980-01-02", "anna berg", clinic.id)
    add(database, "A-2", "Sato Hanako", "1951-03-04", "sato hanako", foreign.clinic)
    for number, data in enumerate((ANNA, HANAKO)):
        body = {"id": f"0199c0de-0000-7000-8000-00000000000{number}", "clinic_id": str(clinic.id), "data": data}
        answer = await hub.client.post("/api/patients", json=body, headers=nurse)
        assert (answer.status_code, answer.json()["code"]) == (409, "patients.probable_duplicate")
        assert "A-" not in answer.text
        for _ in range(2):
            answer = await hub.client.post("/api/patients", json={**body, "despite": True}, headers=nurse)
            assert answer.status_code == 201
    events = recorded(database)
    assert [event[0] for event in events] == ["patient.compared", "patient.registered", "patient.opened"] * 2
    assert events[0][3] == {"name": "anna berg", "born": "1980-01-02", "found": 1, "elsewhere": False}
    assert events[1][3] == {"mrn": "100000001", "despite": True}


@pytest.fixture
def anna(database: Any, foreign: Any) -> UUID:
    """A patient of the foreign clinic alone."""
    patient = add(database, "AB-1", "Anna Berg", "1980-01-02", "anna berg", foreign.clinic)
    rows(database, "INSERT INTO patient_identifiers VALUES (%s, 'insurance', 'NHI', '1-2 3', '123')", patient)
    return patient


@pytest.mark.parametrize("given", [{}, {"number": "12 3"}, {"name": " ａｎｎａ  BERG ", "number": "ＡＢ-1"}])
async def test_who_shows_a_number_is_here_then(
    hub: Any, clinic: Any, foreign: Any, database: Any, nurse: Any, link: Any, anna: UUID, given: dict[str, str]
) -> None:
    path = f"/api/patients/{anna}"
    assert (await hub.client.get(path, headers=nurse)).status_code == 404
    for _ in range(2):
        answer = await link(**given)
        assert (answer.status_code, answer.json()["id"], answer.json()["clinic_id"]) == (
            201,
            str(anna),
            str(clinic.id),
        )
    assert (await hub.client.get(path, headers=nurse)).json() == answer.json()
    links = rows(database, "SELECT clinic_id, made_by FROM patient_clinic WHERE patient_id = %s", anna)
    assert sorted(links) == sorted([(clinic.id, "registration"), (foreign.clinic, "registration")])
    assert recorded(database)[:2] == [
        ("patient.linked", clinic.id, anna, None), ("patient.linked", clinic.id, anna, {"here": True}),
    ]  # fmt: skip
    ((whose,),) = rows(database, "SELECT clinics FROM audit_log WHERE action = 'patient.linked' AND after = ''")
    assert set(whose) == {clinic.id, foreign.clinic}, "whom it was taken from is told"


@pytest.mark.parametrize(
    "given", [{"name": "Anna"}, {"born": "1980-01-03"}, {"number": "AB-2"}, {"number": "%"}, {"name": "%"}]
)
async def test_what_is_not_exact_is_nobody(database: Any, link: Any, anna: UUID, given: dict[str, str]) -> None:
    answer = await link(**{"number": "AB-1", **given})
    assert (answer.status_code, answer.json()["code"]) in ((404, "not_found"), (400, "input.field"))
    assert len(rows(database, "SELECT 1 FROM patient_clinic WHERE patient_id = %s", anna)) == 1


async def test_a_restricted_chart_answers_as_nobody_does(clinic: Any, database: Any, link: Any, anna: UUID) -> None:
    nobody = await link(number="AB-2")
    rows(database, "UPDATE patients SET restriction = 'vip'")
    restricted = await link()
    rows(database, "INSERT INTO patient_clinic VALUES (%s, %s)", anna, clinic.id)
    here = await link()
    answers = [{**answer.json(), "request_id": ""} for answer in (nobody, restricted, here)]
    assert answers[0] == answers[1] == answers[2]
    assert recorded(database) == [("patient.compared", clinic.id, None, {"match": False})] * 3


async def test_a_chart_that_is_marked_at_this_moment_answers_as_nobody_does(
    database: Any, link: Any, anna: UUID
) -> None:
    waits = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    with psycopg.connect(database.dsn) as marking:
        marking.execute("UPDATE patients SET restriction = 'vip' WHERE id = %s", [anna])
        linking = asyncio.create_task(link())
        while rows(database, waits) == [(0,)]:
            await asyncio.sleep(0.01)
    answer = await linking
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert len(rows(database, "SELECT 1 FROM patient_clinic WHERE patient_id = %s", anna)) == 1


async def test_two_of_one_number_are_nobody(database: Any, foreign: Any, link: Any, anna: UUID) -> None:
    other = add(database, "AB-2", "Anna Berg", "1980-01-02", "anna berg", foreign.clinic)
    rows(database, "INSERT INTO patient_identifiers VALUES (%s, 'national', '', '123', '123')", other)
    assert (await link(number="123")).status_code == 404
    assert (await link(number="AB-2")).json()["id"] == str(other)


async def test_guessing_at_numbers_is_limited_and_takes_nothing_from_broken_glass(
    hub: Any, clinic: Any, database: Any, nurse: Any, link: Any, anna: UUID
) -> None:
    for number in range(10):
        assert (await link(number=f"X{number}")).status_code == 404
    for _ in range(2):
        answer = await link()
        assert (answer.status_code, answer.json()["code"]) == (429, "limit.too_many")
        assert 880 <= int(answer.headers["retry-after"]) <= 900
    assert recorded(database)[10:] == [("patient.compared", clinic.id, None, {"refused": True})]
    who = {"clinic_id": str(clinic.id), "mrn": "AB-1", "born": "1980-01-02"}
    assert (await hub.client.post("/api/break-glass/look-up", json=who, headers=nurse)).json() == {"match": True}
    rows(database, "UPDATE break_glass_looks SET at = at - interval '15 minutes'")
    assert (await link()).status_code == 201


async def test_linking_opens_no_glass(hub: Any, clinic: Any, nurse: Any, link: Any, anna: UUID) -> None:
    await link(number="AB-2")
    body = {"clinic_id": str(clinic.id), "mrn": "AB-1", "born": "1980-01-02", "reason": "unconscious, in a hurry"}
    assert (await hub.client.post("/api/break-glass", json=body, headers=nurse)).status_code == 404


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "a\0b"}, "name"),
        ({"number": "--"}, "number"),
        ({"number": "x" * 101}, "number"),
        ({"born": None}, "born"),
        ({"clinic_id": "x"}, "clinic_id"),
    ],
)
async def test_what_does_not_fit_is_refused_by_its_field(
    database: Any, link: Any, given: dict[str, Any], field: str
) -> None:
    answer = await link(**given)
    assert (answer.status_code, answer.json()["field"]) == (400, field)
    assert rows(database, "SELECT 1 FROM break_glass_looks") == []


async def test_a_clinic_that_is_not_ones_own_does_not_exist(foreign: Any, ask: Any, link: Any, anna: UUID) -> None:
    for place in (foreign.clinic, uuid4()):
        for answer in (await ask(ANNA, clinic_id=str(place)), await link(clinic_id=str(place))):
            assert (answer.status_code, answer.json()["field"]) == (404, "clinic_id")


async def test_linking_costs_two_statements(hub: Any, link: Any, anna: UUID) -> None:
    await link(number="AB-2")
    hub.statements.clear()
    await link()
    assert len(hub.touching_tables()) == 2
