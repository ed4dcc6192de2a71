"""A footer takes the longest form that fits, and never cuts what an alarm is about."""

import pytest

from clinic_console.desktop.charts.anatomy import anatomy
from clinic_console.desktop.charts.footline import FootLine
from clinic_console.desktop.charts.ink import Ink
from clinic_console.desktop.state.alarms import AlarmOff
from clinic_console.desktop.theme import Theme
from clinic_console.domain.alarms import Priority

SIZES = [(200, 100), (210, 106), (210, 161), (226, 117), (302, 239), (642, 329)]


@pytest.fixture
def fit(qapp):
    """Find what of a footer is written on a tile of a size."""

    def find(footer, size, scale=1.0):
        theme = Theme(scale=scale)
        places = anatomy(size[0] * scale, size[1] * scale, scale)
        ink = Ink(theme)
        line = FootLine(theme, ink, places, 1.0)
        room = places.width - 2 * places.pad
        if footer.icon:
            room -= round(13 * scale) + 5 * scale
        if footer.mark:
            room -= ink.width(footer.mark, places.small_px, 700) + 5 * scale
        text, right, chips = line._fitting(footer, 600, room)
        used = ink.width(text, places.small_px, 600) + line._beside(footer, right, chips)
        assert used <= room + 0.5
        return text, right, chips

    return find


@pytest.mark.parametrize("scale", [0.8, 1.0, 1.5, 2.0])
@pytest.mark.parametrize("size", SIZES)
def test_what_an_alarm_is_about_is_never_cut(ward, fit, size, scale):
    ward.say(SpO2=84.0)
    ward.ring(ward.alarm())
    text, right, _ = fit(ward.look().footer, size, scale)
    assert text.startswith("SpO₂ LOW 84")
    assert right == "0:41"
    ward.ring(ward.alarm(ended=ward.now))
    assert fit(ward.look().footer, size, scale)[0].startswith("HIGH ended · SpO₂")


@pytest.mark.parametrize("size", SIZES)
def test_who_and_when_go_before_for_how_long(ward, fit, size):
    ward.say(SpO2=84.0)
    ward.ring(ward.alarm(acknowledged_by="N. Sato", acknowledged_at=ward.now))
    text, _, _ = fit(ward.look().footer, size)
    assert text.startswith("SpO₂ LOW")
    assert text.endswith("N. Sato 07:13")


@pytest.mark.parametrize("size", SIZES)
def test_the_countdown_and_the_number_of_alarms_are_always_there(ward, fit, size):
    ward.say(SpO2=84.0)
    more = ward.alarm(id="a2", parameter="HR", priority=Priority.LOW)
    off = (AlarmOff("RR", ward.now + 600_000, "N. Sato"),)
    ward.ring(ward.alarm(), more, paused_until=ward.now + 84_000, off=off)
    text, _, chips = fit(ward.look().footer, size)
    assert text.startswith("SpO₂ LOW")
    assert [icon for icon, _ in chips] == ["", "bell-off", "ban"]
    assert chips[0][1] == "+1"
    assert chips[1][1].endswith("1:24")


@pytest.mark.parametrize("size", SIZES)
def test_which_alarm_there_was_is_said_without_the_hub(ward, fit, size):
    ward.say(SpO2=84.0)
    ward.ring(ward.alarm())
    ward.monitored = False
    ward.seconds = 14
    text, right, _ = fit(ward.look().footer, size)
    assert text.endswith("0:14")
    assert right.startswith("was !!! SpO₂ LOW")


def test_a_person_with_a_long_name_costs_the_name(ward, fit):
    ward.say(SpO2=84.0)
    ward.ring(ward.alarm(acknowledged_by="Wolfeschlegelsteinhausenbergerdorff", acknowledged_at=ward.now))
    text, _, _ = fit(ward.look().footer, (200, 100))
    assert text.startswith("SpO₂ LOW · Wolfe")
    assert text.endswith("…")


def test_a_wide_tile_has_the_long_forms(ward, fit):
    ward.say(SpO2=84.0)
    ward.ring(ward.alarm(), paused_until=ward.now + 84_000)
    text, right, chips = fit(ward.look().footer, (642, 329))
    assert (text, right) == ("SpO₂ LOW 84 (limit 88)", "0:41")
    assert chips == [("bell-off", "audio paused 1:24")]
