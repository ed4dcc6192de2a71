"""Whose auditors see a deed: decided when it is done, each clinic its own part, and the patient's clinics always."""

import json
from typing import Any
from uuid import UUID

import pytest

REASON = "unconscious, no papers"


@pytest.fixture
def auditors(house: Any) -> Any:
    """``aud`` reads the first clinic's log, ``afar`` the second's, ``two`` both; ``doc`` is a doctor of the first."""
    house.add("aud", (house.clinic.id, "auditor"))
    house.add("afar", (house.other, "auditor"))
    house.add("two", (house.clinic.id, "auditor"), (house.other, "auditor"))
    house.add("doc", (house.clinic.id, "doctor"))
    return house


async def _read(house: Any, login: str, **asked: Any) -> list[dict[str, Any]]:
    answer = await house.ask(login, "GET", "/api/audit", params=asked)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


def _far_patient(house: Any) -> UUID:
    [(patient,)] = house.rows("SELECT id FROM patients WHERE mrn = 'MRN-99'")
    house.rows(
        "INSERT INTO patient_clinic (patient_id, clinic_id) VALUES (%s, %s) ON CONFLICT DO NOTHING RETURNING 1",
        patient, house.other,
    )  # fmt: skip
    found: UUID = patient
    return found


async def test_what_somebody_did_stays_to_be_seen_when_they_leave(auditors: Any) -> None:
    house = auditors
    leaver = house.add("leaver", (house.clinic.id, "nurse"))
    await house.headers("leaver")
    assert [event["action"] for event in await _read(house, "aud", user=str(leaver))] == ["session.opened"]
    there = {"memberships": [{"clinic_id": str(house.other), "role": "nurse"}]}
    assert (await house.ask("chief", "PUT", f"/api/users/{leaver}/memberships", json=there)).status_code == 200
    assert [event["action"] for event in await _read(house, "aud", user=str(leaver))] == ["session.opened"]
    assert await _read(house, "afar", user=str(leaver)) == [], "what was before is not the new clinic's"
    await house.headers("leaver")
    assert len(await _read(house, "afar", user=str(leaver))) == 1
    assert len(await _read(house, "aud", user=str(leaver))) == 1
    house.rows("DELETE FROM memberships WHERE user_id = %s RETURNING 1", house.clinic.users["chief"])
    [event] = await _read(house, "aud", action="user.roles")
    assert (event["clinic_id"], json.loads(event["after"])) == (
        str(house.clinic.id),
        {"login": "leaver", "roles": {}},
    )


async def test_each_clinic_reads_its_own_part_of_a_deed(auditors: Any) -> None:
    house = auditors
    own, other = str(house.clinic.id), str(house.other)
    new = {
        "login": "newboth",
        "name": "New Both",
        "memberships": [{"clinic_id": own, "role": "nurse"}, {"clinic_id": other, "role": "auditor"}],
    }
    made = (await house.ask("chief", "POST", "/api/users", json=new)).json()["user"]["id"]
    new["memberships"] = [{"clinic_id": own, "role": "doctor"}, {"clinic_id": other, "role": "nurse"}]
    changed = {"memberships": new["memberships"]}
    assert (await house.ask("chief", "PUT", f"/api/users/{made}/memberships", json=changed)).status_code == 200
    for login, clinic, roles in (("aud", own, ["nurse", "doctor"]), ("afar", other, ["auditor", "nurse"])):
        events = await _read(house, login, action="user")
        assert [event["clinic_id"] for event in events] == [clinic] * 2
        assert [json.loads(event["after"])["roles"] for event in reversed(events)] == [
            {clinic: role} for role in roles
        ]
    # What concerns the person as a whole is both clinics', and those of the administrator alone do not hear of it.
    assert (await house.ask("chief", "POST", f"/api/users/{house.clinic.users['aud']}/password")).is_success
    assert [event["action"] for event in await _read(house, "afar", action="user.password")] == []


async def test_a_foreign_number_stands_in_no_log_that_it_does_not_concern(auditors: Any) -> None:
    house = auditors
    patient = _far_patient(house)
    for asked in ({"mrn": "MRN-99"}, {"patient": str(patient)}):
        await _read(house, "two", **asked)
    await house.ask("two", "GET", "/api/audit/export", params={"mrn": "MRN-99"})
    for login, named in (("aud", False), ("afar", True)):
        events = await _read(house, login, user=str(house.clinic.users["two"]))
        read = [event for event in events if event["action"].startswith("audit.")]
        assert len(read) == 3
        for event in read:
            assert (event["patient_id"] == str(patient)) == named
            assert "MRN-99" in event["mrn"] + event["after"] or not named
            assert named or "MRN-99" not in json.dumps(event)
    # Of one clinic alone: what was typed is no number of its patients.
    await _read(house, "aud", mrn="MRN-98")
    [event] = await _read(house, "two", user=str(house.clinic.users["aud"]), action="audit.seen", limit=1)
    assert json.loads(event["after"]) == {"mrn": "…"}


async def test_the_patients_own_clinic_sees_who_broke_the_glass_and_opened_the_chart(auditors: Any) -> None:
    house = auditors
    patient = _far_patient(house)
    who = {"clinic_id": str(house.clinic.id), "mrn": "MRN-99", "name": "Foreign Patient"}
    assert (await house.ask("doc", "POST", "/api/break-glass/look-up", json=who)).json() == {"match": True}
    broken = await house.ask("doc", "POST", "/api/break-glass", json={**who, "reason": REASON})
    assert (await house.ask("doc", "GET", f"/api/patients/{patient}")).status_code == 200
    assert (await house.ask("doc", "DELETE", f"/api/break-glass/{broken.json()['id']}")).status_code == 204
    for login in ("aud", "afar"):
        events = await _read(house, login, user=str(house.clinic.users["doc"]), patient=str(patient))
        assert [event["action"] for event in events] == ["glass.ended", "patient.opened", "glass.broken"]
        assert {event["mrn"] for event in events} == {"MRN-99"}
        assert events[2]["reason"] == REASON


async def test_a_writer_names_no_clinic_that_is_not_its_own(auditors: Any, connect_as: Any) -> None:
    house = auditors
    with connect_as("clinic_hub") as hub:
        hub.execute("SELECT enter_scope(%s, %s)", [house.clinic.users["doc"], [house.clinic.id]])
        hub.execute(
            "INSERT INTO audit_log (id, user_id, program, action, clinics) VALUES (uuidv7(), %s, 'hub', 'x', %s)",
            [house.clinic.users["doc"], [house.clinic.id, house.other]],
        )
        hub.commit()
    assert house.rows("SELECT clinics FROM audit_log WHERE action = 'x'") == [([house.clinic.id],)]
