"""Joined buttons of which exactly one is on."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout

from clinic_console.desktop.views.segments import Segments


@pytest.fixture
def spans(qtbot):
    """Three spans of time, the first one on, in a shown window."""
    made = Segments("Time", [("10", "10 min"), ("60", "1 h"), ("480", "8 h")])
    qtbot.addWidget(made)
    made.layout().setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
    made.choose("10")
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_exactly_one_is_on_and_a_click_tells(spans, qtbot):
    with qtbot.waitSignal(spans.chosen) as told:
        qtbot.mouseClick(spans.buttons["480"], Qt.MouseButton.LeftButton)
    assert told.args == ["480"]
    assert [button.isChecked() for button in spans.buttons.values()] == [False, False, True]


def test_choosing_in_the_program_tells_nobody(spans, qtbot):
    with qtbot.assertNotEmitted(spans.chosen):
        spans.choose("60")
        spans.choose("not there")
    assert spans.current == "60"


def test_arrow_keys_move_to_the_next(spans, qtbot):
    spans.buttons["10"].setFocus()
    with qtbot.waitSignal(spans.chosen) as told:
        qtbot.keyClick(spans.buttons["10"], Qt.Key.Key_Right)
    assert told.args == ["60"]
    assert spans.current == "60"


def test_names_say_what_is_chosen_from(spans):
    assert spans.accessibleName() == "Time"
    assert spans.buttons["60"].accessibleName() == "Time: 1 h"
    assert [button.property("place") for button in spans.buttons.values()] == ["first", "middle", "last"]
