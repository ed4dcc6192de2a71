"""The geometry of a schedule's grid: how wide columns and how high hours are, and what is where in it."""

from dataclasses import dataclass
from typing import Final

from clinic_console.desktop.theme import Theme

HEAD: Final = 50
TIMES: Final = 58
COLUMN: Final = 148
WIDE_COLUMN: Final = 230
WIDEST: Final = 420
COLUMNS: Final = 8
HOUR, HIGH_HOUR = 76, 112
LINE_MINUTES: Final = 15
"""Visits of this length have a line of their own; an hour is higher where there are many that are shorter."""


@dataclass(frozen=True, slots=True)
class Space:
    """All in pixels: ``left`` and ``top`` are how far the grid is scrolled, ``covered`` what lies over its right."""

    head: int
    times: int
    width: int
    height: int
    columns: int
    cells: int
    column: int
    cell: float
    left: int = 0
    top: int = 0
    covered: int = 0

    @property
    def wide(self) -> int:
        """Return the width of all columns."""
        return self.columns * self.column

    @property
    def high(self) -> int:
        """Return the height of the whole day."""
        return round(self.cells * self.cell) + 1

    @property
    def most_left(self) -> int:
        """Return how far it can be scrolled sideways: until no column stands below what lies over it."""
        over = self.covered if self.wide > self.width - self.times - self.covered else 0
        return max(0, self.wide + over - (self.width - self.times))

    @property
    def most_top(self) -> int:
        """Return how far it can be scrolled down."""
        return max(0, self.high - (self.height - self.head))

    def seen(self) -> range:
        """Return the columns of which something is in sight."""
        if not self.column:
            return range(0)
        first = max(0, self.left // self.column)
        last = min(self.columns, -(-(self.left + self.width - self.times) // self.column))
        return range(first, last)

    def column_at(self, x: float) -> int:
        """Return the column at a point of the widget, -1 for none."""
        if x < self.times or not self.column:
            return -1
        number = int((x - self.times + self.left) // self.column)
        return number if 0 <= number < self.columns else -1

    def x_of(self, column: int) -> int:
        """Return where a column begins in the widget."""
        return self.times + column * self.column - self.left

    def y_of(self, place: float) -> float:
        """Return where a place of the axis (in cells) is in the widget."""
        return self.head + place * self.cell - self.top

    def place_at(self, y: float) -> float:
        """Return the place of the axis (in cells) at a point of the widget."""
        return (y - self.head + self.top) / self.cell if self.cell else 0.0


def space_of(
    theme: Theme,
    size: tuple[int, int],
    columns: int,
    cells: int,
    scroll: tuple[int, int] = (0, 0),
    covered: int = 0,
    shortest: int = LINE_MINUTES,
) -> Space:
    """Return the geometry for a size: eight columns, or more on wide screens; a day as high as there is room.

    ``shortest`` is the length in minutes of the shortest visits: they are to have a line of text.
    """
    px = theme.px
    head, times = px(HEAD), px(TIMES)
    room, high = max(1, size[0] - times), max(1, size[1] - head)
    most = max(COLUMNS, room // px(WIDE_COLUMN))
    across = max(1, min(columns, most))
    column = max(px(COLUMN), min(px(WIDEST), room // across))
    least = px(min(HIGH_HOUR, HOUR * max(1.0, LINE_MINUTES / max(5, shortest))))
    hour = max(least, min(px(HIGH_HOUR), (high - 1) * 2 / max(1, cells)))
    made = Space(head, times, size[0], size[1], columns, cells, column, hour / 2, 0, 0, covered)
    left, top = min(scroll[0], made.most_left), min(scroll[1], made.most_top)
    return Space(head, times, size[0], size[1], columns, cells, column, hour / 2, left, top, covered)
