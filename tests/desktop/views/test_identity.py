"""Confirming who somebody is: two facts are chosen, by keys too, and recorded; errors keep the choice."""

import asyncio

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget

from clinic_console.desktop.theme import DARK, LIGHT, Theme
from clinic_console.desktop.views.identity import Asked, IdentityDialog
from clinic_console.desktop.views.identity_words import Fact
from clinic_console.domain.errors import StoreUnavailable
from tests.desktop import reach

FACTS = (
    Fact("name", "Name", "田中 由紀 Tanaka Yuki"),
    Fact("born", "Date of birth", "4 Mar 1958"),
    Fact("mrn", "MRN", "4 018 221"),
    Fact("wristband", "Wristband", "MRN 4 018 221"),
)
ASKED = Asked("p1", "c1", "田中 由紀", FACTS)


class Room:
    """A dialog over a window with a field, and what it had recorded."""

    def __init__(self, bridge, theme: Theme) -> None:
        theme.apply(QApplication.instance())
        self.theme, self.window = theme, QWidget()
        self.window.setObjectName("page")
        self.field = QLineEdit(self.window)
        self.field.setAccessibleName("Field")
        self.window.resize(900, 700)
        self.recorded, self.confirmed, self.failed = [], [], []
        self.answer = asyncio.Event()
        self.answer.set()
        self.error: Exception | None = None
        self.dialog = IdentityDialog(theme, bridge, self._record, self.window)
        self.dialog.confirmed.connect(self.confirmed.append)
        bridge.failed.connect(self.failed.append)
        self.window.show()
        self.window.activateWindow()

    async def _record(self, patient: str, clinic: str, which: tuple[str, ...]) -> None:
        self.recorded.append((patient, clinic, which))
        await self.answer.wait()
        if self.error is not None:
            raise self.error

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            QTest.keyClick(QApplication.focusWidget(), key)

    @property
    def texts(self) -> str:
        said = [label.text() + label.toolTip() for label in self.dialog.findChildren(QLabel)]
        return "\n".join(said + [each.accessibleName() for each in self.dialog.findChildren(QWidget)])


@pytest.fixture
def room(bridge, until):
    """A dialog that has been asked."""
    made = Room(bridge, Theme(DARK))

    async def ready():
        await until(made.window.isActiveWindow)
        made.field.setFocus()
        made.dialog.ask(ASKED)

    bridge.run(ready())
    yield made
    made.dialog.forget()
    made.window.hide()
    made.window.deleteLater()


def test_two_digits_and_enter_confirm(room, bridge, until):
    async def flow():
        room.press(Qt.Key.Key_1, Qt.Key.Key_3)
        assert room.dialog.chosen == ("name", "mrn")
        assert room.dialog.send.isEnabled()
        room.press(Qt.Key.Key_Return)
        await until(lambda: bool(room.confirmed))
        assert room.recorded == [("p1", "c1", ("name", "mrn"))]
        assert room.confirmed == [["name", "mrn"]]
        assert not room.dialog.isVisible()
        assert QApplication.focusWidget() is room.field

    bridge.run(flow())


def test_one_is_not_enough_and_three_are_too_many(room):
    room.press(Qt.Key.Key_2, Qt.Key.Key_Return)
    assert room.recorded == []
    assert "more to compare" in room.dialog.note.text()
    room.press(Qt.Key.Key_1, Qt.Key.Key_4)
    assert room.dialog.chosen == ("name", "born")
    assert not room.dialog.rows[3].on
    assert "Two are enough" in room.dialog.note.text()
    room.press(Qt.Key.Key_2, Qt.Key.Key_4)
    assert room.dialog.chosen == ("name", "wristband")
    room.press(Qt.Key.Key_8)
    assert room.dialog.chosen == ("name", "wristband"), "there is no eighth"


def test_a_click_anywhere_in_a_row_turns_it(room):
    row = room.dialog.rows[1]
    QTest.mouseClick(row, Qt.MouseButton.LeftButton, pos=row.text.geometry().center())
    assert row.on
    QTest.mouseClick(row.box, Qt.MouseButton.LeftButton)
    assert not row.on
    room.dialog.rows[0].box.setFocus()
    room.press(Qt.Key.Key_Space)
    assert room.dialog.chosen == ("name",)


def test_a_hub_that_fails_keeps_the_choice(room, bridge, until):
    async def flow():
        room.error = StoreUnavailable()
        room.press(Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_Return)
        await until(lambda: "database" in room.dialog.note.text())
        assert room.dialog.chosen == ("name", "born")
        assert room.dialog.send.isEnabled()
        room.error = None
        room.press(Qt.Key.Key_Return)
        await until(lambda: bool(room.confirmed))
        assert len(room.recorded) == 2

    bridge.run(flow())


def test_it_is_recorded_once_however_often_enter_is_pressed(room, bridge, until):
    async def flow():
        room.answer.clear()
        room.press(Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_Return, Qt.Key.Key_Return, Qt.Key.Key_Return)
        await until(lambda: bool(room.recorded))
        room.press(Qt.Key.Key_Return)
        assert not room.dialog.send.isEnabled()
        room.answer.set()
        await until(lambda: bool(room.confirmed))
        assert len(room.recorded) == 1

    bridge.run(flow())


def test_a_failure_after_it_was_left_is_still_told(room, bridge, until):
    async def flow():
        room.answer.clear()
        room.error = StoreUnavailable()
        room.press(Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_Return)
        await until(lambda: bool(room.recorded))
        room.press(Qt.Key.Key_Escape)
        room.dialog.ask(Asked("p2", "c1", "山田", FACTS))
        room.answer.set()
        await until(lambda: bool(room.failed))
        assert "database" not in room.dialog.note.text(), "that is another patient"
        assert room.confirmed == []

    bridge.run(flow())


def test_enter_on_cancel_cancels(room):
    room.press(Qt.Key.Key_1, Qt.Key.Key_2)
    room.dialog.cancel.setFocus()
    room.press(Qt.Key.Key_Return)
    assert room.recorded == []
    assert not room.dialog.isVisible()


def test_asked_again_it_begins_anew(room):
    room.press(Qt.Key.Key_1, Qt.Key.Key_2)
    room.dialog.ask(Asked("p2", "c1", "山田 太郎", FACTS[:2], "Identity confirmed 10:42 by N. Sato."))
    assert room.dialog.chosen == ()
    assert len(room.dialog.rows) == 2
    assert "10:42 by N. Sato" in room.dialog.about.text()
    assert room.dialog.name.text() == "山田 太郎"


def test_nothing_of_a_patient_stays(room):
    room.press(Qt.Key.Key_1)
    room.dialog.forget()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert room.dialog.rows == []
    for leak in ("田中", "Tanaka", "1958", "4 018"):
        assert leak not in room.texts


@pytest.mark.parametrize("look", [DARK, LIGHT])
def test_it_is_within_reach(bridge, until, look):
    async def flow():
        room = Room(bridge, Theme(look))
        try:
            await until(room.window.isActiveWindow)
            room.dialog.ask(ASKED)
            room.press(Qt.Key.Key_1, Qt.Key.Key_2)
            room.field.hide()
            assert reach.faults(room.window, room.theme) == []
        finally:
            room.dialog.forget()
            room.window.hide()
            room.window.deleteLater()

    bridge.run(flow())
