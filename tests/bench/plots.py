"""The baseline of the wall: the same beds as PlotWidgets of pyqtgraph, one a bed with three curves, nothing else.

As pyqtgraph is used for live plots: 1 px pens, no antialias, all curves set anew for each frame (the sweep moves).
No names, no numbers, no alarms are painted, which spares it work that the wall does.
"""

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from clinic_console.desktop.state.readings import TRACE_SLOTS, TRACE_STEP_MS, Readings
from clinic_console.desktop.state.wards import Bed

_COLOURS = {"HR": "#86D6A0", "SpO2": "#8FB8C4", "RR": "#E2DEC0"}
_GAP = 21
"""Slots that are empty ahead of the sweep."""


class CountedPlot(pg.PlotWidget):
    """A plot that knows how often it was painted."""

    painted = 0

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint, and count."""
        type(self).painted += 1
        super().paintEvent(event)


class Plots(QWidget):
    """A grid of plots that shows beds' traces."""

    def __init__(self, beds: tuple[Bed, ...], readings: Readings, columns: int) -> None:
        super().__init__()
        pg.setConfigOptions(antialias=False)
        self._readings = readings
        self._curves: dict[tuple[str, str], pg.PlotDataItem] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(6, 6, 6, 6)
        grid.setSpacing(6)
        for index, bed in enumerate(beds):
            plot = CountedPlot()
            plot.hideAxis("left")
            plot.hideAxis("bottom")
            plot.setMouseEnabled(x=False, y=False)
            plot.setXRange(0, TRACE_SLOTS, padding=0)
            plot.setYRange(0, 150, padding=0)
            grid.addWidget(plot, index // columns, index % columns)
            for name, colour in _COLOURS.items():
                self._curves[bed.id, name] = plot.plot(pen=pg.mkPen(colour, width=1), connect="finite")

    def frame(self, now: int) -> None:
        """Bring all curves up to a hub time (ms)."""
        head = now // TRACE_STEP_MS
        for (bed, name), curve in self._curves.items():
            stamps, numbers = self._readings.beds[bed].traces[name].since(head - TRACE_SLOTS + _GAP)
            places = stamps % TRACE_SLOTS
            order = np.argsort(places)
            x, y = places[order].astype(float), numbers[order].astype(float)
            y[np.flatnonzero(np.diff(x) > _GAP)] = np.nan
            curve.setData(x, y)
