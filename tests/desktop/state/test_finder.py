"""What the finder looks for and has found: answers that were overtaken change nothing."""

from clinic_console.desktop.state.booking_slot import Offer
from clinic_console.desktop.state.finder import Criteria, FinderState, Part
from clinic_console.domain.errors import HubUnavailable

ONE, TWO = (Offer(1, "c1", begins, begins + 1, "Dr Itō") for begins in (1_000, 2_000))


def test_the_newest_question_wins():
    finder = FinderState()
    assert finder.want(type=2)
    first = finder.begin(1.0)
    old = finder.wanted
    assert finder.want(part=Part.MORNING)
    second = finder.begin(2.0)
    finder.found(second, finder.wanted, (TWO,), more=False, took=4)
    finder.found(first, old, (ONE,), more=True, took=9)
    finder.failed(first, HubUnavailable())
    assert (finder.offers, finder.more, finder.took, finder.problem) == ((TWO,), False, 4, None)
    assert finder.current


def test_what_was_found_before_stays_but_is_not_current():
    finder = FinderState()
    finder.want(type=2)
    finder.found(finder.begin(1.0), finder.wanted, (ONE,), more=True, took=4)
    assert not finder.want(type=2)
    assert finder.want(weekdays=(1,))
    assert (finder.offers, finder.current) == ((ONE,), False)
    problem = HubUnavailable()
    finder.failed(finder.begin(2.0), problem)
    assert (finder.offers, finder.problem, finder.began) == ((ONE,), problem, None)
    finder.want(weekdays=())
    assert (finder.problem, finder.current) == (None, True)


def test_more_comes_behind_and_none_of_it_twice():
    finder = FinderState()
    finder.want(type=2)
    finder.found(finder.begin(1.0), finder.wanted, (ONE,), more=True, took=4)
    finder.found_more(finder.begin(2.0), (ONE, TWO), more=False, took=3)
    assert (finder.offers, finder.more) == ((ONE, TWO), False)


def test_nothing_stays_for_who_signs_in_next():
    finder = FinderState()
    finder.want(type=2)
    serial, wanted = finder.begin(1.0), finder.wanted
    finder.clear()
    finder.found(serial, wanted, (ONE,), more=True, took=4)
    assert (finder.wanted, finder.offers, finder.began) == (Criteria(), (), None)
