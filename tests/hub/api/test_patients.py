"""Opening a card and marking charts: every rule through HTTP, on the real database."""

from typing import Any
from uuid import uuid4

import psycopg
import pytest

NOTHING_MORE = {
    **dict.fromkeys(("name_kana", "family", "former_name", "language"), ""),
    **dict.fromkeys(("deceased", "interpreter"), False),
    **dict.fromkeys(("died", "confirmed"), None),
    **{name: [] for name in ("identifiers", "contacts", "alerts", "consents")},
    "version": 1,
}


def audit_rows(database: Any, action: str) -> list[tuple[Any, ...]]:
    """Return (login, clinic, patient, before, after, reason) of what was recorded, oldest first."""
    with psycopg.connect(database.dsn) as connection:
        return connection.execute(
            "SELECT user_name, clinic_id, patient_id, before, after, reason FROM audit_log WHERE action = %s"
            " ORDER BY at",
            [action],
        ).fetchall()


def run(database: Any, statement: str, *parameters: object) -> None:
    """Change something behind the hub's back."""
    with psycopg.connect(database.dsn) as connection:
        connection.execute(statement, parameters)


async def test_a_card_says_who_somebody_is_and_is_recorded_each_time(hub: Any, clinic: Any, database: Any) -> None:
    patient = clinic.patients[0]
    run(
        database,
        "UPDATE patients SET name = '佐藤 花子', name_latin = 'Sato Hanako', born = '1951-03-04', sex = 'F'"
        " WHERE id = %s",
        patient,
    )
    headers = await hub.sign_in(clinic, "reception")
    for _ in range(2):
        answer = await hub.client.get(f"/api/patients/{patient}", headers=headers)
        assert answer.status_code == 200
    assert answer.json() == {
        "id": str(patient),
        "mrn": "MRN-1",
        "name": "佐藤 花子",
        "name_latin": "Sato Hanako",
        "born": "1951-03-04",
        "sex": "F",
        "restriction": "",
        "glass_until": None,
        **NOTHING_MORE,
        "clinic_id": str(clinic.id),
    }
    assert audit_rows(database, "patient.opened") == [("Reception", clinic.id, patient, "", "", "")] * 2


async def test_a_card_costs_one_statement_and_its_record(hub: Any, clinic: Any) -> None:
    headers = await hub.sign_in(clinic, "nurse")
    for _ in range(2):  # what a connection prepares, it prepares once
        hub.statements.clear()
        await hub.client.get(f"/api/patients/{clinic.patients[0]}", headers=headers)
    audit = [statement for statement in hub.statements if "audit_add" in statement]
    assert (len(hub.statements), len(audit)) == (2, 1), "for whom and the card, the record"
    assert len(hub.touching_tables()) == 1


async def test_a_foreign_patient_does_not_exist(hub: Any, clinic: Any, foreign: Any, database: Any) -> None:
    with psycopg.connect(database.dsn) as connection:
        row = connection.execute("SELECT id FROM patients WHERE mrn = 'MRN-99'").fetchone()
        assert row is not None
        connection.execute("INSERT INTO patient_clinic VALUES (%s, %s)", [row[0], foreign.clinic])
    headers = await hub.sign_in(clinic, "nurse")
    answers = [await hub.client.get(f"/api/patients/{patient}", headers=headers) for patient in (row[0], uuid4())]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert len({(answer.json()["code"], answer.json()["message"]) for answer in answers}) == 1
    assert (await hub.client.get("/api/patients/x' OR 1=1", headers=headers)).status_code == 404
    assert audit_rows(database, "patient.opened") == []


@pytest.mark.parametrize("kind", ["staff", "vip", "own", "family"])
async def test_a_restricted_chart_asks_for_broken_glass(hub: Any, clinic: Any, database: Any, kind: str) -> None:
    run(database, "UPDATE patients SET restriction = %s WHERE id = %s", kind, clinic.patients[0])
    answer = await hub.client.get(f"/api/patients/{clinic.patients[0]}", headers=await hub.sign_in(clinic, "nurse"))
    assert (answer.status_code, answer.json()["code"]) == (403, "access.glass_needed")
    assert kind not in answer.text
    assert "Patient 1" not in answer.text
    assert audit_rows(database, "patient.opened") == []


async def _promote(database: Any, clinic: Any, role: str) -> None:
    run(database, "UPDATE memberships SET role = %s WHERE user_id = %s", role, clinic.users["nurse"])


@pytest.mark.parametrize("role", ["doctor", "administrator"])
async def test_a_mark_is_set_and_lifted_without_seeing_the_chart(
    hub: Any, clinic: Any, database: Any, role: str
) -> None:
    await _promote(database, clinic, role)
    headers = await hub.sign_in(clinic, "nurse")
    path = f"/api/patients/{clinic.patients[0]}/restriction"
    for restriction, reason in (
        ("vip", "  asked for   by the patient "),
        ("staff", "x"),
        ("", "no patient of note any more"),
    ):
        body = {"restriction": restriction, "reason": reason}
        answer = await hub.client.put(path, json=body, headers=headers)
        assert (answer.status_code, answer.content) == (204, b"")
    assert [row[2:] for row in audit_rows(database, "patient.restricted")] == [
        (clinic.patients[0], '{"restriction": ""}', '{"restriction": "vip"}', "asked for by the patient"),
        (clinic.patients[0], '{"restriction": "vip"}', '{"restriction": "staff"}', "x"),
        (clinic.patients[0], '{"restriction": "staff"}', '{"restriction": ""}', "no patient of note any more"),
    ]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"restriction": "secret", "reason": "why"}, "restriction"),
        ({"restriction": "vip", "reason": "  "}, "reason"),
        ({"restriction": "vip", "reason": "x" * 501}, "reason"),
        ({"restriction": "", "reason": "too short"}, "reason"),
        ({"restriction": "vip", "reason": "nul \0"}, "reason"),
        ({"restriction": "vip"}, "reason"),
        ({"restriction": "vip", "reason": "why", "name": "x"}, "name"),
        ({"restriction": None, "reason": "why"}, "restriction"),
        ([], "body"),
    ],
)
async def test_a_bad_mark_is_refused_by_its_field(
    hub: Any, clinic: Any, database: Any, body: Any, field: str
) -> None:
    await _promote(database, clinic, "doctor")
    answer = await hub.client.put(
        f"/api/patients/{clinic.patients[0]}/restriction", json=body, headers=await hub.sign_in(clinic, "nurse")
    )
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (400, "input.field", field)
    assert audit_rows(database, "patient.restricted") == []


async def test_who_may_not_mark_is_told_so_and_foreign_charts_do_not_exist(
    hub: Any, clinic: Any, foreign: Any, database: Any
) -> None:
    body = {"restriction": "vip", "reason": "why"}
    nurse = await hub.sign_in(clinic, "nurse")
    answer = await hub.client.put(f"/api/patients/{clinic.patients[0]}/restriction", json=body, headers=nurse)
    assert (answer.status_code, answer.json()["code"]) == (403, "access.denied")
    run(database, "UPDATE memberships SET role = 'doctor'")
    doctor = await hub.sign_in(clinic, "reception")
    with psycopg.connect(database.dsn) as connection:
        row = connection.execute("SELECT id FROM patients WHERE mrn = 'MRN-99'").fetchone()
        assert row is not None
        connection.execute("INSERT INTO patient_clinic VALUES (%s, %s)", [row[0], foreign.clinic])
    for patient in (row[0], uuid4()):
        answer = await hub.client.put(f"/api/patients/{patient}/restriction", json=body, headers=doctor)
        assert (answer.status_code, answer.json()["field"]) == (404, "patient")
    with psycopg.connect(database.dsn) as connection:
        assert connection.execute("SELECT count(*) FROM patients WHERE restriction IS NOT NULL").fetchone() == (0,)


async def test_who_lifts_a_mark_and_opens_the_chart_is_told_of(hub: Any, clinic: Any, database: Any) -> None:
    """For a day, and not whoever else opens it."""
    run(database, "UPDATE memberships SET role = 'doctor' WHERE user_id = %s", clinic.users["nurse"])
    run(database, "UPDATE patients SET restriction = 'vip' WHERE id = %s", clinic.patients[0])
    path = f"/api/patients/{clinic.patients[0]}"
    doctor, reception = [await hub.sign_in(clinic, login) for login in ("nurse", "reception")]
    body = {"restriction": "", "reason": "is no patient of note"}
    assert (await hub.client.put(f"{path}/restriction", json=body, headers=doctor)).status_code == 204
    for headers in (doctor, reception):
        assert (await hub.client.get(path, headers=headers)).status_code == 200
    run(database, "UPDATE patients SET lifted_at = lifted_at - interval '25 hours'")
    assert (await hub.client.get(path, headers=doctor)).status_code == 200
    assert [row[4] for row in audit_rows(database, "patient.opened")] == ['{"lifted": true}', "", ""]
