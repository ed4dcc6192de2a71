"""From the schedule to a doctor's hours and leave, and back."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from tests.desktop.schedule_room import schedule_room
from tests.desktop.stub_hours import Hours


@pytest.fixture
def play(stub, bridge, monkeypatch):
    """Show a day's schedule, and run a flow there."""
    # The offscreen plugin does not give the window back what a menu has taken.
    monkeypatch.setattr(QMenu, "popup", lambda *_: None)
    hub = Hours(stub)

    def play(flow):
        async def whole():
            async with schedule_room(stub, bridge, role="administrator") as room:
                for start in ("/api/practitioners/", "/api/exceptions"):
                    stub.extra["", start] = hub.answer
                await room.shown()
                await flow(room, room.view.hours)

        bridge.run(whole())

    return play


def menu(room, at, reason):
    """The entries of the menu at a point of the grid."""
    place = room.grid.viewport().mapToGlobal(at)
    QApplication.sendEvent(room.view, QContextMenuEvent(reason, room.view.mapFromGlobal(place), place))
    menus = room.view.findChildren(QMenu)
    return {action.text(): action for shown in menus for action in shown.actions()}


def test_a_columns_menu_leads_to_its_doctors_hours_and_esc_back(play):
    async def flow(room, hours):
        at = room.point(2, room.practice.at(600))
        entries = menu(room, QPoint(at.x(), 20), QContextMenuEvent.Reason.Mouse)
        assert list(entries) == ["Working hours …", "Leave or extra hours …", "One week"]
        entries["Working hours …"].trigger()
        await room.until(lambda: hours.page is not None and hours.page.week.hasFocus())
        assert room.state.hours.draft(3).loaded
        assert hours.page.geometry() == room.view.rect()
        QTest.keyClick(hours.page.week, Qt.Key.Key_Escape)
        assert hours.page is None
        assert room.grid.hasFocus()

    play(flow)


def test_leave_of_all_is_asked_for_by_name(play):
    async def flow(room, hours):
        room.grid.asked.emit("leave")
        await room.until(lambda: hours.page is not None and hours.page.table.pages.loaded)
        assert hours.page.who.text() == "All practitioners"
        room.view.forget()
        assert hours.page is None

    play(flow)


def test_by_keys_the_menu_is_of_the_doctor_one_is_at(play):
    async def flow(room, hours):
        room.press(Qt.Key.Key_Right, Qt.Key.Key_Right)
        who = room.state.schedule.current[0][0]
        menu(room, QPoint(5, 5), QContextMenuEvent.Reason.Keyboard)["Leave or extra hours …"].trigger()
        await room.until(lambda: hours.page is not None and hours.page.table.pages.loaded)
        assert room.state.hours.exceptions.practitioner == who

    play(flow)


def test_beside_the_columns_there_is_no_menu(play):
    async def flow(room, hours):
        assert menu(room, QPoint(3, 40), QContextMenuEvent.Reason.Mouse) == {}

    play(flow)
