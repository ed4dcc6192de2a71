"""Who the open chart is of: always in view above its tabs, with all that everybody must know."""

from typing import Final, NamedTuple

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from clinic_console.desktop.state.chart import Chart
from clinic_console.desktop.state.wards import Bed
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.chart_name import CIRCLE, Monogram, NameLine
from clinic_console.desktop.views.chart_pills import RING, Pills, Said, warnings_of
from clinic_console.desktop.views.chart_words import confirmed_text, facts_text, monogram
from clinic_console.desktop.views.patients_words import (
    left_text,
    restriction_text,
)
from clinic_console.desktop.views.plain import plain_tip

ICON: Final = 14


class Around(NamedTuple):
    """What a header says beside the chart itself: the time (the hub's ms), its zone, and the bed in words.

    ``bed`` is the bed only for who may see its vitals: a press goes to them.
    """

    now: int
    zone: str
    bed: Bed | None = None
    place: str = ""


class ChartHeader(QFrame):
    """``bed_wanted`` carries a bed's id; the other signals say which button was pressed."""

    edit_wanted = Signal()
    more_wanted = Signal()
    confirm_wanted = Signal()
    bed_wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("chartHeader")
        self._theme = theme
        self._bed = ""
        self.monogram, self.name, self.facts = Monogram(theme, self), NameLine(theme, self), QLabel(self)
        self.edit, self.more = QPushButton(self), QToolButton(self)
        self.pills = Pills(theme, self, name=QCoreApplication.translate("Chart", "What everybody must know"))
        self.bed, self.confirm = QPushButton(self.pills.page), QPushButton(self.pills.page)
        self._lay_out()
        self.edit.clicked.connect(self.edit_wanted)
        self.more.clicked.connect(self.more_wanted)
        self.confirm.clicked.connect(self.confirm_wanted)
        self.bed.clicked.connect(lambda: self.bed_wanted.emit(self._bed))
        self.set_theme(theme)

    def show_chart(self, chart: Chart, around: Around, *, may_edit: bool) -> None:
        """Show whose chart it is, at a time and in a place."""
        self.monogram.say(monogram(chart))
        self.name.say(chart.name, chart.latin, chart.kana)
        self.facts.setText(facts_text(chart, around.now, around.zone))
        self.edit.setVisible(may_edit)
        self._bed = around.bed.id if around.bed is not None else ""
        self.bed.setText(around.place)
        self.bed.setVisible(around.bed is not None)
        said = QCoreApplication.translate("Chart", "%1: show its vitals").replace("%1", around.place)
        self.bed.setAccessibleName(said)
        self.bed.setToolTip(plain_tip(said))
        self.confirm.setVisible(chart.confirmed is None)
        self.pills.say(pills_of(chart, around), (self.bed, self.confirm))

    def forget(self) -> None:
        """Keep nothing of a patient."""
        self._bed = ""
        self.monogram.say("")
        self.name.say("")
        self.facts.setText("")
        self.bed.setText("")
        self.bed.setAccessibleName("")
        self.bed.setToolTip("")
        self.bed.hide()
        self.confirm.hide()
        self.pills.say(())

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme = theme
        for part in (self.monogram, self.name, self.pills):
            part.set_theme(theme)
        size = QSize(theme.px(ICON), theme.px(ICON))
        for button, icon in (
            (self.edit, "pencil"),
            (self.more, "more"),
            (self.bed, "bed"),
            (self.confirm, "shield"),
        ):
            button.setIcon(theme.icon(icon, "accent.text" if button is self.confirm else "text.secondary", ICON))
            button.setIconSize(size)

    def _lay_out(self) -> None:
        translate = QCoreApplication.translate
        px = self._theme.px
        self.facts.setObjectName("chartFacts")
        self.facts.setTextFormat(Qt.TextFormat.PlainText)
        self.facts.setWordWrap(True)
        self.edit.setText(translate("Chart", "Edit"))
        self.confirm.setText(translate("Chart", "Confirm identity"))
        for button, name, named in (
            (self.edit, "chartEdit", self.edit.text()),
            (self.more, "chartMore", translate("Chart", "More")),
            (self.confirm, "chartConfirm", self.confirm.text()),
            (self.bed, "chartBed", ""),
        ):
            button.setObjectName(name)
            button.setAccessibleName(named)
        self.more.setToolTip(self.more.accessibleName())
        self.bed.setProperty("kind", "factPill")
        self.confirm.setProperty("kind", "factPill")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.name)
        words.addWidget(self.facts)
        top = QHBoxLayout()
        top.setSpacing(px(8))
        top.addLayout(words, 1)
        for each in (self.edit, self.more):
            top.addWidget(each, 0, Qt.AlignmentFlag.AlignTop)
        row = QHBoxLayout()
        row.setSpacing(px(12))
        row.addWidget(self.monogram, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(top, 1)
        below = QHBoxLayout()
        below.setContentsMargins(px(CIRCLE) + px(12) - RING, 0, 0, 0)
        below.addWidget(self.pills)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(10), px(14), px(10) - RING)
        column.setSpacing(px(8) - RING)
        column.addLayout(row)
        column.addLayout(below)


def pills_of(chart: Chart, around: Around) -> list[Said]:
    """Return what stands in the pills: what is dangerous first."""
    found = warnings_of(chart)
    if chart.glass_until is not None:
        found.append(Said(left_text(chart.glass_until, around.now, around.zone), "lock", "notice"))
    if chart.restriction:
        found.append(Said(restriction_text(chart.restriction), "lock", "notice"))
    if around.place and around.bed is None:
        found.append(Said(around.place, "bed"))
    if chart.confirmed is not None:
        found.append(Said(confirmed_text(chart.confirmed, around.zone, around.now), "check"))
    return found
