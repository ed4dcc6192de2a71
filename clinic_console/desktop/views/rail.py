"""The rail at the left: the screens that exist, settings, and the keys."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.commands import caps

SETTINGS: Final = "settings"
ENTRY: Final = 54
ICON_ONLY: Final = 32
STEPS: Final = {Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1}


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen that the rail leads to; ``keys`` as QKeySequence writes them."""

    id: str
    title: str
    icon: str
    keys: str = ""


class RailEntry(QAbstractButton):
    """An icon over a word; the current one has a bar, more weight and the colour of text."""

    def __init__(self, theme: Theme, screen: Screen, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme, self.leads_to = theme, screen
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        keys = " ".join(caps(screen.keys))
        self.setObjectName(f"rail-{screen.id}")
        self.setAccessibleName(screen.title)
        self.setAccessibleDescription(keys)
        self.setToolTip(f"{screen.title} ({keys})" if keys else screen.title)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def sizeHint(self) -> QSize:
        """Return the size of an entry with its word."""
        return QSize(self.theme.size("row", "rail"), self.theme.px(ENTRY))

    def minimumSizeHint(self) -> QSize:
        """Return the size of an entry in a window so low that only icons have room."""
        return QSize(self.theme.size("row", "rail"), self.theme.px(ICON_ONLY))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint bar, icon, word and the ring of focus."""
        theme, px, current = self.theme, self.theme.px, self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() and not current:
            painter.fillRect(self.rect(), theme.colour("bg.hover"))
        if current:
            painter.fillRect(QRect(0, px(4), px(3), self.height() - 2 * px(4)), theme.colour("selection.bar"))
        colour = theme.colour("text.primary" if current else "text.secondary")
        size = theme.size("icon", "rail")
        font = theme.font(11, 600 if current else 500)
        metrics = QFontMetrics(font)
        high = size + px(4) + metrics.height()
        worded = high + 2 <= self.height()
        high = high if worded else size
        top = (self.height() - high) // 2
        icon = theme.pixmap(self.leads_to.icon, colour, size, self.devicePixelRatioF())
        painter.drawPixmap((self.width() - size) // 2, top, icon)
        if worded:
            room = QRect(px(2), top + size + px(4), self.width() - 2 * px(2), metrics.height())
            word = metrics.elidedText(self.leads_to.title, Qt.TextElideMode.ElideRight, room.width())
            painter.setFont(font)
            painter.setPen(colour)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, word)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -1), px(4), px(4))
        painter.end()


class Rail(QWidget):
    """``chosen`` carries the id of a screen (``SETTINGS`` among them), ``keys_wanted`` asks for the list of keys.

    One entry takes part in Tab, arrows go to the others: a rail with many screens is left by one key.
    """

    chosen = Signal(str)
    keys_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(QCoreApplication.translate("Rail", "Screens"))
        self.setFixedWidth(theme.size("row", "rail"))
        self.theme = theme
        self._screens: tuple[RailEntry, ...] = ()
        self._group = QButtonGroup(self)
        settings = Screen(SETTINGS, QCoreApplication.translate("Rail", "Settings"), "sliders", "Ctrl+,")
        self.settings = self._entry(settings)
        # The sign is the key: whoever reads it knows how to come here.
        keys = Screen("keys", QCoreApplication.translate("Rail", "Keys ?"), "keyboard", "?")
        self.keys = RailEntry(theme, keys, self)
        self.keys.setAccessibleName(QCoreApplication.translate("Rail", "Keys"))
        self.keys.installEventFilter(self)
        self.keys.clicked.connect(self.keys_wanted)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, theme.px(6), 0, theme.px(6))
        self._layout.setSpacing(0)
        self._layout.addStretch(1)
        self._layout.addWidget(self.settings)
        self._layout.addWidget(self.keys)
        self._offer(self.settings)

    def set_screens(self, screens: tuple[Screen, ...]) -> None:
        """Show these screens, in this order; the current one stays current if it is among them."""
        if tuple(entry.leads_to for entry in self._screens) == screens:
            return
        current = self.current()
        for old in self._screens:
            self._group.removeButton(old)
            self._layout.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._screens = tuple(self._entry(screen) for screen in screens)
        for place, entry in enumerate(self._screens):
            self._layout.insertWidget(place, entry)
        # What is made later would come behind everything: it takes the place of what has always been here.
        for before, entry in pairwise((self.settings, *self._screens, self.settings, self.keys)):
            QWidget.setTabOrder(before, entry)
        self.select(current)

    def entries(self) -> tuple[RailEntry, ...]:
        """Return all entries from top to bottom."""
        return (*self._screens, self.settings, self.keys)

    def current(self) -> str:
        """Return the id of the current screen, empty while there is none."""
        return next((entry.leads_to.id for entry in self.entries() if entry.isChecked()), "")

    def select(self, screen: str) -> None:
        """Mark the screen that is shown; nothing is marked for one that is not here."""
        found = next((entry for entry in (*self._screens, self.settings) if entry.leads_to.id == screen), None)
        # An exclusive group always keeps one checked, unless it is told otherwise.
        self._group.setExclusive(False)
        for entry in (*self._screens, self.settings):
            entry.setChecked(entry is found)
        self._group.setExclusive(True)
        self._offer(found or self.entries()[0])

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self.theme = theme
        for entry in self.entries():
            entry.theme = theme
            entry.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move between entries with the arrow keys; Enter does what a click does."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, RailEntry):
            self._offer(watched)
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        key = Qt.Key(event.key())
        if isinstance(watched, RailEntry) and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            watched.click()
            return True
        entries = self.entries()
        step = STEPS.get(key)
        if step is None or watched not in entries:
            return super().eventFilter(watched, event)
        place = entries.index(watched)
        entries[(place + step) % len(entries)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _entry(self, screen: Screen) -> RailEntry:
        entry = RailEntry(self.theme, screen, self)
        entry.setCheckable(True)
        # Read aloud as one of several: the group alone does not say so.
        entry.setAutoExclusive(True)
        entry.installEventFilter(self)
        entry.clicked.connect(lambda: self.chosen.emit(screen.id))
        self._group.addButton(entry)
        return entry

    def _offer(self, one: RailEntry) -> None:
        """Let Tab stop at this entry only."""
        for entry in self.entries():
            entry.setFocusPolicy(Qt.FocusPolicy.StrongFocus if entry is one else Qt.FocusPolicy.ClickFocus)
