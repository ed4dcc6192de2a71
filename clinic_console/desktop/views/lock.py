"""The locked console: whose session it is, and the way in again; above the wall, or alone where there is no wall."""

import math

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from clinic_console.desktop.actions.lock import LockActions
from clinic_console.desktop.bridge import Bridge, sentences, words
from clinic_console.desktop.state.access import AccessState, LockReason
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.access_fields import PasswordField
from clinic_console.desktop.views.announce import announce
from clinic_console.desktop.views.elided import Elided
from clinic_console.desktop.views.topbar import where_text
from clinic_console.domain.errors import ClinicError, PinLocked, TooMany, Unavailable, WrongCredentials

FIELD_WIDTH, FIELD_LEAST = 210, 150
NARROW = 900
CARD_WIDTH = 402


class Unlocking(QWidget):
    """The parts of both locked screens; a layout is what they differ in. ``switch_wanted`` asks for the sign-in."""

    switch_wanted = Signal()

    def __init__(self, theme: Theme, bridge: Bridge, actions: LockActions, access: AccessState) -> None:
        super().__init__()
        self._theme, self._bridge, self._actions, self._access = theme, bridge, actions, access
        self._seen: tuple[object, ...] = ()
        self._said, self.short = "", False
        self._problem = access.unlock_problem
        self.icon, self.title, self.where, self.notice = QLabel(self), Elided(self), Elided(self), QLabel(self)
        self.field = PasswordField(theme, self)
        self.button = QPushButton(QCoreApplication.translate("Lock", "Unlock"), self)
        self.switch = QPushButton(QCoreApplication.translate("Lock", "Switch user"), self)
        self._prepare()

    def enter(self) -> None:
        """Begin anew: nothing typed, and the focus in the field."""
        self.field.conceal()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Keep nothing of who was here."""
        self._seen = ()
        self._say("")
        self.field.conceal()
        for label in (self.title, self.where):
            label.say("")
        self.title.setAccessibleName("")

    def frame(self, mono: float, station: str) -> None:
        """Bring what is shown up to the state at a monotonic time."""
        access = self._access
        wait = max(0, math.ceil(access.unlock_wait_until - mono)) if access.unlock_wait_until > mono else 0
        seen = (access.version, wait, station)
        if seen == self._seen:
            return
        self._seen = seen
        # A hub may answer before the next frame: what was typed goes with each refusal, not with what was seen of it.
        problem, before, self._problem = access.unlock_problem, self._problem, access.unlock_problem
        self._show_user(station)
        self._say(self._words(wait))
        self.field.setReadOnly(access.unlocking)
        self.button.setEnabled(not access.unlocking and not wait)
        if problem is not None and problem is not before:
            self.field.conceal()
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_theme(self, theme: Theme) -> None:
        """Draw the icon anew."""
        self._theme = theme
        self.field.set_theme(theme)
        ratio = self.devicePixelRatioF()
        self.icon.setPixmap(theme.pixmap("lock", theme.colour("text.secondary"), theme.px(20), ratio))

    def _unlock(self) -> None:
        if self.field.text() and self.button.isEnabled():
            self._bridge.spawn(self._actions.unlock(self.field.text()), "unlock")

    def _show_user(self, station: str) -> None:
        access = self._access
        locked = QCoreApplication.translate("Lock", "Locked: %1").replace("%1", access.user_name)
        self.title.say(access.user_name if self.short else locked)
        self.title.setAccessibleName(locked)
        self.where.say(where_text(access, station))
        by_pin = access.has_pin and not access.pin_locked
        asked = (
            QCoreApplication.translate("Lock", "PIN or password")
            if by_pin
            else QCoreApplication.translate("Lock", "Password")
        )
        self.field.setPlaceholderText(asked)
        self.field.setAccessibleName(asked)

    def _words(self, wait: int) -> str:
        access = self._access
        if access.unlocking:
            return QCoreApplication.translate("Lock", "Asking the hub …")
        if wait:
            text = QCoreApplication.translate("Lock", "Too many attempts. You can try again in %1 s.")
            return text.replace("%1", str(wait))
        if access.unlock_problem is not None:
            return _problem_words(access.unlock_problem, by_pin=access.has_pin and not access.pin_locked)
        return _reason_words(access.locked)

    def _say(self, text: str) -> None:
        if text and text != self._said and self._access.unlock_problem is not None:
            announce(self.notice, text)
        self._said = text
        self.notice.setText(text)
        self.notice.setVisible(bool(text))
        tone = "notice" if self._access.unlock_problem is not None else "muted"
        if self.notice.property("tone") != tone:
            self.notice.setProperty("tone", tone)
            self.notice.style().unpolish(self.notice)
            self.notice.style().polish(self.notice)

    def _prepare(self) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title.setProperty("tone", "strong")
        self.where.setProperty("tone", "where")
        self.notice.setTextFormat(Qt.TextFormat.PlainText)
        self.notice.setWordWrap(True)
        self.notice.setProperty("tone", "muted")
        self.button.setProperty("kind", "primary")
        for button in (self.button, self.switch):
            button.setAccessibleName(button.text())
        self.switch.setToolTip(QCoreApplication.translate("Lock", "Sign out whose session this is, and sign in"))
        self.button.clicked.connect(self._unlock)
        self.switch.clicked.connect(self.switch_wanted)
        self.field.returnPressed.connect(self._unlock)
        self.set_theme(self._theme)


class LockBar(Unlocking):
    """One line in place of the top bar: the wall below stays in sight, and nothing of it can be used."""

    page_wanted = Signal(int)

    def __init__(self, theme: Theme, bridge: Bridge, actions: LockActions, access: AccessState) -> None:
        super().__init__(theme, bridge, actions, access)
        self.setObjectName("lockBar")
        px = theme.px
        self.setFixedHeight(theme.size("row", "topBar"))
        self.setAccessibleName(QCoreApplication.translate("Lock", "Locked"))
        self.back, self.on, self.page = QPushButton(self), QPushButton(self), QLabel(self)
        self._pages = (-1, -1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(px(14), 0, px(8), 0)
        layout.setSpacing(px(10))
        who = QVBoxLayout()
        who.setContentsMargins(0, px(5), 0, px(5))
        who.setSpacing(0)
        who.addWidget(self.title)
        who.addWidget(self.where)
        layout.addWidget(self.icon)
        layout.addLayout(who, 3)
        layout.addWidget(self.notice, 4)
        self._prepare_pages()
        for part in (self.back, self.page, self.on, self.field, self.button, self.switch):
            layout.addWidget(part)
        self.notice.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
        self.field.setFixedWidth(px(FIELD_WIDTH))
        self.show_pages(0, 1)

    def show_pages(self, page: int, pages: int) -> None:
        """Offer the other pages of a wall that has several: whoever watches it may turn them."""
        if (page, pages) == self._pages:
            return
        self._pages = (page, pages)
        for part in (self.back, self.on):
            part.setVisible(pages > 1)
        self.page.setVisible(pages > 1 and not self.short)
        words_ = QCoreApplication.translate("Lock", "Page %1 of %2")
        self.page.setText(words_.replace("%1", str(page + 1)).replace("%2", str(pages)))

    def set_theme(self, theme: Theme) -> None:
        """Draw the icons anew."""
        super().set_theme(theme)
        if hasattr(self, "on"):
            self.back.setIcon(theme.icon("chevron-left"))
            self.on.setIcon(theme.icon("chevron-right"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say less in a narrow window: the lock at the left says that it is locked."""
        super().resizeEvent(event)
        narrow = self.width() < self._theme.px(NARROW)
        self.field.setFixedWidth(self._theme.px(FIELD_LEAST if narrow else FIELD_WIDTH))
        self._spare(narrow)

    def _spare(self, narrow: bool) -> None:
        self.page.setVisible(self._pages[1] > 1 and not narrow)
        self.switch.setText("" if narrow else QCoreApplication.translate("Lock", "Switch user"))
        self.switch.setIcon(self._theme.icon("swap") if narrow else QIcon())
        if narrow != self.short:
            self.short = narrow
            self._seen = ()

    def _prepare_pages(self) -> None:
        self.page.setProperty("tone", "secondary")
        before = QCoreApplication.translate("Lock", "Previous page of beds")
        after = QCoreApplication.translate("Lock", "Next page of beds")
        for button, text, by in ((self.back, before, -1), (self.on, after, 1)):
            button.setProperty("kind", "flat")
            button.setAccessibleName(text)
            button.setToolTip(text)
            button.clicked.connect(lambda _=False, by=by: self.page_wanted.emit(self._pages[0] + by))
        self.set_theme(self._theme)


class LockScreen(Unlocking):
    """A calm card in the middle, for whose work shows no wall."""

    def __init__(self, theme: Theme, bridge: Bridge, actions: LockActions, access: AccessState) -> None:
        super().__init__(theme, bridge, actions, access)
        self.setObjectName("page")
        px = theme.px
        self.card = QFrame(self)
        self.card.setObjectName("card")
        self.card.setFixedWidth(px(CARD_WIDTH))
        inside = QVBoxLayout(self.card)
        inside.setContentsMargins(px(36), px(32), px(36), px(28))
        inside.setSpacing(px(4))
        head = QHBoxLayout()
        head.setSpacing(px(10))
        head.addWidget(self.icon)
        head.addWidget(self.title, 1)
        inside.addLayout(head)
        inside.addWidget(self.where)
        inside.addSpacing(px(18))
        for part in (self.field, self.button, self.switch):
            part.setProperty("large", "true")
            inside.addWidget(part)
            inside.addSpacing(px(8))
        inside.addWidget(self.notice)
        columns, rows = QHBoxLayout(), QVBoxLayout(self)
        columns.addStretch(1)
        columns.addWidget(self.card)
        columns.addStretch(1)
        rows.addStretch(2)
        rows.addLayout(columns)
        rows.addStretch(3)


class LockWarning(QLabel):
    """A pill that says a few seconds before that the console will lock."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("lockWarning")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_left(self, seconds: float | None) -> None:
        """Show how many seconds are left; None takes it away."""
        if seconds is None:
            self.hide()
            return
        text = QCoreApplication.translate("Lock", "Locks in %1 s. Move the mouse or press a key to stay.")
        self.setText(text.replace("%1", str(math.ceil(seconds))))
        self.adjustSize()
        parent = self.parentWidget()
        if parent is not None:
            # Over the top bar: no bed's name may be covered.
            bar = self._theme.size("row", "topBar")
            top = self._theme.size("row", "alarmBar") + (bar - self.height()) // 2
            self.move((parent.width() - self.width()) // 2, top)
        if self.isHidden():
            self.show()
            self.raise_()
            announce(self, self.text())


def _reason_words(reason: LockReason | None) -> str:
    if reason is LockReason.IDLE:
        return QCoreApplication.translate("Lock", "Nobody used this console for a while.")
    if reason is LockReason.RESTARTED:
        return QCoreApplication.translate("Lock", "It was locked when it ended.")
    return ""


def _problem_words(error: ClinicError, *, by_pin: bool) -> str:
    if isinstance(error, PinLocked):
        return sentences(words(error), QCoreApplication.translate("Lock", "Use your password."))
    if isinstance(error, WrongCredentials):
        return (
            QCoreApplication.translate("Lock", "Wrong PIN or password.")
            if by_pin
            else QCoreApplication.translate("Lock", "Wrong password.")
        )
    if isinstance(error, Unavailable):
        return QCoreApplication.translate("Lock", "The hub cannot be asked now, so the console stays locked.")
    if isinstance(error, TooMany):
        return QCoreApplication.translate("Lock", "You can try again now.")
    return words(error)
