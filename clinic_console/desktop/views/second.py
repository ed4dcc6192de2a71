"""The wall on a second screen: the same beds and the same strip, for those who look from the other side."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QApplication, QLayout, QVBoxLayout, QWidget

from clinic_console.desktop.charts.wall import Wall
from clinic_console.desktop.state.access import Phase
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.shell import Shell
from clinic_console.desktop.views.strip import Strip


class SecondWall(QWidget):
    """A strip and a wall that fill one screen; it starts on the page after the first window's."""

    def __init__(self, theme: Theme, state: ConsoleState) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setWindowTitle(QCoreApplication.translate("SecondScreen", "Clinic Console: wall"))
        self.strip = Strip(theme, self)
        self.wall = Wall(theme, state.readings, state.alarms, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        layout.addWidget(self.strip)
        layout.addWidget(self.wall, 1)
        self._turned = False

    def frame(self, shell: Shell, state: ConsoleState, mono: float) -> None:
        """Bring the wall up to date at a monotonic time."""
        scene = shell.scene(mono)
        self.wall.set_beds(state.wards.beds)
        self.wall.set_order(state.station.now.order)
        self.wall.frame(scene)
        self.strip.show_scene(state.connection, scene, shell.ward.alarms(scene), state.wards.list_age(mono))
        if not self._turned and state.wards.beds and self.wall.pages > 1:
            self._turned = True
            self.wall.turn_to(1)


class SecondScreen:
    """Opens and closes the second wall as the setting, the session and the screens of this PC say."""

    def __init__(
        self, app: QApplication, state: ConsoleState, *, open_bed: Callable[[str], None], try_now: Callable[[], None]
    ) -> None:
        self._app, self._state, self._open_bed, self._try_now = app, state, open_bed, try_now
        self._dressed: tuple[Theme, QScreen] | None = None
        self.wall: SecondWall | None = None
        self._given_up: int | None = None

    def frame(self, shell: Shell, mono: float) -> None:
        """Bring the second screen up to date at a monotonic time."""
        wanted = self._state.station.now.second_screen and self._state.access.phase is Phase.IN and shell.may_watch
        given_up = self._given_up == self._state.station.version
        screen = self.free_screen(shell) if wanted and not given_up else None
        if screen is None:
            self.close()
            return
        if self.wall is None or self._dressed != (shell.theme, screen) or not self.wall.isVisible():
            # Another look, another screen, or somebody closed it while the setting is on.
            self.close()
            self._dressed = shell.theme, screen
            self._show(SecondWall(shell.theme, self._state), screen)
        if self.wall is not None:
            self.wall.frame(shell, self._state, mono)

    def close(self) -> None:
        """Take the second wall away."""
        if self.wall is not None:
            self.wall.hide()
            self.wall.deleteLater()
            self.wall = None

    def give_up(self) -> None:
        """Take the second wall away until the settings change: a fault keeps it from being brought up to date."""
        self._given_up = self._state.station.version
        self.close()

    def free_screen(self, shell: Shell) -> QScreen | None:
        """Return a screen that the main window is not on."""
        return next((screen for screen in self._app.screens() if screen is not shell.screen()), None)

    def _show(self, wall: SecondWall, screen: QScreen) -> None:
        self.wall = wall
        wall.strip.try_now.connect(self._try_now)
        wall.wall.opened.connect(self._open_bed)
        wall.setGeometry(screen.geometry())
        wall.showFullScreen()
