"""The way to the Admin screen: who may go there, and loading it beside the loop before it is wanted."""

import asyncio
import sys
from typing import TYPE_CHECKING, Final

from clinic_console.desktop.bridge import Bridge
from clinic_console.desktop.state.access import AccessState
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.theme import Theme
from clinic_console.domain.access import Permission

if TYPE_CHECKING:
    from clinic_console.desktop.views.admin import AdminActions, AdminView

_MODULE: Final = "clinic_console.desktop.views.admin"
_NEEDED: Final = {
    "users": Permission.MANAGE_USERS,
    "roles": Permission.MANAGE_USERS,
    "schedules": Permission.SET_HOURS,
    "devices": Permission.MANAGE_DEVICES,
    "sessions": Permission.MANAGE_SESSIONS,
    "stations": Permission.MANAGE_STATIONS,
    "imports": Permission.IMPORT_PATIENTS,
    "day_lists": Permission.IMPORT_DAY_LIST,
    "audit": Permission.SEE_AUDIT,
}
"""What a tab needs, without loading it; a test holds it against the tabs themselves."""


def tabs(access: AccessState) -> tuple[str, ...]:
    """Return which tabs are for this user, in their order."""
    return tuple(tab for tab, permission in _NEEDED.items() if access.may(permission))


def loaded() -> bool:
    """Say whether the screen can be made at once."""
    return _MODULE in sys.modules


async def load() -> None:
    """Load it, in a thread: it is much, and a wall runs meanwhile."""

    def load_now() -> None:
        # A plain import, so that a packager sees it.
        from clinic_console.desktop.views import admin  # noqa: F401 - loaded, and used by its name later

    await asyncio.to_thread(load_now)


def titles() -> dict[str, str]:
    """Return what the tabs are called, once they are loaded."""
    if not loaded():
        return {}
    from clinic_console.desktop.views.admin import titles as tab_titles

    return tab_titles()


def make(theme: Theme, bridge: Bridge, state: ConsoleState, actions: "AdminActions") -> "AdminView":
    """Make the screen."""
    from clinic_console.desktop.views.admin import AdminView

    return AdminView(theme, bridge, state, actions)
