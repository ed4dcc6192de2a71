"""What the command palette offers and which keys there are, from the present state."""

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from PySide6.QtCore import QCoreApplication

from clinic_console.desktop.bridge import monotonic
from clinic_console.desktop.charts.names import initials
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.wards import Bed
from clinic_console.desktop.views import admin_door, patients_door
from clinic_console.desktop.views.commands import Command, Group
from clinic_console.desktop.views.front_commands import front_commands, front_keys
from clinic_console.desktop.views.keys import KeyGroup
from clinic_console.desktop.views.rail import SETTINGS
from clinic_console.desktop.views.schedule_commands import schedule_commands, schedule_keys
from clinic_console.desktop.views.screens import ACCOUNT, ADMIN, PATIENTS, VITALS
from clinic_console.desktop.views.shell import Shell
from clinic_console.domain.access import Permission


class Host(Protocol):
    """The window, as far as commands need it."""

    @property
    def patient(self) -> str:
        """Whose card can be opened, empty for nobody's."""

    def go(self, screen: str) -> None:
        """Show a screen."""

    def open_bed(self, bed: str) -> None:
        """Show a bed's panel."""

    def open_doctor(self, practitioner: int) -> None:
        """Show the week of somebody who sees patients."""

    def open_admin(self, tab: str) -> None:
        """Show a tab of the Admin screen."""

    def open_glass(self) -> None:
        """Break the glass, or look at what is open by it."""

    def open_card(self) -> None:
        """Show the card of the patient whose bed is open."""

    def show_account(self) -> None:
        """Show the user's own account."""

    def lock(self) -> None:
        """Lock the console."""

    def switch_user(self) -> None:
        """Sign out, for somebody else to sign in."""

    def leave(self) -> None:
        """Sign out."""

    def turn_look(self) -> None:
        """Exchange light and dark."""

    def zoom(self, steps: int) -> None:
        """Make everything larger or smaller."""

    def turn_full_screen(self) -> None:
        """Fill the screen, or go back."""

    def show_keys(self) -> None:
        """Show which keys there are."""

    def try_now(self) -> None:
        """Connect now."""


def commands(state: ConsoleState, shell: Shell, host: Host) -> tuple[Command, ...]:
    """Return everything that can be reached by typing its name."""
    return (
        *_screens(shell, host),
        *front_commands(state, shell, host),
        *schedule_commands(state, shell, host),
        *_patients(state, host),
        *_admin(state, host),
        *_beds(state, host),
        *_wards(shell),
        *_actions(state, shell, host),
        *_looks(state, host),
    )


def _screens(shell: Shell, host: Host) -> Iterator[Command]:
    if shell.may_watch:
        vitals = QCoreApplication.translate("Menu", "Vitals wall")
        yield Command(VITALS, vitals, Group.SCREENS, "pulse", lambda: host.go(VITALS), keys="Ctrl+1")
    account = QCoreApplication.translate("Menu", "My account")
    yield Command(ACCOUNT, account, Group.SCREENS, "person", host.show_account)
    settings = QCoreApplication.translate("Menu", "Settings of this PC")
    yield Command(SETTINGS, settings, Group.SCREENS, "sliders", lambda: host.go(SETTINGS), keys="Ctrl+,")


def _patients(state: ConsoleState, host: Host) -> Iterator[Command]:
    if patients_door.may_enter(state.access):
        patients = QCoreApplication.translate("Menu", "Patients")
        yield Command(PATIENTS, patients, Group.SCREENS, "person", lambda: host.go(PATIENTS), keys="Ctrl+4")


def _admin(state: ConsoleState, host: Host) -> Iterator[Command]:
    allowed, titles = admin_door.tabs(state.access), admin_door.titles()
    if allowed:
        admin = QCoreApplication.translate("Menu", "Admin")
        yield Command(ADMIN, admin, Group.SCREENS, "shield", lambda: host.go(ADMIN), keys="Ctrl+7")
    for tab in allowed:
        if tab in titles:
            title = QCoreApplication.translate("Menu", "Admin: %1").replace("%1", titles[tab])
            yield Command(f"admin {tab}", title, Group.SCREENS, "shield", _call(host.open_admin, tab))


def _beds(state: ConsoleState, host: Host) -> Iterator[Command]:
    private = state.station.now.privacy
    doubtful = state.wards.doubtful(monotonic())
    for bed in state.wards.beds:
        words = QCoreApplication.translate("Menu", "Bed %1").replace("%1", bed.name)
        who = _who(bed, private=private)
        ward = state.wards.of(bed)
        yield Command(
            f"bed {bed.id}",
            f"{words} · {who}" if who else words,
            Group.BEDS,
            "lock" if bed.restricted else "bed",
            _call(host.open_bed, bed.id),
            detail=_where(ward.name if ward else "", doubtful=bool(who) and bed.ward in doubtful),
        )


def _where(ward: str, *, doubtful: bool) -> str:
    words = QCoreApplication.translate("Menu", "%1 · name may have changed")
    return words.replace("%1", ward) if doubtful else ward


def _who(bed: Bed, *, private: bool) -> str:
    patient = bed.patient
    if bed.restricted:
        return QCoreApplication.translate("Menu", "Restricted")
    if patient is None:
        return ""
    if private:
        return initials(patient.name, patient.latin)
    return f"{patient.name} {patient.latin}".strip() if patient.latin != patient.name else patient.name


def _wards(shell: Shell) -> Iterator[Command]:
    for ward in shell.watchable():
        title = QCoreApplication.translate("Menu", "Watch %1").replace("%1", ward.name)
        yield Command(f"ward {ward.id}", title, Group.ACTIONS, "bed", _call(shell.watch, ward.id))


def _actions(state: ConsoleState, shell: Shell, host: Host) -> Iterator[Command]:
    station = state.station
    worst = station.now.order == "worst"
    order = (
        QCoreApplication.translate("Menu", "Order tiles by bed")
        if worst
        else QCoreApplication.translate("Menu", "Order tiles by alarm, worst first")
    )
    yield Command("order", order, Group.ACTIONS, "list", lambda: station.change(order="bed" if worst else "worst"))
    hidden = station.now.privacy
    privacy = (
        QCoreApplication.translate("Menu", "Show names on the wall")
        if hidden
        else QCoreApplication.translate("Menu", "Hide names on the wall (initials only)")
    )
    yield Command("privacy", privacy, Group.ACTIONS, "eye-off", lambda: station.change(privacy=not hidden))
    wall = shell.ward.wall
    if wall.pages > 1:
        title = QCoreApplication.translate("Menu", "Next page of beds")
        turn = (wall.page + 1) % wall.pages
        yield Command("page", title, Group.ACTIONS, "chevron-right", lambda: wall.turn_to(turn))
    if state.access.may(Permission.BREAK_GLASS):
        glass = QCoreApplication.translate("Menu", "Break glass …")
        yield Command("glass", glass, Group.ACTIONS, "lock", host.open_glass)
    if host.patient:
        card = QCoreApplication.translate("Menu", "The patient's card")
        yield Command("card", card, Group.ACTIONS, "person", host.open_card)
    connect = QCoreApplication.translate("Menu", "Connect to the hub now")
    yield Command("connect", connect, Group.ACTIONS, "pulse", host.try_now)
    lock = QCoreApplication.translate("Menu", "Lock this console")
    yield Command("lock", lock, Group.ACTIONS, "lock", host.lock, keys="Ctrl+L")
    switch = QCoreApplication.translate("Menu", "Switch user")
    yield Command("switch", switch, Group.ACTIONS, "swap", host.switch_user)
    leave = QCoreApplication.translate("Menu", "Sign out")
    yield Command("leave", leave, Group.ACTIONS, "sign-out", host.leave)


def _looks(state: ConsoleState, host: Host) -> Iterator[Command]:
    look = QCoreApplication.translate("Menu", "Light or dark colours")
    yield Command("look", look, Group.SETTINGS, "moon", host.turn_look)
    larger = QCoreApplication.translate("Menu", "Larger text")
    yield Command("larger", larger, Group.SETTINGS, "text", lambda: host.zoom(1), keys="Ctrl++")
    smaller = QCoreApplication.translate("Menu", "Smaller text")
    yield Command("smaller", smaller, Group.SETTINGS, "text", lambda: host.zoom(-1), keys="Ctrl+-")
    full = QCoreApplication.translate("Menu", "Full screen")
    yield Command("full", full, Group.SETTINGS, "monitor", host.turn_full_screen, keys="F11")
    keys = QCoreApplication.translate("Menu", "Show all keys")
    yield Command("keys", keys, Group.SETTINGS, "keyboard", host.show_keys, keys="?")
    # Whoever cannot read the present language finds the other one by its own name.
    for language, name in (("en", "English"), ("ja", "日本語")):
        if state.station.now.language != language:
            yield Command(
                f"language {language}", name, Group.SETTINGS, "text", _set_language(state, language), words="language"
            )


def _set_language(state: ConsoleState, language: str) -> Callable[[], None]:
    return lambda: state.station.change(language=language)


def _call(function: Callable[[str], None], argument: str) -> Callable[[], None]:
    return lambda: function(argument)


def key_groups() -> Sequence[KeyGroup]:
    """Return which keys there are, by place."""
    everywhere = (
        ("Ctrl+K", QCoreApplication.translate("Keys", "Search beds, screens and actions")),
        ("Ctrl+1", QCoreApplication.translate("Keys", "Vitals wall")),
        ("Ctrl+2", QCoreApplication.translate("Keys", "Front desk, for those who may")),
        ("Ctrl+3", QCoreApplication.translate("Keys", "Schedule, for those who may")),
        ("Ctrl+4", QCoreApplication.translate("Keys", "Patients, for those who may")),
        ("Ctrl+7", QCoreApplication.translate("Keys", "Admin, for those who may")),
        ("Ctrl+,", QCoreApplication.translate("Keys", "Settings of this PC")),
        ("Ctrl+L", QCoreApplication.translate("Keys", "Lock this console")),
        ("Ctrl+Z", QCoreApplication.translate("Keys", "Undo the last change")),
        ("Ctrl++", QCoreApplication.translate("Keys", "Larger text")),
        ("Ctrl+-", QCoreApplication.translate("Keys", "Smaller text")),
        ("Ctrl+0", QCoreApplication.translate("Keys", "Text at 100 %")),
        ("F11", QCoreApplication.translate("Keys", "Full screen")),
        ("?", QCoreApplication.translate("Keys", "These keys")),
    )
    wall = (
        ("Left Right Up Down", QCoreApplication.translate("Keys", "From tile to tile")),
        ("Return", QCoreApplication.translate("Keys", "Open the bed")),
        ("PgUp PgDown", QCoreApplication.translate("Keys", "Previous and next page of beds")),
        ("Home End", QCoreApplication.translate("Keys", "First and last bed")),
        ("Alt+W", QCoreApplication.translate("Keys", "Choose wards")),
    )
    bed = (
        ("Esc", QCoreApplication.translate("Keys", "Back to the wall")),
        ("PgUp PgDown", QCoreApplication.translate("Keys", "Previous and next bed")),
        ("1 2 3 4", QCoreApplication.translate("Keys", "10 minutes, 1, 8 or 24 hours")),
        ("Left Right", QCoreApplication.translate("Keys", "Move the cross-hair; with Shift in larger steps")),
        ("0", QCoreApplication.translate("Keys", "Whole range")),
    )
    patients = (
        ("Ctrl+F", QCoreApplication.translate("Keys", "Find patients; letters typed on the list go there too")),
        ("Home End", QCoreApplication.translate("Keys", "First and last patient")),
        ("Return", QCoreApplication.translate("Keys", "Open the chart")),
        ("Esc", QCoreApplication.translate("Keys", "Back to the list")),
        ("Alt+N Alt+B Alt+M Alt+C", QCoreApplication.translate("Keys", "Sort by name, birth, MRN, last change")),
        ("Ctrl+N", QCoreApplication.translate("Keys", "Register a patient")),
    )
    return (
        KeyGroup(QCoreApplication.translate("Keys", "Everywhere"), everywhere),
        KeyGroup(QCoreApplication.translate("Keys", "Vitals wall"), wall),
        KeyGroup(QCoreApplication.translate("Keys", "Bed"), bed),
        front_keys(),
        schedule_keys(),
        KeyGroup(QCoreApplication.translate("Keys", "Patients"), patients),
    )
