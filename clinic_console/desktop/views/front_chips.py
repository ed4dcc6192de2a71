"""Filters of the day's list as chips: glyph, word, and how many there are; each is on or off by itself."""

from typing import Final

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from clinic_console.desktop.state.front_desk import FrontDesk
from clinic_console.desktop.state.front_rows import Chip
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.filters import Flow
from clinic_console.desktop.views.front_words import CHIP_ICONS, chip_text, count_text

HEIGHT: Final = 28
PAD: Final = 10
ICON: Final = 14
GAP: Final = 5
DIGITS: Final = 2
"""So many digits have room at least: a chip that grew with its count would push the others along."""


class ChipButton(QAbstractButton):
    """One filter; its count has a weight of its own."""

    def __init__(self, theme: Theme, chip: Chip, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme, self.chip, self._count = theme, chip, 0
        self.setText(chip_text(chip))
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setObjectName(f"chip-{chip}")
        self.show_count(0)

    @property
    def count(self) -> int:
        """Return how many there are."""
        return self._count

    def show_count(self, count: int) -> None:
        """Show how many there are."""
        if count != self._count or not self.accessibleName():
            wider = len(str(count)) != len(str(self._count))
            self._count = count
            text = QCoreApplication.translate("Desk", "%1: %2", "a state, how many")
            self.setAccessibleName(text.replace("%2", count_text(count)).replace("%1", self.text()))
            if wider:
                self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """Return the room for glyph, word and count."""
        px = self.theme.px
        word = QFontMetricsF(self.theme.font(13, 500)).horizontalAdvance(self.text())
        digits = QFontMetricsF(self.theme.font(13, 600)).horizontalAdvance("0" * max(DIGITS, len(str(self._count))))
        return QSize(round(2 * px(PAD) + px(ICON) + 2 * px(GAP) + word + digits + 2), px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return the same: a count that is cut would be another one."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the pill, glyph, word and count, and the ring of focus inside."""
        theme, px, on = self.theme, self.theme.px, self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        ground = "accent.tint" if on else "bg.hover" if self.underMouse() else "bg.surface"
        painter.setPen(QPen(theme.colour("accent.text" if on else "border.strong"), 1))
        painter.setBrush(theme.colour(ground))
        painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
        late = self.chip is Chip.LATE and self._count > 0 and not on
        colour = theme.colour("accent.text" if on else "notice.text" if late else "text.secondary")
        left = px(PAD)
        icon = theme.pixmap(CHIP_ICONS[self.chip], colour, px(ICON), self.devicePixelRatioF())
        painter.drawPixmap(left, (self.height() - px(ICON)) // 2, icon)
        left += px(ICON) + px(GAP)
        painter.setPen(colour)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.font(13, 500))
        painter.drawText(QRectF(left, 0, rect.width(), self.height()), middle, self.text())
        painter.setFont(theme.font(13, 600))
        painter.drawText(
            QRectF(0, 0, self.width() - px(PAD), self.height()), middle | Qt.AlignmentFlag.AlignRight,
            count_text(self._count),
        )  # fmt: skip
        if self.hasFocus():
            # One that is on has a line of nearly the ring's colour: the ring is a wider one there.
            wide = 3 if on else 2
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("focus"), wide))
            ring = QRectF(self.rect()).adjusted(wide / 2, wide / 2, -wide / 2, -wide / 2)
            painter.drawRoundedRect(ring, ring.height() / 2, ring.height() / 2)
        painter.end()


class FrontChips(QWidget):
    """``turned`` carries the chip that was pressed. They wrap where there is no room for one line."""

    turned = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(QCoreApplication.translate("Desk", "Show only"))
        row = Flow(self, theme.px(6))
        self.buttons: dict[Chip, ChipButton] = {}
        for chip in Chip:
            button = self.buttons[chip] = ChipButton(theme, chip, self)
            button.clicked.connect(lambda _=False, chip=chip: self.turned.emit(chip))
            row.addWidget(button)

    def add(self, widget: QWidget) -> None:
        """Have a widget stand behind the chips."""
        layout = self.layout()
        if layout is not None:
            layout.addWidget(widget)

    def show_state(self, desk: FrontDesk) -> None:
        """Show which are on, and how many there are of each."""
        for chip, button in self.buttons.items():
            button.setChecked(chip in desk.chips)
            button.show_count(desk.counts[chip])

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        for button in self.buttons.values():
            button.theme = theme
            button.update()
