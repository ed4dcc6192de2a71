"""Slowing down who guesses: by account from everywhere, by address at everybody; nobody is locked out."""

from contextlib import suppress

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


def _enter(guard: Throttle, login: str, address: str = "192.0.2.1") -> None:
    guard.succeeded(guard.attempt(login, address))


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


def test_an_account_is_slowed_wherever_the_guesses_come_from() -> None:
    guard = Throttle(Clock())
    for address in _addresses(FREE + 1):
        guard.attempt("nurse", address)
    assert _refused(guard, "nurse", "203.0.113.9")
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
    _enter(guard, "nurse")
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
    _enter(guard, "mallory")
    guard.attempt("user", "192.0.2.1")
    assert _refused(guard, "user2", "192.0.2.1")
    for _ in range(FREE):
        guard.attempt("mallory", "192.0.2.1")
    _enter(guard, "mallory")
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
        guard.withdraw(guard.attempt("nurse", "192.0.2.1"))
    assert not _refused(guard)


@pytest.mark.parametrize("at_home", [False, True])
@pytest.mark.parametrize("outcome", ["withdraw", "succeeded"])
def test_whoever_belongs_here_frees_nobody_elses_guesses(at_home: bool, outcome: str) -> None:
    guard = Throttle(Clock())
    if at_home:
        _enter(guard, "mallory")
    for number in range(FREE_OF_ADDRESS):
        guard.attempt(f"user{number}", "192.0.2.1")
    begun = guard.attempt("mallory", "192.0.2.1")
    guard.attempt("somebody", "192.0.2.1") if at_home else None
    assert _refused(guard, "next", "192.0.2.1")
    getattr(guard, outcome)(begun)
    # Before it there was no wait where it counted itself, after it the one that the others have made.
    assert bool(_refused(guard, "next", "192.0.2.1")) is at_home


@given(st.lists(st.sampled_from(["guess", "own", "withdraw", "succeeded", "second"]), max_size=200))
def test_an_insider_guesses_no_faster_than_a_stranger(steps: list[str]) -> None:
    clocks = Clock(), Clock()
    insider, stranger = Throttle(clocks[0]), Throttle(clocks[1])
    for guard in (insider, stranger):
        for number in range(FREE_OF_ADDRESS - 3):
            guard.attempt(f"user{number}", "192.0.2.1")
    _enter(insider, "mallory")
    begun = []
    for number, step in enumerate(steps):
        if step == "guess":
            if not _refused(insider, f"victim{number}"):
                assert not _refused(stranger, f"victim{number}")
            else:
                _refused(stranger, f"victim{number}")
        elif step == "second":
            for clock in clocks:
                clock.now += 1
        elif step == "own":
            with suppress(TooMany):
                begun.append(insider.attempt("mallory", "192.0.2.1"))
        elif begun:
            getattr(insider, step)(begun.pop())


def test_an_attempt_is_taken_back_once() -> None:
    guard = Throttle(Clock())
    begun = [guard.attempt("nurse", "192.0.2.1") for _ in range(FREE + 1)]
    assert _refused(guard)
    guard.withdraw(begun[0])
    guard.withdraw(begun[0])
    assert _refused(guard), "the wait is another's"
    guard.withdraw(begun[-1])
    assert [bool(_refused(guard)) for _ in range(4)] == [False, False, True, True]


def test_where_somebody_is_known_to_have_signed_in_the_account_is_judged_on_its_own() -> None:
    guard = Throttle(Clock())
    for address in _addresses(FREE + 1):
        guard.attempt("nurse", address)
    assert _refused(guard, "nurse", "2001:db8::1")
    guard.attempt("nurse", "2001:db8::1", ["192.0.2.1", "2001:db8::2"])
    with pytest.raises(TooMany):
        guard.attempt("nurse", "198.51.100.1", ["192.0.2.1", "2001:db8::2"])


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
        _enter(guard, f"user{number}", address)
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
        made = None
        with suppress(TooMany):
            made = guard.attempt(login, address)
        if made is None:
            assert 0 < _refused(guard, login, address) <= LONGEST_SECONDS
        elif outcome == "right":
            guard.succeeded(made)
        elif outcome == "withdrawn":
            guard.withdraw(made)
    clock.now += LONGEST_SECONDS
    assert not any(_refused(guard, login, address) for login, address in (("nurse", "192.0.2.1"),))
