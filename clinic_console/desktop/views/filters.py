"""Above a list: a field that filters as one types, and chips that are on or off."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

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
        self.setClearButtonEnabled(False)
        self.setMaximumWidth(theme.px(WIDTH))
        self._glass: QAction | None = None
        self.set_theme(theme)
        self._soon = bridge.debounce(PAUSE_MS, lambda: self.searched.emit(self.text()))
        self.textChanged.connect(lambda _: self._soon())

    def set_theme(self, theme: Theme) -> None:
        """Draw the glass anew."""
        if self._glass is not None:
            self._glass.setIcon(theme.icon("search", "text.muted", 14))

    def take(self, letter: str) -> None:
        """Go on typing here."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.insert(letter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc empties it, Enter does not wait, Down goes to the list."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._soon.cancel()
            self.searched.emit(self.text())
        elif key == Qt.Key.Key_Down:
            self.down.emit()
        else:
            super().keyPressEvent(event)


class Chips(QWidget):
    """Filters of which at most one is on; ``chosen`` carries its key, empty for none."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, name: str, choices: Sequence[tuple[str, str]], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.buttons: dict[str, QPushButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(6))
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
