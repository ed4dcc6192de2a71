"""Fields of hours: times of day and days as people type them, and types of visits to tick."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from clinic_console.desktop.charts.times import born_text
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.hours_words import minutes_of, minutes_text
from clinic_console.domain.patients_born import read_born

LONGEST: Final = 40
EARLIEST: Final = date(2000, 1, 1)


class TimeEdit(QLineEdit):
    """A time of day; ``picked`` carries minutes after midnight once it can be read, ``misread`` that it cannot."""

    picked = Signal(int)
    misread = Signal()

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setMaxLength(LONGEST)
        self._minutes: int | None = None
        self.textEdited.connect(self._typed)

    def show_minutes(self, minutes: int) -> None:
        """Show a time, unless it stands here in other words."""
        if minutes != self._minutes or not self.hasFocus():
            self._minutes = minutes
            if self.text() != minutes_text(minutes):
                self.setText(minutes_text(minutes))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Write it as it was understood."""
        super().focusOutEvent(event)
        if self._minutes is not None:
            self.setText(minutes_text(self._minutes))

    def _typed(self, text: str) -> None:
        found = minutes_of(text)
        if found is None:
            self.misread.emit()
        else:
            self._minutes = found
            self.picked.emit(found)


class DayEdit(QLineEdit):
    """A day, or none where nothing stands; ``picked`` carries it once it can be read, ``misread`` that it cannot."""

    picked = Signal(object)
    misread = Signal()

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setMaxLength(LONGEST)
        self._day: date | None = None
        self.textEdited.connect(self._typed)

    def show_day(self, day: date | None) -> None:
        """Show a day, unless it stands here in other words."""
        if day != self._day or not self.hasFocus():
            self._day = day
            text = born_text(day) if day is not None else ""
            if self.text() != text:
                self.setText(text)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Write it as it was understood."""
        super().focusOutEvent(event)
        self.setText(born_text(self._day) if self._day is not None else "")

    def _typed(self, text: str) -> None:
        found = _day(text)
        if text.strip() and found is None:
            self.misread.emit()
        else:
            self._day = found
            self.picked.emit(found)


def _day(text: str) -> date | None:
    form = QLocale().dateFormat(QLocale.FormatType.ShortFormat)
    month_first = 0 <= form.find("M") < form.find("d")
    found = read_born(text, date.max, month_first=month_first)
    for written in ("d MMM yyyy", "MMM d, yyyy"):
        if found is None:
            # As this field writes it itself.
            read = QLocale().toDate(text.strip(), written)
            found = date(read.year(), read.month(), read.day()) if read.isValid() else None
    return found if found is None or found >= EARLIEST else None


class Ticks(QListWidget):
    """Things to tick, by number; Space ticks the current one. ``changed`` says that the user has."""

    changed = Signal()

    def __init__(self, theme: Theme, name: str, parent: QWidget, *, rows: int = 5) -> None:
        super().__init__(parent)
        self.setObjectName("hoursTicks")
        self.setAccessibleName(name)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self._most = rows
        self._theme = theme
        self._choices: tuple[tuple[object, str], ...] = ()
        self.itemChanged.connect(lambda _: self.changed.emit())

    @property
    def on(self) -> tuple[object, ...]:
        """Return what is ticked, in its order."""
        items = (self.item(place) for place in range(self.count()))
        return tuple(
            item.data(Qt.ItemDataRole.UserRole) for item in items if item.checkState() is Qt.CheckState.Checked
        )

    def offer(self, choices: Sequence[tuple[object, str]], on: Sequence[object], *, may: bool = True) -> None:
        """Show these, and which are ticked, without telling anybody."""
        quiet = QSignalBlocker(self)
        if tuple(choices) != self._choices:
            self._choices = tuple(choices)
            while self.count():
                self.takeItem(0)
            for key, text in choices:
                item = QListWidgetItem(text)
                item.setData(Qt.ItemDataRole.UserRole, key)
                self.addItem(item)
            shown = max(1, min(self._most, len(choices)))
            self.setFixedHeight(shown * self._theme.px(26) + 6)
            self.setCurrentRow(0)
        for place in range(self.count()):
            item = self.item(place)
            state = Qt.CheckState.Checked if item.data(Qt.ItemDataRole.UserRole) in on else Qt.CheckState.Unchecked
            item.setCheckState(state)
            wanted = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
            item.setFlags(wanted | Qt.ItemFlag.ItemIsUserCheckable if may else wanted)
        quiet.unblock()


def choices(values: Sequence[int], current: int, unit: str = "min") -> list[tuple[int, str]]:
    """Return numbers to choose from, the one that is set among them; in minutes, or plain (``unit`` empty)."""
    found = sorted({*values, current})
    if not unit:
        return [(each, QLocale().toString(each)) for each in found]
    return [(each, QCoreApplication.translate("Hours", "%n min", None, each)) for each in found]
