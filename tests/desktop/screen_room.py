"""The Patients screen in a window of its own, signed in at a hub of the tests' own."""

from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QWindow
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
from tests.desktop.frames import framed
from tests.desktop.stub_patients_list import Patients

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
        await framed(self.frame, holds)

    async def opened(self, patient: str):
        chart = self.state.chart
        await self.until(lambda: chart.chart is not None and chart.chart.id == patient)


def scan(window: QWindow, number: str) -> None:
    """Type as a scanner does: at the window, at once, with Enter."""
    keys = [(Qt.Key(ord(digit)), digit) for digit in number]
    began = round(monotonic() * 1_000)
    for place, (key, text) in enumerate([*keys, (Qt.Key.Key_Return, "\r")]):
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text)
            # As the system gives it, however long a key takes here.
            event.setTimestamp(began + 10 * place)
            QApplication.sendEvent(window, event)


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
