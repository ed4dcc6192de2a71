"""No number is shown as live that is not (guarantee 4), and late is not live (guarantee 3)."""

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from clinic_console.desktop.state.clock import Moment
from clinic_console.desktop.state.readings import (
    MAX_BEDS,
    TRACE_SLOTS,
    TRACE_STEP_MS,
    Freshness,
    Readings,
    Trace,
)
from clinic_console.domain.readings import FRESH_MS, Validity
from clinic_console.wire.devices import Standby
from clinic_console.wire.readings import LiveBed, LiveStatus, LiveValue

NOW = 1_700_000_000_000
MINUTE = 60_000


def live(*values: LiveValue, bed: str = "b", device: int = 1, received: int = NOW) -> LiveBed:
    return LiveBed(bed, device, received, True, list(values))


def value(name: str = "HR", number: float | None = 80.0, validity: int = 0, at: int = NOW, **more) -> LiveValue:
    return LiveValue(name, number, validity, at, more.pop("received", at), **more)


def fresh(readings: Readings, name: str, moment: Moment, bed: str = "b") -> Freshness:
    return readings.freshness(name, readings.beds[bed].values.get(name), moment)


def test_a_value_is_live_for_five_seconds(moment):
    readings = Readings()
    readings.take(live(value()), 1_000.0)
    assert fresh(readings, "HR", moment(0)) is Freshness.LIVE
    assert fresh(readings, "HR", moment(5.0)) is Freshness.LIVE
    assert fresh(readings, "HR", moment(5.01)) is Freshness.STALE
    assert fresh(readings, "SpO2", moment(0)) is Freshness.ABSENT


def test_one_parameter_goes_stale_while_another_lives(moment):
    readings = Readings()
    readings.take(live(value(), value("SpO2", 97.0)), 1_000.0)
    readings.take(live(value(at=NOW + 6_000)), 1_006.0)
    assert fresh(readings, "HR", moment(6)) is Freshness.LIVE
    assert fresh(readings, "SpO2", moment(6)) is Freshness.STALE
    assert readings.beds["b"].values["SpO2"].number == 97.0


def test_a_null_clears_the_number_at_once(moment):
    readings = Readings()
    readings.take(live(value()), 1_000.0)
    readings.take(live(value(number=None, validity=2, at=NOW + 100)), 1_000.1)
    assert readings.beds["b"].values["HR"].number is None
    assert readings.beds["b"].values["HR"].validity is Validity.SEARCHING
    assert fresh(readings, "HR", moment(0.1)) is Freshness.INVALID


def test_a_value_said_again_goes_on_ageing(moment):
    readings = Readings()
    for second in range(8):
        readings.take(live(value()), 1_000.0 + second)
    # The hub's clock stands still here: only ours says how long nothing new has come.
    assert fresh(readings, "HR", Moment(1_007.0, NOW)) is Freshness.STALE


def test_a_late_or_older_value_changes_nothing():
    readings = Readings()
    readings.take(live(value()), 1_000.0)
    readings.take(live(value(number=50.0, at=NOW - 1, received=NOW + 500)), 1_000.5)
    readings.take(live(value(number=40.0, at=NOW + 1, received=NOW + 20_000)), 1_020.0)
    assert readings.beds["b"].values["HR"].number == 80.0


def test_spot_values_turn_grey_and_vanish_by_their_own_time():
    readings = Readings({"NIBP": (15 * MINUTE, 60 * MINUTE)})
    readings.take(live(value("NIBP.sys", 120.0, measured=NOW - 14 * MINUTE)), 1_000.0)
    at = lambda minutes: Moment(1_000.0, NOW + minutes * MINUTE)  # noqa: E731 - reads as a time of day
    assert fresh(readings, "NIBP.sys", at(0)) is Freshness.LIVE
    assert fresh(readings, "NIBP.sys", at(2)) is Freshness.AGED
    assert fresh(readings, "NIBP.sys", at(47)) is Freshness.ABSENT


def test_a_spot_value_is_cleared_by_a_null_too(moment):
    readings = Readings()
    readings.take(live(value("Temp", 37.0)), 1_000.0)
    readings.take(live(value("Temp", None, 1, at=NOW + 10)), 1_000.0)
    assert fresh(readings, "Temp", moment(0)) is Freshness.INVALID


def test_another_monitor_leaves_nothing_of_the_one_before():
    readings = Readings()
    readings.take(live(value(), value("RR", 12.0)), 1_000.0)
    version = readings.beds["b"].version
    readings.take(live(value("SpO2", 98.0), device=2), 1_000.0)
    assert set(readings.beds["b"].values) == {"SpO2"}
    assert readings.beds["b"].version > version


def test_the_status_is_the_newest_one():
    readings = Readings()
    bed = live(value())
    bed.status = LiveStatus(standby=Standby("CT"))
    readings.take(bed, 1_000.0)
    assert readings.beds["b"].status.standby == Standby("CT")
    readings.take(live(value(at=NOW + 1)), 1_000.0)
    assert readings.beds["b"].status.standby is None


def test_beds_and_parameters_are_bounded():
    readings = Readings()
    for number in range(MAX_BEDS + 5):
        readings.take(live(value(), bed=f"b{number}"), 1_000.0)
    assert len(readings.beds) == MAX_BEDS
    readings.forget(["b0"])
    readings.take(live(*(value(f"X{n}") for n in range(200)), bed="b0"), 1_000.0)
    assert len(readings.beds["b0"].values) == 64
    readings.clear()
    assert not readings.beds


steps = st.lists(
    st.tuples(
        st.floats(0, 12),  # seconds until it comes
        st.integers(-15_000, 15_000),  # how far ingest's clock is off when it stamps
        st.one_of(st.none(), st.floats(allow_nan=True, allow_infinity=True)),
        st.integers(-3, 9),
    ),
    max_size=30,
)


@given(steps, st.integers(-(10**9), 10**9))
def test_nothing_is_live_five_seconds_after_the_last_new_word(sent, skew):
    readings, mono, newest, heard = Readings(), 0.0, None, None
    for wait, off, number, validity in sent:
        mono += wait
        received = NOW + skew + round(mono * 1_000) + off
        readings.take(live(value(number=number, validity=validity, at=received)), mono)
        if newest is None or received > newest:
            newest, heard = received, mono
    if heard is None:
        return
    reading = readings.beds["b"].values["HR"]
    after = Moment(heard + FRESH_MS / 1_000 + 0.01, NOW + skew)
    assert readings.freshness("HR", reading, after) is Freshness.STALE
    # Only a valid, finite number ever stands there.
    assert reading.number is None or (math.isfinite(reading.number) and reading.validity is Validity.VALID)


@given(st.lists(st.tuples(st.integers(1, 9_000), st.one_of(st.none(), st.floats(0, 300, width=32))), max_size=80))
def test_the_trace_is_the_newest_value_of_each_slot_of_the_last_two_minutes(sent):
    trace, at, expected = Trace(), NOW, {}
    for later, number in sent:
        at += later
        trace.put(at, number)
        expected[at // TRACE_STEP_MS] = math.nan if number is None else number
    kept = {s: n for s, n in expected.items() if s > trace.last - TRACE_SLOTS}
    stamps, numbers = trace.since(-(2**61))
    assert stamps.tolist() == sorted(kept)
    np.testing.assert_allclose(numbers, [kept[s] for s in sorted(kept)], rtol=1e-6)
    half = sorted(kept)[len(kept) // 2 :]
    assert trace.since(half[0])[0].tolist() == half if half else not len(stamps)


@given(st.integers(-(2**63), 2**64 - 1), st.integers(-(2**63), 2**64 - 1), st.integers(-(2**63), 2**64 - 1))
def test_times_beyond_all_sense_break_nothing(at, received, measured):
    readings = Readings()
    readings.take(live(value(at=at, received=received, measured=measured), received=received), 1_000.0)
    readings.take(live(value("NIBP.sys", at=at, received=received, measured=measured)), 1_000.0)
    for name, reading in readings.beds["b"].values.items():
        assert readings.freshness(name, reading, Moment(1_006.0, NOW)) is not None
        if name == "HR":
            assert readings.freshness(name, reading, Moment(1_006.0, NOW)) is Freshness.STALE
