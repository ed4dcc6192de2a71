"""The tab of people: finding them, their panel, the form, and passwords that are shown once."""

from contextlib import asynccontextmanager

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clinic_console.desktop.actions.users import UserActions
from clinic_console.desktop.bridge import monotonic
from clinic_console.desktop.state.access import Clinic
from clinic_console.desktop.state.users import Users
from clinic_console.desktop.views.ground import Footing
from clinic_console.desktop.views.users import UsersView
from clinic_console.wire.users import Membership
from tests.desktop.admin_room import KITA, OWN, admin_room
from tests.desktop.stub_users import StubUsers, person, user_id

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
MINAMI = Clinic("c2", "Minami", "Asia/Tokyo", "administrator")


@pytest.fixture
def people(stub):
    made = StubUsers().serve(stub)
    made.add(person(number) for number in range(250))
    return made


@asynccontextmanager
async def room_of(stub, bridge, users=None, **settings):
    users = users or Users()

    def make(theme, bridge, state, access):
        return UsersView(theme, bridge, state, UserActions(access, monotonic, users))

    async with admin_room(stub, bridge, make, **settings) as room:
        await room.until(lambda: users.pages.loaded)
        yield room, room.view, users


async def opened(room, view, number):
    view.search.setText(f"user{number:04d}")
    await room.until(lambda: [user.id for user in view.table.pages.rows] == [user_id(number)])
    view.open_user(user_id(number))
    room.frame()
    assert view.panel.isVisible()


def agree(view, reason=""):
    view.panel.confirm.reason.setText(reason)
    view.panel.confirm.yes.click()


def test_people_are_found_as_one_types(stub, bridge, people):
    async def flow():
        async with room_of(stub, bridge) as (room, view, users):
            assert len(users.pages.rows) >= 100
            before = len(people.queries)
            QTest.keyClicks(view.search, "sato 0007")
            await room.until(lambda: len(users.pages.rows) == 1)
            assert users.pages.rows[0].login == "user0007"
            # Nobody is asked for each letter.
            assert len(people.queries) - before <= 3
            QTest.keyClick(view.search, Qt.Key.Key_Escape)
            await room.until(lambda: len(users.pages.rows) >= 100)

    bridge.run(flow())


def test_chips_narrow_the_list_down_and_widen_it_again(stub, bridge, people):
    async def flow():
        async with room_of(stub, bridge) as (room, view, users):
            view.chips.buttons["doctor"].click()
            await room.until(lambda: all(user.memberships[0].role == "doctor" for user in users.pages.rows))
            view.chips.buttons["disabled"].click()
            await room.until(lambda: all(user.disabled for user in users.pages.rows))
            assert not view.chips.buttons["doctor"].isChecked()
            view.chips.buttons["disabled"].click()
            await room.until(lambda: len(users.pages.rows) >= 100)
            assert people.queries[-1].keys() == {"limit"}

    bridge.run(flow())


def test_where_nobody_fits_everybody_is_one_press_away(stub, bridge, people):
    async def flow():
        async with room_of(stub, bridge) as (room, view, users):
            view.search.setText("nobody at all")
            await room.until(lambda: view.table.ground.footing is Footing.EMPTY)
            view.table.ground.panel.button.click()
            await room.until(lambda: len(users.pages.rows) >= 100)
            assert view.search.text() == ""

    bridge.run(flow())


def test_a_name_is_changed_and_changed_back(stub, bridge, people):
    async def flow():
        async with room_of(stub, bridge) as (room, view, users):
            await opened(room, view, 1)
            view.panel.name.selectAll()
            QTest.keyClicks(view.panel.name, "New Name")
            assert view.panel.save.isVisible()
            view.panel.save.click()
            await room.until(lambda: people.people[user_id(1)].name == "New Name")
            await room.until(lambda: bool(room.told))
            text, undo = room.told[0]
            assert "New Name" in text
            assert not view.panel.save.isVisible()
            undo()
            await room.until(lambda: people.people[user_id(1)].name == person(1).name)
            await room.until(lambda: users.opened.name == person(1).name)

    bridge.run(flow())


def test_a_login_that_is_taken_is_said_at_its_field(stub, bridge, people):
    async def flow():
        async with room_of(stub, bridge) as (room, view, _):
            await opened(room, view, 1)
            people.refuse = (409, "conflict.taken", "login")
            view.panel.login.selectAll()
            QTest.keyClicks(view.panel.login, "user0002")
            QTest.keyClick(view.panel.login, Qt.Key.Key_Return)
            await room.until(lambda: "taken" in view.panel.login_field.note.text())
            assert view.panel.login.property("wrong") == "true"
            assert view.panel.login.text() == "user0002"
            assert room.told == []

    bridge.run(flow())


def test_roles_change_at_once_and_back(stub, bridge, people):
    async def flow():
        async with room_of(stub, bridge, clinics=(KITA, MINAMI)) as (room, view, _):
            await opened(room, view, 1)
            box = view.panel.roles.boxes["c2"]
            box.setCurrentIndex(box.findData("nurse"))
            box.activated.emit(box.currentIndex())
            await room.until(lambda: Membership("c2", "nurse") in people.people[user_id(1)].memberships)
            await room.until(lambda: bool(room.told))
            room.told[0][1]()
            await room.until(lambda: people.people[user_id(1)].memberships == person(1).memberships)

    bridge.run(flow())


def test_roles_that_the_hub_refuses_stand_as_they_were(stub, bridge, people):
    async def flow():
        async with room_of(stub, bridge) as (room, view, _):
            await opened(room, view, 1)
            people.refuse = (403, "access.denied", "")
            box = view.panel.roles.boxes["c1"]
            box.setCurrentIndex(box.findData("auditor"))
            box.activated.emit(box.currentIndex())
            await room.until(view.panel.problem.isVisible)
            assert box.currentData() == "doctor"

    bridge.run(flow())


def test_nobody_is_left_without_any_clinic(stub, bridge, people):
    async def flow():
        async with room_of(stub, bridge) as (room, view, _):
            await opened(room, view, 1)
            box = view.panel.roles.boxes["c1"]
            box.setCurrentIndex(0)
            box.activated.emit(0)
            assert view.panel.problem.isVisible()
            assert box.currentData() == "doctor"
            assert not view.panel.confirm.isVisible()

    bridge.run(flow())


def test_who_is_taken_out_of_all_of_ones_clinics_is_asked_about_and_leaves_the_list(stub, bridge, people):
    people.add([person(1, elsewhere=True)])

    async def flow():
        async with room_of(stub, bridge) as (room, view, users):
            await opened(room, view, 1)
            box = view.panel.roles.boxes["c1"]
            box.setCurrentIndex(0)
            box.activated.emit(0)
            assert view.panel.confirm.isVisible()
            assert box.currentData() == "doctor"
            agree(view)
            await room.until(lambda: users.pages.get(user_id(1)) is None)
            assert not view.side.isVisible()
            assert room.told[-1][1] is None

    bridge.run(flow())


def test_disabling_asks_why_and_can_be_taken_back(stub, bridge, people):
    async def flow():
        async with room_of(stub, bridge) as (room, view, users):
            await opened(room, view, 1)
            view.panel.disable.click()
            assert QApplication.focusWidget() is view.panel.confirm.reason
            agree(view)
            assert view.panel.confirm.field.note.text()
            agree(view, "Left the hospital")
            await room.until(lambda: users.opened.disabled)
            assert people.reasons == ["Left the hospital"]
            assert view.panel.enable.isVisible()
            assert not view.panel.disable.isVisible()
            await room.until(lambda: bool(room.told))
            room.told[0][1]()
            await room.until(lambda: not users.opened.disabled)

    bridge.run(flow())


def test_a_question_is_taken_back_by_escape_and_the_panel_by_another(stub, bridge, people):
    async def flow():
        async with room_of(stub, bridge) as (room, view, users):
            await opened(room, view, 1)
            view.panel.end.setFocus()
            view.panel.end.click()
            assert view.panel.confirm.isVisible()
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
            assert not view.panel.confirm.isVisible()
            assert QApplication.focusWidget() is view.panel.end
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
            assert users.opened is None
            assert QApplication.focusWidget() is view.table.view

    bridge.run(flow())


def test_a_new_password_is_shown_until_it_was_taken_down(stub, bridge, people):
    async def flow():
        async with room_of(stub, bridge) as (room, view, users):
            await opened(room, view, 1)
            view.panel.password.click()
            agree(view)
            await room.until(view.secret.isVisible)
            assert view.secret.text.toPlainText() == "korb-alge-mond-0001"
            # Another view of the same state, as another text size makes one: it still stands there.
            other = UsersView(room.theme, bridge, room.state, UserActions(None, monotonic, users))
            other.frame(monotonic())
            assert other.secret.text.toPlainText() == "korb-alge-mond-0001"
            other.deleteLater()
            view.secret.close_button.click()
            room.frame()
            assert (users.given, view.secret.text.toPlainText()) == (None, "")
            assert view.panel.isVisible()

    bridge.run(flow())


def test_somebody_new_is_made_with_a_password(stub, bridge, people):
    async def flow():
        async with room_of(stub, bridge) as (room, view, users):
            view.new.click()
            room.frame()
            form = view.form
            assert QApplication.focusWidget() is form.name
            QTest.keyClicks(form.name, "Yamada Taro")
            QTest.keyClicks(form.login, "yamada")
            box = form.roles.boxes["c1"]
            box.setCurrentIndex(box.findData("nurse"))
            form.make.click()
            await room.until(view.secret.isVisible)
            assert "yamada" in view.secret.title.text()
            assert users.pages.rows[0].name == "Yamada Taro"
            assert form.name.text() == ""

    bridge.run(flow())


@pytest.mark.parametrize(
    ("name", "login", "role", "where"),
    [("", "x", "nurse", "name"), ("X", " ", "nurse", "login"), ("X", "x", "", "roles")],
)
def test_what_is_missing_is_said_at_its_field(stub, bridge, people, name, login, role, where):
    async def flow():
        async with room_of(stub, bridge) as (room, view, _):
            view.new.click()
            room.frame()
            form = view.form
            form.name.setText(name)
            form.login.setText(login)
            form.roles.boxes["c1"].setCurrentIndex(form.roles.boxes["c1"].findData(role))
            form.make.click()
            field = {"name": form.name_field, "login": form.login_field, "roles": form.roles_field}[where]
            assert field.control.property("wrong") == "true"
            assert field.control is QApplication.focusWidget() or field.isAncestorOf(QApplication.focusWidget())
            assert people.passwords == 0

    bridge.run(flow())


@pytest.mark.parametrize(
    ("code", "at", "where"), [("conflict.taken", "", "login_field"), ("input.field", "name", "name_field")]
)
def test_what_the_hub_does_not_take_is_said_at_its_field(stub, bridge, people, code, at, where):
    async def flow():
        async with room_of(stub, bridge) as (room, view, _):
            view.new.click()
            room.frame()
            form = view.form
            form.name.setText("X")
            form.login.setText("x")
            form.roles.boxes["c1"].setCurrentIndex(1)
            people.refuse = (409 if code == "conflict.taken" else 400, code, at)
            form.make.click()
            assert not form.make.isEnabled()
            await room.until(form.make.isEnabled)
            assert getattr(form, where).control.property("wrong") == "true"
            assert form.name.text() == "X"

    bridge.run(flow())


def test_nobody_harms_themselves(stub, bridge, people):
    async def flow():
        async with room_of(stub, bridge) as (room, view, _):
            assert user_id(3) == OWN
            await opened(room, view, 3)
            assert not view.panel.disable.isEnabled()
            assert not view.panel.roles.boxes["c1"].isEnabled()
            assert view.panel.roles_note.isVisible()

    bridge.run(flow())


def test_who_works_elsewhere_too_can_only_be_moved_in_ones_own_clinics(stub, bridge, people):
    people.add([person(1, elsewhere=True)])

    async def flow():
        async with room_of(stub, bridge) as (room, view, _):
            await opened(room, view, 1)
            assert view.panel.elsewhere.isVisible()
            for button in (view.panel.disable, view.panel.password, view.panel.end):
                assert not button.isEnabled()
            assert view.panel.roles.boxes["c1"].isEnabled()

    bridge.run(flow())


def test_signing_out_everywhere_is_asked_about_and_told(stub, bridge, people):
    async def flow():
        async with room_of(stub, bridge) as (room, view, users):
            await opened(room, view, 1)
            view.panel.end.click()
            agree(view)
            await room.until(lambda: users.opened.sessions == 0)
            await room.until(lambda: bool(room.told))
            assert room.told[0][1] is None
            assert not view.panel.end.isEnabled()

    bridge.run(flow())


def test_the_sessions_of_one_user_stand_on_another_tab(stub, bridge, people):
    async def flow():
        async with room_of(stub, bridge) as (room, view, _):
            await opened(room, view, 1)
            view.panel.sessions.click()
            assert room.wanted == [("sessions", (user_id(1), person(1).name))]

    bridge.run(flow())


def test_nothing_of_anybody_is_left_behind(stub, bridge, people):
    async def flow():
        async with room_of(stub, bridge) as (room, view, users):
            await opened(room, view, 1)
            view.panel.password.click()
            agree(view)
            await room.until(view.secret.isVisible)
            users.clear()
            view.forget()
            room.frame()
            assert (view.panel.name.text(), view.secret.text.toPlainText(), users.pages.rows) == ("", "", ())
            assert (users.given, users.opened) == (None, None)

    bridge.run(flow())
