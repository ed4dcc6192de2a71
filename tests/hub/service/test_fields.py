"""Logins that are given anew: nobody can be taken for somebody else by them."""

import pytest

from clinic_console.domain.errors import BadField
from clinic_console.hub.service.fields import read_login


@pytest.mark.parametrize(
    "login",
    ["nurse", "Anna.Keller-2@kita", "m\u00fcller", "\u5c71\u7530\u3055\u304f\u3089", "\u5c71\u7530.2",
     "\u0438\u0432\u0430\u043d1", "\u03bc\u03b1\u03c1\u03b9\u03b1", "\ubc15\uc9c0\ubbfc",
     "\u0e2a\u0e21\u0e0a\u0e32\u0e22\u0e35\u0e48", "\u0645\u0631\u064a\u0645", "\u4f50\u3005\u6728"],
)  # fmt: skip
def test_a_login_in_one_script(login: str) -> None:
    assert read_login(login) == login


@pytest.mark.parametrize(
    "login",
    ["b\u043ess", "\uff4e\uff55\uff52\uff53\uff45", "admin\u0131", "adm\u0130n", "stra\u00dfe", "\ufb01nn",
     "bos\u017f", "e\u0301ric", "boss\u0332", "boss\u200d", "bo\u3164ss", "\u03bc\u03b1\u03c1\u03b9\u03c2",
     "\u115fboss", "boss\ufe0f", "boss\u2060", "bo ss ", "boss\u2713", "\u5c71\u7530taro", ""],
)  # fmt: skip
def test_a_login_that_could_be_read_as_another_one(login: str) -> None:
    with pytest.raises(BadField) as refused:
        read_login(login)
    assert refused.value.field == "login"
