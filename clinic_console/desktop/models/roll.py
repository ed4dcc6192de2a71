"""Rows of a list too long to be kept, as Qt shows them; painting asks for each row in sight once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractTableModel, Qt

from clinic_console.desktop.models.table import NOWHERE, Cell, Column, Index

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
Drawn = tuple[tuple[Cell, ...], ...]
"""What is painted of a row: in each column one cell, or several side by side."""
MOST_DRAWN: Final = 2_048


class Source(Protocol[T_co]):
    """Where the rows come from (``state.roll.Roll``, ``state.patients_list.Search``)."""

    version: int
    lists: int

    @property
    def total(self) -> int:
        """How many rows there are."""

    def row(self, place: int) -> T_co | None:
        """What stands at a place; None for what is not here."""

    def id(self, place: int) -> str:
        """The id of the row at a place, empty for what is not here."""

    def place(self, row: str) -> int:
        """Where the row of an id stands, -1 where that is not known."""


@dataclass(frozen=True, slots=True)
class RollColumn(Column[T]):
    """A column that may hold several cells side by side (``several``), and may put the list in order (``sort``)."""

    several: Callable[[T], tuple[Cell, ...]] | None = None
    sort: str = ""

    def cells(self, row: T) -> tuple[Cell, ...]:
        """Return what stands in it for a row."""
        return self.several(row) if self.several is not None else (self.cell(row),)


class RollModel(QAbstractTableModel, Generic[T]):
    """The rows of ``source``; ``drawn`` is what painting asks for, and ``data`` what is read out.

    ``narrow`` gives the three parts of a row with two lines: above, below, and below at the right.
    """

    def __init__(
        self, columns: Sequence[RollColumn[T]], narrow: Callable[[T], Drawn], source: Source[T], parent: Any = None
    ) -> None:
        super().__init__(parent)
        self.columns, self.source = tuple(columns), source
        self._narrow = narrow
        self.two_lines = False
        self._total, self._seen, self._lists = 0, -1, source.lists
        self._drawn: dict[str, tuple[T, Drawn]] = {}

    def sync(self) -> bool:
        """Show as many rows as there are now; return whether anything changed."""
        source = self.source
        if self._seen == source.version:
            return False
        self._seen = source.version
        total = source.total
        if self._lists != source.lists:
            self._lists = source.lists
            self.beginResetModel()
            self._total = total
            self.endResetModel()
        elif total > self._total:
            self.beginInsertRows(NOWHERE, self._total, total - 1)
            self._total = total
            self.endInsertRows()
        elif total < self._total:
            self.beginRemoveRows(NOWHERE, total, self._total - 1)
            self._total = total
            self.endRemoveRows()
        return True

    def look(self, *, two_lines: bool) -> None:
        """Give rows of two lines from now on, or of one."""
        self.two_lines = two_lines
        self.forget()

    def forget(self) -> None:
        """Keep no texts of rows."""
        self._drawn.clear()

    def drawn(self, place: int) -> Drawn | None:
        """Return what is painted at a place, None for a row that is not here: one call for a row in sight."""
        row = self.source.row(place)
        if row is None:
            return None
        key = self.source.id(place)
        found = self._drawn.get(key)
        if found is not None and found[0] is row:
            return found[1]
        if len(self._drawn) >= MOST_DRAWN:
            self._drawn.clear()
        drawn = self._narrow(row) if self.two_lines else tuple(column.cells(row) for column in self.columns)
        self._drawn[key] = (row, drawn)
        return drawn

    def said(self, place: int) -> str:
        """Return a whole row as one text."""
        row = self.source.row(place)
        texts = (cell.whole for column in self.columns for cell in column.cells(row)) if row is not None else ()
        return ", ".join(filter(None, texts))

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Return how many rows there are."""
        return 0 if parent.isValid() else self._total

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what stands in a cell, to be read: painting does not ask for it."""
        row = self.source.row(index.row()) if index.isValid() else None
        if row is None or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == 0:
            # Whoever goes down the list hears who it is, not a name of which there are many.
            return self.said(index.row())
        cells = self.columns[index.column()].cells(row)
        if role == Qt.ItemDataRole.DisplayRole:
            return ", ".join(cell.text for cell in cells)
        return ", ".join(cell.whole for cell in cells)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        """Return a column's title."""
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return self.columns[section].title if 0 <= section < len(self.columns) else None
