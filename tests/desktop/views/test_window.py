"""The window: from screen to screen by key, another size or language, what is remembered, a second screen."""

from contextlib import asynccontextmanager

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from clinic_console.desktop.app import Console
from clinic_console.desktop.bridge import monotonic
from clinic_console.desktop.config import DesktopConfig
from clinic_console.desktop.language import speak
from clinic_console.desktop.link.socket import Timings
from clinic_console.desktop.station import StationFile
from clinic_console.desktop.views import menu
from clinic_console.desktop.views.commands import Group
from clinic_console.desktop.views.shell import BED, VITALS, Place
from clinic_console.wire.wards import Bed, BedDevice
from tests.desktop.stub import patient

QUICK = Timings(opening=1.0, silent=0.6, ping=0.1, tick=0.05, backoff_first=0.02, backoff_most=0.1)


@pytest.fixture(autouse=True)
def as_before(qapp):
    """Give the application back as it was: language and locale are the whole process's."""
    yield
    speak(qapp, "en")


@asynccontextmanager
async def console_at(stub, bridge, qapp, file=None):
    console = Console(DesktopConfig(server=stub.url, station_file=file), bridge, qapp, timings=QUICK)
    console.state.station.change(language="en")
    # At once, or the first frame makes all views anew under the test's hands.
    console.window.frame(monotonic())
    console.open()
    try:
        yield console
    finally:
        await console.close()
        console.window.deleteLater()


@asynccontextmanager
async def signed_in(stub, bridge, qapp, until, file=None):
    async with stub.running(), console_at(stub, bridge, qapp, file) as console:
        await console.sessions.sign_in(stub.url, "nurse", "secret")
        await until(lambda: console.window.ward.wall.painted("b1") is not None)
        console.window.activateWindow()
        await until(console.window.ward.wall.hasFocus)
        yield console


def test_a_bed_opens_and_closes_by_key(stub, bridge, qapp, until):
    async def flow():
        async with signed_in(stub, bridge, qapp, until) as console:
            window = console.window
            QTest.keyClick(window.ward.wall, Qt.Key.Key_Right)
            QTest.keyClick(window.ward.wall, Qt.Key.Key_Return)
            assert window.shell.place == Place(BED, "b2")
            await until(window.shell.bed.isVisible)
            QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Escape)
            await until(window.ward.wall.hasFocus)
            assert window.shell.place == Place(VITALS)
            assert window.ward.wall.current_bed == "b2"

    bridge.run(flow())


def test_everything_is_found_by_typing(stub, bridge, qapp, until):
    async def flow():
        async with signed_in(stub, bridge, qapp, until) as console:
            window = console.window
            QTest.keyClick(window.ward.wall, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
            panel = window.search_panel
            await until(panel.field.hasFocus)
            QTest.keyClicks(panel.field, "tanaka")
            assert panel.current().group is Group.BEDS
            QTest.keyClick(panel.field, Qt.Key.Key_Return)
            assert window.shell.place == Place(BED, "b1")
            QTest.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
            assert window.shell.place == Place(VITALS)
            window.search()
            QTest.keyClicks(panel.field, "light or")
            QTest.keyClick(panel.field, Qt.Key.Key_Return)
            await until(lambda: window.theme.name == "light")

    bridge.run(flow())


def test_with_names_hidden_the_search_does_not_tell_them_either(stub, bridge, qapp, until):
    async def flow():
        async with signed_in(stub, bridge, qapp, until) as console:
            console.state.station.change(privacy=True)
            console.window.search()
            model = console.window.search_panel.list.model()
            shown = " ".join(str(model.data(model.index(row, 0))) for row in range(model.rowCount()))
            assert "T. Y." in shown
            assert "Tanaka" not in shown
            assert "田中" not in shown

    bridge.run(flow())


def test_the_search_and_the_screens_are_for_those_who_are_signed_in(stub, bridge, qapp, until):
    async def flow():
        async with stub.running(), console_at(stub, bridge, qapp) as console:
            window = console.window
            window.search()
            window.go("settings")
            window.open_bed("b1")
            assert not window.search_panel.isVisible()
            assert window.sign_in.isVisible()
            assert not window.shell.rail.isVisible()

    bridge.run(flow())


def test_keys_are_listed_but_not_while_somebody_types(stub, bridge, qapp, until):
    async def flow():
        async with signed_in(stub, bridge, qapp, until) as console:
            window = console.window
            QTest.keyClick(window.ward.wall, Qt.Key.Key_Question)
            await until(window.keys.isVisible)
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
            assert not window.keys.isVisible()
            window.search()
            await until(window.search_panel.field.hasFocus)
            QTest.keyClick(window.search_panel.field, Qt.Key.Key_Question)
            assert not window.keys.isVisible()

    bridge.run(flow())


def test_another_size_makes_everything_anew_and_leaves_the_user_in_place(stub, bridge, qapp, until):
    async def flow():
        async with signed_in(stub, bridge, qapp, until) as console:
            window = console.window
            window.open_bed("b2")
            before = window.shell
            QTest.keyClick(window, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
            await until(lambda: window.shell is not before)
            assert console.state.station.now.scale == 1.1
            assert window.theme.scale == 1.1
            assert window.shell.place == Place(BED, "b2")
            window.go("vitals")
            await until(lambda: window.ward.wall.painted("b1") is not None)
            QTest.keyClick(window, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
            await until(lambda: window.theme.scale == 1.0)

    bridge.run(flow())


def test_another_language_keeps_what_was_typed_but_no_password(stub, bridge, qapp, until):
    async def flow():
        async with stub.running(), console_at(stub, bridge, qapp) as console:
            window = console.window
            window.activateWindow()
            await until(window.sign_in.login.hasFocus)
            QTest.keyClicks(window.sign_in.login, "n.sato")
            window.sign_in.password.setText("secret")
            before = window.shell
            console.state.station.change(language="ja")
            await until(lambda: window.shell is not before)
            assert window.sign_in.login.text() == "n.sato"
            assert window.sign_in.password.text() == ""
            assert "サインイン" in window.sign_in.button.text()
            console.state.station.change(language="en")
            await until(lambda: "Sign in" in window.sign_in.button.text())

    bridge.run(flow())


def test_where_the_window_stood_is_remembered_with_the_other_settings(stub, bridge, qapp, until, tmp_path):
    file = tmp_path / "station.json"

    async def flow():
        async with signed_in(stub, bridge, qapp, until, file) as console:
            console.window.setGeometry(40, 30, 700, 500)
        kept = StationFile(file).read()
        assert (kept.place.left, kept.place.top, kept.place.width, kept.place.height) == (40, 30, 700, 500)
        assert kept.language == "en"
        async with stub.running(), console_at(stub, bridge, qapp, file) as console:
            assert console.window.geometry().size().toTuple() == (700, 500)

    bridge.run(flow())


def test_a_window_that_stood_on_a_screen_that_is_gone_comes_back(stub, bridge, qapp, tmp_path):
    file = tmp_path / "station.json"
    file.write_text('{"place": {"left": 9000, "top": 9000, "width": 700, "height": 500}}')

    async def flow():
        async with stub.running(), console_at(stub, bridge, qapp, file) as console:
            room = qapp.primaryScreen().availableGeometry()
            assert room.contains(console.window.geometry().center())
            assert console.window.width() == min(1366, room.width())

    bridge.run(flow())


@pytest.mark.parametrize(
    "place",
    [
        '{"left": 20, "top": 10, "width": 9000, "height": 9000}',
        '{"left": 500, "top": 400, "width": 700, "height": 500}',
    ],
)
def test_a_window_larger_than_the_screen_of_now_is_made_to_fit(stub, bridge, qapp, tmp_path, place):
    file = tmp_path / "station.json"
    file.write_text(f'{{"place": {place}}}')

    async def flow():
        async with stub.running(), console_at(stub, bridge, qapp, file) as console:
            # Qt's offscreen platform puts a frame of 2 px around it.
            room = qapp.primaryScreen().availableGeometry().adjusted(-2, -2, 2, 2)
            assert room.contains(console.window.geometry())

    bridge.run(flow())


def test_full_screen_and_back(stub, bridge, qapp, until):
    async def flow():
        async with signed_in(stub, bridge, qapp, until) as console:
            QTest.keyClick(console.window, Qt.Key.Key_F11)
            assert console.window.isFullScreen()
            QTest.keyClick(console.window, Qt.Key.Key_F11)
            assert not console.window.isFullScreen()

    bridge.run(flow())


def test_an_open_search_follows_who_lies_where_and_whether_names_are_hidden(stub, bridge, qapp, until):
    async def flow():
        async with signed_in(stub, bridge, qapp, until) as console:
            window = console.window
            window.search()
            panel = window.search_panel

            def shown():
                model = panel.list.model()
                return " ".join(str(model.data(model.index(row, 0))) for row in range(model.rowCount()))

            await until(lambda: "Tanaka" in shown())
            beds = stub.beds["0192f0c1-0000-7000-8000-000000000001"]
            beds[0] = Bed("b1", "1", 0, BedDevice(1, "dev-1", "M"), patient(7, "Marta Costa"))
            console.feed.nudge()
            await until(lambda: "Marta" in shown() and "Tanaka" not in shown())
            console.state.station.change(privacy=True)
            await until(lambda: "Marta" not in shown())

    bridge.run(flow())


def test_the_search_doubts_names_on_an_old_list(stub, bridge, qapp, until, monkeypatch):
    async def flow():
        async with signed_in(stub, bridge, qapp, until) as console:
            wards = console.state.wards
            window = console.window
            details = [command.detail for command in menu.commands(console.state, window.shell, window)]
            assert "3 East" in details
            monkeypatch.setattr(type(wards), "doubtful", lambda *_: frozenset(wards.chosen))
            details = [command.detail for command in menu.commands(console.state, window.shell, window)]
            assert "3 East" not in details
            assert "3 East · name may have changed" in details

    bridge.run(flow())


def test_nobody_undoes_what_the_one_before_did(stub, bridge, qapp, until):
    async def flow():
        async with signed_in(stub, bridge, qapp, until) as console:
            window = console.window
            window.go("settings")
            window.shell.station.privacy.click()
            assert len(window.toasts.shown) == 1
            await console.sessions.sign_out()
            await until(window.sign_in.isVisible)
            QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
            assert not window.toasts.shown
            assert console.state.station.now.privacy

    bridge.run(flow())


def test_another_size_takes_no_way_back_away(stub, bridge, qapp, until):
    async def flow():
        async with signed_in(stub, bridge, qapp, until) as console:
            window = console.window
            window.go("settings")
            window.shell.station.privacy.click()
            before = window.shell
            console.state.station.change(scale=1.25)
            await until(lambda: window.shell is not before)
            assert len(window.toasts.shown) == 1
            QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
            assert not console.state.station.now.privacy

    bridge.run(flow())


def test_settings_that_were_lost_are_said(stub, bridge, qapp, until, tmp_path):
    file = tmp_path / "station.json"
    file.write_text("rubbish")

    async def flow():
        async with stub.running(), console_at(stub, bridge, qapp, file) as console:
            await until(lambda: any("settings" in toast.text.text() for toast in console.window.toasts.shown))
            assert console.state.station.now.shared
            assert console.state.station.now.privacy

    bridge.run(flow())


def test_nothing_of_a_patient_stays_on_a_screen_that_nobody_is_signed_in_to(stub, bridge, qapp, until):
    async def flow():
        stub.live["b1"] = stub.numbers(HR=91.0)
        async with signed_in(stub, bridge, qapp, until) as console:
            window = console.window
            await until(lambda: window.ward.shown("b1").get("HR") == "91")
            window.open_bed("b1")
            await until(window.shell.bed.isVisible)
            window.frame(monotonic())
            await console.sessions.sign_out()
            await until(window.sign_in.isVisible)
            said = {
                text
                for widget in window.findChildren(QWidget)
                for text in (widget.accessibleName(), widget.accessibleDescription(), widget.toolTip())
            } | {label.text() for label in window.findChildren(QLabel)}
            assert not [text for text in said if "Tanaka" in text or "田中" in text or "91" in text]
            assert window.ward.wall.painted("b1") is None

    bridge.run(flow())
