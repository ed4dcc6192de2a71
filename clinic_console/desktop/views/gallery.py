"""The gallery: every widget of the console in every state, to be looked at in both looks, sizes and languages."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import delete

from clinic_console.desktop.language import LANGUAGES, NAMES, speak
from clinic_console.desktop.theme import COMFORTABLE, COMPACT, DARK, LIGHT, Theme
from clinic_console.desktop.views.sample_colours import colours, marks
from clinic_console.desktop.views.sample_controls import controls
from clinic_console.desktop.views.sample_lists import lists
from clinic_console.desktop.views.sample_shell import search, shell
from clinic_console.desktop.views.sample_states import states, toasts
from clinic_console.desktop.views.sample_trends import trends
from clinic_console.desktop.views.sample_wall import alarms, sizes, states_of_data
from clinic_console.desktop.views.segments import Segments

SCALES: Final = (0.8, 1.0, 1.25, 1.5, 2.0)
WIDE_SCALE: Final = 1.25
SETTLE_ROUNDS: Final = 3


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its title, its name in the names of pictures, and what makes it."""

    title: str
    id: str
    build: Callable[[Theme], QWidget]


def pages() -> tuple[Page, ...]:
    """Return all pages, in the language of now."""
    return (
        Page(QCoreApplication.translate("Gallery", "Colours"), "colours", colours),
        Page(QCoreApplication.translate("Gallery", "Type and icons"), "type", marks),
        Page(QCoreApplication.translate("Gallery", "Controls"), "controls", controls),
        Page(QCoreApplication.translate("Gallery", "Lists and marks"), "lists", lists),
        Page(QCoreApplication.translate("Gallery", "States"), "states", states),
        Page(QCoreApplication.translate("Gallery", "Toasts"), "toasts", toasts),
        Page(QCoreApplication.translate("Gallery", "Connection"), "connection", shell),
        Page(QCoreApplication.translate("Gallery", "Search and keys"), "search", search),
        Page(QCoreApplication.translate("Gallery", "Tiles: alarms"), "tile-alarms", alarms),
        Page(QCoreApplication.translate("Gallery", "Tiles: states"), "tile-states", states_of_data),
        Page(QCoreApplication.translate("Gallery", "Sizes of a tile"), "tile-sizes", sizes),
        Page(QCoreApplication.translate("Gallery", "Trends"), "trends", trends),
    )


class Gallery(QWidget):
    """The pages at the left, the one that is open at the right, and above them how everything looks."""

    def __init__(self, app: QApplication, theme: Theme, language: str = "") -> None:
        super().__init__()
        self._app, self.theme, self.language = app, theme, language
        self._page = pages()[0].id
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._inner: QWidget | None = None
        self.list, self.area = QListWidget(), QScrollArea()
        self.dress(theme, language)

    def dress(self, theme: Theme, language: str) -> None:
        """Take on a look, a size and a language: everything is made anew."""
        if self._inner is not None:
            # Gone before the new sheet is put on, which would dress all of it once more.
            delete(self._inner)
        self.theme, self.language = theme, speak(self._app, language)
        theme.apply(self._app)
        self.setWindowTitle(QCoreApplication.translate("Gallery", "Clinic Console: gallery"))
        self._build()

    def open(self, name: str) -> None:
        """Open the page of that name."""
        self._page = name
        page = next(page for page in pages() if page.id == name)
        built = page.build(self.theme)
        self.area.setWidget(built)
        self.area.setAccessibleName(page.title)
        self.list.setCurrentRow([page.id for page in pages()].index(name))

    def frame(self, mono: float) -> None:
        """Let what moves on the open page move."""
        move = getattr(self.area.widget(), "frame", None)
        if move is not None:
            move(mono)

    def picture(self, name: str, width: int, height: int) -> QPixmap:
        """Return a page as it looks at a size."""
        self.resize(width, height)
        self.open(name)
        # Layouts follow by posted events, from the inside out: each round reaches one ring further. A window that
        # is not shown tells its widgets of their sizes only when it is painted, so the last round is painted.
        for _ in range(SETTLE_ROUNDS):
            self.grab()
            QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        return self.grab()

    def _build(self) -> None:
        self._inner = inner = QWidget(self)
        px = self.theme.px
        self.list, self.area = QListWidget(), QScrollArea()
        self.list.setAccessibleName(QCoreApplication.translate("Gallery", "Pages"))
        self.list.setFixedWidth(px(200))
        self.list.setObjectName("galleryPages")
        for page in pages():
            item = QListWidgetItem(page.title, self.list)
            item.setSizeHint(QSize(0, self.theme.size("row", "table")))
        self.list.currentRowChanged.connect(self._turned)
        self.area.setObjectName("galleryPage")
        self.area.setWidgetResizable(True)
        below = QHBoxLayout()
        below.setSpacing(0)
        below.addWidget(self.list)
        below.addWidget(self.area, 1)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar())
        column.addLayout(below, 1)
        self._outer.addWidget(inner)
        self.open(self._page)

    def _bar(self) -> QWidget:
        bar, px = QWidget(), self.theme.px
        bar.setObjectName("galleryBar")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        rows = QVBoxLayout(bar)
        rows.setContentsMargins(px(16), px(8), px(16), px(8))
        title = QLabel(QCoreApplication.translate("Gallery", "Gallery"))
        title.setProperty("tone", "title")
        choices = self._choices()
        # Large text needs a second line.
        lines = [choices] if self.theme.scale <= WIDE_SCALE else [choices[:2], choices[2:]]
        for number, line in enumerate(lines):
            row = QHBoxLayout()
            row.setSpacing(px(16))
            if number == 0:
                row.addWidget(title)
            row.addStretch(1)
            for segments, current, change in line:
                segments.choose(current)
                # Later: the button that was pressed is thrown away by the change.
                segments.chosen.connect(change, Qt.ConnectionType.QueuedConnection)
                row.addWidget(segments)
            rows.addLayout(row)
        return bar

    def _choices(self) -> tuple[tuple[Segments, str, Callable[[str], None]], ...]:
        looks = [
            (LIGHT, QCoreApplication.translate("Gallery", "Light")),
            (DARK, QCoreApplication.translate("Gallery", "Dark")),
        ]
        densities = [
            (COMFORTABLE, QCoreApplication.translate("Gallery", "Comfortable")),
            (COMPACT, QCoreApplication.translate("Gallery", "Compact")),
        ]
        scales = [(str(scale), f"{round(scale * 100)} %") for scale in SCALES]
        languages = [(language, NAMES[language]) for language in LANGUAGES]
        theme, spoken = self.theme, self.language
        return (
            (Segments(QCoreApplication.translate("Gallery", "Look"), looks), theme.name, self._set_look),
            (Segments(QCoreApplication.translate("Gallery", "Size"), scales), str(theme.scale), self._set_scale),
            (Segments(QCoreApplication.translate("Gallery", "Density"), densities), theme.density, self._set_density),
            (
                Segments(QCoreApplication.translate("Gallery", "Language"), languages),
                spoken,
                self._set_language,
            ),
        )

    def _turned(self, row: int) -> None:
        name = pages()[row].id
        if name != self._page:
            self.open(name)

    def _set_look(self, name: str) -> None:
        self.dress(self.theme.named(name), self.language)

    def _set_scale(self, scale: str) -> None:
        self.dress(Theme(self.theme.name, float(scale), self.theme.folder, self.theme.density), self.language)

    def _set_density(self, density: str) -> None:
        self.dress(Theme(self.theme.name, self.theme.scale, self.theme.folder, density), self.language)

    def _set_language(self, language: str) -> None:
        self.dress(self.theme, language)
