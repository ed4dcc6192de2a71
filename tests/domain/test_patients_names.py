"""Names as they are looked for: every way to write one meets the way that it is kept."""

import pytest

from clinic_console.domain.patients_names import digits_of, fold_number


@pytest.mark.parametrize(
    ("typed", "folded"),
    [("mrn-12 a", "MRN12A"), ("ＭＲＮ１２", "MRN12"), ("943 476 5919", "9434765919"), ("--", ""), ("é1", "É1")],
)
def test_a_number_is_its_letters_and_digits(typed: str, folded: str) -> None:
    assert fold_number(typed) == folded


@pytest.mark.parametrize(
    ("phone", "digits"), [("+81 (0)90-1234", "810901234"), ("０９０", "090"), ("٠١٢", "012"), ("x", "")]
)
def test_a_phone_is_its_digits(phone: str, digits: str) -> None:
    assert digits_of(phone) == digits
