"""Call lists as the console keeps them: the newest word about a row stays, an older list does not take it back."""

from dataclasses import replace

import pytest

from clinic_console.desktop.state.schedule_columns import Card
from clinic_console.desktop.state.unavailable_calls import FRESH_SECONDS, CallList, CallRow, Calls
from clinic_console.domain.bulk import Outcome
from clinic_console.domain.errors import BadField
from clinic_console.domain.unavailable import Action, Contact

CLINIC = "0192f0c5-0000-7000-8000-000000000001"


def row(number: int, **fields) -> CallRow:
    card = Card(str(number), 1_000, 2_000, CLINIC, 2, 1)
    return replace(CallRow(card, Action.MOVE, 500, 1, Outcome.DONE), **fields)


def listed(*rows: CallRow, name: str = "a") -> CallList:
    return CallList(name, CLINIC, 1, 0, 10_000, "", "N. Sato", 0, rows)


def test_a_list_is_asked_for_again_while_it_is_looked_at():
    calls = Calls()
    calls.look_at(CLINIC)
    assert not calls.stale(0.0)
    calls.open("a")
    assert calls.stale(0.0)
    assert calls.begin() == "a"
    assert not calls.stale(0.0)
    calls.take(listed(row(1)), 10.0)
    assert not calls.stale(10.0 + FRESH_SECONDS - 1)
    assert calls.stale(10.0 + FRESH_SECONDS + 1)


def test_an_older_answer_does_not_take_a_call_back():
    calls = Calls()
    calls.show(listed(row(1), row(2)), 0.0)
    calls.put("a", row(1, contact=Contact.AGREED, version=2))
    calls.take(listed(row(1), row(2, contact=Contact.MESSAGE, version=3)), 1.0)
    assert calls.row("1").contact is Contact.AGREED
    assert calls.row("2").contact is Contact.MESSAGE


def test_an_answer_about_another_list_is_passed_over():
    calls = Calls()
    calls.show(listed(row(1)), 0.0)
    calls.open("b")
    calls.take(listed(row(1)), 1.0)
    calls.put("a", row(1, contact=Contact.AGREED))
    calls.failed("a", BadField())
    assert (calls.list, calls.problem) == (None, None)


@pytest.mark.parametrize(
    ("fields", "is_open"),
    [
        ({}, True),
        ({"contact": Contact.NO_ANSWER}, True),
        ({"contact": Contact.AGREED}, False),
        ({"contact": Contact.DECLINED}, False),
        ({"action": Action.LEAVE}, False),
        ({"outcome": Outcome.CONFLICT}, False),
        ({"action": Action.WAITLIST}, True),
    ],
)
def test_who_is_still_to_be_called(fields, is_open):
    assert row(1, **fields).open is is_open


def test_what_did_not_happen_may_have_been_made_good_since():
    assert not row(1).moved_since
    assert row(1, outcome=Outcome.CONFLICT).moved_since
    assert not row(1, outcome=Outcome.CONFLICT, was_begins=1_000, was_practitioner=2).moved_since


def test_nothing_stays_when_somebody_leaves():
    calls = Calls()
    calls.show(listed(row(1)), 0.0)
    calls.clear()
    assert (calls.list, calls.wanted, calls.clinic, calls.heads.rows) == (None, "", "", ())
