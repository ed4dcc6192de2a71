"""The fields of signing in: a server by name or address, and a password that can be shown."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from PySide6.QtCore import QCoreApplication, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QToolButton, QWidget

from clinic_console.desktop.station import Profile
from clinic_console.desktop.theme import Theme

MAX_LENGTH = 200
BETWEEN = " · "


def caps_lock(text: str, *, shift: bool) -> bool | None:
    """Say whether Caps Lock is on, from what a key typed; None when it does not tell.

    Qt does not say how the lock stands. A letter does: large without Shift, or small with it.
    """
    if len(text) != 1 or text.lower() == text.upper():
        return None
    return text.isupper() != shift


def host_of(server: str) -> str:
    """Return how people read an address: host and port, with the scheme only where it is not https."""
    try:
        parts = urlsplit(server)
    except ValueError:
        # Half typed, or out of a file that somebody wrote by hand.
        return server
    return parts.netloc if parts.scheme == "https" and not parts.path else server.removeprefix("http://")


class ServerBox(QComboBox):
    """The hubs that this PC knows, and room for another one."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("server")
        self.line = QLineEdit(self)
        self.line.setMaxLength(MAX_LENGTH)
        self.setEditable(True)
        self.setLineEdit(self.line)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        # Completed, an address that is typed would become that of another hub.
        self.setCompleter(None)  # type: ignore[arg-type]
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        self.setMaxVisibleItems(10)

    @property
    def address(self) -> str:
        """Return the address that is chosen or typed."""
        text = self.currentText().strip()
        at = self.findText(text, Qt.MatchFlag.MatchExactly)
        return str(self.itemData(at)) if at >= 0 else text

    def show_hubs(self, profiles: Sequence[Profile], address: str) -> None:
        """Offer these hubs, with one of them (or an address that is new) chosen."""
        with QSignalBlocker(self):
            self.clear()
            for profile in profiles:
                host = host_of(profile.server)
                self.addItem(host if profile.name in ("", host) else f"{profile.name}{BETWEEN}{host}", profile.server)
            at = self.findData(address)
            if at >= 0:
                self.setCurrentIndex(at)
            else:
                self.setEditText(host_of(address))


class PasswordField(QLineEdit):
    """A password with a button that shows it; ``caps_changed`` says whether Caps Lock seems to be on."""

    caps_changed = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._caps = False
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setMaxLength(MAX_LENGTH)
        self.eye = QToolButton(self)
        self.eye.setObjectName("eye")
        self.eye.setCheckable(True)
        self.eye.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.eye.setCursor(Qt.CursorShape.ArrowCursor)
        self.eye.toggled.connect(self._show_or_hide)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw the button anew."""
        self._theme = theme
        self.eye.setIconSize(QSize(theme.px(16), theme.px(16)))
        self.eye.setFixedSize(theme.px(28), theme.px(26))
        self.setTextMargins(0, 0, theme.px(28), 0)
        self._show_or_hide(self.eye.isChecked())

    def conceal(self) -> None:
        """Forget the password and hide the next one."""
        self.eye.setChecked(False)
        # clear() can be undone, and the eye would show what comes back.
        self.setText("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Notice Caps Lock by what is typed."""
        if event.key() == Qt.Key.Key_CapsLock:
            # It is being turned: the next letter tells which way.
            self._note_caps(on=False)
        else:
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            found = caps_lock(event.text(), shift=shift)
            if found is not None:
                self._note_caps(on=found)
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say nothing of Caps Lock where nothing is typed."""
        self._note_caps(on=False)
        super().focusOutEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the button at the end of the field."""
        super().resizeEvent(event)
        edge = self._theme.px(4)
        self.eye.move(self.width() - self.eye.width() - edge, (self.height() - self.eye.height()) // 2)

    def _note_caps(self, *, on: bool) -> None:
        if on != self._caps:
            self._caps = on
            self.caps_changed.emit(on)

    def _show_or_hide(self, shown: bool) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self.eye.setIcon(self._theme.icon("eye-off" if shown else "eye", "text.secondary"))
        hide = QCoreApplication.translate("SignIn", "Hide the password")
        text = hide if shown else QCoreApplication.translate("SignIn", "Show the password")
        self.eye.setAccessibleName(text)
        self.eye.setToolTip(text)
