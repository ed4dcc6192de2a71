"""A table of a paged list: head, rows and what stands in their place; dense, and smooth with thousands of rows."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, Final, Generic, NamedTuple, TypeVar

from PySide6.QtCore import QCoreApplication, QLocale, Qt, Signal
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget

from clinic_console.desktop.bridge import Bridge
from clinic_console.desktop.charts.times import age_text
from clinic_console.desktop.models.table import Column, TableModel
from clinic_console.desktop.state.pages import Pages
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.ground import Footing, Ground
from clinic_console.desktop.views.table_rows import TableHead
from clinic_console.desktop.views.table_view import TableView
from clinic_console.domain.errors import NotAllowed

T = TypeVar("T")

AHEAD: Final = 60
"""So many rows before the end of what is here the next page is asked for."""
REFRESH_SECONDS: Final = 30.0
MOST_REFRESHED: Final = 1_000
"""A longer list is not asked for again by itself."""


class Words(NamedTuple):
    """What a table is called, and what it says when it is empty: icon, title, text, and a button to go on."""

    name: str
    icon: str
    title: str
    text: str = ""
    button: str = ""


class Table(QWidget, Generic[T]):
    """Shows ``pages`` in ``columns``; ``load`` asks for what they want (``actions.pages.load``).

    ``opened`` carries the id of a row (Enter, a click), ``typed`` a letter for the field that filters, ``marked``
    says that other rows are marked, ``left`` that Esc was pressed, ``begun`` that the button of an empty list was.
    ``news`` is a button that lets rows come and go which a quiet refresh found; who makes the table places it.
    """

    opened = Signal(str)
    typed = Signal(str)
    marked = Signal()
    left = Signal()
    begun = Signal()

    def __init__(
        self,
        theme: Theme,
        bridge: Bridge,
        pages: Pages[T],
        columns: Sequence[Column[T]],
        words: Words,
        load: Callable[[], Coroutine[Any, Any, None]],
        *,
        marking: bool = False,
    ) -> None:
        super().__init__()
        self.pages, self.words = pages, words
        self._theme, self._bridge, self._load = theme, bridge, load
        self._task: asyncio.Task[Any] | None = None
        self._shown = (-1, -1)
        self.model: TableModel[T] = TableModel(columns, pages)
        self.head = TableHead(theme, self.model.columns, boxes=marking, parent=self)
        self.view = TableView(theme, self.model, self.head, marking=marking, parent=self)
        self.view.setAccessibleName(words.name)
        self.ground = Ground(theme, self.view, parent=self)
        self.note = QLabel(self)
        self.news = QPushButton()
        self._lay_out()
        for theirs, ours in (
            (self.view.opened, self.opened),
            (self.view.typed, self.typed),
            (self.view.marked, self.marked),
            (self.view.left, self.left),
        ):
            theirs.connect(ours)
        self.ground.pressed.connect(self._pressed)
        self.news.clicked.connect(self._settle)

    @property
    def current(self) -> str:
        """Return the id of the row on which the user is, empty for none."""
        return self.view.current

    @property
    def marks(self) -> tuple[T, ...]:
        """Return the rows that are marked, in their order."""
        return tuple(row for row in self.pages.rows if self.pages.key(row) in self.model.marks)

    def show_row(self, row: str) -> None:
        """Make the row of an id the current one, and bring it into sight."""
        self.view.sync()
        place = self.model.place(row)
        if place >= 0:
            self.view.go_to(place)
            self.view.scrollTo(self.model.index(place, 0))

    def frame(self, mono: float) -> None:
        """Bring the rows up to a monotonic time, and have asked what is missing."""
        self._refresh(mono)
        self.view.sync()
        if self.view.last_shown() + AHEAD >= len(self.pages.rows):
            self.pages.more()
        if self.pages.wanted and (self._task is None or self._task.done()):
            self._task = self._bridge.spawn(self._load(), "list")
        self.ground.frame(mono)
        self._show_ground(mono)
        self._show_news()

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme = theme
        self.head.set_theme(theme)
        self.view.set_theme(theme)
        self.ground.set_theme(theme)
        self._draw()

    def say_empty(self, words: Words) -> None:
        """Take on other words for an empty list: with a search there is nothing for another reason than without."""
        self.words = words
        self.view.setAccessibleName(words.name)
        self._shown = (-1, -1)

    def enter(self) -> None:
        """Take the focus."""
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _refresh(self, mono: float) -> None:
        pages = self.pages
        old = pages.since is not None and mono - pages.since > REFRESH_SECONDS
        # A list that cannot be had is tried again by whoever wants it, not by every clock.
        if old and pages.error is None and len(pages.rows) <= MOST_REFRESHED and self.isVisible():
            pages.refresh(quiet=True)

    def _show_ground(self, mono: float) -> None:
        pages, ground = self.pages, self.ground
        if pages.error is not None and (not pages.loaded or isinstance(pages.error, NotAllowed)):
            self._say_trouble()
        elif pages.error is not None:
            age = age_text(round((mono - (pages.since or mono)) * 1_000))
            ground.failed(
                pages.error, QCoreApplication.translate("Table", "Shown as it was %1 ago.").replace("%1", age)
            )
        elif not pages.loaded:
            ground.loading(mono)
        elif not pages.rows:
            self._say_once(Footing.EMPTY)
        else:
            ground.ready()
        full = QCoreApplication.translate("Table", "The first %1 are shown. Narrow the list down to see others.")
        self.note.setVisible(pages.full)
        if pages.full:
            self.note.setText(full.replace("%1", QLocale().toString(len(pages.rows))))

    def _say_trouble(self) -> None:
        error = self.pages.error
        if isinstance(error, NotAllowed):
            self._say_once(Footing.DENIED)
        elif error is not None and self._is_new(Footing.FAILED):
            self.ground.failed(error)

    def _say_once(self, footing: Footing) -> None:
        if not self._is_new(footing):
            return
        words = self.words
        if footing is Footing.EMPTY:
            self.ground.empty(words.icon, words.title, words.text, words.button)
            return
        self.ground.denied(
            QCoreApplication.translate("Table", "This is not for your role"),
            QCoreApplication.translate("Table", "Your role may have been changed. Ask your administrator."),
        )

    def _is_new(self, footing: Footing) -> bool:
        """Say whether a panel is to be drawn: its layout is not done again in each frame."""
        shown = (self.pages.version, hash(self.words))
        if footing is self.ground.footing and shown == self._shown:
            return False
        self._shown = shown
        return True

    def _show_news(self) -> None:
        pages = self.pages
        count = pages.news or len(pages.gone)
        text = ""
        if pages.news:
            text = QCoreApplication.translate("Table", "%n new", None, count)
        elif pages.gone:
            text = QCoreApplication.translate("Table", "%n gone", None, count)
        if text != self.news.text():
            self.news.setText(text)
            self.news.setAccessibleName(text)
            self.news.setAccessibleDescription(
                QCoreApplication.translate("Table", "Shows the list as it is now: rows come and go.")
            )
        self.news.setVisible(bool(text))

    def _settle(self) -> None:
        held = QApplication.focusWidget() is self.news
        self.pages.settle()
        self.view.sync()
        if held:
            self.enter()

    def _pressed(self) -> None:
        if self.ground.footing is Footing.EMPTY:
            self.begun.emit()
        else:
            self.pages.refresh()

    def _draw(self) -> None:
        self.news.setIcon(self._theme.icon("refresh", "accent.text", 14))

    def _lay_out(self) -> None:
        self.setObjectName("table")
        self.view.setObjectName("tableRows")
        self.note.setProperty("tone", "muted")
        self.note.setContentsMargins(self._theme.px(14), self._theme.px(4), 0, self._theme.px(4))
        self.news.setProperty("kind", "news")
        self.news.hide()
        self.note.hide()
        self._draw()
        inside = self.ground.layout()
        if isinstance(inside, QVBoxLayout):
            # Below the banner, above what takes the rows' place.
            inside.insertWidget(1, self.head)
        QWidget.setTabOrder(self.ground.banner.button, self.view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.ground, 1)
        column.addWidget(self.note)
