"""The audit log: looked through by time, deed, person, clinic and patient; each event in full; exported to a file."""

import re
from dataclasses import replace
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QCoreApplication, QDateTime
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from clinic_console.desktop.actions.audit import AuditActions
from clinic_console.desktop.bridge import Bridge, monotonic
from clinic_console.desktop.charts.times import clock_text, date_text, day_number, seconds_text
from clinic_console.desktop.models.table import Cell, Column
from clinic_console.desktop.state.audit import Event, Filters, Span, about_patient
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.audit_filters import AuditFilters
from clinic_console.desktop.views.audit_panel import AuditPanel
from clinic_console.desktop.views.audit_status import AuditStatus
from clinic_console.desktop.views.audit_words import ALARMING, AuditWords
from clinic_console.desktop.views.beside import Beside
from clinic_console.desktop.views.errand import Errand
from clinic_console.desktop.views.tab import Tab
from clinic_console.desktop.views.table import Table, Words

CHAIN_SECONDS: Final = 15.0


class AuditView(Tab):
    """The tab of the audit log."""

    def __init__(self, theme: Theme, bridge: Bridge, state: ConsoleState, actions: AuditActions) -> None:
        super().__init__(theme, bridge, state)
        self._do, self._audit, self._words = actions, actions.state, AuditWords()
        self._chain = Errand(bridge, self)
        self._now, self._chain_at = 0, 0.0
        self._fresh = False
        self._dialog: QFileDialog | None = None
        self._searched: Filters | None = None
        translate = QCoreApplication.translate
        self.filters = AuditFilters(theme, self._words, state.access.clinics, self)
        self.refresh = QPushButton(translate("Audit", "Refresh"), self)
        self.export = QPushButton(translate("Audit", "Export …"), self)
        self.table: Table[Event] = Table(
            theme, bridge, self._audit.pages, self._columns(), self._empty(), actions.load
        )
        self.panel = AuditPanel(theme, self._words, self)
        self.beside = Beside(theme, self.table, self.panel, self)
        self.status = AuditStatus(theme, self)
        self._lay_out()
        self._connect()

    def frame(self, mono: float) -> None:
        """Bring list, panel and line up to a monotonic time."""
        self._now = self.state.hub_clock.moment(mono).hub or QDateTime.currentMSecsSinceEpoch()
        audit, zone = self._audit, self._zone(self._audit.filters.clinic_id)
        self.filters.frame(audit.filters, audit.people, zone, self._now)
        if not self._fresh:
            self._fresh = True
            audit.look_for(self.filters.today(audit.filters))
            self.filters.frame(audit.filters, audit.people, zone, self._now)
        if audit.filters != self._searched:
            self._searched = audit.filters
            self.table.say_empty(self._empty())
        self.table.frame(mono)
        event = audit.opened
        clinic = event.clinic_id if event is not None else ""
        self.panel.show_event(event, self._clinic_name(clinic), self._zone(clinic))
        self.beside.show_side(event is not None)
        if mono >= self._chain_at and self._chain.run(self._do.load_chain, _nothing, _nothing):
            self._chain_at = mono + CHAIN_SECONDS
        self.status.frame(audit, zone, self._now, self._whose_times())
        self.export.setEnabled(audit.export is None or not audit.export.running)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        super().set_theme(theme)
        for each in (self.filters, self.table, self.panel, self.status):
            each.set_theme(theme)

    def forget(self) -> None:
        """Keep nothing: somebody else may sit down here; a file that is being written is not."""
        self._chain.give_up()
        self._do.stop_export()
        self.panel.forget()

    def enter(self) -> None:
        """Take the focus."""
        self.table.enter()

    def show_about(self, about: object) -> None:
        """Show what concerns a patient, by MRN: who looked, above all."""
        self._look_for(about_patient(self._audit.filters, str(about)))

    # What the user does

    def _look_for(self, filters: Filters) -> None:
        self._fresh = True
        self._audit.look_for(filters)
        self.frame(monotonic())

    def _refresh(self) -> None:
        if not self._audit.look_for(self.filters.today(self._audit.filters)):
            self._audit.pages.refresh()
        self._chain_at = 0.0

    def _open(self, row: str) -> None:
        self._audit.open(self._audit.pages.get(row))
        self.frame(monotonic())

    def _close(self) -> None:
        held = self.panel.isAncestorOf(QApplication.focusWidget() or self)
        self._audit.open(None)
        self.frame(monotonic())
        if held:
            self.table.enter()

    def _only(self, event: Event) -> None:
        self.table.enter()
        self._look_for(replace(self._audit.filters, user_id=event.user_id, user=event.user))

    def _looked(self, event: Event) -> None:
        self.table.enter()
        self._look_for(about_patient(self._audit.filters, event.mrn))

    def _typed(self, letter: str) -> None:
        self.filters.mrn.setFocus()
        self.filters.mrn.insert(letter)

    def _choose_file(self) -> None:
        # Not a dialog of the application's own loop: numbers go on arriving meanwhile.
        dialog = QFileDialog(self, QCoreApplication.translate("Audit", "Export the audit log"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(QCoreApplication.translate("Audit", "Table, CSV (*.csv)"))
        dialog.setDefaultSuffix("csv")
        dialog.selectFile(self.file_name())
        dialog.fileSelected.connect(self.export_to)
        dialog.finished.connect(self._chosen)
        self._dialog = dialog
        dialog.open()

    def _chosen(self) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            dialog.deleteLater()

    def hideEvent(self, event: QHideEvent) -> None:
        """Take the question for a file along: behind a lock nothing stays open."""
        super().hideEvent(event)
        if self._dialog is not None:
            self._dialog.reject()

    def file_name(self) -> str:
        """Return what an export is called: of when it is, and whose."""
        zone = self._zone(self._audit.filters.clinic_id)
        time = re.sub(r"\D", "", clock_text(self._now, zone))
        name = f"audit-log {day_number(self._now, zone)}-{time} {self.state.access.user_name}"
        return re.sub(r'[\\/:*?"<>|\x00-\x1f]', "_", name).strip(" .") + ".csv"

    def export_to(self, path: str) -> None:
        """Write what the filters find to a file."""
        if path and (self._audit.export is None or not self._audit.export.running):
            self.bridge.spawn(self._do.export(path), "audit export")

    def _stop(self) -> None:
        export = self._audit.export
        if export is not None and export.running:
            self._do.stop_export()
        else:
            self._audit.exporting(None)
        self.export.setFocus()

    # What is shown

    def _zone(self, clinic: str) -> str:
        known = any(each.id == clinic for each in self.state.access.clinics)
        return self.state.access.zone(clinic if known else "")

    def _clinic_name(self, clinic: str) -> str:
        """Return a clinic's name, empty where there is only one."""
        clinics = self.state.access.clinics
        return next((each.name for each in clinics if each.id == clinic), "") if len(clinics) > 1 else ""

    def _whose_times(self) -> str:
        """Return the clinic whose zone the list's times are in, empty where all have the same."""
        clinics = self.state.access.clinics
        if len({clinic.zone for clinic in clinics}) < 2:
            return ""
        return self._clinic_name(self._audit.filters.clinic_id) or clinics[0].name

    def _empty(self) -> Words:
        translate = QCoreApplication.translate
        everything = replace(self._audit.filters, begins=None) == Filters(Span.YEAR)
        return Words(
            translate("Audit", "Audit log"),
            "list",
            translate("Audit", "Nothing was recorded in a year")
            if everything
            else translate("Audit", "Nothing was found"),
            "" if everything else translate("Audit", "Nothing of this kind was recorded in this time."),
            "" if everything else translate("Audit", "Show all of the last year"),
        )

    def _columns(self) -> list[Column[Event]]:
        translate = QCoreApplication.translate
        return [
            Column(translate("Audit", "When"), self._time_cell, 142),
            Column(translate("Audit", "Who"), _who_cell, 130, stretch=2),
            Column(translate("Audit", "What"), self._what_cell, 256, stretch=1),
            Column(translate("Audit", "On what"), lambda one: Cell(self._words.about(one)), 120, 1, drop=2),
            Column(translate("Audit", "Patient"), lambda one: Cell(one.mrn), 104, stretch=1),
            Column(translate("Audit", "Why"), lambda one: Cell(one.reason), 150, stretch=6, drop=1),
            Column(
                translate("Audit", "From PC"), lambda one: Cell(one.station or one.address, "muted"), 170, 1, drop=3
            ),
        ]

    def _time_cell(self, event: Event) -> Cell:
        # In one zone for all rows: the order in which things happened must be seen.
        zone = self._zone(self._audit.filters.clinic_id)
        if day_number(event.at, zone) == day_number(self._now, zone):
            return Cell(seconds_text(event.at, zone))
        return Cell(clock_text(event.at, zone), beside=date_text(event.at, zone))

    def _what_cell(self, event: Event) -> Cell:
        said = self._words.action(event)
        return Cell(said, "notice", icon="notice") if event.action in ALARMING else Cell(said, "strong")

    def _connect(self) -> None:
        self.filters.changed.connect(self._look_for)
        self.refresh.clicked.connect(self._refresh)
        self.export.clicked.connect(self._choose_file)
        self.table.opened.connect(self._open)
        self.table.typed.connect(self._typed)
        self.table.left.connect(self._close)
        self.table.begun.connect(lambda: self._look_for(self.filters.today(Filters(Span.YEAR))))
        self.panel.closed.connect(self._close)
        self.panel.person.connect(self._only)
        self.panel.patient.connect(self._looked)
        self.status.stopped.connect(self._stop)

    def _lay_out(self) -> None:
        px = self.theme.px
        bar = QWidget(self)
        bar.setObjectName("adminBar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(0, 0, px(14), 0)
        row.setSpacing(px(8))
        row.addWidget(self.filters, 1)
        buttons = QVBoxLayout()
        buttons.setContentsMargins(0, px(8), 0, px(8))
        buttons.setSpacing(px(8))
        buttons.addWidget(self.refresh)
        buttons.addWidget(self.export)
        buttons.addStretch(1)
        row.addLayout(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self.beside, 1)
        # What narrows the list down goes with it.
        self.beside.covers.connect(bar.setHidden)
        column.addWidget(self.status)
        stops = (*self.filters.stops, self.refresh, self.export, self.table.view)
        for first, second in pairwise(stops):
            QWidget.setTabOrder(first, second)


def _who_cell(event: Event) -> Cell:
    if event.user:
        return Cell(event.user, "strong")
    return Cell(QCoreApplication.translate("Audit", "Nobody signed in"), "muted")


def _nothing(_: object) -> None:
    """Pass over what comes of it: it stands in the state."""
