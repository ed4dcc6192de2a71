"""Above the list of patients: the search, how many were found, chips, clinic, and the way to register somebody."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from clinic_console.desktop.bridge import Bridge
from clinic_console.desktop.state.patients_list import Filters
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.filters import FilterChips
from clinic_console.desktop.views.patients_list_field import FindField

FIELD: Final = 420


class ListBar(QWidget):
    """``chosen`` carries which patients are to be shown (a key of the chips), ``clinic_chosen`` a clinic's id.

    ``sorted`` carries another order, ``register_wanted`` says that somebody new is to be registered.
    """

    chosen = Signal(str)
    clinic_chosen = Signal(str)
    sorted = Signal(str)
    register_wanted = Signal()

    def __init__(self, theme: Theme, bridge: Bridge, clinics: Mapping[str, str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("patientsBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme, self.narrow = theme, False
        translate = QCoreApplication.translate
        self.field = FindField(theme, bridge, self)
        self.count, self.took = QLabel(self), QLabel(self)
        self.chips = FilterChips(
            theme,
            translate("Patients", "Show"),
            [
                ("", translate("Patients", "All")),
                ("alerts", translate("Patients", "With alerts")),
                ("interpreter", translate("Patients", "Interpreter")),
                ("deceased", translate("Patients", "Deceased")),
            ],
            self,
        )
        self._between = QFrame(self)
        self.newest = QPushButton(translate("Patients", "Changed last"), self)
        self.clinics = QComboBox(self)
        self.register = QPushButton(translate("Patients", "Register a patient"), self)
        self._may_register = False
        self._set_up(clinics)
        self._lay_out()
        self.look(narrow=False)

    def choose(self, filters: Filters) -> None:
        """Show what is chosen, without telling anybody."""
        self.chips.choose(filters.only)
        self.newest.setChecked(filters.sort == "changed")
        self.clinics.setCurrentIndex(max(0, self.clinics.findData(filters.clinic)))

    def say(self, count: str, took: str) -> None:
        """Say how many there are, and how long finding them took."""
        self.count.setText(count)
        self.took.setText(took)
        self.took.setVisible(bool(took))

    def allow_filters(self, *, allow: bool) -> None:
        """Offer chips and order for the list only: who is searched for is found among all."""
        for part in (self.chips, self.newest, self.clinics):
            part.setEnabled(allow)

    def offer_register(self, *, may: bool) -> None:
        """Offer to register somebody to who may."""
        self._may_register = may
        self.look(narrow=self.narrow)

    def look(self, *, narrow: bool) -> None:
        """Stand above a narrow list, or a wide one."""
        self.narrow = narrow
        self.field.say_short(short=narrow)
        self.field.setMaximumWidth(16_777_215 if narrow else self._theme.px(FIELD))
        for part in (self.chips, self._between, self.newest):
            part.setVisible(not narrow)
        self.clinics.setVisible(not narrow and self.clinics.count() > 1)
        self.register.setVisible(not narrow and self._may_register)
        self._row.setStretch(1, 0 if narrow else 1)
        # In a column the number stands at the left, and the time at the right; else both at the right.
        self._below.setStretch(3, 0 if narrow else 1)
        self._below.setStretch(5, 1 if narrow else 0)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme = theme
        self.field.set_theme(theme)

    def _set_up(self, clinics: Mapping[str, str]) -> None:
        translate = QCoreApplication.translate
        self.newest.setProperty("kind", "chip")
        self.newest.setCheckable(True)
        self.newest.setObjectName("chip-newest")
        self.newest.setAccessibleName(translate("Patients", "Sort by the last change"))
        self.newest.setToolTip(self.newest.accessibleName())
        self.newest.clicked.connect(lambda on: self.sorted.emit("changed" if on else "name"))
        self.chips.chosen.connect(self._chose)
        self.clinics.setAccessibleName(translate("Patients", "Clinic"))
        self.clinics.setObjectName("patientsClinic")
        if len(clinics) > 1:
            self.clinics.addItem(translate("Patients", "All my clinics"), "")
            for key, name in clinics.items():
                self.clinics.addItem(name, key)
        self.clinics.activated.connect(lambda at: self.clinic_chosen.emit(self.clinics.itemData(at) or ""))
        self.register.setProperty("kind", "primary")
        self.register.setObjectName("patientsRegister")
        self.register.setAccessibleName(self.register.text())
        self.register.setToolTip(translate("Patients", "Register a patient (Ctrl+N)"))
        self.register.clicked.connect(self.register_wanted)
        for label in (self.count, self.took):
            label.setProperty("tone", "muted")
            label.setTextFormat(Qt.TextFormat.PlainText)

    def _chose(self, key: str) -> None:
        # One of them is always on: none of the others means all.
        self.chips.choose(key)
        self.chosen.emit(key)

    def _lay_out(self) -> None:
        px = self._theme.px
        self._row = QHBoxLayout()
        self._row.setSpacing(px(10))
        self._row.addWidget(self.field, 2)
        self._row.addStretch(1)
        self._row.addWidget(self.clinics)
        self._row.addWidget(self.register)
        below = self._below = QHBoxLayout()
        below.setSpacing(px(6))
        # Chips say who is shown; behind the line, in which order.
        self._between.setObjectName("patientsBetween")
        self._between.setFixedSize(1, px(18))
        for part in (self.chips, self._between, self.newest, None, self.count, None, self.took):
            if part is None:
                below.addStretch(1)
            else:
                below.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(12), px(8), px(12), px(6))
        column.setSpacing(px(6))
        column.addLayout(self._row)
        column.addLayout(below)
