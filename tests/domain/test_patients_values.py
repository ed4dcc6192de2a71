"""What single values of a patient have to be."""

from datetime import date

import pytest

from clinic_console.domain.patients_values import is_email, is_name_in_kana, is_part_of, is_phone, is_too_old


@pytest.mark.parametrize(
    ("text", "fits"), [("a@b.example", True), ("花子@例え.jp", True), ("a@b", False), ("a b@c.example", False)]
)
def test_an_email_address_has_a_name_and_a_domain(text: str, fits: bool) -> None:
    assert is_email(text) == fits


@pytest.mark.parametrize(("text", "fits"), [("112", True), ("ext. １２３", True), ("12", False), ("none", False)])
def test_a_phone_number_has_three_digits(text: str, fits: bool) -> None:
    assert is_phone(text) == fits


@pytest.mark.parametrize(
    ("text", "fits"), [("サトウ　はなこ", True), ("ｻﾄｳ", True), ("佐藤", False), ("Sato", False)]
)
def test_kana_is_of_either_kind_and_width(text: str, fits: bool) -> None:
    assert is_name_in_kana(text) == fits


@pytest.mark.parametrize(
    ("family", "written", "fits"),
    [
        ("Berg", "Anna BERG", True),
        ("山田", "山田太郎", True),
        ("Da Silva", "Ana da Silva", True),
        ("Ber", "Anna Berger-Thal", False),
        ("Silva da", "Ana da Silva", False),
        ("!", "Anna", False),
    ],
)
def test_a_family_name_is_whole_words_of_the_name(family: str, written: str, fits: bool) -> None:
    assert is_part_of(family, written) == fits


def test_nobody_is_older_than_the_oldest() -> None:
    assert is_too_old(date(1896, 11, 21), date(2026, 11, 22))
    assert not is_too_old(date(1896, 11, 22), date(2026, 11, 22))
    assert not is_too_old(date(1894, 3, 1), date(2024, 2, 29)), "1894 had no 29 February"
    assert is_too_old(date(1, 1, 1), date(2026, 11, 22))
