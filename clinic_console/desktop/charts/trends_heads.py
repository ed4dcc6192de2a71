"""The present numbers beside the lanes of a trend chart, painted by the rules of the wall."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication, QLineF, QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from clinic_console.desktop.charts.ink import Ink
from clinic_console.desktop.charts.spots import DASH, number_text
from clinic_console.desktop.charts.trends import Head, Lane
from clinic_console.desktop.charts.trends_ground import Space, space_of
from clinic_console.desktop.theme import Theme
from clinic_console.domain.alarms import Limits

WIDTH: Final = 150
PAD: Final = 14


@dataclass(frozen=True, slots=True)
class LaneHead:
    """A lane, its present number, and its limits."""

    lane: Lane
    head: Head
    limits: Limits


class LaneHeads(QWidget):
    """Paints the heads in the rows of the chart beside it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._ink = theme, Ink(theme)
        self.heads: tuple[LaneHead, ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFixedWidth(theme.px(WIDTH))
        self.setAccessibleName(QCoreApplication.translate("Trends", "Present values"))

    def show_heads(self, heads: tuple[LaneHead, ...]) -> None:
        """Take on what holds now."""
        if heads == self.heads:
            return
        self.heads = heads
        words = (f"{h.lane.label} {h.head.text or DASH} {h.head.note}".strip() for h in heads)
        self.setAccessibleDescription(", ".join(words))
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme, self._ink = theme, Ink(theme)
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        """Paint all heads."""
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.colour("bg.surface"))
        space = space_of(self.width(), self.height(), theme.scale, tuple(head.lane for head in self.heads))
        for row, head in enumerate(self.heads):
            self._paint(painter, space, row, head)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(QPen(theme.colour("border.subtle"), 1))
        for top, height in space.rows:
            for y in (round(top) + 0.5, round(top + height) - 0.5):
                painter.drawLine(QLineF(0, y, self.width(), y))
        painter.end()

    def _paint(self, painter: QPainter, space: Space, row: int, item: LaneHead) -> None:
        theme, ink, scale, head = self._theme, self._ink, self._theme.scale, item.head
        top, height = space.rows[row]
        x, tall = PAD * scale, height / scale
        middle = top + 17 * scale
        colour = theme.parameter(item.lane.group)
        wide = ink.write(painter, x, middle, item.lane.label, size=13, weight=500, colour=colour)
        ink.write(
            painter,
            x + wide + 5 * scale,
            middle,
            item.lane.unit,
            size=11,
            weight=400,
            colour=theme.colour("text.muted"),
        )
        note = ink.elided(head.note, 11, 400, space.width - 2 * x - wide - self._unit_room(item))
        muted = theme.colour("text.muted")
        ink.write(painter, space.width - x, middle, note, size=11, weight=400, colour=muted, right=True)
        text, room = head.text or DASH, space.width - 2 * x
        beside = ink.width(head.extra, 12, 400) + 6 * scale if head.extra else 0.0
        size = min(54.0, max(18.0, (tall - (50 if tall > 80 else 42)) / 0.76))
        while size > 16 and ink.width(text, size, 600) + beside > room:
            size -= 1
        cap = ink.cap_height(size, 600)
        middle = top + 31 * scale + cap / 2
        colour = colour if head.tone == "live" and head.text else theme.colour("stale")
        wide = ink.write(painter, x, middle, text, size=size, weight=600, colour=colour)
        if head.tone == "struck" and head.text:
            painter.setPen(QPen(colour, max(1.5, size * scale / 15)))
            painter.drawLine(QPointF(x - 2, middle), QPointF(x + wide + 2, middle))
        if head.extra:
            ink.write(painter, x + wide + 6 * scale, middle, head.extra, size=12, weight=400, colour=muted)
        below = middle + cap / 2 + 14 * scale
        if below + 7 * scale <= top + height:
            line = limits_text(item)
            # The word goes before a number is cut.
            line = line if ink.width(line, 12, 400) <= room else range_of(item)
            ink.write(painter, x, below, line, size=12, weight=400, colour=muted)

    def _unit_room(self, item: LaneHead) -> float:
        return self._ink.width(item.lane.unit, 11, 400) + 13 * self._theme.scale


def limits_text(item: LaneHead) -> str:
    """Return a lane's limits in words, or nothing."""
    numbers = range_of(item)
    return QCoreApplication.translate("Trends", "Limits %1").replace("%1", numbers) if numbers else ""


def range_of(item: LaneHead) -> str:
    """Return a lane's limits as numbers, or nothing."""
    low, high = (
        None if number is None else number_text(item.lane.names[0], number)
        for number in (item.limits.low, item.limits.high)
    )
    if low is not None and high is not None:
        return f"{low} – {high}"
    return f"≥ {low}" if low is not None else f"≤ {high}" if high is not None else ""
