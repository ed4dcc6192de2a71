"""One line above the content: an error that left it standing, its age, being offline, a change from elsewhere."""

import html

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from clinic_console.desktop.bridge import sentences
from clinic_console.desktop.theme import Theme

_INK = {"notice": "notice.text", "accent": "accent.text", "plain": "text.secondary"}


class Banner(QFrame):
    """An icon, a few words in bold, a sentence, at most one button (``pressed``); hidden until it says something."""

    pressed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._theme, self._icon_name, self._tone = theme, "", "plain"
        self._said: tuple[str, ...] = ()
        self._icon, self._text, self.button = QLabel(self), QLabel(self), QPushButton(self)
        self._text.setTextFormat(Qt.TextFormat.RichText)
        self._text.setWordWrap(True)
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.button.setProperty("small", "true")
        self.button.clicked.connect(self.pressed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.px(14), theme.px(5), theme.px(8), theme.px(5))
        layout.setSpacing(theme.px(9))
        layout.addWidget(self._icon)
        layout.addWidget(self._text, 1)
        layout.addWidget(self.button)
        self.setMinimumHeight(theme.px(36))
        self.hide()

    @property
    def words(self) -> str:
        """What it says, for readers."""
        return sentences(*self._said[2:4])

    def say(self, tone: str, icon: str, bold: str, text: str = "", button: str = "") -> None:
        """Show these words; tone is notice (trouble), accent (news) or plain."""
        said = (tone, icon, bold, text, button)
        if said != self._said:
            self._said = said
            parts = [f'<span style="font-weight:600">{html.escape(bold)}</span>'] if bold else []
            self._text.setText(sentences(*parts, html.escape(text)))
            self.setAccessibleName(self.words)
            self._text.setAccessibleName(self.words)
            self.button.setText(button)
            self.button.setAccessibleName(button)
            self.button.setVisible(bool(button))
            self._wear(tone, icon)
        self.show()

    def set_theme(self, theme: Theme) -> None:
        """Draw the icon anew."""
        self._theme = theme
        self._wear(self._tone, self._icon_name)

    def _wear(self, tone: str, icon: str) -> None:
        self._icon_name = icon
        if tone != self._tone or self.property("tone") is None:
            self._tone = tone
            self.setProperty("tone", tone)
            widgets: tuple[QWidget, ...] = (self, self._text, self.button)
            for widget in widgets:
                widget.style().unpolish(widget)
                widget.style().polish(widget)
        if icon:
            size, ratio = self._theme.size("icon", "inline"), self.devicePixelRatioF()
            self._icon.setPixmap(self._theme.pixmap(icon, self._theme.colour(_INK[tone]), size, ratio))
        self._icon.setVisible(bool(icon))
