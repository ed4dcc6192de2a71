"""Call lists: those of a clinic, and one of them, in which each call is written down by one key."""

from collections.abc import Callable, Coroutine
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

from clinic_console.desktop.actions.unavailable import AwayActions
from clinic_console.desktop.bridge import Bridge, advice, words
from clinic_console.desktop.state.booking_slot import Offer
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.unavailable_calls import CallList, CallRow
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.announce import announce
from clinic_console.desktop.views.call_list_shown import CallListShown
from clinic_console.desktop.views.errand import Errand
from clinic_console.desktop.views.print_pages import print_pages, save_pages
from clinic_console.desktop.views.unavailable_words import contact_text, name_text, when_text
from clinic_console.domain.errors import ClinicError, NotFree
from clinic_console.domain.unavailable import Contact

CONTACTS: Final = {
    "A": Contact.AGREED,
    "D": Contact.DECLINED,
    "M": Contact.MESSAGE,
    "N": Contact.NO_ANSWER,
    "X": Contact.WRONG_NUMBER,
    "Del": Contact.NOT_YET,
}
Undo = Callable[[], Coroutine[Any, Any, object]]


class CallListView(CallListShown):
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
        self._errands: dict[str, Errand] = {}
        self._errand, self._looking = Errand(bridge, self), Errand(bridge, self)
        self._again = ""
        self._connect()

    # What the screen asks of it

    def begin(self, clinic: str, wanted: str = "") -> None:
        """Show the lists of a clinic, or one of them."""
        self.clinic = clinic
        self._close_again()
        self.calls.look_at(clinic)
        if wanted != self.calls.wanted:
            self.calls.open(wanted)
        self.calls.heads.refresh()
        self.start()

    def frame(self, mono: float) -> None:
        """Bring it up to a monotonic time."""
        self.mono = mono
        if not self.clinic or self.isHidden():
            return
        if self.allowed and self.calls.stale(mono):
            self.bridge.spawn(self.do.calls.load(), "call list")
        self.show_all()

    def forget(self) -> None:
        """Keep nothing of anybody."""
        for errand in (self._errand, self._looking, *self._errands.values()):
            errand.give_up()
        self._errands, self._again = {}, ""
        super().forget()

    def leave(self) -> None:
        """Go back one step: from other times to the list, from there to the lists, from there to where one was."""
        if self._again:
            self._close_again()
            self.enter()
        elif self.calls.wanted:
            self.calls.open("")
            self.calls.heads.refresh()
            self.start()
            self.show_all()
            self.enter()
        else:
            self.left.emit()

    # What the user does

    def _open(self, wanted: str) -> None:
        self.calls.open(wanted)
        self.start()
        self.frame(self.mono)
        self.enter()

    def _key(self, visit: str, what: str) -> None:
        row = self.calls.row(visit)
        if row is None:
            return
        if what in CONTACTS:
            self._call(row, CONTACTS[what], row.note)
        elif what == "Enter" and not row.went and not row.moved_since and self._movable:
            self._open_again(row)
        elif what in ("Enter", "E"):
            self.edit_note()
        elif what == "P" and row.card.patient.id and not row.card.restricted:
            self.patient_wanted.emit(row.card.patient.id)

    @property
    def _movable(self) -> bool:
        found = self.calls.list
        return found is not None and not found.undone

    def _call(self, row: CallRow, contact: Contact, note: str) -> None:
        found = self.calls.list
        if found is None or found.undone or not self.allowed:
            return
        errand = self._errands.setdefault(row.id, Errand(self.bridge, self))
        began = errand.run(
            lambda: self.do.calls.called(found.id, row, contact, note),
            lambda now: announce(self, f"{name_text(now.card)}: {contact_text(now.contact)}"),
            self._failed,
        )
        if not began:
            announce(self, QCoreApplication.translate("Calls", "The last word about this call is still being sent."))

    def _note(self) -> None:
        """Keep a note that was typed, whichever way somebody leaves its field."""
        row, text = self.calls.row(self.noted), self.note.text().strip()
        if row is not None and self.note.isModified() and text != row.note:
            self._call(row, row.contact, text)
        self.note.setModified(False)

    def _open_again(self, row: CallRow) -> None:
        self._again = row.id
        self.other.begin(name_text(row.card), when_text(row.card.begins, self.zone), decide=False)
        self.other.show()
        self._look()

    def _look(self) -> None:
        row = self.calls.row(self._again)
        if row is None:
            return
        self._looking.give_up()
        self._looking = Errand(self.bridge, self)
        self._looking.run(
            lambda: self.do.nearest_for(row),
            lambda offers: self._offer(row, offers),
            lambda error: self.other.failed(error) if row.id == self._again else None,
        )

    def _offer(self, row: CallRow, offers: tuple[Offer, ...]) -> None:
        if row.id == self._again:
            none = QCoreApplication.translate("Calls", "Nothing is free in the next two weeks.")
            self.other.show_offers(offers, self.zone, none)

    def _take(self, offer: Offer) -> None:
        row = self.calls.row(self._again)
        if row is None:
            return

        def done(_: object) -> None:
            self._close_again()
            self.changed.emit()
            self.enter()

        self._errand.run(lambda: self.do.move_again(row, offer), done, lambda error: self._not_moved(row, error))

    def _not_moved(self, row: CallRow, error: ClinicError) -> None:
        self._failed(error)
        offers = (
            tuple(each for each in error.alternatives if isinstance(each, Offer))
            if isinstance(error, NotFree)
            else ()
        )
        if offers:
            self._offer(row, offers)
        else:
            self._look()

    def _close_again(self) -> None:
        held = self.other.isAncestorOf(QApplication.focusWidget() or self)
        self._again = ""
        self.other.forget()
        self.other.hide()
        if held:
            self.enter()

    def _ask_undo(self) -> None:
        found = self.calls.list
        if found is None:
            return
        text = QCoreApplication.translate(
            "Calls", "All visits go back to where they were, and the hours are given back."
        )
        yes = QCoreApplication.translate("Calls", "Take all of it back")
        self.confirm.ask(text, yes, lambda _: self._undo(found))

    def _undo(self, found: CallList) -> None:
        def done(_: object) -> None:
            self.changed.emit()
            announce(self, QCoreApplication.translate("Calls", "All of it was taken back."))
            self.enter()

        self._errand.run(lambda: self.do.undo(found.id), done, self._not_undone)

    def _not_undone(self, error: ClinicError) -> None:
        self.calls.again()
        self._failed(error)

    def _failed(self, error: ClinicError) -> None:
        self.told.emit(words(error), advice(error))

    def _print(self) -> None:
        job = print_pages(self, self.theme, self.paper())
        job.failed.connect(self._not_printed)

    def _save(self) -> None:
        job = save_pages(self, self.theme, self.paper())
        job.failed.connect(self._not_printed)
        job.done.connect(lambda path: self.told.emit(QCoreApplication.translate("Calls", "Saved as PDF"), path))

    def _not_printed(self, why: str) -> None:
        self.told.emit(QCoreApplication.translate("Calls", "This could not be written"), why)

    def _pressed(self) -> None:
        self.calls.again()
        self.frame(self.mono)

    def _connect(self) -> None:
        self.back.clicked.connect(self.leave)
        self.table.opened.connect(self._open)
        self.table.left.connect(self.leave)
        self.rows.view.asked.connect(self._key)
        self.rows.view.left.connect(self.leave)
        self.rows.view.selectionModel().currentChanged.connect(lambda *_: self.show_note())
        self.note.editingFinished.connect(self._note)
        self.note.returnPressed.connect(self.enter)
        for key, button in self.buttons.items():
            button.clicked.connect(lambda _=False, key=key: self._key(self.current, key))
        self.undo.clicked.connect(self._ask_undo)
        self.print.clicked.connect(self._print)
        self.pdf.clicked.connect(self._save)
        self.ground.pressed.connect(self._pressed)
        self.other.taken.connect(self._take)
        self.other.asked.connect(lambda _: self._look())
        self.other.closed.connect(self.leave)
        self.confirm.answered.connect(self.enter)
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Print), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(lambda: self.print.click() if self.print.isVisible() else None)
