"""What stands on a schedule: columns with their cards and holds, practitioners and visit types.

Times are ms since 1970. Hours, blocks and reserved stretches are the domain's own words (``domain/schedule.py``).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from clinic_console.domain.appointments import HOLDING, Identity, State
from clinic_console.domain.schedule import Blocked, Busy, DayTimes, Reserved, VisitType, Work

Key = tuple[int, date]
"""A column: whose, and of which day of the clinic's calendar."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who comes to a visit; all empty when the chart is closed to the user or names are not for them."""

    id: str = ""
    mrn: str = ""
    name: str = ""
    latin: str = ""
    kana: str = ""
    born: date | None = None
    sex: str = ""
    alerts: tuple[str, ...] = ()
    deceased: bool = False
    interpreter: bool = False
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One visit; ``own_begins`` and ``own_ends`` are the practitioner's part of it, ``others`` what else it uses.

    ``lane`` above 0: beside others, and ``overbooked`` says why. ``beside``: why the patient has two visits then.
    ``since``: when it came into its state; ``arrived``: when the patient came, 0 for not yet; ``room``: where to.
    ``walk_in``: came without a slot, and takes none. ``to_confirm``: the patient has not agreed yet to where it was
    moved.
    """

    id: str
    begins: int
    ends: int
    clinic: str
    practitioner: int
    type: int
    state: State = State.BOOKED
    version: int = 0
    lane: int = 0
    own_begins: int = 0
    own_ends: int = 0
    patient: Person = field(default_factory=Person)
    restricted: bool = False
    reason: str = ""
    overbooked: str = ""
    beside: str = ""
    cancelled: str = ""
    others: tuple[str, ...] = ()
    since: int = 0
    arrived: int = 0
    room: str = ""
    walk_in: bool = False
    identity: Identity = Identity.UNKNOWN
    to_confirm: bool = False

    @property
    def own(self) -> tuple[int, int]:
        """Return the practitioner's part."""
        return (self.own_begins, self.own_ends) if self.own_ends > self.own_begins else (self.begins, self.ends)

    @property
    def holds(self) -> bool:
        """Say whether it is shown as taking its time: cancelled and missed visits have given it up."""
        return self.state in HOLDING

    @property
    def takes_time(self) -> bool:
        """Say whether nobody else can have its time: walk-ins take nobody's."""
        return self.holds and not self.walk_in


@dataclass(frozen=True, slots=True)
class Held:
    """A slot that a desk keeps while somebody types there, until ``until``; ``mine``: by this user."""

    id: str
    begins: int
    ends: int
    until: int
    mine: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One practitioner on one day: hours, what takes them away, visits and holds in order of their begin.

    ``elsewhere``: times of visits at other clinics.
    """

    practitioner: int
    day: date
    version: int
    work: tuple[Work, ...] = ()
    reserved: tuple[Reserved, ...] = ()
    blocked: tuple[Blocked, ...] = ()
    cards: tuple[Card, ...] = ()
    held: tuple[Held, ...] = ()
    elsewhere: tuple[tuple[int, int], ...] = ()

    @property
    def key(self) -> Key:
        """Return whose column of which day it is."""
        return self.practitioner, self.day

    def times(self, rules: Mapping[int, VisitType], *, without: str = "") -> DayTimes:
        """Return what decides what is free here; a visit that is being moved does not stand in its own way."""
        visits = [_busy(card, rules.get(card.type)) for card in self.cards if card.takes_time and card.id != without]
        holds = [Busy(held.begins, held.ends, 0, 0, held.until) for held in self.held if not held.mine]
        away = [Busy(begins, ends, 0) for begins, ends in self.elsewhere]
        busy = tuple(sorted((*visits, *holds, *away), key=lambda each: (each.begins, each.lane)))
        return DayTimes(self.version, self.work, self.reserved, self.blocked, busy)


def _busy(card: Card, rules: VisitType | None) -> Busy:
    begins, ends = card.own
    if rules is None:
        return Busy(begins, ends, card.lane, card.type)
    return Busy(begins, ends, card.lane, card.type, 0, rules.capacity, rules.before, rules.after)


@dataclass(frozen=True, slots=True)
class Practitioner:
    """Somebody who sees patients; ``specialties`` by number, the main one first."""

    id: int
    name: str
    title: str = ""
    sort_name: str = ""
    clinics: tuple[str, ...] = ()
    specialties: tuple[int, ...] = ()
    active: bool = True

    @property
    def called(self) -> str:
        """Return the name with its title."""
        return f"{self.title} {self.name}".strip()


@dataclass(frozen=True, slots=True)
class Specialty:
    """What somebody is trained in."""

    id: int
    name: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class VisitKind:
    """A type of visits by name; ``rules`` is what it takes (minutes). ``specialty`` 0: anybody does it.

    ``grace``: so many minutes after its begin somebody is late; ``patience``: so many may be waited. ``priority`` 1
    (urgent) to 3; ``forms`` are to be signed.
    """

    id: int
    name: str
    rules: VisitType
    specialty: int = 0
    active: bool = True
    grace: int = 10
    patience: int = 20
    priority: int = 2
    forms: tuple[str, ...] = ()
