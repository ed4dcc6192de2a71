"""Slowing down who guesses."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from clinic_console.domain.errors import TooMany
from clinic_console.hub.service import throttle
from clinic_console.hub.service.throttle import FREE, LONGEST_SECONDS, Throttle


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def _refused(guard: Throttle, login: str = "nurse", address: str = "a") -> int:
    try:
        guard.attempt(login, address)
    except TooMany as error:
        return error.retry_after
    return 0


def test_some_mistakes_are_free_and_then_the_wait_doubles() -> None:
    clock = Clock()
    guard = Throttle(clock)
    assert [_refused(guard) for _ in range(FREE + 1)] == [0] * (FREE + 1)
    waits = []
    for _ in range(8):
        wait = _refused(guard)
        waits.append(wait)
        clock.now += wait
        assert _refused(guard) == 0
    assert waits == [2, 4, 8, 16, 32, 60, 60, 60]


def test_others_are_not_slowed_and_case_does_not_help() -> None:
    guard = Throttle(Clock())
    for _ in range(FREE + 1):
        guard.attempt("nurse", "a")
    assert _refused(guard, "NURSE")
    assert not _refused(guard, "doctor")
    assert not _refused(guard, "nurse", "b")


def test_success_and_time_forget() -> None:
    clock = Clock()
    guard = Throttle(clock)
    for _ in range(FREE + 1):
        guard.attempt("nurse", "a")
    guard.succeeded("nurse", "a")
    assert len(guard) == 0
    for _ in range(FREE + 1):
        guard.attempt("nurse", "a")
    clock.now += throttle.FORGET_SECONDS + 1
    assert [_refused(guard) for _ in range(FREE)] == [0] * FREE


def test_what_was_never_checked_does_not_count() -> None:
    guard = Throttle(Clock())
    for _ in range(50):
        guard.attempt("nurse", "a")
        guard.withdraw("nurse", "a")
    assert not _refused(guard)


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "REMEMBERED", 10)
    guard = Throttle(Clock())
    for number in range(100):
        guard.attempt(f"user{number}", "a")
    assert len(guard) == 10


@example(
    [
        0.0,
        0.0,
        31.36905464978608,
        119.61891448388863,
        119.36118493272923,
        119.18544705543275,
        119.78871131666827,
        119.89315600173099,
        119.67808798920687,
        119.98566258913179,
        119.33550172216233,
        0.0,
    ]
)
@given(st.lists(st.floats(min_value=0, max_value=120), min_size=FREE + 1, max_size=60))
def test_nobody_waits_longer_than_the_longest(pauses: list[float]) -> None:
    clock = Clock()
    guard = Throttle(clock)
    for pause in pauses:
        clock.now += pause
        assert 0 <= _refused(guard) <= LONGEST_SECONDS
