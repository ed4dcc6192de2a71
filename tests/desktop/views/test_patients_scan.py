"""A barcode scanner on the Patients screen: it opens a card wherever the focus is, and does nothing else."""

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from clinic_console.desktop.theme import LIGHT, Theme
from clinic_console.desktop.views.overlay import Overlay
from tests.desktop.screen_room import scan, screen_room
from tests.desktop.stub_patients_list import patient_id


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


def test_a_number_is_scanned_into_its_field_of_the_form_without_sending_it(stub, bridge):
    async def main():
        async with screen_room(stub, bridge) as room:
            room.view.register()
            room.frame()
            number = room.view.form.sections.slots["mrn"].control
            number.setFocus()
            scan(room.window.windowHandle(), "4000042")
            room.frame()
            assert (QApplication.focusWidget(), number.text()) == (number, "4000042")
            assert room.actions.form.state.draft.values["mrn"] == "4000042"
            assert room.view.writing
            room.view.form.forget()

    bridge.run(main())


@pytest.mark.parametrize("name", ["name", "sex"])
def test_a_scan_into_any_other_field_opens_the_card_and_changes_nothing_there(stub, bridge, name):
    async def main():
        async with screen_room(stub, bridge) as room:
            view, form = room.view, room.actions.form.state
            view.register("Zoë")
            form.type("name", "Zoë Tanaka")
            room.frame()
            before = form.draft
            control = view.form.sections.slots[name].control
            control.setFocus()
            scan(room.window.windowHandle(), "M4000042" if name == "sex" else "4000042")
            assert form.draft == before
            if name == "sex":
                assert control.key == "U"
                return
            await room.until(lambda: view.confirm.isVisibleTo(view))
            assert view.writing, "what is typed is asked about"
            view.confirm.yes.click()
            await room.opened(patient_id(42))

    bridge.run(main())


def test_a_scan_that_opens_nobody_leaves_no_other_chart_in_sight(stub, bridge):
    async def main():
        async with screen_room(stub, bridge, theme=Theme(LIGHT, 2.0)) as room:
            view = room.view
            view.open_patient(patient_id(5))
            await room.opened(patient_id(5))
            room.frame()
            scan(room.window.windowHandle(), "9999999")
            await room.until(lambda: room.said != [])
            assert room.state.chart.chart is None
            assert view.list.isVisible()
            assert view.side.isHidden()
            room.said.clear()

    bridge.run(main())


def test_a_scan_is_heard_beside_the_screen_but_not_in_what_lies_over_it(stub, bridge):
    async def main():
        async with screen_room(stub, bridge) as room:
            beside, over = QPushButton(room.window), Overlay(Theme(LIGHT), room.window)
            inside = QPushButton(over)
            pressed = []
            for button in (beside, inside):
                button.setAutoDefault(True)
                button.clicked.connect(lambda: pressed.append(1))
            beside.show()
            beside.setFocus()
            room.frame()
            scan(room.window.windowHandle(), "4000042")
            await room.opened(patient_id(42))
            over.open_at(inside)
            scan(room.window.windowHandle(), "4000043")
            room.frame()
            assert room.patients.charts == [patient_id(42)]
            assert pressed == []
            over.close()

    bridge.run(main())
