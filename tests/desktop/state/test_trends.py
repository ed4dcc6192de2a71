"""A trend loses no peak, bridges no gap, asks one thing at a time, and never mixes two patients."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_console.desktop.state.clock import Moment
from clinic_console.desktop.state.readings import Readings
from clinic_console.desktop.state.trends import (
    DEBOUNCE_SECONDS,
    MOST_GAPS,
    MOST_POINTS,
    MOST_STEPS,
    NARROWEST_MS,
    NOBODY,
    REFRESH_SECONDS,
    RETRY_SECONDS,
    SPANS_MS,
    Answer,
    Lost,
    Occupant,
    Trends,
    answer_of,
)
from clinic_console.desktop.state.trends_curves import TAIL_POINTS, Tail, curve_of, join_of, joined
from clinic_console.domain.errors import HubUnavailable
from clinic_console.domain.readings import FRESH_MS
from clinic_console.wire.readings import History, HistoryGap, LiveBed, LiveValue, Point, Series

NOW = 1_700_000_000_000
TANAKA, SATO = Occupant("p1", 1), Occupant("p2", 1)
HOUR = 3_600_000


def at(seconds: float = 0.0) -> Moment:
    return Moment(1_000.0 + seconds, NOW + round(seconds * 1_000))


def say(trends: Trends, time: int, **numbers: float | None) -> None:
    readings = Readings()
    values = [LiveValue(name, number, 0 if number is not None else 1, time, time) for name, number in numbers.items()]
    readings.take(LiveBed("b1", 1, time, True, values), 0.0)
    trends.live(readings.beds["b1"])


def points(first: int, *numbers: float, step: int = 1_000) -> list[Point]:
    return [Point(first + n * step, first + n * step, x, x, x) for n, x in enumerate(numbers)]


def history(**series: list[Point]) -> History:
    return History("b1", 0, NOW, 1_000, [Series(name, "", found) for name, found in series.items()], [])


@pytest.fixture
def trends() -> Trends:
    made = Trends()
    made.open("b1", TANAKA, at())
    return made


def load(trends: Trends, moment: Moment, **series: list[Point]) -> None:
    request = trends.due(moment)
    assert request is not None
    trends.begin(request)
    assert trends.take(request, answer_of(history(**series)), moment.mono)


# Curves

STEPS = st.lists(
    st.tuples(st.sampled_from([200, 1_000, 4_999, 5_000, 5_001, 60_000]), st.integers(0, 300)),
    min_size=1,
    max_size=60,
)


def told(steps, start: int = NOW) -> list[tuple[int, float]]:
    samples, time = [], start
    for wait, number in steps:
        time += wait
        samples.append((time, float(number)))
    return samples


@given(STEPS, st.integers(1, 40))
def test_no_peak_is_lost_and_no_gap_bridged_however_often_it_is_thinned(steps, again):
    tail, samples = Tail(FRESH_MS), told(steps * again)
    for time, number in samples:
        tail.put(time, number)
    curve = tail.curve()
    assert len(curve) <= TAIL_POINTS
    kept = [(time, number) for time, number in samples if time >= curve.first[0]]
    if len(kept) < len(samples):
        # Something was let go of: only where values stood so far apart that nothing can be summed up.
        assert len(curve) == TAIL_POINTS
    assert curve.high.max() == max(number for _, number in kept)
    assert curve.low.min() == min(number for _, number in kept)
    for first, last, low, high in zip(curve.first, curve.last, curve.low, curve.high, strict=True):
        inside = [time for time, _ in kept if first <= time <= last]
        numbers = [number for time, number in kept if first <= time <= last]
        assert (low, high) == (min(numbers), max(numbers))
        assert all(later - earlier <= FRESH_MS for earlier, later in pairwise(inside))


@given(STEPS, STEPS, st.integers(-100_000, 100_000))
def test_history_and_tail_together_lose_no_peak_and_bridge_no_gap(old, new, shift):
    past, tail = told(old), Tail(FRESH_MS)
    fresh = told(new, start=past[-1][0] + shift)
    for time, number in fresh:
        tail.put(time, number)
    known = curve_of([(time, time, x, x, x, False) for time, x in past])
    merged = joined(known, tail.curve())
    rest = [(time, number) for time, number in fresh if time > past[-1][0]]
    assert merged.high.max() == max(number for _, number in past + rest)
    assert merged.low.min() == min(number for _, number in past + rest)
    assert (np.diff(merged.first) >= 0).all()
    times = [time for time, _ in past + rest]
    breaks = sum(later - earlier > FRESH_MS for earlier, later in pairwise(times))
    assert len(merged.stretches(FRESH_MS)) == breaks + 1


def test_what_straddles_the_end_of_history_keeps_its_extremes_behind_it():
    known = curve_of([(0, 1_000, 60.0, 61.0, 60.5, False)])
    merged = joined(known, curve_of([(500, 3_000, 40.0, 190.0, 80.0, False)]))
    assert merged.first.tolist() == [0, 1_000]
    assert (merged.low.min(), merged.high.max()) == (40.0, 190.0)


def test_the_nearest_point_is_found_within_reach_only():
    curve = curve_of([(0, 1_000, 1, 1, 1, False), (10_000, 11_000, 2, 2, 2, False)])
    assert curve.nearest(500, 0) == 0
    assert curve.nearest(9_000, 2_000) == 1
    assert curve.nearest(5_500, 2_000) is None
    assert curve_of([]).nearest(0, 10) is None


def test_a_line_breaks_where_the_number_would_be_struck():
    assert join_of("HR") == FRESH_MS < join_of("Temp")


# The hub's answer


def test_what_cannot_be_true_is_left_out():
    good = Point(NOW, NOW + 500, 60.0, 90.0, 75.0, late=True)
    bad = [
        Point(NOW, NOW, float("nan"), 1.0, 1.0),
        Point(NOW, NOW, 60.0, float("inf"), 70.0),
        Point(NOW + 2, NOW + 1, 60.0, 60.0, 60.0),
        Point(-5, NOW, 60.0, 60.0, 60.0),
        Point(NOW, NOW, 90.0, 60.0, 75.0),
        Point(NOW, NOW, 60.0, 900.0, 75.0),
    ]
    found = answer_of(history(HR=[*bad, good], RR=bad[:1]))
    assert set(found.curves) == {"HR"}
    assert found.curves["HR"].mean.tolist() == [75.0]
    assert found.curves["HR"].late.tolist() == [True]


def test_an_answer_is_bounded_and_in_order():
    many = points(NOW, *range(MOST_POINTS + 10))
    gaps = [HistoryGap(n, n + 1, "x" * 200) for n in range(MOST_GAPS + 5, 0, -1)] + [HistoryGap(9, 9, "")]
    found = answer_of(History("b1", 0, NOW, 1.0, [Series("X", "", many[::-1])], gaps))
    assert len(found.curves["X"]) == MOST_POINTS
    assert (np.diff(found.curves["X"].first) > 0).all()
    assert len(found.lost) == MOST_GAPS
    assert found.lost[0] == Lost(1, 2, "x" * 60)


# Questions


@pytest.mark.parametrize("span", SPANS_MS)
def test_a_span_is_asked_for_in_round_steps_within_the_hubs_bounds(trends, span):
    trends.choose(span, at())
    request = trends.due(at(0.4))
    assert request.ends - request.begins == span
    assert request.begins <= at(0.4).hub - span + request.step
    assert request.points <= MOST_STEPS < MOST_POINTS
    assert request.begins % request.step == 0


def test_only_one_question_is_on_its_way(trends):
    request = trends.due(at())
    trends.begin(request)
    assert trends.due(at(300)) is None
    trends.given_up(request)
    assert trends.due(at(300)) is not None


def test_it_asks_again_each_minute_and_at_once_when_told(trends):
    load(trends, at(), HR=points(NOW - 3_000, 70, 71))
    assert trends.due(at(REFRESH_SECONDS - 1)) is None
    assert trends.due(at(REFRESH_SECONDS)) is not None
    trends.again()
    assert trends.due(at(1)) is not None


def test_a_failure_is_kept_and_tried_again_later(trends):
    request = trends.due(at())
    trends.begin(request)
    trends.failed(request, HubUnavailable("away"), at().mono)
    assert isinstance(trends.problem, HubUnavailable)
    assert trends.due(at(RETRY_SECONDS - 1)) is None
    trends.again()
    load(trends, at(2), HR=points(NOW, 70))
    assert trends.problem is None


def test_an_answer_to_an_older_question_changes_nothing(trends):
    old = trends.due(at())
    trends.begin(old)
    trends.choose(SPANS_MS[0], at(1))
    assert not trends.take(old, answer_of(history(HR=points(NOW, 70))), 0.0)
    trends.failed(old, HubUnavailable(), 0.0)
    assert not trends.loaded
    assert trends.problem is None


def test_a_smaller_span_shows_what_is_known_until_more_is(trends):
    load(trends, at(), HR=points(NOW - 20_000, 70, 71, 72))
    trends.choose(SPANS_MS[0], at(1))
    assert trends.loaded
    assert trends.due(at(1)).ends - trends.due(at(1)).begins == SPANS_MS[0]
    trends.choose(SPANS_MS[3], at(1))
    assert not trends.loaded


def test_a_zoom_asks_for_more_detail_once_it_rests(trends):
    load(trends, at(), HR=points(NOW - 20_000, 70, 71, 72))
    trends.look_at(NOW - HOUR, NOW - HOUR // 2, at(1))
    assert trends.due(at(1 + DEBOUNCE_SECONDS / 2)) is None
    request = trends.due(at(1.1 + DEBOUNCE_SECONDS))
    assert request.detail
    assert request.begins < NOW - HOUR < NOW - HOUR // 2 < request.ends
    assert request.step < 30_000
    trends.begin(request)
    fine = points(NOW - HOUR, *range(60, 90))
    assert trends.take(request, answer_of(history(HR=fine)), at(2).mono)
    assert trends.step == request.step
    assert len(trends.curve("HR")) == 30 + 3
    assert trends.due(at(3)) is None


def test_a_zoom_is_neither_too_narrow_nor_outside(trends):
    trends.look_at(NOW - 5_000, NOW - 4_000, at())
    assert trends.zoom == (NOW - NARROWEST_MS, NOW)
    trends.look_at(NOW - 10 * trends.span, NOW - 8 * trends.span, at())
    assert trends.zoom is None
    trends.look_at(NOW + 50 * HOUR, NOW + 51 * HOUR, at())
    assert trends.window(at()) == (NOW - HOUR, NOW)


# The live tail and whose it is


def test_the_live_edge_grows_without_asking(trends):
    load(trends, at(), HR=points(NOW - 3_000, 70, 71, 72))
    say(trends, NOW - 1_000, HR=99)
    say(trends, NOW + 1_000, HR=80, SpO2=None)
    say(trends, NOW + 1_000, HR=80, SpO2=None)
    assert trends.curve("HR").mean.tolist() == [70, 71, 72, 80]
    assert trends.names == ("HR",)


def test_history_takes_the_place_of_the_tail(trends):
    say(trends, NOW + 1_000, HR=80)
    say(trends, NOW + 2_000, HR=90)
    load(trends, at(3), HR=points(NOW + 1_000, 80))
    assert trends.curve("HR").mean.tolist() == [80, 90]
    assert trends.curve("RR").mean.tolist() == []


def test_another_patient_finds_nothing_of_the_one_before(trends):
    load(trends, at(), HR=points(NOW - 3_000, 70, 71, 72))
    say(trends, NOW + 1_000, HR=180)
    trends.open("b1", SATO, at(10))
    assert trends.names == ()
    assert not trends.loaded
    say(trends, NOW + 9_000, HR=180)
    load(trends, at(11), HR=points(NOW + 8_000, 70, 71, 72, 73))
    assert trends.curve("HR").first.tolist() == [NOW + 10_000, NOW + 11_000]
    assert trends.known_from == NOW + 10_000


def test_the_first_patients_data_do_not_come_back_with_the_bed(trends):
    trends.open("b1", SATO, at(10))
    trends.open("b2", TANAKA, at(20))
    assert trends.since == 0
    trends.open("b1", SATO, at(30))
    assert trends.since == NOW + 10_000


def test_another_monitor_clears_and_keeps_whose_the_bed_is(trends):
    say(trends, NOW + 1_000, HR=80)
    trends.open("b1", Occupant("p1", 2), at(10))
    assert trends.names == ()
    assert trends.since == 0


def test_nothing_stays_after_signing_out(trends):
    load(trends, at(), HR=points(NOW - 3_000, 70))
    say(trends, NOW + 1_000, HR=80)
    trends.choose(SPANS_MS[0], at())
    trends.clear()
    assert (trends.bed, trends.occupant, trends.names, trends.lost) == (None, NOBODY, (), ())
    assert trends.due(at(100)) is None
    assert trends.span == SPANS_MS[2]
    say(trends, NOW + 2_000, HR=80)
    assert trends.names == ()


def test_what_was_lost_before_this_patient_is_not_shown(trends):
    trends.open("b1", SATO, at(10))
    request = trends.due(at(11))
    trends.begin(request)
    lost = (Lost(NOW, NOW + 1_000, "old"), Lost(NOW + 9_000, NOW + 12_000, "new"))
    trends.take(request, Answer({}, lost), 0.0)
    assert trends.lost == lost[1:]


def test_the_hub_knows_since_when_the_bed_is_this_patients(trends):
    request = trends.due(at())
    trends.begin(request)
    curve = curve_of(
        [(NOW - 9_000, NOW - 8_000, 60, 61, 60.5, False), (NOW - 3_000, NOW - 2_000, 70, 71, 70.5, False)]
    )
    trends.take(request, Answer({"HR": curve}, (), NOW - 5_000), 0.0)
    assert trends.since == NOW - 5_000
    assert trends.known_from == max(NOW - 5_000, request.begins)
    assert list(trends.curve("HR").low) == [70]
