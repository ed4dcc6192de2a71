"""A tab of a chart that is a list: page by page from the hub, and beside it what of it is open in full."""

from collections.abc import Callable, Coroutine, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from clinic_console.desktop.bridge import Bridge
from clinic_console.desktop.models.table import Column
from clinic_console.desktop.state.pages import Pages
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.beside import Beside, Side
from clinic_console.desktop.views.facts import Facts
from clinic_console.desktop.views.table import Table, Words

T = TypeVar("T")


class Told(NamedTuple):
    """All of one row, as it stands beside the list: a title, a line below it, and facts (name and value)."""

    title: str
    below: str
    facts: tuple[tuple[str, str], ...]


class ChartList(QWidget, Generic[T]):
    """Shows ``pages``; ``tell`` gives all of a row that is opened. ``left`` says that Esc was pressed in the list."""

    left = Signal()

    def __init__(
        self,
        theme: Theme,
        bridge: Bridge,
        pages: Pages[T],
        columns: Sequence[Column[T]],
        words: Words,
        load: Callable[[], Coroutine[Any, Any, None]],
        tell: Callable[[T], Told] | None = None,
    ) -> None:
        super().__init__()
        self._theme, self._tell, self._lists = theme, tell, pages.lists
        self.head = QFrame(self)
        self.note = QLabel(self.head)
        self.note.setProperty("tone", "muted")
        self.note.setContentsMargins(theme.px(14), theme.px(8), theme.px(14), theme.px(8))
        self.note.hide()
        self.head_row = QHBoxLayout(self.head)
        self.head_row.setContentsMargins(0, 0, 0, 0)
        self.head_row.addWidget(self.note, 1)
        # Now: Tab comes to things in the order in which they were made.
        self.add_to_head()
        self.table: Table[T] = Table(theme, bridge, pages, columns, words, load)
        self.side = Side(theme, self)
        self.facts = Facts(theme, self.side.page)
        self.side.column.addWidget(self.facts)
        self.side.column.addStretch(1)
        self.beside = Beside(theme, self.table, self.side, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.beside, 1)
        self.table.opened.connect(self._open)
        self.table.left.connect(self._leave)
        self.side.closed.connect(self._close)

    def add_to_head(self) -> None:
        """Put what else stands above the list into ``head_row``."""

    def say_note(self, text: str) -> None:
        """Say something above the list."""
        self.note.setText(text)
        self.note.setVisible(bool(text))

    def frame(self, mono: float) -> None:
        """Bring the list up to a monotonic time; what was open of another list is closed."""
        if self._lists != self.table.pages.lists:
            self._lists = self.table.pages.lists
            self.forget()
        self.table.frame(mono)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme = theme
        self.table.set_theme(theme)
        self.side.set_theme(theme)

    def enter(self) -> None:
        """Take the focus."""
        self.table.enter()

    def forget(self) -> None:
        """Keep nothing of what was open."""
        self.beside.show_side(on=False)
        self.side.say("")
        self._say_facts(())
        # Rows of a list that was begun anew go with it.
        self.table.view.sync()

    def _open(self, row: str) -> None:
        found = self.table.pages.get(row)
        if found is None or self._tell is None:
            return
        told = self._tell(found)
        self.side.say(told.title, told.below)
        self._say_facts(told.facts)
        self.beside.show_side(on=True)
        if self.table.isHidden():
            # There is no room for both.
            self.side.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave(self) -> None:
        if self.side.isVisible():
            self._close()
        else:
            self.left.emit()

    def _close(self) -> None:
        held = self.side.isAncestorOf(QApplication.focusWidget() or self)
        self.forget()
        if held:
            self.table.enter()

    def _say_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Build the facts anew: rows differ in what they have."""
        self.facts.clear()
        before, self.facts = self.facts, Facts(self._theme, self.side.page)
        self.side.column.replaceWidget(before, self.facts, Qt.FindChildOption.FindDirectChildrenOnly)
        before.hide()
        before.deleteLater()
        for name, value in facts:
            self.facts.say(name, value)
        self.facts.show()
