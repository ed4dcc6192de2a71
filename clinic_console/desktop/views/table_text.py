"""Texts as they are painted again and again: shaped once, cut to their room once."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextLayout

from clinic_console.desktop.theme import Theme

MOST: Final = 4_096
"""So many texts are kept: those of several windows full of rows."""


class Style:
    """A font of the theme: size in pixels at 100 %, weight, struck or not."""

    def __init__(self, theme: Theme, size: float, weight: int, *, struck: bool = False) -> None:
        self.font = theme.font(size, weight)
        if struck:
            self.font = QFont(self.font)
            self.font.setStrikeOut(True)
        metrics = QFontMetricsF(self.font)
        self.metrics = metrics
        self.middle = (metrics.ascent() - metrics.descent()) / 2
        """How far below the middle of a row its baseline is."""


class Line:
    """One text in one style, shaped."""

    def __init__(self, text: str, style: Style) -> None:
        self.layout = QTextLayout(text, style.font)
        self.layout.setCacheEnabled(True)
        self.layout.beginLayout()
        line = self.layout.createLine()
        line.setLineWidth(1e6)
        self.layout.endLayout()
        self.ascent, self.width = line.ascent(), line.naturalTextWidth()


class Texts:
    """Keeps the texts that were painted lately."""

    def __init__(self) -> None:
        self._lines: dict[tuple[str, Style, float], Line] = {}

    def line(self, text: str, style: Style, room: float = 0.0) -> Line:
        """Return a text, cut to a room if one is given."""
        found = self._lines.get((text, style, room))
        if found is None:
            if len(self._lines) >= MOST:
                self._lines.clear()
            cut = style.metrics.elidedText(text, Qt.TextElideMode.ElideRight, room) if room else text
            found = self._lines[text, style, room] = Line(cut, style)
        return found

    def width(self, text: str, style: Style) -> float:
        """Return how wide a text is, uncut."""
        return self.line(text, style).width

    def paint(self, painter: QPainter, room: QRectF, text: str, style: Style, colour: QColor) -> float:
        """Paint as much of a text as fits, in the middle of a row; return where it ends."""
        if not text:
            return room.left()
        line = self.line(text, style)
        if line.width > room.width():
            line = self.line(text, style, max(1.0, room.width()))
        painter.setPen(colour)
        # By the baseline: a line with Japanese in it is higher, and would stand elsewhere.
        baseline = round(room.center().y() + style.middle)
        line.layout.draw(painter, QPointF(room.left(), baseline - line.ascent))
        return room.left() + line.width
