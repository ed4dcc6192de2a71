"""Everything inside the window: rail, strip, bar and the screens; built anew for another size or language."""

import math
from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from clinic_console.desktop.actions.access import AccessActions
from clinic_console.desktop.actions.trends import TrendActions
from clinic_console.desktop.actions.wards import WardActions
from clinic_console.desktop.bridge import Bridge
from clinic_console.desktop.charts.look import Scene
from clinic_console.desktop.state.access import Phase
from clinic_console.desktop.state.connection import Standing
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.wards import Ward
from clinic_console.desktop.station import Person
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.access import SignInView
from clinic_console.desktop.views.rail import SETTINGS, Rail, Screen
from clinic_console.desktop.views.readings import WardView
from clinic_console.desktop.views.station import StationView
from clinic_console.desktop.views.strip import Strip
from clinic_console.desktop.views.topbar import TopBar
from clinic_console.desktop.views.trends import BedView
from clinic_console.desktop.views.trends_chart import import_plot
from clinic_console.desktop.views.wards import heading_text

WARM_SECONDS = 2.0
PATIENT_SECONDS = 0.5
"""How long nothing is shown while a remembered user is signed in at the start: a form would only flash up."""
VITALS = "vitals"
BED = "bed"


class Actions(NamedTuple):
    """All that a user can do, by noun; ``try_now`` does not wait for the next try to connect."""

    sessions: AccessActions
    wards: WardActions
    trends: TrendActions
    try_now: Callable[[], None]


class Place(NamedTuple):
    """Where the user is: a screen, and the bed that is open on it."""

    screen: str = VITALS
    bed: str = ""


class Shell(QWidget):
    """The frame and its screens; nothing that matters is kept here, so it can be thrown away at any time.

    ``changed`` carries what was set, in words, and how to undo it; ``left`` says that nobody is signed in any more.
    ``whole`` is False while the wall or the strip cannot be brought up to date.
    """

    look_wanted = Signal()
    leave_wanted = Signal()
    search_wanted = Signal()
    keys_wanted = Signal()
    changed = Signal(str, object)
    left = Signal()

    def __init__(self, theme: Theme, bridge: Bridge, state: ConsoleState, actions: Actions) -> None:
        super().__init__()
        self.setObjectName("page")
        self.theme = theme
        self._bridge, self._state, self._actions = bridge, state, actions
        self._versions = (-1, -1)
        self._was_inside = False
        self.whole = True
        self._sign_in: SignInView | None = None
        self.ward = WardView(theme, state.wards, state.readings, actions.wards, state.alarms)
        self.bed: BedView | None = None
        self._open = ""
        self._warm_at: float | None = None
        self.station: StationView | None = None
        self.rail = Rail(theme)
        self.strip = Strip(theme)
        self.bar = TopBar(theme)
        self.screens = QStackedWidget()
        self._nothing = QWidget()
        self._heading = QLabel()
        self._lay_out()
        self._connect()

    # Where the user is

    @property
    def sign_in(self) -> SignInView:
        """Return the first screen, which is made (and shown, if nobody is signed in) when it is first wanted."""
        if self._sign_in is None:
            self._sign_in = SignInView(self.theme, self._bridge, self._actions.sessions, self._state.access)
            self._sign_in.look_wanted.connect(self.look_wanted)
            self.screens.addWidget(self._sign_in)
            if self._state.access.phase is not Phase.IN:
                self.screens.setCurrentWidget(self._sign_in)
        return self._sign_in

    @property
    def may_watch(self) -> bool:
        """Say whether the user's work has to do with vitals: reception sees no alarms."""
        return not self._actions.wards.denied

    def watchable(self) -> tuple[Ward, ...]:
        """Return the wards whose vitals the user may see."""
        return self._actions.wards.watchable()

    def watch(self, ward: str) -> None:
        """Watch one ward, on the wall."""
        self._actions.wards.choose((ward,))
        self._show_ward()

    @property
    def place(self) -> Place:
        """Return where the user is."""
        current = self.screens.currentWidget()
        if self.bed is not None and current is self.bed:
            return Place(BED, self._open)
        return Place(SETTINGS if current is self.station else VITALS)

    def go(self, place: Place) -> None:
        """Show a screen; without anybody signed in there is only one."""
        if self._state.access.phase is not Phase.IN:
            return
        if place.screen == BED and any(bed.id == place.bed for bed in self._state.wards.beds):
            self._show_bed(place.bed)
        elif place.screen == SETTINGS:
            self._show_station()
        else:
            self._show_ward()

    def _show_ward(self) -> None:
        self.screens.setCurrentWidget(self.ward)
        self.bar.contexts.setCurrentWidget(self.ward.context)
        self.rail.select(VITALS)
        self.ward.enter()

    def _show_bed(self, bed: str) -> None:
        if self.bed is None:
            self.bed = BedView(self.theme, self._bridge, self._state, self._actions.trends)
            self.bed.back_wanted.connect(self._show_ward)
            self.bed.bed_wanted.connect(self._show_bed)
            self.screens.addWidget(self.bed)
        self._open = bed
        self.bed.show_bed(bed)
        self.screens.setCurrentWidget(self.bed)
        wards = [ward.name for ward in self._state.wards.present]
        self._head(heading_text(wards) if wards else "")
        self.rail.select(VITALS)

    def _show_station(self) -> None:
        if self.station is None:
            self.station = StationView(self.theme, self._state)
            self.station.changed.connect(self.changed)
            self.station.people_forgotten.connect(self._forget_people)
            self.screens.addWidget(self.station)
        self.screens.setCurrentWidget(self.station)
        self._head("")
        self.rail.select(SETTINGS)

    def _head(self, text: str) -> None:
        """Say in the bar what is shown, where the screen has nothing to be chosen there."""
        self._heading.setText(text)
        self.bar.contexts.setCurrentWidget(self._heading)

    def _forget_people(self, people: tuple[Person, ...]) -> None:
        for person in people:
            self._bridge.spawn(self._actions.sessions.people.forget(person), "forget")

    # The frame clock

    def frame(self, mono: float) -> None:
        """Bring everything up to date at a monotonic time."""
        versions = self._state.access.version, self._state.station.version
        if self._versions != versions:
            self._versions = versions
            self._show_phase()
        if self._state.access.phase is not Phase.IN:
            self._ask_in(mono)
            self.whole = True
            return
        self._actions.wards.choose_first()
        scene = self.scene(mono)
        attempt = self._bridge.attempt
        # No part's fault keeps another from being brought up to date, and none of the first two is ever passed over.
        alarms: list[str] = []
        kept = attempt("ward", lambda: self.ward.frame(scene))
        told = attempt("alarms", lambda: alarms.extend(self.ward.alarms(scene)))
        age = self._state.wards.list_age(mono)
        say = (
            (lambda: self.strip.show_scene(self._state.connection, scene, alarms, age))
            if kept and told
            else self.strip.broken
        )
        self.whole = attempt("strip", say) and kept and told
        attempt("bar", lambda: self.bar.show_connection(self._state.connection, scene.moment, scene.zone))
        attempt("screen", lambda: self._frame_screen(scene))
        attempt("focus", lambda: self._keep_focus(mono))

    def _frame_screen(self, scene: Scene) -> None:
        current = self.screens.currentWidget()
        if self.bed is not None and current is self.bed:
            self.bed.frame(scene)
        if self.station is not None and current is self.station:
            self.station.frame(scene.moment.mono)

    def _keep_focus(self, mono: float) -> None:
        if QApplication.focusWidget() is None and self.isActiveWindow():
            # What had it is gone, and keys would lead nowhere.
            self.bar.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self._warm(mono)

    def _ask_in(self, mono: float) -> None:
        """Show the first screen, except for a moment while somebody is signed in who has not seen it yet."""
        access = self._state.access
        entering = access.phase is Phase.ENTERING and mono - access.since < PATIENT_SECONDS
        if self._sign_in is None and entering:
            return
        self.sign_in.frame(mono)

    def _warm(self, mono: float) -> None:
        """Once the wall is live and calm, load what the first bed would otherwise be waited for."""
        if self._warm_at is None and self.ward.wall.live_painted:
            self._warm_at = mono + WARM_SECONDS
        if self._warm_at is not None and mono >= self._warm_at:
            self._warm_at = math.inf
            self._bridge.spawn(import_plot(), "trend chart")

    def scene(self, mono: float) -> Scene:
        """Return what holds for the whole wall at a monotonic time."""
        state = self._state
        connection, ward = state.connection, state.wards.ward
        return Scene(
            moment=state.hub_clock.moment(mono),
            zone=state.access.zone(ward.clinic_id if ward else ""),
            monitored=connection.standing(mono) is not Standing.NOT_MONITORED,
            waiting=not connection.synced and not state.readings.beds,
            privacy=state.station.now.privacy,
            doubtful=state.wards.doubtful(mono),
        )

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self.theme = theme
        for part in (self._sign_in, self.ward, self.strip, self.bar, self.rail, self.bed, self.station):
            if part is not None:
                part.set_theme(theme)

    def forget(self) -> None:
        """Keep no name and no number of a patient in anything that could be shown again."""
        self._open = ""
        self._heading.clear()
        self.ward.forget()
        if self.bed is not None:
            self.bed.forget()

    def _show_phase(self) -> None:
        access = self._state.access
        inside = access.phase is Phase.IN
        left, self._was_inside = self._was_inside and not inside, inside
        self.rail.setVisible(inside)
        self.bar.setVisible(inside)
        self.strip.setVisible((inside and self.may_watch) or access.ended)
        if inside:
            self.bar.show_user(access, self._state.station.now.name)
            if self.screens.currentWidget() in (self._nothing, self._sign_in):
                self._show_ward()
                # Until the wall is there, and for good where there is none to be seen.
                self.bar.search.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        # Nothing of the user stays on the screen, not even until the next frame.
        self.screens.setCurrentWidget(self._sign_in or self._nothing)
        if left:
            self.forget()
            self.left.emit()
        if access.ended:
            self.strip.ended()

    # Once

    def _connect(self) -> None:
        self.strip.try_now.connect(self._actions.try_now)
        self.bar.leave_wanted.connect(self.leave_wanted)
        self.bar.search_wanted.connect(self.search_wanted)
        self.rail.keys_wanted.connect(self.keys_wanted)
        self.rail.chosen.connect(lambda screen: self.go(Place(screen)))
        self.ward.context.needs_changed.connect(self.bar.fit)
        self.ward.leave_wanted.connect(self.leave_wanted)
        self.ward.bed_opened.connect(lambda bed: self.go(Place(BED, bed)))
        self.bar.look_wanted.connect(self.look_wanted)

    def _lay_out(self) -> None:
        self._heading.setProperty("tone", "title")
        self._heading.setContentsMargins(self.theme.px(8), 0, 0, 0)
        self.rail.set_screens((Screen(VITALS, QCoreApplication.translate("Shell", "Vitals"), "pulse", "Ctrl+1"),))
        self.screens.addWidget(self._nothing)
        self.screens.addWidget(self.ward)
        self.bar.contexts.addWidget(self.ward.context)
        self.bar.contexts.addWidget(self._heading)
        column = QVBoxLayout()
        for widget in (self.strip, self.bar):
            column.addWidget(widget)
        column.addWidget(self.screens, 1)
        row = QHBoxLayout(self)
        row.addWidget(self.rail)
        row.addLayout(column, 1)
        for layout in (column, row):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
        self._order_tabs()
        framing: tuple[QWidget, ...] = (self.rail, self.strip, self.bar)
        for part in framing:
            part.hide()

    def _order_tabs(self) -> None:
        # The context was made before the bar in which it stands, and would come behind all of it.
        context = self.ward.context
        parts = (context.heading, *context.order.buttons.values(), context.privacy, context.back, context.on)
        for before, after in pairwise((self.strip.button, *parts)):
            QWidget.setTabOrder(before, after)
