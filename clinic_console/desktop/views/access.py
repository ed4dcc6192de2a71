"""Signing in: server, user, password, and what went wrong in words."""

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from clinic_console import __version__
from clinic_console.desktop.actions.access import AccessActions
from clinic_console.desktop.bridge import Bridge, advice, words
from clinic_console.desktop.state.access import AccessState, Phase
from clinic_console.desktop.theme import LIGHT, Theme

CARD_WIDTH = 400
PROBE_SECONDS = 5.0


class SignInView(QWidget):
    """The first screen; ``look_wanted`` asks for the other palette."""

    look_wanted = Signal()

    def __init__(self, theme: Theme, bridge: Bridge, actions: AccessActions, access: AccessState) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme, self._bridge, self._actions, self._access = theme, bridge, actions, access
        self._version = -1
        self._probed = 0.0
        self.server = QLineEdit(actions.server, self)
        self.login, self.password = QLineEdit(self), QLineEdit(self)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.button = QPushButton(self)
        self.button.setProperty("kind", "primary")
        self.button.clicked.connect(self.sign_in)
        self.look = QPushButton(self)
        self.look.setProperty("kind", "flat")
        self.look.clicked.connect(self.look_wanted)
        self._heart, self._title, self._hub = QLabel(self), QLabel(self), QLabel(self)
        self._notice_box, self._notice_icon, self._notice = QWidget(self), QLabel(self), QLabel(self)
        self._labels: dict[QLineEdit, QLabel] = {}
        for field in (self.server, self.login, self.password):
            field.setMaxLength(200)
            field.returnPressed.connect(self.sign_in)
        self.server.editingFinished.connect(self._ask_again)
        self._lay_out()
        self.set_theme(theme)
        self._show_state()

    def sign_in(self) -> None:
        """Sign in with what stands in the fields; the first empty one gets the focus instead."""
        if self._access.phase is Phase.ENTERING:
            return
        for field in (self.server, self.login, self.password):
            if not field.text().strip():
                field.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        work = self._actions.sign_in(self.server.text(), self.login.text().strip(), self.password.text())
        self._bridge.spawn(work, "sign in")

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme = theme
        ratio = self.devicePixelRatioF()
        self._heart.setPixmap(theme.pixmap("pulse", theme.colour("accent.text"), theme.px(20), ratio))
        self._notice_icon.setPixmap(theme.pixmap("notice", theme.colour("notice.text"), theme.px(16), ratio))
        self.look.setIcon(theme.icon("moon" if theme.name == LIGHT else "sun"))
        dark, light = QCoreApplication.translate("SignIn", "Dark"), QCoreApplication.translate("SignIn", "Light")
        self.look.setText(dark if theme.name == LIGHT else light)
        self.look.setAccessibleName(
            QCoreApplication.translate("SignIn", "Change to %1 colours").replace("%1", self.look.text().lower())
        )

    def frame(self, mono: float) -> None:
        """Bring what is shown up to the state at a monotonic time, and ask now and then whether the hub answers."""
        if mono - self._probed > PROBE_SECONDS and self._access.phase is Phase.OUT:
            self._probed = mono
            self._bridge.spawn(self._actions.probe(self.server.text()), "ask for the hub")
        if self._version == self._access.version:
            return
        entering_before = not self.button.isEnabled()
        self._version = self._access.version
        self._show_state()
        if entering_before and self._access.problem is not None:
            self.password.setFocus(Qt.FocusReason.OtherFocusReason)
            self.password.selectAll()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin in the first field that is still empty, without the last user's password."""
        super().showEvent(event)
        self.password.clear()
        (self.password if self.login.text() else self.login).setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_again(self) -> None:
        self._probed = 0.0

    def _show_state(self) -> None:
        access = self._access
        entering = access.phase is Phase.ENTERING
        self.button.setEnabled(not entering)
        self.button.setText(
            QCoreApplication.translate("SignIn", "Signing in …")
            if entering
            else QCoreApplication.translate("SignIn", "Sign in")
        )
        self._notice_box.setVisible(access.problem is not None)
        if access.problem is not None:
            self._notice.setText(f"{words(access.problem)}\n{advice(access.problem)}")
        if access.hub_problem is not None:
            self._hub.setText(words(access.hub_problem))
            self._hub.setProperty("tone", "notice")
        elif access.hub_delay is not None:
            text = QCoreApplication.translate("SignIn", "The hub answers in %1 ms")
            self._hub.setText(text.replace("%1", str(max(1, round(access.hub_delay * 1_000)))))
            self._hub.setProperty("tone", "muted")
        self._hub.style().unpolish(self._hub)
        self._hub.style().polish(self._hub)

    def _lay_out(self) -> None:
        px = self._theme.px
        card = QFrame(self)
        card.setObjectName("card")
        card.setFixedWidth(px(CARD_WIDTH))
        inside = QVBoxLayout(card)
        inside.setContentsMargins(px(36), px(32), px(36), px(28))
        inside.setSpacing(0)
        inside.addLayout(self._heading())
        inside.addSpacing(px(22))
        for field, text in (
            (self.server, QCoreApplication.translate("SignIn", "Server")),
            (self.login, QCoreApplication.translate("SignIn", "User")),
            (self.password, QCoreApplication.translate("SignIn", "Password")),
        ):
            inside.addWidget(self._label(field, text))
            inside.addSpacing(px(4))
            inside.addWidget(field)
            inside.addSpacing(px(14))
        inside.addWidget(self._notice_row())
        inside.addSpacing(px(12))
        inside.addWidget(self.button)
        inside.addSpacing(px(14))
        self._hub.setWordWrap(True)
        inside.addWidget(self._hub)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(px(24), px(24), px(24), px(16))
        outer.addStretch(1)
        # Between two stretches, not by an alignment: only so does a long notice make the card higher.
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card)
        middle.addStretch(1)
        outer.addLayout(middle)
        outer.addStretch(1)
        outer.addLayout(self._bottom())
        QWidget.setTabOrder(self.server, self.login)
        QWidget.setTabOrder(self.login, self.password)
        QWidget.setTabOrder(self.password, self.button)
        QWidget.setTabOrder(self.button, self.look)

    def _heading(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self._theme.px(10))
        self._title.setText(QCoreApplication.translate("SignIn", "Clinic Console"))
        self._title.setProperty("tone", "title")
        row.addWidget(self._heart)
        row.addWidget(self._title, 1)
        return row

    def _label(self, field: QLineEdit, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setProperty("tone", "label")
        label.setBuddy(field)
        field.setAccessibleName(text)
        self._labels[field] = label
        return label

    def _notice_row(self) -> QWidget:
        self._notice_box.setObjectName("noticeBox")
        self._notice_box.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self._notice_box)
        row.setContentsMargins(self._theme.px(10), self._theme.px(8), self._theme.px(10), self._theme.px(8))
        self._notice.setWordWrap(True)
        self._notice.setObjectName("notice")
        row.addWidget(self._notice_icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._notice, 1)
        self._notice_box.hide()
        return self._notice_box

    def _bottom(self) -> QHBoxLayout:
        row = QHBoxLayout()
        version = QLabel(__version__, self)
        version.setProperty("tone", "muted")
        row.addWidget(version)
        row.addStretch(1)
        row.addWidget(self.look)
        return row
