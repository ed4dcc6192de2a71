"""A list of any length under pointer, keys and scroll bar; it paints its rows itself, each in sight once."""

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLabel, QTableView, QToolTip, QWidget

from clinic_console.desktop.models.roll import RollModel
from clinic_console.desktop.models.table import Index, widths
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.roll_rows import RollRows
from clinic_console.desktop.views.table_rows import TableHead

FLAGS: Final = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
BARS_SECONDS: Final = 0.15


class RollView(QTableView):
    """``opened`` carries the id of the row of Enter or a click, ``typed`` a letter for the field that searches.

    ``left`` says that Esc was pressed, ``up`` that somebody goes up from the first row. ``whereabouts`` gives the
    words that stand beside the scroll bar while a place is dragged to.
    """

    opened = Signal(str)
    typed = Signal(str)
    left = Signal()
    up = Signal()

    def __init__(self, theme: Theme, model: RollModel[Any], head: TableHead | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme, self._model, self._head = theme, model, head
        self._lists, self._current, self._first_id = model.source.lists, "", ""
        self._begin: tuple[float, int] | None = None
        self._pressed = ""
        self._mono = 0.0
        self._lacking: float | None = None
        self.whereabouts: Callable[[int], str] = lambda _: ""
        self.rows = RollRows(theme, model)
        if head is not None:
            head.rows = self
        self.setModel(model)
        self.where = QLabel(self)
        self._set_up()
        self.clicked.connect(lambda index: self._click(index.row()))
        self.verticalScrollBar().sliderReleased.connect(self.where.hide)
        self.verticalScrollBar().valueChanged.connect(self._say_where)

    def _set_up(self) -> None:
        self.setObjectName("rollRows")
        self.where.setObjectName("rollWhere")
        self.where.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.where.hide()
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setMinimumSize(0, 0)
        self.horizontalHeader().hide()
        self.horizontalHeader().setMinimumSectionSize(1)
        down = self.verticalHeader()
        down.hide()
        down.setMinimumSectionSize(1)
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setDefaultSectionSize(self.rows.height)

    # What is in sight

    @property
    def current(self) -> str:
        """Return the id of the row on which the user is, empty for none, and for one that is not here."""
        return self._model.source.id(self.place)

    @property
    def place(self) -> int:
        """Return on which place the user is, -1 for none."""
        return int(self.currentIndex().row())

    @property
    def first(self) -> int:
        """Return the first place in sight."""
        return int(self.verticalScrollBar().value() // self.rows.height)

    @property
    def last(self) -> int:
        """Return the last place in sight."""
        bottom = (self.verticalScrollBar().value() + max(0, self.viewport().height() - 1)) // self.rows.height
        return max(0, min(bottom, self._model.rowCount() - 1))

    @property
    def top(self) -> float:
        """Return the first place in sight with the part of it that is scrolled out."""
        return float(self.verticalScrollBar().value() / self.rows.height)

    def scroll_to(self, top: float) -> None:
        """Bring a place to the top."""
        self.updateGeometries()
        self.verticalScrollBar().setValue(round(top * self.rows.height))

    @property
    def settled(self) -> bool:
        """Say whether it stands where it is to begin."""
        return self._begin is None

    def begin_at(self, top: float, place: int) -> None:
        """Stand where one stood before, as soon as there are rows."""
        self._begin = (top, place) if top or place >= 0 else None

    def go_to(self, place: int) -> None:
        """Make a row the current one, and bring it into sight."""
        index = self._model.index(max(0, min(place, self._model.rowCount() - 1)), 0)
        if index.isValid():
            self.selectionModel().setCurrentIndex(index, FLAGS)
            self._current = self.current

    def frame(self, mono: float) -> bool:
        """Show the rows as they are now; return whether anything changed."""
        self._mono = mono
        changed = self._sync()
        if self._begin is not None and self._model.rowCount() and self.viewport().height() > self.rows.height:
            (top, place), self._begin = self._begin, None
            self.scroll_to(top)
            if place >= 0:
                self.selectionModel().setCurrentIndex(self._model.index(place, 0), FLAGS)
                self.scroll_to(top)
        due = self._lacking is not None and mono - self._lacking >= BARS_SECONDS
        if due != self.rows.bars:
            self.rows.bars = due
            changed = True
        if changed:
            self.viewport().update()
        return changed

    def look(self, *, two_lines: bool) -> None:
        """Give rows two lines, or one with a column for each thing; the first row in sight stays."""
        if two_lines == self._model.two_lines:
            return
        top = self.top
        self._model.look(two_lines=two_lines)
        self.verticalHeader().setDefaultSectionSize(self.rows.height)
        self._share()
        self.scroll_to(top)
        self.scrollTo(self.currentIndex())
        self.viewport().update()

    def mark_open(self, place: int) -> None:
        """Show which row stands open beside the list, -1 for none."""
        if place != self.rows.opened:
            self.rows.opened = place
            self.viewport().update()

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self.theme = theme
        self.rows.set_theme(theme)
        self.viewport().update()

    def _sync(self) -> bool:
        source, place, current = self._model.source, self.place, self._current
        top, part = divmod(self.verticalScrollBar().value(), self.rows.height)
        first = self._first_id
        if not self._model.sync():
            return False
        self.updateGeometries()
        if self._lists != source.lists:
            self._lists, self._current = source.lists, ""
            self.setCurrentIndex(QModelIndex())
            self.verticalScrollBar().setValue(0)
        else:
            self._follow(place, current)
            moved = source.place(first)
            if first and moved >= 0 and moved != top:
                # What is read stays where it is, whatever came or went above it.
                self.verticalScrollBar().setValue(moved * self.rows.height + part)
        self._first_id = source.id(self.first)
        return True

    def _follow(self, place: int, current: str) -> None:
        """Stay on the row on which the user is, wherever it has gone."""
        moved = self._model.source.place(current) if current else -1
        if moved >= 0 and moved != place:
            self.go_to(moved)
        elif place >= self._model.rowCount() > 0:
            self.go_to(self._model.rowCount() - 1)
        else:
            self._current = self.current or current

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows in sight, one call of the model for each, and the ring of the current one."""
        rows, high, shown = self.rows, self.rows.height, event.rect()
        rows.current, rows.active = self.place, self.hasFocus()
        value, whole = self.verticalScrollBar().value(), True
        painter = QPainter(self.viewport())
        painter.fillRect(shown, self.theme.colour("bg.surface"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        first = (value + shown.top()) // high
        last = min((value + shown.bottom()) // high, self._model.rowCount() - 1)
        for place in range(first, last + 1):
            whole &= rows.paint(painter, QRect(0, place * high - value, self.viewport().width(), high), place)
        self._note_lacking(whole=whole, all_of_it=shown.height() >= self.viewport().height())
        if self.hasFocus():
            self._ring(painter)
        painter.end()

    def _note_lacking(self, *, whole: bool, all_of_it: bool) -> None:
        if not whole and self._lacking is None:
            self._lacking = self._mono
        elif whole and all_of_it:
            self._lacking = None

    def _ring(self, painter: QPainter) -> None:
        room = self.viewport().rect()
        high = self.rows.height
        rect = QRect(0, self.place * high - self.verticalScrollBar().value(), room.width(), high)
        ring = QRect(1, rect.top() + 1, room.width() - 2, high - 3)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.theme.colour("focus"), 2))
        painter.drawRect(ring if self.place >= 0 and rect.intersects(room) else room.adjusted(1, 1, -1, -1))

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Scroll, and paint all of it: half a page that is carried along saves less than it leaves behind."""
        super().scrollContentsBy(dx, dy)
        self._first_id = self._model.source.id(self.first)
        self.viewport().update()

    # Keys and pointer

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, open, leave; letters go to whoever searches."""
        self._begin = None
        key, held = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        shift = held == Qt.KeyboardModifier.ShiftModifier
        if key in ENTER and not held:
            self._open(self.place)
        elif key == Qt.Key.Key_Escape and not held:
            self.left.emit()
        elif key == Qt.Key.Key_Up and not held and self.place <= 0:
            self.up.emit()
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and not held:
            self.go_to(0 if key == Qt.Key.Key_Home else self._model.rowCount() - 1)
        elif event.text().isprintable() and event.text().strip() and (shift or not held):
            self.typed.emit(event.text())
        elif key != Qt.Key.Key_Space:
            super().keyPressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Note who it is, to be found again after the list has changed."""
        super().currentChanged(current, previous)
        self._current = self._model.source.id(current.row()) if current.isValid() else ""
        self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Whoever comes by keys stands on a row in sight."""
        super().focusInEvent(event)
        if self.place < 0:
            self.go_to(-(-self.verticalScrollBar().value() // self.rows.height))
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Paint the current row as one that keys do not reach."""
        super().focusOutEvent(event)
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Note who is below the pointer: rows may come and go before it is released."""
        self._pressed = self._model.source.id(self.indexAt(event.position().toPoint()).row())
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Mark the row below the pointer."""
        super().mouseMoveEvent(event)
        self._hover(self.indexAt(event.position().toPoint()).row())

    def leaveEvent(self, event: QEvent) -> None:
        """Forget where the pointer was."""
        super().leaveEvent(event)
        self._hover(-1)

    def viewportEvent(self, event: QEvent) -> bool:
        """Show the whole of a row that had to be cut."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = self.indexAt(event.pos()).row()
            cut = place >= 0 and self.rows.cut(place, self.viewport().width())
            QToolTip.showText(event.globalPos(), self._model.said(place) if cut else "", self)
            return True
        return bool(super().viewportEvent(event))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out among the columns."""
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        room = self.viewport().width()
        found = widths(self._model.columns, room, self.theme.px)
        if self._model.two_lines:
            found = [room, *(0 for _ in found[1:])]
        for at, width in enumerate(found):
            self.setColumnHidden(at, width == 0)
            if width:
                self.setColumnWidth(at, width)
        self.rows.share(found)
        if self._head is not None and not self._model.two_lines:
            self._head.take(found)

    def _hover(self, place: int) -> None:
        if place != self.rows.hovered:
            self.rows.hovered = place
            self.viewport().update()

    def _click(self, place: int) -> None:
        if self._model.source.id(place) == self._pressed:
            self._open(place)

    def _open(self, place: int) -> None:
        row = self._model.source.id(place)
        if row:
            self.opened.emit(row)

    def _say_where(self) -> None:
        bar = self.verticalScrollBar()
        if not bar.isSliderDown():
            self.where.hide()
            return
        self.where.setText(self.whereabouts(self.first))
        self.where.adjustSize()
        share = bar.value() / max(1, bar.maximum())
        top = round(share * (self.height() - self.where.height()))
        self.where.move(self.width() - bar.width() - self.where.width() - self.theme.px(10), top)
        self.where.show()
        self.where.raise_()
