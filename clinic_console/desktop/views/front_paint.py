"""How rows of the day's list are painted: box, state, waiting time; marks never give way to a long name."""

from typing import Final

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter, QPen

from clinic_console.desktop.models.front_desk import FrontModel
from clinic_console.desktop.models.roll import Drawn
from clinic_console.desktop.models.table import Cell
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.roll_rows import BELOW, RollRows
from clinic_console.desktop.views.table_rows import BOX, BOX_ROOM, EDGE, cell_room

GAP: Final = 6


class FrontRows(RollRows):
    """Paints rows; ``painted`` keeps by place which waiting time stands there."""

    def __init__(self, theme: Theme, model: FrontModel) -> None:
        super().__init__(theme, model)
        self._front, self._desk = model, model.desk
        self.painted: dict[int, Cell] = {}

    def box_edge(self) -> int:
        """Return where the boxes end, and a click means the row."""
        return self.theme.px(EDGE + BOX_ROOM - 6)

    def paint(self, painter: QPainter, rect: QRect, place: int) -> bool:
        """Paint a row; return whether it was here."""
        row, drawn = self._desk.id(place), self._model.drawn(place)
        selected, current = row in self._desk.marks.ids, place == self.current
        marked = place in (self.hovered, self.current)
        self._cells.ground(painter, rect, chosen=selected, active=True, marked=marked)
        if row in self._desk.changed or (current and self.active):
            self._cells.bar(painter, rect)
        if drawn is None:
            return False
        self.painted[place] = drawn[-1][0]
        self._box(painter, rect, on=selected)
        off = row in self._desk.off
        if self._model.two_lines:
            self._two(painter, rect, drawn, off=off)
        else:
            self._one(painter, rect, drawn, off=off)
        return True

    def waiting_rect(self, rect: QRect) -> QRect:
        """Return which part of a row changes with the minutes."""
        if self._model.two_lines or not self._spans:
            return rect
        left = rect.left() + self._spans[-1][1] - self.theme.px(EDGE)
        return QRect(left, rect.top(), rect.right() - left + 1, rect.height())

    def share(self, found: list[int]) -> None:
        """Take on the widths of the columns, the first with room for a box."""
        self.widths = found
        shown, left = [at for at, width in enumerate(found) if width], 0
        self._spans = []
        for at in shown:
            whole = QRect(left, 0, found[at], 1)
            room = cell_room(self.theme, whole, first=at == shown[0], last=at == shown[-1], boxed=True)
            self._spans.append((at, room.left(), room.width()))
            left += found[at]

    def cut(self, place: int, width: int) -> bool:
        """Say whether some cell of a row has not room for all of it, or one is a sign that wants words."""
        drawn = self._model.drawn(place)
        if drawn is None or not width:
            return False
        if self._model.two_lines or any(cell.icon and not cell.text for cells in drawn for cell in cells):
            return True
        gap = self.theme.px(GAP)
        return any(
            sum(self._cells.natural(cell) + gap for cell in drawn[at]) - gap > room for at, _, room in self._spans
        )

    def _one(self, painter: QPainter, rect: QRect, drawn: Drawn, *, off: bool) -> None:
        for at, left, wide in self._spans:
            inside = QRectF(rect.left() + left, rect.top(), wide, rect.height())
            self._several(painter, inside, drawn[at], off=off, right=self._model.columns[at].right)

    def _several(
        self,
        painter: QPainter,
        room: QRectF,
        cells: tuple[Cell, ...],
        *,
        off: bool,
        right: bool = False,
        size: int = 14,
    ) -> None:
        """Paint cells side by side: the first gives way to the marks behind it."""
        if len(cells) == 1:
            cell = cells[0]
            if cell.text or cell.icon:
                self._cells.paint(painter, room, cell._replace(tone="muted") if off else cell, right=right)
            return
        gap = self.theme.px(GAP)
        behind = sum(self._cells.natural(cell, size) + gap for cell in cells[1:])
        first = QRectF(room)
        first.setWidth(max(self.theme.px(24), room.width() - behind))
        for number, cell in enumerate(cells):
            part = first if not number else room
            end = self._cells.paint(painter, part, cell._replace(tone="muted") if off else cell, size, right=right)
            room.setLeft(end + gap)

    def _two(self, painter: QPainter, rect: QRect, drawn: Drawn, *, off: bool) -> None:
        px = self.theme.px
        left = rect.left() + px(EDGE + BOX_ROOM)
        above = QRectF(left, rect.top() + px(4), rect.right() - px(EDGE) - left, px(20))
        below = QRectF(left, above.bottom(), above.width(), px(17))
        waiting = drawn[2][0]
        wide = self._cells.natural(waiting)
        at = QRectF(above.right() - wide, above.top(), wide + 1, above.height())
        self._cells.paint(painter, at, waiting._replace(tone="muted") if off else waiting)
        above.setRight(above.right() - wide - px(GAP))
        clock, *names = drawn[0]
        end = self._cells.paint(painter, above, clock._replace(tone="muted") if off else clock)
        above.setLeft(end + px(8))
        self._several(painter, above, tuple(names), off=off)
        for cell in drawn[1]:
            end = self._cells.paint(painter, below, cell._replace(tone="muted") if off else cell, BELOW)
            below.setLeft(end + px(GAP))

    def _box(self, painter: QPainter, rect: QRect, *, on: bool) -> None:
        theme, size = self.theme, self.theme.px(BOX)
        box = QRectF(rect.left() + theme.px(EDGE), rect.center().y() - size // 2, size, size)
        painter.setPen(QPen(theme.colour("accent.fill" if on else "border.control"), 1))
        painter.setBrush(theme.colour("accent.fill" if on else "bg.input"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), theme.px(3), theme.px(3))
        if on:
            ratio = painter.device().devicePixelRatio()
            painter.drawPixmap(box.topLeft(), theme.pixmap("check", theme.colour("text.onAccent"), size, ratio))
