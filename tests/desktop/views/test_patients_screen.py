"""The Patients screen: the list beside who is open, or beside the form, and nothing of them for the next user."""

import asyncio

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clinic_console.desktop.bridge import monotonic
from clinic_console.desktop.theme import LIGHT, Theme
from clinic_console.desktop.views.patients_screen import PatientsView
from tests.desktop.screen_room import screen_room
from tests.desktop.stub_patients_list import patient_id


def test_a_chart_opens_beside_the_list_by_enter_alone_and_esc_goes_back(stub, bridge):
    async def main():
        async with screen_room(stub, bridge) as room:
            view, rows = room.view, room.view.list.all.view
            wide = view.list.width()
            view.list.all.enter()
            for _ in range(3):
                QTest.keyClick(rows, Qt.Key.Key_Down)
            assert room.patients.charts == []
            QTest.keyClick(rows, Qt.Key.Key_Return)
            await room.opened(patient_id(3))
            assert room.patients.charts == [patient_id(3)]
            assert view.list.width() == 300 < wide
            assert view.list.all.model.two_lines
            assert rows.rows.opened == 3
            QTest.keyClick(rows, Qt.Key.Key_Down)
            room.frame()
            assert room.patients.charts == [patient_id(3)], "moving opens nobody"
            await room.until(lambda: view.chart.isAncestorOf(QApplication.focusWidget() or view))
            QTest.keyClick(view.chart, Qt.Key.Key_Escape)
            room.frame()
            assert view.side.isHidden()
            assert room.state.chart.chart is None
            assert not view.list.all.model.two_lines
            assert rows.place == 4

    bridge.run(main())


def test_without_room_for_both_the_chart_covers_the_list(stub, bridge):
    async def main():
        async with screen_room(stub, bridge, theme=Theme(LIGHT, 2.0)) as room:
            room.view.open_patient(patient_id(5))
            await room.opened(patient_id(5))
            assert room.view.list.isHidden()
            assert room.view.back.isVisible()
            room.view.enter()
            room.view.back.click()
            room.frame()
            assert room.view.list.isVisible()
            assert room.view.side.isHidden()

    bridge.run(main())


def test_somebody_is_registered_from_what_was_searched_and_is_open_then(stub, bridge):
    async def main():
        async with screen_room(stub, bridge) as room:
            view = room.view
            view.list.bar.field.setText("Nobody Known")
            search = room.actions.list.state.search
            await room.until(lambda: search.found == "Nobody Known")
            view.list.hits.ground.pressed.emit()
            room.frame()
            assert view.stack.currentWidget() is view.form
            assert room.actions.form.state.draft.values["name"] == "Nobody Known"
            room.actions.form.state.type("born", "1990-01-02")
            view.form.send()
            await room.until(lambda: room.patients.registered != [])
            assert room.patients.registered[0].name == "Nobody Known"
            await room.opened(patient_id(1))
            assert view.stack.currentWidget() is view.chart
            assert not view.writing
            assert room.patients.charts == [], "the answer to registering is the chart"
            asked = len(room.patients.queries), len(room.patients.places)
            await room.until(lambda: len(room.patients.queries) > asked[0] and len(room.patients.places) > asked[1])

    bridge.run(main())


def test_what_is_typed_is_asked_about_before_it_is_thrown_away(stub, bridge):
    async def main():
        async with screen_room(stub, bridge) as room:
            view = room.view
            view.register("Zoë")
            room.actions.form.state.type("name", "Zoë Tanaka")
            view.open_patient(patient_id(7))
            assert view.confirm.isVisibleTo(view)
            assert room.patients.charts == []
            view.confirm.no.click()
            assert view.writing
            view.open_patient(patient_id(7))
            view.confirm.yes.click()
            await room.opened(patient_id(7))
            assert not view.writing

    bridge.run(main())


def test_a_change_is_shown_wherever_somebody_stands_and_is_no_second_opening(stub, bridge):
    async def main():
        async with screen_room(stub, bridge) as room:
            view, search = room.view, room.actions.list.state.search
            view.list.bar.field.setText("4000004")
            await room.until(lambda: search.found == "4000004" and search.total == 1)
            view.open_patient(patient_id(4))
            await room.opened(patient_id(4))
            view.chart.edit_wanted.emit(patient_id(4))
            assert view.stack.currentWidget() is view.form
            view.form.left.emit()
            room.frame()
            assert view.stack.currentWidget() is view.chart
            view.chart.edit_wanted.emit(patient_id(4))
            room.actions.form.state.type("name", "Zoë Abe")
            asked = len(room.patients.places)
            view.form.send()
            await room.until(lambda: not view.writing)
            assert room.patients.changed[0].name == "Zoë Abe"
            assert view.stack.currentWidget() is view.chart
            assert (room.state.chart.chart.name, room.state.chart.chart.version) == ("Zoë Abe", 2)
            assert room.patients.charts == [patient_id(4)], "the answer to the change is the chart"
            assert search.row(0).name == room.actions.list.state.roll.row(4).name == "Zoë Abe"
            await room.until(lambda: len(room.patients.places) > asked)

    bridge.run(main())


def test_who_was_restricted_is_looked_for_again(stub, bridge):
    async def main():
        async with screen_room(stub, bridge) as room:
            view, search = room.view, room.actions.list.state.search
            view.list.bar.field.setText("4000004")
            await room.until(lambda: search.found == "4000004" and search.total == 1)
            view.open_patient(patient_id(4))
            await room.opened(patient_id(4))
            asked = len(room.patients.queries), len(room.patients.places)
            view.chart.deeds.marked.emit()
            await room.until(lambda: len(room.patients.queries) > asked[0] and len(room.patients.places) > asked[1])

    bridge.run(main())


def test_a_question_goes_with_what_it_was_about(stub, bridge):
    async def main():
        async with screen_room(stub, bridge) as room:
            view, form = room.view, room.actions.form.state
            view.open_patient(patient_id(4))
            await room.opened(patient_id(4))
            view.chart.edit_wanted.emit(patient_id(4))
            form.type("name", "Zoë Abe")
            view.form.send()
            view.open_patient(patient_id(7))
            assert view.confirm.isVisibleTo(view)
            await room.until(lambda: not view.writing)
            assert not view.confirm.isVisibleTo(view), "it has been saved"
            view.chart.edit_wanted.emit(patient_id(4))
            form.type("name", "Zoë Sato")
            view.open_patient(patient_id(7))
            view.form.leave()
            view.form.confirm.yes.click()
            assert not view.confirm.isVisibleTo(view)

    bridge.run(main())


def test_what_was_saved_on_another_screen_is_not_asked_about(stub, bridge):
    async def main():
        async with screen_room(stub, bridge) as room:
            view, form = room.view, room.actions.form.state
            view.open_patient(patient_id(4))
            await room.opened(patient_id(4))
            view.chart.edit_wanted.emit(patient_id(4))
            form.type("name", "Zoë Abe")
            view.form.send()
            async with asyncio.timeout(15.0):
                while form.saved is None:
                    await asyncio.sleep(0.01)
            view.open_patient(patient_id(7))
            await room.opened(patient_id(7))
            assert not view.confirm.isVisibleTo(view)
            assert not view.writing

    bridge.run(main())


def test_what_cannot_be_saved_is_told_on_another_screen_without_a_name(stub, bridge):
    async def main():
        async with screen_room(stub, bridge) as room:
            view, form = room.view, room.actions.form.state
            view.open_patient(patient_id(4))
            await room.opened(patient_id(4))
            view.chart.edit_wanted.emit(patient_id(4))
            form.type("name", "Zoë Abe")
            room.patients.refuse = (503, "hub.unavailable")
            view.form.send()
            view.hide()
            async with asyncio.timeout(15.0):
                while form.problem is None:
                    await asyncio.sleep(0.01)
            room.state.access.locked = object()
            view.watch()
            assert room.said == []
            room.state.access.locked = None
            view.watch()
            view.watch()
            ((title, why),) = room.said
            assert title == "A patient was not saved"
            assert "Abe" not in why
            room.said.clear()

    bridge.run(main())


def test_what_was_open_is_open_again_in_views_made_anew(stub, bridge):
    async def main():
        async with screen_room(stub, bridge) as room:
            room.view.open_patient(patient_id(9))
            await room.opened(patient_id(9))
            again = PatientsView(Theme(LIGHT), bridge, room.state, room.actions)
            assert again.opened == patient_id(9)
            assert again.list.all.model.two_lines
            assert room.patients.charts == [patient_id(9)], "nothing is opened, and recorded, twice"
            again.deleteLater()
            room.view.forget()
            room.actions.list.state.clear()
            assert (room.state.chart.chart, room.view.opened) == (None, "")

    bridge.run(main())


def test_only_who_may_registers(stub, bridge):
    async def main():
        async with screen_room(stub, bridge, role="auditor") as room:
            room.view.register("Somebody")
            assert not room.view.writing

    bridge.run(main())


def test_chart_and_form_are_made_ahead_one_by_one_while_nobody_waits(stub, bridge):
    async def main():
        async with screen_room(stub, bridge) as room:
            view, search, at = room.view, room.actions.list.state.search, monotonic()
            view.frame(at + 2)
            made = [(view._chart is not None, view._form is not None)]
            search.look_for("tanaka")
            inquiry = search.begin(at)
            view.frame(at + 4)
            assert view._form is None, "somebody waits for an answer"
            search.take(inquiry, (), at + 4, more=False)
            for later in (6, 8, 10, 12):
                view.frame(at + later)
                made.append((view._chart is not None, view._form is not None))
            assert made == [(True, False), (True, True), (True, True), (True, True), (True, True)]
            assert view.side.isHidden()

    bridge.run(main())
