"""What keyboard and screen readers meet of a tile: a button without a picture, which stands where the tile is.

A real widget for each tile, kept and used again for whatever bed comes to its place: focus, roles and events are
Qt's own then. Interfaces of our own for painted tiles would have to outlive what a screen reader still holds of them.
"""

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QFocusEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QPushButton, QWidget

from clinic_console.desktop.charts.look import TileLook
from clinic_console.desktop.charts.spots import DASH
from clinic_console.domain.alarms import Priority


class Stand(QPushButton):
    """One tile's place among the widgets; ``focused`` tells that it has taken or lost the focus."""

    focused = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("stand")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def take(self, look: TileLook) -> None:
        """Say what a tile shows."""
        self.setAccessibleName(name_of(look))
        self.setAccessibleDescription(description_of(look))

    def empty(self, bed: str = "") -> None:
        """Say a bed's name at most: what stood here was of before, or of another bed."""
        self.setAccessibleName(QCoreApplication.translate("Wall", "Bed %1").replace("%1", bed) if bed else "")
        self.setAccessibleDescription("")

    def alert(self) -> None:
        """Tell screen readers that there is a new alarm here."""
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint nothing: the wall paints all tiles."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave all keys to the wall: a button's own would go through buttons in order."""
        event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Leave all keys to the wall."""
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell the wall."""
        super().focusInEvent(event)
        self.focused.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell the wall."""
        super().focusOutEvent(event)
        self.focused.emit()


def name_of(look: TileLook) -> str:
    """Return a tile's name: its bed and who lies there."""
    bed = QCoreApplication.translate("Wall", "Bed %1").replace("%1", look.bed)
    return ", ".join(word for word in (bed, look.name, look.person, doubt_of(look)) if word)


def doubt_of(look: TileLook) -> str:
    """Return in words that a name may be wrong by now, or nothing."""
    return QCoreApplication.translate("Wall", "may have changed") if look.doubt else ""


def description_of(look: TileLook) -> str:
    """Return what a tile shows: its alarm first, then its numbers."""
    said = []
    if look.frame is not None:
        said.append(_alarm_words(look.frame.priority, acknowledged=look.frame.acknowledged))
    if look.footer is not None:
        said.append(look.footer.said)
    said += [f"{row.label} {' '.join(part for part in (row.text, row.note) if part) or DASH}" for row in look.rows]
    said += [" ".join(filter(None, (spot.label, spot.text, spot.extra, spot.time))) for spot in look.spots]
    said.append(look.caption)
    return ", ".join(word for word in said if word)


def _alarm_words(priority: Priority, *, acknowledged: bool) -> str:
    if acknowledged:
        return QCoreApplication.translate("Wall", "Acknowledged alarm")
    return {
        Priority.LOW: QCoreApplication.translate("Wall", "Low priority alarm"),
        Priority.MEDIUM: QCoreApplication.translate("Wall", "Medium priority alarm"),
        Priority.HIGH: QCoreApplication.translate("Wall", "High priority alarm"),
    }[priority]
