"""A wall of a time zone in plain Python: what it shows at an instant, and at which instants it shows a time."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

DAY = 1_440
_FIRST = date(1970, 1, 1)


@cache
def offset(zone: str, minute: int) -> int:
    """Return by how many minutes a wall is ahead of UTC at an instant."""
    shift = datetime.fromtimestamp(minute * 60, UTC).astimezone(ZoneInfo(zone)).utcoffset()
    assert shift is not None
    return int(shift.total_seconds()) // 60


def wall(zone: str, minute: int) -> int:
    """Return what a wall shows at an instant, in minutes since its 1 January 1970."""
    return minute + offset(zone, minute)


def day_of(zone: str, minute: int) -> date:
    """Return the day that a wall's calendar shows."""
    return _FIRST + timedelta(days=wall(zone, minute) // DAY)


def shown(zone: str, day: date, minutes: int) -> list[int]:
    """Return all the instants at which a wall shows so many minutes after a day's midnight: none, one or two."""
    at = (day - _FIRST).days * DAY + minutes
    guesses = {at - offset(zone, at + hour * 60) for hour in range(-26, 27)}
    return sorted(guess for guess in guesses if wall(zone, guess) == at)


@cache
def planned(zone: str, day: date, minutes: int) -> int:
    """Return what a template means: the later of two; in a gap as far behind it as it would have been without."""
    there = shown(zone, day, minutes)
    at = (day - _FIRST).days * DAY + minutes
    return there[-1] if there else at - offset(zone, at - 2 * DAY)


@cache
def begins_at(zone: str, day: date) -> int:
    """Return the first instant at which a wall shows a day."""
    at = (day - _FIRST).days * DAY
    return next(minute for minute in range(at - DAY, at + DAY, 15) if day_of(zone, minute) == day)
