"""What every tab of the Admin screen is: a widget that is brought up to date while it is shown."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clinic_console.desktop.bridge import Bridge
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.theme import Theme


class Tab(QWidget):
    """``changed`` carries what was done, in words, and what takes it back or None; ``told`` what went wrong.

    ``wanted`` carries the name of another tab and what it is to show there (``show_about``).
    """

    changed = Signal(str, object)
    told = Signal(str, str)
    wanted = Signal(str, object)

    def __init__(self, theme: Theme, bridge: Bridge, state: ConsoleState) -> None:
        super().__init__()
        self.theme, self.bridge, self.state = theme, bridge, state

    def frame(self, mono: float) -> None:
        """Bring what is shown up to a monotonic time."""

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self.theme = theme

    def conceal(self) -> None:
        """Show no secret for now: the console is locked."""

    def forget(self) -> None:
        """Keep nothing of what was shown: somebody else may sit down here."""

    def show_about(self, about: object) -> None:
        """Show what another tab has to do with something."""

    def enter(self) -> None:
        """Take the focus: the user has come here."""
