"""One PC beside the list: what it is, who is signed in there, where it stands."""

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QApplication, QComboBox, QHBoxLayout, QLabel, QPushButton, QWidget

from clinic_console.desktop.state.access import Clinic
from clinic_console.desktop.state.stations import Station, Stations
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.announce import announce
from clinic_console.desktop.views.beside import Side
from clinic_console.desktop.views.confirm import Confirm
from clinic_console.desktop.views.facts import Facts, part
from clinic_console.desktop.views.field import Field
from clinic_console.desktop.views.seen import seen_text
from clinic_console.desktop.views.stations_words import (
    forget_text,
    is_old,
    name_text,
    people_of,
    sign_out_text,
    version_text,
)


class StationPanel(Side):
    """Shows what is open in the state. ``emptied`` and ``forgotten`` carry a PC, ``moved`` also the clinic's id."""

    emptied = Signal(object)
    forgotten = Signal(object)
    moved = Signal(object, str)

    def __init__(self, theme: Theme, state: Stations, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._state = state
        self._shown = ""
        self._here = False
        self._said: tuple[object, ...] = ()
        self.facts = Facts(theme, self.page)
        self.trouble = QLabel(self.page)
        self.trouble.setProperty("tone", "notice")
        self.trouble.setWordWrap(True)
        self.confirm = Confirm(theme, self.page)
        self.confirm.answered.connect(self._offer)
        self._make_signed_in()
        self._make_clinic()
        self._make_doing()
        for each in (self.facts, self.signed_in, self.trouble, self.confirm, self.doing):
            self.column.addWidget(each)
        self.column.addStretch(1)
        for first, second in pairwise((self.sign_out, self.confirm.yes, self.confirm.no, self.clinic, self.move_it)):
            QWidget.setTabOrder(first, second)
        QWidget.setTabOrder(self.move_it, self.forget_it)

    def frame(self, clinics: tuple[Clinic, ...], clinic: str, zone: str, now: int, *, here: bool) -> None:
        """Bring it up to what is open now; ``clinics`` are those to which it may move, ``here`` is this PC."""
        station = self._state.opened
        if station is None:
            return
        if station.id != self._shown:
            self._shown, self._said, self._here = station.id, (), here
            self.trouble.hide()
            self.confirm.close_question()
            self._offer()
        said = (station, clinics, clinic, zone, now // 30_000)
        if said != self._said:
            self._said = said
            self._say_facts(station, clinic, zone, now)
            self._fill(station, clinics)

    def say_trouble(self, text: str) -> None:
        """Say why something did not happen."""
        self.trouble.setText(text)
        self.trouble.setVisible(bool(text))
        announce(self.trouble, text)

    def _say_facts(self, station: Station, clinic: str, zone: str, now: int) -> None:
        translate = QCoreApplication.translate
        facts = self.facts
        self.say(name_text(station), translate("Stations", "The PC that you sit at") if self._here else "")
        facts.say(translate("Stations", "Clinic"), clinic)
        shared = translate("Stations", "Yes: nobody is remembered on it")
        facts.say(translate("Stations", "Shared"), shared if station.shared else translate("Stations", "No"))
        facts.say(translate("Stations", "Version"), version_text(station), "notice" if is_old(station) else "")
        facts.say(translate("Stations", "Address"), station.address)
        facts.say(translate("Stations", "Last seen"), seen_text(station.seen, zone, now))
        self.people.setText("\n".join(people_of(station)) or translate("Stations", "Nobody is signed in."))
        self.people.setProperty("tone", "" if station.users else "muted")
        self.people.style().unpolish(self.people)
        self.people.style().polish(self.people)
        self.sign_out.setVisible(station.sessions > 0)
        self.forget_it.setVisible(station.sessions == 0)
        self.not_yet.setVisible(station.sessions > 0)

    def _fill(self, station: Station, clinics: tuple[Clinic, ...]) -> None:
        others = [clinic for clinic in clinics if clinic.id != station.clinic_id]
        self.clinic.clear()
        for clinic in others:
            self.clinic.addItem(clinic.name, clinic.id)
        self.elsewhere.setVisible(bool(others))

    def _ask(self, text: str, button: str, call: Callable[[], None]) -> None:
        self.doing.hide()
        self.sign_out.hide()
        self.trouble.hide()
        self.confirm.ask(text, button, lambda _: call())

    def _ask_sign_out(self) -> None:
        station = self._state.opened
        if station is not None:
            button = QCoreApplication.translate("Stations", "Sign everybody out")
            self._ask(sign_out_text(station, here=self._here), button, lambda: self.emptied.emit(station))

    def _ask_forget(self) -> None:
        station = self._state.opened
        if station is not None:
            button = QCoreApplication.translate("Stations", "Remove %1").replace("%1", name_text(station))
            self._ask(forget_text(), button, lambda: self.forgotten.emit(station))

    def _move(self) -> None:
        station = self._state.opened
        if station is not None and self.clinic.currentData():
            self.moved.emit(station, str(self.clinic.currentData()))

    def _offer(self) -> None:
        station = self._state.opened
        held = self.isAncestorOf(QApplication.focusWidget() or self.window())
        self.doing.show()
        self.sign_out.setVisible(station is not None and station.sessions > 0)
        if held:
            buttons = (self.sign_out, self.forget_it, self.close_button)
            next(button for button in buttons if not button.isHidden()).setFocus(Qt.FocusReason.OtherFocusReason)

    def _make_signed_in(self) -> None:
        translate = QCoreApplication.translate
        self.signed_in, column = part(self._theme, translate("Stations", "Signed in"), self.page)
        self.people = QLabel(self.signed_in)
        self.people.setObjectName("fact")
        self.people.setTextFormat(Qt.TextFormat.PlainText)
        self.people.setWordWrap(True)
        self.sign_out = QPushButton(translate("Stations", "Sign everybody out …"), self.signed_in)
        self.sign_out.clicked.connect(self._ask_sign_out)
        column.addWidget(self.people)
        column.addWidget(self.sign_out)

    def _make_clinic(self) -> None:
        translate = QCoreApplication.translate
        self.elsewhere = QWidget(self.page)
        self.clinic = QComboBox(self.elsewhere)
        self.clinic.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.clinic.setMinimumContentsLength(8)
        self.move_it = QPushButton(translate("Stations", "Move"), self.elsewhere)
        self.move_it.clicked.connect(self._move)
        row = QHBoxLayout(self.elsewhere)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.px(8))
        field = Field(self._theme, translate("Stations", "Another clinic"), self.clinic, self.elsewhere)
        row.addWidget(field, 1)
        row.addWidget(self.move_it, 0, Qt.AlignmentFlag.AlignBottom)

    def _make_doing(self) -> None:
        translate = QCoreApplication.translate
        self.doing, column = part(self._theme, translate("Stations", "This PC in the list"), self.page)
        self.forget_it = QPushButton(translate("Stations", "Remove from the list …"), self.doing)
        self.forget_it.clicked.connect(self._ask_forget)
        self.not_yet = QLabel(self.doing)
        self.not_yet.setText(translate("Stations", "It can be removed from the list once nobody is signed in."))
        self.not_yet.setProperty("tone", "muted")
        self.not_yet.setWordWrap(True)
        for each in (self.elsewhere, self.forget_it, self.not_yet):
            column.addWidget(each)
        column.setSpacing(self._theme.px(10))
