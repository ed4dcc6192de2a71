"""A patient's chart: who it is of, always in view, and below it the tabs: overview, visits, changes, who looked."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QLabel, QStackedWidget, QVBoxLayout, QWidget

from clinic_console.desktop.actions.chart import ChartActions
from clinic_console.desktop.bridge import Bridge, advice, words
from clinic_console.desktop.charts.times import age_text
from clinic_console.desktop.state.chart import Chart
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.patients import OLD_SECONDS
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.chart_appointments import AppointmentList
from clinic_console.desktop.views.chart_deeds import ChartDeeds
from clinic_console.desktop.views.chart_header import Around, ChartHeader
from clinic_console.desktop.views.chart_list import ChartList
from clinic_console.desktop.views.chart_menu import chart_menu
from clinic_console.desktop.views.chart_overview import Overview
from clinic_console.desktop.views.chart_tabs import changes, clinic_of, looks, visits, zone_of
from clinic_console.desktop.views.ground import Footing, Ground
from clinic_console.desktop.views.patients_words import bed_of, bed_text
from clinic_console.desktop.views.tabs import Tabs
from clinic_console.desktop.views.user_menu import place_below
from clinic_console.domain.access import Permission
from clinic_console.domain.errors import ClinicError, GlassNeeded, NotAllowed, NotFound

OVERVIEW: Final = "overview"
APPOINTMENTS: Final = "appointments"
LISTS: Final[dict[str, Callable[..., ChartList[Any]]]] = {
    APPOINTMENTS: AppointmentList,
    "visits": visits,
    "changes": changes,
    "looks": looks,
}
PILLS_SHARE: Final = 0.35
"""So much of the height at most is taken by what everybody must know, before it scrolls."""


class ChartView(QWidget):
    """The chart that ``open`` asked for. Each opening is recorded by the hub: it is asked for once.

    ``edit_wanted`` carries the patient's id, ``bed_wanted`` a bed's; ``glass_wanted`` says that the chart is closed,
    ``visit_wanted`` a Card that is to be seen in the schedule, ``booking_wanted`` the Chart for which a time is to be
    found. ``closed`` says that the user is done. ``changed`` carries what was done, ``told`` what went wrong.
    """

    edit_wanted = Signal(str)
    bed_wanted = Signal(str)
    glass_wanted = Signal()
    visit_wanted = Signal(object)
    booking_wanted = Signal(object)
    told = Signal(str, str)
    changed = Signal(str, object)
    closed = Signal()

    def __init__(self, theme: Theme, bridge: Bridge, state: ConsoleState, actions: ChartActions) -> None:
        super().__init__()
        self.theme, self._bridge, self._state, self._actions = theme, bridge, state, actions
        self._seen: tuple[object, ...] = ()
        self._glasses = state.patients.glasses
        self._entering = False
        self.lists: dict[str, ChartList[Any]] = {}
        self.content = QWidget()
        self.header = ChartHeader(theme, self.content)
        self.deeds = ChartDeeds(theme, bridge, state, actions, self, self.content)
        self.tabs = Tabs(theme, QCoreApplication.translate("Chart", "Parts of the chart"), self.content)
        # Before what they lead to: Tab comes to things in the order in which they were made.
        self.tabs.show_tabs(list(_titles().items()))
        self.recorded = QLabel(self.tabs)
        self.stack = QStackedWidget(self.content)
        self.overview = Overview(theme, self.stack)
        self.ground = Ground(theme, self.content, parent=self)
        self._lay_out()
        self._connect()
        self._bind()
        self.open_tab(OVERVIEW)

    # What the screen asks of it

    def open(self, patient: str) -> None:
        """Open a patient's chart; one that is open already is not asked for again."""
        known = self._state.chart
        if patient != known.wanted:
            self.deeds.put_away()
            self.open_tab(OVERVIEW)
        if patient != known.wanted or known.problem is not None:
            known.want(patient)
            self._load()
        self._seen = ()

    def show_saved(self, chart: Chart) -> None:
        """Show a chart as the hub has answered with it: nothing is asked for, and recorded, once more."""
        if chart.id != self._state.chart.wanted:
            self.deeds.put_away()
            self.open_tab(OVERVIEW)
        self._state.chart.show(chart, self._actions.clock())
        self._seen = ()

    def enter(self) -> None:
        """Take the focus, as soon as there is something to be used."""
        self._entering = True
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._give_focus()

    def frame(self, mono: float) -> None:
        """Bring what is shown up to a monotonic time."""
        known = self._state.chart
        known.expire(self._state.hub_clock.moment(mono).hub)
        if not known.wanted:
            return
        self._look_for_glass()
        self.ground.frame(mono)
        seen = (known.version, self._state.wards.version, self._state.access.version, int(mono))
        if seen != self._seen:
            self._seen = seen
            self._show(mono)
        if known.chart is not None and self.tabs.current in self.lists:
            self.lists[self.tabs.current].frame(mono)
        if self._entering:
            self._give_focus()

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self.theme = theme
        self.header.set_theme(theme)
        self.ground.set_theme(theme)
        self.deeds.set_theme(theme)
        for each in self.lists.values():
            each.set_theme(theme)

    def forget(self) -> None:
        """Keep nothing of a patient, shown or typed."""
        self.deeds.put_away()
        self._state.chart.leave()
        self.header.forget()
        self.overview.forget()
        for name, each in list(self.lists.items()):
            each.forget()
            self.stack.removeWidget(each)
            each.deleteLater()
            del self.lists[name]
        self.open_tab(OVERVIEW)

    def open_tab(self, name: str) -> None:
        """Show a tab; a list is made, and asked for, when it is first wanted."""
        self.tabs.show_tabs(list(_titles().items()))
        self.tabs.choose(name)
        if name == OVERVIEW:
            self.stack.setCurrentWidget(self.overview)
            return
        if name not in self.lists:
            made = LISTS[name](self.theme, self._bridge, self._state.access, self._actions)
            made.left.connect(self.closed)
            if isinstance(made, AppointmentList):
                made.visit_wanted.connect(self.visit_wanted)
                made.booking_wanted.connect(self._book)
            self.lists[name] = made
            self.stack.addWidget(made)
        self.stack.setCurrentWidget(self.lists[name])

    # The frame's parts

    def _show(self, mono: float) -> None:
        known = self._state.chart
        chart = known.chart
        if chart is None:
            self.deeds.put_away()
            self.header.forget()
            self.overview.forget()
            self._show_without(known.problem, mono)
            return
        self._show_age(mono - (known.had if known.had is not None else mono), known.problem)
        self._show_chart(chart, mono)

    def _show_age(self, age: float, problem: ClinicError | None) -> None:
        translate = QCoreApplication.translate
        old = age_text(round(age * 1_000))
        if not self._state.connection.open and self._state.connection.since is not None:
            self.ground.offline(
                translate("Chart", "No connection to the hub."),
                translate("Chart", "What is shown is %1 old.").replace("%1", old),
            )
        elif problem is not None:
            self.ground.failed(problem, translate("Chart", "Shown as it was %1 ago.").replace("%1", old))
        elif age > OLD_SECONDS:
            self.ground.stale(
                translate("Chart", "As it was %1 ago.").replace("%1", old),
                translate("Chart", "Opening it again is recorded again."),
            )
        else:
            self.ground.ready()

    def _show_chart(self, chart: Chart, mono: float) -> None:
        access, wards = self._state.access, self._state.wards
        bed = bed_of(chart.id, wards)
        around = Around(
            self._state.hub_clock.moment(mono).hub,
            zone_of(access, chart.clinic_id),
            bed if self._may(Permission.SEE_READINGS) else None,
            bed_text(bed, wards) if bed is not None else "",
        )
        self.header.show_chart(chart, around, may_edit=self._may(Permission.EDIT_PATIENTS))
        self.overview.show_chart(chart, clinic_of(access, chart.clinic_id))

    def _show_without(self, problem: ClinicError | None, mono: float) -> None:
        translate = QCoreApplication.translate
        if problem is None:
            self.ground.loading(mono)
        elif isinstance(problem, GlassNeeded):
            button = translate("Chart", "Break the glass …") if self._may(Permission.BREAK_GLASS) else ""
            self.ground.denied(translate("Chart", "This chart is restricted"), advice(problem), button)
        elif isinstance(problem, NotAllowed):
            self.ground.denied(words(problem), advice(problem))
        elif isinstance(problem, NotFound):
            text = translate("Chart", "It may have moved to another clinic, or the glass that opened it has expired.")
            self.ground.empty("person", translate("Chart", "There is no such patient here"), text)
        else:
            self.ground.failed(problem)

    def _may(self, permission: Permission) -> bool:
        return bool(self._state.access.may(permission))

    def _give_focus(self) -> None:
        """Give on the focus, unless the user has taken it elsewhere meanwhile."""
        if not self.isAncestorOf(QApplication.focusWidget() or self) and QApplication.focusWidget() is not self:
            self._entering = False
        elif self._state.chart.chart is not None and self.tabs.isVisible():
            self._entering = False
            self.tabs.buttons[self.tabs.current].setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.ground.panel.button.isVisible():
            self._entering = False
            self.ground.panel.button.setFocus(Qt.FocusReason.OtherFocusReason)

    # What the user does

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the chart."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the tabs their room, however much everybody must know."""
        super().resizeEvent(event)
        self.header.pills.most = max(self.theme.px(80), round(self.height() * PILLS_SHARE))
        self.header.pills.fit()

    def _look_for_glass(self) -> None:
        """Open the chart that could not be had, now that its glass has been broken."""
        known, glasses = self._state.chart, self._state.patients.glasses
        if glasses is self._glasses:
            return
        self._glasses = glasses
        if isinstance(known.problem, GlassNeeded) and any(each.patient.id == known.wanted for each in glasses):
            known.want(known.wanted)
            self._load()

    def _load(self) -> None:
        self._bridge.spawn(self._actions.load(), "open a chart")

    def _pressed(self) -> None:
        known = self._state.chart
        if self.ground.footing is Footing.DENIED:
            self.glass_wanted.emit()
        elif known.wanted:
            if known.chart is None:
                known.want(known.wanted)
            self._load()

    def _open_menu(self) -> None:
        menu = chart_menu(self.theme, self.deeds.entries(), self.header.more)
        menu.popup(place_below(menu, self.header.more))

    def _book(self) -> None:
        if self._state.chart.chart is not None:
            self.booking_wanted.emit(self._state.chart.chart)

    def _with_patient(self, signal: SignalInstance) -> None:
        if self._state.chart.wanted:
            signal.emit(self._state.chart.wanted)

    # Made once

    def _connect(self) -> None:
        header, deeds = self.header, self.deeds
        self.ground.pressed.connect(self._pressed)
        self.tabs.chosen.connect(self.open_tab)
        header.edit_wanted.connect(lambda: self._with_patient(self.edit_wanted))
        header.more_wanted.connect(self._open_menu)
        header.confirm_wanted.connect(deeds.ask_identity)
        header.bed_wanted.connect(self.bed_wanted)
        deeds.told.connect(self.told)
        deeds.changed.connect(self.changed)
        deeds.looks_wanted.connect(lambda: self.open_tab("looks"))
        deeds.over_with.connect(lambda: header.more.setFocus(Qt.FocusReason.OtherFocusReason))

    def _bind(self) -> None:
        steps = (("Ctrl+Tab", 1), ("Ctrl+Shift+Tab", -1), ("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1))
        for keys, by in steps:
            self._bind_key(keys, partial(self.tabs.step, by))
        for number, name in enumerate(_titles(), start=1):
            self._bind_key(f"Alt+{number}", partial(self.open_tab, name))

    def _bind_key(self, keys: str, call: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(call)

    def _lay_out(self) -> None:
        px = self.theme.px
        self.setObjectName("chartView")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(QCoreApplication.translate("Chart", "Chart"))
        self.content.setObjectName("chartPage")
        self.recorded.setObjectName("chartRecorded")
        self.recorded.setText(QCoreApplication.translate("Chart", "Opening this chart was recorded"))
        row = self.tabs.layout()
        if row is not None:
            row.addWidget(self.recorded)
            row.setContentsMargins(px(6), 0, px(14), 0)
        self.stack.addWidget(self.overview)
        column = QVBoxLayout(self.content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.header, self.deeds, self.tabs):
            column.addWidget(part)
        column.addWidget(self.stack, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.ground)


def _titles() -> dict[str, str]:
    translate = QCoreApplication.translate
    return {
        OVERVIEW: translate("Chart", "Overview"),
        APPOINTMENTS: translate("Chart", "Appointments"),
        "visits": translate("Chart", "Earlier visits"),
        "changes": translate("Chart", "Changes"),
        "looks": translate("Chart", "Who looked"),
    }
