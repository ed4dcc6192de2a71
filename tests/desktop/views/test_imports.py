"""The tab of imports: choosing a file, its columns, the import under way, what was refused, by mouse and by keys."""

import csv
import hashlib

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel

from clinic_console.desktop.actions import imports_run
from clinic_console.desktop.actions.imports import ImportActions
from clinic_console.desktop.bridge import monotonic
from clinic_console.desktop.state.access import LockReason
from clinic_console.desktop.state.imports import Imports, Page, Phase
from clinic_console.desktop.state.imports_draft import Basis, Lack, Trouble
from clinic_console.desktop.theme import LIGHT, Theme
from clinic_console.desktop.views.imports import PATIENTS, ImportsView
from clinic_console.desktop.views.imports_progress import left_text
from clinic_console.desktop.views.imports_words import (
    basis_text,
    encodings,
    fields,
    lack_text,
    problems,
    trouble_texts,
)
from clinic_console.domain.imports import ENCODINGS, FIELDS, WORDS
from clinic_console.wire.imports import RowError
from tests.desktop import reach
from tests.desktop.pseudo import bare_texts, pseudo
from tests.desktop.stub import fail
from tests.desktop.stub_imports import SYNTHEA, StubImports, imported
from tests.desktop.tab_room import tab_room

TITLED = (
    "患者番号,氏名,生年月日,性別\n1,長谷川 千代,1951/03/04,女\n2,佐藤 直美,1960/13/05,女\n3,渡辺 健一,1970/01/06,男\n"
)

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def play(stub, bridge, monkeypatch):
    """Run a flow in a room, with imports that the hub knows."""
    monkeypatch.setattr(imports_run, "FIRST_WAIT", 0.02)
    monkeypatch.setattr(imports_run, "LOCKED_WAIT", 0.01)
    stub.imports = StubImports().serve(stub)
    state = Imports()

    def make(theme, bridge_, console, access):
        locked = console.access
        return ImportsView(
            theme, bridge_, console, ImportActions(access, monotonic, state, lambda: locked.locked is not None)
        )

    def play(flow, rows=(), role="administrator", theme=None):
        stub.imports.rows = list(rows)

        async def whole():
            async with tab_room(stub, bridge, make, role, theme) as room:
                await room.until(lambda: state.pages.loaded)
                await flow(room, room.view, state)
                state.clear()

        bridge.run(whole())

    return play


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "患者一覧.csv"
    path.write_bytes(TITLED.encode("cp932"))
    return path


async def opened(room, view, state, file):
    view.open_file(str(file))
    await room.until(lambda: state.draft.path == str(file) and state.draft.look is not None and not state.draft.stale)


def test_an_empty_list_says_what_it_is_for(play):
    async def flow(room, view, state):
        panel = view.list.table.ground.panel
        await room.until(panel.isVisible)
        assert "No file has been imported yet" in [label.text() for label in panel.findChildren(QLabel)]
        panel.button.click()
        room.view.frame(monotonic())
        assert state.page is Page.DRAFT
        assert QApplication.focusWidget() is view.draft.panel.button

    play(flow)


def test_the_list_says_how_each_stands(play):
    rows = [
        imported(0, state="running", done=300, good=290, bad=10, ended=None),
        imported(1, kind="encounters"),
        imported(2, state="cancelled", bad=0),
    ]

    async def flow(room, view, state):
        await room.until(lambda: len(room.rows()) == 3)
        assert room.rows(0) == ["patients-0.csv", "patients-1.csv", "patients-2.csv"]
        assert room.rows(1) == ["Patients", "Past visits", "Patients"]
        assert room.rows(5) == ["Not finished", "Finished", "Cancelled"]
        assert room.rows(6) == ["300 of 1,000", "1,000", "1,000"]
        assert room.rows(9) == ["10", "3", "0"]

    play(flow, rows)


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


def test_an_import_under_way_can_be_ended(play, stub, file):
    async def flow(room, view, state):
        await opened(room, view, state, file)
        room.state.access.lock(LockReason.ASKED)
        view.draft.yes.click()
        await room.until(lambda: state.run.phase is Phase.PAUSED)
        assert view.one.progress.heading.text() == "Waiting until the console is unlocked"
        view.one.stop.click()
        assert view.one.confirm.isVisible()
        QTest.keyClick(view.one.confirm.no, Qt.Key.Key_Escape)
        assert not view.one.confirm.isVisible()
        view.one.stop.click()
        view.one.confirm.yes.click()
        assert state.run.ending
        room.state.access.unlock()
        await room.until(lambda: state.run.phase is Phase.OVER)
        room.view.frame(monotonic())
        assert view.one.progress.heading.text().startswith("Cancelled behind row 0 of 3")

    play(flow)


def test_while_the_hub_is_away_it_says_that_nothing_is_lost(play, stub, file):
    async def flow(room, view, state):
        await opened(room, view, state, file)
        stub.imports.failing = [fail(503, "unavailable.store")] * 3
        view.draft.yes.click()
        await room.until(lambda: state.run.phase is Phase.WAITING)
        room.view.frame(monotonic())
        assert "Nothing is lost" in view.one.progress.heading.text()
        await room.until(lambda: state.run.phase is Phase.OVER)

    play(flow)


def test_an_unfinished_one_goes_on_with_its_file(play, stub, file):
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    mapping = SYNTHEA.__class__(["mrn", "name", "born", "sex"], "", header=True, encoding="shift_jis")
    one = imported(0, state="running", lines=3, done=1, good=1, bad=0, digest=digest, mapping=mapping, ended=None)

    async def flow(room, view, state):
        await room.until(lambda: len(room.rows()) == 1)
        room.click(0)
        room.view.frame(monotonic())
        assert view.one.progress.heading.text() == "Not finished: go on with the same file"
        other = file.with_name("other.csv")
        other.write_text("x,y,z,w\n", encoding="utf-8")
        view.go_on_with(str(other))
        await room.until(lambda: state.run.trouble is Trouble.OTHER)
        room.view.frame(monotonic())
        assert view.one.progress.heading.text() == "This is another file than the one that was begun"
        assert view.one.resume.text() == "Choose the file …"
        view.go_on_with(str(file))
        await room.until(lambda: state.run.phase is Phase.OVER)
        assert [row[0] for row in stub.imports.received] == ["2", "3"]

    play(flow, [one])


def test_refused_rows_are_read_and_saved(play, stub, tmp_path):
    one = imported(0)
    stub.imports.errors[one.id] = [
        RowError(3, "born", "imports.date", "x"),
        RowError(9, "", "imports.columns", "x"),
        RowError(12, "mrn", "imports.new_code", "some new words"),
    ]

    async def flow(room, view, state):
        await room.until(lambda: len(room.rows()) == 1)
        room.click(0)
        await room.until(lambda: len(state.errors.rows) == 3)
        model = view.one.table.model
        texts = [[model.index(row, column).data() for column in range(3)] for row in range(3)]
        assert texts == [
            ["3", "Date of birth", "not a date in this order"],
            ["9", "The row", "the row has another number of columns"],
            ["12", "Record number", "some new words"],
        ]
        path = tmp_path / "refused.csv"
        view.save_to(str(path))
        await room.until(lambda: state.saved is not None and state.saved.done)
        room.view.frame(monotonic())
        assert view.one.saved.text() == "refused.csv is written."
        rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
        assert rows[0] == ["Line", "Field", "Code", "What was wrong"]
        assert rows[1] == ["3", "Date of birth", "imports.date", "not a date in this order"]

    play(flow, [one])


def test_who_may_see_patients_goes_on_to_them(play):
    wanted = []

    async def flow(room, view, state):
        view.wanted.connect(lambda name, _: wanted.append(name))
        await room.until(lambda: len(room.rows()) == 1)
        view.one._may_see = lambda _: True
        room.click(0)
        room.view.frame(monotonic())
        view.one.show_patients.click()
        assert wanted == [PATIENTS]

    play(flow, [imported(0)])


def test_one_file_at_a_time(play, file):
    async def flow(room, view, state):
        await opened(room, view, state, file)
        room.state.access.lock(LockReason.ASKED)
        view.draft.yes.click()
        await room.until(lambda: state.run.phase is Phase.PAUSED)
        view._back()
        room.view.frame(monotonic())
        assert not view.list.begin.isEnabled()
        assert view.list.begin.toolTip()
        view.open_file(str(file))
        assert state.draft is None
        await room.until(lambda: room.rows(5) == ["Under way"])
        room.state.access.unlock()
        await room.until(lambda: state.run.phase is Phase.OVER)

    play(flow)


def test_nothing_of_a_file_stays(play, file):
    async def flow(room, view, state):
        await opened(room, view, state, file)
        view.forget()
        state.clear()
        room.view.frame(monotonic())
        said = " ".join(label.text() for label in view.findChildren(QLabel))
        assert "長谷川" not in said
        assert "患者一覧" not in said
        assert all(not table.pages.rows for table in view.draft.tables.values())
        assert view.draft.columns.choices == []

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


def test_keys_reach_all_of_it(play, file):
    async def flow(room, view, state):
        def faults():
            found = reach.nameless(room.window) + reach.alike(room.window) + reach.without_tooltip(room.window)
            assert not found, "\n".join(found)

        await room.until(lambda: len(room.rows()) == 1)
        faults()
        view.list.table.enter()
        QTest.keyClick(view.list.table.view, Qt.Key.Key_Down)
        QTest.keyClick(view.list.table.view, Qt.Key.Key_Return)
        room.view.frame(monotonic())
        assert state.page is Page.IMPORT
        faults()
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
        assert state.page is Page.LIST
        await opened(room, view, state, file)
        faults()
        view.draft.columns.enter()
        focus = QApplication.focusWidget()
        assert focus is view.draft.columns.choices[0]
        QTest.keyClick(focus, Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is view.draft.columns.choices[1]
        view.set_theme(Theme(LIGHT))

    play(flow, [imported(0)])


def test_every_word_is_translated(play, file, qapp):
    known = ("patients-0", "csv", "Sato", "Kita", "Porto", "synthea", "Nov", "Mar", "Jan", "UTF", "KiB", "LE", "BE")

    async def flow(room, view, state):
        await room.until(lambda: len(room.rows()) == 1)
        found = bare_texts(view, known)
        room.click(0)
        room.view.frame(monotonic())
        found += bare_texts(view, known)
        view._back()
        await opened(room, view, state, file)
        found += bare_texts(view, known)
        assert found == []

    with pseudo(qapp):
        play(flow, [imported(0, state="running", done=3, ended=None)])


def test_everything_has_words(qapp):
    for kind, names in FIELDS.items():
        assert set(fields(kind)) == set(names)
    assert set(problems()) == set(WORDS)
    assert set(encodings()) == set(ENCODINGS)
    assert all(lack_text(lack) for lack in Lack)
    assert all(all(trouble_texts(trouble)) for trouble in Trouble)
    assert [basis for basis in Basis if not basis_text(basis)] == [Basis.CHOSEN]
    assert left_text(20) == "less than a minute left"
    assert left_text(200) == "about 3 min left"
