"""The Patients screen: the list, and at the right of it who is open, or the form in which somebody is written."""

import math
from collections.abc import Callable
from typing import Final, NamedTuple

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from clinic_console.desktop.actions.chart import ChartActions
from clinic_console.desktop.actions.patients_form import FormActions
from clinic_console.desktop.actions.patients_list import PatientListActions, line_of
from clinic_console.desktop.bridge import Bridge
from clinic_console.desktop.state.chart import Chart
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.patients_form import Mode
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.chart import ChartView
from clinic_console.desktop.views.confirm import Confirm
from clinic_console.desktop.views.patients_form import PatientForm
from clinic_console.desktop.views.patients_list import PatientsList
from clinic_console.desktop.views.patients_scan import ScanKeys
from clinic_console.domain.access import Permission

COLUMN: Final = 300
WARM_SECONDS: Final = 1.0
"""So long nobody has been waiting for anything before chart and form are made ahead, one after the other."""
LEAST_SIDE: Final = 620
"""With less room beside the column, who is open covers the list."""


class PatientsActions(NamedTuple):
    """All that can be done on the Patients screen."""

    list: PatientListActions
    chart: ChartActions
    form: FormActions


class PatientsView(QWidget):
    """``changed`` carries what was done, in words, and what takes it back or None; ``told`` what went wrong.

    ``bed_wanted`` carries a bed's id; ``glass_wanted`` says that a chart can only be had by breaking the glass.
    ``visit_wanted`` carries a Card that is to be seen in the schedule, ``booking_wanted`` for whom to find a time.
    """

    told = Signal(str, str)
    changed = Signal(str, object)
    bed_wanted = Signal(str)
    glass_wanted = Signal()
    visit_wanted = Signal(object)
    booking_wanted = Signal(object)

    def __init__(self, theme: Theme, bridge: Bridge, state: ConsoleState, actions: PatientsActions) -> None:
        super().__init__()
        self.setObjectName("patientsView")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme, self._bridge, self._state, self._actions = theme, bridge, state, actions
        self._chart: ChartView | None = None
        self._form: PatientForm | None = None
        self._narrow, self._covered = False, False
        self._warm_at = -math.inf
        self.list = PatientsList(theme, bridge, state, actions.list)
        self.side = QFrame(self)
        self.back = QPushButton(QCoreApplication.translate("Patients", "All patients"), self.side)
        self.confirm = Confirm(theme, self.side)
        self.stack = QStackedWidget(self.side)
        self.scan = ScanKeys(self, self.list.bar.field, self._takes_scan)
        self._lay_out()
        self._connect()
        self._bring_back()

    # What the window asks of it

    @property
    def opened(self) -> str:
        """Return who is open beside the list, empty for nobody."""
        return self._actions.list.state.opened

    @property
    def writing(self) -> bool:
        """Say whether the form is open."""
        return self._actions.form.state.mode is not Mode.CLOSED

    def open_patient(self, patient: str, tab: str = "") -> None:
        """Open somebody's chart, at a tab if one is named; what is typed in the form is asked about first.

        Each opening is recorded.
        """
        self._unless_typed(lambda: self._open(patient, tab))

    def register(self, name: str = "") -> None:
        """Open the form for somebody new."""
        if self._state.access.may(Permission.EDIT_PATIENTS):
            self._unless_typed(lambda: self._begin(name))

    def enter(self) -> None:
        """Take the focus."""
        if not self._covered:
            self.list.enter()
        elif self.writing:
            self.form.enter()
        else:
            self.chart.enter()

    def frame(self, mono: float) -> None:
        """Bring everything up to a monotonic time."""
        self.scan.listen()
        attempt = self._bridge.attempt
        attempt("list of patients", lambda: self.list.frame(mono))
        if self._chart is not None and self.opened and not self.writing:
            chart = self._chart
            attempt("chart", lambda: chart.frame(mono))
        if self._form is not None and self.writing:
            form = self._form
            attempt("form of a patient", lambda: form.frame(mono))
        self._warm(mono)

    def watch(self) -> None:
        """Say it if something cannot be saved while another screen is shown; a locked console says nothing."""
        if self._form is not None and self.writing and self._state.access.locked is None:
            self._form.watch()

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme = theme
        self._draw()
        for part in (self.list, self._chart, self._form):
            if part is not None:
                part.set_theme(theme)

    def forget(self) -> None:
        """Keep nothing of a patient, shown or typed: somebody else may sign in next."""
        self.confirm.close_question()
        self.scan.forget()
        for part in (self.list, self._chart, self._form):
            if part is not None:
                part.forget()

    # Its parts, made when they are first wanted

    @property
    def chart(self) -> ChartView:
        """Return the chart."""
        if self._chart is None:
            chart = self._chart = ChartView(self._theme, self._bridge, self._state, self._actions.chart)
            chart.edit_wanted.connect(self._edit)
            chart.bed_wanted.connect(self.bed_wanted)
            chart.glass_wanted.connect(self.glass_wanted)
            chart.visit_wanted.connect(self.visit_wanted)
            chart.booking_wanted.connect(self.booking_wanted)
            chart.told.connect(self.told)
            chart.changed.connect(self.changed)
            chart.closed.connect(self.close_side)
            chart.deeds.marked.connect(self.list.look_again)
            self.stack.addWidget(chart)
        return self._chart

    @property
    def form(self) -> PatientForm:
        """Return the form."""
        if self._form is None:
            form = self._form = PatientForm(self._theme, self._bridge, self._state, self._actions.form)
            form.saved.connect(self._saved)
            form.left.connect(self._left_form)
            form.open_wanted.connect(self.open_patient)
            form.told.connect(self.told)
            self.stack.addWidget(form)
        return self._form

    def _warm(self, mono: float) -> None:
        """Make chart and form while nothing is done: whoever wants one of them is not to wait for it."""
        known = self._actions.list.state
        waits = not known.roll.loaded or known.search.waits(mono) > 0
        if self._warm_at < math.inf and (waits or self._warm_at < 0):
            self._warm_at = mono + WARM_SECONDS
        elif mono >= self._warm_at:
            self._warm_at = mono + WARM_SECONDS
            if self._chart is None:
                self._chart = self.chart
            elif self._form is None and self._state.access.may(Permission.EDIT_PATIENTS):
                self._form = self.form
            else:
                self._warm_at = math.inf

    # What the user does

    def close_side(self) -> None:
        """Close who is open, and go back to the list."""
        held = self.side.isAncestorOf(QApplication.focusWidget() or self.window())
        self._actions.list.state.open("")
        if self._chart is not None:
            self._chart.forget()
        self._show()
        if held:
            self.list.pane.enter()

    def _open(self, patient: str, tab: str = "") -> None:
        self._close_form()
        self._actions.list.state.open(patient)
        self.chart.open(patient)
        if tab:
            self.chart.open_tab(tab)
        self._show()
        self.chart.enter()

    def _begin(self, name: str) -> None:
        self.form.begin(name)
        self._show()
        self.form.enter()

    def _edit(self, _patient: str) -> None:
        chart = self._state.chart.chart
        if chart is not None:
            self.form.edit(chart)
            self._show()
            self.form.enter()

    def _saved(self, chart: Chart) -> None:
        self.confirm.close_question()
        known = self._actions.list.state
        known.put(line_of(chart))
        if known.search.place(chart.id) < 0:
            self.list.look_again()
        known.open(chart.id)
        self.chart.show_saved(chart)
        self._show()
        self.chart.enter()

    def _left_form(self) -> None:
        self.confirm.close_question()
        self._close_form()
        self._show()
        if self.opened:
            self.chart.enter()
        else:
            self.list.enter()

    def _close_form(self) -> None:
        if self._form is not None:
            self._form.forget()

    def _unless_typed(self, go_on: Callable[[], None]) -> None:
        """Go on, once the user agrees that what is typed in the form is lost."""
        if not self._actions.form.state.dirty:
            self.confirm.close_question()
            go_on()
            return
        text = QCoreApplication.translate("Patients", "What is typed in the form has not been saved.")
        button = QCoreApplication.translate("Patients", "Throw it away")
        self.confirm.ask(text, button, lambda _: go_on())

    def _leave_list(self) -> None:
        if self.opened and not self.writing:
            self.close_side()

    def _takes_scan(self, widget: QWidget | None) -> bool:
        return self._form is not None and self.writing and self._form.takes_scan(widget)

    def _say_unclear(self) -> None:
        """Say that nobody was opened where the list cannot be seen: whose chart stands there is somebody else."""
        if not self._covered:
            return
        text = QCoreApplication.translate("Patients", "Nobody is opened by this number")
        advice = QCoreApplication.translate("Patients", "Look at who was found in the list of patients.")
        self.told.emit(text, advice)
        self._leave_list()

    # What is shown

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out."""
        super().resizeEvent(event)
        self._share()

    def _show(self) -> None:
        if self.writing:
            self.stack.setCurrentWidget(self.form)
        elif self.opened:
            self.stack.setCurrentWidget(self.chart)
        self._share()

    def _share(self) -> None:
        px, room = self._theme.px, self.width()
        beside = self.writing or bool(self.opened)
        self._covered = beside and room < px(COLUMN) + px(LEAST_SIDE)
        self.side.setVisible(beside)
        self.list.setVisible(not self._covered)
        self.back.setVisible(self._covered and not self.writing)
        self.list.setMinimumWidth(px(COLUMN) if beside and not self._covered else 0)
        self.list.setMaximumWidth(px(COLUMN) if beside else 16_777_215)
        if beside != self._narrow:
            self._narrow = beside
            self.list.look(two_lines=beside)

    # Once

    def _bring_back(self) -> None:
        """Show who was open, and what was being typed, before the views were made anew."""
        if self.opened:
            self.chart.open(self.opened)
        self._show()

    def _connect(self) -> None:
        self.list.opened.connect(self.open_patient)
        self.list.register_wanted.connect(self.register)
        self.list.left.connect(self._leave_list)
        self.back.clicked.connect(self.close_side)
        self.scan.scanned.connect(self.list.find_number)
        self.list.unclear.connect(self._say_unclear)
        for keys, call in (("Ctrl+N", self.register), ("Ctrl+F", self._find)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(call)

    def _find(self) -> None:
        if not self._covered:
            self.list.enter()

    def _draw(self) -> None:
        self.back.setIcon(self._theme.icon("chevron-left"))

    def _lay_out(self) -> None:
        px = self._theme.px
        self.side.setObjectName("patientsSide")
        self.back.setObjectName("patientsBack")
        self.back.setProperty("kind", "flat")
        self.back.setToolTip(QCoreApplication.translate("Patients", "Back to all patients (Esc)"))
        self._draw()
        bar = QHBoxLayout()
        bar.setContentsMargins(px(8), 0, px(8), 0)
        bar.addWidget(self.back)
        bar.addStretch(1)
        column = QVBoxLayout(self.side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self.confirm)
        column.addWidget(self.stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
        row.addWidget(self.list, 1)
        row.addWidget(self.side, 1_000)
