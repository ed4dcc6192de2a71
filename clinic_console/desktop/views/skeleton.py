"""The shape of what is being loaded: still, grey, and only when loading takes long enough to be noticed."""

from typing import Final

from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from clinic_console.desktop.theme import Theme

DELAY_SECONDS: Final = 0.15
MAX_ROWS: Final = 9
# Shares of the width: where a column begins, and how much of it the bars fill in the rows, in turn.
_COLUMNS: Final = (
    (0.0, 0.07, (0.6, 0.6, 0.6)),
    (0.075, 0.27, (0.72, 0.57, 0.82, 0.46)),
    (0.35, 0.14, (0.62, 0.62, 0.62)),
    (0.50, 0.33, (0.42, 0.31, 0.5)),
    (0.84, 0.16, (0.5, 0.5, 0.5)),
)
# Parts of a tile: where they begin and stand, how wide they are (shares), how thick (pixels): name, then three rows.
_TILE: Final = (
    (0.04, 0.08, 0.45, 10),
    *((x, y, share, thick) for y in (0.27, 0.5, 0.73) for x, share, thick in ((0.04, 0.08, 8), (0.2, 0.22, 28))),
    *((0.5, y, 0.46, 3) for y in (0.27, 0.5, 0.73)),
)
TILE_WIDTH: Final = 240
TILE_HEIGHT: Final = 200


class Skeleton(QWidget):
    """Grey bars where rows (or tiles) will stand; ``shows`` says whether it is time to be seen."""

    def __init__(self, theme: Theme, *, tiles: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._tiles = theme, tiles
        self._since: float | None = None
        self.shows = False
        self.setAccessibleName(QCoreApplication.translate("Ground", "Loading …"))

    def frame(self, mono: float) -> None:
        """Become visible when loading has lasted a while; the first frame begins it."""
        self._since = mono if self._since is None else self._since
        if not self.shows and mono - self._since >= DELAY_SECONDS:
            self.shows = True
            self.update()

    def stop(self) -> None:
        """End; the next frame begins a new loading."""
        self._since, self.shows = None, False

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme = theme
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bars."""
        if not self.shows:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        (self._paint_tiles if self._tiles else self._paint_rows)(painter)
        painter.end()

    def _paint_rows(self, painter: QPainter) -> None:
        theme = self._theme
        high, pad, bar = theme.size("row", "table"), theme.px(14), theme.px(10)
        width = self.width() - 2 * pad
        for row in range(min(MAX_ROWS, self.height() // high)):
            painter.setBrush(theme.colour("bg.hover"))
            top = row * high + (high - bar) / 2
            for start, share, fills in _COLUMNS:
                fill = fills[row % len(fills)]
                painter.drawRoundedRect(QRectF(pad + start * width, top, share * fill * width, bar), 2, 2)
            painter.fillRect(QRectF(0, (row + 1) * high - 1, self.width(), 1), theme.colour("border.subtle"))

    def _paint_tiles(self, painter: QPainter) -> None:
        theme = self._theme
        gap = theme.size("pad", "gap")
        across = max(1, self.width() // theme.px(TILE_WIDTH))
        down = max(1, self.height() // theme.px(TILE_HEIGHT))
        wide, high = (self.width() - gap * (across + 1)) / across, (self.height() - gap * (down + 1)) / down
        for place in range(across * down):
            left = gap + (place % across) * (wide + gap)
            top = gap + (place // across) * (high + gap)
            painter.setPen(theme.colour("border.subtle"))
            painter.setBrush(theme.colour("bg.surface"))
            painter.drawRoundedRect(QRectF(left + 0.5, top + 0.5, wide - 1, high - 1), 4, 4)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("bg.hover"))
            for x, y, share, thick in _TILE:
                bar = theme.px(thick)
                painter.drawRoundedRect(QRectF(left + x * wide, top + y * high - bar / 2, share * wide, bar), 3, 3)
