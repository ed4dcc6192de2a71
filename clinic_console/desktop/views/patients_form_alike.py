"""Beside the form of somebody new: who it may be already, and the way to take somebody in from another clinic."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from clinic_console.desktop.state.patients_form import FormState, Likely
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.announce import announce
from clinic_console.desktop.views.field import Field
from clinic_console.desktop.views.patients_form_slots import Line
from clinic_console.desktop.views.patients_form_words import alike_text, link_text
from clinic_console.desktop.views.patients_words import deceased_text, details_text

MOST: Final = 8


class AlikeCard(QFrame):
    """Somebody who may be the same; ``opened`` asks for the chart."""

    opened = Signal(str)

    def __init__(self, theme: Theme, likely: Likely, now: int, zone: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("alikeCard")
        patient = likely.patient
        name, other, details, why = QLabel(self), QLabel(self), QLabel(self), QLabel(self)
        for label, tone in ((name, "strong"), (other, "secondary"), (details, "muted"), (why, "notice")):
            label.setProperty("tone", tone)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        name.setText(patient.name)
        other.setText(" ".join(text for text in (patient.latin, patient.kana) if text and text != patient.name))
        other.setVisible(bool(other.text()))
        died = deceased_text(patient)
        details.setText(" · ".join(filter(None, (details_text(patient, now, zone), died))))
        why.setText(alike_text(likely.alike))
        self.open = QPushButton(QCoreApplication.translate("PatientForm", "Open"), self)
        self.open.setProperty("small", "true")
        self.open.setAccessibleName(
            QCoreApplication.translate("PatientForm", "Open %1").replace("%1", f"{patient.name}, {details.text()}")
        )
        self.open.clicked.connect(lambda: self.opened.emit(patient.id))
        foot = QHBoxLayout()
        foot.addWidget(why, 1)
        foot.addWidget(self.open, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(10), theme.px(8), theme.px(8), theme.px(8))
        column.setSpacing(theme.px(2))
        for label in (name, other, details):
            column.addWidget(label)
        column.addSpacing(theme.px(2))
        column.addLayout(foot)


class LinkBox(QFrame):
    """Another clinic has somebody like this: ``wanted`` carries the number that was shown."""

    wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("alikeCard")
        translate = QCoreApplication.translate
        about = QLabel(
            translate(
                "PatientForm",
                "Another clinic has somebody like this. If it is the same person, take them in with their record or"
                " insurance number.",
            ),
            self,
        )
        about.setWordWrap(True)
        self.number = Line()
        self.number.setObjectName("patient-link")
        self.field = Field(theme, translate("PatientForm", "Record or insurance number"), self.number, self)
        self.button = QPushButton(translate("PatientForm", "Take in"), self)
        self.button.setObjectName("patient-take-in")
        self.button.clicked.connect(self.send)
        self.number.textEdited.connect(lambda _: self.field.right())
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(10), theme.px(8), theme.px(10), theme.px(10))
        column.setSpacing(theme.px(8))
        column.addWidget(about)
        column.addWidget(self.field)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)

    def send(self) -> None:
        """Ask for it, if a number stands here."""
        number = self.number.text().strip()
        if not number:
            self.wrong(QCoreApplication.translate("PatientForm", "Enter the number as it stands on their card."))
        elif self.button.isEnabled():
            self.wanted.emit(number)

    def wrong(self, text: str) -> None:
        """Say why nobody was taken in."""
        self.field.wrong(text)
        self.number.setFocus(Qt.FocusReason.OtherFocusReason)


class AlikePanel(QFrame):
    """``open_wanted`` carries a patient's id, ``link_wanted`` a number; ``stops_changed``: Tab goes elsewhere."""

    open_wanted = Signal(str)
    link_wanted = Signal(str)
    stops_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("alike")
        self._theme = theme
        self._shown: tuple[object, ...] = ()
        self._problem: object = None
        self.cards: list[AlikeCard] = []
        self.title, self.about = QLabel(self), QLabel(self)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setObjectName("sideHeading")
        self.about.setProperty("tone", "muted")
        self.about.setWordWrap(True)
        page = self._page = QWidget()
        page.setObjectName("alikePage")
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(theme.px(14), 0, theme.px(14), theme.px(14))
        self._column.setSpacing(theme.px(8))
        self.link = LinkBox(theme, page)
        self.link.wanted.connect(self.link_wanted)
        self.link.hide()
        self._column.addWidget(self.about)
        self._column.addWidget(self.link)
        self._column.addStretch(1)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(page)
        head = QHBoxLayout()
        head.setContentsMargins(theme.px(14), theme.px(10), theme.px(14), theme.px(6))
        head.addWidget(self.title)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(head)
        outer.addWidget(self.area, 1)

    @property
    def empty(self) -> bool:
        """Say whether nobody stands here."""
        return not self.cards and self.link.isHidden()

    @property
    def stops(self) -> list[QWidget]:
        """Where Tab stops, in order."""
        link: list[QWidget] = [] if self.link.isHidden() else [self.link.number, self.link.button]
        return [*(card.open for card in self.cards), *link]

    def show_state(self, state: FormState, now: int, zone: str) -> None:
        """Show who it may be."""
        shown = state.likely, state.elsewhere
        if shown != self._shown:
            self._shown = shown
            self._show(state.likely, now, zone, elsewhere=state.elsewhere)
        self.link.button.setEnabled(not state.linking)
        if state.link_problem is not self._problem:
            self._problem = state.link_problem
            if state.link_problem is not None:
                self.link.wrong(link_text(state.link_problem))

    def forget(self) -> None:
        """Keep nobody."""
        self._shown, self._problem = (), None
        self.link.number.setText("")
        self.link.field.right()
        self._show((), 0, "", elsewhere=False)

    def _show(self, likely: Sequence[Likely], now: int, zone: str, *, elsewhere: bool) -> None:
        for card in self.cards:
            for label in card.findChildren(QLabel):
                label.setText("")
            card.open.setAccessibleName("")
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = [AlikeCard(self._theme, each, now, zone, self._page) for each in likely[:MOST]]
        for place, card in enumerate(self.cards):
            card.opened.connect(self.open_wanted)
            self._column.insertWidget(place + 1, card)
        self.link.setVisible(elsewhere)
        title = QCoreApplication.translate("PatientForm", "Known already?")
        if likely:
            title = QCoreApplication.translate("PatientForm", "%n probably the same", None, len(likely))
        self.title.setText(title)
        self.about.setText(
            QCoreApplication.translate("PatientForm", "Look before you register another one.")
            if likely or elsewhere
            else QCoreApplication.translate("PatientForm", "As you type, who may be the same person stands here.")
        )
        if likely or elsewhere:
            announce(self.title, title if likely else self.link.findChildren(QLabel)[0].text())
        self.stops_changed.emit()
