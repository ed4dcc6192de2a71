"""A question in its place: what cannot be undone is asked about where it is done, not in a window."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.field import Field

MAX_REASON = 200


class Confirm(QFrame):
    """Asks once; ``answered`` says that it is over. Esc takes it back, and the focus goes where it was."""

    answered = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("confirm")
        self._call: Callable[[str], None] | None = None
        self._before: QWidget | None = None
        self.text = QLabel(self)
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.reason = QLineEdit(self)
        self.reason.setObjectName("confirmReason")
        self.reason.setMaxLength(MAX_REASON)
        self.field = Field(theme, QCoreApplication.translate("Confirm", "Reason"), self.reason, self)
        self.yes, self.no = QPushButton(self), QPushButton(self)
        self.no.setText(QCoreApplication.translate("Confirm", "Cancel"))
        self.yes.setProperty("kind", "primary")
        self.yes.setObjectName("confirmYes")
        self.no.setObjectName("confirmNo")
        self.yes.clicked.connect(self._agree)
        self.reason.returnPressed.connect(self._agree)
        self.no.clicked.connect(self.close_question)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.px(8))
        buttons.addWidget(self.yes)
        buttons.addWidget(self.no)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        pad = theme.px(12)
        column.setContentsMargins(pad, theme.px(10), pad, pad)
        column.setSpacing(theme.px(10))
        column.addWidget(self.text)
        column.addWidget(self.field)
        column.addLayout(buttons)
        self.hide()

    def ask(self, text: str, button: str, call: Callable[[str], None], *, reason: str = "") -> None:
        """Ask; ``call`` is called with the reason when the answer is yes. ``reason`` says what it is asked for."""
        self._call, self._before = call, QApplication.focusWidget()
        self.text.setText(text)
        self.setAccessibleName(text)
        self.yes.setText(button)
        self.yes.setAccessibleName(button)
        self.reason.setText("")
        self.field.right()
        self.reason.setPlaceholderText(reason)
        self.field.setVisible(bool(reason))
        self.show()
        (self.reason if reason else self.no).setFocus(Qt.FocusReason.OtherFocusReason)

    def close_question(self) -> None:
        """Do nothing, and ask no more."""
        before, self._before, self._call = self._before, None, None
        held = self.isAncestorOf(QApplication.focusWidget() or self.window())
        self.hide()
        self.answered.emit()
        if held and before is not None and isValid(before) and before.isEnabled():
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc takes the question back."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_question()
        else:
            super().keyPressEvent(event)

    def _agree(self) -> None:
        call, reason = self._call, self.reason.text().strip()
        if call is None:
            return
        if not self.field.isHidden() and not reason:
            self.field.wrong(QCoreApplication.translate("Confirm", "Say why: it stands in the audit log."))
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.close_question()
        call(reason)
