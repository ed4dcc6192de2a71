"""The way to the Front desk: who may go there, and loading it beside the loop before it is wanted."""

import asyncio
import sys
from typing import TYPE_CHECKING, Final

from clinic_console.desktop.bridge import Bridge
from clinic_console.desktop.state.access import AccessState
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.theme import Theme
from clinic_console.domain.access import Permission
from clinic_console.domain.patients_names import fold

if TYPE_CHECKING:
    from clinic_console.desktop.actions.front_desk import FrontDeskActions
    from clinic_console.desktop.views.front_desk import FrontDeskView

_MODULE: Final = "clinic_console.desktop.views.front_desk"


def may_enter(access: AccessState) -> bool:
    """Say whether the screen is for this user: who says who has come, where they see who is to come."""
    return bool(access.may(Permission.CHECK_IN) & access.may(Permission.SEE_SCHEDULE))


def loaded() -> bool:
    """Say whether the screen can be made at once."""
    return _MODULE in sys.modules


async def load() -> None:
    """Load it, in a thread: it is much, and a wall runs meanwhile."""

    def load_now() -> None:
        # A plain import, so that a packager sees it; and the table of accents, which takes its time once.
        from clinic_console.desktop.views import front_desk  # noqa: F401 - loaded, and used by its name later

        fold("é")

    await asyncio.to_thread(load_now)


def make(theme: Theme, bridge: Bridge, state: ConsoleState, actions: "FrontDeskActions") -> "FrontDeskView":
    """Make the screen."""
    from clinic_console.desktop.views.front_desk import FrontDeskView

    return FrontDeskView(theme, bridge, state, actions)
