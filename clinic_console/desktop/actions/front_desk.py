"""What can be done at the front desk, put together."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from clinic_console.desktop.actions.bulk import BulkActions
from clinic_console.desktop.actions.check_in import CheckInActions
from clinic_console.desktop.actions.desk_views import DeskViewActions
from clinic_console.desktop.actions.patients_find import FindActions
from clinic_console.desktop.actions.schedule import ScheduleActions
from clinic_console.desktop.actions.unavailable import AwayActions
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.state.console import ConsoleState


class FrontDeskActions(NamedTuple):
    """The actions; each noun's state is a part of the console's. ``columns`` brings the day's list."""

    columns: ScheduleActions
    views: DeskViewActions
    bulk: BulkActions
    check_in: CheckInActions
    away: AwayActions
    find: FindActions
    try_now: Callable[[], None]


def make_front_desk(
    access: Access,
    clock: Callable[[], float],
    state: ConsoleState,
    watch: Callable[[Sequence[str]], object],
    try_now: Callable[[], None],
) -> FrontDeskActions:
    """Put together what is done at the front desk; ``watch`` has the hub tell of changes of topics."""
    desk = state.front_desk
    return FrontDeskActions(
        ScheduleActions(access, clock, desk.columns, watch),
        DeskViewActions(access, desk),
        BulkActions(access, state.bulk, desk.put),
        CheckInActions(access, state.check_in, state.walk_in, desk.put),
        AwayActions(access, clock, state.unavailable, state.hours),
        FindActions(access),
        try_now,
    )
