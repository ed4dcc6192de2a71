"""Another time for one visit: the three nearest ones, or what else can become of it."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from clinic_console.desktop.bridge import advice, sentences, words
from clinic_console.desktop.charts.times import clock_text, day_text
from clinic_console.desktop.state.booking_slot import Offer
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.announce import announce
from clinic_console.desktop.views.beside import Side
from clinic_console.desktop.views.booking_rows import Row, Rows
from clinic_console.desktop.views.elided import Elided
from clinic_console.desktop.views.keycap import KeyButton
from clinic_console.desktop.views.unavailable_side import WIDTH
from clinic_console.domain.errors import ClinicError

DIGITS = (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3)


class OtherTime(Side):
    """``taken`` carries the offer that was chosen, ``asked`` what else: waitlist, leave, cancel, reset or again."""

    taken = Signal(object)
    asked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        translate = QCoreApplication.translate
        self.offers: tuple[Offer, ...] = ()
        self.state = Elided(self.page)
        self.state.setProperty("tone", "secondary")
        self.rows = Rows(theme, translate("Unavailable", "Nearest free times"), self.page)
        self.rows.chosen.connect(self._take)
        self.again = QPushButton(translate("Unavailable", "Try again"), self.page)
        self.again.clicked.connect(lambda: self.asked.emit("again"))
        self.buttons = {
            what: KeyButton(theme, text, key, self.page)
            for what, text, key in (
                ("waitlist", translate("Unavailable", "Put on the waitlist"), "W"),
                ("leave", translate("Unavailable", "Leave to a clinician"), "L"),
                ("cancel", translate("Unavailable", "Cancel the visit"), "C"),
                ("reset", translate("Unavailable", "As it was proposed"), "R"),
            )
        }
        for widget in (self.state, self.rows, self.again):
            self.column.addWidget(widget)
        for what, button in self.buttons.items():
            button.clicked.connect(lambda _=False, what=what: self.asked.emit(what))
            self.column.addWidget(button)
        self.column.addStretch(1)
        self.setFixedWidth(theme.px(WIDTH))

    def begin(self, name: str, now: str, *, decide: bool, reset: bool = False) -> None:
        """Begin for a patient; with ``decide`` other things than a time can be chosen, too."""
        self.say(QCoreApplication.translate("Unavailable", "Another time"), f"{name}\n{now}")
        self.offers = ()
        for what, button in self.buttons.items():
            button.setVisible(decide and (what != "reset" or reset))
        self._show((), QCoreApplication.translate("Unavailable", "Looking for free times …"))
        self.area.setFocus(Qt.FocusReason.OtherFocusReason)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_offers(self, offers: Sequence[Offer], zone: str, none: str) -> None:
        """Show what is free; ``none`` is said where nothing is."""
        self.offers = tuple(offers)
        rows = [
            Row(
                "",
                day_text(offer.begins, zone),
                clock_text(offer.begins, zone),
                below=offer.name,
                cap=str(place + 1),
                key=f"{offer.begins} {offer.practitioner}",
            )
            for place, offer in enumerate(offers)
        ]
        self._show(rows, "" if rows else none)
        if rows:
            self.rows.setFocus(Qt.FocusReason.OtherFocusReason)
            announce(self.rows, "; ".join(row.spoken for row in rows))
        else:
            announce(self.state, none)

    def failed(self, error: ClinicError) -> None:
        """Say why no times are known."""
        text = sentences(words(error), advice(error))
        self._show((), text)
        self.again.show()
        self.again.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self.state, text)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        super().set_theme(theme)
        if hasattr(self, "rows"):
            self.rows.set_theme(theme)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits take an offer, letters decide otherwise, Esc goes back."""
        key = Qt.Key(event.key())
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        letters = {Qt.Key.Key_W: "waitlist", Qt.Key.Key_L: "leave", Qt.Key.Key_C: "cancel", Qt.Key.Key_R: "reset"}
        if key in DIGITS and not held:
            self._take(DIGITS.index(key))
        elif key in letters and not held:
            if not self.buttons[letters[key]].isHidden():
                self.asked.emit(letters[key])
        else:
            super().keyPressEvent(event)

    def forget(self) -> None:
        """Keep nothing of anybody."""
        self.say("", "")
        self.offers = ()
        self._show((), "")

    def _take(self, place: int) -> None:
        if place < len(self.offers):
            self.taken.emit(self.offers[place])

    def _show(self, rows: Sequence[Row], text: str) -> None:
        self.rows.say(rows)
        self.state.say(text)
        self.state.setVisible(bool(text))
        self.again.hide()
