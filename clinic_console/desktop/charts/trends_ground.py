"""What lies behind and over the curves of a trend: gaps, lines, limits, times, the cross-hair and its values."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QCoreApplication, QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPixmap

from clinic_console.desktop.charts.ink import Ink
from clinic_console.desktop.charts.spots import number_text
from clinic_console.desktop.charts.times import clock_text, seconds_text
from clinic_console.desktop.charts.trends import Lane, span_text, time_lines
from clinic_console.desktop.charts.trends_picture import Gap, LanePicture, Picture
from clinic_console.desktop.theme import Theme

LEFT: Final = 46
RIGHT: Final = 10
TOP: Final = 22
BOTTOM: Final = 24
INSET: Final = 8
CHIP: Final = 21


@dataclass(frozen=True, slots=True)
class Space:
    """Where a chart's parts stand, in device-independent pixels: the plot's left and right, and the lanes' rows."""

    width: float
    height: float
    scale: float
    rows: tuple[tuple[float, float], ...]

    @property
    def left(self) -> float:
        """Return where the curves begin."""
        return LEFT * self.scale

    @property
    def right(self) -> float:
        """Return where they end."""
        return max(self.left + 1, self.width - RIGHT * self.scale)

    def plot(self, row: int) -> QRectF:
        """Return the place of a lane's curves."""
        top, height = self.rows[row]
        inset = INSET * self.scale
        return QRectF(self.left, top + inset, self.right - self.left, max(1.0, height - 2 * inset))

    def x(self, at: float, picture: Picture) -> float:
        """Return where a time stands."""
        return self.left + (at - picture.begins) / (picture.ends - picture.begins) * (self.right - self.left)

    def at(self, x: float, picture: Picture) -> int:
        """Return the time at a place."""
        share = (min(max(x, self.left), self.right) - self.left) / (self.right - self.left)
        return round(picture.begins + share * (picture.ends - picture.begins))

    def y(self, number: float, row: int, lane: LanePicture) -> float:
        """Return where a number stands in its lane."""
        place = self.plot(row)
        return place.bottom() - (number - lane.low) / (lane.high - lane.low) * place.height()


def space_of(width: float, height: float, scale: float, lanes: tuple[Lane, ...]) -> Space:
    """Share out a chart's height between its lanes."""
    room = height - (TOP + BOTTOM) * scale
    total = sum(lane.weight for lane in lanes) or 1.0
    edges, reached = [], 0.0
    for lane in lanes:
        edges.append(TOP * scale + round(room * reached / total))
        reached += lane.weight
    edges.append(TOP * scale + round(room))
    return Space(width, height, scale, tuple((a, b - a) for a, b in pairwise(edges)))


@lru_cache(maxsize=16)
def _hatch(colour: str, size: int) -> QPixmap:
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(colour), 1))
    for shift in (-size, 0, size):
        painter.drawLine(QLineF(shift, size, shift + size, 0))
    painter.end()
    return pixmap


class GroundPainter:
    """Paints what is not a curve, in a theme."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._ink = Ink(theme)

    # Behind the curves

    def behind(self, painter: QPainter, space: Space, picture: Picture) -> None:
        """Paint lanes, gaps, lines, limits and times."""
        painter.fillRect(QRectF(0, 0, space.width, space.height), self._theme.colour("bg.surface"))
        room, scale = space.right - space.left, space.scale
        times = time_lines(picture.begins, picture.ends, picture.zone, room, 86 * scale)
        for row, lane in enumerate(picture.lanes):
            for gap in lane.gaps:
                self._gap(painter, space, picture, space.rows[row], gap)
            self._lines(painter, space, lane, row)
        self._unknown(painter, space, picture)
        painter.setPen(QPen(self._theme.colour("border.subtle"), 1))
        bottom = space.rows[-1][0] + space.rows[-1][1] if space.rows else 0.0
        for at, _ in times:
            x = round(space.x(at, picture)) + 0.5
            painter.drawLine(QLineF(x, space.rows[0][0] if space.rows else 0.0, x, bottom))
        for row in range(len(picture.lanes)):
            self._late(painter, space, picture, row)
        painter.setPen(QPen(self._theme.colour("border.subtle"), 1))
        for top, _ in space.rows:
            painter.drawLine(QLineF(0, round(top) + 0.5, space.width, round(top) + 0.5))
        painter.drawLine(QLineF(0, round(bottom) - 0.5, space.width, round(bottom) - 0.5))
        self._times(painter, space, picture, times, bottom)
        self._silences(painter, space, picture)

    def _gap(self, painter: QPainter, space: Space, picture: Picture, row: tuple[float, float], gap: Gap) -> None:
        left, right = (min(max(space.x(at, picture), space.left), space.right) for at in (gap.begins, gap.ends))
        if right - left < 0.5:
            return
        place = QRectF(left, row[0], max(1.0, right - left), row[1])
        painter.fillRect(place, self._theme.colour("bg.sunken"))
        if gap.reason:
            colour = self._theme.colour("border.strong").name()
            painter.fillRect(place, QBrush(_hatch(colour, round(8 * space.scale))))

    def _unknown(self, painter: QPainter, space: Space, picture: Picture) -> None:
        """What nobody has asked for yet, or what is not this patient's, is not "no data"."""
        right = min(max(space.x(picture.known, picture), space.left), space.right)
        if right - space.left < 1 or not space.rows:
            return
        top = space.rows[0][0]
        bottom = space.rows[-1][0] + space.rows[-1][1]
        colour = self._theme.colour("bg.sunken")
        painter.fillRect(QRectF(space.left, top, right - space.left, bottom - top), colour)
        text = QCoreApplication.translate("Trends", "before this patient")
        wide = self._ink.width(text, 11, 400)
        if picture.since == picture.known and wide < right - space.left:
            x, middle = (space.left + right - wide) / 2, TOP * space.scale / 2
            self._ink.write(painter, x, middle, text, size=11, weight=400, colour=self._theme.colour("text.muted"))

    def _lines(self, painter: QPainter, space: Space, lane: LanePicture, row: int) -> None:
        theme, place = self._theme, space.plot(row)
        limits = [number for number in (lane.limits.low, lane.limits.high) if number is not None]
        limits = [number for number in limits if lane.low <= number <= lane.high]
        name, far = lane.lane.names[0], 13 * space.scale
        for number in lane.lane.lines(lane.low, lane.high, place.height(), 18 * space.scale):
            y = space.y(number, row, lane)
            painter.setPen(QPen(theme.colour("border.subtle"), 1))
            painter.drawLine(QLineF(space.left, round(y) + 0.5, space.right, round(y) + 0.5))
            if all(abs(space.y(limit, row, lane) - y) >= far for limit in limits):
                self._number(painter, space, y, number_text(name, number), "text.muted", 400)
        pen = QPen(theme.colour("text.secondary"), 1)
        pen.setDashPattern([4, 4])
        for number in limits:
            y = space.y(number, row, lane)
            painter.setPen(pen)
            painter.drawLine(QLineF(space.left, round(y) + 0.5, space.right, round(y) + 0.5))
            self._number(painter, space, y, number_text(name, number), "text.primary", 600)

    def _number(self, painter: QPainter, space: Space, y: float, text: str, tone: str, weight: int) -> None:
        colour = self._theme.colour(tone)
        x = space.left - 6 * space.scale
        self._ink.write(painter, x, y, text, size=11, weight=weight, colour=colour, right=True)

    def _late(self, painter: QPainter, space: Space, picture: Picture, row: int) -> None:
        curve = picture.lanes[row].curves[0]
        if not curve.late.any():
            return
        late = curve.part(curve.late)
        y = space.rows[row][0] + space.rows[row][1] - 3 * space.scale
        colour = self._theme.colour("text.muted")
        for run in late.stretches(max(3 * picture.step, 5_000)):
            left = max(space.left, space.x(int(late.first[run.start]), picture))
            right = min(space.right, space.x(int(late.last[run.stop - 1]), picture))
            if right >= left:
                # A single measurement is underlined too, wide enough to be seen as a line.
                left, wide = min(left, (left + right) / 2 - 4 * space.scale), max(8 * space.scale, right - left)
                painter.fillRect(QRectF(left, y, wide, max(1.0, 2 * space.scale)), colour)

    def _times(
        self, painter: QPainter, space: Space, picture: Picture, times: list[tuple[int, str]], bottom: float
    ) -> None:
        middle, stop = bottom + BOTTOM * space.scale / 2, space.right
        muted = self._theme.colour("text.muted")
        if picture.ends >= picture.now:
            text = QCoreApplication.translate("Trends", "now %1").replace("%1", clock_text(picture.now, picture.zone))
            colour = self._theme.colour("text.primary")
            wide = self._ink.write(painter, space.right, middle, text, size=11, weight=600, colour=colour, right=True)
            stop -= wide + 8 * space.scale
        for at, text in times:
            half = self._ink.width(text, 11, 400) / 2
            x = space.x(at, picture)
            if x - half > 2 and x + half < stop:
                self._ink.write(painter, x - half, middle, text, size=11, weight=400, colour=muted)

    def _silences(self, painter: QPainter, space: Space, picture: Picture) -> None:
        """Name the gaps in the row above the lanes, where there is room beside the one before."""
        taken, middle = space.left, TOP * space.scale / 2
        for gap in picture.silences:
            text = QCoreApplication.translate("Trends", "no data %1").replace("%1", span_text(gap.ends - gap.begins))
            text += f" · {gap.reason}" if gap.reason else ""
            left, right = (min(max(space.x(at, picture), space.left), space.right) for at in gap[:2])
            wide = self._ink.width(text, 11, 400)
            x = min(max((left + right - wide) / 2, space.left), space.right - wide)
            if x >= taken and right - left >= 6 * space.scale:
                self._ink.write(
                    painter, x, middle, text, size=11, weight=400, colour=self._theme.colour("text.muted")
                )
                taken = x + wide + 12 * space.scale

    # Over the curves

    def over(
        self, painter: QPainter, space: Space, picture: Picture, cross: int | None, drag: tuple[float, float] | None
    ) -> None:
        """Paint the cross-hair with its values, or the part that is being chosen."""
        if drag is not None and space.rows:
            top, bottom = space.rows[0][0], space.rows[-1][0] + space.rows[-1][1]
            fill = QColor(self._theme.colour("selection.bar"))
            fill.setAlpha(46)
            place = QRectF(QPointF(min(drag), top), QPointF(max(drag), bottom))
            painter.fillRect(place, fill)
            painter.setPen(QPen(self._theme.colour("selection.bar"), 1))
            painter.drawRect(place)
        if cross is None or not picture.begins <= cross <= picture.ends or not space.rows:
            return
        x = round(space.x(cross, picture)) + 0.5
        painter.setPen(QPen(self._theme.colour("text.primary"), 1))
        painter.drawLine(QLineF(x, TOP * space.scale, x, space.rows[-1][0] + space.rows[-1][1]))
        self._time_chip(painter, space, picture, cross, x)
        reach = reach_of(space, picture)
        for row, lane in enumerate(picture.lanes):
            found = lane.at(cross, reach)
            if found is not None:
                self._chip(painter, space, (x, row), lane, found)

    def _time_chip(self, painter: QPainter, space: Space, picture: Picture, cross: int, x: float) -> None:
        write = seconds_text if picture.step < 60_000 else clock_text
        text, scale = write(cross, picture.zone), space.scale
        wide = self._ink.width(text, 12, 600) + 12 * scale
        left = min(max(x - wide / 2, space.left), space.right - wide)
        place = QRectF(left, 1 * scale, wide, (TOP - 3) * scale)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("text.primary"))
        painter.drawRoundedRect(place, 3 * scale, 3 * scale)
        colour = self._theme.colour("bg.surface")
        self._ink.write(painter, left + 6 * scale, place.center().y(), text, size=12, weight=600, colour=colour)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def _chip(
        self,
        painter: QPainter,
        space: Space,
        place: tuple[float, int],
        lane: LanePicture,
        found: tuple[str, str, bool, float],
    ) -> None:
        (x, row), (mean, spread, late, number), scale, theme = place, found, space.scale, self._theme
        words = " ".join(filter(None, (spread, QCoreApplication.translate("Trends", "late") if late else "")))
        wide = self._ink.width(mean, 13, 600) + 14 * scale
        wide += self._ink.width(words, 12, 400) + 6 * scale if words else 0
        left = x + 8 * scale if x + 8 * scale + wide <= space.right else x - 8 * scale - wide
        y = space.y(number, row, lane)
        plot, tall = space.plot(row), CHIP * scale
        # Beside the point it would hide the curve: it stands in the half of the lane where the point is not.
        top = plot.top() if y > plot.center().y() else plot.bottom() - tall
        box = QRectF(left, top, wide, tall)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("border.strong"), 1))
        painter.setBrush(theme.colour("bg.raised"))
        painter.drawRoundedRect(box, 4 * scale, 4 * scale)
        painter.setPen(QPen(theme.colour("text.primary"), 1.5 * scale))
        painter.setBrush(theme.colour("bg.surface"))
        painter.drawEllipse(QPointF(x, y), 3 * scale, 3 * scale)
        colour, middle = theme.parameter(lane.lane.group), box.center().y()
        cursor = left + 7 * scale
        cursor += self._ink.write(painter, cursor, middle, mean, size=13, weight=600, colour=colour) + 6 * scale
        if words:
            self._ink.write(
                painter, cursor, middle, words, size=12, weight=400, colour=theme.colour("text.secondary")
            )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)


def reach_of(space: Space, picture: Picture) -> int:
    """Return how far from the cross-hair a point may lie (ms) to stand for its place: three pixels, or a step."""
    pixel = (picture.ends - picture.begins) / (space.right - space.left)
    return round(max(3 * pixel, picture.step))
