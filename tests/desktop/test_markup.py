"""Names are shown letter by letter: what looks like markup in one is never read as markup, on no screen."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import Qt as Rich
from PySide6.QtWidgets import QLabel, QWidget

from clinic_console.desktop.views.plain import plain_tip
from tests.desktop import (
    stub_audit,
    stub_devices,
    stub_imports,
    stub_patients,
    stub_sessions,
    stub_stations,
    stub_users,
)
from tests.desktop.stub import StubHub
from tests.desktop.test_reach import console_at, settled

NAME = '<b>x</b><img src="y">'
NAMES = {
    "name",
    "name_latin",
    "user_name",
    "login",
    "mrn",
    "model",
    "station_name",
    "reason",
    "address",
    "program",
    "file",
    "by",
}


class Marked(StubHub):
    """A hub where everybody and everything is called so that Qt would take it for markup."""

    def _route(self, head, body):
        status, answer = super()._route(head, body)
        return status, json.dumps(_marked(json.loads(answer))).encode() if answer else answer


def _marked(found):
    if isinstance(found, list):
        return [_marked(each) for each in found]
    if isinstance(found, dict):
        return {key: NAME if key in NAMES and isinstance(each, str) else _marked(each) for key, each in found.items()}
    return found


@pytest.fixture
def marked():
    hub = Marked()
    for noun in (stub_patients, stub_devices, stub_stations):
        noun.mount(hub)
    stub_audit.mount(hub).events = [stub_audit.event(number, at=4_000_000_000_000) for number in range(3)]
    stub_users.StubUsers().serve(hub).add(stub_users.person(number) for number in range(3))
    stub_sessions.StubSessions().serve(hub).rows.extend(stub_sessions.session(number, number) for number in range(3))
    stub_imports.StubImports().serve(hub).rows.extend(stub_imports.imported(number) for number in range(3))
    return hub


def read_as_markup(window):
    """What stands in the window as markup; and how many parts show such a name at all, so that one would be seen."""
    found, shown = [], 0
    for part in [window, *window.findChildren(QWidget)]:
        if isinstance(part, QLabel) and NAME in part.text():
            shown += 1
            if part.textFormat() is not Qt.TextFormat.PlainText:
                found.append(f"{type(part).__name__} {part.objectName()} in {type(part.parent()).__name__}")
        if NAME in part.toolTip() and Rich.mightBeRichText(part.toolTip()):
            found.append(f"tooltip of {type(part).__name__} {part.objectName()}")
    return found, shown


def test_a_tooltip_shows_what_was_typed():
    assert plain_tip("3 East & West") == "3 East & West"
    assert "&lt;b&gt;x&lt;/b&gt;" in plain_tip(NAME)


async def _look_through_admin(console, until, check):
    window = console.window
    window.open_admin("")
    await until(lambda: window.shell.rooms.admin is not None)
    for tab in window.shell.rooms.admin.allowed(console.state):
        window.open_admin(tab)
        view = window.shell.rooms.admin.stack.currentWidget()
        table = getattr(view, "table", None)
        if table is not None and tab != "roles":
            await until(lambda table=table: table.pages.rows)
            table.opened.emit(str(table.pages.rows[0].id))
        await check(tab)


@pytest.mark.parametrize("role", ["doctor", "receptionist", "administrator", "auditor"])
def test_no_name_is_read_as_markup_on_any_screen(marked, bridge, qapp, until, role):
    async def flow():
        marked.role = role
        async with marked.running(), console_at(marked, bridge, qapp, until) as console:
            window = console.window

            async def check(where, least=1):
                await settled(console)
                found, shown = read_as_markup(window)
                assert not found, f"{where}: {found}"
                assert shown >= least, where

            await console.sessions.sign_in(marked.url, "nurse", "secret")
            await settled(console)
            await check("inside")
            if role == "doctor":
                await until(lambda: console.state.wards.beds)
                window.search()
                window.search_panel.field.setText(NAME)
                window.search_panel._search(NAME)
                await check("search")
                window.search_panel.close()
                window.open_bed(console.state.wards.beds[0].id)
                await check("bed")
                window.patients.open_card(stub_patients.patient_id(1))
                await until(lambda: console.state.patients.card is not None)
                await check("card")
                window.open_glass()
                await check("glass")
            if window.shell.may_admin:
                await _look_through_admin(console, until, check)
            window.show_account()
            await check("account")
            window.go("settings")
            await check("settings")
            window.lock()
            await check("lock", 2)
            await console.lock.switch_user()
            await check("sign-in", 0)

    bridge.run(flow())
