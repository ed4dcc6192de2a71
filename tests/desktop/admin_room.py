"""A tab of Admin in a window of its own, signed in at a hub of the tests' own."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from clinic_console.desktop.bridge import Bridge, monotonic
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.link.http import HubHttp
from clinic_console.desktop.state.access import Clinic
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.theme import DARK, Theme
from clinic_console.desktop.views.admin import AdminView
from clinic_console.desktop.views.tab import Tab
from tests.desktop.frames import framed
from tests.desktop.stub import StubHub
from tests.desktop.stub_users import user_id

KITA = Clinic("c1", "Kita", "Asia/Tokyo", "administrator")
OWN = user_id(3)


@dataclass
class AdminRoom:
    """``view`` in ``window``; ``told`` is what it said was done, with the way back."""

    window: QWidget
    view: Tab | AdminView
    state: ConsoleState
    theme: Theme
    told: list[tuple[str, Callable[[], None] | None]] = field(default_factory=list)
    wanted: list[tuple[str, object]] = field(default_factory=list)

    def frame(self) -> None:
        """One tick of the frame clock, with all layouts done."""
        self.view.frame(monotonic())
        for _ in range(4):
            QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)

    async def until(self, holds: Callable[[], bool]) -> None:
        """Let frames pass until something holds (a deadline, not a duration, is what fails)."""
        await framed(self.frame, holds)


@asynccontextmanager
async def admin_room(
    stub: StubHub,
    bridge: Bridge,
    make: Callable[[Theme, Bridge, ConsoleState, Access], Tab | AdminView],
    *,
    clinics: tuple[Clinic, ...] = (KITA,),
    theme: Theme | None = None,
    size: tuple[int, int] = (1302, 676),
) -> AsyncIterator[AdminRoom]:
    """Sign in at a running stub and show a tab."""
    theme = theme or Theme(DARK)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app)
    async with stub.running():
        http = HubHttp(stub.url)
        access = Access(http, monotonic)
        await access.sign_in("nurse", "secret")
        state = ConsoleState()
        state.access.entered("N. Sato", clinics)
        state.access.known(OWN, has_pin=False, password_given=False)
        state.hub_clock.heard(1_700_000_000_000, monotonic())
        window = QWidget()
        window.setObjectName("adminView")
        column = QVBoxLayout(window)
        column.setContentsMargins(0, 0, 0, 0)
        view = make(theme, bridge, state, access)
        column.addWidget(view)
        room = AdminRoom(window, view, state, theme)
        view.changed.connect(lambda text, undo: room.told.append((text, undo)))
        if isinstance(view, Tab):
            view.wanted.connect(lambda tab, about: room.wanted.append((tab, about)))
        window.resize(*size)
        window.show()
        window.activateWindow()
        try:
            yield room
        finally:
            window.hide()
            window.deleteLater()
            await http.close()
