"""What is known of one parameter over time, as points that each sum up a moment: peaks stay, gaps stay open.

Times are ms since 1970.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from clinic_console.desktop.state.readings import kind_of
from clinic_console.domain.readings import FRESH_MS, Kind

TAIL_POINTS: Final = 600
SPOT_JOIN_MS: Final = 15 * 60_000
"""Measurements that somebody takes now and then belong together for so long."""

Row = tuple[int, int, float, float, float, bool]
_Part = tuple[int, int, float, float, float, int]


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """One parameter's points in rising order: first and last time of each, lowest, highest, mean, arrived late."""

    first: NDArray[np.int64]
    last: NDArray[np.int64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    mean: NDArray[np.float64]
    late: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.first)

    def part(self, which: NDArray[np.bool_] | NDArray[np.int64] | slice) -> "Curve":
        """Return some of the points."""
        return Curve(*(getattr(self, name)[which] for name in Curve.__slots__))

    def stretches(self, join: int) -> list[slice]:
        """Return the runs of points between which no more than ``join`` ms passed."""
        if not len(self):
            return []
        breaks = np.flatnonzero(self.first[1:] - self.last[:-1] > join) + 1
        edges = [0, *breaks.tolist(), len(self)]
        return [slice(start, stop) for start, stop in pairwise(edges)]

    def nearest(self, at: int, reach: int) -> int | None:
        """Return the index of the point at a time, or of the nearest within ``reach`` ms."""
        if not len(self):
            return None
        index = int(np.searchsorted(self.first, at, side="right"))
        near = [n for n in (index - 1, index) if 0 <= n < len(self)]
        away = {n: max(0, int(self.first[n]) - at, at - int(self.last[n])) for n in near}
        best = min(near, key=lambda n: away[n])
        return best if away[best] <= reach else None


def curve_of(rows: list[Row]) -> Curve:
    """Make a curve of first, last, low, high, mean, late, in rising order."""
    columns = list(zip(*rows, strict=True)) if rows else [()] * 6
    kinds = (np.int64, np.int64, np.float64, np.float64, np.float64, np.bool_)
    return Curve(*(np.array(column, dtype=kind) for column, kind in zip(columns, kinds, strict=True)))


def join_of(name: str) -> int:
    """Return after how many ms of silence a parameter's line breaks: where its number would be struck through."""
    return SPOT_JOIN_MS if kind_of(name) is Kind.SPOT else FRESH_MS


def joined(old: Curve, new: Curve) -> Curve:
    """Return a curve and, behind its end, what another knows of the time after it."""
    if not len(old) or not len(new):
        return old if len(old) else new
    end = int(old.last[-1])
    rest = new.part(new.last > end)
    if not len(rest):
        return old
    # A point that began before the end keeps its extremes, and its place behind it.
    return Curve(
        np.concatenate((old.first, np.maximum(rest.first, end))),
        *(np.concatenate((getattr(old, name), getattr(rest, name))) for name in Curve.__slots__[1:]),
    )


class Tail:
    """The newest values of one parameter, as points; where they grow too many, older ones are summed up in pairs."""

    def __init__(self, join: int) -> None:
        self._join = join
        self._rows: list[_Part] = []

    def __len__(self) -> int:
        return len(self._rows)

    def put(self, at: int, number: float) -> bool:
        """Add a value unless it is known already; return whether it was new."""
        if self._rows and at <= self._rows[-1][1]:
            return False
        self._rows.append((at, at, number, number, number, 1))
        if len(self._rows) > TAIL_POINTS:
            self._thin()
        return True

    def drop_until(self, at: int) -> None:
        """Forget what ends at a time or before."""
        self._rows = [row for row in self._rows if row[1] > at]

    def curve(self) -> Curve:
        """Return the values as a curve."""
        return curve_of([(*row[:5], False) for row in self._rows])

    def _thin(self) -> None:
        half = TAIL_POINTS // 2
        thin: list[_Part] = []
        before: _Part | None = None
        for row in self._rows[:-half]:
            if before is None:
                before = row
            elif row[0] - before[1] > self._join:
                thin.append(before)
                before = row
            else:
                thin.append(_pair(before, row))
                before = None
        if before is not None:
            thin.append(before)
        # Where every value stands alone nothing can be summed up: the oldest goes, the hub still has it.
        self._rows = (thin + self._rows[-half:])[-TAIL_POINTS:]


def _pair(a: _Part, b: _Part) -> _Part:
    count = a[5] + b[5]
    mean = (a[4] * a[5] + b[4] * b[5]) / count
    return a[0], b[1], min(a[2], b[2]), max(a[3], b[3]), mean, count
