"""Choosing the bed at which a monitor stands: the ward first, then the bed; what stands there leaves it."""

from typing import Final

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QVBoxLayout, QWidget

from clinic_console.desktop.bridge import words
from clinic_console.desktop.state.devices import BedChoice, Devices
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.field import Field
from clinic_console.domain.errors import NotAllowed

LETTERS: Final = 12


class BedChooser(QWidget):
    """``wanted`` carries a ward whose beds have to be asked for (empty: the wards); ``chosen`` tells of a change."""

    wanted = Signal(str)
    chosen = Signal()

    def __init__(self, theme: Theme, state: Devices, parent: QWidget) -> None:
        super().__init__(parent)
        self._state = state
        self._clinic, self._none = "", ""
        self._seen = -1
        self.wards, self.beds, self.note = QComboBox(self), QComboBox(self), QLabel(self)
        for combo in (self.wards, self.beds):
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(LETTERS)
        self.note.setProperty("tone", "notice")
        self.note.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        column.addWidget(Field(theme, QCoreApplication.translate("Devices", "Ward"), self.wards, self))
        self._bed_field = Field(theme, QCoreApplication.translate("Devices", "Bed"), self.beds, self)
        column.addWidget(self._bed_field)
        column.addWidget(self.note)
        self.wards.activated.connect(self._ward_chosen)
        self.beds.activated.connect(self._bed_field.right)
        self.beds.activated.connect(self.chosen)

    @property
    def bed(self) -> str:
        """Return the id of the bed that is chosen, empty for none."""
        return str(self.beds.currentData() or "")

    @property
    def ward(self) -> str:
        """Return the id of the ward that is chosen, empty for none."""
        return str(self.wards.currentData() or "")

    def begin(self, clinic: str, none: str) -> None:
        """Begin with a clinic's wards and none chosen; ``none`` says what that means."""
        self._clinic, self._none, self._seen = clinic, none, -1
        self.wards.setCurrentIndex(0)
        if self._state.wards is None or self._state.wards_problem is not None:
            self.wanted.emit("")
        self.frame()

    def say_missing(self) -> None:
        """Ask for a bed: a ward alone is no place."""
        self._bed_field.wrong(QCoreApplication.translate("Devices", "Choose a bed, or no ward."))
        (self.beds if self.beds.isEnabled() else self.wards).setFocus(Qt.FocusReason.OtherFocusReason)

    def frame(self) -> None:
        """Show what is known of wards and beds by now."""
        if self._seen == self._state.version:
            return
        self._seen = self._state.version
        ward, bed, state = self.ward, self.bed, self._state
        own = [choice for choice in state.wards or () if choice.clinic_id == self._clinic]
        with QSignalBlocker(self.wards), QSignalBlocker(self.beds):
            self.wards.clear()
            self.wards.addItem(self._none if state.wards is not None else "…", "")
            for choice in own:
                self.wards.addItem(choice.name, choice.id)
            self.wards.setCurrentIndex(max(0, self.wards.findData(ward)))
            self.wards.setEnabled(bool(own))
            self._fill_beds(state.beds.get(self.ward), bed)
        if self.ward and self.ward not in state.beds and state.wards_problem is None:
            self.wanted.emit(self.ward)
        self._say_trouble()

    def _fill_beds(self, beds: tuple[BedChoice, ...] | None, bed: str) -> None:
        self.beds.clear()
        self.beds.setEnabled(bool(beds))
        if beds is None:
            self.beds.addItem("…" if self.ward else "", "")
            return
        self.beds.addItem(QCoreApplication.translate("Devices", "Choose a bed"), "")
        for choice in beds:
            taken = QCoreApplication.translate("Devices", "%1 – in place of %2")
            name = taken.replace("%1", choice.name).replace("%2", choice.device) if choice.device else choice.name
            self.beds.addItem(name, choice.id)
        found = self.beds.findData(bed) if bed else 0
        self.beds.setCurrentIndex(max(0, found))

    def _ward_chosen(self) -> None:
        self._bed_field.right()
        with QSignalBlocker(self.beds):
            self._fill_beds(self._state.beds.get(self.ward), "")
        if self.ward and self.ward not in self._state.beds:
            self.wanted.emit(self.ward)
        self.chosen.emit()

    def _say_trouble(self) -> None:
        problem = self._state.wards_problem
        text = ""
        if isinstance(problem, NotAllowed):
            text = QCoreApplication.translate(
                "Devices", "Your role does not see wards. Somebody who does can place the device."
            )
        elif problem is not None:
            text = words(problem)
        self.note.setText(text)
        self.note.setVisible(bool(text))
        self.wards.setAccessibleDescription(text)
