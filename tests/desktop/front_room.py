"""A part of the front desk in a window of its own, signed in at a hub of the tests' own."""

from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from clinic_console.desktop.actions.bulk import BulkActions
from clinic_console.desktop.actions.check_in import CheckInActions
from clinic_console.desktop.actions.patients_find import FindActions
from clinic_console.desktop.actions.schedule_columns import card_of
from clinic_console.desktop.bridge import monotonic
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.link.http import HubHttp
from clinic_console.desktop.state.access import Clinic
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.schedule_columns import Practitioner, VisitKind
from clinic_console.desktop.theme import LIGHT, Theme
from clinic_console.domain.schedule import VisitType
from clinic_console.domain.zones import day_of
from tests.desktop.frames import framed
from tests.desktop.stub_appointments import CLINIC
from tests.desktop.stub_bulk import FrontHub

ZONE = "Asia/Tokyo"
KINDS = ((1, "Vaccination", 15), (2, "Diabetes review", 30), (3, "Wound dressing", 45))
DOCTORS = ((1, "Itō Haruka"), (2, "Lucie Novák"), (3, "佐々木 健太郎"))


@dataclass
class FrontRoom:
    """``part`` in ``window``; the lists are what it said, in order."""

    window: QWidget
    part: QWidget
    state: ConsoleState
    hub: FrontHub
    access: Access
    theme: Theme
    shown: list = field(default_factory=list)
    told: list = field(default_factory=list)
    undos: list = field(default_factory=list)

    def cards(self, *numbers):
        """The visits as this console knows them."""
        ids = numbers or tuple(self.hub.visits)
        return tuple(card_of(self.hub.visits[each]) for each in ids)

    def frame(self) -> None:
        """One tick of the frame clock, with all layouts done."""
        mono = monotonic()
        self.state.hub_clock.heard(self.hub.stub.now(), mono)
        self.part.frame(mono)
        for _ in range(8):
            QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)

    async def until(self, holds) -> None:
        """Let frames pass until something holds (a deadline, not a duration, is what fails)."""
        await framed(self.frame, holds)

    def type(self, text: str) -> None:
        """Type where the focus is."""
        for letter in text:
            key = QKeyEvent(QKeyEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
            QApplication.sendEvent(self.focus, key)

    def press(self, *keys, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
        """Press keys where the focus is."""
        for key in keys:
            QTest.keyClick(self.focus, key, modifiers)

    @property
    def focus(self) -> QWidget:
        """Where the focus is."""
        found = QApplication.focusWidget()
        assert found is not None
        return found


@asynccontextmanager
async def front_room(stub, bridge, make, *, role="receptionist", theme=None, size=(862, 420)):
    """Sign in at a running stub and show a part: ``make`` gets theme, bridge, state, bulk, check-in and find."""
    theme = theme or Theme(LIGHT)
    theme.apply(QApplication.instance())
    hub = FrontHub(stub).mount()
    async with stub.running():
        http = HubHttp(stub.url)
        access = Access(http, monotonic)
        await access.sign_in("nurse", "secret")
        state = ConsoleState()
        state.access.entered("N. Sato", (Clinic(CLINIC, "Kita", ZONE, role),))
        state.connection.started(monotonic())
        state.connection.opened()
        state.connection.heard(monotonic(), stub.now())
        know(state, stub.now())
        shown: list = []
        bulk = BulkActions(access, state.bulk, shown.extend, pauses=(0.01,))
        check_in = CheckInActions(access, state.check_in, state.walk_in, shown.extend, pauses=(0.01,))
        window = QWidget()
        window.resize(*size)
        part = make(theme, bridge, state, bulk, check_in, FindActions(access))
        room = FrontRoom(window, part, state, hub, access, theme, shown)
        part.setParent(window)
        part.resize(window.size())
        if hasattr(part, "told"):
            part.told.connect(lambda *said: room.told.append(said))
            part.undo_offered.connect(lambda *said: room.undos.append(said))
        window.show()
        window.activateWindow()
        await room.until(window.isActiveWindow)
        try:
            yield room
        finally:
            part.forget()
            window.hide()
            window.deleteLater()
            await bridge.close(http.close())


def know(state: ConsoleState, now: int) -> None:
    """Have types and doctors be known, as the day's list asks for them."""
    day = day_of(ZONE, datetime.fromtimestamp(now / 1_000, UTC))
    state.front_desk.look_at(clinic=(CLINIC, ZONE), day=day)
    state.front_desk.columns.take_kinds(
        CLINIC,
        [VisitKind(number, name, VisitType(number, minutes)) for number, name, minutes in KINDS],
        [],
        [Practitioner(number, name, "Dr", name, (CLINIC,), (1,)) for number, name in DOCTORS],
    )
