"""The way to Patients in a whole console: rail, keys and palette; where one begins; and nothing kept for the next."""

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from clinic_console.desktop.app import Console
from clinic_console.desktop.config import DesktopConfig
from clinic_console.desktop.views import menu, patients_door
from clinic_console.desktop.views.screens import DESK, PATIENTS, SCHEDULE, VITALS
from tests.desktop.desk import watching
from tests.desktop.stub_patients_list import Patients, patient_id

CONTROL = Qt.KeyboardModifier.ControlModifier


def test_the_way_there_and_what_is_left_behind(stub, bridge, qapp, until):
    patients = Patients(stub, 2_000)

    async def main():
        async with watching(stub, bridge, qapp, until) as desk:
            window, shell = desk.console.window, desk.console.window.shell
            assert [entry.leads_to.id for entry in shell.rail.entries()][:4] == [VITALS, DESK, SCHEDULE, PATIENTS]
            assert PATIENTS in [command.id for command in menu.commands(desk.console.state, shell, window)]
            QTest.keyClick(window, Qt.Key.Key_4, CONTROL)
            view = shell.rooms.patients
            assert (shell.place.screen, shell.rail.current()) == (PATIENTS, PATIENTS)
            assert QApplication.focusWidget() is view.list.bar.field
            actions = desk.console._patients_screen()
            await until(lambda: actions.list.state.roll.row(0) is not None)
            window.open_patient(patient_id(3))
            await until(lambda: desk.console.state.chart.chart is not None)
            desk.console.state.station.change(scale=1.25)
            await until(lambda: window.shell is not shell and window.shell.rooms.patients is not None)
            assert window.shell.rooms.patients.opened == patient_id(3)
            assert patients.charts == [patient_id(3)], "another size opens nobody again"
            window.shell.rooms.patients.list.bar.field.setText("tanaka")
            await until(lambda: actions.list.state.search.found == "tanaka")
            window.lock()
            assert not window.shell.rooms.patients.isVisible()
            await desk.console.sessions.sign_out()
            assert window.shell.rooms.patients is None
            state = actions.list.state
            assert (state.roll.kept, state.search.text, state.search.rows, state.opened) == (0, "", (), "")
            assert desk.console.state.chart.chart is None

    bridge.run(main())


def test_who_unlocks_finds_what_was_typed_and_goes_on_there(stub, bridge, qapp, until, monkeypatch):
    Patients(stub, 2_000)

    async def main():
        async with watching(stub, bridge, qapp, until) as desk:
            window, shell = desk.console.window, desk.console.window.shell
            window.go(PATIENTS)
            view = shell.rooms.patients
            view.register("Zoë")
            name = view.form.sections.slots["name"].control
            QTest.keyClicks(name, " Tanaka")
            window.lock()
            assert not view.isVisible()
            desk.console.state.access.unlock()
            await until(lambda: shell.place.screen == PATIENTS)
            assert name.text() == "Zoë Tanaka"
            assert QApplication.focusWidget() is name
            hidden = []
            monkeypatch.setattr(QToolTip, "hideText", lambda: hidden.append(True))
            window.lock()
            assert hidden, "a tip with a name would stay over the lock"

    bridge.run(main())


@pytest.mark.parametrize("role", ["receptionist", "auditor"])
def test_who_has_no_wall_begins_at_the_desk_if_it_is_for_them(stub, bridge, qapp, until, role):
    Patients(stub, 2_000)
    stub.role = role

    async def main():
        async with stub.running():
            console = Console(DesktopConfig(server=stub.url), bridge, qapp)
            console.open()
            try:
                await console.sessions.sign_in(stub.url, "nurse", "secret")
                shell = console.window.shell
                if role == "auditor":
                    await until(shell.rail.isVisible)
                    assert shell.place.screen != PATIENTS
                    console.window.go(PATIENTS)
                    assert shell.rooms.patients is None
                    assert "patients" not in console.window.search_panel.field.placeholderText()
                else:
                    await until(lambda: shell.place.screen == DESK)
                    assert "patients" in console.window.search_panel.field.placeholderText()
                    console.window.go(PATIENTS)
                    await until(lambda: shell.place.screen == PATIENTS)
                    assert QApplication.focusWidget() is shell.rooms.patients.list.bar.field
            finally:
                await console.close()
                console.window.deleteLater()

    bridge.run(main())


def test_it_is_not_loaded_with_the_console():
    assert patients_door.loaded() is ("clinic_console.desktop.views.patients_screen" in sys.modules)
    views = Path(patients_door.__file__).parent
    for part in ("window", "shell", "rooms", "menu", "screens", "user_actions"):
        text = (views / f"{part}.py").read_text(encoding="utf-8")
        assert "\nfrom clinic_console.desktop.views.patients_screen" not in text
