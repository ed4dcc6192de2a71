"""Where a schedule's times stand, also when the clocks change; lanes, geometry, and what is laid out in a column."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_console.desktop.actions.schedule_columns import column_of
from clinic_console.desktop.charts.schedule_axis import axis_of, midnight
from clinic_console.desktop.charts.schedule_lanes import lanes
from clinic_console.desktop.charts.schedule_plate import Scale, Setter
from clinic_console.desktop.charts.schedule_space import space_of
from clinic_console.desktop.theme import LIGHT, Theme
from clinic_console.domain.schedule import MINUTE_MS
from tests.desktop.stub_schedule import CLINIC, Practice, lively

BERLIN = "Europe/Berlin"
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
HOUR = 60 * MINUTE_MS


def whole(zone: str, day: date):
    """An axis of a whole day."""
    begins, ends = midnight(zone, day), midnight(zone, day + timedelta(days=1))
    return axis_of(zone, [day], [(day, begins, ends)]), begins, ends


@pytest.mark.parametrize(("day", "hours"), [(SPRING, 23), (AUTUMN, 25), (date(2026, 6, 1), 24)])
def test_a_day_has_as_many_hours_as_it_really_has(day, hours):
    axis, begins, ends = whole(BERLIN, day)
    assert axis.cells == 2 * hours
    track = axis.tracks[day]
    assert (track.at(begins), track.at(ends)) == (0.0, 2.0 * hours)
    assert track.missing == ()


@pytest.mark.parametrize("zone", [BERLIN, "Asia/Tokyo", "Australia/Lord_Howe", "America/St_Johns", "Asia/Kathmandu"])
@given(day=st.dates(date(2025, 1, 1), date(2027, 12, 31)), minute=st.integers(0, 1_379))
def test_a_time_stands_where_it_is_read(zone, day, minute):
    axis, begins, _ = whole(zone, day)
    at = begins + minute * MINUTE_MS
    place = axis.tracks[day].at(at)
    assert axis.tracks[day].instant(place) == at
    wall, fold = axis.walls[int(place)]
    local = datetime.fromtimestamp(at / 1_000, UTC).astimezone(ZoneInfo(zone))
    assert (local.hour * 60 + local.minute - wall) % 1_440 < 30
    assert local.fold == fold


def test_days_beside_each_other_have_a_gap_where_one_has_no_such_hour():
    week = [AUTUMN - timedelta(days=6 - number) for number in range(7)]
    axis = axis_of(BERLIN, week, [(AUTUMN, midnight(BERLIN, AUTUMN), midnight(BERLIN, AUTUMN) + HOUR)])
    assert axis.tracks[AUTUMN].missing == ()
    missing = axis.tracks[week[0]].missing
    assert [axis.walls[place] for place in missing] == [(120, 1), (150, 1)]
    assert axis.tracks[week[0]].instant(missing[0]) is None
    ten = datetime(2026, 10, 25, 10, tzinfo=ZoneInfo(BERLIN)).timestamp() * 1_000
    other = datetime(2026, 10, 20, 10, tzinfo=ZoneInfo(BERLIN)).timestamp() * 1_000
    assert axis.tracks[AUTUMN].at(round(ten)) == axis.tracks[week[1]].at(round(other))


def test_the_hour_that_is_left_out_in_spring_is_a_gap_in_that_day_alone():
    monday = SPRING - timedelta(days=6)
    week = [monday + timedelta(days=number) for number in range(7)]
    axis = axis_of(BERLIN, week, [(monday, midnight(BERLIN, monday), midnight(BERLIN, monday) + HOUR)])
    assert [axis.walls[place] for place in axis.tracks[SPRING].missing] == [(120, 0), (150, 0)]
    assert axis.tracks[monday].missing == ()


def test_hours_past_midnight_go_on_below():
    day = date(2026, 6, 1)
    begins = midnight(BERLIN, day)
    axis = axis_of(BERLIN, [day], [(day, begins + 20 * HOUR, begins + 26 * HOUR)])
    assert axis.walls[-1] == (25 * 60 + 30, 0)
    assert axis.tracks[day].at(begins + 25 * HOUR) == 2 * (25 - 8)


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=30))
def test_no_two_that_overlap_share_a_lane_and_those_alone_have_all_of_it(given_spans):
    spans = sorted((begins, begins + length) for begins, length in given_spans)
    found = lanes(spans)
    for number, (one, lane) in enumerate(zip(spans, found, strict=True)):
        assert 0 <= lane.number < lane.of
        over = [n for n, other in enumerate(spans) if n != number and other[0] < one[1] and one[0] < other[1]]
        assert all(found[n].number != lane.number and found[n].of == lane.of for n in over)
        if not over:
            assert lane.of == 1


@pytest.mark.parametrize("width", [1302, 1856])
@pytest.mark.parametrize("columns", [8, 40])
def test_eight_columns_fill_the_usual_windows(width, columns):
    space = space_of(Theme(LIGHT), (width, 676), columns, 20)
    assert (width - space.times) // space.column == 8
    assert (space.most_left > 0) is (columns == 40)
    assert space.column >= 148


def test_what_lies_over_the_right_can_be_scrolled_out_from_below_it():
    free = space_of(Theme(LIGHT), (1302, 676), 8, 20)
    covered = space_of(Theme(LIGHT), (1302, 676), 8, 20, covered=380)
    assert covered.column == free.column
    assert (free.most_left, covered.most_left) == (0, 380 - (1302 - 58 - free.wide))


@given(x=st.integers(58, 1_301), left=st.integers(0, 4_000))
def test_columns_are_found_where_they_are(x, left):
    space = space_of(Theme(LIGHT), (1302, 676), 40, 20, (left, 0))
    number = space.column_at(x)
    assert number in space.seen()
    assert space.x_of(number) <= x < space.x_of(number) + space.column


SCALE = Scale(150, 38.0, "Asia/Tokyo")


def plates(qapp, scale: Scale = SCALE):
    day = date(2026, 11, 23)
    practice = lively(Practice(Practice(0, day).at(643), day))
    columns = [column_of(column, CLINIC) for (_, on), column in sorted(practice.columns.items()) if on == day]
    axis = axis_of("Asia/Tokyo", [day], [])
    setter = Setter(Theme(LIGHT), {})
    return [setter.plate(column, axis.tracks[day], scale) for column in columns]


def test_cards_stand_at_their_times_and_within_their_column(qapp):
    for plate in plates(qapp):
        for face in plate.faces:
            begins, ends = face.card.own
            first = (begins - midnight("Asia/Tokyo", plate.column.day)) / HOUR - 8
            assert face.rect.top() == pytest.approx(first * 76 + 1.5)
            assert face.rect.height() == pytest.approx((ends - begins) / HOUR * 76 - 3)
            assert face.rect.left() >= 4
            assert face.rect.right() <= 150
            for written in face.texts:
                assert written.left + written.text.width <= face.rect.right()


def test_visits_beside_each_other_are_marked_and_do_not_overlap(qapp):
    plate = plates(qapp)[2]
    one, other = (face for face in plate.faces if face.card.id.endswith(("40", "41")))
    assert not one.rect.intersects(other.rect)
    assert next(sign.icon for sign in other.signs) == "overbooked"


def test_very_many_at_a_time_stand_behind_one_place_with_their_number(qapp):
    day = date(2026, 11, 23)
    practice = Practice(0, day)
    column = practice.columns[1, day]
    column.cards = [practice.card(1, day, number, 600, 7, lane=number) for number in range(8)]
    axis = axis_of("Asia/Tokyo", [day], [])
    plate = Setter(Theme(LIGHT), {}).plate(
        column_of(column, CLINIC), axis.tracks[day], Scale(150, 38.0, "Asia/Tokyo")
    )
    assert sum(face.hidden for face in plate.faces) == 7
    assert [count for _, count in plate.more] == [7]


def test_cancelled_and_missed_visits_are_not_drawn_unless_asked_for(qapp):
    usual = [face.card.state for plate in plates(qapp) for face in plate.faces]
    all_of_them = [face for plate in plates(qapp, Scale(150, 38.0, "Asia/Tokyo", True)) for face in plate.faces]
    assert not {"cancelled", "no_show"} & set(usual)
    assert {"cancelled", "no_show"} <= {face.card.state for face in all_of_them}
    assert all(face.struck == (not face.card.holds) for face in all_of_them)


def test_what_is_not_free_says_why(qapp):
    kinds = [{shade.kind for shade in plate.shades} for plate in plates(qapp)]
    assert kinds[1] == {"blocked", "reserved", "held"}
