"""The list of patients after what went wrong or changed meanwhile: a search that failed, a row that moved."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from clinic_console.desktop.bridge import monotonic
from clinic_console.desktop.state.clock import HubClock
from clinic_console.desktop.state.roll import Ask
from tests.desktop.list_room import list_room
from tests.desktop.stub_patients_list import patient_id


@pytest.mark.parametrize("way", ["enter", "scan", "connection"])
def test_a_search_that_failed_is_tried_again(stub, bridge, way):
    async def main():
        async with list_room(stub, bridge) as room:
            await room.begin()
            field, search = room.view.bar.field, room.patients_list.search
            room.patients.refuse = (503, "hub.unavailable")
            field.setText("4000100")
            await room.until(lambda: search.error is not None)
            if way == "connection":
                assert not room.state.connection.open
                room.frame()
            room.patients.refuse = None
            if way == "enter":
                QTest.keyClick(field, Qt.Key.Key_Return)
            elif way == "scan":
                room.view.find_number("4000100")
            else:
                room.state.connection.opened()
            await room.until(lambda: search.total == 1)
            assert search.error is None
            if way != "connection":
                await room.until(lambda: room.opened == [patient_id(100)])

    bridge.run(main())


def test_a_click_opens_nobody_who_came_below_the_pointer(stub, bridge):
    async def main():
        async with list_room(stub, bridge, total=3) as room:
            await room.begin()
            view, roll = room.view.all.view, room.patients_list.roll
            place = view.visualRect(view.model().index(1, 0)).center()
            QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
            first, second = roll.row(0), roll.row(1)
            roll.take(roll._ask(Ask(0)), [replace(first, id=patient_id(9)), first, second], None)
            room.frame()
            assert view.model().source.id(1) == first.id
            QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
            assert room.opened == []
            QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
            assert room.opened == [first.id]

    bridge.run(main())


def test_ages_are_said_once_the_day_is_known_and_follow_it(stub, bridge):
    async def main():
        async with list_room(stub, bridge, total=3) as room:
            room.state.hub_clock = HubClock()
            await room.begin()

            def age():
                room.frame()
                (cell,) = room.view.all.model.drawn(0)[1]
                return cell.beside

            assert age() == ""
            room.state.hub_clock.heard(1_700_000_000_000, monotonic())
            years = int(age().split()[0])
            room.state.hub_clock.heard(1_700_000_000_000 + 366 * 86_400_000, monotonic())
            assert int(age().split()[0]) == years + 1

    bridge.run(main())
