"""A doctor is not there, or a clinic is closed: who is affected, where each could go, and one button that does it."""

from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

from clinic_console.desktop.actions.unavailable import AwayActions
from clinic_console.desktop.bridge import Bridge, advice, monotonic, words
from clinic_console.desktop.state.booking_slot import Offer
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.hours_exceptions import AwayDraft
from clinic_console.desktop.state.unavailable import Away, Draft, Row
from clinic_console.desktop.state.unavailable_calls import CallList
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.announce import announce
from clinic_console.desktop.views.errand import Errand
from clinic_console.desktop.views.unavailable_shown import UnavailableShown
from clinic_console.desktop.views.unavailable_words import name_text, when_text
from clinic_console.domain.access import Permission
from clinic_console.domain.errors import BadField, ClinicError
from clinic_console.domain.unavailable import Action
from clinic_console.domain.zones import day_of
from clinic_console.domain.zones import zone as zone_of

PAUSE_SECONDS: Final = 0.35
"""So long nobody types before a plan is asked for."""
STEP: Final = 5
DAY: Final = 24 * 60
DECIDE: Final = {"waitlist": Action.WAITLIST, "cancel": Action.CANCEL}
Undo = Callable[[], Coroutine[Any, Any, object]]


class UnavailableView(UnavailableShown):
    """``left``: it is to be closed. ``told`` carries a title and words for a toast, ``undo_offered`` what was done
    and what takes it back (called, it returns a coroutine). ``patient_wanted`` carries whose chart is to be opened.
    ``changed``: schedules are others now.
    """

    left = Signal()
    told = Signal(str, str)
    undo_offered = Signal(str, object)
    patient_wanted = Signal(str)
    changed = Signal()

    def __init__(self, theme: Theme, bridge: Bridge, state: ConsoleState, actions: AwayActions) -> None:
        super().__init__(theme, bridge, state, actions)
        self._errand, self._looking = Errand(bridge, self), Errand(bridge, self)
        self._typed_at, self._asked_names = 0.0, ""
        self._opened = ""
        self._connect()

    # What the screen asks of it

    def begin(self, clinic: str, practitioner: int = 0) -> None:
        """Begin for a clinic, and for a doctor if one is known; from now on until the day ends."""
        if not self.plan.sent:
            # What is on its way to the hub is shown until it is known what became of it.
            self.head.forget()
            self.plan.begin(Draft(self._from_now(clinic, practitioner)))
            self.plan.calls.look_at(clinic)
        self._typed_at = 0.0
        self.resume(clinic)

    def resume(self, clinic: str) -> None:
        """Show what there is of a clinic already: another window was here before, with the same state."""
        self.clinic = clinic
        self._close_other()
        self.turn(calls=False)
        self.frame(monotonic())
        if not self.on_calls:
            (self.rows.enter if self.plan.plan is not None else self.head.enter)()

    def begin_calls(self, clinic: str, wanted: str = "") -> None:
        """Show the call lists of a clinic, or one of them."""
        self.clinic = clinic
        self.calls.begin(clinic, wanted)
        self.turn(calls=True)
        self.frame(monotonic())
        self.calls.enter()

    def frame(self, mono: float) -> None:
        """Bring it up to a monotonic time."""
        self.mono = mono
        if not self.clinic or self.isHidden():
            return
        if self._asked_names != self.clinic and self.clinic in self.state.access.may(Permission.SEE_SCHEDULE):
            self._asked_names = self.clinic
            self.bridge.spawn(self.do.know_names(self.clinic), "names")
        if not self.on_calls and self.plan.draft is None and self.plan.calls.wanted:
            # It was carried out while another window was here.
            self.calls.begin(self.clinic, self.plan.calls.wanted)
            self.turn(calls=True)
        if self.on_calls:
            self.calls.frame(mono)
            return
        self._ask_plan(mono)
        self.show_all()

    def forget(self) -> None:
        """Keep nothing of anybody."""
        for errand in (self._errand, self._looking):
            errand.give_up()
        self._asked_names, self._opened = "", ""
        super().forget()

    def leave(self) -> None:
        """Go back one step: from the other times to the rows, from there to where one came from."""
        if self._opened:
            self._close_other()
            self.rows.enter()
        else:
            self.left.emit()

    def propose(self) -> None:
        """Ask for the plan anew; what was changed by hand stays."""
        away = self._away()
        if away is not None and self.allowed and not self.plan.sent:
            self.bridge.spawn(self.do.propose(away), "plan")

    def commit(self) -> None:
        """Carry the plan out."""
        if self.on_calls or self._errand.busy:
            return
        # What was typed a moment ago may make it another plan, or none.
        self.show_all()
        if not self.ready:
            return
        work = self.do.commit()
        if work is not None:
            self._close_other()
            self._errand.run(lambda: work, self._committed, self._failed)
            self.frame(self.mono)

    # Asking

    def _ask_plan(self, mono: float) -> None:
        away, plan = self._away(), self.plan
        if away is None or not self.allowed or plan.sent or plan.problem is not None:
            return
        known = plan.asked or (plan.plan.away if plan.plan is not None else None)
        if (known is None or known.period != away.period) and mono - self._typed_at >= PAUSE_SECONDS:
            self.propose()

    def _away(self) -> Away | None:
        draft = self.plan.draft
        try:
            away = draft.away(self.zone) if draft is not None else None
        except BadField:
            return None
        return None if away is None or self.head.fault(self.zone) is not None else away

    def _from_now(self, clinic: str, practitioner: int) -> AwayDraft:
        now = self.state.hub_clock.moment(monotonic()).hub
        zone = self.state.access.zone(clinic)
        at = datetime.fromtimestamp(now / 1_000, UTC)
        wall = at.astimezone(zone_of(zone))
        minutes = min(-(-(wall.hour * 60 + wall.minute) // STEP) * STEP, DAY - STEP)
        today = day_of(zone, at)
        return AwayDraft(
            clinic, practitioner, "leave", first=today, last=today, whole=False, first_time=minutes, last_time=DAY
        )

    # What the user does

    def _typed(self, draft: Draft) -> None:
        before, now = self.plan.draft, draft
        if before is not None and before == replace(now, when=replace(now.when, label=before.when.label)):
            # The words alone decide about nothing.
            self.plan.write(now)
            return
        self._typed_at = self.mono
        self._close_other()
        self.plan.write(now)
        self.frame(self.mono)

    def _decide(self, visit: str, what: str) -> None:
        row = self.plan.row(visit)
        if row is None or self.plan.sent:
            return
        if what == "patient":
            if row.card.patient.id and not row.card.restricted:
                self.patient_wanted.emit(row.card.patient.id)
        elif what == "choose":
            self._open_other(row)
        elif not self._decided(row, what):
            text = QCoreApplication.translate(
                "Unavailable", "Nothing is proposed here. Enter: other times, W: waitlist."
            )
            self.hint(text)
        if what not in ("patient", "choose"):
            self.show_all()

    def _decided(self, row: Row, what: str) -> bool:
        """Have something become of a row; False where there is nothing that could."""
        if what in DECIDE:
            self.plan.choose(row, DECIDE[what])
        elif what == "reset":
            self.plan.reset(row)
        elif what == "turn":
            return self.plan.turn(row)
        elif self.plan.choice(row).action is not Action.LEAVE:
            self.plan.turn(row)
        return True

    def _open_other(self, row: Row) -> None:
        self._opened = row.id
        now = when_text(row.card.begins, self.zone)
        self.other.begin(name_text(row.card), now, decide=True, reset=row.id in self.plan.edits)
        self.turn_side(other=True)
        self._look()

    def _look(self) -> None:
        row = self.plan.row(self._opened)
        if row is None:
            return
        self._looking.give_up()
        self._looking = Errand(self.bridge, self)
        self._looking.run(
            lambda: self.do.nearest(row),
            lambda offers: self._offer(row, offers),
            lambda error: self.other.failed(error) if row.id == self._opened else None,
        )

    def _offer(self, row: Row, offers: tuple[Offer, ...]) -> None:
        if row.id != self._opened:
            return
        none = QCoreApplication.translate("Unavailable", "Nothing else is free in these days.")
        self.other.show_offers(offers, self.zone, none)

    def _take(self, offer: Offer) -> None:
        row = self.plan.row(self._opened)
        if row is not None and not self.plan.sent:
            self.plan.choose(row, Action.MOVE, offer)
        self._back_to_rows()

    def _otherwise(self, what: str) -> None:
        row = self.plan.row(self._opened)
        if what == "again":
            self._look()
        elif row is not None and not self.plan.sent:
            self._decided(row, what)
            self._back_to_rows()

    def _back_to_rows(self) -> None:
        self._close_other()
        self.show_all()
        self.rows.enter()

    def _close_other(self) -> None:
        held = self.other.isAncestorOf(QApplication.focusWidget() or self)
        self._opened = ""
        self.other.forget()
        self.turn_side(other=False)
        if held:
            self.rows.enter()

    # What became of it

    def _committed(self, found: CallList) -> None:
        self.calls.begin(found.clinic, found.id)
        self.turn(calls=True)
        self.frame(self.mono)
        text = self.calls.summary()
        announce(self, text, urgent=True)
        self.undo_offered.emit(text, lambda: self._undone(found.id))
        self.changed.emit()
        self.calls.enter()

    async def _undone(self, wanted: str) -> CallList:
        found = await self.do.undo(wanted)
        self.changed.emit()
        return found

    def _failed(self, error: ClinicError) -> None:
        self.told.emit(words(error), advice(error))
        self.frame(self.mono)

    def _connect(self) -> None:
        self.back.clicked.connect(self.leave)
        self.head.changed.connect(self._typed)
        self.again.clicked.connect(self.propose)
        self.ground.pressed.connect(self.propose)
        self.lists.clicked.connect(lambda: self.begin_calls(self.clinic))
        self.chips.chosen.connect(self.filter)
        self.rows.view.asked.connect(self._decide)
        self.rows.view.left.connect(self.leave)
        self.side.shown.connect(self.look_at)
        self.side.agreed.connect(self.commit)
        self.other.taken.connect(self._take)
        self.other.asked.connect(self._otherwise)
        self.other.closed.connect(self.leave)
        for theirs, ours in (
            (self.calls.told, self.told),
            (self.calls.undo_offered, self.undo_offered),
            (self.calls.patient_wanted, self.patient_wanted),
            (self.calls.changed, self.changed),
            (self.calls.left, self.left),
        ):
            theirs.connect(ours)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.commit)
        self.setTabOrder(self.lists, self.rows.view)
