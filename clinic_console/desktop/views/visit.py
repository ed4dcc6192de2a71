"""One visit beside the schedule: who comes, when, why, what was done to it, and what can be done."""

from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent

from clinic_console.desktop.actions.appointments import Changed
from clinic_console.desktop.bridge import Bridge, advice, sentences, words
from clinic_console.desktop.charts.times import clock_text
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.schedule_columns import Card
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.booking_words import day_words
from clinic_console.desktop.views.desk_actions import DeskActions
from clinic_console.desktop.views.desk_panel import DeskPanel
from clinic_console.desktop.views.errand import Errand
from clinic_console.desktop.views.visit_form import VisitForm
from clinic_console.domain.access import Permission
from clinic_console.domain.appointments import State, may_follow
from clinic_console.domain.errors import ClinicError
from clinic_console.domain.schedule import MINUTE_MS


class VisitPanel(DeskPanel):
    """``move_wanted`` carries the Card that is to be moved by keys, ``patient_wanted`` whose chart is to be seen."""

    move_wanted = Signal(object)
    patient_wanted = Signal(str)

    def __init__(self, theme: Theme, bridge: Bridge, state: ConsoleState, actions: DeskActions) -> None:
        super().__init__(theme, bridge, state, actions)
        self.setObjectName("visitPanel")
        self._visit = state.visit
        self._seen: tuple[object, ...] = ()
        self._looked = -1
        self._errand = Errand(bridge, self)
        self.form = VisitForm(theme, self)
        self.parts = (self.form,)
        self.column.addWidget(self.form)
        self.foot_column.addWidget(self.form.foot)
        self._connect()

    # What the screen asks of it

    def open(self, card: Card) -> None:
        """Open a visit and take the focus; its history is asked for."""
        self._keep()
        self._visit.open(card)
        self._seen = ()
        self.spawn(self._actions.appointments.load(card), "open a visit")
        self.enter()

    def cancel(self) -> None:
        """Ask why the visit is cancelled, where that can be done."""
        card = self._visit.card
        if card is not None and self._may(card, State.CANCELLED):
            self.form.ask_cancel()
            self.foot.hide()

    def enter(self) -> None:
        """Take the focus."""
        self.form.enter()

    def frame(self, mono: float) -> None:
        """Bring it up to a monotonic time."""
        card = self._visit.card
        if card is None or self.isHidden():
            return
        newer = None
        if self._state.schedule.version != self._looked:
            self._looked = self._state.schedule.version
            newer = self._state.schedule.card(card.id)
        if newer is not None and newer.version > card.version:
            # Somebody else has changed it: what is shown is what it is now, and its history goes with it.
            self._visit.open(newer)
            self.spawn(self._actions.appointments.load(newer), "open a visit")
        now = self.now(mono)
        seen = (
            self._visit.version,
            self._state.schedule.version,
            self._state.access.version,
            now // MINUTE_MS,
            self._errand.busy,
        )
        if seen != self._seen:
            self._seen = seen
            self._show(now)

    def forget(self) -> None:
        """Keep nothing of a visit."""
        self.form.forget()
        self.say("")
        self._seen = ()

    def leave(self) -> None:
        """Close it."""
        self.forget()
        self._visit.close()
        self.left.emit()

    def enter_pressed(self) -> None:
        """Open the chart; while somebody says why it is cancelled, cancel."""
        if self.form.cancelling:
            self.form.cancel.confirm()
        else:
            self._open_chart()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """M moves, Delete cancels."""
        key = event.key()
        if not event.modifiers() and not self.typing and not self.form.cancelling:
            if key == Qt.Key.Key_M:
                self._move()
                return
            if key == Qt.Key.Key_Delete:
                self.cancel()
                return
        super().keyPressEvent(event)

    # What the user does

    def _open_chart(self) -> None:
        card = self._visit.card
        if card is not None and card.patient.id and self.may(Permission.SEE_PATIENTS, card.clinic):
            self.patient_wanted.emit(card.patient.id)

    def _move(self) -> None:
        card = self._visit.card
        if card is not None and self._may_move(card):
            self.move_wanted.emit(card)

    def _cancel(self, why: str, note: str) -> None:
        card = self._visit.card
        if card is not None:
            text = QCoreApplication.translate("Visit", "Cancelled: %1")
            self._do(lambda: self._actions.appointments.cancel(card, why, note), text)

    def _keep(self) -> None:
        """Ask no more why it is cancelled."""
        self.foot.show()
        self.form.close_cancel()

    def _no_show(self) -> None:
        card = self._visit.card
        if card is not None:
            text = QCoreApplication.translate("Visit", "Did not come: %1")
            self._do(lambda: self._actions.appointments.no_show(card), text)

    def _do(self, work: Callable[[], Coroutine[Any, Any, Changed]], text: str) -> None:
        """Do it at once, and offer to take it back."""

        def done(changed: Changed) -> None:
            self._keep()
            said = text.replace("%1", self._what(changed.card))
            if changed.waiting:
                waits = QCoreApplication.translate("Visit", "%n wait(s) for this time.", None, changed.waiting)
                said = sentences(said + ".", waits)
            self.undo_offered.emit(said, lambda: self._actions.appointments.undo(changed.card))
            self.changed.emit()

        self.form.say_problem("")
        self._errand.run(work, done, self._failed)

    def _failed(self, error: ClinicError) -> None:
        kept = QCoreApplication.translate("Visit", "The visit is as it was.")
        self.form.say_problem(words(error), sentences(advice(error), kept))
        card = self._visit.card
        if card is not None:
            self.spawn(self._actions.appointments.load(card), "open a visit")

    # What is shown

    def _show(self, now: int) -> None:
        card = self._visit.card
        if card is None:
            return
        zone = self.zone(card.clinic)
        self.say(self._title(card), f"{day_words(card.begins, zone, now)} {clock_text(card.begins, zone)}")
        schedule = self._state.schedule
        doctors = {number: who.called for number, who in schedule.practitioners.items()}
        kinds = {number: kind.name for number, kind in schedule.types.items()}
        self.form.show_card(card, now, zone, doctors, kinds)
        self.form.show_steps(self._visit.steps, self._visit.problem, zone, doctors, kinds)
        busy = self._errand.busy
        sees = self.may(Permission.SEE_PATIENTS, card.clinic) and bool(card.patient.id)
        self.form.chart.setVisible(sees)
        self.form.move_button.setVisible(self._may_move(card))
        self.form.cancel_button.setVisible(self._may(card, State.CANCELLED))
        begun = bool(now) and now >= card.begins
        self.form.no_show.setVisible(self._may(card, State.NO_SHOW) and begun)
        for button in (self.form.move_button, self.form.cancel_button, self.form.no_show, self.form.cancel.send):
            button.setEnabled(not busy)
        self.form.say(self._why_not(card, now, busy=busy))

    def _title(self, card: Card) -> str:
        if card.restricted:
            return QCoreApplication.translate("Visit", "Restricted chart")
        if not card.patient.name:
            return QCoreApplication.translate("Visit", "A patient's visit")
        return card.patient.name

    def _why_not(self, card: Card, now: int, *, busy: bool) -> str:
        if busy:
            return QCoreApplication.translate("Visit", "Asking the hub…")
        if not self.may(Permission.BOOK, card.clinic):
            return QCoreApplication.translate("Visit", "You may look at visits here, but not change them.")
        if card.state is State.BOOKED and now and now < card.begins:
            text = QCoreApplication.translate("Visit", "No-show can be said from %1 on.")
            return text.replace("%1", clock_text(card.begins, self.zone(card.clinic)))
        return ""

    def _may(self, card: Card, state: State) -> bool:
        return self.may(Permission.BOOK, card.clinic) and may_follow(card.state, state)

    def _may_move(self, card: Card) -> bool:
        return self.may(Permission.BOOK, card.clinic) and card.state is State.BOOKED

    def _what(self, card: Card) -> str:
        zone = self.zone(card.clinic)
        when = f"{day_words(card.begins, zone, 0)} {clock_text(card.begins, zone)}"
        return " · ".join(filter(None, (card.patient.name, when, self.doctor(card.practitioner))))

    # Once

    def _connect(self) -> None:
        form = self.form
        form.chart.clicked.connect(self._open_chart)
        form.move_button.clicked.connect(self._move)
        form.cancel_button.clicked.connect(self.cancel)
        form.no_show.clicked.connect(self._no_show)
        form.cancel.sent.connect(self._cancel)
        form.cancel.left.connect(self._keep)
