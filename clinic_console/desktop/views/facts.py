"""Names and what holds for them, one below the other, in a panel."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from clinic_console.desktop.theme import Theme

NAMES = 104
GAP = 7


class Facts(QWidget):
    """``say`` may come with every frame: only what is new is drawn.

    Names are ``names`` px wide (scaled) at least, lines ``gap`` apart.
    """

    def __init__(self, theme: Theme, parent: QWidget, *, names: int = NAMES, gap: int = GAP) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(12))
        self._grid.setVerticalSpacing(theme.px(gap))
        self._grid.setColumnMinimumWidth(0, theme.px(names))
        self._grid.setColumnStretch(1, 1)
        self._lines: dict[str, tuple[QLabel, QLabel]] = {}

    def say(self, name: str, value: str, tone: str = "") -> None:
        """Show a fact; one without a value is not shown. ``tone`` is notice where something is wrong."""
        if name not in self._lines:
            self._lines[name] = self._line(name)
        label, text = self._lines[name]
        if text.text() != value:
            text.setText(value)
        if text.property("tone") != tone:
            text.setProperty("tone", tone)
            text.style().unpolish(text)
            text.style().polish(text)
        label.setVisible(bool(value))
        text.setVisible(bool(value))

    def clear(self) -> None:
        """Keep nothing of what was said."""
        for name in self._lines:
            self.say(name, "")

    def _line(self, name: str) -> tuple[QLabel, QLabel]:
        label, text = QLabel(name, self), QLabel(self)
        label.setProperty("tone", "muted")
        text.setObjectName("fact")
        for each in (label, text):
            each.setTextFormat(Qt.TextFormat.PlainText)
            each.setWordWrap(True)
        row = len(self._lines)
        self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(text, row, 1, Qt.AlignmentFlag.AlignTop)
        return label, text


def part(theme: Theme, title: str, parent: QWidget) -> tuple[QWidget, QVBoxLayout]:
    """Return a part of a panel below a hairline and a heading, and where its content goes."""
    widget = QWidget(parent)
    line, heading = QFrame(widget), QLabel(title, widget)
    line.setObjectName("hairline")
    line.setFixedHeight(1)
    heading.setObjectName("sideHeading")
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, theme.px(4), 0, 0)
    column.setSpacing(theme.px(8))
    column.addWidget(line)
    column.addSpacing(theme.px(4))
    column.addWidget(heading)
    return widget, column
