"""The waitlist over HTTP: who may, in which order, what is refused and what is written down."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from tests.hub.api.waitlist_desk import Desk, desk

__all__ = ["desk"]


async def test_most_urgent_first_then_who_has_waited_longest_page_by_page(desk: Desk) -> None:
    patients = [desk.world.patient(f"Patient {number}") for number in range(6)]
    made = [
        await desk.add(patient, priority=priority)
        for patient, priority in zip(patients, (3, 1, 2, 2, 1, 3), strict=True)
    ]
    expected = [made[place]["id"] for place in (1, 4, 2, 3, 0, 5)]
    found, after = [], ""
    while True:
        page = await desk.page(limit=2, after=after)
        assert (page["total"], page["version"]) == (6, desk.version())
        found += [item["id"] for item in page["items"]]
        after = page["next"]
        if after is None:
            break
    assert found == expected
    whole = await desk.page()
    assert [item["patient"]["name"] for item in whole["items"]][:2] == ["Patient 1", "Patient 4"]


async def test_an_empty_list_has_a_version_and_nobody(desk: Desk) -> None:
    assert await desk.page() == {"items": [], "total": 0, "version": 1, "next": None}


async def test_an_entry_says_all_that_was_given_and_is_changed_and_taken_off(desk: Desk) -> None:
    patient = desk.world.patient("Aoki Ren", name_kana="アオキ レン")
    until = desk.world.today() + timedelta(days=30)
    wish = {
        "type": desk.world.ids["long"], "practitioner": desk.world.ids["mori"], "priority": 2,
        "since": "2026-01-05", "until": until.isoformat(), "weekdays": [5, 1, 1], "time_from": 540, "time_to": 720,
        "note": "Calls back at noon",
    }  # fmt: skip
    made = await desk.add(patient, **wish)
    assert {name: made[name] for name in wish} == wish | {"weekdays": [1, 5]}
    assert (made["patient"]["name_kana"], made["by"], made["version"], made["offers"]) == (
        "アオキ レン", "Reception", 1, [],
    )  # fmt: skip
    before = desk.version()
    changed = desk.wish(patient, id=made["id"], priority=1, version=1)
    answer = await desk.ask("PUT", f"/{made['id']}", json=changed)
    assert answer.status_code == 200, answer.text
    assert (answer.json()["priority"], answer.json()["weekdays"], answer.json()["version"]) == (1, [], 2)
    again = await desk.ask("PUT", f"/{made['id']}", json=changed)
    assert (again.status_code, again.json()["code"], again.json()["field"]) == (409, "conflict", "version")
    assert desk.version() == before + 1, "what was refused has raised nothing"
    gone = await desk.ask("DELETE", f"/{made['id']}")
    assert gone.status_code == 204
    assert (await desk.page())["items"] == []
    assert (await desk.ask("DELETE", f"/{made['id']}")).status_code == 404
    assert desk.version() == before + 2


async def test_the_same_id_again_is_the_same_entry_and_anybody_elses_is_taken(desk: Desk, clinic: Any) -> None:
    patient = desk.world.patient()
    wish = desk.wish(patient)
    first, second = await desk.ask("POST", json=wish), await desk.ask("POST", json=wish | {"priority": 1})
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json(), "what was there stays"
    other = await desk.ask("POST", json=wish | {"patient": str(desk.world.patient())})
    assert (other.status_code, other.json()["code"]) == (409, "conflict.taken")
    nurse = await desk.hub.sign_in(clinic, "nurse")
    theirs = await desk.hub.client.post("/api/waitlist", json=wish, headers=nurse)
    assert theirs.json()["code"] == "conflict.taken"
    assert (await desk.page())["total"] == 1


async def test_who_was_taken_off_by_mistake_waits_again_since_they_waited(desk: Desk, clinic: Any) -> None:
    patient = desk.world.patient()
    wish = desk.wish(patient)
    made = (await desk.ask("POST", json=wish)).json()
    desk.world.run("UPDATE waitlist SET made_at = made_at - interval '3 days'")
    waited = desk.world.run("SELECT made_at FROM waitlist")
    await desk.ask("DELETE", f"/{made['id']}")
    nurse = await desk.hub.sign_in(clinic, "nurse")
    theirs = await desk.hub.client.post("/api/waitlist", json=wish, headers=nurse)
    assert theirs.json()["code"] == "conflict.taken", "only who has taken them off"
    before = desk.version()
    back = await desk.ask("POST", json=wish | {"priority": 1})
    assert back.status_code == 201, back.text
    assert (back.json()["priority"], back.json()["version"]) == (1, made["version"] + 2)
    assert desk.world.run("SELECT made_at FROM waitlist") == waited
    assert desk.version() == before + 1
    assert (await desk.ask("POST", json=wish)).json() == back.json(), "and only once"


async def test_what_cannot_be_is_refused_by_field_and_code(desk: Desk, foreign: Any) -> None:
    patient, ids = desk.world.patient(), desk.world.ids
    dead = desk.world.patient(deceased=True)
    away = desk.world.practitioner("Gone", active=False)
    elsewhere = desk.world.practitioner("Elsewhere", clinics=[foreign.clinic])
    closed = desk.world.visit_type("Not any more", 30, active=False)
    nursing = desk.world.visit_type("For nurses", 30, specialty_id=ids["nursing"])
    yesterday = (datetime.now(UTC) - timedelta(days=2)).date().isoformat()
    cases: list[tuple[dict[str, Any], int, str, str]] = [
        ({"id": "x"}, 400, "input.field", "id"),
        ({"id": str(uuid4())}, 400, "input.field", "id"),
        ({"clinic_id": "x"}, 400, "input.field", "clinic_id"),
        ({"clinic_id": str(foreign.clinic)}, 404, "not_found", "clinic_id"),
        ({"patient": "x"}, 400, "input.field", "patient"),
        ({"patient": str(uuid4())}, 404, "not_found", "patient"),
        ({"patient": str(dead)}, 400, "input.field", "patient"),
        ({"type": 0}, 400, "input.field", "type"),
        ({"type": 2**40}, 400, "input.field", "type"),
        ({"type": 9_999}, 400, "input.field", "type"),
        ({"type": closed}, 400, "input.field", "type"),
        ({"practitioner": -1}, 400, "input.field", "practitioner"),
        ({"practitioner": elsewhere}, 400, "schedule.no_practitioner", "practitioner"),
        ({"practitioner": ids["room1"]}, 400, "schedule.no_practitioner", "practitioner"),
        ({"practitioner": away}, 400, "schedule.practitioner_inactive", "practitioner"),
        ({"practitioner": ids["mori"], "type": nursing}, 400, "schedule.wrong_type", "type"),
        ({"specialty": 999}, 400, "input.field", "specialty"),
        ({"priority": 0}, 400, "input.field", "priority"),
        ({"priority": 4}, 400, "input.field", "priority"),
        ({"weekdays": [0]}, 400, "input.field", "weekdays"),
        ({"weekdays": [8]}, 400, "input.field", "weekdays"),
        ({"time_from": 600, "time_to": 600}, 400, "input.field", "time_to"),
        ({"time_from": -1}, 400, "input.field", "time_to"),
        ({"time_to": 1_441}, 400, "input.field", "time_to"),
        ({"since": "2030-01-02", "until": "2030-01-01"}, 400, "input.field", "until"),
        ({"until": yesterday}, 400, "schedule.past", "until"),
        ({"note": "x" * 501}, 400, "input.field", "note"),
        ({"note": "a\x00b"}, 400, "input.field", "note"),
        ({"appointment": "x"}, 400, "input.field", "appointment"),
        ({"appointment": str(uuid4())}, 400, "input.field", "appointment"),
    ]
    for wrong, status, code, field in cases:
        answer = await desk.ask("POST", json=desk.wish(patient) | wrong)
        assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (status, code, field), wrong
    assert (await desk.page())["total"] == 0
    assert desk.version() == 1


async def test_days_may_be_as_far_as_a_calendar_goes(desk: Desk) -> None:
    made = await desk.add(desk.world.patient(), since="0001-01-01", until="9999-12-31")
    assert (made["since"], made["until"]) == ("0001-01-01", "9999-12-31")


async def test_nobody_waits_for_more_than_ten_things(desk: Desk) -> None:
    patient = desk.world.patient()
    for _ in range(10):
        await desk.add(patient)
    answer = await desk.ask("POST", json=desk.wish(patient))
    assert (answer.status_code, answer.json()["code"]) == (429, "limit.too_many")


async def test_of_a_closed_chart_no_name_is_told_and_nobody_is_put_on(desk: Desk) -> None:
    patient = desk.world.patient("Secret Person")
    made = await desk.add(patient, note="Knows the mayor")
    desk.world.run("UPDATE patients SET restriction = 'vip' WHERE id = %s", patient)
    (item,) = (await desk.page())["items"]
    assert (item["restricted"], item["patient"]["name"], item["note"]) == (True, "", "")
    answer = await desk.ask("POST", json=desk.wish(patient))
    assert (answer.status_code, answer.json()["code"]) == (403, "access.glass_needed")
    assert (await desk.ask("DELETE", f"/{made['id']}")).status_code == 204, "off the list unseen"


async def test_other_clinics_lists_do_not_exist(desk: Desk, foreign: Any) -> None:
    answer = await desk.ask("GET", params={"clinic": str(foreign.clinic)})
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    visit, entry = desk.world.ids["visit"], uuid4()
    patient = desk.world.patient(clinics=[foreign.clinic])
    desk.world.add(
        "waitlist", id=entry, clinic_id=foreign.clinic, patient_id=patient, type_id=visit, priority=1, user_name="x"
    )
    offer = desk.world.add(
        "waitlist_offers", id=uuid4(), waiting_id=entry, resource_id=desk.world.ids["mori"],
        begins=desk.world.at("10:00"), ends=desk.world.at("10:30"),
    )  # fmt: skip
    assert (await desk.ask("DELETE", f"/{entry}")).status_code == 404
    assert (await desk.ask("DELETE", f"/offers/{offer}")).status_code == 404
    wish = desk.wish(patient, id=str(entry), version=1)
    assert (await desk.ask("PUT", f"/{entry}", json=wish)).status_code == 404


async def test_a_page_and_a_change_cost_few_statements(desk: Desk) -> None:
    patient = desk.world.patient()
    made = await desk.add(patient)
    await desk.page()
    for method, path, body, most in (
        ("GET", f"?clinic={desk.clinic.id}", None, 1),
        ("POST", "", desk.wish(patient), 2),
        ("PUT", f"/{made['id']}", desk.wish(patient, id=made["id"], version=1, priority=1), 3),
        ("DELETE", f"/{made['id']}", None, 1),
    ):
        desk.hub.statements.clear()
        answer = await desk.ask(method, path, json=body)
        assert answer.status_code < 300, answer.text
        assert len(desk.hub.touching_tables()) == most, desk.hub.touching_tables()


async def test_each_change_and_the_first_look_stand_in_the_log_without_notes(desk: Desk) -> None:
    patient = desk.world.patient()
    made = await desk.add(patient, note="Private words")
    await desk.ask("PUT", f"/{made['id']}", json=desk.wish(patient, id=made["id"], version=1, priority=1))
    await desk.page()
    await desk.page()
    await desk.ask("DELETE", f"/{made['id']}")
    rows = desk.world.run(
        "SELECT action, object_id, patient_id, clinic_id, before, after FROM audit_log"
        " WHERE action LIKE 'waitlist.%%' ORDER BY at, id"
    )
    assert [row[0] for row in rows] == [
        "waitlist.changed", "waitlist.changed", "waitlist.seen", "waitlist.changed",
    ]  # fmt: skip
    assert all(row[3] == desk.clinic.id for row in rows)
    assert {row[2] for row in rows if row[0] == "waitlist.changed"} == {patient}
    assert ('"priority": 3' in rows[1][4], '"priority": 1' in rows[1][5]) == (True, True)
    assert "Private" not in str(rows)
