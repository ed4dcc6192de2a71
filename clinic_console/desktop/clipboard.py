"""What this console puts on the clipboard, and how it is taken off: secrets soon, everything when somebody goes.

What another program has put there stays. The clipboard is never read: its owner may be slow to answer.
"""

from typing import Final

from PySide6.QtCore import QCoreApplication, QMimeData, QObject, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication

SECRET_MS: Final = 60_000
# Asks what keeps a history of the clipboard to leave this out of it: KDE's Klipper, Windows, macOS.
_KEEP_OUT: Final = (
    ("x-kde-passwordManagerHint", b"secret"),
    ('application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"', b"\x00"),
    ("org.nspasteboard.ConcealedType", b""),
)


class Clipboard(QObject):
    """The clipboard as this console uses it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._board = QGuiApplication.clipboard()
        self._mine = False
        self._putting = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SECRET_MS)
        self._soon.timeout.connect(self.clear)
        self._board.dataChanged.connect(self._changed)

    @property
    def waiting(self) -> bool:
        """Say whether a secret stands there that will be taken off soon."""
        return self._soon.isActive()

    def copy(self, text: str, *, secret: bool = False) -> None:
        """Put a text there; a secret is kept out of histories and taken off after a minute."""
        data = QMimeData()
        data.setText(text)
        for kind, value in _KEEP_OUT if secret else ():
            data.setData(kind, value)
        self._soon.stop()
        self._putting = True
        try:
            self._board.setMimeData(data)
        finally:
            self._putting = False
        self._mine = True
        if secret:
            self._soon.start()

    def clear(self) -> None:
        """Take off what this console has put there, be it by a button or by Ctrl+C in a field."""
        self._soon.stop()
        if self._mine or self._board.ownsClipboard():
            self._board.clear()
        if self._board.supportsSelection() and self._board.ownsSelection():
            self._board.clear(QClipboard.Mode.Selection)
        self._mine = False

    def _changed(self) -> None:
        # Some systems tell of our own change too, and late; there they know the owner.
        if not self._putting and not self._board.ownsClipboard():
            self._mine = False
            self._soon.stop()


def clipboard() -> Clipboard:
    """Return the one clipboard of this process; it lives as long as the application."""
    app = QCoreApplication.instance()
    found = app.findChild(Clipboard) if app is not None else None
    return found if isinstance(found, Clipboard) else Clipboard(app)
