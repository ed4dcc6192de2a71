"""Slowing down who guesses: by account from everywhere, by address at everybody; nobody is locked out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_console.domain.errors import TooMany
from clinic_console.hub.service import throttle
from clinic_console.hub.service.throttle import FREE, FREE_OF_ADDRESS, LONGEST_SECONDS, Throttle, place_of


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def _refused(guard: Throttle, login: str = "nurse", address: str = "192.0.2.1") -> int:
    try:
        guard.attempt(login, address)
    except TooMany as error:
        return error.retry_after
    return 0


def _addresses(count: int) -> list[str]:
    return [f"198.51.{number // 250}.{number % 250}" for number in range(count)]


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


def test_an_account_is_slowed_wherever_the_guesses_come_from_and_case_does_not_help() -> None:
    guard = Throttle(Clock())
    for address in _addresses(FREE + 1):
        guard.attempt("nurse", address)
    assert _refused(guard, "NURSE", "203.0.113.9")
    assert not _refused(guard, "doctor", "203.0.113.9")


def test_an_address_is_slowed_whomever_the_guesses_aim_at() -> None:
    guard = Throttle(Clock())
    for number in range(FREE_OF_ADDRESS + 1):
        guard.attempt(f"user{number}", "192.0.2.1")
    assert _refused(guard, "somebody", "192.0.2.1")
    assert not _refused(guard, "somebody", "192.0.2.2")


def test_strangers_do_not_keep_people_from_where_they_have_signed_in() -> None:
    clock = Clock()
    guard = Throttle(clock)
    guard.attempt("nurse", "192.0.2.1")
    guard.succeeded("nurse", "192.0.2.1")
    for address in _addresses(1_000):
        _refused(guard, "nurse", address)
    assert _refused(guard, "nurse", "203.0.113.9")
    assert not _refused(guard, "nurse", "192.0.2.1")
    # Nor does a neighbour behind the same address who guesses at others.
    for number in range(FREE_OF_ADDRESS + 1):
        _refused(guard, f"user{number}", "192.0.2.1")
    assert _refused(guard, "somebody", "192.0.2.1")
    assert not _refused(guard, "nurse", "192.0.2.1")
    # There, too, only so many mistakes are free.
    assert any(_refused(guard, "nurse", "192.0.2.1") for _ in range(FREE))
    clock.now += throttle.LATELY_SECONDS + 1
    for address in _addresses(FREE + 1):
        _refused(guard, "nurse", address)
    assert _refused(guard, "nurse", "192.0.2.1"), "long ago is not lately"


def test_success_forgets_the_accounts_mistakes_there_but_not_the_addresss() -> None:
    guard = Throttle(Clock())
    for number in range(FREE_OF_ADDRESS):
        guard.attempt(f"user{number}", "192.0.2.1")
    # An attacker with an account of his own signs in between two guesses.
    guard.attempt("mallory", "192.0.2.1")
    guard.succeeded("mallory", "192.0.2.1")
    guard.attempt("user", "192.0.2.1")
    assert _refused(guard, "user2", "192.0.2.1")
    for _ in range(FREE):
        guard.attempt("mallory", "192.0.2.1")
    guard.succeeded("mallory", "192.0.2.1")
    assert [_refused(guard, "mallory", "192.0.2.1") for _ in range(FREE + 1)] == [0] * (FREE + 1)


def test_time_forgets() -> None:
    clock = Clock()
    guard = Throttle(clock)
    for _ in range(FREE + 1):
        guard.attempt("nurse", "192.0.2.1")
    clock.now += throttle.LEAK_SECONDS["account"] * (FREE + 1)
    assert [_refused(guard) for _ in range(FREE + 1)] == [0] * (FREE + 1)


def test_what_was_never_checked_does_not_count() -> None:
    guard = Throttle(Clock())
    for _ in range(50):
        guard.attempt("nurse", "192.0.2.1")
        guard.withdraw("nurse", "192.0.2.1")
    assert not _refused(guard)


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3::9", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("", ""),
        ("x" * 1_000, "x" * 64),
    ],
)
def test_an_ipv6_network_is_one_place(address: str, place: str) -> None:
    assert place_of(address) == place


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "REMEMBERED", 10)
    guard = Throttle(Clock())
    for number, address in enumerate(_addresses(100)):
        guard.attempt(f"user{number}", address)
        guard.succeeded(f"user{number}", address)
        guard.attempt(f"other{number}", address)
    assert len(guard) == 10


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["nurse", "doctor"]),
            st.sampled_from(["192.0.2.1", "192.0.2.2"]),
            st.floats(min_value=0, max_value=120),
            st.sampled_from(["wrong", "right", "withdrawn"]),
        ),
        max_size=60,
    )
)
def test_nobody_waits_longer_than_the_longest(
    attempts: list[tuple[str, str, float, str]],
) -> None:
    clock = Clock()
    guard = Throttle(clock)
    for login, address, pause, outcome in attempts:
        clock.now += pause
        wait = _refused(guard, login, address)
        assert 0 <= wait <= LONGEST_SECONDS
        if wait == 0 and outcome == "right":
            guard.succeeded(login, address)
        if wait == 0 and outcome == "withdrawn":
            guard.withdraw(login, address)
    clock.now += LONGEST_SECONDS
    assert not any(_refused(guard, login, address) for login, address in (("nurse", "192.0.2.1"),))
