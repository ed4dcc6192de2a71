"""A chart's past through HTTP: what was changed, who looked, earlier visits, and that identity was confirmed."""

import json
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

PATHS = ("history", "looks", "encounters")


def rows(database: Any, statement: str, *given: object) -> list[tuple[Any, ...]]:
    with psycopg.connect(database.dsn) as connection:
        cursor = connection.execute(statement, given)
        return cursor.fetchall() if cursor.description else []


def recorded(database: Any) -> list[tuple[Any, ...]]:
    return rows(
        database,
        "SELECT action, clinic_id, patient_id, after FROM audit_log WHERE action LIKE 'patient.%%' ORDER BY at",
    )


@pytest.fixture
async def nurse(hub: Any, clinic: Any) -> dict[str, str]:
    """The headers of a nurse's requests."""
    headers: dict[str, str] = await hub.sign_in(clinic, "nurse")
    return headers


@pytest.fixture
def get(hub: Any, clinic: Any, nurse: Any) -> Any:
    """Ask for a part of the first patient's chart as the nurse."""

    async def ask(part: str = "", patient: UUID | None = None, **query: object) -> Any:
        path = "/".join(filter(None, ("/api/patients", str(patient or clinic.patients[0]), part)))
        return await hub.client.get(path, params=query, headers=nurse)

    return ask


@pytest.fixture
def confirm(hub: Any, clinic: Any, nurse: Any) -> Any:
    """Confirm who the first patient is, as the nurse."""

    async def ask(*which: str, patient: UUID | None = None, **more: object) -> Any:
        body = {"clinic_id": str(clinic.id), "which": which} | more
        path = f"/api/patients/{patient or clinic.patients[0]}/confirmations"
        return await hub.client.post(path, json=body, headers=nurse)

    return ask


async def change(hub: Any, clinic: Any, nurse: Any, version: int, **data: Any) -> None:
    body = {"version": version, "data": {"name": "Patient 1", "mrn": "MRN-1", **data}}
    answer = await hub.client.put(f"/api/patients/{clinic.patients[0]}", json=body, headers=nurse)
    assert answer.status_code == 200, answer.text


async def test_history_says_what_was_changed_by_whom(hub: Any, clinic: Any, nurse: Any, get: Any) -> None:
    assert (await get("history")).json() == {"items": [], "next": None}
    await change(hub, clinic, nurse, 1, language="en", born="1980-01-02")
    await change(hub, clinic, nurse, 2, language="pt", alerts=[{"kind": "fall_risk"}])
    await change(hub, clinic, nurse, 3)
    whole = (await get("history")).json()["items"]
    assert [(item["version"], item["by"]) for item in whole] == [(4, "Nurse"), (3, "Nurse"), (2, "Nurse")]
    assert whole[0]["at"] >= whole[1]["at"] >= whole[2]["at"] > 1_700_000_000_000
    assert whole[1]["changes"] == [
        {"field": "born", "before": ["1980-01-02"], "after": []},
        {"field": "language", "before": ["en"], "after": ["pt"]},
        {"field": "alerts", "before": [], "after": ["fall_risk"]},
    ]
    assert (await get("history", since=3)).json() == {"items": whole[:1], "next": None}
    first = (await get("history", limit=2)).json()
    rest = (await get("history", limit=2, after=first["next"])).json()
    assert (first["items"] + rest["items"], rest["next"]) == (whole, None)


async def test_past_visits_of_the_own_clinics_come_by_pages(
    clinic: Any, foreign: Any, database: Any, get: Any
) -> None:
    rows(
        database,
        "INSERT INTO encounters (id, patient_id, clinic_id, system, external_id, kind, began, ended, text)"
        " SELECT gen_random_uuid(), %s, CASE WHEN n > 5 THEN %s::uuid ELSE %s END, 's', n::text, 'visit',"
        "  '1969-12-31 23:59:59.5+00'::timestamptz + (n / 2) * interval '1 s', NULL, 'Visit ' || n"
        " FROM generate_series(1, 7) n",
        clinic.patients[0], foreign.clinic, clinic.id,
    )  # fmt: skip
    whole = (await get("encounters")).json()["items"]
    assert sorted(item["text"] for item in whole) == [f"Visit {n}" for n in range(1, 6)]
    assert [item["began"] for item in whole] == [1_500, 1_500, 500, 500, -500]
    found, after = [], ""
    while after is not None:
        page = (await get("encounters", limit=1, after=after)).json()
        found += page["items"]
        after = page["next"]
    assert found == whole
    assert whole[4]["ended"] is None


async def test_changes_name_colleagues_and_nobody_of_another_clinic(
    hub: Any, clinic: Any, foreign: Any, database: Any, nurse: Any, get: Any
) -> None:
    await change(hub, clinic, nurse, 1, language="en")
    assert [item["by"] for item in (await get("history")).json()["items"]] == ["Nurse"]
    rows(database, "INSERT INTO patient_clinic VALUES (%s, %s)", clinic.patients[0], foreign.clinic)
    rows(database, "UPDATE memberships SET clinic_id = %s WHERE user_id = %s", foreign.clinic, clinic.users["nurse"])
    hub.access.forget(clinic.users["nurse"])
    await change(hub, clinic, nurse, 2, language="pt")
    assert [item["by"] for item in (await get("history")).json()["items"]] == ["Nurse", ""]
    path = f"/api/patients/{clinic.patients[0]}/history"
    items = (await hub.client.get(path, headers=await hub.sign_in(clinic, "reception"))).json()["items"]
    assert [item["by"] for item in items] == ["", "Nurse"]


async def test_colleagues_are_told_by_name_and_others_not_even_by_their_clinic(
    hub: Any, clinic: Any, foreign: Any, database: Any, nurse: Any, get: Any
) -> None:
    patient = clinic.patients[0]
    await hub.client.get(f"/api/patients/{patient}", headers=await hub.sign_in(clinic, "reception"))
    for place, action in ((foreign.clinic, "patient.opened"), (clinic.id, "glass.broken"), (clinic.id, "audit.seen")):
        rows(
            database,
            "INSERT INTO audit_log (id, user_name, program, clinic_id, action, patient_id)"
            " VALUES (gen_random_uuid(), 'Far Doctor', 'hub', %s, %s, %s)",
            place, action, patient,
        )  # fmt: skip
    rows(database, "INSERT INTO audit_log (id, user_name, program, action, patient_id) VALUES"
         " (gen_random_uuid(), 'Nurse', 'hub', 'readings.opened', %s)", clinic.patients[1])  # fmt: skip
    expected = [
        ("Far Doctor", "glass.broken", "Sakura Clinic"),
        ("", "patient.opened", ""),
        ("Reception", "patient.opened", "Sakura Clinic"),
    ]
    items = (await get("looks")).json()["items"]
    assert [(item["by"], item["action"], item["clinic"]) for item in items] == expected
    first = (await get("looks", limit=1)).json()
    assert first["items"][0]["action"] == "patient.looks", "asking is recorded, once of a session"
    rest = (await get("looks", limit=3, after=first["next"])).json()
    assert (rest["items"], rest["next"]) == (items, None)
    assert [row[:3] for row in recorded(database) if row[0] == "patient.looks"] == [
        ("patient.looks", clinic.id, patient)
    ]


async def test_reading_on_in_an_open_chart_is_one_look(clinic: Any, database: Any, get: Any) -> None:
    for part in ("history", "encounters", ""):
        await get(part)
    await get("history")
    await get("encounters", clinic.patients[1])
    first, second = [("patient.opened", clinic.id, patient, "") for patient in clinic.patients[:2]]
    assert recorded(database) == [first, first, second], "the card itself is recorded each time"


@pytest.mark.parametrize("part", PATHS)
async def test_what_is_closed_has_no_past(clinic: Any, foreign: Any, database: Any, get: Any, part: str) -> None:
    rows(database, "UPDATE patients SET restriction = 'vip' WHERE id = %s", clinic.patients[0])
    answer = await get(part)
    assert (answer.status_code, answer.json()["code"]) == (403, "access.glass_needed")
    rows(
        database, "UPDATE patient_clinic SET clinic_id = %s WHERE patient_id = %s", foreign.clinic, clinic.patients[1]
    )
    for patient in (clinic.patients[1], uuid4()):
        answer = await get(part, patient)
        assert (answer.status_code, answer.json()["field"]) == (404, "patient")
    assert recorded(database) == []


@pytest.mark.parametrize("part", PATHS)
@pytest.mark.parametrize(
    "query", [{"after": "x"}, {"limit": 0}, {"limit": 201}, {"after": "WyI5OTk5OTk5OTk5OTk5OTk5OTk5OTkiXQ"}]
)
async def test_what_does_not_fit_is_named(get: Any, part: str, query: dict[str, Any]) -> None:
    answer = await get(part, **query)
    assert (answer.status_code, answer.json()["field"]) == (400, next(iter(query)))


@pytest.mark.parametrize("since", [-1, 2**31, "x"])
async def test_since_is_a_version(get: Any, since: object) -> None:
    answer = await get("history", since=since)
    assert (answer.status_code, answer.json()["field"]) == (400, "since")


@pytest.mark.parametrize("part", PATHS)
async def test_a_page_costs_two_statements_and_its_record(hub: Any, get: Any, part: str) -> None:
    await get()
    hub.statements.clear()
    await get(part)
    assert len(hub.touching_tables()) == 2, "is it open, the page"


async def test_two_identifiers_confirm_who_somebody_is(
    hub: Any, clinic: Any, database: Any, nurse: Any, get: Any, confirm: Any
) -> None:
    answer = await confirm("name", "wristband")
    assert answer.status_code == 201, answer.text
    found = answer.json()
    assert (found["which"], found["by"]) == (["name", "wristband"], "Nurse")
    assert (await get()).json()["confirmed"] == found
    (event,) = [row for row in recorded(database) if row[0] == "patient.confirmed"]
    assert event[:3] == ("patient.confirmed", clinic.id, clinic.patients[0])
    assert json.loads(event[3]) == {"which": ["name", "wristband"]}
    rows(database, "UPDATE patient_confirmations SET at = at - interval '23 hours'")
    assert (await get()).json()["confirmed"]["which"] == ["name", "wristband"]
    rows(database, "UPDATE patient_confirmations SET at = at - interval '2 hours'")
    assert (await get()).json()["confirmed"] is None
    hub.statements.clear()
    await confirm("mrn", "name")
    assert len(hub.touching_tables()) == 2


@pytest.mark.parametrize(
    "which", [(), ("name",), ("name", "name"), ("name", "mrn", "photo_id"), ("name", "shoes"), ("name", "phone"),
              ("born", "mrn"), ("insurance", "mrn"), ("address", "mrn")]
)  # fmt: skip
async def test_only_two_that_are_on_record_can_be_compared(
    database: Any, confirm: Any, which: tuple[str, ...]
) -> None:
    answer = await confirm(*which)
    assert (answer.status_code, answer.json()["field"]) == (400, "which")
    assert rows(database, "SELECT 1 FROM patient_confirmations") == []


async def test_who_is_not_here_is_not_confirmed_here(
    hub: Any, clinic: Any, foreign: Any, database: Any, confirm: Any
) -> None:
    rows(database, "INSERT INTO memberships VALUES (%s, %s, 'nurse')", clinic.users["nurse"], foreign.clinic)
    hub.access.forget(clinic.users["nurse"])
    for place in (foreign.clinic, uuid4()):
        answer = await confirm("name", "mrn", clinic_id=str(place))
        assert (answer.status_code, answer.json()["field"]) == (404, "clinic_id")
    assert (await confirm("name", "mrn", clinic_id="x")).json()["field"] == "clinic_id"
    rows(database, "UPDATE patients SET restriction = 'own' WHERE id = %s", clinic.patients[0])
    assert (await confirm("name", "mrn")).json()["code"] == "access.glass_needed"
    assert (await confirm("name", "mrn", patient=uuid4())).json()["field"] == "patient"
    assert rows(database, "SELECT 1 FROM patient_confirmations") == []
