"""The rows of a call list: who, the number, what was, what is now, what came of the call."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinic_console.desktop.charts.times import clock_text
from clinic_console.desktop.models.table import Cell, Column, TableModel
from clinic_console.desktop.state.pages import Pages
from clinic_console.desktop.state.unavailable import date_of
from clinic_console.desktop.state.unavailable_calls import CallRow
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.table_rows import TableHead
from clinic_console.desktop.views.table_view import TableView
from clinic_console.desktop.views.unavailable_words import (
    contact_text,
    latin_text,
    name_text,
    outcome_text,
    when_text,
)
from clinic_console.domain.unavailable import Action, Contact

DASH: Final = "\u2013"
KEYS: Final = {
    Qt.Key.Key_A: "A",
    Qt.Key.Key_D: "D",
    Qt.Key.Key_M: "M",
    Qt.Key.Key_N: "N",
    Qt.Key.Key_X: "X",
    Qt.Key.Key_E: "E",
    Qt.Key.Key_P: "P",
    Qt.Key.Key_Delete: "Del",
    Qt.Key.Key_Return: "Enter",
    Qt.Key.Key_Enter: "Enter",
}
ICONS: Final = {
    Contact.NOT_YET: "ring",
    Contact.AGREED: "check",
    Contact.DECLINED: "cross",
    Contact.MESSAGE: "speech",
    Contact.NO_ANSWER: "ring-struck",
    Contact.WRONG_NUMBER: "ban",
}


class CallView(TableView):
    """``asked`` carries the id of a row and the key that was pressed on it."""

    asked = Signal(str, str)

    def __init__(self, theme: Theme, model: TableModel[Any], head: TableHead, parent: QWidget) -> None:
        super().__init__(theme, model, head, marking=False, parent=parent)
        # A click looks at a row; two of them open it.
        self.clicked.disconnect()
        self.doubleClicked.connect(lambda index: self.asked.emit(model.id(index.row()), "Enter"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Write down what came of a call; a key that is held down does so once."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = Qt.Key(event.key())
        if key in KEYS and not held:
            if self.current and not event.isAutoRepeat():
                self.asked.emit(self.current, KEYS[key])
        else:
            super().keyPressEvent(event)


class CallRows(QWidget):
    """Head and rows, which stay in the order in which they came."""

    def __init__(self, theme: Theme, doctor: Callable[[int], str], parent: QWidget) -> None:
        super().__init__(parent)
        self.zone, self._doctor = "UTC", doctor
        self._several, self._made_at = False, 0
        self.pages: Pages[CallRow] = Pages(lambda row: row.id)
        self.model: TableModel[CallRow] = TableModel(self._columns(), self.pages)
        self.head = TableHead(theme, self.model.columns, boxes=False, parent=self)
        self.view = CallView(theme, self.model, self.head, self)
        self.setObjectName("table")
        self.view.setObjectName("tableRows")
        self.view.setAccessibleName(QCoreApplication.translate("Calls", "Who is to be called"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.view, 1)

    def show_rows(self, rows: Sequence[CallRow], zone: str, made_at: int = 0) -> None:
        """Show these, of a list made then: what did not happen first, the others by the time that was."""
        self.zone, self._made_at = zone, made_at
        self._several = len({row.was_practitioner for row in rows}) > 1
        self.pages.refresh()
        ask = self.pages.begin()
        if ask is not None:
            self.pages.take(ask, sorted(rows, key=lambda row: (row.went, row.was_begins, row.id)), None, 0.0)
        self.view.sync()
        if not self.view.currentIndex().isValid():
            self.view.go_to(0)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self.head.set_theme(theme)
        self.view.set_theme(theme)

    def forget(self) -> None:
        """Keep nothing of anybody."""
        self.show_rows((), self.zone)
        # Names stand among the texts that are kept for painting.
        self.view.rows.set_theme(self.view.theme)

    def was(self, row: CallRow) -> str:
        """Return when a visit was to be, and with whom where that is not the same for all."""
        who = self._doctor(row.was_practitioner) if self._several else ""
        return f"{when_text(row.was_begins, self.zone)} {who}".strip()

    def now(self, row: CallRow) -> str:
        """Return where a visit is now, or what became of it."""
        if row.action in (Action.WAITLIST, Action.CANCEL) and row.went:
            return DASH
        if row.action is Action.LEAVE or not (row.went or row.moved_since):
            return QCoreApplication.translate("Calls", "As it was")
        return f"{when_text(row.card.begins, self.zone)} {self._doctor(row.card.practitioner)}".strip()

    def called(self, row: CallRow) -> str:
        """Return by whom, and when, somebody was called last."""
        at = clock_text(row.at, self.zone) if row.at else ""
        if row.at and date_of(row.at, self.zone) != date_of(self._made_at, self.zone):
            at = when_text(row.at, self.zone)
        return " ".join(filter(None, (row.by, at)))

    def _was(self, row: CallRow) -> Cell:
        return Cell(self.was(row), struck=row.went and row.action is not Action.LEAVE)

    def _columns(self) -> list[Column[CallRow]]:
        translate = QCoreApplication.translate
        return [
            Column(translate("Calls", "Patient"), _patient, 190, stretch=3),
            Column(translate("Calls", "Phone"), lambda row: Cell(row.card.patient.phone, "strong"), 146, stretch=1),
            Column(translate("Calls", "Was"), self._was, 150, stretch=1, drop=1),
            Column(translate("Calls", "Now"), lambda row: Cell(self.now(row), "strong"), 230, stretch=3),
            Column(translate("Calls", "Change"), _outcome, 130),
            Column(translate("Calls", "Call"), _contact, 142),
            Column(translate("Calls", "Tries"), _tries, 52, right=True, drop=4),
            Column(translate("Calls", "By"), lambda row: Cell(self.called(row), "muted"), 120, stretch=2, drop=3),
            Column(translate("Calls", "Note"), lambda row: Cell(row.note), 90, stretch=3, drop=2),
        ]


def _patient(row: CallRow) -> Cell:
    return Cell(name_text(row.card), "strong", latin_text(row.card))


def _outcome(row: CallRow) -> Cell:
    if row.went or row.moved_since:
        return Cell(outcome_text(row))
    said = f"{outcome_text(row)}: {row.text}" if row.text else outcome_text(row)
    return Cell(outcome_text(row), "notice", icon="notice", pill=True, said=said)


def _contact(row: CallRow) -> Cell:
    tone = "muted" if row.contact is Contact.NOT_YET else "plain"
    notice = row.contact in (Contact.DECLINED, Contact.WRONG_NUMBER)
    return Cell(contact_text(row.contact), "notice" if notice else tone, icon=ICONS[row.contact])


def _tries(row: CallRow) -> Cell:
    return Cell(QLocale().toString(row.tries) if row.tries else "", "muted")
