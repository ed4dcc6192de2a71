"""A whole console against a hub on loopback: by keyboard, to the painted tile, through every kind of trouble."""

import asyncio
from contextlib import asynccontextmanager

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from clinic_console.desktop.app import Console
from clinic_console.desktop.bridge import monotonic
from clinic_console.desktop.config import DesktopConfig
from clinic_console.desktop.link.socket import Timings
from clinic_console.desktop.state.access import Phase
from clinic_console.wire.wards import Ward

WARD = "0192f0c1-0000-7000-8000-000000000001"
QUICK = Timings(opening=1.0, silent=0.6, ping=0.1, tick=0.05, backoff_first=0.02, backoff_most=0.1)


@asynccontextmanager
async def console_at(stub, bridge, qapp):
    console = Console(DesktopConfig(server=stub.url), bridge, qapp, timings=QUICK)
    console.open()
    try:
        yield console
    finally:
        await console.close()
        console.window.deleteLater()


@asynccontextmanager
async def signed_in(stub, bridge, qapp, until):
    async with stub.running(), console_at(stub, bridge, qapp) as console:
        await console.sessions.sign_in(stub.url, "nurse", "secret")
        await until(lambda: console.window.ward.wall.painted("b1") is not None)
        yield console


def test_signing_in_by_keyboard_shows_live_numbers(stub, bridge, qapp, until):
    async def flow():
        stub.live["b1"] = stub.numbers(HR=91.0, SpO2=97.0, RR=21.0)
        async with stub.running(), console_at(stub, bridge, qapp) as console:
            view = console.window.sign_in
            console.window.activateWindow()
            await until(view.login.hasFocus)
            QTest.keyClicks(view.login, "nurse")
            QTest.keyClick(view.login, Qt.Key.Key_Tab)
            assert view.password.hasFocus()
            QTest.keyClicks(view.password, "secret")
            QTest.keyClick(view.password, Qt.Key.Key_Return)
            ward = console.window.ward
            await until(lambda: ward.shown("b1").get("HR") == "91")
            assert ward.shown("b1") == {"HR": "91", "SpO2": "97", "RR": "21"}
            assert ward.wall.hasFocus()
            assert ward.context.count.text() == "2 beds · 2 occupied · 1 with data"
            await stub.publish(stub.numbers(HR=92.0, SpO2=None))
            await until(lambda: ward.shown("b1")["HR"] == "92")
            assert ward.shown("b1")["SpO2"] == "–"
            assert console.window.bar.who.name.text() == "N. Sato"
            assert console.window.bar.who.where.text() == "Nurse · Kita"

    bridge.run(flow())


def test_a_wrong_password_is_said_and_nothing_is_lost(stub, bridge, qapp, until):
    async def flow():
        async with stub.running(), console_at(stub, bridge, qapp) as console:
            view = console.window.sign_in
            view.login.setText("nurse")
            view.password.setText("wrong")
            QTest.mouseClick(view.button, Qt.MouseButton.LeftButton)
            await until(view.form.notice_box.isVisible)
            assert "wrong" in view.notice.text()
            assert view.login.text() == "nurse"
            assert console.state.access.phase is Phase.OUT
            await until(view.button.isEnabled)

    bridge.run(flow())


def test_an_empty_field_gets_the_focus_and_nothing_is_sent(stub, bridge, qapp, until):
    async def flow():
        async with stub.running(), console_at(stub, bridge, qapp) as console:
            console.window.activateWindow()
            view = console.window.sign_in
            view.login.setText("nurse")
            view.sign_in()
            await until(view.password.hasFocus)
            assert "POST /api/session" not in stub.requests

    bridge.run(flow())


def test_whether_the_hub_answers_is_said_before_signing_in(stub, bridge, qapp, until):
    async def flow():
        async with stub.running(), console_at(stub, bridge, qapp) as console:
            view = console.window.sign_in
            await until(lambda: view.hub.text().startswith("The hub answers in"))
            view.server.setText("127.0.0.1:1")
            view.server.editingFinished.emit()
            await until(lambda: "127.0.0.1:1" not in view.hub.text() and "answers in" not in view.hub.text())
            view.server.setText("nonsense://x")
            view.server.editingFinished.emit()
            await until(lambda: "address" in view.hub.text())
            assert console.state.access.phase is Phase.OUT

    bridge.run(flow())


def test_a_silent_hub_is_not_monitored_and_nothing_stays_frozen(stub, bridge, qapp, until, monkeypatch):
    monkeypatch.setattr("clinic_console.desktop.state.connection.SILENT_SECONDS", 0.8)

    async def flow():
        stub.live["b1"] = stub.numbers(HR=91.0)
        async with signed_in(stub, bridge, qapp, until) as console:
            window = console.window
            # In one frame: a pause of this machine may look like one of the hub for a moment.
            await until(lambda: window.ward.wall.painted("b1").live and not window.strip.property("alert"))
            stub.mode = "silent"
            await until(lambda: window.strip.property("alert"))
            await until(lambda: not window.ward.wall.painted("b1").live)
            assert window.ward.wall.painted("b1").rows[0].tone == "struck"
            assert window.strip.title.text() == "NOT MONITORED"
            assert "not monitored" in window.bar.mark.accessibleName()
            assert window.strip.button.isVisible()
            stub.mode = "normal"
            QTest.mouseClick(window.strip.button, Qt.MouseButton.LeftButton)
            stub.live["b1"] = stub.numbers(HR=95.0)
            await until(lambda: window.ward.shown("b1")["HR"] == "95" and window.ward.wall.painted("b1").live)
            await until(lambda: not window.strip.property("alert"))
            await until(lambda: "live" in window.bar.mark.accessibleName())

    bridge.run(flow())


def test_a_session_that_ended_leads_to_signing_in_under_a_plain_warning(stub, bridge, qapp, until):
    async def flow():
        stub.live["b1"] = stub.numbers(HR=91.0)
        async with signed_in(stub, bridge, qapp, until) as console:
            stub.tokens.clear()
            stub.refreshes.clear()
            await stub.drop()
            await until(console.window.sign_in.isVisible)
            assert console.window.strip.isVisible()
            assert console.window.strip.title.text() == "NOT MONITORED"
            assert "session has ended" in console.window.sign_in.notice.text()
            assert not console.state.readings.beds
            await console.sessions.sign_in(stub.url, "nurse", "secret")
            await until(lambda: console.window.ward.isVisible() and not console.window.strip.property("alert"))

    bridge.run(flow())


def test_signing_out_leaves_nothing(stub, bridge, qapp, until):
    async def flow():
        stub.live["b1"] = stub.numbers(HR=91.0)
        async with signed_in(stub, bridge, qapp, until) as console:
            QTest.mouseClick(console.window.bar.leave, Qt.MouseButton.LeftButton)
            await until(console.window.sign_in.isVisible)
            assert not console.window.strip.isVisible()
            assert console.window.sign_in.password.text() == ""
            assert not console.state.readings.beds
            assert console.state.wards.beds == ()
            await until(lambda: "DELETE /api/session" in stub.requests)

    bridge.run(flow())


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda stub: stub.beds[WARD].clear(), "This ward has no beds"),
        (lambda stub: (stub.beds.clear(), stub.wards.clear()), "This ward is no longer here"),
    ],
)
def test_a_ward_without_beds_or_that_is_gone_says_so(stub, bridge, qapp, until, change, words):
    async def flow():
        async with signed_in(stub, bridge, qapp, until) as console:
            change(stub)
            console.feed.nudge()
            await until(console.window.ward.panel.isVisible)
            await until(lambda: console.window.ward.panel._title.text() == words)

    bridge.run(flow())


def test_no_ward_at_all_and_no_answer_have_words_and_a_way_on(stub, bridge, qapp, until):
    async def flow():
        stub.wards.clear()
        async with stub.running(), console_at(stub, bridge, qapp) as console:
            await console.sessions.sign_in(stub.url, "nurse", "secret")
            panel = console.window.ward.panel
            await until(lambda: panel._title.text() == "There is no ward for you to watch")
            stub.http_mode = "down"
            QTest.mouseClick(panel.button, Qt.MouseButton.LeftButton)
            await until(lambda: panel._title.text() == "The database does not answer")
            stub.http_mode = "normal"
            stub.wards.append(Ward(WARD, "c1", "3 East", 2, 2))
            QTest.mouseClick(panel.button, Qt.MouseButton.LeftButton)
            await until(lambda: console.window.ward.wall.painted("b1") is not None)

    bridge.run(flow())


def test_readings_that_are_not_recorded_and_monitors_alarms_are_said(stub, bridge, qapp, until):
    from clinic_console.wire.devices import MonitorAlarm
    from clinic_console.wire.readings import LiveStatus

    async def flow():
        async with signed_in(stub, bridge, qapp, until) as console:
            bed = stub.numbers(HR=91.0)
            bed.recorded = False
            bed.status = LiveStatus(alarms=[MonitorAlarm("x", "high", 1, "HR HIGH")])
            await stub.publish(bed)
            window = console.window
            await until(lambda: window.ward.context.note.text() == "Not being recorded")
            await until(lambda: window.strip.text.text() == "Bedside monitor alarm: bed 1")
            await until(lambda: window.ward.wall.painted("b1").footer.text == "Monitor: !!! HR HIGH")

    bridge.run(flow())


def test_light_and_dark_change_everything(stub, bridge, qapp, until):
    async def flow():
        async with signed_in(stub, bridge, qapp, until) as console:
            window = console.window
            dark = window.picture(1366, 768).toImage()
            QTest.mouseClick(window.bar.look, Qt.MouseButton.LeftButton)
            light = window.picture(1366, 768).toImage()
            assert (light.width(), light.height()) == (1366, 768)
            for x, y in ((5, 40), (5, 80), (3, 400), (300, 300)):
                assert dark.pixelColor(x, y).lightness() < 60
                assert light.pixelColor(x, y).lightness() > 200

    bridge.run(flow())


def test_the_window_closes_within_two_seconds_even_when_the_hub_is_deaf(stub, bridge, qapp, until):
    async def flow():
        async with stub.running():
            console = Console(DesktopConfig(server=stub.url), bridge, qapp, timings=QUICK)
            console.open(("nurse", "secret"))
            await until(lambda: console.state.connection.synced)
            stub.mode, stub.http_mode = "silent", "deaf"
            console.feed.nudge()
            console.window.close()
            await console.closed.wait()
            async with asyncio.timeout(2.0):
                await console.close()
            assert not bridge._tasks
            console.window.deleteLater()

    bridge.run(flow())


def test_an_error_is_shown_for_a_while(stub, bridge, qapp):
    console = Console(DesktopConfig(), bridge, qapp)
    console.window.show()
    bridge.failed.emit("Something went wrong.")
    toasts = console.window.toasts
    assert len(toasts.shown) == 1
    now = monotonic()
    console.window.frame(now)
    console.window.frame(now + 9)
    assert len(toasts.shown) == 1
    console.window.frame(now + 11)
    assert not toasts.shown
    bridge.run(console.close())


def test_a_pump_that_breaks_starts_again_and_says_so(stub, bridge, qapp, until, monkeypatch):
    monkeypatch.setattr("clinic_console.desktop.app.RESTART_SECONDS", 0.01)

    async def flow():
        stub.live["b1"] = stub.numbers(HR=91.0)
        async with signed_in(stub, bridge, qapp, until) as console:
            told = []
            bridge.failed.connect(told.append)
            right = console.state.readings.take

            def broken(*_):
                console.state.readings.take = right
                raise ZeroDivisionError

            console.state.readings.take = broken
            await stub.publish(stub.numbers(HR=92.0))
            await until(lambda: len(told) == 1 and told[0].startswith("Something went wrong ("))
            await until(lambda: console.window.ward.shown("b1")["HR"] == "92")

    bridge.run(flow())
