"""Who a visit is for: found as one types, chosen by keys alone, then named until somebody else is wanted."""

import asyncio
from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from clinic_console.desktop.actions.patients_find import FindActions
from clinic_console.desktop.bridge import Bridge, words
from clinic_console.desktop.charts.times import date_order
from clinic_console.desktop.state.chart import Chart
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.announce import announce
from clinic_console.desktop.views.booking_rows import Row, Rows
from clinic_console.desktop.views.elided import Elided
from clinic_console.desktop.views.patients_words import alert_text, deceased_text, details_text
from clinic_console.domain.errors import ClinicError

PAUSE_MS: Final = 150
MOST: Final = 6
LEAST: Final = 2
"""So many letters are asked for: one alone fits half of all people. A sign of Chinese or Japanese is a word."""
MAX_LENGTH: Final = 200


class SearchLine(QLineEdit):
    """The field: up and down move in the list below it (``stepped``), Enter chooses, Esc empties it."""

    stepped = Signal(int)
    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep the focus here while one moves in the list."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.entered.emit()
        elif key == Qt.Key.Key_Escape and self.text():
            # Not clear(): what was typed could be had back by undoing it.
            self.setText("")
            self.textEdited.emit("")
        else:
            super().keyPressEvent(event)


class PatientField(QWidget):
    """``chosen`` carries a Chart, or None when somebody else is wanted; ``typed`` what stands in the field.

    ``register_wanted`` carries what was typed of a name. ``moved``: top and height of the current row in ``rows``.
    """

    chosen = Signal(object)
    typed = Signal(str)
    register_wanted = Signal(str)

    def __init__(self, theme: Theme, bridge: Bridge, find: FindActions, parent: QWidget) -> None:
        super().__init__(parent)
        translate = QCoreApplication.translate
        self._theme, self._bridge, self._find = theme, bridge, find
        self._soon = bridge.debounce(PAUSE_MS, self._ask)
        self._task: asyncio.Task[None] | None = None
        self._of, self._enter_waits = "", False
        self._found: tuple[Chart, ...] = ()
        self._registers = False
        self.patient: Chart | None = None
        self.now = 0
        self.zone = "UTC"
        name = translate("Booking", "Patient")
        self.label, self.line, self.note = QLabel(name, self), SearchLine(self), QLabel(self)
        self.rows = Rows(theme, translate("Booking", "Patients found"), self)
        self.again = QPushButton(translate("Booking", "Search again"), self)
        self.register = QPushButton(translate("Booking", "Register new patient…"), self)
        self.card = QFrame(self)
        self.card_name, self.card_other, self.card_about, self.card_alert = (Elided(self.card) for _ in range(4))
        self.change = QPushButton(translate("Booking", "Change"), self.card)
        self._build(name)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme = theme
        self.rows.set_theme(theme)

    def show_patient(self, patient: Chart | None, text: str = "") -> None:
        """Show who was chosen, or the field with what was typed before."""
        self.patient = patient
        if patient is None and text != self.line.text():
            self.line.setText(text)
            self._edited(text)
        if patient is not None:
            self._drop()
            self._say_card(patient)
        self._arrange()

    def enter(self) -> None:
        """Take the focus."""
        target = self.line if self.patient is None else self.change
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def lock(self, *, on: bool) -> None:
        """Let nobody else be chosen for now."""
        for widget in (self.line, self.change, self.register):
            widget.setEnabled(not on)

    def may_register(self, *, on: bool) -> None:
        """Offer to register somebody, or do not."""
        self._registers = on
        self._arrange()

    def forget(self) -> None:
        """Keep nobody, and nothing that was typed."""
        self._drop()
        self.patient = None
        self.line.setText("")
        for label in (self.card_name, self.card_other, self.card_about, self.card_alert):
            label.say("")
        self.card.setAccessibleName("")
        self._arrange()

    # Finding

    def _edited(self, text: str) -> None:
        self.typed.emit(text)
        self._enter_waits = False
        wanted = " ".join(text.split())
        if wanted == self._of:
            return
        self._drop()
        if len(wanted) >= LEAST or (wanted and not wanted.isascii()):
            self._of = wanted
            self._soon()
        self._arrange()

    def _drop(self) -> None:
        """Hear nothing that is still on its way, and show nobody."""
        self._soon.cancel()
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self._of, self._found, self._enter_waits = "", (), False
        self.rows.say(())
        self._say("")
        self.again.hide()

    def _ask(self) -> None:
        self._task = self._bridge.spawn(self._run(self._of), "find patients")

    async def _run(self, text: str) -> None:
        found: tuple[Chart, ...] = ()
        problem: ClinicError | None = None
        try:
            found = await self._find.find(text, date_order(QLocale()), MOST)
        except ClinicError as error:
            problem = error
        if isValid(self) and text == self._of:
            self._task = None
            self._show_found(found, problem)

    def _show_found(self, found: tuple[Chart, ...], problem: ClinicError | None) -> None:
        waited, self._enter_waits, self._found = self._enter_waits, False, found
        self.rows.say([self._row(each) for each in found])
        self.again.setVisible(problem is not None)
        if problem is not None:
            text = QCoreApplication.translate("Booking", "Patients cannot be searched: %1")
            self._say(text.replace("%1", words(problem)), "notice")
        elif not found:
            self._say(QCoreApplication.translate("Booking", "Nobody is found by this."))
        else:
            self._say("")
            announce(self.line, QCoreApplication.translate("Booking", "%n found", None, len(found)))
        if waited and len(found) == 1:
            # Enter came before the answer: only where there is no doubt who is meant.
            self._choose(0)

    def _row(self, patient: Chart) -> Row:
        other = patient.latin if patient.latin != patient.name else patient.kana
        return Row(
            patient.name or patient.latin,
            other=other,
            below=details_text(patient, self.now, self.zone),
            notice=deceased_text(patient),
        )

    def _entered(self) -> None:
        if self._found:
            self.rows.choose_current()
        elif self._of:
            self._enter_waits = True
            if self._task is None:
                self._soon.cancel()
                self._ask()

    def _step(self, by: int) -> None:
        self.rows.step(by)
        if 0 <= self.rows.current < len(self.rows.rows):
            announce(self.line, self.rows.rows[self.rows.current].spoken)

    def _choose(self, place: int) -> None:
        patient = self._found[place]
        self.line.setText("")
        self.show_patient(patient)
        self.chosen.emit(patient)

    def _other(self) -> None:
        self.show_patient(None)
        self.chosen.emit(None)
        self.enter()

    # What is shown

    def _say(self, text: str, tone: str = "muted") -> None:
        self.note.setText(text)
        self.note.setVisible(bool(text))
        if self.note.property("tone") != tone:
            self.note.setProperty("tone", tone)
            self.note.style().unpolish(self.note)
            self.note.style().polish(self.note)
        announce(self.line, text)

    def _say_card(self, patient: Chart) -> None:
        other = patient.latin if patient.latin != patient.name else patient.kana
        about = details_text(patient, self.now, self.zone)
        alerts = " · ".join(filter(None, (deceased_text(patient), *map(alert_text, patient.alerts))))
        texts = (patient.name or patient.latin, other, about, alerts)
        for label, text in zip(
            (self.card_name, self.card_other, self.card_about, self.card_alert), texts, strict=True
        ):
            label.say(text)
            label.setVisible(bool(text))
        self.card.setAccessibleName(", ".join(filter(None, texts)))
        who = QCoreApplication.translate("Booking", "Another patient than %1")
        self.change.setAccessibleName(who.replace("%1", ", ".join(filter(None, texts))))

    def _arrange(self) -> None:
        here = self.patient is not None
        self.card.setVisible(here)
        self.line.setVisible(not here)
        self.register.setVisible(not here and self._registers)
        if here:
            self.note.hide()
            self.again.hide()

    def _build(self, name: str) -> None:
        px = self._theme.px
        self.label.setProperty("tone", "label")
        self.label.setBuddy(self.line)
        self.line.setObjectName("bookingPatient")
        self.line.setAccessibleName(name)
        hint = QCoreApplication.translate("Booking", "Name, date of birth, MRN or phone")
        self.line.setPlaceholderText(hint)
        self.line.setAccessibleDescription(hint)
        self.line.setMaxLength(MAX_LENGTH)
        self.line.textEdited.connect(self._edited)
        self.line.entered.connect(self._entered)
        self.line.stepped.connect(self._step)
        # The field keeps the focus; the list is moved in from there.
        self.rows.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.rows.chosen.connect(self._choose)
        self.note.setWordWrap(True)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.again.setProperty("small", "true")
        self.again.clicked.connect(self._ask)
        self.register.setProperty("kind", "flat")
        self.register.clicked.connect(lambda: self.register_wanted.emit(" ".join(self.line.text().split())))
        self.change.setProperty("small", "true")
        self.change.clicked.connect(self._other)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        for widget in (self.label, self.line, self.rows, self.note, self.card):
            column.addWidget(widget)
        row = QHBoxLayout()
        row.addWidget(self.again)
        row.addWidget(self.register)
        row.addStretch(1)
        column.addLayout(row)
        self._build_card()
        self._drop()
        self._arrange()

    def _build_card(self) -> None:
        px = self._theme.px
        self.card.setObjectName("deskCard")
        self.card_name.setProperty("tone", "heading")
        self.card_other.setProperty("tone", "secondary")
        self.card_about.setProperty("tone", "muted")
        self.card_alert.setProperty("tone", "notice")
        head = QHBoxLayout()
        head.addWidget(self.card_name, 1)
        head.addWidget(self.change)
        column = QVBoxLayout(self.card)
        column.setContentsMargins(px(10), px(6), px(6), px(8))
        column.setSpacing(px(2))
        column.addLayout(head)
        for label in (self.card_other, self.card_about, self.card_alert):
            column.addWidget(label)
