"""How a number of tiles fills a window: columns, rows, pages, and how large the numbers can then be."""

from dataclasses import dataclass
from math import ceil
from typing import Final

GAP: Final = 6
MARGIN: Final = 6
SMALLEST_WIDTH: Final = 200.0
SMALLEST_HEIGHT: Final = 100.0
SMALLEST_NUMBER: Final = 22
LARGEST_NUMBER: Final = 72
SAME_NUMBER: Final = 0.05
"""Numbers whose sizes differ by no more than this share count as equally large."""
_SHAPES: Final = ((0.95, 2.2), (0.8, 3.2))
"""Width over height of a tile: what looks right, and what is taken when nothing looks right."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Columns and rows of one page, and the size of a tile and its numbers in pixels."""

    columns: int
    rows: int
    per_page: int
    pages: int
    width: float
    height: float
    number: int

    def place(self, index: int) -> tuple[int, int, int, int]:
        """Return x, y, width, height of the tile at an index of a page, on whole pixels without drift."""
        column, row = index % self.columns, index // self.columns
        left, top = (round(MARGIN + n * (size + GAP)) for n, size in ((column, self.width), (row, self.height)))
        right = round(MARGIN + column * (self.width + GAP) + self.width)
        bottom = round(MARGIN + row * (self.height + GAP) + self.height)
        return left, top, right - left, bottom - top


def is_large(width: float, height: float) -> bool:
    """Say whether a tile has room for units and a row of its own for spot values (unscaled pixels)."""
    return height >= 190 and width >= 240


def is_small(height: float) -> bool:
    """Say whether a tile has room for the bare minimum only (unscaled pixels)."""
    return height < 130


def number_px(width: float, height: float) -> int:
    """Return the size of a tile's three numbers in (unscaled) pixels: what its rows and its width allow."""
    if is_large(width, height):
        by_height, by_width = (height - 74) / 3 * 0.82, (width - 161) / 2
    elif is_small(height):
        by_height, by_width = (height - 36) / 3 * 0.95, (width - 135) / 2
    else:
        by_height, by_width = (height - 46) / 3 * 0.88, (width - 135) / 2
    return min(LARGEST_NUMBER, round(min(by_height, by_width)))


def arrange(count: int, width: float, height: float, scale: float = 1.0) -> Grid:
    """Return the grid for so many tiles in an area: the largest numbers, then the fewest holes, then pages."""
    count = max(1, count)
    for pages in range(1, count + 1):
        per_page = ceil(count / pages)
        for shape in _SHAPES:
            best = _best(per_page, pages, width, height, scale, shape)
            if best is not None:
                return best
    return _smallest(count, width, height, scale)


def _best(
    per_page: int, pages: int, width: float, height: float, scale: float, shape: tuple[float, float]
) -> Grid | None:
    found: list[Grid] = []
    for columns in range(1, per_page + 1):
        rows = ceil(per_page / columns)
        grid = _grid(columns, rows, per_page, pages, width, height, scale)
        wide, high = grid.width / scale, grid.height / scale
        fits = wide >= SMALLEST_WIDTH and high >= SMALLEST_HEIGHT and number_px(wide, high) >= SMALLEST_NUMBER
        if not fits or not shape[0] <= wide / high <= shape[1]:
            continue
        found.append(grid)
    largest = max((grid.number for grid in found), default=0)
    # A pixel more is not worth a row with holes.
    near = [grid for grid in found if grid.number >= largest * (1.0 - SAME_NUMBER)]
    return min(near, key=lambda grid: (grid.columns * grid.rows, -grid.number, grid.columns), default=None)


def _grid(columns: int, rows: int, per_page: int, pages: int, width: float, height: float, scale: float) -> Grid:
    wide = (width - 2 * MARGIN - (columns - 1) * GAP) / columns
    high = (height - 2 * MARGIN - (rows - 1) * GAP) / rows
    number = round(number_px(wide / scale, high / scale) * scale)
    return Grid(columns, rows, per_page, pages, wide, high, number)


def _smallest(count: int, width: float, height: float, scale: float) -> Grid:
    # A window below all sense still shows something, and pages through the rest.
    wide, high = SMALLEST_WIDTH * scale, (SMALLEST_HEIGHT + 4) * scale
    columns = max(1, int((width - 2 * MARGIN + GAP) // (wide + GAP)))
    rows = max(1, int((height - 2 * MARGIN + GAP) // (high + GAP)))
    per_page = columns * rows
    number = round(number_px(SMALLEST_WIDTH, SMALLEST_HEIGHT + 4) * scale)
    return Grid(columns, rows, per_page, ceil(count / per_page), wide, high, max(8, number))
