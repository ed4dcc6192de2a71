"""In which order beds stand on the wall: as the ward has them, or the worst first."""

from collections.abc import Callable
from typing import Final

from clinic_console.desktop.state.alarms import Alarm
from clinic_console.desktop.state.wards import Bed

BY_BED: Final = "bed"
WORST_FIRST: Final = "worst"

_CALM: Final = (2, 0)


def ordered(beds: tuple[Bed, ...], order: str, worst: Callable[[str], Alarm | None]) -> tuple[Bed, ...]:
    """Return beds in an order; beds that are equally bad stay as the ward has them.

    Only priority and whether somebody has seen the alarm count: a value or an age never moves a tile.
    """
    if order != WORST_FIRST:
        return beds
    return tuple(sorted(beds, key=lambda bed: _badness(worst(bed.id))))


def _badness(alarm: Alarm | None) -> tuple[int, int]:
    return _CALM if alarm is None else (int(alarm.acknowledged), -alarm.priority)
