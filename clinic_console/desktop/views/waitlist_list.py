"""The waitlist itself: what has become free for whom, then all who wait; buttons for the row that is current."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.banner import Banner
from clinic_console.desktop.views.booking_rows import Rows
from clinic_console.desktop.views.keycap import KeyButton
from clinic_console.desktop.views.panel import Panel
from clinic_console.desktop.views.skeleton import Skeleton


class WaitlistList(QWidget):
    """Lists and buttons; the panel fills them and listens to them."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        translate = QCoreApplication.translate
        self.banner = Banner(theme, self)
        self.freed_title, self.title = QLabel(self), QLabel(self)
        for label in (self.freed_title, self.title):
            label.setObjectName("sideHeading")
        self.freed = Rows(theme, translate("Waitlist", "Free now"), self)
        self.book = KeyButton(theme, translate("Waitlist", "Book…"), "Return", self)
        self.book.setProperty("kind", "primary")
        self.pass_over = KeyButton(theme, translate("Waitlist", "Pass over"), "Del", self)
        self.rows = Rows(theme, translate("Waitlist", "Waiting"), self)
        self.edit = KeyButton(theme, translate("Waitlist", "Change…"), "Return", self)
        self.take_off = KeyButton(theme, translate("Waitlist", "Take off"), "Del", self)
        self.empty = Panel(theme, self)
        self.skeleton = Skeleton(theme, parent=self)
        self.skeleton.setMinimumHeight(theme.px(160))
        self.add = QPushButton(translate("Waitlist", "Put somebody on the waitlist…"), self)
        self._lay_out(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        for part in (self.banner, self.freed, self.rows, self.empty, self.skeleton):
            part.set_theme(theme)

    def arrange(self, *, may_book: bool, busy: bool) -> None:
        """Show the buttons that have something to act on."""
        freed, waiting = bool(self.freed.rows), bool(self.rows.rows)
        self.freed_title.setVisible(freed)
        self.title.setVisible(waiting)
        for button, on in (
            (self.book, freed),
            (self.pass_over, freed),
            (self.edit, waiting),
            (self.take_off, waiting),
        ):
            button.setVisible(on and may_book)
            button.setEnabled(not busy)

    def enter(self) -> None:
        """Take the focus: what is free first."""
        target = next((rows for rows in (self.freed, self.rows) if rows.rows), self.add)
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Keep nobody."""
        self.freed.say(())
        self.rows.say(())

    def _lay_out(self, theme: Theme) -> None:
        px = theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(self.banner)
        for title, rows, buttons in (
            (self.freed_title, self.freed, (self.book, self.pass_over)),
            (self.title, self.rows, (self.edit, self.take_off)),
        ):
            column.addWidget(title)
            column.addWidget(rows)
            line = QHBoxLayout()
            line.setSpacing(px(8))
            for button in buttons:
                line.addWidget(button)
            line.addStretch(1)
            column.addLayout(line)
        column.addWidget(self.empty, 1_000)
        column.addWidget(self.skeleton)
        column.addStretch(1)
