"""What the schedule stands on: loading, failed, nobody here or on this day, offline with its age, or the grid."""

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import QCoreApplication

from clinic_console.desktop.charts.times import age_text, seconds_text
from clinic_console.desktop.state.access import Clinic
from clinic_console.desktop.state.connection import Standing
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.schedule import Mode
from clinic_console.desktop.views.ground import Footing, Ground
from clinic_console.desktop.views.schedule_bar import doctors
from clinic_console.desktop.views.schedule_said import day_title


class Footer(Enum):
    """What the ground's button does."""

    AGAIN = "again"
    TRY = "try now"
    NEXT_DAY = "next day"
    ALL = "all specialties"

    @classmethod
    def of(cls, ground: Ground, console: ConsoleState) -> "Footer":
        """Return what it does now."""
        if ground.footing is Footing.OFFLINE:
            return cls.TRY
        if ground.footing is Footing.EMPTY:
            return cls.ALL if console.schedule.specialty and console.schedule.mode is Mode.DAY else cls.NEXT_DAY
        return cls.AGAIN


def footing(ground: Ground, console: ConsoleState, clinics: Sequence[Clinic], mono: float) -> None:
    """Bring the ground up to a monotonic time."""
    translate = QCoreApplication.translate
    state = console.schedule
    page = state.page
    if not clinics:
        text = translate("Schedule", "Ask the facility manager for access.")
        ground.denied(translate("Schedule", "Schedules are for the staff of a clinic"), text)
    elif page is None or page.heard is None:
        if page is not None and page.error is not None:
            ground.failed(page.error)
        else:
            ground.loading(mono)
    elif not state.columns():
        _empty(ground, console)
    elif (silent := silent_for(console, mono)) is not None:
        say_offline(ground, console, silent, mono, state.zone)
    elif page.error is not None:
        at = seconds_text(hub_time(console, page.heard), state.zone)
        ground.failed(page.error, translate("Schedule", "The schedule of %1 stays in view.").replace("%1", at))
    else:
        ground.ready()


def hub_time(console: ConsoleState, mono: float) -> int:
    """Return the hub's time (ms since 1970) at a monotonic one."""
    return console.hub_clock.moment(mono).hub


def silent_for(console: ConsoleState, mono: float) -> float | None:
    """Return for how long nothing has been heard of changes, None while they are."""
    connection = console.connection
    if connection.since is None or (connection.open and connection.standing(mono) is not Standing.NOT_MONITORED):
        return None
    silence = connection.silence(mono)
    return silence if silence >= 1 else None


def say_offline(ground: Ground, console: ConsoleState, silent: float, mono: float, zone: str) -> None:
    """Say for how long nothing has been heard, and of when what is shown is."""
    translate = QCoreApplication.translate
    age = age_text(round(silent * 1_000))
    at = seconds_text(hub_time(console, mono - silent), zone)
    ground.offline(
        translate("Schedule", "Offline for %1.").replace("%1", age),
        translate("Schedule", "Schedule of %1: others may have booked since.").replace("%1", at),
    )


def _empty(ground: Ground, console: ConsoleState) -> None:
    translate = QCoreApplication.translate
    state = console.schedule
    day = day_title(state.zone, state.day) if state.day is not None else ""
    if state.clinic in state.known and not doctors(state):
        ground.empty(
            "person",
            translate("Schedule", "Nobody sees patients here yet"),
            translate("Schedule", "Practitioners and their hours are added under Admin."),
        )
    elif state.specialty and state.mode is Mode.DAY:
        name = state.specialties[state.specialty].name if state.specialty in state.specialties else ""
        title = translate("Schedule", "%1: nobody on %2").replace("%2", day).replace("%1", name)
        ground.empty("calendar", title, "", translate("Schedule", "All specialties"))
    else:
        title = translate("Schedule", "Nobody works on %1").replace("%1", day)
        text = translate("Schedule", "There are no hours and no visits on this day.")
        ground.empty("calendar", title, text, translate("Schedule", "Next day"))
