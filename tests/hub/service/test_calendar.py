"""Whatever desks do, in any order: what is booked, refused, free and changed is what a plain calendar says."""

import os
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule, run_state_machine_as_test

from clinic_console.hub.service import appointments, holds
from clinic_console.wire.appointments import Booking, Cancel, Move, NewHold, NoShow, Undo
from tests.hub.schedule_world import ScheduleWorld
from tests.hub.service.calendar_clerk import Change, Held, Visit
from tests.hub.service.calendar_desks import Desks, asked, which
from tests.hub.service.calendar_practice import Practice, now_ms
from tests.hub.service.plain_calendar import Kind, Someone

SETTINGS = settings(
    max_examples=20,
    stateful_step_count=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
SHORT = timedelta(milliseconds=40)
_MS = 60_000


class Calendars(Desks):
    """They book, move, cancel, take back and keep slots."""

    @rule(
        asked=asked,
        patient=which,
        over=st.sampled_from((0, 0, 1)),
        beside=st.booleans(),
        nurse=st.sampled_from((0, 0, 0, 1)),
        hold=which,
        minutes=st.sampled_from((0, 0, 0, 0, 0, 30)),
    )
    def book(
        self, asked: dict[str, Any], patient: int, over: int, *, beside: bool, nurse: int, hold: int, minutes: int
    ) -> None:
        target, who = self.wanted(asked), self.practice.patients[patient % 3]
        held = self.hold_of(hold) if hold % 3 == 0 else None
        words = {"overbook": "urgent" if over else "", "beside": "asks for it" if beside else ""}
        given = Booking(
            str(uuid4()),
            str(target.clinic),
            str(who),
            target.who.id,
            target.kind.id,
            target.given,
            minutes,
            hold=str(held or ""),
            **words,
        )
        found = self.practice.do(appointments.book(self.practice.desks[nurse], given))
        clerk, now = self.clerk, now_ms()
        wrong = target.wrong
        if not wrong and (over or beside) and nurse:
            wrong = "denied"
        wrong = wrong or clerk.refusal(target, now)
        if minutes not in (0, target.kind.minutes) and wrong in ("", "past"):
            wrong = "wrong_duration"
        own = [held] if held else []
        wrong = wrong or self.hold_wrong(held, nurse, now)
        place = wrong or clerk.put(target, own, who, now, overbook=bool(over), beside=beside)
        # Whether the time or the hold is looked at first is nobody's concern.
        late = wrong == "hold_over"
        also = clerk.put(target, own, who, now, overbook=bool(over), beside=beside) if late else ""
        if clerk.settle(found, place, target, also):
            visit = Visit(
                UUID(found.card.id),
                target.who.id,
                target.clinic,
                who,
                target.kind,
                target.begins,
                overbooked=bool(over),
                beside=beside,
            )
            visit.history.append(Change("booked", nurse, {}))
            clerk.stand(visit, target, place, own, found)
            clerk.holds.pop(held, None)
            self.look(asked, target)

    @rule(asked=asked, patient=which)
    def book_plainly(self, asked: dict[str, Any], patient: int) -> None:
        """What most do."""
        self.book(asked | {"clinic": 0}, patient, 0, beside=False, nurse=0, hold=1, minutes=0)

    @rule(asked=asked, patient=which)
    def book_beside(self, asked: dict[str, Any], patient: int) -> None:
        """Book where somebody is already, overbooked or not."""
        self.book(
            asked | {"how": "taken", "clinic": 0}, patient, patient % 3, beside=True, nurse=0, hold=1, minutes=0
        )

    def hold_of(self, number: int) -> UUID | None:
        return list(self.clerk.holds)[number % len(self.clerk.holds)] if self.clerk.holds else None

    def hold_wrong(self, hold: UUID | None, user: int, now: int) -> str:
        """Say whether a hold that is named is not one's own any more."""
        if hold is None:
            return ""
        held = self.clerk.holds[hold]
        return "" if held.user == user and held.until > now else "hold_over"

    @precondition(lambda self: self.clerk.visits)
    @rule(
        number=which,
        asked=asked,
        over=st.sampled_from((0, 0, 1)),
        beside=st.booleans(),
        same=st.booleans(),
        stale=st.sampled_from((0, 0, 0, 0, 1)),
        nurse=st.sampled_from((0, 0, 0, 1)),
    )
    def move(
        self, number: int, asked: dict[str, Any], over: int, *, beside: bool, same: bool, stale: int, nurse: int
    ) -> None:
        clerk, visit = self.clerk, self.visit(number)
        doctor = next(each for each in self.doctors if each.id == visit.who)
        target = self.wanted(asked, doctor if same else None, self.kinds.index(visit.kind))
        target = clerk.target(target.who, visit.clinic, visit.kind, target.begins)
        given = Move(
            str(uuid4()),
            visit.version - stale or 99,
            visit.begins * _MS,
            target.given,
            0 if same else target.who.id,
            "urgent" if over else "",
            "asks for it" if beside else "",
        )
        found = self.practice.do(appointments.move(self.practice.desks[nurse], visit.id, given))
        now = now_ms()
        still = (target.begins, target.who.id) == (visit.begins, visit.who) and not (over or beside)
        wrong = "changed" if stale else "" if still or visit.state == "booked" else "state"
        if not wrong and nurse and (over or beside):
            wrong = "denied"
        if still and not wrong:
            clerk.settle(found, "")
            clerk.compare(set(), found)
            return
        place = (
            wrong
            or clerk.refusal(target, now)
            or clerk.put(target, [visit.id], visit.patient, now, overbook=bool(over), beside=beside)
        )
        if clerk.settle(found, place, target):
            visit.history.append(Change("moved", nurse, visit.snapshot()))
            visit.version, visit.overbooked, visit.beside = visit.version + 1, bool(over), beside
            clerk.stand(visit, target, place, (), found)
            self.look(asked, target)

    def visit(self, number: int) -> Visit:
        return list(self.clerk.visits.values())[number % len(self.clerk.visits)]

    @precondition(lambda self: self.clerk.visits)
    @rule(number=which, missed=st.booleans(), nurse=st.integers(0, 1))
    def give_up(self, number: int, *, missed: bool, nurse: int) -> None:
        """Cancel a visit, or say that nobody came."""
        visit, desk = self.visit(number), self.practice.desks[nurse]
        common = (str(uuid4()), visit.version, visit.begins * _MS)
        early = missed and visit.begins * _MS > now_ms()
        doing = (
            appointments.no_show(desk, visit.id, NoShow(*common))
            if missed
            else appointments.cancel(desk, visit.id, Cancel(*common, "patient"))
        )
        if self.clerk.settle(found := self.practice.do(doing), "state" if early or visit.state != "booked" else ""):
            visit.history.append(Change("given up", nurse, visit.snapshot()))
            visit.state, visit.version = "no_show" if missed else "cancelled", visit.version + 1
            self.clerk.compare(self.clerk.let_go(visit.id), found)

    @precondition(lambda self: self.clerk.visits)
    @rule(number=which, nurse=st.sampled_from((None, None, 0, 1)))
    def undo(self, number: int, nurse: int | None) -> None:
        """Take a visit's last change back, mostly one's own."""
        clerk, visit = self.clerk, self.visit(number)
        last = visit.history[-1]
        user = last.user if nurse is None else nurse
        given = Undo(str(uuid4()), visit.version, visit.begins * _MS)
        found = self.practice.do(appointments.undo(self.practice.desks[user], visit.id, given))
        if last.user != user or not last.fresh or last.kind == "undone":
            clerk.settle(found, "state")
            return
        change = Change("undone", user, visit.snapshot())
        if last.kind == "booked":
            assert clerk.settle(found, "")
            visit.state, visit.version = "cancelled", visit.version + 1
            visit.history.append(change)
            clerk.compare(clerk.let_go(visit.id), found)
            return
        who = next(each for each in self.doctors if each.id == last.before["who"])
        target = clerk.target(who, visit.clinic, visit.kind, last.before["begins"])
        place = clerk.put(
            target,
            [visit.id],
            visit.patient,
            now_ms(),
            overbook=last.before["overbooked"],
            beside=last.before["beside"],
            back=True,
        )
        if clerk.settle(found, place):
            for name, value in last.before.items():
                setattr(visit, name, value)
            visit.version += 1
            visit.history.append(change)
            clerk.stand(visit, target, place, (), found)

    @precondition(lambda self: self.clerk.visits)
    @rule(number=which, past=st.booleans())
    def time_goes_by(self, number: int, *, past: bool) -> None:
        """A visit's last change can be taken back no more, or the visit has begun."""
        visit, clerk = self.visit(number), self.clerk
        for change in visit.history:
            change.fresh = False
        late = visit.begins + visit.kind.minutes - now_ms() // _MS
        if not past or visit.state != "booked" or late <= 0:
            self.practice.grow_old(visit.id)
            return
        by = late + 1_440 * (1 + len(clerk.visits))  # nobody's time
        self.practice.shift(visit.id, by)
        gone = clerk.let_go(visit.id)
        visit.begins -= by
        moved = {replace(each, begins=each.begins - by, ends=each.ends - by) for each in gone}
        clerk.calendar.taken += moved
        lane = 0
        ends = visit.begins + visit.kind.minutes
        [(lane,)] = self.practice.base.execute(
            "SELECT lane FROM patient_occupancy WHERE taken_by = %s", [visit.id]
        ).fetchall()
        clerk.calendar.patients.append((visit.patient, lane, visit.begins, ends, visit.id))
        clerk.compare(gone | moved)

    @rule(
        asked=asked,
        over=st.sampled_from((0, 0, 1)),
        user=st.sampled_from((0, 0, 0, 1)),
        again=which,
        short=st.booleans(),
    )
    def hold(self, asked: dict[str, Any], over: int, user: int, again: int, *, short: bool) -> None:
        """Keep a slot, or one's own again; it may be over at once."""
        clerk, target = self.clerk, self.wanted(asked)
        known = self.hold_of(again) if again % 3 == 0 else None
        hold = known or uuid4()
        given = NewHold(str(hold), str(target.clinic), target.who.id, target.kind.id, target.given, bool(over))
        mine = [each for each in clerk.holds if clerk.holds[each].user == user and each != hold]
        own = [hold, *sorted(mine, key=lambda each: -clerk.holds[each].until)[4:]]
        touched = self.practice.taken_by(own)
        with pytest.MonkeyPatch.context() as patch:
            if short:
                patch.setattr(holds, "LASTS", SHORT)
            found = self.practice.do(holds.hold(self.practice.desks[user], given))
        now = now_ms()
        wrong = target.wrong
        if not wrong and known and clerk.holds[known].user != user:
            wrong = "id"
        wrong = wrong or ("denied" if over and user else "") or clerk.refusal(target, now)
        place = wrong or clerk.put(target, own, None, now, overbook=bool(over))
        if not clerk.settle(found, place, target):
            return
        for each in own:
            clerk.holds.pop(each, None)
        clerk.holds[hold] = Held(user, found.until)
        clerk.take(hold, own, target, place.lane, found.until)
        if short:
            # Looked at while it is kept, so that the cache knows of it.
            self.practice.free(clerk.asked(target), cached=True)
            time.sleep(max(0, found.until + 1 - now_ms()) / 1_000)
        clerk.compare(touched | self.practice.taken_by([hold]))
        self.look(asked, target)

    @precondition(lambda self: self.clerk.holds)
    @rule(number=which, user=st.sampled_from((None, None, 0, 1)))
    def release(self, number: int, user: int | None) -> None:
        """Let a hold go, be it over or not."""
        clerk = self.clerk
        hold = self.hold_of(number)
        assert hold is not None
        user = clerk.holds[hold].user if user is None else user
        touched = self.practice.taken_by([hold])
        found = self.practice.do(holds.release(self.practice.desks[user], hold))
        if clerk.settle(found, "" if clerk.holds[hold].user == user else "not_found"):
            del clerk.holds[hold]
            clerk.let_go(hold)
            clerk.compare(touched)


@pytest.fixture
def practice(database: Any, clinic: Any, redis_url: str) -> Iterator[Practice]:
    world = ScheduleWorld(database.dsn, clinic.id, clinic.zone)
    there = uuid4()
    world.run("INSERT INTO clinics (id, name, zone) VALUES (%s, 'Elsewhere', 'Europe/Lisbon')", there)
    for user in clinic.users.values():
        world.run("INSERT INTO memberships VALUES (%s, %s, 'receptionist')", user, there)
    made = Practice(world, (clinic.id, there), (clinic.users["reception"], clinic.users["nurse"]), redis_url)
    yield made
    made.close()


def test_a_plain_calendar_says_the_same(practice: Practice) -> None:
    chosen = settings(SETTINGS, max_examples=int(os.environ.get("CALENDAR_EXAMPLES", SETTINGS.max_examples)))
    run_state_machine_as_test(lambda: Calendars(practice), settings=chosen)


def test_a_colleague_in_a_group_serves_no_other_visit(practice: Practice) -> None:
    practice.fresh(("Asia/Tokyo", "Asia/Tokyo"))
    doctor, nurse = (each for each in practice.doctors() if each.clinics == practice.clinics[:1])
    for who in (doctor, nurse):
        practice.world.hours(who.id)
    group, steps = (each for each in practice.kinds.values() if each.minutes in (60, 45))

    def book(who: Someone, kind: Kind, patient: UUID) -> Any:
        begins = practice.world.at("10:00")
        given = Booking(str(uuid4()), str(practice.clinics[0]), str(patient), who.id, kind.id, begins)
        return practice.do(appointments.book(practice.desks[0], given))

    first, second, third = practice.patients
    card = book(nurse, group, first).card
    book(nurse, group, second)
    practice.do(
        appointments.cancel(practice.desks[0], UUID(card.id), Cancel(str(uuid4()), 1, card.begins, "patient"))
    )
    assert book(doctor, steps, third).code == "schedule.needs_taken"
