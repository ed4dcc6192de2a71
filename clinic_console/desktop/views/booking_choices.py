"""Several of a few: joined or single buttons of which any number is on, and lists to choose one of."""

from collections.abc import Sequence

from PySide6.QtCore import QLocale, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.filters import Flow

WEEK = 7


class Toggles(QWidget):
    """Buttons (key, label, spoken) of which any number is on; ``changed`` by the user. Arrows move, Space sets."""

    changed = Signal()

    def __init__(
        self,
        theme: Theme,
        name: str,
        choices: Sequence[tuple[str, str, str]],
        parent: QWidget,
        *,
        joined: bool = True,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.buttons: dict[str, QPushButton] = {}
        row: QHBoxLayout | Flow = QHBoxLayout(self) if joined else Flow(self, theme.px(6))
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for place, (key, label, spoken) in enumerate(choices):
            button = self.buttons[key] = QPushButton(label, self)
            button.setCheckable(True)
            button.setAccessibleName(f"{name}: {spoken}")
            button.setProperty("kind", "segment" if joined else "chip")
            button.setProperty("tight", "true")
            button.setProperty("place", {0: "first", len(choices) - 1: "last"}.get(place, "middle"))
            button.clicked.connect(self.changed)
            row.addWidget(button)
        if isinstance(row, QHBoxLayout):
            row.addStretch(1)

    @property
    def on(self) -> tuple[str, ...]:
        """Return the keys of those that are on, in their order."""
        return tuple(key for key, button in self.buttons.items() if button.isChecked())

    def choose(self, keys: Sequence[str]) -> None:
        """Show which are on, without telling anybody."""
        for key, button in self.buttons.items():
            button.setChecked(key in keys)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows go from one to the next."""
        by = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        buttons = list(self.buttons.values())
        place = next((place for place, button in enumerate(buttons) if button.hasFocus()), -1)
        if by and place >= 0:
            buttons[(place + by) % len(buttons)].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            event.ignore()


class Choice(QComboBox):
    """A list of (number, words); ``picked`` carries the number that the user chooses, by keys or by hand."""

    picked = Signal(int)

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._choices: tuple[tuple[int, str], ...] = ()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.currentIndexChanged.connect(self._tell)

    def offer(self, choices: Sequence[tuple[int, str]], chosen: int) -> None:
        """Offer these, and show which one is chosen, without telling anybody."""
        quiet = QSignalBlocker(self)
        if tuple(choices) != self._choices:
            self._choices = tuple(choices)
            while self.count():
                self.removeItem(0)
            for number, text in choices:
                self.addItem(text, number)
        place = self.findData(chosen)
        if place != self.currentIndex():
            self.setCurrentIndex(place)
        quiet.unblock()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel: nothing is chosen by scrolling past."""
        event.ignore()

    def _tell(self, place: int) -> None:
        if place >= 0:
            self.picked.emit(self.itemData(place))


def weekdays(theme: Theme, name: str, parent: QWidget) -> Toggles:
    """Return the days of the week as buttons, "1" for Monday."""
    locale, short, long = QLocale(), QLocale.FormatType.ShortFormat, QLocale.FormatType.LongFormat
    names = [
        # Two letters tell them apart, and seven fit into a panel.
        (str(day), locale.standaloneDayName(day, short)[:2], locale.standaloneDayName(day, long))
        for day in range(1, WEEK + 1)
    ]
    return Toggles(theme, name, names, parent)


def labelled(theme: Theme, name: str, control: QWidget, parent: QWidget) -> QWidget:
    """Return a control with its name above it."""
    box = QWidget(parent)
    label = QLabel(name, box)
    label.setProperty("tone", "label")
    label.setBuddy(control)
    control.setParent(box)
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.px(4))
    column.addWidget(label)
    column.addWidget(control)
    return box
