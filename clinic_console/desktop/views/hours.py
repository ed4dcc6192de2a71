"""A practitioner's weekly hours: drawn in a week, typed in a form, and saved once it is known who is affected."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

from clinic_console.desktop.actions.hours import HoursActions
from clinic_console.desktop.bridge import Bridge, monotonic
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.hours import Draft
from clinic_console.desktop.state.hours_affected import Affected
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.hours_form import first_wrong
from clinic_console.desktop.views.hours_paint import HEAD, HOUR
from clinic_console.desktop.views.hours_shown import HoursShown
from clinic_console.domain.access import Permission
from clinic_console.domain.errors import ClinicError, ScheduleChanged
from clinic_console.domain.templates import Line

FIRST_HOUR = 7


class HoursPanel(HoursShown):
    """``begin`` says whose; ``exceptions_wanted`` carries practitioner and clinic whose leave is to be looked at.

    What is typed stays in the state until it is saved or dropped, also when this is closed.
    """

    def __init__(self, theme: Theme, bridge: Bridge, state: ConsoleState, actions: HoursActions) -> None:
        super().__init__(theme, bridge, state, actions)
        self._seen: tuple[object, ...] = ()
        self._asking, self._entering = False, False
        self._connect()

    # What the screen asks of it

    def begin(self, practitioner: int, clinic_id: str) -> None:
        """Show the hours of a practitioner; new lines are of this clinic. What is typed of them stays."""
        self._draft, self._clinic = self.do.state.draft(practitioner), clinic_id
        self._looking, self._asking, self._seen = False, False, ()
        if not self._draft.dirty:
            # As they are now, not as they were when somebody looked last.
            self._draft.loaded = False
        self._draft.problem = None
        self._entering = True
        self.frame(monotonic())
        self.enter()

    def enter(self) -> None:
        """Take the focus."""
        self._entering = not self.week.isVisible()
        # Keys are this page's from now on, whatever had them under it.
        (self.back if self._entering else self.week).setFocus(Qt.FocusReason.OtherFocusReason)

    def frame(self, mono: float) -> None:
        """Bring it up to a monotonic time."""
        self.mono = mono
        draft = self._draft
        if draft is None or self.isHidden():
            return
        may_see = bool(self.may(Permission.SEE_SCHEDULE))
        if may_see and not draft.loaded and draft.problem is None and not self._asking:
            self._asking = True
            self.bridge.spawn(self._load(draft), "hours")
        self.ground.frame(mono)
        seen = (
            draft.practitioner, draft.changes, draft.loaded, draft.problem, self.do.state.version,
            self.state.access.version, self.errand.busy, self._looking, self.state.connection.open, self.form.misread,
        )  # fmt: skip
        if seen != self._seen:
            self._seen = seen
            self._show(draft)
        if self._entering and self.week.isVisible() and draft.loaded:
            self._enter_late()

    def _enter_late(self) -> None:
        """There is something to be seen now: from an hour before its begin."""
        self._entering = False
        hour = self.theme.px(HOUR)
        first = self.week.first() or FIRST_HOUR * hour
        self.area.verticalScrollBar().setValue(max(0, first - hour - self.theme.px(HEAD)))
        focus = QApplication.focusWidget()
        if focus is None or self.isAncestorOf(focus):
            self.week.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        super().set_theme(theme)
        self.week.set_theme(theme)
        self.affected.set_theme(theme)

    def forget(self) -> None:
        """Keep nothing of anybody."""
        super().forget()
        self._draft, self._seen, self._wrong = None, (), {}
        self.week.forget()
        self.form.forget()
        self.affected.forget()

    def leave(self) -> None:
        """Go back one step: from the preview or the form to the week, from there to where one came from."""
        draft = self._draft
        if draft is not None and (self._looking or self.side.isAncestorOf(QApplication.focusWidget() or self)):
            self._close_side()
            return
        if draft is not None and draft.dirty:
            title = QCoreApplication.translate("Hours", "Hours of %1 are not saved").replace("%1", self._called)
            self.told.emit(title, QCoreApplication.translate("Hours", "They wait here as they were typed."))
        self.left.emit()

    def check(self, *, save: bool) -> None:
        """Find out who is affected; with ``save`` keep the hours, once that has been seen or is nobody."""
        draft = self._draft
        if draft is None or not draft.dirty or not self._mine or self.errand.busy:
            return
        wrong = first_wrong(draft, self._wrong)
        if wrong or self.form.misread:
            self._open(wrong or draft.selected)
            return
        if save and draft.seen is not None:
            self._send(draft)
            return
        self.errand.run(
            lambda: self.do.preview(draft), lambda found: self._previewed(draft, found, save=save), self._not_taken
        )

    # What the user does

    async def _load(self, draft: Draft) -> None:
        await self.do.load(draft.practitioner, self._mine)
        self._asking = False

    def _previewed(self, draft: Draft, found: Affected, *, save: bool) -> None:
        if save and not found.total:
            self._send(draft)
            return
        self._looking = True
        self._show(draft)
        self.save.setFocus(Qt.FocusReason.OtherFocusReason)

    def _send(self, draft: Draft) -> None:
        before, mine, called = draft.kept, self._mine, self._called

        def done(_: object) -> None:
            self._looking = False
            text = QCoreApplication.translate("Hours", "Hours of %1 are saved").replace("%1", called)
            self.undo_offered.emit(text, lambda: self.do.put_back(draft.practitioner, before, mine))
            self.changed.emit()
            self.enter()

        self.errand.run(lambda: self.do.save(draft, mine), done, self._not_taken)

    def _not_taken(self, error: ClinicError) -> None:
        draft = self._draft
        if draft is None:
            return
        if isinstance(error, ScheduleChanged):
            self._looking = False
            self.errand.run(lambda: self.do.again(draft, self._mine), lambda _: None, self.failed)
        elif error.field.startswith("lines[") and draft.selected:
            self._looking = False
            self._show(draft)
            self.form.go_to(error.field.partition("].")[2])
        else:
            self.failed(error)

    def _select(self, key: int) -> None:
        if self._draft is not None:
            self._looking = False
            self._draft.select(key)
            self._show(self._draft)

    def _day(self, weekday: int) -> None:
        if self._draft is not None and 1 <= weekday <= 7:
            self._draft.weekday = weekday
            self._draft.select(0)
            self._show(self._draft)

    def _open(self, key: int) -> None:
        self._select(key)
        self.form.enter()

    def _add(self, weekday: int, begins: int, ends: int) -> None:
        draft = self._draft
        if draft is None or not self._mine:
            return
        clinic = self._clinic if self._clinic in self._mine else self._clinics(None)[0]
        line = Line(weekday, begins, min(ends, begins + 1_440), zone=self.state.access.zone(clinic))
        if not draft.add(clinic, line):
            self.told.emit(QCoreApplication.translate("Hours", "There is no room for more lines"), "")
            return
        self._looking = False
        self._show(draft)
        self.form.enter()

    def _add_more(self) -> None:
        draft = self._draft
        if draft is not None:
            work = [each.line.ends for each in draft.on(draft.weekday) if each.line.kind == "work"]
            begins = min(max(work, default=9 * 60), 23 * 60)
            self._add(draft.weekday, begins, begins + (180 if work else 480))

    def _change(self, key: int, fields: object) -> None:
        if self._draft is not None and isinstance(fields, dict):
            self._draft.change(key, **fields)
            self._show(self._draft)

    def _move(self, key: int, change: object) -> None:
        if self._draft is not None and isinstance(change, dict):
            self._draft.move(key, **change)
            self._show(self._draft)

    def _to_clinic(self, key: int, place: int) -> None:
        draft = self._draft
        if draft is None:
            return
        entry = next((each for each in draft.entries if each.key == key), None)
        clinics = self._clinics(entry)
        if entry is not None and 0 <= place < len(clinics):
            clinic = clinics[place]
            draft.change(key, clinic=clinic, zone=self.state.access.zone(clinic))
            self._show(draft)

    def _remove(self, key: int) -> None:
        draft = self._draft
        if draft is not None:
            held = self.side.isAncestorOf(QApplication.focusWidget() or self)
            draft.remove(key)
            self._show(draft)
            if held:
                self.enter()

    def _copy(self, key: int) -> None:
        if self._draft is not None:
            self._draft.copy(key)
            self._show(self._draft)

    def _step_back(self) -> None:
        if self._draft is not None and self._draft.step_back():
            self._show(self._draft)

    def _drop(self) -> None:
        if self._draft is not None:
            self._looking = False
            self._draft.drop()
            self._show(self._draft)
            self.enter()

    def _close_side(self) -> None:
        if self._draft is not None:
            self._looking = False
            self._draft.select(0)
            self._show(self._draft)
            self.enter()

    # Once

    def _connect(self) -> None:
        week, form = self.week, self.form
        self.area.verticalScrollBar().valueChanged.connect(lambda _: week.update())
        week.selected.connect(self._select)
        week.day_chosen.connect(self._day)
        week.added.connect(self._add)
        week.moved.connect(self._move)
        week.placed.connect(
            lambda key, day, begins, ends: self._change(key, {"weekday": day, "begins": begins, "ends": ends})
        )
        week.opened.connect(self._open)
        week.removed.connect(self._remove)
        week.copied.connect(self._copy)
        week.seen.connect(lambda top, height: self.area.ensureVisible(0, top + height // 2, 0, height // 2 + 20))
        form.changed.connect(self._change)
        form.clinic_chosen.connect(self._to_clinic)
        form.removed.connect(self._remove)
        form.copied.connect(self._copy)
        self.side.closed.connect(self._close_side)
        self.add.clicked.connect(self._add_more)
        self.undo.clicked.connect(self._step_back)
        self.drop.clicked.connect(self._drop)
        self.banner.pressed.connect(self._drop)
        self.ground.pressed.connect(self._press)
        self.away.clicked.connect(self._to_exceptions)
        undo = QShortcut(QKeySequence.StandardKey.Undo, self.week)
        undo.setContext(Qt.ShortcutContext.WidgetShortcut)
        undo.activated.connect(self._step_back)

    def _to_exceptions(self) -> None:
        if self._draft is not None:
            self.exceptions_wanted.emit(self._draft.practitioner, self._clinic)

    def _press(self) -> None:
        """Do what the ground's one button says."""
        draft = self._draft
        if draft is None:
            return
        if draft.problem is not None:
            draft.problem, self._seen = None, ()
            draft.loaded = False
        else:
            self._add_more()
