"""Leave and extra hours as they are typed: from which instant to which, also when the clocks change."""

from datetime import UTC, date, datetime, timedelta

import pytest

from clinic_console.desktop.state.hours_affected import Affected
from clinic_console.desktop.state.hours_exceptions import AwayDraft, ExceptionsState, comes_twice
from clinic_console.domain.errors import BadField, TimeGap, TimeTwice

BERLIN = "Europe/Berlin"
BACK = date(2027, 10, 31)
FORWARD = date(2027, 3, 28)


def test_whole_days_end_with_the_last_of_them():
    begins, ends = AwayDraft("c1", 1, first=BACK, last=BACK).times(BERLIN)
    assert ends - begins == timedelta(hours=25)
    begins, ends = AwayDraft("c1", 1, first=FORWARD).times(BERLIN)
    assert ends - begins == timedelta(hours=23)


def test_a_time_that_comes_twice_has_to_be_said():
    draft = AwayDraft("c1", 1, first=BACK, whole=False, first_time=150, last_time=600)
    with pytest.raises(TimeTwice) as found:
        draft.times(BERLIN)
    assert found.value.field == "begins"
    assert comes_twice(BERLIN, BACK, 150)
    first = AwayDraft("c1", 1, first=BACK, whole=False, first_time=150, last_time=600, first_fold=0).times(BERLIN)
    second = AwayDraft("c1", 1, first=BACK, whole=False, first_time=150, last_time=600, first_fold=1).times(BERLIN)
    assert first[0] == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert second[0] - first[0] == timedelta(hours=1)


def test_a_time_that_is_left_out_is_none():
    draft = AwayDraft("c1", 1, first=FORWARD, whole=False, first_time=60, last_time=150)
    with pytest.raises(TimeGap) as found:
        draft.times(BERLIN)
    assert found.value.field == "ends"
    assert not comes_twice(BERLIN, FORWARD, 150)


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (AwayDraft("c1"), "begins"),
        (AwayDraft("c1", first=BACK, last=FORWARD), "ends"),
        (AwayDraft("c1", first=FORWARD, whole=False, first_time=600, last_time=600), "ends"),
    ],
)
def test_what_ends_before_it_begins_is_told(draft, field):
    with pytest.raises(BadField) as found:
        draft.times(BERLIN)
    assert found.value.field == field


def test_another_clinic_or_practitioner_is_another_list():
    state = ExceptionsState()
    state.look_at("c1", 0)
    state.write(AwayDraft("c1"))
    state.know(state.draft, Affected(2))
    assert state.seen.total == 2
    state.look_at("c1", 0)
    assert state.draft is not None
    state.look_at("c1", 7)
    assert (state.draft, state.seen) == (None, None)
