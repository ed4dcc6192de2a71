"""Schedules over HTTP and as push: whole days of a clinic, a practitioner's week, free slots, the finder.

Times are ms since 1970 (UTC) unless a name says otherwise; days are those of the clinic's own calendar.
"""

from datetime import date

from msgspec import Struct, field

from clinic_console.domain.schedule import Blocked, DayTimes, Reserved, Work

__all__ = ["Blocked", "DayTimes", "Reserved", "Work"]


class Person(Struct):
    """A patient on a card: nobody (all empty) when the chart is restricted or the user may not see names."""

    id: str = ""
    mrn: str = ""
    name: str = ""
    name_latin: str = ""
    name_kana: str = ""
    born: date | None = None
    sex: str = ""
    alerts: list[str] = field(default_factory=list)
    deceased: bool = False
    interpreter: bool = False
    phone: str = ""


class Card(Struct):
    """One visit on a practitioner's day, as GET /api/appointments/{id} tells it, too.

    ``own_begins`` and ``own_ends``: the practitioner's part of it (two-step visits: shorter than the whole).
    ``lane`` above 0: booked beside others, ``overbooked`` says why. ``beside``: why the patient has two visits then.
    ``others``: names of the rooms, devices and colleagues that it uses. ``restricted``: whose chart is not open.
    ``since``: when it came into its state; ``arrived``: when the patient came (0: not yet); ``room``: where to.
    ``walk_in``: came without a slot, and takes none. ``identity``: a domain.appointments.Identity.
    ``to_confirm``: its patient has not agreed yet to where it was moved.
    """

    id: str
    begins: int
    ends: int
    clinic_id: str
    practitioner: int
    type: int
    state: str
    version: int
    lane: int = 0
    own_begins: int = 0
    own_ends: int = 0
    patient: Person = field(default_factory=Person)
    restricted: bool = False
    reason: str = ""
    overbooked: str = ""
    beside: str = ""
    cancelled: str = ""
    others: list[str] = field(default_factory=list)
    since: int = 0
    arrived: int = 0
    room: str = ""
    walk_in: bool = False
    identity: str = ""
    to_confirm: bool = False


class Held(Struct):
    """A slot that somebody keeps while typing: until ``until``; ``mine``: the user's own."""

    id: str
    begins: int
    ends: int
    until: int
    mine: bool = False


class Column(Struct):
    """One practitioner on one day: hours, what takes them away, visits and holds in order of their begin.

    ``version`` rises with each change of any of it. ``cards`` holds cancelled and missed visits, too. ``elsewhere``:
    visits at other clinics, as times only.
    """

    practitioner: int
    day: date
    version: int
    work: list[Work] = field(default_factory=list)
    reserved: list[Reserved] = field(default_factory=list)
    blocked: list[Blocked] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    elsewhere: list[tuple[int, int]] = field(default_factory=list)


class Days(Struct):
    """``GET /api/schedule?clinic=&day=&practitioner=&specialty=&after=``: a day of a clinic, one column per
    practitioner who works then or has visits then, in order of their names; at most 60 a page (``next``).

    ``GET /api/schedule/week?clinic=&practitioner=&from=&days=``: one column per day (1 to 7) of one practitioner.
    """

    clinic_id: str
    zone: str
    now: int
    columns: list[Column]
    next: str | None = None


class FreeSlot(Struct):
    """A visit may begin here; ``left`` patients fit in."""

    begins: int
    ends: int
    left: int = 1


class DaySlots(Struct):
    """``GET /api/schedule/slots?clinic=&practitioner=&day=&type=``: free slots of a practitioner's day, in order."""

    practitioner: int
    day: date
    version: int
    slots: list[FreeSlot]


class NextQuery(Struct, forbid_unknown_fields=True):
    """``POST /api/schedule/next`` -> NextSlots: the earliest slots for a type, within bounds.

    ``clinics`` (none: all of the user's), ``practitioners`` (none: all who do it), ``specialty`` (0: any).
    ``weekdays``: 1 (Monday) to 7, none: any. ``time_from``, ``time_to``: minutes after midnight by the clinic's wall.
    ``begins``: not before (0: now). ``days``: 1 to 42. ``limit``: 1 to 50.
    """

    type: int
    clinics: list[str] = field(default_factory=list)
    practitioners: list[int] = field(default_factory=list)
    specialty: int = 0
    weekdays: list[int] = field(default_factory=list)
    time_from: int = 0
    time_to: int = 1_440
    begins: int = 0
    days: int = 14
    limit: int = 20


class Offer(Struct):
    """A free time of somebody; also what a refused booking offers instead."""

    practitioner: int
    clinic_id: str
    begins: int
    ends: int
    name: str = ""
    zone: str = ""


class NextSlots(Struct):
    """In order of time, at most two in a row of one practitioner's day; ``more``: there are further ones."""

    offers: list[Offer]
    more: bool = False


class DayChange(Struct, array_like=True):
    """Pushed on topic ``schedule:{clinic}:{day}``, key: the practitioner: its column is of this version now."""

    practitioner: int
    version: int


class WaitlistChange(Struct, array_like=True):
    """Pushed on topic ``waitlist:{clinic}``, key ``list``: the waitlist is of this version now."""

    version: int
