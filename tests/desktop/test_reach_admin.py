"""People, roles and sessions in the whole console: names and roles, the round of Tab, its order, rings of focus."""

import asyncio
from contextlib import asynccontextmanager

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from clinic_console.desktop.app import Console
from clinic_console.desktop.bridge import monotonic
from clinic_console.desktop.config import DesktopConfig
from clinic_console.desktop.language import speak
from clinic_console.desktop.link.socket import Timings
from tests.desktop.reach import faults
from tests.desktop.stub_sessions import StubSessions, session
from tests.desktop.stub_users import StubUsers, person, user_id

QUICK = Timings(opening=1.0, silent=0.6, ping=0.1, tick=0.05, backoff_first=0.02, backoff_most=0.1)
looks = pytest.mark.parametrize(("language", "scale"), [("en", 1.0), ("ja", 2.0)])


@pytest.fixture(autouse=True)
def as_before(qapp):
    before = QLocale()
    yield
    speak(qapp, "en")
    QLocale.setDefault(before)
    qapp.setStyleSheet("")


@asynccontextmanager
async def administering(stub, bridge, qapp, until, tab, **settings):
    stub.role = "administrator"
    StubUsers().serve(stub).add(person(number) for number in range(40))
    StubSessions().serve(stub).rows = [session(number, number % 4) for number in range(40)]
    async with stub.running():
        console = Console(DesktopConfig(server=stub.url), bridge, qapp, timings=QUICK)
        console.state.station.change(**settings)
        console.window.frame(monotonic())
        console.window.resize(1366, 768)
        console.open()
        console.window.activateWindow()
        try:
            await console.sessions.sign_in(stub.url, "nurse", "secret")
            await until(lambda: console.window.shell.may_admin)
            console.window.open_admin(tab)
            await until(lambda: console.window.shell.rooms.admin is not None)
            view = console.window.shell.rooms.admin.stack.currentWidget()
            await until(lambda: len(view.table.pages.rows) > 5)
            view.enter()
            await settled(console)
            await until(lambda: QApplication.focusWidget() is not None)
            yield console, view
        finally:
            await console.close()
            console.window.deleteLater()


async def settled(console):
    """Frames and what they posted: layouts follow by events."""
    for _ in range(3):
        console.window.frame(monotonic())
        await asyncio.sleep(0.02)


async def check(console):
    await settled(console)
    found = faults(console.window, console.window.theme)
    assert not found, "\n".join(found)


@looks
def test_people(stub, bridge, qapp, until, language, scale):
    async def flow():
        settings = {"language": language, "scale": scale}
        async with administering(stub, bridge, qapp, until, "users", **settings) as (console, view):
            await check(console)
            view.open_user(user_id(1))
            view.panel.name.setFocus()
            await check(console)
            view.panel.disable.click()
            await check(console)

    bridge.run(flow())


@looks
def test_somebody_new(stub, bridge, qapp, until, language, scale):
    async def flow():
        settings = {"language": language, "scale": scale}
        async with administering(stub, bridge, qapp, until, "users", **settings) as (console, view):
            view.begin()
            await settled(console)
            view.form.make.click()
            await check(console)
            view.form.name.setText("X")
            view.form.login.setText("x")
            view.form.roles.boxes["c1"].setCurrentIndex(1)
            view.form.make.click()
            await until(view.secret.isVisible)
            await check(console)

    bridge.run(flow())


@looks
def test_roles(stub, bridge, qapp, until, language, scale):
    async def flow():
        settings = {"language": language, "scale": scale}
        async with administering(stub, bridge, qapp, until, "roles", **settings) as (console, _):
            await check(console)

    bridge.run(flow())


@looks
def test_sessions(stub, bridge, qapp, until, language, scale):
    async def flow():
        settings = {"language": language, "scale": scale}
        async with administering(stub, bridge, qapp, until, "sessions", **settings) as (console, view):
            await check(console)
            view.open_session(view.table.pages.rows[1].id)
            view.panel.end.setFocus()
            await check(console)
            view.panel.end_all.click()
            await check(console)
            view.close_side()
            view.table.view.mark_all()
            view.end.click()
            await check(console)

    bridge.run(flow())


def test_nobody_fits(stub, bridge, qapp, until):
    async def flow():
        async with administering(stub, bridge, qapp, until, "users", language="en") as (console, view):
            view.search.setText("nobody at all")
            await until(lambda: not view.table.pages.rows)
            await check(console)

    bridge.run(flow())
