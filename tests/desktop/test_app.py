"""A whole console against a hub on loopback: by keyboard, to the painted tile, through every kind of trouble."""

import asyncio
from contextlib import asynccontextmanager

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QWidget

from clinic_console.desktop.app import Console
from clinic_console.desktop.bridge import monotonic
from clinic_console.desktop.config import DesktopConfig
from clinic_console.desktop.link.socket import Timings
from clinic_console.desktop.state.access import Phase
from clinic_console.wire.wards import Bed, Ward

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
            assert console.window.bar.user.text() == "N. Sato"
            assert console.window.bar.role.text() == "Nurse"

    bridge.run(flow())


def test_a_wrong_password_is_said_and_nothing_is_lost(stub, bridge, qapp, until):
    async def flow():
        async with stub.running(), console_at(stub, bridge, qapp) as console:
            view = console.window.sign_in
            view.login.setText("nurse")
            view.password.setText("wrong")
            QTest.mouseClick(view.button, Qt.MouseButton.LeftButton)
            await until(view._notice_box.isVisible)
            assert "wrong" in view._notice.text()
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
            await until(lambda: view._hub.text().startswith("The hub answers in"))
            view.server.setText("127.0.0.1:1")
            view.server.editingFinished.emit()
            await until(lambda: view._hub.text() == "The hub does not answer: no connection")
            view.server.setText("nonsense://x")
            view.server.editingFinished.emit()
            await until(lambda: view._hub.text().startswith("A setting is missing or wrong"))
            assert console.state.access.phase is Phase.OUT

    bridge.run(flow())


def test_a_silent_hub_is_not_monitored_and_nothing_stays_frozen(stub, bridge, qapp, until, monkeypatch):
    monkeypatch.setattr("clinic_console.desktop.state.connection.SILENT_SECONDS", 0.8)

    async def flow():
        stub.live["b1"] = stub.numbers(HR=91.0)
        async with signed_in(stub, bridge, qapp, until) as console:
            window = console.window
            await until(lambda: window.ward.wall.painted("b1").live)
            assert not window.strip.property("alert")
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
            assert "session has ended" in console.window.sign_in._notice.text()
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


def test_another_ward_is_chosen_by_keyboard(stub, bridge, qapp, until):
    async def flow():
        other = "0192f0c1-0000-7000-8000-000000000002"
        stub.wards.append(Ward(other, "c1", "ICU", 1, 0))
        stub.beds[other] = [Bed("i1", "ICU-1", 0, None, None)]
        async with signed_in(stub, bridge, qapp, until) as console:
            chooser = console.window.ward.context.chooser
            assert chooser.currentText() == "3 East"
            chooser.setFocus()
            QTest.keyClick(chooser, Qt.Key.Key_Down)
            await until(lambda: console.window.ward.wall.painted("i1") is not None)
            assert console.state.wards.chosen == other
            assert console.window.ward.wall.painted("b1") is None

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
            await until(lambda: panel._title.text() == "The database does not answer.")
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
            await until(lambda: window.strip.text.text() == "Monitors give an alarm of their own: bed 1")
            assert window.ward.wall.painted("b1").footer.text == "Monitor: !!! HR HIGH"

    bridge.run(flow())


def test_every_control_has_a_name_and_a_way_to_it(stub, bridge, qapp, until):
    async def flow():
        async with signed_in(stub, bridge, qapp, until) as console:
            window = console.window
            for screen in (window.sign_in, window):
                for control in screen.findChildren(QWidget):
                    if not isinstance(control, QAbstractButton | QLineEdit | QComboBox):
                        continue
                    inner = control.objectName().startswith("qt_") or control.parent().objectName().startswith("qt_")
                    if inner or control.isHidden():
                        continue
                    interface = QAccessible.queryAccessibleInterface(control)
                    assert interface.text(QAccessible.Text.Name), control
                    assert control.focusPolicy() & Qt.FocusPolicy.TabFocus, control
            assert window.ward.wall.accessibleName() == "Vitals wall, 2 beds"

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
    assert console.window._toast.isVisible()
    now = monotonic()
    console.window.frame(now)
    console.window.frame(now + 9)
    assert console.window._toast.isVisible()
    console.window.frame(now + 11)
    assert not console.window._toast.isVisible()
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
            await until(lambda: told == ["Something went wrong."])
            await until(lambda: console.window.ward.shown("b1")["HR"] == "92")

    bridge.run(flow())
