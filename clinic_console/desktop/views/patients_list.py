"""The list of all patients and the search in it: wide on its own, narrow beside somebody who is open."""

import asyncio
from dataclasses import replace
from datetime import date
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QLocale, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLabel, QStackedWidget, QVBoxLayout, QWidget

from clinic_console.desktop.actions.patients_list import PatientListActions
from clinic_console.desktop.bridge import Bridge
from clinic_console.desktop.charts.times import date_order, day_number
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.patients_list import Line
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.announce import announce
from clinic_console.desktop.views.ground import Footing
from clinic_console.desktop.views.patients_list_bar import ListBar
from clinic_console.desktop.views.patients_list_field import hint_text
from clinic_console.desktop.views.patients_list_words import columns, narrow, number_text
from clinic_console.desktop.views.roll import Bringing, RollPane
from clinic_console.domain.access import Permission
from clinic_console.domain.errors import HubUnavailable
from clinic_console.domain.patients_names import fold_number

WAIT_SECONDS: Final = 0.15
"""So long, those who were found for less of the text stay in sight while the hub is asked."""
SORT_KEYS: Final = (("Alt+N", "name"), ("Alt+B", "born"), ("Alt+M", "mrn"), ("Alt+C", "changed"))


class PatientsList(QWidget):
    """``opened`` carries a patient's id, ``register_wanted`` what was typed of somebody who is not here.

    ``left`` says that Esc was pressed where there is nothing to be taken back, ``unclear`` that what was scanned is
    not of exactly one patient.
    """

    opened = Signal(str)
    register_wanted = Signal(str)
    left = Signal()
    unclear = Signal()

    def __init__(self, theme: Theme, bridge: Bridge, state: ConsoleState, actions: PatientListActions) -> None:
        super().__init__()
        self.setObjectName("patientsList")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme, self._bridge, self._state, self._actions = theme, bridge, state, actions
        self._list, self._mono, self._seen = actions.state, 0.0, (-1, -1)
        self._day: date | None = None
        self._online, self._entered, self._scanned = True, "", False
        self._finding: asyncio.Task[Any] | None = None
        self._bringing = Bringing(bridge, self._list.roll, actions.bring)
        clinics = {each.id: each.name for each in state.access.clinics if each.id in self._may_see()}
        self.bar = ListBar(theme, bridge, clinics, self)
        shown = columns(self._today, clinics)
        self.all: RollPane[Line] = RollPane(theme, shown, narrow, self._list.roll, sorting=True, parent=self)
        self.hits: RollPane[Line] = RollPane(theme, shown, narrow, self._list.search, sorting=False, parent=self)
        self.all.view.whereabouts = self._whereabouts
        self.stack, self.hint = QStackedWidget(self), QLabel(hint_text(), self)
        self._lay_out()
        self._connect()
        self._show_filters()
        self._bring_back()

    @property
    def pane(self) -> RollPane[Line]:
        """Return what is shown: who was found, or all."""
        return self.hits if self._list.search.active else self.all

    # The frame clock

    def frame(self, mono: float) -> None:
        """Bring list and search up to a monotonic time."""
        self._mono = mono
        self._watch_connection()
        self._follow_day()
        roll, view = self._list.roll, self.all.view
        if not self._list.search.active:
            view.frame(mono)
            roll.look(view.first, view.last, mono)
            if view.settled:
                self._list.top, self._list.current = view.top, view.place
        self._bringing.frame(mono)
        self._show_list(mono)
        self._show_hits(mono)
        self._mark_open()
        seen = (roll.version, self._list.search.version)
        if seen != self._seen:
            self._seen = seen
            self._count()
        self._answer_enter()

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme = theme
        for part in (self.bar, self.all, self.hits):
            part.set_theme(theme)

    def forget(self) -> None:
        """Ask for nothing any more, and keep no name."""
        self._bringing.stop()
        self._give_up()
        self._entered = ""
        with QSignalBlocker(self.bar.field):
            self.bar.field.wipe()
        for pane in (self.all, self.hits):
            pane.model.forget()

    def enter(self) -> None:
        """Begin to look for somebody."""
        self._list.roll.revisit(self._actions.clock())
        self.bar.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.bar.field.selectAll()

    def look(self, *, two_lines: bool) -> None:
        """Be narrow, with two lines a row, or wide."""
        self.bar.look(narrow=two_lines)
        for pane in (self.all, self.hits):
            pane.look(two_lines=two_lines)
        self._show_hint()

    def look_again(self) -> None:
        """Have anew what is shown: somebody has come, or is not to stand there any more."""
        self._list.roll.refresh()
        if self._list.search.active:
            self._find()

    def find_number(self, number: str) -> None:
        """Look for a number that was scanned, and open whose it is."""
        self.bar.field.setText(number)
        self._search(number)
        self._entered, self._scanned = self._list.search.text, True

    # What is shown

    def _show_list(self, mono: float) -> None:
        roll, pane = self._list.roll, self.all
        error = roll.error
        if error is not None:
            kept = QCoreApplication.translate("Patients", "What is here stays.") if roll.kept else ""
            pane.failed(error, kept)
        elif not roll.loaded and not roll.kept:
            pane.loading(mono)
        elif roll.loaded and not roll.total:
            title, text, button = self._nobody()
            pane.empty("person", title, text, button)
        else:
            pane.ready()

    def _nobody(self) -> tuple[str, str, str]:
        translate = QCoreApplication.translate
        filters = self._list.filters
        if filters.only or filters.clinic:
            return translate("Patients", "Nobody fits"), "", translate("Patients", "Show all patients")
        text = translate("Patients", "Who is registered in your clinics stands here.")
        return translate("Patients", "No patients yet"), text, self._register_text()

    def _show_hits(self, mono: float) -> None:
        search, pane = self._list.search, self.hits
        if not search.active:
            return
        pane.view.frame(mono)
        if search.error is not None:
            pane.failed(search.error)
        elif search.waits(mono) > WAIT_SECONDS or (not search.answered and not search.rows):
            pane.loading(mono)
        elif not search.rows:
            title = QCoreApplication.translate("Patients", "Nobody found")
            pane.empty("search", title, hint_text(), self._register_text())
        else:
            pane.ready()

    def _register_text(self) -> str:
        may = self._state.access.may(Permission.EDIT_PATIENTS)
        return QCoreApplication.translate("Patients", "Register a patient") if may else ""

    def _mark_open(self) -> None:
        opened = self._list.opened
        for pane, source in ((self.all, self._list.roll), (self.hits, self._list.search)):
            pane.view.mark_open(source.place(opened) if opened else -1)

    def _count(self) -> None:
        """Say how many there are, and how fast they were found."""
        search, total = self._list.search, self._list.roll.total
        all_of_them = number_text(total) if self._list.roll.loaded else ""
        if not search.active:
            text = QCoreApplication.translate("Patients", "%n patients", None, total) if all_of_them else ""
            self.bar.say(text.replace(str(total), all_of_them), "")
            return
        took = QCoreApplication.translate("Patients", "%1 ms").replace("%1", number_text(round(search.took * 1_000)))
        if not search.answered:
            self.bar.say("", "")
        elif search.more:
            text = QCoreApplication.translate("Patients", "The first %1. Type more.")
            self.bar.say(text.replace("%1", number_text(search.total)), took)
        else:
            of = QCoreApplication.translate("Patients", "%1 of %2 patients") if all_of_them else "%1"
            self.bar.say(of.replace("%1", number_text(search.total)).replace("%2", all_of_them), took)
            announce(self.bar.count, self.bar.count.text())

    def _show_hint(self) -> None:
        self.bar.allow_filters(allow=not self._list.search.active)
        self.hint.setVisible(self.bar.narrow and self._list.search.active)

    def _show_filters(self) -> None:
        filters = self._list.filters
        self.bar.choose(filters)
        self.all.head.choose(filters.sort)

    def _whereabouts(self, place: int) -> str:
        roll = self._list.roll
        row = roll.row(place)
        head = roll.head(place) or (row.name if row is not None else "")
        text = QCoreApplication.translate("Patients", "%1 of %2")
        text = text.replace("%1", number_text(place + 1)).replace("%2", number_text(roll.total))
        return f"{head} …  {text}" if head else text

    def _today(self) -> date | None:
        now = self._state.hub_clock.moment(self._mono).hub
        if not now:
            return None
        day = day_number(now, self._state.access.zone(""))
        return date(day // 10_000, day // 100 % 100, day % 100)

    def _may_see(self) -> frozenset[str]:
        return self._state.access.may(Permission.SEE_PATIENTS)

    # What the user does

    def _search(self, text: str) -> None:
        search = self._list.search
        was_active = search.active
        if not search.look_for(text):
            if search.error is not None:
                self._find()
            return
        self._give_up()
        self._entered = ""
        if search.active:
            self._find()
        self._turn(was_active)

    def _find(self) -> None:
        self._give_up()
        self._list.search.again()
        self._finding = self._bridge.spawn(self._actions.find(date_order(QLocale())), "find patients")

    def _turn(self, was_active: bool) -> None:
        """Show who was found, or the list where it was left."""
        held = self.stack.isAncestorOf(QApplication.focusWidget() or self.window())
        self.stack.setCurrentWidget(self.pane)
        self._show_hint()
        if was_active and not self._list.search.active:
            self.all.view.scroll_to(self._list.top)
        if held:
            # Nothing is selected there: the next letter goes on with the word.
            self.bar.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _give_up(self) -> None:
        if self._finding is not None:
            self._finding.cancel()
            self._finding = None

    def _enter(self, text: str) -> None:
        self._entered, self._scanned = " ".join(text.split()), False

    def _answer_enter(self) -> None:
        """Once the hub has answered what Enter was pressed on: open who is meant, or go to those who may be."""
        search = self._list.search
        if not self._entered or self._entered != search.text or not (search.answered or search.error):
            return
        number, self._entered = fold_number(self._entered), ""
        scanned, self._scanned = self._scanned, False
        exact = [row for row in search.rows if number and fold_number(row.mrn) == number]
        meant = exact if len(exact) == 1 else list(search.rows)
        if len(meant) == 1 and not search.more:
            self.opened.emit(meant[0].id)
            return
        if scanned:
            self.unclear.emit()
        if search.rows:
            self.hits.enter()

    def _go_down(self) -> None:
        if self.pane.model.rowCount():
            self.pane.enter()

    def _sort(self, sort: str) -> None:
        self._look_at(sort=sort)

    def _look_at(self, **changed: str) -> None:
        self._list.look_at(replace(self._list.filters, **changed))
        self._show_filters()

    def _pressed(self) -> None:
        if self.all.ground.footing is not Footing.EMPTY:
            self._list.roll.retry()
        elif self._list.filters.only or self._list.filters.clinic:
            self._look_at(only="", clinic="")
        else:
            self.register_wanted.emit("")

    def _hits_pressed(self) -> None:
        search = self._list.search
        if self.hits.ground.footing is Footing.EMPTY:
            self.register_wanted.emit(search.text)
        else:
            self._find()

    def _follow_day(self) -> None:
        """Say ages anew once it is known what day it is, and when it is another one."""
        today = self._today()
        if today != self._day:
            self._day = today
            for pane in (self.all, self.hits):
                pane.model.forget()
                pane.view.viewport().update()

    def _watch_connection(self) -> None:
        """Ask again for what could not be had once there is a connection again."""
        online, self._online = self._online, self._state.connection.open
        if not self._online or online:
            return
        if self._list.roll.error is not None:
            self._list.roll.retry()
        if isinstance(self._list.search.error, HubUnavailable):
            self._find()

    # Once

    def _bring_back(self) -> None:
        """Show what stood here before the views were made anew."""
        search, top, current = self._list.search, self._list.top, self._list.current
        if search.active:
            self.bar.field.setText(search.text)
        self.stack.setCurrentWidget(self.pane)
        self.all.view.frame(self._mono)
        self.all.view.begin_at(top, current)

    def _connect(self) -> None:
        bar = self.bar
        bar.field.searched.connect(self._search)
        bar.field.entered.connect(self._enter)
        bar.field.down.connect(self._go_down)
        bar.field.left.connect(self.left)
        bar.chosen.connect(lambda only: self._look_at(only=only))
        bar.clinic_chosen.connect(lambda clinic: self._look_at(clinic=clinic))
        bar.sorted.connect(self._sort)
        bar.register_wanted.connect(lambda: self.register_wanted.emit(self._list.search.text))
        self.all.head.sorted.connect(self._sort)
        self.all.ground.pressed.connect(self._pressed)
        self.hits.ground.pressed.connect(self._hits_pressed)
        for pane in (self.all, self.hits):
            pane.view.opened.connect(self.opened)
            pane.view.typed.connect(bar.field.take)
            pane.view.up.connect(self.enter)
            pane.view.left.connect(self._leave)
        for keys, sort in SORT_KEYS:
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda sort=sort: self._sort(sort))

    def _leave(self) -> None:
        if self._list.search.active:
            self.enter()
        else:
            self.left.emit()

    def _lay_out(self) -> None:
        px = self._theme.px
        self.all.view.setAccessibleName(QCoreApplication.translate("Patients", "All patients"))
        self.all.view.setObjectName("patientsRows")
        self.hits.view.setObjectName("patientsFound")
        self.hits.view.setAccessibleName(QCoreApplication.translate("Patients", "Patients found"))
        self.hint.setWordWrap(True)
        self.hint.setProperty("tone", "muted")
        self.hint.setContentsMargins(px(14), px(8), px(14), px(10))
        self.hint.hide()
        self.stack.addWidget(self.all)
        self.stack.addWidget(self.hits)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget, share in ((self.bar, 0), (self.stack, 1), (self.hint, 0)):
            column.addWidget(widget, share)
        self.bar.offer_register(may=bool(self._state.access.may(Permission.EDIT_PATIENTS)))
