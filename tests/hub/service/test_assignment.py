"""The plan for all visits of somebody who is away: the best of all plans, compared with trying every one."""

import itertools
import random
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinic_console.domain.schedule import MINUTE_MS
from clinic_console.domain.unavailable import (
    NOTICE_MS,
    Chosen,
    Place,
    Pool,
    Problem,
    Use,
    Visit,
    broken,
    fits,
    total,
    unplaced,
)
from clinic_console.hub.service import assignment
from clinic_console.hub.service.assignment import assign

AMPLE = 30.0
DAY = 1_440
_LENGTHS = {1: 30, 2: 45, 3: 20}


def _at(minutes: int) -> int:
    return (10 * DAY + minutes) * MINUTE_MS


def _place(practitioner: int, begins: int, kind: int = 1, **more: object) -> Place:
    """Return a place that begins so many minutes after midnight of day 10."""
    given = {"own_begins": _at(begins), "own_ends": _at(begins + _LENGTHS[kind]), "day": 10 + begins // DAY} | more
    return Place(practitioner, _at(begins), _at(begins + _LENGTHS[kind]), type=kind, **given)  # type: ignore[arg-type]


def _every(problem: Problem) -> Iterator[Chosen]:
    """Yield each plan there is, allowed or not, but for what a visit cannot have by itself."""
    options = [
        [None, *(place for place in problem.places[visit.type] if fits(visit, place, problem.now))]
        for visit in problem.visits
    ]
    yield from itertools.product(*options)


def _least(problem: Problem) -> int:
    """Return what the best plan costs, by trying all of them."""
    return min(total(problem, chosen) for chosen in _every(problem) if not broken(problem, chosen))


@st.composite
def _problems(draw: st.DrawFn) -> Problem:
    """Make up a small practice: several lengths, two-step visits, groups, buffers, rooms, one patient twice."""
    kinds = draw(st.lists(st.sampled_from(sorted(_LENGTHS)), min_size=1, max_size=2, unique=True))
    minutes = st.integers(0, 10).map(lambda step: 480 + 15 * step)
    places: dict[int, tuple[Place, ...]] = {}
    for kind in kinds:
        offset = draw(st.sampled_from([0, 0, 10]))
        buffers = {
            "before": draw(st.sampled_from([0, 0, 5])) * MINUTE_MS,
            "after": draw(st.sampled_from([0, 10])) * MINUTE_MS,
        }
        room = draw(st.booleans())
        left = draw(st.sampled_from([1, 1, 1, 2]))
        made = {}
        for who, begins, later in draw(
            st.lists(st.tuples(st.integers(1, 2), minutes, st.sampled_from([0, 0, DAY])), max_size=6)
        ):
            at = begins + later
            uses = (Use(0, _at(at), _at(at + _LENGTHS[kind])),) if room else ()
            made[who, at] = _place(who, at, kind, own_begins=_at(at + offset), left=left, uses=uses, **buffers)
        places[kind] = tuple(sorted(made.values(), key=lambda place: (place.begins, place.practitioner)))
    visits = tuple(
        Visit(
            f"v{number}",
            draw(st.sampled_from(["anna", "ben", "chie"])),
            draw(st.sampled_from(kinds)),
            draw(st.integers(1, 3)),
            _at(draw(minutes)),
            10,
            draw(st.sampled_from([1, 2, 3])),
            draw(st.sampled_from([(), ((_at(510), _at(540)),)])),
        )
        for number in range(draw(st.integers(1, 4)))
    )
    steps = ((0, draw(st.integers(0, 2))), (_at(540), draw(st.integers(0, 2))))
    pool = Pool(steps, frozenset(draw(st.sampled_from([(), (1,)]))))
    return Problem(visits, places, (pool,), draw(st.sampled_from([_at(0), _at(420)])))


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(_problems())
def test_no_plan_that_is_allowed_costs_less(problem: Problem) -> None:
    found = assign(problem, AMPLE)
    assert found.optimal
    assert broken(problem, found.chosen) == []
    assert total(problem, found.chosen) == _least(problem)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(_problems())
def test_what_is_found_without_time_is_allowed_and_not_said_to_be_the_best(problem: Problem) -> None:
    found = assign(problem, 0.0)
    assert broken(problem, found.chosen) == []
    assert not found.optimal


@pytest.mark.parametrize("seed", range(6))
def test_leaving_out_columns_changes_nothing(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    problem = week(12, seed, free=0.3)
    small = assign(problem, AMPLE)
    monkeypatch.setattr(assignment, "_first_columns", lambda _: 10**6)
    whole = assign(problem, AMPLE)
    assert small.optimal
    assert whole.optimal
    assert total(problem, small.chosen) == total(problem, whole.chosen)
    assert broken(problem, small.chosen) == []


def test_a_true_assignment_is_not_first_come() -> None:
    # Whoever comes first would take the one time that the other can have.
    early, late = _place(2, 540), _place(2, 600)
    visits = (
        Visit("first", "anna", 1, 1, _at(540), 10),
        Visit("second", "ben", 1, 1, _at(540), 10, busy=((_at(600), _at(630)),)),
    )
    found = assign(Problem(visits, {1: (early, late)}), AMPLE)
    assert found.chosen == (late, early)


def test_urgent_visits_go_before_others() -> None:
    near, far = _place(2, 570), _place(2, 570 + DAY)
    visits = (Visit("routine", "anna", 1, 1, _at(540), 10, 3), Visit("urgent", "ben", 1, 1, _at(540), 10, 1))
    found = assign(Problem(visits, {1: (near, far)}), AMPLE)
    assert found.chosen == (far, near)


def test_nobody_is_asked_to_come_much_earlier_or_at_once() -> None:
    visit = Visit("v", "anna", 1, 1, _at(600), 10)
    assert fits(visit, _place(2, 545), _at(0))
    assert not fits(visit, _place(2, 535), _at(0))
    assert not fits(visit, _place(2, 545), _at(545) - NOTICE_MS + 1)
    assert fits(visit, _place(2, 600), _at(599))


def test_without_places_all_stay_without() -> None:
    visits = (Visit("v", "anna", 1, 1, _at(600), 10),)
    found = assign(Problem(visits, {1: ()}), AMPLE)
    assert (found.chosen, found.optimal) == ((None,), True)
    assert total(Problem(visits, {1: ()}), found.chosen) == unplaced(visits[0])
    assert assign(Problem((), {}), AMPLE).chosen == ()


def week(many: int, seed: int, *, free: float = 0.2, doctors: int = 6, days: int = 10) -> Problem:
    """Make up a week that is so full, with a day's visits of one doctor to be placed into it."""
    chance = random.Random(seed)
    places = {
        1: tuple(
            _place(who, day * DAY + at)
            for day in range(days)
            for at in range(540, 1_020, 15)
            for who in range(1, doctors + 1)
            if chance.random() < free and not (who == 1 and day == 0)
        )
    }
    visits = tuple(
        Visit(f"v{number}", f"p{number}", 1, 1, _at(540 + 15 * (number % 32)), 10, chance.choice([1, 2, 2, 3]))
        for number in range(many)
    )
    return Problem(visits, places)
