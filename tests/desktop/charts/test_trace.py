"""What a trace's height spans, and when its sweep has something to paint."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor

from clinic_console.desktop.charts.trace import SCALES, SWEEP_MS, Lane, TraceLayer, scale_of
from clinic_console.desktop.state.readings import Trace
from clinic_console.domain.alarms import Limits

NOW = 1_700_000_000_000
GREEN, RED = QColor("#00ff00"), QColor("#ff0000")


@pytest.mark.parametrize(
    ("name", "limits", "scale"),
    [
        ("HR", None, SCALES["HR"]),
        ("HR", Limits(), SCALES["HR"]),
        ("HR", Limits(50, 120), (20.0, 150.0)),
        ("HR", Limits(20, 240), (-2.0, 284.0)),
        ("SpO2", Limits(low=88), (80.0, 102.3)),
        ("RR", Limits(high=28), (-2.8, 38.0)),
        ("RR", Limits(12, 12), (2.0, 22.0)),
    ],
)
def test_the_height_spans_the_limits_and_what_an_alarm_is_usually_about(name, limits, scale):
    assert scale_of(name, limits) == pytest.approx(scale)


@pytest.mark.parametrize(
    ("name", "limits", "numbers"),
    [
        ("HR", Limits(50, 120), (36.0, 42.0, 128.0, 144.0)),
        ("PR", Limits(50, 120), (36.0, 144.0)),
        ("HR", None, (38.0, 160.0)),
        ("SpO2", Limits(88, 100), (84.0, 81.0)),
        ("SpO2", Limits(low=90), (84.0, 100.0)),
        ("SpO2", None, (80.0, 100.0)),
        ("RR", Limits(8, 28), (0.0, 4.0, 34.0)),
        ("RR", None, (4.0, 42.0)),
    ],
)
def test_what_an_alarm_is_usually_about_is_no_flat_line_at_the_edge(name, limits, numbers):
    lane = Lane(name, 0.0, 40.0, GREEN, limits)
    for number in numbers:
        assert 0.9 <= lane.y(number) <= 39.1
    for limit in filter(None, (limits.low, limits.high) if limits else ()):
        assert 2.0 <= lane.y(limit) <= 38.0


@given(st.floats(-1e6, 1e6), st.sampled_from(sorted(SCALES)))
def test_a_number_never_leaves_its_lane(number, name):
    assert 10.0 <= Lane(name, 10.0, 30.0, GREEN).y(number) <= 40.0


def test_only_beyond_a_limit_and_with_an_alarm_the_colour_changes():
    lane = Lane("HR", 0, 10, GREEN, Limits(50, 120), RED)
    assert [lane.alarming(number) for number in (49.0, 50.0, 120.0, 121.0)] == [True, False, False, True]
    assert not Lane("HR", 0, 10, GREEN, Limits(50, 120)).alarming(200.0)
    assert not Lane("HR", 0, 10, GREEN, None, RED).alarming(200.0)


def test_the_sweep_is_due_once_for_each_column_of_pixels(qapp):
    layer, lanes, traces = TraceLayer(120, 30, 1.0), (Lane("HR", 0, 30, GREEN),), {"HR": Trace()}
    assert not layer.due(NOW)
    assert layer.advance(lanes, traces, NOW)
    moved = sum(layer.advance(lanes, traces, NOW + ms) for ms in range(33, SWEEP_MS // 4, 33))
    assert moved == 120 // 4 or moved == 120 // 4 - 1
    assert not layer.advance(lanes, traces, NOW + SWEEP_MS // 4 - 33)


def test_the_dot_stands_at_the_newest_number_and_goes_with_it(qapp):
    trace = Trace()
    layer, lanes = TraceLayer(120, 30, 1.0), (Lane("HR", 0, 30, GREEN),)
    trace.put(NOW, 100.0)
    layer.advance(lanes, {"HR": trace}, NOW)
    assert layer.dots["HR"].y() == 15.0
    trace.put(NOW + 1_000, None)
    layer.advance(lanes, {"HR": trace}, NOW + 1_000)
    assert layer.dots == {}
    trace.put(NOW + 2_000, 170.0)
    layer.advance(lanes, {"HR": trace}, NOW + 2_000)
    assert layer.dots["HR"].y() == 0.0
    layer.advance(lanes, {"HR": trace}, NOW + SWEEP_MS + 10_000)
    assert layer.dots == {}
