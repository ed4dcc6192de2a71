"""Cancelling a visit: why, and words for it. It acts at once, and can be taken back."""

from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.field import Field
from clinic_console.desktop.views.visit_words import cancel_reasons
from clinic_console.domain.appointments import CancelReason

LONGEST: Final = 200


class CancelForm(QWidget):
    """``sent`` carries the reason and the words, ``left`` says that nothing is cancelled (Esc)."""

    sent = Signal(str, str)
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        translate = QCoreApplication.translate
        px = theme.px
        title = QLabel(translate("Visit", "Who or what cancels it?"), self)
        title.setProperty("tone", "heading")
        self.reasons = QButtonGroup(self)
        self.buttons: dict[str, QRadioButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(6))
        column.addWidget(title)
        for key, text in cancel_reasons():
            button = self.buttons[key] = QRadioButton(text, self)
            self.reasons.addButton(button)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.note = QLineEdit(self)
        self.note.setMaxLength(LONGEST)
        self.field = Field(theme, translate("Visit", "In words, if there is more to say"), self.note, self)
        column.addWidget(self.field)
        self.send = QPushButton(translate("Visit", "Cancel the visit"), self)
        self.send.setProperty("kind", "primary")
        self.send.clicked.connect(self.confirm)
        self.keep = QPushButton(translate("Visit", "Keep it"), self)
        self.keep.clicked.connect(self.left)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(self.send)
        row.addWidget(self.keep)
        row.addStretch(1)
        column.addLayout(row)
        self.hide()

    def begin(self) -> None:
        """Ask: most visits are cancelled by the patient."""
        self.forget()
        self.buttons[CancelReason.PATIENT].setChecked(True)
        self.show()
        self.buttons[CancelReason.PATIENT].setFocus(Qt.FocusReason.OtherFocusReason)

    def confirm(self) -> None:
        """Send what is chosen; something else needs words."""
        why = next((key for key, button in self.buttons.items() if button.isChecked()), CancelReason.PATIENT)
        note = self.note.text().strip()
        if why == CancelReason.OTHER and not note:
            self.field.wrong(QCoreApplication.translate("Visit", "Say what it is."))
            self.note.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.sent.emit(why, note)

    def forget(self) -> None:
        """Keep nothing that was typed."""
        self.note.setText("")
        self.field.right()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc keeps the visit; arrows go through the reasons."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
