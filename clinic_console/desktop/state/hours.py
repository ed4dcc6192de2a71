"""Weekly hours as somebody changes them: what is typed, what the hub has, and what of both does not go together.

What is typed of a practitioner stays here until it is saved or dropped, also while others' hours are looked at.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from clinic_console.desktop.state.hours_affected import Affected
from clinic_console.desktop.state.hours_exceptions import ExceptionsState
from clinic_console.desktop.state.schedule_columns import Practitioner, VisitKind
from clinic_console.domain.errors import BadField, ClinicError, TemplateOverlap
from clinic_console.domain.templates import DAY, MOST_LINES, Line, check, overlap

MOST_DRAFTS: Final = 8
"""So many practitioners' hours are kept: those looked at last."""
MOST_STEPS: Final = 50
"""So many changes can be taken back one by one."""
WEEK: Final = 7


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a clinic; ``key`` names it here as long as it is being changed."""

    key: int
    clinic: str
    line: Line

    @property
    def said(self) -> tuple[str, Line]:
        """Return what it says, whatever it is called here."""
        return self.clinic, self.line


@dataclass(frozen=True, slots=True)
class Theirs:
    """What somebody else has saved meanwhile: lines that are new, and lines that are gone."""

    new: tuple[Entry, ...]
    gone: tuple[Entry, ...]


@lru_cache(maxsize=4_096)
def _meet(one: Line, other: Line) -> bool:
    return one.kind == other.kind == "work" and one.zone == other.zone and overlap(one, other)


@dataclass(slots=True)
class Draft:
    """One practitioner's hours: ``kept`` as the hub has them in ``version``, ``entries`` as they are typed.

    ``shut``: lines of clinics whose hours are not the user's to set; they are shown, and count. ``preview`` is what
    ``previewed`` would affect. ``last`` is the line that was selected last. ``faults`` are what the hub said of
    single fields: by key and name.
    """

    practitioner: int
    version: int = 0
    kept: tuple[Entry, ...] = ()
    entries: tuple[Entry, ...] = ()
    shut: tuple[Entry, ...] = ()
    selected: int = 0
    last: int = 0
    weekday: int = 1
    preview: Affected | None = None
    previewed: tuple[Entry, ...] = ()
    theirs: Theirs | None = None
    loaded: bool = False
    problem: ClinicError | None = None
    faults: Mapping[tuple[int, str], ClinicError] = field(default_factory=dict)
    changes: int = 0
    past: list[tuple[Entry, ...]] = field(default_factory=list)
    serial: int = 0

    # What there is to know of it

    @property
    def dirty(self) -> bool:
        """Say whether something is typed that the hub does not have."""
        return _said(self.entries) != _said(self.kept)

    @property
    def current(self) -> Entry | None:
        """Return the line that is selected."""
        return next((each for each in (*self.entries, *self.shut) if each.key == self.selected), None)

    @property
    def seen(self) -> Affected | None:
        """Return what these very lines would affect, None while that is not known."""
        return self.preview if self.previewed == self.entries else None

    def on(self, weekday: int) -> tuple[Entry, ...]:
        """Return the lines of a weekday in order of their begin."""
        found = [each for each in (*self.entries, *self.shut) if each.line.weekday == weekday]
        return tuple(sorted(found, key=lambda each: (each.line.begins, each.line.ends, each.key)))

    def wrong(self, today: date) -> dict[int, ClinicError]:
        """Return what is wrong with lines, by key: the first field of each, or that it meets another one."""
        found: dict[int, ClinicError] = {}
        for (key, name), error in self.faults.items():
            found.setdefault(key, replaced(error, name))
        for each in self.entries:
            try:
                check([each.line], today=today)
            except BadField as error:
                found[each.key] = replaced(error, error.field.partition(".")[2])
        for place, each in enumerate(self.entries):
            for other in (*self.entries[:place], *self.shut):
                if _meet(each.line, other.line):
                    for key in (each.key, other.key):
                        found.setdefault(key, TemplateOverlap(field=""))
        return found

    def meets(self, key: int) -> Entry | None:
        """Return a line that one meets."""
        of = next((each for each in self.entries if each.key == key), None)
        others = (*self.entries, *self.shut)
        return next((each for each in others if of and each.key != key and _meet(of.line, each.line)), None)

    # What the user does

    def select(self, key: int) -> None:
        """Go to a line, or to none."""
        found = next((each for each in (*self.entries, *self.shut) if each.key == key), None)
        self.selected = key if found is not None else 0
        self.last = self.selected or self.last
        self.weekday = found.line.weekday if found is not None else self.weekday
        self.changes += 1

    def add(self, clinic: str, line: Line) -> int:
        """Add a line and go to it; return its key, 0 where there are too many."""
        if len(self.entries) >= MOST_LINES:
            return 0
        self.serial += 1
        self._put((*self.entries, Entry(self.serial, clinic, line)))
        self.select(self.serial)
        return self.serial

    def change(self, key: int, *, clinic: str = "", **fields: object) -> None:
        """Change fields of a line; a kind takes with it what only another kind can say."""
        of = next((each for each in self.entries if each.key == key), None)
        if of is None:
            return
        line = replace(of.line, **fields)  # type: ignore[arg-type]
        if line.kind != "work":
            line = replace(line, cap=0)
        if line.kind != "reserved":
            line = replace(line, release=None)
        if line.kind == "block":
            line = replace(line, types=())
        changed = replace(of, clinic=clinic or of.clinic, line=line)
        if changed != of:
            self._put(tuple(changed if each.key == key else each for each in self.entries))
            self.weekday = line.weekday

    def move(self, key: int, *, by: int = 0, begins: int = 0, ends: int = 0, days: int = 0) -> None:
        """Move a line by minutes and days, or only its begin or its end; never past what a day can hold."""
        of = next((each for each in self.entries if each.key == key), None)
        if of is None:
            return
        line = of.line
        length = line.ends - line.begins
        first = max(0, min(DAY - 1, line.begins + by + begins))
        last = first + length if by else max(first + 5, min(2 * DAY, line.ends + ends))
        if begins:
            first = min(first, line.ends - 5)
        weekday = (line.weekday - 1 + days) % WEEK + 1
        self.change(key, weekday=weekday, begins=first, ends=min(last, first + DAY, 2 * DAY))

    def copy(self, key: int) -> int:
        """Put the same line on the next day, and go there."""
        of = next((each for each in self.entries if each.key == key), None)
        if of is None:
            return 0
        return self.add(of.clinic, replace(of.line, weekday=of.line.weekday % WEEK + 1))

    def remove(self, key: int) -> None:
        """Take a line away, and go to the one before it on that day."""
        of = next((each for each in self.entries if each.key == key), None)
        if of is None:
            return
        self._put(tuple(each for each in self.entries if each.key != key))
        left = self.on(of.line.weekday)
        before = [each for each in left if each.line.begins <= of.line.begins]
        self.select((before or left or (Entry(0, "", of.line),))[-1].key)
        self.weekday = of.line.weekday

    def step_back(self) -> bool:
        """Take the last change back; return whether there was one."""
        if not self.past:
            return False
        self.entries = self.past.pop()
        self.faults = {}
        self.select(self.selected)
        return True

    def drop(self) -> None:
        """Drop what is typed: as the hub has it."""
        self._put(self.kept)
        self.theirs = None
        self.select(0)

    # What comes of it

    def take(self, version: int, entries: Iterable[tuple[str, Line]], mine: frozenset[str]) -> None:
        """Take the hub's lines. What is typed stays, and what somebody else has changed under it is told."""
        found = tuple(self._numbered(entries))
        kept = tuple(each for each in found if each.clinic in mine)
        was, dirty, first = self.kept, self.dirty, not self.loaded
        self.shut = tuple(each for each in found if each.clinic not in mine)
        if not first and dirty and version != self.version:
            before, after = _said(was), _said(kept)
            new = tuple(each for each in kept if each.said not in before)
            gone = tuple(each for each in was if each.said not in after)
            self.theirs = Theirs(new, gone)
        elif first or not dirty:
            self.entries, self.past, self.theirs = kept, [], None
        self.version, self.kept, self.loaded, self.problem = version, kept, True, None
        self.preview, self.previewed = None, ()
        self.changes += 1

    def saved(self, version: int, entries: Iterable[tuple[str, Line]], mine: frozenset[str]) -> None:
        """Take the lines as the hub has kept them."""
        self.kept = self.entries
        self.loaded = False
        self.take(version, entries, mine)
        self.faults, self.selected = {}, 0

    def know(self, entries: tuple[Entry, ...], affected: Affected) -> None:
        """Note what lines would affect."""
        self.preview, self.previewed = affected, entries
        self.changes += 1

    def forget_preview(self) -> None:
        """Look at the week again: what it affects has to be asked again."""
        self.preview, self.previewed = None, ()
        self.changes += 1

    def refuse(self, error: ClinicError, sent: tuple[Entry, ...]) -> None:
        """Note why the hub did not take lines: at the field of one, if it names one."""
        place, _, name = error.field.partition("].")
        number = place.removeprefix("lines[").rstrip("]")
        if number.isdigit() and int(number) < len(sent):
            key = sent[int(number)].key
            self.faults = {(key, name): error}
            self.select(key)
        self.changes += 1

    def failed(self, error: ClinicError) -> None:
        """Note why the hours are not to be had."""
        self.problem = error
        self.changes += 1

    def _put(self, entries: tuple[Entry, ...]) -> None:
        self.past = [*self.past[1 - MOST_STEPS :], self.entries]
        self.entries, self.faults = entries, {}
        self.changes += 1

    def _numbered(self, entries: Iterable[tuple[str, Line]]) -> Iterable[Entry]:
        for clinic, line in entries:
            self.serial += 1
            yield Entry(self.serial, clinic, line)


def replaced(error: ClinicError, name: str) -> ClinicError:
    """Return an error as of a field of a line's form."""
    found = type(error)(error.detail)
    found.field = name
    return found


def _said(entries: Iterable[Entry]) -> list[tuple[str, Line]]:
    return sorted((each.said for each in entries), key=repr)


@dataclass(slots=True)
class HoursState:
    """The drafts, by practitioner; exceptions; names of people and types (``version`` rises with those)."""

    drafts: dict[int, Draft] = field(default_factory=dict)
    exceptions: ExceptionsState = field(default_factory=ExceptionsState)
    people: Mapping[int, Practitioner] = field(default_factory=dict)
    kinds: Mapping[int, VisitKind] = field(default_factory=dict)
    version: int = 0

    def draft(self, practitioner: int) -> Draft:
        """Return the draft of a practitioner, the one looked at last."""
        found = self.drafts.pop(practitioner, None) or Draft(practitioner)
        self.drafts[practitioner] = found
        idle = [each for each in self.drafts.values() if not each.dirty and each is not found]
        for each in idle[: max(0, len(self.drafts) - MOST_DRAFTS)]:
            del self.drafts[each.practitioner]
        return found

    def know(self, people: Iterable[Practitioner], kinds: Iterable[VisitKind]) -> None:
        """Take names."""
        self.people = MappingProxyType(dict(self.people) | {each.id: each for each in people})
        self.kinds = MappingProxyType(dict(self.kinds) | {each.id: each for each in kinds})
        self.version += 1

    def clear(self) -> None:
        """Forget everything: somebody else may sign in next."""
        self.drafts = {}
        self.exceptions.clear()
        self.people, self.kinds = {}, {}
        self.version += 1
