"""Rows to choose from: what is current stays so while others come and go."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from clinic_console.desktop.theme import LIGHT, Theme
from clinic_console.desktop.views.booking_rows import Row, Rows

A, B, C = (Row(name, key=name) for name in "ABC")


@pytest.fixture
def rows(qapp, qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    yield Rows(Theme(LIGHT), "Free times", window)
    window.hide()


def test_what_is_current_stays_so_while_others_come_and_go(rows):
    rows.say([A, B])
    assert rows.current == 0
    rows.step(1)
    rows.say([C, A, B])
    assert rows.rows[rows.current] is B
    rows.say([C, A])
    assert rows.rows[rows.current] is C
    rows.step(1)
    rows.say([C, B], stays=True)
    assert rows.rows[rows.current] is B
    rows.say([])
    assert (rows.current, rows.isHidden()) == (-1, True)


def test_arrows_move_and_enter_chooses(rows):
    chosen = []
    rows.chosen.connect(chosen.append)
    rows.say([A, B])
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Return):
        QTest.keyClick(rows, key)
    assert chosen == [1, 0]


def test_it_is_as_high_as_its_rows_and_paints_them(rows):
    rows.say([A])
    one = rows.height()
    rows.say([A, replaced(B, below="MRN 1"), replaced(C, notice="Deceased", lead="Today", strong="10:30", cap="1")])
    assert rows.height() > 2 * one
    rows.resize(300, rows.height())
    picture = rows.grab().toImage()
    colours = {picture.pixelColor(x, y).name() for x in range(0, 300, 2) for y in range(0, rows.height(), 2)}
    assert len(colours) > 5


def replaced(row: Row, **fields: str) -> Row:
    return row._replace(**fields)
