"""A console whose clock stands still, in front of a made-up ward: the same pictures each time."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from typing import Any
from uuid import UUID

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

from clinic_console.desktop.actions.access import AccessActions
from clinic_console.desktop.actions.account import AccountActions
from clinic_console.desktop.actions.front_desk import make_front_desk
from clinic_console.desktop.actions.lock import LockActions
from clinic_console.desktop.actions.patients import PatientActions
from clinic_console.desktop.actions.patients_find import FindActions
from clinic_console.desktop.actions.wards import WardActions
from clinic_console.desktop.app import make_admin, make_patients, make_schedule
from clinic_console.desktop.bridge import Bridge
from clinic_console.desktop.link.http import HubHttp
from clinic_console.desktop.state.access import Clinic
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.station import StationState
from clinic_console.desktop.station import Person, Profile, Station
from clinic_console.desktop.views.screens import ADMIN, Place
from clinic_console.desktop.views.user_actions import Actions
from clinic_console.desktop.views.window import Window
from clinic_console.domain.errors import ClinicError, HubUnavailable
from clinic_console.wire import topics
from tests.desktop.stub_users import user_id
from tests.screenshots import ward
from tests.screenshots.office import SampleAccess
from tests.screenshots.trend import SampleTrends

SERVER = "https://hub.kita.example"
LOADING_SECONDS = 30.0
SEARCH_SECONDS = 0.004
MONO = 50_000.0
NOW = round(datetime(2026, 11, 22, 1, 43, 7, tzinfo=UTC).timestamp() * 1_000)
"""10:43:07 in Tokyo."""
STATION = Station(
    name="Nurse station 3 East",
    profiles=(Profile("Kita Hospital", SERVER), Profile("Minami Clinic", "https://hub.minami.example")),
    server=SERVER,
    people=(
        Person(SERVER, "n.sato", "佐藤 直美", "nurse"),
        Person(SERVER, "m.costa", "Marta Costa", "nurse"),
        Person(SERVER, "r.lindqvist", "Rasmus Lindqvist", "receptionist"),
    ),
)


class Calm(AccessActions):
    """Asks no hub: what it would have said is part of the picture."""

    async def probe(self, server: str) -> None:
        """Nothing to find out."""

    async def check_keyring(self) -> None:
        """There is one."""
        self._state.keyring(None)


class Stage:
    """One window, its state, and the scenes that can be set on it."""

    def __init__(self, app: QApplication, bridge: Bridge) -> None:
        self.state = ConsoleState(station=StationState(STATION))
        self.idle = 0.0
        """Seconds for which nobody has used the console when ``begin`` of its lock is called."""
        self._admin: Any = None
        self._patients: Any = None
        self._schedule: Any = None
        self._desk: Any = None
        self._then: list[Callable[[], object]] = []
        self.hub = access = SampleAccess(HubHttp(SERVER), _still)
        access.now_ms = NOW
        sessions = Calm(
            access, self.state.access, entered=_nothing, left=_nothing, station=self.state.station, spawn=bridge.spawn
        )
        self.wards = WardActions(
            self.state.wards, watch=_nothing, nudge=_nothing, access=self.state.access, station=self.state.station
        )
        trends = SampleTrends(access, _still, self.state.trends)
        user = self.state.access
        self.lock = LockActions(access, user, sessions, clock=lambda: MONO - self.idle, spawn=bridge.spawn)
        account = AccountActions(access, user, self.state.account, signed_out=sessions.sign_out)
        patients = PatientActions(access, _still, self.state.patients, nudge=_nothing)
        self._cards = patients
        actions = Actions(
            sessions, self.wards, trends, _nothing, self.lock, account, patients, self._administer, self._register,
            FindActions(access), self._plan, self._receive,
        )  # fmt: skip
        self.window = Window(app, bridge, self.state, actions)
        self.window.show()

    def _administer(self) -> Any:
        if self._admin is None:
            self._admin = make_admin(self.hub)
            for noun in self._admin:
                noun._clock = _still
        return self._admin

    def _register(self) -> Any:
        if self._patients is None:
            self._patients = make_patients(self.hub, self.state, self._cards)
            ticks = count()
            self._patients.list.clock = lambda: MONO + next(ticks) * SEARCH_SECONDS
            self._patients.chart.clock = _still
        return self._patients

    def _plan(self) -> Any:
        if self._schedule is None:
            self._schedule = make_schedule(self.hub, self.state, _nothing, _nothing)
            self._schedule.schedule.clock = _still
        return self._schedule

    def _receive(self) -> Any:
        if self._desk is None:
            self._desk = make_front_desk(self.hub, _still, self.state, _nothing, _nothing)
        return self._desk

    def dress(self, look: str, language: str, scale: float = 1.0, density: str = "comfortable") -> None:
        """Take on a look, a language, a size and a density."""
        self.state.station.change(look=look, language=language, scale=scale, density=density)
        self.window.frame(MONO)

    def picture(self, width: int, height: int) -> QPixmap:
        """Return the window at a size and at the time at which this clock stands."""
        return self.window.picture(width, height, MONO)

    async def settle(self) -> None:
        """Let tasks and layouts that wait have their turn, and what draws a chart be there."""
        async with asyncio.timeout(LOADING_SECONDS):
            while (bed := self.window.shell.bed) is not None and bed.isVisible() and bed.chart.plot is None:
                self.window.frame(MONO)
                await asyncio.sleep(0.05)
        await self._frames()
        waiting, self._then = self._then, []
        for step in waiting:
            step()
            await self._frames()

    async def _frames(self) -> None:
        for _ in range(6):
            self.window.frame(MONO)
            await asyncio.sleep(0.012)

    def then(self, *steps: Callable[[], object]) -> None:
        """Have these done one after the other, each once what the one before it set going has settled."""
        self._then = [*steps]

    def leave(self) -> None:
        """Go back to where every screen begins."""
        self.hub.mood = self.hub.restriction = ""
        self.idle = 0.0
        self.lock.begin()
        self.window.patients.forget()
        self.state.access.unlock()
        self.window.search_panel.close()
        self.window.keys.close()
        if self.window.ward.context.chooser is not None:
            self.window.ward.context.chooser.close()
        for toast in self.window.toasts.shown:
            toast.dismiss()
        self._then.clear()
        for noun in self._admin or ():
            noun.state.clear()
        if self._patients is not None:
            self._patients.list.state.clear()
            self._patients.form.state.close()
        if self._schedule is not None:
            self._schedule.schedule.forget()
        if self._desk is not None:
            self._desk.columns.forget()
        self.state.clear()
        self.state.access.left()
        self.state.station.change(privacy=False)
        self.window.frame(MONO)

    def sign_out(self, problem: ClinicError | None = None) -> None:
        """Stand before the sign-in."""
        self.state.clear()
        self.state.access.left()
        self.state.access.typed("n.sato")
        self.state.access.probed(0.012, None, "Kita CA")
        self.state.access.keyring(None)
        if problem is not None:
            self.state.access.refused(problem)

    def sign_in(self, role: str = "nurse") -> None:
        """Be let in."""
        clinic = Clinic(ward.CLINIC, "Kita Hospital", "Asia/Tokyo", role)
        state = self.state
        state.clear()
        state.access.entered("佐藤 直美", (clinic,))
        state.access.known(user_id(0), has_pin=False, password_given=False)
        state.connection.started(MONO - 600)
        state.connection.opened()
        state.hub_clock.answered(NOW, MONO, MONO)
        state.connection.heard(MONO, NOW)
        state.connection.answered(0.012)

    def administer(self, tab: str, role: str = "administrator") -> None:
        """Have a tab of Admin open."""
        self.sign_in(role)
        self.window.frame(MONO)
        self.window.shell.go(Place(ADMIN, tab=tab))

    @property
    def tab(self) -> Any:
        """Return the tab of Admin that is open, None while Admin is not."""
        admin = self.window.shell.rooms.admin
        return admin.stack.currentWidget() if admin is not None and admin.isVisible() else None

    def watch(self, beds: int, restricted: tuple[int, ...] = (), role: str = "nurse") -> None:
        """Have a ward of so many beds on the wall, live; the charts of those in some are closed to the user."""
        self.sign_in(role)
        state = self.state
        state.wards.take_wards(ward.wards(beds))
        self.wards.choose((ward.WARD,))
        topic = topics.ward(UUID(ward.WARD))
        state.connection.watching((topic,))
        state.connection.opened()
        state.wards.take_beds(ward.WARD, ward.beds(beds, restricted), MONO)
        for before, live in ward.lives(beds, NOW):
            state.readings.take(live, MONO - before / 1_000)
        state.connection.replaced(topic, MONO)
        state.connection.heard(MONO, NOW)
        state.connection.answered(0.084)

    def lose_hub(self) -> None:
        """Have heard nothing for 14 s."""
        state = self.state
        state.connection.heard(MONO - 14, NOW - 14_000)
        state.connection.dropped(MONO - 9, HubUnavailable("no connection"), 12)
        for bed in state.readings.beds.values():
            for name, value in list(bed.values.items()):
                bed.values[name] = value.__class__(
                    value.number, value.validity, value.at, value.received - 14_000, value.measured, value.heard - 14
                )


def _still() -> float:
    return MONO


def _nothing(*_: object) -> None:
    return None
