"""What stands where there is nothing to show: a screen's loading, empty, error and no-permission states."""

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QLayout, QPushButton, QVBoxLayout, QWidget

from clinic_console.desktop.theme import Theme

WIDTH: Final = 420
LEAST_WIDTH: Final = 200
LEAST_HEIGHT: Final = 160


class Panel(QWidget):
    """An icon, a title, a sentence or two, and at most one button to go on (``pressed``)."""

    pressed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon_name = ""
        self._icon, self._title, self._text = QLabel(self), QLabel(self), QLabel(self)
        for label in (self._title, self._text):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setProperty("tone", "title")
        self._text.setProperty("tone", "secondary")
        self._title.setWordWrap(True)
        self._text.setWordWrap(True)
        self.button = QPushButton(self)
        self.button.clicked.connect(self.pressed)
        layout = QVBoxLayout(self)
        # The words follow the panel's width, so they must not hold it wide.
        layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        layout.setContentsMargins(0, theme.px(8), 0, theme.px(8))
        layout.setSpacing(theme.px(8))
        layout.addStretch(2)
        for widget in (self._icon, self._title, self._text, self.button):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
            if isinstance(widget, QLabel):
                widget.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout.insertSpacing(layout.indexOf(self.button), theme.px(6))
        layout.addStretch(3)
        self.say("", "")

    def say(self, icon: str, title: str, text: str = "", button: str = "") -> None:
        """Show these words; without a button's there is none."""
        self._icon_name = icon
        self._draw()
        for label, words in ((self._title, title), (self._text, text)):
            if label.text() != words:
                label.setText(words)
            label.setVisible(bool(words))
        self._fit()
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.button.setText(button)
        self.button.setAccessibleName(button)
        self.button.setVisible(bool(button))

    def minimumSizeHint(self) -> QSize:
        """Return the room for a few words and a button."""
        return QSize(self._theme.px(LEAST_WIDTH), self._theme.px(LEAST_HEIGHT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep lines short, and inside a narrow ground."""
        super().resizeEvent(event)
        self._fit()

    def set_theme(self, theme: Theme) -> None:
        """Draw the icon anew."""
        self._theme = theme
        self._draw()

    def _fit(self) -> None:
        width = max(1, min(self._theme.px(WIDTH), self.width() - 2 * self._theme.size("pad", "card")))
        for label in (self._title, self._text):
            # A layout that centres things does not ask them how high they are at their width, and they
            # never answer less than what was set last.
            label.setMinimumHeight(0)
            label.setFixedSize(width, max(1, label.heightForWidth(width)))

    def _draw(self) -> None:
        if self._icon_name:
            size = self._theme.size("icon", "empty")
            colour = self._theme.colour("text.muted")
            self._icon.setPixmap(self._theme.pixmap(self._icon_name, colour, size, self.devicePixelRatioF()))
        self._icon.setVisible(bool(self._icon_name))
