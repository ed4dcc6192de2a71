"""A visit is booked beside the schedule: who, what for, and the time kept meanwhile. Enter books."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from clinic_console.desktop.bridge import Bridge, advice, sentences, words
from clinic_console.desktop.charts.times import clock_text
from clinic_console.desktop.state.booking_slot import Kept, Offer, Outcome, Slot, chart_of_person, threatened
from clinic_console.desktop.state.chart import Chart
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.schedule_columns import Column
from clinic_console.desktop.state.waitlist import Freed, Waiting
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.booking_form import BookingForm
from clinic_console.desktop.views.booking_head import trouble_of
from clinic_console.desktop.views.booking_words import date_of, day_words, kinds_for, name_of, offer_rows
from clinic_console.desktop.views.desk_actions import DeskActions
from clinic_console.desktop.views.desk_panel import DeskPanel
from clinic_console.domain.access import Permission
from clinic_console.domain.availability import refusal
from clinic_console.domain.errors import ClinicError, NothingToUse
from clinic_console.domain.schedule import MINUTE_MS

MOST_OFFERS: Final = 3
MOST_OTHERS: Final = 3


class BookingPanel(DeskPanel):
    """``shows`` carries (practitioner, begins, ends) of what is being booked, None for nothing.

    ``register_wanted`` carries a name: somebody is to be registered first, then ``registered`` is called. ``frame``
    is to be called also while another panel is shown: an answer that was lost may come late.
    """

    shows = Signal(object)
    register_wanted = Signal(str)

    def __init__(self, theme: Theme, bridge: Bridge, state: ConsoleState, actions: DeskActions) -> None:
        super().__init__(theme, bridge, state, actions)
        self.setObjectName("bookingPanel")
        self._booking = state.booking
        self._seen: tuple[object, ...] = ()
        self._column = -1
        self._now = 0
        self._pointed: object = None
        self._others: list[int] = []
        self.form = BookingForm(theme, bridge, actions.find, self)
        self.parts = (self.form,)
        self.column.addWidget(self.form)
        self.foot_column.addWidget(self.form.foot)
        self._connect()

    # What the screen asks of it

    def begin(self, clinic_id: str, practitioner: int, begins: int, type: int = 0) -> None:  # noqa: A002 - as agreed
        """Open it at a slot, have that kept, and take the focus."""
        self._begin(Slot(clinic_id, practitioner, begins, type, self._ends(begins, type)))

    def begin_offer(self, offer: Offer) -> None:
        """Open it at a time that the finder has found."""
        found_for = self._state.finder.found_for
        kind = found_for.type if found_for is not None else 0
        slot = Slot(offer.clinic, offer.practitioner, offer.begins, kind, offer.ends)
        self._begin(slot, patient=self._state.finder.patient)

    def begin_for(self, waiting: Waiting, freed: Freed) -> None:
        """Open it at a time that became free, for somebody who waits for it."""
        slot = Slot(waiting.clinic, freed.practitioner, freed.begins, waiting.wish.type, freed.ends)
        self._begin(slot, waiting.id, chart_of_person(waiting.patient))

    def resume(self) -> None:
        """Go on with what was typed in a panel before this one."""
        self.form.show_texts(self._booking)
        self.enter()

    def registered(self, patient: Chart) -> None:
        """Go on with somebody who has just been registered."""
        self._choose(patient)

    def enter(self) -> None:
        """Take the focus."""
        self.form.enter()

    def frame(self, mono: float) -> None:
        """Bring it up to a monotonic time."""
        booking, now = self._booking, self.now(mono)
        self._now = now
        booking.tick(now)
        if self.back():
            self._ask_again()
        while booking.outcomes:
            self._tell(booking.outcomes.popleft(), now)
        if booking.slot is None:
            return
        self._choose_first()
        self._try_other()
        self._watch_column()
        if booking.wants_renewal(now):
            booking.renewing()
            self.spawn(self._actions.appointments.renew(), "keep a slot")
        self._show(now)

    def forget(self) -> None:
        """Keep nothing that was typed, and nobody's name."""
        self.form.forget()
        self.say("")
        self._seen = ()
        self._point(None)

    def leave(self) -> None:
        """Close it, and let the slot go; a booking whose answer was lost goes on."""
        self.spawn(self._actions.appointments.leave(), "let a slot go")
        self.forget()
        self.left.emit()

    def enter_pressed(self) -> None:
        """Book; or do what is missing first."""
        booking = self._booking
        if booking.sent is not None:
            return
        if booking.complete:
            self.spawn(self._book(), "book")
        elif booking.kept in (Kept.OVER, Kept.UNKNOWN):
            self._press_banner()
        elif booking.patient is None and not booking.problem:
            self.form.patient.enter()
        else:
            self.form.go_to_missing(booking)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit takes one of the times that are offered, where no field takes it."""
        place = event.key() - Qt.Key.Key_1
        if 0 <= place < MOST_OFFERS and not event.modifiers() and self._booking.offers and not self.typing:
            self._take(place)
        else:
            super().keyPressEvent(event)

    # What the user does

    def _begin(self, slot: Slot, waiting: str = "", patient: Chart | None = None) -> None:
        self._seen, self._others = (), []
        if not self.may(Permission.BOOK, slot.clinic):
            self.say(QCoreApplication.translate("Booking", "Book a visit"), self.doctor(slot.practitioner))
            self.foot.hide()
            self.form.deny(
                QCoreApplication.translate("Booking", "You may look at this schedule, but not book visits in it.")
            )
            return
        self.form.deny("")
        self.foot.show()
        self.spawn(self._actions.appointments.begin(slot, waiting=waiting, patient=patient), "keep a slot")
        self.form.show_texts(self._booking)
        self.enter()

    def _choose(self, patient: Chart | None) -> None:
        self._booking.choose(patient)
        self.form.show_texts(self._booking)
        if patient is not None:
            self.enter()

    def _choose_kind(self, kind: int) -> None:
        self._others = []
        self._ask_for(kind)

    def _ask_for(self, kind: int) -> None:
        slot = self._booking.slot
        if slot is not None and kind != slot.type:
            self.spawn(self._actions.appointments.choose_type(kind, self._ends(slot.begins, kind)), "keep a slot")

    def _choose_first(self) -> None:
        """Once the types are known: what this desk booked last and can be here, else the first that can."""
        slot = self._booking.slot
        if slot is None or slot.type:
            return
        known = [each.id for each in kinds_for(self._state.schedule, slot, self.zone(slot.clinic))]
        kinds = [*(kind for kind in self._booking.last_types if kind in known), *known]
        # In their order; if something speaks against all of them, what stands in nobody's way.
        kinds = sorted(dict.fromkeys(kinds), key=lambda kind: self._against(slot, kind))
        if kinds:
            self._ask_for(kinds[0])
            self._others = [kind for kind in kinds[1:] if not self._against(slot, kind)][:MOST_OTHERS]

    def _against(self, slot: Slot, kind: int) -> int:
        """Return how much speaks against a type of visit there, as far as is known here: 0 for nothing."""
        column, schedule = self._slot_column, self._state.schedule
        if column is None:
            return 0
        if threatened(column, replace(slot, type=kind, ends=self._ends(slot.begins, kind)), ""):
            return 2
        return int(refusal(schedule.times(column), schedule.types[kind].rules, slot.begins, self._now) is not None)

    def _try_other(self) -> None:
        """What a type that nobody chose needs is not free there: only the hub knows, so the next one is tried."""
        booking = self._booking
        if booking.kept is Kept.HELD or booking.sent is not None:
            self._others = []
        elif self._others and booking.kept is Kept.REFUSED and isinstance(booking.problem, NothingToUse):
            self._ask_for(self._others.pop(0))

    def _take(self, place: int) -> None:
        offers = self._booking.offers
        if place < len(offers):
            self._others = []
            self.spawn(self._actions.appointments.take(offers[place]), "keep a slot")
            self.enter()

    async def _book(self) -> None:
        await self._actions.appointments.book()
        if isValid(self) and self._booking.offers and self.isAncestorOf(QApplication.focusWidget() or self.window()):
            # Nobody types any more: digits take one of the other times.
            self._show(self._now)
            self.form.head.offers.setFocus(Qt.FocusReason.OtherFocusReason)

    def _press_banner(self) -> None:
        if self._booking.sent is not None:
            self._actions.appointments.try_now()
        else:
            self.spawn(self._actions.appointments.again(), "keep a slot")

    @property
    def _slot_column(self) -> Column | None:
        """Return the column that the slot stands in, if it is here."""
        slot, schedule = self._booking.slot, self._state.schedule
        if slot is None or slot.clinic != schedule.clinic:
            return None
        return schedule.column(slot.practitioner, date_of(slot.begins, self.zone(slot.clinic)))

    def _ask_again(self) -> None:
        """The hub can be reached again: what it could not be asked, or did not answer, is asked now."""
        self._actions.appointments.try_now()
        if self._booking.kept is Kept.UNKNOWN:
            self.spawn(self._actions.appointments.again(), "keep a slot")

    def _watch_column(self) -> None:
        """Ask whether the slot can still be had, once its column has changed so that it may not."""
        booking, slot, column = self._booking, self._booking.slot, self._slot_column
        if column is None or slot is None or column.version == self._column:
            return
        self._column = column.version
        if booking.sent is None and threatened(column, slot, booking.hold):
            again = booking.kept is Kept.OVER
            actions = self._actions.appointments
            self.spawn(actions.again() if again else actions.renew(), "keep a slot")

    def _tell(self, outcome: Outcome, now: int) -> None:
        """Say what became of a booking, also of one whose panel was closed meanwhile."""
        request, zone = outcome.request, self.zone(outcome.request.slot.clinic)
        begins = request.slot.begins if outcome.card is None else outcome.card.begins
        what = " · ".join(
            filter(
                None,
                (
                    name_of(request.patient),
                    f"{day_words(begins, zone, now)} {clock_text(begins, zone)}",
                    self.doctor(request.slot.practitioner),
                ),
            )
        )
        card = outcome.card
        if card is None:
            text = QCoreApplication.translate("Booking", "Not booked: %1").replace("%1", what)
            error = outcome.error or ClinicError()
            self.told.emit(text, sentences(words(error), advice(error)))
            return
        text = QCoreApplication.translate("Booking", "Booked: %1").replace("%1", what)
        self.undo_offered.emit(text, lambda: self._actions.appointments.undo(card))
        self.changed.emit()
        if outcome.here:
            self.forget()
            self.left.emit()

    # What is shown

    def _show(self, now: int) -> None:
        booking, slot = self._booking, self._booking.slot
        if slot is None:
            return
        self.form.head.show_kept(booking, now)
        schedule = self._state.schedule
        seen = (booking.version, schedule.version, self._state.access.version, now // MINUTE_MS, self.typing)
        if seen == self._seen:
            return
        self._seen = seen
        form, zone = self.form, self.zone(slot.clinic)
        may = self.may(Permission.OVERBOOK, slot.clinic)
        self.say(QCoreApplication.translate("Booking", "Book a visit"), self.doctor(slot.practitioner))
        form.patient.now, form.patient.zone = now, zone
        form.patient.may_register(on=self.may(Permission.EDIT_PATIENTS, slot.clinic))
        form.head.show_slot(booking, zone, now)
        names = {each.id: each.name for each in self._state.access.clinics}
        offers = booking.offers[:MOST_OFFERS] if booking.sent is None else ()
        rows = offer_rows(offers, now, names, typing=self.typing)
        if form.head.show_trouble(trouble_of(booking, may_overbook=may), rows):
            # It stands at the top, and is not to be missed with large text.
            self.area.verticalScrollBar().setValue(0)
        form.show_kinds(kinds_for(schedule, slot, zone), slot.type)
        form.show_texts(booking)
        form.show_wanted(booking, may_overbook=may)
        form.show_wrong(booking)
        form.say(self._status())
        self._point((slot.practitioner, slot.begins, slot.ends))

    def _status(self) -> str:
        booking = self._booking
        if booking.sent is not None:
            asked = QCoreApplication.translate("Booking", "Asking the hub…")
            return asked if booking.sent.unsure else QCoreApplication.translate("Booking", "Booking…")
        if booking.patient is None:
            return QCoreApplication.translate("Booking", "Choose the patient.")
        if not self._state.schedule.types:
            return QCoreApplication.translate("Booking", "Types of visits are not here yet.")
        return ""

    def _point(self, what: object) -> None:
        if what != self._pointed:
            self._pointed = what
            self.shows.emit(what)

    def _ends(self, begins: int, kind: int) -> int:
        found = self._state.schedule.types.get(kind)
        return begins + found.rules.minutes * MINUTE_MS if found is not None else 0

    # Once

    def _connect(self) -> None:
        form = self.form
        form.patient.chosen.connect(self._choose)
        form.patient.typed.connect(lambda text: self._booking.typed(text=text))
        form.patient.register_wanted.connect(self.register_wanted)
        form.patient.rows.moved.connect(lambda top, high: self.show_row(form.patient.rows, top, high))
        form.typed.connect(lambda name, text: self._booking.typed(**{name: text}))
        form.kind_chosen.connect(self._choose_kind)
        form.head.pressed.connect(self._press_banner)
        form.head.taken.connect(self._take)
        form.book.clicked.connect(self.enter_pressed)
        for place in range(MOST_OFFERS):
            shortcut = QShortcut(QKeySequence(f"Alt+{place + 1}"), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda place=place: self._take(place))
