"""Where weekly hours and leave are shown on the Schedule screen: over all of it, until one goes back."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, QPoint, QRect, Signal
from PySide6.QtWidgets import QMenu, QWidget

from clinic_console.desktop.actions.hours import HoursActions
from clinic_console.desktop.bridge import Bridge
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views import front_door
from clinic_console.desktop.views.hours import HoursPanel
from clinic_console.desktop.views.hours_exceptions import ExceptionsPanel
from clinic_console.desktop.views.hours_stage import HoursStage
from clinic_console.domain.access import Permission


class HoursPlace(QObject):
    """Makes the pages when they are first wanted; the signals are theirs. ``left``: none is shown any more.

    ``away_wanted`` carries who is not there, and in which clinic: the front desk plans that.
    """

    left = Signal()
    told = Signal(str, str)
    undo_offered = Signal(str, object)
    changed = Signal()
    week_wanted = Signal(int)
    away_wanted = Signal(int, str)

    def __init__(
        self, theme: Theme, bridge: Bridge, state: ConsoleState, actions: HoursActions, room: QWidget
    ) -> None:
        super().__init__(room)
        self._theme, self._bridge, self._state, self._actions, self._room = theme, bridge, state, actions, room
        self._hours: HoursPanel | None = None
        self._leave: ExceptionsPanel | None = None
        self.page: HoursStage | None = None

    def open_hours(self, practitioner: int, clinic: str) -> None:
        """Show somebody's weekly hours."""
        if self._hours is None:
            self._hours = HoursPanel(self._theme, self._bridge, self._state, self._actions)
            self._hours.exceptions_wanted.connect(self.open_leave)
            self._take(self._hours)
        self._turn(self._hours)
        self._hours.begin(practitioner, clinic)

    def open_leave(self, practitioner: int, clinic: str) -> None:
        """Show somebody's leave and extra hours; with 0 everybody's, and the clinic's closed days."""
        if self._leave is None:
            self._leave = ExceptionsPanel(self._theme, self._bridge, self._state, self._actions)
            self._leave.hours_wanted.connect(self.open_hours)
            self._take(self._leave)
        self._turn(self._leave)
        self._leave.begin(clinic, practitioner)

    def menu(self, practitioner: int, clinic: str, at: QPoint) -> None:
        """Offer what can be done with the doctor of a column, at a point of the screen."""
        translate, access = QCoreApplication.translate, self._state.access
        menu = QMenu(self._room)
        calls: list[tuple[str, Callable[[], None]]] = [
            (translate("Hours", "Working hours …"), lambda: self.open_hours(practitioner, clinic)),
            (translate("Hours", "Leave or extra hours …"), lambda: self.open_leave(practitioner, clinic)),
            (translate("Hours", "One week"), lambda: self.week_wanted.emit(practitioner)),
        ]
        may = access.may(Permission.SET_EXCEPTIONS) & access.may(Permission.BOOK)
        if clinic in may and front_door.may_enter(access):
            away = translate("Hours", "Doctor unavailable …")
            calls.append((away, lambda: self.away_wanted.emit(practitioner, clinic)))
        for text, call in calls:
            menu.addAction(text).triggered.connect(call)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    def place(self, rect: QRect) -> None:
        """Lie over a part of the room."""
        if self.page is not None:
            self.page.setGeometry(rect)
            self.page.raise_()

    def frame(self, mono: float) -> None:
        """Bring the page that is shown up to a monotonic time."""
        if self.page is not None:
            self.page.frame(mono)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme = theme
        for page in (self._hours, self._leave):
            if page is not None:
                page.set_theme(theme)

    def forget(self) -> None:
        """Keep nothing of anybody, and show the schedule again."""
        for page in (self._hours, self._leave):
            if page is not None:
                page.forget()
        self._turn(None)

    def _turn(self, page: HoursStage | None) -> None:
        before, self.page = self.page, page
        if before is not None and before is not page:
            before.hide()
        if page is not None:
            self.place(self._room.rect())
            page.show()

    def _back(self) -> None:
        self._turn(None)
        self.left.emit()

    def _take(self, page: HoursStage) -> None:
        page.hide()
        page.setParent(self._room)
        page.left.connect(self._back)
        page.told.connect(self.told)
        page.undo_offered.connect(self.undo_offered)
        page.changed.connect(self.changed)
