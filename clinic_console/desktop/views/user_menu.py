"""The menu under the user's name: lock, switch, account, sign out."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QPoint
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from clinic_console.desktop.theme import Theme

LOCK_KEYS = "Ctrl+L"


class UserCalls(NamedTuple):
    """What the menu does."""

    lock: Callable[[], object]
    switch: Callable[[], object]
    account: Callable[[], object]
    leave: Callable[[], object]
    leave_everywhere: Callable[[], object]


def user_menu(theme: Theme, calls: UserCalls, parent: QWidget) -> QMenu:
    """Return the menu; it goes with its parent."""
    translate = QCoreApplication.translate
    menu = QMenu(parent)
    menu.setObjectName("userMenu")
    menu.setAccessibleName(translate("UserMenu", "User"))
    lock = _entry(menu, theme, "lock", translate("UserMenu", "Lock now"), calls.lock)
    # Shown only: the window itself has the key.
    lock.setText(f"{lock.text()}\t{QKeySequence(LOCK_KEYS).toString(QKeySequence.SequenceFormat.NativeText)}")
    _entry(menu, theme, "swap", translate("UserMenu", "Switch user"), calls.switch)
    _entry(menu, theme, "person", translate("UserMenu", "My account"), calls.account)
    menu.addSeparator()
    _entry(menu, theme, "sign-out", translate("UserMenu", "Sign out"), calls.leave)
    _entry(menu, theme, "", translate("UserMenu", "Sign out everywhere …"), calls.leave_everywhere)
    return menu


def place_below(menu: QMenu, button: QWidget) -> QPoint:
    """Return where a menu goes: below a button, flush right with it."""
    corner = button.mapToGlobal(button.rect().bottomRight())
    return QPoint(corner.x() - menu.sizeHint().width() + 1, corner.y() + 2)


def _entry(menu: QMenu, theme: Theme, icon: str, text: str, call: Callable[[], object]) -> QAction:
    action = menu.addAction(text)
    if icon:
        action.setIcon(theme.icon(icon, "text.secondary"))
    action.triggered.connect(lambda _=False: call())
    return action
