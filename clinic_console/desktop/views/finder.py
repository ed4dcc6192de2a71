"""The next free time for a visit, within what somebody can do; found anew with every change of what is looked for."""

from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Signal

from clinic_console.desktop.bridge import Bridge
from clinic_console.desktop.state.chart import Chart
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.finder import Part
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.announce import announce
from clinic_console.desktop.views.booking_words import kind_text, name_of
from clinic_console.desktop.views.desk_actions import DeskActions
from clinic_console.desktop.views.desk_panel import DeskPanel
from clinic_console.desktop.views.finder_form import FinderForm
from clinic_console.desktop.views.finder_words import count_text, found_rows, nothing_text
from clinic_console.domain.schedule import MINUTE_MS, MOST_DAYS

PAUSE_MS: Final = 150
WAIT_SECONDS: Final = 0.15


class FinderPanel(DeskPanel):
    """``chosen`` carries an Offer that is to be booked (``BookingPanel.begin_offer``)."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, bridge: Bridge, state: ConsoleState, actions: DeskActions) -> None:
        super().__init__(theme, bridge, state, actions)
        self.setObjectName("finderPanel")
        self._finder = state.finder
        self._seen: tuple[object, ...] = ()
        self._fresh = False
        self._soon = bridge.debounce(PAUSE_MS, self._find)
        clinics = [(clinic.id, clinic.name, clinic.name) for clinic in state.access.clinics]
        self.form = FinderForm(theme, clinics, self)
        self.parts = (self.form,)
        self.column.addWidget(self.form)
        self.foot_column.addWidget(self.form.foot)
        self.say(QCoreApplication.translate("Finder", "Next available"))
        self._connect()

    # What the screen asks of it

    def begin(self, clinic_id: str, patient: Chart | None = None) -> None:
        """Look for what was looked for last, at first in this clinic; what was found before is looked up anew.

        ``patient``: for whom what is chosen is booked.
        """
        finder = self._finder
        finder.look_for(patient)
        self.say(QCoreApplication.translate("Finder", "Next available"), name_of(patient) if patient else "")
        if not finder.wanted.clinics:
            finder.want(clinics=(clinic_id,))
        self._fresh, self._seen = True, ()
        self._choose_first()
        self._find()
        self.enter()

    def enter(self) -> None:
        """Take the focus: where there is something to choose, there."""
        target = self.form.rows if self.form.rows.rows else self.form.kind
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def frame(self, mono: float) -> None:
        """Bring it up to a monotonic time."""
        if self.isHidden():
            return
        finder, now = self._finder, self.now(mono)
        if self.back() and finder.problem is not None:
            self._find()
        self._choose_first()
        waits = finder.began is not None and mono - finder.began >= WAIT_SECONDS
        seen = (finder.version, self._state.schedule.version, self._state.access.version, now // MINUTE_MS, waits)
        if seen != self._seen:
            self._seen = seen
            self._show(now, waits=waits)

    def forget(self) -> None:
        """Keep nothing of what was looked for."""
        self._soon.cancel()
        self.say(QCoreApplication.translate("Finder", "Next available"))
        self.form.rows.say(())
        self._seen = ()

    def enter_pressed(self) -> None:
        """Book the time that is current."""
        self.form.rows.choose_current()

    # What the user does

    def _want(self, **criteria: object) -> None:
        self._fresh = False
        if self._finder.want(**criteria):
            self._soon()

    def _find(self) -> None:
        self.spawn(self._actions.finder.find(), "find free times")

    def _more(self) -> None:
        finder = self._finder
        if finder.problem is not None:
            self._find()
        elif finder.offers and finder.more:
            self.spawn(self._actions.finder.find_more(), "find more free times")
        else:
            self._want(days=MOST_DAYS)

    def _choose(self, place: int) -> None:
        finder = self._finder
        # What is shown may be the answer to what was looked for before: that is not what is wanted now.
        if finder.current and place < len(finder.offers):
            self.chosen.emit(finder.offers[place])

    def _choose_first(self) -> None:
        """Look for what this desk booked last, once the types of visits are known."""
        types = self._state.schedule.types
        if not self._finder.wanted.type and types:
            known = [kind.id for kind in sorted(types.values(), key=lambda kind: kind.name) if kind.active]
            first = next((kind for kind in self._state.booking.last_types if kind in known), known[0] if known else 0)
            if first and self._finder.want(type=first):
                self._soon()

    # What is shown

    def _show(self, now: int, *, waits: bool) -> None:
        finder, schedule, form = self._finder, self._state.schedule, self.form
        kinds = sorted((kind for kind in schedule.types.values() if kind.active), key=lambda kind: kind.name)
        any_specialty = QCoreApplication.translate("Finder", "Any specialty")
        specialties = sorted(schedule.specialties.values(), key=lambda each: each.name)
        form.kind.offer([(kind.id, kind_text(kind)) for kind in kinds], finder.wanted.type)
        form.specialty.offer(
            [(0, any_specialty), *((each.id, each.name) for each in specialties)], finder.wanted.specialty
        )
        form.show_criteria(finder.wanted)
        names = {clinic.id: clinic.name for clinic in self._state.access.clinics}
        several = len(finder.found_for.clinics) != 1 if finder.found_for is not None else False
        held = form.rows.hasFocus()
        form.rows.say(found_rows(finder.offers, now, names if several else {}))
        form.show_answer(nothing_text(finder, known=bool(kinds)), count_text(finder, waits=waits), self._button())
        if held and not form.rows.rows:
            form.kind.setFocus(Qt.FocusReason.OtherFocusReason)
        if finder.current and self._fresh and form.rows.rows and finder.began is None:
            # Nobody has changed anything since it was opened: arrows and Enter book at once.
            self._fresh = False
            self.enter()
        if finder.current and finder.began is None:
            self._announce(count_text(finder, waits=False))

    def _announce(self, text: str) -> None:
        if text != self.form.rows.accessibleDescription():
            self.form.rows.setAccessibleDescription(text)
            announce(self.form.rows, text)

    def _button(self) -> str:
        finder = self._finder
        if finder.problem is not None:
            return QCoreApplication.translate("Finder", "Try again")
        if finder.began is not None or not finder.current:
            return ""
        if finder.more:
            return QCoreApplication.translate("Finder", "More")
        if finder.wanted.days < MOST_DAYS:
            return QCoreApplication.translate("Finder", "Search %n days", None, MOST_DAYS)
        return ""

    # Once

    def _connect(self) -> None:
        form = self.form
        form.kind.picked.connect(lambda kind: self._want(type=kind))
        form.specialty.picked.connect(lambda which: self._want(specialty=which))
        form.clinics.changed.connect(lambda: self._want(clinics=form.clinics.on))
        form.weekdays.changed.connect(lambda: self._want(weekdays=tuple(int(day) for day in form.weekdays.on)))
        form.part.chosen.connect(lambda part: self._want(part=Part(part)))
        form.rows.chosen.connect(self._choose)
        form.rows.moved.connect(lambda top, high: self.show_row(form.rows, top, high))
        form.more.clicked.connect(self._more)
