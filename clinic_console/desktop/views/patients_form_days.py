"""Dates in a patient's form: typed as people write them here, kept as in ISO 8601, said as they are understood."""

from collections.abc import Callable
from datetime import date
from typing import Final

from PySide6.QtCore import QCoreApplication, QDate, QLocale
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget

from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.patients_form_slots import Line, LineSlot
from clinic_console.domain.patients_born import read_born

EXAMPLE: Final = date(1951, 3, 4)


def kept(text: str) -> str:
    """Return a date as the form keeps it, or what was typed where that is none."""
    # What is yet to come is a date, too; whether it may be is another question.
    day = read_born(text, date.max, month_first=month_first())
    return day.isoformat() if day is not None else text


def example() -> str:
    """Return how a date may be typed here."""
    locale, day = QLocale(), QDate(EXAMPLE.year, EXAMPLE.month, EXAMPLE.day)
    local = locale.toString(day, "M/d/yyyy" if month_first() else "d/M/yyyy")
    if locale.language() is QLocale.Language.Japanese:
        local = "S26.3.4"
    text = QCoreApplication.translate("PatientForm", "%1 or %2", "two ways to write a date")
    return text.replace("%2", EXAMPLE.isoformat()).replace("%1", local)


def month_first() -> bool:
    """Say whether people here write the month before the day."""
    form = QLocale().dateFormat(QLocale.FormatType.ShortFormat)
    return 0 <= form.find("M") < form.find("d")


class DayLine(Line):
    """A date in a row: once it is left, it stands there as it was understood."""

    @property
    def kept(self) -> str:
        """The date as the form keeps it."""
        return kept(self.text())

    def show_kept(self, text: str) -> None:
        """Show a date as the form keeps it, unless it stands here in other words."""
        if self.kept != text:
            self.show_text(text)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Write it as it was understood."""
        super().focusOutEvent(event)
        self.show_text(self.kept)


class DaySlot(LineSlot):
    """A date; ``reading`` says how it is understood, from how it is kept."""

    def __init__(self, theme: Theme, field: str, name: str, reading: Callable[[str], str], parent: QWidget) -> None:
        self._reading = reading
        super().__init__(theme, field, name, parent)
        self.line.setPlaceholderText(example())

    @property
    def text(self) -> str:
        """The date as the form keeps it."""
        return kept(self.line.text())

    def show_text(self, text: str) -> None:
        """Show a date, unless it stands here in other words."""
        if self.text != text:
            super().show_text(text)

    def hint(self) -> str:
        """Return how it is understood."""
        return self._reading(self.text)
