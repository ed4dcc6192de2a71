"""What a screen of settings is made of: sections of rows, each with a name, what it means, and its control."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from clinic_console.desktop.theme import Theme

CHECK_INDENT: Final = 28
RING: Final = 4


class Section(QWidget):
    """A heading and a card of rows, divided by hairlines."""

    def __init__(self, theme: Theme, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(title)
        heading = QLabel(title, self)
        heading.setProperty("tone", "heading")
        self.card = QFrame(self)
        self.card.setProperty("kind", "card")
        self._rows = QVBoxLayout(self.card)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(heading)
        column.addWidget(self.card)

    def row(self, title: str, about: str, control: QWidget) -> QLabel:
        """Add a named control; return the label that says what it means."""
        label = QLabel(title, self.card)
        label.setObjectName("settingName")
        label.setBuddy(control)
        if not control.accessibleName():
            control.setAccessibleName(title)
        meaning = self._meaning(about)
        control.setAccessibleDescription(about)
        words = QVBoxLayout()
        words.setSpacing(self._theme.px(2))
        words.addWidget(label)
        words.addWidget(meaning)
        line = QHBoxLayout()
        line.setSpacing(self._theme.px(24))
        line.addLayout(words, 1)
        line.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)
        self._add(line)
        return meaning

    def tick(self, box: QCheckBox, about: str) -> QLabel:
        """Add something that is on or off and has its name beside it; return the label that says what it means."""
        meaning = self._meaning(about)
        box.setAccessibleDescription(about)
        meaning.setIndent(self._theme.px(CHECK_INDENT))
        words = QVBoxLayout()
        words.setSpacing(0)
        # Its ring of focus goes round its name, not across the card.
        words.addWidget(box, 0, Qt.AlignmentFlag.AlignLeft)
        words.addWidget(meaning)
        # The box itself stands where names begin: its ring has room beside it.
        self._add(words, RING)
        return meaning

    def wide(self, widget: QWidget) -> None:
        """Add something that takes a whole row."""
        line = QHBoxLayout()
        line.addWidget(widget, 1)
        self._add(line)

    def _meaning(self, about: str) -> QLabel:
        label = QLabel(about, self.card)
        label.setProperty("tone", "muted")
        label.setWordWrap(True)
        label.setVisible(bool(about))
        return label

    def _add(self, row: QHBoxLayout | QVBoxLayout, outdent: int = 0) -> None:
        if self._rows.count():
            hairline = QFrame(self.card)
            hairline.setObjectName("hairline")
            hairline.setFixedHeight(1)
            self._rows.addWidget(hairline)
        px, gap = self._theme.px, self._theme.size("pad", "control")
        row.setContentsMargins(px(16 - outdent), gap, px(16), gap)
        self._rows.addLayout(row)
