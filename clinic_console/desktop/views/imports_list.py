"""The imports of the user's clinics: what came in from which file, by whom, and which have not been finished."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QLocale, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from clinic_console.desktop.actions.imports import ImportActions
from clinic_console.desktop.bridge import Bridge
from clinic_console.desktop.models.table import Cell, Column
from clinic_console.desktop.state.imports import Import
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.imports_buttons import keep_width
from clinic_console.desktop.views.imports_words import kinds, state_text
from clinic_console.desktop.views.table import Table, Words
from clinic_console.domain.imports import LISTS

When = Callable[[Import], str]
Clinic = Callable[[Import], str]


class ImportsList(QWidget):
    """``begun`` says that a file is to be imported, ``opened`` carries the id of an import."""

    begun = Signal()
    opened = Signal(str)

    def __init__(
        self, theme: Theme, bridge: Bridge, actions: ImportActions, when: When, clinic: Clinic, *, several: bool
    ) -> None:
        super().__init__()
        self._imports = actions.state
        self._when, self._clinic, self._several = when, clinic, several
        translate = QCoreApplication.translate
        lists = actions.kinds == LISTS
        about = translate("Imports", "Patients and past visits from other systems, as CSV files")
        if lists:
            about = translate("Imports", "Visits of today and of coming days from other systems, as CSV files")
        self.about = QLabel(about, self)
        self.about.setProperty("tone", "secondary")
        self.table: Table[Import] = Table(
            theme, bridge, self._imports.pages, self._columns(), self._empty(lists=lists), actions.load
        )
        self.table.news.setParent(self)
        self.begin = QPushButton(translate("Imports", "Import a file …"), self)
        self.begin.setObjectName("importsBegin")
        self.begin.setProperty("kind", "primary")
        self.table.setParent(self)
        self._lay_out(theme)
        keep_width(theme, self.begin)
        self.begin.clicked.connect(self.begun)
        self.table.begun.connect(self.begun)
        self.table.opened.connect(self.opened)

    def frame(self, mono: float) -> None:
        """Bring the list up to a monotonic time."""
        self.table.frame(mono)
        busy = self._imports.busy
        self.begin.setEnabled(not busy)
        one_at_a_time = QCoreApplication.translate("Imports", "One file at a time: another import is under way here.")
        self.begin.setToolTip(one_at_a_time if busy else "")

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self.table.set_theme(theme)

    def enter(self) -> None:
        """Take the focus."""
        if self._imports.pages.rows:
            self.table.enter()
        else:
            self.begin.setFocus(Qt.FocusReason.OtherFocusReason)

    def _empty(self, *, lists: bool) -> Words:
        translate = QCoreApplication.translate
        if lists:
            return Words(
                translate("Imports", "Day lists"),
                "list",
                translate("Imports", "No day list has been imported yet"),
                translate(
                    "Imports",
                    "Book the visits of another system's list: save it there as CSV, and drop the file here. You see "
                    "how the rows will come in before anything is booked.",
                ),
                translate("Imports", "Import a file …"),
            )
        return Words(
            translate("Imports", "Imports"),
            "list",
            translate("Imports", "No file has been imported yet"),
            translate(
                "Imports",
                "Bring in the patients and past visits of another system: save them there as CSV, and drop the file "
                "here. You see how the rows will come in before anything is changed.",
            ),
            translate("Imports", "Import a file …"),
        )

    def _columns(self) -> list[Column[Import]]:
        translate = QCoreApplication.translate
        clinic: list[Column[Import]] = [
            Column(translate("Imports", "Clinic"), lambda one: Cell(self._clinic(one)), 110, 2, drop=4)
        ]
        return [
            Column(translate("Imports", "File"), lambda one: Cell(one.file, "strong"), 170, 6),
            Column(
                translate("Imports", "Rows of"), lambda one: Cell(kinds().get(one.kind, one.kind)), 100, 1, drop=3
            ),
            *(clinic if self._several else ()),
            Column(translate("Imports", "Begun"), lambda one: Cell(self._when(one)), 160, 1, drop=2),
            Column(translate("Imports", "By"), lambda one: Cell(one.by), 120, 2, drop=5),
            Column(translate("Imports", "State"), self._state, 186, 1),
            Column(translate("Imports", "Rows"), _rows, 176, 0, right=True, drop=1),
            Column(translate("Imports", "In"), lambda one: _number(one.good), 80, 0, right=True),
            Column(
                translate("Imports", "There already"), lambda one: _number(one.already), 110, 0, right=True, drop=1
            ),
            Column(translate("Imports", "Refused"), _refused, 90, 0, right=True),
        ]

    def _state(self, one: Import) -> Cell:
        run = self._imports.run
        here = run is not None and run.active and run.imported is not None and run.imported.id == one.id
        text = state_text(one, here=here)
        if not one.running:
            return Cell(text, icon="check" if one.state == "finished" else "ban")
        if here:
            return Cell(text, "accent", icon="dot")
        return Cell(text, "notice", QCoreApplication.translate("Imports", "Go on"), icon="pause")

    def _lay_out(self, theme: Theme) -> None:
        px = theme.px
        bar = QWidget(self)
        bar.setObjectName("adminBar")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(bar)
        row.setContentsMargins(px(14), px(8), px(14), px(8))
        row.setSpacing(px(10))
        row.addWidget(self.about, 1)
        row.addWidget(self.table.news)
        row.addWidget(self.begin)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self.table, 1)


def _kind(one: Import) -> Cell:
    return Cell(kinds().get(one.kind, one.kind))


def _rows(one: Import) -> Cell:
    number = QLocale().toString
    if not one.running:
        return Cell(number(one.lines))
    text = QCoreApplication.translate("Imports", "%1 of %2")
    return Cell(text.replace("%2", number(one.lines)).replace("%1", number(one.done)))


def _number(count: int) -> Cell:
    return Cell(QLocale().toString(count), "plain" if count else "muted")


def _already(one: Import) -> Cell:
    return _number(one.already)


def _refused(one: Import) -> Cell:
    return Cell(QLocale().toString(one.bad), "notice", icon="notice") if one.bad else _number(0)
