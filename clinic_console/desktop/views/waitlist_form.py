"""Somebody is put on the waitlist, or what they take is changed."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from clinic_console.desktop.actions.patients_find import FindActions
from clinic_console.desktop.bridge import Bridge
from clinic_console.desktop.state.chart import Chart
from clinic_console.desktop.state.finder import HOURS, Part
from clinic_console.desktop.state.waitlist import Draft, Priority
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.announce import announce
from clinic_console.desktop.views.booking_choices import Choice, labelled, weekdays
from clinic_console.desktop.views.booking_patient import PatientField
from clinic_console.desktop.views.segments import Segments
from clinic_console.desktop.views.waitlist_words import priority_text

LONGEST: Final = 200
Choices = Sequence[tuple[int, str]]


class WaitingForm(QWidget):
    """``changed`` carries the draft as it is now; ``sent`` asks for it to be kept, ``left`` for it to be dropped."""

    changed = Signal(object)
    sent = Signal()
    left = Signal()

    def __init__(self, theme: Theme, bridge: Bridge, find: FindActions, parent: QWidget) -> None:
        super().__init__(parent)
        translate = QCoreApplication.translate
        self._draft: Draft | None = None
        self.patient = PatientField(theme, bridge, find, self)
        names = [
            translate("Waitlist", "Visit"),
            translate("Waitlist", "With"),
            translate("Waitlist", "How soon"),
            translate("Waitlist", "Weekday"),
            translate("Waitlist", "Time of day"),
            translate("Waitlist", "Note"),
        ]
        self.kind, self.doctor = Choice(names[0], self), Choice(names[1], self)
        self.priority = Segments(names[2], [(str(int(each)), priority_text(each)) for each in Priority], self)
        self.days = weekdays(theme, names[3], self)
        self.part = Segments(
            names[4],
            (
                (Part.ANY, translate("Waitlist", "Any")),
                (Part.MORNING, translate("Waitlist", "Morning")),
                (Part.AFTERNOON, translate("Waitlist", "Afternoon")),
            ),
            self,
        )
        self.note = QLineEdit(self)
        self.note.setAccessibleName(names[5])
        self.note.setMaxLength(LONGEST)
        self.problem = QLabel(self)
        self.problem.setProperty("tone", "notice")
        self.problem.setWordWrap(True)
        self.save = QPushButton(translate("Waitlist", "Save"), self)
        self.save.setProperty("kind", "primary")
        self.cancel = QPushButton(translate("Waitlist", "Cancel"), self)
        self._lay_out(theme, names)
        self._connect()

    def show_draft(self, draft: Draft, kinds: Choices, doctors: Choices) -> None:
        """Show what is typed."""
        self._draft = draft
        wish = draft.wish
        self.patient.show_patient(draft.patient, self.patient.line.text())
        self.patient.lock(on=bool(draft.version))
        self.kind.offer(kinds, wish.type)
        self.doctor.offer(doctors, wish.practitioner)
        self.priority.choose(str(wish.priority))
        self.days.choose([str(day) for day in wish.weekdays])
        part = next((part for part, hours in HOURS.items() if hours == (wish.time_from, wish.time_to)), None)
        if part is not None:
            self.part.choose(part)
        if self.note.text() != wish.note:
            self.note.setText(wish.note)
        self.save.setEnabled(draft.patient is not None and bool(wish.type))

    def say(self, text: str) -> None:
        """Say why it was not kept."""
        if text and text != self.problem.text():
            announce(self.problem, text, urgent=True)
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    def enter(self) -> None:
        """Take the focus."""
        if self.patient.patient is None:
            self.patient.enter()
        else:
            self.kind.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self.patient.set_theme(theme)

    def forget(self) -> None:
        """Keep nothing that was typed."""
        self._draft = None
        self.patient.forget()
        self.note.setText("")
        self.say("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc drops it."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _put(self, **wish: object) -> None:
        if self._draft is not None:
            self.changed.emit(replace(self._draft, wish=replace(self._draft.wish, **wish)))  # type: ignore[arg-type]

    def _choose(self, patient: Chart | None) -> None:
        if self._draft is not None:
            self.changed.emit(replace(self._draft, patient=patient))
            if patient is not None:
                self.enter()

    def _connect(self) -> None:
        self.patient.chosen.connect(self._choose)
        self.kind.picked.connect(lambda kind: self._put(type=kind))
        self.doctor.picked.connect(lambda who: self._put(practitioner=who))
        self.priority.chosen.connect(lambda key: self._put(priority=int(key)))
        self.days.changed.connect(lambda: self._put(weekdays=tuple(int(day) for day in self.days.on)))
        self.part.chosen.connect(self._choose_part)
        self.note.textEdited.connect(lambda text: self._put(note=text))
        self.save.clicked.connect(self.sent)
        self.cancel.clicked.connect(self.left)

    def _choose_part(self, part: str) -> None:
        time_from, time_to = HOURS[Part(part)]
        self._put(time_from=time_from, time_to=time_to)

    def _lay_out(self, theme: Theme, names: list[str]) -> None:
        px = theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(10))
        column.addWidget(self.patient)
        controls = (self.kind, self.doctor, self.priority, self.days, self.part, self.note)
        for name, control in zip(names, controls, strict=True):
            box = labelled(theme, name, control, self)
            left = control in (self.priority, self.days, self.part)
            column.addWidget(box, 0, Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag(0))
        column.addWidget(self.problem)
        self.problem.hide()
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(self.save)
        row.addWidget(self.cancel)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
