"""The waitlist over HTTP: who may, in which order, what is refused, what is proposed, and what is written down."""

import secrets
import time
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from clinic_console.domain.access import Scope
from clinic_console.domain.ids import uuid7
from clinic_console.hub.service.unit_of_work import unit_of_work
from clinic_console.hub.service.waitlist_proposals import Freed, propose
from tests.hub.schedule_world import ScheduleWorld, small


def new_id() -> str:
    return str(uuid7(time.time_ns() // 1_000_000, secrets.randbits(74)))


class Desk:
    """A receptionist's requests, in a small practice."""

    def __init__(self, hub: Any, clinic: Any, database: Any) -> None:
        self.hub, self.clinic = hub, clinic
        self.world: ScheduleWorld = small(database.dsn, clinic.id)
        self.dsn = database.dsn
        self.headers: dict[str, str] = {}

    async def ask(self, method: str, path: str = "", **given: Any) -> Any:
        self.headers = self.headers or await self.hub.sign_in(self.clinic, "reception")
        return await self.hub.client.request(method, f"/api/waitlist{path}", headers=self.headers, **given)

    def wish(self, patient: UUID, **more: Any) -> dict[str, Any]:
        given = {"id": new_id(), "clinic_id": str(self.clinic.id), "patient": str(patient)}
        return given | {"type": self.world.ids["visit"]} | more

    async def add(self, patient: UUID, **more: Any) -> dict[str, Any]:
        answer = await self.ask("POST", json=self.wish(patient, **more))
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def page(self, **query: Any) -> dict[str, Any]:
        answer = await self.ask("GET", params={"clinic": str(self.clinic.id), **query})
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def propose(self, begins: datetime, minutes: int, who: str = "yamada", patient: UUID | None = None) -> Any:
        """Propose what was given up, as a cancellation does."""
        scope = Scope(self.clinic.users["reception"], frozenset({self.clinic.id}))
        ends = begins + timedelta(minutes=minutes)
        freed = Freed(self.clinic.id, self.world.ids[who], begins, ends, patient)
        async with unit_of_work(self.hub.engine, scope) as work:
            return await propose(work, freed, [self.clinic.id])

    async def proposed(self, *given: Any, **more: Any) -> list[str]:
        return [each.waiting for each in (await self.propose(*given, **more)).proposals]

    def version(self) -> int:
        return int(self.world.run("SELECT waiting FROM clinics WHERE id = %s", self.clinic.id)[0][0])

    def take(
        self, who: str, begins: datetime, minutes: int, patient: UUID, kind: str = "visit", lane: int = 0
    ) -> UUID:
        """Have a visit taken, as a booking leaves it behind."""
        taken, during = uuid4(), f"[{begins.isoformat()},{(begins + timedelta(minutes=minutes)).isoformat()})"
        self.world.run(
            "INSERT INTO occupancy VALUES (%s, %s, %s, %s, %s)",
            self.world.ids[who], lane, during, taken, self.world.ids[kind],
        )  # fmt: skip
        self.world.run("INSERT INTO patient_occupancy VALUES (%s, 0, %s, %s)", patient, during, taken)
        return taken


@pytest.fixture
def desk(hub: Any, clinic: Any, database: Any) -> Desk:
    return Desk(hub, clinic, database)


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


async def test_a_freed_slot_goes_to_the_three_most_urgent_who_fit(desk: Desk) -> None:
    ids, at = desk.world.ids, desk.world.at("10:00")
    weekday, day = desk.world.today().isoweekday(), (desk.world.today() + timedelta(days=7)).isoformat()
    busy = desk.world.patient("Busy")
    desk.take("mori", at, 30, busy)
    unfit: list[dict[str, Any]] = [
        {"patient": busy},
        {"patient": desk.world.patient("Too long"), "type": ids["long"]},
        {"patient": desk.world.patient("Another doctor"), "practitioner": ids["mori"]},
        {"patient": desk.world.patient("Nurses"), "specialty": ids["nursing"]},
        {"patient": desk.world.patient("Other weekday"), "weekdays": [weekday % 7 + 1]},
        {"patient": desk.world.patient("Afternoons"), "time_from": 720},
        {"patient": desk.world.patient("Before ten"), "time_to": 600},
        {"patient": desk.world.patient("Later"), "since": (desk.world.today() + timedelta(days=8)).isoformat()},
        {"patient": desk.world.patient("Too late"), "until": (desk.world.today() + timedelta(days=6)).isoformat()},
    ]
    for wish in unfit:
        await desk.add(wish.pop("patient"), priority=1, **wish)
    fit = [
        await desk.add(desk.world.patient("Routine")),
        await desk.add(desk.world.patient("Soon"), priority=2, practitioner=ids["yamada"]),
        await desk.add(desk.world.patient("Exactly"), priority=2, since=day, until=day, time_from=600, time_to=601),
        await desk.add(desk.world.patient("Last")),
    ]
    before = desk.version()
    answer = await desk.propose(at, 30)
    assert [each.name for each in answer.proposals] == ["Soon", "Exactly", "Routine"]
    assert {each.begins for each in answer.proposals} == {int(at.timestamp() * 1_000)}
    assert [news.version for news in answer.news] == [desk.version()] == [before + 1]
    offered = {item["id"]: item["offers"] for item in (await desk.page())["items"] if item["offers"]}
    assert offered.keys() == {made["id"] for made in fit[:3]}
    # Once more: the same offers, no others.
    again = await desk.propose(at, 30)
    assert [each.waiting for each in again.proposals] == [each.waiting for each in answer.proposals]
    assert {item["id"]: item["offers"] for item in (await desk.page())["items"] if item["offers"]} == offered


async def test_an_offer_that_was_passed_over_goes_to_the_next(desk: Desk) -> None:
    at = desk.world.at("10:00")
    made = [await desk.add(desk.world.patient(f"P{number}")) for number in range(4)]
    assert await desk.proposed(at, 30) == [each["id"] for each in made[:3]]
    offer = (await desk.page())["items"][0]["offers"][0]["id"]
    before = desk.version()
    assert (await desk.ask("DELETE", f"/offers/{offer}")).status_code == 204
    assert (await desk.ask("DELETE", f"/offers/{offer}")).status_code == 404
    assert desk.version() == before + 1
    assert (await desk.page())["items"][0]["offers"] == []
    assert await desk.proposed(at, 30) == [each["id"] for each in made[1:]]


async def test_only_what_is_really_free_is_proposed(desk: Desk) -> None:
    ids = desk.world.ids
    await desk.add(desk.world.patient())
    other = desk.world.patient()
    taken = desk.world.at("09:00")
    desk.take("yamada", taken, 30, other)
    cases = {
        "beside what is taken still": ("yamada", taken, 30),
        "outside the hours": ("yamada", desk.world.at("18:00"), 30),
        "in the lunch break": ("mori", desk.world.at("12:00"), 60),
        "reserved for others": ("keller", desk.world.at("14:00"), 60),
        "past": ("yamada", desk.world.at("10:00", -1), 30),
    }
    for case, (who, begins, minutes) in cases.items():
        assert await desk.proposed(begins, minutes, who) == [], case
    # Behind what is taken there is room.
    (found,) = (await desk.propose(taken, 60)).proposals
    assert found.begins == int((taken + timedelta(minutes=30)).timestamp() * 1_000)
    leave = desk.world.at("10:00", 8)
    desk.world.exception("leave", leave, leave + timedelta(hours=4), resource=ids["yamada"])
    assert await desk.proposed(leave, 60) == []
    closed = desk.world.at("10:00", 9)
    desk.world.exception("closed", closed, closed + timedelta(hours=4))
    assert await desk.proposed(closed, 60) == []


async def test_who_gave_the_time_up_is_not_asked_and_an_earlier_visit_stays(desk: Desk) -> None:
    at, early, late = desk.world.at("10:00"), desk.world.at("09:00"), desk.world.at("15:00")
    gave_up, has_earlier, has_later = (desk.world.patient(name) for name in ("Gave up", "Earlier", "Later"))
    await desk.add(gave_up, priority=1)
    before = desk.take("mori", early, 30, has_earlier)
    behind = desk.take("mori", late, 30, has_later)
    await desk.add(has_earlier, priority=1, appointment=str(before))
    kept = await desk.add(has_later, appointment=str(behind))
    assert await desk.proposed(at, 30, patient=gave_up) == [kept["id"]]


async def test_a_place_in_a_group_is_proposed_while_others_stay(desk: Desk) -> None:
    at = desk.world.at("10:00")
    for lane in range(2):
        desk.take("yamada", at, 60, desk.world.patient(), "group", lane)
    await desk.add(desk.world.patient("Alone"), priority=1)
    joins = await desk.add(desk.world.patient("Joins"), type=desk.world.ids["group"])
    assert await desk.proposed(at, 60) == [joins["id"]]
    assert (await desk.page())["items"][1]["offers"] != []
    desk.take("yamada", at, 60, desk.world.patient(), "group", 2)
    assert (await desk.page())["items"][1]["offers"] == [], "full"
    assert await desk.proposed(at, 60) == []


async def test_the_doctors_part_of_a_visit_in_steps_has_to_fit(desk: Desk) -> None:
    made = await desk.add(desk.world.patient(), type=desk.world.ids["steps"])
    (found,) = (await desk.propose(desk.world.at("10:00"), 30)).proposals
    assert (found.waiting, found.begins) == (made["id"], desk.world.ms("09:45"))
    assert found.ends == desk.world.ms("10:30")


async def test_an_offer_goes_when_its_time_is_taken_or_somebody_is_away(desk: Desk) -> None:
    ids, at = desk.world.ids, desk.world.at("10:00")
    await desk.add(desk.world.patient())

    async def offers() -> int:
        return len((await desk.page())["items"][0]["offers"])

    await desk.propose(at, 30)
    assert await offers() == 1
    taken = desk.take("yamada", at + timedelta(minutes=15), 30, desk.world.patient())
    assert await offers() == 0
    desk.world.run("DELETE FROM occupancy WHERE taken_by = %s", taken)
    assert await offers() == 1
    away = desk.world.exception("leave", at, at + timedelta(hours=1), resource=ids["yamada"])
    assert await offers() == 0
    desk.world.run("DELETE FROM schedule_exceptions WHERE id = %s", away)
    desk.world.run("UPDATE waitlist_offers SET begins = now() - interval '1 minute'")
    assert await offers() == 0


async def test_whoever_takes_a_proposed_time_raises_the_list_and_says_so(desk: Desk, database: Any) -> None:
    at = desk.world.at("10:00")
    await desk.add(desk.world.patient())
    await desk.propose(at, 30)
    before = desk.version()
    with psycopg.connect(make_conninfo(database.dsn, options="-c role=clinic_definer")) as connection:
        ask = "SELECT day, practitioner, version FROM schedule_changes(%s, %s, %s)"
        half = timedelta(minutes=30)
        yamada, mori = [desk.world.ids["yamada"]], [desk.world.ids["mori"]]
        told = connection.execute(ask, [yamada, [at], [at + half]]).fetchall()
        assert [row[2] for row in told if row[1] == 0][:1] == [before + 1]
        connection.rollback()
        assert all(row[1] for row in connection.execute(ask, [mori, [at], [at + half]]).fetchall())
        connection.rollback()
        assert all(row[1] for row in connection.execute(ask, [yamada, [at + half], [at + 2 * half]]).fetchall())


async def test_changing_what_somebody_takes_withdraws_what_was_proposed(desk: Desk) -> None:
    patient = desk.world.patient()
    made = await desk.add(patient)
    await desk.propose(desk.world.at("10:00"), 30)
    same = desk.wish(patient, id=made["id"], version=1, note="Rings back")
    assert (await desk.ask("PUT", f"/{made['id']}", json=same)).json()["offers"] != []
    other = desk.wish(patient, id=made["id"], version=2, time_from=720)
    assert (await desk.ask("PUT", f"/{made['id']}", json=other)).json()["offers"] == []


async def test_names_of_proposals_are_those_of_open_charts(desk: Desk) -> None:
    patient = desk.world.patient("Secret Person")
    made = await desk.add(patient)
    desk.world.run("UPDATE patients SET restriction = 'vip' WHERE id = %s", patient)
    (found,) = (await desk.propose(desk.world.at("10:00"), 30)).proposals
    assert (found.waiting, found.patient, found.name) == (made["id"], "", "")
