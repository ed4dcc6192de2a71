"""The chart that is open: what it takes in, what closes it, and what stays of the one before."""

from datetime import date

import pytest

from clinic_console.desktop.state.chart import (
    Change,
    Chart,
    ChartState,
    Confirmation,
    Look,
    Version,
    Visit,
    edits_of,
)
from clinic_console.domain.errors import GlassNeeded, HubUnavailable, NotAllowed, NotFound

CHART = Chart("p1", "AB-1", "田中 由紀", "Tanaka Yuki", date(1958, 3, 4), "F")
VISIT = Visit("v1", "c1", "ambulatory", 1_000, None, "", "Check-up", "", "")


def opened(**fields) -> ChartState:
    state = ChartState()
    state.want("p1")
    state.take(Chart("p1", "AB-1", "田中 由紀", "Tanaka Yuki", None, "F", **fields), 10.0)
    return state


def filled(state: ChartState) -> ChartState:
    ask = state.visits.begin()
    state.visits.take(ask, [VISIT], None, 10.0)
    return state


def test_a_chart_that_is_wanted_no_more_is_passed_over():
    state = ChartState()
    state.want("p2")
    state.take(CHART, 10.0)
    assert state.chart is None
    state.failed("p1", NotFound())
    assert state.problem is None


def test_another_chart_begins_with_nothing_of_the_one_before():
    state = filled(opened())
    state.want("p2")
    assert (state.chart, state.had, state.visits.rows, state.visits.wanted) == (None, None, (), True)


def test_the_same_chart_asked_for_again_keeps_what_its_tabs_have():
    state = filled(opened())
    state.want("p1")
    assert state.visits.rows == (VISIT,)


@pytest.mark.parametrize("problem", [NotFound(), NotAllowed(), GlassNeeded()])
def test_what_the_hub_refuses_is_shown_no_longer(problem):
    state = filled(opened())
    state.failed("p1", problem)
    assert (state.chart, state.problem, state.visits.rows) == (None, problem, ())


def test_a_hub_that_is_away_takes_nothing_away():
    state = filled(opened())
    state.failed("p1", HubUnavailable())
    assert state.chart is not None
    assert state.visits.rows == (VISIT,)


def test_a_mark_closes_the_chart_but_not_one_behind_broken_glass():
    state = filled(opened())
    state.marked("p1", "vip")
    assert (state.chart, type(state.problem), state.visits.rows) == (None, GlassNeeded, ())
    state = opened(glass_until=9_000)
    state.marked("p1", "vip")
    assert state.chart is not None
    assert state.chart.restriction == "vip"
    state.marked("p1", "")
    assert state.chart.restriction == ""


def test_broken_glass_expires_and_is_mended():
    state = opened(glass_until=9_000)
    state.expire(8_999)
    assert state.chart is not None
    state.expire(9_000)
    assert (state.chart, type(state.problem)) == (None, GlassNeeded)
    state = opened(glass_until=9_000)
    state.mended("p2")
    assert state.chart is not None
    state.mended("p1")
    assert state.chart is None
    state = opened()
    state.mended("p1")
    state.expire(9_000_000)
    assert state.chart is not None, "a chart that is open by right"


def test_a_confirmation_joins_its_own_chart_only():
    state, confirmation = opened(), Confirmation(("name", "born"), "N. Sato", 1)
    state.confirmed("p2", confirmation)
    assert state.chart.confirmed is None
    state.confirmed("p1", confirmation)
    assert state.chart.confirmed == confirmation


def test_a_newer_version_has_the_changes_asked_for_again():
    state = opened()
    ask = state.history.begin()
    state.history.take(ask, edits_of([Version(1, 5, "N. Sato", ())]), None, 10.0)
    assert not state.history.wanted
    state.take(CHART, 11.0)
    assert not state.history.wanted
    state.take(Chart("p1", "AB-1", "田中", "", None, "F", version=2), 12.0)
    assert state.history.wanted


def test_no_clock_asks_again_for_what_is_recorded():
    state = filled(opened())
    state.visits.refresh(quiet=True)
    assert not state.visits.wanted
    state.visits.refresh()
    assert state.visits.wanted


def test_each_field_of_a_version_is_a_line():
    name, born = Change("name", ("a",), ("b",)), Change("born", (), ("1958-03-04",))
    two, none = Version(2, 9, "N. Sato", (name, born)), Version(1, 5, "M. Ito", ())
    edits = edits_of([two, none])
    assert [(edit.id, edit.change) for edit in edits] == [("2.0", name), ("2.1", born), ("1.0", None)]


def test_two_looks_that_are_alike_are_one_line():
    state = opened()
    look = Look(5, "N. Sato", "patient.opened", "Kita")
    ask = state.looks.begin()
    state.looks.take(ask, [look, look, Look(6, "N. Sato", "patient.opened", "Kita")], None, 10.0)
    assert len(state.looks.rows) == 2


def test_who_leaves_leaves_nothing():
    state = filled(opened())
    state.clear()
    assert (state.wanted, state.chart, state.visits.rows) == ("", None, ())
    before = state.version
    state.leave()
    assert state.version == before
