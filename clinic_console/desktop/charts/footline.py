"""The footer of a tile, written in the longest form that fits."""

from itertools import product

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter

from clinic_console.desktop.charts.anatomy import Anatomy
from clinic_console.desktop.charts.backdrop import filled
from clinic_console.desktop.charts.footer import Chip, Footer
from clinic_console.desktop.charts.ink import Ink
from clinic_console.desktop.charts.marks import Frame
from clinic_console.desktop.theme import Theme

GAP = 8.0
ICON_GAP = 5.0
ICON = 13
LEAST_RIGHT = 40.0


class FootLine:
    """Writes footers of tiles of a size."""

    def __init__(self, theme: Theme, ink: Ink, places: Anatomy, ratio: float) -> None:
        self._theme, self._ink, self._places, self._ratio = theme, ink, places, ratio
        self._icon = round(ICON * places.scale)
        self._small = places.small_px

    def paint(self, painter: QPainter, footer: Footer, frame: Frame | None, *, on: bool) -> None:
        """Write a footer, on its fill where the tile has one."""
        a, ink = self._places, self._ink
        colour, weight = self._tone(footer, frame, on=on)
        quiet = self._theme.colour("text.secondary")
        if footer.tone == "alarm":
            quiet = colour
        middle, x = a.footer.center().y(), a.pad
        if footer.icon:
            x += self._paint_icon(painter, footer.icon, x, middle, colour)
        if footer.mark:
            x += ink.write(painter, x, middle, footer.mark, size=self._small, weight=700, colour=colour)
            x += ICON_GAP * a.scale
        end = a.width - a.pad
        text, right, chips = self._fitting(footer, weight, end - x)
        if right:
            size, strong = self._small, _right_weight(footer)
            end -= ink.write(painter, end, middle, right, size=size, weight=strong, colour=quiet, right=True)
            end -= GAP * a.scale
        for icon, word in reversed(chips):
            end -= self._chip_width(icon, word)
            self._paint_chip(painter, icon, word, end, middle, quiet)
            end -= GAP * a.scale
        ink.write(painter, x, middle, text, size=self._small, weight=weight, colour=colour)

    def _tone(self, footer: Footer, frame: Frame | None, *, on: bool) -> tuple[QColor, int]:
        theme = self._theme
        if footer.tone == "alarm" and frame is not None:
            return theme.colour(f"alarm.{frame.token}.{'on' if filled(frame, on=on) else 'text'}"), 600
        tone = {"strong": "text.primary", "notice": "notice.text"}.get(footer.tone, "text.secondary")
        return theme.colour(tone), 600 if footer.tone == "strong" else 500

    def _fitting(self, footer: Footer, weight: int, room: float) -> tuple[str, str, list[tuple[str, str]]]:
        """Return text, right text and chips in the longest form that fits; what matters least is shortened first."""
        pairs = ((footer.text, footer.right), *footer.shorter)
        for (text, right), words in product(pairs, ("text", "short", "")):
            chips = [(chip.icon, _word(chip, words)) for chip in footer.chips]
            if self._width(text, weight) + self._beside(footer, right, chips) <= room:
                return text, right, chips
        return self._cut(*pairs[-1], [(chip.icon, _word(chip, "")) for chip in footer.chips], footer, weight, room)

    def _cut(
        self, text: str, right: str, chips: list[tuple[str, str]], footer: Footer, weight: int, room: float
    ) -> tuple[str, str, list[tuple[str, str]]]:
        ink, size = self._ink, self._small
        if footer.right_first or footer.tone == "alarm":
            return ink.elided(text, size, weight, room - self._beside(footer, right, chips)), right, chips
        text = ink.elided(text, size, weight, room - self._beside(footer, "", chips))
        left = room - self._width(text, weight) - self._beside(footer, "", chips) - GAP * self._places.scale
        # Of less than a few letters nothing is left.
        return text, ink.elided(right, size, 400, left) if left > LEAST_RIGHT * self._places.scale else "", chips

    def _width(self, text: str, weight: int) -> float:
        return self._ink.width(text, self._small, weight) if text else 0.0

    def _beside(self, footer: Footer, right: str, chips: list[tuple[str, str]]) -> float:
        gap = GAP * self._places.scale
        wide = self._width(right, _right_weight(footer)) + gap if right else 0.0
        return wide + sum(self._chip_width(*chip) + gap for chip in chips)

    def _chip_width(self, icon: str, word: str) -> float:
        gap = ICON_GAP * self._places.scale
        parts = [float(self._icon)] if icon else []
        parts += [self._width(word, 500)] if word else []
        return sum(parts) + gap * (len(parts) - 1)

    def _paint_chip(self, painter: QPainter, icon: str, word: str, x: float, middle: float, colour: QColor) -> None:
        if icon:
            x += self._paint_icon(painter, icon, x, middle, colour)
        if word:
            self._ink.write(painter, x, middle, word, size=self._small, weight=500, colour=colour)

    def _paint_icon(self, painter: QPainter, icon: str, x: float, middle: float, colour: QColor) -> float:
        pixmap = self._theme.pixmap(icon, colour, self._icon, self._ratio)
        painter.drawPixmap(QPointF(round(x), round(middle - self._icon / 2)), pixmap)
        return self._icon + ICON_GAP * self._places.scale


def _right_weight(footer: Footer) -> int:
    return 600 if footer.tone == "alarm" else 400


def _word(chip: Chip, form: str) -> str:
    """Return a chip's text in a form; one that is kept is never left out."""
    if form == "text":
        return chip.text
    return chip.texts[-1] if form == "short" or chip.kept else ""
