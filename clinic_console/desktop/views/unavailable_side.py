"""Beside a plan: what it comes to, whom to look at, and the one button that says what it does."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from clinic_console.desktop.state.unavailable import Sum
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.booking_rows import Row, Rows
from clinic_console.desktop.views.elided import Elided
from clinic_console.desktop.views.unavailable_rows import Line
from clinic_console.desktop.views.unavailable_words import (
    commit_text,
    foot_text,
    length_text,
    look_text,
    name_text,
)

MOST: Final = 8
"""So many rows to look at are listed; the chip above the rows shows all of them."""
WIDTH: Final = 288
KEYS: Final = "Ctrl+Enter"


class AfterPanel(QFrame):
    """``shown`` carries the visit that somebody wants to look at, ``agreed``: the plan is to be carried out."""

    shown = Signal(str)
    agreed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("awaySide")
        self._theme = theme
        self._looked: tuple[str, ...] = ()
        translate = QCoreApplication.translate
        self.title = self._title(translate("Unavailable", "After this change"))
        self.made, self.number, self.of = QLabel(self), QLabel(self), Elided(self)
        self.made.setProperty("tone", "muted")
        self.made.setWordWrap(True)
        self.number.setObjectName("awayNumber")
        self.of.setProperty("tone", "secondary")
        self.numbers: dict[str, tuple[QLabel, QLabel]] = {}
        self.look_title = self._title("")
        self.look = Rows(theme, translate("Unavailable", "To look at"), self)
        self.look.chosen.connect(lambda place: self.shown.emit(self._looked[place]))
        self.more = QLabel(self)
        self.more.setProperty("tone", "muted")
        self.commit = QPushButton(self)
        self.commit.setProperty("kind", "primary")
        self.commit.setAccessibleDescription(KEYS)
        self.commit.clicked.connect(self.agreed)
        self.keys, self.note = QLabel(KEYS, self), QLabel(self)
        for label in (self.note, self.keys):
            label.setProperty("tone", "muted")
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setFixedWidth(theme.px(WIDTH))
        self._lay_out()

    def show_sum(self, found: Sum, looked: Sequence[Line], *, ready: bool, note: str = "") -> None:
        """Show what a plan comes to; ``looked`` are the rows at which somebody must look."""
        translate, number = QCoreApplication.translate, QLocale().toString
        self.number.setText(number(found.moved))
        of = translate("Unavailable", "of %1 get a new time").replace("%1", number(found.total))
        self.of.say(of)
        self.number.setAccessibleName(f"{number(found.moved)} {of}")
        median = length_text(found.delay) if found.delay is not None else "\u2013"
        for name, value in (
            ("same", number(found.same_day)),
            ("later", number(found.later)),
            ("waitlist", number(found.waitlist)),
            ("left", number(found.left)),
            ("cancelled", number(found.cancelled)),
            ("delay", median),
        ):
            label, text = self.numbers[name]
            text.setText(value)
            text.setAccessibleName(f"{label.text()}: {value}")
        self._show_looked(looked)
        words = commit_text(found)
        self.commit.setText(words)
        self.commit.setAccessibleName(words)
        self.commit.setEnabled(ready)
        self.note.setText(note or foot_text(found))

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme = theme
        self.look.set_theme(theme)

    def forget(self) -> None:
        """Keep nothing of anybody."""
        self.made.setText("")
        self.show_sum(Sum(), (), ready=False)

    def _show_looked(self, looked: Sequence[Line]) -> None:
        translate = QCoreApplication.translate
        self._looked = tuple(line.id for line in looked)
        title = translate("Unavailable", "Look at these %1").replace("%1", QLocale().toString(len(looked)))
        self.look_title.setText(title)
        self.look_title.setVisible(bool(looked))
        both = translate("Unavailable", "Two at one time")
        self.look.say(
            [
                Row(name_text(line.row.card), notice=both if line.clash else look_text(line.row), key=line.id)
                for line in looked[:MOST]
            ]
        )
        others = max(0, len(looked) - MOST)
        self.more.setText(translate("Unavailable", "and %1 more").replace("%1", QLocale().toString(others)))
        self.more.setVisible(others > 0)

    def _title(self, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setObjectName("sideHeading")
        return label

    def _lay_out(self) -> None:
        px, page = self._theme.px, QWidget(self)
        page.setObjectName("sidePage")
        column = QVBoxLayout(page)
        column.setContentsMargins(px(16), px(14), px(16), px(12))
        column.setSpacing(px(8))
        column.addWidget(self.title)
        column.addWidget(self.made)
        column.addLayout(self._numbers(page))
        column.addSpacing(px(12))
        column.addWidget(self.look_title)
        column.addWidget(self.look)
        column.addWidget(self.more)
        column.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(page)
        foot = QFrame(self)
        foot.setObjectName("awayFoot")
        below = QVBoxLayout(foot)
        below.setContentsMargins(px(16), px(12), px(16), px(12))
        below.setSpacing(px(6))
        for widget in (self.commit, self.keys, self.note):
            below.addWidget(widget)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(area, 1)
        outer.addWidget(foot)

    def _numbers(self, page: QWidget) -> QGridLayout:
        translate = QCoreApplication.translate
        grid = QGridLayout()
        grid.setHorizontalSpacing(self._theme.px(10))
        grid.setVerticalSpacing(self._theme.px(7))
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.number, 0, 0)
        grid.addWidget(self.of, 0, 1, 1, 2)
        for place, (name, text) in enumerate(
            (
                ("same", translate("Unavailable", "Same day")),
                ("later", translate("Unavailable", "Next day or later")),
                ("waitlist", translate("Unavailable", "To the waitlist")),
                ("left", translate("Unavailable", "Left to a clinician")),
                ("cancelled", translate("Unavailable", "Cancelled")),
                ("delay", translate("Unavailable", "Median delay")),
            ),
            start=1,
        ):
            label, value = QLabel(text, page), QLabel(page)
            label.setProperty("tone", "secondary")
            value.setObjectName("awayValue")
            self.numbers[name] = label, value
            grid.addWidget(label, place, 0, 1, 2)
            grid.addWidget(value, place, 2, Qt.AlignmentFlag.AlignRight)
        return grid
