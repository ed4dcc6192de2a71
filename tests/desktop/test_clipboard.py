"""What the console copies goes again, and what others copied stays."""

import pytest
from PySide6.QtGui import QGuiApplication

from clinic_console.desktop import clipboard as module
from clinic_console.desktop.clipboard import Clipboard, clipboard


@pytest.fixture
def board(qapp):
    made = Clipboard()
    yield made
    made.clear()
    made.deleteLater()
    QGuiApplication.clipboard().clear()


def text():
    return QGuiApplication.clipboard().text()


def test_what_was_copied_is_there_until_somebody_goes(board):
    board.copy("MRN 7")
    assert text() == "MRN 7"
    assert not board.waiting
    board.clear()
    assert text() == ""


def test_a_secret_goes_by_itself_and_is_kept_out_of_histories(board, qtbot, monkeypatch):
    assert module.SECRET_MS == 60_000
    board._soon.setInterval(10)
    board.copy("s3cret", secret=True)
    assert board.waiting
    assert QGuiApplication.clipboard().mimeData().data("x-kde-passwordManagerHint").data() == b"secret"
    qtbot.waitUntil(lambda: text() == "")
    assert not board.waiting


def test_what_another_program_copied_stays(board):
    board.copy("s3cret", secret=True)
    QGuiApplication.clipboard().setText("somebody else's")
    assert not board.waiting
    board.clear()
    assert text() == "somebody else's"


def test_a_plain_text_after_a_secret_is_not_taken_off_by_the_secrets_time(board):
    board.copy("s3cret", secret=True)
    board.copy("bed 12")
    assert not board.waiting
    assert text() == "bed 12"


def test_there_is_one_for_the_whole_console(qapp):
    assert clipboard() is clipboard()
    assert clipboard().parent() is qapp
