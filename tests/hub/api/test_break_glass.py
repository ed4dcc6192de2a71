"""Breaking the glass through HTTP: two identifiers, one bit, a reason, some hours, and a record of all of it."""

import json
import re
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

HOURS_4 = 4 * 3_600_000
REASON = "unconscious in the emergency room"


@pytest.fixture
def somebody(database: Any, foreign: Any) -> UUID:
    """A patient of the foreign clinic alone."""
    with psycopg.connect(database.dsn) as connection:
        row = connection.execute(
            "UPDATE patients SET mrn = 'AB-99', name = '山田 ジロー', name_latin = 'Yamada Jiro',"
            " born = '1951-03-04', sex = 'M' WHERE mrn = 'MRN-99' RETURNING id"
        ).fetchone()
        assert row is not None
        connection.execute("INSERT INTO patient_clinic VALUES (%s, %s)", [row[0], foreign.clinic])
    patient: UUID = row[0]
    return patient


@pytest.fixture
async def nurse(hub: Any, clinic: Any) -> dict[str, str]:
    """The headers of a nurse's requests."""
    headers: dict[str, str] = await hub.sign_in(clinic, "nurse")
    return headers


def run(database: Any, statement: str, *parameters: object) -> list[tuple[Any, ...]]:
    """Do something behind the hub's back."""
    with psycopg.connect(database.dsn) as connection:
        cursor = connection.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else []


def recorded(database: Any) -> list[tuple[Any, ...]]:
    """Return (action, clinic, patient, after, reason) of everything about glass, oldest first."""
    return run(
        database,
        "SELECT action, clinic_id, patient_id, after, reason FROM audit_log WHERE action LIKE 'glass.%%' ORDER BY at",
    )


async def look(hub: Any, headers: dict[str, str], clinic: Any, **identifiers: str) -> Any:
    body = {"clinic_id": str(clinic.id), **identifiers}
    return await hub.client.post("/api/break-glass/look-up", json=body, headers=headers)


async def break_it(hub: Any, headers: dict[str, str], clinic: Any, reason: str = REASON, **identifiers: str) -> Any:
    body = {"clinic_id": str(clinic.id), "reason": reason, **identifiers}
    return await hub.client.post("/api/break-glass", json=body, headers=headers)


WHO = {"mrn": "AB-99", "born": "1951-03-04"}
FOUND = [
    WHO,
    {"mrn": " ＡＢ－９９ ", "born": "1951-03-04"},
    {"mrn": "AB-99", "name": "yamada JIRO"},
    {"mrn": "AB-99", "name": "山田　ｼﾞﾛｰ"},
    {"name": "Ｙａｍａｄａ  Jiro", "born": "1951-03-04"},
]
NOT_FOUND = [
    {"mrn": "ab-99", "born": "1951-03-04"},
    {"mrn": "AB-9", "born": "1951-03-04"},
    {"mrn": "AB-99", "born": "1951-03-05"},
    {"mrn": "AB-99", "name": "Yamada"},
    {"mrn": "AB-99", "name": "%"},
    {"name": "Jiro Yamada", "born": "1951-03-04"},
    {"mrn": "' OR 1=1 --", "name": "' OR 1=1 --"},
]


@pytest.mark.parametrize(
    ("identifiers", "match"), [(given, True) for given in FOUND] + [(given, False) for given in NOT_FOUND]
)
@pytest.mark.usefixtures("somebody")
async def test_a_look_up_says_one_bit_and_what_was_typed_is_kept_nowhere(
    hub: Any, clinic: Any, database: Any, nurse: Any, identifiers: dict[str, str], match: bool
) -> None:
    answer = await look(hub, nurse, clinic, **identifiers)
    assert (answer.status_code, answer.json()) == (200, {"match": match})
    ((action, at, patient, after, reason),) = recorded(database)
    assert (action, at, patient, reason) == ("glass.looked", clinic.id, None, "")
    assert json.loads(after) == {"by": [key for key in ("mrn", "name", "born") if key in identifiers], "match": match}


async def test_several_patients_of_one_name_and_birthday_are_no_match(
    hub: Any, clinic: Any, database: Any, nurse: Any, somebody: UUID
) -> None:
    run(database, "INSERT INTO patients VALUES (%s, 'AB-100', 'Yamada Jiro', '', '1951-03-04', 'M')", uuid4())
    assert (await look(hub, nurse, clinic, name="Yamada Jiro", born="1951-03-04")).json() == {"match": False}
    answer = await break_it(hub, nurse, clinic, name="Yamada Jiro", born="1951-03-04")
    assert answer.status_code == 404
    assert (await look(hub, nurse, clinic, name="Yamada Jiro", mrn="AB-99")).json() == {"match": True}
    answer = await break_it(hub, nurse, clinic, name="Yamada Jiro", mrn="AB-99")
    assert answer.json()["patient"]["id"] == str(somebody)


async def test_broken_glass_opens_one_chart_to_one_person(
    hub: Any, clinic: Any, database: Any, nurse: Any, somebody: UUID
) -> None:
    path = f"/api/patients/{somebody}"
    assert (await hub.client.get(path, headers=nurse)).status_code == 404
    run(database, "INSERT INTO patient_contacts VALUES (%s, 1, 'phone', '090-1', '', '', '0901')", somebody)
    run(database, "INSERT INTO patient_alerts VALUES (%s, 1, 'allergy', 'Latex', '2020-01-02')", somebody)
    await look(hub, nurse, clinic, **WHO)
    answer = await break_it(hub, nurse, clinic, reason=f"  {REASON}\n", **WHO)
    assert answer.status_code == 201
    glass = answer.json()
    assert 0 <= glass["expires"] - HOURS_4 - glass["began"] + 5_000 <= 10_000
    patient = {
        "id": str(somebody),
        "mrn": "AB-99",
        "name": "山田 ジロー",
        "name_latin": "Yamada Jiro",
        "born": "1951-03-04",
        "sex": "M",
        "restriction": "",
        "glass_until": glass["expires"],
        **dict.fromkeys(("name_kana", "family", "former_name", "language"), ""),
        **dict.fromkeys(("deceased", "interpreter"), False),
        **dict.fromkeys(("died", "confirmed"), None),
        "identifiers": [],
        "contacts": [{"kind": "phone", "value": "090-1", "whose": "", "relation": ""}],
        "alerts": [{"kind": "allergy", "text": "Latex", "since": "2020-01-02"}],
        "consents": [],
        "version": 1,
        "clinic_id": str(clinic.id),
    }
    assert (glass["clinic_id"], glass["patient"], glass["reason"]) == (str(clinic.id), patient, REASON)
    assert (await hub.client.get(path, headers=nurse)).json() == patient
    assert (await hub.client.get("/api/break-glass", headers=nurse)).json() == {"items": [glass]}
    action, at, whom, after, reason = recorded(database)[-1]
    assert (action, at, whom, reason) == ("glass.broken", clinic.id, somebody, REASON)
    assert json.loads(after).keys() == {"expires"}
    ((opened,),) = run(database, "SELECT after FROM audit_log WHERE action = 'patient.opened'")
    assert json.loads(opened) == {"glass": True}
    reception = await hub.sign_in(clinic, "reception")
    assert (await hub.client.get(path, headers=reception)).status_code == 404


async def test_it_opens_a_restricted_chart_of_the_own_clinic_alike(
    hub: Any, clinic: Any, database: Any, nurse: Any
) -> None:
    run(database, "UPDATE patients SET restriction = 'staff', born = '1980-01-01' WHERE id = %s", clinic.patients[0])
    path = f"/api/patients/{clinic.patients[0]}"
    assert (await hub.client.get(path, headers=nurse)).json()["code"] == "access.glass_needed"
    who = {"mrn": "MRN-1", "born": "1980-01-01"}
    assert (await look(hub, nurse, clinic, **who)).json() == {"match": True}
    assert (await hub.client.get(path, headers=nurse)).status_code == 403, "a look opens nothing"
    glass = (await break_it(hub, nurse, clinic, **who)).json()
    answer = await hub.client.get(path, headers=nurse)
    assert (answer.json()["restriction"], answer.json()["glass_until"]) == ("staff", glass["expires"])


async def test_it_ends_when_it_expires(hub: Any, clinic: Any, database: Any, nurse: Any, somebody: UUID) -> None:
    await look(hub, nurse, clinic, **WHO)
    glass = (await break_it(hub, nurse, clinic, **WHO)).json()["id"]
    run(database, "UPDATE break_glass SET expires_at = now()")
    assert (await hub.client.get(f"/api/patients/{somebody}", headers=nurse)).status_code == 404
    assert (await hub.client.get("/api/break-glass", headers=nurse)).json() == {"items": []}
    assert (await hub.client.delete(f"/api/break-glass/{glass}", headers=nurse)).status_code == 404


async def test_it_ends_when_it_is_closed_and_only_once(
    hub: Any, clinic: Any, database: Any, nurse: Any, somebody: UUID
) -> None:
    await look(hub, nurse, clinic, **WHO)
    glass = (await break_it(hub, nurse, clinic, **WHO)).json()["id"]
    answer = await hub.client.delete(f"/api/break-glass/{glass}", headers=nurse)
    assert (answer.status_code, answer.content) == (204, b"")
    assert (await hub.client.get(f"/api/patients/{somebody}", headers=nurse)).status_code == 404
    assert (await hub.client.get("/api/break-glass", headers=nurse)).json() == {"items": []}
    assert (await hub.client.delete(f"/api/break-glass/{glass}", headers=nurse)).status_code == 404
    assert [row[:3] for row in recorded(database)][-1] == ("glass.ended", clinic.id, somebody)
    assert [row[0] for row in recorded(database)].count("glass.ended") == 1


async def test_ones_own_glass_is_closed_whatever_one_is_by_now(
    hub: Any, clinic: Any, foreign: Any, database: Any, nurse: Any, somebody: UUID
) -> None:
    """In another role there, in no role there, and as a stranger, who closes nothing."""
    paths = []
    run(database, "INSERT INTO memberships VALUES (%s, %s, 'nurse')", clinic.users["nurse"], foreign.clinic)
    for change in (
        "UPDATE memberships SET role = 'receptionist' WHERE clinic_id = %s",
        "DELETE FROM memberships WHERE clinic_id = %s",
    ):
        run(database, "UPDATE memberships SET role = 'nurse' WHERE user_id = %s", clinic.users["nurse"])
        hub.access.forget(clinic.users["nurse"])
        await look(hub, nurse, clinic, **WHO)
        paths.append(f"/api/break-glass/{(await break_it(hub, nurse, clinic, **WHO)).json()['id']}")
        run(database, change, clinic.id)
        hub.access.forget(clinic.users["nurse"])
        answer = await hub.client.delete(paths[-1], headers=nurse)
        assert (answer.status_code, answer.content) == (204, b"")
        ended = [row[:3] for row in recorded(database) if row[0] == "glass.ended"]
        assert ended == [("glass.ended", clinic.id, somebody)] * len(paths)
    assert (await hub.client.delete(paths[0], headers=nurse)).status_code == 404


async def test_breaking_it_again_leaves_one_open(
    hub: Any, clinic: Any, database: Any, nurse: Any, somebody: UUID
) -> None:
    await look(hub, nurse, clinic, **WHO)
    await break_it(hub, nurse, clinic, **WHO)
    again = (await break_it(hub, nurse, clinic, **WHO)).json()["id"]
    items = (await hub.client.get("/api/break-glass", headers=nurse)).json()["items"]
    assert [item["id"] for item in items] == [again]
    await hub.client.delete(f"/api/break-glass/{again}", headers=nurse)
    assert (await hub.client.get(f"/api/patients/{somebody}", headers=nurse)).status_code == 404


@pytest.mark.usefixtures("somebody")
async def test_nothing_opens_that_was_not_looked_up_just_now(
    hub: Any, clinic: Any, database: Any, nurse: Any
) -> None:
    first = await break_it(hub, nurse, clinic, **WHO)
    await look(hub, nurse, clinic, mrn="MRN-2", name="Patient 2")
    other = await break_it(hub, nurse, clinic, **WHO)
    nobody = await break_it(hub, nurse, clinic, mrn="no such", name="nobody")
    await look(hub, nurse, clinic, **WHO)
    run(database, "UPDATE break_glass_looks SET at = at - interval '15 minutes 1 second'")
    late = await break_it(hub, nurse, clinic, **WHO)
    answers = (first, other, nobody, late)
    assert [answer.status_code for answer in answers] == [404] * 4
    assert len({answer.json()["message"] for answer in answers}) == 1, "who guesses here learns nothing"
    assert run(database, "SELECT * FROM break_glass") == []
    assert "glass.broken" not in [row[0] for row in recorded(database)]


@pytest.mark.usefixtures("somebody")
async def test_what_one_user_looked_up_does_not_open_to_another(
    hub: Any, clinic: Any, database: Any, nurse: Any
) -> None:
    run(database, "UPDATE memberships SET role = 'doctor' WHERE user_id = %s", clinic.users["reception"])
    doctor = await hub.sign_in(clinic, "reception")
    await look(hub, nurse, clinic, **WHO)
    assert (await break_it(hub, doctor, clinic, **WHO)).status_code == 404
    glass = (await break_it(hub, nurse, clinic, **WHO)).json()["id"]
    assert (await hub.client.get("/api/break-glass", headers=doctor)).json() == {"items": []}
    assert (await hub.client.delete(f"/api/break-glass/{glass}", headers=doctor)).status_code == 404
    assert len((await hub.client.get("/api/break-glass", headers=nurse)).json()["items"]) == 1


@pytest.mark.usefixtures("somebody")
async def test_ten_looks_in_a_quarter_of_an_hour_are_all(hub: Any, clinic: Any, database: Any, nurse: Any) -> None:
    for number in range(10):
        assert (await look(hub, nurse, clinic, mrn=f"AB-{number}", name="x")).status_code == 200
    answer = await look(hub, nurse, clinic, **WHO)
    assert (answer.status_code, answer.json()["code"]) == (429, "limit.too_many")
    assert 890 <= int(answer.headers["retry-after"]) <= 900
    assert (await look(hub, nurse, clinic, **WHO)).status_code == 429
    assert len(recorded(database)) == 11, "what was refused is told of once a minute"
    assert json.loads(recorded(database)[-1][3]) == {"by": ["mrn", "born"], "refused": True}
    assert run(database, "SELECT count(*) FROM break_glass_looks") == [(10,)], "and was no look"
    run(database, "UPDATE break_glass_looks SET at = at - interval '10 minutes'")
    answer = await look(hub, nurse, clinic, **WHO)
    assert 290 <= int(answer.headers["retry-after"]) <= 300
    # The oldest is out of the quarter of an hour, so one more is free, and no two.
    run(
        database,
        "UPDATE break_glass_looks SET at = at - interval '6 minutes'"
        " WHERE at = (SELECT min(at) FROM break_glass_looks)",
    )
    assert (await look(hub, nurse, clinic, **WHO)).json() == {"match": True}
    assert (await look(hub, nurse, clinic, **WHO)).status_code == 429
    run(database, "UPDATE memberships SET role = 'doctor' WHERE user_id = %s", clinic.users["reception"])
    doctor = await hub.sign_in(clinic, "reception")
    assert (await look(hub, doctor, clinic, **WHO)).status_code == 200, "everybody has their own ten"


BAD = [
    ({"mrn": "AB-99"}, "mrn"),
    ({"name": "x", "mrn": "", "born": None}, "mrn"),
    ({"born": "1951-03-04", "name": " 　 "}, "mrn"),
    ({"mrn": "AB-99", "name": "x", "born": "1951-03-04"}, "mrn"),
    ({}, "mrn"),
    ({"mrn": "x" * 201, "name": "x"}, "mrn"),
    ({"mrn": "x", "name": "a\0b"}, "name"),
    ({"mrn": "x", "name": "x" * 201}, "name"),
    ({"mrn": "x", "born": "4 March"}, "born"),
    ({"mrn": "x", "born": "1951-13-01"}, "born"),
    ({"mrn": "x", "born": 5}, "born"),
    ({"mrn": 5, "name": "x"}, "mrn"),
    ({"mrn": "x", "name": "x", "like": "%"}, "like"),
    ({"clinic_id": "x", "mrn": "x", "name": "x"}, "clinic_id"),
]


@pytest.mark.parametrize(("body", "field"), BAD)
@pytest.mark.parametrize("path", ["/api/break-glass/look-up", "/api/break-glass"])
async def test_bad_input_is_refused_by_its_field_and_counts_nothing(
    hub: Any, clinic: Any, database: Any, nurse: Any, path: str, body: dict[str, Any], field: str
) -> None:
    whole = {"clinic_id": str(clinic.id), **body}
    if path == "/api/break-glass":
        whole["reason"] = REASON
    answer = await hub.client.post(path, json=whole, headers=nurse)
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (400, "input.field", field)
    assert run(database, "SELECT * FROM break_glass_looks") == []
    assert recorded(database) == []


@pytest.mark.parametrize("reason", ["", "too short", "     x     ", "x" * 501, "nul \0 in the middle"])
@pytest.mark.usefixtures("somebody")
async def test_a_reason_is_asked_for(hub: Any, clinic: Any, database: Any, nurse: Any, reason: str) -> None:
    await look(hub, nurse, clinic, **WHO)
    answer = await break_it(hub, nurse, clinic, reason=reason, **WHO)
    assert (answer.status_code, answer.json()["field"]) == (400, "reason")
    assert run(database, "SELECT * FROM break_glass") == []


@pytest.mark.usefixtures("somebody")
async def test_a_clinic_that_is_not_ones_own_does_not_exist(
    hub: Any, database: Any, nurse: Any, foreign: Any
) -> None:
    for path, more in (("/api/break-glass/look-up", {}), ("/api/break-glass", {"reason": REASON})):
        for clinic in (foreign.clinic, uuid4()):
            body = {"clinic_id": str(clinic), **more, **WHO}
            answer = await hub.client.post(path, json=body, headers=nurse)
            assert (answer.status_code, answer.json()["field"]) == (404, "clinic_id")
    assert recorded(database) == []


async def test_it_counts_for_the_clinics_where_one_may(
    hub: Any, clinic: Any, foreign: Any, database: Any, nurse: Any
) -> None:
    run(database, "INSERT INTO memberships VALUES (%s, %s, 'receptionist')", clinic.users["nurse"], foreign.clinic)
    body = {"clinic_id": str(foreign.clinic), **WHO}
    answer = await hub.client.post("/api/break-glass/look-up", json=body, headers=nurse)
    assert (answer.status_code, answer.json()["field"]) == (404, "clinic_id")


async def test_who_may_not_break_the_glass_is_told_so(hub: Any, clinic: Any) -> None:
    headers = await hub.sign_in(clinic, "reception")
    for method, path in (
        ("POST", "/api/break-glass/look-up"),
        ("POST", "/api/break-glass"),
        ("GET", "/api/break-glass"),
    ):
        body = {
            "clinic_id": str(clinic.id),
            "mrn": "x",
            "name": "x",
            **({"reason": REASON} if path[-1] == "s" else {}),
        }
        answer = await hub.client.request(method, path, json=body if method == "POST" else None, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "access.denied"), path


@pytest.mark.usefixtures("somebody")
async def test_each_step_costs_a_fixed_number_of_statements(hub: Any, clinic: Any, nurse: Any) -> None:
    async def counted(answer: Any) -> tuple[int, int]:
        response = await answer
        assert response.status_code < 300
        messages = [each for each in hub.statements if not each.startswith("PREPARE")]
        plain, audit = len(hub.touching_tables()), sum("EXECUTE audit_add" in each for each in messages)
        # For whom and the end are a message each, and what is recorded goes with the end.
        assert len(messages) == plain + 2
        hub.statements.clear()
        return plain, audit

    await hub.client.get("/api/break-glass", headers=nurse)
    hub.statements.clear()
    assert await counted(look(hub, nurse, clinic, **WHO)) == (1, 1)
    assert await counted(break_it(hub, nurse, clinic, **WHO)) == (3, 1)
    assert await counted(hub.client.get("/api/break-glass", headers=nurse)) == (1, 0)
    glass = (await hub.client.get("/api/break-glass", headers=nurse)).json()["items"][0]["id"]
    hub.statements.clear()
    assert await counted(hub.client.delete(f"/api/break-glass/{glass}", headers=nurse)) == (1, 1)


@pytest.mark.usefixtures("somebody")
async def test_what_it_costs_is_the_same_whether_there_is_a_match(hub: Any, clinic: Any, nurse: Any) -> None:
    statements: list[list[str]] = []
    await look(hub, nurse, clinic, **WHO)  # what a connection prepares, it prepares once
    for identifiers in (WHO, NOT_FOUND[0]):
        hub.statements.clear()
        await look(hub, nurse, clinic, **identifiers)
        # Without their values: whose, what was found, and their prepared names.
        statements.append([re.sub(r"EXECUTE (\w+?)_\d+\(.*?\); ", r"\1; ", each) for each in hub.statements])
    assert statements[0] == statements[1]
    assert [each.split(";")[-1].strip() for each in statements[0]][-1] == "COMMIT"
