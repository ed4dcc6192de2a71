"""Text on tiles: measured once, set on the middle of its capitals, cut with an ellipsis where it does not fit."""

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QStaticText, QTransform

from clinic_console.desktop.theme import Theme


@lru_cache(maxsize=4_096)
def _measure(key: str, text: str) -> float:
    return _metrics(key).horizontalAdvance(text)


@lru_cache(maxsize=64)
def _metrics(key: str) -> QFontMetricsF:
    font = QFont()
    font.fromString(key)
    return QFontMetricsF(font)


@dataclass(frozen=True, slots=True)
class Still:
    """A text that is laid out: how wide it is, and how far above the middle of its capitals it begins."""

    laid: QStaticText
    font: QFont
    width: float
    above: float


class Ink:
    """Writes on a painter in the fonts of a theme."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._keys: dict[tuple[float, int, bool], tuple[QFont, str, float]] = {}

    def width(self, text: str, size: float, weight: int, *, scaled: bool = True) -> float:
        """Return how wide a text is."""
        return _measure(self._font(size, weight, scaled=scaled)[1], text)

    def cap_height(self, size: float, weight: int, *, scaled: bool = True) -> float:
        """Return the height of capitals and digits."""
        return self._font(size, weight, scaled=scaled)[2]

    def write(
        self,
        painter: QPainter,
        x: float,
        middle: float,
        text: str,
        *,
        size: float,
        weight: int,
        colour: QColor,
        right: bool = False,
        scaled: bool = True,
    ) -> float:
        """Write a text from x on (or up to it) around a middle line; return its width."""
        font, key, cap = self._font(size, weight, scaled=scaled)
        wide = _measure(key, text)
        painter.setFont(font)
        painter.setPen(colour)
        painter.drawText(QPointF(x - wide if right else x, middle + cap / 2), text)
        return wide

    def still(self, text: str, size: float, weight: int) -> "Still":
        """Return a text of an unscaled size that is laid out once and painted often."""
        font, key, cap = self._font(size, weight, scaled=False)
        laid = QStaticText(text)
        laid.setTextFormat(Qt.TextFormat.PlainText)
        laid.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
        laid.prepare(QTransform(), font)
        return Still(laid, font, _measure(key, text), cap / 2 - _metrics(key).ascent())

    def elided(self, text: str, size: float, weight: int, room: float) -> str:
        """Return a text cut so that it fits."""
        key = self._font(size, weight, scaled=True)[1]
        if _measure(key, text) <= room:
            return text
        return _metrics(key).elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, room))

    def _font(self, size: float, weight: int, *, scaled: bool) -> tuple[QFont, str, float]:
        found = self._keys.get((size, weight, scaled))
        if found is None:
            font = self._theme.font(size, weight, scaled=scaled)
            key = font.toString()
            found = self._keys[size, weight, scaled] = font, key, QFontMetricsF(font).capHeight()
        return found
