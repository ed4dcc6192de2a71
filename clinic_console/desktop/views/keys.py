"""The keys of the console, listed over the window; and whether somebody is typing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.commands import caps
from clinic_console.desktop.views.overlay import GUTTER, Overlay

WIDTH = 840
ONE_COLUMN = 560


@dataclass(frozen=True, slots=True)
class KeyGroup:
    """Keys that hold in one place; each row has its keys (several divided by spaces) and what they do."""

    title: str
    keys: tuple[tuple[str, str], ...]


def is_typing(widget: QWidget | None) -> bool:
    """Say whether a character goes into a text while this widget has the focus, so that it is no command."""
    if isinstance(widget, QComboBox):
        return widget.isEditable() and widget.isEnabled()
    if isinstance(widget, QLineEdit | QTextEdit | QPlainTextEdit | QAbstractSpinBox):
        return widget.isEnabled() and not widget.isReadOnly()
    return False


class KeysPanel(Overlay):
    """All keys in two columns; ``groups`` is asked each time it opens."""

    def __init__(self, theme: Theme, groups: Callable[[], Sequence[KeyGroup]], parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._groups = groups
        self.area = QScrollArea(self.card)
        self.area.setObjectName("keysList")
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.area.setAccessibleName(QCoreApplication.translate("Keys", "Keys"))
        self.shut = QToolButton(self.card)
        close = QCoreApplication.translate("Keys", "Close")
        self.shut.setAccessibleName(close)
        self.shut.setToolTip(close)
        self.shut.clicked.connect(self.close)
        self._columns = 2
        self._lay_out()
        self.set_theme(theme)

    def open(self) -> None:
        """Show the keys, with the focus in their list, so that arrows scroll it."""
        if not self.isVisible():
            self._columns = 0
            self._fill()
        self.open_at(self.area)
        # Shown, its words have their fonts, and say how high they are.
        self.place()

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        super().set_theme(theme)
        self.shut.setIcon(theme.icon("cross"))

    def place(self) -> None:
        """Be as high as the keys need, and no higher than the window."""
        self._fill()
        width = min(self.theme.px(WIDTH), self._parent.width() - 4 * self.theme.px(GUTTER))
        rows = self._rows
        frame = 2 * self.area.frameWidth() + 2
        words = rows.totalHeightForWidth(width - frame)
        inside = words if rows.hasHeightForWidth() else rows.totalSizeHint().height()
        self.centre(width, self._head.sizeHint().height() + inside + frame + self.theme.px(8))

    def _fill(self) -> None:
        wide = min(self._parent.width(), self.theme.px(WIDTH))
        columns = 1 if wide < self.theme.px(ONE_COLUMN) else 2
        if columns == self._columns:
            return
        self._columns = columns
        page = QWidget()
        page.setObjectName("keysPage")
        px = self.theme.px
        row = self._rows = QHBoxLayout(page)
        row.setContentsMargins(px(20), px(10), px(20), px(16))
        row.setSpacing(px(32))
        groups = tuple(self._groups())
        for some in _halves(groups) if columns == 2 else (groups,):
            row.addLayout(self._column(some, page), 1)
        self.area.setWidget(page)
        self.area.setAccessibleDescription(
            "; ".join(f"{' '.join(caps(keys))}: {text}" for group in groups for keys, text in group.keys)
        )

    def _column(self, groups: Sequence[KeyGroup], page: QWidget) -> QGridLayout:
        px = self.theme.px
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(14))
        grid.setVerticalSpacing(px(7))
        grid.setColumnStretch(1, 1)
        for group in groups:
            title = QLabel(group.title, page)
            title.setProperty("tone", "label")
            title.setContentsMargins(0, px(12) if grid.count() else 0, 0, 0)
            grid.addWidget(title, grid.rowCount(), 0, 1, 2)
            for keys, text in group.keys:
                number = grid.rowCount()
                words = QLabel(text, page)
                words.setWordWrap(True)
                grid.addLayout(self._caps(keys, page), number, 0)
                grid.addWidget(words, number, 1)
        grid.setRowStretch(grid.rowCount(), 1)
        return grid

    def _caps(self, keys: str, page: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self.theme.px(4))
        for text in caps(keys):
            cap = QLabel(text, page)
            cap.setObjectName("keycap")
            row.addWidget(cap, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        return row

    def _lay_out(self) -> None:
        px = self.theme.px
        title = QLabel(QCoreApplication.translate("Keys", "Keys"), self.card)
        title.setProperty("tone", "title")
        escape = QLabel(caps("Esc")[0], self.card)
        escape.setObjectName("keycap")
        self._head = QFrame(self.card)
        self._head.setObjectName("keysHead")
        head = QHBoxLayout(self._head)
        head.setContentsMargins(px(20), px(12), px(12), px(8))
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(escape, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.shut)
        column = QVBoxLayout(self.card)
        column.setContentsMargins(1, 1, 1, px(6))
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self.area, 1)


def _halves(groups: tuple[KeyGroup, ...]) -> tuple[tuple[KeyGroup, ...], tuple[KeyGroup, ...]]:
    """Divide groups into two columns of nearly equal height, in reading order."""
    heights = [len(group.keys) + 2 for group in groups]

    def unlike(cut: int) -> tuple[int, int]:
        return abs(sum(heights[:cut]) - sum(heights[cut:])), -cut

    cut = min(range(len(groups) + 1), key=unlike)
    return groups[:cut], groups[cut:]
