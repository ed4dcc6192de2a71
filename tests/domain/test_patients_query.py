"""What somebody types to find a patient."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_console.domain.patients_query import MOST_WORDS, Query, national, read_query

TODAY = date(2026, 3, 4)
BORN = (date(1950, 3, 12), date(1950, 12, 3))


def _read(text: str, order: str = "dmy") -> Query:
    return read_query(text, order, TODAY)


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("Sato", Query(("sato",), ("sato",))),
        ("Müller  j", Query(("muller", "j"), ("muller", "j"))),
        ("Mueller", Query(("muller",), ("mueller",))),
        ("タナカ", Query(("たなか",), ("tanaka",))),
        ("田", Query(("田",), ("田",))),
        ("sato 1950", Query(("sato",), ("sato",), year=1950)),
        ("1950 sato", Query(("sato",), ("sato",), year=1950)),
        ("1950", Query(phone="1950", number="1950")),
        ("12/03/1950", Query(born=BORN)),
        ("13/03/1950", Query(born=(date(1950, 3, 13),))),
        ("sato 12.03.1950", Query(("sato",), ("sato",), born=BORN)),
        ("12 Mar 1950 sato", Query(("sato",), ("sato",), born=BORN[:1])),
        ("S25.3.12", Query(born=BORN[:1])),
        ("19500312", Query(born=BORN[:1], phone="19500312", number="19500312")),
        ("090-1234-5678", Query(phone="9012345678", number="09012345678")),
        ("+81 90 1234", Query(phone="901234", number="81901234")),
        ("sato 0901234", Query(("sato",), ("sato",), phone="901234", number="0901234")),
        ("MRN-12", Query(("mrn", "12"), ("mrn", "12"), number="MRN12", either=True)),
        ("123", Query(number="123")),
        ("３１２", Query(number="312")),
    ],
)
def test_a_text_is_read_for_what_it_is(typed: str, query: Query) -> None:
    assert _read(typed) == query


def test_the_local_order_says_which_date_is_likelier() -> None:
    assert _read("12/03/1950", "mdy").born == BORN[::-1]
    assert _read("12/03/1950", "ymd").born == BORN


@pytest.mark.parametrize("typed", ["", " ", "a", "é", "!?", "-", "12", "()", "'"])
def test_too_little_is_nothing(typed: str) -> None:
    assert not _read(typed)


@pytest.mark.parametrize("typed", ["12/03/2027", "12/03/1850"])
def test_a_day_on_which_nobody_alive_was_born_is_none(typed: str) -> None:
    assert _read(typed).born == ()


@pytest.mark.parametrize(
    ("phone", "digits"),
    [
        ("+81 90-1234", "901234"),
        ("0081901234", "901234"),
        ("+1 (212) 555", "212555"),
        ("+353 1 234", "1234"),
        ("+44 (0)20 7946", "207946"),
        ("090-1234", "901234"),
        ("1234", "1234"),
        ("005435", "005435"),
        ("00543512", "00543512"),
    ],
)
def test_a_phone_is_without_what_differs_by_the_caller(phone: str, digits: str) -> None:
    assert national(phone) == digits


@given(st.text(max_size=200), st.sampled_from(["dmy", "mdy", "ymd"]))
def test_whatever_is_typed_is_read_and_bounded(text: str, order: str) -> None:
    query = read_query(text, order, TODAY)
    assert len(query.words) == len(query.others) <= MOST_WORDS
    assert all(query.words)
    assert all(query.others)
    assert len(query.born) <= 2
    assert all(set(word).isdisjoint(" %_\\()|.*+?[]{}^$") for word in (*query.words, *query.others))
