"""The list that the palette shows: headings, and what was found below each."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from clinic_console.desktop.models.ranking import Hit


class PaletteModel(QAbstractListModel):
    """The rows of the palette: a heading (a text) before the hits of each group."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[str | Hit[Any]] = []

    def show(self, rows: Sequence[str | Hit[Any]]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def follow(self, first: int, rows: Sequence[str | Hit[Any]]) -> None:
        """Show other rows from one on; those above it, and what is chosen among them, stay."""
        if len(self._rows) > first:
            self.beginRemoveRows(QModelIndex(), first, len(self._rows) - 1)
            del self._rows[first:]
            self.endRemoveRows()
        if rows:
            self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
            self._rows += rows
            self.endInsertRows()

    def hit(self, row: int) -> Hit[Any] | None:
        """Return what stands in a row; nothing for headings and rows that are not there."""
        found = self._rows[row] if 0 <= row < len(self._rows) else None
        return found if isinstance(found, Hit) else None

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - as Qt has it
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a row's text, and for screen readers all that stands in it."""
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.entry.title if isinstance(row, Hit) else row
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(filter(None, (row.entry.title, row.entry.detail))) if isinstance(row, Hit) else row
        return None

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        """Say that headings cannot be chosen."""
        if self.hit(index.row()) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
