"""What the hub is asked for bookings, the finder and the waitlist: once, whatever becomes of the answers."""

import asyncio
from collections.abc import Sequence
from contextlib import asynccontextmanager
from datetime import date

import pytest

from clinic_console.desktop.actions.appointments import AppointmentActions
from clinic_console.desktop.actions.finder import FinderActions
from clinic_console.desktop.actions.schedule_columns import card_of
from clinic_console.desktop.actions.waitlist import WaitlistActions
from clinic_console.desktop.bridge import monotonic
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.link.http import HubHttp
from clinic_console.desktop.state.booking_slot import Kept, Offer, Slot
from clinic_console.desktop.state.chart import Chart
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.domain.appointments import CancelReason, State
from clinic_console.domain.errors import (
    AppointmentChanged,
    HubRefuses,
    PatientBusy,
    SlotTaken,
    StoreUnavailable,
    WrongState,
)
from clinic_console.domain.schedule import HOLD_MS, UNDO_MS
from tests.desktop.stub_appointments import CLINIC, MINUTE, Appointments, an_id, freed, waiting

ANN = Chart(an_id(1, 1), "1", "田中 由紀", "Tanaka Yuki", date(1958, 3, 4), "F")


class Desk:
    """A console's actions at a hub that books."""

    def __init__(self, hub: Appointments, access: Access, pauses: Sequence[float]) -> None:
        self.hub, self.access, self.state = hub, access, ConsoleState()
        state = self.state
        self.visits = AppointmentActions(access, state.booking, state.visit, state.schedule, pauses=pauses)
        self.finder = FinderActions(access, state.finder)
        self.waitlist = WaitlistActions(access, state.waitlist)
        self.soon = hub.stub.now() + 60 * MINUTE

    async def type(self, **slot) -> None:
        """Open a booking for Ann."""
        await self.visits.begin(Slot(CLINIC, slot.get("practitioner", 1), slot.get("begins", self.soon), 2))
        self.state.booking.choose(ANN)


@asynccontextmanager
async def desk(stub, pauses=(0.01,)):
    hub = Appointments(stub).mount()
    async with stub.running():
        access = Access(HubHttp(stub.url), monotonic)
        await access.sign_in("nurse", "secret")
        yield Desk(hub, access, pauses)
        await access.close()


async def test_a_slot_is_kept_renewed_and_let_go(stub):
    async with desk(stub) as at:
        await at.type()
        booking = at.state.booking
        assert (booking.kept, booking.slot.ends) == (Kept.HELD, at.soon + 30 * MINUTE)
        first = booking.until
        stub.skew += 90_000
        await at.visits.renew()
        assert booking.until >= first + 90_000
        assert len(at.hub.holds) == 1
        await at.visits.leave()
        assert at.hub.holds == {}


async def test_another_type_or_time_never_stands_in_its_own_way(stub):
    async with desk(stub) as at:
        await at.type()
        await at.visits.choose_type(3, 0)
        assert at.state.booking.kept is Kept.HELD
        await asyncio.gather(*(at.visits.choose_type(kind, 0) for kind in (1, 2, 3, 1)))
        assert at.state.booking.kept is Kept.HELD
        assert len(at.hub.holds) == 1
        await at.visits.take(Offer(2, CLINIC, at.soon + 90 * MINUTE, at.soon + 105 * MINUTE))
        assert [kept.practitioner for kept in at.hub.holds.values()] == [2]


async def test_a_slot_that_is_taken_brings_three_others(stub):
    async with desk(stub) as at:
        at.hub.put(7, at.soon)
        await at.type()
        booking = at.state.booking
        assert (booking.kept, booking.taken, len(booking.offers)) == (Kept.REFUSED, True, 3)
        await at.visits.take(booking.offers[0])
        await at.visits.book()
        assert booking.outcomes[0].card.practitioner == 2


async def test_a_booking_takes_up_what_is_kept_and_is_shown(stub):
    async with desk(stub) as at:
        at.state.schedule.look_at(clinic=(CLINIC, "Asia/Tokyo"), day=date(2023, 11, 15))
        await at.type()
        at.state.booking.typed(reason="cough")
        await at.visits.book()
        made = at.state.booking.outcomes[0].card
        assert (made.reason, made.patient.name, made.begins) == ("cough", "田中 由紀", at.soon)
        assert at.hub.holds == {}
        assert at.state.booking.slot is None


async def test_two_presses_book_once(stub):
    async with desk(stub) as at:
        await at.type()
        await asyncio.gather(at.visits.book(), at.visits.book())
        await at.visits.book()
        assert at.hub.count("POST", "/api/appointments") == 1
        assert len(at.hub.visits) == 1


async def test_enter_before_the_slot_is_kept_does_not_stand_in_its_own_way(stub):
    async with desk(stub) as at:
        at.state.booking.choose(ANN)
        keeping = at.visits.begin(Slot(CLINIC, 1, at.soon, 2), patient=ANN)
        await asyncio.gather(keeping, at.visits.book())
        assert len(at.hub.visits) == 1
        stub.skew += 10
        at.hub.lose = 1
        await at.type(begins=at.soon + 30 * MINUTE)
        assert at.state.booking.kept is Kept.UNKNOWN
        await at.visits.book()
        assert len(at.hub.visits) == 2


async def test_a_lost_answer_is_asked_for_again_under_the_same_key(stub):
    async with desk(stub) as at:
        await at.type()
        at.hub.lose = 3
        await at.visits.book()
        keys = [
            given["key"] for method, path, given in at.hub.asked if (method, path) == ("POST", "/api/appointments")
        ]
        assert len(keys) == 4
        assert len(set(keys)) == 1
        assert len(at.hub.visits) == 1
        assert at.state.booking.outcomes[0].card is not None


async def test_it_says_not_sure_yet_until_it_knows(stub, until):
    async with desk(stub) as at:
        await at.type()
        stub.http_mode = "down"
        task = asyncio.ensure_future(at.visits.book())
        await until(lambda: at.state.booking.sent is not None and at.state.booking.sent.unsure)
        at.state.booking.typed(reason="lost?")
        assert at.state.booking.reason == ""
        stub.http_mode = "normal"
        at.visits.try_now()
        await task
        assert len(at.hub.visits) == 1
        assert at.state.booking.sent is None


async def test_nobody_books_what_somebody_before_them_has_sent(stub, until):
    async with desk(stub, pauses=(30.0,)) as at:
        await at.type()
        stub.http_mode = "down"
        task = asyncio.ensure_future(at.visits.book())
        await until(lambda: at.state.booking.sent is not None and at.state.booking.sent.unsure)
        # The pause before the next try begins, and somebody else is in before it ends.
        at.access.forget()
        at.state.clear()
        stub.http_mode = "normal"
        await at.access.sign_in("nurse", "secret")
        at.visits.try_now()
        await task
        assert at.hub.visits == {}
        assert list(at.state.booking.outcomes) == []


async def test_what_never_reached_the_hub_is_certainly_not_booked(stub, monkeypatch):
    async def refuse(*_):
        raise HubRefuses

    async with desk(stub) as at:
        await at.type()
        with monkeypatch.context() as away:
            away.setattr("clinic_console.desktop.actions.appointments.link.book", refuse)
            await at.visits.book()
        booking = at.state.booking
        assert isinstance(booking.problem, HubRefuses)
        assert (booking.sent, booking.patient, booking.kept) == (None, ANN, Kept.HELD)
        await at.visits.book()
        assert len(at.hub.visits) == 1


async def test_a_hold_that_ran_out_is_taken_again(stub):
    async with desk(stub) as at:
        await at.type()
        stub.skew += HOLD_MS + 1
        await at.visits.book()
        booking = at.state.booking
        assert (booking.kept, booking.patient) == (Kept.OVER, ANN)
        await at.visits.again()
        assert booking.kept is Kept.HELD
        await at.visits.book()
        assert len(at.hub.visits) == 1


async def test_beside_others_and_beside_oneself_only_with_reasons(stub):
    async with desk(stub) as at:
        at.hub.put(1, at.soon, practitioner=2)
        await at.type()
        await at.visits.book()
        booking = at.state.booking
        assert isinstance(booking.problem, PatientBusy)
        booking.typed(beside="two doctors")
        await at.visits.book()
        assert booking.outcomes[0].card.beside == "two doctors"
        await at.type(begins=at.soon + 30 * MINUTE, practitioner=2)
        at.hub.put(9, at.soon + 30 * MINUTE, practitioner=1)
        await at.visits.leave()
        await at.type(begins=at.soon + 30 * MINUTE)
        assert booking.taken
        booking.typed(overbook="acute")
        await at.visits.book()
        assert (booking.outcomes[1].card.overbooked, booking.outcomes[1].card.lane) == ("acute", 1)


async def test_a_visit_is_moved_cancelled_missed_and_all_of_it_taken_back(stub):
    async with desk(stub) as at:
        card = card_of(at.hub.put(7, at.soon))
        moved = (await at.visits.move(card, 2, at.soon + 60 * MINUTE)).card
        assert (moved.practitioner, moved.begins) == (2, at.soon + 60 * MINUTE)
        back = (await at.visits.undo(moved)).card
        assert (back.practitioner, back.begins) == (1, at.soon)
        at.hub.queue[an_id(5, 1)] = waiting(1)
        gone = await at.visits.cancel(back, CancelReason.PATIENT, "ill")
        assert (gone.card.state, gone.waiting) == (State.CANCELLED, 1)
        again = (await at.visits.undo(gone.card)).card
        assert again.state is State.BOOKED
        with pytest.raises(WrongState):
            await at.visits.no_show(again)
        stub.skew += 61 * MINUTE
        missed = (await at.visits.no_show(again)).card
        assert missed.state is State.NO_SHOW
        stub.skew += UNDO_MS + 1
        with pytest.raises(WrongState):
            await at.visits.undo(missed)


async def test_a_move_onto_another_visit_brings_three_times(stub):
    async with desk(stub) as at:
        card = card_of(at.hub.put(7, at.soon))
        at.hub.put(8, at.soon + 60 * MINUTE)
        with pytest.raises(SlotTaken) as refused:
            await at.visits.move(card, 1, at.soon + 60 * MINUTE)
        assert [type(each) for each in refused.value.alternatives] == [Offer] * 3


async def test_a_lost_answer_to_a_change_is_asked_for_again(stub):
    async with desk(stub) as at:
        card = card_of(at.hub.put(7, at.soon))
        at.hub.lose = 2
        gone = (await at.visits.cancel(card, CancelReason.CLINIC)).card
        assert (gone.state, gone.version) == (State.CANCELLED, 2)


async def test_a_change_of_what_somebody_else_has_changed_is_refused(stub):
    async with desk(stub) as at:
        card = card_of(at.hub.put(7, at.soon))
        await at.visits.cancel(card, CancelReason.CLINIC)
        with pytest.raises(AppointmentChanged):
            await at.visits.move(card, 2, at.soon)


async def test_a_visit_comes_with_its_history(stub):
    async with desk(stub) as at:
        card = card_of(at.hub.put(7, at.soon))
        await at.visits.move(card, 2, at.soon)
        at.state.visit.open(card)
        await at.visits.load(card)
        assert [step.kind for step in at.state.visit.steps] == ["appointment.moved", "appointment.booked"]
        assert at.state.visit.card.version == 2
        at.hub.refuse = (503, "unavailable.store")
        await at.visits.load(card)
        assert isinstance(at.state.visit.problem, StoreUnavailable)


async def test_the_finder_goes_on_behind_what_it_has_found(stub):
    async with desk(stub) as at:
        at.hub.free = [
            at.hub.offer(at.soon + number // 2 * MINUTE, practitioner=number % 2 + 1) for number in range(45)
        ]
        finder = at.state.finder
        await at.finder.find()
        assert at.hub.asked == []
        finder.want(type=2)
        await at.finder.find()
        assert (len(finder.offers), finder.more) == (20, True)
        await at.finder.find_more()
        await at.finder.find_more()
        assert (len(finder.offers), len(set(finder.offers)), finder.more) == (45, 45, False)
        assert [offer.begins for offer in finder.offers] == sorted(offer.begins for offer in finder.offers)


async def test_somebody_is_put_on_the_waitlist_changed_taken_off_and_put_back(stub):
    async with desk(stub) as at:
        state = at.state.waitlist
        state.look_at(CLINIC)
        await at.waitlist.load()
        assert (state.items, state.stale) == ((), False)
        at.waitlist.begin(ANN)
        assert await at.waitlist.save() is None
        draft = state.draft
        state.write(type(draft)(draft.id, draft.clinic, ANN, type(draft.wish)(2, note="calls back"), 0))
        at.hub.lose = 0
        kept = await at.waitlist.save()
        assert (kept.id, kept.wish.note, state.draft) == (draft.id, "calls back", None)
        await at.waitlist.take_off(kept)
        assert (state.items, at.hub.queue) == ((), {})
        await at.waitlist.put_back(kept)
        (entry,) = at.hub.queue.values()
        assert (entry.note, entry.patient.id) == ("calls back", ANN.id)
        assert [each.id for each in state.items] == [entry.id]


async def test_a_list_that_failed_for_the_moment_is_asked_for_again_by_itself(stub, monkeypatch):
    async with desk(stub) as at:
        at.state.waitlist.look_at(CLINIC)
        at.hub.refuse = (503, "unavailable.store")
        await at.waitlist.load()
        assert isinstance(at.state.waitlist.problem, StoreUnavailable)
        assert not at.waitlist.wanted
        at.hub.refuse = None
        monkeypatch.setattr(at.access, "_clock", lambda: monotonic() + 6)
        assert at.waitlist.wanted
        await at.waitlist.load()
        assert at.state.waitlist.problem is None
        assert not at.waitlist.wanted


async def test_a_freed_time_is_passed_over(stub):
    async with desk(stub) as at:
        at.hub.queue[an_id(5, 1)] = waiting(1, offers=[freed(1, at.soon)])
        at.state.waitlist.look_at(CLINIC)
        await at.waitlist.load()
        ((_, offer),) = at.state.waitlist.freed
        await at.waitlist.pass_over(offer)
        assert at.state.waitlist.freed == ()
        assert at.hub.queue[an_id(5, 1)].offers == []
