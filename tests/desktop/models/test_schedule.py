"""Stops of a column, walking through them, and where a visit may be moved to."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_console.desktop.models.schedule_cursor import Cursor
from clinic_console.desktop.models.schedule_move import Moving, Step, may_move, snapped, stepped, verdict
from clinic_console.desktop.models.schedule_stops import What, free_count, nearest, out_from, stops_of
from clinic_console.desktop.state.schedule import ScheduleState
from clinic_console.desktop.state.schedule_columns import Card, Column, Held, VisitKind
from clinic_console.domain.appointments import State
from clinic_console.domain.availability import Refusal
from clinic_console.domain.schedule import MINUTE_MS, Blocked, Reserved, VisitType, Work

DAY = date(2026, 11, 23)
AT = 1_795_392_000_000
NOW = AT - 3_600_000


def at(minutes: int) -> int:
    return AT + minutes * MINUTE_MS


def card(number: int, begins: int, minutes: int = 30, **more) -> Card:
    return Card(f"v{number}", at(begins), at(begins + minutes), "c1", more.pop("practitioner", 1), 1, **more)


def column(number: int = 1, **more) -> Column:
    return Column(number, DAY, 1, **({"work": (Work(AT, at(240), 15, 1),)} | more))


def state_of(*columns: Column) -> ScheduleState:
    state = ScheduleState()
    state.look_at(clinic=("c1", "UTC"), day=DAY)
    state.begin(state.span)
    state.take(state.span, columns, 1.0)
    state.take_kinds("c1", [VisitKind(1, "Review", VisitType(1, 30))], [], [])
    return state


def stops(of: Column, now: int = NOW):
    return stops_of(of, of.times({}), now)


def test_a_column_is_walked_through_by_what_stands_in_it():
    of = column(
        cards=(card(1, 0), card(2, 30), card(3, 30, lane=1), card(4, 90, state=State.CANCELLED)),
        blocked=(Blocked(at(120), at(165), "block", "Lunch"),),
        held=(Held("h", at(60), at(75), NOW + 1_000),),
        reserved=(Reserved(at(180), at(210), "Acute", at(170), (7,)),),
    )
    found = [(stop.what, (stop.begins - AT) // MINUTE_MS) for stop in stops(of)]
    assert found == [
        (What.CARD, 0), (What.CARD, 30), (What.CARD, 30), (What.HELD, 60), (What.FREE, 75), (What.FREE, 90),
        (What.FREE, 105), (What.BLOCKED, 120), (What.FREE, 165), (What.RESERVED, 180), (What.FREE, 210),
        (What.FREE, 225),
    ]  # fmt: skip
    assert free_count(stops(of)) == 6
    assert What.HELD not in {stop.what for stop in stops(of, NOW + 1_000)}
    assert What.RESERVED not in {stop.what for stop in stops(of, at(170))}


def test_what_has_passed_is_not_free():
    assert free_count(stops(column(), at(100))) == 9


def test_of_hours_in_small_steps_there_are_not_too_many_stops():
    assert free_count(stops(column(work=(Work(AT, at(60), 5),)))) == 6


@pytest.mark.parametrize(
    ("blocked", "since"),
    [
        ((), None),
        ((Blocked(at(60), at(240), "leave", "sick"),), at(60)),
        ((Blocked(at(-60), at(300), "closed"),), 0),
        ((Blocked(at(60), at(240), "block", "Meeting"),), None),
        ((Blocked(at(60), at(120), "leave"),), None),
    ],
)
def test_who_is_away_for_the_rest_of_the_day_is_out(blocked, since):
    assert out_from(column(blocked=blocked), NOW) == since


@given(st.integers(-100, 400))
def test_the_nearest_stop_is_never_further_than_another(minutes):
    found = stops(column(cards=(card(1, 15), card(2, 120, 60))))
    number = nearest(found, at(minutes))
    inside = [n for n, stop in enumerate(found) if stop.begins <= at(minutes) < stop.ends]
    assert number in inside if inside else 0 <= number < len(found)
    assert nearest((), at(minutes)) == -1


def cursor_of(state: ScheduleState) -> Cursor:
    cursor = Cursor(state, stops, lambda when, _before, _after: when)
    cursor.columns = state.columns()
    return cursor


def test_arrows_go_through_a_column_and_over_to_the_next_one():
    state = state_of(column(1, cards=(card(1, 30),)), column(2, cards=(card(2, 45, practitioner=2),)))
    cursor = cursor_of(state)
    assert cursor.begin(at(20))
    assert not cursor.begin(at(20))
    assert (cursor.number, cursor.stop.what, cursor.stop.begins) == (0, What.FREE, at(15))
    cursor.step(1)
    assert cursor.stop.card.id == "v1"
    cursor.turn(1)
    assert (cursor.number, cursor.stop.begins) == (1, at(30))
    cursor.step(1)
    assert cursor.stop.card.id == "v2"
    cursor.turn(5)
    assert cursor.number == 1
    cursor.edge(last=True)
    assert cursor.stop.begins == at(225)
    cursor.edge(last=False)
    cursor.step(-1)
    assert cursor.stop.begins == AT


def test_a_card_is_followed_where_it_goes_and_its_place_is_kept_when_it_is_gone():
    state = state_of(column(1, cards=(card(1, 30),)))
    cursor = cursor_of(state)
    cursor.put(cursor.columns[0], at(30), "v1")
    state.take_columns("c1", [(1, DAY)], [Column(1, DAY, 2, (Work(AT, at(240), 15),), cards=(card(1, 120),))])
    cursor.columns = state.columns()
    assert cursor.stop.begins == at(120)
    state.take_columns("c1", [(1, DAY)], [Column(1, DAY, 3, (Work(AT, at(240), 15),))])
    cursor.columns = state.columns()
    assert (cursor.stop.what, cursor.stop.begins) == (What.FREE, at(30))


def test_an_empty_schedule_has_no_place():
    cursor = cursor_of(state_of())
    assert not cursor.begin(AT)
    cursor.step(1)
    cursor.turn(1)
    cursor.edge(last=True)
    assert (cursor.number, cursor.column, cursor.stop) == (-1, None, None)


@pytest.mark.parametrize(
    ("practitioner", "begins", "why"),
    [
        (1, 60, None), (1, 15, None), (2, 0, Refusal.TAKEN), (2, 30, None), (2, 220, Refusal.OUTSIDE),
        (2, 100, Refusal.AWAY), (1, -120, Refusal.PAST), (9, 60, Refusal.OUTSIDE),
    ],
)  # fmt: skip
def test_a_visit_on_its_way_says_what_the_hub_would_say(practitioner, begins, why):
    moved = card(1, 0)
    state = state_of(
        column(1, cards=(moved,)),
        column(2, cards=(card(2, 0, practitioner=2),), blocked=(Blocked(at(90), at(120), "block"),)),
    )
    assert verdict(state, Moving(moved, (practitioner, DAY), at(begins)), NOW) is why


def test_the_practitioners_part_decides_and_goes_along():
    nurse_first = Card("v1", AT, at(45), "c1", 1, 1, own_begins=at(15), own_ends=at(45))
    state = state_of(column(1, cards=(nurse_first, card(2, 60))))
    moving = Moving(nurse_first, (1, DAY), at(15))
    assert moving.own == (at(30), at(60))
    assert verdict(state, moving, NOW) is None
    assert verdict(state, moving.to((1, DAY), at(30)), NOW) is Refusal.TAKEN
    assert (moving.moved(), moving.to((1, DAY), AT).moved(), moving.to((2, DAY), AT).moved()) == (True, False, True)


def test_it_snaps_to_the_grid_of_the_hours_or_to_five_minutes():
    of = column(work=(Work(at(5), at(240), 20),))
    assert snapped(of, at(33)) == at(25)
    assert snapped(of, at(36)) == at(45)
    assert snapped(of, at(33), fine=True) == at(35)
    assert snapped(None, at(33)) == at(30)
    assert stepped(of, at(25), Step.DOWN) == at(45)
    assert stepped(of, at(25), Step.UP) == at(5)
    assert stepped(of, at(25), Step.UP, fine=True) == at(20)


@given(st.integers(-300, 600))
def test_snapping_again_changes_nothing(minutes):
    once = snapped(column(), at(minutes))
    assert snapped(column(), once) == once
    assert abs(once - at(minutes)) <= 15 * MINUTE_MS


def test_who_is_in_the_room_is_not_moved():
    assert [may_move(card(1, 0, state=each)) for each in (State.BOOKED, State.ARRIVED, State.ROOMED, State.DONE)] == [
        True, True, False, False,
    ]  # fmt: skip
