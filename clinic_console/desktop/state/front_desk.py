"""The day's list of a clinic as one desk looks at it: what is shown stands still until its user moves on.

What comes from elsewhere changes rows in place and marks them. Rows that no longer fit stay, new ones wait, and none
changes its place: ``settle`` lets them come and go, when the user asks for it or looks for something else.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Final, NamedTuple

from clinic_console.desktop.state.front_marks import Marks
from clinic_console.desktop.state.front_rows import USUAL, Chip, Query, Words, chips_of, counts, order
from clinic_console.desktop.state.schedule import ScheduleState
from clinic_console.desktop.state.schedule_columns import Card, Key
from clinic_console.domain.appointments import PRESENT
from clinic_console.domain.errors import ClinicError
from clinic_console.domain.schedule import MINUTE_MS
from clinic_console.domain.zones import day_of

MARKED_SECONDS: Final = 30.0
"""For so long a row is marked as changed from elsewhere."""
AT_ONCE: Final = 40
"""So many rows' words are made ready in one frame: a day of 1,000 is ready before somebody types."""


class DeskView(NamedTuple):
    """Filters under a name, as the hub keeps them."""

    name: str
    filters: Mapping[str, tuple[str, ...]]


class News(NamedTuple):
    """What waits to be let in: who is new (``arrivals`` of them are in the building), and what stands elsewhere."""

    new: int = 0
    arrivals: int = 0
    changed: int = 0


@dataclass(slots=True)
class FrontDesk:
    """``columns`` are its own; ``chips`` and ``text`` are by what is filtered (no chip: everything).

    ``version`` rises with all that is seen, ``lists`` when it is another day's list. ``current`` is the row on which
    the user is, ``top`` how far the list is scrolled, ``panel`` what is open beside it.
    """

    columns: ScheduleState = field(default_factory=ScheduleState)
    chips: frozenset[Chip] = USUAL
    text: str = ""
    version: int = 0
    lists: int = 0
    current: str = ""
    top: float = 0.0
    panel: str = ""
    now: int = 0
    marks: Marks = field(default_factory=Marks)
    counts: dict[Chip, int] = field(default_factory=lambda: dict.fromkeys(Chip, 0))
    news: News = field(default_factory=News)
    views: tuple[DeskView, ...] | None = None
    views_error: ClinicError | None = None
    changed: dict[str, float] = field(default_factory=dict)
    off: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()
    _today: date | None = None
    _rows: list[str] = field(default_factory=list)
    _cards: dict[str, Card] = field(default_factory=dict)
    _places: dict[str, int] = field(default_factory=dict)
    _keys: dict[str, tuple[int, int, str]] = field(default_factory=dict)
    _all: dict[str, Card] = field(default_factory=dict)
    _ordered: tuple[Card, ...] = ()
    _chips: dict[str, frozenset[Chip]] = field(default_factory=dict)
    _known: dict[str, tuple[Card, Words]] = field(default_factory=dict)
    _names: tuple[Mapping[int, object], Mapping[int, object]] = field(default_factory=lambda: ({}, {}))
    _seen: tuple[int, int] = (-1, -1)
    _of: tuple[str, date | None] = ("", None)
    _loaded: bool = False
    _fresh: bool = True

    # The rows, as a list shows them (models/roll.py, Source)

    @property
    def total(self) -> int:
        """Return how many rows there are."""
        return len(self._rows)

    def row(self, place: int) -> Card | None:
        """Return what stands at a place."""
        return self._cards[self._rows[place]] if 0 <= place < len(self._rows) else None

    def id(self, place: int) -> str:
        """Return the id of the row at a place, empty for none."""
        return self._rows[place] if 0 <= place < len(self._rows) else ""

    def place(self, row: str) -> int:
        """Return where the row of an id stands, -1 where it is not."""
        return self._places.get(row, -1)

    @property
    def rows(self) -> tuple[str, ...]:
        """Return the ids of all rows, in their order."""
        return tuple(self._rows)

    @property
    def loaded(self) -> bool:
        """Say whether the day is here."""
        return self._loaded

    @property
    def day_total(self) -> int:
        """Return how many visits the day has, shown or not."""
        return len(self._all)

    def card(self, visit: str) -> Card | None:
        """Return a visit: as the day has it, or as it was when it went."""
        return self._all.get(visit) or self._cards.get(visit)

    def of_patient(self, patient: str) -> tuple[Card, ...]:
        """Return all visits of somebody on this day, in their order."""
        return tuple(card for card in self._ordered if patient and card.patient.id == patient)

    def day_cards(self) -> tuple[Card, ...]:
        """Return all visits of the day, shown or not, in their order."""
        return self._ordered

    def selection(self) -> tuple[Card, ...]:
        """Return the selected rows that are shown, in their order: what is not seen is not acted on."""
        return tuple(self._cards[row] for row in self._rows if row in self.marks.ids)

    # What the user looks at

    def look_at(self, *, clinic: tuple[str, str] | None = None, day: date | None = None) -> None:
        """Look at another clinic (its id and zone) or day."""
        self.columns.look_at(clinic=clinic, day=day)

    def follow_today(self, today: date | None) -> None:
        """Begin with today, and go on with the new day at midnight, unless somebody is in the middle of something."""
        if today is None:
            return
        if self.columns.day is None:
            self.columns.look_at(day=today)
        elif self._today is not None and today != self._today and self.columns.day == self._today:
            if self.marks.ids or self.panel:
                return
            self.columns.look_at(day=today)
        self._today = today

    def toggle(self, chip: Chip) -> None:
        """Turn a chip on or off."""
        self.filter(self.chips ^ {chip}, self.text)

    def filter(self, chips: Iterable[Chip], text: str) -> None:
        """Show what fits these chips and words; what they hide stays selected, and is found so again."""
        self.chips, self.text = frozenset(chips), text
        self._lay()

    def entered(self) -> None:
        """Somebody comes back to the list: what comes first is shown as it is."""
        self._fresh, self._seen = True, (-1, -1)

    def settle(self) -> None:
        """Show the list as it is now: rows come, go and change their places; what goes is not selected any more."""
        self._compare()
        self.marks.left(self.off)
        self._lay()

    def _lay(self) -> None:
        self.marks.left(row for row in self._rows if row not in self._all)
        fitting = self._fitting()
        rows = [card for card in self._ordered if card.id in fitting]
        self._rows = [card.id for card in rows]
        self._cards = {card.id: card for card in rows}
        self._places = {each: place for place, each in enumerate(self._rows)}
        self._keys = {card.id: order(card) for card in rows}
        self.changed, self.off, self.gone, self.news = {}, frozenset(), frozenset(), News()
        self.version += 1

    # What comes

    def follow(self, now: int, mono: float) -> None:
        """Take what the columns have by a time (the hub's, and monotonic seconds): rows change in place."""
        self.now = now
        minute = now // MINUTE_MS
        names = self.columns.types, self.columns.practitioners
        if any(a is not b for a, b in zip(names, self._names, strict=True)):
            self._names, self._known = names, {}
        page, at = self.columns.page, (self.columns.clinic, self.columns.day)
        if at != self._of:
            self._begin(at)
        old = [row for row, since in self.changed.items() if mono - since > MARKED_SECONDS]
        for row in old:
            del self.changed[row]
        self.version += bool(old)
        if self._seen == (self.columns.version, minute):
            return
        self._seen = self.columns.version, minute
        if page is None or page.heard is None:
            return
        asking = page.asking or page.old
        self._all = _newest(self.columns)
        self._ordered = tuple(sorted(self._all.values(), key=order))
        kinds = self.columns.types
        self._chips = {each: chips_of(card, kinds.get(card.type), now) for each, card in self._all.items()}
        self.counts = counts(self._chips.values())
        if not self._loaded or not self._rows or self._fresh:
            self._loaded = True
            self._fresh = self._fresh and asking and page.error is None
            self.settle()
            return
        self._take(mono)

    def put(self, cards: Iterable[Card]) -> None:
        """Show visits as the hub has just said that they are, until their columns come."""
        by_column: dict[Key, list[Card]] = {}
        for card in cards:
            day = day_of(self.columns.zone, datetime.fromtimestamp(card.begins / 1_000, UTC))
            if card.clinic == self.columns.clinic:
                by_column.setdefault((card.practitioner, day), []).append(card)
        if by_column:
            self.columns.put_all(self.columns.clinic, by_column)

    def prepare(self, most: int = AT_ONCE) -> None:
        """Make the words of some rows ready, so that the first letter typed does not wait for all of them."""
        left = most
        for card in self._all.values():
            if left and not self._is_ready(card):
                self._words(card)
                left -= 1

    def clear(self) -> None:
        """Forget everything: somebody else may sign in next."""
        self.columns.clear()
        version, lists = self.version, self.lists
        columns = self.columns
        self.__init__(columns)  # type: ignore[misc]  # as it was made, whatever stands in it
        self.version, self.lists = version + 1, lists + 1

    def _begin(self, at: tuple[str, date | None]) -> None:
        self._of, self._loaded, self._seen = at, False, (-1, -1)
        self.marks.let_go()
        self._all, self._rows, self._cards, self._places, self._keys, self._known = {}, [], {}, {}, {}, {}
        self._chips, self._ordered = {}, ()
        self.changed, self.off, self.gone, self.news = {}, frozenset(), frozenset(), News()
        self.counts = dict.fromkeys(Chip, 0)
        self.current, self.top = "", 0.0
        self.version += 1
        self.lists += 1

    def _take(self, mono: float) -> None:
        for row in self._rows:
            card = self._all.get(row)
            if card is not None and card is not self._cards[row] and card != self._cards[row]:
                self._cards[row] = card
                self.changed[row] = mono
        self._compare()
        for row in self.gone:
            self.changed.setdefault(row, mono)
        self.version += 1

    def _compare(self) -> None:
        """Find what would come, go or move if the list were shown as it is now."""
        fitting = self._fitting()
        shown = set(self._rows)
        self.gone = frozenset(shown - self._all.keys())
        self.off = frozenset(shown - fitting)
        moved = {each for each in shown & fitting if self._keys[each] != order(self._all[each])}
        new = fitting - shown
        arrivals = sum(self._all[each].state in PRESENT for each in new)
        self.news = News(len(new), arrivals, len(self.off | moved))

    def _fitting(self) -> set[str]:
        """Return which visits fit what is filtered by."""
        query = Query(self.text)
        found = {each for each, of in self._chips.items() if not self.chips or not of.isdisjoint(self.chips)}
        return {each for each in found if query.fits(self._words(self._all[each]))} if query else found

    def _words(self, card: Card) -> Words:
        if not self._is_ready(card):
            names, kinds = self.columns.practitioners, self.columns.types
            words = Words(card, names.get(card.practitioner), kinds.get(card.type))
            self._known[card.id] = card, words
            return words
        return self._known[card.id][1]

    def _is_ready(self, card: Card) -> bool:
        known = self._known.get(card.id)
        return known is not None and known[0] is card


def _newest(columns: ScheduleState) -> dict[str, Card]:
    """Return each visit once: while one of two columns is still the old one, a visit may stand in both."""
    found: dict[str, Card] = {}
    for column in columns.columns():
        for card in column.cards:
            other = found.get(card.id)
            if other is None or other.version < card.version:
                found[card.id] = card
    return found
