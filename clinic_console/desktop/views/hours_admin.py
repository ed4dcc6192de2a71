"""The Schedules tab of Admin: who and what is booked, and from there weekly hours, leave and closed days."""

from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from clinic_console.desktop.actions.hours import HoursActions
from clinic_console.desktop.actions.hours_practice import PracticeActions
from clinic_console.desktop.bridge import Bridge
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.hours import HoursPanel
from clinic_console.desktop.views.hours_exceptions import ExceptionsPanel
from clinic_console.desktop.views.hours_practice import PracticePage
from clinic_console.desktop.views.tab import Tab


class SchedulesView(Tab):
    """The tab; its pages are made when they are first wanted."""

    def __init__(
        self, theme: Theme, bridge: Bridge, state: ConsoleState, practice: PracticeActions, hours: HoursActions
    ) -> None:
        super().__init__(theme, bridge, state)
        self._hours_actions = hours
        self.page = PracticePage(theme, bridge, state, practice)
        self.hours: HoursPanel | None = None
        self.exceptions: ExceptionsPanel | None = None
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)
        self.page.hours_wanted.connect(self.open_hours)
        self.page.leave_wanted.connect(self.open_exceptions)
        self.page.said.connect(self.told)
        self.page.done.connect(lambda text: self.changed.emit(text, None))

    def open_hours(self, practitioner: int, clinic: str) -> None:
        """Show somebody's weekly hours."""
        if self.hours is None:
            self.hours = HoursPanel(self.theme, self.bridge, self.state, self._hours_actions)
            self.hours.exceptions_wanted.connect(self.open_exceptions)
            self._take(self.hours)
        self.stack.setCurrentWidget(self.hours)
        self.hours.begin(practitioner, clinic)

    def open_exceptions(self, practitioner: int, clinic: str) -> None:
        """Show somebody's leave and extra hours, or with 0 a clinic's."""
        if self.exceptions is None:
            self.exceptions = ExceptionsPanel(self.theme, self.bridge, self.state, self._hours_actions)
            self.exceptions.hours_wanted.connect(self.open_hours)
            self._take(self.exceptions)
        self.stack.setCurrentWidget(self.exceptions)
        self.exceptions.begin(clinic, practitioner)

    def minimumSizeHint(self) -> QSize:
        """Ask for no room: what is too wide gives way."""
        return QSize(0, 0)

    def frame(self, mono: float) -> None:
        """Bring the page that is shown up to a monotonic time."""
        shown = self.stack.currentWidget()
        if isinstance(shown, PracticePage | HoursPanel | ExceptionsPanel):
            shown.frame(mono)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        super().set_theme(theme)
        for page in (self.page, self.hours, self.exceptions):
            if page is not None:
                page.set_theme(theme)

    def enter(self) -> None:
        """Take the focus."""
        shown = self.stack.currentWidget()
        if isinstance(shown, PracticePage | HoursPanel | ExceptionsPanel):
            shown.enter()

    def forget(self) -> None:
        """Keep nothing: somebody else may sit down here."""
        for page in (self.page, self.hours, self.exceptions):
            if page is not None:
                page.forget()

    def _take(self, page: HoursPanel | ExceptionsPanel) -> None:
        self.stack.addWidget(page)
        page.left.connect(self._back)
        page.told.connect(self.told)
        page.undo_offered.connect(self._offer_undo)

    def _back(self) -> None:
        self.stack.setCurrentWidget(self.page)
        self.page.enter()

    def _offer_undo(self, text: str, undo: Callable[[], Coroutine[Any, Any, object]]) -> None:
        self.changed.emit(text, lambda: self.bridge.spawn(_take_back(undo), "undo"))


async def _take_back(undo: Callable[[], Coroutine[Any, Any, object]]) -> None:
    await undo()
