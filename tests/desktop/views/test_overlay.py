"""A panel over the window: it goes when the user goes elsewhere, and only then."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from clinic_console.desktop.theme import LIGHT, Theme
from clinic_console.desktop.views.overlay import Overlay

REASON = Qt.FocusReason.OtherFocusReason


@pytest.fixture
def room(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    panel = Overlay(Theme(LIGHT), window)
    column = QVBoxLayout(panel.card)
    steps = [QLineEdit(panel.card) for _ in range(2)]
    for step in steps:
        column.addWidget(step)
    steps[1].hide()
    elsewhere = QLineEdit(window)
    window.resize(600, 400)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    panel.open_at(steps[0])
    return panel, steps, elsewhere


def test_it_stays_when_the_step_goes_that_had_the_focus(room):
    panel, steps, elsewhere = room
    steps[1].show()
    steps[0].hide()
    steps[1].setFocus(REASON)
    assert panel.isVisible()
    elsewhere.setFocus(REASON)
    assert not panel.isVisible()


def test_it_stays_when_nothing_of_it_is_left_for_the_focus(room):
    panel, steps, _ = room
    steps[0].hide()
    assert panel.isVisible()


def test_it_goes_when_the_user_goes_elsewhere(room):
    panel, _, elsewhere = room
    elsewhere.setFocus(REASON)
    assert not panel.isVisible()
