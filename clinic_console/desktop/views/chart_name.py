"""A patient's name as it is written, with Latin letters and kana behind it, and the circle before it."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.plain import plain_tip

HEIGHT: Final = 28
GAP: Final = 9
CIRCLE: Final = 44
# Size, weight and colour of the name, its Latin form, and its kana.
STYLES: Final = ((20, 600, "text.primary"), (15, 400, "text.muted"), (12, 400, "text.muted"))
LEAST: Final = 40
"""So many pixels a second or a third form needs at least: less of it says nothing."""


class NameLine(QWidget):
    """The forms of a name on one baseline; the last are cut first, and all of it is the tooltip."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.parts = ("", "", "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def say(self, name: str, latin: str = "", kana: str = "") -> None:
        """Take on a name; forms that are the same as the first one are left out."""
        parts = (name or latin, latin if latin != name and name else "", kana if kana != name else "")
        if parts != self.parts:
            self.parts = parts
            said = " ".join(part for part in parts if part)
            self.setToolTip(plain_tip(said))
            self.setAccessibleName(said)
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of a line; the width is what there is."""
        return QSize(self._theme.px(200), self._theme.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return the room for some of the name."""
        return QSize(self._theme.px(80), self._theme.px(HEIGHT))

    def shown(self, width: float) -> list[str]:
        """Return what of each form is shown in so many pixels."""
        found: list[str] = []
        left = width
        for part, (size, weight, _) in zip(self.parts, STYLES, strict=True):
            metrics = QFontMetricsF(self._theme.font(size, weight))
            room = left if not found or left >= self._theme.px(LEAST) else 0.0
            cut = metrics.elidedText(part, Qt.TextElideMode.ElideRight, room) if part and room > 0 else ""
            left -= metrics.horizontalAdvance(cut) + (self._theme.px(GAP) if cut else 0)
            found.append(cut)
        return found

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint what fits."""
        painter, theme = QPainter(self), self._theme
        first = QFontMetricsF(theme.font(*STYLES[0][:2]))
        x, baseline = 0.0, round((self.height() + first.capHeight()) / 2)
        for text, (size, weight, colour) in zip(self.shown(self.width()), STYLES, strict=True):
            if text:
                font = theme.font(size, weight)
                painter.setFont(font)
                painter.setPen(theme.colour(colour))
                painter.drawText(QPointF(x, baseline), text)
                x += QFontMetricsF(font).horizontalAdvance(text) + theme.px(GAP)
        painter.end()


class Monogram(QWidget):
    """One or two letters in a circle: known again at a glance, read aloud by nobody."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self.letters = theme, ""
        self.setFixedSize(theme.px(CIRCLE), theme.px(CIRCLE))

    def say(self, letters: str) -> None:
        """Take on other letters."""
        if letters != self.letters:
            self.letters = letters
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme = theme
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the circle."""
        painter, theme, room = QPainter(self), self._theme, QRectF(self.rect())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("bg.hover"))
        painter.drawEllipse(room)
        painter.setFont(theme.font(15, 600))
        painter.setPen(theme.colour("text.secondary"))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, self.letters)
        painter.end()
