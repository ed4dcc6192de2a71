"""Weekly hours: which lines exclude each other, and on which days they hold."""

from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from clinic_console.domain.errors import BadField, TemplateOverlap
from clinic_console.domain.templates import (
    DAY,
    LAST,
    Line,
    check,
    first_overlap,
    holds_on,
    overlap,
    week_bits,
    weeks_of,
)

TODAY = date(2026, 11, 22)
YEARS = [date(2024, 1, 1) + timedelta(days=days) for days in range(28 * 366)]
"""Whole calendars: each weekday meets each date of a month, a 29 February among them."""

_days = st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31))
_lines = st.builds(
    Line,
    weekday=st.integers(1, 3) | st.just(7),
    begins=st.integers(0, 23).map(lambda hour: hour * 60),
    ends=st.integers(1, 32),
    weeks=st.sets(st.integers(1, LAST), max_size=3).map(tuple),
    since=_days,
    until=_days,
).map(lambda line: Line(**_fields(line)))


def _fields(line: Line) -> dict[str, object]:
    """Turn ``ends`` (hours) into minutes behind the begin, and days round the right way."""
    since, until = line.since, line.until
    if since and until and since > until:
        since, until = until, since
    return {
        "weekday": line.weekday, "begins": line.begins, "ends": min(line.begins + line.ends * 60, 2 * DAY),
        "weeks": line.weeks, "since": since, "until": until,
    }  # fmt: skip


def _meet(one: Line, other: Line) -> bool:
    """Say whether two lines meet by looking at each day of 28 years."""
    for day in YEARS:
        if not holds_on(one, day):
            continue
        for apart in (-1, 0, 1):
            begins = other.begins + apart * DAY
            ends = other.ends + apart * DAY
            if holds_on(other, day + timedelta(days=apart)) and begins < one.ends and one.begins < ends:
                return True
    return False


@settings(max_examples=150, deadline=None)
@given(_lines, _lines)
@example(Line(1, 1_200, 1_600, weeks=(5,)), Line(2, 60, 120, weeks=(1,)))
@example(Line(1, 1_200, 1_600, weeks=(1,)), Line(2, 60, 120, weeks=(5,)))
@example(Line(7, 1_200, 1_600), Line(1, 60, 120))
@example(Line(1, 0, 60, weeks=(4,)), Line(1, 0, 60, weeks=(LAST,)))
@example(Line(1, 0, 60, weeks=(3,)), Line(1, 0, 60, weeks=(LAST,)))
@example(Line(1, 0, 60, since=date(2026, 3, 3)), Line(1, 0, 60, until=date(2026, 3, 2)))
def test_two_lines_meet_when_some_day_of_28_years_says_so(one: Line, other: Line) -> None:
    assert overlap(one, other) == overlap(other, one) == _meet(one, other)


@given(st.lists(_lines, max_size=6))
@settings(deadline=None)
def test_a_template_is_refused_when_two_of_its_lines_meet(lines: list[Line]) -> None:
    pairs = [(a, b) for a, b in combinations(range(len(lines)), 2) if overlap(lines[a], lines[b])]
    found = first_overlap(lines, (), TODAY)
    assert (found is None) == (not pairs)
    assert found is None or found in pairs


@pytest.mark.parametrize("kind", ["block", "reserved"])
def test_what_takes_away_from_work_may_lie_anywhere(kind: str) -> None:
    types = (1,) if kind == "reserved" else ()
    check([Line(1, 540, 1_020), Line(1, 0, 720, kind, types=types), Line(1, 60, 90, kind, types=types)], today=TODAY)


def test_lines_elsewhere_count_but_not_among_themselves() -> None:
    there = [Line(1, 540, 720), Line(1, 600, 660)]
    check([Line(1, 720, 800)], there, today=TODAY)
    with pytest.raises(TemplateOverlap, match="another clinic") as caught:
        check([Line(2, 720, 800), Line(1, 700, 800)], there, today=TODAY)
    assert caught.value.field == "lines[1]"


def test_lines_of_two_zones_meet_by_the_clock_of_the_world() -> None:
    berlin = Line(1, 540, 600, zone="Europe/Berlin")
    # 09:00 in Berlin is 17:00 in Tokyo, in summer 16:00.
    for begins, met in ((900, None), (960, (0, 1)), (1_020, (0, 1)), (1_080, None)):
        assert first_overlap([berlin, Line(1, begins, begins + 60, zone="Asia/Tokyo")], (), TODAY) == met
    over = Line(7, 1_320, 1_500, zone="America/New_York")  # Monday 04:00 to 07:00 in Berlin, or an hour beside it
    assert first_overlap([berlin, over], (), TODAY) is None
    assert first_overlap([Line(1, 390, 450, zone="Europe/Berlin"), over], (), TODAY) == (0, 1)


def test_days_at_the_calendars_ends_are_taken() -> None:
    whole = Line(1, 1_200, 1_600, since=date.min, until=date.max)
    assert overlap(whole, Line(2, 0, 300, since=date(9_999, 1, 1), until=date.max))
    assert overlap(Line(2, 0, 300, since=date.min, until=date(1, 2, 1)), whole)
    check([whole, Line(3, 0, 300, since=date.max, until=date.max)], today=TODAY)


@pytest.mark.parametrize("weeks", [(), (1,), (LAST,), (1, 3, LAST), (1, 2, 3, 4, 5, LAST)])
def test_weeks_are_kept_as_bits(weeks: tuple[int, ...]) -> None:
    assert tuple(weeks_of(week_bits(weeks))) == weeks


@pytest.mark.parametrize(
    ("day", "weeks"),
    [
        (date(2027, 2, 1), {1}),
        (date(2027, 2, 22), {4, LAST}),
        (date(2027, 3, 22), {4}),
        (date(2027, 3, 29), {5, LAST}),
        (date(2028, 2, 29), {5, LAST}),
    ],
)
def test_a_day_is_in_its_week_of_the_month_and_may_be_the_last(day: date, weeks: set[int]) -> None:
    held = {week for week in range(1, LAST + 1) if holds_on(Line(day.isoweekday(), 0, 60, weeks=(week,)), day)}
    assert held == weeks


def test_too_many_lines_are_refused() -> None:
    with pytest.raises(BadField):
        check([Line(1, 0, 60, "block")] * 201, today=TODAY)
