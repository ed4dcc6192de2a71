"""Every kind of control shows where the focus is, and keeps its size."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QLayout, QListView, QTableView, QTreeView, QVBoxLayout, QWidget

from clinic_console.desktop.theme import COMFORTABLE, COMPACT, DARK, LIGHT, Theme
from clinic_console.desktop.views.sample_controls import controls, kinds, posed

NAMES = [name for name, _ in kinds(Theme())]
ROWS = {"Table view": QTableView, "List view": QListView, "Tree view": QTreeView}


@pytest.fixture
def dressed(qapp):
    """Dress the application, and undress it afterwards."""
    yield lambda theme: theme.apply(qapp)
    qapp.setStyleSheet("")


def coloured(image: QImage, colour: QColor) -> int:
    """Count the pixels of a colour."""
    return sum(image.pixel(x, y) == colour.rgb() for x in range(image.width()) for y in range(image.height()))


@pytest.fixture
def stage(qtbot):
    """A shown window with one control and another place for the focus."""

    def put(control: QWidget) -> tuple[QWidget, QWidget]:
        window, other = QWidget(), QWidget()
        qtbot.addWidget(window)
        window.setObjectName("page")
        window.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        other.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        layout = QVBoxLayout(window)
        layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        layout.addWidget(other)
        layout.addWidget(control)
        layout.addStretch(1)
        window.resize(240, 160)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        other.setFocus()
        return window, other

    return put


def check_ring(window: QWidget, control: QWidget, colour: QColor, least: float) -> None:
    """A ring of 2 px appears in a colour that test_theme.py finds to stand out; nothing moves."""
    place = control.geometry()
    before = coloured(window.grab(place).toImage(), colour)
    control.setFocus(Qt.FocusReason.TabFocusReason)
    assert control.hasFocus()
    assert control.geometry() == place
    ring = coloured(window.grab(place).toImage(), colour) - before
    assert ring >= least * 2 * 2 * (place.width() + place.height())


@pytest.mark.parametrize("look", [DARK, LIGHT])
@pytest.mark.parametrize("number", range(len(NAMES)), ids=NAMES)
def test_the_focus_is_seen_on_every_control(dressed, stage, look, number):
    theme = Theme(look)
    dressed(theme)
    control = kinds(theme)[number][1]()
    window, _ = stage(control)
    if NAMES[number] == "Primary button":
        # Its fill has the ring's colour in the light look: the ring that counts is the one inside.
        check_ring(window, control, theme.colour("text.onAccent"), 0.7)
    else:
        # A tab bar rings its present tab only.
        check_ring(window, control, theme.colour("focus"), 0.3 if NAMES[number] == "Tabs" else 0.8)


@pytest.mark.parametrize("look", [DARK, LIGHT])
@pytest.mark.parametrize("kind", ROWS.values(), ids=ROWS)
def test_the_focus_is_seen_on_every_view(dressed, stage, look, kind):
    theme = Theme(look)
    dressed(theme)
    view = kind()
    view.setFixedSize(200, 90)
    window, _ = stage(view)
    check_ring(window, view, theme.colour("focus"), 0.8)


@pytest.mark.parametrize("density", [COMFORTABLE, COMPACT])
@pytest.mark.parametrize("scale", [0.8, 1.0, 2.0])
def test_controls_of_one_row_are_of_one_height(dressed, stage, density, scale):
    theme = Theme(DARK, scale, density=density)
    dressed(theme)
    made = {name: build() for name, build in kinds(theme)}
    window, _ = stage(made["Button"])
    high = theme.size("row", "button")
    for name in ("Button", "Primary button", "Flat button", "Segment", "Tool button", "Field", "Choice"):
        made[name].setParent(window)
        made[name].ensurePolished()
        assert made[name].sizeHint().height() == high, name


def test_poses_are_the_rules_of_the_sheet(dressed, qtbot):
    theme = Theme()
    dressed(theme)
    sheet = posed(theme)
    assert ":focus" not in sheet
    assert '[pose="focus"]' in sheet
    assert 'QTabBar[pose="focus"]::tab' in sheet
    page = controls(theme)
    qtbot.addWidget(page)
    page.resize(page.sizeHint())
    page.grab()
    ring = theme.colour("focus").rgb()
    field = next(child for child in page.findChildren(QWidget) if child.property("pose") == "focus")
    image = field.grab().toImage()
    assert image.pixel(image.width() // 2, 0) == ring
