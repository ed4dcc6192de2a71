"""How the rows of a long list are painted: whole, in one line or in two, and as bars while they are not here."""

from typing import Any, Final

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter

from clinic_console.desktop.models.roll import Drawn, RollModel
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.table_cells import Cells
from clinic_console.desktop.views.table_rows import EDGE, cell_room

BELOW: Final = 12
NARROW_EDGE: Final = 14
HIGH: Final = 46
BAR: Final = 10
FILLS: Final = (0.72, 0.57, 0.82, 0.46, 0.63)
"""Shares of a column that the bars of rows fill, in turn."""


class RollRows:
    """Paints rows of ``model``; ``hovered`` and ``current`` are places, ``active`` says that the keys go here.

    ``opened`` is the place of the row that stands open beside the list. ``bars``: rows that are not here show them.
    """

    def __init__(self, theme: Theme, model: RollModel[Any]) -> None:
        self.theme, self._model, self._cells = theme, model, Cells(theme)
        self.widths = [0] * len(model.columns)
        self._spans: list[tuple[int, int, int]] = []
        self.hovered, self.current, self.opened, self.active, self.bars = -1, -1, -1, False, False

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self.theme = theme
        self._cells.set_theme(theme)

    @property
    def height(self) -> int:
        """Return how high a row is."""
        return self.theme.px(HIGH) if self._model.two_lines else self.theme.size("row", "table")

    def paint(self, painter: QPainter, rect: QRect, place: int) -> bool:
        """Paint a row; return whether it was here."""
        drawn = self._model.drawn(place)
        chosen = place in (self.opened, self.current)
        active = self.active and place == self.current
        self._cells.ground(painter, rect, chosen=chosen, active=active, marked=place == self.hovered)
        if chosen:
            self._cells.bar(painter, rect)
        if drawn is None:
            if self.bars:
                self._bars(painter, rect, place)
        elif self._model.two_lines:
            self._two_lines(painter, rect, drawn)
        else:
            self._one_line(painter, rect, drawn)
        return drawn is not None

    def cut(self, place: int, width: int) -> bool:
        """Say whether the first cell of a row has not room for all of it."""
        drawn = self._model.drawn(place)
        room = width - 2 * self.theme.px(NARROW_EDGE) if self._model.two_lines else self.widths[0] - self.theme.px(22)
        return drawn is not None and sum(self._cells.natural(cell) for cell in drawn[0]) > room

    def share(self, found: list[int]) -> None:
        """Take on the widths of the columns."""
        self.widths = found
        shown, left = [at for at, width in enumerate(found) if width], 0
        self._spans = []
        for at in shown:
            whole = QRect(left, 0, found[at], 1)
            room = cell_room(self.theme, whole, first=at == shown[0], last=at == shown[-1], boxed=False)
            self._spans.append((at, room.left(), room.width()))
            left += found[at]

    def _one_line(self, painter: QPainter, rect: QRect, drawn: Drawn) -> None:
        for at, left, wide in self._spans:
            right = self._model.columns[at].right
            inside = QRectF(rect.left() + left, rect.top(), wide, rect.height())
            for cell in drawn[at]:
                end = self._cells.paint(painter, inside, cell, right=right)
                inside.setLeft(end + self.theme.px(6))
                if inside.width() < self.theme.px(BAR):
                    break

    def _two_lines(self, painter: QPainter, rect: QRect, drawn: Drawn) -> None:
        px, edge = self.theme.px, self.theme.px(NARROW_EDGE)
        above = QRectF(rect.left() + edge, rect.top() + px(4), rect.width() - 2 * edge, px(20))
        below = QRectF(above.left(), above.bottom(), above.width(), px(17))
        name, *marks = drawn[0]
        for mark in reversed(marks):
            wide = self._cells.natural(mark)
            self._cells.paint(painter, QRectF(above.right() - wide, above.top(), wide + 1, above.height()), mark)
            above.setRight(above.right() - wide - px(5))
        self._cells.paint(painter, above, name)
        for cell in drawn[2]:
            self._cells.paint(painter, below, cell, BELOW, right=True)
            below.setRight(below.right() - self._cells.natural(cell, BELOW) - px(8))
        for cell in drawn[1]:
            self._cells.paint(painter, below, cell, BELOW)

    def _bars(self, painter: QPainter, rect: QRect, place: int) -> None:
        theme = self.theme
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("bg.hover"))
        high = theme.px(BAR)
        if self._model.two_lines:
            edge = theme.px(EDGE)
            whole = rect.width() - 2 * edge
            for share, top in ((FILLS[place % 5], theme.px(9)), (FILLS[(place + 2) % 5] / 2, theme.px(27))):
                painter.drawRoundedRect(QRectF(rect.left() + edge, rect.top() + top, share * whole, high), 2, 2)
            return
        for at, left, room in self._spans:
            wide = FILLS[(place + at) % 5] * min(room, theme.px(220))
            begin = rect.left() + left + (room - wide if self._model.columns[at].right else 0)
            painter.drawRoundedRect(QRectF(begin, rect.center().y() - high / 2, wide, high), 2, 2)
