"""The schedule as one console knows it: where the user looks, the columns that are here, and which are old by now.

Whoever is told of a change marks the column (``told``); what is marked is asked for again, and only that. Answers
that are older than what is here are passed over.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from clinic_console.desktop.state.schedule_columns import (
    Card,
    Column,
    Held,
    Key,
    Person,
    Practitioner,
    Specialty,
    VisitKind,
)
from clinic_console.domain.errors import ClinicError
from clinic_console.domain.schedule import DayTimes

__all__ = [
    "Card",
    "Column",
    "Held",
    "Key",
    "Mode",
    "Person",
    "Practitioner",
    "ScheduleState",
    "Specialty",
    "VisitKind",
]

WEEK: Final = 7
MOST_DAYS: Final = 28
"""So many days' columns are kept: those looked at last."""


class Mode(StrEnum):
    """What the columns are."""

    DAY = "day"
    WEEK = "week"


@dataclass(frozen=True, slots=True)
class Span:
    """What one question brings: all columns of a clinic's day, or seven days of one practitioner from one on."""

    clinic: str
    day: date
    practitioner: int = 0

    @property
    def days(self) -> tuple[date, ...]:
        """Return the days that it covers."""
        return tuple(self.day + timedelta(days=number) for number in range(WEEK if self.practitioner else 1))


@dataclass(slots=True)
class Page:
    """The answer to one question: the keys in order, when it was had (monotonic seconds), why it could not be had.

    ``tried``: it is asked for once more although it could not be had; the reason stands until there is an answer.
    """

    keys: tuple[Key, ...] = ()
    heard: float | None = None
    error: ClinicError | None = None
    asking: bool = False
    old: bool = True
    more: bool = False
    tried: bool = False


@dataclass(slots=True)
class ScheduleState:
    """Where the user looks (``clinic``, ``day``, ``mode``, ``practitioner``, ``specialty``) and what is known.

    ``stale`` holds the columns that are to be asked for again. ``top`` and ``left`` are how far the grid is scrolled
    (in hours, and in columns), ``current`` the column and the time at which its user is; ``panel`` is what
    is open beside it.
    """

    clinic: str = ""
    zone: str = "UTC"
    day: date | None = None
    mode: Mode = Mode.DAY
    practitioner: int = 0
    specialty: int = 0
    cancelled_too: bool = False
    version: int = 0
    types: Mapping[int, VisitKind] = field(default_factory=dict)
    specialties: Mapping[int, Specialty] = field(default_factory=dict)
    practitioners: Mapping[int, Practitioner] = field(default_factory=dict)
    known: frozenset[str] = frozenset()
    kinds_error: ClinicError | None = None
    stale: set[tuple[str, Key]] = field(default_factory=set)
    moving: str = ""
    panel: str = ""
    top: float | None = None
    left: float = 0.0
    current: tuple[Key, int] | None = None
    _columns: dict[tuple[str, Key], Column] = field(default_factory=dict)
    _pages: dict[Span, Page] = field(default_factory=dict)
    _told: dict[tuple[str, Key], int] = field(default_factory=dict)

    # Where the user looks

    @property
    def span(self) -> Span | None:
        """Return what is looked at, None before a clinic and a day are known."""
        if not self.clinic or self.day is None:
            return None
        if self.mode is Mode.DAY:
            return Span(self.clinic, self.day)
        monday = self.day - timedelta(days=self.day.weekday())
        return Span(self.clinic, monday, self.practitioner) if self.practitioner else None

    @property
    def page(self) -> Page | None:
        """Return the answer to what is looked at, as far as it is here."""
        return self._pages.get(self.span) if self.span is not None else None

    def look_at(
        self,
        *,
        clinic: tuple[str, str] | None = None,
        day: date | None = None,
        mode: Mode | None = None,
        practitioner: int | None = None,
        specialty: int | None = None,
    ) -> None:
        """Look at another clinic (its id and zone), day, practitioner or specialty."""
        if clinic is not None and clinic[0] != self.clinic:
            self.clinic, self.zone = clinic
            self.specialty = self.practitioner = 0
            self.mode, self.top, self.left, self.current = Mode.DAY, None, 0.0, None
        self.day = day if day is not None else self.day
        if practitioner is not None and practitioner != self.practitioner:
            self.practitioner, self.left = practitioner, 0.0
        if mode is not None and mode is not self.mode:
            self.mode, self.left = mode, 0.0
        if specialty is not None and specialty != self.specialty:
            self.specialty, self.left = specialty, 0.0
        self.version += 1

    def show_cancelled(self, *, on: bool) -> None:
        """Draw cancelled and missed visits, too, or not."""
        self.cancelled_too = on
        self.version += 1

    def columns(self) -> tuple[Column, ...]:
        """Return the columns of what is looked at, in their order; of a specialty, if one is chosen."""
        page = self.page
        found = [self.column(*key) for key in page.keys] if page is not None else []
        return tuple(
            each for each in found if each is not None and (self.mode is Mode.WEEK or self._fits(each.practitioner))
        )

    def _fits(self, practitioner: int) -> bool:
        who = self.practitioners.get(practitioner)
        return not self.specialty or who is None or self.specialty in who.specialties

    def column(self, practitioner: int, day: date) -> Column | None:
        """Return a column of the clinic that is looked at, if it is here."""
        return self._columns.get((self.clinic, (practitioner, day)))

    def times(self, column: Column, *, without: str = "") -> DayTimes:
        """Return what decides what is free in a column; ``without``: the visit that is being moved."""
        return column.times({each.id: each.rules for each in self.types.values()}, without=without)

    def card(self, visit: str) -> Card | None:
        """Return a visit of the columns that are looked at."""
        return next((card for column in self.columns() for card in column.cards if card.id == visit), None)

    # What is wanted, and what comes

    def wanted(self) -> Span | None:
        """Return what is to be asked for whole, if anything."""
        span = self.span
        if span is None:
            return None
        page = self._pages.get(span)
        return span if page is None or (page.old and not page.asking and (page.error is None or page.tried)) else None

    def wanted_columns(self) -> tuple[Key, ...]:
        """Return the columns of what is looked at that somebody has changed meanwhile."""
        span, page = self.span, self.page
        if span is None or page is None or page.heard is None or page.error is not None:
            return ()
        days = span.days
        found = [key for clinic, key in self.stale if clinic == span.clinic and key[1] in days]
        return tuple(sorted(key for key in found if not span.practitioner or key[0] == span.practitioner))

    def begin(self, span: Span) -> None:
        """A question is on its way."""
        page = self._pages.setdefault(span, Page())
        page.asking, page.old, page.error = True, False, page.error if page.tried else None
        page.tried = False
        self.version += 1

    def given_up(self, span: Span) -> None:
        """A question was not answered: somebody has gone on."""
        page = self._pages.get(span)
        if page is not None and page.asking:
            page.asking, page.old = False, True

    def failed(self, span: Span, error: ClinicError) -> None:
        """Note why there is no answer; what is here stays."""
        page = self._pages.setdefault(span, Page())
        page.asking, page.error = False, error
        self.version += 1

    def again(self) -> None:
        """Ask once more for what is looked at."""
        page, self.kinds_error = self.page, None
        if page is not None:
            page.error, page.old = None, True
        self.version += 1

    def try_again(self) -> None:
        """Ask once more for what is looked at; why it could not be had is said until it is here."""
        page = self.page
        if page is not None and page.error is not None:
            page.tried = page.old = True

    def take(self, span: Span, columns: Iterable[Column], mono: float, *, more: bool = False) -> None:
        """Take all columns of a question, in their order; ``more``: there are others that were not asked for."""
        page = self._pages.setdefault(span, Page())
        found = tuple(columns)
        for column in found:
            self._keep(span.clinic, column)
        page.keys, page.heard, page.asking, page.more = tuple(each.key for each in found), mono, False, more
        page.error = None
        self._drop_old(span)
        self.version += 1

    def take_columns(self, clinic: str, asked: Iterable[Key], columns: Iterable[Column]) -> None:
        """Take columns that were asked for alone; one that is not among them has nothing to show any more."""
        found = {column.key: column for column in columns}
        for key in asked:
            if key in found:
                self._keep(clinic, found[key])
                self._place(clinic, key)
            else:
                self.stale.discard((clinic, key))
                self._columns.pop((clinic, key), None)
        self.version += 1

    def put(self, clinic: str, card: Card, day: date) -> None:
        """Show a visit as the hub has just said that it is: until its column comes, which is asked for."""
        self.put_all(clinic, {(card.practitioner, day): (card,)})

    def put_all(self, clinic: str, by_column: Mapping[Key, Sequence[Card]]) -> None:
        """Show visits, by the columns in which they stand now, as the hub has just said that they are."""
        ids = {card.id for cards in by_column.values() for card in cards}
        for (place, key), kept in list(self._columns.items()):
            if place != clinic:
                continue
            cards = tuple(each for each in kept.cards if each.id not in ids)
            if key in by_column:
                cards = tuple(sorted((*cards, *by_column[key]), key=lambda each: (each.begins, each.lane)))
            if cards != kept.cards:
                self._columns[place, key] = replace(kept, cards=cards)
                self.stale.add((clinic, key))
        self.version += 1

    def told(self, clinic: str, day: date, practitioner: int, version: int) -> None:
        """A column is of this version by now: it is asked for again, unless that is here already."""
        at = clinic, (practitioner, day)
        kept = self._columns.get(at)
        if (kept is not None and kept.version >= version) or not self._looked_at(clinic, day):
            return
        self._told[at] = max(version, self._told.get(at, 0))
        self.stale.add(at)
        self.version += 1

    def replaced(self, clinic: str, day: date, versions: Mapping[int, int]) -> None:
        """Know a whole day's versions: only what differs is asked for again."""
        for practitioner, version in versions.items():
            self.told(clinic, day, practitioner, version)

    def refused(self, clinic: str, day: date, error: ClinicError) -> None:
        """A day is not for this user (any more)."""
        for span in [span for span in self._pages if span.clinic == clinic and day in span.days]:
            self.failed(span, error)

    def doubt(self, clinic: str = "", day: date | None = None) -> None:
        """Ask again for all (of a clinic's day, if one is named): nobody knows what has happened meanwhile."""
        for span, page in self._pages.items():
            if (not clinic or span.clinic == clinic) and (day is None or day in span.days):
                page.old, page.error = True, None
        self.version += 1

    def take_kinds(
        self,
        clinic: str,
        types: Iterable[VisitKind],
        specialties: Iterable[Specialty],
        practitioners: Iterable[Practitioner],
    ) -> None:
        """Take visit types, specialties, and the practitioners of a clinic."""
        self.types = MappingProxyType({each.id: each for each in types})
        self.specialties = MappingProxyType({each.id: each for each in specialties})
        self.practitioners = MappingProxyType(dict(self.practitioners) | {each.id: each for each in practitioners})
        self.known |= {clinic}
        self.kinds_error = None
        self.version += 1

    def no_kinds(self, error: ClinicError) -> None:
        """Note why there are no types of visits and no practitioners."""
        self.kinds_error = error
        self.version += 1

    def clear(self) -> None:
        """Forget everything: somebody else may sign in next."""
        version = self.version
        self.__init__()  # type: ignore[misc]  # as it was made, whatever stands in it
        self.version = version + 1

    def _looked_at(self, clinic: str, day: date) -> bool:
        return any(span.clinic == clinic and day in span.days for span in self._pages)

    def _keep(self, clinic: str, column: Column) -> None:
        at = clinic, column.key
        kept = self._columns.get(at)
        if kept is not None and kept.version > column.version:
            # An answer that was overtaken by a newer one.
            return
        self._columns[at] = column
        if column.version >= self._told.get(at, 0):
            self.stale.discard(at)
            self._told.pop(at, None)

    def _place(self, clinic: str, key: Key) -> None:
        """Have a column stand among those of its day, by the practitioners' names."""
        page = self._pages.get(Span(clinic, key[1]))
        if page is not None and page.heard is not None and key not in page.keys:
            page.keys = tuple(sorted((*page.keys, key), key=self._order))

    def _order(self, key: Key) -> tuple[str, int]:
        who = self.practitioners.get(key[0])
        return (who.sort_name or who.name if who is not None else "\uffff", key[0])

    def _drop_old(self, span: Span) -> None:
        """Keep what was looked at last, and not more than can be wanted again soon."""
        self._pages[span] = self._pages.pop(span)
        while sum(len(each.days) for each in self._pages) > MOST_DAYS:
            del self._pages[next(iter(self._pages))]
        left = {(each.clinic, key) for each, page in self._pages.items() for key in page.keys}
        for at in self._columns.keys() - left:
            del self._columns[at]
        self.stale &= left | {at for at in self.stale if self._looked_at(at[0], at[1][1])}
        for at in self._told.keys() - self.stale:
            del self._told[at]
