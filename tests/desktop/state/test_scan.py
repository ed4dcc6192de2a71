"""A scanner is told from fingers by its speed alone."""

import pytest

from clinic_console.desktop.state.scan import GAP_SECONDS, MOST, Scan


def typed(text: str, gap: float) -> str:
    scan = Scan()
    for number, letter in enumerate(text):
        scan.take(letter, number * gap)
    return scan.end(len(text) * gap)


@pytest.mark.parametrize("text", ["4018226", "AB-401-X", " 12345 "])
def test_a_number_that_comes_at_once_is_a_scan(text):
    assert typed(text, 0.01) == text.strip()


@pytest.mark.parametrize(("text", "gap"), [("4018226", 0.12), ("tanaka", 0.01), ("123", 0.01), ("", 0.01)])
def test_what_fingers_type_is_none(text, gap):
    assert typed(text, gap) == ""


def test_a_scan_begins_behind_what_fingers_typed_and_ends_with_its_own_enter():
    scan = Scan()
    assert not scan.take("t", 0.0)
    assert not scan.take("4", 1.0)
    assert scan.take("0", 1.01)
    for number, letter in enumerate("18226"):
        scan.take(letter, 1.02 + number * 0.01)
    assert scan.end(5.0) == "", "an Enter long after it is a finger's"
    for number, letter in enumerate("4018226"):
        scan.take(letter, 10 + number * GAP_SECONDS / 2)
    assert scan.end(10 + 7 * GAP_SECONDS / 2) == "4018226"
    assert scan.end(10 + 8 * GAP_SECONDS / 2) == ""


def test_a_key_on_which_something_lies_fills_nothing():
    assert len(typed("1" * 10_000, 0.001)) == MOST
