"""A panel that lies over the window without dimming it: it takes the focus, and gives it back when it goes."""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget
from shiboken6 import isValid

from clinic_console.desktop.theme import Theme

GUTTER = 5


class Overlay(QWidget):
    """A child raised over its parent, opaque, with a border; Esc closes it, and so does a click that moves the focus.

    ``card`` is where a panel puts its content; ``closed`` says that it is gone.
    """

    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self.theme = theme
        self.setObjectName("overlay")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.card = QFrame(self)
        self.card.setObjectName("overlayCard")
        layout = QVBoxLayout(self)
        gutter = theme.px(GUTTER)
        layout.setContentsMargins(gutter, gutter, gutter, gutter)
        layout.addWidget(self.card)
        self._before: QWidget | None = None
        self.hide()
        parent.installEventFilter(self)

    @property
    def top(self) -> int:
        """Where a panel begins: below the alarm bar and the top bar, which stay in sight."""
        return self.theme.size("row", "alarmBar") + self.theme.size("row", "topBar") - self.theme.px(2)

    def open_at(self, first: QWidget) -> None:
        """Show it over everything else, with the focus on one of its parts."""
        if self.isVisible():
            first.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        self._before = QApplication.focusWidget()
        self.place()
        self.show()
        self.raise_()
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)
        _app().focusChanged.connect(self._focus_moved)

    def leave_window(self) -> None:
        """Go without being closed, for another one to stand here with the same content."""
        if self.isVisible():
            _app().focusChanged.disconnect(self._focus_moved)
        self._before = None
        self.hide()
        self.deleteLater()

    def throw_away(self) -> None:
        """Go for good, with all that was typed and shown here."""
        self.close()
        self.deleteLater()

    def place(self) -> None:
        """Take its place in the parent (each panel knows its own size)."""

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self.theme = theme

    def closeEvent(self, event: QCloseEvent) -> None:
        """Give the focus back to where it was, unless the user has taken it elsewhere."""
        super().closeEvent(event)
        # Hidden first: else Qt hands the focus to the next widget while this one goes.
        before, self._before = self._before, None
        if before is None and not self.isVisible():
            return
        _app().focusChanged.disconnect(self._focus_moved)
        inside = QApplication.focusWidget()
        if before is not None and isValid(before) and inside is not None and self.isAncestorOf(inside):
            before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc; nothing that is typed here reaches what lies below."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Keep Esc from the window's own short cuts."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            event.setAccepted(event.key() == Qt.Key.Key_Escape)
            return event.isAccepted()
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the parent's size."""
        # Python may clear a panel that is thrown away before Qt stops to tell it things.
        if event.type() == QEvent.Type.Resize and vars(self) and watched is self._parent and self.isVisible():
            self.place()
        return super().eventFilter(watched, event)

    def centre(self, width: int, height: int) -> None:
        """Stand in the middle of the parent, below the bars, as large as asked for and as there is room."""
        parent = self._parent
        gutter = 2 * self.theme.px(GUTTER)
        width = min(width + gutter, parent.width() - gutter)
        height = min(height + gutter, parent.height() - self.top - gutter)
        self.resize(width, max(height, 0))
        self.move(QPoint((parent.width() - width) // 2, self.top))

    def _focus_moved(self, before: QWidget | None, now: QWidget | None) -> None:
        if now is None or now is self or self.isAncestorOf(now):
            return
        # A part that goes with the focus in it hands it to whatever comes next: the user has gone nowhere.
        if before is None or not self.isAncestorOf(before) or before.isVisibleTo(self):
            self.close()


def _app() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)  # noqa: S101 - there is no widget without one
    return app
