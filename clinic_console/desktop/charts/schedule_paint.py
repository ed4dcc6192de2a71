"""Paints a schedule: columns on their ground, hours, the line of now, cards, ghosts, and what sticks at the edges."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPixmap, QTransform

from clinic_console.desktop.charts.ink import Ink
from clinic_console.desktop.charts.schedule_plate import Face, Plate, Shade, Sign, Written, colour_of
from clinic_console.desktop.charts.schedule_space import Space
from clinic_console.desktop.theme import Theme

HATCH: Final = 8
PILL: Final = 46


@dataclass(frozen=True, slots=True)
class Head:
    """What stands over a column: a name, what is below it, and at the right of that how many are free."""

    title: str
    below: str = ""
    right: str = ""
    today: bool = False


@dataclass(frozen=True, slots=True)
class Ghost:
    """Where something would stand: the column, and from which place of the axis to which; two lines; if it may."""

    column: int
    first: float
    last: float
    title: str
    text: str
    fits: bool
    sent: bool = False


class Brushes:
    """Hatches: a small picture that is repeated, as Qt's own patterns do not grow with the scale."""

    def __init__(self, theme: Theme, ratio: float) -> None:
        self.blocked = _hatch(theme.colour("border.strong"), theme.px(HATCH), ratio, rising=True)
        self.reserved = _hatch(theme.colour("accent.fill"), theme.px(HATCH), ratio, rising=False, alpha=70)


class Brush:
    """Paints with a theme on a painter; texts and hatches are kept from picture to picture."""

    def __init__(self, theme: Theme, ratio: float) -> None:
        self.theme, self._ratio = theme, ratio
        self._ink = Ink(theme)
        self._hatches = Brushes(theme, ratio)

    # The ground

    def ground(self, painter: QPainter, plate: Plate, space: Space, column: int, now: int) -> None:
        """Paint what is free as white, and the rest with its hatch and label."""
        theme = self.theme
        painter.save()
        painter.translate(space.x_of(column), space.head - space.top)
        sight = QRect(0, space.top, space.column, space.height - space.head)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.fillRect(0, 0, space.column, space.high, theme.colour("bg.surface"))
        for shade in plate.shades:
            if shade.until and shade.until <= now:
                continue
            if shade.kind == "held":
                continue
            # Whole pixels: a hatch whose edges are blended takes several times as long.
            rect = shade.rect.toRect().intersected(sight)
            if shade.kind == "reserved":
                painter.fillRect(rect, self._hatches.reserved)
            else:
                painter.fillRect(rect, theme.colour("bg.app"))
                painter.fillRect(rect, self._hatches.blocked)
        painter.restore()

    def labels(self, painter: QPainter, plate: Plate, space: Space, column: int, now: int) -> None:
        """Write what the hatches are, and draw holds: over the lines of the hours."""
        painter.save()
        painter.translate(space.x_of(column), space.head - space.top)
        for shade in plate.shades:
            if shade.until and shade.until <= now:
                continue
            if shade.kind == "held":
                self._held(painter, shade)
            # A long stretch says what it is again where its beginning is out of sight.
            shift = max(0.0, min(space.top - shade.rect.top(), shade.rect.height() - self.theme.px(26)))
            for text in shade.texts:
                self._write(painter, text, shift)
        painter.restore()

    def _held(self, painter: QPainter, shade: Shade) -> None:
        painter.setBrush(self.theme.colour("bg.surface"))
        painter.setPen(QPen(self.theme.colour("accent.fill"), 1, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(shade.rect.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)

    def lines(self, painter: QPainter, space: Space, hours: Sequence[tuple[float, bool]], boundary: float) -> None:
        """Paint hours and half hours across all columns, and a day's boundary (a place of the axis; 0: none)."""
        theme = self.theme
        right = min(space.width, space.times + space.wide - space.left)
        strong, subtle = theme.colour("border.strong"), theme.colour("border.subtle")
        for place, whole in hours:
            y = round(space.y_of(place))
            if space.head <= y <= space.height:
                painter.fillRect(space.times, y, right - space.times, 1, strong if whole else subtle)
        for column in (*space.seen(), space.seen().stop):
            painter.fillRect(space.x_of(column) - 1, space.head, 1, space.height - space.head, subtle)
        if boundary > 0:
            y = round(space.y_of(boundary))
            painter.fillRect(space.times, y - 1, right - space.times, 3, theme.colour("border.control"))

    def now_line(self, painter: QPainter, space: Space, place: float, columns: Sequence[int]) -> None:
        """Paint the line of now, behind the cards."""
        y = round(space.y_of(place))
        for column in columns:
            painter.fillRect(space.x_of(column), y - 1, space.column, 2, self.theme.colour("text.primary"))

    # Cards

    def faces(self, painter: QPainter, plate: Plate, space: Space, column: int, moving: str = "") -> None:
        """Paint a column's cards, as far as they are in sight; the one that is being moved leaves a dashed place."""
        painter.save()
        painter.translate(space.x_of(column), space.head - space.top)
        top, bottom = space.top, space.top + space.height - space.head
        for face in plate.faces:
            if face.hidden or face.rect.bottom() < top or face.rect.top() > bottom:
                continue
            if face.card.id == moving:
                self._old_place(painter, face)
            else:
                self.face(painter, face)
        for rect, count in plate.more:
            self._more(painter, rect, count)
        painter.restore()

    def face(self, painter: QPainter, face: Face) -> None:
        """Paint one card."""
        theme = self.theme
        pen = QPen(colour_of(theme, face.line), face.thick)
        if face.dashed:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(theme.colour(face.fill))
        painter.drawRoundedRect(face.rect, 3, 3)
        for sign in face.signs:
            self._sign(painter, sign)
        for text in face.texts:
            self._write(painter, text)
            if face.struck:
                y = round(text.middle)
                painter.fillRect(QRectF(text.left, y, text.text.width, 1), theme.colour(text.colour))

    def _old_place(self, painter: QPainter, face: Face) -> None:
        painter.setPen(QPen(self.theme.colour("border.control"), 1, Qt.PenStyle.DashLine))
        painter.setBrush(self.theme.colour("bg.surface"))
        painter.drawRoundedRect(face.rect, 3, 3)
        painter.setOpacity(0.6)
        for text in face.texts:
            self._write(painter, text)
        painter.setOpacity(1.0)

    def _more(self, painter: QPainter, rect: QRectF, count: int) -> None:
        theme = self.theme
        painter.setPen(QPen(theme.colour("border.strong"), 1))
        painter.setBrush(theme.colour("bg.raised"))
        painter.drawRoundedRect(rect, 3, 3)
        painter.setPen(theme.colour("text.secondary"))
        painter.setFont(theme.font(12, 600))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, f"+{count}")

    def ghost(self, painter: QPainter, ghost: Ghost, space: Space) -> None:
        """Paint where something would stand, and what may be said of that."""
        theme, px = self.theme, self.theme.px
        top, bottom = space.y_of(ghost.first), space.y_of(ghost.last)
        # However short, it says what it has to say.
        high = max(bottom - top - 2, px(36) if ghost.text else px(18))
        rect = QRectF(space.x_of(ghost.column) + px(4), top + 1, space.column - 2 * px(4), high)
        path = "accent" if ghost.fits else "notice"
        line = theme.colour("accent.fill" if ghost.fits else "notice.line")
        painter.setPen(QPen(line, 2, Qt.PenStyle.DashLine if ghost.sent else Qt.PenStyle.SolidLine))
        painter.setBrush(theme.colour("bg.raised" if ghost.fits else "notice.tint"))
        painter.drawRoundedRect(rect, 3, 3)
        left, room = rect.left() + px(8), rect.width() - px(14)
        middle = rect.top() + px(11)
        self._text(painter, ghost.title, left, middle, room, (13, 600), "text.primary")
        if ghost.text:
            if not ghost.sent:
                self._sign(
                    painter, Sign(left - px(1), middle + px(16), "check" if ghost.fits else "notice", f"{path}.text")
                )
            indent = 0 if ghost.sent else px(17)
            self._text(painter, ghost.text, left + indent, middle + px(16), room - indent, (12, 500), f"{path}.text")

    def ring(self, painter: QPainter, rect: QRectF) -> None:
        """Paint the ring of focus around a stretch."""
        painter.setPen(QPen(self.theme.colour("focus"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect, 4, 4)

    def hover(self, painter: QPainter, rect: QRectF, text: str) -> None:
        """Paint the free slot under the pointer."""
        painter.fillRect(rect.adjusted(1, 1, -1, 0), self.theme.colour("accent.tint"))
        middle = rect.top() + min(self.theme.px(12), rect.height() / 2)
        self._text(painter, text, rect.left() + self.theme.px(11), middle, rect.width(), (12, 500), "accent.text")

    # What sticks

    def heads(self, painter: QPainter, space: Space, heads: Mapping[int, Head], current: int) -> None:
        """Paint the names over the columns."""
        theme, px = self.theme, self.theme.px
        painter.fillRect(space.times, 0, space.width - space.times, space.head, theme.colour("bg.surface"))
        for column in space.seen():
            head, left = heads[column], space.x_of(column)
            if head.today:
                painter.fillRect(left, space.head - px(3), space.column - 1, px(2), theme.colour("accent.fill"))
            room = space.column - px(14)
            colour = "accent.text" if column == current else "text.primary"
            self._text(painter, head.title, left + px(8), space.head * 0.34, room, (14, 600), colour)
            middle = space.head * 0.70
            wide = self._ink.width(head.right, 12, 400) if head.right else 0.0
            if head.right:
                self._text(
                    painter, head.right, left + px(8) + room - wide, middle, wide + 2, (12, 400), "text.secondary"
                )
            self._text(painter, head.below, left + px(8), middle, room - wide - px(8), (12, 400), "text.muted")
            painter.fillRect(left - 1, 0, 1, space.head, theme.colour("border.subtle"))
        end = space.x_of(space.seen().stop) - 1
        painter.fillRect(end, 0, 1, space.head, theme.colour("border.subtle"))
        painter.fillRect(0, space.head - 1, space.width, 1, theme.colour("border.strong"))

    def times(
        self, painter: QPainter, space: Space, hours: Sequence[tuple[float, str]], now: tuple[float, str] | None
    ) -> None:
        """Write the hours at the left, and now in its pill."""
        theme, px = self.theme, self.theme.px
        pill = None if now is None else space.y_of(now[0])
        for place, text in hours:
            y = space.y_of(place)
            # The first one would be cut in two by the heads.
            y = space.head + px(8) if abs(y - space.head) < px(8) else y
            if pill is not None and abs(y - pill) < px(17):
                continue
            wide = self._ink.width(text, 12, 400)
            self._text(painter, text, space.times - px(8) - wide, y, wide + 2, (12, 400), "text.secondary")
        if now is None or pill is None or not space.head <= pill <= space.height:
            return
        wide = max(px(PILL), self._ink.width(now[1], 12, 600) + px(10))
        rect = QRectF(space.times - wide - px(3), pill - px(9), wide, px(18))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("text.primary"))
        painter.drawRoundedRect(rect, 4, 4)
        written = self._ink.width(now[1], 12, 600)
        self._text(painter, now[1], rect.center().x() - written / 2, pill, written + 2, (12, 600), "bg.surface")

    def _text(
        self, painter: QPainter, text: str, x: float, middle: float, room: float, font: tuple[int, int], colour: str
    ) -> None:
        size, weight = font
        text = self._ink.elided(text, size, weight, room)
        self._ink.write(painter, x, middle, text, size=size, weight=weight, colour=self.theme.colour(colour))

    def _write(self, painter: QPainter, written: Written, shift: float = 0.0) -> None:
        still = written.text
        painter.setFont(still.font)
        painter.setPen(self.theme.colour(written.colour))
        painter.drawStaticText(QPointF(written.left, written.middle + shift + still.above), still.laid)

    def _sign(self, painter: QPainter, sign: Sign) -> None:
        size = self.theme.px(14)
        picture = self.theme.pixmap(sign.icon, self.theme.colour(sign.colour), size, self._ratio)
        painter.drawPixmap(QPointF(round(sign.left), round(sign.middle - size / 2)), picture)


def _hatch(colour: QColor, size: int, ratio: float, *, rising: bool, alpha: int = 255) -> QBrush:
    side = max(4, round(size * ratio))
    picture = QPixmap(side, side)
    picture.fill(Qt.GlobalColor.transparent)
    ink = QColor(colour)
    ink.setAlpha(alpha)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(ink, max(1.0, ratio * 0.9)))
    # Three strokes, so that the corners of the repeated picture meet.
    for shift in (-side, 0, side):
        if rising:
            painter.drawLine(shift, side, shift + side, 0)
        else:
            painter.drawLine(shift, 0, shift + side, side)
    painter.end()
    brush = QBrush(picture)
    brush.setTransform(QTransform.fromScale(1 / ratio, 1 / ratio))
    return brush
