"""All that a user of the console can do, by noun: what the views are given by the application."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from clinic_console.desktop.actions.access import AccessActions
from clinic_console.desktop.actions.account import AccountActions
from clinic_console.desktop.actions.lock import LockActions
from clinic_console.desktop.actions.patients import PatientActions
from clinic_console.desktop.actions.patients_find import FindActions
from clinic_console.desktop.actions.trends import TrendActions
from clinic_console.desktop.actions.wards import WardActions

if TYPE_CHECKING:
    from clinic_console.desktop.actions.front_desk import FrontDeskActions
    from clinic_console.desktop.views.admin import AdminActions
    from clinic_console.desktop.views.patients_screen import PatientsActions
    from clinic_console.desktop.views.schedule_screen import ScheduleScreenActions


class Actions(NamedTuple):
    """The actions; ``try_now`` does not wait for the next try to connect.

    ``admin`` is asked when somebody wants to administer, ``patients_screen`` when somebody goes to Patients,
    ``schedule_screen`` when somebody goes to Schedule, ``front_desk`` to the desk: until then nothing is loaded.
    """

    sessions: AccessActions
    wards: WardActions
    trends: TrendActions
    try_now: Callable[[], None]
    lock: LockActions
    account: AccountActions
    patients: PatientActions
    admin: "Callable[[], AdminActions]"
    patients_screen: "Callable[[], PatientsActions]"
    find: FindActions
    schedule_screen: "Callable[[], ScheduleScreenActions]"
    front_desk: "Callable[[], FrontDeskActions]"
