"""Toasts: what was done, for a while, with a way back; they lie over the content and never take the focus."""

import math
from collections import deque
from collections.abc import Callable
from typing import Any, Final
from weakref import WeakSet

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QCursor, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.announce import announce
from clinic_console.desktop.views.keycap import KeyButton

MAX_TOASTS: Final = 3
SECONDS: Final = 10.0
UNDO_KEYS: Final = "Ctrl+Z"
MAX_TEXT_WIDTH: Final = 520
MARGIN: Final = 24
_CLEAR: Final[WeakSet[QWidget]] = WeakSet()


def keep_clear(part: QWidget) -> None:
    """Have toasts stand above a part at the bottom of a window while it is shown: its buttons stay in reach."""
    _CLEAR.add(part)


class Toast(QFrame):
    """One of them; ``left`` is how many seconds it still stands."""

    def __init__(
        self, theme: Theme, close: Callable[["Toast"], None], locked: Callable[[], bool], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("toast")
        self._locked = locked
        self.setMouseTracking(True)
        self.left = 0.0
        self.undo: Callable[[], None] | None = None
        self.key = ("", "")
        self._pointer = QCursor.pos()
        self._theme, self._close, self.icon_name, self._bad = theme, close, "", False
        self._icon, self.text, self.detail, self.count = (QLabel(self) for _ in range(4))
        for label in (self.text, self.detail):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        for label in (self.detail, self.count):
            label.setProperty("tone", "muted")
        self.undo_button = KeyButton(theme, QCoreApplication.translate("Toasts", "Undo"), UNDO_KEYS, self)
        self.undo_button.clicked.connect(self.take_back)
        self.close_button = QToolButton(self)
        self.close_button.setAccessibleName(QCoreApplication.translate("Toasts", "Close this message"))
        self.close_button.setToolTip(self.close_button.accessibleName())
        self.close_button.clicked.connect(self.dismiss)
        for button in (self.undo_button, self.close_button):
            # A click must not take the focus away from what the user works on.
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._lay_out()

    def say(self, text: str, detail: str, icon: str, undo: Callable[[], None] | None, seconds: float) -> None:
        """Show these words; with a way back there is a button for it."""
        self.key, self.undo, self.left, self.icon_name = (text, detail), undo, seconds, icon
        self.text.setText(text)
        self.detail.setText(detail)
        self.detail.setVisible(bool(detail))
        self.undo_button.setVisible(undo is not None)
        self.count.setVisible(undo is not None)
        self.setAccessibleName(f"{text} {detail}".strip())
        self.set_theme(self._theme)
        self.show_count()

    def show_count(self) -> None:
        """Write how long the way back still stands."""
        seconds = math.ceil(max(0.0, self.left))
        self.count.setText(f"{seconds // 60}:{seconds % 60:02d}")

    def fit(self, width: int) -> None:
        """Keep the words inside a width."""
        widest = min(self._theme.px(MAX_TEXT_WIDTH), max(self._theme.px(80), width - self._chrome()))
        for label in (self.text, self.detail):
            lines = label.text().splitlines() or [""]
            natural = max(QFontMetrics(label.font()).horizontalAdvance(line) for line in lines) + 2
            label.setFixedWidth(min(widest, natural))
        layout = self.layout()
        if layout is not None:
            layout.activate()
        self.updateGeometry()

    def held(self) -> bool:
        """Say whether somebody is at it: then its time stands still."""
        # A pointer that only lay where it appeared is nobody.
        pointed = self.underMouse() and QCursor.pos() != self._pointer
        return pointed or self.isAncestorOf(QApplication.focusWidget() or self.window())

    def take_back(self) -> None:
        """Undo what it tells of, once; not while the console is locked."""
        if self._locked():
            return
        undo, self.undo = self.undo, None
        self.dismiss()
        if undo is not None:
            undo()

    def dismiss(self) -> None:
        """Go away."""
        self._close(self)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme = theme
        ratio = self.devicePixelRatioF()
        if self.icon_name:
            path = "toast.notice" if self.icon_name == "notice" else "toast.text"
            pixmap = theme.pixmap(self.icon_name, theme.colour(path), theme.size("icon", "button"), ratio)
            self._icon.setPixmap(pixmap)
        self._icon.setVisible(bool(self.icon_name))
        self.undo_button.setIcon(theme.icon("undo", "toast.text", 14))
        self.close_button.setIcon(theme.icon("cross", "toast.sub", 14))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with Esc when the focus is inside."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        px = self._theme.px
        words = QVBoxLayout()
        words.setContentsMargins(0, px(6), 0, px(6))
        words.setSpacing(px(1))
        words.addWidget(self.text)
        words.addWidget(self.detail)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(14), 0, px(8), 0)
        row.setSpacing(px(10))
        row.addWidget(self._icon)
        row.addLayout(words)
        row.addSpacing(px(6))
        for widget in (self.count, self.undo_button, self.close_button):
            row.addWidget(widget)
        self.setMinimumHeight(self._theme.size("row", "toast"))

    def _chrome(self) -> int:
        """Return the width of everything but the words."""
        self.ensurePolished()
        parts = [self._icon, self.count, self.undo_button, self.close_button]
        shown = [part for part in parts if not part.isHidden()]
        gaps = self._theme.px(14 + 8 + 6 + 10 * (len(shown) + 1))
        return sum(part.sizeHint().width() for part in shown) + gaps


class Toasts(QWidget):
    """Up to three toasts at the bottom of a parent, the newest lowest; their time runs with ``frame``.

    While the console is ``locked``, what was done waits, what went wrong is said without details, and nothing can be
    taken back: whoever stands there is not who did it.
    """

    def __init__(self, theme: Theme, parent: QWidget, locked: Callable[[], bool] | None = None) -> None:
        super().__init__(parent)
        self._theme, self._room = theme, parent
        self._locked = locked or _never
        self._toasts: list[Toast] = []
        self._waiting: deque[dict[str, Any]] = deque(maxlen=MAX_TOASTS)
        self._mono: float | None = None
        self._stands: tuple[int, int] = (0, 0)
        self._before: QWidget | None = None
        self.setAccessibleName(QCoreApplication.translate("Toasts", "Messages"))
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.px(8))
        self.hide()
        parent.installEventFilter(self)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)

    @property
    def shown(self) -> tuple[Toast, ...]:
        """The toasts that stand now, oldest first."""
        return tuple(self._toasts)

    def say(
        self,
        text: str,
        *,
        detail: str = "",
        icon: str = "",
        undo: Callable[[], None] | None = None,
        seconds: float = SECONDS,
    ) -> None:
        """Say what was done; the same words again only begin their time anew."""
        if self._locked():
            self._waiting.append({"text": text, "detail": detail, "icon": icon, "undo": undo, "seconds": seconds})
        else:
            self._say(text, detail, icon, undo, seconds)

    def _say(self, text: str, detail: str, icon: str, undo: Callable[[], None] | None, seconds: float) -> None:
        same = next(
            (toast for toast in self._toasts if toast.key == (text, detail) and not (toast.undo or undo)), None
        )
        if same is not None:
            same.left = seconds
            return
        while len(self._toasts) >= MAX_TOASTS:
            # What can still be undone stays longest.
            self._drop(next((toast for toast in self._toasts if toast.undo is None), self._toasts[0]))
        toast = Toast(self._theme, self._drop, self._locked, self)
        toast.say(text, detail, icon or ("check" if undo else "info"), undo, seconds)
        self._toasts.append(toast)
        self._layout.addWidget(toast, 0, Qt.AlignmentFlag.AlignHCenter)
        self._place()
        announce(toast, toast.accessibleName())

    def problem(self, text: str, detail: str = "") -> None:
        """Say what went wrong."""
        self._say(text, "" if self._locked() else detail, "notice", None, SECONDS)

    def take_over(self, other: "Toasts") -> None:
        """Go on saying what another one says, for as long as is left."""
        for toast in other.shown:
            self._say(*toast.key, toast.icon_name, toast.undo, toast.left)
        self._waiting.extend(other._waiting)

    def clear(self) -> None:
        """Take away all that stands."""
        for toast in self.shown:
            self._drop(toast)

    def forget(self) -> None:
        """Take everything away, what waits too: it was for somebody who has left."""
        self.clear()
        self._waiting.clear()

    def undo_newest(self) -> bool:
        """Undo what was done last; return whether there was anything to undo."""
        toast = next((toast for toast in reversed(self._toasts) if toast.undo is not None), None)
        if toast is not None:
            toast.take_back()
        return toast is not None

    def frame(self, mono: float) -> None:
        """Let time pass up to a monotonic time, and say what has waited for the lock to go."""
        while self._waiting and not self._locked():
            self._say(**self._waiting.popleft())
        passed = 0.0 if self._mono is None else mono - self._mono
        self._mono = mono
        for toast in self.shown:
            if toast.held():
                continue
            toast.left -= passed
            toast.show_count()
            if toast.left <= 0:
                self._drop(toast)
        if self._toasts and self._stands != self._floor(self.width()):
            self._place()

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme = theme
        for toast in self._toasts:
            toast.set_theme(theme)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the parent's size."""
        # Python may clear what is thrown away before Qt stops to tell it things.
        if event.type() == QEvent.Type.Resize and vars(self) and watched is self._room:
            self._place()
        return False

    def _drop(self, toast: Toast) -> None:
        if toast not in self._toasts:
            return
        self._toasts.remove(toast)
        if (
            toast.isAncestorOf(QApplication.focusWidget() or self)
            and self._before is not None
            and isValid(self._before)
        ):
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._layout.removeWidget(toast)
        toast.hide()
        toast.deleteLater()
        self._place()

    def _focus_moved(self, old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and self.isAncestorOf(new) and (old is None or not self.isAncestorOf(old)):
            self._before = old

    def _place(self) -> None:
        self.setVisible(bool(self._toasts))
        if not self._toasts:
            return
        room, margin = self._room.size(), self._theme.px(MARGIN)
        for toast in self._toasts:
            toast.fit(room.width() - 2 * margin)
            toast.show()
        self._layout.activate()
        size = self.sizeHint()
        self._stands = floor, margin = self._floor(size.width())
        corner = QPoint((room.width() - size.width()) // 2, max(0, floor - size.height() - margin))
        self.setGeometry(QRect(corner, size))
        self.raise_()

    def _floor(self, width: int) -> tuple[int, int]:
        """Return where toasts so wide stand on, and how far above it."""
        room = self._room
        left = (room.width() - width) // 2
        found = room.height()
        for part in tuple(_CLEAR):
            if isValid(part) and part.isVisible() and room.isAncestorOf(part):
                corner = part.mapTo(room, QPoint(0, 0))
                if corner.x() < left + width and left < corner.x() + part.width():
                    found = min(found, corner.y())
        return found, self._theme.px(MARGIN if found == room.height() else MARGIN // 2)


def _never() -> bool:
    return False
