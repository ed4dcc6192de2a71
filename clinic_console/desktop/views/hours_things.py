"""Forms for who and what is booked: a practitioner, a room or device, and what the form of a type is made of too."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QSpinBox, QVBoxLayout, QWidget

from clinic_console.desktop.state.hours_practice import Room, Somebody, Thing
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.announce import announce
from clinic_console.desktop.views.field import Field
from clinic_console.desktop.views.hours_fields import Ticks
from clinic_console.desktop.views.hours_words import fault_text
from clinic_console.desktop.views.segments import Segments
from clinic_console.domain.errors import ClinicError

LONGEST: Final = 200
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
