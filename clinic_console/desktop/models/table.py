"""Rows of a paged list as Qt shows them: columns are data, rows are known by their id."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, NamedTuple, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from clinic_console.desktop.state.pages import Pages

T = TypeVar("T")
Index = QModelIndex | QPersistentModelIndex

CELL: Final = Qt.ItemDataRole.UserRole
ROW: Final = Qt.ItemDataRole.UserRole + 1
GONE: Final = Qt.ItemDataRole.UserRole + 2
NOWHERE: Final = QModelIndex()


class Cell(NamedTuple):
    """What stands in a cell: an icon, a text in a tone, a second one, muted, behind it.

    ``tone`` is plain, strong, muted, notice or accent; a ``pill`` has a ground of its own. ``said`` is read out in
    place of the texts.
    """

    text: str = ""
    tone: str = "plain"
    beside: str = ""
    icon: str = ""
    pill: bool = False
    struck: bool = False
    said: str = ""

    @property
    def whole(self) -> str:
        """Return all of it as one text."""
        return self.said or " ".join(filter(None, (self.text, self.beside)))


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """A column: its title, what stands in it for a row, and how wide it is.

    ``width`` is the least, at 100 %; what is left over is shared out by ``stretch``. Where even the least widths have
    no room, columns with the highest ``drop`` go first; those of 0 stay, and one always does.
    """

    title: str
    cell: Callable[[T], Cell]
    width: int
    stretch: int = 0
    right: bool = False
    drop: int = 0


def widths(columns: Sequence[Column[Any]], room: int, scale: Callable[[float], int]) -> list[int]:
    """Return how many pixels each column gets of so many in all; 0 where one has to go."""
    shown = list(range(len(columns)))
    while sum(scale(columns[at].width) for at in shown) > room:
        going = max(shown, key=lambda at: (columns[at].drop, at))
        if not columns[going].drop or len(shown) == 1:
            break
        shown.remove(going)
    found = [scale(column.width) if at in shown else 0 for at, column in enumerate(columns)]
    left, shares = room - sum(found), sum(columns[at].stretch for at in shown)
    if left < 0:
        # Nothing more can go: all give way alike.
        return [max(1, found[at] * room // (room - left)) if at in shown else 0 for at in range(len(columns))]
    for at in shown:
        if shares:
            share = left * columns[at].stretch // shares
            left, shares = left - share, shares - columns[at].stretch
            found[at] += share
    return found


class TableModel(QAbstractTableModel, Generic[T]):
    """The rows of ``pages``, brought up to date by ``sync``; ``marks`` are the ids of those that are marked."""

    def __init__(self, columns: Sequence[Column[T]], pages: Pages[T]) -> None:
        super().__init__()
        self.columns, self.pages = tuple(columns), pages
        self.marks: set[str] = set()
        self._rows: tuple[T, ...] = ()
        self._ids: list[str] = []
        self._places: dict[str, int] = {}
        self._seen = -1
        self._gone: frozenset[str] = frozenset()

    def sync(self) -> bool:
        """Show the rows as they are now; return whether anything changed."""
        pages = self.pages
        if self._seen == pages.version:
            return False
        self._seen = pages.version
        if pages.rows is self._rows and pages.gone == self._gone:
            return False
        ids = [pages.key(row) for row in pages.rows]
        if ids == self._ids:
            self._take(ids)
            if ids:
                self.dataChanged.emit(self.index(0, 0), self.index(len(ids) - 1, len(self.columns) - 1))
        elif self._ids and ids[: len(self._ids)] == self._ids:
            self.beginInsertRows(NOWHERE, len(self._ids), len(ids) - 1)
            self._take(ids)
            self.endInsertRows()
        else:
            self.beginResetModel()
            self._take(ids)
            self.endResetModel()
        return True

    def _take(self, ids: list[str]) -> None:
        self._rows, self._ids, self._gone = self.pages.rows, ids, self.pages.gone
        self._places = {each: place for place, each in enumerate(ids)}
        self.marks &= set(ids)

    def row(self, at: int) -> T | None:
        """Return what stands in a row; None for one that is not there."""
        return self._rows[at] if 0 <= at < len(self._rows) else None

    def id(self, at: int) -> str:
        """Return the id of a row, empty for one that is not there."""
        return self._ids[at] if 0 <= at < len(self._ids) else ""

    def place(self, row: str) -> int:
        """Return where the row of an id stands, -1 where it is not."""
        return self._places.get(row, -1)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what stands in a cell: to be painted, to be read, or to be pointed at."""
        row = self.row(index.row()) if index.isValid() else None
        if row is None:
            return None
        if role == GONE:
            return self._ids[index.row()] in self._gone
        if role == ROW:
            return row
        if role not in (CELL, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        cell = self.columns[index.column()].cell(row)
        if role == CELL:
            return cell
        return cell.text if role == Qt.ItemDataRole.DisplayRole else cell.whole

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        """Return a column's title."""
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return self.columns[section].title if 0 <= section < len(self.columns) else None
