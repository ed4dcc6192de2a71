"""One bed's tile, painted on a pixmap of its own: a static layer, the trace layer, and what changes each second."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from clinic_console.desktop.charts.anatomy import anatomy
from clinic_console.desktop.charts.ink import Ink
from clinic_console.desktop.charts.look import Kin, Row, TileLook
from clinic_console.desktop.charts.spots import Spot
from clinic_console.desktop.charts.trace import Lane, TraceLayer
from clinic_console.desktop.state.readings import BedReadings
from clinic_console.desktop.theme import Theme

NAME_GAP = 6.0


@dataclass(frozen=True, slots=True)
class Frame:
    """The size of a tile in device-independent pixels, and device pixels per each."""

    width: int
    height: int
    ratio: float


class TilePainter:
    """Paints one tile of a size in a theme; ``face`` is what it looks like.

    ``fitted`` holds the groups of small values that have room, and whether their mean has.
    """

    def __init__(self, theme: Theme, frame: Frame) -> None:
        self.frame = frame
        self.face = self._pixmap()
        self.fitted: dict[str, bool] = {}
        self._theme = theme
        self._ink = Ink(theme)
        self._anatomy = anatomy(frame.width, frame.height, theme.scale)
        self._static = self._pixmap()
        self._static_look: TileLook | None = None
        trace = self._anatomy.trace
        self._layer = TraceLayer(trace.width(), trace.height(), frame.ratio)

    def paint(self, look: TileLook, data: BedReadings | None, hub_now: int, *, force: bool = True) -> bool:
        """Bring the face up to date; without ``force`` only if the traces moved. Return whether it changed."""
        lanes = self._lanes(look)
        moved = bool(lanes) and self._layer.advance(lanes, data.traces if data else {}, hub_now)
        if not force and not moved:
            return False
        hidden = not self._anatomy.large and look.footer is not None
        static = _static_part(look, spots=() if hidden else look.spots)
        if static != self._static_look:
            self._static_look = static
            self._paint_static(static)
        painter = QPainter(self.face)
        painter.drawPixmap(0, 0, self._static)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_live(painter, look, lanes)
        painter.end()
        return True

    def dressed_in(self, theme: Theme) -> bool:
        """Say whether this paints in a theme."""
        return self._theme is theme

    def _pixmap(self) -> QPixmap:
        ratio = self.frame.ratio
        pixmap = QPixmap(round(self.frame.width * ratio), round(self.frame.height * ratio))
        pixmap.setDevicePixelRatio(ratio)
        return pixmap

    def _lanes(self, look: TileLook) -> tuple[Lane, ...]:
        a = self._anatomy
        inset = a.rows[0].height() * 0.16
        return tuple(
            Lane(row.name, rect.top() - a.trace.top() + inset, rect.height() - 2 * inset, self._tone(row))
            for row, rect in zip(look.rows, a.rows, strict=False)
            if row.text
        )

    def _tone(self, row: Row) -> QColor:
        if row.tone == "live":
            return self._theme.parameter("HR" if row.name == "PR" else row.name)
        return self._theme.colour("stale")

    # The static layer: whatever stays the same for minutes.

    def _paint_static(self, look: TileLook) -> None:
        theme, a = self._theme, self._anatomy
        self._static.fill(theme.colour("bg.app"))
        painter = QPainter(self._static)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_card(painter, empty=look.kin is Kin.EMPTY)
        self._paint_header(painter, look)
        for row, rect in zip(look.rows, a.rows, strict=False):
            self._paint_label(painter, row, rect)
        if look.caption:
            self._paint_caption(painter, look)
        self.fitted = {spot.group: bool(spot.extra) for spot in self._paint_spots(painter, look.spots)}
        painter.end()

    def _paint_card(self, painter: QPainter, *, empty: bool) -> None:
        theme, a = self._theme, self._anatomy
        pen = QPen(theme.colour("border.strong" if empty else "border.subtle"), 1)
        if empty:
            pen.setDashPattern([2, 3])
        painter.setPen(pen)
        painter.setBrush(theme.colour("bg.sunken" if empty else "bg.surface"))
        radius = theme.size("radius", "tile")
        painter.drawRoundedRect(QRectF(0.5, 0.5, a.width - 1, a.height - 1), radius, radius)

    def _paint_header(self, painter: QPainter, look: TileLook) -> None:
        theme, a, ink = self._theme, self._anatomy, self._ink
        middle, x = a.header.center().y(), a.pad
        quiet = look.kin is Kin.EMPTY
        bed_colour = theme.colour("text.muted" if quiet else "text.primary")
        x += ink.write(painter, x, middle, look.bed, size=a.name_px + 1, weight=700, colour=bed_colour)
        x += NAME_GAP * a.scale
        right = a.width - a.pad - (self._age_room() if look.age else 0)
        if look.person:
            colour = theme.colour("text.muted")
            right -= ink.write(
                painter, right, middle, look.person, size=a.small_px, weight=400, colour=colour, right=True
            )
            right -= NAME_GAP * a.scale
        tone = {Kin.EMPTY: "text.muted", Kin.UNIDENTIFIED: "notice.text"}.get(look.kin, "text.primary")
        name = ink.elided(look.name, a.name_px, 500, right - x)
        x += ink.write(painter, x, middle, name, size=a.name_px, weight=500, colour=theme.colour(tone))
        x += NAME_GAP * a.scale * 0.7
        # The second form of a name goes first; of less than a few letters nothing is left.
        if look.latin and name == look.name and right - x > 24 * a.scale:
            latin = ink.elided(look.latin, a.name_px, 400, right - x)
            ink.write(painter, x, middle, latin, size=a.name_px, weight=400, colour=theme.colour("text.muted"))

    def _paint_label(self, painter: QPainter, row: Row, rect: QRectF) -> None:
        theme, a, ink = self._theme, self._anatomy, self._ink
        middle = rect.center().y()
        if a.large:
            line = 13 * a.scale
            middle -= line / 2
            ink.write(painter, a.pad, middle + line, row.unit, size=11, weight=400, colour=theme.colour("text.muted"))
        ink.write(
            painter, a.pad, middle, row.label, size=a.small_px, weight=500 if a.large else 400, colour=self._tone(row)
        )

    def _paint_caption(self, painter: QPainter, look: TileLook) -> None:
        a, colour = self._anatomy, self._theme.colour("text.muted")
        if look.kin is Kin.NO_MONITOR:
            size = round(16 * a.scale)
            x, middle = a.pad, a.trace.center().y()
            painter.drawPixmap(
                QPointF(x, middle - size / 2), self._theme.pixmap("monitor", colour, size, self.frame.ratio)
            )
            x += size + NAME_GAP * a.scale
        else:
            x, middle = a.pad, a.footer.center().y()
        text = self._ink.elided(look.caption, a.small_px, 400, a.width - a.pad - x)
        self._ink.write(painter, x, middle, text, size=a.small_px, weight=400, colour=colour)

    def _paint_spots(self, painter: QPainter, spots: tuple[Spot, ...]) -> tuple[Spot, ...]:
        """Write blood pressure from the left, the others from the right; return those that fit, as they fit."""
        a = self._anatomy
        left, right, middle = a.pad, a.width - a.pad, a.spots.center().y()
        painted: list[Spot] = []
        pressures = [spot for spot in spots if spot.group in ("NIBP", "ABP")]
        others = [spot for spot in spots if spot not in pressures]
        whole = sum(self._spot_width(spot) + 12 * a.scale for spot in pressures)
        for spot in others:
            wide = self._spot_width(spot)
            # A temperature may cost the pressure its mean; nothing else may.
            needed = min(whole, 90 * a.scale) if spot.group == "Temp" else whole
            if right - wide < left + needed:
                continue
            self._write_spot(painter, right - wide, middle, spot)
            right -= wide + 12 * a.scale
            painted.append(spot)
        for spot in pressures:
            short = replace(spot, label=spot.label if a.large else "BP" if spot.group == "NIBP" else spot.label)
            for form in (short, replace(short, extra=""), replace(short, extra="", time="")):
                # Without its mean a cuff's value is still one; without its time it is not.
                if form.time == spot.time and left + self._spot_width(form) <= right:
                    self._write_spot(painter, left, middle, form)
                    painted.append(form)
                    break
        return tuple(painted)

    def _spot_width(self, spot: Spot) -> float:
        gap = 5 * self._anatomy.scale
        return sum(self._ink.width(text, size, weight) + gap for text, size, weight, _ in self._parts(spot)) - gap

    def _parts(self, spot: Spot) -> list[tuple[str, float, int, QColor]]:
        theme, a = self._theme, self._anatomy
        muted = theme.colour("text.muted")
        value = theme.parameter(spot.group) if spot.tone == "live" else theme.colour("stale")
        parts = [
            (spot.label, a.small_px, 400, muted),
            (spot.text, 14 if a.large else a.small_px, 600, value),
            (spot.extra, a.small_px, 400, muted),
            (spot.time, a.small_px, 400, muted),
        ]
        return [part for part in parts if part[0]]

    def _write_spot(self, painter: QPainter, x: float, middle: float, spot: Spot) -> None:
        scale = self._anatomy.scale
        for text, size, weight, colour in self._parts(spot):
            wide = self._ink.write(painter, x, middle, text, size=size, weight=weight, colour=colour)
            if spot.tone == "struck" and text == spot.text:
                _strike(painter, x, x + wide, middle, max(1.5, size / 9), self._theme.colour("stale"))
            x += wide + 5 * scale

    # What changes: numbers, traces, ages, the footer.

    def _paint_live(self, painter: QPainter, look: TileLook, lanes: tuple[Lane, ...]) -> None:
        a = self._anatomy
        if look.age:
            self._ink.write(
                painter,
                a.width - a.pad,
                a.header.center().y(),
                look.age,
                size=a.small_px,
                weight=400,
                colour=self._theme.colour("text.secondary"),
                right=True,
            )
        if lanes:
            painter.drawPixmap(a.trace.topLeft(), self._layer.pixmap)
        by_name = {lane.name: lane for lane in lanes}
        for row, rect in zip(look.rows, a.rows, strict=False):
            self._paint_row(painter, row, rect, by_name.get(row.name))
        if look.footer is not None:
            self._paint_footer(painter, look)

    def _paint_row(self, painter: QPainter, row: Row, rect: QRectF, lane: Lane | None) -> None:
        a, ink, middle = self._anatomy, self._ink, rect.center().y()
        colour = self._tone(row)
        if row.text:
            wide = ink.write(
                painter,
                a.number_right,
                middle,
                row.text,
                size=a.number,
                weight=600,
                colour=colour,
                right=True,
                scaled=False,
            )
            if row.tone == "struck":
                reach = a.number * 0.06
                left, right = a.number_right - wide - reach, a.number_right + reach
                _strike(painter, left, right, middle, max(2.0, a.number / 15), colour)
        else:
            wide, thick = a.number * 0.45, max(3.0, a.number / 9)
            painter.fillRect(QRectF(a.number_right - wide, middle - thick / 2, wide, thick), colour)
        dot = self._layer.dot(lane) if lane is not None and row.tone == "live" else None
        if dot is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawEllipse(a.trace.topLeft() + dot, 2.25, 2.25)
        if row.note:
            self._paint_note(painter, row, middle)

    def _paint_note(self, painter: QPainter, row: Row, middle: float) -> None:
        """A word stands where the trace would be; an age stands at the trace's end, on ground of its own."""
        a, ink, theme = self._anatomy, self._ink, self._theme
        note = ink.elided(row.note, a.small_px, 500, a.trace.width())
        wide = ink.width(note, a.small_px, 500)
        x = a.trace.left()
        if row.text:
            x = a.trace.right() - wide
            high = a.small_px * a.scale + 6
            painter.fillRect(QRectF(x - 4, middle - high / 2, wide + 6, high), theme.colour("bg.surface"))
        ink.write(painter, x, middle, note, size=a.small_px, weight=500, colour=theme.colour("text.secondary"))

    def _paint_footer(self, painter: QPainter, look: TileLook) -> None:
        a, ink, footer = self._anatomy, self._ink, look.footer
        if footer is None:
            return
        tone, weight = {
            "strong": ("text.primary", 600),
            "notice": ("notice.text", 500),
        }.get(footer.tone, ("text.secondary", 500))
        colour, middle, size = self._theme.colour(tone), a.footer.center().y(), round(13 * a.scale)
        x = a.pad
        icon = self._theme.pixmap(footer.icon, colour, size, self.frame.ratio)
        painter.drawPixmap(QPointF(x, round(middle - size / 2)), icon)
        x += size + 5 * a.scale
        gap = 8 * a.scale
        room = a.width - a.pad - x
        wide = ink.width(footer.right, a.small_px, 400) + gap if footer.right else 0.0
        text = ink.elided(footer.text, a.small_px, weight, room - (wide if footer.right_first else 0))
        x += ink.write(painter, x, middle, text, size=a.small_px, weight=weight, colour=colour) + gap
        right = ink.elided(footer.right, a.small_px, 400, a.width - a.pad - x)
        # Of less than a few letters nothing is left.
        if right and (right == footer.right or a.width - a.pad - x > 40 * a.scale):
            quiet = self._theme.colour("text.secondary")
            ink.write(painter, a.width - a.pad, middle, right, size=a.small_px, weight=400, colour=quiet, right=True)

    def _age_room(self) -> float:
        return self._ink.width("0 s", self._anatomy.small_px, 400) + NAME_GAP * self._anatomy.scale


def _static_part(look: TileLook, spots: tuple[Spot, ...]) -> TileLook:
    """Return what of a look stays the same for minutes, so that it can be compared."""
    return replace(
        look,
        age="x" if look.age else "",
        rows=tuple(replace(row, text="", note="", at=None) for row in look.rows),
        spots=tuple(replace(spot, ats=()) for spot in spots),
        footer=None,
    )


def _strike(painter: QPainter, left: float, right: float, middle: float, thick: float, colour: QColor) -> None:
    painter.fillRect(QRectF(left, middle - thick / 2, right - left, thick), colour)
