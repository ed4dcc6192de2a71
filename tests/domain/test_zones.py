"""Wall times of clinics: what is left out, what comes twice, and which day it is."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_console.domain.errors import BadField, TimeGap, TimeTwice
from clinic_console.domain.zones import day_begins, day_of, instant, planned, zone


def _wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_a_time_that_is_left_out_or_comes_twice_is_nobodys_wish() -> None:
    with pytest.raises(TimeGap) as gap:
        instant("Europe/Berlin", _wall("2026-03-29 02:30"))
    assert gap.value.field == "begins"
    with pytest.raises(TimeTwice):
        instant("Europe/Berlin", _wall("2026-10-25 02:30"))
    assert instant("Europe/Berlin", _wall("2026-10-25 03:00")) == datetime(2026, 10, 25, 2, tzinfo=UTC)
    assert instant("Asia/Tokyo", _wall("2026-03-29 02:30")) == datetime(2026, 3, 28, 17, 30, tzinfo=UTC)


def test_an_instant_says_itself_which_of_two_it_is() -> None:
    first = datetime(2026, 10, 25, 2, 30, tzinfo=zone("Europe/Berlin"))
    assert instant("Europe/Berlin", first) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert instant("Asia/Tokyo", first.replace(fold=1)) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize("name", ["Asia/Nowhere", "", "../etc/passwd", "\0", "Asia"])
def test_what_is_no_zone(name: str) -> None:
    with pytest.raises(BadField) as bad:
        zone(name)
    assert bad.value.field == "zone"


def test_templates_go_on_behind_a_gap_and_mean_the_later_of_two() -> None:
    assert planned("Europe/Berlin", date(2026, 3, 29), 150) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert planned("Europe/Berlin", date(2026, 10, 25), 150) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert planned("Europe/Berlin", date(2026, 3, 28), 1_440 + 240) == datetime(2026, 3, 29, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "day", "begins"),
    [
        ("Asia/Tokyo", date(2026, 5, 1), datetime(2026, 4, 30, 15, tzinfo=UTC)),
        ("Africa/Cairo", date(2026, 4, 24), datetime(2026, 4, 23, 22, tzinfo=UTC)),  # midnight is left out
        ("America/Havana", date(2026, 11, 1), datetime(2026, 11, 1, 4, tzinfo=UTC)),  # it comes twice
        ("Pacific/Apia", date(2011, 12, 30), datetime(2011, 12, 30, 10, tzinfo=UTC)),  # there was no such day
    ],
)
def test_a_day_begins_with_its_first_instant(name: str, day: date, begins: datetime) -> None:
    assert day_begins(name, day) == begins


@given(
    st.sampled_from(["Asia/Tokyo", "Europe/Lisbon", "America/Havana", "Africa/Cairo", "Australia/Lord_Howe"]),
    st.dates(date(2000, 1, 1), date(2037, 12, 31)),
)
def test_each_instant_is_of_the_day_that_began_last(name: str, day: date) -> None:
    begins, ends = day_begins(name, day), day_begins(name, day + timedelta(days=1))
    assert day_of(name, begins) == day
    assert day_of(name, begins - timedelta(seconds=1)) == day - timedelta(days=1)
    assert day_of(name, ends - timedelta(seconds=1)) == day
