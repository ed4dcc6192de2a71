"""The hub's end of the device protocol: what is good, what is refused, what waits and comes again."""

import math

import pytest

from clinic_console.domain.devices import EVER, ClockSegment, DeviceClock
from clinic_console.domain.readings import Validity
from clinic_console.wire.devices import (
    MAX_INSTANTS,
    Ack,
    Detailed,
    Gap,
    InstantMessage,
    Readings,
    Rewind,
    decode_from_device,
)
from clinic_console.wire.intake import Intake, Taken

NOW = 1_800_000_000_000


@pytest.fixture
def intake() -> Intake:
    return Intake(DeviceClock.of([ClockSegment(0, EVER, 0)]))


def one(seq: int, at: int, clock: int = 0, **values: float | Detailed | None) -> Readings:
    return Readings(seq, [InstantMessage(at, {name.replace("_", "."): v for name, v in values.items()})], clock=clock)


def codes(taken: Taken) -> list[str]:
    return [problem.code for problem in taken.problems]


def test_takes_values_of_every_form(intake: Intake) -> None:
    message = one(1, NOW, HR=80, SpO2=None, RR=Detailed(s="searching"), NIBP_sys=Detailed(121.0, t=NOW - 60_000))
    taken = intake.take(message, NOW)
    assert taken.store
    assert codes(taken) == []
    values = taken.instants[0].values
    assert values["HR"] == (80, Validity.VALID, None)
    assert math.isnan(values["SpO2"].number)
    assert values["SpO2"].validity == Validity.SENSOR_OFF
    assert values["RR"].validity == Validity.SEARCHING
    assert values["NIBP.sys"] == (121, Validity.VALID, NOW - 60_000)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (351.0, "value.out_of_range"),
        (-1.0, "value.out_of_range"),
        (Detailed(80.0, u="mmHg"), "value.wrong_unit"),
        (Detailed(80.0, "asleep"), "value.unknown_validity"),
        (Detailed(None, "valid"), "value.not_a_number"),
        (Detailed(80.0, t=NOW + 5_001), "time.in_future"),
        (Detailed(80.0, t=NOW - 8 * 24 * 3_600_000), "time.too_old"),
        (Detailed(80.0, t=-(10**30)), "time.too_old"),
    ],
)
def test_a_bad_value_costs_only_itself(intake: Intake, value: float | Detailed, code: str) -> None:
    taken = intake.take(one(1, NOW, HR=value, RR=12.0), NOW)
    assert list(taken.instants[0].values) == ["RR"]
    assert codes(taken) == [code]
    problem = taken.problems[0]
    assert (problem.seq, problem.at) == (1, NOW)
    assert problem.field.startswith("HR")


def test_a_number_that_is_not_valid_is_not_kept(intake: Intake) -> None:
    taken = intake.take(one(1, NOW, HR=Detailed(80.0, "sensor_off")), NOW)
    assert math.isnan(taken.instants[0].values["HR"].number)


def test_what_the_decoder_refused_is_reported_too(intake: Intake) -> None:
    raw = f'{{"type":"readings","seq":4,"instants":[{{"at":{NOW},"values":{{"HR":NaN,"RR":12}}}}]}}'.encode()
    message, refused = decode_from_device(raw)
    assert isinstance(message, Readings)
    taken = intake.take(message, NOW, refused)
    assert codes(taken) == ["value.not_finite"]
    assert taken.problems[0].seq == 4
    assert list(taken.instants[0].values) == ["RR"]


@pytest.mark.parametrize(
    ("at", "code"),
    [
        (NOW + 5_001, "time.in_future"),
        (NOW - 24 * 3_600_000 - 1, "time.too_old"),
        (-1, "time.malformed"),
        (2**42, "time.malformed"),
        (10**30, "time.malformed"),
    ],
)
def test_an_instant_far_off_is_refused_and_the_next_is_kept(intake: Intake, at: int, code: str) -> None:
    message = Readings(1, [InstantMessage(at, {"HR": 80.0}), InstantMessage(NOW, {"HR": 81.0})])
    taken = intake.take(message, NOW)
    assert codes(taken) == [code]
    assert [instant.at for instant in taken.instants] == [NOW]


def test_instants_must_rise(intake: Intake) -> None:
    message = Readings(1, [InstantMessage(at, {"HR": 80.0}) for at in (NOW, NOW + 1, NOW + 1, NOW)])
    assert codes(intake.take(message, NOW)) == ["time.not_increasing"] * 2
    assert codes(intake.take(one(2, NOW + 1, HR=1), NOW)) == ["time.not_increasing"]
    assert codes(intake.take(one(3, NOW + 2, HR=1), NOW)) == []


def test_too_many_instants_and_values_are_cut_off(intake: Intake) -> None:
    message = Readings(1, [InstantMessage(NOW + i, {"HR": 1.0}) for i in range(MAX_INSTANTS + 1)])
    taken = intake.take(message, NOW)
    assert codes(taken) == ["value.too_many"]
    assert len(taken.instants) == MAX_INSTANTS
    taken = intake.take(Readings(2, [InstantMessage(NOW + 500, {f"P{i}": 1.0 for i in range(65)})]), NOW)
    assert codes(taken) == ["value.too_many"]
    assert len(taken.instants[0].values) == 64


def test_an_instant_of_which_nothing_is_good_is_still_acknowledged(intake: Intake) -> None:
    taken = intake.take(one(1, NOW, HR=999.0), NOW)
    assert taken.instants == []
    assert taken.store


def test_numbers_left_out_are_pointed_out(intake: Intake) -> None:
    intake.take(one(3, NOW, HR=80), NOW)
    taken = intake.take(one(6, NOW + 1, HR=80), NOW)
    assert codes(taken) == ["message.bad_sequence"]
    assert taken.store


def test_the_first_number_of_a_connection_may_be_any(intake: Intake) -> None:
    assert codes(intake.take(one(6_000, NOW, HR=80), NOW)) == []


def test_a_resend_is_taken_again(intake: Intake) -> None:
    intake.take(one(1, NOW, HR=80), NOW)
    intake.take(one(2, NOW + 1, HR=80), NOW)
    again = intake.take(one(1, NOW, HR=80), NOW)
    assert again.store
    assert codes(again) == []


def test_the_time_of_a_spot_value_is_corrected_as_its_instant_is() -> None:
    intake = Intake(DeviceClock.of([ClockSegment(0, EVER, 60_000)]))
    message = one(1, NOW + 60_000, Temp=Detailed(37.0, t=NOW + 50_000))
    instant = intake.take(message, NOW).instants[0]
    assert (instant.at, instant.values["Temp"].measured) == (NOW, NOW - 10_000)


class TestDroppedAndRewound:
    def test_nothing_is_stored_from_the_dropped_message_on_until_it_comes_again(self, intake: Intake) -> None:
        assert intake.take(one(1, NOW, HR=80), NOW).store
        assert intake.take(one(2, NOW + 1, HR=80), NOW).store
        intake.dropped(2)
        assert not intake.take(one(3, NOW + 2, HR=80), NOW).store
        assert intake.recovered() == Rewind(2)
        assert intake.recovered() is None
        assert not intake.take(one(4, NOW + 3, HR=80), NOW).store
        again = intake.take(one(2, NOW + 1, HR=80), NOW)
        assert again.store
        assert codes(again) == []
        assert intake.take(one(3, NOW + 2, HR=80), NOW).store

    def test_the_live_picture_goes_on_meanwhile(self, intake: Intake) -> None:
        intake.dropped(1)
        taken = intake.take(one(1, NOW, HR=80), NOW)
        assert taken.instants[0].values["HR"].number == 80

    def test_a_gap_over_the_dropped_message_is_an_answer(self, intake: Intake) -> None:
        intake.take(one(1, NOW, HR=80), NOW)
        intake.dropped(1)
        intake.recovered()
        assert intake.take_gap(Gap(1, 4, NOW, NOW + 4))
        assert codes(intake.take(one(5, NOW + 5, HR=80), NOW)) == []

    def test_a_gap_further_on_is_none(self, intake: Intake) -> None:
        intake.dropped(1)
        intake.recovered()
        assert not intake.take_gap(Gap(2, 4, NOW, NOW + 4))

    def test_an_earlier_drop_asks_again(self, intake: Intake) -> None:
        intake.dropped(5)
        intake.recovered()
        intake.dropped(3)
        assert intake.recovered() == Rewind(3)
        assert not intake.take(one(5, NOW, HR=80), NOW).store
        assert intake.take(one(3, NOW, HR=80), NOW).store

    def test_never_acknowledges_past_a_drop(self, intake: Intake) -> None:
        intake.dropped(5)
        assert intake.committed(7) == Ack(4)

    def test_acknowledges_again_what_came_again(self, intake: Intake) -> None:
        assert intake.committed(9) == Ack(9)
        assert intake.committed(3) == Ack(9)


class TestHeldForTheClock:
    def test_nothing_is_stored_under_a_clock_that_is_not(self, intake: Intake) -> None:
        segment = intake.clock.observe(1, NOW, NOW)
        taken = intake.take(one(1, NOW, clock=1, HR=80), NOW)
        assert not taken.store
        assert taken.instants
        assert segment is not None
        intake.clock.adopt(segment)
        assert intake.recovered() == Rewind(1)
        assert intake.take(one(1, NOW, clock=1, HR=80), NOW).store

    def test_a_gap_waits_as_well(self, intake: Intake) -> None:
        segment = intake.clock.observe(1, NOW, NOW)
        assert not intake.take_gap(Gap(1, 2, NOW, NOW, clock=1))
        assert segment is not None
        intake.clock.adopt(segment)
        assert intake.recovered() == Rewind(1)
        assert intake.take_gap(Gap(1, 2, NOW, NOW, clock=1))

    def test_only_what_a_pending_correction_changes_is_held(self, intake: Intake) -> None:
        segment = None
        for second in range(3):
            segment = intake.clock.observe(0, NOW + second * 1000 + 4_000, NOW + second * 1000)
        assert segment is not None
        later = segment.begins - segment.offset
        assert intake.take(one(1, segment.begins - 2, HR=80), later).store
        assert not intake.take(one(2, segment.begins, HR=80), later).store
        intake.clock.adopt(segment)
        assert intake.recovered() == Rewind(2)
        assert intake.take(one(2, segment.begins, HR=80), later).store

    def test_the_stretch_that_a_jump_leaves_out_is_refused(self, intake: Intake) -> None:
        segment = ClockSegment(0, NOW, 3_600_000)
        intake.clock.adopt(segment)
        taken = intake.take(one(1, NOW - 1, HR=80), NOW)
        assert codes(taken) == ["time.in_future"]

    def test_what_was_measured_under_a_number_never_announced_is_refused(self, intake: Intake) -> None:
        taken = intake.take(one(1, NOW, clock=5, HR=80), NOW)
        assert codes(taken) == ["time.unknown_clock"]
        assert taken.store

    def test_a_right_clock_behind_a_congested_link_loses_nothing(self, intake: Intake) -> None:
        # Every message waits half a minute in the line, for minutes; then the line is free.
        at, seq = NOW, 0
        for delay, messages in ((30_000, 300), (0, 60)):
            for _ in range(messages):
                at, seq = at + 1_000, seq + 1
                segment = intake.clock.observe(0, at, at + delay)
                assert segment is None
                taken = intake.take(one(seq, at, HR=80), at + delay)
                assert taken.store
                assert codes(taken) == []
                assert [instant.at for instant in taken.instants] == [at]
