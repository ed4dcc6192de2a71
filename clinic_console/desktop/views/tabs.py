"""Tabs above what they show: one of them is a stop of Tab, arrows go to the others."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QWidget

from clinic_console.desktop.theme import Theme

STEPS: Final = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class Tabs(QFrame):
    """A row of tabs (key, label); ``chosen`` carries the key of the one that the user goes to."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("tabs")
        self.setAccessibleName(name)
        self.buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(theme.px(6), 0, theme.px(6), 0)
        self._row.setSpacing(theme.px(2))
        self._row.addStretch(1)
        self._group.buttonToggled.connect(self._offer)

    def show_tabs(self, tabs: Sequence[tuple[str, str]]) -> None:
        """Show these; the current one stays current if it is among them."""
        if [(key, button.text()) for key, button in self.buttons.items()] == list(tabs):
            return
        current = self.current
        for button in self.buttons.values():
            self._group.removeButton(button)
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = {key: self._made(key, label) for key, label in tabs}
        for place, button in enumerate(self.buttons.values()):
            self._row.insertWidget(place, button)
        self.choose(current)
        self._offer()

    def choose(self, key: str) -> None:
        """Show which one is on, without telling anybody."""
        if key in self.buttons:
            self.buttons[key].setChecked(True)

    @property
    def current(self) -> str:
        """The key of the one that is on, empty if none is."""
        return next((key for key, button in self.buttons.items() if button.isChecked()), "")

    def step(self, by: int) -> None:
        """Go so many tabs on, round and round."""
        keys = list(self.buttons)
        if keys:
            at = keys.index(self.current) if self.current else 0
            self.chosen.emit(keys[(at + by) % len(keys)])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go to the neighbour with an arrow, and keep the focus on the tabs."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and vars(self):
            by = STEPS.get(Qt.Key(event.key()))
            if by is not None and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
                self.step(by)
                if self.current:
                    self.buttons[self.current].setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return super().eventFilter(watched, event)

    def _made(self, key: str, label: str) -> QPushButton:
        button = QPushButton(label, self)
        button.setObjectName(f"tab-{key}")
        button.setProperty("kind", "tab")
        button.setCheckable(True)
        # Read aloud as one of several: the group alone does not say so.
        button.setAutoExclusive(True)
        button.setAccessibleName(label)
        button.installEventFilter(self)
        button.clicked.connect(lambda: self.chosen.emit(key))
        self._group.addButton(button)
        return button

    def _offer(self) -> None:
        # By itself Qt lets Tab stop at all of them until one has had the focus.
        one = self._group.checkedButton() or next(iter(self.buttons.values()), None)
        for button in self.buttons.values():
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if button is one else Qt.FocusPolicy.ClickFocus)
