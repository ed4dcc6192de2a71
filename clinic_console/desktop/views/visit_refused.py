"""A card could not be put where it was dropped: why, and the three nearest times instead."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QCoreApplication, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from clinic_console.desktop.bridge import advice, sentences, words
from clinic_console.desktop.state.booking_slot import Offer
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.announce import announce
from clinic_console.desktop.views.booking_rows import Rows
from clinic_console.desktop.views.booking_words import offer_rows
from clinic_console.domain.errors import ClinicError, NotFree

WIDTH: Final = 340
MOST: Final = 3
MARGIN: Final = 8


class Refused(QFrame):
    """Lies over ``room``; ``taken`` carries the Offer that is taken instead (1, 2, 3 or Enter), ``left``: none (Esc).

    It is a child of the window, not a window of its own: the alarm strip stays above the screen, and the keys go on.
    """

    taken = Signal(object)
    left = Signal()

    def __init__(self, theme: Theme, room: QWidget) -> None:
        super().__init__(room)
        self.setObjectName("refused")
        self._theme, self._room = theme, room
        self._offers: tuple[Offer, ...] = ()
        self._before: QWidget | None = None
        self.title, self.about = QLabel(self), QLabel(self)
        self.title.setProperty("tone", "notice")
        self.about.setProperty("tone", "muted")
        for label in (self.title, self.about):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.rows = Rows(theme, QCoreApplication.translate("Booking", "Free instead"), self)
        self.rows.chosen.connect(self._take)
        self.close_button = QPushButton(QCoreApplication.translate("Visit", "Leave it where it was"), self)
        self.close_button.clicked.connect(self.dismiss)
        px = theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(px(14), px(12), px(14), px(12))
        column.setSpacing(px(8))
        for widget in (self.title, self.about, self.rows):
            column.addWidget(widget)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.close_button)
        column.addLayout(row)
        self.hide()

    def say(self, error: ClinicError, at: QPoint, now: int, clinics: Mapping[str, str]) -> None:
        """Show why, near a point of the room; ``now`` is the hub's time, ``clinics`` are names by id."""
        found = error.alternatives if isinstance(error, NotFree) else ()
        self._offers = tuple(each for each in found if isinstance(each, Offer))[:MOST]
        self.title.setText(words(error))
        nearest = QCoreApplication.translate(
            "Visit", "The nearest free times; the visit stays where it was until then."
        )
        stays = QCoreApplication.translate("Visit", "The visit stays where it was.")
        self.about.setText(nearest if self._offers else sentences(advice(error), stays))
        self.rows.say(offer_rows(self._offers, now, dict(clinics)))
        self.setAccessibleName(sentences(self.title.text(), self.about.text()))
        self._before = QApplication.focusWidget()
        self._place(at)
        self.show()
        self.raise_()
        target = self.rows if self._offers else self.close_button
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, self.accessibleName(), urgent=True)

    def dismiss(self) -> None:
        """Close it: the visit stays where it was."""
        self._close()
        self.left.emit()

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme = theme
        self.rows.set_theme(theme)

    def forget(self) -> None:
        """Close it without a word: somebody has left."""
        self._before = None
        self._close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits take a time, Esc none; nothing else reaches the schedule below."""
        key = event.key()
        place = key - Qt.Key.Key_1
        if key == Qt.Key.Key_Escape:
            self.dismiss()
        elif 0 <= place < len(self._offers):
            self._take(place)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.close_button.hasFocus():
            self.dismiss()

    def _take(self, place: int) -> None:
        offer = self._offers[place]
        self._close()
        self.taken.emit(offer)

    def _close(self) -> None:
        held = self.isAncestorOf(QApplication.focusWidget() or self.window())
        self.hide()
        self._offers = ()
        self.rows.say(())
        self.title.setText("")
        if held and self._before is not None and isValid(self._before):
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)

    def _place(self, at: QPoint) -> None:
        margin = self._theme.px(MARGIN)
        width = min(self._theme.px(WIDTH), self._room.width() - 2 * margin)
        self.setFixedWidth(max(1, width))
        height = self.heightForWidth(width) if self.hasHeightForWidth() else self.sizeHint().height()
        self.resize(width, height)
        left = max(margin, min(at.x() + margin, self._room.width() - width - margin))
        top = max(margin, min(at.y() + margin, self._room.height() - height - margin))
        self.move(left, top)
