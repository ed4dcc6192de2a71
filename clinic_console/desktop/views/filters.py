"""Above a list: a field that filters as one types, and chips that are on or off."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLayout, QLayoutItem, QLineEdit, QPushButton, QWidget
from shiboken6 import isValid

from clinic_console.desktop.bridge import Bridge
from clinic_console.desktop.theme import Theme

PAUSE_MS: Final = 180
WIDTH: Final = 260
MAX_LENGTH: Final = 100


class SearchField(QLineEdit):
    """``searched`` carries what stands here once nobody has typed for a moment; ``down`` asks for the list below."""

    searched = Signal(str)
    down = Signal()

    def __init__(self, theme: Theme, bridge: Bridge, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setMaxLength(MAX_LENGTH)
        self.setAccessibleName(name)
        self.setPlaceholderText(name)
        self.set_theme(theme)
        self._soon = bridge.debounce(PAUSE_MS, self._search)
        self.textChanged.connect(lambda _: self._soon())

    def set_theme(self, theme: Theme) -> None:
        """Take on another look: its colours come from the style sheet."""
        self.setMaximumWidth(theme.px(WIDTH))

    def _search(self) -> None:
        # Somebody may leave in the middle of a word, and the field with them.
        if isValid(self):
            self.searched.emit(self.text())

    def take(self, letter: str) -> None:
        """Go on typing here."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.insert(letter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc empties it, Enter does not wait, Down goes to the list."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape and self.text():
            self.setText("")
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._soon.cancel()
            self.searched.emit(self.text())
        elif key == Qt.Key.Key_Down:
            self.down.emit()
        else:
            super().keyPressEvent(event)


class FilterChips(QWidget):
    """Filters of which at most one is on; ``chosen`` carries its key, empty for none. They wrap if need be."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, name: str, choices: Sequence[tuple[str, str]], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.buttons: dict[str, QPushButton] = {}
        row = Flow(self, theme.px(6))
        for key, label in choices:
            button = self.buttons[key] = QPushButton(label, self)
            button.setObjectName(f"chip-{key}")
            button.setProperty("kind", "chip")
            button.setCheckable(True)
            button.setAccessibleName(f"{name}: {label}")
            button.clicked.connect(lambda on, key=key: self._clicked(key, on=on))
            row.addWidget(button)

    def choose(self, key: str) -> None:
        """Show which one is on, without telling anybody."""
        for each, button in self.buttons.items():
            button.setChecked(each == key)

    def _clicked(self, key: str, *, on: bool) -> None:
        self.choose(key if on else "")
        self.chosen.emit(key if on else "")


class Flow(QLayout):
    """Puts widgets side by side, and on the next line where they have no room."""

    def __init__(self, parent: QWidget, gap: int) -> None:
        super().__init__(parent)
        self.setContentsMargins(0, 0, 0, 0)
        self._items: list[QLayoutItem] = []
        self._gap = gap

    def addItem(self, item: QLayoutItem) -> None:
        """Take one more."""
        self._items.append(item)

    def count(self) -> int:
        """Return how many there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return one of them, as Qt has it."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Let one go, as Qt has it."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        """Say that it is the higher the narrower it is."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return how high it is at a width."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Put all in their places."""
        super().setGeometry(rect)
        spare = max(0, rect.height() - self._place(rect, move=False))
        self._place(rect.adjusted(0, spare // 2, 0, 0), move=True)

    def sizeHint(self) -> QSize:
        """Return the room that all need on one line."""
        sizes = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(size.width() for size in sizes) + self._gap * max(0, len(sizes) - 1)
        return QSize(width, max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:
        """Return the room for the widest one."""
        sizes = [item.minimumSize() for item in self._items if not item.isEmpty()]
        return QSize(max((s.width() for s in sizes), default=0), max((s.height() for s in sizes), default=0))

    def _place(self, rect: QRect, *, move: bool) -> int:
        left, top, high = rect.left(), rect.top(), 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            if left > rect.left() and left + size.width() > rect.right() + 1:
                left, top, high = rect.left(), top + high + self._gap, 0
            if move:
                item.setGeometry(QRect(QPoint(left, top), size))
            left, high = left + size.width() + self._gap, max(high, size.height())
        return top + high - rect.top()
