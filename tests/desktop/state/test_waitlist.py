"""The waitlist in the state: asked for when it is old, in order, nothing of another clinic."""

from dataclasses import replace

from clinic_console.desktop.state.schedule_columns import Person
from clinic_console.desktop.state.waitlist import MOST, Draft, Freed, Waiting, WaitlistState, Wish
from clinic_console.domain.errors import HubUnavailable


def who(number: int, priority: int = 3, **fields) -> Waiting:
    return replace(Waiting(f"w{number}", "c1", Person(name="Ann"), Wish(2, priority=priority), number), **fields)


def loaded(*items: Waiting) -> WaitlistState:
    state = WaitlistState()
    state.look_at("c1")
    state.asking()
    state.take("c1", items, len(items), 1, 1.0)
    return state


def test_it_is_asked_for_once_and_again_when_it_has_changed():
    state = WaitlistState()
    assert not state.stale
    state.look_at("c1")
    assert state.stale
    state.asking()
    assert not state.stale
    state.take("c1", (who(1),), 1, 4, 1.0)
    state.told("c1", 4)
    assert not state.stale
    state.told("c2", 9)
    assert not state.stale
    state.told("c1", 5)
    assert state.stale


def test_a_failure_is_not_asked_about_without_end():
    state = loaded(who(1))
    state.again()
    state.asking()
    problem = HubUnavailable()
    state.failed("c1", problem)
    assert (state.items, state.problem, state.stale) == ((who(1),), problem, False)
    state.again()
    assert state.stale


def test_an_answer_of_another_clinic_or_an_older_one_is_passed_over():
    state = loaded(who(1))
    state.take("c1", (who(2),), 1, 0, 2.0)
    assert state.items == (who(1),)
    state.look_at("c2")
    state.take("c1", (who(3),), 1, 9, 3.0)
    assert state.items == ()


def test_the_most_urgent_first_then_who_has_waited_longest():
    state = loaded(who(1, 1), who(5), who(9))
    state.put(who(7))
    assert [each.id for each in state.items] == ["w1", "w5", "w7", "w9"]
    state.put(who(9, 1))
    assert ([each.id for each in state.items], state.total) == (["w1", "w9", "w5", "w7"], 4)
    state.take_off("w5")
    state.take_off("w5")
    assert state.total == 3


def test_what_is_free_is_in_order_of_time_then_of_need():
    early, late = Freed("o1", 1, 100, 200), Freed("o2", 1, 300, 400)
    state = loaded(who(1, 1, offers=(late,)), who(2, 2, offers=(late, early)), who(3))
    assert [(waiting.id, offer.id) for waiting, offer in state.freed] == [("w2", "o1"), ("w1", "o2"), ("w2", "o2")]
    state.pass_over("o2")
    assert [offer.id for _, offer in state.freed] == ["o1"]


def test_it_is_bounded_and_nothing_stays_for_who_signs_in_next():
    state = loaded(*(who(number) for number in range(MOST + 5)))
    assert len(state.items) == MOST
    state.write(Draft("w1", "c1"))
    state.clear()
    assert (state.clinic, state.items, state.draft, state.stale) == ("", (), None, False)
