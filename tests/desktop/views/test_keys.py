"""The list of keys over the window, and when a sign is typed rather than meant."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QSpinBox, QWidget

from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.keys import KeyGroup, KeysPanel, is_typing

GROUPS = (
    KeyGroup("Everywhere", (("Ctrl+K", "Search"), ("? F1", "This list"))),
    KeyGroup("Wall", (("Up Down", "Another bed"), ("Return", "Open the bed"))),
    KeyGroup("Bed", tuple((f"F{n}", f"Thing {n}") for n in range(2, 10))),
)


@pytest.fixture
def window(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.before = QLineEdit(made)
    made.show()
    made.activateWindow()
    made.before.setFocus()
    qtbot.waitUntil(made.before.hasFocus)
    return made


def texts(panel, name=""):
    found = panel.area.widget().findChildren(QLabel, name) if name else panel.area.widget().findChildren(QLabel)
    return [label.text() for label in found]


def test_it_lists_what_it_is_given_and_escape_gives_the_focus_back(window, qtbot):
    panel = KeysPanel(Theme(), lambda: GROUPS, window)
    panel.open()
    assert panel.area.hasFocus()
    assert texts(panel, "keycap")[:5] == ["Ctrl+K", "?", "F1", "↑", "↓"]
    assert {"Everywhere", "Search", "Open the bed", "Thing 9"} <= set(texts(panel))
    assert "⏎: Open the bed" in panel.area.accessibleDescription()
    with qtbot.waitSignal(panel.closed):
        QTest.keyClick(panel.area, Qt.Key.Key_Escape)
    assert window.before.hasFocus()


def test_the_button_closes_it_by_mouse_and_key(window):
    panel = KeysPanel(Theme(), lambda: GROUPS, window)
    panel.open()
    assert panel.shut.accessibleName() == panel.shut.toolTip() == "Close"
    QTest.mouseClick(panel.shut, Qt.MouseButton.LeftButton)
    assert not panel.isVisible()
    panel.open()
    QTest.keyClick(panel.area, Qt.Key.Key_Tab)
    assert panel.shut.hasFocus()
    QTest.keyClick(panel.shut, Qt.Key.Key_Space)
    assert not panel.isVisible()
    assert window.before.hasFocus()


def test_two_columns_of_like_height_and_one_where_it_is_narrow(window):
    panel = KeysPanel(Theme(), lambda: GROUPS, window)
    panel.open()
    lefts = {group.title: label(panel, group.title).x() for group in GROUPS}
    assert lefts["Everywhere"] == lefts["Wall"] < lefts["Bed"]
    window.resize(500, 768)
    assert len({label(panel, group.title).x() for group in GROUPS}) == 1
    assert window.rect().contains(panel.geometry())


def label(panel, text):
    panel.area.widget().layout().activate()
    return next(found for found in panel.area.widget().findChildren(QLabel) if found.text() == text)


def test_it_asks_for_the_keys_each_time(window):
    groups = [KeyGroup("One", (("F2", "First"),))]
    panel = KeysPanel(Theme(), lambda: groups, window)
    panel.open()
    panel.close()
    groups.append(KeyGroup("Two", (("F3", "Second"),)))
    panel.open()
    panel.set_theme(Theme("light"))
    assert "Second" in texts(panel)


@pytest.mark.parametrize("scale", [0.8, 2.0])
def test_it_stays_inside_the_window(window, scale):
    panel = KeysPanel(Theme(scale=scale), lambda: GROUPS * 4, window)
    panel.open()
    assert window.rect().contains(panel.geometry())
    assert panel.area.verticalScrollBar().maximum() > 0


def test_no_keys_at_all(window):
    panel = KeysPanel(Theme(), tuple, window)
    panel.open()
    assert panel.isVisible()
    assert texts(panel) == []


def test_typing_goes_before_commands(qtbot):
    field, note, number, choice, button = QLineEdit(), QPlainTextEdit(), QSpinBox(), QComboBox(), QPushButton()
    for widget in (field, note, number, choice, button):
        qtbot.addWidget(widget)
    assert [is_typing(widget) for widget in (field, note, number)] == [True] * 3
    assert [is_typing(widget) for widget in (choice, button, None)] == [False] * 3
    choice.setEditable(True)
    assert is_typing(choice)
    field.setReadOnly(True)
    note.setEnabled(False)
    choice.setEnabled(False)
    assert [is_typing(widget) for widget in (field, note, choice)] == [False] * 3
