"""A password or a token that is shown this once: large, easy to copy, and gone when it has been read."""

from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QFont, QFontDatabase, QKeyEvent, QKeySequence, QResizeEvent, QTextOption
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from clinic_console.desktop.clipboard import clipboard
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.announce import announce

TEXT: Final = 20


class SecretText(QPlainTextEdit):
    """The secret in letters of one width, on as many lines as it needs; Ctrl+C copies all of it, for a minute."""

    copied = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("secretText")
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        font = QFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        font.setPixelSize(theme.px(TEXT))
        self.setFont(font)
        self._around = theme.px(18)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy the whole of it, whatever is selected."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_all()
        else:
            super().keyPressEvent(event)

    def copy_all(self) -> None:
        """Put it on the clipboard, from which it is taken off after a minute."""
        clipboard().copy(self.toPlainText(), secret=True)
        self.copied.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Be as high as the lines need."""
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Be as high as the lines need."""
        letters = max(1, (self.width() - self._around) // max(1, self.fontMetrics().horizontalAdvance("0")))
        lines = max(1, -(-len(self.toPlainText()) // letters))
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + self._around)


class Secret(QFrame):
    """A made-up password or token; ``done`` says that somebody has taken it down."""

    done = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("secret")
        self.title, self.about, self.once = QLabel(self), QLabel(self), QLabel(self)
        self.text = SecretText(theme, self)
        self.text.setAccessibleName(QCoreApplication.translate("Secret", "What is shown this once"))
        self.copy = QPushButton(QCoreApplication.translate("Secret", "Copy"), self)
        self.close_button = QPushButton(QCoreApplication.translate("Secret", "Done"), self)
        self.copy.setProperty("kind", "primary")
        self.copy.setObjectName("secretCopy")
        self.close_button.setObjectName("secretDone")
        self.text.copied.connect(self._copied)
        self.copy.clicked.connect(self.text.copy_all)
        self.close_button.clicked.connect(self._close)
        self._lay_out(theme)

    def show_secret(self, title: str, secret: str, about: str = "") -> None:
        """Show a secret, whose it is, and what to do with it."""
        self.title.setText(title)
        self.about.setText(about)
        self.about.setVisible(bool(about))
        self.text.setPlainText(secret)
        self.text.fit()
        self.once.setText(
            QCoreApplication.translate("Secret", "Shown this once and kept nowhere: write it down or copy it.")
        )
        self.setAccessibleName(title)

    def forget(self) -> None:
        """Forget it."""
        self.text.setPlainText("")
        self.title.setText("")
        self.about.setText("")

    def enter(self) -> None:
        """Take the focus, and have it said what stands here."""
        self.copy.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, f"{self.title.text()}. {self.once.text()}")

    def _copied(self) -> None:
        text = QCoreApplication.translate("Secret", "Copied. It is taken off the clipboard in a minute.")
        self.once.setText(text)
        announce(self, text)

    def _close(self) -> None:
        self.forget()
        self.done.emit()

    def _lay_out(self, theme: Theme) -> None:
        self.title.setProperty("tone", "heading")
        self.about.setProperty("tone", "secondary")
        self.once.setProperty("tone", "notice")
        for label in (self.title, self.about, self.once):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.px(8))
        buttons.addWidget(self.copy)
        buttons.addWidget(self.close_button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        for widget in (self.title, self.about, self.text, self.once):
            column.addWidget(widget)
        column.addLayout(buttons)
