"""One import: how far it is, what was refused and why, and what can be done about it."""

from collections.abc import Callable
from pathlib import PurePath
from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from clinic_console.desktop.actions.imports import ImportActions
from clinic_console.desktop.bridge import Bridge, advice, sentences, words
from clinic_console.desktop.models.table import Cell, Column
from clinic_console.desktop.state.imports import Import, Phase, Refused, Run, Saved
from clinic_console.desktop.state.imports_draft import Trouble
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.announce import announce
from clinic_console.desktop.views.confirm import Confirm
from clinic_console.desktop.views.elided import Elided
from clinic_console.desktop.views.imports_buttons import keep_width
from clinic_console.desktop.views.imports_progress import ImportProgress
from clinic_console.desktop.views.imports_words import fields, problems, refused_texts
from clinic_console.desktop.views.table import Table, Words
from clinic_console.domain.imports import MOST_ERRORS, Kind

About = Callable[[Import], str]
MaySee = Callable[[Import], bool]
"""Says whether the user may look at who came in."""
_AGAIN: Final = (Trouble.GONE, Trouble.CHANGED, Trouble.OTHER, Trouble.UNREADABLE)
"""What another choice of a file can put right."""


class ImportsOne(QWidget):
    """``left`` says that the list is wanted, ``go_on`` that this import is to go on, ``end`` that it is to end.

    ``save`` asks for a file of what was refused, ``patients`` for the Patients screen.
    """

    left = Signal()
    go_on = Signal()
    end = Signal()
    save = Signal()
    patients = Signal()

    def __init__(self, theme: Theme, bridge: Bridge, actions: ImportActions, about: About, may_see: MaySee) -> None:
        super().__init__()
        self._theme, self._imports, self._about, self._may_see = theme, actions.state, about, may_see
        self._wrong, self._kind, self._known = problems(), "", fields(Kind.PATIENTS)
        self._said = ""
        translate = QCoreApplication.translate
        self.back = QPushButton(translate("Imports", "All imports"), self)
        self.back.setProperty("kind", "flat")
        self.title = Elided(self)
        self.title.setProperty("tone", "heading")
        self.stop = QPushButton(translate("Imports", "Cancel import …"), self)
        self.resume = QPushButton(translate("Imports", "Go on"), self)
        self.resume.setProperty("kind", "primary")
        self.show_patients = QPushButton(translate("Imports", "Open Patients"), self)
        self.show_patients.setProperty("kind", "primary")
        self.confirm = Confirm(theme, self)
        self.confirm.setProperty("place", "bar")
        self.progress = ImportProgress(theme, self)
        self.table: Table[Refused] = Table(
            theme, bridge, self._imports.errors, self._columns(), self._empty(), actions.load_errors
        )
        self.table.news.setParent(self)
        self.table.setParent(self)
        # Made in the order in which Tab comes to them.
        self.save_button = QPushButton(translate("Imports", "Save refused rows …"), self)
        self.saved = Elided(self)
        self.saved.setProperty("tone", "secondary")
        self._lay_out()
        keep_width(theme, self.show_patients)
        self._connect()
        self.set_theme(theme)

    def frame(self, mono: float) -> None:
        """Bring the page up to a monotonic time."""
        imports = self._imports
        run = imports.run if imports.watching else None
        one = imports.shown
        self.title.say(one.file if one is not None else PurePath(run.path).name if run is not None else "")
        self._take_kind(one, run)
        missed = imports.missed.get(one.id) if one is not None else None
        self.progress.show_import(one, run, self._about(one) if one is not None else "", missed)
        self._offer(one, run)
        self._say_saved(imports.saved)
        self.table.frame(mono)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme = theme
        self.back.setIcon(theme.icon("chevron-left", "text.secondary", 14))
        self.progress.set_theme(theme)
        self.table.set_theme(theme)

    def forget(self) -> None:
        """Keep nothing of a file."""
        self.confirm.close_question()
        self.progress.forget()
        self.title.say("")
        self.saved.say("")

    def enter(self) -> None:
        """Take the focus."""
        for button in (self.resume, self.show_patients, self.stop):
            if button.isVisibleTo(self):
                button.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def line(self, refused: Refused) -> tuple[str, str, str, str]:
        """Return a refused row as it is written to a file."""
        field, text = refused_texts(refused, self._known, self._wrong)
        return str(refused.line), field, refused.code, text

    @staticmethod
    def titles() -> tuple[str, str, str, str]:
        """Return the titles of a file of refused rows."""
        translate = QCoreApplication.translate
        return (
            translate("Imports", "Line"),
            translate("Imports", "Field"),
            translate("Imports", "Code"),
            translate("Imports", "What was wrong"),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the list."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _ask_end(self) -> None:
        translate = QCoreApplication.translate
        one = self._imports.shown
        good = one.good if one is not None else 0
        text = translate("Imports", "End this import? Nothing has come in yet.")
        if good:
            text = translate(
                "Imports",
                "End this import? %Ln row(s) are in and stay in. To bring in the rest later, import the file again: "
                "what is in is passed over.",
                None,
                good,
            )
        self.confirm.ask(text, translate("Imports", "End the import"), lambda _: self.end.emit())

    def _take_kind(self, one: Import | None, run: Run | None) -> None:
        kind = one.kind if one is not None else str(run.kind) if run is not None else ""
        if kind != self._kind:
            self._kind, self._known = kind, fields(kind)
            self.table.view.viewport().update()

    def _offer(self, one: Import | None, run: Run | None) -> None:
        active = run is not None and run.active
        waits = one is not None and one.running and not active
        over = one is not None and not one.running
        self.stop.setVisible(active or waits)
        self.stop.setEnabled(not (run is not None and active and run.ending))
        self.resume.setVisible(waits and not self._imports.busy)
        another = run is not None and run.trouble in _AGAIN
        self._call_resume(another=another or run is None)
        self.show_patients.setVisible(one is not None and over and self._may_see(one))
        saving = self._imports.saved is not None and self._imports.saved.running
        self.foot.setVisible(one is not None and one.bad > 0)
        self.save_button.setEnabled(not saving)
        if not (active or waits) and self.confirm.isVisible():
            self.confirm.close_question()
        if run is not None and run.phase is Phase.READING and one is None:
            self.stop.setVisible(True)

    def _call_resume(self, *, another: bool) -> None:
        text = QCoreApplication.translate("Imports", "Go on")
        if another:
            text = QCoreApplication.translate("Imports", "Choose the file …")
        if text != self.resume.text():
            self.resume.setText(text)
            keep_width(self._theme, self.resume)

    def _say_saved(self, saved: Saved | None) -> None:
        text = saved_text(saved) if saved is not None else ""
        if text == self._said:
            return
        self._said = text
        self.saved.say(text)
        announce(self.saved, text)

    def _columns(self) -> list[Column[Refused]]:
        line, field, _, wrong = self.titles()
        return [
            Column(line, lambda one: Cell(QLocale().toString(one.line), "strong"), 90, 0, right=True),
            Column(field, lambda one: Cell(refused_texts(one, self._known, self._wrong)[0]), 190, 1),
            Column(wrong, lambda one: Cell(refused_texts(one, self._known, self._wrong)[1]), 280, 6),
        ]

    def _empty(self) -> Words:
        translate = QCoreApplication.translate
        text = translate("Imports", "Rows that cannot be taken stand here, with their line and what is wrong.")
        return Words(
            translate("Imports", "Refused rows"), "check", translate("Imports", "No row has been refused"), text
        )

    def _connect(self) -> None:
        self.back.clicked.connect(self.left)
        self.table.left.connect(self.left)
        self.stop.clicked.connect(self._ask_end)
        self.resume.clicked.connect(self.go_on)
        self.save_button.clicked.connect(self.save)
        self.show_patients.clicked.connect(self.patients)

    def _lay_out(self) -> None:
        px = self._theme.px
        bar = QWidget(self)
        bar.setObjectName("adminBar")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(bar)
        row.setContentsMargins(px(8), px(8), px(14), px(8))
        row.setSpacing(px(8))
        row.addWidget(self.back)
        row.addWidget(self.title, 1)
        for button in (self.table.news, self.stop, self.resume, self.show_patients):
            row.addWidget(button)
        self.foot = QWidget(self)
        self.foot.setObjectName("importFoot")
        self.foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        below = QHBoxLayout(self.foot)
        below.setContentsMargins(px(14), px(8), px(14), px(8))
        below.addWidget(self.saved, 1)
        below.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (bar, self.confirm, self.progress):
            column.addWidget(widget)
        column.addWidget(self.table, 1)
        column.addWidget(self.foot)


def saved_text(saved: Saved) -> str:
    """Say what has become of a file of refused rows."""
    name = PurePath(saved.path).name
    translate = QCoreApplication.translate
    if saved.problem is not None:
        said = translate("Imports", "%1 was not written.").replace("%1", name)
        return sentences(said, words(saved.problem), advice(saved.problem))
    if not saved.done:
        return translate("Imports", "Writing %1 …").replace("%1", name)
    if saved.rows >= MOST_ERRORS:
        said = translate("Imports", "%1 is written: the first %2 errors, more are not kept.")
        return said.replace("%2", QLocale().toString(saved.rows)).replace("%1", name)
    return translate("Imports", "%1 is written.").replace("%1", name)
