"""The tab of sessions: who is signed in where, one and many of them ended, one's own marked."""

from contextlib import asynccontextmanager

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from clinic_console.desktop.actions.sessions import SessionActions
from clinic_console.desktop.bridge import monotonic
from clinic_console.desktop.models.table import CELL
from clinic_console.desktop.state.sessions import Sessions
from clinic_console.desktop.views.ground import Footing
from clinic_console.desktop.views.sessions import SessionsView
from tests.desktop.admin_room import OWN, admin_room
from tests.desktop.stub_sessions import StubSessions, session
from tests.desktop.stub_users import StubUsers, person, user_id

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def sessions(stub):
    made = StubSessions().serve(stub)
    made.rows = [session(number, number % 4, present=number == 3) for number in range(20)]
    people = StubUsers().serve(stub)
    people.add(person(number, sessions=5) for number in range(4))
    return made


@asynccontextmanager
async def room_of(stub, bridge):
    state = Sessions()

    def make(theme, bridge, console, access):
        return SessionsView(theme, bridge, console, SessionActions(access, monotonic, state))

    async with admin_room(stub, bridge, make) as room:
        told = []
        room.view.told.connect(lambda text, _: told.append(text))
        await room.until(lambda: state.pages.loaded)
        yield room, room.view, state, told


def test_the_own_session_is_marked_and_cannot_be_ended_here(stub, bridge, sessions):
    async def flow():
        async with room_of(stub, bridge) as (room, view, state, _):
            model = view.table.model
            marks = [model.data(model.index(row, 5), CELL).tone for row in range(6)]
            assert marks.count("accent") == 1
            assert marks[3] == "accent"
            view.open_session(state.pages.rows[3].id)
            room.frame()
            assert state.opened.user_id == OWN
            assert not view.panel.end.isEnabled()
            assert not view.panel.end_all.isEnabled()
            assert view.panel.note.isVisible()

    bridge.run(flow())


def test_one_is_ended_after_a_question_in_its_place(stub, bridge, sessions):
    async def flow():
        async with room_of(stub, bridge) as (room, view, state, _):
            wanted = state.pages.rows[1].id
            view.table.enter()
            QTest.keyClick(view.table.view, Qt.Key.Key_Down)
            QTest.keyClick(view.table.view, Qt.Key.Key_Return)
            room.frame()
            view.panel.end.click()
            assert sessions.ended == []
            view.panel.confirm.yes.click()
            await room.until(lambda: sessions.ended == [wanted])
            await room.until(lambda: state.pages.get(wanted) is None)
            assert room.told[0][1] is None
            assert not view.side.isVisible()

    bridge.run(flow())


def test_all_of_a_user_are_ended(stub, bridge, sessions):
    async def flow():
        async with room_of(stub, bridge) as (room, view, state, _):
            view.open_session(state.pages.rows[1].id)
            room.frame()
            view.panel.end_all.click()
            view.panel.confirm.yes.click()
            await room.until(lambda: all(row.user_id != user_id(1) for row in state.pages.rows))
            assert "DELETE /api/users/" + user_id(1) + "/sessions" in stub.requests

    bridge.run(flow())


def test_several_are_ended_but_never_the_own_one(stub, bridge, sessions):
    async def flow():
        async with room_of(stub, bridge) as (room, view, state, told):
            first = [row.id for row in state.pages.rows[:5]]
            view.table.enter()
            QTest.keyClick(view.table.view, Qt.Key.Key_Space)
            for _ in range(4):
                QTest.keyClick(view.table.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
            assert view.picked.isVisible()
            view.end.click()
            assert view.confirm.isVisible()
            view.confirm.yes.click()
            await room.until(lambda: len(sessions.ended) == 4)
            assert sessions.ended == [each for each in first if each != first[3]]
            await room.until(lambda: not view.picked.isVisible())
            view.table.model.marks = {first[3]}
            view.end.click()
            assert told
            assert not view.confirm.isVisible()

    bridge.run(flow())


def test_one_that_is_over_already_just_goes(stub, bridge, sessions):
    async def flow():
        async with room_of(stub, bridge) as (room, view, state, told):
            wanted = state.pages.rows[1].id
            sessions.refuse = (404, "not_found", "")
            view.open_session(wanted)
            room.frame()
            view.panel.end.click()
            view.panel.confirm.yes.click()
            await room.until(lambda: state.pages.get(wanted) is None)
            assert told == []

    bridge.run(flow())


def test_what_goes_wrong_is_said_where_it_was_asked_for(stub, bridge, sessions):
    async def flow():
        async with room_of(stub, bridge) as (room, view, state, told):
            sessions.refuse = (403, "access.denied", "")
            view.open_session(state.pages.rows[1].id)
            room.frame()
            view.panel.end.click()
            view.panel.confirm.yes.click()
            await room.until(view.panel.problem.isVisible)
            assert told == []
            view.close_side()
            sessions.refuse = (403, "access.denied", "")
            view.table.view.mark_all()
            view.end.click()
            view.confirm.yes.click()
            await room.until(lambda: bool(told))

    bridge.run(flow())


def test_only_one_users_sessions_are_shown_until_everybodys_are(stub, bridge, sessions):
    async def flow():
        async with room_of(stub, bridge) as (room, view, state, _):
            view.show_about((user_id(2), "Zoë"))
            await room.until(lambda: {row.user_id for row in state.pages.rows} == {user_id(2)})
            assert "Zoë" in view.whose.text()
            view.everybody.click()
            await room.until(lambda: len(state.pages.rows) == 20)
            view.show_about((user_id(77), "Nobody"))
            await room.until(lambda: view.table.ground.footing is Footing.EMPTY)
            view.table.ground.panel.button.click()
            await room.until(lambda: len(state.pages.rows) == 20)

    bridge.run(flow())


def test_nothing_of_anybody_is_left_behind(stub, bridge, sessions):
    async def flow():
        async with room_of(stub, bridge) as (room, view, state, _):
            view.open_session(state.pages.rows[1].id)
            room.frame()
            state.clear()
            view.forget()
            assert state.pages.rows == ()
            assert not any(label.isVisibleTo(view.panel) for label in view.panel.facts.findChildren(QLabel))

    bridge.run(flow())
