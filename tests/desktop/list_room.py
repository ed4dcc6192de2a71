"""The list of patients in a window of its own, signed in at a hub of the tests' own."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget

from clinic_console.desktop.actions.patients_list import PatientListActions
from clinic_console.desktop.bridge import Bridge, monotonic
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.link.http import HubHttp
from clinic_console.desktop.state.access import Clinic
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.patients_list import PatientList
from clinic_console.desktop.theme import LIGHT, Theme
from clinic_console.desktop.views.patients_list import PatientsList
from tests.desktop.frames import framed
from tests.desktop.stub import StubHub
from tests.desktop.stub_patients_list import Patients

KITA = Clinic("c1", "Kita", "Asia/Tokyo", "nurse")
PORTO = Clinic("c2", "Porto", "Europe/Lisbon", "nurse")


@dataclass
class ListRoom:
    """``view`` in ``window``, over the rows of ``patients``; ``opened`` and ``begun`` are what it asked for."""

    window: QWidget
    view: PatientsList
    state: ConsoleState
    patients_list: PatientList
    actions: PatientListActions
    patients: Patients
    bridge: Bridge
    theme: Theme
    opened: list[str] = field(default_factory=list)
    begun: list[str] = field(default_factory=list)

    def frame(self) -> None:
        """One tick of the frame clock, with all layouts done."""
        self.view.frame(monotonic())
        for _ in range(4):
            QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)

    async def until(self, holds: Callable[[], bool]) -> None:
        """Let frames pass until something holds (a deadline, not a duration, is what fails)."""
        await framed(self.frame, holds)

    async def begin(self) -> None:
        """Wait until the first rows are there."""
        await self.until(lambda: self.patients_list.roll.loaded and self.patients_list.roll.row(0) is not None)

    def show(self, view: PatientsList) -> None:
        """Put a view into the window."""
        self.view = view
        view.setParent(self.window)
        view.resize(self.window.size())
        view.opened.connect(self.opened.append)
        view.register_wanted.connect(self.begun.append)
        view.show()

    def build(self) -> None:
        """Throw the view away and make it anew, as another size does."""
        self.view.hide()
        self.view.deleteLater()
        self.show(PatientsList(self.theme, self.bridge, self.state, self.actions))


@asynccontextmanager
async def list_room(
    stub: StubHub,
    bridge: Bridge,
    *,
    total: int = 500_000,
    clinics: tuple[Clinic, ...] = (KITA,),
    theme: Theme | None = None,
    size: tuple[int, int] = (1302, 676),
) -> AsyncIterator[ListRoom]:
    """Sign in at a running stub and show the list."""
    theme = theme or Theme(LIGHT)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app)
    patients = Patients(stub, total)
    async with stub.running():
        http = HubHttp(stub.url)
        access = Access(http, monotonic)
        await access.sign_in("nurse", "secret")
        state = ConsoleState()
        state.access.entered("N. Sato", clinics)
        state.hub_clock.heard(1_700_000_000_000, monotonic())
        found = PatientList()
        actions = PatientListActions(access, monotonic, found)
        window = QWidget()
        window.resize(*size)
        view = PatientsList(theme, bridge, state, actions)
        room = ListRoom(window, view, state, found, actions, patients, bridge, theme)
        room.show(view)
        window.show()
        window.activateWindow()
        try:
            yield room
        finally:
            room.view.forget()
            window.hide()
            window.deleteLater()
            await bridge.close(http.close())
