"""One fact by which a patient may be told from others: a key, a box, and what is on record."""

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QWidget

from clinic_console.desktop.theme import Theme

NAMES = 164
HIGH = 38


class IdentityRow(QFrame):
    """``turned`` says that the user wants it on, or off; who has the rows decides."""

    turned = Signal()

    def __init__(self, theme: Theme, key: str, name: str, value: str, number: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("identityRow")
        self.key, self.value = key, value
        self.box = QCheckBox(name, self)
        self.box.setObjectName(f"identity-{key}")
        self.box.setMinimumWidth(theme.px(NAMES))
        said = QCoreApplication.translate("Identity", "%1: %2", "a fact of a patient")
        self.box.setAccessibleName(said.replace("%2", value).replace("%1", name))
        self.text, cap = QLabel(value, self), QLabel(str(number), self)
        self.text.setObjectName("identityValue")
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setWordWrap(True)
        self.text.setAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        )
        cap.setObjectName("keycap")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(8), theme.px(2), theme.px(10), theme.px(2))
        # Letters of any script make it as high.
        self.setMinimumHeight(theme.px(HIGH))
        row.setSpacing(theme.px(10))
        row.addWidget(self.box)
        row.addWidget(self.text, 1)
        row.addWidget(cap, 0, Qt.AlignmentFlag.AlignVCenter)
        self.box.clicked.connect(self.turned)

    @property
    def on(self) -> bool:
        """Say whether it is chosen."""
        return self.box.isChecked()

    def turn(self, *, on: bool) -> None:
        """Show whether it is chosen."""
        self.box.setChecked(on)
        self.setProperty("on", "true" if on else "false")
        self.style().unpolish(self)
        self.style().polish(self)

    def forget(self) -> None:
        """Keep nothing of a patient."""
        self.value = ""
        self.text.setText("")
        self.box.setAccessibleName("")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take a click anywhere in the row for one on its box."""
        if self.rect().contains(event.position().toPoint()):
            self.box.click()
