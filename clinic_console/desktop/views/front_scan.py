"""A scan at the front desk: it goes to the patient's visit of the day, and never checks anybody in."""

from PySide6.QtCore import QCoreApplication, QLocale, QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from clinic_console.desktop.actions.patients_find import FindActions
from clinic_console.desktop.bridge import Bridge, advice, words
from clinic_console.desktop.charts.times import date_order
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.schedule_columns import Card
from clinic_console.desktop.views.front_bar import FilterField
from clinic_console.desktop.views.front_panels import FrontPanels
from clinic_console.desktop.views.patients_scan import ScanKeys
from clinic_console.domain.appointments import PRESENT, State
from clinic_console.domain.errors import ClinicError, NotSignedIn
from clinic_console.domain.patients_names import fold_number


class FrontScan(QObject):
    """``found`` carries a visit of the day, ``patient_wanted`` who has none today; ``told`` why nobody was found.

    A number that was typed into the filter by the scanner is taken out again. In a panel that is open a number stays
    where it was typed: there somebody is looked for.
    """

    found = Signal(object)
    patient_wanted = Signal(str)
    told = Signal(str, str)

    def __init__(
        self,
        bridge: Bridge,
        state: ConsoleState,
        find: FindActions,
        field: FilterField,
        panels: FrontPanels,
        screen: QWidget,
    ) -> None:
        super().__init__(screen)
        self._bridge, self._console, self._find, self._field, self._panels = bridge, state, find, field, panels
        self._desk = state.front_desk
        self.keys = ScanKeys(screen, field, self._keeps)
        self.keys.scanned.connect(self.take)

    def listen(self) -> None:
        """Listen at the window in which the screen is by now."""
        self.keys.listen()

    def forget(self) -> None:
        """Keep nothing of what was typed."""
        self.keys.forget()

    def take(self, number: str) -> None:
        """Go to whose number it is."""
        text = self._field.text()
        # All of it, or what was typed before it could be told from fingers.
        typed = next((number[:n] for n in range(len(number), 0, -1) if text.endswith(number[:n])), "")
        if typed:
            self._field.setText(text.removesuffix(typed))
        wanted = fold_number(number)
        same = [card for card in self._desk.day_cards() if wanted and fold_number(card.patient.mrn) == wanted]
        if same:
            self.found.emit(first_of(same))
        else:
            self._bridge.spawn(self._look_for(number), "scanned number")

    def _keeps(self, focused: QWidget | None) -> bool:
        panel = self._panels.panel
        return panel is not None and focused is not None and panel.isAncestorOf(focused)

    async def _look_for(self, number: str) -> None:
        """Ask the hub whose number it is: an insurance's stands on no list."""
        day = self._desk.columns.clinic, self._desk.columns.day
        try:
            found = await self._find.find(number, date_order(QLocale()), 2)
        except NotSignedIn:
            return
        except ClinicError as error:
            if isValid(self):
                self.told.emit(words(error), advice(error))
            return
        if isValid(self) and day == (self._desk.columns.clinic, self._desk.columns.day):
            self._take(number, tuple(each.id for each in found))

    def _take(self, number: str, patients: tuple[str, ...]) -> None:
        translate = QCoreApplication.translate
        if len(patients) != 1:
            title = (
                translate("Desk", "Nobody is known by %1")
                if not patients
                else translate("Desk", "%1 is not one number")
            )
            about = translate("Desk", "Look for the patient by name and date of birth.")
            self.told.emit(title.replace("%1", number), about)
            return
        visits = self._desk.of_patient(patients[0])
        if visits:
            self.found.emit(first_of(visits))
        else:
            self.told.emit(translate("Desk", "No visit here on this day: this is the patient's chart"), "")
            self.patient_wanted.emit(patients[0])


def first_of(cards: "tuple[Card, ...] | list[Card]") -> Card:
    """Return which of somebody's visits is meant: who is here, else the next that is expected, else the first."""
    here = [card for card in cards if card.state in PRESENT]
    to_come = [card for card in cards if card.state is State.BOOKED]
    return (here or to_come or list(cards))[0]
