"""Every screen in every state: names and roles, the round of Tab, its order, and the ring of what has the focus."""

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
from clinic_console.desktop.station import Person, Profile
from clinic_console.desktop.theme import DARK, LIGHT, Theme
from clinic_console.desktop.views.crash import Outage, OutageWindow
from clinic_console.desktop.views.gallery import Gallery, pages
from clinic_console.wire.wards import Bed, BedDevice, Ward
from tests.desktop.reach import faults, unclear
from tests.desktop.stub import WARD, patient

QUICK = Timings(opening=1.0, silent=0.6, ping=0.1, tick=0.05, backoff_first=0.02, backoff_most=0.1)
OTHER = "0192f0c1-0000-7000-8000-000000000002"
looks = pytest.mark.parametrize(("language", "scale"), [("en", 1.0), ("ja", 2.0)])


@pytest.fixture(autouse=True)
def as_before(qapp):
    before = QLocale()
    yield
    speak(qapp, "en")
    QLocale.setDefault(before)
    qapp.setStyleSheet("")


@asynccontextmanager
async def console_at(stub, bridge, qapp, until, **settings):
    console = Console(DesktopConfig(server=stub.url), bridge, qapp, timings=QUICK)
    console.state.station.change(**{"language": "en"} | settings)
    # At once, or the first frame makes all views anew under the test's hands.
    console.window.frame(monotonic())
    console.window.resize(1366, 768)
    console.open()
    console.window.activateWindow()
    try:
        await until(lambda: QApplication.focusWidget() is not None)
        yield console
    finally:
        await console.close()
        console.window.deleteLater()


@asynccontextmanager
async def signed_in(stub, bridge, qapp, until, **settings):
    async with stub.running(), console_at(stub, bridge, qapp, until, **settings) as console:
        await console.sessions.sign_in(stub.url, "nurse", "secret")
        yield console


async def settled(console):
    """Two frames and what they posted: layouts follow by events."""
    for _ in range(2):
        console.window.frame(monotonic())
        await asyncio.sleep(0.02)


def check(console, window=None):
    found = faults(window or console.window, console.window.theme)
    assert not found, "\n".join(found)


def fill(stub, beds):
    """A ward of so many beds, and one without any."""
    stub.wards = [Ward(WARD, "c1", "3 East", beds, beds), Ward(OTHER, "c1", "4 West", 0, 0)]
    stub.beds[WARD] = [
        Bed(f"b{n}", str(n), n, BedDevice(n, f"dev-{n}", "M"), patient(n, f"Person {n}")) for n in range(1, beds + 1)
    ]
    stub.beds[OTHER] = []


def hubs(stub):
    return Profile("Kita", stub.url), Profile("Minami", "https://minami.example")


@looks
def test_signing_in(stub, bridge, qapp, until, language, scale):
    async def flow():
        settings = {"language": language, "scale": scale}
        async with stub.running(), console_at(stub, bridge, qapp, until, **settings) as console:
            sign_in = console.window.sign_in
            check(console)
            people = tuple(Person(stub.url, f"p{n}", f"Person {n}", "nurse") for n in range(3))
            console.state.station.change(people=people, profiles=hubs(stub))
            await settled(console)
            check(console)
            await console.sessions.sign_in(stub.url, "nurse", "wrong")
            await until(sign_in.notice.isVisible)
            await settled(console)
            check(console)
            stub.http_mode = "deaf"
            sign_in.login.setText("nurse")
            sign_in.password.setText("secret")
            sign_in.sign_in()
            await until(sign_in.form.cancel.isVisible)
            await settled(console)
            check(console)
            sign_in.form.cancel.click()
            await until(sign_in.login.isEnabled)
            await settled(console)
            assert QApplication.focusWidget() is sign_in.password
            console.state.station.change(shared=True)
            await settled(console)
            check(console)

    bridge.run(flow())


@looks
def test_the_wall(stub, bridge, qapp, until, language, scale):
    fill(stub, 24)

    async def flow():
        async with signed_in(stub, bridge, qapp, until, language=language, scale=scale) as console:
            window = console.window
            await until(window.ward.wall.hasFocus)
            await settled(console)
            assert (window.ward.wall.pages > 1) is (scale > 1)
            check(console)
            console.state.station.change(privacy=True, order="worst")
            await settled(console)
            check(console)
            window.toasts.say("One", undo=lambda: None)
            window.toasts.say("Two", detail="Something to read")
            await settled(console)
            check(console)

    bridge.run(flow())


@looks
def test_a_wall_that_nobody_watches(stub, bridge, qapp, until, impatient, language, scale):
    async def flow():
        async with signed_in(stub, bridge, qapp, until, language=language, scale=scale) as console:
            window = console.window
            await until(window.ward.wall.hasFocus)
            stub.mode = "silent"
            await stub.drop()
            await until(window.strip.button.isVisible)
            await settled(console)
            check(console)

    bridge.run(flow())


async def shown_panel(console, until):
    await until(console.window.ward.panel.isVisible)
    await settled(console)


@pytest.mark.parametrize("why", ["empty", "gone", "none", "failed"])
def test_no_wall(stub, bridge, qapp, until, why):
    fill(stub, 2)
    if why == "empty":
        stub.beds[WARD] = []
    elif why == "gone":
        del stub.beds[WARD]
    elif why == "none":
        stub.wards = []

    async def flow():
        async with signed_in(stub, bridge, qapp, until) as console:
            stub.http_mode = "down" if why == "failed" else "normal"
            await shown_panel(console, until)
            check(console)

    bridge.run(flow())


@looks
def test_a_bed(stub, bridge, qapp, until, language, scale):
    async def flow():
        async with signed_in(stub, bridge, qapp, until, language=language, scale=scale) as console:
            window = console.window
            await until(window.ward.wall.hasFocus)
            window.open_bed("b1")
            await until(window.shell.bed.chart.panel.isVisible)
            await settled(console)
            check(console)

    bridge.run(flow())


@looks
def test_the_locked_wall(stub, bridge, qapp, until, language, scale):
    fill(stub, 64)
    stub.pin = "2580"

    async def flow():
        async with signed_in(stub, bridge, qapp, until, language=language, scale=scale) as console:
            window = console.window
            await until(window.ward.wall.hasFocus)
            window.lock()
            await settled(console)
            check(console)
            window.shell.lock.view.field.setText("9999")
            window.shell.lock.view.button.click()
            await until(lambda: console.state.access.unlock_problem is not None)
            await settled(console)
            check(console)

    bridge.run(flow())


@looks
def test_the_lock_where_there_is_no_wall(stub, bridge, qapp, until, language, scale):
    stub.role = "auditor"

    async def flow():
        async with signed_in(stub, bridge, qapp, until, language=language, scale=scale) as console:
            await settled(console)
            console.window.lock()
            await settled(console)
            check(console)

    bridge.run(flow())


@looks
def test_the_own_account(stub, bridge, qapp, until, language, scale):
    stub.pin, stub.password_given = "2580", True

    async def flow():
        async with signed_in(stub, bridge, qapp, until, language=language, scale=scale) as console:
            window = console.window
            await until(window.ward.wall.hasFocus)
            # The word about the password, above the wall.
            check(console)
            window.show_account()
            await settled(console)
            check(console)
            window.shell.leave_everywhere()
            await settled(console)
            check(console)

    bridge.run(flow())


@looks
def test_settings(stub, bridge, qapp, until, language, scale):
    async def flow():
        async with signed_in(stub, bridge, qapp, until, language=language, scale=scale) as console:
            window = console.window
            await until(window.ward.wall.hasFocus)
            console.state.station.change(profiles=hubs(stub))
            window.go("settings")
            await settled(console)
            check(console)
            window.shell.station.hubs.edit(hubs(stub)[1])
            await settled(console)
            check(console)

    bridge.run(flow())


def test_what_lies_over_the_wall(stub, bridge, qapp, until):
    fill(stub, 2)

    async def flow():
        async with signed_in(stub, bridge, qapp, until) as console:
            window, context = console.window, console.window.ward.context
            await until(window.ward.wall.hasFocus)
            for show, panel in (
                (window.search, lambda: window.search_panel),
                (window.show_keys, lambda: window.keys),
                (context.open_chooser, lambda: context.chooser),
            ):
                show()
                await settled(console)
                assert panel().isVisible()
                assert unclear(window) == []
                panel().close()

    bridge.run(flow())


def test_the_second_screen(stub, bridge, qapp, until, impatient, monkeypatch):
    async def flow():
        async with signed_in(stub, bridge, qapp, until) as console:
            second = console.window.second
            monkeypatch.setattr(second, "free_screen", lambda _: qapp.primaryScreen())
            console.state.station.change(second_screen=True)
            await until(lambda: second.wall is not None and second.wall.wall.painted("b1") is not None)
            stub.mode = "silent"
            await stub.drop()
            await until(second.wall.strip.button.isVisible)
            second.wall.activateWindow()
            second.wall.wall.setFocus()
            await until(second.wall.wall.hasFocus)
            check(console, second.wall)

    bridge.run(flow())


# So speaks the platform of the tests when a window is shown.
@pytest.mark.qt_log_ignore("propagateSizeHints")
@pytest.mark.parametrize(("language", "scale", "look"), [("en", 1.0, DARK), ("ja", 1.0, LIGHT)])
def test_the_gallery(qapp, qtbot, language, scale, look):
    gallery = Gallery(qapp, Theme(look, scale), language)
    qtbot.addWidget(gallery)
    gallery.resize(1366, 768)
    gallery.show()
    gallery.activateWindow()
    found = []
    for page in pages():
        gallery.open(page.id)
        gallery.list.setFocus()
        QApplication.processEvents()
        # It shows the same control in several states.
        found += [f"{page.id}: {fault}" for fault in faults(gallery, gallery.theme) if "alike: " not in fault]
    assert not found, "\n".join(found)


@looks
@pytest.mark.parametrize("ended", [True, False])
@pytest.mark.parametrize("small", [True, False])
def test_the_watchdogs_window(qapp, qtbot, language, scale, ended, small):
    speak(qapp, language)
    theme = Theme(DARK, scale)
    theme.apply(qapp)
    window = OutageWindow(theme)
    qtbot.addWidget(window)
    window.cover(qapp.primaryScreen())
    window.show_outage(Outage(("3 East",), 12, 1_700_000_000.0, ended=ended))
    window.make_small(small=small)
    # The screen of the tests has no room for 200 %.
    window.resize(1366, window.height())
    QApplication.processEvents()
    window.silence.setFocus()
    found = faults(window, theme)
    assert not found, "\n".join(found)
