"""Wards and beds: their pages, and what a page costs."""

from typing import Any
from uuid import uuid4

import psycopg
import pytest


async def test_a_ward_says_how_many_beds_are_occupied(hub: Any, clinic: Any, database: Any) -> None:
    with psycopg.connect(database.dsn) as connection:
        connection.execute(
            "UPDATE stays SET during = tstzrange(lower(during), now()) WHERE patient_id = %s", [clinic.patients[1]]
        )
    answer = await hub.client.get("/api/wards", headers=await hub.sign_in(clinic, "nurse"))
    assert answer.json() == {
        "items": [{"id": str(clinic.ward), "clinic_id": str(clinic.id), "name": "3 East", "beds": 4, "occupied": 3}],
        "next": None,
    }


async def test_a_bed_shows_its_monitor_and_patient(hub: Any, clinic: Any, database: Any) -> None:
    with psycopg.connect(database.dsn) as connection:
        connection.execute(
            "UPDATE patients SET name = '佐藤 花子', name_latin = 'Sato Hanako', born = '1951-03-04', sex = 'F'"
            " WHERE id = %s",
            [clinic.patients[0]],
        )
        connection.execute("DELETE FROM stays WHERE patient_id = %s", [clinic.patients[3]])
        connection.execute("DELETE FROM device_beds WHERE bed_id = %s", [clinic.beds[3]])
    answer = await hub.client.get(f"/api/wards/{clinic.ward}/beds", headers=await hub.sign_in(clinic, "reception"))
    beds = answer.json()["items"]
    assert [bed["name"] for bed in beds] == ["1", "2", "3", "4"]
    assert beds[0] == {
        "id": str(clinic.beds[0]),
        "name": "1",
        "position": 1,
        "device": {"id": clinic.devices["dev-1"], "code": "dev-1", "model": "test"},
        "patient": {
            "id": str(clinic.patients[0]),
            "mrn": "MRN-1",
            "name": "佐藤 花子",
            "name_latin": "Sato Hanako",
            "born": "1951-03-04",
            "sex": "F",
        },
        "restricted": False,
    }
    assert (beds[3]["device"], beds[3]["patient"], beds[3]["restricted"]) == (None, None, False)


async def test_nothing_of_a_restricted_patient_stands_in_a_bed(hub: Any, clinic: Any, database: Any) -> None:
    with psycopg.connect(database.dsn) as connection:
        connection.execute(
            "UPDATE patients SET name = '佐藤 花子', name_latin = 'Sato Hanako', born = '1951-03-04', sex = 'F',"
            " restriction = 'vip' WHERE id = %s",
            [clinic.patients[0]],
        )
    headers = await hub.sign_in(clinic, "nurse")
    answer = await hub.client.get(f"/api/wards/{clinic.ward}/beds", headers=headers)
    beds = answer.json()["items"]
    assert beds[0] == {
        "id": str(clinic.beds[0]),
        "name": "1",
        "position": 1,
        "device": {"id": clinic.devices["dev-1"], "code": "dev-1", "model": "test"},
        "patient": None,
        "restricted": True,
    }
    for leak in (str(clinic.patients[0]), "佐藤", "Sato", "1951", "vip", "MRN-1"):
        assert leak not in answer.text
    assert [bed["restricted"] for bed in beds[1:]] == [False, False, False]
    assert (await hub.client.get("/api/wards", headers=headers)).json()["items"][0]["occupied"] == 4


async def test_glass_shows_the_name_in_the_bed_to_who_broke_it_until_it_expires(
    hub: Any, clinic: Any, database: Any
) -> None:
    with psycopg.connect(database.dsn) as connection:
        connection.execute("UPDATE patients SET restriction = 'own' WHERE id = %s", [clinic.patients[0]])
        connection.execute(
            "INSERT INTO break_glass (id, user_id, patient_id, clinic_id, reason, expires_at)"
            " VALUES (%s, %s, %s, %s, 'an emergency', now() + interval '1 hour')",
            [uuid4(), clinic.users["nurse"], clinic.patients[0], clinic.id],
        )
    path = f"/api/wards/{clinic.ward}/beds"
    nurse, other = await hub.sign_in(clinic, "nurse"), await hub.sign_in(clinic, "reception")
    bed = (await hub.client.get(path, headers=nurse)).json()["items"][0]
    assert (bed["patient"]["name"], bed["restricted"]) == ("Patient 1", False)
    bed = (await hub.client.get(path, headers=other)).json()["items"][0]
    assert (bed["patient"], bed["restricted"]) == (None, True)
    with psycopg.connect(database.dsn) as connection:
        connection.execute("UPDATE break_glass SET expires_at = now()")
    bed = (await hub.client.get(path, headers=nurse)).json()["items"][0]
    assert (bed["patient"], bed["restricted"]) == (None, True)


async def test_a_stay_of_a_patient_that_the_clinic_does_not_know_is_restricted(
    hub: Any, clinic: Any, database: Any
) -> None:
    with psycopg.connect(database.dsn) as connection:
        connection.execute("DELETE FROM patient_clinic WHERE patient_id = %s", [clinic.patients[1]])
    answer = await hub.client.get(f"/api/wards/{clinic.ward}/beds", headers=await hub.sign_in(clinic, "nurse"))
    bed = answer.json()["items"][1]
    assert (bed["patient"], bed["restricted"]) == (None, True)


async def test_an_empty_ward_has_an_empty_page(hub: Any, clinic: Any, database: Any) -> None:
    ward = uuid4()
    with psycopg.connect(database.dsn) as connection:
        connection.execute("INSERT INTO wards VALUES (%s, %s, 'New', 2)", [ward, clinic.id])
    answer = await hub.client.get(f"/api/wards/{ward}/beds", headers=await hub.sign_in(clinic, "nurse"))
    assert (answer.status_code, answer.json()) == (200, {"items": [], "next": None})


async def test_pages_hold_every_bed_once(hub: Any, clinic: Any) -> None:
    headers = await hub.sign_in(clinic, "nurse")
    for limit in range(1, 6):
        seen: list[str] = []
        after = ""
        while after is not None:
            answer = await hub.client.get(
                f"/api/wards/{clinic.ward}/beds", params={"limit": limit, "after": after}, headers=headers
            )
            page = answer.json()
            assert 0 < len(page["items"]) <= limit
            seen += [bed["id"] for bed in page["items"]]
            after = page["next"]
        assert seen == [str(bed) for bed in clinic.beds]


async def test_pages_hold_every_ward_once(hub: Any, clinic: Any, database: Any) -> None:
    with psycopg.connect(database.dsn) as connection, connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO wards VALUES (%s, %s, %s, %s)",
            [(uuid4(), clinic.id, f"Ward {number}", number % 3) for number in range(20)],
        )
    headers = await hub.sign_in(clinic, "nurse")
    seen: list[str] = []
    after = ""
    while after is not None:
        page = (await hub.client.get("/api/wards", params={"limit": 6, "after": after}, headers=headers)).json()
        seen += [ward["id"] for ward in page["items"]]
        after = page["next"]
    assert len(seen) == len(set(seen)) == 21


BAD_PAGES = [
    ({"limit": "0"}, "limit"),
    ({"limit": "201"}, "limit"),
    ({"limit": "-1"}, "limit"),
    ({"limit": "many"}, "limit"),
    ({"limit": "9" * 400}, "limit"),
    ({"after": "x"}, "after"),
    ({"after": "é"}, "after"),
    ({"after": "WzEsMl0"}, "after"),
    ({"after": "A" * 5_000}, "after"),
    ({"after": "'; DROP TABLE wards; --"}, "after"),
]


@pytest.mark.parametrize("path", ["/api/wards", "/api/wards/{ward}/beds", "/api/devices"])
async def test_a_bad_page_is_refused_by_its_field(hub: Any, clinic: Any, path: str) -> None:
    headers = await hub.sign_in(clinic, "nurse")
    for parameters, field in BAD_PAGES:
        answer = await hub.client.get(path.replace("{ward}", str(clinic.ward)), params=parameters, headers=headers)
        failure = answer.json()
        assert (answer.status_code, failure["code"], failure["field"]) == (400, "input.field", field), parameters


async def test_a_screen_costs_a_fixed_number_of_statements(hub: Any, clinic: Any) -> None:
    headers = await hub.sign_in(clinic, "nurse")
    screens = {
        "/api/wards": 1,
        f"/api/wards/{clinic.ward}/beds": 1,
        "/api/devices": 1,
        f"/api/beds/{clinic.beds[0]}/readings": 2,
    }
    for path, count in screens.items():
        await hub.client.get(path, headers=headers)  # where somebody works, and what is cached, is known from then on
        hub.statements.clear()
        assert (await hub.client.get(path, headers=headers)).status_code == 200
        assert len(hub.touching_tables()) == count, hub.statements
        scopes = [statement for statement in hub.statements if "enter_scope" in statement]
        assert len(scopes) == 1, "for whom it is done is said in one statement"


@pytest.mark.parametrize("role", ["administrator", "facility_manager"])
async def test_who_places_monitors_sees_beds_and_no_names(hub: Any, clinic: Any, database: Any, role: str) -> None:
    with psycopg.connect(database.dsn) as connection:
        connection.execute("UPDATE memberships SET role = %s WHERE user_id = %s", [role, clinic.users["nurse"]])
    answer = await hub.client.get(f"/api/wards/{clinic.ward}/beds", headers=await hub.sign_in(clinic, "nurse"))
    assert [(bed["patient"], bed["restricted"]) for bed in answer.json()["items"]] == [(None, True)] * 4
    assert "Patient" not in answer.text


async def test_whose_names_a_wall_was_given_is_recorded_once_while_they_are_the_same(
    hub: Any, clinic: Any, database: Any
) -> None:
    def listed() -> list[Any]:
        with psycopg.connect(database.dsn) as connection:
            return connection.execute(
                "SELECT object_id, clinic_id, after::jsonb FROM audit_log WHERE action = 'patient.listed' ORDER BY at"
            ).fetchall()

    headers = await hub.sign_in(clinic, "nurse")
    for _ in range(3):
        await hub.client.get(f"/api/wards/{clinic.ward}/beds", headers=headers)
    everybody = [f"MRN-{number}" for number in range(1, 5)]
    assert listed() == [(str(clinic.ward), clinic.id, {"mrn": everybody})]
    with psycopg.connect(database.dsn) as connection:
        connection.execute("DELETE FROM stays WHERE patient_id = %s", [clinic.patients[3]])
    await hub.client.get(f"/api/wards/{clinic.ward}/beds", headers=headers)
    assert listed()[1:] == [(str(clinic.ward), clinic.id, {"mrn": everybody[:3]})]
    # Another session is another look.
    await hub.client.get(f"/api/wards/{clinic.ward}/beds", headers=await hub.sign_in(clinic, "nurse"))
    assert len(listed()) == 3
