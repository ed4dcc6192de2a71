"""The view of absences, or of call lists, in a window of its own, signed in at a hub of the tests' own."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from clinic_console.desktop.actions.unavailable import AwayActions
from clinic_console.desktop.bridge import Bridge, monotonic
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.link.http import HubHttp
from clinic_console.desktop.state.access import Clinic
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.theme import LIGHT, Theme
from clinic_console.desktop.views.unavailable import UnavailableView
from tests.desktop.frames import framed
from tests.desktop.stub import StubHub
from tests.desktop.stub_hours import CLINIC, Hours
from tests.desktop.stub_unavailable import Absences

NOTHING = Qt.KeyboardModifier.NoModifier


@dataclass
class AwayRoom:
    """``view`` in ``window``; ``told``, ``undos``, ``wanted`` and ``left`` are what it said."""

    window: QWidget
    view: UnavailableView
    state: ConsoleState
    actions: AwayActions
    hub: Absences
    bridge: Bridge
    told: list[tuple[str, str]] = field(default_factory=list)
    undos: list[tuple[str, Callable]] = field(default_factory=list)
    wanted: list[str] = field(default_factory=list)
    left: list[bool] = field(default_factory=list)
    changed: list[bool] = field(default_factory=list)

    def frame(self) -> None:
        """One tick of the frame clock, with all layouts done."""
        self.view.frame(monotonic())
        for _ in range(8):
            QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)

    async def until(self, holds: Callable[[], object]) -> None:
        """Let frames pass until something holds (a deadline, not a duration, is what fails)."""
        await framed(self.frame, holds)

    async def planned(self) -> None:
        """Wait for a plan for what stands in the fields."""
        await self.until(lambda: self.view.plan.plan is not None and self.view.ready)

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NOTHING) -> None:
        """Press a key where the focus is."""
        QTest.keyClick(self.focus, key, held)
        self.frame()

    @property
    def focus(self) -> QWidget:
        """Where the focus is."""
        found = QApplication.focusWidget()
        assert found is not None
        return found

    def texts(self, column: int) -> list[str]:
        """What stands in a column of the plan's rows."""
        model = self.view.rows.model
        return [str(model.index(row, column).data()) for row in range(model.rowCount())]

    def calls(self, column: int) -> list[str]:
        """What stands in a column of the call list."""
        model = self.view.calls.rows.model
        return [str(model.index(row, column).data()) for row in range(model.rowCount())]


@asynccontextmanager
async def away_room(
    stub: StubHub,
    bridge: Bridge,
    *,
    role: str = "receptionist",
    zone: str = "Asia/Tokyo",
    theme: Theme | None = None,
    size: tuple[int, int] = (1302, 676),
) -> AsyncIterator[AwayRoom]:
    """Sign in at a running stub and show the view."""
    theme = theme or Theme(LIGHT)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app)
    Hours(stub).mount()
    hub = Absences(stub).mount()
    async with stub.running():
        http = HubHttp(stub.url)
        access = Access(http, monotonic)
        await access.sign_in("nurse", "secret")
        state = ConsoleState()
        state.access.entered("N. Sato", (Clinic(CLINIC, "Kita", zone, role),))
        state.hub_clock.heard(stub.now(), monotonic())
        state.connection.opened()
        actions = AwayActions(access, monotonic, state.unavailable, state.hours, pauses=(0.01,))
        window = QWidget()
        view = UnavailableView(theme, bridge, state, actions)
        room = AwayRoom(window, view, state, actions, hub, bridge)
        view.setParent(window)
        view.resize(*size)
        window.resize(*size)
        view.told.connect(lambda title, text: room.told.append((title, text)))
        view.undo_offered.connect(lambda words, undo: room.undos.append((words, undo)))
        view.patient_wanted.connect(room.wanted.append)
        view.left.connect(lambda: room.left.append(True))
        view.changed.connect(lambda: room.changed.append(True))
        view.show()
        window.show()
        window.activateWindow()
        try:
            yield room
        finally:
            view.forget()
            window.hide()
            window.deleteLater()
            await bridge.close(http.close())


async def with_plan(
    stub: StubHub,
    bridge: Bridge,
    flow: Callable[[AwayRoom], Awaitable[None]],
    *,
    begin: bool = True,
    rows: int = 12,
    **room: Any,
) -> None:
    """Open a plan for Dr Itō and run a flow there; ``begin`` off: before anything is asked for."""
    async with away_room(stub, bridge, **room) as at:
        at.hub.rows = rows
        if begin:
            at.view.begin(CLINIC, 1)
            await at.planned()
            at.view.rows.enter()
        await flow(at)
