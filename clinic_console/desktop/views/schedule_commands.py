"""What the command palette offers of schedules, and their keys."""

from collections.abc import Callable, Iterator
from typing import Protocol

from PySide6.QtCore import QCoreApplication

from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.schedule import Mode
from clinic_console.desktop.views import schedule_door
from clinic_console.desktop.views.commands import Command, Group
from clinic_console.desktop.views.keys import KeyGroup
from clinic_console.desktop.views.rooms import Rooms
from clinic_console.desktop.views.screens import SCHEDULE
from clinic_console.domain.access import Permission

MOST_DOCTORS = 500


class Host(Protocol):
    """The window, as far as these commands need it."""

    def go(self, screen: str) -> None:
        """Show a screen."""

    def open_doctor(self, practitioner: int) -> None:
        """Show the week of somebody who sees patients."""


class Frame(Protocol):
    """The shell, as far as these commands need it."""

    rooms: Rooms


def schedule_commands(state: ConsoleState, shell: Frame, host: Host) -> Iterator[Command]:
    """Yield the screen, days, the finder, the waitlist, and everybody's week."""
    if not schedule_door.may_enter(state.access):
        return
    translate = QCoreApplication.translate
    title = translate("Menu", "Schedule")
    yield Command(SCHEDULE, title, Group.SCREENS, "calendar", lambda: host.go(SCHEDULE), keys="Ctrl+3")

    def on_screen(ask: str) -> Callable[[], None]:
        def run() -> None:
            host.go(SCHEDULE)
            if shell.rooms.schedule is not None:
                shell.rooms.schedule.grid.asked.emit(ask)

        return run

    def day(days: int) -> Callable[[], None]:
        def run() -> None:
            host.go(SCHEDULE)
            if shell.rooms.schedule is not None:
                shell.rooms.schedule.show_day(days)

        return run

    today, tomorrow = translate("Menu", "Schedule of today"), translate("Menu", "Schedule of tomorrow")
    yield Command("schedule today", today, Group.ACTIONS, "calendar", day(0))
    yield Command("schedule tomorrow", tomorrow, Group.ACTIONS, "calendar", day(1))
    yield Command("schedule day", translate("Menu", "Go to day …"), Group.ACTIONS, "calendar", on_screen("day"))
    hours = translate("Menu", "Working hours of the doctor in the schedule …")
    leave = translate("Menu", "Leave, extra hours and closed days …")
    yield Command("schedule hours", hours, Group.ACTIONS, "calendar", on_screen("hours"))
    yield Command("schedule leave", leave, Group.ACTIONS, "calendar", on_screen("leave"))
    if state.access.may(Permission.BOOK):
        finder = translate("Menu", "Find the next available time")
        yield Command("schedule finder", finder, Group.ACTIONS, "search", on_screen("finder"))
        waitlist = translate("Menu", "Waitlist")
        yield Command("schedule waitlist", waitlist, Group.ACTIONS, "list", on_screen("waitlist"))
    if state.schedule.mode is Mode.WEEK:
        everybody = translate("Menu", "Schedule of all doctors")
        yield Command("schedule all", everybody, Group.ACTIONS, "calendar", day(0))
    yield from _doctors(state, host)


def _doctors(state: ConsoleState, host: Host) -> Iterator[Command]:
    schedule = state.schedule
    for who in list(schedule.practitioners.values())[:MOST_DOCTORS]:
        if not who.active or schedule.clinic not in who.clinics:
            continue
        title = QCoreApplication.translate("Menu", "Schedule of %1").replace("%1", who.called)
        names = [schedule.specialties[n].name for n in who.specialties if n in schedule.specialties]
        yield Command(
            f"schedule {who.id}",
            title,
            Group.SCREENS,
            "calendar",
            _open(host, who.id),
            detail=" · ".join(names),
            words=who.sort_name,
        )


def _open(host: Host, practitioner: int) -> Callable[[], None]:
    return lambda: host.open_doctor(practitioner)


def schedule_keys() -> KeyGroup:
    """Return the keys of the schedule."""
    keys = (
        ("Left Right Up Down", QCoreApplication.translate("Keys", "From visit to visit, to free times, to others")),
        ("Return", QCoreApplication.translate("Keys", "Book a free time, or open the visit")),
        ("Shift+Return", QCoreApplication.translate("Keys", "Book beside a visit, for those who may")),
        ("M", QCoreApplication.translate("Keys", "Move a visit: arrows, with Alt by 5 minutes; Enter or Esc")),
        ("Del", QCoreApplication.translate("Keys", "Cancel a visit")),
        ("PgUp PgDown", QCoreApplication.translate("Keys", "Day (or week) before and after")),
        ("T G", QCoreApplication.translate("Keys", "Today; go to a day")),
        ("N W", QCoreApplication.translate("Keys", "Next available; waitlist")),
        ("F6", QCoreApplication.translate("Keys", "From the grid to the panel, and back")),
    )
    return KeyGroup(QCoreApplication.translate("Keys", "Schedule"), keys)
