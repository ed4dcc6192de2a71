"""Leave, blocks, extra hours and closed days to come: listed, removed, added once it is known who is affected."""

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from clinic_console.desktop.actions.hours import HoursActions
from clinic_console.desktop.bridge import Bridge, monotonic
from clinic_console.desktop.models.table import Cell, Column
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.hours_affected import Affected
from clinic_console.desktop.state.hours_exceptions import Away, AwayDraft
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.confirm import Confirm
from clinic_console.desktop.views.facts import Facts
from clinic_console.desktop.views.hours_affected import AffectedList
from clinic_console.desktop.views.hours_exceptions_form import AwayForm
from clinic_console.desktop.views.hours_stage import HoursStage
from clinic_console.desktop.views.hours_words import affected_text, kind_text, save_text, span_text
from clinic_console.desktop.views.table import Table, Words
from clinic_console.domain.access import Permission
from clinic_console.domain.errors import ClinicError


class ExceptionsPanel(HoursStage):
    """``begin`` says of which clinic, and whose (0: all); ``hours_wanted`` carries practitioner and clinic.

    ``framed`` off: it stands on a page that has its own way back.
    """

    hours_wanted = Signal(int, str)

    def __init__(
        self, theme: Theme, bridge: Bridge, state: ConsoleState, actions: HoursActions, *, framed: bool = True
    ) -> None:
        super().__init__(theme, bridge, state, actions)
        translate = QCoreApplication.translate
        self.setObjectName("exceptionsPanel")
        self._list = actions.exceptions
        self._looking, self._asked = False, ""
        self._error: ClinicError | None = None
        self._seen: tuple[object, ...] = ()
        self._clinic = ""
        self.table: Table[Away] = Table(
            theme, bridge, self._list.pages, self._columns(), self._words(), actions.load_exceptions
        )
        self.form = AwayForm(theme, self.side.page)
        self.affected = AffectedList(theme, self.side.page)
        self.facts = Facts(theme, self.side.page)
        self.elsewhere = QLabel(self.side.page)
        self.elsewhere.setProperty("tone", "muted")
        self.elsewhere.setWordWrap(True)
        self.elsewhere.setText(translate("Hours", "Written in a clinic that is not yours: only its times are shown."))
        self.confirm = Confirm(theme, self.side.page)
        self.remove = QPushButton(translate("Hours", "Remove"), self.side.page)
        for part in (self.form, self.affected, self.facts, self.elsewhere, self.confirm):
            self.side.column.addWidget(part)
        self.side.column.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignLeft)
        self.side.column.addStretch(1)
        self.add = QPushButton(translate("Hours", "Add leave or extra hours"), self)
        self.weekly = QPushButton(translate("Hours", "Weekly hours …"), self)
        self.title.setText(translate("Hours", "Leave and extra hours"))
        self.back.setVisible(framed)
        self.lay_out(self.table, [self.table.news, self.weekly, self.add], [])
        self._connect()

    # What the screen asks of it

    def begin(self, clinic_id: str, practitioner: int = 0) -> None:
        """Show what is to come in a clinic, of one practitioner or of all."""
        self._clinic = clinic_id
        self._list.look_at(clinic_id, practitioner)
        self._list.pages.refresh()
        self._looking, self._seen, self._error = False, (), None
        self.frame(monotonic())
        self.enter()

    def enter(self) -> None:
        """Take the focus."""
        if self._list.draft is not None:
            self.form.enter()
        else:
            self.table.enter()

    def frame(self, mono: float) -> None:
        """Bring it up to a monotonic time."""
        self.mono = mono
        if not self._clinic or self.isHidden():
            return
        if self._asked != self._clinic and self._clinic in self.may(Permission.SEE_SCHEDULE):
            self._asked = self._clinic
            self.bridge.spawn(self.do.know_names(self._clinic), "names")
        if self._clinic in self.may(Permission.SEE_SCHEDULE):
            self.table.frame(mono)
        seen = (
            self._list.version, self._list.pages.version, self.do.state.version, self.state.access.version,
            self.errand.busy, self._looking, self._error, self.state.connection.open,
        )  # fmt: skip
        if seen != self._seen:
            self._seen = seen
            self._show()

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        super().set_theme(theme)
        self.table.set_theme(theme)
        self.affected.set_theme(theme)

    def forget(self) -> None:
        """Keep nothing of anybody."""
        super().forget()
        self._clinic, self._asked, self._seen, self._error = "", "", (), None
        self.form.forget()
        self.affected.forget()
        self.facts.clear()

    def leave(self) -> None:
        """Go back one step: from the preview or the form to the list, from there to where one came from."""
        if self._looking:
            self._looking = False
            self._show()
            self.form.enter()
        elif self._list.draft is not None or self._list.opened is not None:
            self._close()
        else:
            self.left.emit()

    def check(self, *, save: bool) -> None:
        """Find out who is affected; with ``save`` write it down, once that has been seen or is nobody."""
        draft = self._list.draft
        if draft is None or self.errand.busy or not self.form.complete(self.zone) or not self._may:
            return
        self._error = None
        if save and self._list.seen is not None:
            self._send(draft)
            return
        self.errand.run(
            lambda: self.do.preview_exception(draft),
            lambda found: self._previewed(draft, found, save=save),
            self._not_taken,
        )

    # What the user does

    def _begin_draft(self) -> None:
        if not self._may:
            return
        self._list.open(None)
        self._looking, self._error = False, None
        today = self.today(self._clinic)
        who = self._list.practitioner
        self._list.write(AwayDraft(self._clinic, who, first=today, last=today))
        self._show()
        self.form.enter()

    def _typed(self, draft: AwayDraft) -> None:
        self._looking, self._error = False, None
        self._list.write(draft)
        self._show()

    def _previewed(self, draft: AwayDraft, found: Affected, *, save: bool) -> None:
        if save and not found.total:
            self._send(draft)
            return
        self._looking = True
        self._show()
        self.save.setFocus(Qt.FocusReason.OtherFocusReason)

    def _send(self, draft: AwayDraft) -> None:
        def done(away: Away) -> None:
            self._looking = False
            text = QCoreApplication.translate("Hours", "Written down: %1").replace("%1", self._said(away))
            self.undo_offered.emit(text, lambda: self.do.remove(away))
            self.changed.emit()
            self._show()
            self.table.enter()

        self.errand.run(lambda: self.do.add(draft), done, self._not_taken)

    def _not_taken(self, error: ClinicError) -> None:
        self._looking = False
        if error.field in self.form.fields:
            self._error = error
            self._show()
        else:
            self.failed(error)

    def _open(self, row: str) -> None:
        away = self._list.pages.get(row)
        if away is not None:
            self.confirm.close_question()
            self._looking = False
            self._list.write(None)
            self._list.open(away)
            self._show()

    def _close(self) -> None:
        held = self.side.isAncestorOf(QApplication.focusWidget() or self)
        self.confirm.close_question()
        self._looking, self._error = False, None
        self._list.write(None)
        self._list.open(None)
        self._show()
        if held:
            self.table.enter()

    def _remove(self) -> None:
        away = self._list.opened
        if away is None or not self._may or not away.clinic:
            return
        self.errand.run(
            lambda: self.do.preview_removal(away), lambda found: self._ask_removal(away, found), self.failed
        )

    def _ask_removal(self, away: Away, found: Affected) -> None:
        if not found.total:
            self._take_back(away)
            return
        yes = QCoreApplication.translate("Hours", "Remove it")
        self.confirm.ask(affected_text(found.total), yes, lambda _: self._take_back(away))

    def _take_back(self, away: Away) -> None:
        def done(_: object) -> None:
            text = QCoreApplication.translate("Hours", "Removed: %1").replace("%1", self._said(away))
            self.undo_offered.emit(text, lambda: self.do.restore(away))
            self.changed.emit()
            self._close()
            self.table.enter()

        self.errand.run(lambda: self.do.remove(away), done, self.failed)

    # What is shown

    @property
    def zone(self) -> str:
        """Return the zone of the clinic."""
        return self.state.access.zone(self._clinic)

    @property
    def _may(self) -> bool:
        return self._clinic in self.may(Permission.SET_EXCEPTIONS)

    def _said(self, away: Away) -> str:
        whose = self.doctor(away.practitioner) if away.practitioner else ""
        return " · ".join(filter(None, (whose, kind_text(away.kind), span_text(away, self.zone))))

    def _show(self) -> None:
        translate = QCoreApplication.translate
        state = self._list
        self._show_ground()
        who = self.doctor(state.practitioner) if state.practitioner else translate("Hours", "All practitioners")
        clinic = self.clinic_names().get(self._clinic, "")
        self.who.say(" · ".join(filter(None, (who, clinic))))
        self.setAccessibleName(f"{self.title.text()} {who}")
        affected = state.seen if self._looking else None
        self._looking = affected is not None
        draft, opened = state.draft, state.opened
        self.form.setVisible(draft is not None and affected is None)
        self.affected.setVisible(affected is not None)
        for part in (self.facts, self.remove):
            part.setVisible(opened is not None)
        self.elsewhere.setVisible(opened is not None and not opened.clinic)
        if affected is not None and draft is not None:
            self._show_affected(draft, affected)
        elif draft is not None:
            self.side.say(translate("Hours", "Leave or extra hours"), clinic)
            self.form.show_draft(draft, self.zone, self._doctors(), self._error)
        elif opened is not None:
            self._show_opened(opened)
        self.beside.show_side(draft is not None or opened is not None)
        self._show_foot()

    def _show_ground(self) -> None:
        if self._clinic in self.may(Permission.SEE_SCHEDULE):
            self.ground.ready()
        else:
            title = QCoreApplication.translate("Hours", "Leave is not for your role in this clinic")
            self.ground.denied(title, QCoreApplication.translate("Hours", "Ask your administrator."))

    def _show_affected(self, draft: AwayDraft, found: Affected) -> None:
        self.side.say(QCoreApplication.translate("Hours", "Preview"), kind_text(draft.kind))
        kinds = {number: kind.name for number, kind in self.do.state.kinds.items()}
        doctors = {who.id: who.called for who in self.do.state.people.values()} if draft.for_clinic else {}
        self.affected.show_affected(found, self.zone, kinds, doctors)

    def _show_opened(self, away: Away) -> None:
        translate = QCoreApplication.translate
        self.side.say(kind_text(away.kind), self.doctor(away.practitioner))
        for name, value in (
            (translate("Hours", "When"), span_text(away, self.zone)),
            (translate("Hours", "Label"), away.label),
            (translate("Hours", "Written by"), away.by),
        ):
            self.facts.say(name, value)
        self.remove.setVisible(self._may and bool(away.clinic))
        self.remove.setEnabled(not self.errand.busy)

    def _show_foot(self) -> None:
        translate = QCoreApplication.translate
        state = self._list
        draft, seen = state.draft, state.seen
        self.foot.setVisible(draft is not None)
        self.add.setVisible(self._may)
        self.weekly.setVisible(bool(state.practitioner))
        ready = draft is not None and self.form.complete(self.zone) and not self.errand.busy
        self.say_save(save_text(seen.total if seen is not None else 0), ready=ready)
        self.preview.setEnabled(ready)
        self.preview.setVisible(not self._looking)
        text = affected_text(seen.total) if seen is not None else translate("Hours", "Not saved yet.")
        if draft is not None and not self.state.connection.open:
            text = translate("Hours", "No connection: what is typed waits here.")
        self.status.setText(text)

    def _doctors(self) -> list[tuple[int, str]]:
        known = [who for who in self.do.state.people.values() if self._clinic in who.clinics and who.active]
        return [(who.id, who.called) for who in sorted(known, key=lambda who: who.sort_name or who.name)]

    def _words(self) -> Words:
        translate = QCoreApplication.translate
        return Words(
            translate("Hours", "Leave and extra hours"),
            "calendar",
            translate("Hours", "Nothing is written down"),
            translate("Hours", "Leave, blocks, extra hours and closed days to come stand here."),
            translate("Hours", "Add the first"),
        )

    def _columns(self) -> list[Column[Away]]:
        translate = QCoreApplication.translate
        return [
            Column(translate("Hours", "When"), lambda one: Cell(span_text(one, self.zone), "strong"), 250, stretch=2),
            Column(translate("Hours", "Kind"), lambda one: Cell(kind_text(one.kind)), 120, stretch=1),
            Column(translate("Hours", "Whose"), self._whose, 170, stretch=2),
            Column(translate("Hours", "Label"), lambda one: Cell(one.label, "muted"), 140, stretch=2, drop=1),
            Column(translate("Hours", "Written by"), lambda one: Cell(one.by, "muted"), 130, stretch=1, drop=2),
        ]

    def _whose(self, away: Away) -> Cell:
        if not away.practitioner:
            return Cell(QCoreApplication.translate("Hours", "Everybody"))
        return Cell(self.doctor(away.practitioner))

    def _connect(self) -> None:
        self.table.opened.connect(self._open)
        self.table.left.connect(self.leave)
        self.table.begun.connect(self._begin_draft)
        self.form.changed.connect(self._typed)
        self.side.closed.connect(self.leave)
        self.remove.clicked.connect(self._remove)
        self.add.clicked.connect(self._begin_draft)
        self.weekly.clicked.connect(lambda: self.hours_wanted.emit(self._list.practitioner, self._clinic))
