"""Dates of birth as people type them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_console.domain import patients_born as born

DAY = date(1951, 3, 4)
TODAY = date(2026, 3, 4)


def read_born(typed: str, today: date = TODAY, *, month_first: bool = False) -> date | None:
    return born.read_born(typed, today, month_first=month_first)


@pytest.mark.parametrize(
    "typed",
    [
        "1951-03-04",
        "1951/3/4",
        "1951.3.4",
        "19510304",
        "１９５１－０３－０４",
        "1951年3月4日",
        "S26.3.4",
        "s26/03/04",
        "昭和26年3月4日",
        "昭26.3.4",
        "４ ３ 1951".replace(" ", "/"),
        "04.03.1951",
        "4 Mar 1951",
        "4 march 1951",
        "March 4, 1951",
        " 4-Mar-1951 ",
    ],
)
def test_a_date_is_read_in_every_usual_form(typed: str) -> None:
    assert read_born(typed) == DAY


def test_the_local_order_decides_where_only_it_can() -> None:
    assert read_born("3/4/1951", month_first=True) == DAY
    assert read_born("3/4/1951") == date(1951, 4, 3)
    assert read_born("1951-03-04", month_first=True) == DAY


@pytest.mark.parametrize(("typed", "day"), [("令和元年5月1日", date(2019, 5, 1)), ("H1.1.8", date(1989, 1, 8))])
def test_eras_begin_with_their_first_year(typed: str, day: date) -> None:
    assert read_born(typed) == day


@pytest.mark.parametrize("typed", ["", "4/3/51", "31/2/1951", "1951-13-01", "Foo 4, 1951", "12", "S26", "0/0/0000"])
def test_what_is_no_date_or_says_too_little_is_none(typed: str) -> None:
    assert read_born(typed) is None


@given(st.text(max_size=40))
def test_whatever_is_typed_breaks_nothing(typed: str) -> None:
    assert read_born(typed) is None or isinstance(read_born(typed), date)


@pytest.mark.parametrize("typed", ["2026-03-05", "2999-01-01", "令和9年1月1日"])
def test_nobody_is_born_yet_tomorrow(typed: str) -> None:
    assert read_born(typed) is None
    assert read_born("2026-03-04") == TODAY


@given(st.dates(min_value=date(1000, 1, 1), max_value=TODAY))
def test_iso_is_always_read(day: date) -> None:
    assert read_born(day.isoformat()) == day
    assert read_born(f"{day.day}/{day.month}/{day.year}") == day
