"""The Patients screen: the list beside who is open, or beside the form, and nothing of them for the next user."""

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from clinic_console.desktop.actions.patients import PatientActions
from clinic_console.desktop.app import make_patients
from clinic_console.desktop.bridge import monotonic
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.link.http import HubHttp
from clinic_console.desktop.state.access import Clinic
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.theme import LIGHT, Theme
from clinic_console.desktop.views.patients_screen import PatientsActions, PatientsView
from tests.desktop.stub_patients_list import Patients, patient_id

KITA = Clinic("c1", "Kita", "Asia/Tokyo", "nurse")


@dataclass
class ScreenRoom:
    """The screen in a window of its own."""

    window: QWidget
    view: PatientsView
    state: ConsoleState
    actions: PatientsActions
    patients: Patients
    said: list = field(default_factory=list)

    def frame(self):
        self.view.frame(monotonic())
        for _ in range(4):
            QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)

    async def until(self, holds):
        async with asyncio.timeout(15.0):
            while True:
                self.frame()
                if holds():
                    return
                await asyncio.sleep(0.01)

    async def opened(self, patient: str):
        chart = self.state.chart
        await self.until(lambda: chart.chart is not None and chart.chart.id == patient)


def scan(window: QWindow, number: str) -> None:
    """Type as a scanner does: at the window, at once, with Enter."""
    keys = [(Qt.Key(ord(digit)), digit) for digit in number]
    for key, text in [*keys, (Qt.Key.Key_Return, "\r")]:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(window, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text))


@asynccontextmanager
async def screen_room(stub, bridge, *, size=(1302, 676), theme=None, role="nurse"):
    theme = theme or Theme(LIGHT)
    app = QApplication.instance()
    theme.apply(app)
    patients = Patients(stub, 2_000)
    async with stub.running():
        http = HubHttp(stub.url)
        access = Access(http, monotonic)
        await access.sign_in("nurse", "secret")
        state = ConsoleState()
        state.access.entered("N. Sato", (Clinic(KITA.id, KITA.name, KITA.zone, role),))
        state.hub_clock.heard(1_700_000_000_000, monotonic())
        cards = PatientActions(access, monotonic, state.patients, nudge=lambda: None)
        actions = make_patients(access, state, cards)
        window = QWidget()
        window.resize(*size)
        room = ScreenRoom(window, PatientsView(theme, bridge, state, actions), state, actions, patients)
        room.view.setParent(window)
        room.view.resize(*size)
        room.view.told.connect(lambda *told: room.said.append(told))
        window.show()
        window.activateWindow()
        try:
            await room.until(lambda: actions.list.state.roll.loaded and actions.list.state.roll.row(0) is not None)
            yield room
            assert room.said == []
        finally:
            room.view.forget()
            window.hide()
            window.deleteLater()
            await bridge.close(http.close())


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
            await room.until(lambda: search.answered)
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
            places = len(room.patients.places)
            await room.until(lambda: len(room.patients.places) >= places)

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


def test_a_change_is_written_and_the_chart_is_had_anew(stub, bridge):
    async def main():
        async with screen_room(stub, bridge) as room:
            view = room.view
            view.open_patient(patient_id(4))
            await room.opened(patient_id(4))
            view.chart.edit_wanted.emit(patient_id(4))
            assert view.stack.currentWidget() is view.form
            view.form.left.emit()
            room.frame()
            assert view.stack.currentWidget() is view.chart
            view.chart.edit_wanted.emit(patient_id(4))
            view.form.forget()
            view.form.saved.emit(patient_id(4))
            await room.until(lambda: room.patients.charts == [patient_id(4)] * 2)

    bridge.run(main())


@pytest.mark.parametrize("where", ["list", "chip", "search"])
def test_a_scanner_opens_whose_number_it_is_and_presses_nothing(stub, bridge, where):
    async def main():
        async with screen_room(stub, bridge) as room:
            view, bar = room.view, room.view.list.bar
            widget = {"list": view.list.all.view, "chip": bar.chips.buttons["deceased"], "search": bar.field}[where]
            bar.field.setText("left over" if where == "search" else "")
            widget.setFocus()
            room.frame()
            scan(room.window.windowHandle(), "4000042")
            await room.opened(patient_id(42))
            assert room.patients.charts == [patient_id(42)]
            assert room.actions.list.state.filters.only == ""
            assert bar.field.text() == "4000042"

    bridge.run(main())


def test_a_scan_into_the_form_stays_there_without_sending_it(stub, bridge):
    async def main():
        async with screen_room(stub, bridge) as room:
            room.view.register()
            room.frame()
            name = room.view.form.sections.slots["name"].control
            name.setFocus()
            scan(room.window.windowHandle(), "4000042")
            room.frame()
            assert (QApplication.focusWidget(), name.text()) == (name, "4000042")
            assert room.view.writing
            room.view.form.forget()

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
