"""The lists in a patient's form: contacts, numbers, alerts; a row for each, and a way to add one."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from clinic_console.desktop.state.patients_merge import Cells, Row
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.announce import announce
from clinic_console.desktop.views.patients_form_days import DayLine
from clinic_console.desktop.views.patients_form_slots import Choice, Line, Theirs

NARROW: Final = 540
MOST: Final = 3
"""So many cells stand side by side where there is little room."""


class Column(NamedTuple):
    """A column: its name, its choices if any, its share of the width or its own width, if it is a date, a hint."""

    name: str
    choices: tuple[tuple[str, str], ...] = ()
    share: int = 1
    width: int = 0
    day: bool = False
    hint: str = ""


class Says(NamedTuple):
    """What is to be said of a row: what is wrong, what has just been changed, what stands against it."""

    wrong: str = ""
    changed: str = ""
    theirs: str = ""


class RowFields(QWidget):
    """One row; ``typed`` carries its cells."""

    typed = Signal(object)
    removed = Signal()
    taken = Signal()

    def __init__(self, theme: Theme, columns: Sequence[Column], number: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._said = Says()
        self._wide: bool | None = None
        self.parts = [self._part(column, number) for column in columns]
        self._shares = [column.share for column in columns]
        remove = QCoreApplication.translate("PatientForm", "Remove row %1").replace("%1", str(number))
        self.remove = QToolButton(self)
        self.remove.setAccessibleName(remove)
        self.remove.setToolTip(remove)
        self.remove.clicked.connect(self.removed)
        self.note = QLabel(self)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setWordWrap(True)
        self.note.hide()
        self.theirs = Theirs(theme, columns[0].name, self)
        self.theirs.taken.connect(self.taken)
        self.theirs.hide()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(6))
        self._grid.setVerticalSpacing(theme.px(4))
        self._arrange(wide=True)
        self.set_theme(theme)

    @property
    def cells(self) -> Cells:
        """What stands in it, as the form keeps it."""
        return tuple(_text(part) for part in self.parts)

    @property
    def composing(self) -> bool:
        """Say whether letters are being put together in it."""
        return any(isinstance(part, Line) and part.composing for part in self.parts)

    @property
    def stops(self) -> list[QWidget]:
        """Where Tab stops, in order."""
        own: list[QWidget] = [*self.parts[:2], *self.parts[2:], self.remove]
        if not self._wide and len(self.parts) > MOST:
            own = [*self.parts[:2], self.remove, *self.parts[2:]]
        return own if self.theirs.isHidden() else [*own, self.theirs.button]

    def show_cells(self, cells: Cells) -> None:
        """Show other texts."""
        for part, text in zip(self.parts, cells, strict=True):
            if isinstance(part, Choice):
                if part.key != text:
                    part.show_key(text)
            elif isinstance(part, DayLine):
                part.show_kept(text)
            else:
                part.show_text(text)

    def say(self, says: Says) -> None:
        """Say what is to be said of it."""
        if says == self._said:
            return
        self._said = says
        text, tone = (says.wrong, "notice") if says.wrong else (says.changed, "accent")
        self.note.setText(text)
        self.note.setProperty("tone", tone)
        self.note.style().unpolish(self.note)
        self.note.style().polish(self.note)
        self.note.setVisible(bool(text))
        for part in self.parts[1:2]:
            part.setProperty("wrong", "true" if says.wrong else "false")
            part.setAccessibleDescription(text)
            part.style().unpolish(part)
            part.style().polish(part)
        if says.wrong:
            announce(self.parts[1], text)
        self.theirs.label.setText(says.theirs)
        self.theirs.setVisible(bool(says.theirs))

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme = theme
        self.remove.setIcon(theme.icon("cross", "text.secondary", 12))
        self.remove.setIconSize(QSize(theme.px(12), theme.px(12)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take two lines where one is too narrow."""
        super().resizeEvent(event)
        self._arrange(wide=self.width() >= self._theme.px(NARROW))

    def _part(self, column: Column, number: int) -> Line | Choice:
        part: Line | Choice
        if column.choices:
            part = Choice(column.choices, self)
            part.activated.connect(self._tell)
        else:
            part = DayLine(self) if column.day else Line(self)
            part.setPlaceholderText(column.hint or column.name)
            part.textEdited.connect(self._tell)
        if column.width:
            part.setFixedWidth(self._theme.px(column.width))
        part.setAccessibleName(f"{column.name} {number}")
        return part

    def _tell(self) -> None:
        self.typed.emit(self.cells)

    def _arrange(self, *, wide: bool) -> None:
        if wide == self._wide:
            return
        self._wide = wide
        two = not wide and len(self.parts) > MOST
        for place, part in enumerate(self.parts):
            below = two and place > 1
            self._grid.addWidget(part, int(below), place - 1 if below else place, 1, 2 if two and place == 1 else 1)
            self._grid.setColumnStretch(place, 0 if two and place > 2 else self._shares[place])
        last = len(self.parts)
        self._grid.addWidget(self.remove, 0, last)
        self._grid.addWidget(self.note, 2, 0, 1, last + 1)
        self._grid.addWidget(self.theirs, 3, 0, 1, last + 1)


class RowList(QWidget):
    """A list of rows; each signal carries the key of a row, ``typed`` its cells too, ``stops_changed`` nothing."""

    typed = Signal(int, object)
    added = Signal()
    removed = Signal(int)
    taken = Signal(int)
    stops_changed = Signal()

    def __init__(self, theme: Theme, field: str, columns: Sequence[Column], add: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.field, self._columns, self._theme = field, tuple(columns), theme
        self.rows: dict[int, RowFields] = {}
        self.add = QPushButton(add, self)
        self.add.setProperty("kind", "flat")
        self.add.setObjectName(f"patient-add-{field}")
        self.add.clicked.connect(self.added)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(8))
        self._column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self.set_theme(theme)

    @property
    def stops(self) -> list[QWidget]:
        """Where Tab stops, in order."""
        return [*(stop for row in self.rows.values() for stop in row.stops), self.add]

    def show_rows(self, rows: Sequence[Row], says: Mapping[int, Says]) -> None:
        """Show these rows; one that is there keeps its widgets, and with them the cursor."""
        keys = [row.key for row in rows]
        if keys != list(self.rows):
            self._remake(keys)
        for row in rows:
            self.rows[row.key].show_cells(row.cells)
            self.rows[row.key].say(says[row.key])

    def enter(self, key: int) -> None:
        """Begin to type in a row: where its first text stands, or where its kind is chosen if it has none."""
        parts = self.rows[key].parts
        first = parts[0] if isinstance(parts[0], Choice) and not parts[0].key else parts[1]
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme = theme
        self.add.setIcon(theme.icon("plus", "text.secondary", 14))
        for row in self.rows.values():
            row.set_theme(theme)

    def _remake(self, keys: Sequence[int]) -> None:
        for key in [key for key in self.rows if key not in keys]:
            row = self.rows.pop(key)
            for part in row.parts:
                if isinstance(part, Line):
                    part.setText("")
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        for key in keys:
            if key not in self.rows:
                self.rows[key] = self._made(key, len(self.rows) + 1)
        self.rows = {key: self.rows[key] for key in keys}
        for place, row in enumerate(self.rows.values()):
            self._column.insertWidget(place, row)
        self.stops_changed.emit()

    def _made(self, key: int, number: int) -> RowFields:
        row = RowFields(self._theme, self._columns, number, self)
        row.typed.connect(lambda cells: self.typed.emit(key, cells))
        row.removed.connect(lambda: self.removed.emit(key))
        row.taken.connect(lambda: self.taken.emit(key))
        row.show()
        return row


def _text(part: Line | Choice) -> str:
    if isinstance(part, Choice):
        return part.key
    return part.kept if isinstance(part, DayLine) else part.text()
