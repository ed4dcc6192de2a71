"""The chart of a bed's panel: numbers beside it, and what stands in its place while there is nothing to draw.

pyqtgraph takes a moment to import: that happens in a thread, once, and never when the console starts.
"""

import asyncio
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from clinic_console.desktop.charts.trends import span_text, window_text
from clinic_console.desktop.charts.trends_ground import BOTTOM, TOP
from clinic_console.desktop.charts.trends_heads import LaneHead, LaneHeads
from clinic_console.desktop.charts.trends_picture import Picture
from clinic_console.desktop.state.trends import SPANS_MS
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.elided import Elided
from clinic_console.desktop.views.panel import Panel
from clinic_console.desktop.views.segments import Segments
from clinic_console.desktop.views.skeleton import Skeleton

if TYPE_CHECKING:
    from clinic_console.desktop.charts.trends_plot import TrendPlot

LANE_PX: Final = 74


async def import_plot() -> "type[TrendPlot]":
    """Import what draws the chart, beside the loop."""

    def load() -> "type[TrendPlot]":
        # A plain import, so that a packager sees it.
        from clinic_console.desktop.charts.trends_plot import TrendPlot

        return TrendPlot

    return await asyncio.to_thread(load)


def scrolled(inner: QWidget, parent: QWidget) -> QScrollArea:
    """Return an area that scrolls up and down where its content has no room, and takes no focus of its own."""
    area = QScrollArea(parent)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inner)
    return area


class Toolbar(QWidget):
    """The spans, and what is looked at; ``chosen`` carries a span in ms, ``whole_wanted`` ends a zoom."""

    chosen = Signal(int)
    whole_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name = QCoreApplication.translate("Trends", "Trends")
        title = QLabel(name, self)
        title.setProperty("tone", "heading")
        choices = [(str(span), span_text(span)) for span in SPANS_MS]
        self.spans = Segments(QCoreApplication.translate("Trends", "Span"), choices, self)
        for key, button in zip("1234", self.spans.buttons.values(), strict=True):
            button.setToolTip(QCoreApplication.translate("Trends", "Key %1").replace("%1", key))
        self.whole = QPushButton(QCoreApplication.translate("Trends", "Whole span"), self)
        self.whole.setAccessibleName(self.whole.text())
        self.whole.setToolTip(QCoreApplication.translate("Trends", "Key %1").replace("%1", "0"))
        self.whole.clicked.connect(self.whole_wanted)
        self.whole.hide()
        self.caption = Elided(self)
        self.caption.setProperty("tone", "muted")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.px(14), theme.px(7), theme.px(12), theme.px(7))
        layout.setSpacing(theme.px(12))
        layout.addWidget(title)
        layout.addWidget(self.spans)
        layout.addWidget(self.whole)
        layout.addWidget(self.caption, 1)
        self.spans.chosen.connect(lambda key: self.chosen.emit(int(key)))

    def show_picture(self, picture: Picture, *, loaded: bool, zoomed: bool) -> None:
        """Say what is looked at."""
        self.whole.setVisible(zoomed)
        words = [window_text(picture.begins, picture.ends, picture.zone)]
        if loaded:
            step = QCoreApplication.translate("Trends", "a point is %1: line = mean, band = lowest to highest")
            words.append(step.replace("%1", span_text(picture.step)))
        if picture.late:
            words.append(QCoreApplication.translate("Trends", "underlined = arrived late"))
        self.caption.say(" · ".join(words))

    def forget(self) -> None:
        """Say nothing of what was looked at."""
        self.whole.hide()
        self.caption.say("")


class Chart(QWidget):
    """Heads, plot, and what stands in the plot's place; ``pressed`` is the button of that."""

    pressed = Signal()
    window_wanted = Signal(object, object)
    whole_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.plot: TrendPlot | None = None
        self.heads = LaneHeads(theme, self)
        self.panel, self.skeleton = Panel(theme, self), Skeleton(theme, parent=self)
        self.setObjectName("bedChart")
        inner = QWidget(self)
        self._inner = inner
        page = QWidget(self)
        self._page = QVBoxLayout(page)
        self._page.setContentsMargins(0, 0, 0, 0)
        self._page.setSpacing(0)
        self._page.addWidget(inner, 1)
        layout = QHBoxLayout(inner)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.heads)
        self._stack = QStackedLayout()
        layout.addLayout(self._stack, 1)
        self._stack.addWidget(self.skeleton)
        self._stack.addWidget(self.panel)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(page, self))
        self.panel.pressed.connect(self.pressed)

    def take_plot(self, kind: "type[TrendPlot]") -> None:
        """Make the plot, once its class is there."""
        if self.plot is None:
            self.plot = kind(self._theme, self)
            self.plot.window_wanted.connect(self.window_wanted)
            self.plot.whole_wanted.connect(self.whole_wanted)
            self._stack.addWidget(self.plot)

    def put_below(self, other: QWidget) -> None:
        """Let another part scroll with the chart, below it."""
        self._page.addWidget(other)
        other.show()

    def loading(self, mono: float) -> None:
        """Show the shape of what is coming, once it has taken a moment."""
        self.skeleton.frame(mono)
        self._turn(self.skeleton)

    def say(self, icon: str, title: str, text: str, button: str) -> None:
        """Say why there is no chart."""
        self.panel.say(icon, title, text, button)
        self._turn(self.panel)

    def show_picture(self, picture: Picture) -> None:
        """Draw a picture."""
        if self.plot is not None:
            # First into its place: there it is laid out once.
            self._turn(self.plot)
            self.plot.show_picture(picture)

    def show_heads(self, heads: tuple[LaneHead, ...]) -> None:
        """Show the present numbers."""
        self.heads.show_heads(heads)
        lanes = sum(head.lane.weight for head in heads)
        self._inner.setMinimumHeight(round((TOP + BOTTOM + LANE_PX * lanes) * self._theme.scale))

    def forget(self) -> None:
        """Keep nothing of what was shown."""
        self.heads.show_heads(())
        self.skeleton.stop()
        self._turn(self.skeleton)
        if self.plot is not None:
            self.plot.forget()

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme = theme
        self.heads.set_theme(theme)
        self.panel.set_theme(theme)
        self.skeleton.set_theme(theme)
        if self.plot is not None:
            self.plot.set_theme(theme)

    def _turn(self, page: QWidget) -> None:
        if page is not self.skeleton:
            self.skeleton.stop()
        if page is not self._stack.currentWidget():
            self._stack.setCurrentWidget(page)
