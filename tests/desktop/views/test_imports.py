"""The tab of imports: the list, the import under way, what was refused, by mouse and by keys."""

import csv
import hashlib

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from clinic_console.desktop.bridge import monotonic
from clinic_console.desktop.state.access import LockReason
from clinic_console.desktop.state.imports import Page, Phase
from clinic_console.desktop.state.imports_draft import Basis, Lack, Trouble
from clinic_console.desktop.theme import LIGHT, Theme
from clinic_console.desktop.views.imports import PATIENTS
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
from tests.desktop.imports_room import opened, player, written
from tests.desktop.pseudo import bare_texts, pseudo
from tests.desktop.stub import fail
from tests.desktop.stub_imports import SYNTHEA, imported

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def play(stub, bridge, monkeypatch):
    return player(stub, bridge, monkeypatch)


@pytest.fixture
def file(tmp_path):
    return written(tmp_path)


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
