"""The rows of a plan: as it is, where it goes, how much later, why; keys decide what becomes of each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QRect, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinic_console.desktop.charts.times import clock_text, day_text
from clinic_console.desktop.models.table import Cell, Column, TableModel
from clinic_console.desktop.state.pages import Pages
from clinic_console.desktop.state.unavailable import Choice, Row, date_of
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.table_rows import BOX_ROOM, EDGE, TableHead, TableRows
from clinic_console.desktop.views.table_view import TableView
from clinic_console.desktop.views.unavailable_words import (
    action_text,
    delay_text,
    latin_text,
    look_text,
    name_text,
    why_text,
)
from clinic_console.domain.unavailable import Action

HOUR_MS: Final = 3_600_000
DAY_MS: Final = 24 * HOUR_MS
SAMPLE: Final = 19_684
"""A day of November 2023 (since 1970): the week from it on has the widest days."""
DASH: Final = "\u2013"
ARROW: Final = "\u2192"
PROPOSED: Final = 4
"""The column in which the new day stands; time and doctor follow."""
KEYS: Final = {
    Qt.Key.Key_W: "waitlist",
    Qt.Key.Key_L: "leave",
    Qt.Key.Key_C: "cancel",
    Qt.Key.Key_R: "reset",
    Qt.Key.Key_P: "patient",
    Qt.Key.Key_Space: "turn",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A row with what is to become of it; ``look``: somebody must look at it, ``clash``: another one goes there."""

    row: Row
    choice: Choice
    edited: bool = False
    look: bool = False
    clash: bool = False

    @property
    def id(self) -> str:
        """Return which visit it is."""
        return self.row.id

    @property
    def on(self) -> bool:
        """Say whether something becomes of it: it is not left to a clinician."""
        return self.choice.action is not Action.LEAVE


class PlanPainter(TableRows):
    """Paints the rows; their boxes say what becomes of them, so they carry no fill."""

    lines: Callable[[int], Line | None] = staticmethod(lambda _: None)

    def _ground(self, painter: QPainter, rect: QRect, row: int, *, first: bool) -> None:
        line = self.lines(row)
        if line is not None and line.look:
            painter.fillRect(rect, self.theme.colour("notice.tint"))
        elif row == self.current:
            painter.fillRect(rect, self.theme.colour("selection.row" if self.active else "selection.rowInactive"))
        elif row == self.hovered:
            painter.fillRect(rect, self.theme.colour("bg.hover"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), self.theme.colour("border.subtle"))
        if first and row == self.current:
            self._cells.bar(painter, rect)


class PlanView(TableView):
    """``asked`` carries the id of a row and what is to become of it: choose, turn, waitlist, …"""

    asked = Signal(str, str)

    def __init__(self, theme: Theme, model: TableModel[Any], head: TableHead, parent: QWidget) -> None:
        super().__init__(theme, model, head, marking=True, parent=parent)
        self._plan = model
        painter = PlanPainter(theme, model.columns, boxes=True)
        painter.lines = model.row
        self.rows = painter
        self.setItemDelegate(painter)
        # A click looks at a row; two of them open it.
        self.clicked.disconnect()
        self.doubleClicked.connect(lambda index: self.asked.emit(self._plan.id(index.row()), "choose"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Decide about the current row, or move: nothing is marked besides."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not held:
            self._ask("choose")
        elif key in KEYS and not held:
            self._ask(KEYS[key])
        elif key == Qt.Key.Key_Escape and not held:
            self.left.emit()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and held == Qt.KeyboardModifier.ShiftModifier:
            step = -1 if key == Qt.Key.Key_Up else 1
            self.go_to(min(max(self.currentIndex().row() + step, 0), self._plan.rowCount() - 1))
        elif key != Qt.Key.Key_A and (held or not event.text().isalnum()):
            # Ctrl+A would mark, and so undo what was decided; other letters are nobody's.
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Turn a box by a click on it."""
        at = self.indexAt(event.position().toPoint())
        if at.isValid() and event.position().x() < self.theme.px(EDGE + BOX_ROOM - 6):
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.go_to(at.row())
            self._ask("turn")
            return
        super().mousePressEvent(event)

    def _ask(self, what: str) -> None:
        if self.current:
            self.asked.emit(self.current, what)


class PlanRows(QWidget):
    """Head and rows; ``show_lines`` brings them up to date without moving what is looked at."""

    def __init__(self, theme: Theme, doctor: Callable[[int], str], parent: QWidget) -> None:
        super().__init__(parent)
        self.zone, self._doctor = "UTC", doctor
        self._wide = wide(theme)
        self.pages: Pages[Line] = Pages(lambda line: line.id)
        self.model: TableModel[Line] = TableModel(self._columns(), self.pages)
        self.head = TableHead(theme, self.model.columns, boxes=True, parent=self)
        self.view = PlanView(theme, self.model, self.head, self)
        self.view.setObjectName("tableRows")
        self.setObjectName("table")
        self.view.setAccessibleName(QCoreApplication.translate("Unavailable", "Visits that are affected"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.view, 1)

    def show_lines(self, lines: Sequence[Line], zone: str) -> None:
        """Show these."""
        self.zone = zone
        self.pages.refresh()
        ask = self.pages.begin()
        if ask is not None:
            self.pages.take(ask, lines, None, 0.0)
        self.view.sync()
        self.model.marks = {line.id for line in lines if line.on}
        self.view.clearSpans()
        for place, line in enumerate(lines):
            if line.choice.to is None:
                # Words take the place of day, time and doctor.
                self.view.setSpan(place, PROPOSED, 1, 3)
        if not self.view.currentIndex().isValid():
            self.view.go_to(0)
        self.view.viewport().update()

    def go_to(self, visit: str) -> None:
        """Make a row the current one, and bring it into sight."""
        place = self.model.place(visit)
        if place >= 0:
            self.view.go_to(place)
            self.view.scrollTo(self.model.index(place, 0))

    def enter(self) -> None:
        """Take the focus."""
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self.head.set_theme(theme)
        self.view.set_theme(theme)

    def forget(self) -> None:
        """Keep nothing of anybody."""
        self.show_lines((), self.zone)
        # Names stand among the texts that are kept for painting.
        self.view.rows.set_theme(self.view.theme)

    def _columns(self) -> list[Column[Line]]:
        translate = QCoreApplication.translate
        day, time = self._wide
        return [
            Column(translate("Unavailable", "Patient"), _patient, 176, stretch=3),
            Column(translate("Unavailable", "Now"), self._day, day, drop=1),
            Column("", self._time, time),
            Column("", lambda line: Cell(ARROW if line.on else "", "muted", said=" "), 28, drop=4),
            Column(translate("Unavailable", "Proposed"), self._new_day, day),
            Column("", self._new_time, time),
            Column("", self._new_doctor, 110, stretch=1),
            Column(translate("Unavailable", "Delay"), self._delay, 72, right=True, drop=2),
            Column(translate("Unavailable", "Why"), _why, 180, stretch=4, drop=3),
        ]

    def _day(self, line: Line) -> Cell:
        return Cell(day_text(line.row.card.begins, self.zone))

    def _time(self, line: Line) -> Cell:
        return Cell(clock_text(line.row.card.begins, self.zone), "strong")

    def _new_day(self, line: Line) -> Cell:
        to = line.choice.to
        if to is None:
            return Cell(action_text(line.choice.action), "muted")
        other = date_of(to.begins, self.zone) != date_of(line.row.card.begins, self.zone)
        return Cell(day_text(to.begins, self.zone), "strong" if other else "plain", struck=line.clash)

    def _new_time(self, line: Line) -> Cell:
        to = line.choice.to
        return Cell(clock_text(to.begins, self.zone), "strong", struck=line.clash) if to is not None else Cell()

    def _new_doctor(self, line: Line) -> Cell:
        to = line.choice.to
        return Cell(to.name or self._doctor(to.practitioner), struck=line.clash) if to is not None else Cell()

    def _delay(self, line: Line) -> Cell:
        to, begins = line.choice.to, line.row.card.begins
        if to is None:
            return Cell(DASH, "muted")
        other = date_of(to.begins, self.zone) != date_of(begins, self.zone)
        return Cell(delay_text(begins, to.begins, self.zone), "strong" if other else "plain")


def _patient(line: Line) -> Cell:
    return Cell(name_text(line.row.card), "strong", latin_text(line.row.card), said=_said(line))


def _said(line: Line) -> str:
    """Return a name with what its box says, for readers."""
    card = line.row.card
    box = "" if line.on else action_text(Action.LEAVE)
    return ", ".join(filter(None, (f"{name_text(card)} {latin_text(card)}".strip(), box)))


def _why(line: Line) -> Cell:
    """Return one plain reason, or the mark for which somebody must look."""
    translate = QCoreApplication.translate
    if line.clash:
        return Cell(translate("Unavailable", "Two at one time"), "notice", icon="notice", pill=True)
    if line.look:
        return Cell(look_text(line.row), "notice", icon="notice", pill=True)
    if line.edited:
        return Cell(translate("Unavailable", "Edited"), "muted", icon="pencil", pill=True)
    return Cell(why_text(line.row))


def wide(theme: Theme) -> tuple[int, int]:
    """Return how wide a column of days, and one of times, has to be here, at 100 %."""
    metrics = QFontMetricsF(theme.font(14, 500))
    pad = 2 * theme.size("pad", "cell") + 2
    days = [metrics.horizontalAdvance(day_text(at * DAY_MS, "UTC")) for at in range(SAMPLE, SAMPLE + 7)]
    times = [metrics.horizontalAdvance(clock_text(at * HOUR_MS, "UTC")) for at in (10, 22)]
    return ceil((max(days) + pad) / theme.scale), ceil((max(times) + pad) / theme.scale)
