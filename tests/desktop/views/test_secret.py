"""A secret that is shown this once: all of it is readable, copied for a minute, and then gone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from clinic_console.desktop.clipboard import clipboard
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.secret import Secret

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
TOKEN = "".join(chr(65 + number % 26) for number in range(86))


@pytest.fixture
def secret(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    made = Secret(Theme(), window)
    made.resize(340, 400)
    window.resize(360, 420)
    window.show()
    made.show_secret("Password of sato", TOKEN, "Hand it over")
    yield made
    clipboard().clear()


def test_all_of_it_is_in_sight(secret):
    text = secret.text
    QApplication.processEvents()
    lines = -(-len(TOKEN) * text.fontMetrics().horizontalAdvance("A") // text.viewport().width())
    assert text.viewport().height() >= lines * text.fontMetrics().lineSpacing()
    assert text.verticalScrollBar().maximum() == 0


def test_it_is_copied_as_a_secret(secret):
    secret.copy.click()
    assert QApplication.clipboard().text() == TOKEN
    assert clipboard().waiting


def test_the_key_copies_all_of_it_too(secret):
    secret.text.setFocus()
    QTest.keyClick(secret.text, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == TOKEN
    assert clipboard().waiting


def test_it_is_gone_when_it_has_been_read(secret):
    done = []
    secret.done.connect(lambda: done.append(True))
    secret.close_button.click()
    assert done == [True]
    assert secret.text.toPlainText() == ""
    assert secret.title.text() == ""
