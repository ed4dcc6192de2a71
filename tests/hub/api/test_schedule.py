"""Schedules over HTTP: a clinic's day, a practitioner's week, free slots; what is refused, recorded and asked."""

import json
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import msgspec
import psycopg
import pytest

from clinic_console.wire.schedule import Days
from tests.hub.schedule_world import ScheduleWorld


@pytest.fixture
def day(schedule: ScheduleWorld) -> date:
    return schedule.today() + timedelta(days=7)


def book(
    world: ScheduleWorld, who: str, begins: datetime, minutes: int = 30, *, patient: UUID | None = None, **more: Any
) -> UUID:
    """Put a visit there behind the hub's back, raising versions as a booking does."""
    made, ends = uuid4(), begins + timedelta(minutes=minutes)
    lane = more.get("lane", 0)
    given = {
        "id": made, "begins": begins, "ends": ends, "own_begins": begins, "own_ends": ends, "clinic_id": world.clinic,
        "patient_id": patient or world.patient(), "resource_id": world.ids[who], "type_id": world.ids["visit"],
    } | more  # fmt: skip
    world.add("appointments", **given)
    if given.get("state") != "cancelled":
        take(world, world.ids[who], begins, ends, made, lane=lane)
    return made


def take(
    world: ScheduleWorld,
    resource: int,
    begins: datetime,
    ends: datetime,
    by: UUID,
    *,
    lane: int = 0,
    until: Any = None,
) -> None:
    with psycopg.connect(world.dsn) as connection:
        connection.execute("SELECT raise_days(%s, %s, %s)", [[resource], [begins], [ends]])
        connection.execute(
            "INSERT INTO occupancy VALUES (%s, %s, tstzrange(%s, %s), %s, %s, %s)",
            [resource, lane, begins, ends, by, world.ids["visit"], until],
        )


@pytest.fixture
def desk(house: Any) -> Any:
    house.add("desk", (house.clinic.id, "receptionist"))
    house.add("manager", (house.clinic.id, "facility_manager"))
    return house


async def _day(desk: Any, day: date, login: str = "desk", **given: object) -> Days:
    params = {"clinic": desk.clinic.id, "day": day, **given}
    answer = await desk.ask(login, "GET", "/api/schedule", params=params)
    assert answer.status_code == 200, answer.text
    return msgspec.json.decode(answer.content, type=Days, strict=True)


async def _slots(desk: Any, schedule: ScheduleWorld, day: date, who: str = "yamada", kind: str = "visit") -> Any:
    answer = await desk.ask("desk", "GET", "/api/schedule/slots", params=_asked(desk, schedule, day, who, kind))
    assert answer.status_code == 200, answer.text
    return answer.json()


def _asked(desk: Any, schedule: ScheduleWorld, day: date, who: str = "yamada", kind: str = "visit") -> dict[str, Any]:
    ids = schedule.ids
    return {"clinic": desk.clinic.id, "practitioner": ids[who], "day": day, "type": ids[kind]}


async def test_a_day_has_a_column_for_each_who_works(desk: Any, schedule: ScheduleWorld, day: date) -> None:
    patient = schedule.patient("Aoki Ren", alert_kinds=["allergy"])
    book(schedule, "yamada", schedule.at("10:00"), patient=patient, reason="Cough")
    book(schedule, "yamada", schedule.at("11:00"), patient=patient, state="cancelled", cancelled="patient:ill")
    found = await _day(desk, day)
    ids = schedule.ids
    assert (found.clinic_id, found.zone, found.next) == (str(desk.clinic.id), schedule.zone, None)
    assert [column.practitioner for column in found.columns] == [
        ids[who] for who in ("keller", "mori", "nurse", "yamada")
    ]
    keller, mori, _, yamada = found.columns
    assert [(each.label, each.types) for each in keller.reserved] == [("Ultrasound", (ids["device"],))]
    assert [(each.begins, each.ends, each.kind) for each in mori.blocked] == [
        (schedule.ms("12:00"), schedule.ms("13:00"), "block")
    ]
    assert [(each.begins, each.ends, each.cap) for each in yamada.work] == [
        (schedule.ms("09:00"), schedule.ms("17:00"), 1)
    ]
    assert [(card.begins, card.state, card.patient.name, card.patient.alerts) for card in yamada.cards] == [
        (schedule.ms("10:00"), "booked", "Aoki Ren", ["allergy"]),
        (schedule.ms("11:00"), "cancelled", "Aoki Ren", ["allergy"]),
    ]


async def test_names_are_for_who_may_see_patients_and_open_charts(
    desk: Any, schedule: ScheduleWorld, day: date
) -> None:
    open_one, closed = schedule.patient("Aoki Ren"), schedule.patient("Kato Mei", restriction="vip")
    book(schedule, "yamada", schedule.at("10:00"), patient=open_one, reason="Cough")
    book(schedule, "yamada", schedule.at("11:00"), patient=closed, reason="Secret", overbooked="Fever")
    book(schedule, "yamada", schedule.at("12:00"), patient=closed, state="cancelled", cancelled="patient: in jail")
    (seen,) = (await _day(desk, day, practitioner=schedule.ids["yamada"])).columns
    assert [(card.patient.name, card.restricted, card.reason) for card in seen.cards] == [
        ("Aoki Ren", False, "Cough"), ("", True, ""), ("", True, "")
    ]  # fmt: skip
    assert [(card.overbooked, card.cancelled) for card in seen.cards] == [("", ""), ("", ""), ("", "patient")]
    (unseen,) = (await _day(desk, day, "manager", practitioner=schedule.ids["yamada"])).columns
    assert [(card.patient.name, card.reason) for card in unseen.cards] == [("", "")] * 3
    assert [(card.overbooked, card.cancelled) for card in unseen.cards] == [("", ""), ("", ""), ("", "patient")]


async def test_broken_glass_opens_a_card(desk: Any, schedule: ScheduleWorld, day: date) -> None:
    closed = schedule.patient("Kato Mei", restriction="vip")
    desk.add("glass", (desk.clinic.id, "nurse"))
    book(schedule, "yamada", schedule.at("11:00"), patient=closed)
    schedule.add(
        "break_glass", id=uuid4(), user_id=desk.clinic.users["glass"], patient_id=closed, clinic_id=desk.clinic.id,
        reason="needed", expires_at=schedule.at("11:00"),
    )  # fmt: skip
    for login, name in (("glass", "Kato Mei"), ("desk", "")):
        (column,) = (await _day(desk, day, login, practitioner=schedule.ids["yamada"])).columns
        assert [card.patient.name for card in column.cards] == [name]


async def test_holds_and_other_work_are_in_the_column(desk: Any, schedule: ScheduleWorld, day: date) -> None:
    yamada, until = schedule.ids["yamada"], schedule.at("12:00", 0) + timedelta(days=1)
    mine, theirs = uuid4(), uuid4()
    for hold, wall, user in ((mine, "09:00", "desk"), (theirs, "09:30", "manager")):
        begins = schedule.at(wall)
        ends = begins + timedelta(minutes=30)
        schedule.add(
            "holds", id=hold, clinic_id=desk.clinic.id, resource_id=yamada, type_id=schedule.ids["visit"],
            begins=begins, ends=ends, until=until, user_id=desk.clinic.users[user],
        )  # fmt: skip
        take(schedule, yamada, begins, ends, hold, until=until)
    take(schedule, yamada, schedule.at("15:00"), schedule.at("15:30"), uuid4())
    over = datetime(2020, 1, 1, tzinfo=schedule.at("15:00").tzinfo)
    take(schedule, yamada, schedule.at("16:00"), schedule.at("16:30"), uuid4(), until=over)
    (column,) = (await _day(desk, day, practitioner=yamada)).columns
    assert [(held.id, held.begins, held.mine) for held in column.held] == [
        (str(mine), schedule.ms("09:00"), True), (str(theirs), schedule.ms("09:30"), False)
    ]  # fmt: skip
    assert column.elsewhere == [(schedule.ms("15:00"), schedule.ms("15:30"))]


async def test_nights_are_in_both_days(desk: Any, schedule: ScheduleWorld, day: date) -> None:
    night = schedule.practitioner("Abe")
    schedule.ids["abe"] = night
    schedule.hours(night, "22:00", "30:00", weekdays=[day.isoweekday()])
    book(schedule, "abe", schedule.at("23:45"))
    for which in (day, day + timedelta(days=1)):
        (column,) = (await _day(desk, which, practitioner=night)).columns
        assert (len(column.work), len(column.cards)) == (1, 1)
    assert (await _day(desk, day + timedelta(days=2), practitioner=night)).columns == []
    assert night in [column.practitioner for column in (await _day(desk, day + timedelta(days=1))).columns]
    schedule.ids["night"] = night
    evening = await _slots(desk, schedule, day, "night")
    morning = await _slots(desk, schedule, day + timedelta(days=1), "night")
    assert evening["slots"][-1]["begins"] == schedule.ms("23:15")
    assert morning["slots"][0]["begins"] == schedule.ms("00:15", 8)


async def test_pages_go_by_name(
    desk: Any, schedule: ScheduleWorld, day: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clinic_console.hub.service.schedule.MOST_COLUMNS", 1)
    seen: list[int] = []
    after: str | None = ""
    while after is not None:
        page = await _day(desk, day, after=after)
        seen += [column.practitioner for column in page.columns]
        after = page.next
    assert seen == [schedule.ids[who] for who in ("keller", "mori", "nurse", "yamada")]
    trained = await _day(desk, day, specialty=schedule.ids["nursing"])
    assert [column.practitioner for column in trained.columns] == [schedule.ids["nurse"]]


async def test_who_has_left_is_shown_with_visits_alone(desk: Any, schedule: ScheduleWorld, day: date) -> None:
    schedule.run(
        "UPDATE resources SET active = false WHERE id = ANY (%s)", [schedule.ids["mori"], schedule.ids["keller"]]
    )
    book(schedule, "mori", schedule.at("10:00"))
    found = await _day(desk, day)
    assert [column.practitioner for column in found.columns] == [
        schedule.ids[who] for who in ("mori", "nurse", "yamada")
    ]
    assert found.columns[0].work == []
    assert len(found.columns[0].cards) == 1


async def test_a_week_is_of_one_practitioner(desk: Any, schedule: ScheduleWorld, day: date) -> None:
    book(schedule, "yamada", schedule.at("10:00", 9))
    params = {"clinic": desk.clinic.id, "practitioner": schedule.ids["yamada"], "from": day, "days": 5}
    answer = await desk.ask("desk", "GET", "/api/schedule/week", params=params)
    found = msgspec.json.decode(answer.content, type=Days)
    assert [column.day for column in found.columns] == [day + timedelta(days=each) for each in range(5)]
    assert [len(column.cards) for column in found.columns] == [0, 0, 1, 0, 0]
    assert len({column.version for column in found.columns}) == 2


async def test_slots_are_what_is_free(desk: Any, schedule: ScheduleWorld, day: date) -> None:
    schedule.exception("leave", schedule.at("09:00"), schedule.at("15:00"), resource=schedule.ids["yamada"])
    book(schedule, "yamada", schedule.at("15:30"))
    found = await _slots(desk, schedule, day)
    begins = [slot["begins"] for slot in found["slots"]]
    assert begins == [schedule.ms(wall) for wall in ("15:00", "16:00", "16:15", "16:30")]
    assert found["slots"][0] == {"begins": schedule.ms("15:00"), "ends": schedule.ms("15:30"), "left": 1}
    assert [slot["left"] for slot in (await _slots(desk, schedule, day, kind="group"))["slots"]] == [3]


async def test_slots_need_a_nurse_and_a_room(desk: Any, schedule: ScheduleWorld, day: date) -> None:
    ids = schedule.ids
    schedule.exception("leave", schedule.at("00:00"), schedule.at("15:00"), resource=ids["nurse"])
    for room in ("room1", "room2", "room3"):
        take(schedule, ids[room], schedule.at("16:00"), schedule.at("17:00"), uuid4())
    for _ in range(2):
        found = await _slots(desk, schedule, day, kind="steps")
        assert [slot["begins"] for slot in found["slots"]] == [schedule.ms("15:00"), schedule.ms("15:15")]
    # What frees one of them is seen at once, though the doctor's own day has not changed.
    schedule.run("UPDATE resources SET capacity = 2, version = version + 1 WHERE id = %s", ids["room1"])
    found = await _slots(desk, schedule, day, kind="steps")
    assert [slot["begins"] for slot in found["slots"]][-1] == schedule.ms("16:15")


async def test_slots_are_one_statement_known_or_not(desk: Any, schedule: ScheduleWorld, day: date) -> None:
    headers = await desk.headers("desk")

    async def ask(kind: str) -> int:
        desk.hub.statements.clear()
        asked = _asked(desk, schedule, day, kind=kind)
        answer = await desk.hub.client.get("/api/schedule/slots", params=asked, headers=headers)
        assert answer.status_code == 200
        return len(desk.hub.touching_tables())

    await desk.hub.client.get("/api/wards", headers=headers)  # the hub knows by now who works where
    assert await ask("visit") == 1
    assert await ask("visit") == 1
    book(schedule, "yamada", schedule.at("10:00"))
    assert await ask("visit") == 1
    # From the second time that a hub meets a type with needs.
    await ask("steps")
    assert [await ask("steps"), await ask("steps")] == [1, 1]


async def test_days_and_weeks_are_one_statement(desk: Any, schedule: ScheduleWorld, day: date) -> None:
    book(schedule, "yamada", schedule.at("10:00"))
    headers = await desk.headers("desk")
    week = {"clinic": desk.clinic.id, "practitioner": schedule.ids["yamada"], "from": day}
    await desk.hub.client.get("/api/wards", headers=headers)  # the hub knows by now who works where
    for path, params in (("", {"clinic": desk.clinic.id, "day": day}), ("/week", week)):
        for _ in range(2):
            desk.hub.statements.clear()
            answer = await desk.hub.client.get(f"/api/schedule{path}", params=params, headers=headers)
            assert answer.status_code == 200
            assert len(desk.hub.touching_tables()) == 1


async def test_what_was_seen_is_recorded_once_for_a_while(desk: Any, schedule: ScheduleWorld, day: date) -> None:
    book(schedule, "yamada", schedule.at("10:00"))
    headers = await desk.headers("desk")
    for _ in range(2):
        await desk.hub.client.get("/api/schedule", params={"clinic": desk.clinic.id, "day": day}, headers=headers)
        await desk.hub.client.get("/api/schedule/slots", params=_asked(desk, schedule, day), headers=headers)
    events = desk.events("schedule.")
    assert [(event[0], event[3], json.loads(event[5])["count"]) for event in events] == [
        ("schedule.seen", desk.clinic.id, 1), ("schedule.slots", desk.clinic.id, 28)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "status", "code", "field"),
    [
        ({"day": "1999-12-31"}, 400, "input.field", "day"),
        ({"day": "9999-12-31"}, 400, "input.field", "day"),
        ({"day": "soon"}, 400, "input.field", "day"),
        ({"practitioner": 999_999}, 400, "schedule.no_practitioner", "practitioner"),
        ({"practitioner": 2**40}, 400, "schedule.no_practitioner", "practitioner"),
        ({"practitioner": "left"}, 400, "schedule.practitioner_inactive", "practitioner"),
        ({"practitioner": "elsewhere"}, 400, "schedule.no_practitioner", "practitioner"),
        ({"practitioner": "room1"}, 400, "schedule.no_practitioner", "practitioner"),
        ({"type": 999_999}, 400, "input.field", "type"),
        ({"type": -1}, 400, "input.field", "type"),
        ({"type": "ended"}, 400, "schedule.wrong_type", "type"),
        ({"type": "special"}, 400, "schedule.wrong_type", "type"),
        ({"clinic": "foreign"}, 404, "not_found", "clinic"),
    ],
)
async def test_slots_refuse_what_is_not_there(
    desk: Any, schedule: ScheduleWorld, day: date, change: dict[str, Any], status: int, code: str, field: str
) -> None:
    ids = schedule.ids
    ids["left"] = schedule.practitioner("Left", active=False)
    ids["elsewhere"] = schedule.practitioner("Elsewhere", clinics=[desk.other])
    ids["ended"] = schedule.visit_type("Ended", 30, active=False)
    ids["special"] = schedule.visit_type("Special", 30, specialty_id=ids["nursing"])
    places: dict[str, Any] = {**ids, "foreign": desk.other}
    asked = _asked(desk, schedule, day) | {name: places.get(value, value) for name, value in change.items()}
    answer = await desk.ask("desk", "GET", "/api/schedule/slots", params=asked)
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (status, code, field), answer.text


@pytest.mark.parametrize(
    ("path", "change", "status", "field"),
    [
        ("", {"day": "1999-12-31"}, 400, "day"),
        ("", {"practitioner": 999_999}, 400, "practitioner"),
        ("", {"practitioner": -1}, 400, "practitioner"),
        ("", {"specialty": 2**31}, 400, "specialty"),
        ("", {"after": "what"}, 400, "after"),
        ("", {"clinic": "foreign"}, 404, "clinic"),
        ("/week", {"from": "9999-01-01"}, 400, "from"),
        ("/week", {"days": 8}, 400, "days"),
        ("/week", {"days": 0}, 400, "days"),
        ("/week", {"practitioner": 999_999}, 400, "practitioner"),
        ("/week", {"clinic": "foreign"}, 404, "clinic"),
    ],
)
async def test_days_and_weeks_refuse_what_is_not_there(
    desk: Any, schedule: ScheduleWorld, day: date, path: str, change: dict[str, Any], status: int, field: str
) -> None:
    asked: dict[str, Any] = {"clinic": desk.clinic.id, "practitioner": schedule.ids["yamada"]}
    asked |= {"from": day} if path else {"day": day}
    asked |= {name: desk.other if value == "foreign" else value for name, value in change.items()}
    answer = await desk.ask("desk", "GET", f"/api/schedule{path}", params=asked)
    assert (answer.status_code, answer.json()["field"]) == (status, field), answer.text
