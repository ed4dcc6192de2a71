"""The walk through a check-in: which steps there are, what is sent, and what somebody else changed."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from clinic_console.desktop.state.check_in import CheckInState, Companion, Draft, Form, Part, Sheet
from clinic_console.desktop.state.schedule_columns import Card, Person
from clinic_console.domain.appointments import State
from clinic_console.domain.check_in import COMPARABLE, FormState
from clinic_console.domain.errors import AppointmentChanged

VALUES = {"name": "Aoki Ren", "born": "1958-03-04", "mrn": "4018221"}


def card(version=1, state=State.ARRIVED, **fields):
    return Card("v1", 1, 2, "c", 1, 1, state, version, **fields)


def sheet(version=1, draft=None, state=State.ARRIVED, **fields):
    return Sheet(card(version, state, patient=Person("p1", name="Aoki Ren")), draft or Draft(), VALUES, **fields)


def opened(**fields):
    state = CheckInState()
    state.open(card(), child=fields.pop("child", False))
    state.take("v1", sheet(**fields))
    return state


def test_steps_with_nothing_to_be_done_are_passed():
    assert opened().parts == (Part.IDENTITY, Part.CONTACTS)
    assert opened(alerts=("Latex",), child=True).parts[2:] == (Part.ALERTS, Part.COMPANIONS)
    signed = Draft(forms=(Form("Consent", FormState.SIGNED),))
    assert Part.FORMS not in opened(draft=signed).parts
    assert Part.FORMS in opened(draft=Draft(forms=(Form("Consent"),))).parts


def test_a_form_that_is_signed_meanwhile_keeps_its_step():
    state = opened(draft=Draft(forms=(Form("Consent"),)))
    state.step(1)
    state.step(1)
    state.cycle(0)
    assert (state.part, state.last) == (Part.FORMS, True)


def test_one_identifier_is_not_enough_and_a_reason_stands_for_two():
    state = opened()
    assert state.identified
    state.toggle("born")
    assert not state.identified
    assert state.send("k") is None
    state.ask_why(on=True)
    state.type(not_confirmed=" deaf ")
    request = state.send("k")
    assert (request.draft.compared, request.draft.not_confirmed) == ((), "deaf")


@given(st.lists(st.sampled_from(COMPARABLE), max_size=20))
def test_what_is_sent_was_compared_in_any_order_of_keys(names):
    state = opened()
    for name in names:
        state.toggle(name)
    wanted = {"name", "born"}
    for name in names:
        wanted ^= {name}
    request = state.send("k")
    assert (request is not None) is (len(wanted) >= 2)
    if request is not None:
        assert request.draft.compared == tuple(each for each in COMPARABLE if each in wanted)


def test_what_somebody_else_changed_stops_it_until_it_was_looked_at():
    state = opened()
    state.toggle("mrn")
    state.send("k")
    state.refused("k", AppointmentChanged())
    state.take("v1", sheet(2, state=State.ROOMED))
    assert state.newer is not None
    assert state.send("k2") is None
    state.look_again()
    assert state.draft.compared == ("name", "born", "mrn")
    assert (state.part, state.checks_in) == (Part.IDENTITY, False)
    assert state.send("k3").card.version == 2


def test_an_answer_that_comes_late_is_told_and_closes_nothing_else():
    state = opened()
    state.send("k")
    state.close()
    state.open(replace(card(), id="v2"))
    state.kept("k", card(2, State.CHECKED_IN))
    outcome = state.outcomes.pop()
    assert (outcome.here, state.card.id) == (False, "v2")


def test_nothing_is_typed_while_it_is_on_its_way():
    state = opened()
    state.send("k")
    state.toggle("mrn")
    state.put_companion(0, Companion("Ken"))
    assert state.draft.companions == ()
    assert state.draft.compared == ("name", "born")


def test_a_companion_without_a_name_is_nobody():
    state = opened()
    state.put_companion(0, Companion())
    state.put_companion(1, Companion("Ken", "father"))
    assert [each.name for each in state.send("k").draft.companions] == ["Ken"]


def test_a_visit_that_is_over_is_not_written():
    state = opened(state=State.CANCELLED)
    assert state.over
    assert state.send("k") is None
