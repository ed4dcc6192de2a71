"""What a mouse can do keys can do too, and afterwards the focus is where it was."""

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clinic_console.desktop.station import Person, Profile
from clinic_console.desktop.views.shell import BED, VITALS, Place
from tests.desktop.reach import MOST_STOPS
from tests.desktop.stub import WARD
from tests.desktop.test_reach import OTHER, console_at, fill, settled, signed_in

KEY = Qt.Key


@pytest.fixture(autouse=True)
def as_before(qapp):
    before = QLocale()
    yield
    QLocale.setDefault(before)


def focused():
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def press(key, widget=None):
    QTest.keyClick(widget or focused(), key)


def tab_to(widget):
    """Go to a control with Tab alone."""
    for _ in range(MOST_STOPS):
        if focused() is widget:
            return
        press(KEY.Key_Tab)
    raise AssertionError(f"Tab does not lead to {widget.accessibleName()}")


def spoken(monkeypatch, *modules):
    """What screen readers are told of that does not have the focus."""
    said = []
    for module in modules:
        name = f"clinic_console.desktop.views.{module}.announce"
        monkeypatch.setattr(name, lambda _, text, urgent=False: said.append((text, urgent)))
    return said


def test_the_bar_of_the_wall(stub, bridge, qapp, until):
    fill(stub, 64)

    async def flow():
        async with signed_in(stub, bridge, qapp, until, scale=2.0) as console:
            window, station = console.window, console.state.station
            wall, context = window.ward.wall, window.ward.context
            await until(wall.hasFocus)
            window.resize(1920, 1080)
            await settled(console)
            tab_to(context.heading)
            press(KEY.Key_Space)
            assert context.chooser.list.hasFocus()
            press(KEY.Key_Down)
            press(KEY.Key_Space)
            assert station.now.wards == (WARD, OTHER)
            press(KEY.Key_Escape)
            assert focused() is context.heading
            # Another heading shares the bar out anew.
            await settled(console)
            tab_to(context.order.buttons["bed"])
            press(KEY.Key_Right)
            assert station.now.order == "worst"
            await settled(console)
            # Where the bar is short of room the order may go for a while, and the focus with it to the next one.
            assert focused().isVisible()
            tab_to(context.privacy)
            press(KEY.Key_Space)
            assert station.now.privacy
            await settled(console)
            assert focused() is context.privacy
            tab_to(context.on)
            for _ in range(wall.pages - 1):
                press(KEY.Key_Space)
            assert wall.page == wall.pages - 1
            # The button that leads no further hands the focus on.
            assert focused().isEnabled()
            tab_to(context.back)
            press(KEY.Key_Space)
            assert wall.page == wall.pages - 2

    bridge.run(flow())


def test_look_screens_and_signing_out(stub, bridge, qapp, until):
    async def flow():
        async with signed_in(stub, bridge, qapp, until, look="dark") as console:
            window = console.window
            await until(window.ward.wall.hasFocus)
            tab_to(window.bar.look)
            press(KEY.Key_Space)
            await until(lambda: window.theme.name == "light")
            assert focused() is window.bar.look
            entries = window.shell.rail.entries()
            tab_to(entries[0])
            for _ in range([entry.leads_to.id for entry in entries].index("settings")):
                press(KEY.Key_Down)
            press(KEY.Key_Return)
            assert window.shell.place == Place("settings")
            await settled(console)
            assert focused().isVisible()
            QTest.keyClick(focused(), KEY.Key_1, Qt.KeyboardModifier.ControlModifier)
            assert window.shell.place == Place(VITALS)
            await until(window.ward.wall.hasFocus)
            tab_to(window.bar.leave)
            press(KEY.Key_Space)
            await until(window.sign_in.isVisible)
            await settled(console)
            assert window.sign_in.isAncestorOf(focused())

    bridge.run(flow())


def test_panels_give_the_focus_back(stub, bridge, qapp, until):
    async def flow():
        async with signed_in(stub, bridge, qapp, until) as console:
            window = console.window
            await until(window.ward.wall.hasFocus)
            for origin in (window.bar.look, window.ward.context.privacy, focused()):
                tab_to(origin)
                for show, panel in ((window.search, window.search_panel), (window.show_keys, window.keys)):
                    show()
                    assert panel.isAncestorOf(focused())
                    press(KEY.Key_Escape)
                    assert not panel.isVisible()
                    assert focused() is origin
            window.show_keys()
            press(KEY.Key_Tab)
            assert focused() is window.keys.shut
            press(KEY.Key_Space)
            assert not window.keys.isVisible()
            assert focused().isVisible()

    bridge.run(flow())


def test_toasts(stub, bridge, qapp, until):
    async def flow():
        async with signed_in(stub, bridge, qapp, until) as console:
            window, undone = console.window, []
            await until(window.ward.wall.hasFocus)
            for key, part in (
                (KEY.Key_Space, "undo_button"),
                (KEY.Key_Space, "close_button"),
                (KEY.Key_Escape, "undo_button"),
            ):
                window.toasts.say("Done", undo=lambda: undone.append(True))
                tab_to(window.bar.leave)
                before = focused()
                while not window.toasts.isAncestorOf(focused()):
                    before = focused()
                    press(KEY.Key_Tab)
                tab_to(getattr(window.toasts.shown[0], part))
                press(key)
                assert window.toasts.shown == ()
                assert focused() is before
            assert undone == [True]

    bridge.run(flow())


def test_people_of_this_pc(stub, bridge, qapp, until):
    async def flow():
        async with stub.running(), console_at(stub, bridge, qapp, until) as console:
            window, station = console.window, console.state.station
            station.change(people=tuple(Person(stub.url, f"p{n}", f"Person {n}", "nurse") for n in range(2)))
            await settled(console)
            for left in (1, 0):
                tab_to(window.sign_in.people.controls[1])
                press(KEY.Key_Space)
                await until(lambda left=left: len(station.now.people) == left)
                await settled(console)
                assert focused().isVisible()

    bridge.run(flow())


def test_hubs_of_this_pc(stub, bridge, qapp, until):
    async def flow():
        async with signed_in(stub, bridge, qapp, until) as console:
            window, station = console.window, console.state.station
            await until(window.ward.wall.hasFocus)
            window.go("settings")
            await settled(console)
            hubs = window.shell.station.hubs
            tab_to(hubs.add)
            press(KEY.Key_Space)
            assert focused() is hubs.form.name
            QTest.keyClicks(focused(), "Nishi")
            press(KEY.Key_Tab)
            QTest.keyClicks(focused(), "https://nishi.example")
            press(KEY.Key_Return)
            assert station.now.profiles[-1] == Profile("Nishi", "https://nishi.example")
            for name in ("Edit Nishi", "Remove Nishi"):
                await settled(console)
                buttons = [b for line in hubs._lines for b in line.findChildren(type(hubs.add))]
                tab_to(next(button for button in buttons if button.accessibleName() == name))
                press(KEY.Key_Space)
                assert focused().isVisible()
                press(KEY.Key_Escape)
            assert all(profile.name != "Nishi" for profile in station.now.profiles)

    bridge.run(flow())


def test_spans_of_a_trend(stub, bridge, qapp, until):
    async def flow():
        async with signed_in(stub, bridge, qapp, until) as console:
            window = console.window
            await until(window.ward.wall.hasFocus)
            press(KEY.Key_Return)
            assert window.shell.place == Place(BED, "b1")
            bed = window.shell.bed
            await until(bed.chart.panel.button.isVisible)
            await settled(console)
            spans = bed.toolbar.spans
            tab_to(spans.buttons[spans.current])
            before = bed.trends.span
            press(KEY.Key_Right)
            assert bed.trends.span > before
            press(KEY.Key_1)
            assert bed.trends.span < before
            press(KEY.Key_Escape)
            await until(window.ward.wall.hasFocus)

    bridge.run(flow())


def test_what_changes_is_said(stub, bridge, qapp, until, impatient, monkeypatch):
    said = spoken(monkeypatch, "strip", "toasts", "access_form")

    async def flow():
        async with stub.running(), console_at(stub, bridge, qapp, until) as console:
            window = console.window
            await console.sessions.sign_in(stub.url, "nurse", "wrong")
            await until(window.sign_in.notice.isVisible)
            assert (window.sign_in.notice.text(), False) in said
            await console.sessions.sign_in(stub.url, "nurse", "secret")
            await until(window.ward.wall.hasFocus)
            window.toasts.say("Done", undo=lambda: None)
            assert ("Done", False) in said
            stub.mode = "silent"
            await stub.drop()
            await until(window.strip.button.isVisible)
            await settled(console)
            alerts = [text for text, urgent in said if urgent]
            assert len(alerts) == 1
            assert alerts[0].startswith("NOT MONITORED")

    bridge.run(flow())
