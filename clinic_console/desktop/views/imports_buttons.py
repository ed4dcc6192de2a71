"""Primary buttons in a bar: they stay as wide with the focus as without it."""

from PySide6.QtWidgets import QPushButton

from clinic_console.desktop.theme import Theme


def keep_width(theme: Theme, button: QPushButton) -> None:
    """Give a primary button the room of its text and its padding: its ring of focus takes the padding's place."""
    button.ensurePolished()
    text = button.fontMetrics().horizontalAdvance(button.text())
    button.setMinimumWidth(text + 2 * theme.size("pad", "control") + theme.px(2))
