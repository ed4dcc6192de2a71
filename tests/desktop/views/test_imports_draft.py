"""A file before it comes in: chosen or dropped, its columns, its first rows, what is missing."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from clinic_console.desktop.bridge import monotonic
from clinic_console.desktop.state.imports import Page, Phase
from clinic_console.desktop.state.imports_draft import Basis, Trouble
from tests.desktop.imports_room import opened, player, written
from tests.desktop.stub_imports import SYNTHEA

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def play(stub, bridge, monkeypatch):
    return player(stub, bridge, monkeypatch)


@pytest.fixture
def file(tmp_path):
    return written(tmp_path)


def test_a_japanese_file_comes_in(play, stub, file):
    async def flow(room, view, state):
        await opened(room, view, state, file)
        draft = view.draft
        assert [choice.currentText() for choice in draft.columns.choices] == [
            "Record number",
            "Whole name",
            "Date of birth",
            "Sex",
        ]
        assert draft.settings.encoding.currentData() == "shift_jis"
        assert draft.settings.header.isChecked()
        model = draft.preview.currentWidget().model
        cells = [[str(model.index(row, column).data()) for column in range(4)] for row in range(3)]
        assert cells[0] == ["2", "長谷川 千代", "4 Mar 1951", "Female"]
        assert cells[1][1] == "Refused"
        assert model.index(1, 6).data() == "Date of birth: not a date in this order"
        assert "1 of them will be refused" in draft.heading.text()
        assert draft.yes.isEnabled()
        draft.yes.click()
        await room.until(lambda: state.run is not None and state.run.phase is Phase.OVER)
        room.view.frame(monotonic())
        assert view.one.progress.heading.text().startswith("Finished")
        assert view.one.title.text() == "患者一覧.csv"
        assert stub.imports.received[0] == ["1", "長谷川 千代", "1951/03/04", "女"]
        assert not view.one.show_patients.isVisible(), "an administrator does not look at patients"
        QTest.keyClick(view.one.back, Qt.Key.Key_Escape)
        assert state.page is Page.LIST
        assert room.rows(0) == ["患者一覧.csv"]

    play(flow)


def test_what_is_missing_is_said_and_holds_the_import_back(play, file):
    async def flow(room, view, state):
        await opened(room, view, state, file)
        draft = view.draft
        columns = draft.columns
        columns.chosen.emit(1, "")
        await room.until(lambda: not state.draft.stale)
        assert draft.lack.text() == "Choose which column holds the name."
        assert not draft.yes.isEnabled()
        columns.chosen.emit(1, "external")
        columns.chosen.emit(2, "name")
        await room.until(lambda: not state.draft.stale)
        assert "Name the system" in draft.lack.text()
        draft.settings.system.setFocus()
        QTest.keyClicks(draft.settings.system, "old register")
        await room.until(lambda: state.draft.given.system == "old register" and not state.draft.stale)
        assert draft.lack.text() == ""
        assert draft.yes.isEnabled()
        columns.chosen.emit(0, "name")
        await room.until(lambda: not state.draft.stale)
        assert columns.choices[2].currentText() == "Not used", "a name stands in one column"

    play(flow)


def test_the_way_to_read_it_can_be_changed(play, file):
    async def flow(room, view, state):
        await opened(room, view, state, file)
        settings = view.draft.settings
        settings.delimiter.setCurrentIndex(settings.delimiter.findData(";"))
        settings.delimiter.activated.emit(settings.delimiter.currentIndex())
        await room.until(lambda: len(view.draft.columns.choices) == 1)
        assert view.draft.basis.text().startswith("All of it is one column")
        settings.delimiter.setCurrentIndex(settings.delimiter.findData(","))
        settings.delimiter.activated.emit(settings.delimiter.currentIndex())
        await room.until(lambda: len(view.draft.columns.choices) == 4)
        settings.header.click()
        await room.until(lambda: not state.draft.stale and not state.draft.look.layout.header)
        assert len(state.draft.look.rows) == 4
        settings.kind.buttons["encounters"].click()
        await room.until(lambda: not state.draft.stale)
        assert view.draft.preview.currentWidget() is view.draft.tables["encounters"]
        assert "id of the visit" in view.draft.lack.text()

    play(flow)


def test_what_was_used_before_is_used_and_said(play, stub, file):
    stub.imports.remembered = SYNTHEA.__class__(["mrn", "name", "born", ""], "old", header=True)

    async def flow(room, view, state):
        await opened(room, view, state, file)
        assert view.draft.basis.text() == "The columns are as in the last file like this one."
        assert view.draft.columns.choices[3].currentText() == "Not used"
        assert view.draft.settings.system.text() == "old"

    play(flow)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty"),
        (b"%PDF-1.7\x00\x01", "This is not a text file"),
        (b"PK\x03\x04", "This is a workbook, not a text file"),
    ],
)
def test_what_cannot_be_read_says_why(play, tmp_path, content, said):
    path = tmp_path / "file.csv"
    path.write_bytes(content)

    async def flow(room, view, state):
        view.open_file(str(path))
        await room.until(lambda: state.draft.trouble is not None)
        assert view.draft.panel.accessibleName() == said
        assert view.draft.panel.button.text() == "Another file …"
        assert not view.draft.yes.isEnabled()

    play(flow)


def test_a_file_that_is_not_there_any_more(play, tmp_path):
    async def flow(room, view, state):
        view.open_file(str(tmp_path / "none.csv"))
        await room.until(lambda: state.draft.trouble is Trouble.GONE)
        view._back()
        assert (state.page, state.draft) == (Page.LIST, None)

    play(flow)


def test_a_file_is_dropped(play, file):
    async def flow(room, view, state):
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(file))])
        keys = Qt.KeyboardModifier.NoModifier
        view.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, keys))
        await room.until(lambda: state.draft is not None and state.draft.look is not None)
        assert state.draft.look.basis is Basis.TITLES

    play(flow)


def test_a_file_is_chosen_in_a_dialog(play, file):
    async def flow(room, view, state):
        view.list.begin.click()
        view.draft.panel.button.click()
        dialog = view.findChild(QFileDialog)
        assert dialog is not None
        dialog.fileSelected.emit(str(file))
        await room.until(lambda: state.draft.look is not None)
        room.view.hide()
        assert view._dialog is None, "behind a lock no question stays open"

    play(flow)


def test_the_wheel_changes_no_column(play, file):
    async def flow(room, view, state):
        await opened(room, view, state, file)
        choice = view.draft.columns.choices[0]
        place, none = QPointF(5, 5), Qt.KeyboardModifier.NoModifier
        turn, phase = QPoint(0, -120), Qt.ScrollPhase.NoScrollPhase
        wheel = QWheelEvent(place, place, QPoint(), turn, Qt.MouseButton.NoButton, none, phase, *(False,))
        choice.wheelEvent(wheel)
        assert choice.currentText() == "Record number"

    play(flow)
