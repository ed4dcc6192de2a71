"""Times on a clinic's wall: which instant one is, where there is none (DST gap) and where there are two.

Postgres and this page agree (migration 0016, tests/hub/store/test_work_times.py): what a template says for a time in
the gap is as far behind midnight as before it (02:30 becomes 03:30), and of two equal times it means the later one.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from clinic_console.domain.errors import BadField, TimeGap, TimeTwice

_MINUTES: Final = 1_440
_HOUR: Final = timedelta(hours=1)


@lru_cache(maxsize=512)
def zone(name: str) -> ZoneInfo:
    """Return a zone by its IANA name; BadField for none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadField("not a time zone", field="zone") from error


def instant(name: str, wall: datetime) -> datetime:
    """Return the instant (UTC) that somebody means by a wall time; TimeGap where it is left out, TimeTwice where it
    comes twice. An aware time is taken as it is."""
    if wall.tzinfo is not None:
        return wall.astimezone(UTC)
    first, second = (wall.replace(tzinfo=zone(name), fold=fold).astimezone(UTC) for fold in (0, 1))
    if first == second:
        return first
    if first.astimezone(zone(name)).replace(tzinfo=None) != wall:
        raise TimeGap(f"{wall:%Y-%m-%d %H:%M}", field="begins")
    raise TimeTwice(f"{wall:%Y-%m-%d %H:%M}", field="begins")


def planned(name: str, day: date, minutes: int) -> datetime:
    """Return the instant (UTC) of a template's time: ``minutes`` by the wall clock after a day's midnight."""
    days, rest = divmod(minutes, _MINUTES)
    wall = datetime.combine(day + timedelta(days=days), time(rest // 60, rest % 60), zone(name))
    first, second = wall.astimezone(UTC), wall.replace(fold=1).astimezone(UTC)
    # In the gap the earlier offset (fold 0) leads behind it; of two equal times the later one (fold 1) is meant.
    return max(first, second)


def day_begins(name: str, day: date) -> datetime:
    """Return the first instant (UTC) that a zone's calendar shows a day: where midnight comes twice, the earlier."""
    last = planned(name, day, 0)
    first = last - _HOUR
    return first if day_of(name, first) == day else last


def day_of(name: str, at: datetime) -> date:
    """Return the day that a clinic's calendar shows at an instant."""
    return at.astimezone(zone(name)).date()
