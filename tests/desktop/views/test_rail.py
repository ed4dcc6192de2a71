"""The rail by keys, mouse and screen reader."""

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.rail import SETTINGS, Rail, Screen

SCREENS = (
    Screen("vitals", "Vitals", "pulse", "Ctrl+1"),
    Screen("desk", "Front desk", "bed", "Ctrl+2"),
)
KEY = Qt.Key


@pytest.fixture
def window(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(800, 768)
    made.rail = Rail(Theme(), made)
    made.rail.resize(made.rail.width(), 768)
    made.rail.set_screens(SCREENS)
    made.after = QLineEdit(made)
    made.after.move(200, 200)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def entry(rail, name):
    return next(found for found in rail.entries() if found.leads_to.id == name)


def test_a_click_asks_for_a_screen(window, qtbot):
    rail = window.rail
    with qtbot.waitSignal(rail.chosen) as asked:
        QTest.mouseClick(entry(rail, "desk"), Qt.MouseButton.LeftButton)
    assert asked.args == ["desk"]
    with qtbot.waitSignal(rail.chosen) as asked:
        QTest.mouseClick(rail.settings, Qt.MouseButton.LeftButton)
    assert asked.args == [SETTINGS]
    with qtbot.waitSignal(rail.keys_wanted), qtbot.assertNotEmitted(rail.chosen):
        QTest.mouseClick(rail.keys, Qt.MouseButton.LeftButton)
    assert rail.current() == SETTINGS


def test_the_current_screen_is_marked_and_only_that(window):
    rail = window.rail
    assert rail.current() == ""
    for name in ("vitals", "desk", SETTINGS):
        rail.select(name)
        assert [found.leads_to.id for found in rail.entries() if found.isChecked()] == [name]
    rail.select("nowhere")
    assert rail.current() == ""


def test_arrows_go_round_the_entries_and_enter_chooses(window, qtbot):
    rail = window.rail
    rail.select("vitals")
    here = entry(rail, "vitals")
    here.setFocus()
    seen = []
    for key in (KEY.Key_Down, KEY.Key_Down, KEY.Key_Down, KEY.Key_Down, KEY.Key_Up, KEY.Key_Up):
        QTest.keyClick(window.focusWidget(), key)
        seen.append(window.focusWidget().leads_to.id)
    assert seen == ["desk", SETTINGS, "keys", "vitals", "keys", SETTINGS]
    # Going there is not choosing it.
    assert rail.current() == "vitals"
    for key in (KEY.Key_Return, KEY.Key_Space):
        with qtbot.waitSignal(rail.chosen) as asked:
            QTest.keyClick(rail.settings, key)
        assert asked.args == [SETTINGS]


def test_tab_comes_to_the_current_screen_and_leaves_by_one_key(window):
    rail = window.rail
    rail.select("desk")
    window.after.setFocus()
    QTest.keyClick(window.after, KEY.Key_Tab)
    assert window.focusWidget() is entry(rail, "desk")
    QTest.keyClick(window.focusWidget(), KEY.Key_Tab)
    assert window.focusWidget() is window.after
    # Whoever came by arrows leaves from there, too.
    entry(rail, "desk").setFocus()
    QTest.keyClick(window.focusWidget(), KEY.Key_Down)
    QTest.keyClick(window.focusWidget(), KEY.Key_Tab)
    assert window.focusWidget() is window.after


def test_other_screens_keep_the_current_one(window):
    rail = window.rail
    rail.select("desk")
    rail.set_screens((*SCREENS, Screen("patients", "Patients", "person", "Ctrl+3")))
    assert rail.current() == "desk"
    assert [found.leads_to.id for found in rail.entries()] == ["vitals", "desk", "patients", SETTINGS, "keys"]
    rail.set_screens(SCREENS[:1])
    assert rail.current() == ""
    same = rail.entries()
    rail.set_screens(SCREENS[:1])
    assert rail.entries() == same


def test_it_can_be_read_aloud(window):
    rail = window.rail
    rail.select("vitals")
    found = QAccessible.queryAccessibleInterface(entry(rail, "vitals"))
    assert found.role() is QAccessible.Role.RadioButton
    assert found.text(QAccessible.Text.Name) == "Vitals"
    assert found.text(QAccessible.Text.Description) == "Ctrl+1"
    assert found.state().checked
    assert entry(rail, "vitals").toolTip() == "Vitals (Ctrl+1)"
    assert rail.keys.accessibleName() == "Keys"


@pytest.mark.parametrize("name", ["dark", "light"])
def test_the_bar_and_the_ring_are_painted(window, name):
    rail, theme = window.rail, Theme(name)
    rail.set_theme(theme)
    rail.select("vitals")
    window.after.setFocus()
    picture = rail.grab().toImage()
    middle = entry(rail, "vitals").geometry().center().y()
    assert picture.pixelColor(1, middle) == theme.colour("selection.bar")
    desk = entry(rail, "desk").geometry()
    assert picture.pixelColor(1, desk.center().y()) != theme.colour("selection.bar")
    entry(rail, "desk").setFocus()
    picture = rail.grab().toImage()
    column = [picture.pixelColor(desk.center().x(), y) for y in range(desk.top(), desk.top() + 4)]
    assert theme.colour("focus") in column


def test_words_give_way_in_a_low_window_but_entries_do_not_overlap(window, qtbot):
    rail = window.rail
    many = tuple(Screen(f"s{n}", f"Screen {n}", "bed") for n in range(7))
    rail.set_screens(many)
    qtbot.waitUntil(lambda: all(found.isVisible() for found in rail.entries()))
    rail.resize(rail.width(), 330)
    rail.layout().activate()
    boxes = [found.geometry() for found in rail.entries()]
    assert all(above.bottom() < below.top() for above, below in pairwise(boxes))
    assert boxes[-1].bottom() <= rail.height()
    assert min(box.height() for box in boxes) >= rail.theme.size("icon", "rail")
