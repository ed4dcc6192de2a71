"""The way to the Schedule screen: who may go there, and loading it beside the loop before it is wanted."""

import asyncio
import sys
from typing import TYPE_CHECKING, Final

from clinic_console.desktop.bridge import Bridge
from clinic_console.desktop.state.access import AccessState
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.theme import Theme
from clinic_console.domain.access import Permission

if TYPE_CHECKING:
    from clinic_console.desktop.state.chart import Chart
    from clinic_console.desktop.state.schedule_columns import Card
    from clinic_console.desktop.views.schedule_screen import ScheduleScreenActions, ScheduleView

_MODULE: Final = "clinic_console.desktop.views.schedule_screen"


def may_enter(access: AccessState) -> bool:
    """Say whether the screen is for this user."""
    return bool(access.may(Permission.SEE_SCHEDULE))


def loaded() -> bool:
    """Say whether the screen can be made at once."""
    return _MODULE in sys.modules


async def load() -> None:
    """Load it, in a thread: it is much, and a wall runs meanwhile."""

    def load_now() -> None:
        # A plain import, so that a packager sees it.
        from clinic_console.desktop.views import schedule_screen  # noqa: F401 - loaded, and used by its name later

    await asyncio.to_thread(load_now)


def make(theme: Theme, bridge: Bridge, state: ConsoleState, actions: "ScheduleScreenActions") -> "ScheduleView":
    """Make the screen."""
    from clinic_console.desktop.views.schedule_screen import ScheduleView

    return ScheduleView(theme, bridge, state, actions)


def show_visit(view: "ScheduleView", console: ConsoleState, card: "Card") -> None:
    """Show the day of a visit in the screen, and go to it."""
    from clinic_console.desktop.views import schedule_called

    schedule_called.show_visit(view, console, card)


def find_for(view: "ScheduleView", console: ConsoleState, patient: "Chart") -> None:
    """Open the screen's finder for somebody."""
    from clinic_console.desktop.views import schedule_called

    schedule_called.find_for(view, console, patient)
