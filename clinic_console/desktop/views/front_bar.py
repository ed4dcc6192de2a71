"""Above the day's list: chips, what waits to be let in, the filter, saved views, and what a desk begins from here."""

from typing import Final

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from clinic_console.desktop.bridge import Bridge
from clinic_console.desktop.state.front_desk import FrontDesk
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.announce import announce
from clinic_console.desktop.views.front_chips import FrontChips
from clinic_console.desktop.views.front_words import news_text
from clinic_console.desktop.views.patients_list_field import FindField

FIELD: Final = 190
NEWS: Final = 150
"""Kept beside the chips: what comes there moves nothing."""


class FilterField(FindField):
    """Filters the list as one types: instantly, it is all here."""

    def __init__(self, theme: Theme, bridge: Bridge, parent: QWidget) -> None:
        super().__init__(theme, bridge, parent)
        translate = QCoreApplication.translate
        self.setObjectName("deskFilter")
        self.setPlaceholderText(translate("Desk", "Type to filter"))
        self.setAccessibleName(translate("Desk", "Filter the list"))
        about = translate("Desk", "Name in any script, doctor, visit or MRN. Esc empties it, Down goes to the list.")
        self.setAccessibleDescription(about)
        self.setToolTip(about)
        # With each letter, and not only when a moment has passed.
        self.textChanged.connect(self.searched)

    def sizeHint(self) -> QSize:
        """Return the room for a name."""
        return QSize(self._theme.px(FIELD), super().sizeHint().height())


class FrontBar(QWidget):
    """``chip_turned`` carries a chip, ``searched`` what is typed; the others say which button was pressed."""

    chip_turned = Signal(object)
    news_wanted = Signal()
    views_wanted = Signal()
    walk_in_wanted = Signal()
    away_wanted = Signal()
    print_wanted = Signal()

    def __init__(self, theme: Theme, bridge: Bridge, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("frontBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme = theme
        translate = QCoreApplication.translate
        self.chips = FrontChips(theme, self)
        self.news = QPushButton(self)
        self.field = FilterField(theme, bridge, self)
        self.views = QPushButton(translate("Desk", "Views"), self)
        self.print = QPushButton(self)
        self.walk_in = QPushButton(translate("Desk", "Walk-in"), self)
        self.away = QPushButton(translate("Desk", "Doctor unavailable …"), self)
        self._tools = QWidget(self)
        self._news_room = QWidget(self)
        self._wide: bool | None = None
        self._words = {button: button.text() for button in (self.walk_in, self.away)}
        self._lay_out()
        self.set_theme(theme)
        self.chips.turned.connect(self.chip_turned)
        self.news.clicked.connect(self.news_wanted)
        self.views.clicked.connect(self.views_wanted)
        self.print.clicked.connect(self.print_wanted)
        self.walk_in.clicked.connect(self.walk_in_wanted)
        self.away.clicked.connect(self.away_wanted)

    def show_state(self, desk: FrontDesk, *, may_book: bool, may_close: bool) -> None:
        """Show which chips are on, how many there are of each, and what waits."""
        self.chips.show_state(desk)
        text = news_text(desk.news)
        if text != self.news.text():
            held = self.news.hasFocus()
            self.news.setText(text)
            self.news.setAccessibleName(text)
            self.news.setVisible(bool(text))
            if text:
                announce(self.news, text)
            elif held:
                self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.walk_in.setVisible(may_book)
        self.away.setVisible(may_close)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme = theme
        self.chips.set_theme(theme)
        self.field.set_theme(theme)
        self.news.setIcon(theme.icon("chevron-up", "text.onAccent", 12))
        self.views.setIcon(theme.icon("chevron-down", "text.muted", 12))
        self.print.setIcon(theme.icon("print", "text.secondary", 14))
        self.walk_in.setIcon(theme.icon("plus", "text.secondary", 14))
        self.away.setIcon(theme.icon("away", "text.secondary", 14))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Have all on one line where there is room, else chips over the rest."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        px = self._theme.px
        self._shorten()
        needed = self.chips.sizeHint().width() + px(NEWS) + self._tools.sizeHint().width() + px(3 * 8 + 2 * 14)
        wide = self.width() >= needed
        if wide == self._wide:
            return
        self._wide = wide
        held = QApplication.focusWidget()
        row = self._first if wide else self._second
        row.insertWidget(1 if wide else 0, self._news_room)
        row.addWidget(self._tools)
        self._first.setStretch(self._first.indexOf(self.chips), 0 if wide else 1)
        if wide:
            self._first.setStretch(self._first.indexOf(self._news_room), 1)
        else:
            self._second.setStretch(self._second.indexOf(self._news_room), 1)
        self._below.setVisible(not wide)
        if held is not None and self.isAncestorOf(held):
            held.setFocus(Qt.FocusReason.OtherFocusReason)

    def _shorten(self) -> None:
        """Have buttons be icons alone where their words have no room."""
        room = self.width() - self._theme.px(NEWS + 3 * 8)
        for button, text in self._words.items():
            button.setText(text)
            button.setProperty("bare", "false")
        if self._tools.sizeHint().width() > room:
            for button in self._words:
                button.setText("")
                button.setProperty("bare", "true")

    def _lay_out(self) -> None:
        px, translate = self._theme.px, QCoreApplication.translate
        self.news.setProperty("kind", "news")
        self.news.setAccessibleDescription(translate("Desk", "Shows the list as it is now: rows come, go and move."))
        self.news.hide()
        self.views.setAccessibleName(translate("Desk", "Saved views"))
        self.views.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.print.setAccessibleName(translate("Desk", "Print the day list"))
        self.print.setToolTip(translate("Desk", "Print the day list (Ctrl+P)"))
        for button, text in self._words.items():
            button.setAccessibleName(text)
        self.print.setFixedWidth(px(34))
        self.walk_in.setToolTip(translate("Desk", "Somebody has come without a slot (Ctrl+N)"))
        self.away.setToolTip(translate("Desk", "A doctor is not there, or the clinic is closed (Ctrl+U)"))
        beside = QHBoxLayout(self._news_room)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self.news, 0, Qt.AlignmentFlag.AlignLeft)
        beside.addStretch(1)
        tools = QHBoxLayout(self._tools)
        tools.setContentsMargins(0, 0, 0, 0)
        tools.setSpacing(px(8))
        for widget in (self.field, self.views, self.print, self.walk_in, self.away):
            tools.addWidget(widget)
        self._below = QWidget(self)
        self._first, self._second = QHBoxLayout(), QHBoxLayout(self._below)
        self._second.setContentsMargins(0, 0, 0, 0)
        for row in (self._first, self._second):
            row.setSpacing(px(8))
        self._first.addWidget(self.chips)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(14), px(8), px(14), px(8))
        column.setSpacing(px(8))
        column.addLayout(self._first)
        column.addWidget(self._below)
