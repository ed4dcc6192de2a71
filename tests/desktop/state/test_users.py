"""People as an administrator knows them: what is looked for, who is open, and what is forgotten."""

from dataclasses import replace

import pytest

from clinic_console.desktop.state.users import Filters, Given, Membership, User, Users

SATO = User("u1", "sato", "N. Sato", (Membership("c1", "nurse"),), sessions=2)
ONO = User("u2", "ono", "K. Ono", (Membership("c1", "doctor"),))


@pytest.fixture
def users():
    made = Users()
    made.pages.take(made.pages.begin(), [SATO, ONO], None, 1.0)
    return made


@pytest.mark.parametrize(
    ("filters", "query"),
    [
        (Filters(), {}),
        (Filters(" sato "), {"search": "sato"}),
        (Filters(role="nurse", disabled=True), {"role": "nurse", "disabled": "true"}),
        (Filters(disabled=False), {"disabled": "false"}),
    ],
)
def test_what_is_looked_for(filters, query):
    assert filters.query() == query


def test_only_another_query_asks_the_hub_again(users):
    users.look_for(Filters(search="  "))
    assert not users.pages.wanted
    users.look_for(Filters(search="sa"))
    assert users.pages.wanted


def test_who_is_open_is_kept_up_to_date(users):
    users.open(SATO)
    before = users.version
    users.put(replace(SATO, name="New"))
    assert users.opened.name == "New"
    assert users.pages.get("u1").name == "New"
    assert users.version > before
    users.signed_out("u1")
    assert users.opened.sessions == 0
    users.signed_out("u9")


def test_who_works_here_no_more_is_gone(users):
    users.open(SATO)
    users.put(replace(SATO, memberships=()))
    assert users.opened is None
    assert users.pages.get("u1") is None


def test_a_password_stands_until_it_was_taken_down_or_somebody_else_is_opened(users):
    users.give(Given(SATO, "korb-alge"))
    assert users.opened == SATO
    users.taken_down()
    assert (users.given, users.opened) == (None, SATO)
    users.give(Given(SATO, "korb-alge"))
    users.open(ONO)
    assert users.given is None


def test_nothing_is_left_for_the_next_one(users):
    users.look_for(Filters("sato"))
    users.give(Given(SATO, "korb-alge"))
    users.clear()
    assert (users.given, users.opened, users.making, users.filters) == (None, None, False, Filters())
    assert users.pages.rows == ()
    assert "korb-alge" not in repr(vars(users))
