"""How a table's rows and its head are painted: dense, on hairlines, in tokens."""

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QHelpEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QToolTip, QWidget

from clinic_console.desktop.models.table import CELL, GONE, Cell, Column, widths
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.table_text import Style, Texts

TEXT: Final = 14
PILL: Final = 12
LEAST: Final = 36
"""So much room a second text needs at least: less of it says nothing."""
EDGE: Final = 14
LIST_EDGE: Final = 2
"""Pixels around the rows for the list's border, at any scale."""
BOX: Final = 16
BOX_ROOM: Final = 28
"""What a box in front of a row takes."""
TONES: Final = {
    "plain": "text.secondary",
    "strong": "text.primary",
    "muted": "text.muted",
    "notice": "notice.text",
    "accent": "accent.text",
}
PILLS: Final = {"notice": "notice.tint", "accent": "accent.tint"}
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
        self.set_theme(theme)
        self.hovered, self.current, self.active = -1, -1, False
        self.marked: set[int] = set()
        self.last = len(columns) - 1

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self.theme, self._texts = theme, Texts()
        self._styles: dict[tuple[int, int, bool], Style] = {}

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
            self._cell(painter, room, cell, gone=bool(index.data(GONE)), right=self._columns[index.column()].right)
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
        cut = self._natural(cell) > room
        QToolTip.showText(event.globalPos(), " ".join(filter(None, (cell.text, cell.beside))) if cut else "", view)
        return True

    def _room(self, rect: QRect, column: int) -> QRect:
        return cell_room(self.theme, rect, first=column == 0, last=column == self.last, boxed=self.boxes)

    def _style(self, size: int, weight: int, *, struck: bool = False) -> Style:
        key = (size, weight, struck)
        found = self._styles.get(key)
        if found is None:
            found = self._styles[key] = Style(self.theme, size, weight, struck=struck)
        return found

    def _style_of(self, cell: Cell, *, struck: bool) -> Style:
        if cell.pill:
            return self._style(PILL, 500, struck=struck)
        return self._style(TEXT, 500 if cell.tone == "strong" else 400, struck=struck)

    def _natural(self, cell: Cell) -> float:
        icon = self.theme.size("icon", "inline") + self.theme.px(6) if cell.icon else 0
        text = self._texts.width(cell.text, self._style_of(cell, struck=False))
        beside = self._texts.width(cell.beside, self._style(TEXT, 400)) + self.theme.px(5) if cell.beside else 0
        return icon + text + beside + (2 * self.theme.px(8) if cell.pill else 0)

    def _ground(self, painter: QPainter, rect: QRect, row: int, *, first: bool) -> None:
        theme = self.theme
        chosen = row in self.marked or (not self.boxes and row == self.current)
        if chosen:
            painter.fillRect(rect, theme.colour("selection.row" if self.active else "selection.rowInactive"))
        elif row in (self.hovered, self.current):
            painter.fillRect(rect, theme.colour("bg.hover"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.colour("border.subtle"))
        if first and (chosen or row == self.current):
            # A second sign besides the fill.
            bar = QRect(rect.left(), rect.top(), theme.px(3), rect.height())
            painter.fillRect(bar, theme.colour("selection.bar"))

    def _box(self, painter: QPainter, rect: QRect, *, on: bool) -> None:
        theme, size = self.theme, self.theme.px(BOX)
        box = QRectF(rect.left() + theme.px(EDGE), rect.center().y() - size // 2, size, size)
        painter.setPen(QPen(theme.colour("accent.fill" if on else "border.control"), 1))
        painter.setBrush(theme.colour("accent.fill" if on else "bg.input"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), theme.px(3), theme.px(3))
        if on:
            ratio = painter.device().devicePixelRatio()
            painter.drawPixmap(box.topLeft(), theme.pixmap("check", theme.colour("text.onAccent"), size, ratio))

    def _cell(self, painter: QPainter, room: QRectF, cell: Cell, *, gone: bool, right: bool) -> None:
        theme = self.theme
        colour = theme.colour("text.muted" if gone else TONES[cell.tone])
        style = self._style_of(cell, struck=gone or cell.struck)
        if cell.pill:
            self._pill(painter, room, cell, style, colour)
            return
        if right:
            room.setLeft(max(room.left(), room.right() - self._natural(cell) - 1))
        if cell.icon:
            size = theme.size("icon", "inline")
            icon = theme.pixmap(cell.icon, colour, size, painter.device().devicePixelRatio())
            painter.drawPixmap(QPointF(room.left(), round(room.center().y() - size / 2)), icon)
            room.setLeft(room.left() + size + theme.px(6))
        end = self._texts.paint(painter, room, cell.text, style, colour)
        if cell.beside:
            beside = self._style(TEXT, 400)
            room.setLeft(end + theme.px(5))
            if room.width() >= min(theme.px(LEAST), self._texts.width(cell.beside, beside)):
                self._texts.paint(painter, room, cell.beside, beside, theme.colour("text.muted"))

    def _pill(self, painter: QPainter, room: QRectF, cell: Cell, style: Style, colour: QColor) -> None:
        theme, pad = self.theme, self.theme.px(8)
        wide, high = min(self._natural(cell), room.width()), theme.px(20)
        box = QRectF(room.left(), round(room.center().y() - high / 2), wide, high)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(PILLS.get(cell.tone, "bg.hover")))
        painter.drawRoundedRect(box, high / 2, high / 2)
        inside = box.adjusted(pad, 0, -pad + 1, 0)
        if cell.icon:
            size = theme.size("icon", "inline")
            icon = theme.pixmap(cell.icon, colour, size, painter.device().devicePixelRatio())
            painter.drawPixmap(QPointF(inside.left(), round(inside.center().y() - size / 2)), icon)
            inside.setLeft(inside.left() + size + theme.px(6))
        self._texts.paint(painter, inside, cell.text, style, colour)


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
        """Share the width out by itself while there are no rows: a list that is shown knows of its scroll bar."""
        super().resizeEvent(event)
        if self.rows is None or self.rows.isHidden():
            self.widths = widths(self._columns, self.width() - 2 * LIST_EDGE, self.theme.px)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the titles and the line below them."""
        theme, painter = self.theme, QPainter(self)
        painter.fillRect(self.rect(), theme.colour("bg.surface"))
        painter.fillRect(QRect(0, self.height() - 1, self.width(), 1), theme.colour("border.strong"))
        font = theme.font(12, 500)
        painter.setFont(font)
        painter.setPen(theme.colour("text.muted"))
        shown = [at for at, width in enumerate(self.widths) if width]
        left = LIST_EDGE
        for at in shown:
            column, rect = self._columns[at], QRect(left, 0, self.widths[at], self.height() - 1)
            room = cell_room(theme, rect, first=at == shown[0], last=at == shown[-1], boxed=self._boxes)
            text = QFontMetricsF(font).elidedText(column.title, Qt.TextElideMode.ElideRight, room.width())
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            painter.drawText(room, MIDDLE | side, text)
            left += self.widths[at]
        painter.end()
