"""Somebody of another clinic at a PC of one's own: said in words, without a name."""

from clinic_console.desktop.state.sessions import Session
from clinic_console.desktop.state.stations import Station
from clinic_console.desktop.views.sessions_panel import person_text
from clinic_console.desktop.views.stations_words import people_of, sign_out_text

NOBODY_OF_OURS = "Somebody of another clinic"


def _station(*users: str) -> Station:
    return Station("s1", "c1", "Ward PC", True, "1.0", "192.0.2.7", 0, len(users), users)


def _session(name: str) -> Session:
    return Session("1", "", name, "", "Ward PC", "192.0.2.7", 0, 0, 0)


def test_who_is_signed_in_at_a_pc(qapp: object) -> None:
    assert people_of(_station("", "N. Sato")) == ["N. Sato", NOBODY_OF_OURS]
    assert people_of(_station("N. Sato")) == ["N. Sato"]
    assert people_of(_station()) == []
    assert f"N. Sato, {NOBODY_OF_OURS}" in sign_out_text(_station("", "N. Sato"), here=False)


def test_whose_a_session_is(qapp: object) -> None:
    assert person_text(_session("N. Sato")) == "N. Sato"
    assert person_text(_session("")) == NOBODY_OF_OURS
