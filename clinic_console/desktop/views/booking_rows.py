"""Rows to choose from in a panel, free times or people: the arrows move, Enter chooses."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPen, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from clinic_console.desktop.theme import Theme

ROW: Final = 32
SECOND: Final = 18
PAD: Final = 10
GAP: Final = 10


class Row(NamedTuple):
    """What stands in a row: ``lead`` (a day) and ``strong`` (a time) in columns, a title, more of it, a second line.

    ``key`` says which it is among others, ``cap`` is the key that chooses it, ``notice`` a word of warning on the
    second line.
    """

    title: str
    lead: str = ""
    strong: str = ""
    other: str = ""
    below: str = ""
    notice: str = ""
    cap: str = ""
    key: str = ""

    @property
    def spoken(self) -> str:
        """Return all of it, for readers."""
        return ", ".join(filter(None, (self.lead, self.strong, self.title, self.other, self.below, self.notice)))


class Rows(QListView):
    """As high as its rows; ``chosen`` carries the place of one, ``moved`` top and height of that which is current.

    ``enter_cap`` stands on the row that is current.
    """

    chosen = Signal(int)
    moved = Signal(int, int)

    def __init__(self, theme: Theme, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("deskRows")
        self.setAccessibleName(name)
        self.rows: tuple[Row, ...] = ()
        self.enter_cap = ""
        self._model = QStandardItemModel(self)
        self._paint = RowPainter(theme, self)
        self.setModel(self._model)
        self.setItemDelegate(self._paint)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.clicked.connect(lambda index: self._choose(index.row()))
        self.selectionModel().currentChanged.connect(lambda *_: self._tell())
        self._fit()

    @property
    def current(self) -> int:
        """Return the place of the row that is current, -1 for none."""
        return self.currentIndex().row()

    def say(self, rows: Sequence[Row], *, stays: bool = False) -> None:
        """Show these rows; what was current stays so, by its key.

        If it has gone, the first is current, or (``stays``) what stands in its place.
        """
        if tuple(rows) == self.rows and self._model.rowCount() == len(rows):
            return
        before = self.current
        key = self.rows[before].key if 0 <= before < len(self.rows) else ""
        self.rows = tuple(rows)
        self._model.removeRows(0, self._model.rowCount())
        for row in self.rows:
            item = QStandardItem(row.spoken)
            item.setEditable(False)
            self._model.appendRow(item)
        place = next((place for place, row in enumerate(self.rows) if key and row.key == key), -1)
        if place < 0:
            place = min(before, len(self.rows) - 1) if stays and before >= 0 else 0
        self.go_to(place)
        self._fit()

    def go_to(self, place: int) -> None:
        """Make a row current."""
        if 0 <= place < len(self.rows):
            self.setCurrentIndex(self._model.index(place, 0))

    def step(self, by: int) -> None:
        """Go to the next row, up (-1) or down."""
        self.go_to(self.current + by)

    def choose_current(self) -> None:
        """Choose the row that is current."""
        self._choose(self.current)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._paint.theme = theme
        self._fit()
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, Enter chooses once; everything else is the panel's."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.step(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.go_to(0 if key == Qt.Key.Key_Home else len(self.rows) - 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.choose_current()
        else:
            event.ignore()

    def sizeHint(self) -> QSize:
        """Return the room for all rows."""
        return QSize(1, self.height())

    def minimumSizeHint(self) -> QSize:
        """Ask for no width."""
        return QSize(0, self.minimumHeight())

    def _choose(self, place: int) -> None:
        if 0 <= place < len(self.rows):
            self.chosen.emit(place)

    def _tell(self) -> None:
        rect = self.visualRect(self.currentIndex())
        if rect.isValid():
            self.moved.emit(rect.top(), rect.height())

    def _fit(self) -> None:
        # The ring around the list takes two pixels on each side, at any scale.
        self.setFixedHeight(sum(self._paint.height(row) for row in self.rows) + 4)
        self.setVisible(bool(self.rows))


class RowPainter(QStyledItemDelegate):
    """Paints a row."""

    def __init__(self, theme: Theme, rows: Rows) -> None:
        super().__init__(rows)
        self.theme, self._rows = theme, rows

    def height(self, row: Row) -> int:
        """Return the height of a row."""
        return self.theme.px(ROW + (SECOND if row.below or row.notice else 0))

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return a row's size (the list gives it all its width)."""
        return QSize(1, self.height(self._rows.rows[index.row()]))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint a row."""
        row = self._rows.rows[index.row()]
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._row(painter, rect, row, current=bool(state & QStyle.StateFlag.State_Selected), state=state)
        painter.restore()

    def _row(self, painter: QPainter, rect: QRect, row: Row, *, current: bool, state: QStyle.StateFlag) -> None:
        theme, px = self.theme, self.theme.px
        if current:
            # Keys go to the list itself, or to the field above it that moves in it.
            held = self._rows.hasFocus() or self._rows.focusPolicy() is Qt.FocusPolicy.NoFocus
            painter.fillRect(rect, theme.colour("selection.row" if held else "selection.rowInactive"))
            # A second sign besides the fill.
            painter.fillRect(QRect(rect.left(), rect.top(), px(3), rect.height()), theme.colour("selection.bar"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.colour("bg.hover"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.colour("border.subtle"))
        line = QRectF(rect.left() + px(PAD), rect.top(), rect.width() - 2 * px(PAD), px(ROW))
        if row.below or row.notice:
            line.moveTop(rect.top() + px(2))
        right = line.right()
        cap = row.cap or (self._rows.enter_cap if current else "")
        if cap:
            right = self._cap(painter, QPointF(right, line.center().y()), cap) - px(GAP)
        left = self._columns(painter, line, row)
        left = self._text(painter, QRectF(left, line.top(), right - left, line.height()), row.title, 14, 500)
        room = QRectF(left + px(8), line.top(), right - left - px(8), line.height())
        self._text(painter, room, row.other, 13, 400, "text.muted")
        self._below(painter, line, row)

    def _columns(self, painter: QPainter, line: QRectF, row: Row) -> float:
        """Paint day and time, each as wide as the widest of its kind; return where the title begins."""
        left = line.left()
        for text, all_of, weight, colour in (
            (row.lead, [each.lead for each in self._rows.rows], 400, "text.secondary"),
            (row.strong, [each.strong for each in self._rows.rows], 600, "text.primary"),
        ):
            metrics = QFontMetricsF(self.theme.font(14, weight))
            width = max((metrics.horizontalAdvance(each) for each in all_of), default=0.0)
            if width:
                room = QRectF(left, line.top(), width + 1, line.height())
                self._text(painter, room, text, 14, weight, colour)
                left += width + self.theme.px(GAP)
        return left

    def _below(self, painter: QPainter, line: QRectF, row: Row) -> None:
        top, px = line.bottom() - self.theme.px(6), self.theme.px
        room = QRectF(line.left(), top, line.width(), px(SECOND))
        if row.notice:
            end = self._text(painter, room, row.notice, 12, 500, "notice.text")
            room.setLeft(end + px(8))
        self._text(painter, room, row.below, 12, 400, "text.muted")

    def _text(
        self, painter: QPainter, room: QRectF, text: str, size: int, weight: int, colour: str = "text.primary"
    ) -> float:
        """Paint what fits of a text, and return where it ends."""
        font = self.theme.font(size, weight)
        metrics = QFontMetricsF(font)
        if not text or room.width() < metrics.horizontalAdvance("M…"):
            return room.left()
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.setFont(font)
        painter.setPen(self.theme.colour(colour))
        # By the baseline of the first line's size: what stands beside another size stands on one line with it.
        base = room.center().y() + (QFontMetricsF(self.theme.font(14)).capHeight()) / 2
        if size < 13:
            base = room.center().y() + metrics.capHeight() / 2
        painter.drawText(QPointF(room.left(), round(base)), shown)
        return room.left() + metrics.horizontalAdvance(shown)

    def _cap(self, painter: QPainter, right: QPointF, text: str) -> float:
        """Paint a key cap that ends at a point, return where it begins."""
        px, font = self.theme.px, self.theme.font(11, 500)
        metrics = QFontMetricsF(font)
        height = metrics.height() + px(4)
        width = max(metrics.horizontalAdvance(text) + 2 * px(6), height)
        box = QRectF(right.x() - width, right.y() - height / 2, width, height)
        painter.setPen(QPen(self.theme.colour("border.control"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), px(4), px(4))
        painter.setFont(font)
        painter.setPen(self.theme.colour("text.secondary"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        return box.left()
