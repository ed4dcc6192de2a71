"""Whether somebody is at the console: keys, mouse, wheel and fingers, noticed before anything else sees them."""

import math
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication

LOOK_SECONDS: Final = 1.0
"""So often it is looked for windows that are new."""
MOVED_PIXELS: Final = 5
"""A pointer that trembles by less, on a table that shakes or a worn sensor, is nobody."""
_USES: Final = {
    QEvent.Type.KeyPress,
    QEvent.Type.KeyRelease,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
    QEvent.Type.TouchUpdate,
    QEvent.Type.TabletPress,
    QEvent.Type.TabletMove,
}


class Presence(QObject):
    """Tells ``used`` of everything that a person does in any window; where that says False, nothing comes of it.

    It listens at the windows, where input arrives once, and not at every widget: what is live changes nothing here.
    """

    def __init__(self, app: QApplication, used: Callable[[], bool]) -> None:
        super().__init__(app)
        self._app, self._used = app, used
        self._looked = -math.inf
        self._pointer: QPoint | None = None

    def frame(self, mono: float) -> None:
        """Listen at windows that have come since."""
        if mono - self._looked < LOOK_SECONDS:
            return
        self._looked = mono
        for window in self._app.topLevelWindows():
            # Again and again is harmless: a filter stands there once.
            window.installEventFilter(self)

    def close(self) -> None:
        """Listen no more."""
        for window in self._app.topLevelWindows():
            window.removeEventFilter(self)
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice what a person does; stop it where it came too late."""
        if event.type() not in _USES or self._stands_still(event) or _repeats(event):
            return super().eventFilter(watched, event)
        return not self._used()

    def _stands_still(self, event: QEvent) -> bool:
        """Say whether a pointer only trembles, or seems to move because a window did."""
        if event.type() != QEvent.Type.MouseMove or not isinstance(event, QMouseEvent):
            return False
        before, now = self._pointer, event.globalPosition().toPoint()
        # From where it last counted, so that a slow hand counts too.
        if before is not None and (now - before).manhattanLength() <= MOVED_PIXELS:
            return True
        self._pointer = now
        return False


def _repeats(event: QEvent) -> bool:
    """Say whether a key only repeats itself: something may lie on it."""
    return isinstance(event, QKeyEvent) and event.isAutoRepeat()
