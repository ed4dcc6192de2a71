"""The console, put together: read aloud from top to bottom."""

import asyncio
import gc
import os
import signal
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

import anyio.streams.tls  # noqa: F401 - or the first connection loads it
import httpcore  # noqa: F401 - or the first client loads it
import httpx  # noqa: F401 - or the first request loads it
import keyring  # noqa: F401 - or the first token loads it

from clinic_console import __version__
from clinic_console.desktop.actions.access import AccessActions
from clinic_console.desktop.actions.account import AccountActions
from clinic_console.desktop.actions.lock import LockActions
from clinic_console.desktop.actions.patients import PatientActions
from clinic_console.desktop.actions.patients_find import FindActions
from clinic_console.desktop.actions.station import StationKeeper
from clinic_console.desktop.actions.trends import TrendActions
from clinic_console.desktop.actions.wards import WardActions
from clinic_console.desktop.config import DesktopConfig, read_config, take_credentials
from clinic_console.desktop.crash import Report, Run
from clinic_console.desktop.feed import Feed
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.link.claims import Claims
from clinic_console.desktop.link.http import HubHttp
from clinic_console.desktop.link.socket import Timings
from clinic_console.desktop.state.access import Phase
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.desk_news import SeveralSchedules
from clinic_console.desktop.state.station import StationState
from clinic_console.desktop.station import StationFile
from clinic_console.domain.errors import BadConfiguration, NotSignedIn, SettingsNotUnderstood

# Qt last: once it is there, it reads the source of each module that is loaded, for signs of its own (docs/adr/0035).
# isort: split
from PySide6.QtWidgets import QApplication

from clinic_console.desktop import tour
from clinic_console.desktop.bridge import Bridge, catch_slot_errors, monotonic
from clinic_console.desktop.heartbeat import Heartbeat, Watched
from clinic_console.desktop.theme import LIGHT
from clinic_console.desktop.views.user_actions import Actions
from clinic_console.desktop.views.window import Window

if TYPE_CHECKING:
    from clinic_console.desktop.actions.front_desk import FrontDeskActions
    from clinic_console.desktop.views.admin import AdminActions
    from clinic_console.desktop.views.patients_screen import PatientsActions
    from clinic_console.desktop.views.schedule_screen import ScheduleScreenActions

RESTART_SECONDS = 1.0


class Arguments(Protocol):
    """What the command line gives: the hub's address; open and leave; or the folder of a tour's pictures."""

    server: str | None
    smoke: bool


class Console:
    """One console: state, link, feed, actions and window, and what begins and ends with a session."""

    def __init__(
        self, config: DesktopConfig, bridge: Bridge, app: QApplication, *, timings: Timings | None = None
    ) -> None:
        self.bridge = bridge
        file = StationFile(config.station_file)
        self.keeper = StationKeeper(file)
        station = StationState(config.station(file.read()), self.keeper.keep)
        file.begin(station.now, config.first_station)
        self._settings_lost = file.broken
        self.state = ConsoleState(config.spot_ages, station)
        server = config.server if config.server_given else station.now.server or config.server
        self.access = Access(HubHttp(server, ca_file=station.now.ca_file), monotonic)
        self.feed = Feed(self.access, monotonic, self.state, timings)
        self._claims = Claims(config.station_file.parent if config.station_file is not None else None)
        self.sessions = AccessActions(
            self.access,
            self.state.access,
            entered=self._entered,
            left=self._left,
            station=station,
            claims=self._claims,
            spawn=bridge.spawn,
        )
        self.wards = WardActions(
            self.state.wards,
            watch=self.feed.watch,
            nudge=self.feed.nudge,
            access=self.state.access,
            station=station,
        )
        # Not only on the next frame: the first ward is waited for.
        self.feed.listed = self.wards.choose_first
        access = self.state.access
        self.lock = LockActions(self.access, access, self.sessions, clock=monotonic, spawn=bridge.spawn)
        self._admin: AdminActions | None = None
        self._patients: PatientsActions | None = None
        self._schedule: ScheduleScreenActions | None = None
        self._front_desk: FrontDeskActions | None = None
        self.feed.desk.schedule = SeveralSchedules(self.state.schedule, self.state.front_desk.columns)
        self.feed.desk.waitlist = self.state.waitlist
        self._cards = PatientActions(self.access, monotonic, self.state.patients, nudge=self.feed.nudge)
        self.window = Window(app, bridge, self.state, self._actions())
        self.closed = asyncio.Event()
        self.window.closed.connect(self.closed.set)
        self._heartbeat: Heartbeat | None = None
        self._pump: asyncio.Task[object] | None = None

    def _actions(self) -> Actions:
        access = self.state.access
        return Actions(
            self.sessions,
            self.wards,
            TrendActions(self.access, monotonic, self.state.trends),
            self.feed.socket.try_now,
            self.lock,
            AccountActions(self.access, access, self.state.account, signed_out=self.sessions.sign_out),
            self._cards,
            self._administer,
            self._patients_screen,
            FindActions(self.access),
            self._schedule_screen,
            self._front_desk_screen,
        )

    def open(self, credentials: tuple[str, str] | None = None) -> None:
        """Show the window; sign in at once with credentials, or else who is remembered on this PC."""
        self.access.http.warm()
        self.bridge.start_frames()
        self.bridge.spawn(self.keeper.run(), "keep settings")
        self.window.show()
        if self._settings_lost:
            self.bridge.tell(SettingsNotUnderstood(), "settings")
        if credentials is not None:
            login, password = credentials
            self.bridge.spawn(self.sessions.sign_in(self.sessions.server, login, password), "sign in")
        else:
            self.bridge.spawn(self.sessions.resume_last(), "sign in again")

    def guard(self, arguments: Sequence[str]) -> None:
        """Have a watchdog beside this console; with these arguments another console would be started in its place."""
        self._heartbeat = Heartbeat(self.bridge, self._watched, whole=lambda: self.window.whole, arguments=arguments)

    async def close(self) -> None:
        """End everything: tasks, connections, window."""
        # The window first: it tells the settings where it stood.
        self.window.close()
        if self._heartbeat is not None:
            await self._heartbeat.close()
        await self.bridge.close(self.access.close())
        self._claims.close()
        self.keeper.finish()

    def _watched(self) -> Watched:
        # A hub that is lost changes nothing: somebody still relies on this wall.
        state, station = self.state, self.state.station.now
        relied_on = state.access.phase is Phase.IN and state.connection.word is not None
        names = tuple(ward.name[:200] for ward in state.wards.present) if relied_on else ()
        look: Literal["dark", "light"] = "light" if self.window.theme.name == LIGHT else "dark"
        return Watched(names, station.language, look, station.scale)

    def _administer(self) -> "AdminActions":
        """Make what the Admin screen does, which is loaded only for those who want it."""
        if self._admin is None:
            user = self.state.access
            self._admin = make_admin(self.access, lambda: user.locked is not None, user.zone)
        return self._admin

    def _patients_screen(self) -> "PatientsActions":
        """Make what the Patients screen does, which is loaded only for those who want it."""
        if self._patients is None:
            self._patients = make_patients(self.access, self.state, self._cards)
        return self._patients

    def _schedule_screen(self) -> "ScheduleScreenActions":
        """Make what the Schedule screen does, which is loaded only for those who want it."""
        if self._schedule is None:
            self._schedule = make_schedule(self.access, self.state, self.feed.watch_desk, self.feed.socket.try_now)
        return self._schedule

    def _front_desk_screen(self) -> "FrontDeskActions":
        """Make what the Front desk does, which is loaded only for those who want it."""
        if self._front_desk is None:
            from clinic_console.desktop.actions.front_desk import make_front_desk

            self._front_desk = make_front_desk(
                self.access, monotonic, self.state, partial(self.feed.watch_desk, by="desk"), self.feed.socket.try_now
            )
        return self._front_desk

    def _entered(self) -> None:
        self.lock.begin()
        if self._pump is not None:
            # Of a session before, if it still ran nobody could stop it any more.
            self._pump.cancel()
        self._pump = self.bridge.spawn(self._keep_pumping(), "feed")

    def _left(self) -> None:
        if self._pump is not None:
            self._pump.cancel()
            self._pump = None
        self.feed.watch(None)
        if self._schedule is not None:
            self._schedule.schedule.forget()
        if self._front_desk is not None:
            self._front_desk.columns.forget()
        self.state.clear()
        for noun in self._admin or ():
            noun.state.clear()
        if self._patients is not None:
            self._patients.list.state.clear()
            self._patients.form.state.close()
        self.window.forget_user()

    async def _keep_pumping(self) -> None:
        while True:
            try:
                await self.feed.run()
            except NotSignedIn as error:
                self._pump = None
                self.sessions.ended(error)
                return
            except Exception as error:
                # Whatever it was, a wall that silently stopped would be worse than one that tries again.
                self.bridge.tell(error, "feed")
            await asyncio.sleep(RESTART_SECONDS)


def make_admin(
    access: Access, locked: Callable[[], bool] = lambda: False, zone: Callable[[str], str] = lambda _: "UTC"
) -> "AdminActions":
    """Put together what administrators and auditors do, each noun with a state of its own.

    ``locked``: for now; ``zone`` gives a clinic's.
    """
    from clinic_console.desktop.actions.audit import AuditActions
    from clinic_console.desktop.actions.devices import DeviceActions
    from clinic_console.desktop.actions.hours import HoursActions
    from clinic_console.desktop.actions.hours_practice import PracticeActions
    from clinic_console.desktop.actions.imports import ImportActions
    from clinic_console.desktop.actions.sessions import SessionActions
    from clinic_console.desktop.actions.stations import StationsActions
    from clinic_console.desktop.actions.users import UserActions
    from clinic_console.desktop.state.audit import Audit
    from clinic_console.desktop.state.devices import Devices
    from clinic_console.desktop.state.hours import HoursState
    from clinic_console.desktop.state.hours_practice import Practice
    from clinic_console.desktop.state.imports import Imports
    from clinic_console.desktop.state.sessions import Sessions
    from clinic_console.desktop.state.stations import Stations
    from clinic_console.desktop.state.users import Users
    from clinic_console.desktop.views.admin import AdminActions

    return AdminActions(
        UserActions(access, monotonic, Users()),
        SessionActions(access, monotonic, Sessions()),
        DeviceActions(access, monotonic, Devices()),
        StationsActions(access, monotonic, Stations()),
        ImportActions(access, monotonic, Imports(), locked),
        AuditActions(access, monotonic, Audit()),
        PracticeActions(access, monotonic, Practice()),
        HoursActions(access, monotonic, HoursState(), zone),
    )


def make_patients(access: Access, state: ConsoleState, cards: PatientActions) -> "PatientsActions":
    """Put together what is done on the Patients screen."""
    from clinic_console.desktop.actions.chart import ChartActions
    from clinic_console.desktop.actions.patients_form import FormActions
    from clinic_console.desktop.actions.patients_list import PatientListActions
    from clinic_console.desktop.state.patients_form import FormState
    from clinic_console.desktop.state.patients_list import PatientList
    from clinic_console.desktop.views.patients_screen import PatientsActions

    return PatientsActions(
        PatientListActions(access, monotonic, PatientList()),
        ChartActions(access, monotonic, state.chart, cards, lambda mono: state.hub_clock.moment(mono).hub),
        FormActions(access, FormState()),
    )


def make_schedule(
    access: Access,
    state: ConsoleState,
    watch: Callable[[Sequence[str]], object],
    try_now: Callable[[], None],
) -> "ScheduleScreenActions":
    """Put together what is done on the Schedule screen; ``watch`` has the hub tell of changes of topics."""
    from clinic_console.desktop.actions.appointments import AppointmentActions
    from clinic_console.desktop.actions.finder import FinderActions
    from clinic_console.desktop.actions.hours import HoursActions
    from clinic_console.desktop.actions.schedule import ScheduleActions
    from clinic_console.desktop.actions.waitlist import WaitlistActions
    from clinic_console.desktop.views.desk_actions import DeskActions
    from clinic_console.desktop.views.schedule_screen import ScheduleScreenActions

    appointments = AppointmentActions(access, state.booking, state.visit, state.schedule)
    desk = DeskActions(
        appointments,
        FinderActions(access, state.finder),
        WaitlistActions(access, state.waitlist),
        FindActions(access),
    )
    hours = HoursActions(access, monotonic, state.hours, state.access.zone)
    return ScheduleScreenActions(ScheduleActions(access, monotonic, state.schedule, watch), desk, try_now, hours)


def run(args: Arguments) -> int:
    """Run a console until its window is closed; raises SetupError when it cannot start."""
    folder: str | None = getattr(args, "tour", None)
    if args.smoke or folder:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    config, credentials = read_config(args.server), take_credentials()
    _need_display()
    own = Run("console")
    past = own.begin()
    app = QApplication.instance() or QApplication(["clinic-console"])
    if not isinstance(app, QApplication):
        raise BadConfiguration("another kind of Qt application runs in this process", field="qt")
    app.setApplicationName("clinic-console")
    app.setApplicationVersion(__version__)
    bridge = Bridge(app)
    restore = catch_slot_errors(bridge)
    opening = Opening(credentials, past, smoke=args.smoke, folder=Path(folder) if folder else None)
    try:
        bridge.run(_main(Console(config, bridge, app), opening, own))
    finally:
        restore()
        bridge.dispose()
        own.end(at_once=bridge.left)
    return 0


class Opening(NamedTuple):
    """How a console begins: who signs in, the hard crash before it, and whether it is only to show itself."""

    credentials: tuple[str, str] | None
    past: Report | None
    smoke: bool
    folder: Path | None


async def _main(console: Console, opening: Opening, own: Run) -> None:
    bridge = console.bridge
    _close_on_signals(console)
    try:
        if os.environ.get("CLINIC_TELL_START"):
            tour.tell_first_frame(bridge, console.window)
        if opening.folder is not None:
            bridge.start_frames()
            console.window.show()
            _spare_what_stays()
            guide = tour.Guide(console.window, console.sessions, console.state.access, opening.folder)
            await guide.go(opening.credentials)
            return
        console.open(opening.credentials)
        bridge.tell_past(opening.past)
        _spare_what_stays()
        if opening.smoke:
            bridge.frame.connect(lambda _: console.closed.set())
        else:
            console.guard(("--server", console.sessions.server))
        await console.closed.wait()
    finally:
        own.end_within()
        await console.close()


def _spare_what_stays() -> None:
    # Modules and widgets live as long as the process: looking through them again and again would stall frames.
    # Not even once: that would take some 40 ms of the start, for the little that importing leaves behind.
    gc.freeze()


def _need_display() -> None:
    known = ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")
    if sys.platform == "linux" and not any(os.environ.get(name) for name in known):
        # Qt would abort the process without a word that helps.
        raise BadConfiguration("DISPLAY is not set, so there is no screen to open a window on", field="DISPLAY")


def _close_on_signals(console: Console) -> None:
    def close(_number: int, _frame: object) -> None:
        console.closed.set()

    # The frame clock runs Python code many times a second, so a signal is seen at once.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, close)
