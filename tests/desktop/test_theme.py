"""Tokens, contrast, colour vision, fonts, icons, sizes and the style sheet."""

import json
import re
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QColor, QFontInfo, QFontMetricsF, QGuiApplication, QStyleHints
from PySide6.QtSvg import QSvgRenderer

from clinic_console.desktop import theme as module
from clinic_console.desktop.theme import COMPACT, DARK, LIGHT, MAX_PIXMAPS, SYSTEM, Theme, resolve, resources_folder

LOOKS = (DARK, LIGHT)
PACKAGE = Path(module.__file__).parent
PARAMETERS = ("HR", "SpO2", "RR", "NIBP", "ABP", "Temp", "CO2")
PRIORITIES = ("high", "medium", "low")
TINTS = tuple(f"alarm.{priority}.tint" for priority in PRIORITIES)
GROUNDS = ("bg.app", "bg.surface", "bg.raised", "bg.hover", "bg.sunken", "selection.row")

# What has to be read on what, by how much: texts 4.5, vitals and alarms 7 (WCAG 2.2, and UI.md for vitals).
TEXTS = [
    *((f"text.{level}", ground) for level in ("primary", "secondary", "muted") for ground in (*GROUNDS, "bg.rail")),
    *(("text.primary", ground) for ground in ("bg.input", "accent.tint", "notice.tint")),
    ("text.muted", "bg.input"),
    *(("text.muted", f"alarm.{priority}.tint") for priority in ("high", "medium")),
    *(("accent.text", ground) for ground in (*GROUNDS, "accent.tint")),
    ("text.onAccent", "accent.fill"),
    ("text.onAccent", "accent.fillHover"),
    *(("notice.text", ground) for ground in ("notice.tint", "bg.app", "bg.surface", "bg.raised", "selection.row")),
    *((f"toast.{text}", "toast.bg") for text in ("text", "sub", "notice")),
    ("toast.text", "toast.hover"),
    ("stale", "bg.surface"),
    ("live", "bg.app"),
]
VITALS = [
    *((f"param.{name}", ground) for name in PARAMETERS for ground in ("bg.surface", *TINTS)),
    *((f"alarm.{priority}.on", f"alarm.{priority}.fill") for priority in PRIORITIES),
    *((f"alarm.{p}.text", ground) for p in PRIORITIES for ground in ("bg.surface", f"alarm.{p}.tint")),
    # NOT MONITORED stands in the ground's colour on a bar of the text's.
    ("bg.app", "text.primary"),
]
LINES = [
    *((line, ground) for line in ("border.control", "focus") for ground in ("bg.app", "bg.surface", "bg.input")),
    *(("focus", ground) for ground in ("bg.raised", "bg.hover", "bg.sunken", "accent.tint", "selection.row")),
    ("selection.bar", "selection.row"),
    # The second ring inside a primary button, and a toast's own ring.
    ("text.onAccent", "accent.fill"),
    ("toast.text", "toast.bg"),
    *((f"alarm.{priority}.line", "bg.surface") for priority in PRIORITIES),
    *((f"alarm.ack.{priority}", "bg.surface") for priority in PRIORITIES),
]


def linear(colour: QColor) -> list[float]:
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour.getRgbF()[:3]]


def contrast(a: QColor, b: QColor) -> float:
    def luminance(colour: QColor) -> float:
        red, green, blue = linear(colour)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize(
    ("pairs", "need"), [(TEXTS, 4.5), (VITALS, 7.0), (LINES, 3.0)], ids=["texts", "vitals", "lines"]
)
def test_everything_can_be_read(look, pairs, need):
    theme = Theme(look)
    ratios = {pair: contrast(theme.colour(pair[0]), theme.colour(pair[1])) for pair in pairs}
    assert {pair: ratio for pair, ratio in ratios.items() if ratio < need} == {}


def test_the_contrast_is_computed_as_published():
    assert contrast(QColor("black"), QColor("white")) == pytest.approx(21)
    assert contrast(QColor("#8C97A3"), QColor("#151A1F")) == pytest.approx(5.89, abs=0.005)


def test_a_parameter_without_a_colour_has_that_of_text():
    theme = Theme()
    assert theme.parameter("Xyz") == theme.colour("text.primary")
    assert theme.parameter("PR") == theme.colour("param.SpO2")


@pytest.mark.parametrize(
    ("system", "wanted", "name"),
    [
        (Qt.ColorScheme.Light, SYSTEM, LIGHT),
        (Qt.ColorScheme.Dark, SYSTEM, DARK),
        (Qt.ColorScheme.Unknown, SYSTEM, DARK),
        (Qt.ColorScheme.Light, DARK, DARK),
        (Qt.ColorScheme.Dark, LIGHT, LIGHT),
    ],
)
def test_the_look_follows_the_system_unless_one_is_chosen(qapp, monkeypatch, system, wanted, name):
    class Hints:
        def colorScheme(self) -> Qt.ColorScheme:
            return system

    monkeypatch.setattr(QGuiApplication, "styleHints", staticmethod(Hints))
    assert resolve(wanted) == name


def test_the_system_is_asked_as_qt_has_it(qapp):
    assert isinstance(QGuiApplication.styleHints(), QStyleHints)
    assert resolve(SYSTEM) in LOOKS


def test_the_other_look_keeps_everything_else():
    other = Theme(DARK, 1.5, density=COMPACT).other()
    assert (other.name, other.scale, other.density) == (LIGHT, 1.5, COMPACT)
    assert other.named(LIGHT).name == LIGHT


def test_both_looks_have_the_same_colours():
    assert Theme(DARK).paths() == Theme(LIGHT).paths()
    assert len(Theme(DARK).paths()) > 50


def test_sizes_follow_the_text_scale(qapp):
    assert Theme(scale=2.0).px(14) == 28
    assert Theme(scale=0.8).size("row", "topBar") == 38
    assert Theme(scale=1.5).font(14, 600).pixelSize() == 21
    assert Theme(scale=1.5).font(14, scaled=False).pixelSize() == 14


def test_density_changes_rows_and_room_but_never_text(qapp):
    wide, dense = Theme(), Theme(density=COMPACT)
    for group, name in (("row", "table"), ("row", "button"), ("row", "input"), ("pad", "cell"), ("pad", "card")):
        assert dense.size(group, name) < wide.size(group, name), name
    for name in ("topBar", "alarmBar"):
        assert dense.size("row", name) == wide.size("row", name)
    assert dense.font(14).pixelSize() == wide.font(14).pixelSize()
    texts = [re.findall(r"font-size: \d+px", theme.stylesheet()) for theme in (wide, dense)]
    assert texts[0] == texts[1]
    assert texts[0]


def test_a_denser_size_is_one_that_there_is():
    tokens = json.loads((resources_folder() / "tokens.json").read_text("utf-8"))
    for group, sizes in tokens["density"][COMPACT].items():
        assert set(sizes) <= set(tokens[group]), group


def test_digits_have_equal_width(qapp):
    metrics = QFontMetricsF(Theme().font(45, 600))
    widths = [metrics.horizontalAdvance(digit) for digit in "0123456789"]
    assert max(widths) - min(widths) < 0.1


def test_the_first_face_that_is_there_is_taken(qapp):
    assert QFontInfo(Theme().font(14)).family() in ("Inter", "Noto Sans CJK JP", "DejaVu Sans")


def test_what_is_kept_has_a_bound(qapp):
    theme = Theme()
    for size in range(1, MAX_PIXMAPS + 40):
        theme.pixmap("dot", QColor("red"), size)
    assert len(theme._pixmaps) == MAX_PIXMAPS
    assert theme.pixmap("dot", QColor("red"), 7).width() == 7


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("scale", [0.8, 0.95, 2.0])
def test_the_style_sheet_has_no_hole(qapp, look, scale):
    theme = Theme(look, scale)
    sheet = re.sub(r"/\*.*?\*/", "", theme.stylesheet(), flags=re.DOTALL)
    assert not re.search(r"\$|\b(px|size|half|image)\(|(height|width|padding|radius|font-size)[^;]*-\d", sheet)
    assert theme.colour("bg.app").name() in sheet
    assert sheet.count("{") == sheet.count("}") > 50
    for file in re.findall(r'url\("([^"]+)"\)', sheet):
        assert QSvgRenderer(file).isValid(), file


def test_every_colour_of_the_sheets_is_one_of_both_looks():
    text = "\n".join(sheet.read_text("utf-8") for sheet in (resources_folder() / "qss").glob("*.qss"))
    wanted = set(re.findall(r"\$([a-zA-Z][\w.]*\w)", text))
    assert len(wanted) > 20
    for look in LOOKS:
        assert wanted <= set(Theme(look).paths()), look
    assert not re.search(r"#[0-9A-Fa-f]{3,8}\b(?=[^{]*})", text), "colours stand in tokens.json"


@pytest.mark.parametrize("look", LOOKS)
def test_the_images_of_the_sheets_have_the_colours_of_the_look(look):
    folder = resources_folder() / "qss" / "images" / look
    colours = {Theme(look).colour(path).name().upper() for path in ("text.onAccent", "text.primary", "text.muted")}
    files = sorted(folder.glob("*.svg"))
    assert [file.name for file in files] == sorted(file.name for file in folder.with_name(DARK).glob("*.svg"))
    for file in files:
        assert set(re.findall(r"#[0-9A-Fa-f]{6}", file.read_text("utf-8"))) <= colours, file.name


def test_every_icon_can_be_drawn_in_a_colour(qapp):
    theme = Theme()
    assert len(theme.icons()) > 25
    for icon in theme.icons():
        svg = (resources_folder() / "icons" / f"{icon}.svg").read_bytes()
        assert QSvgRenderer(QByteArray(svg)).isValid(), icon
        assert b"currentColor" in svg, icon
        assert not re.search(rb"#[0-9A-Fa-f]{3,6}\b", svg), icon
        image = theme.pixmap(icon, QColor("#ff0000"), 32, 2.0).toImage()
        assert image.width() == 64
        reds = sum(
            image.pixelColor(x, y).alpha() > 0 and image.pixelColor(x, y).red() > 200
            for x in range(0, 64, 2)
            for y in range(0, 64, 2)
        )
        assert reds > 5, icon


def test_every_icon_that_the_code_names_is_there():
    known = set(Theme().icons())
    named: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        named |= set(re.findall(r'\.(?:icon|pixmap)\(\s*"([a-z][\w-]*)"', path.read_text("utf-8")))
    assert len(named) > 3
    assert named <= known
