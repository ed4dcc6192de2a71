"""The second step of breaking the glass: what a match means, and why the chart must be opened."""

from itertools import pairwise
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from clinic_console.desktop.charts.times import born_text
from clinic_console.desktop.state.patients import Identifiers
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.field import Field

LEAST: Final = 10
LONGEST: Final = 400
EMERGENCY, CONSULTATION, UNCONSCIOUS, OTHER = range(4)


class ReasonStep(QWidget):
    """``sent`` carries the reason; ``left`` says that the user wants to go back."""

    sent = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        translate = QCoreApplication.translate
        self.box = QFrame(self)
        self.box.setObjectName("glassBox")
        self.whom, self.meaning = QLabel(self.box), QLabel(self.box)
        self.whom.setObjectName("glassName")
        self.meaning.setText(
            translate(
                "Glass",
                "There is exactly one such patient. Opening the chart is recorded with your name, the time and your"
                " reason, and the auditors of the clinic see it. The chart closes by itself after 4 hours.",
            )
        )
        names = (
            translate("Glass", "Emergency: the patient must be treated now"),
            translate("Glass", "Consultation requested by a colleague"),
            translate("Glass", "Patient unconscious, and cannot be asked"),
            translate("Glass", "Another reason"),
        )
        self.choices = [QRadioButton(name, self) for name in names]
        self._group = QButtonGroup(self)
        self.details = QLineEdit(self)
        self.details.setMaxLength(LONGEST)
        self._field = Field(theme, translate("Glass", "Details"), self.details, self)
        self.send = QPushButton(translate("Glass", "Open chart"), self)
        self.send.setProperty("kind", "primary")
        self.back = QPushButton(translate("Glass", "Back"), self)
        for place, choice in enumerate(self.choices):
            self._group.addButton(choice, place)
            choice.toggled.connect(self._field.right)
        self.details.textEdited.connect(self._field.right)
        self.details.returnPressed.connect(self._send)
        self.send.clicked.connect(self._send)
        self.back.clicked.connect(self.left)
        self._lay_out(theme)

    def begin(self, whom: Identifiers) -> None:
        """Ask why this one's chart is to be opened."""
        self.forget()
        text = QCoreApplication.translate("Glass", "MRN %1").replace("%1", whom.mrn) if whom.mrn else ""
        born = born_text(whom.born) if whom.born is not None else ""
        self.whom.setText(" · ".join(part for part in (whom.name, text, born) if part))
        self.wait(on=False)

    @property
    def first(self) -> QWidget:
        """Where the focus begins."""
        return self.choices[EMERGENCY]

    @property
    def reason(self) -> str:
        """The reason as it is recorded; empty while it is not one."""
        chosen, details = self._group.checkedId(), " ".join(self.details.text().split())
        if chosen == OTHER:
            return details if len(details) >= LEAST else ""
        if chosen == CONSULTATION:
            text = QCoreApplication.translate("Glass", "Consultation requested by %1").replace("%1", details)
            return text if details else ""
        if chosen < 0:
            return ""
        text = self.choices[chosen].text()
        return f"{text}. {details}" if details else text

    def say(self, text: str) -> None:
        """Say why it was not taken."""
        self._field.wrong(text)

    def wait(self, *, on: bool) -> None:
        """Take nothing twice while the hub is being asked."""
        self.send.setEnabled(not on)

    def forget(self) -> None:
        """Keep nothing."""
        self._group.setExclusive(False)
        for choice in self.choices:
            choice.setChecked(False)
        self._group.setExclusive(True)
        self.whom.setText("")
        self.details.setText("")
        self._field.right()

    def _send(self) -> None:
        translate = QCoreApplication.translate
        if not self.send.isEnabled():
            return
        reason, chosen = self.reason, self._group.checkedId()
        if len(reason) >= LEAST:
            self.sent.emit(reason)
        elif chosen < 0:
            self.say(translate("Glass", "Choose a reason."))
            self.first.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            who = translate("Glass", "Name the colleague.")
            more = translate("Glass", "Say it in at least %n characters.", None, LEAST)
            self.say(who if chosen == CONSULTATION else more)
            self.details.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self, theme: Theme) -> None:
        px = theme.px
        self.whom.setTextFormat(Qt.TextFormat.PlainText)
        self.whom.setWordWrap(True)
        self.meaning.setWordWrap(True)
        inside = QVBoxLayout(self.box)
        inside.setContentsMargins(px(12), px(10), px(12), px(10))
        inside.setSpacing(px(4))
        inside.addWidget(self.whom)
        inside.addWidget(self.meaning)
        why = QLabel(QCoreApplication.translate("Glass", "Why must you open it?"), self)
        why.setProperty("tone", "strong")
        buttons = QHBoxLayout()
        buttons.setSpacing(px(8))
        buttons.addWidget(self.send)
        buttons.addWidget(self.back)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(self.box)
        column.addSpacing(px(4))
        column.addWidget(why)
        for choice in self.choices:
            # The ring of focus goes round the words, not across the panel.
            column.addWidget(choice, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._field)
        column.addStretch(1)
        column.addLayout(buttons)
        for one, other in pairwise((*self.choices, self.details, self.send, self.back)):
            QWidget.setTabOrder(one, other)
