"""Joined buttons of which exactly one is on."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget


class Segments(QWidget):
    """A row of choices (key, label); ``chosen`` carries the key of the one that the user picks.

    Tab reaches the one that is on; the arrow keys move to the others.
    """

    chosen = Signal(str)

    def __init__(self, name: str, choices: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for place, (key, label) in enumerate(choices):
            button = self.buttons[key] = QPushButton(label, self)
            button.setCheckable(True)
            button.setAccessibleName(f"{name}: {label}")
            button.setProperty("kind", "segment")
            button.setProperty("place", {0: "first", len(choices) - 1: "last"}.get(place, "middle"))
            button.clicked.connect(lambda _=False, key=key: self.chosen.emit(key))
            self._group.addButton(button)
            layout.addWidget(button)
        self._group.buttonToggled.connect(self._offer)
        self._offer()

    def choose(self, key: str) -> None:
        """Show which one is on, without telling anybody."""
        if key in self.buttons:
            self.buttons[key].setChecked(True)

    @property
    def current(self) -> str:
        """The key of the one that is on, empty if none is."""
        return next((key for key, button in self.buttons.items() if button.isChecked()), "")

    def _offer(self) -> None:
        # By itself Qt lets Tab stop at all of them until one has had the focus, and then at that one.
        one = self._group.checkedButton() or next(iter(self.buttons.values()), None)
        for button in self.buttons.values():
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if button is one else Qt.FocusPolicy.ClickFocus)
