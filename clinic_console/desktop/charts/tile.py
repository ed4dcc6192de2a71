"""One bed's tile: a backdrop for each phase of its flash, the trace layer, and on them what changes each second."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from clinic_console.desktop.charts.anatomy import anatomy
from clinic_console.desktop.charts.backdrop import Backdrop, filled, row_tone
from clinic_console.desktop.charts.footline import FootLine
from clinic_console.desktop.charts.ink import Ink, Still
from clinic_console.desktop.charts.look import Row, TileLook
from clinic_console.desktop.charts.marks import Mark
from clinic_console.desktop.charts.spotline import strike
from clinic_console.desktop.charts.trace import Lane, TraceLayer
from clinic_console.desktop.state.readings import BedReadings
from clinic_console.desktop.theme import Theme

DOT = 2.25
LANE_INSET = 0.16
"""How much of a row's height stays free above and below its trace."""


@dataclass(frozen=True, slots=True)
class Area:
    """The size of a tile in device-independent pixels, and device pixels per each."""

    width: int
    height: int
    ratio: float


class TilePainter:
    """Paints one tile of a size in a theme: ``prepare`` brings its layers up, ``paint`` puts them together."""

    def __init__(self, theme: Theme, area: Area) -> None:
        self.area = area
        self._theme = theme
        self._ink = Ink(theme)
        self.places = anatomy(area.width, area.height, theme.scale)
        self._backdrop = Backdrop(theme, self.places, area.ratio)
        self._footline = FootLine(theme, self._ink, self.places, area.ratio)
        self._stays: tuple[TileLook, tuple[Lane, ...]] | None = None
        self._phases: dict[bool, QPixmap] = {}
        self._look: TileLook | None = None
        self._lanes: tuple[Lane, ...] = ()
        self._numbers: tuple[_Number, ...] = ()
        self._dots: list[tuple[QPointF, QPixmap]] = []
        self._dot_pixmaps: dict[str, QPixmap] = {}
        self._layer = TraceLayer(self.places.trace.width(), self.places.trace.height(), area.ratio)

    @property
    def fitted(self) -> dict[str, bool]:
        """Return the groups of small values that have room, and whether their mean has."""
        return self._backdrop.fitted

    @property
    def trace_rect(self) -> QRect:
        """Return where traces are painted, with what reaches beyond them."""
        return self.places.trace.adjusted(-DOT - 1, 0, DOT + 1, 0).toAlignedRect()

    def dressed_in(self, theme: Theme) -> bool:
        """Say whether this paints in a theme."""
        return self._theme is theme

    def prepare(self, look: TileLook, data: BedReadings | None, hub_now: int) -> None:
        """Bring backdrops and traces up to what a bed looks like at a hub time."""
        if look != self._look:
            self._look, self._lanes = look, self._lanes_of(look)
            self._numbers = self._numbers_of(look)
            hidden = not self.places.large and look.footer is not None
            stays = _what_stays(look, hidden=hidden), self._lanes
            if stays != self._stays:
                self._stays = stays
                self._paint_backdrops(*stays)
        if self._layer.advance(self._lanes, data.traces if data else {}, hub_now):
            self._place_dots(look)

    def sweep(self, data: BedReadings | None, hub_now: int) -> bool:
        """Move the sweep on; return whether a pixel changed."""
        if self._look is None or not self._lanes or not self._layer.due(hub_now):
            return False
        self._layer.advance(self._lanes, data.traces if data else {}, hub_now)
        self._place_dots(self._look)
        return True

    def paint(self, painter: QPainter, *, on: bool) -> None:
        """Paint the tile with the flash on or off; its corner is the painter's origin, smooth edges are set."""
        look, a = self._look, self.places
        if look is None:
            return
        painter.drawPixmap(0, 0, self._phases[on if on in self._phases else True])
        if look.age:
            self._paint_age(painter, look.age)
        if self._lanes:
            painter.drawPixmap(a.trace.topLeft(), self._layer.pixmap)
        for place, dot in self._dots:
            painter.drawPixmap(place, dot)
        for number in self._numbers:
            self._paint_number(painter, number, on=on)
        if look.footer is not None:
            self._footline.paint(painter, look.footer, look.frame, on=on)

    def _paint_backdrops(self, look: TileLook, lanes: tuple[Lane, ...]) -> None:
        flashes = look.frame is not None and look.frame.flashes
        ratio = self.area.ratio
        for on in (True, False) if flashes else (True,):
            pixmap = self._phases.get(on)
            if pixmap is None:
                pixmap = self._phases[on] = QPixmap(round(self.area.width * ratio), round(self.area.height * ratio))
                pixmap.setDevicePixelRatio(ratio)
            self._backdrop.paint(pixmap, look, lanes, on=on)
        if not flashes:
            self._phases.pop(False, None)

    def _lanes_of(self, look: TileLook) -> tuple[Lane, ...]:
        a = self.places
        inset = a.rows[0].height() * LANE_INSET
        return tuple(
            Lane(
                row.name,
                rect.top() - a.trace.top() + inset,
                rect.height() - 2 * inset,
                row_tone(self._theme, row),
                row.limits,
                self._line(row.mark) if row.mark else None,
            )
            for row, rect in zip(look.rows, a.rows, strict=False)
            if row.text
        )

    def _paint_age(self, painter: QPainter, age: str) -> None:
        a, colour = self.places, self._theme.colour("text.secondary")
        right, middle = a.width - a.pad, a.header.center().y()
        self._ink.write(painter, right, middle, age, size=a.small_px, weight=400, colour=colour, right=True)

    def _numbers_of(self, look: TileLook) -> tuple["_Number", ...]:
        a = self.places
        numbers = []
        for row, rect in zip(look.rows, a.rows, strict=False):
            still = self._ink.still(row.text, a.number, 600) if row.text else None
            wide, middle = (still.width, rect.center().y()) if still else (a.number * 0.45, rect.center().y())
            corner = QPointF(a.number_right - wide, middle + (still.above if still else 0.0))
            numbers.append(_Number(row, rect, middle, row_tone(self._theme, row), corner, still))
        return tuple(numbers)

    def _place_dots(self, look: TileLook) -> None:
        corner = self.places.trace.topLeft() - QPointF(DOT + 1, DOT + 1)
        self._dots = [
            (corner + self._layer.dots[row.name], self._dot(row_tone(self._theme, row), row.mark))
            for row in look.rows
            if row.tone == "live" and row.name in self._layer.dots
        ]

    def _dot(self, colour: QColor, mark: Mark | None) -> QPixmap:
        colour = colour if mark is None else self._line(mark)
        found = self._dot_pixmaps.get(colour.name())
        if found is None:
            # A small picture is painted three times as fast as a circle.
            side, ratio = 2 * (DOT + 1), self.area.ratio
            found = self._dot_pixmaps[colour.name()] = QPixmap(round(side * ratio), round(side * ratio))
            found.setDevicePixelRatio(ratio)
            found.fill(Qt.GlobalColor.transparent)
            painter = QPainter(found)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawEllipse(QPointF(DOT + 1, DOT + 1), DOT, DOT)
            painter.end()
        return found

    def _paint_number(self, painter: QPainter, number: "_Number", *, on: bool) -> None:
        a, row, still, colour = self.places, number.row, number.still, number.colour
        if still is None:
            thick = max(3.0, a.number / 9)
            left = number.corner.x()
            painter.fillRect(QRectF(left, number.middle - thick / 2, a.number_right - left, thick), colour)
        else:
            if row.mark is not None:
                colour = self._paint_box(painter, row, number.rect, on=on)
            painter.setFont(still.font)
            painter.setPen(colour)
            painter.drawStaticText(number.corner, still.laid)
            if row.tone == "struck":
                reach = a.number * 0.06
                left, right = number.corner.x() - reach, a.number_right + reach
                strike(painter, left, right, number.middle, max(2.0, a.number / 15), colour)
        if row.note:
            self._paint_note(painter, row, number.middle, on=on)

    def _line(self, mark: Mark) -> QColor:
        return self._theme.colour(f"alarm.{mark.token}.line")

    def _paint_box(self, painter: QPainter, row: Row, rect: QRectF, *, on: bool) -> QColor:
        """Paint the filled box of a high alarm's number while it is on; return the number's colour."""
        theme, a, mark = self._theme, self.places, row.mark
        if mark is None:
            return row_tone(theme, row)
        if not (mark.boxed and on):
            return theme.colour(f"alarm.{mark.token}.text")
        left = a.pad + self._ink.width(row.label, a.small_px, 500) + 3 * a.scale
        high = min(rect.height() - 1, a.number * 1.08)
        box = QRectF(left, rect.center().y() - high / 2, a.number_right + 4 * a.scale - left, high)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(f"alarm.{mark.token}.fill"))
        painter.drawRoundedRect(box, 3, 3)
        return theme.colour(f"alarm.{mark.token}.on")

    def _paint_note(self, painter: QPainter, row: Row, middle: float, *, on: bool) -> None:
        """A word stands where the trace would be; an age stands at the trace's end, on ground of its own."""
        a, ink, theme = self.places, self._ink, self._theme
        note = ink.elided(row.note, a.small_px, 500, a.trace.width())
        wide = ink.width(note, a.small_px, 500)
        x = a.trace.left()
        if row.text:
            x = a.trace.right() - wide
            high = a.small_px * a.scale + 6
            frame = self._look.frame if self._look else None
            ground = f"alarm.{frame.token}.tint" if frame is not None and filled(frame, on=on) else "bg.surface"
            painter.fillRect(QRectF(x - 4, middle - high / 2, wide + 6, high), theme.colour(ground))
        ink.write(painter, x, middle, note, size=a.small_px, weight=500, colour=theme.colour("text.secondary"))


@dataclass(frozen=True, slots=True)
class _Number:
    """One of the three large numbers, laid out from its corner; ``still`` is None for a dash."""

    row: Row
    rect: QRectF
    middle: float
    colour: QColor
    corner: QPointF
    still: Still | None


def _what_stays(look: TileLook, *, hidden: bool) -> TileLook:
    """Return what of a look stays the same for minutes, so that it can be compared."""
    footer = look.footer
    return replace(
        look,
        # The room that an age takes is the same for all of them: digits are equally wide.
        age="".join("0" if letter.isdigit() else letter for letter in look.age),
        rows=tuple(replace(row, text="", note="", at=None, mark=None) for row in look.rows),
        spots=() if hidden else tuple(replace(spot, ats=()) for spot in look.spots),
        footer=None if footer is None else replace(footer, text="", right="", shorter=(), chips=()),
    )
