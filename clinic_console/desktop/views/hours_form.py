"""One line of weekly hours as a form: what is typed goes into the draft at once."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from clinic_console.desktop.state.hours import Draft, Entry
from clinic_console.desktop.state.schedule_columns import VisitKind
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.announce import announce
from clinic_console.desktop.views.booking_choices import Choice, Toggles
from clinic_console.desktop.views.field import Field
from clinic_console.desktop.views.hours_fields import DayEdit, Ticks, TimeEdit, choices
from clinic_console.desktop.views.hours_words import fault_text, kind_text, line_text, week_text, weekday_text
from clinic_console.desktop.views.segments import Segments
from clinic_console.domain.errors import BadField, ClinicError
from clinic_console.domain.templates import DAY, KINDS, LAST, LONGEST_LABEL

STEPS: Final = (5, 10, 15, 20, 30, 45, 60)
LANES: Final = range(10)
RELEASES: Final = (0, 60, 120, 240, DAY, 2 * DAY, 7 * DAY)
NEVER: Final = -1


class LineForm(QWidget):
    """``changed`` carries a key and the fields that are others now; ``clinic_chosen`` a key and a clinic's place.

    ``removed`` and ``copied`` carry a key.
    """

    changed = Signal(int, object)
    clinic_chosen = Signal(int, int)
    removed = Signal(int)
    copied = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        translate = QCoreApplication.translate
        self._theme = theme
        self._entry: Entry | None = None
        self._misread = ""
        self.clinic, self.weekday = Choice("", self), Choice("", self)
        self.kind = Segments(translate("Hours", "Kind"), [(kind, kind_text(kind)) for kind in KINDS], self)
        self.begins, self.ends = TimeEdit("", self), TimeEdit("", self)
        weeks = [(str(week), week_text(week), week_text(week)) for week in range(1, LAST + 1)]
        self.weeks = Toggles(theme, translate("Hours", "Weeks of the month"), weeks, self)
        self.since, self.until = DayEdit("", self), DayEdit("", self)
        self.step, self.cap, self.release = Choice("", self), Choice("", self), Choice("", self)
        self.types = Ticks(theme, "", self)
        self.label = QLineEdit(self)
        self.label.setMaxLength(LONGEST_LABEL)
        self.problem = QLabel(self)
        self.problem.setProperty("tone", "notice")
        self.remove = QPushButton(translate("Hours", "Remove"), self)
        self.copy = QPushButton(translate("Hours", "Copy to the next day"), self)
        self.fields = self._make_fields()
        self._lay_out()
        self._connect()

    def show_entry(
        self,
        entry: Entry,
        error: ClinicError | None,
        other: Entry | None,
        clinics: Sequence[str],
        place: int,
        kinds: Sequence[VisitKind],
        *,
        may: bool,
    ) -> None:
        """Show a line; ``error`` is what is wrong with it, ``other`` the line that it meets."""
        if self._entry is None or self._entry.key != entry.key:
            self._misread = ""
        self._entry = entry
        line = entry.line
        self.clinic.offer(list(enumerate(clinics)), place)
        self.fields["clinic"].setVisible(len(clinics) > 1)
        self.weekday.offer([(day, weekday_text(day)) for day in range(1, 8)], line.weekday)
        self.kind.choose(line.kind)
        self.begins.show_minutes(line.begins)
        self.ends.show_minutes(line.ends if line.ends <= DAY else line.ends - DAY)
        self.weeks.choose([str(week) for week in line.weeks])
        self.since.show_day(line.since)
        self.until.show_day(line.until)
        self.step.offer(choices(STEPS, line.step), line.step)
        self.cap.offer(choices(LANES, line.cap, ""), line.cap)
        self.release.offer(self._releases(line.release), NEVER if line.release is None else line.release)
        self.types.offer([(kind.id, kind.name) for kind in kinds], line.types, may=may)
        if self.label.text().strip() != line.label.strip():
            self.label.setText(line.label)
        self._show_kind(line.kind)
        self._show_note(entry)
        self._show_error(error, other)
        self._allow(may=may)

    def enter(self) -> None:
        """Take the focus."""
        self.begins.setFocus(Qt.FocusReason.OtherFocusReason)
        self.begins.selectAll()

    def go_to(self, name: str) -> None:
        """Take the focus to a field."""
        found = self.fields.get(name)
        (found.control if found is not None else self.begins).setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Keep nothing that was typed."""
        self._entry, self._misread = None, ""
        for line in (self.label, self.begins, self.ends, self.since, self.until):
            line.setText("")

    def _show_kind(self, kind: str) -> None:
        self.fields["step"].setVisible(kind == "work")
        self.fields["cap"].setVisible(kind == "work")
        self.fields["types"].setVisible(kind != "block")
        self.fields["release"].setVisible(kind == "reserved")

    def _show_note(self, entry: Entry) -> None:
        """Say on which day it ends, where it is the next one."""
        field = self.fields["ends"]
        if entry.line.ends > DAY and not self._misread:
            text = QCoreApplication.translate("Hours", "on %1").replace("%1", weekday_text(entry.line.weekday + 1))
        else:
            text = ""
        if field.about != text:
            field.about = text
            field.right()

    def _show_error(self, error: ClinicError | None, other: Entry | None) -> None:
        if self._misread:
            error = BadField(field=self._misread)
        name = error.field if error is not None else ""
        for key, field in self.fields.items():
            if key == name and error is not None:
                if field.note.text() != fault_text(error):
                    field.wrong(fault_text(error))
            elif field.control.property("wrong") == "true":
                field.right()
        text = ""
        if error is not None and name not in self.fields:
            text = fault_text(error)
            if other is not None:
                text = f"{text}\n{line_text(other.line)}"
        if text and text != self.problem.text():
            announce(self.problem, text)
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    def _allow(self, *, may: bool) -> None:
        for control in (self.clinic, self.weekday, self.kind, self.weeks, self.step, self.cap, self.release):
            control.setEnabled(may)
        for line in (self.begins, self.ends, self.since, self.until, self.label):
            line.setReadOnly(not may)
        self.remove.setVisible(may)
        self.copy.setVisible(may)

    def _releases(self, release: int | None) -> list[tuple[int, str]]:
        translate = QCoreApplication.translate
        found = [(NEVER, translate("Hours", "Never"))]
        for each in sorted({*RELEASES, *(() if release is None else (release,))}):
            if not each:
                text = translate("Hours", "When it begins")
            elif each % DAY == 0:
                text = translate("Hours", "%n day(s) before", None, each // DAY)
            elif each % 60 == 0:
                text = translate("Hours", "%n hour(s) before", None, each // 60)
            else:
                text = translate("Hours", "%n min before", None, each)
            found.append((each, text))
        return found

    # What is typed

    def _put(self, **fields: object) -> None:
        if self._entry is not None:
            self.changed.emit(self._entry.key, fields)

    def _time(self, name: str, minutes: int) -> None:
        entry = self._entry
        if entry is None:
            return
        self._misread = "" if self._misread == name else self._misread
        if name == "begins":
            ends = entry.line.ends - DAY if entry.line.ends > DAY else entry.line.ends
            # The end stays at its time of day.
            self._put(begins=minutes % DAY, ends=ends if ends > minutes % DAY else ends + DAY)
        else:
            self._put(ends=minutes if minutes > entry.line.begins else minutes + DAY)

    def _not_read(self, name: str) -> None:
        self._misread = name
        self._show_error(None, None)

    def _day(self, name: str, day: object) -> None:
        self._misread = "" if self._misread == name else self._misread
        self._put(**{name: day})

    def _tick(self) -> None:
        self._put(types=tuple(self.types.on))

    def _to_clinic(self, place: int) -> None:
        if self._entry is not None:
            self.clinic_chosen.emit(self._entry.key, place)

    def _tell(self, signal: SignalInstance) -> None:
        if self._entry is not None:
            signal.emit(self._entry.key)

    @property
    def misread(self) -> bool:
        """Say whether something is typed that cannot be read."""
        return bool(self._misread)

    def _connect(self) -> None:
        self.kind.chosen.connect(lambda kind: self._put(kind=kind))
        self.weekday.picked.connect(lambda day: self._put(weekday=day))
        self.clinic.picked.connect(self._to_clinic)
        for name, time in (("begins", self.begins), ("ends", self.ends)):
            time.picked.connect(lambda minutes, name=name: self._time(name, minutes))
            time.misread.connect(lambda name=name: self._not_read(name))
        for name, day in (("since", self.since), ("until", self.until)):
            day.picked.connect(lambda found, name=name: self._day(name, found))
            day.misread.connect(lambda name=name: self._not_read(name))
        self.weeks.changed.connect(lambda: self._put(weeks=tuple(int(week) for week in self.weeks.on)))
        self.step.picked.connect(lambda step: self._put(step=step))
        self.cap.picked.connect(lambda cap: self._put(cap=cap))
        self.release.picked.connect(lambda at: self._put(release=None if at == NEVER else at))
        self.types.changed.connect(self._tick)
        self.label.textEdited.connect(lambda text: self._put(label=text))
        self.remove.clicked.connect(lambda: self._tell(self.removed))
        self.copy.clicked.connect(lambda: self._tell(self.copied))

    # Once

    def _make_fields(self) -> dict[str, Field]:
        translate = QCoreApplication.translate
        theme = self._theme
        every = translate("Hours", "None chosen: in every week.")
        any_type = translate("Hours", "None ticked: all types.")
        return {
            "kind": Field(theme, translate("Hours", "Kind"), self.kind, self),
            "clinic": Field(theme, translate("Hours", "Clinic"), self.clinic, self),
            "weekday": Field(theme, translate("Hours", "Weekday"), self.weekday, self),
            "begins": Field(theme, translate("Hours", "Begins"), self.begins, self),
            "ends": Field(theme, translate("Hours", "Ends"), self.ends, self),
            "weeks": Field(theme, translate("Hours", "Weeks of the month"), self.weeks, self, about=every),
            "since": Field(theme, translate("Hours", "First day"), self.since, self),
            "until": Field(theme, translate("Hours", "Last day"), self.until, self),
            "label": Field(theme, translate("Hours", "Label"), self.label, self),
            "step": Field(theme, translate("Hours", "A visit may begin every"), self.step, self),
            "cap": Field(theme, translate("Hours", "Overbooked at most"), self.cap, self),
            "types": Field(theme, translate("Hours", "Only these types"), self.types, self, about=any_type),
            "release": Field(theme, translate("Hours", "Free for all visits"), self.release, self),
        }

    def _lay_out(self) -> None:
        px, fields = self._theme.px, self.fields
        always = QCoreApplication.translate("Hours", "always")
        self.since.setPlaceholderText(always)
        self.until.setPlaceholderText(always)
        self.problem.setWordWrap(True)
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(10))
        column.addWidget(self.problem)
        for names in (
            ("kind",),
            ("clinic",),
            ("weekday",),
            ("begins", "ends"),
            ("label",),
            ("weeks",),
            ("since", "until"),
            ("step", "cap"),
            ("release",),
            ("types",),
        ):
            row = QHBoxLayout()
            row.setSpacing(px(10))
            for name in names:
                row.addWidget(fields[name], 1, Qt.AlignmentFlag.AlignTop)
            column.addLayout(row)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(self.copy)
        row.addWidget(self.remove)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)


def first_wrong(draft: Draft, wrong: dict[int, ClinicError]) -> int:
    """Return the key of the first line that cannot stay so, 0 for none."""
    ordered = sorted(draft.entries, key=lambda each: (each.line.weekday, each.line.begins))
    return next((each.key for each in ordered if each.key in wrong), 0)
