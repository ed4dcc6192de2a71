"""The day's list under pointer and keys: what is selected, and where the user is; nothing moves by itself."""

from typing import Final

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from clinic_console.desktop.models.front_desk import FrontModel
from clinic_console.desktop.models.table import Index
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.front_paint import FrontRows
from clinic_console.desktop.views.front_words import waiting_cell
from clinic_console.desktop.views.roll_view import ENTER, RollView
from clinic_console.desktop.views.table_rows import TableHead

SHIFT: Final = Qt.KeyboardModifier.ShiftModifier
CONTROL: Final = Qt.KeyboardModifier.ControlModifier
TWO_LINES: Final = 700
"""Narrower than this, at 100 %, a row takes two lines."""


class FrontList(RollView):
    """``marked`` says that other rows are selected, ``moved`` that the user is on another row.

    ``acted`` asks for what the bar's main button does; ``opened``, ``typed``, ``left`` and ``up`` as of ``RollView``.
    """

    marked = Signal()
    moved = Signal()
    acted = Signal()

    def __init__(self, theme: Theme, model: FrontModel, head: TableHead, parent: QWidget) -> None:
        super().__init__(theme, model, head, parent)
        self.desk = model.desk
        self.rows: FrontRows = FrontRows(theme, model)
        self._ticked, self._stretching = -1, False
        self.setObjectName("frontRows")

    def tick(self) -> None:
        """Paint the waiting times that another minute has made other ones, and nothing else."""
        second = self.desk.now // 1_000
        if second == self._ticked:
            return
        self._ticked = second
        value, high, wide = self.verticalScrollBar().value(), self.rows.height, self.viewport().width()
        for place in range(self.first, self.last + 1):
            card = self.desk.row(place)
            if card is not None and self.rows.painted.get(place) != waiting_cell(self.desk, card):
                rect = QRect(0, place * high - value, wide, high)
                self.viewport().update(self.rows.waiting_rect(rect))

    def fit(self, width: int) -> None:
        """Give rows one line or two, as there is room in so many pixels."""
        self.look(two_lines=width < self.theme.px(TWO_LINES))

    # Selecting

    def mark(self, place: int) -> None:
        """Select a row, or not any more."""
        row = self.desk.id(place)
        if row:
            self.desk.marks.turn(row)
            self._stretching = False
            self._told()

    def mark_all(self) -> None:
        """Select all that are shown."""
        self.desk.marks.all(self.desk.rows)
        self._told()

    def unmark(self) -> None:
        """Select nothing."""
        self.desk.marks.let_go()
        self._told()

    def extend_to(self, place: int) -> None:
        """Go to a row, and select all from where the stretch began."""
        marks, desk = self.desk.marks, self.desk
        place = max(0, min(place, desk.total - 1))
        begin = desk.place(marks.anchor)
        if begin < 0 or not self._stretching:
            # From where the user is, wherever something was selected before.
            begin = max(0, self.place)
            marks.begin(desk.id(begin))
        self.go_to(place)
        self._stretching = True
        marks.extend(desk.rows, begin, place)
        self._told()

    def _told(self) -> None:
        self.viewport().update()
        self.marked.emit()

    # Keys and pointer

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Select, move, open; letters go to the filter."""
        key, held = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key == Qt.Key.Key_Space and held in (Qt.KeyboardModifier.NoModifier, CONTROL):
            self.mark(self.place)
        elif key == Qt.Key.Key_A and held == CONTROL:
            self.mark_all()
        elif key in ENTER and held == CONTROL:
            # Held down it would go on with the step after that.
            if not event.isAutoRepeat():
                self.acted.emit()
        elif key == Qt.Key.Key_Escape and not held and self.desk.marks.ids:
            self.unmark()
        elif held == SHIFT and (to := self._step(key)) is not None:
            self.extend_to(to)
        else:
            super().keyPressEvent(event)

    def _step(self, key: Qt.Key) -> int | None:
        page = max(1, self.viewport().height() // self.rows.height - 1)
        steps = {
            Qt.Key.Key_Up: self.place - 1,
            Qt.Key.Key_Down: self.place + 1,
            Qt.Key.Key_PageUp: self.place - page,
            Qt.Key.Key_PageDown: self.place + page,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: self.desk.total - 1,
        }
        return steps.get(key) if self.desk.total else None

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Say that the user is on another row."""
        super().currentChanged(current, previous)
        self._stretching = False
        self.moved.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A box is turned without its row being opened; Shift selects up to here, Ctrl this one, too."""
        at, held = event.position().toPoint(), event.modifiers()
        place = self.indexAt(at).row()
        if event.button() != Qt.MouseButton.LeftButton or place < 0:
            super().mousePressEvent(event)
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if held & SHIFT:
            self.extend_to(place)
        elif held & CONTROL or at.x() < self.rows.box_edge():
            self.go_to(place)
            self.mark(place)
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Mark the row below the pointer; dragging chooses nothing."""
        if event.buttons() == Qt.MouseButton.NoButton:
            super().mouseMoveEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a row, but not by its box."""
        place = self.indexAt(event.position().toPoint()).row()
        if event.button() == Qt.MouseButton.LeftButton and event.position().x() >= self.rows.box_edge():
            self._open(place)
        else:
            self.mousePressEvent(event)

    def _click(self, place: int) -> None:
        """A click shows who it is, beside the list; Enter or a second click opens."""
