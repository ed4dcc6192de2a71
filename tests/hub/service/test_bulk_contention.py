"""Two desks on overlapping selections, beside bookings, moves and changes of patients: each row changes once."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from clinic_console.domain.access import Scope
from clinic_console.domain.errors import ClinicError
from clinic_console.hub.service import appointments, bulk
from clinic_console.hub.service.appointments import Desk
from clinic_console.hub.store.pools import make_engine
from clinic_console.wire.appointments import Booking, Cancel, Move
from clinic_console.wire.bulk import Bulk, BulkDone, BulkUndo, Picked
from clinic_console.wire.schedule import Card
from tests.hub.schedule_world import ScheduleWorld

_SEED = 20_260_707
_CHANGES = (
    ("arrived", {}), ("left", {}), ("expected", {}), ("cancel", {"why": "clinic"}), ("move", {"minutes": 15}),
    ("move", {"days": 1}), ("no_show", {}), ("roomed", {"room": 0}),
)  # fmt: skip


class Bus:
    """Counts what is published."""

    def __init__(self) -> None:
        self.published: list[Any] = []

    async def publish(self, entries: Any) -> None:
        self.published.append(list(entries))


@pytest.fixture
async def desk(database: Any, clinic: Any) -> AsyncIterator[Desk]:
    """The receptionist, with as many connections as there are callers."""
    engine = make_engine(database.dsn, "clinic_hub", 10)
    own = frozenset({clinic.id})
    bus: Any = Bus()
    yield Desk(engine, bus, Scope(clinic.users["reception"], own), own, own)
    await engine.dispose()


async def booked(desk: Desk, world: ScheduleWorld, many: int, ahead: int = 7) -> list[Card]:
    """Book visits of three doctors, a third of them with a nurse and a room."""
    cards = []
    for number in range(many):
        doctor = world.ids[("yamada", "keller", "mori")[number % 3]]
        kind = world.ids["steps" if number % 3 == 2 else "visit"]
        begins = world.at("09:00", ahead) + timedelta(minutes=45 * (number // 3))
        given = Booking(str(uuid4()), str(world.clinic), str(world.patient()), doctor, kind, begins)
        cards.append((await appointments.book(desk, given)).card)
    return cards


def asking(world: ScheduleWorld, operation: str, cards: Sequence[Card], **more: Any) -> Bulk:
    picked = [Picked(card.id, card.begins, card.version) for card in cards]
    return Bulk(str(uuid4()), str(world.clinic), operation, picked, **more)


async def do(desk: Desk, given: Bulk) -> BulkDone:
    return await bulk.carry_out(desk, desk.scope.clinics, given)


def outcomes(done: BulkDone) -> Counter[str]:
    return Counter(row.outcome for row in done.rows)


def wrong(world: ScheduleWorld) -> list[Any]:
    """Return what is taken and by no visit that stands, and which of them takes nothing."""
    return world.run(
        "SELECT v.id, o.taken_by FROM (SELECT a.id, unnest(a.resource_id || a.others) AS r FROM appointments a"
        "   WHERE a.state NOT IN ('cancelled', 'no_show')) v"
        " FULL JOIN (SELECT DISTINCT taken_by, resource_id FROM occupancy) o"
        " ON o.taken_by = v.id AND o.resource_id = v.r"
        " WHERE v.id IS NULL OR o.taken_by IS NULL"
    )


async def test_of_three_desks_each_row_is_changed_by_one(desk: Desk, schedule: ScheduleWorld) -> None:
    """Each in an order of its own; who comes second is told that it stands so."""
    dice = random.Random(_SEED)
    cards = {card.id: card for card in await booked(desk, schedule, 9)}
    room = schedule.room("Big", "waiting", capacity=10)
    for operation, more in (
        ("arrived", {}),
        ("roomed", {"room": room}),
        ("left", {}),
        ("arrived", {}),
        ("expected", {}),
    ) * 4:
        versions = {card: cards[card].version for card in cards}
        asked = []
        for _ in range(3):
            chosen = dice.sample(sorted(cards), dice.randint(3, 9))
            asked.append(asking(schedule, operation, [cards[card] for card in chosen], **more))
        told = await asyncio.gather(*(do(desk, given) for given in asked))
        rows = [row for done in told for row in done.rows]
        changed = Counter(row.id for row in rows if row.outcome == "done")
        assert set(changed.values()) <= {1}
        assert {row.id for row in rows} == set(changed) | {
            row.id for row in rows if versions[row.id] != cards[row.id].version
        }
        assert {row.outcome for row in rows} <= {"done", "already"}
        assert not await _rest(desk, schedule, cards, operation, more)
    assert wrong(schedule) == []
    kinds = schedule.run("SELECT count(*), count(DISTINCT (appointment_id, version)) FROM appointment_history")
    assert kinds[0][0] == kinds[0][1]


async def _rest(desk: Desk, world: ScheduleWorld, cards: dict[str, Card], operation: str, more: Any) -> set[str]:
    """Bring all to the same state, and take over how they stand; return what was none of done and already."""
    now = dict(world.run("SELECT id::text, version FROM appointments"))
    for card in cards.values():
        card.version = now[card.id]
    done = await do(desk, asking(world, operation, list(cards.values()), **more))
    for row in done.rows:
        cards[row.id].version = row.version
    return {row.outcome for row in done.rows} - {"done", "already"}


async def test_the_same_request_sent_again_while_it_runs_changes_nothing_twice(
    desk: Desk, schedule: ScheduleWorld
) -> None:
    cards = await booked(desk, schedule, 9)
    for operation, more in (("move", {"days": 1}), ("arrived", {}), ("cancel", {"why": "patient"})):
        given = asking(schedule, operation, cards, **more)
        told = await asyncio.gather(*(do(desk, given) for _ in range(6)))
        assert all(done == told[0] for done in told)
        assert outcomes(told[0]) == {"done": 9}
        for card, row in zip(cards, told[0].rows, strict=True):
            assert row.version == card.version + 1
            card.version, card.begins = row.version, row.at
        undo = BulkUndo(str(uuid4()))
        if operation == "move":
            back = await asyncio.gather(*(bulk.undo(desk, UUID(told[0].id), undo) for _ in range(3)))
            assert all(done == back[0] for done in back)
            assert outcomes(back[0]) == {"done": 9}
            for card, row in zip(cards, back[0].rows, strict=True):
                card.version, card.begins = row.version, row.at
    assert wrong(schedule) == []
    assert schedule.run("SELECT count(*) FROM audit_log WHERE action = 'appointment.cancelled'") == [(9,)]


async def test_a_desk_that_is_cut_off_leaves_all_or_nothing(desk: Desk, schedule: ScheduleWorld) -> None:
    dice = random.Random(_SEED)
    cards = await booked(desk, schedule, 9)
    for round_, operation in enumerate(("arrived", "expected") * 6):
        given = asking(schedule, operation, cards)
        running = asyncio.ensure_future(do(desk, given))
        await asyncio.sleep(0)
        await asyncio.wait([running], timeout=dice.random() / 50)
        running.cancel()
        await asyncio.wait([running])
        states = schedule.run("SELECT count(DISTINCT (state, version)) FROM appointments")
        assert states == [(1,)]
        done = await do(desk, given)
        assert outcomes(done) == {"done": 9}
        assert {row.version for row in done.rows} == {round_ + 2}
        for card in cards:
            card.version = round_ + 2


async def test_consoles_are_told_once_of_a_batch_and_no_version_stays(desk: Desk, schedule: ScheduleWorld) -> None:
    cards = await booked(desk, schedule, 9)
    bus: Any = desk.bus
    versions = "SELECT resource_id, sum(version) FROM resource_days GROUP BY 1"
    for operation, more in (("arrived", {}), ("expected", {}), ("move", {"days": 1}), ("cancel", {"why": "clinic"})):
        before = dict(schedule.run(versions))
        bus.published.clear()
        done = await do(desk, asking(schedule, operation, cards, **more))
        assert outcomes(done) == {"done": 9}
        for card, row in zip(cards, done.rows, strict=True):
            card.version, card.begins = row.version, row.at
        (entries,) = bus.published
        told = {key for _, key, _ in entries}
        now = dict(schedule.run(versions))
        for doctor in ("yamada", "keller", "mori"):
            assert str(schedule.ids[doctor]) in told
            assert now[schedule.ids[doctor]] > before[schedule.ids[doctor]]


@dataclass
class Rush:
    """All that desks do with the same visits of two days at once, by dice."""

    desk: Desk
    world: ScheduleWorld
    cards: list[Card]
    seen: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def standing(self) -> list[Card]:
        """Return the visits as they are seen now."""
        rows = self.world.run("SELECT id::text, version, ms(begins) FROM appointments")
        now = {row[0]: row[1:] for row in rows}
        for card in self.cards:
            card.version, card.begins = now[card.id]
        return self.cards

    async def in_bulk(self, dice: random.Random) -> None:
        operation, more = dice.choice(_CHANGES)
        chosen = dice.sample(self.standing(), dice.randint(2, len(self.cards)))
        room = {"room": self.world.ids["room1"]} if "room" in more else {}
        whole = dice.random() < 0.3
        done = await do(self.desk, asking(self.world, operation, chosen, **(more | room), all_or_nothing=whole))
        self.seen.update(outcomes(done))
        if dice.random() < 0.5 and done.undo_until:
            self.seen.update(outcomes(await bulk.undo(self.desk, UUID(done.id), BulkUndo(str(uuid4())))))

    async def alone(self, dice: random.Random) -> None:
        card, how = dice.choice(self.standing()), dice.random()
        begins = self.world.at("09:00", dice.randint(7, 8)) + timedelta(minutes=15 * dice.randint(0, 28))
        if how < 0.3:
            off = Cancel(str(uuid4()), card.version, card.begins, "patient")
            await appointments.cancel(self.desk, UUID(card.id), off)
        elif how < 0.6:
            doctor = self.world.ids[dice.choice(("yamada", "keller", "mori"))]
            kind = self.world.ids[dice.choice(("visit", "steps"))]
            patient = str(self.world.patient())
            given = Booking(str(uuid4()), str(self.world.clinic), patient, doctor, kind, begins)
            self.cards.append((await appointments.book(self.desk, given)).card)
        else:
            there = Move(str(uuid4()), card.version, card.begins, begins)
            await appointments.move(self.desk, UUID(card.id), there)

    async def patients(self, dice: random.Random) -> None:
        async with await psycopg.AsyncConnection.connect(self.world.dsn) as connection:
            for (patient,) in dice.sample(self.world.run("SELECT DISTINCT patient_id FROM appointments"), 3):
                await connection.execute("UPDATE patients SET name = name || '.' WHERE id = %s", [patient])
                await asyncio.sleep(0.005)

    async def work(self, number: int) -> None:
        """Do ten things; a refusal in plain words is none of the faults."""
        dice = random.Random(_SEED + number)
        what = (self.in_bulk, self.in_bulk, self.alone, self.in_bulk, self.alone, self.patients)[number]
        for _ in range(10):
            try:
                await what(dice)
            except (ClinicError, psycopg.Error) as error:
                code = getattr(error, "code", "")
                self.seen[code] += 1
                if not code or code.startswith("unavailable"):
                    self.faults.append(repr(error))


async def test_nothing_waits_in_a_circle_beside_all_that_a_desk_does(desk: Desk, schedule: ScheduleWorld) -> None:
    rush = Rush(desk, schedule, await booked(desk, schedule, 12))
    await asyncio.gather(*(rush.work(number) for number in range(6)))
    assert rush.faults == []
    assert rush.seen["done"] > 20, rush.seen
    assert wrong(schedule) == []
