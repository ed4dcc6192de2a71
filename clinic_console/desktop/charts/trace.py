"""The swept traces of one tile: a transparent layer on which only newly swept columns are painted."""

from dataclasses import dataclass, field
from math import isnan
from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from clinic_console.desktop.state.readings import TRACE_SLOTS, TRACE_STEP_MS, Trace
from clinic_console.domain.alarms import Limits

GAP_SHARE: Final = 0.035
"""How much of the width is empty ahead of the sweep."""
BREAK_SLOTS: Final = 5_000 // TRACE_STEP_MS
"""A silence of more than 5 s is a gap in the line."""
TRACE_PX: Final = 1.5
ALARM_PX: Final = 2.0
SWEEP_MS: Final = TRACE_SLOTS * TRACE_STEP_MS
SCALES: Final[dict[str, tuple[float, float]]] = {
    "HR": (30.0, 170.0),
    "PR": (30.0, 170.0),
    "SpO2": (78.0, 101.0),
    "RR": (0.0, 45.0),
}
"""What the height of a trace spans where no limits are known, so that tiles can be compared at a glance."""
BEYOND: Final = 0.2
"""With limits a trace spans them, and at least this share of their distance on each side."""
REACH: Final[dict[str, float]] = {"HR": 30.0, "PR": 30.0, "SpO2": 8.0, "RR": 10.0}
"""It spans at least so much beyond a limit, too: what an alarm usually is about must not lie flat at the edge."""
ENDS: Final[dict[str, tuple[float, float]]] = {
    "HR": (0.0, 350.0),
    "PR": (0.0, 350.0),
    "SpO2": (0.0, 101.0),
    "RR": (-2.0, 160.0),
}
"""No number lies beyond these: room there would be lost. A breath rate of 0 is one, and is seen."""


def scale_of(name: str, limits: Limits | None) -> tuple[float, float]:
    """Return what the height of a parameter's trace spans."""
    low, high = SCALES[name]
    if limits is None or (limits.low is None and limits.high is None):
        return low, high
    bottom = low if limits.low is None else limits.low
    top = high if limits.high is None else limits.high
    beyond, (least, most) = max(REACH[name], (top - bottom) * BEYOND), ENDS[name]
    # A limit set at the very end keeps its share: its line is no edge.
    share = max(1.0, (top - bottom) * BEYOND / 2)
    return min(bottom - share, max(least, bottom - beyond)), max(top + share, min(most, top + beyond))


@dataclass(frozen=True, slots=True)
class Lane:
    """Where one parameter's trace goes: top and height within the layer, its colour, its parameter, its limits.

    With an ``alarm`` colour, whatever lies outside the limits is painted in it.
    """

    name: str
    top: float
    height: float
    colour: QColor
    limits: Limits | None = None
    alarm: QColor | None = None

    def y(self, number: float) -> float:
        """Return the height of a number, the nearest edge's for one outside the scale."""
        low, high = scale_of(self.name, self.limits)
        share = min(1.0, max(0.0, (number - low) / (high - low)))
        return self.top + self.height * (1.0 - share)

    def alarming(self, number: float) -> bool:
        """Say whether a number is painted in the alarm's colour."""
        return self.alarm is not None and self.limits is not None and self.limits.breach(number) is not None


class TraceLayer:
    """Paints traces on a pixmap; a time within the two minutes is a place on the x axis, so nothing ever scrolls.

    ``dots`` holds by parameter where its newest point stands.
    """

    def __init__(self, width: float, height: float, ratio: float) -> None:
        self.width, self.height = width, height
        self.pixmap = QPixmap(max(1, round(width * ratio)), max(1, round(height * ratio)))
        self.pixmap.setDevicePixelRatio(ratio)
        # A pixmap has no alpha channel until it is filled with something that needs one.
        self.pixmap.fill(Qt.GlobalColor.transparent)
        self.dots: dict[str, QPointF] = {}
        self._lanes: tuple[Lane, ...] = ()
        self._drawn: dict[str, int] = {}
        self._traces: dict[str, Trace] = {}
        self._now: int | None = None

    def due(self, now: int) -> bool:
        """Say whether the sweep has reached another column of pixels at a hub time (ms since 1970)."""
        return self._now is not None and self._column(now) != self._column(self._now)

    def advance(self, lanes: tuple[Lane, ...], traces: dict[str, Trace], now: int) -> bool:
        """Bring the layer up to a hub time (ms since 1970); return whether a pixel changed."""
        same = lanes == self._lanes and all(traces.get(name) is trace for name, trace in self._traces.items())
        before = self._now
        whole = before is None or not same or not 0 <= now - before < SWEEP_MS // 2
        news = [lane for lane in lanes if lane.name in traces and (whole or self._is_new(lane, traces[lane.name]))]
        if not news and not whole and not self.due(now):
            return False
        self._lanes, self._now = lanes, now
        self._traces = {lane.name: traces[lane.name] for lane in lanes if lane.name in traces}
        painter = QPainter(self.pixmap)
        self._sweep(painter, None if whole else before, now)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for lane in news:
            self._draw(painter, lane, traces[lane.name], now // TRACE_STEP_MS, whole=whole)
        painter.end()
        self.dots = self._dots()
        return True

    def _dots(self) -> dict[str, QPointF]:
        """Return by parameter where the newest point stands, if it is within the layer and a number."""
        dots = {}
        for lane in self._lanes:
            trace = self._traces.get(lane.name)
            if trace is None or self._now is None or trace.last <= self._now // TRACE_STEP_MS - TRACE_SLOTS:
                continue
            number = float(trace.numbers[trace.last % TRACE_SLOTS])
            if not isnan(number):
                dots[lane.name] = QPointF(self._x(trace.last), lane.y(number))
        return dots

    def _is_new(self, lane: Lane, trace: Trace) -> bool:
        return trace.last > self._drawn.get(lane.name, trace.last - TRACE_SLOTS)

    def _x(self, stamp: float) -> float:
        return (stamp % TRACE_SLOTS) / TRACE_SLOTS * self.width

    def _column(self, now: int) -> int:
        return int(now % SWEEP_MS * self.pixmap.width() // SWEEP_MS)

    def _sweep(self, painter: QPainter, before: int | None, now: int) -> None:
        """Clear what the sweep has passed since a time (None: everything), and the gap ahead of it."""
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        clear = QColor(0, 0, 0, 0)
        if before is None:
            painter.fillRect(QRectF(0, 0, self.width, self.height), clear)
        else:
            gap = self.width * GAP_SHARE
            begin, end = self._x(before / TRACE_STEP_MS), self._x(now / TRACE_STEP_MS)
            left, right = float(int(begin + gap)), end + gap + 1.0
            if end < begin:
                right += self.width
            for shift in (0.0, -self.width):
                painter.fillRect(QRectF(left + shift, 0, right - left, self.height), clear)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)

    def _draw(self, painter: QPainter, lane: Lane, trace: Trace, head: int, *, whole: bool) -> None:
        gap = int(TRACE_SLOTS * GAP_SHARE)
        first = head - TRACE_SLOTS + gap if whole else self._drawn.get(lane.name, head - TRACE_SLOTS + gap)
        stamps, numbers = trace.since(first)
        calm = _Strokes()
        beyond = _Strokes()
        before: tuple[int, QPointF] | None = None
        for stamp, number in zip(stamps.tolist(), numbers.tolist(), strict=True):
            if isnan(number):
                before = None
                continue
            point = QPointF(self._x(stamp), lane.y(number))
            strokes = beyond if lane.alarming(number) else calm
            if before is not None and stamp - before[0] <= BREAK_SLOTS and point.x() > before[1].x():
                strokes.lines.append(QLineF(before[1], point))
            else:
                strokes.alone.append(point)
            before = stamp, point
        # Going on from the last point, that point is not alone: its line has been drawn already.
        points = whole or not (calm.lines or beyond.lines)
        calm.paint(painter, lane.colour, TRACE_PX, points=points)
        if lane.alarm is not None:
            beyond.paint(painter, lane.alarm, ALARM_PX, points=points)
        self._drawn[lane.name] = trace.last


@dataclass(slots=True)
class _Strokes:
    """What of a trace has one colour: lines from point to point, and points that no line reaches."""

    lines: list[QLineF] = field(default_factory=list)
    alone: list[QPointF] = field(default_factory=list)

    def paint(self, painter: QPainter, colour: QColor, width: float, *, points: bool) -> None:
        # Flat ends: round ones overlap where stretches meet and leave a dot there.
        pen = QPen(colour, width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawLines(self.lines)
        if points and self.alone:
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawPoints(self.alone)
