"""The swept traces of one tile: a transparent layer on which only newly swept columns are painted."""

from dataclasses import dataclass
from math import isnan
from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from clinic_console.desktop.state.readings import TRACE_SLOTS, TRACE_STEP_MS, Trace

GAP_SHARE: Final = 0.035
"""How much of the width is empty ahead of the sweep."""
BREAK_SLOTS: Final = 5_000 // TRACE_STEP_MS
"""A silence of more than 5 s is a gap in the line."""
TRACE_PX: Final = 1.5
SCALES: Final[dict[str, tuple[float, float]]] = {
    "HR": (30.0, 150.0),
    "PR": (30.0, 150.0),
    "SpO2": (82.0, 101.0),
    "RR": (0.0, 40.0),
}
"""What the height of a trace spans, always the same for a parameter, so that tiles can be compared at a glance."""


@dataclass(frozen=True, slots=True)
class Lane:
    """Where one parameter's trace goes: top and height within the layer, its colour, its parameter."""

    name: str
    top: float
    height: float
    colour: QColor

    def y(self, number: float) -> float:
        """Return the height of a number, the nearest edge's for one outside the scale."""
        low, high = SCALES[self.name]
        share = min(1.0, max(0.0, (number - low) / (high - low)))
        return self.top + self.height * (1.0 - share)


class TraceLayer:
    """Paints traces on a pixmap; a slot of the ring is a place on the x axis, so the sweep needs no scrolling."""

    def __init__(self, width: float, height: float, ratio: float) -> None:
        self.width, self.height = width, height
        self.pixmap = QPixmap(max(1, round(width * ratio)), max(1, round(height * ratio)))
        self.pixmap.setDevicePixelRatio(ratio)
        # A pixmap has no alpha channel until it is filled with something that needs one.
        self.pixmap.fill(Qt.GlobalColor.transparent)
        self._lanes: tuple[Lane, ...] = ()
        self._drawn: dict[str, int] = {}
        self._traces: dict[str, Trace] = {}
        self._head: int | None = None

    def advance(self, lanes: tuple[Lane, ...], traces: dict[str, Trace], now: int) -> bool:
        """Bring the layer up to a hub time (ms since 1970); return whether a pixel changed."""
        head = now // TRACE_STEP_MS
        same = lanes == self._lanes and all(traces.get(name) is trace for name, trace in self._traces.items())
        whole = self._head is None or not same or not 0 <= head - self._head < TRACE_SLOTS // 2
        before = head - TRACE_SLOTS if whole or self._head is None else self._head
        news = [lane for lane in lanes if lane.name in traces and (whole or self._is_new(lane, traces[lane.name]))]
        if not news and not whole and self._column(head) == self._column(before):
            return False
        self._lanes, self._head = lanes, head
        self._traces = {lane.name: traces[lane.name] for lane in lanes if lane.name in traces}
        painter = QPainter(self.pixmap)
        self._sweep(painter, before, head, whole=whole)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for lane in news:
            self._draw(painter, lane, traces[lane.name], head, whole=whole)
        painter.end()
        return True

    def dot(self, lane: Lane) -> QPointF | None:
        """Return where a lane's newest point stands, if it is within the layer and a number."""
        trace = self._traces.get(lane.name)
        if trace is None or self._head is None or trace.last <= self._head - TRACE_SLOTS:
            return None
        number = float(trace.numbers[trace.last % TRACE_SLOTS])
        return None if isnan(number) else QPointF(self._x(trace.last), lane.y(number))

    def _is_new(self, lane: Lane, trace: Trace) -> bool:
        return trace.last > self._drawn.get(lane.name, trace.last - TRACE_SLOTS)

    def _x(self, stamp: int) -> float:
        return (stamp % TRACE_SLOTS) / TRACE_SLOTS * self.width

    def _column(self, stamp: int) -> int:
        return int(self._x(stamp))

    def _sweep(self, painter: QPainter, before: int, head: int, *, whole: bool) -> None:
        """Clear what the sweep has passed, and the gap ahead of it."""
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        clear = QColor(0, 0, 0, 0)
        if whole:
            painter.fillRect(QRectF(0, 0, self.width, self.height), clear)
        else:
            gap = self.width * GAP_SHARE
            left, right = float(int(self._x(before) + gap)), self._x(head) + gap + 1.0
            if self._x(head) < self._x(before):
                right += self.width
            for shift in (0.0, -self.width):
                painter.fillRect(QRectF(left + shift, 0, right - left, self.height), clear)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)

    def _draw(self, painter: QPainter, lane: Lane, trace: Trace, head: int, *, whole: bool) -> None:
        gap = int(TRACE_SLOTS * GAP_SHARE)
        first = head - TRACE_SLOTS + gap if whole else self._drawn.get(lane.name, head - TRACE_SLOTS + gap)
        stamps, numbers = trace.since(first)
        lines: list[QLineF] = []
        alone: list[QPointF] = []
        before: tuple[int, QPointF] | None = None
        for stamp, number in zip(stamps.tolist(), numbers.tolist(), strict=True):
            if isnan(number):
                before = None
                continue
            point = QPointF(self._x(stamp), lane.y(number))
            if before is not None and stamp - before[0] <= BREAK_SLOTS and point.x() > before[1].x():
                lines.append(QLineF(before[1], point))
            else:
                alone.append(point)
            before = stamp, point
        # Flat ends: round ones overlap where stretches meet and leave a dot there.
        pen = QPen(lane.colour, TRACE_PX)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawLines(lines)
        if whole or len(stamps) == len(alone):
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawPoints(alone)
        self._drawn[lane.name] = trace.last
