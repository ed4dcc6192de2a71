"""Who is not there, from when to when, why, and how far ahead to look for other times: one line of fields."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from clinic_console.desktop.state.hours_exceptions import AwayDraft
from clinic_console.desktop.state.unavailable import HORIZONS, Draft
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.announce import announce
from clinic_console.desktop.views.booking_choices import Choice
from clinic_console.desktop.views.filters import Flow
from clinic_console.desktop.views.hours_fields import DayEdit, TimeEdit
from clinic_console.desktop.views.hours_words import fault_text
from clinic_console.domain.errors import BadField, ClinicError
from clinic_console.domain.templates import LONGEST_LABEL

CLOSED: Final = -1
"""The number in the list of doctors that stands for the whole clinic."""
WHO, DAY, TIME, WHY, LOOK = 206, 112, 72, 150, 168


class AwayHead(QWidget):
    """``changed`` carries the draft as it is typed now; ``misread`` names a field that cannot be read."""

    changed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        translate = QCoreApplication.translate
        self._theme = theme
        self._draft: Draft | None = None
        self.misread = ""
        self.who = Choice(translate("Unavailable", "Who is not there"), self)
        self.first = DayEdit(translate("Unavailable", "From day"), self)
        self.begins = TimeEdit(translate("Unavailable", "From time"), self)
        self.last = DayEdit(translate("Unavailable", "To day"), self)
        self.ends = TimeEdit(translate("Unavailable", "To time"), self)
        self.label = QLineEdit(self)
        self.label.setMaxLength(LONGEST_LABEL)
        self.label.setPlaceholderText(translate("Unavailable", "Reason"))
        self.label.setAccessibleName(translate("Unavailable", "Reason"))
        self.days = Choice(translate("Unavailable", "How far ahead to look for other times"), self)
        self.days.setToolTip(translate("Unavailable", "How far ahead to look for other times"))
        self.problem = QLabel(self)
        self.problem.setProperty("tone", "notice")
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.problem.setWordWrap(True)
        self.problem.hide()
        self._lay_out()
        self._connect()

    def show_draft(
        self, draft: Draft, zone: str, doctors: Sequence[tuple[int, str]], error: ClinicError | None
    ) -> None:
        """Show what is typed; ``error``: what the hub found wrong with it."""
        self._draft = draft
        when = draft.when
        translate = QCoreApplication.translate
        closed = translate("Unavailable", "Whole clinic closed")
        choices = [(0, translate("Unavailable", "Choose a doctor")), *doctors, (CLOSED, closed)]
        self.who.offer(choices, CLOSED if when.for_clinic else when.practitioner)
        self.first.show_day(when.first)
        self.last.show_day(when.last or when.first)
        self.begins.show_minutes(when.first_time)
        self.ends.show_minutes(when.last_time)
        if self.label.text().strip() != when.label.strip():
            self.label.setText(when.label)
        horizons = sorted({*HORIZONS, draft.days})
        texts = [translate("Unavailable", "%n day(s) ahead", None, days) for days in horizons]
        self.days.offer(list(zip(horizons, texts, strict=True)), draft.days)
        self._say(self.fault(zone) or error)

    def fault(self, zone: str) -> ClinicError | None:
        """Return what is wrong with what is typed; nothing while it is merely not complete."""
        if self.misread:
            return BadField(field=self.misread)
        try:
            if self._draft is not None:
                self._draft.away(zone)
        except BadField as error:
            return error
        return None

    def lock(self, *, on: bool) -> None:
        """Take no more: the plan is being carried out."""
        for field in self._fields:
            field.setEnabled(not on)

    def enter(self) -> None:
        """Take the focus: where something is still to be chosen."""
        known = self._draft is not None and self._draft.whose
        (self.begins if known else self.who).setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Keep nothing that was typed."""
        self._draft, self.misread = None, ""
        for line in (self.label, self.first, self.last, self.begins, self.ends):
            line.setText("")
        self._say(None)

    def _say(self, error: ClinicError | None) -> None:
        name = error.field if error is not None else ""
        named = {
            "first": self.first,
            "last": self.last,
            "begins": self.begins,
            "ends": self.ends,
            "label": self.label,
        }
        for key, field in named.items():
            wrong = "true" if key == name else "false"
            if field.property("wrong") != wrong:
                field.setProperty("wrong", wrong)
                field.style().unpolish(field)
                field.style().polish(field)
        text = fault_text(error) if error is not None else ""
        if text and text != self.problem.text():
            announce(self.problem, text)
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    # What is typed

    def _put(self, **fields: object) -> None:
        if self._draft is not None:
            self._tell(replace(self._draft, when=replace(self._draft.when, **fields)))  # type: ignore[arg-type]

    def _tell(self, draft: Draft) -> None:
        if draft != self._draft:
            self._draft = draft
            self.changed.emit(draft)

    def _chosen(self, who: int) -> None:
        self._put(kind="closed" if who == CLOSED else "leave", practitioner=max(0, who))

    def _horizon(self, days: int) -> None:
        if self._draft is not None:
            self._tell(replace(self._draft, days=days))

    def _first_day(self, day: date | None) -> None:
        when: AwayDraft | None = self._draft.when if self._draft is not None else None
        last = when.last if when is not None else None
        # The end goes along where it would come before the begin.
        self._read("first", first=day, last=day if last is None or (day is not None and last < day) else last)

    def _read(self, name: str, **fields: object) -> None:
        self.misread = "" if self.misread == name else self.misread
        self._put(**fields)

    def _left(self, name: str, line: QLineEdit) -> None:
        # Left, a field shows again what was understood last.
        if self.misread == name and not line.hasFocus():
            self.misread = ""
            self._say(None)

    def _not_read(self, name: str) -> None:
        self.misread = name
        self._say(BadField(field=name))

    def _connect(self) -> None:
        self.who.picked.connect(self._chosen)
        self.days.picked.connect(self._horizon)
        self.first.picked.connect(self._first_day)
        self.last.picked.connect(lambda day: self._read("last", last=day))
        self.begins.picked.connect(lambda at: self._read("begins", first_time=at))
        self.ends.picked.connect(lambda at: self._read("ends", last_time=at))
        self.label.textEdited.connect(lambda text: self._put(label=text))
        lines: dict[str, DayEdit | TimeEdit] = {
            "first": self.first,
            "last": self.last,
            "begins": self.begins,
            "ends": self.ends,
        }
        for name, line in lines.items():
            line.misread.connect(lambda name=name: self._not_read(name))
            line.editingFinished.connect(lambda name=name, line=line: self._left(name, line))

    @property
    def _fields(self) -> tuple[QWidget, ...]:
        return self.who, self.first, self.begins, self.last, self.ends, self.label, self.days

    def _lay_out(self) -> None:
        px = self._theme.px
        for field, width in zip(self._fields, (WHO, DAY, TIME, DAY, TIME, WHY, LOOK), strict=True):
            field.setFixedWidth(px(width))
        line = QWidget(self)
        flow = Flow(line, px(8))
        start = self._group(line, QCoreApplication.translate("Unavailable", "from"), self.first, self.begins)
        end = self._group(line, QCoreApplication.translate("Unavailable", "to"), self.last, self.ends)
        for widget in (self.who, start, end, self.label, self.days):
            flow.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        column.addWidget(line)
        column.addWidget(self.problem)

    def _group(self, parent: QWidget, text: str, *fields: QWidget) -> QWidget:
        """Return a word and its fields, which stay on one line."""
        group, label = QWidget(parent), QLabel(text)
        label.setProperty("tone", "secondary")
        row = QHBoxLayout(group)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.px(6))
        row.addWidget(label)
        for field in fields:
            row.addWidget(field)
        return group
