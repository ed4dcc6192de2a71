"""The titles above a long list, of which some put it in order when they are pressed."""

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from clinic_console.desktop.models.roll import RollColumn
from clinic_console.desktop.models.table import widths
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.table_rows import LIST_EDGE, MIDDLE, TableHead

ARROW: Final = 12
BAR: Final = 10


class SortTitle(QAbstractButton):
    """The title of a column by which a list can be put in order; the one that does so is checked."""

    def __init__(self, theme: Theme, column: RollColumn[Any], parent: QWidget) -> None:
        super().__init__(parent)
        self.theme, self.column = theme, column
        self.setCheckable(True)
        self.setText(column.title)
        self.setObjectName(f"sort-{column.sort}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(QCoreApplication.translate("Roll", "Sort by %1").replace("%1", column.title))
        self.setToolTip(self.accessibleName())
        self.newest = column.sort == "changed"

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the title, an arrow if it is the order in use, and the ring of focus."""
        theme, painter = self.theme, QPainter(self)
        colour = theme.colour("text.primary" if self.isChecked() or self.underMouse() else "text.muted")
        font = theme.font(12, 600 if self.isChecked() else 500)
        painter.setFont(font)
        painter.setPen(colour)
        pad, size = theme.px(4), theme.px(ARROW)
        room = self.rect().adjusted(pad, 0, -pad - (size if self.isChecked() else 0), 0)
        text = QFontMetricsF(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, MIDDLE | Qt.AlignmentFlag.AlignLeft, text)
        if self.isChecked():
            icon = "chevron-down" if self.newest else "chevron-up"
            left = pad + round(QFontMetricsF(font).horizontalAdvance(text)) + theme.px(2)
            pixmap = theme.pixmap(icon, colour, size, self.devicePixelRatioF())
            painter.drawPixmap(left, (self.height() - size) // 2, pixmap)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does what a click does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class RollHead(TableHead):
    """``sorted`` carries by what the list is to be put in order (``RollColumn.sort``)."""

    sorted = Signal(str)

    def __init__(self, theme: Theme, columns: Sequence[RollColumn[Any]], *, sorting: bool, parent: QWidget) -> None:
        self.titles: dict[int, SortTitle] = {}
        super().__init__(theme, columns, boxes=False, parent=parent)
        for at, column in enumerate(columns):
            if sorting and column.sort:
                title = self.titles[at] = SortTitle(theme, column, self)
                title.clicked.connect(lambda _=False, sort=column.sort: self.sorted.emit(sort))
        self.setAccessibleName(QCoreApplication.translate("Roll", "Order of the list"))

    def choose(self, sort: str) -> None:
        """Show by what the list is in order."""
        for title in self.titles.values():
            title.setChecked(title.column.sort == sort)
            order = QCoreApplication.translate("Roll", "The list is in this order") if title.isChecked() else ""
            title.setAccessibleDescription(order)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        super().set_theme(theme)
        for title in self.titles.values():
            title.theme = theme
            title.update()

    def take(self, found: list[int]) -> None:
        """Take the widths of the columns, and put the titles that can be pressed above them."""
        super().take(found)
        rooms, pad = dict(self.rooms()), self.theme.px(4)
        for at, title in self.titles.items():
            room = rooms.get(at)
            title.setVisible(room is not None)
            if room is not None:
                title.setGeometry(room.adjusted(-pad, 1, pad, -1))

    def own(self) -> list[int]:
        """Return the widths of the columns beside a scroll bar, which a long list always has."""
        return widths(self._columns, self.width() - 2 * LIST_EDGE - self.theme.px(BAR), self.theme.px)

    def title(self, at: int) -> str:
        """Return what is painted above a column: titles that can be pressed paint themselves."""
        return "" if at in self.titles else super().title(at)
