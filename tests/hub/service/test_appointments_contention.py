"""Many at once: a slot is booked once, crossing moves end, and nobody is told of a deadlock."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from clinic_console.domain.access import Scope
from clinic_console.domain.errors import ClinicError
from clinic_console.hub.service import appointments, holds
from clinic_console.hub.service.appointments import Desk
from clinic_console.hub.store.pools import make_engine
from clinic_console.wire.appointments import Booked, Booking, Cancel, Move, NewHold
from clinic_console.wire.schedule import Card
from tests.hub.schedule_world import ScheduleWorld

MANY = 16


@pytest.fixture
async def desk(database: Any, clinic: Any) -> AsyncIterator[Desk]:
    """The receptionist, with as many connections as there are callers."""
    engine = make_engine(database.dsn, "clinic_hub", MANY)
    own = frozenset({clinic.id})
    yield Desk(engine, None, Scope(clinic.users["reception"], own), own, own)
    await engine.dispose()


def booking(world: ScheduleWorld, patient: UUID, begins: datetime, **more: Any) -> Booking:
    plain = {
        "key": str(uuid4()),
        "clinic_id": str(world.clinic),
        "patient": str(patient),
        "practitioner": world.ids["yamada"],
        "type": world.ids["visit"],
        "begins": begins,
    }
    return Booking(**(plain | more))


async def outcome(doing: Awaitable[Any]) -> str:
    """Return 'done' or the code of the error."""
    try:
        await doing
    except ClinicError as error:
        return error.code
    return "done"


async def outcomes(*doing: Awaitable[Any]) -> Counter[str]:
    return Counter(await asyncio.gather(*map(outcome, doing)))


async def card(doing: Awaitable[Booked]) -> Card:
    return (await doing).card


def overlapping(world: ScheduleWorld) -> int:
    """Count visits of one lane that overlap: what the constraint is there to make impossible."""
    return int(
        world.run(
            "SELECT count(*) FROM appointments a JOIN appointments b ON a.resource_id = b.resource_id"
            " AND a.lane = b.lane AND a.id < b.id AND a.own_begins < b.own_ends AND b.own_begins < a.own_ends"
            " WHERE a.state = 'booked' AND b.state = 'booked'"
        )[0][0]
    )


async def test_sixteen_book_one_slot_and_one_has_it(desk: Desk, schedule: ScheduleWorld) -> None:
    patients = [schedule.patient() for _ in range(MANY)]
    for hour in range(9, 12):
        told = await outcomes(
            *(appointments.book(desk, booking(schedule, who, schedule.at(f"{hour:02d}:00"))) for who in patients)
        )
        assert told == {"done": 1, "schedule.taken": MANY - 1}
    assert overlapping(schedule) == 0


async def test_the_same_request_sixteen_times_at_once_is_one_visit(desk: Desk, schedule: ScheduleWorld) -> None:
    request = booking(schedule, schedule.patient(), schedule.at("09:00"))
    answers = await asyncio.gather(*(appointments.book(desk, request) for _ in range(MANY)))
    assert len({answer.card.id for answer in answers}) == 1
    assert schedule.run("SELECT count(*) FROM appointments") == [(1,)]


async def test_one_patient_is_booked_with_one_of_many(desk: Desk, schedule: ScheduleWorld) -> None:
    patient = schedule.patient()
    doctors = [schedule.practitioner(f"Doctor {number}") for number in range(MANY)]
    for doctor in doctors:
        schedule.hours(doctor)
    told = await outcomes(
        *(
            appointments.book(desk, booking(schedule, patient, schedule.at("09:00"), practitioner=doctor))
            for doctor in doctors
        )
    )
    assert told == {"done": 1, "schedule.patient_busy": MANY - 1}


async def test_as_many_find_a_room_as_there_are_rooms(desk: Desk, schedule: ScheduleWorld) -> None:
    kind = schedule.visit_type("Dressing", 30)
    schedule.need(kind, 1, "room", 30, group="exam")
    doctors = [schedule.practitioner(f"Doctor {number}") for number in range(MANY)]
    for doctor in doctors:
        schedule.hours(doctor)
    told = await outcomes(
        *(
            appointments.book(
                desk, booking(schedule, schedule.patient(), schedule.at("09:00"), practitioner=doctor, type=kind)
            )
            for doctor in doctors
        )
    )
    assert told == {"done": 3, "schedule.needs_taken": MANY - 3}


async def test_a_group_takes_as_many_as_it_has_places(desk: Desk, schedule: ScheduleWorld) -> None:
    group = {"type": schedule.ids["group"]}
    told = await outcomes(
        *(
            appointments.book(desk, booking(schedule, schedule.patient(), schedule.at("09:00"), **group))
            for _ in range(MANY)
        )
    )
    assert told == {"done": 3, "schedule.taken": MANY - 3}


async def test_two_who_change_places_cross_and_neither_waits_for_ever(desk: Desk, schedule: ScheduleWorld) -> None:
    """Each wants where the other is: both stay, or (one having been cancelled meanwhile) one goes."""
    places = [("yamada", "09:00", 7), ("mori", "10:00", 8)]
    cards = [
        await card(
            appointments.book(
                desk,
                booking(schedule, schedule.patient(), schedule.at(wall, day), practitioner=schedule.ids[doctor]),
            )
        )
        for doctor, wall, day in places
    ]

    def move(mine: Card, other: int) -> Awaitable[Booked]:
        doctor, wall, day = places[other]
        given = Move(
            str(uuid4()), mine.version, mine.begins, schedule.at(wall, day), practitioner=schedule.ids[doctor]
        )
        return appointments.move(desk, UUID(mine.id), given)

    for _ in range(10):
        told = await outcomes(move(cards[0], 1), move(cards[1], 0))
        assert told == {"schedule.taken": 2}
    off = Cancel(str(uuid4()), cards[1].version, cards[1].begins, "patient")
    told = await outcomes(move(cards[0], 1), appointments.cancel(desk, UUID(cards[1].id), off))
    assert told["done"] >= 1
    assert told["done"] + told["schedule.taken"] == 2
    assert overlapping(schedule) == 0


async def test_one_visit_is_moved_by_one_of_many(desk: Desk, schedule: ScheduleWorld) -> None:
    mine = await card(appointments.book(desk, booking(schedule, schedule.patient(), schedule.at("09:00"))))

    def move(number: int) -> Awaitable[Booked]:
        begins = schedule.at("09:00", 8) + timedelta(minutes=30 * (number % 8))
        doctor = schedule.ids[("yamada", "keller")[number // 8]]
        return appointments.move(
            desk, UUID(mine.id), Move(str(uuid4()), mine.version, mine.begins, begins, practitioner=doctor)
        )

    assert await outcomes(*map(move, range(MANY))) == {"done": 1, "appointments.changed": MANY - 1}
    assert schedule.run("SELECT count(*) FROM occupancy") == [(1,)]
    assert schedule.run("SELECT count(*) FROM patient_occupancy") == [(1,)]


async def test_whoever_books_moves_cancels_and_holds_at_once_leaves_it_all_true(
    desk: Desk, schedule: ScheduleWorld
) -> None:
    """What is taken is exactly what the visits that stand take."""
    steps = {"type": schedule.ids["steps"]}
    doctors = [schedule.ids[name] for name in ("yamada", "mori", "keller")]

    async def one(number: int) -> None:
        begins = schedule.at("09:00") + timedelta(minutes=15 * (number % 5))
        wish = booking(schedule, schedule.patient(), begins, practitioner=doctors[number % 3], **steps)
        hold = NewHold(str(uuid4()), wish.clinic_id, wish.practitioner, wish.type, begins)
        await outcome(holds.hold(desk, hold))
        await outcome(appointments.book(desk, wish))
        wish = booking(schedule, schedule.patient(), begins + timedelta(hours=1), practitioner=doctors[number % 3])
        try:
            made = await card(appointments.book(desk, wish))
        except ClinicError:
            return
        there = begins + timedelta(hours=2)
        move = Move(str(uuid4()), 1, made.begins, there, practitioner=doctors[(number + 1) % 3])
        await outcome(appointments.move(desk, UUID(made.id), move))

    assert await outcomes(*map(one, range(MANY))) == {"done": MANY}
    assert overlapping(schedule) == 0
    wrong = schedule.run(
        "SELECT count(*) FROM (SELECT a.id, a.resource_id FROM appointments a WHERE a.state = 'booked'"
        " UNION ALL SELECT a.id, unnest(a.others) FROM appointments a WHERE a.state = 'booked') v (id, resource)"
        " FULL JOIN (SELECT taken_by, resource_id FROM occupancy WHERE until IS NULL) o"
        " ON o.taken_by = v.id AND o.resource_id = v.resource WHERE o.taken_by IS NULL OR v.id IS NULL"
    )
    assert wrong == [(0,)]
