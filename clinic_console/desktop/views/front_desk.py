"""The Front desk: a clinic's day as one list, what can be done to what is selected, and who it is."""

from collections.abc import Callable, Coroutine
from datetime import timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from clinic_console.desktop.actions.front_desk import FrontDeskActions
from clinic_console.desktop.bridge import Bridge
from clinic_console.desktop.state.booking_slot import chart_of_person
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.front_rows import Chip
from clinic_console.desktop.state.schedule_columns import Card
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.front_pane import Footer
from clinic_console.desktop.views.front_panels import AWAY
from clinic_console.desktop.views.front_print import PrintMenu
from clinic_console.desktop.views.front_shown import FrontShown
from clinic_console.domain.access import Permission
from clinic_console.domain.schedule import MINUTE_MS

Undo = Callable[[], Coroutine[Any, Any, object]]


class FrontDeskView(FrontShown):
    """``changed`` carries what was done, in words, and what takes it back or None; ``told`` what went wrong.

    ``patient_wanted`` carries whose chart is to be opened, ``booking_wanted`` for whom a time is to be found (a
    chart), ``register_wanted`` a name, ``glass_wanted`` that a chart is closed. ``context`` stands in the top bar.
    """

    told = Signal(str, str)
    changed = Signal(str, object)
    patient_wanted = Signal(str)
    booking_wanted = Signal(object)
    register_wanted = Signal(str)
    glass_wanted = Signal()

    def __init__(self, theme: Theme, bridge: Bridge, state: ConsoleState, actions: FrontDeskActions) -> None:
        super().__init__(theme, bridge, state, actions)
        self._shown: tuple[object, ...] = ()
        self._selected: tuple[int, ...] = ()
        self._open, self._entering = False, False
        self._from: QWidget | None = None
        self._connect()
        self._bind()
        self.bar.field.setText(self._desk.text)
        self.pane.list.begin_at(self._desk.top, self._desk.place(self._desk.current))

    # What the window asks of it

    def enter(self) -> None:
        """Take the focus, at once or when there is something to be seen."""
        if not self._open:
            self._desk.entered()
        self._begin_somewhere()
        self.panels.resume(self._desk.columns.clinic)
        panel = self.panels.panel
        self._entering, self._from = panel is None and not self.pane.ready, QApplication.focusWidget()
        if panel is not None:
            panel.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self._entering:
            self.pane.enter()

    def frame(self, mono: float) -> None:
        """Bring everything up to a monotonic time."""
        self._mono = mono
        now = self._console.hub_clock.moment(mono).hub
        attempt = self._bridge.attempt
        attempt("desk", lambda: self._follow(now, mono))
        attempt("desk list", lambda: self.pane.frame(mono))
        attempt("desk ground", lambda: self.pane.stand(self._console, self._clinics(), mono))
        attempt("desk selection", lambda: self._show(now))
        attempt("desk bulk", lambda: self.bulk.frame(mono))
        attempt("desk panels", lambda: self.panels.frame(mono))
        attempt("desk focus", self._enter_late)

    def rest(self) -> None:
        """Another screen is shown: nothing of this one has to be heard of, and answers may still come."""
        self._actions.columns.rest()
        self._open = False
        self.bulk.frame(self._mono)
        self.panels.frame(self._mono)

    def show_day(self, days: int = 0) -> None:
        """Show a day so many days from today."""
        today = self._today()
        if today is not None:
            self._desk.look_at(day=today + timedelta(days=days))

    def open_walk_in(self) -> None:
        """Take on somebody who has come without a slot."""
        if self._may(Permission.BOOK):
            self.panels.walk_in(self._desk.columns.clinic)

    def open_away(self, practitioner: int = 0, clinic: str = "") -> None:
        """Begin with a doctor who is not there; what is open for one already stays, unless another one is named."""
        if clinic and clinic != self._desk.columns.clinic:
            self._to_clinic(clinic)
        if self.panels.open == AWAY and not practitioner:
            return
        if self._may(Permission.SET_EXCEPTIONS) and self._may(Permission.BOOK):
            self.panels.away(self._desk.columns.clinic, practitioner)

    def open_calls(self) -> None:
        """Show who is to be called about a doctor who is not there."""
        if self._may(Permission.BOOK):
            self.panels.calls(self._desk.columns.clinic)

    def show_visit(self, card: Card) -> None:
        """Go to a visit of the day; a filter that hides it goes."""
        if self._desk.place(card.id) < 0:
            self.bar.field.wipe()
            self._filter(frozenset(), "")
        self.pane.list.frame(self._mono)
        self.pane.list.go_to(self._desk.place(card.id))
        self.pane.enter()

    def forget(self) -> None:
        """Keep nothing of a patient: somebody else may sign in next."""
        self.scan.forget()
        self.panels.forget()
        self.bulk.forget()
        self.card.forget()
        self.bar.field.wipe()
        self.pane.model.forget()

    # Following the state

    def _follow(self, now: int, mono: float) -> None:
        desk, columns, actions = self._desk, self._desk.columns, self._actions.columns
        open_now = self._console.connection.open
        self._begin_somewhere()
        desk.follow_today(self._today())
        if open_now and not self._open:
            # Back again: nobody knows what has happened meanwhile.
            columns.doubt()
        self._open = open_now
        actions.watch()
        if actions.wants_kinds:
            self._bridge.spawn(actions.load_kinds(), "types of visits")
        if actions.wants_columns:
            self._bridge.spawn(actions.load(), "day list")
        if self._actions.views.wanted and self._clinics():
            self._bridge.spawn(self._actions.views.load(), "saved views")
        desk.follow(now, mono)
        desk.prepare()
        self.scan.listen()

    def _begin_somewhere(self) -> None:
        """Look at a clinic from the first moment on: what is asked for with the screen is asked for in it."""
        if not self._desk.columns.clinic:
            clinics = self._clinics()
            mine = next((each for each in clinics if each.id == self._console.schedule.clinic), None)
            first = mine or next(iter(clinics), None)
            if first is not None:
                self._desk.look_at(clinic=(first.id, first.zone))

    def _show(self, now: int) -> None:
        desk, access = self._desk, self._console.access
        self._note_place()
        shown = (desk.version, desk.marks.version, desk.current, access.version, now // MINUTE_MS, desk.views)
        if shown == self._shown:
            return
        self._shown = shown
        may_book = self._may(Permission.BOOK)
        self.bar.setVisible(bool(self._clinics()))
        self.bar.show_state(desk, may_book=may_book, may_close=may_book and self._may(Permission.SET_EXCEPTIONS))
        self.views.show_state()
        self.context.show_state(desk.columns, self._clinics(), self._today())
        self._show_selected()
        self._show_card()

    def _note_place(self) -> None:
        rows = self.pane.list
        if rows.settled and self._desk.loaded:
            self._desk.current, self._desk.top = rows.current, rows.top

    def _show_selected(self) -> None:
        seen = self._desk.version, self._desk.marks.version, self._console.access.version
        if seen == self._selected:
            return
        self._selected = seen
        self.pane.show_selected()
        self.bulk.show_selection(self._desk.selection() if self._may(Permission.CHECK_IN) else (), self._desk.total)

    def _show_card(self) -> None:
        card = self._desk.card(self._desk.current)
        others = self._desk.of_patient(card.patient.id) if card is not None else ()
        self.card.show_card(card, tuple(each for each in others if card is not None and each.id != card.id))

    def _enter_late(self) -> None:
        focused = QApplication.focusWidget()
        if self._entering and self.pane.ready:
            self._entering = False
            # Whoever has begun to do something else meanwhile goes on with it.
            idle = focused in (None, self._from) or focused.objectName() == "search" or self.isAncestorOf(focused)
            self._from = None
            if idle and self.panels.panel is None and focused is not self.bar.field:
                self.pane.enter()

    # What the user does

    def _filter(self, chips: frozenset[Chip], text: str) -> None:
        rows = self.pane.list
        self._desk.filter(chips, text)
        rows.frame(self._mono)
        if self._desk.place(self._desk.current) < 0:
            rows.scroll_to(0)
            if self._desk.total and rows.place >= 0:
                rows.go_to(0)

    def _search(self, text: str) -> None:
        if text != self._desk.text:
            self._filter(self._desk.chips, text)

    def _choose_view(self, chips: frozenset[Chip], text: str) -> None:
        self._desk.text = text
        self.bar.field.setText(text)
        self._filter(chips, text)

    def _settle(self) -> None:
        """Let in what has waited; the row at the top stays there, and the user on theirs."""
        self._desk.settle()
        self.pane.list.frame(self._mono)
        self.pane.enter()

    def _ask_again(self) -> None:
        self._desk.columns.doubt()

    def _walked_in(self) -> None:
        """Show whom the user has just added: that is no surprise to anybody."""
        self._desk.follow(self._desk.now, self._mono)
        self._desk.settle()

    def _leave_step(self) -> None:
        """Leave one thing by Esc in the list: the panel beside it, else the filter."""
        if self.panels.panel is not None:
            self.panels.panel.leave()
        else:
            self.bar.field.wipe()

    def _turn_all(self) -> None:
        if len(self._desk.selection()) == self._desk.total:
            self.pane.list.unmark()
        else:
            self.pane.list.mark_all()

    def _select(self, ids: object) -> None:
        marks = self._desk.marks
        marks.let_go()
        marks.all(str(each) for each in ids) if isinstance(ids, list | tuple | set | frozenset) else None
        self.pane.list.viewport().update()
        self._show_selected()

    def _open_row(self, visit: str) -> None:
        card = self._desk.card(visit)
        if card is not None:
            self._check_in(card)

    def _check_in(self, card: object) -> None:
        if not isinstance(card, Card):
            return
        if self._may(Permission.CHECK_IN):
            self.panels.check_in(card)
        elif card.patient.id:
            self.patient_wanted.emit(card.patient.id)

    def _book(self, patient: str) -> None:
        card = next(iter(self._desk.of_patient(patient)), None)
        if card is not None:
            self.booking_wanted.emit(chart_of_person(card.patient))

    def _to_clinic(self, clinic: str) -> None:
        found = next((each for each in self._clinics() if each.id == clinic), None)
        if found is not None:
            self.panels.close()
            self._desk.look_at(clinic=(found.id, found.zone))

    def _press(self) -> None:
        """Do what the ground's one button says."""
        wanted, columns = self.pane.footer, self._desk.columns
        if wanted is Footer.TRY:
            self._actions.try_now()
        elif wanted is Footer.ALL:
            self.bar.field.wipe()
            self._filter(frozenset(), "")
        elif wanted is Footer.NEXT_DAY and columns.day is not None:
            self._desk.look_at(day=columns.day + timedelta(days=1))
        else:
            columns.again()

    def _offer_undo(self, text: str, undo: Undo) -> None:
        self.changed.emit(text, lambda: self._bridge.spawn(undo(), "undo"))

    def _tell(self, title: str, about: str) -> None:
        """Say what went wrong, or (nothing more is to be said of it) what was done."""
        if about:
            self.told.emit(title, about)
        else:
            self.changed.emit(title, None)

    def _print(self) -> None:
        """Print what is shown, or keep it as PDF."""
        if self._desk.total:
            menu = PrintMenu(self._theme, self._console, self.bar.print)
            menu.told.connect(self._tell)
            menu.open()

    # Once

    def _connect(self) -> None:
        context, bar, rows, bulk, card, panels = (
            self.context, self.bar, self.pane.list, self.bulk, self.card, self.panels,
        )  # fmt: skip
        context.day_chosen.connect(lambda day: self._desk.look_at(day=day))
        context.clinic_chosen.connect(self._to_clinic)
        bar.chip_turned.connect(lambda chip: self._filter(self._desk.chips ^ {chip}, self._desk.text))
        bar.news_wanted.connect(self._settle)
        bar.views_wanted.connect(self.views.open)
        bar.walk_in_wanted.connect(self.open_walk_in)
        bar.away_wanted.connect(self.open_away)
        bar.print_wanted.connect(self._print)
        bar.field.searched.connect(self._search)
        for signal in (bar.field.down, bar.field.left, rows.up):
            signal.connect(self.pane.enter)
        bar.field.entered.connect(lambda _: self.pane.enter())
        rows.typed.connect(bar.field.take)
        rows.opened.connect(self._open_row)
        rows.marked.connect(self._show_selected)
        rows.acted.connect(bulk.act)
        rows.left.connect(self._leave_step)
        self.pane.head.turned.connect(self._turn_all)
        self.pane.ground.pressed.connect(self._press)
        bulk.clear_wanted.connect(rows.unmark)
        bulk.returned.connect(self.pane.enter)
        bulk.select_wanted.connect(self._select)
        card.check_in_wanted.connect(self._check_in)
        card.patient_wanted.connect(self.patient_wanted)
        card.book_wanted.connect(self._book)
        panels.shown_changed.connect(self._arrange)
        panels.left.connect(self.pane.enter)
        panels.patient_wanted.connect(self.patient_wanted)
        panels.register_wanted.connect(self.register_wanted)
        panels.glass_wanted.connect(self.glass_wanted)
        panels.changed.connect(self._ask_again)
        panels.walked_in.connect(self._walked_in)
        for part in (bulk, panels, self.views):
            part.told.connect(self._tell)
            part.undo_offered.connect(self._offer_undo)
        self.views.chosen.connect(self._choose_view)
        self.scan.found.connect(self.show_visit)
        self.scan.told.connect(self._tell)
        self.scan.patient_wanted.connect(self.patient_wanted)

    def _bind(self) -> None:
        for keys, call in (
            ("Ctrl+N", self.open_walk_in),
            ("Ctrl+U", self.open_away),
            ("Ctrl+P", self._print),
            ("Ctrl+F", lambda: self.bar.field.setFocus(Qt.FocusReason.ShortcutFocusReason)),
            ("Ctrl+R", self._settle),
            ("Ctrl+G", self.context.open_calendar),
            ("Alt+Left", lambda: self.context.turn(-1)),
            ("Alt+Right", lambda: self.context.turn(1)),
            ("Alt+Home", self.context.to_today),
            ("F6", self._change_side),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self._by_key, call))

    def _by_key(self, call: Callable[[], None]) -> None:
        # Below a plan that covers all of it nothing is changed.
        if self.panels.open != AWAY:
            call()
