"""Text as it was written: what somebody typed is never read as markup."""

from PySide6.QtGui import Qt


def plain_tip(text: str) -> str:
    """Return a text as a tooltip that shows it letter by letter: Qt takes for markup what looks like it."""
    return Qt.convertFromPlainText(text) if Qt.mightBeRichText(text) else text
