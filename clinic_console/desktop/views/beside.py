"""A list and, beside it, a panel for what of it is open; without room for both, the panel takes the whole place."""

from typing import Final

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLayout, QScrollArea, QToolButton, QVBoxLayout, QWidget

from clinic_console.desktop.theme import Theme

WIDTH: Final = 380
LEAST_LIST: Final = 340


class Side(QFrame):
    """The panel: a title, a way to close it (``closed``, and Esc), and what stands in ``column``, which scrolls."""

    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self._theme = theme
        self.title, self.below = QLabel(self), QLabel(self)
        self.title.setProperty("tone", "title")
        self.below.setProperty("tone", "secondary")
        for label in (self.title, self.below):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.close_button = QToolButton(self)
        self.close_button.setObjectName("sideClose")
        self.close_button.setAccessibleName(QCoreApplication.translate("Side", "Close"))
        self.close_button.setToolTip(QCoreApplication.translate("Side", "Close (Esc)"))
        self.close_button.clicked.connect(self.closed)
        self.page = QWidget()
        self.page.setObjectName("sidePage")
        self.column = QVBoxLayout(self.page)
        self.area = QScrollArea(self)
        self._lay_out()
        self.set_theme(theme)

    def say(self, title: str, below: str = "") -> None:
        """Say what is open here; something else is shown from its beginning."""
        if title != self.title.text():
            self.area.verticalScrollBar().setValue(0)
        self.title.setText(title)
        self.below.setText(below)
        self.below.setVisible(bool(below))
        self.setAccessibleName(title)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme = theme
        self.close_button.setIcon(theme.icon("cross", "text.secondary", 14))
        self.close_button.setIconSize(QSize(theme.px(14), theme.px(14)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the panel."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        px = self._theme.px
        words = QVBoxLayout()
        words.setSpacing(px(2))
        words.addWidget(self.title)
        words.addWidget(self.below)
        head = QHBoxLayout()
        head.setContentsMargins(px(16), px(12), px(8), px(10))
        head.addLayout(words, 1)
        head.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        self.column.setContentsMargins(px(16), 0, px(16), px(20))
        self.column.setSpacing(px(12))
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(self.page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(head)
        outer.addWidget(self.area, 1)


class Beside(QWidget):
    """A list, and at the right of it a panel, closed at first; ``covers`` says that it hides the list."""

    covers = Signal(bool)

    def __init__(self, theme: Theme, content: QWidget, side: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self.content, self.side = theme, content, side
        self._open = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(content, 1_000)
        row.addWidget(side, 1)
        row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        side.hide()

    def show_side(self, on: bool) -> None:
        """Open the panel, or close it."""
        if on != self._open:
            self._open = on
            self._share()

    def minimumSizeHint(self) -> QSize:
        """Ask for no room: what is too wide gives way."""
        return QSize(0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out."""
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        px, room = self._theme.px, self.width()
        narrow = room < px(WIDTH) + px(LEAST_LIST)
        # Never wider than there is room, or the window would be made to follow.
        self.side.setMinimumWidth(0 if narrow else px(WIDTH))
        self.side.setMaximumWidth(room if narrow else px(WIDTH))
        self.side.setVisible(self._open)
        covered = self._open and narrow
        self.content.setVisible(not covered)
        self.covers.emit(covered)
