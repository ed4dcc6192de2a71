"""A tab of Admin on its own, signed in at the stub hub, walked through as a user would."""

import asyncio
from collections.abc import Callable
from contextlib import asynccontextmanager

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from clinic_console.desktop.bridge import Bridge, monotonic
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.link.http import HubHttp
from clinic_console.desktop.state.access import Clinic
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.tab import Tab
from tests.desktop.stub import StubHub

NOW = 1_700_000_000_000
KITA = Clinic("c1", "Kita", "Asia/Tokyo", "administrator")
PORTO = Clinic("c2", "Porto", "Europe/Lisbon", "administrator")
Make = Callable[[Theme, Bridge, ConsoleState, Access], Tab]


class TabRoom:
    """The tab in a window of its own; ``said`` is what it told of changes, ``undo`` the last way back."""

    def __init__(self, bridge: Bridge, access: Access, make: Make, role: str, theme: Theme) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app)
        self.theme, self.state = theme, ConsoleState()
        clinics = [Clinic(one.id, one.name, one.zone, role) for one in (KITA, PORTO)]
        self.state.access.entered("N. Sato", tuple(clinics))
        self.state.hub_clock.heard(NOW, monotonic())
        self.window = QWidget()
        self.view = make(theme, bridge, self.state, access)
        # Without a layout: what a small window's layout asks of it is nothing to the offscreen plugin.
        self.view.setParent(self.window)
        self.view.resize(1302, 676)
        self.said: list[str] = []
        self.undo: Callable[[], None] | None = None
        self.view.changed.connect(self._changed)
        self.view.told.connect(lambda text, detail: self.said.append(f"{text} {detail}".strip()))
        self.window.resize(1302, 676)
        self.window.show()
        self.window.activateWindow()

    def _changed(self, text: str, undo: Callable[[], None] | None) -> None:
        self.said.append(text)
        self.undo = undo

    async def until(self, holds: Callable[[], bool]) -> None:
        """Let frames pass until something holds."""
        async with asyncio.timeout(15):
            while not holds():
                self.view.frame(monotonic())
                await asyncio.sleep(0.01)
        self.view.frame(monotonic())

    def rows(self, column: int = 0) -> list[str]:
        """What stands in the first cells of the rows."""
        model = self.view.table.model
        return [str(model.index(row, column).data()) for row in range(model.rowCount())]

    def click(self, row: int) -> None:
        """Open a row, as a click does."""
        self.view.table.view.setFocus(Qt.FocusReason.MouseFocusReason)
        self.view.table.view.go_to(row)
        self.view.table.view.opened.emit(self.view.table.current)
        self.view.frame(monotonic())


@asynccontextmanager
async def tab_room(
    stub: StubHub, bridge: Bridge, make: Make, role: str = "administrator", theme: Theme | None = None
):
    """Serve, sign in, and show the tab until left."""
    async with stub.running():
        access = Access(HubHttp(stub.url), monotonic)
        await access.sign_in("nurse", "secret")
        room = TabRoom(bridge, access, make, role, theme or Theme())
        try:
            yield room
        finally:
            room.view.forget()
            room.window.hide()
            room.window.deleteLater()
            await bridge.close(access.http.close())
