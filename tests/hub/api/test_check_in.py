"""The check-in card over HTTP, on the real database."""

import asyncio
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from clinic_console.domain.access import Scope
from clinic_console.hub.service import check_in, walk_ins
from clinic_console.hub.service.appointments import Desk
from clinic_console.wire.appointments import WalkIn
from clinic_console.wire.check_in import CheckInData
from tests.hub.api.appointments_desk import FrontDesk, front, said
from tests.hub.api.check_in_desk import USUAL, opened, read, stands, write, written

__all__ = ["front"]


async def _today(front: FrontDesk, **more: Any) -> dict[str, Any]:
    """Book a visit of today, whatever the time is: the practice works all day and night then."""
    world = front.world
    world.run("UPDATE template_lines SET begins = 0, ends = 2880 WHERE kind = 'work'")
    patient = more.pop("patient", None) or world.patient("佐藤 花子", born="1951-03-04")
    at = world.run("SELECT date_trunc('hour', now()) + interval '1 hour'")[0][0]
    return await front.booked(patient, at, **more)


async def test_a_card_says_all_that_a_desk_compares(front: FrontDesk) -> None:
    world = front.world
    patient = world.patient("佐藤 花子", born="1951-03-04", language="ja")
    run = world.run
    run("INSERT INTO patient_identifiers VALUES (%s, 'insurance', 'kenpo', '12 34', '1234')", patient)
    run("INSERT INTO patient_contacts VALUES (%s, 1, 'phone', '03-1234', '', '', '031234')", patient)
    run("INSERT INTO patient_contacts VALUES (%s, 2, 'phone', '090-9', 'Ken', 'son', '0909')", patient)
    run(
        "INSERT INTO patient_alerts VALUES (%s, 1, 'allergy', 'Penicillin'), (%s, 2, 'fall_risk', '')",
        patient,
        patient,
    )
    run("UPDATE visit_types SET forms = '{Consent,Data sharing}' WHERE id = %s", world.ids["visit"])
    card = await _today(front, patient=patient)
    found = await read(front, card)
    assert found["card"] == card
    assert found["numbers"] == [["insurance", "12 34"]]
    assert found["contacts"] == [{"kind": "phone", "value": "03-1234"}], "the patient's own"
    assert (found["alerts"], found["language"]) == (["Penicillin", "fall_risk"], "ja")
    assert found["forms"] == [
        {"name": "Consent", "state": "to_sign"},
        {"name": "Data sharing", "state": "to_sign"},
    ]
    assert (found["compared"], found["compared_by"], found["compared_at"]) == ([], "", 0)


async def test_a_card_has_the_days_other_visits_and_the_last_three_before_it(front: FrontDesk) -> None:
    world, patient = front.world, front.world.patient()
    others = [await front.booked(patient, world.at("09:00", ahead)) for ahead in (1, 2, 3, 4)]
    same = await front.booked(patient, world.at("15:00", 5))
    card = await front.booked(patient, world.at("10:00", 5))
    await front.booked(patient, world.at("10:00", 6))
    await front.booked(world.patient(), world.at("11:00", 5))
    found = await read(front, card)
    assert found["today"] == [same]
    assert found["earlier"] == others[:0:-1]


async def test_opening_a_card_is_recorded_and_costs_one_statement(front: FrontDesk) -> None:
    card = await _today(front)
    front.hub.statements.clear()
    await read(front, card)
    assert len(front.hub.touching_tables()) == 1
    seen = front.world.run("SELECT object_id, patient_id, clinic_id FROM audit_log WHERE action = 'check_in.opened'")
    assert seen == [(card["id"], UUID(card["patient"]["id"]), front.clinic)]


async def test_the_administration_is_done_with_one_request_of_two_statements(front: FrontDesk) -> None:
    card = await _today(front)
    front.hub.statements.clear()
    found = await written(
        front,
        card,
        compared=["born", "name", "born"],
        contacts=True,
        interpreter=" 日本語　通訳 ",
        forms=[{"name": "Consent", "state": "signed"}],
        companions=[{"name": "佐藤 健", "relation": "son", "phone": "090-1"}],
        check_in=True,
    )
    assert len(front.hub.touching_tables()) == 2
    assert (found["card"]["state"], found["card"]["identity"], found["card"]["version"]) == (
        "checked_in",
        "confirmed",
        2,
    )
    assert found["card"]["arrived"] == pytest.approx(found["card"]["since"], abs=2_000), "who checks in has come"
    assert (found["compared"], found["compared_by"]) == (["name", "born"], "Reception")
    assert found["compared_at"] > 0
    assert found["contacts_at"] > 0
    assert found["interpreter"] == "日本語 通訳"
    assert found["forms"] == [{"name": "Consent", "state": "signed"}]
    assert found["companions"] == [{"name": "佐藤 健", "relation": "son", "phone": "090-1"}]
    assert await read(front, found["card"]) == found
    recorded = front.world.run(
        "SELECT before, after, patient_id FROM audit_log WHERE action = 'appointment.checked_in'"
    )
    before, after, patient = recorded[0]
    assert len(recorded) == 1
    assert str(patient) == card["patient"]["id"]
    assert '"state": "booked"' in before
    assert '"state": "checked_in"' in after
    assert '"compared": ["name", "born"]' in after
    assert "通訳" in after


async def test_what_was_found_before_stays_the_finders(front: FrontDesk, hub: Any, clinic: Any) -> None:
    card = await _today(front)
    first = await written(front, card, compared=USUAL, contacts=True)
    assert first["card"]["state"] == "booked", "nobody asked to check in"
    front.headers = await hub.sign_in(clinic, "nurse")
    second = await written(front, first["card"], compared=USUAL, contacts=True, interpreter="Portuguese")
    for name in ("compared", "compared_by", "compared_at", "contacts_at"):
        assert second[name] == first[name], name
    third = await written(front, second["card"], not_confirmed="has no papers with her", check_in=True)
    assert (third["card"]["identity"], third["compared"]) == ("not_confirmed", [])
    assert third["compared_by"] != first["compared_by"]
    assert third["contacts_at"] == first["contacts_at"], "they were asked for, whoever writes the card next"
    steps = await front.hub.client.get(f"/api/appointments/{card['id']}/history", headers=front.headers)
    kinds = [(step["kind"], step["reason"]) for step in steps.json()["items"]]
    assert kinds == [("checked_in", "has no papers with her"), ("check_in", ""), ("check_in", ""), ("booked", "")]


async def test_forms_are_the_types_until_they_were_saved(front: FrontDesk) -> None:
    world = front.world
    card = await _today(front)
    world.run("UPDATE visit_types SET forms = '{Consent}' WHERE id = %s", world.ids["visit"])
    assert (await read(front, card))["forms"] == [{"name": "Consent", "state": "to_sign"}]
    saved = await written(front, card, forms=[])
    assert saved["forms"] == []
    assert (await read(front, saved["card"]))["forms"] == []


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"key": "x"}, "key"),
        ({"at": 2**62}, "at"),
        ({"version": 0}, "version"),
        ({"version": 2**40}, "version"),
        ({"compared": ["name"]}, "compared"),
        ({"compared": ["name", "name"]}, "compared"),
        ({"compared": ["name", "room"]}, "compared"),
        ({"compared": USUAL, "not_confirmed": "really"}, "not_confirmed"),
        ({"not_confirmed": "x" * 501}, "not_confirmed"),
        ({"not_confirmed": "\0"}, "not_confirmed"),
        ({"interpreter": "x" * 101}, "interpreter"),
        ({"interpreter": "a\x07b"}, "interpreter"),
        ({"forms": [{"name": str(n)} for n in range(21)]}, "forms"),
        ({"forms": [{"name": " "}]}, "forms[0].name"),
        ({"forms": [{"name": "x" * 101}]}, "forms[0].name"),
        ({"forms": [{"name": "A"}, {"name": " A "}]}, "forms[1].name"),
        ({"forms": [{"name": "A", "state": "lost"}]}, "forms[0].state"),
        ({"companions": [{"name": "A"}] * 6}, "companions"),
        ({"companions": [{"name": ""}]}, "companions[0].name"),
        ({"companions": [{"name": "A", "relation": "x" * 101}]}, "companions[0].relation"),
        ({"companions": [{"name": "A", "phone": "1" * 41}]}, "companions[0].phone"),
        ({"companions": [{"name": "A", "phone": "\u202e1"}]}, "companions[0].phone"),
    ],
)
async def test_what_does_not_fit_is_named(front: FrontDesk, given: dict[str, Any], field: str) -> None:
    card = await front.booked(front.world.patient(), front.world.at("09:00"))
    assert said(await write(front, card, **given)) == (400, "input.field", field)
    assert stands(front, card) == ("booked", "", 1)


async def test_nobody_is_checked_in_whom_nobody_has_looked_at(front: FrontDesk) -> None:
    card = await _today(front)
    refused = (409, "desk.identity", "compared")
    assert said(await write(front, card, check_in=True)) == refused
    inside = (await written(front, card, compared=USUAL, check_in=True))["card"]
    assert said(await write(front, inside)) == refused, "what was confirmed is not taken back behind that"
    front.world.run("UPDATE appointments SET state = 'roomed' WHERE id = %s", UUID(card["id"]))
    assert said(await write(front, inside)) == refused
    assert stands(front, card) == ("roomed", "confirmed", 2)


@pytest.mark.parametrize(
    ("state", "after"),
    [
        ("booked", "checked_in"),
        ("arrived", "checked_in"),
        ("left", "checked_in"),
        ("checked_in", "checked_in"),
        ("roomed", "roomed"),
        ("with_doctor", "with_doctor"),
    ],
)
async def test_whoever_is_further_on_stays_there(front: FrontDesk, state: str, after: str) -> None:
    card = await _today(front)
    front.world.run(
        "UPDATE appointments SET state = %s, arrived_at = CASE WHEN %s = 'booked' THEN NULL ELSE now() - interval"
        " '3 hours' END, since = now() - interval '2 hours' WHERE id = %s",
        state, state, UUID(card["id"]),
    )  # fmt: skip
    found = (await written(front, card, compared=USUAL, check_in=True))["card"]
    assert found["state"] == after
    waited = found["since"] - found["arrived"]
    if state in ("booked", "left"):
        assert abs(waited) < 5_000, "who has just come, or come back, waits from now on"
    else:
        assert waited >= 3_600_000 - 5_000, "who was here has waited since"


@pytest.mark.parametrize("state", ["done", "no_show", "cancelled"])
async def test_what_is_over_is_not_written(front: FrontDesk, state: str) -> None:
    card = await _today(front)
    front.world.run("UPDATE appointments SET state = %s WHERE id = %s", state, UUID(card["id"]))
    for inside in (False, True):
        answer = await write(front, card, compared=USUAL, check_in=inside)
        assert said(answer) == (409, "appointments.wrong_state", "state")
    assert stands(front, card) == (state, "", 1)


async def test_the_same_request_is_answered_again_and_done_once(front: FrontDesk) -> None:
    card, key = await _today(front), str(uuid4())
    answers = [await write(front, card, key=key, compared=USUAL, check_in=True) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert answers[0].json() == answers[1].json() == answers[2].json()
    assert stands(front, card) == ("checked_in", "confirmed", 2)
    other = await write(front, card, key=key, compared=USUAL)
    assert said(other) == (400, "input.field", "key")
    assert front.world.run("SELECT count(*) FROM audit_log WHERE action = 'appointment.checked_in'") == [(1,)]


async def test_of_two_desks_at_one_card_one_is_told_to_look_again(front: FrontDesk) -> None:
    for _ in range(5):
        card = await front.booked(front.world.patient(), front.world.at("09:00"))
        answers = await asyncio.gather(
            *(write(front, card, compared=USUAL, interpreter=each, check_in=True) for each in ("A", "B", "C"))
        )
        assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
        assert {said(answer)[1] for answer in answers if answer.status_code == 409} == {"appointments.changed"}
        won = next(answer.json() for answer in answers if answer.status_code == 200)
        assert (await read(front, won["card"]))["interpreter"] == won["interpreter"]
        assert stands(front, card) == ("checked_in", "confirmed", 2)
        await front.changed(won["card"], "cancel", why="mistake")


async def test_the_same_request_twice_at_once_is_done_once(front: FrontDesk) -> None:
    card, key = await _today(front), str(uuid4())
    answers = await asyncio.gather(*(write(front, card, key=key, compared=USUAL, check_in=True) for _ in range(3)))
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert stands(front, card) == ("checked_in", "confirmed", 2)


async def test_a_restricted_chart_asks_for_the_glass_and_another_clinic_has_no_card(
    front: FrontDesk, foreign: Any, clinic: Any
) -> None:
    world = front.world
    card = await _today(front)
    world.run("UPDATE patients SET restriction = 'vip' WHERE id = %s", UUID(card["patient"]["id"]))
    assert said(await opened(front, card))[1] == "access.glass_needed"
    assert said(await write(front, card, compared=USUAL))[1] == "access.glass_needed"
    assert stands(front, card) == ("booked", "", 1)
    world.run("UPDATE patients SET restriction = NULL")
    world.run("UPDATE memberships SET clinic_id = %s WHERE user_id = %s", foreign.clinic, clinic.users["nurse"])
    front.headers = await front.hub.sign_in(clinic, "nurse")
    assert said(await opened(front, card)) == (404, "not_found", "appointment")
    assert said(await write(front, card, compared=USUAL)) == (404, "not_found", "appointment")
    nothing = {"id": str(uuid4()), "begins": card["begins"], "version": 1}
    assert said(await opened(front, nothing)) == (404, "not_found", "appointment")


async def test_a_card_is_found_though_the_visit_was_moved(front: FrontDesk) -> None:
    world = front.world
    card = await front.booked(world.patient(), world.at("09:00"))
    moved = await front.changed(card, "move", begins=world.at("11:00", 40).isoformat())
    assert (await read(front, card))["card"] == moved
    assert (await read(front, card | {"begins": 0}))["card"] == moved
    assert said(await write(front, card, compared=USUAL)) == (409, "appointments.changed", "version")
    assert (await written(front, moved, compared=USUAL))["card"]["version"] == 3


class _Bus:
    """Keeps what consoles would have been told."""

    def __init__(self) -> None:
        self.told: list[list[tuple[str, str]]] = []

    async def publish(self, entries: Any) -> bool:
        self.told.append([(topic, key) for topic, key, _ in entries])
        return True


async def test_who_watches_the_day_is_told_once_of_a_check_in_and_of_a_walk_in(front: FrontDesk, clinic: Any) -> None:
    world, bus, zone = front.world, _Bus(), ZoneInfo(front.world.zone)
    card = await _today(front)
    scope = Scope(clinic.users["reception"], frozenset({clinic.id}))
    desk = Desk(front.hub.engine, bus, scope, frozenset({clinic.id}))  # type: ignore[arg-type]
    before = world.run("SELECT sum(version) FROM resource_days WHERE resource_id = %s", card["practitioner"])
    data = CheckInData(str(uuid4()), card["begins"], card["version"], USUAL)
    for _ in range(2):
        await check_in.save(desk, UUID(card["id"]), data)
    after = world.run("SELECT sum(version) FROM resource_days WHERE resource_id = %s", card["practitioner"])
    assert after[0][0] == before[0][0] + 1, "a cache asks for that day anew"
    day = datetime.fromtimestamp(card["begins"] / 1_000, zone).date()
    assert [[entry] for told in bus.told for entry in told if entry[0] == f"schedule:{clinic.id}:{day}"] == [
        [(f"schedule:{clinic.id}:{day}", str(card["practitioner"]))]
    ]
    assert len(bus.told) == 1, "not again for the same request"
    patient, practitioner = str(world.patient()), world.ids["mori"]
    await walk_ins.add(desk, WalkIn(str(uuid4()), str(clinic.id), patient, world.ids["visit"], practitioner))
    assert (f"schedule:{clinic.id}:{datetime.now(zone).date()}", str(practitioner)) in bus.told[1]
    assert len(bus.told) == 2
