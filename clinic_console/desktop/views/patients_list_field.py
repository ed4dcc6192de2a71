"""The field in which patients are looked for: it asks with the first letter, and again while somebody types on."""

from typing import Final

from PySide6.QtCore import QCoreApplication, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from shiboken6 import isValid

from clinic_console.desktop.bridge import Bridge
from clinic_console.desktop.theme import Theme

PAUSE_MS: Final = 60
MAX_LENGTH: Final = 200
SIGN: Final = 16
CROSS: Final = 12


class FindField(QLineEdit):
    """``searched`` carries what is typed, at once and at most every ``PAUSE_MS``; ``entered`` what stood at Enter.

    ``down`` asks for the list below, ``left`` says that Esc was pressed in the empty field.
    """

    searched = Signal(str)
    entered = Signal(str)
    down = Signal()
    left = Signal()

    def __init__(self, theme: Theme, bridge: Bridge, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("patientsSearch")
        self.setMaxLength(MAX_LENGTH)
        self.setAccessibleName(QCoreApplication.translate("Patients", "Find patients"))
        self.setAccessibleDescription(hint_text())
        self.setMouseTracking(True)
        self._soon = bridge.throttle(PAUSE_MS, self._search)
        self.set_theme(theme)
        self.textChanged.connect(lambda _: self._soon())

    def say_short(self, *, short: bool) -> None:
        """Say what can be typed, in as many words as there is room for."""
        some = QCoreApplication.translate("Patients", "Find patients")
        many = QCoreApplication.translate("Patients", "Name, date of birth, MRN or phone")
        self.setPlaceholderText(some if short else many)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme = theme
        room = theme.px(SIGN + 12)
        self.setTextMargins(room, 0, room, 0)
        self.update()

    def wipe(self) -> None:
        """Empty it, for good: what stood here cannot be had back by whoever comes next."""
        self.setText("")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the glass before the text, and behind it the cross that empties the field, as Esc does."""
        super().paintEvent(event)
        painter = QPainter(self)
        glass, ratio = self._theme.px(SIGN), self.devicePixelRatioF()
        top, left = (self.height() - glass) // 2, self._theme.px(10)
        painter.drawPixmap(left, top, self._theme.pixmap("search", self._theme.colour("text.muted"), glass, ratio))
        if self.text():
            cross = self._cross()
            colour = self._theme.colour("text.secondary")
            painter.drawPixmap(cross.topLeft(), self._theme.pixmap("cross", colour, cross.width(), ratio))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Empty it by its cross."""
        if self._on_cross(event):
            self.wipe()
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show that the cross is no text."""
        super().mouseMoveEvent(event)
        self.setCursor(Qt.CursorShape.ArrowCursor if self._on_cross(event) else Qt.CursorShape.IBeamCursor)

    def _cross(self) -> QRect:
        size = self._theme.px(CROSS)
        return QRect(self.width() - size - self._theme.px(10), (self.height() - size) // 2, size, size)

    def _on_cross(self, event: QMouseEvent) -> bool:
        around = self._theme.px(6)
        return bool(self.text()) and self._cross().adjusted(-around, -around, around, around).contains(event.pos())

    def take(self, letter: str) -> None:
        """Go on typing here."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.insert(letter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc empties it, Enter does not wait, Down goes to the list."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            if self.text():
                self.wipe()
            else:
                self.left.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._soon.cancel()
            self._search()
            self.entered.emit(self.text())
        elif key == Qt.Key.Key_Down:
            self.down.emit()
        else:
            super().keyPressEvent(event)

    def _search(self) -> None:
        # Somebody may leave in the middle of a word, and the field with them.
        if isValid(self):
            self.searched.emit(self.text())


def hint_text() -> str:
    """Return what can be typed."""
    return QCoreApplication.translate(
        "Patients", "Name in any order, date of birth, MRN or phone. Accents and kana do not matter."
    )
