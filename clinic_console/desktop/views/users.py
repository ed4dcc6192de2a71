"""People of the user's clinics: found as one types, in a list, with a panel for the one that is open."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout

from clinic_console.desktop.actions.users import UserActions
from clinic_console.desktop.bridge import Bridge
from clinic_console.desktop.models.table import Cell, Column
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.users import User
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.tab import Tab
from clinic_console.desktop.views.table import Table, Words


class UsersView(Tab):
    """The tab of people."""

    def __init__(self, theme: Theme, bridge: Bridge, state: ConsoleState, actions: UserActions) -> None:
        super().__init__(theme, bridge, state)
        columns: tuple[Column[User], ...] = (
            Column(QCoreApplication.translate("Users", "Name"), lambda user: Cell(user.name, "strong"), 160, 3),
            Column(QCoreApplication.translate("Users", "Login"), lambda user: Cell(user.login), 120, 2),
        )
        words = Words(
            QCoreApplication.translate("Users", "Users"),
            "person",
            QCoreApplication.translate("Users", "Nobody found"),
        )
        self.table: Table[User] = Table(theme, bridge, actions.state.pages, columns, words, actions.load)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)

    def frame(self, mono: float) -> None:
        """Bring the list up to a monotonic time."""
        self.table.frame(mono)

    def enter(self) -> None:
        """Take the focus."""
        self.table.enter()
