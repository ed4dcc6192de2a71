"""The first step of breaking the glass: two identifiers, and whether exactly one patient has them."""

from datetime import date
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QCoreApplication, QDate, QLocale, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from clinic_console.desktop.charts.times import born_text
from clinic_console.desktop.state.access import Clinic
from clinic_console.desktop.state.patients import Identifiers
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.announce import announce
from clinic_console.desktop.views.field import Field
from clinic_console.domain.patients_born import read_born

LONGEST: Final = 200


class BornField(Field):
    """A date of birth as it is typed here, with how it was understood below it."""

    def __init__(self, theme: Theme, line: QLineEdit, parent: QWidget) -> None:
        self.line = line
        super().__init__(theme, QCoreApplication.translate("Glass", "Date of birth"), line, parent, about=_example())

    @property
    def value(self) -> date | None:
        """The date that was typed, if it is one."""
        today = date.today()  # noqa: DTZ011 - of this PC: nobody was born later than by the clock on its wall
        return read_born(self.line.text(), today, month_first=_month_first())

    def read(self) -> None:
        """Say how it is understood: 03/04 is another day elsewhere."""
        born = self.value
        self._say(_example() if born is None else born_text(born), "muted")

    def refuse(self) -> None:
        """Say that this is no date."""
        text = QCoreApplication.translate("Glass", "This cannot be read as a date. %1")
        self.wrong(text.replace("%1", _example()))


class FindStep(QWidget):
    """``sent`` carries two identifiers; ``left`` says that nobody is to be looked up."""

    sent = Signal(object)
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        translate = QCoreApplication.translate
        self.clinic, self.mrn, self.name, self.born = (
            QComboBox(self),
            QLineEdit(self),
            QLineEdit(self),
            QLineEdit(self),
        )
        for line in (self.mrn, self.name, self.born):
            line.setMaxLength(LONGEST)
            line.returnPressed.connect(self._send)
            line.textEdited.connect(self._edited)
        self._clinic_field = Field(theme, translate("Glass", "You act for"), self.clinic, self)
        self._mrn_field = Field(
            theme, translate("Glass", "MRN"), self.mrn, self, about=translate("Glass", "As on the wristband")
        )
        self._name_field = Field(
            theme,
            translate("Glass", "Full name"),
            self.name,
            self,
            about=translate("Glass", "As the patient writes it, or in Latin letters; whole, in that order"),
        )
        self._born_field = BornField(theme, self.born, self)
        self.notice = QLabel(self)
        self.notice.setProperty("tone", "notice")
        self.notice.setWordWrap(True)
        self.send = QPushButton(translate("Glass", "Look up"), self)
        self.send.setProperty("kind", "primary")
        self.cancel = QPushButton(translate("Glass", "Cancel"), self)
        self.send.clicked.connect(self._send)
        self.cancel.clicked.connect(self.left)
        self._lay_out(theme)

    def begin(self, clinics: tuple[Clinic, ...]) -> None:
        """Start with empty fields, on behalf of one of these clinics."""
        self.forget()
        for clinic in clinics:
            self.clinic.addItem(clinic.name, clinic.id)
        self._clinic_field.setVisible(len(clinics) > 1)
        self.wait(on=False)

    @property
    def first(self) -> QWidget:
        """Where the focus begins."""
        return self.mrn if self._clinic_field.isHidden() else self.clinic

    @property
    def typed(self) -> Identifiers:
        """What stands in the fields."""
        clinic = str(self.clinic.currentData() or "")
        return Identifiers(clinic, self.mrn.text().strip(), self.name.text().strip(), self._born_field.value)

    def say(self, text: str) -> None:
        """Say what came of it, or why it was not taken."""
        changed = text != self.notice.text()
        self.notice.setText(text)
        self.notice.setVisible(bool(text))
        if text and changed:
            announce(self.notice, text)

    def wait(self, *, on: bool) -> None:
        """Look nobody up while the hub is being asked, or takes no more."""
        if self.send.isEnabled() is on:
            self.send.setEnabled(not on)

    def forget(self) -> None:
        """Keep nothing that was typed."""
        self.clinic.clear()
        for line in (self.mrn, self.name, self.born):
            # Not clear(): what was typed could be had back by undoing it.
            line.setText("")
        self._born_field.right()
        self.say("")

    def _edited(self) -> None:
        self.say("")
        self._born_field.read()

    def _send(self) -> None:
        if not self.send.isEnabled():
            return
        typed = self.typed
        if self.born.text().strip() and typed.born is None:
            self._born_field.refuse()
            self.born.setFocus(Qt.FocusReason.OtherFocusReason)
        elif typed.count != 2:
            self.say(QCoreApplication.translate("Glass", "Fill in exactly two of MRN, full name and date of birth."))
            empty = next((line for line in (self.mrn, self.name, self.born) if not line.text().strip()), self.born)
            empty.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.sent.emit(typed)

    def _lay_out(self, theme: Theme) -> None:
        px = theme.px
        about = QLabel(
            QCoreApplication.translate(
                "Glass",
                "For a chart that is closed to you: type exactly two of these. You are told only whether there is"
                " such a patient, and each look-up is recorded.",
            ),
            self,
        )
        about.setObjectName("glassText")
        about.setWordWrap(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(px(8))
        buttons.addWidget(self.send)
        buttons.addWidget(self.cancel)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(10))
        fields = (self._clinic_field, self._mrn_field, self._name_field, self._born_field)
        for part in (about, *fields, self.notice):
            column.addWidget(part)
        column.addStretch(1)
        column.addLayout(buttons)
        order = (self.clinic, self.mrn, self.name, self.born, self.send, self.cancel)
        for one, other in pairwise(order):
            QWidget.setTabOrder(one, other)


def _example() -> str:
    """Return how a date may be typed here."""
    text = QCoreApplication.translate("Glass", "For example %1 or 1951-03-04")
    day = QDate(1951, 3, 4)
    locale = QLocale()
    if locale.language() is QLocale.Language.Japanese:
        return text.replace("%1", "S26.3.4")
    return text.replace("%1", locale.toString(day, "M/d/yyyy" if _month_first() else "d/M/yyyy"))


def _month_first() -> bool:
    """Say whether people here write the month before the day."""
    form = QLocale().dateFormat(QLocale.FormatType.ShortFormat)
    return 0 <= form.find("M") < form.find("d")
