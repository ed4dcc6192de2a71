"""How a table's rows and its head are painted: dense, on hairlines, in tokens."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QToolTip, QWidget

from clinic_console.desktop.models.table import CELL, GONE, Cell, Column, widths
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.table_cells import Cells

EDGE: Final = 14
LIST_EDGE: Final = 2
"""Pixels around the rows for the list's border, at any scale."""
BOX: Final = 16
BOX_ROOM: Final = 28
"""What a box in front of a row takes."""
MIDDLE: Final = Qt.AlignmentFlag.AlignVCenter


def cell_room(theme: Theme, rect: QRect, *, first: bool, last: bool, boxed: bool) -> QRect:
    """Return where in a cell its text stands."""
    pad, edge = theme.size("pad", "cell"), theme.px(EDGE)
    left = edge + (theme.px(BOX_ROOM) if boxed else 0) if first else pad
    return rect.adjusted(left, 0, -(edge if last else pad), 0)


class TableRows(QStyledItemDelegate):
    """Paints cells; ``hovered`` is the row below the pointer, ``active`` says that the keys go to the table.

    With ``boxes`` each row begins with one, and those of ``marks`` (ids are places here) are ticked.
    """

    def __init__(self, theme: Theme, columns: Sequence[Column[Any]], *, boxes: bool) -> None:
        super().__init__()
        self._columns, self.boxes = columns, boxes
        self.theme, self._cells = theme, Cells(theme)
        self.hovered, self.current, self.active = -1, -1, False
        self.marked: set[int] = set()
        self.last = len(columns) - 1

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self.theme = theme
        self._cells.set_theme(theme)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return a row's height (the table gives each column its width)."""
        return QSize(1, self.theme.size("row", "table"))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one cell."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: QRect = option.rect
        self._ground(painter, rect, index.row(), first=index.column() == 0)
        if self.boxes and index.column() == 0:
            self._box(painter, rect, on=index.row() in self.marked)
        cell = index.data(CELL)
        if isinstance(cell, Cell):
            room = QRectF(self._room(rect, index.column()))
            right = self._columns[index.column()].right
            self._cells.paint(painter, room, cell, gone=bool(index.data(GONE)), right=right)
        painter.restore()

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """Show the whole of what had to be cut."""
        cell = index.data(CELL)
        if event.type() != QEvent.Type.ToolTip or not isinstance(cell, Cell):
            return super().helpEvent(event, view, option, index)
        room = self._room(option.rect, index.column()).width()
        cut = self._cells.natural(cell) > room
        QToolTip.showText(event.globalPos(), " ".join(filter(None, (cell.text, cell.beside))) if cut else "", view)
        return True

    def _room(self, rect: QRect, column: int) -> QRect:
        return cell_room(self.theme, rect, first=column == 0, last=column == self.last, boxed=self.boxes)

    def _ground(self, painter: QPainter, rect: QRect, row: int, *, first: bool) -> None:
        chosen = row in self.marked or (not self.boxes and row == self.current)
        marked = row in (self.hovered, self.current)
        self._cells.ground(painter, rect, chosen=chosen, active=self.active, marked=marked)
        if first and (chosen or row == self.current):
            # A second sign besides the fill.
            self._cells.bar(painter, rect)

    def _box(self, painter: QPainter, rect: QRect, *, on: bool) -> None:
        theme, size = self.theme, self.theme.px(BOX)
        box = QRectF(rect.left() + theme.px(EDGE), rect.center().y() - size // 2, size, size)
        painter.setPen(QPen(theme.colour("accent.fill" if on else "border.control"), 1))
        painter.setBrush(theme.colour("accent.fill" if on else "bg.input"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), theme.px(3), theme.px(3))
        if on:
            ratio = painter.device().devicePixelRatio()
            painter.drawPixmap(box.topLeft(), theme.pixmap("check", theme.colour("text.onAccent"), size, ratio))


class TableHead(QWidget):
    """The titles above the columns; it stays while rows are loading, or there are none."""

    def __init__(self, theme: Theme, columns: Sequence[Column[Any]], *, boxes: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme, self._columns, self._boxes = theme, columns, boxes
        self.rows: QWidget | None = None
        self.widths = [0] * len(columns)
        self.setFixedHeight(theme.size("row", "header"))

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self.theme = theme
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width out."""
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Share the width out by itself while there are no rows: a list that is shown knows of its scroll bar."""
        if self.rows is None or self.rows.isHidden():
            self.take(self.own())

    def take(self, found: list[int]) -> None:
        """Take the widths of the columns from the rows; hidden ones may be of any size."""
        if self.rows is not None and self.rows.isHidden():
            found = self.own()
        if self.widths != found:
            self.widths = found
            self.update()

    def own(self) -> list[int]:
        """Return the widths of the columns without a list that says so."""
        return widths(self._columns, self.width() - 2 * LIST_EDGE, self.theme.px)

    def title(self, at: int) -> str:
        """Return what is painted above a column."""
        return self._columns[at].title

    def rooms(self) -> Iterator[tuple[int, QRect]]:
        """Yield each column that has room, and where its title stands."""
        shown = [at for at, width in enumerate(self.widths) if width]
        left = LIST_EDGE
        for at in shown:
            rect = QRect(left, 0, self.widths[at], self.height() - 1)
            yield at, cell_room(self.theme, rect, first=at == shown[0], last=at == shown[-1], boxed=self._boxes)
            left += self.widths[at]

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the titles and the line below them."""
        theme, painter = self.theme, QPainter(self)
        painter.fillRect(self.rect(), theme.colour("bg.surface"))
        painter.fillRect(QRect(0, self.height() - 1, self.width(), 1), theme.colour("border.strong"))
        font = theme.font(12, 500)
        painter.setFont(font)
        painter.setPen(theme.colour("text.muted"))
        for at, room in self.rooms():
            column = self._columns[at]
            text = QFontMetricsF(font).elidedText(self.title(at), Qt.TextElideMode.ElideRight, room.width())
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            painter.drawText(room, MIDDLE | side, text)
        painter.end()
