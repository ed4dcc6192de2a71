"""Everything inside the window: rail, strip, bar and the screens; built anew for another size or language."""

import math
from itertools import pairwise

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from clinic_console.desktop.bridge import Bridge
from clinic_console.desktop.charts.look import Scene
from clinic_console.desktop.state.access import Phase
from clinic_console.desktop.state.connection import Standing
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.wards import Ward
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views import admin_door
from clinic_console.desktop.views.access import SignInView
from clinic_console.desktop.views.banner import Banner
from clinic_console.desktop.views.lock_stage import LockStage
from clinic_console.desktop.views.rail import SETTINGS, Rail
from clinic_console.desktop.views.readings import WardView
from clinic_console.desktop.views.rooms import Rooms
from clinic_console.desktop.views.schedule_context import ScheduleContext
from clinic_console.desktop.views.screens import ACCOUNT, BED, FOCUSED, PATIENTS, VITALS, Place, first, load, offered
from clinic_console.desktop.views.station import StationView
from clinic_console.desktop.views.strip import Strip
from clinic_console.desktop.views.topbar import TopBar
from clinic_console.desktop.views.trends import BedView
from clinic_console.desktop.views.trends_chart import import_plot
from clinic_console.desktop.views.user_actions import Actions
from clinic_console.desktop.views.wards import heading_text

WARM_SECONDS = 2.0
PATIENT_SECONDS = 0.5
"""How long nothing is shown while a remembered user is signed in at the start: a form would only flash up."""


class Shell(QWidget):
    """The frame and its screens; nothing that matters is kept here, so it can be thrown away at any time.

    ``changed`` carries what was set, in words, and how to undo it; ``told`` what went wrong; ``left`` says that
    nobody is signed in any more, ``locked`` that the console is locked now.
    ``whole`` is False while the wall or the strip cannot be brought up to date.
    """

    look_wanted = Signal()
    leave_wanted = Signal()
    search_wanted = Signal()
    keys_wanted = Signal()
    changed = Signal(str, object)
    told = Signal(str, str)
    left = Signal()
    locked = Signal()
    menu_wanted = Signal()
    switch_wanted = Signal()
    glass_wanted = Signal()
    card_wanted = Signal()

    def __init__(self, theme: Theme, bridge: Bridge, state: ConsoleState, actions: Actions) -> None:
        super().__init__()
        self.setObjectName("page")
        self.theme = theme
        self._bridge, self._state, self._actions = bridge, state, actions
        self._versions, self._was_inside, self.whole = (-1, -1), False, True
        self._sign_in: SignInView | None = None
        self.ward = WardView(theme, state.wards, state.readings, actions.wards, state.alarms)
        self.bed: BedView | None = None
        self._open = ""
        self._warm_at: float | None = None
        self._before_lock = Place()
        self.banner, self.rail, self.strip, self.bar = Banner(theme), Rail(theme), Strip(theme), TopBar(theme)
        self.screens = QStackedWidget()
        self.rooms = Rooms(theme, bridge, state, actions, self.screens)
        self.lock = LockStage(theme, bridge, actions.lock, state, self.screens)
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
    def station(self) -> StationView | None:
        """Return the settings of this PC, if somebody has looked at them."""
        return self.rooms.station

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
        return self.rooms.place or Place(VITALS)

    @property
    def open(self) -> bool:
        """Say whether somebody is in and the console is not locked: else nothing of it can be reached."""
        return self._state.access.phase is Phase.IN and self._state.access.locked is None

    @property
    def may_admin(self) -> bool:
        """Say whether some tab of Admin is for this user."""
        return bool(admin_door.tabs(self._state.access))

    def go(self, place: Place) -> None:
        """Show a screen; without anybody signed in, or locked, there is only one."""
        if not self.open:
            return
        if place.screen == BED and any(bed.id == place.bed for bed in self._state.wards.beds):
            self._show_bed(place.bed)
        elif place.screen in (SETTINGS, ACCOUNT):
            self._show_room(place)
        elif (screen := self._screen_for(place.screen)) == VITALS:
            self._show_ward()
        else:
            self._show_room(place._replace(screen=screen))

    def _screen_for(self, wanted: str) -> str:
        """Return the screen that is wanted if it is for this user, else the one where they begin."""
        mine = [screen.id for screen in offered(self._state.access)]
        return wanted if wanted in mine else first(self._state.access)

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
            self.bed.header.glass_wanted.connect(self.glass_wanted)
            self.bed.header.card_wanted.connect(self.card_wanted)
            self.screens.addWidget(self.bed)
        self._open = bed
        self.bed.show_bed(bed)
        self.screens.setCurrentWidget(self.bed)
        wards = [ward.name for ward in self._state.wards.present]
        self._head(heading_text(wards) if wards else "")
        self.rail.select(VITALS)

    def _show_room(self, place: Place) -> None:
        self._head("")
        self.rail.select(place.screen)
        context = self.rooms.show(place)
        if context is not None:
            self._show_context(context)

    def leave_everywhere(self) -> None:
        """Ask whether all of the user's sessions are to end, on the page that shows them."""
        if self.open:
            self._show_room(Place(ACCOUNT))
            self.rooms.show_account().ask_everywhere()

    def _head(self, text: str) -> None:
        """Say in the bar what is shown, where the screen has nothing to be chosen there."""
        self._heading.setText(text)
        self.bar.contexts.setCurrentWidget(self._heading)

    def _show_context(self, context: ScheduleContext) -> None:
        """Have a screen's own context in the bar."""
        if self.bar.contexts.indexOf(context) < 0:
            self.bar.contexts.addWidget(context)
            context.come_after(self.strip.button)
            context.needs_changed.connect(self.bar.fit)
        self.bar.contexts.setCurrentWidget(context)

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
        attempt("lock", lambda: self._frame_lock(mono))
        attempt("bar", lambda: self.bar.show_connection(self._state.connection, scene.moment, scene.zone))
        attempt("screen", lambda: self._frame_screen(scene))
        attempt("focus", lambda: self._keep_focus(mono))

    def _frame_screen(self, scene: Scene) -> None:
        if self.bed is not None and self.screens.currentWidget() is self.bed:
            self.bed.frame(scene)
        self.rooms.frame(scene.moment.mono)

    def _frame_lock(self, mono: float) -> None:
        access = self._state.access
        self.lock.frame(mono, self.ward)
        if access.password_given and self.open and self.place.screen != ACCOUNT:
            self.banner.say(
                "accent",
                "info",
                QCoreApplication.translate("Shell", "Your password was made up for you."),
                QCoreApplication.translate("Shell", "Choose one of your own that nobody else has seen."),
                QCoreApplication.translate("Shell", "Choose a password"),
            )
        else:
            self.banner.hide()

    def _keep_focus(self, mono: float) -> None:
        if QApplication.focusWidget() is None and self.isActiveWindow():
            # What had it is gone, and keys would lead nowhere.
            first = self.lock.view.field if self._state.access.locked is not None else self.bar.search
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        self._warm(mono)

    def _ask_in(self, mono: float) -> None:
        """Show the first screen, except for a moment while somebody is signed in who has not seen it yet."""
        access = self._state.access
        entering = access.phase is Phase.ENTERING and mono - access.since < PATIENT_SECONDS
        if self._sign_in is not None or not entering:
            self.sign_in.frame(mono)

    def _warm(self, mono: float) -> None:
        """Once the wall is live and calm, load what the first bed or patient would otherwise be waited for."""
        if self._warm_at is None and self.ward.wall.live_painted:
            self._warm_at = mono + WARM_SECONDS
        if self._warm_at is not None and mono >= self._warm_at:
            self._warm_at = math.inf
            self._bridge.spawn(import_plot(), "trend chart")
            load(self._bridge, self._state.access, patients=True)

    def scene(self, mono: float) -> Scene:
        """Return what holds for the whole wall at a monotonic time."""
        state, connection, ward = self._state, self._state.connection, self._state.wards.ward
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
        framing = (self.ward, self.strip, self.bar, self.rail, self.lock, self.rooms, self.banner)
        for part in (self._sign_in, self.bed, *framing):
            if part is not None:
                part.set_theme(theme)

    def forget(self) -> None:
        """Keep no name and no number of a patient in anything that could be shown again."""
        self._open = ""
        self._heading.setText("")
        self.bar.who.say("", "")
        self.ward.forget()
        self.lock.leave(self.ward)
        self.rooms.forget()
        if self.bed is not None:
            self.bed.forget()

    def _show_phase(self) -> None:
        access = self._state.access
        inside = access.phase is Phase.IN
        left, self._was_inside = self._was_inside and not inside, inside
        self.rail.setVisible(self.open)
        self.bar.setVisible(self.open)
        self.strip.setVisible((inside and self.may_watch) or access.ended)
        if inside:
            if self._sign_in is not None:
                self._sign_in.forget()
            self.bar.show_user(access, self._state.station.now.name)
            self._offer_screens()
            if self.screens.currentWidget() in (self._nothing, self._sign_in):
                self._show_ward()
                self.go(Place())
                if self.place.screen not in FOCUSED:
                    # Until the wall is there, and for good where there is none to be seen.
                    self.bar.search.setFocus(Qt.FocusReason.OtherFocusReason)
            self._follow_lock()
            return
        # Nothing of the user stays on the screen, not even until the next frame.
        self.screens.setCurrentWidget(self._sign_in or self._nothing)
        if left:
            self.forget()
            self.left.emit()
        if access.ended:
            self.strip.ended()

    def _offer_screens(self) -> None:
        """Show in the rail what is for this user, and begin to load what they may want."""
        self.rail.set_screens(offered(self._state.access))
        load(self._bridge, self._state.access, patients=not self.may_watch)

    def _follow_lock(self) -> None:
        """Put the wall alone on the screen when the console is locked, and what was there when it is unlocked."""
        is_locked = self._state.access.locked is not None
        if is_locked and not self.lock.shown:
            self._before_lock = self.place
            self.lock.show(self.ward, wall=self.may_watch)
            self.locked.emit()
        elif self.lock.shown and not is_locked:
            self.lock.leave(self.ward)
            self.go(self._before_lock)
            if self.place.screen not in FOCUSED:
                # There the focus goes to where one types, or looks for somebody.
                self.bar.search.setFocus(Qt.FocusReason.OtherFocusReason)

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
        self.bar.menu_wanted.connect(self.menu_wanted)
        self.rooms.changed.connect(self.changed)
        self.rooms.told.connect(self.told)
        self.rooms.glass_wanted.connect(self.glass_wanted)
        self.rooms.bed_wanted.connect(lambda bed: self.go(Place(BED, bed)))
        self.rooms.patient_wanted.connect(lambda patient: self.go(Place(PATIENTS, patient=patient)))
        self.rooms.screen_wanted.connect(lambda screen: self.go(Place(screen)))
        self.lock.switch_wanted.connect(self.switch_wanted)
        self.lock.bar.page_wanted.connect(self.ward.wall.turn_to)
        self.banner.pressed.connect(lambda: self.go(Place(ACCOUNT)))

    def _lay_out(self) -> None:
        self._heading.setTextFormat(Qt.TextFormat.PlainText)
        self._heading.setProperty("tone", "title")
        self._heading.setContentsMargins(self.theme.px(8), 0, 0, 0)
        self.screens.addWidget(self._nothing)
        self.screens.addWidget(self.ward)
        self.bar.contexts.addWidget(self.ward.context)
        self.bar.contexts.addWidget(self._heading)
        column = QVBoxLayout()
        for widget in (self.strip, self.lock.bar, self.bar, self.banner):
            column.addWidget(widget)
        column.addWidget(self.screens, 1)
        row = QHBoxLayout(self)
        row.addWidget(self.rail)
        row.addLayout(column, 1)
        for layout in (column, row):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
        self._order_tabs()
        for part in (self.rail, self.strip, self.bar, self.lock.bar):
            part.hide()

    def _order_tabs(self) -> None:
        # The context was made before the bar in which it stands, and would come behind all of it.
        context = self.ward.context
        parts = (context.heading, *context.order.buttons.values(), context.privacy, context.back, context.on)
        for before, after in pairwise((self.strip.button, *parts)):
            QWidget.setTabOrder(before, after)
