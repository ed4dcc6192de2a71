"""The check-in card beside the day's list: Enter walks through it, and the last Enter checks in."""

from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from clinic_console.desktop.actions.check_in import CheckInActions
from clinic_console.desktop.bridge import Bridge, advice, monotonic, sentences, words
from clinic_console.desktop.charts.schedule_words import state_text
from clinic_console.desktop.charts.times import clock_text
from clinic_console.desktop.state.check_in import ADULT, Outcome, Part
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.schedule_columns import Card
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.announce import announce
from clinic_console.desktop.views.check_in_form import CheckInForm
from clinic_console.desktop.views.check_in_words import changes_text, part_text
from clinic_console.desktop.views.desk_panel import ENTER, DeskSide
from clinic_console.desktop.views.front_names import doctor_name, kind_name
from clinic_console.domain.access import Permission
from clinic_console.domain.check_in import COMPARABLE
from clinic_console.domain.errors import AppointmentChanged, GlassNeeded
from clinic_console.domain.zones import day_of


class CheckInPanel(DeskSide):
    """``patient_wanted`` carries whose profile is to be opened, ``glass_wanted`` asks to break the glass.

    ``frame`` is to be called also while another panel is shown: an answer that was lost may come late.
    """

    patient_wanted = Signal(str)
    glass_wanted = Signal()

    def __init__(self, theme: Theme, bridge: Bridge, state: ConsoleState, actions: CheckInActions) -> None:
        super().__init__(theme, bridge, state)
        self.setObjectName("checkInPanel")
        self._actions, self._check = actions, state.check_in
        self._seen: tuple[object, ...] = ()
        self._glasses = state.patients.glasses
        self._waits, self._asked = False, 0
        self.form = CheckInForm(theme, self)
        self.parts = (self.form,)
        self.column.addWidget(self.form)
        self.foot_column.addWidget(self.form.foot)
        self._connect()

    # What the screen asks of it

    def open(self, card: Card) -> None:
        """Open the card of a visit, which is recorded, and take the focus."""
        self._seen, self._waits, self._asked = (), True, 0
        if self.may(Permission.CHECK_IN, card.clinic):
            self._check.open(card, child=self._is_child(card))
            self.spawn(self._actions.load(), "open a check-in card")
        self._title(card)
        self.form.begin(allowed=self.may(Permission.CHECK_IN, card.clinic))
        self.foot.hide()
        self.area.verticalScrollBar().setValue(0)
        self.enter()

    def enter(self) -> None:
        """Take the focus, where one is."""
        if self._check.sheet is None:
            self._waits = True
        self.form.enter(self._check.part)

    def frame(self, _mono: float) -> None:
        """Bring it up to now."""
        if self.back():
            self._actions.try_now()
            if self._check.problem is not None:
                self._again()
        while self._check.outcomes:
            self._tell(self._check.outcomes.popleft())
        if self._check.card is None or self.isHidden():
            return
        self._follow()
        seen = (self._check.version, self._state.access.version, self._state.connection.open)
        if seen != self._seen:
            self._seen = seen
            self._show()

    def forget(self) -> None:
        """Keep nothing of a patient."""
        self.form.forget()
        self.say("")
        self._seen = ()

    def leave(self) -> None:
        """Close it; a card that is on its way goes on."""
        self._check.close()
        self.forget()
        self.left.emit()

    def enter_pressed(self) -> None:
        """Go to the next step; from the last one, check in."""
        state = self._check
        if state.sheet is None or state.sent is not None:
            return
        if state.newer is not None:
            self._look_again()
        elif state.part is Part.IDENTITY and not state.identified:
            self.form.ask_identity(state)
        elif state.last:
            self._save()
        else:
            state.step(1)
            self._show()
            self.form.enter(state.part)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1 to 7 compare identifiers, up goes back, Enter goes on; a button that has the focus takes Enter itself."""
        key, focus = event.key(), QApplication.focusWidget()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and key in ENTER:
            if event.isAutoRepeat():
                return
            if isinstance(focus, QPushButton) and focus not in self.form.forms.rows and focus is not self.form.next:
                focus.click()
            else:
                self.enter_pressed()
        elif plain and not self.typing and self._digit(key - Qt.Key.Key_1):
            return
        else:
            super().keyPressEvent(event)

    # What the user does

    def _digit(self, place: int) -> bool:
        takes = 0 <= place < len(COMPARABLE) and self._check.part is Part.IDENTITY and not self._check.asks_why
        if takes and not self.form.identity.boxes[COMPARABLE[place]].isHidden():
            self._check.toggle(COMPARABLE[place])
            self._show()
        return takes

    def _step(self, by: int) -> None:
        if self.form.forms.go(by):
            return
        if by < 0 and self._check.step(by):
            self._show()
            self.form.enter(self._check.part)

    def _save(self) -> None:
        self.spawn(self._actions.save(), "check in")
        self._show()

    def _look_again(self) -> None:
        self._check.look_again()
        self._show()
        self.form.enter(self._check.part)

    def _again(self) -> None:
        self.spawn(self._actions.load(), "open a check-in card")

    def _press_trouble(self) -> None:
        if isinstance(self._check.problem, GlassNeeded):
            self.glass_wanted.emit()
        else:
            self._again()

    def _press_banner(self) -> None:
        if self._check.newer is not None:
            self._look_again()
        else:
            self._actions.try_now()

    def _follow(self) -> None:
        """Ask again where the day's list knows a newer visit, and once the glass of this chart is broken."""
        state, glasses = self._check, self._state.patients.glasses
        if glasses is not self._glasses:
            self._glasses = glasses
            if isinstance(state.problem, GlassNeeded):
                self._again()
        card = self._state.front_desk.card(state.card.id) if state.card is not None else None
        known = max((each.card.version for each in (state.sheet, state.newer) if each is not None), default=0)
        newer = card.version if card is not None and known and card.version > known else 0
        if newer > self._asked and not state.loading and state.sent is None:
            self._asked = newer
            self._again()

    def _tell(self, outcome: Outcome) -> None:
        """Say what became of a card, also of one that was closed meanwhile."""
        translate, card = QCoreApplication.translate, outcome.card
        who = self._who(outcome.request.card)
        if card is None:
            error = outcome.error
            text = translate("CheckIn", "Not checked in: %1").replace("%1", who)
            self.told.emit(text, sentences(words(error), advice(error)) if error is not None else "")
            return
        done = (
            translate("CheckIn", "Checked in: %1") if outcome.request.check_in else translate("CheckIn", "Kept: %1")
        )
        self.undo_offered.emit(done.replace("%1", who), lambda: self._actions.undo(card))
        self.changed.emit()
        if outcome.here:
            self.forget()
            self.left.emit()

    # What is shown

    def _show(self) -> None:
        state = self._check
        card, sheet = state.card, state.sheet
        if card is None:
            return
        zone = self.zone(card.clinic)
        self._title(card)
        edits = self.may(Permission.EDIT_PATIENTS, card.clinic)
        self.form.show_state(state, zone, edits=edits)
        self._show_banner(zone)
        problem = state.problem if sheet is None else None
        if problem is not None:
            self._show_problem()
        if sheet is not None and self._waits:
            self._waits = False
            if self.isAncestorOf(QApplication.focusWidget() or self.window()):
                self.form.enter(state.part)
        self.form.show_foot(state)
        self.foot.setVisible(not self.form.foot.isHidden())

    def _show_banner(self, zone: str) -> None:
        translate, state = QCoreApplication.translate, self._check
        if state.newer is not None and state.sheet is not None:
            bold = translate("CheckIn", "Somebody else has changed this visit.")
            text = changes_text(state.sheet, state.newer, zone)
            self.form.trouble("notice", bold, text, translate("CheckIn", "Look again"))
        elif state.failed is not None and not isinstance(state.failed, AppointmentChanged):
            self.form.trouble("notice", words(state.failed), advice(state.failed))
        elif state.sent is not None and state.sent.unsure:
            bold = translate("CheckIn", "The hub has not answered.")
            text = translate("CheckIn", "It is asked again until it does; nothing is done twice.")
            self.form.trouble("notice", bold, text, translate("CheckIn", "Try now"))
        elif not self._state.connection.open:
            bold = translate("CheckIn", "Offline.")
            self.form.trouble("notice", bold, translate("CheckIn", "What you type here stays."))
        else:
            self.form.trouble("", "")

    def _show_problem(self) -> None:
        translate, state = QCoreApplication.translate, self._check
        problem, card = state.problem, state.card
        if problem is None or card is None:
            return
        if isinstance(problem, GlassNeeded):
            breaks = self.may(Permission.BREAK_GLASS, card.clinic)
            button = translate("CheckIn", "Break the glass …") if breaks else ""
            others = translate("CheckIn", "A nurse or a doctor can open it with a reason.")
            text = translate("CheckIn", "It is opened with a reason, and that is looked at.") if breaks else others
            self.form.stand("shield", translate("CheckIn", "This chart is restricted"), text, button)
        else:
            again = translate("CheckIn", "Try again")
            self.form.stand("notice", words(problem), advice(problem), again)

    def _title(self, card: Card) -> None:
        zone = self.zone(card.clinic)
        what = (
            clock_text(card.begins, zone),
            kind_name(self._state, card.type),
            doctor_name(self._state, card.practitioner),
            state_text(card.state),
        )
        if self.title.text() != self._who(card):
            announce(self, self._who(card))
        self.say(self._who(card), " · ".join(filter(None, what)))

    def _who(self, card: Card) -> str:
        if card.restricted:
            return QCoreApplication.translate("CheckIn", "Restricted chart")
        latin = card.patient.latin if card.patient.latin != card.patient.name else ""
        unnamed = QCoreApplication.translate("CheckIn", "A patient's visit")
        return f"{card.patient.name} {latin}".strip() or unnamed

    def _is_child(self, card: Card) -> bool:
        now, born = self._state.hub_clock.moment(monotonic()).hub, card.patient.born
        if not now or born is None:
            return False
        today = day_of(self.zone(card.clinic), datetime.fromtimestamp(now / 1_000, UTC))
        return today.year - born.year - ((today.month, today.day) < (born.month, born.day)) < ADULT

    def _focus_moved(self, old: QWidget | None, new: QWidget | None) -> None:
        super()._focus_moved(old, new)
        # Whoever goes elsewhere by Tab or by hand is in that step.
        if new is not None and self._check.sheet is not None and self.form.isAncestorOf(new):
            part = self.form.part_at(new)
            if part is not None and part is not self._check.part:
                self._check.go(part)
                announce(self, part_text(part))

    # Once

    def _connect(self) -> None:
        form, state = self.form, self._check
        form.identity.toggled.connect(self._toggled)
        form.identity.why_asked.connect(self._ask_why)
        form.identity.typed.connect(lambda text: state.type(not_confirmed=text))
        form.contacts.edit.clicked.connect(self._open_profile)
        form.alerts.typed.connect(lambda text: state.type(interpreter=text))
        form.forms.cycled.connect(self._cycled)
        form.companions.put.connect(self._put)
        form.next.clicked.connect(self.enter_pressed)
        form.stepped.connect(self._step)
        form.banner.pressed.connect(self._press_banner)
        form.ground.pressed.connect(self._press_trouble)

    def _toggled(self, name: str) -> None:
        self._check.toggle(name)
        self._show()

    def _cycled(self, place: int) -> None:
        self._check.cycle(place)
        self._show()

    def _put(self, place: int, companion: object) -> None:
        self._check.put_companion(place, companion)  # type: ignore[arg-type]
        self._show()

    def _ask_why(self, on: bool) -> None:
        self._check.ask_why(on=on)
        self._show()
        self.form.enter(Part.IDENTITY)

    def _open_profile(self) -> None:
        card = self._check.card
        if card is not None and card.patient.id:
            self.patient_wanted.emit(card.patient.id)
