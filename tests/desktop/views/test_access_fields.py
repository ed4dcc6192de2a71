"""Small things of signing in: initials, addresses, Caps Lock, where tokens are kept."""

import pytest

from clinic_console.desktop.views.access_fields import caps_lock, host_of
from clinic_console.desktop.views.access_form import store_words
from clinic_console.desktop.views.access_people import initials

KITA = "https://hub.kita.example"


@pytest.mark.parametrize(
    ("name", "short"),
    [("佐藤 直美", "佐"), ("Marta Costa", "MC"), ("Zoë van der Meer", "ZM"), ("nurse", "N"), ("", "?"), ("— x", "X")],
)
def test_initials_stand_for_a_name(name, short):
    assert initials(name) == short


@pytest.mark.parametrize(
    ("server", "host"),
    [(KITA, "hub.kita.example"), ("https://h:8443", "h:8443"), ("http://127.0.0.1:8470", "127.0.0.1:8470")],
)
def test_addresses_are_shown_as_people_say_them(server, host):
    assert host_of(server) == host


@pytest.mark.parametrize(("platform", "store"), [("win32", "Windows"), ("darwin", "Keychain"), ("linux", "keyring")])
def test_where_it_is_kept_is_said_by_the_systems_own_name(platform, store):
    assert store in store_words(platform)


@pytest.mark.parametrize(
    ("text", "shift", "on"),
    [
        ("a", False, False),
        ("A", True, False),
        ("A", False, True),
        ("a", True, True),
        ("1", False, None),
        ("", True, None),
    ],
)
def test_caps_lock_shows_in_what_is_typed(text, shift, on):
    assert caps_lock(text, shift=shift) is on
