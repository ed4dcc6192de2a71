"""Somebody who has come without a slot, beside the day's list: who, what for, and to whom. Enter adds."""

from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from clinic_console.desktop.actions.check_in import CheckInActions
from clinic_console.desktop.bridge import Bridge, advice, sentences, words
from clinic_console.desktop.state.chart import Chart
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.schedule_columns import VisitKind
from clinic_console.desktop.state.walk_in import Outcome
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.announce import announce
from clinic_console.desktop.views.banner import Banner
from clinic_console.desktop.views.booking_choices import Choice, labelled
from clinic_console.desktop.views.booking_patient import PatientField
from clinic_console.desktop.views.booking_words import kind_text, name_of
from clinic_console.desktop.views.check_in_parts import label
from clinic_console.desktop.views.desk_panel import DeskSide
from clinic_console.desktop.views.field import Field
from clinic_console.desktop.views.front_names import doctor_name, doctors_of
from clinic_console.desktop.views.keycap import KeyButton
from clinic_console.domain.access import Permission

LONGEST: Final = 200


class WalkInPanel(DeskSide):
    """``register_wanted`` carries a name: somebody is to be registered first, then ``registered`` is called.

    ``frame`` is to be called also while another panel is shown: an answer that was lost may come late.
    """

    register_wanted = Signal(str)

    def __init__(self, theme: Theme, bridge: Bridge, state: ConsoleState, actions: CheckInActions) -> None:
        super().__init__(theme, bridge, state)
        self.setObjectName("walkInPanel")
        self._actions, self._walk_in = actions, state.walk_in
        self._seen: tuple[object, ...] = ()
        translate = QCoreApplication.translate
        self.banner = Banner(theme, self.page)
        self.denied = label("secondary", self.page)
        self.patient = PatientField(theme, bridge, actions.find, self.page)
        self.parts = (self.banner, self.patient)
        visit, doctor = translate("WalkIn", "Visit"), translate("WalkIn", "Doctor")
        self.kind, self.doctor_choice = Choice(visit, self.page), Choice(doctor, self.page)
        self.kind_field = labelled(theme, visit, self.kind, self.page)
        self.doctor_field = labelled(theme, doctor, self.doctor_choice, self.page)
        self.reason = QLineEdit(self.page)
        self.reason.setMaxLength(LONGEST)
        self.reason_field = Field(theme, translate("WalkIn", "Reason"), self.reason, self.page)
        self.status = QLabel(self.foot)
        self.add = KeyButton(theme, translate("WalkIn", "Add to the list"), "Return", self.foot)
        self._lay_form()
        self._connect()

    # What the screen asks of it

    def begin(self, clinic: str) -> None:
        """Begin, and take the focus; what was typed before for this clinic stays."""
        allowed = self.may(Permission.BOOK, clinic)
        self._seen = ()
        if allowed:
            self._walk_in.begin(clinic)
        title = QCoreApplication.translate("WalkIn", "Walk-in")
        self.say(title, QCoreApplication.translate("WalkIn", "Comes without a slot, and takes nobody's time"))
        denied = QCoreApplication.translate("WalkIn", "You may look at this list, but not add anybody to it.")
        self.denied.setText("" if allowed else denied)
        self.denied.setVisible(not allowed)
        for widget in (self.patient, self.kind_field, self.doctor_field, self.reason_field, self.foot):
            widget.setVisible(allowed)
        if allowed:
            self._show()
        self.enter()

    def registered(self, patient: Chart) -> None:
        """Go on with somebody who has just been registered."""
        self._choose(patient)

    def enter(self) -> None:
        """Take the focus, where something is missing."""
        if not self.denied.isHidden():
            self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._walk_in.patient is None:
            self.patient.enter()
        else:
            self.kind.setFocus(Qt.FocusReason.OtherFocusReason)

    def frame(self, mono: float) -> None:
        """Bring it up to a monotonic time."""
        if self.back():
            self._actions.try_now()
        while self._walk_in.outcomes:
            self._tell(self._walk_in.outcomes.popleft())
        if self.isHidden() or not self._walk_in.clinic:
            return
        columns = self._state.front_desk.columns
        kinds = len(columns.types), len(columns.practitioners)
        seen = (self._walk_in.version, self._state.access.version, self._state.connection.open, kinds)
        self.patient.now = self.now(mono)
        if seen != self._seen:
            self._seen = seen
            self._show()

    def forget(self) -> None:
        """Keep nothing that was typed, and nobody's name."""
        self.patient.forget()
        self.reason.setText("")
        self.banner.hide()
        self._seen = ()

    def leave(self) -> None:
        """Close it; one that is on its way goes on."""
        self._walk_in.close()
        self.forget()
        self.left.emit()

    def enter_pressed(self) -> None:
        """Add; or go to what is missing."""
        state = self._walk_in
        if state.sent is not None or not state.clinic:
            return
        if state.complete:
            self.spawn(self._actions.add(), "add a walk-in")
            self._show()
        else:
            self.enter()

    # What the user does

    def _choose(self, patient: Chart | None) -> None:
        self._walk_in.choose(patient)
        self._show()
        if patient is not None:
            self.enter()

    def _tell(self, outcome: Outcome) -> None:
        """Say what became of one, also when its panel was closed meanwhile."""
        translate, card, who = QCoreApplication.translate, outcome.card, name_of(outcome.request.patient)
        if card is None:
            error = outcome.error
            text = translate("WalkIn", "Not added: %1").replace("%1", who)
            self.told.emit(text, sentences(words(error), advice(error)) if error is not None else "")
            return
        what = " · ".join(filter(None, (who, doctor_name(self._state, card.practitioner))))
        text = translate("WalkIn", "Added: %1").replace("%1", what)
        self.undo_offered.emit(text, lambda: self._actions.undo(card))
        self.changed.emit()
        if outcome.here:
            self.forget()
            self.left.emit()

    # What is shown

    def _show(self) -> None:
        state = self._walk_in
        self.patient.zone = self.zone(state.clinic)
        self.patient.may_register(on=self.may(Permission.EDIT_PATIENTS, state.clinic))
        self.patient.lock(on=state.sent is not None)
        self.patient.show_patient(state.patient, state.text)
        self._offer()
        if self.reason.text() != state.reason:
            self.reason.setText(state.reason)
        self.reason.setReadOnly(state.sent is not None)
        self.add.setEnabled(state.complete and state.sent is None)
        self._show_banner()
        self._say_status()

    def _offer(self) -> None:
        state, columns = self._walk_in, self._state.front_desk.columns
        kinds = {each.id: each for each in columns.types.values() if each.active}
        if state.type not in kinds:
            first = next((kind for kind in state.last_types if kind in kinds), 0)
            by_name = sorted(kinds.values(), key=lambda kind: kind.name)
            state.type = first or (by_name[0].id if by_name else 0)
        known = sorted(kinds.values(), key=lambda kind: kind.name)
        self.kind.offer([(kind.id, kind_text(kind)) for kind in known], state.type)
        shortest = QCoreApplication.translate("WalkIn", "Whoever has the fewest waiting")
        able = self._able(kinds.get(state.type))
        if state.practitioner not in dict(able):
            state.practitioner = 0
        self.doctor_choice.offer([(0, shortest), *able], state.practitioner)
        for choice in (self.kind, self.doctor_choice):
            choice.setEnabled(state.sent is None and choice.count() > 0)

    def _able(self, kind: VisitKind | None) -> list[tuple[int, str]]:
        """Return who does a type of visits."""
        people = self._state.front_desk.columns.practitioners
        found = doctors_of(self._state, self._walk_in.clinic)
        if kind is None or not kind.specialty:
            return found
        return [each for each in found if kind.specialty in people[each[0]].specialties]

    def _show_banner(self) -> None:
        state, translate = self._walk_in, QCoreApplication.translate
        before = self.banner.words if not self.banner.isHidden() else ""
        if state.problem is not None:
            self.banner.say("notice", "notice", words(state.problem), advice(state.problem))
        elif state.sent is not None and state.sent.unsure:
            bold = translate("WalkIn", "The hub has not answered.")
            text = translate("WalkIn", "It is asked again until it does; nobody is added twice.")
            self.banner.say("notice", "notice", bold, text, translate("WalkIn", "Try now"))
        elif not self._state.connection.open:
            bold, text = translate("WalkIn", "Offline."), translate("WalkIn", "What you type here stays.")
            self.banner.say("notice", "notice", bold, text)
        else:
            self.banner.hide()
        if not self.banner.isHidden() and self.banner.words != before:
            announce(self.banner, self.banner.words, urgent=True)

    def _say_status(self) -> None:
        state, translate = self._walk_in, QCoreApplication.translate
        text = ""
        if state.sent is not None:
            text = translate("WalkIn", "Asking the hub…")
        elif state.patient is None:
            text = translate("WalkIn", "Choose the patient.")
        elif not state.type:
            text = translate("WalkIn", "Types of visits are not here yet.")
        if self.status.text() != text:
            self.status.setText(text)

    # Once

    def _typed_kind(self, kind: int) -> None:
        self._walk_in.typed(type=kind)
        self._show()

    def _connect(self) -> None:
        state = self._walk_in
        self.patient.chosen.connect(self._choose)
        self.patient.typed.connect(lambda text: state.typed(text=text))
        self.patient.register_wanted.connect(self.register_wanted)
        self.patient.rows.moved.connect(lambda top, high: self.show_row(self.patient.rows, top, high))
        self.kind.picked.connect(self._typed_kind)
        self.doctor_choice.picked.connect(lambda number: state.typed(practitioner=number))
        self.reason.textEdited.connect(lambda text: state.typed(reason=text))
        self.add.clicked.connect(self.enter_pressed)
        self.banner.pressed.connect(self._actions.try_now)

    def _lay_form(self) -> None:
        shown: tuple[QWidget, ...] = (
            self.banner,
            self.denied,
            self.patient,
            self.kind_field,
            self.doctor_field,
            self.reason_field,
        )
        for widget in shown:
            self.column.addWidget(widget)
        self.column.addStretch(1)
        self.denied.hide()
        self.status.setProperty("tone", "muted")
        self.status.setWordWrap(True)
        self.add.setProperty("kind", "primary")
        self.add.setObjectName("walkInAdd")
        row = QHBoxLayout()
        row.addWidget(self.status, 1)
        row.addWidget(self.add, 0, Qt.AlignmentFlag.AlignRight)
        self.foot_column.addLayout(row)
