"""At the top of a booking: its time, large, for how long it is kept, and what is wrong with it."""

from typing import Final, NamedTuple

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from clinic_console.desktop.bridge import sentences, words
from clinic_console.desktop.charts.times import age_text, clock_text
from clinic_console.desktop.state.booking import WARN_MS, Booking
from clinic_console.desktop.state.booking_slot import Kept
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.announce import announce
from clinic_console.desktop.views.banner import Banner
from clinic_console.desktop.views.booking_rows import Row, Rows
from clinic_console.desktop.views.booking_words import (
    clock_change_text,
    day_words,
    length_text,
    refusal_words,
    span_text,
)

SECOND_MS: Final = 1_000


class Trouble(NamedTuple):
    """What is wrong in words: bold, the rest, and what its button does."""

    bold: str
    text: str = ""
    button: str = ""
    tone: str = "notice"


class BookingHead(QWidget):
    """``pressed``: the banner's button; ``taken`` carries the place of a time that is taken instead."""

    pressed = Signal()
    taken = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.time, self.day, self.keeps, self.clocks = (QLabel(self) for _ in range(4))
        self.time.setObjectName("deskTime")
        self.day.setProperty("tone", "secondary")
        self.keeps.setObjectName("deskKept")
        self.clocks.setProperty("tone", "notice")
        for label in (self.time, self.day, self.keeps, self.clocks):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.clocks.setWordWrap(True)
        self.banner = Banner(theme, self)
        self.banner.setProperty("desk", "true")
        self.banner.pressed.connect(self.pressed)
        self.offers = Rows(theme, QCoreApplication.translate("Booking", "Free instead"), self)
        self.offers.chosen.connect(self.taken)
        self._said = ""
        self._lay_out(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self.banner.set_theme(theme)
        self.offers.set_theme(theme)

    def show_slot(self, booking: Booking, zone: str, now: int) -> None:
        """Show when the visit is."""
        slot = booking.slot
        if slot is None:
            for label in (self.time, self.day, self.keeps, self.clocks):
                label.setText("")
            return
        self.time.setText(clock_text(slot.begins, zone))
        parts = [day_words(slot.begins, zone, now)]
        if slot.ends:
            parts = [day_words(slot.begins, zone, now), length_text(slot.begins, slot.ends)]
        self.day.setText(" · ".join(parts))
        spoken = span_text(slot.begins, slot.ends, zone) if slot.ends else clock_text(slot.begins, zone)
        self.time.setAccessibleName(", ".join((spoken, *parts)))
        change = clock_change_text(slot.begins, slot.ends or slot.begins, zone)
        self.clocks.setText(change)
        self.clocks.setVisible(bool(change))

    def show_kept(self, booking: Booking, now: int) -> None:
        """Show for how long the slot is kept: in seconds only when few are left."""
        text = ""
        if booking.sent is None:
            left = booking.left(now)
            if left and left < WARN_MS:
                # Rounded up: at 0:00 it is over.
                text = QCoreApplication.translate("Booking", "Kept for %1")
                text = text.replace("%1", age_text(left + SECOND_MS - 1))
            elif left:
                text = QCoreApplication.translate("Booking", "Kept for you")
            elif booking.kept is Kept.ASKED and booking.slot is not None and booking.slot.type:
                text = QCoreApplication.translate("Booking", "Asking for it…")
        if self.keeps.text() != text:
            self.keeps.setText(text)

    def show_trouble(self, trouble: Trouble | None, rows: list[Row]) -> bool:
        """Show what is wrong, and the times that are free instead; return whether that is news."""
        before = self._said
        if trouble is None:
            self.banner.hide()
            self._said = ""
        else:
            self.banner.say(trouble.tone, "notice", trouble.bold, trouble.text, trouble.button)
            if self.banner.words != self._said:
                self._said = self.banner.words
                announce(self.banner, sentences(self._said, *(row.spoken for row in rows)), urgent=True)
        self.offers.say(rows)
        return bool(self._said) and self._said != before

    def _lay_out(self, theme: Theme) -> None:
        px = theme.px
        line = QHBoxLayout()
        line.setSpacing(px(10))
        line.addWidget(self.time, 0, Qt.AlignmentFlag.AlignBottom)
        beside = QVBoxLayout()
        beside.setSpacing(0)
        beside.addStretch(1)
        beside.addWidget(self.day)
        beside.addWidget(self.keeps)
        line.addLayout(beside, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(6))
        column.addLayout(line)
        for widget in (self.clocks, self.banner, self.offers):
            column.addWidget(widget)


def trouble_of(booking: Booking, *, may_overbook: bool) -> Trouble | None:
    """Return what is to be said of a booking, None while nothing is wrong."""
    translate = QCoreApplication.translate
    if booking.sent is not None:
        if not booking.sent.unsure:
            return None
        bold = translate("Booking", "Not sure yet whether this is booked.")
        text = translate("Booking", "The answer was lost. It is asked for again, and booked once at most.")
        return Trouble(bold, text, translate("Booking", "Try now"))
    if booking.kept is Kept.OVER:
        bold = translate("Booking", "This time is not kept for you any more.")
        return Trouble(bold, _kept(booking), translate("Booking", "Keep it again"), "accent")
    if booking.kept is Kept.UNKNOWN:
        bold = translate("Booking", "This time could not be kept.")
        said = words(booking.problem) if booking.problem is not None else ""
        return Trouble(bold, sentences(said, _kept(booking)), translate("Booking", "Try again"))
    if booking.problem is None:
        return None
    return Trouble(_refusal(booking), _way(booking, may_overbook=may_overbook))


def _kept(booking: Booking) -> str:
    typed = booking.patient is not None or booking.text or booking.reason
    return QCoreApplication.translate("Booking", "What you have typed is still here.") if typed else ""


def _refusal(booking: Booking) -> str:
    if booking.taken and booking.was_held:
        return QCoreApplication.translate("Booking", "Somebody has just taken this time.")
    return refusal_words(booking.problem) if booking.problem is not None else ""


def _way(booking: Booking, *, may_overbook: bool) -> str:
    if (booking.taken or booking.busy) and may_overbook:
        beside = QCoreApplication.translate("Booking", "Take another time, or say below why it is booked beside.")
        alone = QCoreApplication.translate("Booking", "Say below why it is booked beside.")
        return beside if booking.offers else alone
    if booking.offers:
        return QCoreApplication.translate("Booking", "These are the nearest free times:")
    return ""
