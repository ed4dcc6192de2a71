"""Which rows of a list are selected: by their ids, so that nothing that comes from elsewhere drops any."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class Marks:
    """``ids`` are selected; ``anchor`` is where a stretch begins."""

    ids: set[str] = field(default_factory=set)
    anchor: str = ""
    version: int = 0
    _base: frozenset[str] = frozenset()

    def turn(self, row: str) -> None:
        """Select a row, or not any more; a stretch begins here."""
        self._set(self.ids ^ {row})
        self.anchor, self._base = row, frozenset(self.ids)

    def begin(self, row: str) -> None:
        """Have a stretch begin at a row, beside what is selected."""
        self.anchor, self._base = row, frozenset(self.ids)

    def extend(self, rows: Sequence[str], begin: int, to: int) -> None:
        """Select from the anchor (at place ``begin`` of the rows) to another place, beside what was before."""
        first, last = sorted((begin, to))
        self._set({*self._base, *rows[max(0, first) : last + 1]})

    def all(self, rows: Iterable[str]) -> None:
        """Select these, too."""
        self._set(self.ids | set(rows))
        self.anchor, self._base = "", frozenset(self.ids)

    def left(self, rows: Iterable[str]) -> None:
        """Let go of rows that are shown no more."""
        self._set(self.ids - set(rows))
        self._base = self._base & self.ids

    def let_go(self) -> None:
        """Select nothing."""
        self._set(set())
        self.anchor, self._base = "", frozenset()

    def _set(self, ids: set[str]) -> None:
        if ids != self.ids:
            self.ids = ids
            self.version += 1
