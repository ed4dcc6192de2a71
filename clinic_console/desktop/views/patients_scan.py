"""Keys of a barcode scanner on a screen: taken in before any control sees them, so that none is pressed by them."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QWidget

from clinic_console.desktop.bridge import monotonic
from clinic_console.desktop.state.scan import Scan
from clinic_console.desktop.views.keys import is_typing

ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
HELD: Final = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class ScanKeys(QObject):
    """``scanned`` carries what a scanner typed while the focus was within ``screen``.

    In a text field other than ``search`` the characters stay where they were typed: a card may be scanned into a
    form. Its Enter never gets anywhere. It listens at the window, where a key arrives once.
    """

    scanned = Signal(str)

    def __init__(self, screen: QWidget, search: QWidget, clock: Callable[[], float] = monotonic) -> None:
        super().__init__(screen)
        self._screen, self._search, self._clock = screen, search, clock
        self._scan = Scan()
        self._window: QWindow | None = None

    def listen(self) -> None:
        """Listen at the window in which the screen is by now."""
        window: QWindow | None = self._screen.window().windowHandle()
        if window is not None and window is not self._window:
            self._window = window
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take in what a scanner types."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._here():
            return self._take(event)
        return super().eventFilter(watched, event)

    def _here(self) -> bool:
        focused: QWidget | None = QApplication.focusWidget()
        return self._screen.isVisible() and focused is not None and self._screen.isAncestorOf(focused)

    def _take(self, event: QKeyEvent) -> bool:
        if event.isAutoRepeat() or event.modifiers() & HELD:
            return False
        at = event.timestamp() / 1_000 if event.timestamp() else self._clock()
        if event.key() in ENTER:
            return self._end(at)
        if not event.text().isprintable() or not event.text():
            return False
        burst = self._scan.take(event.text(), at)
        return burst and not is_typing(QApplication.focusWidget())

    def _end(self, at: float) -> bool:
        number = self._scan.end(at)
        focused = QApplication.focusWidget()
        if number and (focused is self._search or not is_typing(focused)):
            self.scanned.emit(number)
        return bool(number)
