"""A locked console: the wall is seen and live, and nothing else can be reached by anything."""

import asyncio
from contextlib import asynccontextmanager

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from clinic_console.desktop.bridge import monotonic
from clinic_console.desktop.clipboard import clipboard
from clinic_console.desktop.state.access import LockReason, Phase
from clinic_console.desktop.state.idle import WARN_SECONDS
from clinic_console.desktop.views.overlay import Overlay
from clinic_console.desktop.views.shell import ACCOUNT, BED, VITALS, Place
from clinic_console.domain.access import Role
from tests.desktop.reach import controls
from tests.desktop.stub import fail
from tests.desktop.test_reach import console_at, settled

KEY, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
SECRET = "2580"


@asynccontextmanager
async def inside(stub, bridge, qapp, until, **settings):
    """A console at which a nurse is signed in, with a PIN."""
    stub.pin = SECRET
    async with stub.running(), console_at(stub, bridge, qapp, until, **settings) as console:
        await console.sessions.sign_in(stub.url, "nurse", "secret")
        await until(lambda: console.window.ward.wall.isVisible() or not console.window.shell.may_watch)
        await stub.publish(stub.numbers(HR=91.0))
        await settled(console)
        # At once: it looks for new windows once a second.
        console.window.presence._looked = 0.0
        console.window.presence.frame(monotonic())
        yield console


def press(window, key, modifier=Qt.KeyboardModifier.NoModifier):
    """Press a key, short cuts among them."""
    QTest.keyClick(QApplication.focusWidget() or window, key, modifier)


def arrive(window, event):
    """Have an event come from the system: at the window, before any widget."""
    QApplication.sendEvent(window.windowHandle(), event)


def moved(left):
    """A mouse that is somewhere."""
    place = QPointF(left, 300)
    none = Qt.MouseButton.NoButton
    return QMouseEvent(QEvent.Type.MouseMove, place, place, none, none, Qt.KeyboardModifier.NoModifier)


async def unlock(console, until, secret=SECRET):
    view = console.window.shell.lock.view
    view.field.setText(secret)
    QTest.keyClick(view.field, KEY.Key_Return)
    await until(lambda: not console.state.access.unlocking)
    await settled(console)


def test_the_wall_stays_live_below_the_bar_that_unlocks(stub, bridge, qapp, until):
    async def flow():
        async with inside(stub, bridge, qapp, until) as console:
            window = console.window
            press(window, KEY.Key_L, CTRL)
            assert console.state.access.locked is LockReason.ASKED
            bar = window.shell.lock.bar
            assert bar.isVisible()
            assert window.ward.wall.isVisible()
            assert not window.bar.isVisible()
            assert not window.shell.rail.isVisible()
            assert bar.title.text() == "Locked: N. Sato"
            assert bar.where.text() == "Nurse · Kita"
            assert bar.field.hasFocus()
            await stub.publish(stub.numbers(HR=123.0))
            await until(lambda: window.ward.shown("b1").get("HR") == "123")
            await unlock(console, until)
            assert console.state.access.locked is None
            assert window.bar.isVisible()
            assert not bar.isVisible()

    bridge.run(flow())


def test_nothing_else_can_be_reached(stub, bridge, qapp, until):
    async def flow():
        async with inside(stub, bridge, qapp, until) as console:
            window = console.window
            window.lock()
            await settled(console)
            mine = {window.shell.lock.bar, *window.shell.lock.bar.findChildren(object)}
            assert [widget for widget in controls(window) if widget not in mine] == []
            for key in (KEY.Key_K, KEY.Key_1, KEY.Key_7, KEY.Key_Comma, KEY.Key_Z):
                press(window, key, CTRL)
            press(window, KEY.Key_Question)
            press(window, KEY.Key_F1)
            for call in (window.search, window.show_keys, window.undo, window.show_account, window.open_glass):
                call()
            # A tile of the second screen leads here, too.
            window.open_bed("b1")
            window.open_admin("users")
            window.shell.leave_everywhere()
            wall = window.ward.wall
            QTest.mouseClick(wall, Qt.MouseButton.LeftButton, pos=wall.rect().center())
            await settled(console)
            assert window.shell.place == Place(VITALS)
            assert not [panel for panel in window.findChildren(Overlay) if panel.isVisible()]
            assert console.state.access.locked is not None

    bridge.run(flow())


def test_what_lay_over_the_screen_goes_and_the_same_user_is_where_they_were(stub, bridge, qapp, until):
    async def flow():
        async with inside(stub, bridge, qapp, until) as console:
            window, undone = console.window, []
            window.open_bed("b2")
            window.toasts.say("Done", undo=lambda: undone.append(True))
            dialog = QDialog()
            dialog.show()
            clipboard().copy("MRN1")
            window.search()
            window.lock()
            assert not dialog.isVisible()
            assert not window.search_panel.isVisible()
            assert window.toasts.shown == ()
            assert QGuiApplication.clipboard().text() == ""
            press(window, KEY.Key_Z, CTRL)
            assert undone == []
            assert window.shell.place == Place(VITALS)
            await unlock(console, until)
            assert window.shell.place == Place(BED, "b2")
            dialog.deleteLater()

    bridge.run(flow())


def test_switching_users_leaves_nothing_of_the_one_before(stub, bridge, qapp, until):
    async def flow():
        async with inside(stub, bridge, qapp, until) as console:
            window = console.window
            window.show_account()
            window.shell.rooms.account.present.setText("secret")
            clipboard().copy("MRN1")
            window.lock()
            window.shell.lock.bar.switch.click()
            await until(window.sign_in.isVisible)
            await settled(console)
            assert console.state.access.phase is Phase.OUT
            assert window.shell.rooms.account is None
            assert window.sign_in.login.text() == ""
            assert console.state.wards.beds == ()
            assert QGuiApplication.clipboard().text() == ""
            assert window.shell.lock.bar.title.text() == ""
            await console.sessions.sign_in(stub.url, "nurse", "secret")
            await settled(console)
            assert console.state.access.locked is None
            assert window.shell.place == Place(VITALS)
            assert window.ward.isEnabled()

    bridge.run(flow())


@pytest.mark.parametrize("role", [Role.RECEPTIONIST, Role.ADMINISTRATOR, Role.AUDITOR])
def test_whose_work_shows_no_wall_gets_a_calm_card(stub, bridge, qapp, until, role):
    stub.role = str(role)

    async def flow():
        async with inside(stub, bridge, qapp, until) as console:
            window = console.window
            window.show_account()
            window.lock()
            screen = window.shell.lock.screen
            assert screen.isVisible()
            assert screen.field.hasFocus()
            assert not window.ward.isVisible()
            assert not window.strip.isVisible()
            await unlock(console, until)
            assert window.shell.place == Place(ACCOUNT)
            assert window.shell.lock.screen is None

    bridge.run(flow())


def test_each_reason_for_staying_locked_is_said(stub, bridge, qapp, until):
    async def flow():
        async with inside(stub, bridge, qapp, until) as console:
            window = console.window
            window.lock()
            bar = window.shell.lock.bar
            assert bar.field.placeholderText() == "PIN or password"
            await unlock(console, until, "9999")
            assert bar.notice.text() == "Wrong PIN or password."
            assert bar.field.text() == ""
            assert bar.field.hasFocus()
            stub.http_mode = "down"
            await unlock(console, until)
            assert bar.notice.text() == "The hub cannot be asked now, so the console stays locked."
            stub.http_mode = "normal"
            stub.unlock_answer = fail(403, "access.pin_locked")
            await unlock(console, until)
            assert bar.notice.text() == "The PIN was wrong too often. Use your password."
            assert bar.field.placeholderText() == "Password"
            stub.unlock_answer = fail(429, "limit.too_many")
            await unlock(console, until, "secret")
            assert "try again" in bar.notice.text()
            stub.unlock_answer = None
            await until(lambda: window.frame(monotonic()) or bar.button.isEnabled())
            await unlock(console, until, "secret")
            assert console.state.access.locked is None

    bridge.run(flow())


def test_not_monitored_is_said_over_a_lock(stub, bridge, qapp, until, impatient):
    async def flow():
        async with inside(stub, bridge, qapp, until) as console:
            window = console.window
            window.lock()
            stub.mode = "silent"
            await stub.drop()
            await until(lambda: window.strip.title.text() == "NOT MONITORED" and window.strip.title.isVisible())
            assert console.state.access.locked is not None
            assert console._watched().wards == ("3 East",)

    bridge.run(flow())


def test_nobody_there_is_warned_and_then_locked_out(stub, bridge, qapp, until):
    async def flow():
        async with inside(stub, bridge, qapp, until, lock_minutes=1) as console:
            window, idle = console.window, console.lock._idle
            idle.since = monotonic() - 60 + WARN_SECONDS / 2
            window.frame(monotonic())
            assert window.lock_warning.isVisible()
            arrive(window, QKeyEvent(QEvent.Type.KeyPress, KEY.Key_Shift, Qt.KeyboardModifier.NoModifier))
            window.frame(monotonic())
            assert not window.lock_warning.isVisible()
            idle.since = monotonic() - 61
            # The key that comes too late does nothing but lock.
            press(window, KEY.Key_K, CTRL)
            assert console.state.access.locked is LockReason.IDLE
            assert window._search_panel is None or not window.search_panel.isVisible()
            await settled(console)
            assert window.shell.lock.bar.notice.text() == "Nobody used this console for a while."

    bridge.run(flow())


def test_live_data_is_nobody_and_a_mouse_is_somebody(stub, bridge, qapp, until):
    async def flow():
        async with inside(stub, bridge, qapp, until) as console:
            window, idle = console.window, console.lock._idle
            since = idle.since
            await stub.publish(stub.numbers(HR=99.0))
            await until(lambda: window.ward.shown("b1").get("HR") == "99")
            assert idle.since == since
            arrive(window, moved(300))
            assert idle.since > since
            since = idle.since
            # It only seems to move because the window did.
            arrive(window, moved(300))
            assert idle.since == since
            # Nor does a mouse that trembles on a table, there and back …
            for left in (302, 304, 300, 305):
                arrive(window, moved(left))
            assert idle.since == since
            # … nor a key on which something lies.
            arrive(window, QKeyEvent(QEvent.Type.KeyPress, KEY.Key_A, Qt.KeyboardModifier.NoModifier, "a", True, 1))
            assert idle.since == since
            # A slow hand comes far enough in the end.
            arrive(window, moved(306))
            assert idle.since > since

    bridge.run(flow())


def test_pages_of_a_wall_are_turned_while_it_is_locked(stub, bridge, qapp, until):
    async def flow():
        async with inside(stub, bridge, qapp, until) as console:
            window, bar = console.window, console.window.shell.lock.bar
            turned = []
            bar.page_wanted.connect(turned.append)
            window.lock()
            assert not bar.on.isVisible()
            bar.show_pages(0, 3)
            assert bar.page.text() == "Page 1 of 3"
            bar.on.click()
            assert turned == [1]

    bridge.run(flow())


def test_a_lock_holds_through_another_size_and_a_restart_of_views(stub, bridge, qapp, until):
    async def flow():
        async with inside(stub, bridge, qapp, until) as console:
            window = console.window
            window.lock()
            before = window.shell
            press(window, KEY.Key_Plus, CTRL)
            await until(lambda: window.shell is not before)
            await settled(console)
            assert window.shell.lock.bar.isVisible()
            assert not window.bar.isVisible()
            assert not window.ward.isEnabled()
            assert window.shell.lock.bar.isAncestorOf(QApplication.focusWidget())
            await unlock(console, until)
            assert window.bar.isVisible()

    bridge.run(flow())


def test_a_session_that_ends_while_locked_ends_the_lock_too(stub, bridge, qapp, until):
    async def flow():
        async with inside(stub, bridge, qapp, until) as console:
            console.window.lock()
            stub.tokens.clear()
            stub.refreshes.clear()
            await stub.drop()
            await until(console.window.sign_in.isVisible)
            await asyncio.sleep(0)
            assert console.state.access.locked is None
            assert console.state.access.ended

    bridge.run(flow())
