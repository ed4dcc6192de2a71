"""Keys of a barcode scanner on a screen: taken in before any control sees them, so that none is pressed by them."""

from collections.abc import Callable, Iterator
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QWidget
from shiboken6 import isValid

from clinic_console.desktop.bridge import monotonic
from clinic_console.desktop.state.scan import Scan
from clinic_console.desktop.views.keys import is_typing
from clinic_console.desktop.views.overlay import Overlay

ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
HELD: Final = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class ScanKeys(QObject):
    """``scanned`` carries what a scanner typed while ``screen`` is shown.

    ``began`` comes before a key that may be its first: a control takes that one, as it cannot be told yet.

    In a field for which ``keeps`` says so the number stays where it was typed; any other field (but ``search``, where
    the number goes anyhow) is put back to what stood there. Its Enter presses nothing, and below a panel that lies
    over the window nothing is changed. It listens at the window, where a key arrives once.
    """

    scanned = Signal(str)
    began = Signal()

    def __init__(
        self,
        screen: QWidget,
        search: QWidget,
        keeps: Callable[[QWidget | None], bool],
        clock: Callable[[], float] = monotonic,
    ) -> None:
        super().__init__(screen)
        self._screen, self._search, self._keeps, self._clock = screen, search, keeps, clock
        self._scan = Scan()
        self._window: QWindow | None = None
        self._field: QLineEdit | QComboBox | None = None
        self._before: tuple[str, int] = ("", 0)

    def listen(self) -> None:
        """Listen at the window in which the screen is by now."""
        window: QWindow | None = self._screen.window().windowHandle()
        if window is not None and window is not self._window:
            self._window = window
            window.installEventFilter(self)

    def forget(self) -> None:
        """Keep nothing of what was typed."""
        self._scan.forget()
        self._field, self._before = None, ("", 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take in what a scanner types."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._here():
            return self._take(event)
        return super().eventFilter(watched, event)

    def _here(self) -> bool:
        """Say whether keys are taken in: on the screen, and beside or over it where nothing is typed."""
        focused: QWidget | None = QApplication.focusWidget()
        if not self._screen.isVisible():
            return False
        if focused is None or self._screen.isAncestorOf(focused):
            return True
        return focused.window() is self._screen.window() and not is_typing(focused)

    def _take(self, event: QKeyEvent) -> bool:
        if event.isAutoRepeat() or event.modifiers() & HELD:
            return False
        at = event.timestamp() / 1_000 if event.timestamp() else self._clock()
        if event.key() in ENTER:
            return self._end(at)
        if not event.text().isprintable() or not event.text():
            return False
        burst = self._scan.take(event.text(), at)
        if not burst:
            self._note()
        return burst and not is_typing(QApplication.focusWidget())

    def _end(self, at: float) -> bool:
        number, focused = self._scan.end(at), QApplication.focusWidget()
        if number and not self._keeps(focused):
            self._put_back()
            if self._in_reach(focused):
                self.scanned.emit(number)
        self.forget()
        return bool(number)

    def _in_reach(self, focused: QWidget | None) -> bool:
        """Say whether the screen may be changed: not below a panel that lies over all of the window."""
        beside = focused is not None and not self._screen.isAncestorOf(focused)
        return not (beside and any(isinstance(each, Overlay) for each in _above(focused)))

    def _note(self) -> None:
        """Note what stands in a field before a key that may be a scanner's first: it cannot be told yet."""
        focused = QApplication.focusWidget()
        self._field = None
        self.began.emit()
        if focused is not self._search and isinstance(focused, QLineEdit):
            self._field, self._before = focused, (focused.text(), focused.cursorPosition())
        elif isinstance(focused, QComboBox):
            self._field, self._before = focused, ("", focused.currentIndex())

    def _put_back(self) -> None:
        field, (text, place) = self._field, self._before
        if field is None or not isValid(field):
            return
        if isinstance(field, QComboBox):
            if field.currentIndex() != place:
                field.setCurrentIndex(place)
                field.activated.emit(place)
        elif field.text() != text:
            field.setText(text)
            field.setCursorPosition(place)
            field.textEdited.emit(text)


def _above(widget: QWidget | None) -> Iterator[QWidget]:
    """Yield a widget, and all in which it stands."""
    while widget is not None:
        yield widget
        widget = widget.parentWidget()
