"""Finding patients: every rule through HTTP, on the real database."""

import random
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from clinic_console.domain.patients import Name
from clinic_console.domain.patients_names import sort_of, words_of
from tests.hub.api.patients_register import Register


@pytest.fixture
def register(database: Any, clinic: Any) -> Iterator[Register]:
    with Register.opened(database.dsn, clinic.id) as opened:
        yield opened


@pytest.fixture
def people(register: Register, foreign: Any) -> Register:
    add = register.add
    add("AB-1", "田中 花子", kana="タナカ ハナコ", born=date(1951, 3, 4), phone="090-1234-5678")
    add("AB-2", "Tanaka Kenji", family="Tanaka", born=date(1980, 1, 2))
    add("AB-3", "Guðrún Ødegård", family="Ødegård", number="NHI 12-345", born=date(1951, 4, 3))
    add("AB-4", "Jürgen Müller", family="Müller", born=date(1960, 12, 31), deceased=True)
    add("AB-5", "John Smith", family="Smith", born=date(1990, 5, 6), phone="+81 3 5555 0000")
    add("AB-6", "Johan Smithers", family="Smithers", born=date(1991, 5, 6))
    add("AB-7", "أحمد الأمين")
    add("AB-8", "김민준")
    add("AB-9", "O'Brien, Siobhán", family="O'Brien")
    add("F-1", "John Foreign", family="Foreign", clinics=(foreign.clinic,), phone="090-9999-1234", number="NHI 99")
    add("R-1", "John Restricted", family="Restricted", restriction="vip", phone="090-8888-1234", number="NHI 98",
        born=date(1951, 3, 4))  # fmt: skip
    return register


async def _search(hub: Any, headers: dict[str, str], text: str, **more: Any) -> list[str]:
    answer = await hub.client.post("/api/patients/search", json={"text": text, **more}, headers=headers)
    assert answer.status_code == 200, answer.text
    return [each["mrn"] for each in answer.json()["items"]]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("tanaka kenji", ["AB-2"]),
        ("kenji tan", ["AB-2"]),
        ("TANAKA", ["AB-1", "AB-2"]),
        ("たなか", ["AB-1", "AB-2"]),
        ("タナカ", ["AB-1", "AB-2"]),
        ("ﾀﾅｶ", ["AB-1", "AB-2"]),
        ("田中", ["AB-1"]),
        ("花", ["AB-1"]),
        ("tanaka hanako", ["AB-1"]),
        ("gudrun", ["AB-3"]),
        ("Guðrún", ["AB-3"]),
        ("odegard", ["AB-3"]),
        ("oedegaard", ["AB-3"]),
        ("mueller", ["AB-4"]),
        ("Müller", ["AB-4"]),
        ("jhon", ["AB-5"]),
        ("jonh smiht", ["AB-5"]),
        ("smith jo", ["AB-5", "AB-6"]),
        ("mithe", ["AB-6"]),
        ("احمد", ["AB-7"]),
        ("اﻷمين", ["AB-7"]),
        ("민준", ["AB-8"]),
        ("obrien", ["AB-9"]),
        ("o’brien siobhan", ["AB-9"]),
        ("AB-3", ["AB-3"]),
        ("ab3", ["AB-3"]),
        ("nhi12345", ["AB-3"]),
        ("NHI 12-3", ["AB-3"]),
        ("12345678", ["AB-1"]),
        ("5678", ["AB-1"]),
        ("+81 90 1234", ["AB-1"]),
        ("03 5555", ["AB-5"]),
        ("4/3/1951", ["AB-1", "AB-3"]),
        ("1951-03-04", ["AB-1"]),
        ("昭和26年3月4日", ["AB-1"]),
        ("19510304", ["AB-1"]),
        ("4 Mar 1951 tanaka", ["AB-1"]),
        ("tanaka 1951", ["AB-1"]),
        ("たなか 1980", ["AB-2"]),
    ],
)
async def test_what_is_typed_finds_whom_it_means(
    hub: Any, clinic: Any, people: Register, typed: str, first: list[str]
) -> None:
    found = await _search(hub, await hub.sign_in(clinic, "nurse"), typed)
    assert sorted(found[: len(first)]) == sorted(first), found
    assert not {"F-1", "R-1"} & set(found)


@pytest.mark.parametrize(
    "typed", ["", "  ", "a", "é", "!?", "12", "1800", "zzqxw", "John Foreign", "NHI 9", "99991234"]
)
async def test_too_little_and_what_is_nowhere_finds_nobody(
    hub: Any, clinic: Any, people: Register, typed: str
) -> None:
    found = await _search(hub, await hub.sign_in(clinic, "nurse"), typed)
    assert not {"F-1", "R-1"} & set(found)
    assert typed == "John Foreign" or not found


async def test_the_order_of_a_date_decides_who_comes_first(hub: Any, clinic: Any, people: Register) -> None:
    headers = await hub.sign_in(clinic, "nurse")
    assert await _search(hub, headers, "4/3/1951", order="dmy") == ["AB-1", "AB-3"]
    assert await _search(hub, headers, "4/3/1951", order="mdy") == ["AB-3", "AB-1"]


async def test_exact_comes_before_a_beginning_and_the_living_before_the_dead(
    hub: Any, clinic: Any, register: Register
) -> None:
    register.add("1", "Anna Annals")
    register.add("2", "Bo Ann", deceased=True)
    register.add("3", "Cy Ann")
    assert await _search(hub, await hub.sign_in(clinic, "nurse"), "ann") == ["3", "2", "1"]


async def test_a_line_says_who_it_is(hub: Any, clinic: Any, people: Register) -> None:
    people.run("UPDATE patients SET alert_kinds = '{allergy}', interpreter = true, sex = 'F' WHERE mrn = 'AB-1'")
    answer = await hub.client.post(
        "/api/patients/search", json={"text": "花子"}, headers=await hub.sign_in(clinic, "reception")
    )
    assert answer.json() == {
        "items": [
            {
                "id": str(people.ids["AB-1"]), "mrn": "AB-1", "name": "田中 花子", "name_latin": "",
                "name_kana": "タナカ ハナコ", "born": "1951-03-04", "sex": "F", "deceased": False,
                "alerts": ["allergy"], "interpreter": True, "clinic_id": str(clinic.id),
            }
        ],
        "more": False,
    }  # fmt: skip


async def test_more_is_said_when_there_are_more(hub: Any, clinic: Any, register: Register) -> None:
    for number in range(5):
        register.add(f"X{number}", f"Ann Number{number}")
    headers = await hub.sign_in(clinic, "nurse")
    for limit, more in ((4, True), (5, False)):
        answer = await hub.client.post("/api/patients/search", json={"text": "ann", "limit": limit}, headers=headers)
        assert (len(answer.json()["items"]), answer.json()["more"]) == (limit, more)


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({"text": "x" * 201}, "text"),
        ({"text": "a\0b"}, "text"),
        ({"text": "a\nb"}, "text"),
        ({"text": "ann", "order": "ydm"}, "order"),
        ({"text": "ann", "limit": 0}, "limit"),
        ({"text": "ann", "limit": 101}, "limit"),
        ({"text": 1}, "text"),
        ({}, "text"),
        ({"text": "ann", "clinic": "x"}, "clinic"),
    ],
)
async def test_a_bad_question_is_refused_by_its_field(
    hub: Any, clinic: Any, register: Register, body: dict[str, Any], named: str
) -> None:
    answer = await hub.client.post("/api/patients/search", json=body, headers=await hub.sign_in(clinic, "nurse"))
    assert (answer.status_code, answer.json()["field"]) == (400, named), answer.text


_FAR = """
INSERT INTO patients (id, mrn, name) SELECT gen_random_uuid(), 'F' || n, 'Far' FROM generate_series(1, 500) n;
INSERT INTO patient_clinic SELECT id, '{clinic}' FROM patients;
INSERT INTO patient_identifiers SELECT id, 'insurance', 'NHI', mrn, 'HI1' || mrn FROM patients;
INSERT INTO patient_contacts (patient_id, position, kind, value, digits) SELECT id, 1, 'phone', mrn, '90456789'
  FROM patients;
"""


@pytest.mark.parametrize("typed", ["4567", "HI1"])
async def test_numbers_of_other_clinics_leave_room_for_the_own(
    hub: Any, clinic: Any, foreign: Any, register: Register, typed: str
) -> None:
    register.connection.execute(_FAR.format(clinic=foreign.clinic))
    register.add("AB-1", "Own One", number="HI1 Z", phone="0904 5678")
    assert await _search(hub, await hub.sign_in(clinic, "nurse"), typed) == ["AB-1"]


async def test_a_search_costs_one_statement_and_its_record(hub: Any, clinic: Any, people: Register) -> None:
    headers = await hub.sign_in(clinic, "nurse")
    await _search(hub, headers, "tanaka")
    for typed in ("jhon smiht 1990", "19510304", "ab3"):
        hub.statements.clear()
        await _search(hub, headers, typed)
        assert len(hub.touching_tables()) == 1
        assert len([each for each in hub.statements if "audit_add" in each]) == 1
    told = people.connection.execute(
        "SELECT after, clinics FROM audit_log WHERE action = 'patient.searched' ORDER BY at"
    ).fetchall()
    assert told[-1] == ('{"count": 1, "text": "ab3"}', [clinic.id])


async def test_who_sees_no_patients_finds_none(hub: Any, clinic: Any, people: Register) -> None:
    people.run("UPDATE memberships SET role = 'facility_manager'")
    headers = await hub.sign_in(clinic, "nurse")
    asked = [
        await hub.client.post("/api/patients/search", json={"text": "tanaka"}, headers=headers),
        await hub.client.get("/api/patients", headers=headers),
        await hub.client.get("/api/patients/places", headers=headers),
    ]
    assert [answer.status_code for answer in asked] == [403] * 3


async def test_what_changes_is_found_by_its_new_name_alone(hub: Any, clinic: Any, people: Register) -> None:
    headers = await hub.sign_in(clinic, "nurse")
    name = Name("Jane Zapp", "Zapp")
    people.run(
        "UPDATE patients SET name = 'Jane Zapp', words = %s, sort_name = %s WHERE mrn = 'AB-5'",
        " ".join(words_of(name)), sort_of(name),
    )  # fmt: skip
    assert "AB-5" in await _search(hub, headers, "zapp")
    assert "AB-5" not in await _search(hub, headers, "smith")
    people.run("UPDATE patients SET restriction = 'own' WHERE mrn = 'AB-5'")
    assert await _search(hub, headers, "zapp") == []
    assert "AB-5" not in [each["mrn"] for each in (await _page(hub, headers))["items"]]
    people.run("UPDATE patients SET restriction = NULL WHERE mrn = 'AB-5'")
    assert await _search(hub, headers, "zapp") == ["AB-5"]
    people.run("DELETE FROM patient_clinic WHERE patient_id = %s", people.ids["AB-5"])
    assert await _search(hub, headers, "zapp") == []


_INDEX = (
    "SELECT part, clinic_no, words, patient_id, born, deceased FROM patient_parts ORDER BY 1, 2, 3, 4",
    "SELECT list, sort_name, patient_id, born::text, mrn, changed_at FROM patient_roll ORDER BY 1, 2, 3",
)


def _index(register: Register) -> list[list[tuple[Any, ...]]]:
    return [register.connection.execute(query).fetchall() for query in _INDEX]


def test_the_index_that_triggers_keep_is_the_one_made_anew(people: Register, foreign: Any) -> None:
    random.seed(7)
    columns = ("deceased = NOT deceased", "interpreter = NOT interpreter", "born = NULL", "words = words || ' x'",
               "restriction = 'vip'", "restriction = NULL", "alert_kinds = '{fall_risk}'", "mrn = mrn || '9'",
               "sort_name = 'z'", "changed_at = now() + interval '1 s'")  # fmt: skip
    ids = list(people.ids.values())
    for _ in range(60):
        whom = random.sample(ids, random.choice((1, 3)))
        match random.randrange(4):
            case 0:
                people.run("INSERT INTO patient_clinic SELECT unnest(%s::uuid[]), %s ON CONFLICT DO NOTHING",
                           whom, random.choice((people.clinic, foreign.clinic)))  # fmt: skip
            case 1:
                people.run("DELETE FROM patient_clinic WHERE patient_id = ANY (%s) AND clinic_id = %s",
                           whom, random.choice((people.clinic, foreign.clinic)))  # fmt: skip
            case _:
                people.run(f"UPDATE patients SET {random.choice(columns)} WHERE id = ANY (%s)", whom)
    kept = _index(people)
    people.run("SELECT patients_index_all()")
    assert kept == _index(people)
    assert kept[0]


async def _page(hub: Any, headers: dict[str, str], **asked: Any) -> Any:
    answer = await hub.client.get("/api/patients", params=asked, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_slip_beside_a_frequent_word_is_found(hub: Any, clinic: Any, register: Register) -> None:
    register.add("J", "John Wu", family="Wu")
    for number in range(40):
        register.add(f"W{number}", f"Xan{number} Wu", family="Wu")
    assert (await _search(hub, await hub.sign_in(clinic, "nurse"), "jhon Wu"))[0] == "J"


@pytest.mark.parametrize("word", ["adda", "алек"])
async def test_what_is_inside_is_shown_behind_many_beginnings(
    hub: Any, clinic: Any, register: Register, word: str
) -> None:
    begin = 25 if word.isascii() else 0
    for number in range(begin):
        register.add(f"B{number}", f"{word}{number} One")
    register.add("I", f"хa{word}r Two")
    found = await _search(hub, await hub.sign_in(clinic, "nurse"), word)
    assert (len(found), found[-1]) == (begin + 1, "I")


async def test_one_clinic_may_have_all_that_is_shown(hub: Any, clinic: Any, foreign: Any, register: Register) -> None:
    register.run(
        "INSERT INTO memberships (user_id, clinic_id, role) VALUES (%s, %s, 'nurse')",
        clinic.users["nurse"], foreign.clinic,
    )  # fmt: skip
    for number in range(50):
        register.add(f"X{number}", f"Ann Number{number}")
    assert len(await _search(hub, await hub.sign_in(clinic, "nurse"), "ann")) == 50


@pytest.mark.parametrize(("name", "typed"), [("Gabelle", "gbaelle"), ("Nordaud", "nordaoud"), ("Raul", "roaul")])
async def test_a_slip_that_makes_a_long_vowel_is_found(
    hub: Any, clinic: Any, register: Register, name: str, typed: str
) -> None:
    register.add("L", f"{name} One")
    assert await _search(hub, await hub.sign_in(clinic, "nurse"), typed) == ["L"]


async def test_the_end_of_a_phone_may_begin_with_noughts(hub: Any, clinic: Any, register: Register) -> None:
    register.add("P", "Ann One", phone="090-1200-5435")
    assert await _search(hub, await hub.sign_in(clinic, "nurse"), "005435") == ["P"]
