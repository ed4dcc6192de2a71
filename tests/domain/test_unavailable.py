"""What is said of a proposal: why this time, and why somebody must look at it."""

import pytest

from clinic_console.domain.schedule import MINUTE_MS
from clinic_console.domain.unavailable import (
    OTHER_DAY,
    OTHER_DOCTOR,
    Look,
    Passed,
    Place,
    Pool,
    Visit,
    Why,
    clash,
    cost,
    looks,
    reasons,
)

DAY = 1_440


def _at(minutes: int) -> int:
    return (10 * DAY + minutes) * MINUTE_MS


def _place(begins: int, practitioner: int = 2, **more: int) -> Place:
    ends = _at(begins + 30)
    return Place(practitioner, _at(begins), ends, _at(begins), ends, 1, 10 + begins // DAY, **more)


def _visit(priority: int = 3, busy: tuple[tuple[int, int], ...] = ()) -> Visit:
    return Visit("v", "anna", 1, 1, _at(600), 10, priority, busy)


@pytest.mark.parametrize(
    ("place", "passed", "said"),
    [
        (_place(600), Passed(), [Why.SAME_TIME, Why.SAME_DAY, Why.FIRST_FREE]),
        (_place(600, 1), Passed(), [Why.SAME_DOCTOR, Why.SAME_TIME, Why.SAME_DAY, Why.FIRST_FREE]),
        (_place(660), Passed(own_visit=True), [Why.SAME_DAY, Why.AFTER_OWN_VISIT]),
        (_place(600 + DAY, 1), Passed(needs=True), [Why.SAME_DOCTOR, Why.NEEDS]),
        (_place(600 + DAY), Passed(others=True), [Why.OTHERS_FIRST]),
        (_place(600 + DAY), Passed(), [Why.FIRST_FREE]),
        (None, Passed(), [Why.NOTHING_FREE]),
        (None, Passed(needs=True), [Why.NOTHING_FREE, Why.NEEDS]),
    ],
)
def test_why_a_time_is_proposed(place: Place | None, passed: Passed, said: list[Why]) -> None:
    assert reasons(_visit(), place, passed) == said


def test_who_looks_at_what() -> None:
    assert looks(_visit(), None) == [Look.NO_SLOT]
    assert looks(_visit(), _place(660)) == []
    assert looks(_visit(busy=((_at(720), _at(750)),)), _place(660)) == [Look.OWN_VISIT_NEAR]
    assert looks(_visit(busy=((_at(750), _at(780)),)), _place(660)) == []
    assert looks(_visit(1), _place(660)) == []
    assert looks(_visit(1), _place(660 + DAY)) == [Look.URGENT_LATE]


def test_what_a_place_costs() -> None:
    assert cost(_visit(), _place(600, 1)) == 0
    assert cost(_visit(), _place(570, 1)) == cost(_visit(), _place(630, 1)) == 30
    assert cost(_visit(1), _place(630, 1)) == 120
    assert cost(_visit(), _place(600)) == OTHER_DOCTOR
    assert cost(_visit(), _place(600 + DAY, 1)) == DAY + OTHER_DAY


def test_times_kept_free_around_visits_keep_others_away() -> None:
    wide = _place(600, before=10 * MINUTE_MS, after=10 * MINUTE_MS)
    assert not clash(wide, _place(640))
    assert clash(wide, _place(639))
    assert clash(wide, _place(561))
    assert not clash(wide, _place(560))
    assert not clash(wide, _place(600, 3))


def test_how_many_of_a_pool_are_free_at_the_least() -> None:
    pool = Pool(((0, 2), (10, 1), (20, 3)))
    assert [pool.least(*span) for span in ((0, 10), (0, 11), (10, 20), (15, 30), (20, 30), (25, 26))] == [
        2, 1, 1, 1, 3, 3,
    ]  # fmt: skip
    assert Pool(()).least(0, 5) == 0
