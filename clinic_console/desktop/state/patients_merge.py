"""Two people change one patient: what each of them typed is kept, and where both changed the same, both is seen."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Final, NamedTuple

Cells = tuple[str, ...]
"""One entry of a list, a text for each of its columns."""

NAMED_BY: Final[Mapping[str, tuple[int, ...]]] = {"contacts": (0, 2), "identifiers": (0, 1), "alerts": (0, 1)}
"""The columns that say that two entries are of one thing: then one is the other, changed.

An alert is known by its words, too: two allergies are never taken for one.
"""
JOINED: Final = (frozenset({"name", "family"}), frozenset({"deceased", "died"}))
"""Fields that mean nothing apart: whoever changed one has changed them all."""


class Row(NamedTuple):
    """An entry of a list in a draft; ``key`` stays the same while its cells change."""

    key: int
    cells: Cells


@dataclass(frozen=True, slots=True)
class Draft:
    """What stands in the form: a text for each field, and the rows of each list."""

    values: Mapping[str, str]
    rows: Mapping[str, tuple[Row, ...]]


@dataclass(frozen=True, slots=True)
class Content:
    """What the hub has of a patient: a text for each field, and the entries of each list."""

    values: Mapping[str, str]
    rows: Mapping[str, tuple[Cells, ...]]


class Place(NamedTuple):
    """A field, or (by its key) one row of a list."""

    field: str
    row: int = -1


@dataclass(frozen=True, slots=True)
class Merged:
    """What came of two people's changes.

    ``base`` is what the hub has now, ``draft`` what the form is to show, ``taken`` what was changed in it by the
    other one. ``contested``: what both changed, with what the other one made of it (None: taken out).
    """

    base: Draft
    draft: Draft
    taken: frozenset[Place]
    contested: Mapping[Place, Cells | None]


def draft_of(content: Content) -> Draft:
    """Return what the hub has as it stands in a form that nobody has touched."""
    keys = count()
    rows = {field: tuple(Row(next(keys), cells) for cells in entries) for field, entries in content.rows.items()}
    return Draft(dict(content.values), rows)


def next_key(*drafts: Draft) -> int:
    """Return a key that no row has."""
    keys = (row.key for draft in drafts for rows in draft.rows.values() for row in rows)
    return max(keys, default=-1) + 1


def tidy(text: str) -> str:
    """Return a text as it is kept: spaces around it say nothing."""
    return text.strip()


def merge(base: Draft, mine: Draft, theirs: Content, held: frozenset[Place] = frozenset()) -> Merged:
    """Merge what somebody else saved into what is being typed; ``held`` is left as it is: it is in somebody's hands.

    What was not touched takes the other's value, what was touched stays.
    """
    return _Merging(base, mine, theirs, held).merged()


class _Merging:
    def __init__(self, base: Draft, mine: Draft, theirs: Content, held: frozenset[Place]) -> None:
        self._base, self._mine, self._theirs, self._held = base, mine, theirs, held
        self._keys = count(next_key(base, mine))
        self._taken: set[Place] = set()
        self._contested: dict[Place, Cells | None] = {}

    def merged(self) -> Merged:
        values = dict(self._values())
        new_base, new_rows = {}, {}
        for field in self._base.rows:
            new_base[field], new_rows[field] = self._rows(field)
        base = Draft(dict(self._theirs.values), new_base)
        return Merged(base, Draft(values, new_rows), frozenset(self._taken), self._contested)

    def _values(self) -> Iterator[tuple[str, str]]:
        for field, base in self._base.values.items():
            mine, theirs = self._mine.values[field], self._theirs.values[field]
            if tidy(mine) == theirs:
                yield field, mine
            elif not self._touched(field):
                self._taken.add(Place(field))
                yield field, theirs
            else:
                if theirs != base:
                    self._contested[Place(field)] = (theirs,)
                yield field, mine

    def _touched(self, field: str) -> bool:
        group = next((group for group in JOINED if field in group), frozenset({field}))
        changed = any(tidy(self._mine.values[each]) != self._base.values[each] for each in group)
        return changed or any(Place(each) in self._held for each in group)

    def _rows(self, field: str) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
        before = {row.key: row.cells for row in self._base.rows[field]}
        theirs = self._keyed(field, self._theirs.rows[field])
        now = {row.key: row.cells for row in theirs}
        kept = [each for row in self._mine.rows[field] for each in self._row(field, row, before, now)]
        there = {row.key for row in self._mine.rows[field]}
        for row in theirs:
            # What I took out stays out, unless it is another one by now: rather one too many than one lost.
            if row.key not in there and before.get(row.key) != row.cells:
                self._taken.add(Place(field, row.key))
                kept.append(row)
        return theirs, tuple(kept)

    def _row(self, field: str, row: Row, before: Mapping[int, Cells], now: Mapping[int, Cells]) -> Iterator[Row]:
        place, mine = Place(field, row.key), _tidied(row.cells)
        base, theirs = before.get(row.key), now.get(row.key)
        if base is None or theirs in (base, mine):
            yield row
        elif mine == base and place not in self._held:
            self._taken.add(place if theirs is not None else Place(field))
            if theirs is not None:
                yield Row(row.key, theirs)
        else:
            self._contested[place] = theirs
            yield row

    def _keyed(self, field: str, entries: Sequence[Cells]) -> tuple[Row, ...]:
        """Give the other's entries the keys of those that they were before, or that were typed here as well."""
        free = list(self._base.rows[field])
        known = {row.key for row in free}
        typed = [Row(row.key, _tidied(row.cells)) for row in self._mine.rows[field] if row.key not in known]
        keys: dict[int, int] = {}
        named = NAMED_BY[field]
        for pool, columns in ((free, None), (free, named), (typed, None)):
            for number, cells in enumerate(entries):
                found = next((row for row in pool if _alike(row.cells, cells, columns)), None)
                if number not in keys and found is not None:
                    pool.remove(found)
                    keys[number] = found.key
        return tuple(
            Row(keys[number] if number in keys else next(self._keys), cells) for number, cells in enumerate(entries)
        )


def _alike(one: Cells, other: Cells, columns: tuple[int, ...] | None) -> bool:
    if columns is None:
        return one == other
    return all(one[column] == other[column] for column in columns)


def _tidied(cells: Cells) -> Cells:
    return tuple(map(tidy, cells))
