"""Who may do what: the one table of permissions, in words, to be read only."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout

from clinic_console.desktop.bridge import Bridge, monotonic
from clinic_console.desktop.models.table import Cell, Column
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.pages import Pages
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.tab import Tab
from clinic_console.desktop.views.table import Table, Words
from clinic_console.desktop.views.topbar import role_name
from clinic_console.domain.access import ALLOWED, Permission, Role


def permission_text(permission: Permission) -> str:
    """Return what a permission allows, in the user's language."""
    translate = QCoreApplication.translate
    texts = {
        Permission.SEE_WARDS: translate("Roles", "See wards and beds"),
        Permission.SEE_READINGS: translate("Roles", "See a patient's vitals"),
        Permission.SEE_PATIENTS: translate("Roles", "See who a patient is, and who lies in which bed"),
        Permission.EDIT_PATIENTS: translate("Roles", "Register patients, and change who they are"),
        Permission.IMPORT_PATIENTS: translate("Roles", "Bring in patients and past visits from files"),
        Permission.IMPORT_DAY_LIST: translate("Roles", "Bring in a day's visits from a file"),
        Permission.RESTRICT_PATIENTS: translate("Roles", "Mark a chart as restricted"),
        Permission.BREAK_GLASS: translate("Roles", "Open a chart in an emergency, with a reason"),
        Permission.SEE_DEVICES: translate("Roles", "See the monitors and their state"),
        Permission.MANAGE_DEVICES: translate("Roles", "Register monitors, place them, give them tokens"),
        Permission.MANAGE_USERS: translate("Roles", "Look after people, their roles and passwords"),
        Permission.MANAGE_SESSIONS: translate("Roles", "See who is signed in where, and end it"),
        Permission.MANAGE_STATIONS: translate("Roles", "Look after the PCs that consoles run on"),
        Permission.SEE_AUDIT: translate("Roles", "Read the audit log"),
        Permission.SEE_SCHEDULE: translate("Roles", "See schedules, free times and visits"),
        Permission.BOOK: translate("Roles", "Book, move and cancel visits, and look after the waitlist"),
        Permission.CHECK_IN: translate("Roles", "Say who has come and where they are"),
        Permission.OVERBOOK: translate("Roles", "Book a visit beside another, with a reason"),
        Permission.SET_EXCEPTIONS: translate("Roles", "Write down leave, extra hours and closed days"),
        Permission.SET_HOURS: translate("Roles", "Set weekly hours, practitioners, types of visits and rooms"),
    }
    return texts.get(permission, permission.value)


class RolesView(Tab):
    """The tab of roles."""

    def __init__(self, theme: Theme, bridge: Bridge, state: ConsoleState) -> None:
        super().__init__(theme, bridge, state)
        self._pages: Pages[Permission] = Pages(lambda permission: permission.name)
        words = Words(QCoreApplication.translate("Roles", "Who may do what"), "lock", "")
        self.table: Table[Permission] = Table(theme, bridge, self._pages, _columns(), words, self._load)
        self.note = QLabel(self)
        self.note.setProperty("tone", "secondary")
        self.note.setWordWrap(True)
        self.note.setText(
            QCoreApplication.translate(
                "Roles",
                "A role holds in one clinic: the same person can be a nurse in one and an administrator in another. "
                "Who looks after people cannot read the audit log, so that nobody watches over themselves.",
            )
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(theme.px(14), theme.px(12), theme.px(14), theme.px(12))
        head.addWidget(self.note)
        column.addLayout(head)
        column.addWidget(self.table, 1)

    def frame(self, mono: float) -> None:
        """Show the table."""
        self.table.frame(mono)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        super().set_theme(theme)
        self.table.set_theme(theme)

    def enter(self) -> None:
        """Take the focus."""
        self.table.enter()

    async def _load(self) -> None:
        ask = self._pages.begin()
        if ask is not None:
            self._pages.take(ask, tuple(ALLOWED), None, monotonic())


def _columns() -> list[Column[Permission]]:
    translate = QCoreApplication.translate
    yes, no = translate("Roles", "Yes"), translate("Roles", "No")

    def cell(role: Role) -> Callable[[Permission], Cell]:
        allowed = Cell(yes, "strong", icon="check")
        return lambda permission: allowed if role in ALLOWED[permission] else Cell("–", "muted", said=no)

    first: Column[Permission] = Column(
        translate("Roles", "May"), lambda permission: Cell(permission_text(permission), "strong"), 250, 4
    )
    return [first, *(Column(role_name(role.value), cell(role), 104, 1) for role in Role)]
