"""Priorities, limits and the rhythm of flashes."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_console.domain.alarms import DUTY, FLASH_HZ, Breach, Limits, Priority, phase


def test_a_higher_priority_is_the_larger_number_and_has_more_marks():
    assert sorted(Priority) == [Priority.LOW, Priority.MEDIUM, Priority.HIGH]
    assert [priority.mark for priority in sorted(Priority)] == ["!", "!!", "!!!"]


def test_flashes_are_as_fast_as_the_model_wants_them():
    assert 1.4 <= FLASH_HZ[Priority.HIGH] <= 2.8
    assert 0.4 <= FLASH_HZ[Priority.MEDIUM] <= 0.8
    assert Priority.LOW not in FLASH_HZ
    assert 0.2 <= DUTY <= 0.6


@given(st.floats(0, 1e7))
def test_low_is_steady(seconds):
    assert phase(Priority.LOW, seconds)


@pytest.mark.parametrize("priority", [Priority.HIGH, Priority.MEDIUM])
def test_a_flash_is_on_for_its_share_of_each_period(priority):
    period, steps = 1 / FLASH_HZ[priority], 1_000
    on = [phase(priority, 5_000 * period + (step + 0.5) * period / steps) for step in range(steps)]
    assert abs(sum(on) / steps - DUTY) < 0.01
    assert sum(before != after for before, after in itertools.pairwise(on)) == 1


@pytest.mark.parametrize(
    ("number", "breach"),
    [(87.9, Breach.BELOW), (88.0, None), (94.0, None), (100.0, None), (100.1, Breach.ABOVE)],
)
def test_on_the_limit_is_within(number, breach):
    assert Limits(88.0, 100.0).breach(number) is breach


def test_a_limit_that_is_not_there_is_never_crossed():
    assert Limits().breach(1e9) is None
    assert Limits(low=50.0).breach(400.0) is None
    assert Limits(high=120.0).breach(0.0) is None
