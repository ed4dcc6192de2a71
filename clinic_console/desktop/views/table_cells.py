"""How a cell is painted: icon, text in a tone, a second text behind it, a pill; and the ground of its row."""

from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from clinic_console.desktop.models.table import Cell
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.table_text import Style, Texts

TEXT: Final = 14
PILL: Final = 12
LEAST: Final = 36
"""So much room a second text needs at least: less of it says nothing."""
TONES: Final = {
    "plain": "text.secondary",
    "strong": "text.primary",
    "muted": "text.muted",
    "notice": "notice.text",
    "accent": "accent.text",
}
SQUARE: Final = "\u2e80"
"""From here on letters are of Chinese, Japanese and Korean."""
PILLS: Final = {"notice": "notice.tint", "accent": "accent.tint"}


class Cells:
    """Paints cells in a theme, and keeps how their texts were shaped."""

    def __init__(self, theme: Theme) -> None:
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self.theme, self.texts = theme, Texts()
        self._styles: dict[tuple[int, int, bool], Style] = {}

    def style(self, size: int, weight: int, *, struck: bool = False) -> Style:
        """Return a font of the theme, made once."""
        key = (size, weight, struck)
        found = self._styles.get(key)
        if found is None:
            found = self._styles[key] = Style(self.theme, size, weight, struck=struck)
        return found

    def natural(self, cell: Cell, size: int = TEXT) -> float:
        """Return how wide a cell's content is, uncut."""
        icon = self.theme.size("icon", "inline") + self.theme.px(6 if cell.text else 0) if cell.icon else 0
        text = self.texts.width(cell.text, self._style_of(cell, size, struck=False)) if cell.text else 0
        beside = self.texts.width(cell.beside, self.style(size, 400)) + self.theme.px(5) if cell.beside else 0
        return icon + text + beside + (2 * self.theme.px(8) if cell.pill else 0)

    def ground(self, painter: QPainter, rect: QRect, *, chosen: bool, active: bool, marked: bool) -> None:
        """Paint what a row stands on, and the line below it; ``marked`` without being chosen: the pointer is here."""
        theme = self.theme
        if chosen:
            painter.fillRect(rect, theme.colour("selection.row" if active else "selection.rowInactive"))
        elif marked:
            painter.fillRect(rect, theme.colour("bg.hover"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.colour("border.subtle"))

    def bar(self, painter: QPainter, rect: QRect) -> None:
        """Paint the bar that marks a row besides its fill."""
        bar = QRect(rect.left(), rect.top(), self.theme.px(3), rect.height())
        painter.fillRect(bar, self.theme.colour("selection.bar"))

    def paint(
        self,
        painter: QPainter,
        at: QRectF,
        cell: Cell,
        size: int = TEXT,
        *,
        gone: bool = False,
        right: bool = False,
    ) -> float:
        """Paint a cell's content; return where it ends."""
        theme, room = self.theme, QRectF(at)
        colour = theme.colour("text.muted" if gone else TONES[cell.tone])
        style = self._style_of(cell, size, struck=gone or cell.struck)
        if cell.pill:
            return self._pill(painter, room, cell, style, colour)
        if right:
            room.setLeft(max(room.left(), room.right() - self.natural(cell, size) - 1))
        if cell.icon:
            self._icon(painter, room, cell.icon, colour)
        end = self.texts.paint(painter, room, cell.text, style, colour)
        if cell.beside:
            beside = self.style(size, 400)
            room.setLeft(end + theme.px(5))
            if room.width() >= min(theme.px(LEAST), self.texts.width(cell.beside, beside)):
                end = self.texts.paint(painter, room, cell.beside, beside, theme.colour("text.muted"))
        return end

    def _style_of(self, cell: Cell, size: int, *, struck: bool) -> Style:
        if cell.pill:
            return self.style(PILL, 500, struck=struck)
        return self.style(size, _weight(cell.text) if cell.tone == "strong" else 400, struck=struck)

    def _icon(self, painter: QPainter, room: QRectF, icon: str, colour: QColor) -> None:
        size = self.theme.size("icon", "inline")
        drawn = self.theme.pixmap(icon, colour, size, painter.device().devicePixelRatio())
        painter.drawPixmap(QPointF(room.left(), round(room.center().y() - size / 2)), drawn)
        room.setLeft(room.left() + size + self.theme.px(6))

    def _pill(self, painter: QPainter, room: QRectF, cell: Cell, style: Style, colour: QColor) -> float:
        theme, pad = self.theme, self.theme.px(8)
        wide, high = min(self.natural(cell), room.width()), theme.px(20)
        box = QRectF(room.left(), round(room.center().y() - high / 2), wide, high)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(PILLS.get(cell.tone, "bg.hover")))
        painter.drawRoundedRect(box, high / 2, high / 2)
        inside = box.adjusted(pad, 0, -pad + 1, 0)
        if cell.icon:
            self._icon(painter, inside, cell.icon, colour)
        self.texts.paint(painter, inside, cell.text, style, colour)
        return box.right()


def _weight(text: str) -> int:
    """Return how bold a name is: the usual Japanese fonts have no medium cut, and their thin one would stand in."""
    return 600 if not text.isascii() and max(text) >= SQUARE else 500
