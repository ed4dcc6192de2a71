"""The bar on top gives its context room, also beside a word that comes and goes."""

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from clinic_console.desktop.theme import LIGHT, Theme
from clinic_console.desktop.views.topbar import Pill, TopBar

SAID = "Glass broken: until 14:30 · 3 charts"


@pytest.fixture
def bar(qapp, qtbot):
    theme = Theme(LIGHT)
    theme.apply(qapp)
    window = QWidget()
    qtbot.addWidget(window)
    made = TopBar(theme, window)
    made.contexts.addWidget(QLabel("Ward 3 East"))
    made.clock.setText("10:43:07")
    made.who.say("佐藤 直美", "Nurse · Kita Hospital · Nurse station 3 East")
    made.resize(1_000, 48)
    window.resize(1_300, 60)
    window.show()
    yield made
    window.hide()


def test_a_word_that_comes_takes_no_room_from_the_context(bar, qtbot):
    context = bar.contexts.currentWidget()
    pill = Pill(bar)
    pill.setAccessibleName(SAID)
    pill.hide()
    bar.show_pill(pill)
    for width in (1_000, 700, 560):
        bar.resize(width, 48)
        pill.show()
        qtbot.waitUntil(lambda: context.width() >= context.minimumSizeHint().width())
        pill.hide()


def test_without_room_a_word_is_its_mark_and_says_itself_when_pointed_at(bar):
    pill = Pill(bar)
    pill.setAccessibleName(SAID)
    bar.show_pill(pill)
    pill.show()
    bar.resize(500, 48)
    assert (pill.text(), pill.toolTip()) == ("", SAID)
    bar.resize(1_200, 48)
    assert (pill.text(), pill.toolTip()) == (SAID, "")
