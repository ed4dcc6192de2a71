"""A file that is to be imported: what stands in its columns, and how its first rows will come in."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import PurePath
from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from clinic_console.desktop.actions.imports import ImportActions
from clinic_console.desktop.bridge import Bridge, advice, sentences, words
from clinic_console.desktop.state.access import Clinic
from clinic_console.desktop.state.imports_draft import Basis, Draft, Lack, Look, lacking
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.announce import announce
from clinic_console.desktop.views.elided import Elided
from clinic_console.desktop.views.imports_buttons import keep_width
from clinic_console.desktop.views.imports_columns import Columns
from clinic_console.desktop.views.imports_preview import PreviewTable
from clinic_console.desktop.views.imports_settings import ImportsSettings
from clinic_console.desktop.views.imports_words import basis_text, lack_text, trouble_texts
from clinic_console.desktop.views.panel import Panel
from clinic_console.domain.imports import Kind

LEAST_ROWS: Final = 220


class ImportsDraft(QWidget):
    """``file_wanted`` says that a file is to be chosen, ``changed`` that something was said of it.

    ``begun`` says that the import is to begin, ``left`` that nobody wants it.
    """

    file_wanted = Signal()
    changed = Signal()
    begun = Signal()
    left = Signal()

    def __init__(
        self,
        theme: Theme,
        bridge: Bridge,
        actions: ImportActions,
        clinics: Sequence[Clinic],
        zone: Callable[[], str],
    ) -> None:
        super().__init__()
        self._theme, self._bridge, self._imports, self._zone = theme, bridge, actions.state, zone
        self._drawn: tuple[object, ...] = ()
        self._lacked: str = ""
        self._ordered: object = None
        translate = QCoreApplication.translate
        self.back = QPushButton(translate("Imports", "All imports"), self)
        self.back.setProperty("kind", "flat")
        self.title = Elided(self)
        self.title.setProperty("tone", "heading")
        self.other = QPushButton(translate("Imports", "Another file …"), self)
        self.settings = ImportsSettings(theme, bridge, clinics, actions.kinds, self)
        self.basis = QLabel(self)
        self.basis.setWordWrap(True)
        self.columns = Columns(theme, self)
        self.heading = QLabel(self)
        self.heading.setProperty("tone", "strong")
        self.heading.setWordWrap(True)
        self.tables: dict[Kind, PreviewTable] = {}
        self.preview = QStackedWidget(self)
        self.panel = Panel(theme, self)
        self.mark, self.lack = QLabel(self), QLabel(self)
        self.lack.setWordWrap(True)
        self.no = QPushButton(translate("Imports", "Cancel"), self)
        self.yes = QPushButton(translate("Imports", "Import"), self)
        self.yes.setProperty("kind", "primary")
        self.yes.setObjectName("importYes")
        self._lay_out()
        keep_width(theme, self.yes)
        self._connect()
        self.set_theme(theme)

    def frame(self, mono: float) -> None:
        """Bring the page up to a monotonic time."""
        draft = self._imports.draft
        if draft is None:
            return
        drawn = (self._imports.version, id(draft), draft.given)
        if drawn != self._drawn:
            self._drawn = drawn
            self._show(draft)
        table = self.preview.currentWidget()
        if isinstance(table, PreviewTable) and self.body.isVisibleTo(self):
            table.frame(mono)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme = theme
        self.back.setIcon(theme.icon("chevron-left", "text.secondary", 14))
        self.panel.set_theme(theme)
        for table in self.tables.values():
            table.set_theme(theme)
        self._mark()

    def forget(self) -> None:
        """Keep nothing of a file."""
        self.settings.forget()
        self.columns.forget()
        for table in self.tables.values():
            table.show_rows(())
        self.title.say("")
        self._drawn, self._ordered = (), None

    def enter(self) -> None:
        """Take the focus."""
        draft = self._imports.draft
        if draft is not None and draft.look is None:
            self.panel.button.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.settings.enter()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the list."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    # What the user does

    def _say(self, name: str, value: object) -> None:
        draft = self._imports.draft
        if draft is not None:
            draft.give(replace(draft.given, **{name: value}))  # type: ignore[arg-type]
            self._imports.touch()
            self.changed.emit()

    def _choose(self, place: int, field: str) -> None:
        draft = self._imports.draft
        if draft is not None:
            draft.choose(place, field)
            self._imports.touch()
            self.changed.emit()

    def _begin(self) -> None:
        self.settings.flush()
        self.begun.emit()

    # What is shown

    def _show(self, draft: Draft) -> None:
        self.settings.show_draft(draft)
        self._show_title(draft)
        look = draft.look
        self.body.setVisible(look is not None and draft.trouble is None)
        self.panel.setVisible(look is None or draft.trouble is not None)
        self.other.setVisible(look is not None and draft.trouble is None)
        if look is None or draft.trouble is not None:
            self._say_panel(draft)
            self._order(None)
        else:
            self._show_look(draft, look)
        self._say_lack(draft)

    def _show_title(self, draft: Draft) -> None:
        name = PurePath(draft.path).name or QCoreApplication.translate("Imports", "Import a file")
        if draft.first is not None:
            size = QLocale().formattedDataSize(draft.first.size, 1)
            between = QCoreApplication.translate("Imports", "%1 · %2", "a file, and its size")
            name = between.replace("%2", size).replace("%1", name)
        self.title.say(name)

    def _say_panel(self, draft: Draft) -> None:
        translate = QCoreApplication.translate
        if draft.trouble is not None:
            title, text = trouble_texts(draft.trouble)
            self.panel.say("notice", title, text, translate("Imports", "Another file …"))
        elif draft.reading or draft.first is not None:
            self.panel.say("", translate("Imports", "Reading the file …"))
        else:
            text = translate("Imports", "A text file with one row a line (CSV). Drop it here, or choose it.")
            self.panel.say("list", translate("Imports", "Which file?"), text, translate("Imports", "Choose a file …"))

    def _show_look(self, draft: Draft, look: Look) -> None:
        # Until it has been looked at again, what is shown is of the kind that it was looked at as.
        kind = (draft.looked_at or draft.given).kind
        if kind not in self.tables:
            table = self.tables[kind] = PreviewTable(self._theme, self._bridge, kind, self._zone)
            self.preview.addWidget(table)
        self.preview.setCurrentWidget(self.tables[kind])
        self.columns.show_look(look, kind)
        table = self.tables[kind]
        table.show_rows(look.rows)
        self._order(table)
        self._say_heading(look)
        self._say_basis(look)

    def _order(self, table: PreviewTable | None) -> None:
        """Let Tab go from above to below, through what has been made since."""
        choices = tuple(self.columns.choices)
        if (choices, table) == self._ordered:
            return
        self._ordered = choices, table
        rows = (table.view,) if table is not None else ()
        stops = (self.back, self.other, *self.settings.stops, *choices, *rows, self.panel.button, self.no, self.yes)
        for one, other in pairwise(stops):
            QWidget.setTabOrder(one, other)

    def _say_heading(self, look: Look) -> None:
        bad = sum(bool(row.problems) for row in look.rows)
        translate = QCoreApplication.translate
        shown = translate("Imports", "How the first %n row(s) will come in", None, len(look.rows))
        refused = translate("Imports", "%n of them will be refused", None, bad)
        self.heading.setText(f"{shown} · {refused}" if bad else shown)

    def _say_basis(self, look: Look) -> None:
        if len(look.layout.columns) == 1:
            text, tone = (
                QCoreApplication.translate(
                    "Imports", "All of it is one column: is what stands between columns right?"
                ),
                "notice",
            )
        else:
            text = basis_text(look.basis)
            tone = "notice" if look.basis is Basis.TITLES_DIFFER else "secondary"
        self.basis.setText(text)
        self.basis.setVisible(bool(text))
        if self.basis.property("tone") != tone:
            self.basis.setProperty("tone", tone)
            self.basis.style().unpolish(self.basis)
            self.basis.style().polish(self.basis)

    def _say_lack(self, draft: Draft) -> None:
        look = draft.look
        lack = lacking(draft.given.kind, look.layout) if look is not None else Lack.FILE
        text = lack_text(lack) if lack is not None and look is not None and draft.trouble is None else ""
        if draft.problem is not None:
            text = sentences(words(draft.problem), advice(draft.problem))
        elif self._imports.busy and not text:
            text = QCoreApplication.translate("Imports", "Another import is under way here: this one has to wait.")
        ready = lack is None and draft.trouble is None and not draft.stale and not self._imports.busy
        self.yes.setEnabled(ready)
        self.lack.setText(text)
        self.mark.setVisible(bool(text))
        if text != self._lacked:
            self._lacked = text
            announce(self.lack, text)
        unsaid = QCoreApplication.translate("Imports", "Name the system")
        system = self.settings.fields[self.settings.system]
        if lack is Lack.SYSTEM and look is not None and not self.settings.system.hasFocus():
            if not system.note.text():
                system.wrong(unsaid)
        elif system.note.text():
            system.right()

    def _mark(self) -> None:
        size = self._theme.size("icon", "inline")
        colour = self._theme.colour("notice.text")
        self.mark.setPixmap(self._theme.pixmap("notice", colour, size, self.devicePixelRatioF()))

    def _connect(self) -> None:
        self.back.clicked.connect(self.left)
        self.no.clicked.connect(self.left)
        self.yes.clicked.connect(self._begin)
        self.other.clicked.connect(self.file_wanted)
        self.panel.pressed.connect(self.file_wanted)
        self.settings.said.connect(self._say)
        self.columns.chosen.connect(self._choose)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        page = QWidget()
        page.setObjectName("importPage")
        inside = QVBoxLayout(page)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(self._said())
        inside.addWidget(self._body(), 1)
        inside.addWidget(self.panel, 1)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(page)
        column.addWidget(self.area, 1)
        column.addWidget(self._foot())

    def _head(self) -> QWidget:
        px = self._theme.px
        bar = QWidget(self)
        bar.setObjectName("adminBar")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(bar)
        row.setContentsMargins(px(8), px(8), px(14), px(8))
        row.setSpacing(px(10))
        row.addWidget(self.back)
        row.addWidget(self.title, 1)
        row.addWidget(self.other)
        return bar

    def _said(self) -> QWidget:
        px = self._theme.px
        said = QWidget(self)
        column = QVBoxLayout(said)
        column.setContentsMargins(px(14), px(10), px(14), px(6))
        column.addWidget(self.settings)
        return said

    def _body(self) -> QWidget:
        px = self._theme.px
        self.body = QWidget(self)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.heading.setContentsMargins(px(14), px(10), px(14), px(6))
        self.preview.setMinimumHeight(px(LEAST_ROWS))
        line = QHBoxLayout()
        line.setContentsMargins(px(12), px(2), px(14), px(8))
        line.setSpacing(px(20))
        line.addWidget(self.settings.header)
        line.addWidget(self.settings.register)
        line.addWidget(self.basis, 1)
        column.addLayout(line)
        column.addWidget(self.columns)
        column.addWidget(self.heading)
        column.addWidget(self.preview, 1)
        return self.body

    def _foot(self) -> QWidget:
        px = self._theme.px
        foot = QWidget(self)
        foot.setObjectName("importFoot")
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.lack.setProperty("tone", "notice")
        row = QHBoxLayout(foot)
        row.setContentsMargins(px(14), px(8), px(14), px(8))
        row.setSpacing(px(8))
        row.addWidget(self.mark)
        row.addWidget(self.lack, 1)
        row.addWidget(self.no)
        row.addWidget(self.yes)
        return foot
