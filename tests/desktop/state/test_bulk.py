"""Bulk work as one console knows it: what fits which rows, and each request told once."""

from hypothesis import given
from hypothesis import strategies as st

from clinic_console.desktop.state.bulk import BulkState, Order, Result, Row, fits, fitting, next_of, primary_of
from clinic_console.desktop.state.schedule_columns import Card
from clinic_console.domain.appointments import Identity, State
from clinic_console.domain.bulk import AMONG, MOST_ROWS, Operation, Outcome

MINUTE = 60_000
NOW = 1_700_000_000_000


@st.composite
def a_card(draw):
    """A visit in any state, around now."""
    begins = NOW + draw(st.integers(-60, 60)) * MINUTE
    return Card(
        str(draw(st.integers(0, 9_999))),
        begins,
        begins + 15 * MINUTE,
        "c",
        1,
        draw(st.integers(1, 2)),
        draw(st.sampled_from(State)),
        identity=draw(st.sampled_from(Identity)),
        walk_in=draw(st.booleans()),
    )


def card(number, state=State.BOOKED):
    return Card(str(number), NOW, NOW + 15 * MINUTE, "c", 1, 1, state, 1)


@given(st.lists(a_card(), max_size=40), st.sampled_from((0, NOW)))
def test_what_fits_is_counted_as_one_would_one_by_one(cards, now):
    counts = fitting(cards, now, lambda kind: 10 * kind)
    for operation in Operation:
        assert counts[operation] == sum(fits(operation, each, now, 10 * each.type) for each in cards)


@given(st.lists(a_card(), max_size=40))
def test_the_main_operation_leads_on_from_a_state_that_it_fits(cards):
    primary = primary_of(cards)
    if primary is None:
        assert all(next_of(each) is None for each in cards)
    else:
        assert any(each.state in AMONG[primary] for each in cards)


def test_who_came_without_a_slot_is_neither_expected_nor_missed():
    walk_in = Card("1", NOW, NOW, "c", 1, 1, State.ARRIVED, walk_in=True)
    assert not fits(Operation.EXPECTED, walk_in, NOW, 0)
    assert fits(Operation.ROOMED, walk_in, NOW, 0)


def test_one_is_missing_only_when_the_grace_is_over():
    late = card(1)
    assert not fits(Operation.NO_SHOW, late, NOW + 9 * MINUTE, 10)
    assert fits(Operation.NO_SHOW, late, NOW + 10 * MINUTE, 10)


def test_a_row_is_worked_on_once_and_told_once():
    state = BulkState()
    first = state.send("k1", "c", Order(Operation.ARRIVED), [card(1), card(2)])
    second = state.send("k2", "c", Order(Operation.ARRIVED), [card(2), card(3)])
    assert [each.id for each in second.cards] == ["3"]
    assert state.send("k3", "c", Order(Operation.ARRIVED), [card(1)]) is None
    result = Result(first, "w", (Row(card(1), Outcome.DONE), Row(card(2), Outcome.CONFLICT)), 1)
    state.take(result)
    state.take(result)
    assert list(state.results) == [result]
    assert state.working == {"3": Operation.ARRIVED}
    assert [row.card.id for row in result.failed] == ["2"]


def test_more_than_can_be_asked_for_is_not_sent():
    state = BulkState()
    many = [card(number) for number in range(MOST_ROWS + 1)]
    assert state.send("k", "c", Order(Operation.ARRIVED), many) is None
    assert state.working == {}


def test_nothing_is_left_of_who_has_left():
    state = BulkState()
    request = state.send("k", "c", Order(Operation.ARRIVED), [card(1)])
    state.doubt("k")
    assert state.unsure
    state.clear()
    state.take(Result(request, "w"))
    assert (state.working, state.unsure, len(state.results), state.last) == ({}, False, 0, None)
