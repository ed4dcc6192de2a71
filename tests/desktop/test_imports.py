"""Imports in the whole console: the round of Tab, rings of focus, and nothing left when somebody signs out."""

import asyncio
from contextlib import asynccontextmanager

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication, QLabel

from clinic_console.desktop.actions import imports_run
from clinic_console.desktop.app import Console
from clinic_console.desktop.bridge import monotonic
from clinic_console.desktop.config import DesktopConfig
from clinic_console.desktop.language import speak
from clinic_console.desktop.link.socket import Timings
from clinic_console.desktop.state.access import LockReason, Phase
from clinic_console.desktop.state.imports import Phase as Step
from clinic_console.wire.access import Clinic
from clinic_console.wire.imports import RowError
from tests.desktop.reach import faults
from tests.desktop.stub_imports import StubImports, imported
from tests.desktop.stub_users import StubUsers

QUICK = Timings(opening=1.0, silent=0.6, ping=0.1, tick=0.05, backoff_first=0.02, backoff_most=0.1)
FILE = "id,name,born,sex\n" + "".join(f"{number},Ana Silva {number},1980-02-01,F\n" for number in range(2_000))
looks = pytest.mark.parametrize(("language", "scale"), [("en", 1.0), ("ja", 2.0)])


@pytest.fixture(autouse=True)
def as_before(qapp):
    before = QLocale()
    yield
    speak(qapp, "en")
    QLocale.setDefault(before)
    qapp.setStyleSheet("")


@asynccontextmanager
async def importing(stub, bridge, qapp, until, **settings):
    stub.role = "administrator"
    StubUsers().serve(stub)
    hub = StubImports([imported(number) for number in range(12)]).serve(stub)
    hub.errors[hub.rows[0].id] = [RowError(line, "born", "imports.date", "") for line in range(1, 30)]
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
            console.window.open_admin("imports")
            await until(lambda: console.window.shell.rooms.admin is not None)
            view = console.window.shell.rooms.admin.stack.currentWidget()
            await until(lambda: len(view.table.pages.rows) > 5)
            view.enter()
            await settled(console)
            await until(lambda: QApplication.focusWidget() is not None)
            yield console, view, hub
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


async def prepare(console, view, until, tmp_path):
    path = tmp_path / "patients.csv"
    path.write_text(FILE, encoding="utf-8")
    view.open_file(str(path))
    state = view._imports
    await until(lambda: state.draft is not None and state.draft.look is not None and not state.draft.stale)
    view.draft.settings.said.emit("system", "register")
    await until(lambda: not state.draft.stale)
    await settled(console)


@looks
def test_all_of_it_is_reached(stub, bridge, qapp, until, tmp_path, language, scale):
    async def flow():
        async with importing(stub, bridge, qapp, until, language=language, scale=scale) as (console, view, _):
            await check(console)
            view.open_import(view.table.pages.rows[0].id)
            await until(lambda: view._imports.errors.loaded)
            view.one.enter()
            await check(console)
            view._back()
            view.list.begin.click()
            await check(console)
            await prepare(console, view, until, tmp_path)
            view.draft.enter()
            await check(console)

    bridge.run(flow())


def test_it_goes_on_beside_another_screen_and_ends_with_the_session(stub, bridge, qapp, until, tmp_path, monkeypatch):
    monkeypatch.setattr(imports_run, "LOCKED_WAIT", 0.01)

    async def flow():
        async with importing(stub, bridge, qapp, until) as (console, view, hub):
            state = view._imports
            await prepare(console, view, until, tmp_path)
            console.state.access.lock(LockReason.ASKED)
            view.draft.yes.click()
            run = state.run
            await until(lambda: run.phase is Step.PAUSED)
            console.state.access.unlock()
            console.window.go("settings")
            await until(lambda: run.phase is Step.OVER)
            assert hub.rows[0].good == 2_000
            console.window.open_admin("imports")
            await prepare(console, view, until, tmp_path)
            console.state.access.lock(LockReason.ASKED)
            view.draft.yes.click()
            again = state.run
            await until(lambda: again.phase is Step.PAUSED)
            await console.sessions.sign_out()
            await until(lambda: console.state.access.phase is Phase.OUT)
            await settled(console)
            assert (state.run, state.draft, state.pages.rows) == (None, None, ())
            assert len(hub.received) == 2_000, "nothing of the second one was sent"
            said = [label.text() for label in console.window.findChildren(QLabel)]
            assert not [text for text in said if "Silva" in text or "patients.csv" in text]

    bridge.run(flow())


def test_a_change_of_size_keeps_what_was_prepared(stub, bridge, qapp, until, tmp_path):
    async def flow():
        async with importing(stub, bridge, qapp, until) as (console, view, _):
            await prepare(console, view, until, tmp_path)
            before = view._imports.draft
            console.window.zoom(1)
            await settled(console)
            await until(lambda: console.window.shell.rooms.admin is not None)
            made = console.window.shell.rooms.admin.stack.currentWidget()
            await settled(console)
            assert made is not view
            assert made._imports.draft is before
            assert made.draft.settings.system.text() == "register"
            assert made.draft.yes.isEnabled()

    bridge.run(flow())


def test_from_an_import_to_the_patients(stub, bridge, qapp, until):
    stub.clinics = lambda: [Clinic("c1", "Kita", "Asia/Tokyo", "administrator"), Clinic("c2", "P", "UTC", "doctor")]

    async def flow():
        async with importing(stub, bridge, qapp, until) as (console, view, _):
            view.open_import(view.table.pages.rows[0].id)
            await settled(console)
            assert not view.one.show_patients.isVisible(), "in that clinic they are not for this user"
            view.one.patients.emit()
            assert console.window.shell.place.screen == "patients"

    bridge.run(flow())
