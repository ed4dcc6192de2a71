"""Weekly hours as they are typed: nothing of it can be lost, nor become what the hub would never take."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_console.desktop.state.hours import MOST_DRAFTS, Draft, HoursState
from clinic_console.desktop.state.hours_affected import Affected
from clinic_console.domain.errors import BadField, TemplateOverlap
from clinic_console.domain.templates import DAY, MOST_LINES, Line, check

TODAY = date(2026, 11, 23)
MINE = frozenset({"c1"})
MORNING = Line(1, 540, 720)
LUNCH = Line(1, 720, 765, "block")
AFTERNOON = Line(1, 765, 1_020, cap=1)


def draft(*lines, version=3):
    made = Draft(7)
    made.take(version, [("c1", line) for line in lines], MINE)
    return made


def test_what_is_as_the_hub_has_it_is_not_dirty():
    made = draft(MORNING)
    key = made.entries[0].key
    made.change(key, ends=780)
    assert made.dirty
    made.change(key, ends=720)
    assert not made.dirty


def test_a_kind_takes_with_it_what_only_another_says():
    made = draft(replace(AFTERNOON, types=(1,)))
    key = made.entries[0].key
    made.change(key, kind="reserved", release=60)
    assert (made.entries[0].line.cap, made.entries[0].line.types) == (0, (1,))
    made.change(key, kind="block")
    assert (made.entries[0].line.types, made.entries[0].line.release) == ((), None)


def test_lines_that_meet_are_both_marked_and_blocks_are_not():
    made = draft(MORNING, LUNCH, AFTERNOON)
    assert made.wrong(TODAY) == {}
    morning, lunch, afternoon = (each.key for each in made.entries)
    made.change(morning, ends=800)
    assert {key: type(error) for key, error in made.wrong(TODAY).items()} == {
        morning: TemplateOverlap,
        afternoon: TemplateOverlap,
    }
    assert made.meets(morning).key == afternoon
    made.change(morning, weeks=(1,))
    made.change(afternoon, weeks=(2,))
    assert made.wrong(TODAY) == {}
    assert made.meets(lunch) is None


def test_hours_past_midnight_meet_those_of_the_next_day():
    made = draft(Line(1, 1_200, DAY + 120), Line(2, 60, 300))
    assert len(made.wrong(TODAY)) == 2


def test_hours_of_a_clinic_that_one_does_not_set_count_and_stay():
    made = Draft(7)
    made.take(1, [("c1", MORNING), ("c2", replace(MORNING, begins=700, ends=900))], MINE)
    assert [each.clinic for each in made.shut] == ["c2"]
    assert made.entries[0].key in made.wrong(TODAY)
    made.remove(made.shut[0].key)
    made.change(made.shut[0].key, begins=900)
    assert len(made.shut) == 1
    assert not made.dirty


def test_a_field_that_cannot_be_is_told_by_its_name():
    made = draft(replace(MORNING, kind="reserved"))
    assert made.wrong(TODAY)[made.entries[0].key].field == "types"


def test_somebody_else_saves_meanwhile_and_what_is_typed_stays():
    made = draft(MORNING, AFTERNOON)
    made.change(made.entries[0].key, begins=480)
    typed = made.entries
    made.take(4, [("c1", MORNING), ("c1", replace(AFTERNOON, weekday=2))], MINE)
    assert made.entries == typed
    assert made.version == 4
    assert [each.line.weekday for each in made.theirs.new] == [2]
    assert [each.line for each in made.theirs.gone] == [AFTERNOON]
    made.drop()
    assert [each.line for each in made.entries] == [MORNING, replace(AFTERNOON, weekday=2)]
    assert made.theirs is None


def test_who_has_typed_nothing_just_sees_what_is_new():
    made = draft(MORNING)
    made.take(4, [("c1", AFTERNOON)], MINE)
    assert [each.line for each in made.entries] == [AFTERNOON]
    assert made.theirs is None


def test_each_step_is_taken_back():
    made = draft(MORNING)
    before = made.entries
    made.copy(before[0].key)
    made.remove(before[0].key)
    assert [each.line.weekday for each in made.entries] == [2]
    assert made.step_back()
    assert made.step_back()
    assert made.entries == before
    assert not made.step_back()


def test_a_preview_is_of_the_very_lines_that_were_looked_at():
    made = draft(MORNING)
    key = made.entries[0].key
    made.change(key, ends=660)
    made.know(made.entries, Affected(7))
    assert made.seen.total == 7
    made.change(key, ends=661)
    assert made.seen is None


def test_what_the_hub_says_of_a_line_stands_at_that_line_until_it_is_changed():
    made = draft(MORNING, AFTERNOON)
    sent = made.entries
    made.refuse(BadField("no", field="lines[1].types"), sent)
    assert made.selected == sent[1].key
    assert made.wrong(TODAY)[sent[1].key].field == "types"
    made.change(sent[1].key, types=(3,))
    assert made.wrong(TODAY) == {}


def test_there_is_an_end_to_lines():
    made = draft(*[Line(1, 0, 1, "block")] * MOST_LINES)
    assert made.add("c1", MORNING) == 0


def test_what_is_typed_is_kept_while_others_are_looked_at():
    state = HoursState()
    typed = state.draft(1)
    typed.take(1, [("c1", MORNING)], MINE)
    typed.remove(typed.entries[0].key)
    for number in range(2, 3 * MOST_DRAFTS):
        state.draft(number)
    assert state.draft(1) is typed
    assert len(state.drafts) <= MOST_DRAFTS + 1
    state.clear()
    assert not state.drafts


MOVES = st.fixed_dictionaries(
    {},
    optional={
        "by": st.integers(-40, 40).map(lambda steps: steps * 15),
        "begins": st.sampled_from((-15, 15)),
        "ends": st.sampled_from((-15, 15, 120)),
        "days": st.integers(-8, 8),
    },
)


@given(st.lists(MOVES, max_size=40))
def test_a_line_can_be_moved_to_nowhere_that_the_hub_would_refuse(moves):
    made = draft(MORNING)
    key = made.entries[0].key
    for move in moves:
        made.move(key, **move)
        check([made.entries[0].line], today=TODAY)


@pytest.mark.parametrize("days", [1, -1])
def test_moving_across_the_week_goes_round(days):
    made = draft(replace(MORNING, weekday=7 if days > 0 else 1))
    made.move(made.entries[0].key, days=days)
    assert made.entries[0].line.weekday == (1 if days > 0 else 7)
