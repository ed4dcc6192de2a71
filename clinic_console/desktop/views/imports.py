"""Imports of patients and visits: the list, a file that is being prepared, and one import with its errors."""

import re
from pathlib import PurePath
from typing import Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QHideEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QStackedWidget, QVBoxLayout

from clinic_console.desktop.actions.imports import ImportActions
from clinic_console.desktop.bridge import Bridge, advice, monotonic, words
from clinic_console.desktop.charts.times import clock_text, date_text
from clinic_console.desktop.state.access import Clinic
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.imports import Import, Page, Phase, Run
from clinic_console.desktop.state.imports_draft import Draft, Given, Trouble
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.errand import Errand
from clinic_console.desktop.views.imports_draft import ImportsDraft
from clinic_console.desktop.views.imports_list import ImportsList
from clinic_console.desktop.views.imports_one import ImportsOne
from clinic_console.desktop.views.imports_words import kinds
from clinic_console.desktop.views.seen import seen_text
from clinic_console.desktop.views.tab import Tab
from clinic_console.domain.access import Permission
from clinic_console.domain.errors import ClinicError
from clinic_console.domain.imports import LISTS, Kind

PATIENTS: Final = "patients"
"""The screen on which those stand who came in."""


class ImportsView(Tab):
    """The tab of imports; ``wanted`` also carries the name of the screen of patients."""

    def __init__(self, theme: Theme, bridge: Bridge, state: ConsoleState, actions: ImportActions) -> None:
        super().__init__(theme, bridge, state)
        self._do, self._imports = actions, actions.state
        self._errand = Errand(bridge, self)
        self._now, self._page = 0, Page.LIST
        self._dialog: QFileDialog | None = None
        clinics = self._clinics()
        several = len(state.access.clinics) > 1
        self.list = ImportsList(theme, bridge, actions, self._when, self._clinic_name, several=several)
        self.draft = ImportsDraft(theme, bridge, actions, clinics, self._draft_zone)
        self.one = ImportsOne(theme, bridge, actions, self._about, self._may_see)
        self.table = self.list.table
        self.stack = QStackedWidget(self)
        self.pages: dict[Page, ImportsList | ImportsDraft | ImportsOne] = {
            Page.LIST: self.list,
            Page.DRAFT: self.draft,
            Page.IMPORT: self.one,
        }
        for page in self.pages.values():
            self.stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)
        self.setAcceptDrops(True)
        self._connect()

    # The frame clock

    def frame(self, mono: float) -> None:
        """Bring the page that is shown up to a monotonic time."""
        self._now = self.state.hub_clock.moment(mono).hub
        page = self._imports.page
        held = self.stack.isAncestorOf(QApplication.focusWidget() or self)
        shown = self.pages[page]
        self._count_missed()
        if page is not self._page:
            self._page = page
            self.stack.setCurrentWidget(shown)
            shown.frame(mono)
            if held:
                shown.enter()
        shown.frame(mono)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        super().set_theme(theme)
        for page in self.pages.values():
            page.set_theme(theme)

    def forget(self) -> None:
        """Keep nothing of any file: somebody else may sit down here."""
        self._errand.give_up()
        self.draft.forget()
        self.one.forget()

    def enter(self) -> None:
        """Take the focus."""
        self.frame(monotonic())
        self.pages[self._page].enter()

    # What the user does

    def open_file(self, path: str) -> None:
        """Prepare the import of a file, in place of another one that is being prepared."""
        draft = self._imports.draft if self._imports.page is Page.DRAFT else self._prepare()
        if draft is not None and path:
            self.bridge.spawn(self._do.read(draft, path, self._zone(draft.given.clinic_id)), "read a file")
            self.frame(monotonic())

    def open_import(self, row: str) -> None:
        """Look at one import."""
        one = self._imports.pages.get(row)
        if one is not None:
            self._imports.open(one)
            self.frame(monotonic())

    def go_on_with(self, path: str) -> None:
        """Go on with the import that is looked at, with a file."""
        one = self._imports.shown
        run = self._do.go_on(one, path) if one is not None and path else None
        if run is not None:
            self._carry(run)

    def save_to(self, path: str) -> None:
        """Write what was refused of the import that is looked at to a file."""
        one = self._imports.shown
        saved = self._imports.saved
        if one is not None and path and (saved is None or not saved.running):
            work = self._do.save(one, path, self.one.titles(), self.one.line)
            self.bridge.spawn(work, "save refused rows")

    def _begin(self) -> None:
        if self._prepare() is not None:
            self.frame(monotonic())
            self.draft.enter()

    def _prepare(self) -> Draft | None:
        clinics = self._clinics()
        if not clinics or self._imports.busy:
            return None
        return self._imports.prepare(Given(self._do.kinds[0], clinics[0].id))

    def _look(self) -> None:
        draft = self._imports.draft
        if draft is not None:
            self.bridge.spawn(self._do.look(draft, self._zone(draft.given.clinic_id)), "look at a file")

    def _import(self) -> None:
        run = self._do.begin()
        if run is not None:
            self._carry(run)

    def _carry(self, run: Run) -> None:
        # Not an errand of this view: it goes on while another screen is looked at.
        self.bridge.spawn(self._do.carry(run), "import")
        self.frame(monotonic())
        self.one.enter()

    def _go_on(self) -> None:
        run = self._imports.run if self._imports.watching else None
        if run is not None and run.phase is Phase.STOPPED and run.trouble is None:
            self.go_on_with(run.path)
        elif run is not None and run.trouble is Trouble.CHANGED and run.imported is None:
            self._imports.drop_run()
        else:
            self._choose(QCoreApplication.translate("Imports", "Go on with the file"), self.go_on_with)

    def _end(self) -> None:
        one = self._imports.shown
        if self._imports.watching and self._imports.busy:
            self._do.end()
        elif one is not None:
            self._errand.run(lambda: self._do.end_other(one), lambda _: None, self._failed)

    def _count_missed(self) -> None:
        """Ask how many did not come once an import of past visits that is looked at is over."""
        one = self._imports.shown
        over = one is not None and one.kind == Kind.APPOINTMENTS and not one.running
        if one is not None and over and one.id not in self._imports.missed:
            self.bridge.spawn(self._do.load_missed(one), "count missed visits")

    def _failed(self, error: ClinicError) -> None:
        self.told.emit(words(error), advice(error))

    def _back(self) -> None:
        before = self._imports.shown
        self._imports.back()
        self.frame(monotonic())
        if before is not None:
            self.list.table.show_row(before.id)
        self.list.enter()

    # Files

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a file, if none is being imported."""
        if not self._imports.busy and event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Prepare the import of the first file that is dropped."""
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.open_file(paths[0])

    def hideEvent(self, event: QHideEvent) -> None:
        """Take the question for a file along: behind a lock nothing stays open."""
        super().hideEvent(event)
        if self._dialog is not None:
            self._dialog.reject()

    def _choose_file(self) -> None:
        self._choose(QCoreApplication.translate("Imports", "Import a file"), self.open_file)

    def _choose(self, title: str, chosen: object, name: str = "") -> None:
        # Not a dialog of the application's own loop: numbers go on arriving meanwhile.
        dialog = QFileDialog(self, title)
        tables = QCoreApplication.translate("Imports", "Tables, CSV (*.csv *.txt *.tsv)")
        if name:
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.setNameFilter(QCoreApplication.translate("Imports", "Table, CSV (*.csv)"))
            dialog.setDefaultSuffix("csv")
            dialog.selectFile(name)
        else:
            dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
            dialog.setNameFilters([tables, QCoreApplication.translate("Imports", "All files (*)")])
        dialog.fileSelected.connect(chosen)
        dialog.finished.connect(self._chosen)
        self._dialog = dialog
        dialog.open()

    def _chosen(self) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            dialog.deleteLater()

    def _choose_where(self) -> None:
        one = self._imports.shown
        if one is not None:
            stem = re.sub(r'[\\/:*?"<>|\x00-\x1f]', "_", PurePath(one.file).stem).strip(" .")
            name = QCoreApplication.translate("Imports", "%1 refused rows", "the name of a file")
            title = QCoreApplication.translate("Imports", "Save refused rows")
            self._choose(title, self.save_to, name.replace("%1", stem) + ".csv")

    # What is shown

    def _clinics(self) -> list[Clinic]:
        lists = self._do.kinds == LISTS
        mine = self.state.access.may(Permission.IMPORT_DAY_LIST if lists else Permission.IMPORT_PATIENTS)
        return [clinic for clinic in self.state.access.clinics if clinic.id in mine]

    def _zone(self, clinic: str) -> str:
        return self.state.access.zone(clinic)

    def _draft_zone(self) -> str:
        draft = self._imports.draft
        return self._zone(draft.given.clinic_id if draft is not None else "")

    def _when(self, one: Import) -> str:
        return seen_text(one.began, self._zone(one.clinic_id), self._now)

    def _clinic_name(self, one: Import) -> str:
        return next((each.name for each in self.state.access.clinics if each.id == one.clinic_id), "")

    def _may_see(self, one: Import) -> bool:
        return one.clinic_id in self.state.access.may(Permission.SEE_PATIENTS)

    def _about(self, one: Import) -> str:
        zone = self._zone(one.clinic_id)
        began = f"{date_text(one.began, zone)} {clock_text(one.began, zone)}"
        by = QCoreApplication.translate("Imports", "begun %1 by %2", "a time, and somebody's name")
        said = by.replace("%2", one.by).replace("%1", began)
        system = one.layout.system if one.layout is not None else ""
        return " · ".join(filter(None, (kinds().get(one.kind, one.kind), self._clinic_name(one), system, said)))

    def _connect(self) -> None:
        self.list.begun.connect(self._begin)
        self.list.opened.connect(self.open_import)
        self.draft.file_wanted.connect(self._choose_file)
        self.draft.changed.connect(self._look)
        self.draft.begun.connect(self._import)
        self.draft.left.connect(self._back)
        self.one.left.connect(self._back)
        self.one.go_on.connect(self._go_on)
        self.one.end.connect(self._end)
        self.one.save.connect(self._choose_where)
        self.one.patients.connect(lambda: self.wanted.emit(PATIENTS, None))
