"""A panel of the desk in a window of its own, signed in at a hub of the tests' own that books."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from clinic_console.desktop.actions.appointments import AppointmentActions
from clinic_console.desktop.actions.finder import FinderActions
from clinic_console.desktop.actions.patients_find import FindActions
from clinic_console.desktop.actions.waitlist import WaitlistActions
from clinic_console.desktop.bridge import Bridge, monotonic
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.link.http import HubHttp
from clinic_console.desktop.state.access import Clinic
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.schedule_columns import Practitioner, Specialty, VisitKind
from clinic_console.desktop.theme import LIGHT, Theme
from clinic_console.desktop.views.desk_actions import DeskActions
from clinic_console.desktop.views.desk_panel import PANEL_WIDTH, DeskPanel
from clinic_console.domain.schedule import VisitType
from tests.desktop.frames import framed
from tests.desktop.stub import StubHub
from tests.desktop.stub_appointments import CLINIC, MINUTE, Appointments

NORD = "0192f0c5-0000-7000-8000-000000000002"
KITA = Clinic(CLINIC, "Kita", "Asia/Tokyo", "receptionist")
KINDS = ((1, "Vaccination", 15), (2, "Diabetes review", 30), (3, "Wound dressing", 45))
DOCTORS = ((1, "Itō Haruka"), (2, "Lucie Novák"), (3, "佐々木 健太郎"))


@dataclass
class DeskRoom:
    """``panel`` in ``window``; ``told``, ``undos`` and ``left`` are what it said."""

    window: QWidget
    panel: DeskPanel
    state: ConsoleState
    actions: DeskActions
    hub: Appointments
    bridge: Bridge
    theme: Theme
    told: list[tuple[str, str]] = field(default_factory=list)
    undos: list[tuple[str, Callable]] = field(default_factory=list)
    left: list[bool] = field(default_factory=list)

    @property
    def soon(self) -> int:
        """A time two hours from now, on a quarter of an hour."""
        return (self.hub.stub.now() // (15 * MINUTE) + 8) * 15 * MINUTE

    def frame(self) -> None:
        """One tick of the frame clock, with all layouts done."""
        mono = monotonic()
        self.state.hub_clock.heard(self.hub.stub.now(), mono)
        self.panel.frame(mono)
        for _ in range(8):
            QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)

    async def until(self, holds: Callable[[], object]) -> None:
        """Let frames pass until something holds (a deadline, not a duration, is what fails)."""
        await framed(self.frame, holds)

    def type(self, text: str) -> None:
        """Type where the focus is."""
        for letter in text:
            # QTest knows no keys beyond Latin ones.
            key = QKeyEvent(QKeyEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
            QApplication.sendEvent(self.focus, key)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is."""
        QTest.keyClick(self.focus, key, modifiers)

    @property
    def focus(self) -> QWidget:
        """Where the focus is."""
        found = QApplication.focusWidget()
        assert found is not None
        return found


def know(state: ConsoleState, clinic: str = CLINIC) -> None:
    """Have types, doctors and specialties be known, as the schedule asks for them."""
    schedule = state.schedule
    schedule.look_at(clinic=(clinic, "Asia/Tokyo"), day=date(2026, 11, 23))
    schedule.take_kinds(
        clinic,
        [VisitKind(number, name, VisitType(number, minutes)) for number, name, minutes in KINDS],
        [Specialty(1, "Internal medicine"), Specialty(2, "Orthopaedics")],
        [Practitioner(number, name, "Dr", name, (clinic,), (1,)) for number, name in DOCTORS],
    )


@asynccontextmanager
async def desk_room(
    stub: StubHub,
    bridge: Bridge,
    make: Callable[..., DeskPanel],
    *,
    role: str = "receptionist",
    theme: Theme | None = None,
    clinics: tuple[Clinic, ...] = (),
    height: int = 640,
) -> AsyncIterator[DeskRoom]:
    """Sign in at a running stub and show a panel."""
    theme = theme or Theme(LIGHT)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app)
    hub = Appointments(stub).mount()
    async with stub.running():
        http = HubHttp(stub.url)
        access = Access(http, monotonic)
        await access.sign_in("nurse", "secret")
        state = ConsoleState()
        state.access.entered("N. Sato", clinics or (Clinic(CLINIC, "Kita", "Asia/Tokyo", role),))
        know(state)
        actions = DeskActions(
            AppointmentActions(access, state.booking, state.visit, state.schedule, pauses=(0.01,)),
            FinderActions(access, state.finder),
            WaitlistActions(access, state.waitlist),
            FindActions(access),
        )
        window = QWidget()
        window.resize(theme.px(PANEL_WIDTH), height)
        panel = make(theme, bridge, state, actions)
        room = DeskRoom(window, panel, state, actions, hub, bridge, theme)
        panel.setParent(window)
        panel.resize(window.size())
        panel.told.connect(lambda title, text: room.told.append((title, text)))
        panel.undo_offered.connect(lambda words, undo: room.undos.append((words, undo)))
        panel.left.connect(lambda: room.left.append(True))
        panel.show()
        window.show()
        window.activateWindow()
        await room.until(window.isActiveWindow)
        try:
            yield room
        finally:
            panel.forget()
            window.hide()
            window.deleteLater()
            await bridge.close(http.close())
