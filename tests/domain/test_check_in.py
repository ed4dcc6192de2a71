"""What two identifiers come to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_console.domain.appointments import Identity, State, may_follow
from clinic_console.domain.check_in import (
    AT_LEAST,
    CHECKED_IN_FROM,
    COMPARABLE,
    USUAL,
    WRITABLE,
    compared_of,
    identity_of,
)
from clinic_console.domain.errors import BadField


@given(st.lists(st.sampled_from(COMPARABLE)))
def test_what_was_compared_is_told_once_each_and_in_one_order(named: list[str]) -> None:
    compared = compared_of(named)
    assert set(compared) == set(named)
    assert list(compared) == [each for each in COMPARABLE if each in named]


@pytest.mark.parametrize("named", [["room"], ["name", "time"], [""], ["Name"]])
def test_what_is_no_identifier_is_refused(named: list[str]) -> None:
    with pytest.raises(BadField) as caught:
        compared_of(named)
    assert caught.value.field == "compared"


@given(st.lists(st.sampled_from(COMPARABLE)), st.sampled_from(["", "no papers"]))
def test_two_identifiers_or_a_reason_and_never_both(named: list[str], why: str) -> None:
    compared = compared_of(named)
    enough = len(compared) >= AT_LEAST
    if why and enough:
        with pytest.raises(BadField, match="two identifiers"):
            identity_of(compared, why)
    elif not why and compared and not enough:
        with pytest.raises(BadField) as caught:
            identity_of(compared, why)
        assert caught.value.field == "compared"
    else:
        said = Identity.NOT_CONFIRMED if why else Identity.CONFIRMED if enough else Identity.UNKNOWN
        assert identity_of(compared, why) is said


def test_the_usual_two_are_enough() -> None:
    assert identity_of(compared_of(USUAL), "") is Identity.CONFIRMED


def test_whoever_is_checked_in_could_come_to_that_state_and_can_be_written_there() -> None:
    assert all(may_follow(state, State.CHECKED_IN) for state in CHECKED_IN_FROM)
    assert State.CHECKED_IN in WRITABLE
    assert {State.CANCELLED, State.NO_SHOW, State.DONE}.isdisjoint(WRITABLE | CHECKED_IN_FROM)
