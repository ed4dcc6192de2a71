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
        ("HR", Limits(50, 120), (36.0, 134.0)),
        ("SpO2", Limits(low=88), (85.4, 103.6)),
        ("RR", Limits(high=28), (-5.6, 33.6)),
        ("RR", Limits(12, 12), (11.0, 13.0)),
    ],
)
def test_the_height_spans_the_limits_and_a_fifth_beyond(name, limits, scale):
    assert scale_of(name, limits) == pytest.approx(scale)


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
    trace.put(NOW, 90.0)
    layer.advance(lanes, {"HR": trace}, NOW)
    assert layer.dots["HR"].y() == 15.0
    trace.put(NOW + 1_000, None)
    layer.advance(lanes, {"HR": trace}, NOW + 1_000)
    assert layer.dots == {}
    trace.put(NOW + 2_000, 150.0)
    layer.advance(lanes, {"HR": trace}, NOW + 2_000)
    assert layer.dots["HR"].y() == 0.0
    layer.advance(lanes, {"HR": trace}, NOW + SWEEP_MS + 10_000)
    assert layer.dots == {}
