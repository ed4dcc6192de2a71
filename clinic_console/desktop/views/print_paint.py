"""How a list is painted on paper: lines are broken, rows shared out over pages, each with its header and footer."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from PySide6.QtCore import QCoreApplication, QLocale, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QTextLayout, QTextOption

from clinic_console.desktop.theme import Theme

MOST_LINES: Final = 4
"""A cell has so many lines at most; what is longer ends in an ellipsis."""
STEP: Final = 6
"""So many rows are painted in one go."""
INK, GREY, RULE = QColor("#000000"), QColor("#444444"), QColor("#999999")
TITLE_PT, BODY_PT, SMALL_PT = 15.0, 9.5, 8.0
MM_PER_INCH: Final = 25.4


class PaperColumn(NamedTuple):
    """A column: its title, its share of the width, and whether it is what the eye looks for."""

    title: str
    share: int
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """A list as it is printed: title, a line below it, by whom and when it was printed, columns and rows of texts."""

    title: str
    below: str
    by: str
    at: str
    columns: tuple[PaperColumn, ...]
    rows: tuple[tuple[str, ...], ...]


class Fonts(NamedTuple):
    """The faces of a theme at sizes for paper, made where the theme lives: it is of one thread."""

    title: QFont
    body: QFont
    strong: QFont
    small: QFont

    @classmethod
    def of(cls, theme: Theme) -> "Fonts":
        """Make them."""
        return cls(
            _font(theme, TITLE_PT, QFont.Weight.DemiBold),
            _font(theme, BODY_PT, QFont.Weight.Normal),
            _font(theme, BODY_PT, QFont.Weight.DemiBold),
            _font(theme, SMALL_PT, QFont.Weight.Normal),
        )


class Sheets:
    """The pages of a list on a painter's device."""

    def __init__(self, painter: QPainter, fonts: Fonts, paper: Paper) -> None:
        self._painter, self._fonts, self._paper = painter, fonts, paper
        device = painter.device()
        self._mm = device.logicalDpiY() / MM_PER_INCH
        self._room = QRectF(painter.viewport())
        self._body = QFontMetricsF(fonts.body, device)
        self._small = QFontMetricsF(fonts.small, device)
        self._title = QFontMetricsF(fonts.title, device)
        self._widths = self._share()
        self._lines: list[list[list[str]]] = []
        self._pages: list[list[int]] = [[]]

    @property
    def count(self) -> int:
        """Return how many pages there are, once they are laid out."""
        return len(self._pages)

    def lay_out(self) -> Iterator[None]:
        """Share the rows out; between two steps others may have their turn (and so below)."""
        for row in self._paper.rows:
            self._lines.append(self._broken(row))
            if len(self._lines) % STEP == 0:
                yield
        self._pages = self._divide()

    def paint(self, number: int) -> Iterator[None]:
        """Paint one page."""
        top = self._head()
        for done, place in enumerate(self._pages[number], start=1):
            self._row(self._lines[place], top)
            top += self._height(self._lines[place])
            if done % STEP == 0:
                yield
        if not self._paper.rows:
            self._text(
                QPointF(self._room.left(), top + self._body.ascent() + self._mm), self._none(), self._fonts.body
            )
        self._foot(number)

    # Sharing out

    def _share(self) -> list[float]:
        whole = sum(column.share for column in self._paper.columns)
        return [self._room.width() * column.share / whole for column in self._paper.columns]

    def _broken(self, row: tuple[str, ...]) -> list[list[str]]:
        pad = 2 * self._mm
        fonts = [self._fonts.strong if column.strong else self._fonts.body for column in self._paper.columns]
        return [
            self._wrap(text, font, width - pad) for text, font, width in zip(row, fonts, self._widths, strict=True)
        ]

    def _wrap(self, text: str, font: QFont, width: float) -> list[str]:
        """Break a text into lines; the last one that there is room for is cut."""
        text = " ".join(text.split())
        layout = QTextLayout(text, font, self._painter.device())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        starts: list[int] = []
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            starts.append(line.textStart())
        layout.endLayout()
        # Qt counts in UTF-16: characters beyond the first plane are two there.
        units = text.encode("utf-16-le")
        ends = [*starts[1:], len(units) // 2]
        lines = [
            units[2 * a : 2 * b].decode("utf-16-le", "replace").strip() for a, b in zip(starts, ends, strict=True)
        ]
        if len(lines) > MOST_LINES:
            rest = " ".join(lines[MOST_LINES - 1 :])
            cut = QFontMetricsF(font, self._painter.device()).elidedText(rest, Qt.TextElideMode.ElideRight, width)
            lines = [*lines[: MOST_LINES - 1], cut]
        return lines

    def _height(self, lines: list[list[str]]) -> float:
        most = max([1, *map(len, lines)])
        return most * self._body.lineSpacing() + 2 * self._mm

    @property
    def _head_height(self) -> float:
        return self._title.lineSpacing() + self._body.lineSpacing() + self._small.lineSpacing() + 7 * self._mm

    @property
    def _foot_height(self) -> float:
        return self._small.lineSpacing() + 3 * self._mm

    def _divide(self) -> list[list[int]]:
        room = self._room.height() - self._head_height - self._foot_height
        pages: list[list[int]] = [[]]
        left = room
        for place, lines in enumerate(self._lines):
            height = self._height(lines)
            if height > left and pages[-1]:
                pages.append([])
                left = room
            pages[-1].append(place)
            left -= height
        return pages

    # Painting

    def _head(self) -> float:
        """Paint what stands above the rows, return where they begin."""
        room, mm = self._room, self._mm
        top = room.top() + self._title.ascent()
        self._text(QPointF(room.left(), top), self._paper.title, self._fonts.title)
        top = room.top() + self._title.lineSpacing() + mm + self._body.ascent()
        self._text(QPointF(room.left(), top), self._paper.below, self._fonts.body, GREY)
        top = room.top() + self._title.lineSpacing() + self._body.lineSpacing() + 4 * mm
        left = room.left()
        for column, width in zip(self._paper.columns, self._widths, strict=True):
            self._text(QPointF(left, top + self._small.ascent()), column.title, self._fonts.small, GREY)
            left += width
        line = top + self._small.lineSpacing() + mm
        self._rule(line, INK, 0.35)
        return room.top() + self._head_height

    def _row(self, lines: list[list[str]], top: float) -> None:
        left, first = self._room.left(), top + self._mm + self._body.ascent()
        for column, cell, width in zip(self._paper.columns, lines, self._widths, strict=True):
            font = self._fonts.strong if column.strong else self._fonts.body
            for place, text in enumerate(cell):
                self._text(QPointF(left, first + place * self._body.lineSpacing()), text, font)
            left += width
        self._rule(top + self._height(lines), RULE, 0.15)

    def _foot(self, number: int) -> None:
        base = self._room.bottom() - self._small.descent()
        printed = QCoreApplication.translate("Print", "Printed by %1, %2")
        text = printed.replace("%2", self._paper.at).replace("%1", self._paper.by)
        self._text(QPointF(self._room.left(), base), text, self._fonts.small, GREY)
        page = QCoreApplication.translate("Print", "Page %1 of %2")
        count = QLocale().toString
        text = page.replace("%2", count(self.count)).replace("%1", count(number + 1))
        left = self._room.right() - self._small.horizontalAdvance(text)
        self._text(QPointF(left, base), text, self._fonts.small, GREY)

    def _none(self) -> str:
        return QCoreApplication.translate("Print", "Nobody stands on this list.")

    def _text(self, at: QPointF, text: str, font: QFont, colour: QColor = INK) -> None:
        self._painter.setFont(font)
        self._painter.setPen(colour)
        self._painter.drawText(at, text)

    def _rule(self, top: float, colour: QColor, mm: float) -> None:
        self._painter.setPen(QPen(colour, mm * self._mm))
        self._painter.drawLine(QPointF(self._room.left(), top), QPointF(self._room.right(), top))


def _font(theme: Theme, points: float, weight: QFont.Weight) -> QFont:
    font = QFont()
    font.setFamilies(theme.font(14).families())
    # A new font has what the application's has. Digits of equal width, and the colon between them, would be drawn in
    # a PDF as glyphs that nobody can search for.
    for feature in ("tnum", "calt"):
        font.setFeature(QFont.Tag(feature), 0)
    font.setPointSizeF(points)
    font.setWeight(weight)
    return font
