"""The panels of a patient and of broken glass in a window of their own, signed in at a hub of the tests' own."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget

from clinic_console.desktop.actions.patients import PatientActions
from clinic_console.desktop.bridge import Bridge, monotonic
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.link.http import HubHttp
from clinic_console.desktop.state.access import Clinic
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.wards import Bed, Patient, Ward
from clinic_console.desktop.theme import DARK, Theme
from clinic_console.desktop.views.break_glass import GlassPanel, GlassPill
from clinic_console.desktop.views.patients import PatientPanel
from tests.desktop.frames import framed
from tests.desktop.stub import StubHub
from tests.desktop.stub_patients import Charts, mount, patient_id

KITA = Clinic("c1", "Kita", "Asia/Tokyo", "doctor")
MINAMI = Clinic("c2", "Minami", "Asia/Tokyo", "nurse")


@dataclass
class PatientRoom:
    """``card`` and ``glass`` lie over ``window``; ``told`` is what they said."""

    window: QWidget
    card: PatientPanel
    glass: GlassPanel
    pill: GlassPill
    state: ConsoleState
    charts: Charts
    theme: Theme
    told: list[str] = field(default_factory=list)
    nudges: list[None] = field(default_factory=list)
    seconds: float = 0.0

    def mono(self) -> float:
        """The time, which the test can put forward."""
        return monotonic() + self.seconds

    def frame(self) -> None:
        """One tick of the frame clock, with all layouts done."""
        mono = self.mono()
        self.pill.frame(mono)
        self.card.frame(mono)
        self.glass.frame(mono)
        for _ in range(4):
            QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)

    async def until(self, holds: Callable[[], bool]) -> None:
        """Let frames pass until something holds (a deadline, not a duration, is what fails)."""
        await framed(self.frame, holds)


def _state(stub: StubHub, clinics: tuple[Clinic, ...]) -> ConsoleState:
    state = ConsoleState()
    state.access.entered("N. Sato", clinics)
    state.hub_clock.heard(stub.now(), monotonic())
    state.wards.take_wards((Ward("w1", "c1", "3 East", 1, 1),))
    state.wards.choose(("w1",))
    tanaka = Patient(patient_id(1), "AB-1", "田中 由紀", "Tanaka Yuki", None, "F")
    state.wards.take_beds("w1", (Bed("b1", "12", None, "", tanaka, "w1"),), monotonic())
    return state


def _room(bridge: Bridge, access: Access, state: ConsoleState, charts: Charts, theme: Theme) -> PatientRoom:
    window = QWidget()
    window.setObjectName("page")
    nudges: list[None] = []
    rooms: list[PatientRoom] = []
    actions = PatientActions(
        access,
        lambda: rooms[0].mono() if rooms else monotonic(),
        state.patients,
        nudge=lambda: nudges.append(None),
    )
    card = PatientPanel(theme, bridge, state, actions, window)
    glass = GlassPanel(theme, bridge, state, actions, window)
    pill = GlassPill(theme, state, window)
    # No layout: a window's own one would have Qt set size hints.
    pill.setGeometry(8, 8, 300, 30)
    room = PatientRoom(window, card, glass, pill, state, charts, theme, nudges=nudges)
    rooms.append(room)
    for panel in (card, glass):
        panel.told.connect(room.told.append)
    glass.patient_opened.connect(card.open)
    card.glass_wanted.connect(lambda: glass.open(another=True))
    return room


@asynccontextmanager
async def patient_room(
    stub: StubHub,
    bridge: Bridge,
    *,
    clinics: tuple[Clinic, ...] = (KITA,),
    theme: Theme | None = None,
    size: tuple[int, int] = (1366, 768),
) -> AsyncIterator[PatientRoom]:
    """Sign in at a running stub; patient 1 lies in a bed that is watched."""
    theme = theme or Theme(DARK)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app)
    charts = mount(stub)
    async with stub.running():
        http = HubHttp(stub.url)
        access = Access(http, monotonic)
        await access.sign_in("nurse", "secret")
        room = _room(bridge, access, _state(stub, clinics), charts, theme)
        window = room.window
        window.resize(*size)
        window.show()
        window.activateWindow()
        await room.until(window.isActiveWindow)
        try:
            yield room
        finally:
            window.hide()
            window.deleteLater()
            await _end(bridge)
            await http.close()


async def _end(bridge: Bridge) -> None:
    """Let no question outlive the hub."""
    own = [task for task in bridge._tasks if task is not asyncio.current_task()]
    for task in own:
        task.cancel()
    await asyncio.gather(*own, return_exceptions=True)
