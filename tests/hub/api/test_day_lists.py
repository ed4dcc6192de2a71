"""Day lists over HTTP: each row is booked as a desk books it, the others are named, and nothing is booked twice."""

import asyncio
from typing import Any

import pytest

from tests.hub.api.appointments_desk import FrontDesk, front, said
from tests.hub.api.imports_desk import Desk, digest_of, mapping, numbered

__all__ = ["front"]

COLUMNS = ["external", "mrn", "day", "time", "doctor", "type", "reason"]


@pytest.fixture
def lists(front: FrontDesk) -> Desk:
    return Desk(front.hub, front.clinic, front.headers, "/api/day-lists")


def mrn_of(front: FrontDesk, patient: Any) -> str:
    [(mrn,)] = front.world.run("SELECT mrn FROM patients WHERE id = %s", patient)
    return str(mrn)


def row(front: FrontDesk, external: str, mrn: str, clock: str = "09:00", **more: str) -> list[str]:
    day = front.world.at("12:00").date().isoformat()
    cells = {"day": day, "time": clock, "doctor": "yamada", "type": "visit", "reason": "cough"} | more
    return [external, mrn, *cells.values()]


async def test_rows_are_booked_and_each_that_cannot_be_is_named(front: FrontDesk, lists: Desk) -> None:
    world = front.world
    ana, ben = (mrn_of(front, world.patient(name)) for name in ("Ana Lima", "Ben Low"))
    hidden = world.patient("Vip")
    world.run("UPDATE patients SET restriction = 'vip' WHERE id = %s", hidden)
    sent = [
        row(front, "d1", ana),
        row(front, "d2", ben),
        row(front, "d3", ben, "18:00"),
        row(front, "d4", ben, "10:00", doctor="Nobody"),
        row(front, "d5", ben, "10:00", type="Dance"),
        row(front, "d6", "none", "10:00"),
        row(front, "d7", ben, "25:00"),
        row(front, "d8", ben, "10:00", day="2020-01-01"),
        row(front, "d9", ana, "09:15", doctor="Mori"),
        row(front, "d10", mrn_of(front, hidden), "10:00"),
        row(front, "d11", ben, "12:15", doctor="Mori"),
        row(front, "d12", ben, "10:00", doctor=str(world.ids["keller"]), type="VISIT"),
    ]
    progress, errors = await lists.import_rows("day_list", COLUMNS, numbered(sent), mapping=mapping(COLUMNS, "his"))
    assert [(each["line"], each["field"], each["code"]) for each in errors] == [
        (2, "", "imports.taken"), (3, "", "imports.outside_hours"), (4, "doctor", "imports.doctor"),
        (5, "type", "imports.type"), (6, "mrn", "imports.unknown_patient"), (7, "time", "imports.clock"),
        (8, "time", "imports.past"), (9, "patient", "imports.patient_busy"), (10, "patient", "imports.glass"),
        (11, "doctor", "imports.away"),
    ]  # fmt: skip
    assert (progress["good"], progress["already"], progress["bad"], progress["state"]) == (2, 0, 10, "finished")
    assert world.run(
        "SELECT begins, reason, state FROM appointments WHERE resource_id = %s", world.ids["yamada"]
    ) == [(world.at("09:00"), "cough", "booked")]
    assert world.run(
        "SELECT count(*), count(DISTINCT patient_id) FROM audit_log WHERE action = 'appointment.booked'"
    ) == [(2, 2)]
    assert world.run("SELECT count(*) FROM appointment_requests") == [(2,)], "what is refused leaves nothing"


async def test_a_list_that_is_sent_again_books_nothing_twice_also_what_was_moved(
    front: FrontDesk, lists: Desk
) -> None:
    world = front.world
    mrn = mrn_of(front, world.patient())
    sent = numbered([row(front, "d1", mrn), row(front, "", mrn, "11:00")])
    made = {"mapping": mapping(COLUMNS, "his")}
    progress, _ = await lists.import_rows("day_list", COLUMNS, sent, **made)
    assert progress["good"] == 2
    [(visit, begins)] = world.run("SELECT id, begins FROM appointments WHERE begins = %s", world.at("09:00"))
    card = {"id": str(visit), "version": 1, "begins": int(begins.timestamp() * 1_000)}
    await front.changed(card, "move", begins=world.at("15:00").isoformat())
    progress, errors = await lists.import_rows("day_list", COLUMNS, sent, digest=digest_of("again"), **made)
    assert (progress["good"], progress["already"], errors) == (0, 2, [])
    assert world.run("SELECT count(*) FROM appointments") == [(2,)]


async def test_a_patient_without_a_number_is_known_by_name_and_date_of_birth(front: FrontDesk, lists: Desk) -> None:
    world = front.world
    world.patient("山田 花子", born="1980-01-02", name_latin="Yamada Hanako")
    for _ in range(2):
        world.patient("Twin One", born="1990-01-01")
    columns = ["name", "born", "begins", "doctor", "type"]
    day = world.at("12:00").date().isoformat()
    sent = [
        ["Hanako YAMADA", "1980/1/2", f"{day} 09:00", "Yamada", "Visit"],
        ["Twin One", "1990-01-01", f"{day} 10:00", "Yamada", "Visit"],
        ["Nobody", "1990-01-01", f"{day} 10:00", "Yamada", "Visit"],
        ["Twin One", "1990-01-01", day, "Yamada", "Visit"],
    ]
    progress, errors = await lists.import_rows("day_list", columns, numbered(sent), mapping=mapping(columns, ""))
    assert [(each["line"], each["field"], each["code"]) for each in errors] == [
        (2, "name", "imports.several"), (3, "name", "imports.unknown_name"), (4, "begins", "imports.time"),
    ]  # fmt: skip
    assert progress["good"] == 1


async def test_a_batch_costs_the_same_statements_however_many_rows(front: FrontDesk, lists: Desk) -> None:
    world = front.world
    people = [mrn_of(front, world.patient(f"Person {number}")) for number in range(14)]
    import_id = await lists.begin("day_list", 14, COLUMNS, mapping=mapping(COLUMNS, "his"))
    costs = []
    for after, upto in ((0, 1), (1, 14)):
        sent = [row(front, f"d{n}", people[n], f"{9 + n // 2:02}:{n % 2 * 30:02}") for n in range(after, upto)]
        front.hub.statements.clear()
        answer = await lists.send(import_id, after, sent)
        assert answer.status_code == 200, answer.text
        costs.append(len(front.hub.touching_tables()))
    assert answer.json()["progress"]["good"] == 14
    assert costs == [4, 4], "the import, what the rows mean, booking, and the count"


async def test_a_line_that_is_named_in_two_batches_fails_neither(front: FrontDesk, lists: Desk) -> None:
    import_id = await lists.begin("day_list", 2, COLUMNS, mapping=mapping(COLUMNS, "his"))
    for after in (0, 1):
        answer = await lists.send(import_id, after, [row(front, f"d{after}", "none")], first=7)
        assert [(each["line"], each["code"]) for each in answer.json()["errors"]] == [(7, "imports.unknown_patient")]
    assert (answer.json()["progress"]["state"], answer.json()["progress"]["bad"]) == ("finished", 2)


async def test_two_desks_that_bring_in_the_same_day_book_each_visit_once(front: FrontDesk, lists: Desk) -> None:
    world = front.world
    people = [mrn_of(front, world.patient(f"Person {number}")) for number in range(12)]
    steps = {"doctor": "Yamada", "type": "Nurse, then doctor"}
    sent = [row(front, "", mrn, f"{9 + n // 2:02}:{n % 2 * 30:02}", **steps) for n, mrn in enumerate(people)]
    made = {"mapping": mapping(COLUMNS, "his")}
    answers = await asyncio.gather(
        lists.import_rows("day_list", COLUMNS, numbered(sent), **made),
        lists.import_rows("day_list", COLUMNS, numbered(sent[::-1]), digest=digest_of("other"), **made),
    )
    booked = world.run("SELECT count(*) FROM appointments")
    assert sum(progress["good"] for progress, _ in answers) == booked[0][0] > 0
    assert all(progress["done"] == 12 for progress, _ in answers)


async def test_only_reception_brings_in_day_lists_and_nothing_else(front: FrontDesk, lists: Desk, house: Any) -> None:
    new = lists.new("day_list", 1, COLUMNS, mapping=mapping(COLUMNS, "his"))
    boss = Desk(house.hub, house.clinic.id, await house.headers())
    assert said(await boss.post("", new)) == (400, "input.field", "kind")
    assert said(await Desk(house.hub, front.clinic, boss.headers, "/api/day-lists").post("", new))[0] == 403
    patients = lists.new("patients", 1, ["name", "mrn"], mapping=mapping(["name", "mrn"]))
    assert said(await lists.post("", patients)) == (400, "input.field", "kind")
    import_id = await lists.begin("day_list", 300, COLUMNS, mapping=mapping(COLUMNS, "his"))
    assert (await boss.get(f"/{import_id}")).status_code == 404
    assert (await boss.get("")).json()["items"] == []
    assert said(await lists.send(import_id, 0, [["x"] * 7] * 201)) == (400, "input.field", "rows")
