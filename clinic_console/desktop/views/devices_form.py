"""The form that registers a monitor."""

from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from clinic_console.desktop.state.access import Clinic
from clinic_console.desktop.state.devices import Devices
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.devices_bed import BedChooser
from clinic_console.desktop.views.field import Field

MAX_CODE: Final = 60
MAX_MODEL: Final = 60


class DeviceForm(QWidget):
    """``sent`` carries clinic, code, model and bed (empty for none)."""

    sent = Signal(str, str, str, str)
    left = Signal()

    def __init__(self, theme: Theme, state: Devices, parent: QWidget) -> None:
        super().__init__(parent)
        self.clinic, self.code, self.model = QComboBox(self), QLineEdit(self), QLineEdit(self)
        self.code.setMaxLength(MAX_CODE)
        self.model.setMaxLength(MAX_MODEL)
        self.bed = BedChooser(theme, state, self)
        self.send = QPushButton(QCoreApplication.translate("Devices", "Register"), self)
        self.send.setProperty("kind", "primary")
        self.cancel = QPushButton(QCoreApplication.translate("Devices", "Cancel"), self)
        self._lay_out(theme)
        self.send.clicked.connect(self._send)
        self.cancel.clicked.connect(self.left)
        for field in (self.code, self.model):
            field.returnPressed.connect(self._send)
            field.textEdited.connect(lambda: self.say(""))
        self.clinic.activated.connect(self._clinic_chosen)

    def begin(self, clinics: tuple[Clinic, ...]) -> None:
        """Start with empty fields, in one of these clinics."""
        self.clinic.clear()
        for clinic in clinics:
            self.clinic.addItem(clinic.name, clinic.id)
        self._clinic_field.setVisible(len(clinics) > 1)
        self.code.setText("")
        self.model.setText("")
        self.say("")
        self.wait(on=False)
        self._clinic_chosen()
        (self.clinic if len(clinics) > 1 else self.code).setFocus(Qt.FocusReason.OtherFocusReason)

    def say(self, text: str) -> None:
        """Say why it was not taken."""
        if text:
            self._code_field.wrong(text)
            self.code.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._code_field.right()

    def wait(self, *, on: bool) -> None:
        """Take nothing twice while the hub is being asked."""
        self.send.setEnabled(not on)

    def _send(self) -> None:
        code = self.code.text().strip()
        if not code:
            self.say(QCoreApplication.translate("Devices", "Write the code that the device says of itself."))
        elif self.bed.ward and not self.bed.bed:
            self.bed.say_missing()
        elif self.send.isEnabled():
            self.sent.emit(str(self.clinic.currentData()), code, self.model.text().strip(), self.bed.bed)

    def _clinic_chosen(self) -> None:
        none = QCoreApplication.translate("Devices", "Not at a bed yet")
        self.bed.begin(str(self.clinic.currentData() or ""), none)

    def _lay_out(self, theme: Theme) -> None:
        translate = QCoreApplication.translate
        px = theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(10))
        self._clinic_field = Field(theme, translate("Devices", "Clinic"), self.clinic, self)
        self._code_field = Field(
            theme,
            translate("Devices", "Code"),
            self.code,
            self,
            about=translate("Devices", "What the device says of itself: it is set in the device."),
        )
        model = Field(theme, translate("Devices", "Model"), self.model, self)
        for part in (self._clinic_field, self._code_field, model, self.bed):
            column.addWidget(part)
        note = QLabel(translate("Devices", "Its token is shown once, when it is registered."), self)
        note.setProperty("tone", "muted")
        note.setWordWrap(True)
        column.addWidget(note)
        buttons = QHBoxLayout()
        buttons.setSpacing(px(8))
        buttons.addWidget(self.send)
        buttons.addWidget(self.cancel)
        buttons.addStretch(1)
        column.addLayout(buttons)
        for first, second in (
            (self.clinic, self.code),
            (self.code, self.model),
            (self.model, self.bed.wards),
            (self.bed.wards, self.bed.beds),
            (self.bed.beds, self.send),
            (self.send, self.cancel),
        ):
            QWidget.setTabOrder(first, second)
