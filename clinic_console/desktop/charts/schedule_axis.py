"""The time axis of a schedule: where each instant of a day stands, also where the clocks are changed.

The axis is a row of half hours as the clinic's walls show them. A day of 23 hours leaves some out, one of 25
hours has some twice; with days beside each other the axis is that of the longest one, and others have a gap there.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final

from clinic_console.domain.schedule import MINUTE_MS
from clinic_console.domain.zones import zone

CELL: Final = 30
"""Minutes of a cell: the smallest step by which any clock is changed."""
CELL_MS: Final = CELL * MINUTE_MS
BEGINS, ENDS = 8 * 60, 18 * 60
"""What is shown of a day at the least, in minutes after midnight."""
EARLIEST, LATEST = -12 * 60, 42 * 60

Wall = tuple[int, int]
"""Minutes after the day's midnight by the wall, and 1 where the same time comes for the second time."""


@dataclass(frozen=True, slots=True)
class Track:
    """One day on the axis: its half hours in order, each with its place; ``missing`` places have no time that day."""

    starts: tuple[int, ...]
    places: tuple[int, ...]
    missing: tuple[int, ...]

    def at(self, instant: int) -> float:
        """Return where an instant stands, in cells from the top; it may lie outside."""
        number = min(len(self.starts) - 1, max(0, bisect_right(self.starts, instant) - 1))
        return self.places[number] + (instant - self.starts[number]) / CELL_MS

    def instant(self, place: float) -> int | None:
        """Return the instant at a place, None where the day has none."""
        number = bisect_right(self.places, int(place // 1)) - 1
        if number < 0 or self.places[number] != int(place // 1):
            return None
        return round(self.starts[number] + (place - self.places[number]) * CELL_MS)


@dataclass(frozen=True, slots=True)
class Axis:
    """Which half hours are shown, of which days."""

    walls: tuple[Wall, ...]
    tracks: dict[date, Track]

    @property
    def cells(self) -> int:
        """Return how many half hours there are."""
        return len(self.walls)


def axis_of(name: str, days: Sequence[date], spans: Iterable[tuple[date, int, int]]) -> Axis:
    """Return the axis for days of a zone; ``spans`` are stretches (day, begin, end) that must be on it."""
    first, last = BEGINS, ENDS
    for day, begins, ends in spans:
        first = min(first, _minutes(name, day, begins) // 60 * 60)
        last = max(last, -(-_minutes(name, day, ends) // 60) * 60)
    first, last = max(EARLIEST, first), min(LATEST, last)
    cells = {day: _cells(name, day, first, last) for day in days}
    # The day that has an hour twice has all that the others have, and the day that has one less lacks it.
    walls = tuple(wall for wall, _ in max(cells.values(), key=len, default=()))
    place = {wall: number for number, wall in enumerate(walls)}
    return Axis(walls, {day: _track(found, place) for day, found in cells.items()})


def _track(cells: Sequence[tuple[Wall, int]], place: dict[Wall, int]) -> Track:
    found = [(place[wall], starts) for wall, starts in cells if wall in place]
    missing = set(place.values()) - {number for number, _ in found}
    return Track(tuple(s for _, s in found), tuple(number for number, _ in found), tuple(sorted(missing)))


@lru_cache(maxsize=256)
def _cells(name: str, day: date, first: int, last: int) -> tuple[tuple[Wall, int], ...]:
    """Return the half hours of a day from one minute after midnight to another, with the instants of their begins."""
    found: list[tuple[Wall, int]] = []
    at = _instant(name, day, first)
    while len(found) < (LATEST - EARLIEST) // CELL + 4:
        wall = _wall(name, day, at)
        if wall[0] >= last:
            break
        if wall[0] >= first:
            found.append((wall, at))
        at += CELL_MS
    return tuple(found)


def _instant(name: str, day: date, minutes: int) -> int:
    wall = datetime.combine(day, time(), zone(name)) + timedelta(minutes=minutes)
    return round(wall.astimezone(UTC).timestamp() * 1_000)


def _wall(name: str, day: date, at: int) -> Wall:
    local = datetime.fromtimestamp(at / 1_000, zone(name))
    return (local.date() - day).days * 1_440 + local.hour * 60 + local.minute, local.fold


def _minutes(name: str, day: date, at: int) -> int:
    return _wall(name, day, at)[0]


def midnight(name: str, day: date) -> int:
    """Return the instant with which a day begins."""
    return _instant(name, day, 0)
