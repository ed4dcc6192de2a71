"""Weekly hours as people write them: what a line may say, on which days it holds, and which lines exclude each other.

Pure. Nobody works in two places at a time, so two lines of work of one practitioner must never meet, in whichever
clinics they are. Lines that take away from work (block, reserved) may lie anywhere: outside of work they do nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Final

from clinic_console.domain.errors import BadField, TemplateOverlap
from clinic_console.domain.schedule import MOST_LANES
from clinic_console.domain.zones import planned

KINDS: Final = ("work", "block", "reserved")
MOST_LINES: Final = 200
MOST_TYPES: Final = 50
LONGEST_LABEL: Final = 100
LONGEST_STEP: Final = 240
DAY: Final = 1_440
"""Minutes of a day by the wall."""
LONGEST_RELEASE: Final = 60 * DAY
LAST: Final = 6
"""In ``weeks``: the last such weekday of a month, be it the fourth or the fifth."""
_WEEK: Final = 7
_LOOKED_AT: Final = 53
"""So many weeks of two zones are compared: how far their clocks differ is another thing each few months."""
_EVER: Final = 40 * 53
"""Weeks after which every weekday has met every date of a month, 29 February among them."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a template; ``begins`` and ``ends`` are minutes by the wall of ``zone``, ``release`` before begin.

    ``weeks``: which weeks of the month (1 to 5, LAST; none: all).
    """

    weekday: int
    begins: int
    ends: int
    kind: str = "work"
    weeks: tuple[int, ...] = ()
    since: date | None = None
    until: date | None = None
    step: int = 15
    cap: int = 0
    types: tuple[int, ...] = ()
    label: str = ""
    release: int | None = None
    zone: str = "UTC"


def week_bits(weeks: Iterable[int]) -> int:
    """Write weeks of the month as bits, as the store keeps them; every week is 0."""
    return sum({1 << (week - 1) for week in weeks})


def weeks_of(bits: int) -> list[int]:
    """Return the weeks that bits stand for."""
    return [week for week in range(1, LAST + 1) if bits & 1 << (week - 1)]


def holds_on(line: Line, day: date) -> bool:
    """Say whether a line holds on a day of its clinic's calendar."""
    return (
        line.weekday == day.isoweekday()
        and (line.since is None or line.since <= day)
        and (line.until is None or day <= line.until)
        and _meets(line, _week_of(day))
    )


def check(lines: Sequence[Line], elsewhere: Sequence[Line] = (), *, today: date) -> None:
    """Raise BadField for the first line that says what none can say, and TemplateOverlap for two that meet.

    ``elsewhere``: lines of clinics that whoever writes does not see. Fields are named as ``lines[2].ends``.
    """
    if len(lines) > MOST_LINES:
        raise BadField(f"over {MOST_LINES}", field="lines")
    for number, line in enumerate(lines):
        _check_line(line, f"lines[{number}]")
    met = first_overlap(lines, elsewhere, today)
    if met is not None:
        first, second = met
        other = f"lines[{first}]" if first >= 0 else "hours at another clinic"
        raise TemplateOverlap(f"lines[{second}] and {other}", field=f"lines[{second}]")


def first_overlap(lines: Sequence[Line], elsewhere: Sequence[Line], today: date) -> tuple[int, int] | None:
    """Return the places of two lines of work that meet (-1 and a place: with one elsewhere); None.

    Of lines in one zone this is exact; of two zones, whose distance changes with the seasons, a year is looked at.
    """
    every = [(max(number, -1), line) for number, line in enumerate((*elsewhere, *lines), start=-len(elsewhere))]
    work = [(number, line) for number, line in every if line.kind == "work"]
    for place, (second, line) in enumerate(work):
        if second < 0:
            continue
        for first, other in work[:place]:
            if other.zone == line.zone and overlap(other, line):
                return first, second
    return _meet_across(work, today) if len({line.zone for _, line in work}) > 1 else None


def overlap(one: Line, other: Line) -> bool:
    """Say whether there is a day on which two lines of one zone are in force at the same time by its wall."""
    apart = (other.weekday - one.weekday + 3) % _WEEK - 3
    # What begins on one day reaches into the next at most, so only neighbours can meet.
    if abs(apart) > 1:
        return False
    begins, ends = other.begins + apart * DAY, other.ends + apart * DAY
    return begins < one.ends and one.begins < ends and _meet_on_days(one, other, apart)


def _check_line(line: Line, field: str) -> None:
    """Raise BadField for what does not fit; the first field in the order of the form."""
    for right, name, rule in _rules(line):
        if not right:
            raise BadField(rule, field=f"{field}.{name}")


def _rules(line: Line) -> Iterator[tuple[bool, str, str]]:
    yield 1 <= line.weekday <= _WEEK, "weekday", "not 1 (Monday) to 7"
    yield 0 <= line.begins < DAY, "begins", "not 0 to 1439 minutes after midnight"
    yield line.begins < line.ends <= 2 * DAY, "ends", "not behind its begin, up to 2880"
    yield line.ends - line.begins <= DAY, "ends", "longer than a day"
    yield line.kind in KINDS, "kind", f"not one of {', '.join(KINDS)}"
    weeks = set(line.weeks)
    yield weeks <= set(range(1, LAST + 1)) and len(weeks) == len(line.weeks), "weeks", "not of 1 to 6, each once"
    yield line.since is None or line.until is None or line.since <= line.until, "until", "before its first day"
    yield 1 <= line.step <= LONGEST_STEP, "step", f"not 1 to {LONGEST_STEP} minutes"
    yield 0 <= line.cap < MOST_LANES, "cap", f"not 0 to {MOST_LANES - 1}"
    yield line.cap == 0 or line.kind == "work", "cap", "only work is overbooked"
    yield len(line.types) <= MOST_TYPES, "types", f"over {MOST_TYPES}"
    yield line.kind != "block" or not line.types, "types", "nothing is booked into a block"
    yield line.kind != "reserved" or bool(line.types), "types", "say for which types of visits it is kept"
    yield line.release is None or line.kind == "reserved", "release", "only what is reserved is released"
    yield line.release is None or 0 <= line.release <= LONGEST_RELEASE, "release", f"not 0 to {LONGEST_RELEASE}"


def _meet_on_days(one: Line, other: Line, apart: int) -> bool:
    """Say whether some day of one line is (``apart`` days later) a day of the other."""
    if not any(_meets(one, first) and _meets(other, second) for first, second in _neighbours(apart)):
        return False
    later = timedelta(days=apart)
    first = max((day for day in (one.since, _earlier(other.since, later)) if day), default=date(2000, 1, 1))
    last = min((day for day in (one.until, _earlier(other.until, later)) if day), default=date.max)
    at = first + timedelta(days=(one.weekday - first.isoweekday()) % _WEEK)
    for _ in range(_EVER):
        if at > last or at > date.max - timedelta(days=2 * _WEEK):
            return False
        # The day before the calendar's first is nobody's.
        if at > date.min and holds_on(one, at) and holds_on(other, at + later):
            return True
        at += timedelta(days=_WEEK)
    return False


def _earlier(day: date | None, by: timedelta) -> date | None:
    if day is None:
        return None
    # The calendar's own ends are nobody's working days.
    return day - by if date(1, 1, 3) < day < date(9999, 12, 29) else day


def _meet_across(work: Iterable[tuple[int, Line]], today: date) -> tuple[int, int] | None:
    """Return two lines of different zones that meet within a year; lines elsewhere among themselves are nobody's."""
    days = [today + timedelta(days=days) for days in range(-1, _LOOKED_AT * _WEEK)]
    spans = sorted(
        (planned(line.zone, day, line.begins), planned(line.zone, day, line.ends), number, line.zone)
        for number, line in work
        for day in days
        if holds_on(line, day)
    )
    latest: dict[str, tuple[datetime, int]] = {}
    for begins, ends, number, zone in spans:
        for other, (until, first) in latest.items():
            if other != zone and begins < until and max(first, number) >= 0:
                return min(first, number), max(first, number)
        latest[zone] = max(latest.get(zone, (ends, number)), (ends, number))
    return None


def _week_of(day: date) -> frozenset[int]:
    """Return the names of a day's week of the month: its number, and LAST if it is."""
    number = (day.day - 1) // _WEEK + 1
    return frozenset({number, LAST} if (day + timedelta(days=_WEEK)).month != day.month else {number})


def _meets(line: Line, week: frozenset[int]) -> bool:
    return not line.weeks or not week.isdisjoint(line.weeks)


@cache
def _neighbours(apart: int) -> frozenset[tuple[frozenset[int], frozenset[int]]]:
    """Return what weeks of the month a day and the one ``apart`` days later can be in."""
    first = date(2000, 1, 1)
    days = (first + timedelta(days=days) for days in range(4 * 366))
    return frozenset((_week_of(day), _week_of(day + timedelta(days=apart))) for day in days)
