"""A field with its name above and what is wrong with it below."""

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.announce import announce


class Field(QWidget):
    """A named control; ``wrong`` says below it what it is that cannot be taken, ``about`` stands there otherwise."""

    def __init__(self, theme: Theme, name: str, control: QWidget, parent: QWidget, *, about: str = "") -> None:
        super().__init__(parent)
        self.control, self.about = control, about
        label = QLabel(name, self)
        label.setProperty("tone", "label")
        label.setBuddy(control)
        control.setParent(self)
        control.setAccessibleName(name)
        control.setAccessibleDescription(about)
        self.note = QLabel(about, self)
        self.note.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        for widget in (label, control, self.note):
            column.addWidget(widget)
        self.right()

    def wrong(self, text: str) -> None:
        """Say what is wrong."""
        self._say(text, "notice")
        announce(self.control, text)

    def right(self) -> None:
        """Take back that something was wrong."""
        self._say(self.about, "muted")

    def _say(self, text: str, tone: str) -> None:
        self.note.setText(text)
        self.note.setVisible(bool(text))
        self.control.setAccessibleDescription(text)
        self.note.setProperty("tone", tone)
        self.control.setProperty("wrong", "true" if tone == "notice" else "false")
        for widget in (self.note, self.control):
            widget.style().unpolish(widget)
            widget.style().polish(widget)
