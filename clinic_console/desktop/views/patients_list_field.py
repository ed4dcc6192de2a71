"""The field in which patients are looked for: it asks with the first letter, and again while somebody types on."""

from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from shiboken6 import isValid

from clinic_console.desktop.bridge import Bridge
from clinic_console.desktop.theme import Theme

PAUSE_MS: Final = 60
MAX_LENGTH: Final = 200


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
        self._glass, self._wipe = QAction(self), QAction(self)
        self._glass.setText(self.accessibleName())
        self._wipe.setText(QCoreApplication.translate("Patients", "Clear"))
        self._wipe.setToolTip(QCoreApplication.translate("Patients", "Clear (Esc)"))
        self.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self.addAction(self._wipe, QLineEdit.ActionPosition.TrailingPosition)
        self._soon = bridge.throttle(PAUSE_MS, self._search)
        self.set_theme(theme)
        self._wipe.triggered.connect(self.clear)
        self.textChanged.connect(self._changed)
        self._wipe.setVisible(False)

    def say_short(self, *, short: bool) -> None:
        """Say what can be typed, in as many words as there is room for."""
        some = QCoreApplication.translate("Patients", "Find patients")
        many = QCoreApplication.translate("Patients", "Name, date of birth, MRN or phone")
        self.setPlaceholderText(some if short else many)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._glass.setIcon(theme.icon("search", "text.muted"))
        self._wipe.setIcon(theme.icon("cross", "text.secondary", 12))

    def take(self, letter: str) -> None:
        """Go on typing here."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.insert(letter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc empties it, Enter does not wait, Down goes to the list."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
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

    def _changed(self, text: str) -> None:
        self._wipe.setVisible(bool(text))
        self._soon()

    def _search(self) -> None:
        # Somebody may leave in the middle of a word, and the field with them.
        if isValid(self):
            self.searched.emit(self.text())


def hint_text() -> str:
    """Return what can be typed."""
    return QCoreApplication.translate(
        "Patients", "Name in any order, date of birth, MRN or phone. Accents and kana do not matter."
    )
