"""Two questions of bulk work: why visits are cancelled, and where they move."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPushButton, QSpinBox, QWidget

from clinic_console.desktop.bridge import sentences
from clinic_console.desktop.state.bulk import Order
from clinic_console.desktop.state.schedule_columns import Card
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.booking_choices import Choice, labelled
from clinic_console.desktop.views.booking_words import day_words
from clinic_console.desktop.views.bulk_drawer import WIDTH, Drawer
from clinic_console.desktop.views.bulk_words import moved_text, moved_to
from clinic_console.desktop.views.visit_cancel import CancelForm
from clinic_console.domain.bulk import MOST_DAYS, MOST_MINUTES, Operation

STEP_MINUTES: Final = 5


class CancelDrawer(Drawer):
    """``sent`` carries the reason and the words."""

    sent = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, "", parent)
        self.form = CancelForm(theme, self)
        self.form.setMaximumWidth(theme.px(WIDTH))
        self.form.keep.setText(QCoreApplication.translate("Bulk", "Keep them"))
        self.form.sent.connect(self.sent)
        self.form.left.connect(self.left)
        # The form asks in its own words.
        self.title.hide()
        self.column.addWidget(self.form)

    def begin(self, count: int) -> None:
        """Ask, of so many visits."""
        self.title.setText(QCoreApplication.translate("Bulk", "Cancel %n visit(s)", None, count))
        self.setAccessibleName(self.title.text())
        self.form.send.setText(self.title.text())
        self.show()
        self.form.begin()

    def enter(self) -> None:
        """Take the focus."""
        self.form.note.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Keep nothing that was typed."""
        self.form.forget()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter cancels, unless a button has the focus; Esc keeps them."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            if self.form.keep.hasFocus():
                self.left.emit()
            else:
                self.form.confirm()
        else:
            super().keyPressEvent(event)


class MoveDrawer(Drawer):
    """``sent`` carries an Order: to another doctor, so many days and minutes later."""

    sent = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        translate = QCoreApplication.translate
        super().__init__(theme, "", parent)
        self._cards: tuple[Card, ...] = ()
        self._zone, self._now = "UTC", 0
        self.doctor = Choice(translate("Bulk", "Doctor"), self)
        self.days, self.minutes = QSpinBox(self), QSpinBox(self)
        self.whole = QCheckBox(translate("Bulk", "Only if all of them can be moved"), self)
        self.means = QLabel(self)
        self.means.setTextFormat(Qt.TextFormat.PlainText)
        self.means.setProperty("tone", "secondary")
        self.means.setWordWrap(True)
        self.means.setMaximumWidth(theme.px(2 * WIDTH))
        self.send = QPushButton(self)
        self.send.setProperty("kind", "primary")
        self.keep = QPushButton(translate("Bulk", "Leave them where they are"), self)
        self.send.clicked.connect(self.confirm)
        self.keep.clicked.connect(self.left)
        self._lay_out(theme)

    @property
    def order(self) -> Order:
        """Return what is typed."""
        who = self.doctor.currentData() or 0
        return Order(
            Operation.MOVE,
            practitioner=int(who),
            days=self.days.value(),
            minutes=self.minutes.value(),
            all_or_nothing=self.whole.isChecked(),
        )

    def begin(self, cards: Sequence[Card], doctors: Sequence[tuple[int, str]], zone: str, now: int) -> None:
        """Ask where these are to go; ``doctors`` by number and name."""
        self._cards, self._zone, self._now = tuple(cards), zone, now
        same = QCoreApplication.translate("Bulk", "The same")
        self.doctor.offer([(0, same), *doctors], 0)
        self.days.setValue(0)
        self.minutes.setValue(0)
        self.whole.setChecked(False)
        self.title.setText(QCoreApplication.translate("Bulk", "Move %n visit(s)", None, len(self._cards)))
        self.setAccessibleName(self.title.text())
        self._say()
        self.show()
        self.enter()

    def enter(self) -> None:
        """Take the focus."""
        self.doctor.setFocus(Qt.FocusReason.OtherFocusReason)

    def confirm(self) -> None:
        """Send it, if it leads anywhere."""
        if self.send.isEnabled():
            self.sent.emit(self.order)

    def forget(self) -> None:
        """Keep nobody's visits."""
        self._cards = ()
        self.means.setText("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter moves them, unless the way out has the focus; Esc leaves them."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            if self.keep.hasFocus():
                self.left.emit()
            else:
                self.confirm()
        else:
            super().keyPressEvent(event)

    def _say(self) -> None:
        order, translate = self.order, QCoreApplication.translate
        nowhere = not (order.practitioner or order.days or order.minutes)
        self.send.setEnabled(not nowhere and bool(self._cards))
        self.send.setText(translate("Bulk", "Move %n visit(s)", None, len(self._cards)))
        if nowhere or not self._cards:
            self.means.setText(translate("Bulk", "Choose another doctor, day or time."))
            return
        first, last = self._cards[0], self._cards[-1]
        day = day_words(moved_to(order, first.begins, self._zone), self._zone, self._now)
        times = dict.fromkeys((moved_text(order, first, self._zone), moved_text(order, last, self._zone)))
        who = self.doctor.currentText() if order.practitioner else ""
        what = " · ".join(filter(None, (day, " … ".join(times), who)))
        rest = translate("Bulk", "Who cannot be moved stays, and is named.")
        none = translate("Bulk", "If one cannot be moved, none is.")
        told = translate("Bulk", "The patients are told a minute later: until then it can be taken back.")
        self.means.setText(sentences(what + ".", none if order.all_or_nothing else rest, told))

    def _lay_out(self, theme: Theme) -> None:
        translate = QCoreApplication.translate
        self.days.setRange(-MOST_DAYS, MOST_DAYS)
        self.days.setSuffix(translate("Bulk", " d", "days behind a number"))
        self.minutes.setRange(-MOST_MINUTES, MOST_MINUTES)
        self.minutes.setSingleStep(STEP_MINUTES)
        self.minutes.setSuffix(translate("Bulk", " min", "minutes behind a number"))
        for box, name in (
            (self.days, translate("Bulk", "Days later")),
            (self.minutes, translate("Bulk", "Minutes later")),
        ):
            box.setAccessibleName(name)
            box.valueChanged.connect(lambda _: self._say())
        self.doctor.picked.connect(lambda _: self._say())
        self.whole.toggled.connect(lambda _: self._say())
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        for name, control, width in (
            (translate("Bulk", "Doctor"), self.doctor, 220),
            (translate("Bulk", "Days later"), self.days, 110),
            (translate("Bulk", "Minutes later"), self.minutes, 120),
        ):
            control.setFixedWidth(theme.px(width))
            row.addWidget(labelled(theme, name, control, self))
        row.addWidget(self.whole, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        self.column.addLayout(row)
        self.column.addWidget(self.means)
        self.buttons(self.send, self.keep)
