"""A device's clock: each instant is corrected to one time only, whatever is measured later and by whom."""

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from clinic_console.domain.devices import EVER, LEAD_MS, RETRY_MS, ClockSegment, DeviceClock
from clinic_console.domain.errors import TimeInFuture, UnknownClock
from clinic_console.domain.readings import FUTURE_MS, OLDEST_MS

NOW = 1_800_000_000_000


def clock_with(*segments: ClockSegment) -> DeviceClock:
    return DeviceClock.of(segments)


def adopted(clock: DeviceClock, segment: ClockSegment | None) -> ClockSegment:
    assert segment is not None
    clock.adopt(segment)
    return segment


def feed(
    clock: DeviceClock, offset: int, begins: int, seconds: int, delay: int = 20, pings: int = 0
) -> ClockSegment | None:
    """Let a device with this offset speak once a second until its correction changes.

    ``pings``: every how many seconds the hub pings, and has the answer just before the next message.
    """
    opened = None
    for second in range(seconds):
        sent = begins + second * 1000
        if pings and second % pings == pings - 1:
            opened = sent - delay
        segment = clock.observe(0, sent + offset, sent + delay, opened)
        if segment is not None:
            return segment
    return None


class TestFirstWord:
    def test_a_clock_within_tolerance_is_taken_as_it_is(self) -> None:
        clock = DeviceClock()
        assert adopted(clock, clock.observe(0, NOW + 700, NOW)) == ClockSegment(0, EVER, 0)
        assert clock.correct(0, NOW) == NOW

    def test_a_clock_far_ahead_is_corrected_at_once(self) -> None:
        clock = DeviceClock()
        assert adopted(clock, clock.observe(0, NOW + 90_000, NOW)).offset == 90_000
        assert clock.correct(0, NOW + 90_500) == NOW + 500
        assert clock.measured == 90_000

    def test_a_clock_far_behind_is_corrected_at_once(self) -> None:
        clock = DeviceClock()
        adopted(clock, clock.observe(0, NOW - 3_600_000, NOW))
        assert clock.correct(0, NOW - 3_600_000) == NOW

    def test_a_small_slowness_may_be_delay(self) -> None:
        clock = DeviceClock()
        assert adopted(clock, clock.observe(0, NOW - 9_000, NOW)).offset == 0

    def test_a_small_slowness_is_believed_when_there_was_no_time_for_delay(self) -> None:
        clock = DeviceClock()
        assert adopted(clock, clock.observe(0, NOW - 9_000, NOW, opened=NOW - 100)).offset == -9_000

    def test_a_number_raised_without_a_hello_is_not_announced(self) -> None:
        clock = clock_with(ClockSegment(0, EVER, 0))
        clock.observe(0, NOW, NOW)
        assert clock.observe(1, NOW - 60_000, NOW) is None
        assert not clock.knows(1)

    def test_until_it_is_stored_everything_is_held(self) -> None:
        clock = DeviceClock()
        segment = clock.observe(0, NOW, NOW)
        assert clock.holds(0, NOW)
        assert clock.observe(0, NOW + 1, NOW + 1) is None
        assert clock.observe(0, NOW + RETRY_MS, NOW + RETRY_MS) == segment
        adopted(clock, segment)
        assert not clock.holds(0, NOW)

    def test_times_under_a_number_never_announced_cannot_be_placed(self) -> None:
        clock = clock_with(ClockSegment(3, EVER, 60_000))
        with pytest.raises(UnknownClock):
            clock.place(2, NOW)
        assert clock.correct(2, NOW) == NOW

    def test_a_device_that_forgot_its_number_is_measured_anew(self) -> None:
        clock = clock_with(ClockSegment(3, EVER, 60_000))
        assert adopted(clock, clock.observe(0, NOW + 5_000, NOW)) == ClockSegment(0, EVER, 5_000)
        assert clock.place(0, NOW + 5_000) == NOW


class TestDrift:
    def test_a_backlog_sent_at_once_is_not_taken_for_a_slow_clock(self) -> None:
        clock = clock_with(ClockSegment(0, EVER, 0))
        assert feed(clock, 0, NOW, 60) is None
        burst = [clock.observe(0, NOW + 60_000 + i * 1000, NOW + 300_000) for i in range(240)]
        assert burst == [None] * 240
        assert clock.measured > -2_000

    def test_what_is_sent_again_says_nothing_about_the_clock(self) -> None:
        clock = clock_with(ClockSegment(0, EVER, 0))
        clock.observe(0, NOW, NOW)
        for i in range(600):
            assert clock.observe(0, NOW - 600_000 + i, NOW + i * 1000) is None
        assert clock.measured == 0

    def test_one_wrong_sample_does_not_move_a_clock_ahead(self) -> None:
        clock = clock_with(ClockSegment(0, EVER, 0))
        assert clock.observe(0, NOW, NOW) is None
        assert clock.observe(0, NOW + 10**9, NOW + 1000) is None

    def test_a_link_congested_for_minutes_is_not_taken_for_a_slow_clock(self) -> None:
        clock = clock_with(ClockSegment(0, EVER, 0))
        assert feed(clock, 0, NOW, 300, delay=15_000, pings=20) is None
        assert clock.measured == -15_000
        assert clock.place(0, NOW + 315_000) == NOW + 315_000

    def test_a_lasting_slowness_is_corrected_at_the_next_ping(self) -> None:
        clock = clock_with(ClockSegment(0, EVER, 0))
        segment = adopted(clock, feed(clock, -5_000, NOW, 20, pings=20))
        assert segment.offset == -5_020
        before, after = segment.begins - 1, segment.begins
        assert clock.correct(0, after) - clock.correct(0, before) == 1 + 5_020

    def test_a_small_lead_is_worked_off_without_losing_an_instant(self) -> None:
        clock = clock_with(ClockSegment(0, EVER, 0))
        segment = adopted(clock, feed(clock, 3_000, NOW, 5))
        times = [clock.place(0, segment.begins + i * 100) for i in range(-50, 500)]
        assert all(b > a for a, b in pairwise(times))
        assert clock.correct(0, segment.begins + 60_000) == segment.begins + 60_000 - segment.offset

    def test_a_clock_put_forward_is_followed_after_a_few_seconds(self) -> None:
        clock = clock_with(ClockSegment(0, EVER, 0))
        segment = adopted(clock, feed(clock, 3_600_000, NOW, 5, delay=0))
        assert segment == ClockSegment(0, NOW + 2_000 + 3_600_000 + LEAD_MS, 3_600_000)
        with pytest.raises(TimeInFuture):
            clock.place(0, segment.begins - 1)
        assert clock.place(0, segment.begins) == segment.begins - 3_600_000

    def test_only_one_correction_is_under_way(self) -> None:
        clock = clock_with(ClockSegment(0, EVER, 0))
        adopted(clock, feed(clock, 3_000, NOW, 5))
        assert feed(clock, 3_000, NOW + 5_000, 9) is None


class EveryInstantHasOneTime(RuleBasedStateMachine):
    """A device with a drifting, jumping clock, hubs that come and go, and segments whose storing may fail."""

    def __init__(self) -> None:
        super().__init__()
        self.true_time = NOW
        self.ahead = 0
        self.number = 0
        self.skew = 0
        self.newest = EVER
        self.stored: list[ClockSegment] = []
        self.clock = DeviceClock()
        self.made: list[tuple[int, int]] = []
        self.accepted: dict[tuple[int, int], int] = {}

    def arrived(self) -> int:
        return self.true_time + self.skew

    def arrive(self, number: int, at: int) -> None:
        try:
            corrected = self.clock.place(number, at)
        except (TimeInFuture, UnknownClock):
            assert (number, at) not in self.accepted
            return
        fits = self.arrived() - OLDEST_MS <= corrected <= self.arrived() + FUTURE_MS
        if fits and not self.clock.holds(number, at):
            assert self.accepted.setdefault((number, at), corrected) == corrected

    @rule(ms=st.integers(1, 20_000))
    def time_passes(self, ms: int) -> None:
        self.true_time += ms

    @rule(ahead=st.integers(0, 4_000), count=st.integers(1, 5))
    def measure(self, ahead: int, count: int) -> None:
        for _ in range(count):
            self.newest = max(self.newest + 2, self.true_time + self.ahead + ahead)
            self.made.append((self.number, self.newest))
            self.arrive(self.number, self.newest)

    @precondition(lambda self: self.made)
    @rule(data=st.data())
    def send_again(self, data: st.DataObject) -> None:
        begin = data.draw(st.integers(0, len(self.made) - 1))
        for number, at in self.made[begin : begin + 20]:
            self.arrive(number, at)

    @rule(delay=st.sampled_from([0, 1, 20, 300, 2_000, 40_000]), stored=st.booleans(), narrow=st.booleans())
    def say_the_time(self, delay: int, stored: bool, narrow: bool) -> None:
        sent = self.true_time + self.ahead
        opened = self.arrived() if narrow else None
        self.true_time += delay
        segment = self.clock.observe(self.number, sent, self.arrived(), opened)
        if segment is not None and stored:
            self.stored.append(segment)
            self.clock.adopt(segment)

    @rule(stored=st.booleans(), ahead=st.integers(0, 4_000), every=st.sampled_from([300, 1_000, 9_000]))
    def talk_for_a_while(self, stored: bool, ahead: int, every: int) -> None:
        for _ in range(8):
            self.measure(ahead, 1)
            self.say_the_time(20, stored, narrow=False)
            self.time_passes(every)
        for number, at in self.made[-16:]:
            self.arrive(number, at)

    @rule(skew=st.integers(-2_000, 2_000))
    def another_hub(self, skew: int) -> None:
        self.skew = skew
        self.clock = DeviceClock.of(self.stored)

    @rule(by=st.sampled_from([-3_000, -1_200, -400, 400, 1_200, 3_000, 4_900, 5_200]))
    def drift(self, by: int) -> None:
        # A clock may run slow, but it does not go back by itself.
        self.ahead += max(by, self.newest - self.true_time - self.ahead)

    @rule(by=st.integers(1, 7_200_000))
    def put_forward_without_saying_so(self, by: int) -> None:
        self.ahead += by

    @rule(to=st.integers(-7_200_000, 7_200_000), reconnects=st.booleans())
    def set_the_clock(self, to: int, reconnects: bool) -> None:
        self.ahead, self.number, self.newest = to, self.number + 1, EVER
        if reconnects:
            self.another_hub(self.skew)

    @invariant()
    def corrected_times_rise_with_device_time(self) -> None:
        ordered = sorted(self.accepted.items())
        for (earlier, first), (later, second) in pairwise(ordered):
            if earlier[0] == later[0]:
                assert first < second, (earlier, later)

    def teardown(self) -> None:
        for clock in (self.clock, DeviceClock.of(self.stored)):
            for (number, at), corrected in self.accepted.items():
                assert clock.place(number, at) == corrected


TestEveryInstantHasOneTime = EveryInstantHasOneTime.TestCase
TestEveryInstantHasOneTime.settings = settings(
    max_examples=150, stateful_step_count=60, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
