"""The list of 500,000: dragged, searched, sorted and read with keys alone."""

import asyncio

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale, Qt
from PySide6.QtGui import QAccessible, QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit

from clinic_console.desktop.bridge import monotonic
from clinic_console.desktop.state.patients_list import Line
from clinic_console.desktop.state.roll import MOST, Landmarks
from clinic_console.desktop.theme import DARK, Theme
from clinic_console.desktop.views.ground import Footing
from tests.desktop.list_room import KITA, PORTO, list_room
from tests.desktop.pseudo import bare_texts, pseudo
from tests.desktop.stub_patients_list import NAMES, patient_id

TOTAL = 500_000
SHORT = QLocale.FormatType.ShortFormat


def key(widget, which, held=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(widget, which, held)


def counted(view):
    """Count in each painting how often the model is asked, and how many rows are painted."""
    found, drawn, paint, painted = [], view.model().drawn, view.paintEvent, [0]

    def ask(place):
        painted[0] += 1
        return drawn(place)

    def paint_event(event):
        painted[0] = 0
        paint(event)
        high = view.rows.height
        value = view.verticalScrollBar().value()
        rows = (value + event.rect().bottom()) // high - (value + event.rect().top()) // high + 1
        found.append((painted[0], rows))

    view.model().drawn = ask
    view.paintEvent = paint_event
    return found


def test_dragging_from_top_to_end_asks_the_model_once_a_row_and_keeps_little(stub, bridge, monkeypatch):
    async def main():
        async with list_room(stub, bridge) as room:
            await room.begin()
            view = room.view.all.view
            asked = []
            monkeypatch.setattr(
                type(room.view.all.model), "data", lambda _, __, role=Qt.ItemDataRole.DisplayRole: asked.append(role)
            )
            QCursor.setPos(view.viewport().mapToGlobal(view.viewport().rect().center()))
            calls = counted(view)
            bar = view.verticalScrollBar()
            assert bar.maximum() > TOTAL * 31
            before = len(room.patients.pages)
            bar.setSliderDown(True)
            for step in range(201):
                bar.setValue(bar.maximum() * step // 200)
                room.frame()
                view.viewport().repaint()
            assert view.where.isVisible()
            assert "of 500,000" in view.where.text()
            bar.setSliderDown(False)
            await room.until(lambda: room.patients_list.roll.row(TOTAL - 1) is not None)
            room.frame()
            view.viewport().repaint()
            assert len(calls) > 200
            assert all(called <= rows for called, rows in calls)
            # Qt itself asks what the row under the pointer says in the status bar.
            assert set(asked) == {Qt.ItemDataRole.StatusTipRole}, "painting never asks for data"
            assert room.patients_list.roll.kept <= MOST
            assert len(room.patients.pages) - before <= 12, "only where the bar stood still"
            assert view.last == TOTAL - 1
            assert not view.where.isVisible()

    bridge.run(main())


@pytest.mark.parametrize("scale", [0.8, 1.0, 2.0])
def test_rows_of_any_size_reach_to_the_end(stub, bridge, scale):
    async def main():
        async with list_room(stub, bridge, theme=Theme(DARK, scale)) as room:
            await room.begin()
            view = room.view.all.view
            room.view.all.enter()
            key(view, Qt.Key.Key_End)
            await room.until(lambda: room.patients_list.roll.row(TOTAL - 1) is not None)
            assert view.place == TOTAL - 1
            assert view.last == TOTAL - 1
            room.view.resize(room.theme.px(300), 676)
            room.view.look(two_lines=True)
            room.frame()
            assert view.place == TOTAL - 1
            assert view.first <= TOTAL - 1 <= view.last
            key(view, Qt.Key.Key_Home)
            assert view.first == 0

    bridge.run(main())


def test_keys_alone_find_move_open_and_leave(stub, bridge):
    async def main():
        async with list_room(stub, bridge) as room:
            await room.begin()
            view, field = room.view.all.view, room.view.bar.field
            left = []
            room.view.left.connect(lambda: left.append(1))
            room.view.enter()
            key(field, Qt.Key.Key_Down)
            assert QApplication.focusWidget() is view
            assert view.place == 0
            for _ in range(3):
                key(view, Qt.Key.Key_Down)
            key(view, Qt.Key.Key_PageDown)
            assert view.place > 15
            assert room.opened == [], "moving opens nothing: each opening is recorded"
            at = view.current
            key(view, Qt.Key.Key_Return)
            assert room.opened == [at]
            key(view, Qt.Key.Key_Escape)
            assert left == [1]
            key(view, Qt.Key.Key_Home)
            key(view, Qt.Key.Key_Up)
            assert QApplication.focusWidget() is field
            key(field, Qt.Key.Key_Down)
            QTest.keyClicks(view, "s")
            assert (QApplication.focusWidget(), field.text()) == (field, "s")

    bridge.run(main())


def test_results_come_as_one_types_and_only_those_of_what_stands_there(stub, bridge):
    async def main():
        async with list_room(stub, bridge, total=5_000) as room:
            await room.begin()
            field, search = room.view.bar.field, room.patients_list.search
            for text in ("t", "ta", "tan", "tana", "tana z"):
                field.setText(text)
                await asyncio.sleep(0)
            await room.until(lambda: search.found == "tana z")
            assert room.patients.queries[0]["text"] == "t", "the first letter does not wait"
            assert len(room.patients.queries) < 5, "letters that come together are asked for together"
            assert {row.latin for row in search.rows} == {"Tanaka Zoë Marie"}
            assert room.view.stack.currentWidget() is room.view.hits
            assert room.view.bar.count.text() == "The first 50. Type more."
            field.setText("4000007")
            await room.until(lambda: room.view.bar.count.text() == "1 of 5,000 patients")
            assert room.view.bar.took.text().endswith(" ms")
            key(field, Qt.Key.Key_Return)
            await room.until(lambda: room.opened != [])
            assert room.opened == [patient_id(7)]

    bridge.run(main())


def test_an_answer_that_comes_late_is_never_shown(stub, bridge):
    async def main():
        async with list_room(stub, bridge, total=1_000) as room:
            await room.begin()
            search = room.patients_list.search
            search.look_for("tanaka")
            late = search.begin(monotonic())
            search.look_for("abe")
            now = search.begin(monotonic())
            search.take(late, [], monotonic(), more=False)
            assert search.found != "tanaka"
            search.take(now, [room.patients_list.roll.row(0)], monotonic(), more=False)
            search.failed(late, RuntimeError())
            assert (search.answered, search.total) == (True, 1)

    bridge.run(main())


def test_clearing_goes_back_to_where_the_list_was(stub, bridge):
    async def main():
        async with list_room(stub, bridge) as room:
            await room.begin()
            view, field = room.view.all.view, room.view.bar.field
            room.view.all.enter()
            view.scroll_to(300_000)
            await room.until(lambda: room.patients_list.roll.row(300_000) is not None)
            view.go_to(300_004)
            field.setText("abe")
            await room.until(lambda: room.patients_list.search.found == "abe")
            assert not room.view.bar.chips.isEnabled()
            field.setFocus()
            key(field, Qt.Key.Key_Escape)
            room.frame()
            assert room.view.stack.currentWidget() is room.view.all
            assert (view.first, view.place) == (300_000, 300_004)
            assert room.view.bar.chips.isEnabled()

    bridge.run(main())


def test_what_stood_here_is_here_again_in_another_size(stub, bridge):
    async def main():
        async with list_room(stub, bridge) as room:
            await room.begin()
            room.view.all.view.scroll_to(250_000)
            await room.until(lambda: room.patients_list.roll.row(250_000) is not None)
            room.view.all.view.go_to(250_003)
            room.frame()
            room.theme = Theme(DARK, 1.5)
            room.build()
            await room.until(lambda: room.view.all.view.settled)
            room.frame()
            assert (room.view.all.view.first, room.view.all.view.place) == (250_000, 250_003)
            room.view.bar.field.setText("abe")
            await room.until(lambda: room.patients_list.search.found == "abe")
            asked = len(room.patients.queries)
            room.build()
            await room.until(lambda: room.view.hits.model.rowCount() == 50)
            assert room.view.bar.field.text() == "abe"
            await asyncio.sleep(0.1)
            assert len(room.patients.queries) == asked, "nobody is searched for again"

    bridge.run(main())


def test_sorting_filtering_and_the_clinic_ask_for_another_list(stub, bridge):
    async def main():
        async with list_room(stub, bridge, clinics=(KITA, PORTO)) as room:
            await room.begin()
            view, head, bar = room.view, room.view.all.head, room.view.bar
            titles = {title.column.sort: title for title in head.titles.values()}
            assert titles["name"].isChecked()
            view.all.enter()
            view.all.view.scroll_to(400_000)
            titles["born"].click()
            await room.until(lambda: room.patients_list.roll.row(0) is not None)
            assert room.patients.pages[-1]["sort"] == "born"
            assert (view.all.view.first, titles["born"].accessibleDescription() != "") == (0, True)
            key(view.all.view, Qt.Key.Key_C, Qt.KeyboardModifier.AltModifier)
            assert bar.newest.isChecked()
            bar.chips.buttons["alerts"].click()
            bar.clinics.setCurrentIndex(2)
            bar.clinics.activated.emit(2)
            await room.until(lambda: room.patients.pages[-1].get("clinic") == "c2")
            assert room.patients.pages[-1]["filter"] == "alerts"
            bar.chips.buttons["alerts"].click()
            assert bar.chips.buttons[""].isChecked()

    bridge.run(main())


def test_every_state_is_said_and_has_a_way_on(stub, bridge):
    async def main():
        async with list_room(stub, bridge, total=0) as room:
            room.frame()
            assert room.view.all.ground.footing is Footing.LOADING
            await room.until(lambda: room.view.all.ground.footing is Footing.EMPTY)
            assert room.view.all.ground.panel.button.text() == "Register a patient"
            room.view.all.ground.pressed.emit()
            room.view.bar.field.setText("Nobody Here")
            await room.until(lambda: room.view.hits.ground.footing is Footing.EMPTY)
            room.view.hits.ground.pressed.emit()
            assert room.begun == ["", "Nobody Here"]
            room.patients.refuse = (503, "hub.unavailable")
            room.view.bar.field.setText("Somebody")
            await room.until(lambda: room.view.hits.ground.footing is Footing.FAILED)
            room.patients.refuse = None
            room.view.hits.ground.pressed.emit()
            await room.until(lambda: room.view.hits.ground.footing is Footing.EMPTY)
            room.patients.refuse = (403, "not_allowed")
            room.view.bar.field.setText("")
            room.patients_list.roll.restart()
            await room.until(lambda: room.view.all.ground.footing is Footing.DENIED)

    bridge.run(main())


def test_rows_that_cannot_be_had_show_as_bars_with_one_line_and_are_had_again(stub, bridge):
    async def main():
        async with list_room(stub, bridge) as room:
            await room.begin()
            room.patients.refuse = (503, "hub.unavailable")
            room.view.all.view.scroll_to(200_000)
            await room.until(lambda: room.view.all.ground.footing is Footing.KEPT)
            room.window.grab()
            await room.until(lambda: room.view.all.view.rows.bars)
            room.patients.refuse = None
            room.view.all.ground.pressed.emit()
            await room.until(lambda: room.view.all.ground.footing is Footing.READY)
            await room.until(lambda: room.patients_list.roll.row(200_000) is not None)
            room.window.grab()
            await room.until(lambda: not room.view.all.view.rows.bars)

    bridge.run(main())


def test_a_row_on_which_one_stands_stays_under_the_eyes_when_others_come_before_it(stub, bridge):
    async def main():
        async with list_room(stub, bridge, total=3_000) as room:
            await room.begin()
            view, roll = room.view.all.view, room.patients_list.roll
            view.scroll_to(50)
            room.view.all.enter()
            view.go_to(55)
            room.frame()
            current, top = view.current, view.first
            soon = monotonic() + 1
            assert roll.begin(soon) is None, "nothing is missing"
            rows = [roll.row(place) for place in range(99)]
            roll.refresh()
            roll.take_marks(roll.begin(soon), Landmarks(3_001, 1_000, ("", "1000", "2000", "3000")), soon)
            asked = roll.begin(soon)
            assert asked.chunk == 0
            roll.take(asked, [Line("new", "1", "Aa"), *rows], "100")
            room.frame()
            assert (view.current, view.place, view.first) == (current, 56, top + 1)

    bridge.run(main())


def test_everything_has_a_name_and_rows_are_read_out_whole(stub, bridge):
    async def main():
        async with list_room(stub, bridge, clinics=(KITA, PORTO)) as room:
            await room.begin()
            kinds = (QLineEdit, QComboBox)
            controls = [each for kind in kinds for each in room.view.findChildren(kind)]
            controls += [each for each in room.view.findChildren(QAbstractButton) if each.isVisible()]
            nameless = [each for each in controls if not (each.accessibleName() or each.text())]
            assert [each for each in nameless if each.isVisible()] == []
            said = room.view.all.model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
            assert said.startswith("阿部 花 Abe Hana, 8 Jan 1930, 93 years, male, 4000001, Allergy")
            assert room.view.all.model.index(3, 4).data() == "Infection, Fall risk"
            assert QAccessible.queryAccessibleInterface(room.view.all.view).role() == QAccessible.Role.Table

    bridge.run(main())


def test_nobody_is_kept_by_a_list_that_is_left(stub, bridge):
    async def main():
        async with list_room(stub, bridge, total=1_000) as room:
            await room.begin()
            room.view.bar.field.setText("tanaka")
            await room.until(lambda: room.patients_list.search.found == "tanaka")
            room.view.forget()
            room.patients_list.clear()
            assert room.view.bar.field.text() == ""
            assert (room.patients_list.roll.kept, room.patients_list.search.rows) == (0, ())
            assert room.view.all.model.rowCount() + room.view.hits.model.rowCount() > 0
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    bridge.run(main())


def test_all_of_it_is_translated(stub, bridge, qapp):
    async def main():
        with pseudo(qapp):
            async with list_room(stub, bridge, clinics=(KITA, PORTO)) as room:
                await room.begin()
                months = [QLocale().standaloneMonthName(number, SHORT) for number in range(1, 13)]
                known = [*NAMES, *months, "Kita", "Porto"]
                found = bare_texts(room.view, known)
                room.view.bar.field.setText("xyz")
                await room.until(lambda: room.view.hits.ground.footing is Footing.EMPTY)
                assert found + bare_texts(room.view, [*known, "xyz"]) == []

    bridge.run(main())
