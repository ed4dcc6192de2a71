"""Confirming who somebody is: exactly two of what is on record are compared, and the hub keeps which, by whom."""

from collections.abc import Callable, Coroutine
from typing import Any, Final, NamedTuple

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from clinic_console.desktop.bridge import Bridge, advice, sentences, words
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.announce import announce
from clinic_console.desktop.views.elided import Elided
from clinic_console.desktop.views.errand import Errand
from clinic_console.desktop.views.identity_row import IdentityRow
from clinic_console.desktop.views.identity_words import Fact
from clinic_console.desktop.views.overlay import GUTTER, Overlay
from clinic_console.domain.errors import ClinicError
from clinic_console.domain.patients import IDENTITIES_NEEDED

WIDTH: Final = 560
HEAD: Final = 178
"""So many pixels stand above and below the facts."""
GAP: Final = 6
LEAST: Final = 8


class Asked(NamedTuple):
    """Who is to be confirmed, and where; ``last`` says of the last time, if it was not long ago."""

    patient: str
    clinic: str
    name: str
    facts: tuple[Fact, ...]
    last: str = ""


Record = Callable[[str, str, tuple[str, ...]], Coroutine[Any, Any, object]]
"""Has the hub keep what was compared (patient, clinic, which); raises ClinicError."""


class IdentityDialog(Overlay):
    """Asks for two facts; ``confirmed`` carries which, once the hub has them."""

    confirmed = Signal(list)

    def __init__(self, theme: Theme, bridge: Bridge, record: Record, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._bridge, self._record, self._errand = bridge, record, Errand(bridge, self)
        self.over, self._high = parent, 0
        self._asked: Asked | None = None
        self.rows: list[IdentityRow] = []
        translate = QCoreApplication.translate
        self.setAccessibleName(translate("Identity", "Confirm identity"))
        self.title, self.name = QLabel(translate("Identity", "Confirm identity"), self.card), Elided(self.card)
        self.about, self.note = QLabel(self.card), QLabel(self.card)
        self.shut = QToolButton(self.card)
        self._page, self._area = QWidget(), QScrollArea(self.card)
        self.send = QPushButton(translate("Identity", "Confirm"), self.card)
        self.cancel = QPushButton(translate("Identity", "Cancel"), self.card)
        self._lay_out()
        self.send.clicked.connect(self._send)
        for button in (self.cancel, self.shut):
            button.clicked.connect(self.close)
        self.set_theme(theme)

    def ask(self, asked: Asked) -> None:
        """Show the facts on record, none of them chosen."""
        self._wipe()
        self._asked = asked
        self.name.say(asked.name)
        ask = QCoreApplication.translate("Identity", "Ask, do not tell: have the patient say or show two of these.")
        self.about.setText("\n".join(filter(None, (ask, asked.last))))
        for number, fact in enumerate(asked.facts, start=1):
            row = IdentityRow(self.theme, fact.key, fact.name, fact.value, number, self._page)
            row.turned.connect(lambda row=row: self._turn(row))
            self._column.insertWidget(number - 1, row)
            self.rows.append(row)
        before: QWidget = self.shut
        for each in (*(row.box for row in self.rows), self.send, self.cancel):
            QWidget.setTabOrder(before, each)
            before = each
        self._offer()
        self.place()
        self.open_at(self.rows[0].box if self.rows else self.cancel)

    @property
    def chosen(self) -> tuple[str, ...]:
        """Return which facts are chosen, in their order."""
        return tuple(row.key for row in self.rows if row.on)

    def forget(self) -> None:
        """Keep nothing of a patient."""
        self._errand.give_up()
        self.close()
        self._wipe()

    @property
    def top(self) -> int:
        """Where it begins: below the chart's name, or higher where there is little room."""
        gutters = 4 * self.theme.px(GUTTER)
        return max(self.theme.px(LEAST), min(super().top, self.over.height() - self._high - gutters))

    def place(self) -> None:
        """Stand in the middle, as high as the facts."""
        rows = sum(row.sizeHint().expandedTo(row.minimumSize()).height() + self.theme.px(GAP) for row in self.rows)
        self._high = self.theme.px(HEAD) + rows
        self.centre(self.theme.px(WIDTH), self._high)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        super().set_theme(theme)
        self.shut.setIcon(theme.icon("cross", "text.secondary", 14))
        self.shut.setIconSize(QSize(theme.px(14), theme.px(14)))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep nothing of a patient who is not asked any more."""
        super().closeEvent(event)
        self._wipe()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit turns a fact, Enter confirms when two are chosen."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = QApplication.focusWidget()
            if focused is self.cancel or focused is self.shut:
                self.close()
            else:
                self._send()
        elif event.text().isdecimal() and 1 <= int(event.text()) <= len(self.rows):
            row = self.rows[int(event.text()) - 1]
            row.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
            row.box.click()
        super().keyPressEvent(event)

    def _turn(self, row: IdentityRow) -> None:
        """Take on a choice; a third fact is refused, as two are kept."""
        too_many = row.on and len(self.chosen) > IDENTITIES_NEEDED
        row.turn(on=row.on and not too_many)
        self._offer()
        if too_many:
            self._say(
                QCoreApplication.translate("Identity", "Two are enough: take one away before you choose another."),
                "notice",
            )

    def _offer(self) -> None:
        missing = IDENTITIES_NEEDED - len(self.chosen)
        self.send.setEnabled(not missing and not self._errand.busy)
        text = QCoreApplication.translate("Identity", "%n more to compare", None, missing) if missing else ""
        self._say(text, "muted")

    def _say(self, text: str, tone: str) -> None:
        self.note.setText(text)
        self.note.setProperty("tone", tone)
        self.note.style().unpolish(self.note)
        self.note.style().polish(self.note)
        announce(self.note, text)

    def _send(self) -> None:
        asked, which = self._asked, self.chosen
        if asked is None or len(which) != IDENTITIES_NEEDED or self._errand.busy:
            return
        self.send.setEnabled(False)

        def done(_: object) -> None:
            self.close()
            self.confirmed.emit(list(which))

        def failed(error: ClinicError) -> None:
            if self._asked is not asked:
                self._bridge.failed.emit(words(error))
                return
            # What was chosen stays: nobody asks the patient again because of a cable.
            self._offer()
            self._say(sentences(words(error), advice(error)), "notice")

        self._errand.run(lambda: self._record(asked.patient, asked.clinic, which), done, failed)

    def _wipe(self) -> None:
        self._asked = None
        self.name.say("")
        self.about.setText("")
        self.note.setText("")
        for row in self.rows:
            row.forget()
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = []

    def _lay_out(self) -> None:
        px = self.theme.px
        translate = QCoreApplication.translate
        self.title.setProperty("tone", "title")
        self.name.setObjectName("identityName")
        self.about.setProperty("tone", "secondary")
        for label in (self.about, self.note):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.shut.setAccessibleName(translate("Identity", "Close"))
        self.shut.setToolTip(translate("Identity", "Close (Esc)"))
        self.send.setProperty("kind", "primary")
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._page.setObjectName("glassList")
        self._area.setWidget(self._page)
        self._column = QVBoxLayout(self._page)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(GAP))
        self._column.addStretch(1)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.shut)
        buttons = QHBoxLayout()
        buttons.setSpacing(px(8))
        buttons.addWidget(self.note, 1)
        for button in (self.send, self.cancel):
            buttons.addWidget(button)
        column = QVBoxLayout(self.card)
        column.setContentsMargins(px(16), px(10), px(12), px(14))
        column.setSpacing(px(8))
        column.addLayout(head)
        for widget in (self.name, self.about):
            column.addWidget(widget)
        column.addWidget(self._area, 1)
        column.addLayout(buttons)
