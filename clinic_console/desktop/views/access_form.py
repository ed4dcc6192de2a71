"""The left half of the card: server, user, password, whether to be remembered, and what went wrong."""

import sys

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from clinic_console.desktop.bridge import sentences, words
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.access_facts import advice_here
from clinic_console.desktop.views.access_fields import MAX_LENGTH, PasswordField, ServerBox
from clinic_console.desktop.views.announce import announce
from clinic_console.desktop.views.plain import plain_tip
from clinic_console.domain.errors import ClinicError, KeyringMissing

RETURN = "  ↵"
STATION_WIDTH = 150
HEIGHT = 478


class SignInForm(QWidget):
    """The fields and buttons, laid out in reading order; it shows what it is told and decides nothing."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._icon = theme, "notice"
        self.servers = ServerBox(self)
        self.login = QLineEdit(self)
        self.login.setMaxLength(MAX_LENGTH)
        self.password = PasswordField(theme, self)
        self.remember, self.kept = QCheckBox(self), QLabel(self)
        self.button, self.cancel = QPushButton(self), QPushButton(self)
        self.notice_box, self.notice, self._notice_icon = QWidget(self), QLabel(self), QLabel(self)
        self.caps, self.station, self._heart = QLabel(self), QLabel(self), QLabel(self)
        self._prepare()
        self._lay_out()
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme = theme
        ratio = self.devicePixelRatioF()
        self._heart.setPixmap(theme.pixmap("pulse", theme.colour("accent.text"), theme.px(20), ratio))
        self._notice_icon.setPixmap(theme.pixmap(self._icon, theme.colour("notice.text"), theme.px(14), ratio))
        self.password.set_theme(theme)

    def show_station(self, name: str) -> None:
        """Name the station."""
        room = self._theme.px(STATION_WIDTH)
        metrics = QFontMetrics(self._theme.font(12))
        self.station.setText(metrics.elidedText(name, Qt.TextElideMode.ElideRight, room))
        self.station.setToolTip(plain_tip(name))

    def first_empty(self) -> QWidget | None:
        """Return the first field with nothing in it."""
        fields = ((self.servers, self.servers.address), (self.login, self.login.text()))
        for field, text in (*fields, (self.password, self.password.text())):
            if not text.strip():
                return field
        return None

    def say(self, text: str, icon: str = "notice") -> None:
        """Say what went wrong or is waited for, or nothing."""
        if icon != self._icon:
            self._icon = icon
            self.set_theme(self._theme)
        if text != self.notice.text() and icon == "notice" and not self.notice_box.isVisible():
            # Once, and not with each second that it counts.
            announce(self.notice, text)
        self.notice.setText(text)
        self.notice_box.setVisible(bool(text))

    def show_entering(self, entering: bool, waiting: bool) -> None:
        """Show whether the hub is being asked, or takes no attempt for a while."""
        text = (
            QCoreApplication.translate("SignIn", "Signing in …")
            if entering
            else QCoreApplication.translate("SignIn", "Sign in")
        )
        self.button.setText(text if entering else text + RETURN)
        self.button.setAccessibleName(text)
        self.button.setEnabled(not entering and not waiting)
        self.cancel.setVisible(entering)
        for field in (self.servers, self.login, self.password, self.remember):
            field.setEnabled(not entering)

    def show_remembering(self, *, shared: bool, problem: ClinicError | None) -> None:
        """Say whether, and where, this PC remembers people."""
        self.remember.setVisible(not shared)
        self.kept.setContentsMargins(0 if shared else self._theme.px(26), 0, 0, 0)
        possible = not isinstance(problem, KeyringMissing)
        self.remember.setEnabled(possible and not self.cancel.isVisibleTo(self))
        if not possible or shared:
            self.remember.setChecked(False)
        if shared:
            text = QCoreApplication.translate("SignIn", "This is a shared station: nobody is remembered.")
        elif problem is not None:
            session = QCoreApplication.translate("SignIn", "You stay signed in for this session only.")
            text = sentences(words(problem), session)
        else:
            text = store_words(sys.platform)
        self.kept.setText(text)

    def _prepare(self) -> None:
        self.button.setProperty("kind", "primary")
        self.button.setProperty("large", "true")
        self.cancel.setProperty("large", "true")
        self.cancel.setText(QCoreApplication.translate("SignIn", "Cancel"))
        self.cancel.setAccessibleName(self.cancel.text())
        self.remember.setText(QCoreApplication.translate("SignIn", "Remember me on this PC"))
        self.remember.setAccessibleName(self.remember.text())
        for field in (self.servers, self.login, self.password):
            field.setProperty("large", "true")
        for label in (self.kept, self.notice, self.station):
            label.setTextFormat(Qt.TextFormat.PlainText)
        for label in (self.kept, self.notice):
            label.setWordWrap(True)
        self.kept.setProperty("tone", "muted")
        self.remember.setObjectName("remember")
        self.notice.setObjectName("notice")
        self.caps.setText(QCoreApplication.translate("SignIn", "Caps Lock is on"))
        self.caps.setProperty("tone", "notice")
        self.caps.hide()
        self.password.caps_changed.connect(self.caps.setVisible)

    def _lay_out(self) -> None:
        px = self._theme.px
        self.setMinimumHeight(px(HEIGHT))
        inside = QVBoxLayout(self)
        inside.setContentsMargins(px(36), px(32), px(36), px(28))
        inside.setSpacing(0)
        inside.addLayout(self._heading())
        inside.addSpacing(px(22))
        for field, text in (
            (self.servers, QCoreApplication.translate("SignIn", "Server")),
            (self.login, QCoreApplication.translate("SignIn", "User")),
            (self.password, QCoreApplication.translate("SignIn", "Password")),
        ):
            inside.addLayout(self._label(field, text))
            inside.addSpacing(px(4))
            inside.addWidget(field)
            inside.addSpacing(px(14))
        inside.addWidget(self.remember)
        inside.addWidget(self.kept)
        # What is said stands in the room above the button, and moves nothing unless it is long.
        inside.addSpacing(px(14))
        inside.addStretch(1)
        inside.addWidget(self._notice_row())
        inside.addSpacing(px(12))
        inside.addLayout(self._buttons())

    def _heading(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self._theme.px(10))
        title = QLabel(QCoreApplication.translate("SignIn", "Clinic Console"), self)
        title.setProperty("tone", "title")
        self.station.setProperty("tone", "muted")
        row.addWidget(self._heart)
        row.addWidget(title)
        row.addStretch(1)
        row.addWidget(self.station)
        return row

    def _label(self, field: QWidget, text: str) -> QHBoxLayout:
        label = QLabel(text, self)
        label.setProperty("tone", "label")
        label.setBuddy(field)
        field.setAccessibleName(text)
        row = QHBoxLayout()
        row.addWidget(label)
        row.addStretch(1)
        if field is self.servers:
            self.servers.line.setAccessibleName(text)
        if field is self.password:
            row.addWidget(self.caps)
        return row

    def _notice_row(self) -> QWidget:
        px = self._theme.px
        self.notice_box.setObjectName("noticeBox")
        self.notice_box.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self.notice_box)
        row.setContentsMargins(px(10), px(8), px(10), px(8))
        row.setSpacing(px(8))
        row.addWidget(self._notice_icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.notice, 1)
        self.notice_box.hide()
        return self.notice_box

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self._theme.px(8))
        row.addWidget(self.button, 1)
        row.addWidget(self.cancel)
        self.cancel.hide()
        return row


def problem_words(error: ClinicError) -> str:
    """Return what happened and what to do about it."""
    return f"{words(error)}\n{advice_here(error)}"


def store_words(platform: str) -> str:
    """Return where this system keeps what it remembers."""
    if platform == "win32":
        return QCoreApplication.translate("SignIn", "Kept in the Windows credential store only.")
    if platform == "darwin":
        return QCoreApplication.translate("SignIn", "Kept in the macOS Keychain only.")
    return QCoreApplication.translate("SignIn", "Kept in the system's keyring only.")
