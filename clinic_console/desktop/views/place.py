"""What outlives the views: where the window stood, where the user was, and what had been typed."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from clinic_console.desktop import station
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.screens import Place
from clinic_console.desktop.views.shell import Shell

WIDTH, HEIGHT = 1366, 768
LEAST_SEEN = 120
"""So many pixels of a remembered window must be on some screen, or it starts anew."""


def place_of(window: QWidget) -> station.Place:
    """Return where a window stands."""
    rect = window.normalGeometry()
    return station.Place(rect.x(), rect.y(), rect.width(), rect.height(), window.isMaximized(), window.isFullScreen())


def restore(window: QWidget, place: station.Place | None, theme: Theme) -> None:
    """Put a window where it stood, as far as there is still a screen for it."""
    rect = None if place is None else _within(QRect(place.left, place.top, place.width, place.height))
    if place is None or rect is None:
        screen = QGuiApplication.primaryScreen().availableGeometry()
        window.resize(min(theme.px(WIDTH), screen.width()), min(theme.px(HEIGHT), screen.height()))
        return
    window.setGeometry(rect)
    if place.maximized:
        window.setWindowState(Qt.WindowState.WindowMaximized)
    if place.full_screen:
        window.setWindowState(Qt.WindowState.WindowFullScreen)


def _within(rect: QRect) -> QRect | None:
    """Return a rectangle made to fit the screen on which most of it is; None where hardly any of it is on one."""

    def seen(room: QRect) -> int:
        part = rect.intersected(room)
        return min(part.width(), LEAST_SEEN) * min(part.height(), LEAST_SEEN) if part.isValid() else 0

    rooms = [screen.availableGeometry() for screen in QGuiApplication.screens()]
    room = max(rooms, key=lambda each: (seen(each), rect.intersected(each).width()), default=None)
    if room is None or seen(room) < LEAST_SEEN * LEAST_SEEN:
        return None
    fitted = QRect(rect.topLeft(), rect.size().boundedTo(room.size()))
    fitted.moveLeft(max(room.left(), min(fitted.left(), room.right() + 1 - fitted.width())))
    fitted.moveTop(max(room.top(), min(fitted.top(), room.bottom() + 1 - fitted.height())))
    return fitted


@dataclass(frozen=True, slots=True)
class Kept:
    """What a shell hands on to the one that takes its place; a password is typed again."""

    place: Place
    bed: str | None
    focus: str
    texts: dict[str, str]

    @classmethod
    def of(cls, shell: Shell) -> "Kept":
        """Take it from a shell."""
        focused = QApplication.focusWidget()
        fields = [field for field in shell.findChildren(QLineEdit) if field.objectName()]
        texts = {f.objectName(): f.text() for f in fields if f.echoMode() is QLineEdit.EchoMode.Normal}
        return cls(shell.place, shell.ward.current_bed, focused.objectName() if focused is not None else "", texts)

    def give_back(self, shell: Shell) -> None:
        """Give it to a shell."""
        if self.bed is not None:
            shell.ward.show_bed_tile(self.bed)
        for field in shell.findChildren(QLineEdit):
            if field.objectName() in self.texts:
                field.setText(self.texts[field.objectName()])
        widget = shell.findChild(QWidget, self.focus) if self.focus else None
        if isinstance(widget, QWidget):
            widget.setFocus(Qt.FocusReason.OtherFocusReason)
