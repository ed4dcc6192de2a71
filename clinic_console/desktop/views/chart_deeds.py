"""What can be done with the chart that is open: confirm who it is of, restrict it, close broken glass."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from clinic_console.desktop.actions.chart import ChartActions
from clinic_console.desktop.bridge import Bridge, advice, sentences, words
from clinic_console.desktop.clipboard import clipboard
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.chart_menu import Entry
from clinic_console.desktop.views.chart_tabs import zone_of
from clinic_console.desktop.views.chart_words import confirmed_text
from clinic_console.desktop.views.errand import Errand
from clinic_console.desktop.views.identity import Asked, IdentityDialog
from clinic_console.desktop.views.identity_words import facts_of
from clinic_console.desktop.views.patients_mark import MarkForm
from clinic_console.domain.access import Permission
from clinic_console.domain.errors import ClinicError


class ChartDeeds(QFrame):
    """A place below the chart's head in which a form opens; ``identity`` lies over the chart (``over``).

    ``changed`` carries what was done, ``told`` what went wrong and what to do; ``looks_wanted`` says that the tab of
    who looked is, ``marked`` that the chart was restricted or is no more, ``over_with`` that a form or a question has
    been answered, or left.
    """

    told = Signal(str, str)
    changed = Signal(str, object)
    looks_wanted = Signal()
    marked = Signal()
    over_with = Signal()

    def __init__(
        self,
        theme: Theme,
        bridge: Bridge,
        state: ConsoleState,
        actions: ChartActions,
        over: QWidget,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("chartForm")
        self._state, self._actions = state, actions
        self._errand = Errand(bridge, self)
        self.form = MarkForm(theme, self)
        self.identity = IdentityDialog(theme, bridge, actions.confirm, over)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(12))
        column.addWidget(self.form)
        self.form.sent.connect(self._restrict)
        self.form.left.connect(self._leave_form)
        self.identity.confirmed.connect(self._confirmed)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self.identity.set_theme(theme)

    def entries(self) -> list[Entry]:
        """Return what the menu has for this user and this chart."""
        chart = self._state.chart.chart
        translate = QCoreApplication.translate
        if chart is None:
            return []
        found = [Entry("shield", translate("Chart", "Confirm identity …"), self.ask_identity)]
        if self._state.access.may(Permission.RESTRICT_PATIENTS):
            mark, change = translate("Chart", "Restrict chart …"), translate("Chart", "Change restriction …")
            found.append(Entry("lock", change if chart.restriction else mark, self.open_form))
        if chart.glass_until is not None:
            found.append(Entry("cross", translate("Chart", "Close chart now"), self.end_glass))
        found.append(Entry("eye", translate("Chart", "Who looked"), self.looks_wanted.emit))
        found.append(Entry("list", translate("Chart", "Copy MRN"), self.copy_number))
        return found

    def put_away(self) -> None:
        """Close form and question, with all that was typed and shown there."""
        self._errand.give_up()
        if not self.isHidden():
            self.form.forget()
            self.form.hide()
            self.hide()
        if not self.identity.isHidden():
            self.identity.forget()

    def ask_identity(self) -> None:
        """Ask for two identifiers of the patient whose chart is open."""
        chart, access = self._state.chart.chart, self._state.access
        if chart is None:
            return
        clinic = chart.clinic_id or next((each.id for each in access.clinics), "")
        last = QCoreApplication.translate("Chart", "%1.", "a sentence")
        now = self._state.hub_clock.moment(self._actions.clock()).hub
        known = confirmed_text(chart.confirmed, zone_of(access, clinic), now) if chart.confirmed else ""
        said = last.replace("%1", known) if known else ""
        self.identity.ask(Asked(chart.id, clinic, chart.name or chart.latin, facts_of(chart), said))

    def open_form(self) -> None:
        """Open the form that marks the chart as restricted."""
        chart = self._state.chart.chart
        if chart is not None:
            self.show()
            self.form.begin(chart.restriction)

    def copy_number(self) -> None:
        """Put the record number on the clipboard, as it is typed elsewhere: without gaps."""
        chart = self._state.chart.chart
        if chart is not None:
            clipboard().copy(chart.mrn)
            self.changed.emit(QCoreApplication.translate("Chart", "The MRN is copied"), None)

    def end_glass(self) -> None:
        """Close a chart that broken glass has opened."""
        patient = self._state.chart.wanted
        said = QCoreApplication.translate("Chart", "The chart is closed")
        self._errand.run(
            lambda: self._actions.end_glass(patient),
            lambda _: self.changed.emit(said, None),
            lambda error: self.told.emit(words(error), advice(error)),
        )

    def _restrict(self, restriction: str, reason: str) -> None:
        patient = self._state.chart.wanted
        self.form.wait(on=True)

        def done(_: object) -> None:
            lifted = QCoreApplication.translate("Chart", "The chart is restricted no more")
            marked = QCoreApplication.translate("Chart", "The chart is restricted now")
            self.changed.emit(marked if restriction else lifted, None)
            self.marked.emit()
            self._leave_form()

        def failed(error: ClinicError) -> None:
            self.form.wait(on=False)
            self.form.say(sentences(words(error), advice(error)))

        self._errand.run(lambda: self._actions.restrict(patient, restriction, reason), done, failed)

    def _leave_form(self) -> None:
        self.put_away()
        self.over_with.emit()

    def _confirmed(self) -> None:
        self.changed.emit(QCoreApplication.translate("Chart", "The identity is confirmed"), None)
        self.over_with.emit()
