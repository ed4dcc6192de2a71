"""The screens that are made when they are first wanted: settings, the own account, Admin, Schedule, Patients."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from clinic_console.desktop.bridge import Bridge
from clinic_console.desktop.state.chart import Chart
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.schedule_columns import Card
from clinic_console.desktop.station import Person
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views import admin_door, front_door, patients_door, schedule_door
from clinic_console.desktop.views.account import AccountView
from clinic_console.desktop.views.rail import SETTINGS
from clinic_console.desktop.views.schedule_context import ScheduleContext
from clinic_console.desktop.views.screens import ACCOUNT, ADMIN, DESK, PATIENTS, SCHEDULE, Place
from clinic_console.desktop.views.station import StationView
from clinic_console.desktop.views.user_actions import Actions

if TYPE_CHECKING:
    from clinic_console.desktop.views.admin import AdminView
    from clinic_console.desktop.views.front_desk import FrontDeskView
    from clinic_console.desktop.views.patients_screen import PatientsView
    from clinic_console.desktop.views.schedule_screen import ScheduleView


class Rooms(QObject):
    """Makes the screens and throws them away with the session: what was typed there goes with whom it was typed by.

    ``changed`` carries what was done, in words, and what takes it back or None; ``told`` what went wrong.
    ``bed_wanted`` carries a bed's id, ``glass_wanted`` says that a chart can only be had by breaking the glass;
    ``screen_wanted`` carries the name of a screen, ``patient_wanted`` whose chart is to be opened.
    """

    changed = Signal(str, object)
    told = Signal(str, str)
    bed_wanted = Signal(str)
    glass_wanted = Signal()
    screen_wanted = Signal(str)
    patient_wanted = Signal(str)

    def __init__(
        self, theme: Theme, bridge: Bridge, state: ConsoleState, actions: Actions, screens: QStackedWidget
    ) -> None:
        super().__init__(screens)
        self._theme, self._bridge, self._state, self._actions, self._screens = theme, bridge, state, actions, screens
        self.station: StationView | None = None
        self.account: AccountView | None = None
        self.admin: AdminView | None = None
        self.patients: PatientsView | None = None
        self.schedule: ScheduleView | None = None
        self.front_desk: FrontDeskView | None = None
        self._form: QWidget | None = None
        self._waits = ""

    @property
    def place(self) -> Place | None:
        """Return where the user is, None while none of these is shown."""
        current, admin = self._screens.currentWidget(), self.admin
        if admin is not None and current is admin:
            return Place(ADMIN, tab=admin.tab)
        rooms = {
            SETTINGS: self.station,
            ACCOUNT: self.account,
            PATIENTS: self.patients,
            SCHEDULE: self.schedule,
            DESK: self.front_desk,
        }
        return next((Place(name) for name, view in rooms.items() if view is not None and view is current), None)

    def show(self, place: Place) -> ScheduleContext | None:
        """Show a screen, and return what is to stand in the top bar meanwhile, if it has something."""
        if place.screen == SETTINGS:
            self.show_station()
        elif place.screen == ACCOUNT:
            self.show_account()
        elif place.screen == PATIENTS:
            self.show_patients(place.patient, place.tab)
        elif place.screen == DESK:
            return self.show_front_desk().context
        elif place.screen == SCHEDULE:
            return self.show_schedule(place.doctor).context
        else:
            self.show_admin(place.tab)
        return None

    def show_station(self) -> None:
        """Show the settings of this PC."""
        if self.station is None:
            self.station = StationView(self._theme, self._state)
            self.station.changed.connect(self.changed)
            self.station.people_forgotten.connect(self._forget_people)
            self._screens.addWidget(self.station)
        self._screens.setCurrentWidget(self.station)

    def show_account(self) -> AccountView:
        """Show the own account, and return it."""
        if self.account is None:
            self.account = AccountView(self._theme, self._bridge, self._state, self._actions.account)
            self.account.told.connect(lambda text: self.changed.emit(text, None))
            self.account.everywhere_wanted.connect(self._leave_everywhere)
            self._screens.addWidget(self.account)
        self._screens.setCurrentWidget(self.account)
        self.account.enter()
        return self.account

    def show_admin(self, tab: str) -> None:
        """Show Admin, at a tab if one is named."""
        if self.admin is None:
            self.admin = admin_door.make(self._theme, self._bridge, self._state, self._actions.admin())
            self.admin.changed.connect(self.changed)
            self.admin.told.connect(self.told)
            self.admin.elsewhere.connect(self.screen_wanted)
            self._screens.addWidget(self.admin)
        self._screens.setCurrentWidget(self.admin)
        self.admin.open_tab(tab or self.admin.tab)
        self.admin.enter()

    def show_patients(self, patient: str = "", tab: str = "") -> None:
        """Show Patients, and open somebody if one is named, at a tab of the chart."""
        if self.patients is None:
            made = patients_door.make(self._theme, self._bridge, self._state, self._actions.patients_screen())
            made.changed.connect(self.changed)
            made.told.connect(self.told)
            made.bed_wanted.connect(self.bed_wanted)
            made.glass_wanted.connect(self.glass_wanted)
            made.visit_wanted.connect(self._show_visit)
            made.booking_wanted.connect(self._find_for)
            self._screens.addWidget(made)
            self.patients = made
        self._screens.setCurrentWidget(self.patients)
        if patient:
            self.patients.open_patient(patient, tab)
        else:
            self.patients.enter()

    def _show_visit(self, card: object) -> None:
        self.screen_wanted.emit(SCHEDULE)
        if self.schedule is not None and isinstance(card, Card):
            schedule_door.show_visit(self.schedule, self._state, card)

    def _find_for(self, patient: object) -> None:
        self.screen_wanted.emit(SCHEDULE)
        if self.schedule is not None and isinstance(patient, Chart):
            schedule_door.find_for(self.schedule, self._state, patient)

    def register(self, name: str) -> None:
        """Register somebody for whom a booking waits, and then go on with that."""
        self._register(name, SCHEDULE)

    def register_walk_in(self, name: str) -> None:
        """Register somebody who has come without a slot, and then go on with that."""
        self._register(name, DESK)

    def _register(self, name: str, waits: str) -> None:
        self.screen_wanted.emit(PATIENTS)
        if self.patients is not None:
            self.patients.register(name)
            form = self.patients.form
            if form is not self._form:
                self._form = form
                form.saved.connect(self._registered)
                form.left.connect(self._not_registered)
            self._waits = waits

    def _not_registered(self) -> None:
        self._waits = ""

    def _registered(self, patient: object) -> None:
        waits, self._waits = self._waits, ""
        if not waits or not isinstance(patient, Chart):
            return
        self.screen_wanted.emit(waits)
        if waits == SCHEDULE and self.schedule is not None:
            self.schedule.panels.booking.registered(patient)
        elif waits == DESK and self.front_desk is not None and self.front_desk.panels.walk_in_panel is not None:
            self.front_desk.panels.walk_in_panel.registered(patient)

    def show_schedule(self, doctor: int = 0) -> "ScheduleView":
        """Show Schedule, with somebody's week if one is named, and return it."""
        if self.schedule is None:
            made = schedule_door.make(self._theme, self._bridge, self._state, self._actions.schedule_screen())
            made.changed.connect(self.changed)
            made.told.connect(self.told)
            made.patient_wanted.connect(self.patient_wanted)
            made.register_wanted.connect(self.register)
            made.hours.away_wanted.connect(self._show_away)
            self._screens.addWidget(made)
            self.schedule = made
        self._screens.setCurrentWidget(self.schedule)
        if doctor:
            self.schedule.show_doctor(doctor)
        self.schedule.enter()
        return self.schedule

    def show_front_desk(self) -> "FrontDeskView":
        """Show the Front desk, and return it."""
        if self.front_desk is None:
            made = front_door.make(self._theme, self._bridge, self._state, self._actions.front_desk())
            made.changed.connect(self.changed)
            made.told.connect(self.told)
            made.patient_wanted.connect(self.patient_wanted)
            made.booking_wanted.connect(self._find_for)
            made.register_wanted.connect(self.register_walk_in)
            made.glass_wanted.connect(self.glass_wanted)
            self._screens.addWidget(made)
            self.front_desk = made
        self._screens.setCurrentWidget(self.front_desk)
        self.front_desk.enter()
        return self.front_desk

    def _show_away(self, practitioner: int, clinic: str) -> None:
        self.screen_wanted.emit(DESK)
        if self.front_desk is not None:
            self.front_desk.open_away(practitioner, clinic)

    def frame(self, mono: float) -> None:
        """Bring the one that is shown up to a monotonic time."""
        for view in self._views():
            if view is not None and view is self._screens.currentWidget():
                view.frame(mono)
        if self.patients is not None and self.patients is not self._screens.currentWidget():
            self.patients.watch()
        for each in (self.schedule, self.front_desk):
            if each is not None and each is not self._screens.currentWidget():
                each.rest()

    def conceal(self) -> None:
        """Take away a password or a token that is being shown; who unlocks finds it again in its place."""
        if self.admin is not None:
            self.admin.conceal()

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme = theme
        for view in self._views():
            if view is not None:
                view.set_theme(theme)

    def forget(self) -> None:
        """Throw them away: somebody else may sign in next."""
        for view in (self.account, self.admin, self.patients, self.schedule, self.front_desk):
            if view is not None:
                view.forget()
        for each in (self.schedule, self.front_desk):
            if each is not None:
                # It stands in the bar, and would stay there.
                each.context.deleteLater()
        views: tuple[QWidget | None, ...] = self._views()
        self.station = self.account = self.admin = self.patients = self.schedule = self._form = None
        self.front_desk, self._waits = None, ""
        for left in views:
            if left is not None:
                self._screens.removeWidget(left)
                left.hide()
                left.deleteLater()

    def _views(
        self,
    ) -> tuple["StationView | AccountView | AdminView | PatientsView | ScheduleView | FrontDeskView | None", ...]:
        return self.station, self.account, self.admin, self.patients, self.schedule, self.front_desk

    def _leave_everywhere(self) -> None:
        self._bridge.spawn(self._actions.account.sign_out_everywhere(), "sign out everywhere")

    def _forget_people(self, people: tuple[Person, ...]) -> None:
        for person in people:
            self._bridge.spawn(self._actions.sessions.people.forget(person), "forget")
