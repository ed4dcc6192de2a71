"""The own account: another password, a PIN to unlock with, and where else one is signed in."""

import math
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from clinic_console.desktop.actions.account import AccountActions
from clinic_console.desktop.bridge import Bridge, advice, sentences, words
from clinic_console.desktop.charts.times import clock_text, date_text
from clinic_console.desktop.state.account import Attempt, OwnSession
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.access_fields import PasswordField
from clinic_console.desktop.views.announce import announce
from clinic_console.desktop.views.confirm import Confirm
from clinic_console.desktop.views.form import Section
from clinic_console.domain.errors import ClinicError, WrongCredentials

WIDTH: Final = 720
FIELD_WIDTH: Final = 260
LIST_SECONDS: Final = 30.0


class AccountView(QWidget):
    """Everything on one page; ``told`` carries what was done, ``everywhere_wanted`` that all sessions are to end."""

    told = Signal(str)
    everywhere_wanted = Signal()

    def __init__(self, theme: Theme, bridge: Bridge, state: ConsoleState, actions: AccountActions) -> None:
        super().__init__()
        self.setObjectName("accountView")
        self._theme, self._bridge, self._state, self._actions = theme, bridge, state, actions
        self._seen: tuple[object, ...] = ()
        self._listed_at = -math.inf
        self._done = (state.account.password.done, state.account.pin.done)
        self.area, self.page = QScrollArea(self), QWidget(self)
        # Made in the order in which Tab comes to them.
        self.present, self.password, self.again = (PasswordField(theme, self.page) for _ in range(3))
        self.change = QPushButton(QCoreApplication.translate("Account", "Change password"), self.page)
        self.pin, self.confirm = (PasswordField(theme, self.page) for _ in range(2))
        self.remove_pin = QPushButton(QCoreApplication.translate("Account", "Remove PIN"), self.page)
        self.set_pin = QPushButton(self.page)
        self.question = Confirm(theme, self.page)
        self.everywhere = QPushButton(QCoreApplication.translate("Account", "Sign out everywhere …"), self.page)
        self.password_notice, self.pin_notice, self.sessions = (QLabel(self.page) for _ in range(3))
        self._prepare()
        self._lay_out()
        self._connect()
        self._show()

    def enter(self) -> None:
        """Begin in the first field, and ask for the sessions anew."""
        self._listed_at = -math.inf
        self.present.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_everywhere(self) -> None:
        """Ask whether all of the user's sessions are to end: walls on other PCs would go dark."""
        self.question.ask(
            QCoreApplication.translate(
                "Account", "End your sessions on all PCs, here too? Walls that you have open elsewhere stop."
            ),
            QCoreApplication.translate("Account", "Sign out everywhere"),
            lambda _: self.everywhere_wanted.emit(),
        )
        self.area.ensureWidgetVisible(self.question)

    def frame(self, mono: float) -> None:
        """Bring what is shown up to the state at a monotonic time."""
        if mono - self._listed_at >= LIST_SECONDS:
            self._listed_at = mono
            self._bridge.spawn(self._actions.list_sessions(), "own sessions")
        if self._versions() != self._seen:
            self._show()

    def forget(self) -> None:
        """Keep nothing that was typed or shown."""
        for field in (self.present, self.password, self.again, self.confirm, self.pin):
            field.conceal()
        self.sessions.setText("")

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme = theme
        for field in (self.present, self.password, self.again, self.confirm, self.pin):
            field.set_theme(theme)

    def _versions(self) -> tuple[object, ...]:
        return self._state.account.version, self._state.access.version

    def _show(self) -> None:
        account, access = self._state.account, self._state.access
        self._seen = self._versions()
        self._show_attempt(account.password, self.change, self.password_notice)
        self._show_attempt(account.pin, self.set_pin, self.pin_notice)
        self.remove_pin.setVisible(access.has_pin)
        self.remove_pin.setEnabled(not account.pin.busy)
        change, new = (
            QCoreApplication.translate("Account", "Change PIN"),
            QCoreApplication.translate("Account", "Set PIN"),
        )
        self.set_pin.setText(change if access.has_pin else new)
        self.set_pin.setAccessibleName(self.set_pin.text())
        self.sessions.setText(self._sessions_text())
        done = (account.password.done, account.pin.done)
        if done != self._done:
            self._succeeded(password=done[0] != self._done[0])
            self._done = done

    def _succeeded(self, *, password: bool) -> None:
        fields = (self.present, self.password, self.again) if password else (self.confirm, self.pin)
        for field in fields:
            field.conceal()
        if password:
            self.told.emit(QCoreApplication.translate("Account", "Your password was changed"))
        elif self._state.access.has_pin:
            self.told.emit(QCoreApplication.translate("Account", "Your PIN was set"))
        else:
            self.told.emit(QCoreApplication.translate("Account", "Your PIN was removed"))

    def _show_attempt(self, attempt: Attempt, button: QPushButton, notice: QLabel) -> None:
        button.setEnabled(not attempt.busy)
        text = problem_text(attempt.problem)
        if text and text != notice.text():
            announce(notice, text)
            field = self._field(attempt)
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            field.selectAll()
        notice.setText(text)
        notice.setVisible(bool(text))

    def _field(self, attempt: Attempt) -> PasswordField:
        """Return the field that an error is about."""
        error, is_pin = attempt.problem, attempt is self._state.account.pin
        named = error.field if error is not None else ""
        if is_pin:
            return self.pin if named == "pin" else self.confirm
        return {"password": self.password, "again": self.again}.get(named, self.present)

    def _sessions_text(self) -> str:
        account = self._state.account
        if account.problem is not None and account.sessions is None:
            return sentences(words(account.problem), advice(account.problem))
        if account.sessions is None:
            return QCoreApplication.translate("Account", "Asking the hub …")
        return "\n".join(self._session_text(session) for session in account.sessions)

    def _session_text(self, session: OwnSession) -> str:
        where = session.station or session.address or QCoreApplication.translate("Account", "A PC without a name")
        if session.present:
            text = QCoreApplication.translate("Account", "%1: this console, since %2")
            return text.replace("%2", self._time(session.opened)).replace("%1", where)
        text = QCoreApplication.translate("Account", "%1: since %2, used last %3")
        text = text.replace("%3", self._time(session.used)).replace("%2", self._time(session.opened))
        return text.replace("%1", where)

    def _time(self, at: int) -> str:
        zone = self._state.access.zone("")
        text = QCoreApplication.translate("Account", "%1 %2", "a date, and a time of day")
        return text.replace("%2", clock_text(at, zone)).replace("%1", date_text(at, zone))

    def _change_password(self) -> None:
        if not self.change.isEnabled():
            return
        work = self._actions.change_password(self.present.text(), self.password.text(), self.again.text())
        self._bridge.spawn(work, "change password")

    def _change_pin(self) -> None:
        if self.set_pin.isEnabled():
            # An empty field sets no PIN: there is a button of its own for taking it away.
            work = self._actions.change_pin(self.confirm.text(), self.pin.text() or "-")
            self._bridge.spawn(work, "change PIN")

    def _remove_pin(self) -> None:
        self._bridge.spawn(self._actions.change_pin(self.confirm.text(), ""), "remove PIN")

    def _prepare(self) -> None:
        for notice in (self.password_notice, self.pin_notice):
            notice.setProperty("tone", "notice")
            notice.setWordWrap(True)
            notice.hide()
        self.sessions.setTextFormat(Qt.TextFormat.PlainText)
        self.sessions.setWordWrap(True)
        self.pin.setMaxLength(8)
        for field in (self.present, self.password, self.again, self.confirm, self.pin):
            field.setFixedWidth(self._theme.px(FIELD_WIDTH))
        for button in (self.change, self.remove_pin, self.everywhere):
            button.setAccessibleName(button.text())

    def _connect(self) -> None:
        self.change.clicked.connect(self._change_password)
        for field in (self.present, self.password, self.again):
            field.returnPressed.connect(self._change_password)
        self.set_pin.clicked.connect(self._change_pin)
        for field in (self.confirm, self.pin):
            field.returnPressed.connect(self._change_pin)
        self.remove_pin.clicked.connect(self._remove_pin)
        self.everywhere.clicked.connect(self.ask_everywhere)

    def _sections(self) -> tuple[Section, ...]:
        translate = QCoreApplication.translate
        password = Section(self._theme, translate("Account", "Password"), self.page)
        password.row(translate("Account", "Present password"), "", self.present)
        password.row(
            translate("Account", "New password"),
            translate("Account", "At least 12 characters: a few words are easy to keep in mind."),
            self.password,
        )
        password.row(translate("Account", "New password again"), "", self.again)
        password.wide(self._buttons(self.password_notice, self.change))
        pin = Section(self._theme, translate("Account", "PIN"), self.page)
        pin.row(
            translate("Account", "PIN"),
            translate("Account", "4 to 8 digits that unlock this console while you are signed in."),
            self.pin,
        )
        pin.row(translate("Account", "Password, to confirm"), "", self.confirm)
        pin.wide(self._buttons(self.pin_notice, self.remove_pin, self.set_pin))
        sessions = Section(self._theme, translate("Account", "Signed in"), self.page)
        sessions.wide(self.sessions)
        last = QWidget(self.page)
        column = QVBoxLayout(last)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.question)
        column.addWidget(self._buttons(None, self.everywhere))
        sessions.wide(last)
        return password, pin, sessions

    def _buttons(self, notice: QLabel | None, *buttons: QPushButton) -> QWidget:
        row = QWidget(self.page)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(self._theme.px(10))
        if notice is not None:
            layout.addWidget(notice, 1)
        layout.addStretch(0 if notice is not None else 1)
        for button in buttons:
            layout.addWidget(button)
        return row

    def _lay_out(self) -> None:
        px = self._theme.px
        title = QLabel(QCoreApplication.translate("Account", "My account"), self.page)
        title.setObjectName("settingsTitle")
        self.page.setObjectName("stationPage")
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(24))
        column.addWidget(title)
        for section in self._sections():
            column.addWidget(section)
        column.addStretch(1)
        middle = QWidget(self.page)
        middle.setMaximumWidth(px(WIDTH))
        middle.setLayout(column)
        centred = QHBoxLayout(self.page)
        centred.setContentsMargins(px(24), px(20), px(24), px(32))
        centred.addStretch(1)
        centred.addWidget(middle, 1000)
        centred.addStretch(1)
        self.area.setObjectName("stationArea")
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setAccessibleName(title.text())
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidgetResizable(True)
        self.area.setWidget(self.page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.area)


def problem_text(error: ClinicError | None) -> str:
    """Return what went wrong in changing a password or PIN, and what can be done."""
    if error is None:
        return ""
    if isinstance(error, WrongCredentials):
        return QCoreApplication.translate("Account", "The present password is wrong.")
    return sentences(words(error), advice(error))
