"""A scan at the front desk: it goes to the patient's visit of the day, and never checks anybody in."""

from PySide6.QtCore import QCoreApplication, QLocale, QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from clinic_console.desktop.actions.patients_find import FindActions
from clinic_console.desktop.bridge import Bridge, advice, sentences, words
from clinic_console.desktop.charts.times import date_order
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.schedule_columns import Card
from clinic_console.desktop.views.front_bar import FilterField
from clinic_console.desktop.views.front_panels import CHECK_IN, FrontPanels
from clinic_console.desktop.views.keys import is_typing
from clinic_console.desktop.views.patients_scan import ScanKeys
from clinic_console.domain.appointments import PRESENT, State
from clinic_console.domain.errors import ClinicError, NotSignedIn
from clinic_console.domain.patients_names import fold_number


class FrontScan(QObject):
    """``found`` carries a visit of the day, ``patient_wanted`` who has none today; ``told`` why nobody was found.

    A number that was typed into the filter by the scanner is taken out again. In a panel that is open a number stays
    where it was typed: there somebody is looked for. At a check-in card it is only said whose number it is.
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
        self._compared: tuple[str, ...] = ()
        self.keys.began.connect(self._note)
        self.keys.scanned.connect(self.take)

    def listen(self) -> None:
        """Listen at the window in which the screen is by now."""
        self.keys.listen()

    def forget(self) -> None:
        """Keep nothing of what was typed."""
        self.keys.forget()

    def take(self, number: str) -> None:
        """Go to whose number it is."""
        self._put_back()
        text = self._field.text()
        # All of it, or what was typed before it could be told from fingers.
        typed = next((number[:n] for n in range(len(number), 0, -1) if text.endswith(number[:n])), "")
        if typed:
            self._field.setText(text.removesuffix(typed))
        wanted = fold_number(number)
        same = [card for card in self._desk.day_cards() if wanted and fold_number(card.patient.mrn) == wanted]
        if same:
            self._go_to(first_of(same))
        else:
            self._bridge.spawn(self._look_for(number), "scanned number")

    def _keeps(self, focused: QWidget | None) -> bool:
        panel = self._panels.panel
        inside = panel is not None and focused is not None and panel.isAncestorOf(focused)
        return inside and (self._panels.open != CHECK_IN or is_typing(focused))

    def _note(self) -> None:
        self._compared = self._console.check_in.draft.compared

    def _put_back(self) -> None:
        """Compare nothing by the first digit of a number: the card took it for a key."""
        state = self._console.check_in
        if self._at_card() is not None and state.draft.compared != self._compared:
            state.type(compared=self._compared)

    def _at_card(self) -> Card | None:
        """Return the visit at whose check-in card the user is."""
        panel, focused = self._panels.panel, QApplication.focusWidget()
        inside = panel is not None and focused is not None and panel.isAncestorOf(focused)
        return self._console.check_in.card if inside and self._panels.open == CHECK_IN else None

    def _go_to(self, card: Card) -> None:
        if not self._compare(card.patient.id, card.patient.name or card.patient.latin):
            if self._panels.open == CHECK_IN:
                # What is typed there stays, but nobody else's card lies over who has been scanned.
                self._panels.close()
            self.found.emit(card)

    def _compare(self, patient: str, name: str) -> bool:
        """Say at a check-in card whose number it is, and go nowhere; False where none is open."""
        translate, open_now = QCoreApplication.translate, self._at_card()
        if open_now is None or not open_now.patient.id:
            return False
        if open_now.patient.id == patient:
            self.told.emit(translate("Desk", "The scanned number is this patient's"), "")
            return True
        about = translate("Desk", "It is the number of %1.").replace("%1", name) if name else ""
        stays = translate("Desk", "The open card is somebody else's: Esc closes it.")
        self.told.emit(translate("Desk", "The scanned number is another patient's"), sentences(about, stays))
        return True

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
            self._go_to(first_of(visits))
        elif not self._compare(patients[0], ""):
            self.told.emit(translate("Desk", "No visit here on this day: this is the patient's chart"), "")
            self.patient_wanted.emit(patients[0])


def first_of(cards: "tuple[Card, ...] | list[Card]") -> Card:
    """Return which of somebody's visits is meant: who is here, else the next that is expected, else the first."""
    here = [card for card in cards if card.state in PRESENT]
    to_come = [card for card in cards if card.state is State.BOOKED]
    return (here or to_come or list(cards))[0]
