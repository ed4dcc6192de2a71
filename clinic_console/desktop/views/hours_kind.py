"""The form for a type of visits: how long it takes, what it needs, and what the front desk goes by."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from clinic_console.desktop.state.hours_practice import Kind, Need
from clinic_console.desktop.state.waitlist import Priority
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.booking_choices import Choice
from clinic_console.desktop.views.field import Field
from clinic_console.desktop.views.hours_things import LONGEST, Named, Number, ThingForm
from clinic_console.desktop.views.waitlist_words import priority_text

MOST_MINUTES: Final = 1_440
MOST_GRACE: Final = 240
MOST_PATIENCE: Final = 480
MOST_NEEDS: Final = 8
NEED_KINDS: Final = ("room", "equipment", "practitioner")
_LINES: Final = 4


class Lines(QPlainTextEdit):
    """Some short texts, one a line; Tab goes on. ``changed`` says that the user has written."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setFixedHeight(_LINES * self.fontMetrics().lineSpacing() + theme.px(18))
        self.textChanged.connect(self.changed)

    @property
    def texts(self) -> tuple[str, ...]:
        """Return what stands here, without empty lines."""
        return tuple(line.strip() for line in self.toPlainText().splitlines() if line.strip())

    def show_texts(self, texts: Sequence[str]) -> None:
        """Show some texts without telling anybody; what is being written stays as it is."""
        if tuple(texts) != self.texts:
            quiet = QSignalBlocker(self)
            self.setPlainText("\n".join(texts))
            quiet.unblock()


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
        self._build_desk()
        self.column.addWidget(self.active, 0, Qt.AlignmentFlag.AlignLeft)
        self._rows: list[NeedRow] = []

    def _build_desk(self) -> None:
        """Add what the front desk goes by."""
        translate = QCoreApplication.translate
        title = QLabel(translate("Hours", "At the front desk"), self)
        title.setObjectName("sideHeading")
        self.column.addWidget(title)
        self.numbers["grace"] = self.number("grace", translate("Hours", "Late after"), 0, MOST_GRACE)
        self.numbers["patience"] = self.number(
            "patience", translate("Hours", "Waits too long after"), 1, MOST_PATIENCE
        )
        self.priority = Choice("", self)
        self.priority.picked.connect(lambda number: self.put(priority=number))
        about = translate("Hours", "When a doctor is not there, the urgent ones get the first times.")
        self.fields["priority"] = Field(self.theme, translate("Hours", "Urgency"), self.priority, self, about=about)
        self.forms = Lines(self.theme, self)
        self.forms.changed.connect(lambda: self.put(forms=self.forms.texts))
        about = translate("Hours", "One a line: forms and consents.")
        self.fields["forms"] = Field(
            self.theme, translate("Hours", "To be signed at check-in"), self.forms, self, about=about
        )
        self.rows(("grace", "patience"), ("priority",), ("forms",))

    def show_thing(self, draft: Kind, specialties: Named) -> None:
        """Show a type as it is typed."""
        self.draft, self._specialties = draft, specialties
        if self.name.text() != draft.name:
            self.name.setText(draft.name)
        for name, number in self.numbers.items():
            number.show_number(getattr(draft, name))
        anybody = QCoreApplication.translate("Hours", "Anybody")
        self.specialty.offer([(0, anybody), *_numbers(specialties)], draft.specialty)
        self.priority.offer([(int(each), priority_text(each)) for each in Priority], draft.priority)
        self.forms.show_texts(draft.forms)
        self.active.setChecked(draft.active)
        self._show_needs(draft.needs)

    def forget(self) -> None:
        """Keep nothing that was typed."""
        super().forget()
        self.forms.show_texts(())

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
