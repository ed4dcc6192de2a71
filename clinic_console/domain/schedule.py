"""A practitioner's day as times: when there is work, what takes it away, who is in it. Pure; times in ms since 1970.

The same words stand in Postgres (migration 0016 makes these times), on the wire, and in the console, which says
where a card may be dropped by the very rules that the hub offers slots by (domain/availability.py).
"""

from dataclasses import dataclass
from typing import Final

MINUTE_MS: Final = 60_000
HOLD_MS: Final = 3 * MINUTE_MS
"""How long a slot is kept for who types a booking; it expires by itself."""
UNDO_MS: Final = 60_000
"""So long after a change nobody outside is told of it: it may be taken back."""
MOST_DAYS: Final = 42
"""The finder looks so many days ahead at most."""
MOST_LANES: Final = 10


@dataclass(frozen=True, slots=True)
class Work:
    """A stretch in which a practitioner sees patients at a clinic, one each ``step`` minutes from its begin.

    ``cap``: so many lanes beyond the plain ones may be overbooked. ``types``: only these are booked here (none: all).
    """

    begins: int
    ends: int
    step: int
    cap: int = 0
    types: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Reserved:
    """A part of the work kept for ``types`` (none: for nobody) until ``release`` (ms; None: for ever)."""

    begins: int
    ends: int
    label: str
    release: int | None = None
    types: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Blocked:
    """A stretch that nobody is booked into: ``kind`` is leave, block (lunch, a meeting) or closed (the clinic)."""

    begins: int
    ends: int
    kind: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Busy:
    """A stretch of one lane that is taken: by a visit of a type, or (until ``until`` ms, 0: for good) by a hold.

    ``capacity``, ``before`` and ``after`` are its type's. In a lane from its capacity on it was overbooked, and plain
    bookings do not see it; below, all the others are kept out, also when lane 0 of a group has been given up.
    """

    begins: int
    ends: int
    lane: int
    type: int = 0
    until: int = 0
    capacity: int = 1
    before: int = 0
    after: int = 0

    @property
    def plain(self) -> bool:
        """Say whether it keeps others out."""
        return self.lane < self.capacity


@dataclass(frozen=True, slots=True)
class Pool:
    """What a type needs beside the practitioner, ``offset`` minutes after its begin, for ``minutes``: any of these.

    ``members`` are the stretches in which each of them cannot be had (each lane of a room is one), ``ids`` says who
    is who: nobody and nothing serves two needs of a visit at a time. A visit takes the first that is free, in order.
    """

    offset: int
    minutes: int
    members: tuple[tuple[Busy, ...], ...]
    ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class VisitType:
    """What kinds of visits take: the practitioner's part begins ``offset`` minutes after the visit does.

    ``minutes`` is the whole visit, ``own`` the practitioner's part of it. ``before`` and ``after`` are minutes that
    slots keep free around it if they can (soft: a desk may book into them). ``capacity``: so many patients together.
    """

    id: int
    minutes: int
    before: int = 0
    after: int = 0
    capacity: int = 1
    offset: int = 0
    own: int = 0

    @property
    def part(self) -> int:
        """Return the minutes of the practitioner's part: all the rest behind its begin, if nothing is said."""
        return self.own or self.minutes - self.offset


@dataclass(frozen=True, slots=True)
class DayTimes:
    """All that decides what is free of one practitioner on one day of a clinic, and the version that this is of.

    ``begins`` and ``ends`` (0: no bounds): the calendar day; visits that begin within are of this day. ``work`` is
    all that reaches into it, from the evening before and into the next morning too, never cut.
    """

    version: int
    work: tuple[Work, ...] = ()
    reserved: tuple[Reserved, ...] = ()
    blocked: tuple[Blocked, ...] = ()
    busy: tuple[Busy, ...] = ()
    pools: tuple[Pool, ...] = ()
    begins: int = 0
    ends: int = 0


@dataclass(frozen=True, slots=True)
class Slot:
    """A visit may begin here; ``left`` patients fit in (more than one only for types of a capacity)."""

    begins: int
    ends: int
    left: int = 1
