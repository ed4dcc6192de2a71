"""The form for leave, a block, extra hours or a closed clinic: from which day and time to which."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from clinic_console.desktop.state.hours_exceptions import KINDS, NOT_SAID, AwayDraft, comes_twice
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.announce import announce
from clinic_console.desktop.views.booking_choices import Choice
from clinic_console.desktop.views.field import Field
from clinic_console.desktop.views.hours_fields import DayEdit, TimeEdit, choices
from clinic_console.desktop.views.hours_form import LANES, STEPS
from clinic_console.desktop.views.hours_words import fault_text, kind_text
from clinic_console.desktop.views.segments import Segments
from clinic_console.domain.errors import BadField, ClinicError
from clinic_console.domain.templates import LONGEST_LABEL

FIRST: Final = "0"
SECOND: Final = "1"


class AwayForm(QWidget):
    """``changed`` carries the draft as it is typed now."""

    changed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        translate = QCoreApplication.translate
        self._theme = theme
        self._draft: AwayDraft | None = None
        self._misread = ""
        self.kind = Choice(translate("Hours", "Kind"), self)
        self.practitioner = Choice(translate("Hours", "Practitioner"), self)
        self.whole = QCheckBox(translate("Hours", "Whole days"), self)
        self.first, self.last = DayEdit("", self), DayEdit("", self)
        self.begins, self.ends = TimeEdit("", self), TimeEdit("", self)
        self.first_fold, self.last_fold = self._fold(), self._fold()
        self.label = QLineEdit(self)
        self.label.setMaxLength(LONGEST_LABEL)
        self.step, self.cap = Choice("", self), Choice("", self)
        self.note = QLabel(self)
        self.note.setProperty("tone", "muted")
        self.problem = QLabel(self)
        self.problem.setProperty("tone", "notice")
        self.fields = {
            "kind": Field(theme, translate("Hours", "Kind"), self.kind, self),
            "practitioner": Field(theme, translate("Hours", "Practitioner"), self.practitioner, self),
            "first": Field(theme, translate("Hours", "From"), self.first, self),
            "begins": Field(theme, translate("Hours", "Begins at"), self.begins, self),
            "first_fold": Field(theme, translate("Hours", "Which of the two"), self.first_fold, self),
            "last": Field(theme, translate("Hours", "To"), self.last, self),
            "ends": Field(theme, translate("Hours", "Ends at"), self.ends, self),
            "last_fold": Field(theme, translate("Hours", "Which of the two"), self.last_fold, self),
            "label": Field(theme, translate("Hours", "Label"), self.label, self),
            "step": Field(theme, translate("Hours", "A visit may begin every"), self.step, self),
            "cap": Field(theme, translate("Hours", "Overbooked at most"), self.cap, self),
        }
        self._lay_out()
        self._connect()

    def show_draft(
        self,
        draft: AwayDraft,
        zone: str,
        doctors: Sequence[tuple[int, str]],
        error: ClinicError | None,
        kinds: Sequence[str] = KINDS,
    ) -> None:
        """Show what is typed; ``error``: why the hub did not take it."""
        self._draft = draft
        self.kind.offer([(KINDS.index(kind), kind_text(kind)) for kind in kinds], KINDS.index(draft.kind))
        choose = QCoreApplication.translate("Hours", "Choose a practitioner")
        self.practitioner.offer([(0, choose), *doctors], draft.practitioner)
        self.whole.setChecked(draft.whole)
        self.first.show_day(draft.first)
        self.last.show_day(draft.last or draft.first)
        self.begins.show_minutes(draft.first_time)
        self.ends.show_minutes(draft.last_time)
        if self.label.text().strip() != draft.label.strip():
            self.label.setText(draft.label)
        self.step.offer(choices(STEPS, draft.step), draft.step)
        self.cap.offer(choices(LANES, draft.cap, ""), draft.cap)
        self._show_folds(draft, zone)
        shown = self.fields
        shown["practitioner"].setVisible(not draft.for_clinic)
        for name in ("begins", "ends"):
            shown[name].setVisible(not draft.whole)
        for name in ("step", "cap"):
            shown[name].setVisible(draft.kind == "extra")
        self._show_note(draft)
        self._show_error(error or self.fault(zone))

    def fault(self, zone: str) -> ClinicError | None:
        """Return what is wrong with what is typed; nothing while it is merely not complete."""
        draft = self._draft
        if self._misread:
            return BadField(field=self._misread)
        if draft is None or draft.first is None:
            return None
        try:
            draft.times(zone)
        except BadField as error:
            return error
        return None

    def complete(self, zone: str) -> bool:
        """Say whether it can be sent."""
        draft = self._draft
        whose = draft is not None and (draft.for_clinic or draft.practitioner > 0)
        return draft is not None and whose and draft.first is not None and self.fault(zone) is None

    def enter(self) -> None:
        """Take the focus."""
        self.kind.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Keep nothing that was typed."""
        self._draft, self._misread = None, ""
        for line in (self.label, self.begins, self.ends, self.first, self.last):
            line.setText("")

    def _show_folds(self, draft: AwayDraft, zone: str) -> None:
        """Ask which is meant of a time that the clocks show twice."""
        for name, segments, day, minutes, fold in (
            ("first_fold", self.first_fold, draft.first, draft.first_time, draft.first_fold),
            ("last_fold", self.last_fold, draft.last or draft.first, draft.last_time, draft.last_fold),
        ):
            twice = not draft.whole and day is not None and comes_twice(zone, day, minutes)
            self.fields[name].setVisible(twice)
            if fold != NOT_SAID:
                segments.choose(str(fold))

    def _show_note(self, draft: AwayDraft) -> None:
        text = {
            "leave": QCoreApplication.translate("Hours", "Away from all clinics: nobody is booked then."),
            "block": QCoreApplication.translate("Hours", "There, but not for visits: nobody is booked then."),
            "extra": QCoreApplication.translate("Hours", "Sees patients here then, besides the weekly hours."),
            "closed": QCoreApplication.translate("Hours", "Nobody in this clinic is booked then."),
        }[draft.kind]
        self.note.setText(text)

    def _show_error(self, error: ClinicError | None) -> None:
        name = error.field if error is not None else ""
        if self._draft is not None and self._draft.whole:
            name = {"begins": "first", "ends": "last"}.get(name, name)
        for key, field in self.fields.items():
            if key == name and error is not None:
                if field.note.text() != fault_text(error):
                    field.wrong(fault_text(error))
            elif field.control.property("wrong") == "true":
                field.right()
        text = fault_text(error) if error is not None and name not in self.fields else ""
        if text and text != self.problem.text():
            announce(self.problem, text)
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    # What is typed

    def _put(self, **fields: object) -> None:
        if self._draft is not None:
            changed = replace(self._draft, **fields)  # type: ignore[arg-type]
            if changed != self._draft:
                self.changed.emit(changed)

    def _read(self, name: str, **fields: object) -> None:
        self._misread = "" if self._misread == name else self._misread
        self._put(**fields)

    def _not_read(self, name: str) -> None:
        self._misread = name
        self._show_error(BadField(field=name))

    def _first_day(self, day: date | None) -> None:
        draft = self._draft
        last = draft.last if draft is not None else None
        # The end goes along where it would come before the begin.
        self._read("first", first=day, last=day if last is None or (day is not None and last < day) else last)

    def _connect(self) -> None:
        self.kind.picked.connect(lambda place: self._put(kind=KINDS[place], whole=KINDS[place] != "extra"))
        self.practitioner.picked.connect(lambda who: self._put(practitioner=who))
        self.whole.clicked.connect(lambda on: self._put(whole=on))
        self.first.picked.connect(self._first_day)
        self.last.picked.connect(lambda day: self._read("last", last=day))
        self.begins.picked.connect(lambda at: self._read("begins", first_time=at, first_fold=NOT_SAID))
        self.ends.picked.connect(lambda at: self._read("ends", last_time=at, last_fold=NOT_SAID))
        for name, field in (("first", self.first), ("last", self.last), ("begins", self.begins), ("ends", self.ends)):
            field.misread.connect(self._misreader(name))
        self.first_fold.chosen.connect(lambda fold: self._put(first_fold=int(fold)))
        self.last_fold.chosen.connect(lambda fold: self._put(last_fold=int(fold)))
        self.label.textEdited.connect(lambda text: self._put(label=text))
        self.step.picked.connect(lambda step: self._put(step=step))
        self.cap.picked.connect(lambda cap: self._put(cap=cap))

    def _misreader(self, name: str) -> Callable[[], None]:
        return lambda: self._not_read(name)

    def _fold(self) -> Segments:
        translate = QCoreApplication.translate
        names = ((FIRST, translate("Hours", "The first")), (SECOND, translate("Hours", "The second")))
        return Segments(translate("Hours", "Which of the two"), names, self)

    def _lay_out(self) -> None:
        px, fields = self._theme.px, self.fields
        for label in (self.problem, self.note):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(10))
        column.addWidget(self.problem)
        column.addWidget(fields["kind"])
        column.addWidget(self.note)
        column.addWidget(fields["practitioner"])
        column.addWidget(self.whole, 0, Qt.AlignmentFlag.AlignLeft)
        days = (("first", "begins"), ("first_fold",), ("last", "ends"), ("last_fold",))
        for names in (*days, ("label",), ("step", "cap")):
            row = QHBoxLayout()
            row.setSpacing(px(10))
            for name in names:
                row.addWidget(fields[name], 1, Qt.AlignmentFlag.AlignTop)
            column.addLayout(row)
        column.addStretch(1)
