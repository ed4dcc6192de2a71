"""How a week of hours is painted: days, hours of the day, and lines as blocks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from clinic_console.desktop.state.hours import WEEK, Entry
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.hours_words import kind_text, minutes_text, times_text, weekday_text, when_text
from clinic_console.domain.templates import DAY

HEAD: Final = 34
HOUR: Final = 40
AXIS: Final = 58
HATCH: Final = 7
GAP: Final = 3


@dataclass(frozen=True, slots=True)
class Placed:
    """A line and where it stands."""

    entry: Entry
    rect: QRectF


def place(entries: Sequence[Entry], rect: Callable[[int, int, int], QRectF]) -> list[Placed]:
    """Return where a day's lines stand: those of one kind that meet in time share the width; work lies below."""
    found: list[Placed] = []
    for work in (True, False):
        group: list[Entry] = []
        ends = -1
        for each in entries:
            if (each.line.kind == "work") is not work:
                continue
            if each.line.begins >= ends and group:
                found += _share(group, rect)
                group = []
            group.append(each)
            ends = max(ends, each.line.ends)
        found += _share(group, rect)
    return found


def _share(group: Sequence[Entry], rect: Callable[[int, int, int], QRectF]) -> list[Placed]:
    lanes: list[int] = []
    at: list[int] = []
    for each in group:
        lane = next((number for number, ends in enumerate(lanes) if ends <= each.line.begins), len(lanes))
        lanes[lane : lane + 1] = [each.line.ends]
        at.append(lane)
    found = []
    for each, lane in zip(group, at, strict=True):
        whole = rect(each.line.weekday, each.line.begins, each.line.ends)
        width = whole.width() / len(lanes)
        found.append(Placed(each, QRectF(whole.left() + lane * width, whole.top(), width, whole.height())))
    return found


class Painter:
    """Paints in a theme."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme

    # Where things are

    def rect(self, room: QRectF, weekday: int, begins: int, ends: int) -> QRectF:
        """Return where a stretch of a day stands."""
        px = self._theme.px
        width = self._column(room)
        top = px(HEAD) + begins * px(HOUR) / 60
        return QRectF(px(AXIS) + (weekday - 1) * width, top, width, (ends - begins) * px(HOUR) / 60)

    def at(self, room: QRectF, point: QPointF, step: int) -> tuple[int, int]:
        """Return the day at a point, and the minutes after its midnight, on a step."""
        px = self._theme.px
        day = int((point.x() - px(AXIS)) // max(1.0, self._column(room))) + 1
        minutes = (point.y() - px(HEAD)) * 60 / px(HOUR)
        return day, round(minutes / step) * step if step < 60 else int(minutes // step) * step

    def _column(self, room: QRectF) -> float:
        return (room.width() - self._theme.px(AXIS)) / WEEK

    # What is there

    def ground(self, painter: QPainter, room: QRectF, hours: int) -> None:
        """Paint the hours and the lines between them."""
        theme, px = self._theme, self._theme.px
        painter.fillRect(room, theme.colour("bg.app"))
        for hour in range(hours + 1):
            y = px(HEAD) + hour * px(HOUR)
            painter.fillRect(QRectF(px(AXIS), y, room.width(), 1), theme.colour("border.subtle"))
            if 0 < hour < hours:
                text = minutes_text(hour * 60) if hour != 24 else minutes_text(0)
                self._text(
                    painter, QRectF(0, y - px(8), px(AXIS) - px(8), px(16)), text, 12, 400, "text.muted", right=True
                )
        if hours > 24:
            # Behind midnight it is the next day.
            painter.fillRect(
                QRectF(px(AXIS), px(HEAD) + 24 * px(HOUR) - 1, room.width(), 2), theme.colour("border.control")
            )
        for day in range(1, WEEK + 1):
            column = self.rect(room, day, 0, hours * 60)
            painter.fillRect(QRectF(column.left(), 0, 1, room.height()), theme.colour("border.subtle"))

    def head(self, painter: QPainter, room: QRectF, top: float, weekday: int, *, focus: bool) -> None:
        """Paint the days' names over what is scrolled; ``weekday`` is where the user is."""
        theme, px = self._theme, self._theme.px
        painter.fillRect(QRectF(0, top, room.width(), px(HEAD)), theme.colour("bg.app"))
        names = [weekday_text(day) for day in range(1, WEEK + 1)]
        metrics = QFontMetricsF(theme.font(13, 600))
        if max(map(metrics.horizontalAdvance, names)) > self._column(room) - px(12):
            names = [weekday_text(day, short=True) for day in range(1, WEEK + 1)]
        for day, name in enumerate(names, start=1):
            column = self.rect(room, day, 0, 60)
            head = QRectF(column.left(), top, column.width(), px(HEAD) - 1)
            if day == weekday:
                painter.fillRect(head, theme.colour("selection.row" if focus else "selection.rowInactive"))
            painter.fillRect(QRectF(head.left(), top, 1, head.height()), theme.colour("border.subtle"))
            self._text(painter, head.adjusted(px(8), 0, -px(4), 0), name, 13, 600, "text.primary")
        painter.fillRect(QRectF(0, top + px(HEAD) - 1, room.width(), 1), theme.colour("border.strong"))

    def line(self, painter: QPainter, placed: Placed, clinic: str, *, chosen: bool, wrong: bool, focus: bool) -> None:
        """Paint one line: work white, blocked hatched, reserved tinted; what cannot stay so in copper."""
        theme, px = self._theme, self._theme.px
        line = placed.entry.line
        box = placed.rect.adjusted(px(GAP), 1, -px(GAP), -1)
        if line.kind != "work":
            box.adjust(px(4), 0, -px(4), 0)
        fill = {"work": "bg.surface", "block": "bg.sunken", "reserved": "accent.tint"}[line.kind]
        edge = theme.colour("notice.line" if wrong else "border.control" if line.kind == "work" else "border.strong")
        if chosen:
            fill, edge = "selection.row", theme.colour("focus" if focus else "accent.fill")
        if wrong:
            fill = "notice.tint"
        painter.setBrush(theme.colour(fill))
        painter.setPen(QPen(edge, px(2) if chosen or wrong else 1))
        painter.drawRoundedRect(box, px(4), px(4))
        if line.kind == "block" and not wrong and not chosen:
            self._hatch(painter, box, theme.colour("border.strong"))
        if chosen:
            painter.fillRect(
                QRectF(box.left(), box.top() + px(4), px(3), box.height() - px(8)), theme.colour("selection.bar")
            )
        self._words(painter, box.adjusted(px(8), px(3), -px(4), -px(2)), placed, clinic, wrong=wrong)

    def new(self, painter: QPainter, rect: QRectF) -> None:
        """Paint what is being drawn by hand."""
        theme, px = self._theme, self._theme.px
        painter.setBrush(theme.colour("accent.tint"))
        painter.setPen(QPen(theme.colour("accent.fill"), px(2), Qt.PenStyle.DashLine))
        painter.drawRoundedRect(rect.adjusted(px(GAP), 1, -px(GAP), -1), px(4), px(4))

    def hint(self, painter: QPainter, rect: QRectF) -> None:
        """Say on an empty day how hours are added."""
        theme, px = self._theme, self._theme.px
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour("border.control"), 1, Qt.PenStyle.DashLine))
        box = rect.adjusted(px(GAP), 1, -px(GAP), -1)
        painter.drawRoundedRect(box, px(4), px(4))
        text = QCoreApplication.translate("Hours", "Enter: add hours")
        painter.setFont(theme.font(12, 500))
        painter.setPen(theme.colour("text.muted"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, text)

    def _words(self, painter: QPainter, box: QRectF, placed: Placed, clinic: str, *, wrong: bool) -> None:
        line = placed.entry.line
        px = self._theme.px
        label = line.label or ("" if line.kind == "work" else kind_text(line.kind))
        texts = [(times_text(line), 12, 600, "notice.text" if wrong else "text.primary")]
        if label:
            texts.append((label, 12, 500, "text.secondary"))
        if line.ends > DAY:
            texts.append((QCoreApplication.translate("Hours", "into the next day"), 12, 400, "text.muted"))
        texts += [(text, 12, 400, "text.muted") for text in (when_text(line), clinic) if text]
        if box.height() < px(17) * 2 and label:
            # Room for one line only: what it is says more than when, which its place says.
            both = f"{label} {times_text(line)}"
            wide = QFontMetricsF(self._theme.font(12, 500)).horizontalAdvance(both)
            texts = [(both if wide <= box.width() else label, 12, 500, texts[0][3])]
        top = box.top()
        for text, size, weight, colour in texts:
            if top + px(14) > box.bottom() + px(4):
                break
            self._text(painter, QRectF(box.left(), top, box.width(), px(16)), text, size, weight, colour)
            top += px(17)

    def _text(
        self,
        painter: QPainter,
        room: QRectF,
        text: str,
        size: int,
        weight: int,
        colour: str,
        *,
        right: bool = False,
    ) -> None:
        font = self._theme.font(size, weight)
        painter.setFont(font)
        painter.setPen(self._theme.colour(colour))
        shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, shown)

    def _hatch(self, painter: QPainter, box: QRectF, colour: QColor) -> None:
        step = self._theme.px(HATCH)
        painter.save()
        painter.setClipRect(box.adjusted(1, 1, -1, -1), Qt.ClipOperation.IntersectClip)
        painter.setPen(QPen(colour, 1))
        at = box.left() - box.height()
        while at < box.right():
            painter.drawLine(QPointF(at, box.bottom()), QPointF(at + box.height(), box.top()))
            at += step
        painter.restore()
