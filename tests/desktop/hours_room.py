"""A page of hours or exceptions in a window of its own, signed in at a hub of the tests' own."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from clinic_console.desktop.actions.hours import HoursActions
from clinic_console.desktop.bridge import Bridge, monotonic
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.link.http import HubHttp
from clinic_console.desktop.state.access import Clinic
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.hours import HoursState
from clinic_console.desktop.theme import LIGHT, Theme
from clinic_console.desktop.views.hours_stage import HoursStage
from tests.desktop.frames import framed
from tests.desktop.stub import StubHub
from tests.desktop.stub_hours import CLINIC, Hours

NOTHING = Qt.KeyboardModifier.NoModifier


@dataclass
class HoursRoom:
    """``page`` in ``window``; ``told``, ``undos`` and ``left`` are what it said."""

    window: QWidget
    page: HoursStage
    state: ConsoleState
    actions: HoursActions
    hub: Hours
    bridge: Bridge
    told: list[tuple[str, str]] = field(default_factory=list)
    undos: list[tuple[str, Callable]] = field(default_factory=list)
    left: list[bool] = field(default_factory=list)

    def frame(self) -> None:
        """One tick of the frame clock, with all layouts done."""
        self.page.frame(monotonic())
        for _ in range(8):
            QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)

    async def until(self, holds: Callable[[], object]) -> None:
        """Let frames pass until something holds (a deadline, not a duration, is what fails)."""
        await framed(self.frame, holds)

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NOTHING) -> None:
        """Press a key where the focus is."""
        QTest.keyClick(self.focus, key, held)

    def type(self, text: str) -> None:
        """Type in place of what stands where the focus is."""
        QTest.keyClick(self.focus, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(self.focus, text)

    @property
    def focus(self) -> QWidget:
        """Where the focus is."""
        found = QApplication.focusWidget()
        assert found is not None
        return found


@asynccontextmanager
async def hours_room(
    stub: StubHub,
    bridge: Bridge,
    make: Callable[..., HoursStage],
    *,
    role: str = "administrator",
    zone: str = "Asia/Tokyo",
    theme: Theme | None = None,
    clinics: tuple[Clinic, ...] = (),
    size: tuple[int, int] = (1302, 676),
) -> AsyncIterator[HoursRoom]:
    """Sign in at a running stub and show a page."""
    theme = theme or Theme(LIGHT)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app)
    hub = Hours(stub).mount()
    async with stub.running():
        http = HubHttp(stub.url)
        access = Access(http, monotonic)
        await access.sign_in("nurse", "secret")
        state = ConsoleState()
        state.access.entered("N. Sato", clinics or (Clinic(CLINIC, "Kita", zone, role),))
        state.hub_clock.heard(stub.now(), monotonic())
        actions = HoursActions(access, monotonic, HoursState(), state.access.zone)
        window = QWidget()
        page = make(theme, bridge, state, actions)
        room = HoursRoom(window, page, state, actions, hub, bridge)
        page.setParent(window)
        page.resize(*size)
        window.resize(*size)
        page.told.connect(lambda title, text: room.told.append((title, text)))
        page.undo_offered.connect(lambda words, undo: room.undos.append((words, undo)))
        page.left.connect(lambda: room.left.append(True))
        page.show()
        window.show()
        window.activateWindow()
        try:
            yield room
        finally:
            page.forget()
            window.hide()
            window.deleteLater()
            await bridge.close(http.close())
