"""Times, dates, ages and decimals in four locales and two zones."""

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

from clinic_console.desktop.charts.numbers import decimal_text
from clinic_console.desktop.charts.spots import number_text
from clinic_console.desktop.charts.times import (
    age_text,
    born_text,
    clock_text,
    date_text,
    day_number,
    day_text,
    seconds_text,
)

TOKYO = "Asia/Tokyo"
MORNING = 1_700_000_000_000  # 2023-11-15 07:13:20 in Tokyo, 2023-11-14 22:13:20 in UTC
MIDDAY = MORNING + 5 * 3_600_000
SPACE = "\u00a0"


@pytest.fixture(autouse=True)
def given_back() -> Iterator[None]:
    """Leave the process the locale that it had."""
    before = QLocale()
    yield
    QLocale.setDefault(before)


@pytest.mark.parametrize(
    ("name", "morning", "midday", "seconds"),
    [
        ("en_US", f"7:13{SPACE}AM", f"12:13{SPACE}PM", f"7:13:20{SPACE}AM"),
        ("en_GB", "07:13", "12:13", "07:13:20"),
        ("en_AU", f"7:13{SPACE}am", f"12:13{SPACE}pm", f"7:13:20{SPACE}am"),
        ("de_DE", "07:13", "12:13", "07:13:20"),
        ("ja_JP", "07:13", "12:13", "07:13:20"),
        ("ko_KR", f"오전{SPACE}7:13", f"오후{SPACE}12:13", f"오전{SPACE}7:13:20"),
        ("fi_FI", "07.13", "12.13", "07.13.20"),
        ("C", "07:13", "12:13", "07:13:20"),
    ],
)
def test_hours_are_written_as_the_locale_has_them(name, morning, midday, seconds):
    QLocale.setDefault(QLocale(name))
    assert clock_text(MORNING, TOKYO) == morning
    assert clock_text(MIDDAY, TOKYO) == midday
    assert seconds_text(MORNING, TOKYO) == seconds


@pytest.mark.parametrize(
    ("name", "here", "in_utc", "day", "born"),
    [
        ("en_US", "Nov 15, 2023", "Nov 14, 2023", "Wed, Nov 15", "Mar 4, 1959"),
        ("en_GB", "15 Nov 2023", "14 Nov 2023", "Wed 15 Nov", "4 Mar 1959"),
        ("de_DE", "15.11.2023", "14.11.2023", "Mi. 15.11.", "04.03.1959"),
        ("ja_JP", "2023/11/15", "2023/11/14", "11月15日(水)", "1959/03/04"),
    ],
)
def test_dates_cannot_be_taken_for_another_day(name, here, in_utc, day, born):
    QLocale.setDefault(QLocale(name))
    assert date_text(MORNING, TOKYO) == here
    assert date_text(MORNING, "UTC") == in_utc
    assert day_text(MORNING, TOKYO) == day
    assert born_text(date(1959, 3, 4)) == born


@pytest.mark.parametrize("name", ["en_US", "en_GB", "de_DE", "ja_JP", "ar_EG"])
def test_ages_and_day_numbers_are_the_same_everywhere(name):
    QLocale.setDefault(QLocale(name))
    assert age_text(41_000) == "0:41"
    assert age_text(3_661_000) == "1:01:01"
    assert age_text(-5) == "0:00"
    assert day_number(MORNING, TOKYO) == 20231115


def test_a_change_of_locale_is_seen_at_once():
    QLocale.setDefault(QLocale("en_US"))
    before = clock_text(MORNING, TOKYO), decimal_text(37.25, 1)
    QLocale.setDefault(QLocale("de_DE"))
    assert (clock_text(MORNING, TOKYO), decimal_text(37.25, 1)) == ("07:13", "37,2")
    assert before == (f"7:13{SPACE}AM", "37.2")


def test_a_zone_that_is_not_known_is_utc():
    QLocale.setDefault(QLocale("en_GB"))
    assert clock_text(MORNING, "Nowhere/Land") == "22:13"


@pytest.mark.parametrize(
    ("name", "text"), [("en_US", "37.2"), ("en_GB", "37.2"), ("de_DE", "37,2"), ("ja_JP", "37.2")]
)
def test_decimals_have_the_locales_point(name, text):
    QLocale.setDefault(QLocale(name))
    assert decimal_text(37.2, 1) == text
    assert number_text("Temp", 37.2) == text
    assert number_text("HR", 71.6) == "72"
    assert decimal_text(12_345.0, 0) == "12345"
    assert number_text("HR", None) == ""


@given(number=st.floats(-1e6, 1e6), decimals=st.integers(0, 3))
def test_a_written_number_is_the_number(number, decimals):
    QLocale.setDefault(QLocale("de_DE"))
    text = decimal_text(number, decimals)
    assert abs(float(text.replace(",", ".")) - number) <= 0.5 * 10**-decimals + 1e-9
    assert not (text.startswith("-") and float(text.replace(",", ".")) == 0)
