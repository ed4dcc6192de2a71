"""Pills in as many lines as they need: none is cut, and none goes for want of room."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QLabel, QScrollArea, QWidget

from clinic_console.desktop.state.chart import Chart
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.patients_words import alert_text, deceased_text, interpreter_text, since_text
from clinic_console.desktop.views.plain import plain_tip

HEIGHT: Final = 22
EDGE: Final = 8
GAP: Final = 6
ICON: Final = 13
LEAST: Final = 40
RING: Final = 2
"""Around the pills, at any scale: who places them leaves so much less room."""
COLOURS: Final = {"notice": "notice.text", "strong": "text.primary", "": "text.secondary"}


class Said(NamedTuple):
    """What a pill says: text, icon, and tone (notice, strong, or plain); ``tip`` where there is more to know."""

    text: str
    icon: str = ""
    tone: str = ""
    tip: str = ""


class Pill(QFrame):
    """A fact that must be seen: an icon and words, in several lines where one has no room for them."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("factPill")
        self._theme, self.said = theme, Said("")
        self.icon, self.label = QLabel(self), QLabel(self)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)

    def say(self, said: Said) -> None:
        """Take on another fact."""
        if said == self.said:
            return
        self.said = said
        self.label.setText(said.text)
        self.setToolTip(plain_tip(said.tip))
        self.setProperty("tone", said.tone)
        for widget in (self, self.label):
            widget.style().unpolish(widget)
            widget.style().polish(widget)
        self.set_theme(self._theme)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme = theme
        self.icon.setVisible(bool(self.said.icon))
        if self.said.icon:
            colour = theme.colour(COLOURS[self.said.tone])
            self.icon.setPixmap(theme.pixmap(self.said.icon, colour, theme.px(ICON), self.devicePixelRatioF()))

    def fit(self, room: int) -> QSize:
        """Lay out its parts in at most so many pixels of width, and return what it takes."""
        px = self._theme.px
        self.label.ensurePolished()
        metrics = self.label.fontMetrics()
        left = px(EDGE) + (px(ICON) + px(4) if self.said.icon else 0)
        natural = metrics.horizontalAdvance(self.said.text) + 2
        width = min(left + natural + px(EDGE), max(room, left + px(LEAST)))
        words = width - left - px(EDGE)
        # A label of several lines keeps the least height that it was given last.
        self.label.setMinimumHeight(0)
        lines = metrics.height() if natural <= words else self.label.heightForWidth(words)
        height = max(px(HEIGHT), lines + px(4))
        self.label.setGeometry(left, (height - lines) // 2, words, lines)
        self.icon.setGeometry(px(EDGE), (px(HEIGHT) - px(ICON)) // 2, px(ICON), px(ICON))
        return QSize(width, height)


class Pills(QScrollArea):
    """Pills one after the other, then buttons; it is as high as its lines, up to ``most`` pixels, then it scrolls."""

    def __init__(self, theme: Theme, parent: QWidget, *, name: str = "") -> None:
        super().__init__(parent)
        self._theme = theme
        self.most = 0
        self._page = QWidget()
        self._page.setObjectName("pills")
        self._page.setAccessibleName(name)
        self.setAccessibleName(name)
        self.pills: list[Pill] = []
        self._buttons: tuple[QAbstractButton, ...] = ()
        self.setObjectName("pillsArea")
        self.setWidgetResizable(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(self._page)

    @property
    def page(self) -> QWidget:
        """Where buttons among the pills have their parent."""
        return self._page

    def say(self, said: Sequence[Said], buttons: Sequence[QAbstractButton] = ()) -> None:
        """Show these facts, and behind them those of the buttons that are not hidden."""
        for pill in self.pills[len(said) :]:
            pill.say(Said(""))
            pill.hide()
            pill.deleteLater()
        self.pills = self.pills[: len(said)]
        self.pills += [Pill(self._theme, self._page) for _ in said[len(self.pills) :]]
        for pill, each in zip(self.pills, said, strict=True):
            pill.say(each)
            pill.show()
        self._buttons = tuple(buttons)
        self.fit()

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme = theme
        for pill in self.pills:
            pill.set_theme(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Break the lines at the present width, and be as high as they are."""
        room = self.width() - 2 * RING
        height = self._placed(room)
        most = self.most or height
        scrolls = height > most
        if scrolls:
            # The bar takes room, and keys must be able to move it.
            room -= self.verticalScrollBar().sizeHint().width()
            height = self._placed(room)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if scrolls else Qt.FocusPolicy.NoFocus)
        self._page.resize(room, height)
        if self.height() != min(height, most) + 2 * RING:
            self.setFixedHeight(min(height, most) + 2 * RING)

    def _placed(self, room: int) -> int:
        gap, left, top, line = self._theme.px(GAP), 0, 0, 0
        shown = [button for button in self._buttons if not button.isHidden()]
        for widget in (*self.pills, *shown):
            size = widget.fit(room) if isinstance(widget, Pill) else widget.sizeHint()
            if left and left + size.width() > room:
                left, top, line = 0, top + line + gap, 0
            widget.setGeometry(QRect(left, top, min(size.width(), room), size.height()))
            left, line = left + size.width() + gap, max(line, size.height())
        return top + line


def warnings_of(patient: Chart) -> list[Said]:
    """Return what everybody must know of a patient: death, alerts, and the need of an interpreter."""
    found = [Said(deceased_text(patient), "", "strong")] if patient.deceased else []
    for alert in patient.alerts:
        text = alert_text(alert)
        found.append(Said(text, "notice", "notice", ", ".join(filter(None, (text, since_text(alert.since))))))
    if patient.interpreter:
        found.append(Said(interpreter_text(patient), "speech", "strong"))
    return found
