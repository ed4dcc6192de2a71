"""One event beside the list: all that is known of it, and what it changed, before and after."""

from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from clinic_console.desktop.charts.times import date_text, seconds_text
from clinic_console.desktop.state.audit import Change, Event, changes
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.audit_words import AuditWords
from clinic_console.desktop.views.beside import Side
from clinic_console.desktop.views.facts import Facts, part

MAX_CHANGES: Final = 40
FIELD: Final = 88


class AuditPanel(Side):
    """``person`` and ``patient`` carry the event whose person's, or patient's, events are wanted."""

    person = Signal(object)
    patient = Signal(object)

    def __init__(self, theme: Theme, words: AuditWords, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._words = words
        self._event: Event | None = None
        self.facts = Facts(theme, self.page)
        self.changes, self._below = part(theme, QCoreApplication.translate("Audit", "Before and after"), self.page)
        self._table = QWidget(self.changes)
        self._below.addWidget(self._table)
        self.only = QPushButton(self.page)
        self.looked = QPushButton(self.page)
        for button in (self.only, self.looked):
            button.setText(" ")
        self.only.clicked.connect(lambda: self.person.emit(self._event))
        self.looked.clicked.connect(lambda: self.patient.emit(self._event))
        buttons = QVBoxLayout()
        buttons.setSpacing(theme.px(8))
        buttons.addWidget(self.only)
        buttons.addWidget(self.looked)
        for each in (self.facts, self.changes):
            self.column.addWidget(each)
        self.column.addLayout(buttons)
        self.column.addStretch(1)

    def show_event(self, event: Event | None, clinic: str, zone: str) -> None:
        """Show an event, its time in a zone."""
        if event is None or event == self._event:
            self._event = event
            return
        self._event = event
        translate = QCoreApplication.translate
        facts = self.facts
        self.say(self._words.action(event), self._words.about(event))
        facts.say(translate("Audit", "When"), f"{date_text(event.at, zone)} {seconds_text(event.at, zone)}")
        facts.say(translate("Audit", "Who"), event.user or translate("Audit", "Nobody signed in"))
        facts.say(translate("Audit", "Patient"), f"MRN {event.mrn}" if event.mrn else "")
        facts.say(translate("Audit", "Why"), event.reason)
        facts.say(translate("Audit", "From PC"), " · ".join(filter(None, (event.station, event.address))))
        facts.say(translate("Audit", "Clinic"), clinic)
        facts.say(translate("Audit", "Program"), event.program)
        facts.say(translate("Audit", "Id"), event.object_id if not event.object_id.isdigit() else "")
        sealed = translate("Audit", "No. %1 in the chain")
        number = QLocale().toString(event.seq) if event.seq is not None else ""
        facts.say(
            translate("Audit", "Sealed"), sealed.replace("%1", number) if number else translate("Audit", "Not yet")
        )
        self.only.setText(translate("Audit", "Only what %1 did").replace("%1", event.user))
        self.only.setVisible(bool(event.user_id))
        self.looked.setText(translate("Audit", "Who looked at MRN %1?").replace("%1", event.mrn))
        self.looked.setVisible(bool(event.mrn))
        self._show_changes(changes(event))

    def forget(self) -> None:
        """Keep nothing."""
        self._event = None
        self.say("")
        self._show_changes(())

    def _show_changes(self, found: tuple[Change, ...]) -> None:
        """Build the table anew: events differ in what they have."""
        self._below.removeWidget(self._table)
        self._table.hide()
        self._table.deleteLater()
        self._table = QWidget(self.changes)
        self._below.addWidget(self._table)
        self.changes.setVisible(bool(found))
        grid = QGridLayout(self._table)
        px = self._theme.px
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(10))
        grid.setVerticalSpacing(px(6))
        grid.setColumnMinimumWidth(0, px(FIELD))
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        translate = QCoreApplication.translate
        for at, title in ((1, translate("Audit", "Before")), (2, translate("Audit", "After"))):
            grid.addWidget(self._label(title, "muted"), 0, at)
        for row, change in enumerate(found[:MAX_CHANGES], start=1):
            self._add(grid, row, change)

    def _add(self, grid: QGridLayout, row: int, change: Change) -> None:
        name = self._words.field(change.name)
        texts = (self._words.value(change.before) or "–", self._words.value(change.after) or "–")
        marked = QCoreApplication.translate("Audit", "%1 (changed)").replace("%1", name)
        label = self._label(f"● {name}" if change.changed else name, "strong" if change.changed else "muted")
        label.setAccessibleName(marked if change.changed else name)
        grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        for at, text in enumerate(texts, start=1):
            tone = "changed" if change.changed and at == 2 else "kept"
            grid.addWidget(self._label(text, tone), row, at, Qt.AlignmentFlag.AlignTop)

    def _label(self, text: str, tone: str) -> QLabel:
        label = QLabel(text, self._table)
        label.setObjectName("change")
        label.setProperty("tone", tone)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        return label
