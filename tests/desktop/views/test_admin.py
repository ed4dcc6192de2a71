"""The Admin screen: which tabs a role sees, how one gets from one to another, and that nothing stays behind."""

from contextlib import asynccontextmanager

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clinic_console.desktop.app import make_admin
from clinic_console.desktop.state.access import Clinic
from clinic_console.desktop.theme import DARK, LIGHT, Theme
from clinic_console.desktop.views import admin_door
from clinic_console.desktop.views.admin import TABS, AdminView, titles
from tests.desktop.admin_room import KITA, admin_room
from tests.desktop.pseudo import bare_texts, pseudo
from tests.desktop.stub_sessions import StubSessions, session
from tests.desktop.stub_users import NAMES, StubUsers, person, user_id

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@asynccontextmanager
async def room_of(stub, bridge, *roles):
    users = StubUsers().serve(stub)
    users.add(person(number) for number in range(30))
    StubSessions().serve(stub)
    clinics = tuple(Clinic(f"c{at}", f"Clinic {at}", "Asia/Tokyo", role) for at, role in enumerate(roles, start=1))

    def make(theme, bridge, state, access):
        return AdminView(theme, bridge, state, make_admin(access))

    async with admin_room(stub, bridge, make, clinics=clinics or (KITA,)) as room:
        room.frame()
        yield room, room.view


@pytest.mark.parametrize(
    ("roles", "tabs"),
    [
        (("administrator",), ["users", "roles", "schedules", "devices", "sessions", "stations", "imports"]),
        (("facility_manager",), ["schedules", "devices", "stations"]),
        (("auditor",), ["audit"]),
        (("nurse",), []),
        (("doctor", "nurse"), []),
        (("doctor", "receptionist"), ["day_lists"]),
        (("nurse", "auditor"), ["audit"]),
    ],
)
def test_a_role_sees_its_tabs_and_no_others(stub, bridge, roles, tabs):
    async def flow():
        async with room_of(stub, bridge, *roles) as (_, view):
            assert list(view.tabs.buttons) == tabs
            assert view.tab == (tabs[0] if tabs else "")
            assert (view.stack.currentWidget() is view.denied) is (not tabs)
            for name in TABS:
                view.open_tab(name)
                assert view.tab in tabs or not tabs

    bridge.run(flow())


def test_the_door_knows_the_tabs_without_loading_them():
    assert list(titles()) == list(TABS)
    assert {tab: permission for tab, (permission, _) in TABS.items()} == admin_door._NEEDED


def test_tabs_are_made_when_they_are_wanted(stub, bridge):
    async def flow():
        async with room_of(stub, bridge) as (room, view):
            assert view.stack.count() == 2
            view.open_tab("roles")
            room.frame()
            assert view.stack.count() == 3
            first = view.stack.currentWidget()
            view.open_tab("users")
            view.open_tab("roles")
            assert view.stack.currentWidget() is first

    bridge.run(flow())


def test_keys_lead_from_tab_to_tab(stub, bridge):
    async def flow():
        async with room_of(stub, bridge) as (room, view):
            view.enter()
            focus = QApplication.focusWidget
            await room.until(lambda: focus() is not None)
            QTest.keyClick(focus(), Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
            assert view.tab == "roles"
            QTest.keyClick(focus(), Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
            QTest.keyClick(focus(), Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
            assert view.tab == "imports"
            view.tabs.buttons["imports"].setFocus()
            QTest.keyClick(focus(), Qt.Key.Key_Right)
            assert view.tab == "users"
            assert focus() is view.tabs.buttons["users"]
            tab = Qt.FocusPolicy.TabFocus
            assert [name for name, button in view.tabs.buttons.items() if button.focusPolicy() & tab] == ["users"]

    bridge.run(flow())


def test_one_tab_leads_to_another_about_the_same_user(stub, bridge):
    async def flow():
        async with room_of(stub, bridge) as (room, view):
            users = view.stack.currentWidget()
            await room.until(lambda: bool(users.table.pages.rows))
            users.open_user(user_id(1))
            users.panel.sessions.click()
            room.frame()
            assert view.tab == "sessions"
            assert person(1).name in view.stack.currentWidget().whose.text()

    bridge.run(flow())


def test_another_role_meanwhile_takes_tabs_away(stub, bridge):
    async def flow():
        async with room_of(stub, bridge) as (room, view):
            view.open_tab("roles")
            room.state.access.entered("N. Sato", (Clinic("c1", "Kita", "Asia/Tokyo", "facility_manager"),))
            room.frame()
            assert list(view.tabs.buttons) == ["schedules", "devices", "stations"]
            assert view.tab == "schedules"

    bridge.run(flow())


def test_nothing_stays_behind(stub, bridge):
    async def flow():
        async with room_of(stub, bridge) as (room, view):
            users = view.stack.currentWidget()
            await room.until(lambda: bool(users.table.pages.rows))
            view.forget()
            assert view.stack.count() == 1
            room.frame()
            assert view.stack.currentWidget() is not users

    bridge.run(flow())


def test_all_tabs_take_on_another_look(stub, bridge):
    async def flow():
        async with room_of(stub, bridge) as (room, view):
            assert room.theme.name == DARK
            for name in view.tabs.buttons:
                view.open_tab(name)
                room.frame()
            view.set_theme(Theme(LIGHT))
            room.frame()
            for name in view.tabs.buttons:
                view.open_tab(name)
                assert view.stack.currentWidget().theme.name == LIGHT

    bridge.run(flow())


def test_every_word_is_translated(stub, bridge, qapp):
    known = ("Clinic 1", "N. Sato", "Nurse station 3 East", *NAMES, "Nov", "Jul")
    known += tuple(f"user{number:04d}" for number in range(30))

    async def flow():
        async with room_of(stub, bridge, "administrator") as (room, view):
            sessions = StubSessions().serve(stub)
            sessions.rows = [session(number, number) for number in range(3)]
            users = view.stack.currentWidget()
            await room.until(lambda: bool(users.table.pages.rows))
            found = bare_texts(view, known)
            users.open_user(user_id(1))
            room.frame()
            found += bare_texts(view, known)
            users.begin()
            users.form.make.click()
            room.frame()
            found += bare_texts(view, known)
            for name in ("roles", "sessions"):
                view.open_tab(name)
                tab = view.stack.currentWidget()
                await room.until(lambda tab=tab: bool(tab.table.pages.rows))
                found += bare_texts(view, known)
            tab.open_session(tab.table.pages.rows[1].id)
            room.frame()
            found += bare_texts(view, known)
            return found

    with pseudo(qapp):
        assert bridge.run(flow()) == []
