"""Who waits for an earlier time, and what has become free for them: book it, pass over, put somebody on or off."""

from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent

from clinic_console.desktop.bridge import Bridge, advice, sentences, words
from clinic_console.desktop.state.booking_slot import chart_of_person
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.waitlist import Draft, Freed, Waiting
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.booking_words import kind_text
from clinic_console.desktop.views.desk_actions import DeskActions
from clinic_console.desktop.views.desk_panel import DeskPanel
from clinic_console.desktop.views.errand import Errand
from clinic_console.desktop.views.waitlist_form import Choices, WaitingForm
from clinic_console.desktop.views.waitlist_list import WaitlistList
from clinic_console.desktop.views.waitlist_words import freed_row, waiting_name, waiting_row, wish_text
from clinic_console.domain.access import Permission
from clinic_console.domain.errors import ClinicError
from clinic_console.domain.schedule import MINUTE_MS


class WaitlistPanel(DeskPanel):
    """``book_wanted`` carries who waits (Waiting) and the time (Freed): ``BookingPanel.begin_for`` takes both.

    ``frame`` is to be called also while it is hidden: how many wait stands in the toolbar.
    """

    book_wanted = Signal(object, object)

    def __init__(self, theme: Theme, bridge: Bridge, state: ConsoleState, actions: DeskActions) -> None:
        super().__init__(theme, bridge, state, actions)
        self.setObjectName("waitlistPanel")
        self._list = state.waitlist
        self._freed: tuple[tuple[Waiting, Freed], ...] = ()
        self._seen: tuple[object, ...] = ()
        self._now = 0
        self._errand = Errand(bridge, self)
        self.content = WaitlistList(theme, self)
        self.form = WaitingForm(theme, bridge, actions.find, self)
        self.parts = (self.content, self.form)
        self.column.addWidget(self.content, 1)
        self.column.addWidget(self.form, 1)
        self.foot_column.addWidget(self.content.add)
        self.say(QCoreApplication.translate("Waitlist", "Waitlist"))
        self._connect()

    # What the screen asks of it

    def begin(self, clinic_id: str) -> None:
        """Show the list of a clinic and take the focus."""
        self._list.look_at(clinic_id)
        self._seen = ()
        self.enter()

    def enter(self) -> None:
        """Take the focus."""
        if self._list.draft is not None:
            self.form.enter()
        else:
            self.content.enter()

    def frame(self, mono: float) -> None:
        """Bring it up to a monotonic time."""
        waitlist = self._list
        if waitlist.stale and self.may(Permission.SEE_SCHEDULE, waitlist.clinic):
            self.spawn(self._actions.waitlist.load(), "load a waitlist")
        if self.isHidden():
            return
        if waitlist.loaded is None and waitlist.problem is None:
            self.content.skeleton.frame(mono)
        else:
            self.content.skeleton.stop()
        now = self.now(mono)
        seen = (
            waitlist.version,
            self._state.schedule.version,
            self._state.access.version,
            now // MINUTE_MS,
            self._errand.busy,
        )
        if seen != self._seen:
            self._seen = seen
            self._show(now)

    def forget(self) -> None:
        """Keep nobody, and nothing that was typed."""
        self.form.forget()
        self.content.forget()
        self._freed, self._seen = (), ()

    def enter_pressed(self) -> None:
        """Keep what is typed."""
        if self._list.draft is not None:
            self._save()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete passes over or takes off what is current; Enter in a list books or changes it."""
        if event.key() == Qt.Key.Key_Delete and not self.typing:
            if self.content.freed.hasFocus():
                self._pass_over()
            elif self.content.rows.hasFocus():
                self._take_off()
        else:
            super().keyPressEvent(event)

    # What the user does

    def _book(self) -> None:
        place = self.content.freed.current
        if 0 <= place < len(self._freed) and self._may_book:
            self.book_wanted.emit(*self._freed[place])

    def _pass_over(self) -> None:
        place = self.content.freed.current
        if 0 <= place < len(self._freed) and self._may_book:
            waiting, freed = self._freed[place]
            text = QCoreApplication.translate("Waitlist", "%1 is not asked about this time any more.")

            def done(_: object) -> None:
                self.told.emit(text.replace("%1", waiting_name(waiting)), "")

            self._do(lambda: self._actions.waitlist.pass_over(freed), done)

    def _take_off(self) -> None:
        waiting = self._current
        if waiting is None or not self._may_book:
            return
        text = QCoreApplication.translate("Waitlist", "Taken off the waitlist: %1")
        said = text.replace("%1", waiting_name(waiting))

        def done(_: object) -> None:
            if waiting.patient.id:
                self.undo_offered.emit(said, lambda: self._actions.waitlist.put_back(waiting))
            else:
                # Nobody knows here who it was: only who may open the chart can put them back.
                self.told.emit(said, "")

        self._do(lambda: self._actions.waitlist.take_off(waiting), done)

    def _add(self) -> None:
        self._actions.waitlist.begin()
        self._show_form()

    def _edit(self) -> None:
        waiting = self._current
        if waiting is None or not self._may_book:
            return
        patient = chart_of_person(waiting.patient)
        draft = Draft(waiting.id, waiting.clinic, patient, waiting.wish, waiting.version, waiting.appointment)
        self._list.write(draft)
        self._show_form()

    def _show_form(self) -> None:
        self.form.say("")
        self._show(self._now)
        self.form.enter()

    def _typed(self, draft: Draft) -> None:
        if self._list.draft is not None:
            self._list.write(draft)
            self._show(self._now)

    def _save(self) -> None:
        draft = self._list.draft
        if draft is None or draft.patient is None or not draft.wish.type:
            return

        def done(kept: Waiting | None) -> None:
            self.form.forget()
            if kept is not None:
                self._seen = ()
                added = QCoreApplication.translate("Waitlist", "On the waitlist: %1")
                changed = QCoreApplication.translate("Waitlist", "Changed on the waitlist: %1")
                text = changed if draft.version else added
                self.told.emit(text.replace("%1", waiting_name(kept)), "")

        self._do(self._actions.waitlist.save, done, self._not_saved)

    def _not_saved(self, error: ClinicError) -> None:
        kept = QCoreApplication.translate("Waitlist", "What you have typed is still here.")
        self.form.say(sentences(words(error), advice(error), kept))

    def _drop(self) -> None:
        self._list.write(None)
        self.form.forget()
        self._show(self._now)
        self.content.enter()

    def _do(
        self,
        work: Callable[[], Coroutine[Any, Any, Any]],
        done: Callable[[Any], object],
        failed: Callable[[ClinicError], object] | None = None,
    ) -> None:
        self._errand.run(work, done, failed or self._failed)

    def _failed(self, error: ClinicError) -> None:
        kept = QCoreApplication.translate("Waitlist", "The list is as it was.")
        self.told.emit(words(error), sentences(advice(error), kept))
        self._list.again()

    # What is shown

    @property
    def _may_book(self) -> bool:
        return self.may(Permission.BOOK, self._list.clinic)

    @property
    def _current(self) -> Waiting | None:
        place, items = self.content.rows.current, self._list.items
        return items[place] if 0 <= place < len(items) else None

    def _show(self, now: int) -> None:
        self._now = now
        waitlist, content = self._list, self.content
        writing = waitlist.draft is not None
        content.setVisible(not writing)
        self.form.setVisible(writing)
        self.foot.setVisible(not writing and self._may_book)
        self.say(QCoreApplication.translate("Waitlist", "Waitlist"), self.clinic_name(waitlist.clinic))
        if waitlist.draft is not None:
            self.form.show_draft(waitlist.draft, self._kinds(), self._doctors())
        self._show_rows(now)
        self._show_ground()
        content.arrange(may_book=self._may_book, busy=self._errand.busy)

    def _show_rows(self, now: int) -> None:
        schedule, content, waitlist = self._state.schedule, self.content, self._list
        kinds = {number: kind.name for number, kind in schedule.types.items()}
        doctors = {number: who.called for number, who in schedule.practitioners.items()}
        specialties = {number: each.name for number, each in schedule.specialties.items()}
        zone = self.zone(waitlist.clinic)
        self._freed = waitlist.freed
        held = content.freed.hasFocus() or content.rows.hasFocus()
        content.freed_title.setText(QCoreApplication.translate("Waitlist", "Free now"))
        content.freed.say(
            [
                freed_row(who, freed, zone, now, doctors.get(freed.practitioner, ""), kinds.get(who.wish.type, ""))
                for who, freed in self._freed
            ],
            stays=True,
        )
        content.title.setText(QCoreApplication.translate("Waitlist", "%n waiting", None, waitlist.total))
        rows = [waiting_row(each, now, wish_text(each.wish, kinds, doctors, specialties)) for each in waitlist.items]
        content.rows.say(rows, stays=True)
        if held and not (content.freed.hasFocus() or content.rows.hasFocus()):
            # The list that had the focus is empty by now.
            content.enter()

    def _show_ground(self) -> None:
        """Say why there is nothing, or why it may be old."""
        waitlist, content = self._list, self.content
        loading = waitlist.loaded is None and waitlist.problem is None
        content.skeleton.setVisible(loading and self.may(Permission.SEE_SCHEDULE, waitlist.clinic))
        problem = waitlist.problem
        again = QCoreApplication.translate("Waitlist", "Try again")
        if problem is not None and waitlist.items:
            old = QCoreApplication.translate("Waitlist", "The list may be old.")
            content.banner.say("notice", "notice", old, words(problem), again)
        else:
            content.banner.hide()
        if not self.may(Permission.SEE_SCHEDULE, waitlist.clinic):
            title = QCoreApplication.translate("Waitlist", "Not for your role in this clinic")
            content.empty.say("lock", title, QCoreApplication.translate("Waitlist", "Ask your administrator."))
        elif problem is not None and not waitlist.items:
            content.empty.say("notice", words(problem), advice(problem), again)
        elif not loading and not waitlist.items:
            title = QCoreApplication.translate("Waitlist", "Nobody waits")
            text = QCoreApplication.translate("Waitlist", "Whoever would come earlier stands here.")
            content.empty.say("clock", title, text)
        content.empty.setVisible(not loading and not waitlist.items)

    def _kinds(self) -> Choices:
        kinds = sorted(self._state.schedule.types.values(), key=lambda kind: kind.name)
        choose = QCoreApplication.translate("Waitlist", "Choose a type of visit")
        return [(0, choose), *((kind.id, kind_text(kind)) for kind in kinds if kind.active)]

    def _doctors(self) -> Choices:
        anybody = QCoreApplication.translate("Waitlist", "Anybody who does it")
        clinic = self._list.clinic
        known = [who for who in self._state.schedule.practitioners.values() if clinic in who.clinics and who.active]
        known.sort(key=lambda who: who.sort_name or who.name)
        return [(0, anybody), *((who.id, who.called) for who in known)]

    # Once

    def _connect(self) -> None:
        content, form = self.content, self.form
        content.freed.chosen.connect(lambda _: self._book())
        content.rows.chosen.connect(lambda _: self._edit())
        for rows in (content.freed, content.rows):
            rows.moved.connect(lambda top, high, rows=rows: self.show_row(rows, top, high))
        content.book.clicked.connect(self._book)
        content.pass_over.clicked.connect(self._pass_over)
        content.edit.clicked.connect(self._edit)
        content.take_off.clicked.connect(self._take_off)
        content.add.clicked.connect(self._add)
        content.banner.pressed.connect(self._list.again)
        content.empty.pressed.connect(self._list.again)
        form.changed.connect(self._typed)
        form.sent.connect(self._save)
        form.left.connect(self._drop)
