"""The day's list: nothing moves by itself, nothing that is selected is dropped, and the pill tells the truth."""

from dataclasses import replace
from datetime import date

from clinic_console.desktop.state.front_rows import USUAL, Chip, late_minutes, too_long, waited_minutes
from clinic_console.desktop.state.schedule_columns import Person
from clinic_console.domain.appointments import State
from clinic_console.domain.errors import Unavailable
from clinic_console.domain.schedule import MINUTE_MS
from tests.desktop.front_days import DAY, KIND, NOON, SPAN, card, change, desk_of


def test_rows_stand_in_order_of_time_and_walk_ins_when_they_came():
    walk_in = card(9, 7, State.ARRIVED, walk_in=True)
    desk = desk_of(card(3, 30), card(1, 0), walk_in, card(2, 10, practitioner=2))
    assert desk.rows == ("v001", "v009", "v002", "v003")


def test_a_desk_begins_with_those_who_are_still_to_be_looked_after():
    desk = desk_of(card(1), card(2, state=State.DONE), card(3, state=State.CANCELLED), card(4, state=State.ROOMED))
    assert desk.chips == USUAL
    assert desk.rows == ("v001", "v004")
    assert desk.counts[Chip.DONE] == 1
    assert desk.counts[Chip.EXPECTED] == 1


def test_no_chip_at_all_shows_everything():
    desk = desk_of(card(1), card(2, state=State.DONE))
    desk.filter((), "")
    assert desk.total == 2


def test_late_are_some_of_those_who_are_expected():
    desk = desk_of(card(1, -11), card(2, -10), card(3, 5), now=NOON)
    assert desk.counts[Chip.LATE] == 1
    assert desk.counts[Chip.EXPECTED] == 3
    desk.filter({Chip.LATE}, "")
    assert desk.rows == ("v001",)


def test_somebody_is_late_from_the_end_of_grace_on():
    visit = card(1, -10)
    assert late_minutes(visit, KIND, NOON) == 0
    assert late_minutes(visit, KIND, NOON + 1) == 10
    assert late_minutes(replace(visit, state=State.ARRIVED), KIND, NOON + 60_000) == 0
    assert late_minutes(visit, KIND, 0) == 0, "while the hub's time is not known nobody is late"


def test_who_waits_is_counted_from_coming_until_the_doctor():
    came = NOON - 23 * MINUTE_MS
    waits = card(1, state=State.ROOMED, arrived=came, since=NOON - 2 * MINUTE_MS)
    assert waited_minutes(waits, NOON) == 23
    assert too_long(waits, KIND, NOON)
    assert not too_long(waits, KIND, came + 19 * MINUTE_MS)
    assert waited_minutes(replace(waits, state=State.WITH_DOCTOR), NOON) == -1
    assert waited_minutes(waits, came - 5_000) == 0, "a clock that is behind counts nothing"


def test_a_change_from_elsewhere_is_shown_in_its_place_and_marked():
    desk = desk_of(card(1), card(2, 10))
    arrived = card(1, state=State.ARRIVED, version=2)
    change(desk, arrived, card(2, 10))
    assert desk.row(0) == arrived
    assert set(desk.changed) == {"v001"}
    assert desk.news.changed == 0, "it still fits and stands where it stood"
    desk.follow(NOON, 40.0)
    assert not desk.changed, "the mark goes by itself"


def test_who_does_not_fit_any_more_stays_until_the_user_moves_on():
    desk = desk_of(card(1), card(2, 10))
    change(desk, card(1, state=State.DONE, version=2), card(2, 10))
    assert desk.rows == ("v001", "v002")
    assert desk.off == {"v001"}
    assert desk.news.changed == 1
    desk.settle()
    assert desk.rows == ("v002",)
    assert not desk.off
    assert desk.news.changed == 0


def test_new_rows_wait_and_are_counted():
    desk = desk_of(card(1), card(5, 50))
    change(desk, card(1), card(5, 50), card(3, 20), card(4, 30, State.ARRIVED, walk_in=True))
    assert desk.rows == ("v001", "v005")
    assert (desk.news.new, desk.news.arrivals) == (2, 1)
    desk.settle()
    assert desk.rows == ("v001", "v003", "v004", "v005")


def test_a_visit_that_was_moved_keeps_its_place_until_then():
    desk = desk_of(card(1), card(2, 10), card(3, 20))
    change(desk, card(1, 60, version=2), card(2, 10), card(3, 20))
    assert desk.rows == ("v001", "v002", "v003")
    assert desk.row(0).begins == NOON + 60 * MINUTE_MS
    assert desk.news.changed == 1
    desk.settle()
    assert desk.rows == ("v002", "v003", "v001")


def test_a_visit_that_went_to_another_day_stays_as_it_was():
    desk = desk_of(card(1), card(2, 10))
    desk.marks.turn("v001")
    change(desk, card(2, 10))
    assert desk.rows == ("v001", "v002")
    assert desk.gone == {"v001"}
    assert desk.off == {"v001"}
    assert [each.id for each in desk.selection()] == ["v001"]
    desk.settle()
    assert desk.rows == ("v002",)
    assert not desk.selection()


def test_a_visit_stands_once_while_only_one_of_two_columns_is_the_new_one():
    old, new = card(1, practitioner=1), card(1, practitioner=2, version=2)
    desk = desk_of(old)
    change(desk, old, new)
    assert desk.rows == ("v001",)
    assert desk.row(0) == new
    assert desk.day_total == 1


def test_what_a_filter_hides_stays_selected_but_is_not_acted_on():
    desk = desk_of(card(1), card(2, 10))
    desk.marks.all(desk.rows)
    desk.filter(USUAL, "patient 2")
    assert [each.id for each in desk.selection()] == ["v002"]
    desk.filter(USUAL, "")
    assert len(desk.selection()) == 2


def test_what_leaves_by_the_pill_is_not_selected_any_more():
    desk = desk_of(card(1), card(2, 10))
    desk.marks.all(desk.rows)
    change(desk, card(1, state=State.DONE, version=2), card(2, 10))
    assert len(desk.selection()) == 2, "nothing that comes from elsewhere drops any"
    desk.settle()
    desk.filter((), "")
    assert [each.id for each in desk.selection()] == ["v002"]


def test_names_are_found_in_any_script_and_by_doctor_visit_and_number():
    who = Person("p1", "4 021-870", "佐藤 健一", "Satō Ken'ichi", "サトウ ケンイチ")
    other = Person("p2", "4000002", "Zoë van der Meer")
    desk = desk_of(card(1, patient=who, practitioner=2, reason="Fever"), card(2, 10, patient=other))
    for text in ("佐藤", "健", "sato", "SATO KEN", "さとう", "ｻﾄｳ", "novak", "Lucie fever", "021870", "4021"):
        desk.filter(USUAL, text)
        assert desk.rows == ("v001",), text
    for text in ("zoe", "meer van", "ito", "follow meer"):
        desk.filter(USUAL, text)
        assert desk.rows == ("v002",), text
    desk.filter(USUAL, "nobody")
    assert not desk.rows
    desk.filter(USUAL, "  ")
    assert desk.total == 2


def test_an_empty_list_takes_what_comes_at_once():
    desk = desk_of()
    change(desk, card(1))
    assert desk.rows == ("v001",)


def test_who_comes_back_to_the_list_sees_it_as_it_is():
    desk = desk_of(card(1))
    desk.columns.doubt()
    desk.entered()
    desk.follow(NOON, 1.0)
    change(desk, card(1), card(2, 10), version=2)
    assert desk.rows == ("v001", "v002")
    change(desk, card(1), card(2, 10), card(3, 20), version=3)
    assert desk.rows == ("v001", "v002"), "from then on nothing moves"


def test_who_comes_back_while_the_hub_is_away_is_not_surprised_later():
    desk = desk_of(card(1))
    desk.columns.failed(SPAN, Unavailable())
    desk.entered()
    desk.follow(NOON, 1.0)
    change(desk, card(1), card(2, 10))
    assert desk.rows == ("v001",)
    assert desk.news.new == 1


def test_another_day_begins_with_nothing_selected():
    desk = desk_of(card(1))
    desk.marks.turn("v001")
    lists = desk.lists
    desk.look_at(day=date(2026, 11, 24))
    desk.follow(NOON, 1.0)
    assert not desk.loaded
    assert not desk.rows
    assert not desk.marks.ids
    assert desk.lists > lists


def test_midnight_goes_on_to_the_new_day_unless_somebody_is_busy():
    desk = desk_of(card(1))
    desk.follow_today(DAY)
    desk.marks.turn("v001")
    tomorrow = date(2026, 11, 24)
    desk.follow_today(tomorrow)
    assert desk.columns.day == DAY
    desk.marks.let_go()
    desk.follow_today(tomorrow)
    assert desk.columns.day == tomorrow


def test_midnight_leaves_alone_who_looks_at_another_day():
    desk = desk_of(card(1))
    desk.follow_today(date(2026, 11, 24))
    desk.follow_today(date(2026, 11, 25))
    assert desk.columns.day == DAY


def test_a_stretch_is_selected_beside_what_was_selected_before():
    desk = desk_of(*(card(n, n) for n in range(8)))
    marks, rows = desk.marks, desk.rows
    marks.turn(rows[0])
    marks.turn(rows[3])
    marks.extend(rows, 3, 5)
    assert marks.ids == {rows[0], *rows[3:6]}
    marks.extend(rows, 3, 2)
    assert marks.ids == {rows[0], rows[2], rows[3]}, "a stretch that shrinks lets go of what it held"


def test_what_the_hub_has_just_answered_is_shown_at_once():
    desk = desk_of(card(1), card(2, 10, practitioner=2))
    desk.put([card(1, state=State.ARRIVED, version=2), card(2, 10, State.ARRIVED, practitioner=2, version=2)])
    desk.follow(NOON, 1.0)
    assert {desk.row(place).state for place in (0, 1)} == {State.ARRIVED}
    assert desk.columns.wanted_columns(), "and asked for again"


def test_forgetting_leaves_nothing_of_anybody():
    desk = desk_of(card(1))
    desk.marks.turn("v001")
    columns, version = desk.columns, desk.version
    desk.clear()
    assert desk.columns is columns, "who is told of changes is still the same"
    assert not desk.rows
    assert not desk.marks.ids
    assert desk.card("v001") is None
    assert desk.version > version
