"""Who waits for an earlier time in a clinic, and what has become free for them."""

from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum
from typing import Final

from clinic_console.desktop.state.chart import Chart
from clinic_console.desktop.state.finder import MIDNIGHT
from clinic_console.desktop.state.schedule_columns import Person
from clinic_console.domain.errors import ClinicError

MOST: Final = 500
"""So many are shown; a longer list is read by its urgent end."""


class Priority(IntEnum):
    """How soon somebody has to come."""

    URGENT = 1
    SOON = 2
    ROUTINE = 3


@dataclass(frozen=True, slots=True)
class Freed:
    """A time that became free and fits somebody who waits."""

    id: str
    practitioner: int
    begins: int
    ends: int


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody takes; numbers and days as in the finder, ``since`` and ``until`` None: open."""

    type: int = 0
    practitioner: int = 0
    specialty: int = 0
    priority: int = Priority.ROUTINE
    since: date | None = None
    until: date | None = None
    weekdays: tuple[int, ...] = ()
    time_from: int = 0
    time_to: int = MIDNIGHT
    note: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who waits: since when (``made_at``, ms since 1970), put there by whom, and what is free for them."""

    id: str
    clinic: str
    patient: Person
    wish: Wish
    made_at: int = 0
    by: str = ""
    version: int = 0
    appointment: str = ""
    restricted: bool = False
    offers: tuple[Freed, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry as it is typed: of somebody new (``version`` 0), or one that is being changed."""

    id: str
    clinic: str
    patient: Chart | None = None
    wish: Wish = Wish()
    version: int = 0
    appointment: str = ""


@dataclass(slots=True)
class WaitlistState:
    """The waitlist of ``clinic``; ``of`` is the version that ``items`` are of, ``heard`` that which was pushed.

    ``loaded`` is None until the list has been here (monotonic seconds).
    """

    clinic: str = ""
    items: tuple[Waiting, ...] = ()
    total: int = 0
    of: int = 0
    heard: int = 0
    loaded: float | None = None
    asked: bool = False
    problem: ClinicError | None = None
    draft: Draft | None = None
    version: int = 0
    _old: bool = True

    @property
    def stale(self) -> bool:
        """Say whether it has to be asked for."""
        return bool(self.clinic) and not self.asked and self.problem is None and (self._old or self.heard > self.of)

    @property
    def freed(self) -> tuple[tuple[Waiting, Freed], ...]:
        """Return what is free for whom, in order of time; for the same time the most urgent first."""
        found = [(waiting, offer) for waiting in self.items for offer in waiting.offers]
        return tuple(sorted(found, key=lambda each: (each[1].begins, each[0].wish.priority, each[0].made_at)))

    def look_at(self, clinic: str) -> None:
        """Look at a clinic's list."""
        if clinic != self.clinic:
            self.clinic, self.items, self.total, self.loaded, self.problem = clinic, (), 0, None, None
            self.of = self.heard = 0
            self._old, self.draft = True, None
            self.version += 1

    def told(self, clinic: str, version: int) -> None:
        """The list of a clinic is of this version now."""
        if clinic == self.clinic and version > self.heard:
            self.heard = version
            self.version += 1

    def again(self) -> None:
        """Ask for it once more: nobody knows what has happened meanwhile."""
        self._old, self.problem = True, None
        self.version += 1

    def asking(self) -> None:
        """The hub is being asked."""
        self.asked, self._old = True, False

    def take(self, clinic: str, items: tuple[Waiting, ...], total: int, of: int, mono: float) -> None:
        """Take the list in, unless another clinic's is wanted by now."""
        self.asked = False
        if clinic == self.clinic and (of >= self.of or self.loaded is None):
            self.items, self.total, self.of, self.loaded, self.problem = items[:MOST], total, of, mono, None
            self.version += 1

    def failed(self, clinic: str, problem: ClinicError | None) -> None:
        """The list could not be had; what is here stays."""
        self.asked = False
        if clinic == self.clinic:
            self.problem = problem
            self.version += 1

    def refused(self, clinic: str, error: ClinicError) -> None:
        """Nothing more will be said of a list: it is not for this user (any more)."""
        self.failed(clinic, error)

    def put(self, waiting: Waiting) -> None:
        """Show an entry as the hub has just said that it is; the order comes with the list."""
        others = tuple(each for each in self.items if each.id != waiting.id)
        self.total += len(self.items) == len(others)
        key = (waiting.wish.priority, waiting.made_at)
        place = sum((each.wish.priority, each.made_at) <= key for each in others)
        self.items = (*others[:place], waiting, *others[place:])
        self.version += 1

    def take_off(self, waiting: str) -> None:
        """Show somebody no longer."""
        left = tuple(each for each in self.items if each.id != waiting)
        self.total -= len(self.items) - len(left)
        self.items = left
        self.version += 1

    def pass_over(self, offer: str) -> None:
        """Propose a freed time no longer."""
        self.items = tuple(
            replace(each, offers=tuple(freed for freed in each.offers if freed.id != offer)) for each in self.items
        )
        self.version += 1

    def write(self, draft: Draft | None) -> None:
        """Keep what is typed of an entry; None: nothing is."""
        self.draft = draft
        self.version += 1

    def clear(self) -> None:
        """Forget everything: somebody else may sign in next."""
        self.look_at("")
        self.asked, self.draft = False, None
        self.version += 1
