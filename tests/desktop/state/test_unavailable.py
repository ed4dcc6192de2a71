"""The plan for an absence: what stays of what was decided by hand, what goes together, what it comes to."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_console.desktop.state.booking_slot import Offer
from clinic_console.desktop.state.hours_exceptions import AwayDraft
from clinic_console.desktop.state.schedule_columns import Card, VisitKind
from clinic_console.desktop.state.unavailable import (
    Away,
    Choice,
    Draft,
    Plan,
    Row,
    UnavailableState,
    clashes,
    nearest,
    sum_of,
    to_look_at,
)
from clinic_console.domain.errors import BadField, TimeGap
from clinic_console.domain.schedule import VisitType
from clinic_console.domain.unavailable import Action

CLINIC = "0192f0c5-0000-7000-8000-000000000001"
MINUTE = 60_000
HOUR = 60 * MINUTE
NINE = 1_700_038_800_000
AWAY = Away(CLINIC, 1, NINE, NINE + 8 * HOUR)


def offer(begins: int, practitioner: int = 2) -> Offer:
    return Offer(practitioner, CLINIC, begins, begins + 20 * MINUTE, "Dr Novák", "UTC")


def row(number: int, *, later: int = HOUR, practitioner: int = 2, version: int = 1, kind: int = 1) -> Row:
    begins = NINE + number * 30 * MINUTE
    card = Card(str(number), begins, begins + 20 * MINUTE, CLINIC, 1, kind, version=version)
    return Row(card, Action.MOVE, offer(begins + later, practitioner), ("same_day",))


def planned(*rows: Row, away: Away = AWAY) -> UnavailableState:
    state = UnavailableState()
    state.asking(away)
    assert state.take(Plan(away, NINE, rows))
    return state


def test_a_draft_is_complete_once_it_is_known_who_and_when():
    when = AwayDraft(CLINIC, 0, first=date(2026, 11, 23), first_time=780, last_time=1_080)
    assert Draft(when).away("Europe/Berlin") is None
    away = Draft(replace(when, practitioner=3), 7).away("Europe/Berlin")
    assert away is not None
    assert (away.practitioner, away.days, away.ends - away.begins) == (3, 7, 5 * HOUR)
    closed = Draft(replace(when, kind="closed", practitioner=3)).away("Europe/Berlin")
    assert closed is not None
    assert closed.practitioner == 0


def test_times_that_cannot_be_are_refused_and_those_that_come_twice_are_taken_whole():
    autumn = AwayDraft(CLINIC, 1, first=date(2026, 10, 25), first_time=150, last_time=150)
    away = Draft(autumn).away("Europe/Berlin")
    assert away is not None
    assert away.ends - away.begins == HOUR
    with pytest.raises(TimeGap):
        Draft(replace(autumn, first=date(2026, 3, 29), last_time=600)).away("Europe/Berlin")
    with pytest.raises(BadField):
        Draft(replace(autumn, last_time=60)).away("Europe/Berlin")


def test_an_answer_to_another_question_is_passed_over():
    state = planned(row(0))
    other = replace(AWAY, ends=AWAY.ends + HOUR)
    state.asking(other)
    assert not state.take(Plan(AWAY, NINE, (row(1),)))
    assert state.plan is not None
    assert [each.id for each in state.plan.rows] == ["0"]
    state.failed(AWAY, BadField())
    assert (state.asked, state.problem) == (other, None)


def test_leaving_out_is_taken_back_to_what_was_chosen_before():
    state = planned(row(0))
    first = state.plan.rows[0]
    state.choose(first, Action.WAITLIST)
    assert state.turn(first)
    assert state.choice(first).action is Action.LEAVE
    assert state.turn(first)
    assert state.choice(first) == Choice(Action.WAITLIST)
    state.reset(first)
    assert state.choice(first) == Choice(Action.MOVE, first.to)
    assert state.edits == {}


def test_to_choose_what_was_proposed_is_no_edit():
    state = planned(row(0))
    first = state.plan.rows[0]
    state.choose(first, Action.CANCEL)
    state.choose(first, Action.MOVE, first.to)
    assert state.edits == {}


def test_a_visit_without_a_proposal_cannot_be_taken_in_by_itself():
    state = planned(replace(row(0), action=Action.LEAVE, to=None, look=("present",)))
    assert not state.turn(state.plan.rows[0])
    assert state.edits == {}


@pytest.mark.parametrize("other", ["changed", "gone", "taken away", "same"])
def test_a_new_plan_keeps_those_edits_that_still_fit(other):
    state = planned(row(0), row(1))
    state.choose(state.plan.rows[0], Action.MOVE, offer(NINE + 10 * HOUR, 3))
    away, rows = AWAY, (row(0), row(1))
    if other == "changed":
        rows = (row(0, version=2), row(1))
    elif other == "gone":
        rows = (row(1),)
    elif other == "taken away":
        away = replace(AWAY, practitioner=3, ends=NINE + 12 * HOUR)
    state.asking(away)
    assert state.take(Plan(away, NINE, rows))
    assert set(state.edits) == ({"0"} if other == "same" else set())


def test_two_at_one_time_are_marked_but_not_those_of_a_group():
    state = planned(row(0), row(1, later=HOUR, practitioner=2))
    second = state.plan.rows[1]
    assert clashes(state, {}) == frozenset()
    state.choose(second, Action.MOVE, state.plan.rows[0].to)
    assert clashes(state, {}) == {"0", "1"}
    group = VisitKind(1, "Group", VisitType(1, 20, 0, 0, 5, 0, 0))
    assert clashes(state, {1: group}) == frozenset()
    assert to_look_at(state, {"0", "1"}) == {"0", "1"}


def test_what_was_decided_by_hand_has_been_looked_at():
    state = planned(replace(row(0), look=("own_visit_near",)), row(1))
    assert to_look_at(state, ()) == {"0"}
    state.choose(state.plan.rows[0], Action.WAITLIST)
    assert to_look_at(state, ()) == frozenset()


def test_no_time_is_offered_twice_nor_one_that_is_taken_away():
    state = planned(row(0), row(1))
    first, second = state.plan.rows
    offers = [first.to, second.to, offer(NINE + HOUR, 1), offer(NINE + 5 * HOUR), offer(NINE + 6 * HOUR)]
    free = [each for each in offers if each.practitioner != 1]
    found = nearest(
        offers, first, state, lambda each: not AWAY.covers(each.practitioner, CLINIC, each.begins, each.ends)
    )
    assert found == (free[2], free[3])


@given(st.lists(st.tuples(st.integers(0, 72), st.sampled_from(list(Action))), max_size=30))
def test_a_plan_comes_to_what_its_rows_do(drawn):
    state = planned(*(row(n, later=hours * HOUR) for n, (hours, _) in enumerate(drawn)))
    for each, (_, action) in zip(state.plan.rows, drawn, strict=True):
        if action is not Action.MOVE:
            state.choose(each, action)
    found = sum_of(state, "UTC")
    assert found.total == len(drawn)
    assert found.moved + found.waitlist + found.left + found.cancelled == found.total
    assert found.moved == sum(action is Action.MOVE for _, action in drawn)
    assert (found.delay is None) == (found.moved == 0)


@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["turn", "reset", "waitlist", "cancel", "move"]))))
def test_turning_twice_changes_nothing(steps):
    state = planned(*(row(n) for n in range(4)))
    for place, what in steps:
        each = state.plan.rows[place]
        before = state.choice(each)
        if what == "turn":
            state.turn(each)
            state.turn(each)
            assert state.choice(each) == before
        elif what == "reset":
            state.reset(each)
        else:
            state.choose(each, Action(what), offer(NINE + 20 * HOUR) if what == "move" else None)
