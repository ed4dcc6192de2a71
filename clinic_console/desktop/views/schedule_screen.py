"""The Schedule screen: the grid, the row above it, a panel over its right, and what is there without columns."""

from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from PySide6.QtCore import QCoreApplication, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from shiboken6 import isValid

from clinic_console.desktop.actions.hours import HoursActions
from clinic_console.desktop.actions.schedule import ScheduleActions
from clinic_console.desktop.bridge import Bridge
from clinic_console.desktop.charts.schedule_words import name_text
from clinic_console.desktop.charts.times import clock_text
from clinic_console.desktop.models.schedule_move import Moving
from clinic_console.desktop.state.access import Clinic
from clinic_console.desktop.state.booking_slot import Offer
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.schedule import Mode
from clinic_console.desktop.state.schedule_columns import Card
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.desk_actions import DeskActions
from clinic_console.desktop.views.ground import Ground
from clinic_console.desktop.views.hours_place import HoursPlace
from clinic_console.desktop.views.schedule import KEYS, ScheduleGrid
from clinic_console.desktop.views.schedule_bar import ScheduleBar, doctors
from clinic_console.desktop.views.schedule_context import ScheduleContext
from clinic_console.desktop.views.schedule_footing import Footer, footing
from clinic_console.desktop.views.schedule_panels import Panels
from clinic_console.desktop.views.schedule_skeleton import ScheduleSkeleton
from clinic_console.desktop.views.visit_refused import Refused
from clinic_console.domain.access import Permission
from clinic_console.domain.errors import ClinicError, NotSignedIn
from clinic_console.domain.schedule import MINUTE_MS
from clinic_console.domain.zones import day_of


class ScheduleScreenActions(NamedTuple):
    """All that can be done on the Schedule screen."""

    schedule: ScheduleActions
    desk: DeskActions
    try_now: Callable[[], None]
    hours: HoursActions


class ScheduleView(QWidget):
    """``changed`` carries what was done, in words, and what takes it back or None; ``told`` what went wrong.

    ``patient_wanted`` carries whose chart is to be opened. ``context`` is what stands in the top bar meanwhile.
    """

    told = Signal(str, str)
    changed = Signal(str, object)
    patient_wanted = Signal(str)
    register_wanted = Signal(str)

    def __init__(self, theme: Theme, bridge: Bridge, state: ConsoleState, actions: ScheduleScreenActions) -> None:
        super().__init__()
        self.setObjectName("scheduleView")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme, self._bridge, self._console, self._actions = theme, bridge, state, actions
        self._state = state.schedule
        self._shown: tuple[object, ...] = ()
        self._open, self._mono = state.connection.open, 0.0
        self.context = ScheduleContext(theme)
        self.bar = ScheduleBar(theme, self)
        self.grid = ScheduleGrid(theme, self._state, self)
        self.ground = Ground(theme, self.grid, skeleton=ScheduleSkeleton(theme), parent=self)
        self.panels = Panels(theme, bridge, state, actions.desk, self)
        self.hours = HoursPlace(theme, bridge, state, actions.hours, self)
        self._entering = False
        self._refused: Refused | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.ground, 1)
        self._connect()

    # What the window asks of it

    def enter(self) -> None:
        """Take the focus, at once or when there is something to be seen."""
        self._entering = not self.grid.isVisible()
        if self.hours.page is not None:
            self.hours.page.enter()
        elif not (self.panels.resume() or self._entering):
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def frame(self, mono: float) -> None:
        """Bring everything up to a monotonic time."""
        self._mono = mono
        now = self._now()
        attempt = self._bridge.attempt
        attempt("schedule", lambda: self._follow(now))
        attempt("grid", lambda: self.grid.frame(mono, now))
        attempt("ground", lambda: self._stand(mono))
        attempt("focus", self._enter_late)
        attempt("panels", lambda: self.panels.frame(mono))
        attempt("hours", lambda: self.hours.frame(mono))

    def _enter_late(self) -> None:
        focused = QApplication.focusWidget()
        if self._entering and self.grid.isVisible():
            self._entering = False
            # Whoever has begun to do something else meanwhile goes on with it.
            idle = focused is None or focused.objectName() == "search" or self.isAncestorOf(focused)
            if idle and self.panels.panel is None:
                self.enter()

    def rest(self) -> None:
        """Another screen is shown: nothing of this one has to be heard of, and answers may still come."""
        self._actions.schedule.rest()
        self._open = False

    def show_doctor(self, practitioner: int) -> None:
        """Show the week of one."""
        self._state.look_at(mode=Mode.WEEK, practitioner=practitioner)

    def show_day(self, days: int = 0) -> None:
        """Show a day so many days from today."""
        today = self._today()
        self._state.look_at(day=today + timedelta(days=days) if today is not None else None, mode=Mode.DAY)

    def open_finder(self) -> None:
        """Open the finder."""
        if self._may_book():
            self.panels.find(self._state.clinic)

    def open_waitlist(self) -> None:
        """Open the waitlist."""
        if self._may_book():
            self.panels.wait(self._state.clinic)

    def open_hours(self) -> None:
        """Show the weekly hours of the doctor whose column the user is in."""
        who = self._doctor()
        if who:
            self.hours.open_hours(who, self._state.clinic)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the hours and the leave of a column's doctor."""
        who = self._doctor()
        if event.reason() is not QContextMenuEvent.Reason.Keyboard:
            at = self.grid.viewport().mapFromGlobal(event.globalPos())
            columns, place = self._state.columns(), self.grid.layout_.space.column_at(at.x())
            inside = self.grid.viewport().rect().contains(at) and 0 <= place < len(columns)
            who = columns[place].practitioner if inside else 0
        if who:
            self.hours.menu(who, self._state.clinic, event.globalPos())

    def _doctor(self) -> int:
        """Return whose column the user is in, or whose is the first."""
        columns, current = self._state.columns(), self._state.current
        first = columns[0].practitioner if columns else self._state.practitioner
        return current[0][0] if current is not None else first

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme = theme
        for part in (self.context, self.bar, self.grid, self.ground, self.panels, self.hours, self._refused):
            if part is not None:
                part.set_theme(theme)

    def forget(self) -> None:
        """Keep nothing of a patient: somebody else may sign in next."""
        self.panels.forget()
        self.hours.forget()
        self.grid.forget()
        if self._refused is not None:
            self._refused.forget()

    # Following the state

    def _now(self) -> int:
        return self._console.hub_clock.moment(self._mono).hub

    def _today(self) -> Any:
        now = self._now()
        return day_of(self._state.zone, datetime.fromtimestamp(now / 1_000, UTC)) if now else None

    def _clinics(self) -> tuple[Clinic, ...]:
        may = self._console.access.may(Permission.SEE_SCHEDULE)
        return tuple(clinic for clinic in self._console.access.clinics if clinic.id in may)

    def _may_book(self) -> bool:
        return self._state.clinic in self._console.access.may(Permission.BOOK)

    def _follow(self, now: int) -> None:
        state, actions, open_now = self._state, self._actions.schedule, self._console.connection.open
        if not state.clinic:
            first = next(iter(self._clinics()), None)
            if first is not None:
                state.look_at(clinic=(first.id, first.zone))
        if state.day is None and now:
            state.look_at(day=self._today())
        if open_now and not self._open:
            # Back again: nobody knows what has happened meanwhile.
            state.doubt()
            self._console.waitlist.again()
        self._open = open_now
        actions.watch()
        if actions.wants_kinds:
            self._bridge.spawn(actions.load_kinds(), "types of visits")
        if actions.wants_columns:
            self._bridge.spawn(actions.load(), "schedule")
        self._follow_waitlist()
        self._show(now)

    def _follow_waitlist(self) -> None:
        waitlist = self._console.waitlist
        if self._may_book():
            waitlist.look_at(self._state.clinic)
            if self._actions.desk.waitlist.wanted:
                self._bridge.spawn(self._actions.desk.waitlist.load(), "waitlist")

    def _show(self, now: int) -> None:
        waitlist, access = self._console.waitlist, self._console.access
        shown = (self._state.version, waitlist.version, access.version, now // MINUTE_MS)
        if shown == self._shown:
            return
        self._shown = shown
        may_book = self.grid.may_book = self._may_book()
        waiting = waitlist.total if waitlist.loaded is not None and waitlist.clinic == self._state.clinic else None
        self.context.show_state(self._state, self._clinics(), self._today())
        self.bar.show_state(self._state, waiting, may_book=may_book)

    def _stand(self, mono: float) -> None:
        self.bar.setVisible(bool(self._clinics()))
        footing(self.ground, self._console, self._clinics(), mono)

    def _press(self) -> None:
        """Do what the ground's one button says."""
        state = self._state
        wanted = Footer.of(self.ground, self._console)
        if wanted is Footer.TRY:
            self._actions.try_now()
        elif wanted is Footer.NEXT_DAY and state.day is not None:
            state.look_at(day=state.day + timedelta(days=1))
        elif wanted is Footer.ALL:
            state.look_at(specialty=0)
        else:
            state.again()

    # Going elsewhere

    def _to_clinic(self, clinic: str) -> None:
        found = next((each for each in self._clinics() if each.id == clinic), None)
        if found is not None:
            self.panels.close()
            self._state.look_at(clinic=(found.id, found.zone))

    def _to_mode(self, mode: str) -> None:
        """Change to the week of the doctor whose column the user is in, and back to that day."""
        state, current = self._state, self._state.current
        if mode == Mode.WEEK:
            first = next(iter(doctors(state)), None)
            who = current[0][0] if current is not None else state.practitioner or (first.id if first else 0)
            state.look_at(mode=Mode.WEEK, practitioner=who)
        else:
            state.look_at(mode=Mode.DAY, day=current[0][1] if current is not None else None)

    def _asked(self, what: str) -> None:
        calls: dict[str, Callable[[], object]] = {
            "finder": self.open_finder,
            "waitlist": self.open_waitlist,
            "today": self.context.to_today,
            "back": lambda: self.context.turn(-1),
            "forward": lambda: self.context.turn(1),
            "day": self.context.open_calendar,
            "hours": self.open_hours,
            "leave": lambda: self.hours.open_leave(0, self._state.clinic),
        }
        calls[what]()

    # Moving

    def _drop(self, moving: Moving) -> None:
        self._bridge.spawn(self._move(moving.card, moving.key[0], moving.begins), "move a visit")

    async def _move(self, card: Card, practitioner: int, begins: int) -> None:
        appointments = self._actions.desk.appointments
        try:
            found = await appointments.move(card, practitioner, begins)
        except NotSignedIn:
            return
        except ClinicError as error:
            if isValid(self):
                self._refuse(card, error)
            else:
                self._bridge.tell(error, "move a visit")
            return
        if not isValid(self):  # built anew meanwhile, for another size: the new one shows where the visit stands
            return
        self.grid.mover.settled(card.id)
        text = QCoreApplication.translate("Schedule", "%1 moved to %2")
        text = text.replace("%2", clock_text(begins, self._state.zone)).replace("%1", name_text(card))
        self._offer_undo(text.strip(), lambda: appointments.undo(found.card))

    def _refuse(self, card: Card, error: ClinicError) -> None:
        """Say why the card is back in its place, and which times are free instead."""
        self.grid.mover.settled(card.id)
        if self._refused is not None:
            self._refused.dismiss()
            self._refused.deleteLater()
        self._refused = refused = Refused(self._theme, self)
        refused.taken.connect(lambda offer: self._take_offer(card, offer))
        rect = self.grid.stop_rect()
        at = rect.center().toPoint() if rect is not None else self.grid.rect().center()
        names = {clinic.id: clinic.name for clinic in self._clinics()}
        refused.say(error, self.grid.viewport().mapTo(self, QPoint(at.x(), at.y())), self._now(), names)

    def _take_offer(self, card: Card, offer: object) -> None:
        if isinstance(offer, Offer):
            self._bridge.spawn(self._move(card, offer.practitioner, offer.begins), "move a visit")

    def _offer_undo(self, text: str, undo: Callable[[], Coroutine[Any, Any, object]]) -> None:
        self.changed.emit(text, lambda: self._bridge.spawn(undo(), "undo"))

    def _tell(self, title: str, about: str) -> None:
        """Say what went wrong, or (nothing more is to be said of it) what was done."""
        if about:
            self.told.emit(title, about)
        else:
            self.changed.emit(title, None)

    # Once

    def _arrange_panel(self) -> None:
        top = self.ground.y()
        self.panels.place(top, self.height() - top)
        self.grid.cover(self.panels.width)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to other days, too, where there is no grid to take the keys; what is typed in a panel stays there."""
        panel, focused = self.panels.panel, QApplication.focusWidget()
        inside = panel is not None and focused is not None and panel.isAncestorOf(focused)
        what = KEYS.get(Qt.Key(event.key())) if event.modifiers() == Qt.KeyboardModifier.NoModifier else None
        if what is None or inside:
            super().keyPressEvent(event)
        else:
            self._asked(what)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the open panel over the right."""
        super().resizeEvent(event)
        self._arrange_panel()
        self.hours.place(self.rect())

    def _connect(self) -> None:
        context, bar, grid, panels, state = self.context, self.bar, self.grid, self.panels, self._state
        context.day_chosen.connect(lambda day: state.look_at(day=day))
        context.clinic_chosen.connect(self._to_clinic)
        context.mode_chosen.connect(self._to_mode)
        bar.specialty_chosen.connect(lambda number: state.look_at(specialty=number))
        bar.doctor_chosen.connect(lambda number: state.look_at(practitioner=number))
        bar.cancelled_wanted.connect(lambda on: state.show_cancelled(on=on))
        bar.waitlist_wanted.connect(self.open_waitlist)
        bar.finder_wanted.connect(self.open_finder)
        grid.asked.connect(self._asked)
        grid.book_wanted.connect(lambda who, begins: panels.book(state.clinic, who, begins))
        grid.opened.connect(panels.visit)
        grid.cancel_wanted.connect(lambda card: panels.visit(card, cancel=True))
        grid.dropped.connect(self._drop)
        panels.shown_changed.connect(self._arrange_panel)
        panels.left.connect(self.enter)
        panels.ghost.connect(grid.show_booking)
        panels.move_wanted.connect(self._move_by_keys)
        panels.told.connect(self._tell)
        panels.undo_offered.connect(self._offer_undo)
        panels.patient_wanted.connect(self.patient_wanted)
        panels.register_wanted.connect(self.register_wanted)
        self.ground.pressed.connect(self._press)
        self.hours.left.connect(self.enter)
        self.hours.told.connect(self.told)
        self.hours.undo_offered.connect(self._offer_undo)
        self.hours.changed.connect(self._ask_again)
        self.hours.week_wanted.connect(self.show_doctor)
        escape = QShortcut(QKeySequence(Qt.Key.Key_F6), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self._change_side)

    def _ask_again(self) -> None:
        self._state.doubt()

    def _change_side(self) -> None:
        """Go from the grid to the open panel, and back."""
        panel = self.panels.panel
        if panel is not None and self.grid.hasFocus():
            panel.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.enter()

    def _move_by_keys(self, card: Card) -> None:
        self.enter()
        self.grid.move_by_keys(card)
