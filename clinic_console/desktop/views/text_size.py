"""How large texts are: a slider, a number, and a line that shows it before it holds."""

from typing import Final

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QSpinBox, QWidget

from clinic_console.desktop.theme import Theme

LEAST: Final = 80
MOST: Final = 200
STEP: Final = 5
# The window is built anew for another size, so it waits until the user has found it.
SETTLED_SECONDS: Final = 0.6


class TextSize(QWidget):
    """``chosen`` carries percent, a moment after the last change and never while the slider is held.

    ``sample`` is to be placed where there is room for the largest size.
    """

    chosen = Signal(int)

    def __init__(self, theme: Theme, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._wanted: int | None = None
        self._due: float | None = None
        self.setAccessibleName(name)
        self.slider, self.number, self.sample = QSlider(Qt.Orientation.Horizontal, self), QSpinBox(self), QLabel(self)
        for control in (self.slider, self.number):
            control.setRange(LEAST, MOST)
            control.setSingleStep(STEP)
            control.setAccessibleName(name)
        self.slider.setPageStep(2 * STEP)
        self.slider.setObjectName("textSizeSlider")
        self.number.setObjectName("textSizeNumber")
        # 1, 12, 120: only what is complete is a size.
        self.number.setKeyboardTracking(False)
        self.number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.number.setSuffix(QCoreApplication.translate("Station", " %"))
        self.sample.setText(QCoreApplication.translate("Station", "Bed 12 · 田中 由紀 Tanaka Yuki · HR 78"))
        self.sample.setAccessibleName(QCoreApplication.translate("Station", "Sample of the text size"))
        self.sample.setFixedHeight(theme.px(14 * MOST / 100 * 1.4 / theme.scale))
        self.slider.valueChanged.connect(self._slid)
        self.number.valueChanged.connect(self._ask)
        self._lay_out()

    @property
    def percent(self) -> int:
        """What the controls show."""
        return self.number.value()

    def show_percent(self, percent: int) -> None:
        """Show the size that holds, unless the user is about to choose another one."""
        if self._wanted is None and not self.slider.isSliderDown():
            self._show(percent)

    def frame(self, mono: float) -> None:
        """Tell of a size that has been left alone for a while, at a monotonic time."""
        if self._wanted is None or self.slider.isSliderDown():
            self._due = None
        elif self._due is None:
            self._due = mono + SETTLED_SECONDS
        elif mono >= self._due:
            self.settle()

    def settle(self) -> None:
        """Tell of the size now, if there is another one."""
        wanted, self._wanted, self._due = self._wanted, None, None
        if wanted is not None:
            self.chosen.emit(wanted)

    def hideEvent(self, event: QHideEvent) -> None:
        """Whoever leaves the screen wants what he chose."""
        super().hideEvent(event)
        self.settle()

    def _slid(self, value: int) -> None:
        self._ask(round(value / STEP) * STEP)

    def _ask(self, percent: int) -> None:
        self._wanted, self._due = percent, None
        self._show(percent)

    def _show(self, percent: int) -> None:
        for control in (self.slider, self.number):
            with QSignalBlocker(control):
                control.setValue(percent)
        self.sample.setFont(self._theme.font(14 * percent / 100, 500, scaled=False))

    def _lay_out(self) -> None:
        px = self._theme.px
        self.slider.setFixedWidth(px(200))
        self.number.setFixedWidth(px(86))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(px(12))
        line.addWidget(self.slider)
        line.addWidget(self.number)
        self.setFocusProxy(self.slider)
