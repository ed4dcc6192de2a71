"""Which operation can follow which state, and where it stands so already."""

import pytest

from clinic_console.domain.appointments import PRESENT, State, may_follow
from clinic_console.domain.bulk import AMONG, BEYOND, LEADS_TO, Operation


@pytest.mark.parametrize("operation", Operation)
def test_bulk_work_goes_no_way_that_a_single_change_does_not(operation: Operation) -> None:
    after = LEADS_TO[operation]
    for before in AMONG[operation]:
        assert before is after or may_follow(before, after), before


@pytest.mark.parametrize("operation", [each for each in Operation if each not in (Operation.MOVE, Operation.ROOMED)])
def test_a_state_is_done_from_or_stands_so_already_but_never_both(operation: Operation) -> None:
    assert not AMONG[operation] & BEYOND[operation]
    assert LEADS_TO[operation] in BEYOND[operation]


def test_whoever_is_further_on_has_come_and_nobody_who_has_come_is_missing() -> None:
    assert BEYOND[Operation.ARRIVED] == PRESENT | {State.DONE}
    assert BEYOND[Operation.WITH_DOCTOR] == {State.WITH_DOCTOR, State.DONE}
    assert not AMONG[Operation.NO_SHOW] & PRESENT
