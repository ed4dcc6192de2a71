"""The shape of a schedule that is being loaded: columns with grey bars where names and cards will stand."""

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent

from clinic_console.desktop.charts.schedule_space import COLUMNS, space_of
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.skeleton import Skeleton

HOURS: Final = 10
CARDS: Final = ((0.0, 0.5), (0.75, 0.5), (1.5, 0.75), (3.25, 0.5), (5.5, 0.75), (6.75, 0.5), (8.0, 0.5))
"""Where cards would stand (hours from the top) and how long they would be: turned from column to column."""


class ScheduleSkeleton(Skeleton):
    """Paints columns."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._look = theme

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._look = theme
        super().set_theme(theme)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bars."""
        if not self.shows:
            return
        theme, px = self._look, self._look.px
        space = space_of(theme, (self.width(), self.height()), COLUMNS, 2 * HOURS)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.colour("bg.surface"))
        subtle = theme.colour("border.subtle")
        for place in range(0, 2 * HOURS, 2):
            painter.fillRect(QRectF(space.times, space.y_of(place), space.wide, 1), subtle)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("bg.hover"))
        for number in range(COLUMNS):
            left = space.x_of(number)
            painter.fillRect(QRectF(left - 1, 0, 1, self.height()), subtle)
            painter.drawRoundedRect(QRectF(left + px(8), space.head * 0.26, space.column * 0.6, px(10)), 3, 3)
            painter.drawRoundedRect(QRectF(left + px(8), space.head * 0.64, space.column * 0.4, px(8)), 3, 3)
            for begins, hours in CARDS:
                top = space.y_of((begins + number * 0.5) % HOURS * 2)
                high = hours * 2 * space.cell - 3
                painter.drawRoundedRect(QRectF(left + px(4), top, space.column - px(9), high), 3, 3)
        painter.fillRect(QRectF(0, space.head - 1, self.width(), 1), theme.colour("border.strong"))
        painter.end()
