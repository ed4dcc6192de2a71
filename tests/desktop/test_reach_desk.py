"""The front desk in the whole console: where reception begins, names and roles, the round of Tab, rings of focus."""

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QLocale, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from clinic_console.desktop.app import Console
from clinic_console.desktop.bridge import monotonic
from clinic_console.desktop.config import DesktopConfig
from clinic_console.desktop.language import speak
from clinic_console.desktop.link.socket import Timings
from clinic_console.desktop.views import menu
from clinic_console.desktop.views.screens import DESK, PATIENTS
from clinic_console.domain.zones import day_of
from tests.desktop.front_desk_room import busy_day
from tests.desktop.reach import faults
from tests.desktop.stub_schedule import Practice, stub_now

QUICK = Timings(opening=1.0, silent=0.6, ping=0.1, tick=0.05, backoff_first=0.02, backoff_most=0.1)
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def as_before(qapp):
    before = QLocale()
    yield
    speak(qapp, "en")
    QLocale.setDefault(before)
    qapp.setStyleSheet("")


@asynccontextmanager
async def at_the_desk(stub, bridge, qapp, until, **settings):
    stub.role = "receptionist"
    now = stub_now(stub)
    async with stub.running():
        console = Console(DesktopConfig(server=stub.url), bridge, qapp, timings=QUICK)
        console.state.station.change(**settings)
        console.window.frame(monotonic())
        console.window.resize(1366, 768)
        console.open()
        console.window.activateWindow()
        try:
            await console.sessions.sign_in(stub.url, "nurse", "secret")
            clinic = console.state.access.clinics[0]
            day = day_of(clinic.zone, datetime.fromtimestamp(now / 1_000, UTC))
            busy_day(Practice(now, day, zone=clinic.zone, doctors=4, clinic=clinic.id)).mount(stub)
            stub.extra["GET", "/api/desk-views"] = lambda *_: (200, b'{"items":[]}')
            await until(lambda: console.window.shell.place.screen == DESK)
            await until(lambda: console.state.front_desk.total > 0)
            await until(lambda: QApplication.focusWidget() is not None)
            yield console, console.window.shell.rooms.front_desk
        finally:
            await console.close()
            console.window.deleteLater()


async def settled(console):
    for _ in range(4):
        console.window.frame(monotonic())
        await asyncio.sleep(0.02)


@pytest.mark.parametrize(("language", "scale"), [("en", 1.0), ("ja", 1.0), ("en", 2.0)])
def test_all_of_it_is_named_reached_by_tab_and_ringed(stub, bridge, qapp, until, language, scale):
    async def flow():
        async with at_the_desk(stub, bridge, qapp, until, language=language, scale=scale) as (console, _):
            view = console.window.shell.rooms.front_desk
            await until(lambda: view is not None and console.window.shell.rooms.front_desk.pane.list.isVisible())
            view = console.window.shell.rooms.front_desk
            view.pane.enter()
            QTest.keyClick(view.pane.list, Qt.Key.Key_Space)
            await settled(console)
            found = faults(console.window, console.window.theme)
            assert found == [], "\n".join(found)

    bridge.run(flow())


def test_reception_begins_here_and_finds_it_by_key_and_by_name(stub, bridge, qapp, until):
    async def flow():
        async with at_the_desk(stub, bridge, qapp, until) as (console, view):
            window, shell = console.window, console.window.shell
            names = {command.id for command in menu.commands(console.state, shell, window)}
            assert {DESK, "walk-in", "away", "calls"} <= names
            window.go(PATIENTS)
            QTest.keyClick(window, Qt.Key.Key_2, CONTROL)
            assert (shell.place.screen, shell.rail.current()) == (DESK, DESK)
            QTest.keyClick(view.pane.list, Qt.Key.Key_N, CONTROL)
            await settled(console)
            assert view.panels.open == "walk-in"

    bridge.run(flow())


def test_another_size_keeps_the_filter_the_row_and_what_is_selected(stub, bridge, qapp, until):
    async def flow():
        async with at_the_desk(stub, bridge, qapp, until) as (console, view):
            desk = console.state.front_desk
            view.pane.enter()
            for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Space):
                QTest.keyClick(view.pane.list, key)
            await settled(console)
            current, selected = view.pane.list.current, set(desk.marks.ids)
            assert selected
            console.state.station.change(scale=1.25)
            await until(lambda: console.window.shell.rooms.front_desk not in (view, None))
            await settled(console)
            now = console.window.shell.rooms.front_desk
            await until(lambda: now.pane.list.settled and now.pane.list.current)
            assert (now.pane.list.current, desk.marks.ids) == (current, selected)

    bridge.run(flow())


@pytest.mark.parametrize("what", ["walk-in", "away", "check-in"])
def test_another_size_keeps_what_is_open_and_what_is_typed_in_it(stub, bridge, qapp, until, what):
    async def flow():
        async with at_the_desk(stub, bridge, qapp, until) as (console, view):
            openers = {"walk-in": view.open_walk_in, "away": view.open_away, "check-in": view.pane.enter}
            openers[what]()
            if what == "check-in":
                QTest.keyClick(view.pane.list, Qt.Key.Key_Down)
                QTest.keyClick(view.pane.list, Qt.Key.Key_Return)
            await settled(console)
            state = console.state
            state.walk_in.typed(reason="Fever")
            before = state.unavailable.draft, state.check_in.card and state.check_in.card.id
            console.state.station.change(scale=1.25)
            await until(lambda: console.window.shell.rooms.front_desk not in (view, None))
            await settled(console)
            now = console.window.shell.rooms.front_desk
            assert now.panels.open == what
            assert now.panels.panel.isVisible()
            assert (state.unavailable.draft, state.check_in.card and state.check_in.card.id) == before
            assert state.walk_in.reason == "Fever"
            assert now.panels.panel.isAncestorOf(QApplication.focusWidget())

    bridge.run(flow())


def test_a_column_of_the_schedule_leads_to_the_plan_for_its_doctors_absence(stub, bridge, qapp, until, monkeypatch):
    # The offscreen plugin does not give the window back what a menu has taken.
    monkeypatch.setattr(QMenu, "popup", lambda *_: None)

    async def flow():
        async with at_the_desk(stub, bridge, qapp, until) as (console, view):
            schedule = console.window.shell.rooms.show_schedule()
            clinic = console.state.access.clinics[0].id
            schedule.hours.menu(3, clinic, QPoint(0, 0))
            entries = {each.text(): each for shown in schedule.findChildren(QMenu) for each in shown.actions()}
            entries["Doctor unavailable …"].trigger()
            await settled(console)
            assert (console.window.shell.place.screen, view.panels.open) == (DESK, "away")
            draft = console.state.unavailable.draft
            assert (draft.when.practitioner, draft.when.clinic) == (3, clinic)
            # Once more it is the same plan, and below it nothing is turned.
            console.state.unavailable.write(replace(draft, days=7))
            focus, day = QApplication.focusWidget(), console.state.front_desk.columns.day
            QTest.keyClick(focus, Qt.Key.Key_U, CONTROL)
            QTest.keyClick(focus, Qt.Key.Key_N, CONTROL)
            QTest.keyClick(focus, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
            assert console.state.unavailable.draft.days == 7
            assert (view.panels.open, console.state.front_desk.columns.day) == ("away", day)

    bridge.run(flow())


def test_nothing_of_the_day_is_left_when_somebody_leaves(stub, bridge, qapp, until):
    async def flow():
        async with at_the_desk(stub, bridge, qapp, until) as (console, _):
            await console.sessions.sign_out()
            await settled(console)
            assert console.window.shell.rooms.front_desk is None
            assert console.state.front_desk.total == 0
            assert console.state.front_desk.day_total == 0

    bridge.run(flow())
