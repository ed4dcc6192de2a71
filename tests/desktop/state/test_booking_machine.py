"""A booking at a hub that answers late, never or twice: nothing is sent twice, kept for nobody, or sent half."""

from dataclasses import replace
from datetime import date
from itertools import count

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from clinic_console.desktop.state.booking import Booking
from clinic_console.desktop.state.booking_slot import Kept, Offer, Slot
from clinic_console.desktop.state.chart import Chart
from clinic_console.desktop.state.schedule_columns import Card
from clinic_console.domain.errors import BadField, HoldOver, HubUnavailable, InThePast, PatientBusy, SlotTaken
from clinic_console.domain.schedule import HOLD_MS

NOW = 1_700_000_000_000
SLOT = Slot("c1", 1, NOW + HOLD_MS, 2)
ANN = Chart("p1", "1", "Ann Lee", "", date(1958, 3, 4), "F")
BOB = Chart("p2", "2", "Bob Ray", "", date(1960, 3, 4), "M")
OFFER = Offer(2, "c1", NOW + 2 * HOLD_MS, NOW + 3 * HOLD_MS, "Dr Novák", "Asia/Tokyo")


def card() -> Card:
    return Card("a1", SLOT.begins, SLOT.begins + 1_800_000, "c1", 1, 2)


class Desk(RuleBasedStateMachine):
    """A user and a hub that does what it likes: held, refused, silent, late; answers to what is long gone."""

    def __init__(self) -> None:
        super().__init__()
        self.booking, self.now, self.numbers = Booking(), NOW, count(1)
        self.at_hub: dict[str, int] = {}
        self.sent: dict[str, int] = {}
        self.done: set[str] = set()

    def new(self) -> str:
        return f"i{next(self.numbers)}"

    def give_back(self) -> None:
        while self.booking.let_go:
            self.at_hub.pop(self.booking.let_go.pop(), None)

    @rule(practitioner=st.integers(1, 2))
    def begin(self, practitioner):
        self.booking.begin(replace(SLOT, practitioner=practitioner), self.new())

    @rule(patient=st.sampled_from([ANN, BOB, None]))
    def choose(self, patient):
        self.booking.choose(patient)

    @rule(name=st.sampled_from(["reason", "overbook", "beside"]), text=st.sampled_from(["", "x"]))
    def type(self, name, text):
        self.booking.typed(**{name: text})

    @rule(kind=st.integers(1, 3))
    def choose_type(self, kind):
        self.booking.choose_type(kind, SLOT.begins + kind * 900_000, self.new())

    @rule(ms=st.sampled_from([1_000, 70_000, HOLD_MS]))
    def wait(self, ms):
        self.now += ms
        self.booking.tick(self.now)
        self.at_hub = {hold: until for hold, until in self.at_hub.items() if until > self.now}

    @precondition(lambda self: self.booking.kept is Kept.ASKED or self.booking.wants_renewal(self.now))
    @rule(answer=st.sampled_from(["held", "taken", "lost", "lost but held", "past"]))
    def ask(self, answer):
        booking, hold = self.booking, self.booking.hold
        booking.renewing()
        if "held" in answer:
            self.at_hub[hold] = self.now + HOLD_MS
        if answer == "held":
            booking.held(hold, SLOT.begins + 1_800_000, self.now + HOLD_MS)
        else:
            if answer in ("taken", "past"):
                self.at_hub.pop(hold, None)
            errors = {"taken": SlotTaken(), "past": InThePast()}
            booking.not_held(hold, errors.get(answer, HubUnavailable()), (OFFER,))

    @rule()
    def again(self):
        self.booking.again(self.new())

    @precondition(lambda self: self.booking.offers)
    @rule()
    def take(self):
        self.booking.take(OFFER, self.new())

    @rule()
    def send(self):
        request = self.booking.send(self.new())
        if request is not None:
            self.sent[request.key] = self.sent.get(request.key, 0) + 1

    @precondition(lambda self: self.booking.requests)
    @rule(answer=st.sampled_from(["booked", "unsure", "taken", "busy", "over", "bad"]), data=st.data())
    def answer(self, answer, data):
        key = data.draw(st.sampled_from(sorted(self.booking.requests)))
        request = self.booking.requests[key]
        if answer == "unsure":
            self.booking.unsure(key)
            return
        self.done.add(key)
        if answer == "booked":
            self.at_hub.pop(request.hold, None)
            self.booking.booked(key, card())
        else:
            errors = {"taken": SlotTaken(), "busy": PatientBusy(), "over": HoldOver(), "bad": BadField()}
            if answer == "over":
                self.at_hub.pop(request.hold, None)
            self.booking.refused(key, errors[answer], (OFFER,))

    @rule()
    def leave(self):
        self.booking.leave()

    @invariant()
    def nothing_is_sent_under_one_key_for_two(self):
        assert all(times == 1 for times in self.sent.values())
        assert not self.done & self.booking.requests.keys()

    @invariant()
    def every_request_is_answered_or_waits(self):
        assert self.sent.keys() == self.done | self.booking.requests.keys()

    @invariant()
    def nothing_is_kept_that_nobody_wants(self):
        self.give_back()
        wanted = {self.booking.hold, *(each.hold for each in self.booking.requests.values())}
        assert self.at_hub.keys() <= wanted

    @invariant()
    def what_is_kept_is_said_to_be(self):
        if self.booking.kept is Kept.HELD:
            assert self.booking.hold
            assert self.booking.slot is not None

    @invariant()
    def what_can_be_sent_is_whole(self):
        if self.booking.complete:
            assert self.booking.patient is not None
            assert not self.booking.taken or self.booking.overbook.strip()
            assert not self.booking.busy or self.booking.beside.strip()


Desk.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestDesk = Desk.TestCase
