"""Tokens, contrast, fonts and icons."""

import re

import pytest
from PySide6.QtGui import QColor, QFontInfo

from clinic_console.desktop.theme import DARK, LIGHT, Theme, resources_folder

GROUNDS = ("bg.app", "bg.surface", "bg.sunken", "bg.raised")


def luminance(colour: QColor) -> float:
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour.getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(a: QColor, b: QColor) -> float:
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", [DARK, LIGHT])
def test_texts_can_be_read(name):
    theme = Theme(name)
    for text in ("text.primary", "text.secondary", "text.muted", "notice.text"):
        for ground in GROUNDS:
            assert contrast(theme.colour(text), theme.colour(ground)) >= 4.5, (text, ground)
    assert contrast(theme.colour("text.onAccent"), theme.colour("accent.fill")) >= 4.5
    assert contrast(theme.colour("bg.app"), theme.colour("text.primary")) >= 7


@pytest.mark.parametrize("name", [DARK, LIGHT])
def test_vitals_can_be_read_from_two_metres(name):
    theme = Theme(name)
    for group in ("HR", "SpO2", "RR", "NIBP", "ABP", "Temp", "CO2"):
        assert contrast(theme.parameter(group), theme.colour("bg.surface")) >= 7, group
    assert contrast(theme.colour("stale"), theme.colour("bg.surface")) >= 4.5
    assert theme.parameter("Xyz") == theme.colour("text.primary")


@pytest.mark.parametrize("name", [DARK, LIGHT])
def test_borders_and_focus_can_be_seen(name):
    theme = Theme(name)
    for line in ("border.control", "focus"):
        for ground in ("bg.app", "bg.surface", "bg.input"):
            assert contrast(theme.colour(line), theme.colour(ground)) >= 3, (line, ground)


def test_sizes_follow_the_text_scale(qapp):
    assert Theme(scale=2.0).px(14) == 28
    assert Theme(scale=0.8).size("row", "topBar") == 38
    assert Theme(scale=1.5).font(14, 600).pixelSize() == 21
    assert Theme(scale=1.5).font(14, scaled=False).pixelSize() == 14


def test_digits_have_equal_width(qapp):
    from PySide6.QtGui import QFontMetricsF

    metrics = QFontMetricsF(Theme().font(45, 600))
    widths = [metrics.horizontalAdvance(digit) for digit in "0123456789"]
    assert max(widths) - min(widths) < 0.1


def test_the_first_face_that_is_there_is_taken(qapp):
    assert QFontInfo(Theme().font(14)).family() in ("Inter", "Noto Sans CJK JP", "DejaVu Sans")


@pytest.mark.parametrize("name", [DARK, LIGHT])
@pytest.mark.parametrize("scale", [0.8, 2.0])
def test_the_style_sheet_has_no_hole(qapp, name, scale):
    sheet = Theme(name, scale).stylesheet()
    assert not re.search(r"\$|px\(", sheet)
    assert Theme(name).colour("bg.app").name() in sheet


def test_every_icon_can_be_drawn_in_a_colour(qapp):
    theme = Theme()
    icons = [path.stem for path in (resources_folder() / "icons").glob("*.svg") if path.stem != "clinic-console"]
    assert len(icons) > 10
    for icon in icons:
        image = theme.pixmap(icon, QColor("#ff0000"), 32, 2.0).toImage()
        assert image.width() == 64
        reds = sum(
            image.pixelColor(x, y).alpha() > 0 and image.pixelColor(x, y).red() > 200
            for x in range(0, 64, 2)
            for y in range(0, 64, 2)
        )
        assert reds > 5, icon


def test_the_other_look():
    assert Theme(DARK, 1.5).other().name == LIGHT
    assert Theme(DARK, 1.5).other().scale == 1.5
