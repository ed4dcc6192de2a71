"""What a new password and a new PIN must be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_console.domain.errors import BadField, NotAPin, PasswordTooShort
from clinic_console.hub.service.credentials import SHORTEST, check_new_password, check_new_pin
from clinic_console.hub.service.passwords import LONGEST, new_password


def _check(password: str) -> None:
    check_new_password(password, "the present one of now", "n.sakamoto", "Naoko 坂本")


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery",
        "水平線の向こうの灯台まで歩いた",
        "Tr0ub4dor&3-xk",
        "x7!x7!q9?q9?",
        "n.sakamoto walks home",
    ],
)
def test_a_few_words_will_do(password: str) -> None:
    _check(password)


@pytest.mark.parametrize(
    "password",
    [
        "x" * (LONGEST + 1),
        "the present one of now",
        "aaaaaaaaaaaa",
        "abababababab",
        "n.sakamoton.sakamoto",
        "N.Sakamoto2026",
        "Naoko 坂本 12",
        "passwordpassword",
        "Password1234!",
        "ｐａｓｓｗｏｒｄ１２３４",
        "123456789012",
        "qwertyuiop123",
        "administrator1",
        "iloveyou123456",
        "welcome12345",
    ],
)
def test_what_anybody_would_try_will_not(password: str) -> None:
    with pytest.raises(BadField) as caught:
        _check(password)
    assert caught.value.field == "password"


@given(st.text(max_size=SHORTEST - 1))
def test_short_is_said_as_such(password: str) -> None:
    with pytest.raises(PasswordTooShort):
        _check(password)


def test_what_the_hub_makes_up_is_good_enough() -> None:
    for _ in range(200):
        _check(new_password())


@pytest.mark.parametrize("pin", ["1357", "90210", "48151623", "7391"])
def test_a_pin(pin: str) -> None:
    check_new_pin(pin)


@pytest.mark.parametrize("pin", ["", "123", "123456789", "12a4", "１２３４", " 1357", "-1357", "²²²²"])
def test_no_pin(pin: str) -> None:
    with pytest.raises(NotAPin):
        check_new_pin(pin)


@pytest.mark.parametrize("pin", ["0000", "1234", "4321", "7890", "9876", "111111", "2580", "12345678", "1212"])
def test_a_pin_that_anybody_would_try(pin: str) -> None:
    with pytest.raises(BadField, match="anybody would try"):
        check_new_pin(pin)
