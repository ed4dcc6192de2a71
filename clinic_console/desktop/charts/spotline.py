"""The line of small values on a tile: blood pressure from the left, the others from the right, as far as they fit."""

from dataclasses import replace

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from clinic_console.desktop.charts.anatomy import Anatomy
from clinic_console.desktop.charts.ink import Ink
from clinic_console.desktop.charts.spots import Spot
from clinic_console.desktop.theme import Theme

APART = 12.0
WITHIN = 5.0
LEAST_PRESSURE = 90.0


def strike(painter: QPainter, left: float, right: float, middle: float, thick: float, colour: QColor) -> None:
    """Paint the bar through a number that is not live."""
    painter.fillRect(QRectF(left, middle - thick / 2, right - left, thick), colour)


class SpotLine:
    """Writes the small values of a tile."""

    def __init__(self, theme: Theme, ink: Ink, places: Anatomy) -> None:
        self._theme, self._ink, self._places = theme, ink, places

    def paint(self, painter: QPainter, spots: tuple[Spot, ...]) -> dict[str, bool]:
        """Write what fits; return its groups, and whether each has its mean."""
        a = self._places
        left, right, middle = a.pad, a.width - a.pad, a.spots.center().y()
        painted: dict[str, bool] = {}
        pressures = [spot for spot in spots if spot.group in ("NIBP", "ABP")]
        whole = sum(self._width(spot) + APART * a.scale for spot in pressures)
        for spot in spots:
            if spot in pressures:
                continue
            wide = self._width(spot)
            # A temperature may cost the pressure its mean; nothing else may.
            needed = min(whole, LEAST_PRESSURE * a.scale) if spot.group == "Temp" else whole
            if right - wide >= left + needed:
                self._write(painter, right - wide, middle, spot)
                right -= wide + APART * a.scale
                painted[spot.group] = bool(spot.extra)
        for spot in pressures:
            form = self._fitting(spot, right - left)
            if form is not None:
                self._write(painter, left, middle, form)
                painted[spot.group] = bool(form.extra)
        return painted

    def _fitting(self, spot: Spot, room: float) -> Spot | None:
        # Without its mean a cuff's value is still one; without its time it is not.
        short = replace(spot, label="BP" if spot.group == "NIBP" and not self._places.large else spot.label)
        forms = (short, replace(short, extra=""))
        return next((form for form in forms if self._width(form) <= room), None)

    def _width(self, spot: Spot) -> float:
        gap = WITHIN * self._places.scale
        return sum(self._ink.width(text, size, weight) + gap for text, size, weight, _ in self._parts(spot)) - gap

    def _parts(self, spot: Spot) -> list[tuple[str, float, int, QColor]]:
        theme, a = self._theme, self._places
        muted = theme.colour("text.muted")
        value = theme.parameter(spot.group) if spot.tone == "live" else theme.colour("stale")
        if spot.mark is not None:
            value = theme.colour(f"alarm.{spot.mark.token}.text")
        parts = [
            (spot.label, a.small_px, 400, muted),
            (spot.text, 14 if a.large else a.small_px, 600, value),
            (spot.extra, a.small_px, 400, muted),
            (spot.time, a.small_px, 400, muted),
        ]
        return [part for part in parts if part[0]]

    def _write(self, painter: QPainter, x: float, middle: float, spot: Spot) -> None:
        scale = self._places.scale
        for text, size, weight, colour in self._parts(spot):
            wide = self._ink.write(painter, x, middle, text, size=size, weight=weight, colour=colour)
            if spot.tone == "struck" and text == spot.text:
                strike(painter, x, x + wide, middle, max(1.5, size / 9), self._theme.colour("stale"))
            x += wide + WITHIN * scale
