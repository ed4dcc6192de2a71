"""The window: the strip, the bar, and the screen that fits who is signed in, all on the frame clock."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, Signal
from PySide6.QtGui import QCloseEvent, QIcon, QPixmap, QResizeEvent
from PySide6.QtWidgets import QApplication, QLabel, QLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from clinic_console.desktop.actions.access import AccessActions
from clinic_console.desktop.actions.wards import WardActions
from clinic_console.desktop.bridge import Bridge, monotonic
from clinic_console.desktop.charts.look import Scene
from clinic_console.desktop.state.access import Phase
from clinic_console.desktop.state.connection import Standing
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.access import SignInView
from clinic_console.desktop.views.readings import WardView
from clinic_console.desktop.views.strip import Strip
from clinic_console.desktop.views.topbar import TopBar

TOAST_SECONDS = 10.0


class Window(QMainWindow):
    """The console's main window; ``closed`` says that the user wants to leave."""

    closed = Signal()

    def __init__(
        self,
        theme: Theme,
        app: QApplication,
        bridge: Bridge,
        state: ConsoleState,
        *,
        sessions: AccessActions,
        wards: WardActions,
        try_now: Callable[[], None],
    ) -> None:
        super().__init__()
        self._app, self._bridge, self._state, self._sessions = app, bridge, state, sessions
        self._wards = wards
        self.theme = theme
        self._access_version = -1
        self._toast_until = 0.0
        theme.apply(app)
        self.setWindowTitle(QCoreApplication.translate("Window", "Clinic Console"))
        self.setWindowIcon(QIcon(str(theme.folder / "icons" / "clinic-console.svg")))
        self.sign_in = SignInView(theme, bridge, sessions, state.access)
        self.ward = WardView(theme, state.wards, state.readings, wards)
        self.strip = Strip(theme)
        self.bar = TopBar(theme)
        self.bar.contexts.addWidget(self.ward.context)
        self.bar.search.hide()
        self.screens = QStackedWidget()
        self.screens.addWidget(self.sign_in)
        self.screens.addWidget(self.ward)
        self._toast, self._page = QLabel(self), QWidget(self)
        self._lay_out()
        self.strip.try_now.connect(try_now)
        self.bar.leave_wanted.connect(self._leave)
        for source in (self.bar, self.sign_in):
            source.look_wanted.connect(lambda: self.set_theme(self.theme.other()))
        bridge.frame.connect(self.frame)
        bridge.failed.connect(self.tell)
        self.resize(theme.px(1366), theme.px(768))

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self.theme = theme
        theme.apply(self._app)
        for part in (self.sign_in, self.ward, self.strip, self.bar):
            part.set_theme(theme)

    def tell(self, text: str) -> None:
        """Say something for a while, over whatever is shown."""
        self._toast.setText(text)
        self._toast_until = 0.0
        self._toast.adjustSize()
        self._toast.show()
        self._place_toast()

    def frame(self, mono: float) -> None:
        """Bring everything up to date at a monotonic time."""
        if self._access_version != self._state.access.version:
            self._access_version = self._state.access.version
            self._show_phase()
        if self._state.access.phase is Phase.IN:
            self._frame_ward(mono)
        else:
            self.sign_in.frame(mono)
        if self._toast.isVisible():
            self._toast_until = self._toast_until or mono + TOAST_SECONDS
            self._toast.setVisible(mono < self._toast_until)

    def scene(self, mono: float) -> Scene:
        """Return what holds for the whole wall at a monotonic time."""
        state = self._state
        ward = state.wards.ward
        connection = state.connection
        return Scene(
            moment=state.hub_clock.moment(mono),
            zone=state.access.zone(ward.clinic_id if ward else ""),
            monitored=connection.standing(mono) is not Standing.NOT_MONITORED,
            waiting=not connection.synced and not state.readings.beds,
        )

    def picture(self, width: int, height: int) -> QPixmap:
        """Return the window as it looks at a size, with everything painted that waits for its turn."""
        self.resize(width, height)
        self.frame(monotonic())
        # Layouts follow by posted events, from the inside out: each round reaches one ring further.
        for _ in range(4):
            QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        self.frame(monotonic())
        self.ward.wall.finish()
        return self.grab()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Leave: everything else ends within two seconds."""
        event.accept()
        self.closed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what lies over the screen in its place."""
        super().resizeEvent(event)
        self._place_toast()

    def _frame_ward(self, mono: float) -> None:
        self._wards.choose_first()
        scene, connection = self.scene(mono), self._state.connection
        self.bar.show_connection(connection, scene.moment, scene.zone)
        self.ward.frame(scene)
        self.strip.show_scene(connection, scene, self.ward.alarms(scene))

    def _show_phase(self) -> None:
        access = self._state.access
        inside = access.phase is Phase.IN
        self.screens.setCurrentWidget(self.ward if inside else self.sign_in)
        self.bar.setVisible(inside)
        self.strip.setVisible(inside or access.ended)
        if inside:
            self.bar.show_user(access)
            self.ward.enter()
        elif access.ended:
            self.strip.ended()

    def _leave(self) -> None:
        self._bridge.spawn(self._sessions.sign_out(), "sign out")

    def _lay_out(self) -> None:
        self._page.setObjectName("page")
        layout = QVBoxLayout(self._page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.strip)
        layout.addWidget(self.bar)
        layout.addWidget(self.screens, 1)
        self.setCentralWidget(self._page)
        # Any size is right: the wall fits itself into it. (And Qt's offscreen platform warns about size hints.)
        outer = self.layout()
        if outer is not None:
            outer.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.strip.hide()
        self.bar.hide()
        self._toast.setObjectName("toast")
        self._toast.hide()

    def _place_toast(self) -> None:
        self._toast.move(
            (self.width() - self._toast.width()) // 2, self.height() - self._toast.height() - self.theme.px(24)
        )
        self._toast.raise_()
