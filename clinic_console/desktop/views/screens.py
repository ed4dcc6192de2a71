"""The screens by name: where a user can be, which of them are for whom, and loading those that are loaded late."""

from typing import Final, NamedTuple

from PySide6.QtCore import QCoreApplication

from clinic_console.desktop.bridge import Bridge
from clinic_console.desktop.state.access import AccessState
from clinic_console.desktop.views import admin_door, front_door, patients_door, schedule_door
from clinic_console.desktop.views.rail import Screen
from clinic_console.domain.access import Permission

VITALS: Final = "vitals"
BED: Final = "bed"
DESK: Final = "desk"
SCHEDULE: Final = "schedule"
PATIENTS: Final = "patients"
ADMIN: Final = "admin"
ACCOUNT: Final = "account"
FOCUSED: Final = frozenset({DESK, SCHEDULE, PATIENTS})
"""Screens on which the focus goes to where one begins; else it goes to the search."""
KEYS: Final = (("Ctrl+1", VITALS), ("Ctrl+2", DESK), ("Ctrl+3", SCHEDULE), ("Ctrl+4", PATIENTS), ("Ctrl+7", ADMIN))
"""What leads to which screen from anywhere."""
APPOINTMENTS: Final = "appointments"
"""The tab of a chart (views/chart.py, which is loaded late) with what is booked for somebody."""


class Place(NamedTuple):
    """Where the user is: a screen, and the bed, the tab or the patient that is open on it, or whose week it shows."""

    screen: str = VITALS
    bed: str = ""
    tab: str = ""
    patient: str = ""
    doctor: int = 0


def offered(access: AccessState) -> tuple[Screen, ...]:
    """Return the screens that are for this user, in their order."""
    vitals = Screen(VITALS, QCoreApplication.translate("Shell", "Vitals"), "pulse", "Ctrl+1")
    desk = Screen(DESK, QCoreApplication.translate("Shell", "Desk"), "desk", "Ctrl+2")
    schedule = Screen(SCHEDULE, QCoreApplication.translate("Shell", "Schedule"), "calendar", "Ctrl+3")
    patients = Screen(PATIENTS, QCoreApplication.translate("Shell", "Patients"), "person", "Ctrl+4")
    admin = Screen(ADMIN, QCoreApplication.translate("Shell", "Admin"), "shield", "Ctrl+7")
    found = (
        (vitals, bool(access.may(Permission.SEE_READINGS))),
        (desk, front_door.may_enter(access)),
        (schedule, schedule_door.may_enter(access)),
        (patients, patients_door.may_enter(access)),
        (admin, bool(admin_door.tabs(access))),
    )
    return tuple(screen for screen, on in found if on)


def first(access: AccessState) -> str:
    """Return the screen on which a user begins: the wall, else the desk; schedules are for who has one."""
    mine = [screen.id for screen in offered(access)]
    if VITALS not in mine and not access.may(Permission.BOOK) and len(mine) > 1:
        mine = [screen for screen in mine if screen != SCHEDULE]
    return next(iter(mine), VITALS)


def load(bridge: Bridge, access: AccessState, *, patients: bool) -> None:
    """Begin to load Admin, for who may go there, and (if wanted by now) the desk, the schedule and patients."""
    if admin_door.tabs(access) and not admin_door.loaded():
        bridge.spawn(admin_door.load(), "load Admin")
    if patients and front_door.may_enter(access) and not front_door.loaded():
        bridge.spawn(front_door.load(), "load Desk")
    if patients and schedule_door.may_enter(access) and not schedule_door.loaded():
        bridge.spawn(schedule_door.load(), "load Schedule")
    if patients and patients_door.may_enter(access) and not patients_door.loaded():
        bridge.spawn(patients_door.load(), "load Patients")
