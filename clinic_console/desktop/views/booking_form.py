"""The fields of a booking, and its foot: they are filled from the state, and tell what the user changes."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from clinic_console.desktop.actions.patients_find import FindActions
from clinic_console.desktop.bridge import Bridge
from clinic_console.desktop.state.booking import Booking
from clinic_console.desktop.state.schedule_columns import VisitKind
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.booking_choices import Choice, labelled
from clinic_console.desktop.views.booking_head import BookingHead
from clinic_console.desktop.views.booking_patient import PatientField
from clinic_console.desktop.views.booking_words import field_text, kind_text, wrong_field
from clinic_console.desktop.views.field import Field
from clinic_console.desktop.views.keycap import KeyButton

LONGEST: Final = 200


class BookingForm(QWidget):
    """``typed`` carries a field's name (reason, overbook, beside) and text, ``kind_chosen`` a type's number."""

    typed = Signal(str, str)
    kind_chosen = Signal(int)

    def __init__(self, theme: Theme, bridge: Bridge, find: FindActions, parent: QWidget) -> None:
        super().__init__(parent)
        translate = QCoreApplication.translate
        self.head = BookingHead(theme, self)
        self.denied = QLabel(self)
        self.denied.setWordWrap(True)
        self.denied.setProperty("tone", "secondary")
        self.patient = PatientField(theme, bridge, find, self)
        name = translate("Booking", "Visit")
        self.kind = Choice(name, self)
        self.kind.setObjectName("bookingKind")
        self.kind_field = labelled(theme, name, self.kind, self)
        self.fields: dict[str, Field] = {}
        self.lines: dict[str, QLineEdit] = {}
        for name, label, about in (
            ("reason", translate("Booking", "Reason"), ""),
            ("overbook", translate("Booking", "Why beside another visit"), _recorded()),
            ("beside", translate("Booking", "Why although the patient has another visit then"), _recorded()),
        ):
            self._line(theme, name, label, about)
        self.foot = QWidget(self)
        self.status = QLabel(self.foot)
        self.status.setProperty("tone", "muted")
        self.status.setWordWrap(True)
        self.book = KeyButton(theme, translate("Booking", "Book"), "Return", self.foot)
        self.book.setProperty("kind", "primary")
        self.book.setObjectName("bookingBook")
        self.kind.picked.connect(self.kind_chosen)
        self._lay_out(theme)

    def show_kinds(self, kinds: Sequence[VisitKind], chosen: int) -> None:
        """Offer these types of visits."""
        self.kind.offer([(each.id, kind_text(each)) for each in kinds], chosen)

    def show_texts(self, booking: Booking) -> None:
        """Show what was typed, where something else stands; a booking that is not on its way can be typed in."""
        # At once, and not with the next frame: what cannot be used does not take the focus, and letters are commands
        # where the focus stays.
        self.patient.lock(on=booking.sent is not None)
        self.kind.setEnabled(booking.sent is None)
        self.patient.show_patient(booking.patient, booking.text)
        for name, line in self.lines.items():
            if line.text() != getattr(booking, name):
                line.setText(getattr(booking, name))

    def show_wanted(self, booking: Booking, *, may_overbook: bool) -> None:
        """Ask for reasons where they are due, and let nothing be changed while it is on its way."""
        sent = booking.sent is not None
        self.fields["overbook"].setVisible(may_overbook and (booking.taken or bool(booking.overbook)))
        self.fields["beside"].setVisible(may_overbook and (booking.busy or bool(booking.beside)))
        self.kind.setEnabled(not sent and self.kind.count() > 0)
        for line in self.lines.values():
            line.setReadOnly(sent)
        self.book.setEnabled(not sent and booking.complete)

    def show_wrong(self, booking: Booking) -> None:
        """Mark the field that the hub cannot take, until something else is typed there."""
        wrong = wrong_field(booking.problem)
        for name, field in self.fields.items():
            text = field_text(name) if name == wrong else ""
            if text and field.note.text() != text:
                field.wrong(text)
                self.lines[name].setFocus(Qt.FocusReason.OtherFocusReason)
            elif not text and field.note.text() != field.about:
                field.right()

    def say(self, text: str) -> None:
        """Say at the foot what is going on, or what is missing."""
        if self.status.text() != text:
            self.status.setText(text)

    def deny(self, text: str) -> None:
        """Say that the user may not book here, in place of the fields; an empty text: may."""
        self.denied.setText(text)
        self.denied.setVisible(bool(text))
        for widget in (self.head, self.patient, self.kind_field, self.fields["reason"], self.foot):
            widget.setVisible(not text)

    def enter(self) -> None:
        """Take the focus, where something is missing."""
        if self.patient.patient is None:
            self.patient.enter()
        else:
            self.kind.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_to_missing(self, booking: Booking) -> None:
        """Take the focus to what has to be said still."""
        for name, due in (("overbook", booking.taken), ("beside", booking.busy)):
            if due and self.fields[name].isVisible() and not getattr(booking, name).strip():
                self.lines[name].setFocus(Qt.FocusReason.OtherFocusReason)
                return
        if self.head.offers.isVisible():
            self.head.offers.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self.head.set_theme(theme)
        self.patient.set_theme(theme)

    def forget(self) -> None:
        """Keep nothing that was typed."""
        self.patient.forget()
        for line in self.lines.values():
            line.setText("")
        self.say("")
        self.head.show_trouble(None, [])

    def _line(self, theme: Theme, name: str, label: str, about: str) -> None:
        line = self.lines[name] = QLineEdit(self)
        line.setMaxLength(LONGEST)
        line.setObjectName(f"booking-{name}")
        self.fields[name] = Field(theme, label, line, self, about=about)
        line.textEdited.connect(lambda text: self.typed.emit(name, text))

    def _lay_out(self, theme: Theme) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(12))
        shown = (self.head, self.denied, self.patient, self.kind_field, *self.fields.values())
        for widget in shown:
            column.addWidget(widget)
        column.addStretch(1)
        self.denied.hide()
        self.fields["overbook"].hide()
        self.fields["beside"].hide()
        row = QHBoxLayout()
        row.addWidget(self.status, 1)
        row.addWidget(self.book, 0, Qt.AlignmentFlag.AlignRight)
        foot = QVBoxLayout(self.foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.addLayout(row)


def _recorded() -> str:
    return QCoreApplication.translate("Booking", "It stands on the visit and in the audit log.")
