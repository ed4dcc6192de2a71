"""The rows of a table under pointer and keys: arrows, Space marks, Shift extends, Enter opens, Esc leaves."""

from typing import Any, Final

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from clinic_console.desktop.models.table import TableModel, widths
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.table_rows import BOX_ROOM, EDGE, TableHead, TableRows

FLAGS: Final = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
STEPS: Final = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class TableView(QTableView):
    """``opened`` carries the id of the row of Enter or a click, ``typed`` a letter that nobody here has a use for.

    ``marked`` says that other rows are marked; ``left`` that Esc was pressed with nothing to take back.
    """

    opened = Signal(str)
    typed = Signal(str)
    marked = Signal()
    left = Signal()

    def __init__(
        self, theme: Theme, model: TableModel[Any], head: TableHead, *, marking: bool, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.theme, self._model, self._head, self._marking = theme, model, head, marking
        self._anchor = -1
        head.rows = self
        self.rows = TableRows(theme, model.columns, boxes=marking)
        self._lists = model.pages.lists
        self.setModel(model)
        self.setItemDelegate(self.rows)
        self._set_up()
        self.clicked.connect(self._clicked)

    def _set_up(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setWordWrap(False)
        self.setMinimumSize(0, 0)
        self.horizontalHeader().hide()
        self.horizontalHeader().setMinimumSectionSize(1)
        down = self.verticalHeader()
        down.hide()
        down.setMinimumSectionSize(1)
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setDefaultSectionSize(self.theme.size("row", "table"))

    @property
    def current(self) -> str:
        """Return the id of the row on which the user is, empty for none."""
        return self._model.id(self.currentIndex().row())

    def sync(self) -> bool:
        """Show the rows as they are now, without moving those that stay; return whether anything changed."""
        at, current, top = self.currentIndex(), self.current, self._top()
        if not self._model.sync():
            return False
        bar = self.verticalScrollBar()
        value, place = bar.value(), self._model.place(current)
        if current and place != self.currentIndex().row():
            # A row that went leaves the user where it stood.
            self.go_to(place if place >= 0 else min(at.row(), self._model.rowCount() - 1), at.column())
        if top is not None and self._model.place(top[0]) >= 0:
            value = self._model.place(top[0]) * self._row_height() + top[1]
        if self._lists != self._model.pages.lists:
            self._lists, value = self._model.pages.lists, 0
        self.updateGeometries()
        bar.setValue(value)
        self.viewport().update()
        return True

    def go_to(self, place: int, column: int = 0) -> None:
        """Make a row the current one; none is made current that is not there."""
        index = self._model.index(place, max(0, column))
        if index.isValid():
            self.selectionModel().setCurrentIndex(index, FLAGS)

    def last_shown(self) -> int:
        """Return the place of the last row in sight."""
        return (self.verticalScrollBar().value() + self.viewport().height()) // max(1, self._row_height())

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self.theme = theme
        self.rows.set_theme(theme)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, mark, open, leave; letters go to whoever filters."""
        key, held = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        shift = held == Qt.KeyboardModifier.ShiftModifier
        if key in ENTER and not held:
            if self.current:
                self.opened.emit(self.current)
        elif key == Qt.Key.Key_Escape and not held:
            self._escape()
        elif key == Qt.Key.Key_Space and not held:
            self._mark(self.currentIndex().row())
        elif key in STEPS and shift and self._marking:
            self._extend(STEPS[key])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and not held:
            self.go_to(0 if key == Qt.Key.Key_Home else self._model.rowCount() - 1, self.currentIndex().column())
        elif key == Qt.Key.Key_A and held == Qt.KeyboardModifier.ControlModifier and self._marking:
            self.mark_all()
        elif event.text().isprintable() and event.text().strip() and (shift or not held):
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def mark_all(self) -> None:
        """Mark every row that is here."""
        self._set_marks({self._model.id(place) for place in range(self._model.rowCount())})

    def unmark(self) -> None:
        """Mark nothing any more."""
        self._set_marks(set())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Whoever comes by keys stands on a row."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.go_to(0)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Paint the current row as one that keys do not reach."""
        super().focusOutEvent(event)
        self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Mark the row below the pointer, all of it."""
        super().mouseMoveEvent(event)
        self._hover(self.indexAt(event.position().toPoint()).row())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Turn a box without opening its row; dragging chooses nothing."""
        at = self.indexAt(event.position().toPoint())
        if self._marking and at.isValid() and event.position().x() < self.theme.px(EDGE + BOX_ROOM - 6):
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.go_to(at.row())
            self._mark(at.row())
            return
        super().mousePressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Forget where the pointer was."""
        super().leaveEvent(event)
        self._hover(-1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out among the columns."""
        super().resizeEvent(event)
        self._share()

    def showEvent(self, event: QShowEvent) -> None:
        """Take the head over from itself, also at a width at which it was before."""
        super().showEvent(event)
        self._share()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows, and the ring of the one on which the keys are; of all, while that one is out of sight."""
        self.rows.current, self.rows.active = self.currentIndex().row(), self.hasFocus()
        self.rows.marked = {self._model.place(row) for row in self._model.marks}
        super().paintEvent(event)
        if not self.hasFocus():
            return
        room, rect = self.viewport().rect(), self.visualRect(self.currentIndex())
        ring = QRect(1, rect.top() + 1, room.width() - 2, rect.height() - 3)
        painter = QPainter(self.viewport())
        painter.setPen(QPen(self.theme.colour("focus"), 2))
        painter.drawRect(ring if rect.intersects(room) else room.adjusted(1, 1, -1, -1))
        painter.end()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Scroll, without carrying along a ring that goes round all rows."""
        super().scrollContentsBy(dx, dy)
        if self.hasFocus():
            self.viewport().update()

    def _share(self) -> None:
        found = widths(self._model.columns, self.viewport().width(), self.theme.px)
        for at, width in enumerate(found):
            self.setColumnHidden(at, width == 0)
            if width:
                self.setColumnWidth(at, width)
        self.rows.last = max((at for at, width in enumerate(found) if width), default=0)
        # Without rows the list is hidden, as small as it was made, and the head goes by its own width.
        if not self.isHidden():
            self._head.take(found)

    def _row_height(self) -> int:
        return self.verticalHeader().defaultSectionSize()

    def _top(self) -> tuple[str, int] | None:
        """Return the first row in sight, and how many pixels of it are scrolled out; none while all is at the top."""
        value, high = self.verticalScrollBar().value(), max(1, self._row_height())
        row = self._model.id(value // high)
        return (row, value % high) if value and row else None

    def _hover(self, row: int) -> None:
        before, self.rows.hovered = self.rows.hovered, row
        for each in {before, row} - {-1} if row != before else ():
            rect = self.visualRect(self._model.index(each, 0))
            self.viewport().update(0, rect.top(), self.viewport().width(), rect.height())

    def _clicked(self, index: QModelIndex) -> None:
        self.opened.emit(self._model.id(index.row()))

    def _mark(self, place: int) -> None:
        row = self._model.id(place)
        if self._marking and row:
            self._anchor = place
            self._set_marks(self._model.marks ^ {row})

    def _extend(self, step: int) -> None:
        start = self.currentIndex().row()
        if self._anchor < 0 or self._model.id(self._anchor) not in self._model.marks:
            self._anchor = start
        to = min(max(start + step, 0), self._model.rowCount() - 1)
        self.go_to(to, self.currentIndex().column())
        first, last = sorted((self._anchor, to))
        self._set_marks({self._model.id(place) for place in range(first, last + 1)} - {""})

    def _set_marks(self, marks: set[str]) -> None:
        if marks != self._model.marks:
            self._model.marks = marks
            self.viewport().update()
            self.marked.emit()

    def _escape(self) -> None:
        if self._model.marks:
            self.unmark()
        else:
            self.left.emit()
