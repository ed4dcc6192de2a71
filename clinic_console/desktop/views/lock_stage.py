"""What is on the screen while the console is locked: the wall, seen by everybody and used by nobody, or a card."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget

from clinic_console.desktop.actions.lock import LockActions
from clinic_console.desktop.bridge import Bridge
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.lock import LockBar, LockScreen
from clinic_console.desktop.views.readings import WardView


class LockStage(QObject):
    """Shows and takes away what is there while the console is locked; ``bar`` belongs where the top bar is.

    ``switch_wanted`` says that somebody else wants to sign in. ``shown`` says whether it is on the screen.
    """

    switch_wanted = Signal()

    def __init__(
        self, theme: Theme, bridge: Bridge, actions: LockActions, state: ConsoleState, screens: QStackedWidget
    ) -> None:
        super().__init__(screens)
        self._theme, self._bridge, self._actions, self._state, self._screens = theme, bridge, actions, state, screens
        self.shown = False
        self.bar = LockBar(theme, bridge, actions, state.access)
        self.bar.switch_wanted.connect(self.switch_wanted)
        self.screen: LockScreen | None = None

    @property
    def view(self) -> LockBar | LockScreen:
        """Return where one unlocks."""
        return self.bar if self.screen is None else self.screen

    def show(self, ward: WardView, *, wall: bool) -> None:
        """Lock the screen: the wall stays where there is one to be watched."""
        self.shown = True
        # Seen by everybody, used by nobody.
        ward.setEnabled(False)
        if wall:
            self._screens.setCurrentWidget(ward)
        else:
            self._screens.setCurrentWidget(self._made_screen())
        self.bar.setVisible(wall)
        self.view.frame(0.0, self._state.station.now.name)
        self.view.enter()

    def leave(self, ward: WardView) -> None:
        """Give the screen back, with nothing left of what was typed."""
        self.shown = False
        ward.setEnabled(True)
        self.bar.hide()
        self.bar.forget()
        if self.screen is not None:
            self._screens.removeWidget(self.screen)
            self.screen.forget()
            self.screen.hide()
            self.screen.deleteLater()
            self.screen = None

    def frame(self, mono: float, ward: WardView) -> None:
        """Bring it up to date at a monotonic time."""
        if self.shown:
            self.view.frame(mono, self._state.station.now.name)
            self.bar.show_pages(ward.wall.page, ward.wall.pages)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme = theme
        self.bar.set_theme(theme)
        if self.screen is not None:
            self.screen.set_theme(theme)

    def _made_screen(self) -> LockScreen:
        if self.screen is None:
            self.screen = LockScreen(self._theme, self._bridge, self._actions, self._state.access)
            self.screen.switch_wanted.connect(self.switch_wanted)
            self._screens.addWidget(self.screen)
        return self.screen
