"""What the command palette offers of the front desk, and its keys."""

from collections.abc import Callable, Iterator
from typing import Protocol

from PySide6.QtCore import QCoreApplication

from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.views import front_door
from clinic_console.desktop.views.commands import Command, Group
from clinic_console.desktop.views.keys import KeyGroup
from clinic_console.desktop.views.rooms import Rooms
from clinic_console.desktop.views.screens import DESK
from clinic_console.domain.access import Permission


class Host(Protocol):
    """The window, as far as these commands need it."""

    def go(self, screen: str) -> None:
        """Show a screen."""


class Frame(Protocol):
    """The shell, as far as these commands need it."""

    rooms: Rooms


def front_commands(state: ConsoleState, shell: Frame, host: Host) -> Iterator[Command]:
    """Yield the screen, and what is begun there."""
    if not front_door.may_enter(state.access):
        return
    translate = QCoreApplication.translate
    yield Command(DESK, translate("Menu", "Front desk"), Group.SCREENS, "desk", lambda: host.go(DESK), keys="Ctrl+2")

    def on_screen(call: str) -> Callable[[], None]:
        def run() -> None:
            host.go(DESK)
            view = shell.rooms.front_desk
            if view is not None:
                {"walk-in": view.open_walk_in, "away": view.open_away, "calls": view.open_calls}[call]()

        return run

    if state.access.may(Permission.BOOK):
        yield Command("walk-in", translate("Menu", "Walk-in …"), Group.ACTIONS, "walk-in", on_screen("walk-in"))
    if state.access.may(Permission.BOOK) & state.access.may(Permission.SET_EXCEPTIONS):
        away, calls = translate("Menu", "Doctor unavailable …"), translate("Menu", "Call lists")
        yield Command("away", away, Group.ACTIONS, "away", on_screen("away"))
        yield Command("calls", calls, Group.ACTIONS, "list", on_screen("calls"))


def front_keys() -> KeyGroup:
    """Return the keys of the front desk."""
    keys = (
        ("Up Down", QCoreApplication.translate("Keys", "From row to row; what is typed goes to the filter")),
        ("Space", QCoreApplication.translate("Keys", "Select a row, or not any more; with Shift and arrows several")),
        ("Ctrl+A", QCoreApplication.translate("Keys", "Select all that are shown; Esc selects nothing")),
        ("Return", QCoreApplication.translate("Keys", "Open the check-in card")),
        ("Ctrl+Enter", QCoreApplication.translate("Keys", "Do what the main button below the list says")),
        ("Ctrl+R", QCoreApplication.translate("Keys", "Let in what is new: rows come, go and move")),
        ("Ctrl+F", QCoreApplication.translate("Keys", "To the filter")),
        ("Ctrl+N", QCoreApplication.translate("Keys", "Walk-in")),
        ("Ctrl+U", QCoreApplication.translate("Keys", "Doctor unavailable")),
        ("Ctrl+P", QCoreApplication.translate("Keys", "Print the day list")),
        ("Alt+Left Alt+Right", QCoreApplication.translate("Keys", "Day before and after")),
        ("Alt+Home", QCoreApplication.translate("Keys", "Today")),
        ("Ctrl+G", QCoreApplication.translate("Keys", "Go to a day")),
        ("F6", QCoreApplication.translate("Keys", "From the list to the card beside it, and back")),
    )
    return KeyGroup(QCoreApplication.translate("Keys", "Front desk"), keys)
