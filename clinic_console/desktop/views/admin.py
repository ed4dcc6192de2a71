"""The Admin screen: people, roles, schedules, monitors, sessions, PCs, imports and the audit log, each on a tab."""

from collections.abc import Callable
from typing import Final, NamedTuple

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from clinic_console.desktop.actions.audit import AuditActions
from clinic_console.desktop.actions.devices import DeviceActions
from clinic_console.desktop.actions.hours import HoursActions
from clinic_console.desktop.actions.hours_practice import PracticeActions
from clinic_console.desktop.actions.imports import ImportActions
from clinic_console.desktop.actions.sessions import SessionActions
from clinic_console.desktop.actions.stations import StationsActions
from clinic_console.desktop.actions.users import UserActions
from clinic_console.desktop.bridge import Bridge
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.audit import AuditView
from clinic_console.desktop.views.devices import DevicesView
from clinic_console.desktop.views.hours_admin import SchedulesView
from clinic_console.desktop.views.imports import ImportsView
from clinic_console.desktop.views.panel import Panel
from clinic_console.desktop.views.roles import RolesView
from clinic_console.desktop.views.sessions import SessionsView
from clinic_console.desktop.views.stations import StationsView
from clinic_console.desktop.views.tab import Tab
from clinic_console.desktop.views.tabs import Tabs
from clinic_console.desktop.views.users import UsersView
from clinic_console.domain.access import Permission


class AdminActions(NamedTuple):
    """All that can be done on the Admin screen, by noun."""

    users: UserActions
    sessions: SessionActions
    devices: DeviceActions
    stations: StationsActions
    imports: ImportActions
    audit: AuditActions
    practice: PracticeActions
    hours: HoursActions


Make = Callable[[Theme, Bridge, ConsoleState, AdminActions], Tab]

# In their order: the permission that shows a tab (in any clinic), and what makes it when it is first wanted.
TABS: Final[dict[str, tuple[Permission, Make]]] = {
    "users": (Permission.MANAGE_USERS, lambda theme, bridge, state, do: UsersView(theme, bridge, state, do.users)),
    "roles": (Permission.MANAGE_USERS, lambda theme, bridge, state, _: RolesView(theme, bridge, state)),
    "schedules": (
        Permission.SET_HOURS,
        lambda theme, bridge, state, do: SchedulesView(theme, bridge, state, do.practice, do.hours),
    ),
    "devices": (
        Permission.MANAGE_DEVICES,
        lambda theme, bridge, state, do: DevicesView(theme, bridge, state, do.devices),
    ),
    "sessions": (
        Permission.MANAGE_SESSIONS,
        lambda theme, bridge, state, do: SessionsView(theme, bridge, state, do.sessions),
    ),
    "stations": (
        Permission.MANAGE_STATIONS,
        lambda theme, bridge, state, do: StationsView(theme, bridge, state, do.stations),
    ),
    "imports": (
        Permission.IMPORT_PATIENTS,
        lambda theme, bridge, state, do: ImportsView(theme, bridge, state, do.imports),
    ),
    "day_lists": (
        Permission.IMPORT_DAY_LIST,
        lambda theme, bridge, state, do: ImportsView(theme, bridge, state, do.imports.lists or do.imports),
    ),
    "audit": (Permission.SEE_AUDIT, lambda theme, bridge, state, do: AuditView(theme, bridge, state, do.audit)),
}


def titles() -> dict[str, str]:
    """Return what each tab is called."""
    return {
        "users": QCoreApplication.translate("Admin", "Users"),
        "roles": QCoreApplication.translate("Admin", "Roles"),
        "schedules": QCoreApplication.translate("Admin", "Schedules"),
        "devices": QCoreApplication.translate("Admin", "Devices"),
        "sessions": QCoreApplication.translate("Admin", "Sessions"),
        "stations": QCoreApplication.translate("Admin", "Stations"),
        "imports": QCoreApplication.translate("Admin", "Import"),
        "day_lists": QCoreApplication.translate("Admin", "Day lists"),
        "audit": QCoreApplication.translate("Admin", "Audit"),
    }


class AdminView(QWidget):
    """``changed`` carries what was done, in words, and what takes it back or None; ``told`` what went wrong.

    ``elsewhere`` carries the name of another screen that somebody wants to go to from here.
    """

    changed = Signal(str, object)
    told = Signal(str, str)
    elsewhere = Signal(str)

    def __init__(self, theme: Theme, bridge: Bridge, state: ConsoleState, actions: AdminActions) -> None:
        super().__init__()
        self.setObjectName("adminView")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme, self._bridge, self._state, self._actions = theme, bridge, state, actions
        self._version = -1
        self._made: dict[str, Tab] = {}
        self.tabs = Tabs(theme, QCoreApplication.translate("Admin", "Parts of Admin"), self)
        self.tabs.chosen.connect(self.open_tab)
        self.stack = QStackedWidget(self)
        self.denied = Panel(theme, self)
        self.denied.say(
            "lock",
            QCoreApplication.translate("Admin", "Admin is not for your role"),
            QCoreApplication.translate("Admin", "Ask your administrator for the right to look after people or PCs."),
        )
        self.stack.addWidget(self.denied)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addWidget(self.stack, 1)
        self._bind()

    @staticmethod
    def allowed(state: ConsoleState) -> tuple[str, ...]:
        """Return which tabs the user may see, in their order."""
        return tuple(name for name, (permission, _) in TABS.items() if state.access.may(permission))

    @property
    def tab(self) -> str:
        """Return which tab is shown, empty for none."""
        return self.tabs.current

    def open_tab(self, name: str, about: object = None) -> None:
        """Show a tab, if the user may see it; ``about`` says what of it is meant."""
        self._offer()
        if name not in self.tabs.buttons:
            return
        self.tabs.choose(name)
        shown = self._made.get(name) or self._make(name)
        self.stack.setCurrentWidget(shown)
        if about is not None:
            shown.show_about(about)

    def enter(self) -> None:
        """Take the focus."""
        shown = self._made.get(self.tab)
        if shown is not None:
            shown.enter()

    def frame(self, mono: float) -> None:
        """Bring the tab that is shown up to a monotonic time."""
        self._offer()
        shown = self._made.get(self.tab)
        if shown is not None:
            shown.frame(mono)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme = theme
        self.denied.set_theme(theme)
        for tab in self._made.values():
            tab.set_theme(theme)

    def conceal(self) -> None:
        """Show no password and no token for now."""
        for tab in self._made.values():
            tab.conceal()

    def forget(self) -> None:
        """Keep nothing of what was shown: somebody else may sign in next."""
        for tab in self._made.values():
            self.stack.removeWidget(tab)
            tab.forget()
            tab.hide()
            tab.deleteLater()
        self._made.clear()
        self._version = -1

    def _offer(self) -> None:
        """Show the tabs that the user may see by now, and one of them."""
        if self._version == self._state.access.version:
            return
        self._version = self._state.access.version
        allowed, called = self.allowed(self._state), titles()
        self.tabs.show_tabs([(name, called[name]) for name in allowed])
        self.tabs.setVisible(bool(allowed))
        if not allowed:
            self.stack.setCurrentWidget(self.denied)
        elif self.stack.currentWidget() is self.denied or self.tab not in allowed:
            self.open_tab(allowed[0])

    def _go(self, name: str, about: object) -> None:
        if name in TABS:
            self.open_tab(name, about)
        else:
            self.elsewhere.emit(name)

    def _make(self, name: str) -> Tab:
        made = self._made[name] = TABS[name][1](self._theme, self._bridge, self._state, self._actions)
        made.changed.connect(self.changed)
        made.told.connect(self.told)
        made.wanted.connect(self._go)
        self.stack.addWidget(made)
        return made

    def _bind(self) -> None:
        for keys, by in (("Ctrl+Tab", 1), ("Ctrl+Shift+Tab", -1), ("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda by=by: self._step(by))

    def _step(self, by: int) -> None:
        self.tabs.step(by)
        self.enter()
