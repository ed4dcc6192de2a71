"""Patients in the whole console: names and roles, the round of Tab, its order, rings of focus."""

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
from clinic_console.desktop.views.screens import PATIENTS
from tests.desktop.reach import faults
from tests.desktop.stub_patients_list import Patients, patient_id

QUICK = Timings(opening=1.0, silent=0.6, ping=0.1, tick=0.05, backoff_first=0.02, backoff_most=0.1)
looks = pytest.mark.parametrize(("language", "scale"), [("en", 1.0), ("ja", 1.0), ("en", 2.0)])


@pytest.fixture(autouse=True)
def as_before(qapp):
    before = QLocale()
    yield
    speak(qapp, "en")
    QLocale.setDefault(before)
    qapp.setStyleSheet("")


@asynccontextmanager
async def at_the_list(stub, bridge, qapp, until, total=5_000, **settings):
    patients = Patients(stub, total)
    async with stub.running():
        console = Console(DesktopConfig(server=stub.url), bridge, qapp, timings=QUICK)
        console.state.station.change(**settings)
        console.window.frame(monotonic())
        console.window.resize(1366, 768)
        console.open()
        console.window.activateWindow()
        try:
            await console.sessions.sign_in(stub.url, "nurse", "secret")
            await until(console.window.shell.rail.isVisible)
            console.window.go(PATIENTS)
            view = console.window.shell.rooms.patients
            roll = view.list.all.model.source
            await until(lambda: roll.loaded and (roll.total == 0 or roll.row(0) is not None))
            await until(lambda: QApplication.focusWidget() is not None)
            yield console, view, patients
        finally:
            await console.close()
            console.window.deleteLater()


async def check(console):
    for _ in range(3):
        console.window.frame(monotonic())
        await asyncio.sleep(0.02)
    found = faults(console.window, console.window.theme)
    assert not found, "\n".join(found)


@looks
def test_the_list_and_the_search(stub, bridge, qapp, until, language, scale):
    async def flow():
        async with at_the_list(stub, bridge, qapp, until, language=language, scale=scale) as (console, view, _):
            await check(console)
            view.list.bar.field.setText("tanaka")
            await until(lambda: view.list.hits.model.rowCount() == 50)
            await check(console)
            view.list.bar.field.setText("nobody")
            await until(view.list.hits.ground.panel.isVisible)
            await check(console)

    bridge.run(flow())


@looks
def test_a_chart_beside_the_list(stub, bridge, qapp, until, language, scale):
    async def flow():
        async with at_the_list(stub, bridge, qapp, until, language=language, scale=scale) as (console, view, _):
            view.open_patient(patient_id(2))
            await until(lambda: console.state.chart.chart is not None)
            await check(console)

    bridge.run(flow())


def test_a_list_that_cannot_be_had(stub, bridge, qapp, until):
    async def flow():
        async with at_the_list(stub, bridge, qapp, until, total=0) as (console, view, patients):
            await until(view.list.all.ground.panel.isVisible)
            await check(console)
            patients.refuse = (503, "hub.unavailable")
            view.list.all.model.source.restart()
            await until(lambda: view.list.all.model.source.error is not None)
            await check(console)

    bridge.run(flow())
