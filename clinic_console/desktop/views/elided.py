"""Lines of text that give way: where one does not fit, it is cut with an ellipsis, or whole parts of it go."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from clinic_console.desktop.views.plain import plain_tip

DIVIDER = " · "


class Elided(QLabel):
    """Shows as much of its text as fits; the whole of it is its tooltip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # Only for what it is asked of its size: it paints its text itself.
        self.setTextFormat(Qt.TextFormat.PlainText)

    def say(self, text: str) -> None:
        """Take on a text."""
        if text != self.text():
            self.setText(text)
            self.setToolTip(plain_tip(text))

    def minimumSizeHint(self) -> QSize:
        """Return a size that asks for no width at all."""
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint what fits."""
        painter, place = QPainter(self), self.contentsRect()
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.shown(place.width()))
        painter.end()

    def shown(self, room: int) -> str:
        """Return what of its text is shown in so many pixels."""
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)


class Counts(Elided):
    """Numbers with their words, divided by dots: half of one would be worse than none, so the last go whole."""

    def shown(self, room: int) -> str:
        """Return as many whole parts as fit."""
        parts = self.text().split(DIVIDER)
        while parts and self.fontMetrics().horizontalAdvance(DIVIDER.join(parts)) > room:
            parts.pop()
        return DIVIDER.join(parts)
