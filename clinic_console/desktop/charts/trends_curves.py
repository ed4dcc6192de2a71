"""The curves of one lane as pyqtgraph paints them: a band from lowest to highest, means, what is out of limits.

Imported when a bed is opened for the first time: pyqtgraph takes a moment.
"""

from typing import Final

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from clinic_console.desktop.charts.trends_picture import LanePicture
from clinic_console.desktop.state.trends_curves import Curve, join_of
from clinic_console.domain.alarms import Limits

BAND_ALPHA: Final = 78
_FLAT: Final = 1e-9


class LaneCurve(pg.GraphicsObject):  # type: ignore[misc]
    """One lane's curves in seconds after an origin (ms since 1970) and the parameter's unit."""

    def __init__(self) -> None:
        super().__init__()
        self._area = QRectF()
        self._band, self._lines, self._bars = QPainterPath(), QPainterPath(), QPainterPath()
        self._alone: list[QPointF] = []
        self._out = QPainterPath()
        self._ink, self._alarm = QColor(), QColor()
        # The cross-hair moves over what is painted once.
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)

    def show_lane(self, lane: LanePicture | None, area: QRectF, origin: int, ink: QColor, alarm: QColor) -> None:
        """Take on a lane, or nothing, in an area of the plot."""
        self._band, self._lines, self._bars = QPainterPath(), QPainterPath(), QPainterPath()
        self._out, self._alone = QPainterPath(), []
        self._ink, self._alarm = ink, alarm
        if self._area != area:
            self.prepareGeometryChange()
            self._area = area
        if lane is not None and lane.lane.bars:
            self._measure(lane, origin)
        elif lane is not None:
            for name, curve in zip(lane.lane.names, lane.curves, strict=True):
                self._draw(curve, join_of(name), origin, lane.limits)
        self.update()

    def boundingRect(self) -> QRectF:
        """Return the area."""
        return self._area

    def paint(self, painter: QPainter, _: QStyleOptionGraphicsItem, __: QWidget | None = None) -> None:
        """Paint band, line, bars, and what is out of limits over it."""
        band = QColor(self._ink)
        band.setAlpha(BAND_ALPHA)
        # Its outline too: a spike narrower than a pixel would fill none.
        painter.setPen(_pen(band, 1.0))
        painter.setBrush(band)
        painter.drawPath(self._band)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for path, colour, wide in (
            (self._lines, self._ink, 1.0),
            (self._bars, self._ink, 2.0),
            (self._out, self._alarm, 2.0),
        ):
            if not path.isEmpty():
                painter.setPen(_pen(colour, wide))
                painter.drawPath(path)
        if self._alone:
            dot = _pen(self._ink, 4.0)
            dot.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(dot)
            painter.drawPoints(self._alone)

    def _draw(self, curve: Curve, join: int, origin: int, limits: Limits) -> None:
        runs = curve.stretches(join)
        x = ((curve.first + curve.last) / 2 - origin) / 1_000
        for run in runs:
            if run.stop - run.start == 1:
                self._single(curve, run.start, float(x[run.start]))
                continue
            lows, highs = curve.low[run], curve.high[run]
            if float((highs - lows).max()) > _FLAT:
                # There along the top, back along the bottom.
                across = np.concatenate((x[run], x[run][::-1]))
                self._band.addPath(pg.arrayToQPath(across, np.concatenate((highs, lows[::-1]))))
        line, mean = _broken(x, runs), _broken(curve.mean, runs)
        if len(line) > 1:
            self._lines.addPath(pg.arrayToQPath(line, mean, connect="finite"))
            self._mark_out(line, mean, limits)

    def _single(self, curve: Curve, index: int, x: float) -> None:
        self._alone.append(QPointF(x, float(curve.mean[index])))
        if curve.high[index] - curve.low[index] > _FLAT:
            self._bars.moveTo(x, float(curve.low[index]))
            self._bars.lineTo(x, float(curve.high[index]))

    def _mark_out(self, x: NDArray[np.float64], mean: NDArray[np.float64], limits: Limits) -> None:
        out = np.zeros(len(mean), dtype=np.bool_)
        if limits.low is not None:
            out |= mean < limits.low
        if limits.high is not None:
            out |= mean > limits.high
        if out.any():
            # A point on either side belongs to it, or a short excursion would have no line at all.
            wide = out.copy()
            wide[1:] |= out[:-1]
            wide[:-1] |= out[1:]
            self._out.addPath(pg.arrayToQPath(x, np.where(wide, mean, np.nan), connect="finite"))

    def _measure(self, lane: LanePicture, origin: int) -> None:
        top, bottom = lane.curves[0], lane.curves[1]
        places = {at: n for n, at in enumerate(bottom.first.tolist())}
        for n, at in enumerate(top.first.tolist()):
            other = places.get(at)
            if other is not None:
                x = (at - origin) / 1_000
                self._bars.moveTo(x, float(bottom.low[other]))
                self._bars.lineTo(x, float(top.high[n]))


def _broken(numbers: NDArray[np.float64], runs: list[slice]) -> NDArray[np.float64]:
    """Return numbers with a NaN between one run and the next."""
    return np.insert(numbers.astype(np.float64), [run.start for run in runs[1:]], np.nan)


def _pen(colour: QColor, wide: float) -> QPen:
    pen = QPen(colour, wide)
    pen.setCosmetic(True)
    return pen
