"""The window: its look and place, what lies over the screens, and the keys that hold everywhere."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QIcon, QKeySequence, QPixmap, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QLayout, QMainWindow, QScrollArea, QToolTip, QWidget

from clinic_console.desktop.bridge import Bridge, monotonic
from clinic_console.desktop.clipboard import clipboard
from clinic_console.desktop.language import speak
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.station import Station
from clinic_console.desktop.theme import Theme, resolve
from clinic_console.desktop.views import menu
from clinic_console.desktop.views.access import SignInView
from clinic_console.desktop.views.keys import KeysPanel, is_typing
from clinic_console.desktop.views.lock import LockWarning
from clinic_console.desktop.views.overlay import Overlay
from clinic_console.desktop.views.palette import Palette
from clinic_console.desktop.views.palette_patients import patient_finder
from clinic_console.desktop.views.patient_panels import PatientPanels
from clinic_console.desktop.views.place import Kept, place_of, restore
from clinic_console.desktop.views.presence import Presence
from clinic_console.desktop.views.rail import SETTINGS
from clinic_console.desktop.views.screens import ACCOUNT, ADMIN, APPOINTMENTS, BED, KEYS, PATIENTS, SCHEDULE, Place
from clinic_console.desktop.views.second import SecondScreen
from clinic_console.desktop.views.shell import Shell
from clinic_console.desktop.views.toasts import Toasts
from clinic_console.desktop.views.user_actions import Actions
from clinic_console.desktop.views.user_menu import LOCK_KEYS, UserCalls, place_below, user_menu
from clinic_console.domain.access import Permission

SCALES: Final = (0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0)


class Window(QMainWindow):
    """The console's main window; ``closed`` says that the user wants to leave."""

    closed = Signal()

    def __init__(self, app: QApplication, bridge: Bridge, state: ConsoleState, actions: Actions) -> None:
        super().__init__()
        self._app, self._bridge, self._state, self._actions = app, bridge, state, actions
        self._station_version = state.station.version
        self._dressed = _dress_of(state.station.now)
        self._searched = (-1, -1)
        self._mono = 0.0
        speak(app, state.station.now.language)
        self.theme = theme_of(state.station.now)
        self.theme.apply(app)
        self.setWindowIcon(QIcon(str(self.theme.folder / "icons" / "clinic-console.svg")))
        self.presence = Presence(app, actions.lock.used)
        self._build()
        self.second = SecondScreen(app, state, open_bed=self.open_bed, try_now=actions.try_now)
        self._bind()
        app.styleHints().colorSchemeChanged.connect(self._restyle)
        app.focusChanged.connect(bring_to_sight)
        bridge.frame.connect(self.frame)
        bridge.failed.connect(self.tell)
        # Any size is right: the wall fits itself into it. (And Qt's offscreen platform warns about size hints.)
        outer = self.layout()
        if outer is not None:
            outer.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        restore(self, state.station.now.place, self.theme)

    def _build(self) -> None:
        """Make all views from the state: at the start, and for another size, density or language."""
        self.setWindowTitle(QCoreApplication.translate("Window", "Clinic Console"))
        self.shell = shell = Shell(self.theme, self._bridge, self._state, self._actions)
        self.ward, self.strip, self.bar = shell.ward, shell.strip, shell.bar
        shell.look_wanted.connect(self.turn_look)
        shell.leave_wanted.connect(self.leave)
        shell.search_wanted.connect(self.search)
        shell.keys_wanted.connect(self.show_keys)
        shell.changed.connect(self._say_change)
        shell.told.connect(self.tell)
        shell.left.connect(self._forget)
        shell.locked.connect(self._close_over)
        shell.menu_wanted.connect(self.show_user_menu)
        shell.switch_wanted.connect(self.switch_user)
        panels = PatientPanels(self.theme, self._bridge, self._state, self._actions.patients, self)
        self.patients = panels
        shell.glass_wanted.connect(lambda: panels.open_glass(another=True))
        shell.card_wanted.connect(self.open_card)
        panels.bed_wanted.connect(self.open_bed)
        panels.chart_wanted.connect(self.open_patient)
        panels.told.connect(lambda text: self._say_change(text, None))
        panels.made.connect(shell.bar.show_pill)
        self.setCentralWidget(shell)
        self.toasts = Toasts(self.theme, self, lambda: self._state.access.locked is not None)
        self.lock_warning = LockWarning(self.theme, self)
        self._search_panel: Palette | None = None
        self._keys: KeysPanel | None = None

    @property
    def sign_in(self) -> SignInView:
        """Return the first screen."""
        return self.shell.sign_in

    @property
    def search_panel(self) -> Palette:
        """Return the command palette, which is made when it is first wanted."""
        if self._search_panel is None:
            access = self._state.access
            may = access.may(Permission.SEE_PATIENTS)
            ways = self.open_patient, self.open_visits
            find = patient_finder(self._actions.find, access, *ways) if may else None
            offered = partial(menu.commands, self._state, self.shell, self)
            self._search_panel = Palette(self.theme, offered, self, bridge=self._bridge, find=find)
        return self._search_panel

    @property
    def keys(self) -> KeysPanel:
        """Return the list of keys, which is made when it is first wanted."""
        if self._keys is None:
            self._keys = KeysPanel(self.theme, menu.key_groups, self)
        return self._keys

    def _parts(self) -> list[Shell | Toasts | Palette | KeysPanel]:
        """Return what there is by now of what the window is made of."""
        return [part for part in (self.shell, self.toasts, self._search_panel, self._keys) if part is not None]

    # What the user can do from anywhere

    def search(self) -> None:
        """Open the command palette."""
        if self.shell.open:
            self.search_panel.open()

    def show_keys(self) -> None:
        """Show which keys there are."""
        if self._state.access.locked is None and not is_typing(QApplication.focusWidget()):
            self.keys.open()

    def go(self, screen: str) -> None:
        """Show a screen."""
        self.shell.go(Place(screen))

    def open_bed(self, bed: str) -> None:
        """Show a bed's panel."""
        self.shell.go(Place(BED, bed))

    def open_patient(self, patient: str) -> None:
        """Open a patient's chart on its screen."""
        self.shell.go(Place(PATIENTS, patient=patient))

    def open_visits(self, patient: str) -> None:
        """Open a patient's chart at what is booked for them."""
        self.shell.go(Place(PATIENTS, patient=patient, tab=APPOINTMENTS))

    def open_doctor(self, practitioner: int) -> None:
        """Show the week of somebody who sees patients."""
        self.shell.go(Place(SCHEDULE, doctor=practitioner))

    def open_admin(self, tab: str) -> None:
        """Show a tab of the Admin screen."""
        self.shell.go(Place(ADMIN, tab=tab))

    def leave(self) -> None:
        """Sign out."""
        self._bridge.spawn(self._actions.sessions.sign_out(), "sign out")

    def lock(self) -> None:
        """Lock the console, at once and not with the next frame."""
        self._actions.lock.lock()
        self.frame(monotonic())

    def switch_user(self) -> None:
        """Sign out whose session it is, for somebody else to sign in."""
        self._bridge.spawn(self._actions.lock.switch_user(), "switch user")

    def show_account(self) -> None:
        """Show the user's own account."""
        self.shell.go(Place(ACCOUNT))

    def open_glass(self) -> None:
        """Break the glass, or look at what is open by it."""
        self.patients.open_glass()

    def open_card(self) -> None:
        """Show the card of the patient whose bed is open."""
        self.patients.open_card(self.patient)

    @property
    def patient(self) -> str:
        """Return whose card can be opened, empty for nobody's."""
        return self.patients.patient_of(self.shell.place.bed)

    def show_user_menu(self) -> None:
        """Open the menu under the user's name."""
        calls = UserCalls(self.lock, self.switch_user, self.show_account, self.leave, self.shell.leave_everywhere)
        menu = user_menu(self.theme, calls, self.bar.who)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place_below(menu, self.bar.who))

    def turn_look(self) -> None:
        """Exchange light and dark."""
        self._state.station.change(look=self.theme.other().name)

    def zoom(self, steps: int) -> None:
        """Make everything larger or smaller by steps; 0 is back to 100 %."""
        now = self._state.station.now.scale
        nearest = min(range(len(SCALES)), key=lambda index: abs(SCALES[index] - now))
        wanted = SCALES[max(0, min(len(SCALES) - 1, nearest + steps))] if steps else 1.0
        self._state.station.change(scale=wanted)

    def turn_full_screen(self) -> None:
        """Fill the screen, or go back."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def undo(self) -> None:
        """Take back the newest change that can be taken back."""
        if self._state.access.locked is None:
            self.toasts.undo_newest()

    def try_now(self) -> None:
        """Do not wait for the next try to connect."""
        self._actions.try_now()

    def tell(self, text: str, detail: str = "") -> None:
        """Say what went wrong, over whatever is shown."""
        self.toasts.problem(text, detail)

    def _forget(self) -> None:
        self.patients.forget()
        # Names of patients stand in the search, and what somebody did is not for the next one to undo.
        self._close_over()
        self.toasts.forget()
        if self._search_panel is not None:
            self._search_panel.throw_away()
            self._search_panel = None

    def forget_user(self) -> None:
        """Keep nothing of who has just left: at once, and not with the next frame."""
        self.frame(monotonic())

    def _close_over(self) -> None:
        """Take away all that lies over the screen or stands on the clipboard: panels, menus, tips, ways back."""
        QToolTip.hideText()
        self.toasts.clear()
        self.shell.rooms.conceal()
        self.lock_warning.hide()
        clipboard().clear()
        for panel in self.findChildren(Overlay):
            panel.close()
        for widget in self._app.topLevelWidgets():
            if widget.isVisible() and (isinstance(widget, QDialog) or widget.windowType() is Qt.WindowType.Popup):
                widget.close()

    # The frame clock

    @property
    def whole(self) -> bool:
        """Say whether the wall is being brought up to date: False while a fault keeps it, or the strip, from it."""
        return self.shell.whole

    def frame(self, mono: float) -> None:
        """Bring everything up to date at a monotonic time."""
        self._mono = mono
        attempt = self._bridge.attempt
        attempt("presence", lambda: self._watch_use(mono))
        if self._station_version != self._state.station.version:
            self._station_version = self._state.station.version
            attempt("look", self._restyle)
        if not attempt("shell", lambda: self.shell.frame(mono)):
            self.shell.whole = False
        if not attempt("second screen", lambda: self.second.frame(self.shell, mono)):
            # Rather none than one whose numbers stand still.
            self.second.give_up()
        attempt("patients", lambda: self._frame_patients(mono))
        attempt("search", self._refresh_search)
        attempt("toasts", lambda: self.toasts.frame(mono))

    def _watch_use(self, mono: float) -> None:
        self.presence.frame(mono)
        self.lock_warning.show_left(self._actions.lock.watch(mono))

    def _frame_patients(self, mono: float) -> None:
        self.patients.frame(mono)
        if self.shell.bed is not None:
            self.patients.offer(self.shell.bed.header, self.shell.place.bed)

    def _refresh_search(self) -> None:
        """Show no bed's former patient, and no names once they are hidden, in a search that stands open."""
        versions = self._state.wards.version, self._state.station.version
        if versions != self._searched:
            self._searched = versions
            if self._search_panel is not None and self._search_panel.isVisible():
                self._search_panel.refresh()

    def picture(self, width: int, height: int, mono: float | None = None) -> QPixmap:
        """Return the window as it looks at a size, now or at a monotonic time, with all painted that waits."""
        mono = monotonic() if mono is None else mono
        self.resize(width, height)
        self.frame(mono)
        # Layouts follow by posted events, from the inside out: each round reaches one ring further.
        for _ in range(4):
            QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        self.frame(mono)
        self.ward.wall.finish()
        return self.grab()

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self.theme = theme
        theme.apply(self._app)
        for part in (*self._parts(), self.patients):
            part.set_theme(theme)

    def _restyle(self) -> None:
        """Follow the settings: colours are exchanged in place, everything else needs other widgets."""
        station = self._state.station.now
        name, dressed = resolve(station.look), _dress_of(station)
        if dressed == self._dressed:
            if name != self.theme.name:
                self.set_theme(Theme(name, station.scale, self.theme.folder, station.density))
            return
        self._dressed = dressed
        self._rebuild(station, name)

    def _rebuild(self, station: Station, name: str) -> None:
        speak(self._app, station.language)
        self.theme = Theme(name, station.scale, self.theme.folder, station.density)
        self.theme.apply(self._app)
        before, kept = self._parts(), Kept.of(self.shell)
        # Before anything else takes the focus, which would close them.
        said, patients = self.toasts, self.patients.dispose()
        self._build()
        self.toasts.take_over(said)
        for part in before:
            part.hide()
            part.deleteLater()
        self.frame(self._mono)
        self.shell.go(kept.place)
        kept.give_back(self.shell)
        self.patients.take_over(patients)

    def _say_change(self, text: str, undo: Callable[[], None] | None) -> None:
        self.toasts.say(text, undo=undo)

    # The window itself

    def closeEvent(self, event: QCloseEvent) -> None:
        """Leave: everything else ends within two seconds."""
        self._state.station.change(place=place_of(self))
        self.second.close()
        self.presence.close()
        event.accept()
        self.closed.emit()

    def _bind(self) -> None:
        for keys, screen in KEYS:
            QShortcut(QKeySequence(keys), self).activated.connect(partial(self._run, partial(self.go, screen)))
        for keys, call in (
            ("Ctrl+K", self.search),
            ("Ctrl+,", lambda: self.go(SETTINGS)),
            (LOCK_KEYS, self.lock),
            ("?", self.show_keys),
            ("F1", self.show_keys),
            ("F11", self.turn_full_screen),
            ("Ctrl+Z", self.undo),
            ("Ctrl++", lambda: self.zoom(1)),
            ("Ctrl+=", lambda: self.zoom(1)),
            ("Ctrl+-", lambda: self.zoom(-1)),
            ("Ctrl+0", lambda: self.zoom(0)),
        ):
            # A key that is a short cut never arrives at the window as a key.
            QShortcut(QKeySequence(keys), self).activated.connect(partial(self._run, call))

    def _run(self, call: Callable[[], None]) -> None:
        if self._actions.lock.used():
            call()


def bring_to_sight(_before: QWidget | None, now: QWidget | None) -> None:
    """Scroll to what has the focus now: Qt only does so for Tab within one area, not for the way into it."""
    # A button that moved under the pointer would not be pressed.
    area = now if QApplication.mouseButtons() == Qt.MouseButton.NoButton else None
    while area is not None and now is not None:
        area = area.parentWidget()
        if isinstance(area, QScrollArea):
            area.ensureWidgetVisible(now)


def theme_of(station: Station) -> Theme:
    """Return the theme that a station is set to."""
    return Theme(resolve(station.look), station.scale, density=station.density)


def _dress_of(station: Station) -> tuple[float, str, str]:
    return station.scale, station.density, station.language
