"""Forms for who and what is booked: a practitioner, a type of visits, a room or device."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QSpinBox, QVBoxLayout, QWidget

from clinic_console.desktop.state.hours_practice import Kind, Need, Room, Somebody, Thing
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.announce import announce
from clinic_console.desktop.views.booking_choices import Choice
from clinic_console.desktop.views.field import Field
from clinic_console.desktop.views.hours_fields import Ticks
from clinic_console.desktop.views.hours_words import fault_text
from clinic_console.desktop.views.segments import Segments
from clinic_console.domain.errors import ClinicError

LONGEST: Final = 200
MOST_MINUTES: Final = 1_440
MOST_NEEDS: Final = 8
NEED_KINDS: Final = ("room", "equipment", "practitioner")
Named = Sequence[tuple[object, str]]


class Number(QSpinBox):
    """A number that the wheel leaves alone; ``picked`` carries what the user makes of it."""

    picked = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget, least: int, most: int, *, minutes: bool = True) -> None:
        super().__init__(parent)
        # A style sheet's room inside is lost on the line in it.
        self.lineEdit().setTextMargins(theme.px(7), 0, 0, 0)
        self.setRange(least, most)
        if minutes:
            self.setSuffix(QCoreApplication.translate("Hours", " min"))
        self.valueChanged.connect(self.picked)

    def show_number(self, number: int) -> None:
        """Show a number without telling anybody."""
        if number != self.value():
            quiet = QSignalBlocker(self)
            self.setValue(number)
            quiet.unblock()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel."""
        event.ignore()


class ThingForm(QWidget):
    """``changed`` carries the thing as it is typed now."""

    changed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.draft: Thing | None = None
        self.fields: dict[str, Field] = {}
        self.problem = QLabel(self)
        self.problem.setProperty("tone", "notice")
        self.problem.setWordWrap(True)
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.px(10))
        self.column.addWidget(self.problem)
        self.active = QCheckBox(QCoreApplication.translate("Hours", "In use"), self)
        self.active.clicked.connect(lambda on: self.put(active=on))

    def put(self, **fields: object) -> None:
        """Change what is typed."""
        if self.draft is not None:
            changed = replace(self.draft, **fields)  # type: ignore[arg-type]
            if changed != self.draft:
                self.changed.emit(changed)

    def say(self, error: ClinicError | None) -> None:
        """Say why it was not taken: at its field, if it names one."""
        name = error.field.partition("[")[0].partition(".")[0] if error is not None else ""
        for key, field in self.fields.items():
            if key == name and error is not None:
                field.wrong(fault_text(error))
            elif field.control.property("wrong") == "true":
                field.right()
        text = fault_text(error) if error is not None and name not in self.fields else ""
        self.problem.setText(text)
        self.problem.setVisible(bool(text))
        announce(self.problem, text)

    def line(self, name: str, label: str, about: str = "") -> QLineEdit:
        """Add a line of text."""
        line = QLineEdit(self)
        line.setMaxLength(LONGEST)
        line.textEdited.connect(lambda text: self.put(**{name: text}))
        self.fields[name] = Field(self.theme, label, line, self, about=about)
        return line

    def number(self, name: str, label: str, least: int, most: int, *, minutes: bool = True) -> Number:
        """Add a number."""
        number = Number(self.theme, self, least, most, minutes=minutes)
        number.picked.connect(lambda value: self.put(**{name: value}))
        self.fields[name] = Field(self.theme, label, number, self)
        return number

    def rows(self, *names: Sequence[str]) -> None:
        """Put fields below each other, those of a row side by side."""
        for row_names in names:
            row = QHBoxLayout()
            row.setSpacing(self.theme.px(10))
            for name in row_names:
                row.addWidget(self.fields[name], 1, Qt.AlignmentFlag.AlignTop)
            self.column.addLayout(row)

    def enter(self) -> None:
        """Take the focus."""
        self.fields["name"].control.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Keep nothing that was typed."""
        self.draft = None
        for field in self.fields.values():
            if isinstance(field.control, QLineEdit):
                field.control.setText("")


class PersonForm(ThingForm):
    """A practitioner; ``hours_wanted`` and ``leave_wanted``: go to those."""

    hours_wanted = Signal()
    leave_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        translate = QCoreApplication.translate
        self.name = self.line("name", translate("Hours", "Name"))
        self.title = self.line("title", translate("Hours", "Title"))
        about = translate("Hours", "Empty: made of the name.")
        self.sort_name = self.line("sort_name", translate("Hours", "Sorted as"), about)
        self.clinics = Ticks(theme, "", self, rows=4)
        self.specialties = Ticks(theme, "", self, rows=5)
        self.fields["clinics"] = Field(theme, translate("Hours", "Clinics"), self.clinics, self)
        self.fields["specialties"] = Field(theme, translate("Hours", "Specialties"), self.specialties, self)
        self.clinics.changed.connect(lambda: self.put(clinics=self.clinics.on))
        self.specialties.changed.connect(lambda: self.put(specialties=self.specialties.on))
        self.hours = QPushButton(translate("Hours", "Working hours …"), self)
        self.leave = QPushButton(translate("Hours", "Leave or extra hours …"), self)
        self.hours.clicked.connect(self.hours_wanted)
        self.leave.clicked.connect(self.leave_wanted)
        self.rows(("name",), ("title", "sort_name"), ("clinics",), ("specialties",))
        self.active.setText(translate("Hours", "Sees patients"))
        for widget in (self.active, self.hours, self.leave):
            self.column.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft)

    def show_thing(self, draft: Somebody, clinics: Named, specialties: Named) -> None:
        """Show somebody as he or she is typed."""
        self.draft = draft
        for line, text in ((self.name, draft.name), (self.title, draft.title), (self.sort_name, draft.sort_name)):
            if line.text() != text:
                line.setText(text)
        self.clinics.offer(clinics, draft.clinics)
        self.fields["clinics"].setVisible(len(clinics) > 1)
        self.specialties.offer(specialties, draft.specialties)
        self.active.setChecked(draft.active)
        for button in (self.hours, self.leave):
            button.setVisible(draft.id > 0)


class RoomForm(ThingForm):
    """A room or a device."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        translate = QCoreApplication.translate
        kinds = (("room", translate("Hours", "Room")), ("equipment", translate("Hours", "Device")))
        self.kind = Segments(translate("Hours", "Kind"), kinds, self)
        self.fields["kind"] = Field(theme, translate("Hours", "Kind"), self.kind, self)
        self.kind.chosen.connect(lambda kind: self.put(kind=kind))
        self.name = self.line("name", translate("Hours", "Name"))
        about = translate("Hours", "What visits ask for: any of its group will do.")
        self.group = self.line("group", translate("Hours", "Group"), about)
        self.capacity = self.number("capacity", translate("Hours", "Visits at a time"), 1, 10, minutes=False)
        self.rows(("kind",), ("name",), ("group",), ("capacity",))
        self.column.addWidget(self.active, 0, Qt.AlignmentFlag.AlignLeft)

    def show_thing(self, draft: Room) -> None:
        """Show a room or a device as it is typed."""
        self.draft = draft
        self.kind.choose(draft.kind)
        # What it is stays: visits have asked for it.
        self.kind.setEnabled(not draft.id)
        for line, text in ((self.name, draft.name), (self.group, draft.group)):
            if line.text() != text:
                line.setText(text)
        self.capacity.show_number(draft.capacity)
        self.active.setChecked(draft.active)


class KindForm(ThingForm):
    """A type of visits, and what it needs beside its practitioner."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        translate = QCoreApplication.translate
        self._specialties: Named = ()
        self.name = self.line("name", translate("Hours", "Name"))
        self.numbers = {
            "minutes": self.number("minutes", translate("Hours", "Takes"), 1, MOST_MINUTES),
            "capacity": self.number("capacity", translate("Hours", "Patients together"), 1, 10, minutes=False),
            "before": self.number("before", translate("Hours", "Kept free before"), 0, MOST_MINUTES),
            "after": self.number("after", translate("Hours", "Kept free after"), 0, MOST_MINUTES),
            "offset": self.number("offset", translate("Hours", "Practitioner comes after"), 0, MOST_MINUTES),
            "own": self.number("own", translate("Hours", "and stays for"), 0, MOST_MINUTES),
        }
        self.numbers["own"].setSpecialValueText(translate("Hours", "the rest"))
        self.specialty = Choice("", self)
        self.specialty.picked.connect(lambda number: self.put(specialty=number))
        self.fields["specialty"] = Field(theme, translate("Hours", "Specialty"), self.specialty, self)
        self.rows(("name",), ("minutes", "capacity"), ("before", "after"), ("offset", "own"), ("specialty",))
        self.needs = QVBoxLayout()
        self.needs.setSpacing(theme.px(8))
        self.needs_title = QLabel(translate("Hours", "Needs besides"), self)
        self.needs_title.setObjectName("sideHeading")
        self.add = QPushButton(translate("Hours", "Add a need"), self)
        self.add.clicked.connect(self._add)
        self.column.addWidget(self.needs_title)
        self.column.addLayout(self.needs)
        self.column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self.active, 0, Qt.AlignmentFlag.AlignLeft)
        self._rows: list[NeedRow] = []

    def show_thing(self, draft: Kind, specialties: Named) -> None:
        """Show a type as it is typed."""
        self.draft, self._specialties = draft, specialties
        if self.name.text() != draft.name:
            self.name.setText(draft.name)
        for name, number in self.numbers.items():
            number.show_number(getattr(draft, name))
        anybody = QCoreApplication.translate("Hours", "Anybody")
        self.specialty.offer([(0, anybody), *_numbers(specialties)], draft.specialty)
        self.active.setChecked(draft.active)
        self._show_needs(draft.needs)

    def _show_needs(self, needs: Sequence[Need]) -> None:
        while len(self._rows) > len(needs):
            row = self._rows.pop()
            self.needs.removeWidget(row)
            row.hide()
            row.deleteLater()
        while len(self._rows) < len(needs):
            row = NeedRow(self.theme, self, len(self._rows))
            row.changed.connect(self._changed)
            row.removed.connect(self._removed)
            self._rows.append(row)
            self.needs.addWidget(row)
            row.show()
        for row, need in zip(self._rows, needs, strict=True):
            row.show_need(need, self._specialties)
        self.add.setEnabled(len(needs) < MOST_NEEDS)

    def _changed(self, place: int, need: Need) -> None:
        if isinstance(self.draft, Kind):
            needs = self.draft.needs
            self.put(needs=(*needs[:place], need, *needs[place + 1 :]))

    def _removed(self, place: int) -> None:
        if isinstance(self.draft, Kind):
            needs = self.draft.needs
            self.put(needs=(*needs[:place], *needs[place + 1 :]))
            self.add.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self) -> None:
        if isinstance(self.draft, Kind):
            self.put(needs=(*self.draft.needs, Need()))
            if self._rows:
                self._rows[-1].kind.setFocus(Qt.FocusReason.OtherFocusReason)


class NeedRow(QWidget):
    """One need; ``changed`` carries its place and what it is now, ``removed`` its place."""

    changed = Signal(int, object)
    removed = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget, place: int) -> None:
        super().__init__(parent)
        translate = QCoreApplication.translate
        self._need, self._place = Need(), place
        self.kind, self.specialty = (
            Choice(translate("Hours", "What is needed"), self),
            Choice(translate("Hours", "Specialty"), self),
        )
        self.group = QLineEdit(self)
        self.group.setMaxLength(LONGEST)
        self.group.setAccessibleName(translate("Hours", "Group"))
        self.group.setPlaceholderText(translate("Hours", "Group"))
        self.offset, self.minutes = (Number(theme, self, 0, MOST_MINUTES) for _ in range(2))
        for number, name in (
            (self.offset, translate("Hours", "From so many minutes after the begin")),
            (self.minutes, translate("Hours", "For so many minutes")),
        ):
            number.setAccessibleName(name)
            number.setToolTip(name)
        self.minutes.setSpecialValueText(translate("Hours", "all of it"))
        self.remove = QPushButton(translate("Hours", "Remove"), self)
        self.remove.setProperty("small", "true")
        first, second = QHBoxLayout(), QHBoxLayout()
        for row in (first, second):
            row.setSpacing(theme.px(8))
        for widget in (self.kind, self.group, self.specialty):
            first.addWidget(widget, 1)
        second.addWidget(self.offset, 1)
        second.addWidget(self.minutes, 1)
        second.addWidget(self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        column.addLayout(first)
        column.addLayout(second)
        self.kind.picked.connect(lambda at: self._put(kind=NEED_KINDS[at], group="", specialty=0))
        self.specialty.picked.connect(lambda number: self._put(specialty=number))
        self.group.textEdited.connect(lambda text: self._put(group=text))
        self.offset.picked.connect(lambda value: self._put(offset=value))
        self.minutes.picked.connect(lambda value: self._put(minutes=value))
        self.remove.clicked.connect(lambda: self.removed.emit(self._place))

    def show_need(self, need: Need, specialties: Named) -> None:
        """Show a need as it is typed."""
        self._need = need
        translate = QCoreApplication.translate
        kinds = (
            translate("Hours", "Room"),
            translate("Hours", "Device"),
            translate("Hours", "Colleague"),
        )
        self.kind.offer(list(enumerate(kinds)), NEED_KINDS.index(need.kind))
        self.specialty.offer(_numbers(specialties), need.specialty)
        self.specialty.setVisible(need.kind == "practitioner")
        self.group.setVisible(need.kind != "practitioner")
        if self.group.text() != need.group:
            self.group.setText(need.group)
        self.offset.show_number(need.offset)
        self.minutes.show_number(need.minutes)

    def _put(self, **fields: object) -> None:
        changed = replace(self._need, **fields)  # type: ignore[arg-type]
        if changed != self._need:
            self.changed.emit(self._place, changed)


def _numbers(named: Named) -> list[tuple[int, str]]:
    return [(key, text) for key, text in named if isinstance(key, int)]
