"""The Schedule screen in a window of its own, signed in at a hub of the tests' own."""

from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from clinic_console.desktop.app import make_schedule
from clinic_console.desktop.bridge import monotonic
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.link.http import HubHttp
from clinic_console.desktop.state.access import Clinic
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.theme import LIGHT, Theme
from clinic_console.desktop.views.schedule_screen import ScheduleScreenActions, ScheduleView
from clinic_console.domain.zones import day_of
from tests.desktop.frames import framed
from tests.desktop.stub_schedule import CLINIC, Practice, lively

ZONE = "Asia/Tokyo"
MONDAY = 1_795_398_180_000
"""Mon 23 Nov 2026, 10:43 in Tokyo."""


@dataclass
class ScheduleRoom:
    """The screen in a window of its own; ``watched`` are the topics, the newest last."""

    window: QWidget
    view: ScheduleView
    state: ConsoleState
    actions: ScheduleScreenActions
    practice: Practice
    now: int
    watched: list = field(default_factory=list)
    said: list = field(default_factory=list)
    changed: list = field(default_factory=list)

    @property
    def grid(self):
        return self.view.grid

    def frame(self):
        self.view.frame(monotonic())
        for _ in range(4):
            QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)

    async def until(self, holds):
        await framed(self.frame, holds)

    async def shown(self):
        """The day is there."""
        await self.until(lambda: self.grid.layout_.columns and self.grid.isVisible() and self.state.schedule.types)

    def press(self, *keys, modifiers=Qt.KeyboardModifier.NoModifier):
        for key in keys:
            QTest.keyClick(self.grid, key, modifiers)

    def point(self, column: int, begins: int, minutes: int = 5) -> QPoint:
        """A point of a column, so many minutes after a time."""
        layout = self.grid.layout_
        rect = layout.rect_of(column, begins, begins + minutes * 60_000)
        return QPoint(round(rect.center().x()), round(rect.bottom() - 2))

    def free(self, column: int, place: int = 0):
        """A free stop of a column."""
        layout = self.grid.layout_
        return [stop for stop in layout.stops(layout.columns[column]) if stop.what == "free"][place]


@asynccontextmanager
async def schedule_room(stub, bridge, *, size=(1302, 720), doctors=8, role="receptionist", theme=None, set_up=lively):
    theme = theme or Theme(LIGHT)
    theme.apply(QApplication.instance())
    now = MONDAY
    day = day_of(ZONE, datetime.fromtimestamp(now / 1_000, UTC))
    practice = set_up(Practice(now, day, zone=ZONE, doctors=doctors)).mount(stub)
    stub.extra["GET", "/api/waitlist"] = lambda *_: (200, b'{"items":[],"total":3,"version":1}')
    async with stub.running():
        http = HubHttp(stub.url)
        access = Access(http, monotonic)
        await access.sign_in("nurse", "secret")
        state = ConsoleState()
        state.access.entered("N. Sato", (Clinic(CLINIC, "Kita", ZONE, role),))
        state.hub_clock.answered(now, monotonic(), monotonic())
        state.connection.started(monotonic())
        state.connection.opened()
        state.connection.heard(monotonic(), now)
        watched: list = []
        actions = make_schedule(access, state, watched.append, lambda: None)
        window = QWidget()
        window.resize(*size)
        view = ScheduleView(theme, bridge, state, actions)
        room = ScheduleRoom(window, view, state, actions, practice, now, watched)
        view.setParent(window)
        view.resize(*size)
        view.told.connect(lambda *told: room.said.append(told))
        view.changed.connect(lambda *changed: room.changed.append(changed))
        window.show()
        window.activateWindow()
        view.enter()
        try:
            yield room
        finally:
            view.forget()
            view.context.deleteLater()
            window.hide()
            window.deleteLater()
            await bridge.close(http.close())
