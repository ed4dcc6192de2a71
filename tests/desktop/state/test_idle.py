"""A console locks when nobody used it for long enough, and never before."""

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_console.desktop.state.idle import WARN_SECONDS, Idle

MINUTES = st.integers(1, 60)


@given(MINUTES, st.lists(st.floats(0, 4_000), min_size=1, max_size=30))
def test_it_locks_after_the_first_gap_that_is_too_long_and_not_before(minutes, gaps):
    idle, now, seconds, over = Idle(), 1_000.0, minutes * 60.0, False
    idle.begin(now)
    for gap in gaps:
        since = idle.since
        now += gap
        over = over or now - since >= seconds
        assert idle.over(now, seconds) is over
        # The key that comes too late changes nothing.
        assert idle.used(now, seconds) is not over
    idle.begin(now)
    assert not idle.over(now, seconds)


@given(MINUTES, st.floats(0, 4_000))
def test_the_warning_comes_in_the_last_seconds_only(minutes, gone):
    idle, seconds = Idle(), minutes * 60.0
    idle.begin(0.0)
    warning = idle.warning(gone, seconds)
    assert (warning is not None) is (0.0 < seconds - gone <= WARN_SECONDS)
    assert warning is None or warning == seconds - gone


@given(st.floats(0, 1e9))
def test_a_console_that_never_locks_or_has_not_begun_does_not(now):
    idle = Idle()
    assert idle.left(now, 60.0) == inf
    assert idle.used(now, 60.0)
    idle.begin(0.0)
    assert not idle.over(now, 0.0)
    assert idle.warning(now, 0.0) is None


def test_times_that_go_back_take_nothing_away():
    idle = Idle()
    idle.begin(100.0)
    idle.used(90.0, 60.0)
    assert idle.since == pytest.approx(100.0)
