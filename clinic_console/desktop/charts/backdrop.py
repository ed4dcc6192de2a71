"""The layer of a tile that stays the same for minutes: card, frame, header, labels, limits, small values."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from clinic_console.desktop.charts.anatomy import Anatomy
from clinic_console.desktop.charts.ink import Ink
from clinic_console.desktop.charts.look import Kin, Row, TileLook
from clinic_console.desktop.charts.marks import Frame
from clinic_console.desktop.charts.spotline import SpotLine
from clinic_console.desktop.charts.spots import DASH, number_text
from clinic_console.desktop.charts.trace import Lane
from clinic_console.desktop.theme import Theme
from clinic_console.domain.alarms import Priority

NAME_GAP = 6.0
LEAST_NAME = 40.0
LIMIT_LINE = 12.5
DOUBT = "?"
"""Stands before a name in whose place there may be another by now."""
_FRAME_PX = {Priority.HIGH: 3.0, Priority.MEDIUM: 2.0, Priority.LOW: 1.0}
_SEEN_PX = {Priority.HIGH: 2.0, Priority.MEDIUM: 1.0, Priority.LOW: 1.0}


def row_tone(theme: Theme, row: Row) -> QColor:
    """Return the colour of a row without an alarm."""
    if row.tone == "live":
        return theme.parameter("HR" if row.name == "PR" else row.name)
    return theme.colour("stale")


def filled(frame: Frame | None, *, on: bool) -> bool:
    """Say whether tint and footer are filled: the amount of fill tells the priority."""
    return frame is not None and frame.flashes and on


class Backdrop:
    """Paints what stays; ``fitted`` holds the groups of small values that have room, and whether their mean has."""

    def __init__(self, theme: Theme, places: Anatomy, ratio: float) -> None:
        self.fitted: dict[str, bool] = {}
        self._theme, self._places, self._ratio = theme, places, ratio
        self._ink = Ink(theme)

    def paint(self, pixmap: QPixmap, look: TileLook, lanes: tuple[Lane, ...], *, on: bool) -> None:
        """Paint a look on a pixmap, with the flash on or off."""
        pixmap.fill(self._theme.colour("bg.app"))
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_card(painter, look, on=on)
        self._paint_header(painter, look)
        for row, rect in zip(look.rows, self._places.rows, strict=False):
            self._paint_label(painter, row, rect)
        for lane in lanes:
            self._paint_limits(painter, lane)
        if look.caption:
            self._paint_caption(painter, look)
        self.fitted = SpotLine(self._theme, self._ink, self._places).paint(painter, look.spots)
        painter.end()

    def _paint_card(self, painter: QPainter, look: TileLook, *, on: bool) -> None:
        theme, a, frame = self._theme, self._places, look.frame
        empty = look.kin is Kin.EMPTY
        radius = theme.size("radius", "tile")
        card = theme.colour("bg.sunken" if empty else "bg.surface")
        if frame is not None and filled(frame, on=on):
            card = theme.colour(f"alarm.{frame.token}.tint")
        pen = QPen(theme.colour("border.strong" if empty else "border.subtle"), 1)
        if empty and frame is None:
            pen.setDashPattern([2, 3])
        painter.setPen(pen)
        painter.setBrush(card)
        painter.drawRoundedRect(QRectF(0.5, 0.5, a.width - 1, a.height - 1), radius, radius)
        if frame is None:
            return
        if filled(frame, on=on) and look.footer is not None:
            self._fill_footer(painter, frame)
        steady = frame.acknowledged or (frame.flashes and not on)
        line = theme.colour(f"alarm.ack.{frame.token}" if steady else f"alarm.{frame.token}.line")
        wide = (_SEEN_PX if frame.acknowledged else _FRAME_PX)[frame.priority]
        painter.setPen(QPen(line, wide))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(wide / 2, wide / 2, a.width - wide, a.height - wide), radius, radius)

    def _fill_footer(self, painter: QPainter, frame: Frame) -> None:
        a = self._places
        top = round(a.footer.top())
        radius = self._theme.size("radius", "tile")
        card = QPainterPath()
        card.addRoundedRect(QRectF(0.5, 0.5, a.width - 1, a.height - 1), radius, radius)
        below = QPainterPath()
        below.addRect(QRectF(0, top, a.width, a.height - top))
        painter.fillPath(card.intersected(below), self._theme.colour(f"alarm.{frame.token}.fill"))

    def _paint_header(self, painter: QPainter, look: TileLook) -> None:
        theme, a, ink = self._theme, self._places, self._ink
        middle, x = a.header.center().y(), a.pad
        quiet = look.kin is Kin.EMPTY
        bed_colour = theme.colour("text.muted" if quiet else "text.primary")
        x += ink.write(painter, x, middle, look.bed, size=a.name_px + 1, weight=700, colour=bed_colour)
        x += NAME_GAP * a.scale
        right = a.width - a.pad - self._age_room(look.age)
        wide = ink.width(look.person, a.small_px, 400) if look.person else 0.0
        if wide and right - wide - x > LEAST_NAME * a.scale:
            colour = theme.colour("text.muted")
            ink.write(painter, right, middle, look.person, size=a.small_px, weight=400, colour=colour, right=True)
            right -= wide + NAME_GAP * a.scale
        tone = {Kin.EMPTY: "text.muted", Kin.UNIDENTIFIED: "notice.text"}.get(look.kin, "text.primary")
        if look.doubt:
            # Before the name: there it is never cut.
            tone, mark = "text.muted", theme.colour("notice.text")
            x += ink.write(painter, x, middle, DOUBT, size=a.name_px + 1, weight=700, colour=mark)
            x += NAME_GAP * a.scale * 0.5
        if look.restricted:
            x += self._paint_lock(painter, x, middle)
        whole = look.short if a.small else look.name
        name = ink.elided(whole, a.name_px, 500, right - x)
        x += ink.write(painter, x, middle, name, size=a.name_px, weight=500, colour=theme.colour(tone))
        x += NAME_GAP * a.scale * 0.7
        # The second form of a name goes first; of less than a few letters nothing is left.
        if look.latin and not a.small and name == whole and right - x > 24 * a.scale:
            latin = ink.elided(look.latin, a.name_px, 400, right - x)
            ink.write(painter, x, middle, latin, size=a.name_px, weight=400, colour=theme.colour("text.muted"))

    def _paint_lock(self, painter: QPainter, x: float, middle: float) -> float:
        """Paint the sign of a chart that is not open to everybody; return how much room it takes."""
        theme, device = self._theme, painter.device()
        size = round(self._places.name_px * 1.05 * self._places.scale)
        icon = theme.pixmap("lock", theme.colour("text.secondary"), size, device.devicePixelRatioF())
        painter.drawPixmap(QPointF(x, middle - size / 2), icon)
        return size + NAME_GAP * self._places.scale * 0.5

    def _age_room(self, age: str) -> float:
        return self._ink.width(age, self._places.small_px, 400) + NAME_GAP * self._places.scale if age else 0.0

    def _paint_label(self, painter: QPainter, row: Row, rect: QRectF) -> None:
        theme, a, ink = self._theme, self._places, self._ink
        middle = rect.center().y()
        under = self._under_label(row) if a.large else []
        line = LIMIT_LINE * a.scale
        middle -= line * len(under) / 2
        colour = row_tone(theme, row)
        ink.write(painter, a.pad, middle, row.label, size=a.small_px, weight=500 if a.large else 400, colour=colour)
        for number, text in enumerate(under, 1):
            y = middle + line * number
            ink.write(painter, a.pad, y, text, size=11, weight=400, colour=theme.colour("text.muted"))

    @staticmethod
    def _under_label(row: Row) -> list[str]:
        if row.limits is None:
            return [row.unit]
        return [number_text(row.name, limit) or DASH for limit in (row.limits.high, row.limits.low)]

    def _paint_limits(self, painter: QPainter, lane: Lane) -> None:
        limits, a = lane.limits, self._places
        for limit in (limits.low, limits.high) if limits is not None else ():
            if limit is None:
                continue
            y = round(a.trace.top() + lane.y(limit)) + 0.5
            pen = QPen(self._theme.colour("border.strong"), 1)
            pen.setDashPattern([1, 3])
            painter.setPen(pen)
            painter.drawLine(QPointF(a.trace.left(), y), QPointF(a.trace.right(), y))

    def _paint_caption(self, painter: QPainter, look: TileLook) -> None:
        a, colour = self._places, self._theme.colour("text.muted")
        x, middle = a.pad, a.footer.center().y()
        if look.kin is Kin.NO_MONITOR or look.footer is not None:
            middle = a.trace.center().y()
        if look.kin is Kin.NO_MONITOR:
            size = round(16 * a.scale)
            icon = self._theme.pixmap("monitor", colour, size, self._ratio)
            painter.drawPixmap(QPointF(x, round(middle - size / 2)), icon)
            x += size + NAME_GAP * a.scale
        text = self._ink.elided(look.caption, a.small_px, 400, a.width - a.pad - x)
        self._ink.write(painter, x, middle, text, size=a.small_px, weight=400, colour=colour)
