"""Paints the schedule's grid from its layout, in the order in which things lie over each other."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QPainter

from clinic_console.desktop.charts.schedule_paint import Brush, Ghost
from clinic_console.desktop.charts.times import clock_text
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.schedule_layout import Layout


@dataclass(frozen=True, slots=True)
class Over:
    """What lies over the columns: ghosts, the ring of focus, the slot under the pointer, the card on its way."""

    ghosts: tuple[Ghost, ...] = ()
    ring: QRectF | None = None
    hover: QPointF | None = None
    moving: str = ""
    current: int = -1


class Canvas:
    """Paints with a theme."""

    def __init__(self, theme: Theme, ratio: float) -> None:
        self._theme, self._brush = theme, Brush(theme, ratio)

    def paint(self, painter: QPainter, layout: Layout, over: Over, zone: str) -> None:
        """Paint all that is in sight."""
        space, theme, brush = layout.space, self._theme, self._brush
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.save()
        painter.setClipRect(QRect(space.times, space.head, space.width - space.times, space.height - space.head))
        self._columns(painter, layout, over, zone)
        painter.restore()
        brush.heads(painter, space, {number: layout.head(number) for number in space.seen()}, over.current)
        painter.fillRect(0, 0, space.times, space.height, theme.colour("bg.surface"))
        painter.fillRect(space.times - 1, 0, 1, space.height, theme.colour("border.subtle"))
        painter.save()
        painter.setClipRect(QRect(0, space.head, space.times, space.height - space.head))
        brush.times(painter, space, layout.hours(), layout.pill())
        painter.restore()
        painter.fillRect(0, space.head - 1, space.width, 1, theme.colour("border.strong"))

    def _columns(self, painter: QPainter, layout: Layout, over: Over, zone: str) -> None:
        space, brush, now = layout.space, self._brush, layout.now
        seen = space.seen()
        plates = {number: layout.plate(number) for number in seen}
        for number, plate in plates.items():
            brush.ground(painter, plate, space, number, now)
        hours = [(place, wall[0] % 60 == 0) for place, wall in enumerate(layout.axis.walls)]
        brush.lines(painter, space, hours, layout.boundary())
        for number, plate in plates.items():
            brush.labels(painter, plate, space, number, now)
        self._hover(painter, layout, over, zone)
        pill, today = layout.pill(), layout.today
        if pill is not None:
            todays = [number for number in seen if layout.columns[number].day == today]
            brush.now_line(painter, space, pill[0], todays)
        for number, plate in plates.items():
            brush.faces(painter, plate, space, number, over.moving)
        for ghost in over.ghosts:
            brush.ghost(painter, ghost, space)
        if over.ring is not None:
            brush.ring(painter, over.ring)

    def _hover(self, painter: QPainter, layout: Layout, over: Over, zone: str) -> None:
        stop = layout.free_at(over.hover) if over.hover is not None else None
        if stop is not None and over.hover is not None:
            number = layout.space.column_at(over.hover.x())
            rect = layout.rect_of(number, stop.begins, stop.ends)
            self._brush.hover(painter, rect, clock_text(stop.begins, zone))
