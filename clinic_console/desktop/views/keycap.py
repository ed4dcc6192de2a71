"""A button that names its key."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.commands import caps


def keycap(keys: str, parent: QWidget) -> QLabel:
    """Return the picture of a key or of several (``Ctrl+Z``), written as the palette writes them."""
    label = QLabel(" ".join(caps(keys)), parent)
    label.setObjectName("keycap")
    label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return label


class KeyButton(QPushButton):
    """A button with its key beside its words; whoever binds the key does so elsewhere."""

    def __init__(self, theme: Theme, text: str, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._gap = theme.px(7)
        self.setProperty("keyed", "true")
        self._cap = keycap(keys, self)
        self.setAccessibleName(text)
        self.setAccessibleDescription(QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, self._gap, 0)
        layout.addStretch(1)
        layout.addWidget(self._cap, 0, Qt.AlignmentFlag.AlignVCenter)

    def sizeHint(self) -> QSize:
        """Return the room for words and key."""
        own = super().sizeHint()
        return QSize(own.width() + self._cap.sizeHint().width() + self._gap, own.height())

    def minimumSizeHint(self) -> QSize:
        """Return the room for words and key."""
        return self.sizeHint()
