"""The form that marks a chart as restricted, or lifts the mark, with the reason."""

from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.field import Field
from clinic_console.desktop.views.patients_words import kinds

LONGEST: Final = 500
LIFTING: Final = 10
"""So many characters at least say why a mark is lifted: the hub asks for as many."""


class MarkForm(QWidget):
    """``sent`` carries the kind (empty to lift the mark) and the reason; ``left`` says that nothing is to change."""

    sent = Signal(str, str)
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        translate = QCoreApplication.translate
        self.kind, self.reason = QComboBox(self), QLineEdit(self)
        self.reason.setMaxLength(LONGEST)
        about = translate("Patient", "Whoever needs a restricted chart breaks the glass, with a reason.")
        self._kind_field = Field(theme, translate("Patient", "Restriction"), self.kind, self, about=about)
        self._reason_field = Field(theme, translate("Patient", "Reason (stands in the audit log)"), self.reason, self)
        self.send = QPushButton(translate("Patient", "Save"), self)
        self.send.setProperty("kind", "primary")
        self.cancel = QPushButton(translate("Patient", "Cancel"), self)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.px(8))
        buttons.addWidget(self.send)
        buttons.addWidget(self.cancel)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        column.addWidget(self._kind_field)
        column.addWidget(self._reason_field)
        column.addLayout(buttons)
        self.send.clicked.connect(self._send)
        self.reason.returnPressed.connect(self._send)
        self.reason.textEdited.connect(self._reason_field.right)
        self.cancel.clicked.connect(self.left)
        self.hide()

    def begin(self, restriction: str) -> None:
        """Show the present mark and an empty reason."""
        self.forget()
        none = QCoreApplication.translate("Patient", "Not restricted")
        for kind, name in (("", none), *kinds()):
            self.kind.addItem(name, kind)
        self.kind.setCurrentIndex(max(0, self.kind.findData(restriction or "staff")))
        self.wait(on=False)
        self.show()
        self.kind.setFocus(Qt.FocusReason.OtherFocusReason)

    def say(self, text: str) -> None:
        """Say why it was not taken."""
        self._reason_field.wrong(text)
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def wait(self, *, on: bool) -> None:
        """Take nothing twice while the hub is being asked."""
        self.send.setEnabled(not on)

    def forget(self) -> None:
        """Keep nothing."""
        self.kind.clear()
        self.reason.setText("")
        self._reason_field.right()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the form, not the card."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _send(self) -> None:
        reason = " ".join(self.reason.text().split())
        lifting = not self.kind.currentData()
        if not reason:
            self.say(QCoreApplication.translate("Patient", "Say why: it stands in the audit log."))
        elif lifting and len(reason) < LIFTING:
            self.say(QCoreApplication.translate("Patient", "Say it in at least %n characters.", None, LIFTING))
        elif self.send.isEnabled():
            self.sent.emit(str(self.kind.currentData()), reason)
