"""The front desk on the screen: with 1,000 rows nothing moves under the pointer, and all of it goes by keys."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.desktop.front_desk_room import front_room, long_day, visit

KEY = Qt.Key
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
THOUSAND = 1_000


def painted(room):
    """What can be seen of the list, pixel by pixel."""
    return room.list.viewport().grab().toImage()


def in_sight(room):
    return [room.desk.id(place) for place in range(room.list.first, room.list.last + 1)]


# Nothing moves by itself


def test_a_live_change_moves_nothing_among_a_thousand_rows(stub, bridge, qapp):
    async def flow():
        async with front_room(stub, bridge, set_up=long_day(THOUSAND)) as room:
            await room.shown()
            assert room.desk.total == THOUSAND
            room.list.verticalScrollBar().setValue(room.list.rows.height * 400 + 7)
            room.list.go_to(405)
            room.press(KEY.Key_Space, KEY.Key_Down, KEY.Key_Down, KEY.Key_Space)
            before, value = in_sight(room), room.list.verticalScrollBar().value()
            selected, current = room.selected(), room.list.current
            names, under = room.names(), room.list.indexAt(room.point(406)).row()
            room.change(406, state="arrived", since=room.now, arrived=room.now)
            room.change(399, state="done", since=room.now)
            room.change(3, begins=room.practice.at(1_430))
            room.take(10)
            room.add(
                visit(room.practice, 5_000, 661, state="arrived", arrived=room.now, since=room.now, walk_in=True)
            )
            room.add(visit(room.practice, 5_001, 975))
            await room.heard()
            assert room.names() == names
            assert in_sight(room) == before
            assert room.list.verticalScrollBar().value() == value
            assert room.list.indexAt(room.point(406)).row() == under
            assert (room.selected(), room.list.current) == (selected, current)
            assert room.desk.news == (2, 1, 3)
            assert room.view.bar.news.isVisible()

    bridge.run(flow())


def test_the_state_of_a_changed_row_is_painted_in_its_place_and_marked(stub, bridge, qapp):
    async def flow():
        async with front_room(stub, bridge, set_up=long_day(THOUSAND)) as room:
            await room.shown()
            room.press(KEY.Key_Down, KEY.Key_Down)
            room.frame()
            before = painted(room)
            room.change(6, state="arrived", since=room.now, arrived=room.now)
            await room.heard()
            after, high = painted(room), room.list.rows.height
            for place in range(room.list.last):
                row = (0, place * high, before.width(), high)
                assert (before.copy(*row) == after.copy(*row)) == (place != 6)
            bar = after.pixelColor(1, 6 * high + high // 2)
            assert bar == room.list.theme.colour("selection.bar"), "a mark at the edge"
            assert "Arrived" in room.view.pane.model.said(6)
            assert "changed" in room.view.pane.model.said(6)

    bridge.run(flow())


def test_a_row_that_does_not_fit_any_more_stays_greyed_until_the_pill_is_pressed(stub, bridge, qapp):
    async def flow():
        async with front_room(stub, bridge, set_up=long_day(THOUSAND)) as room:
            await room.shown()
            room.list.go_to(5)
            room.press(KEY.Key_Space)
            room.change(5, state="cancelled")
            room.change(6, state="done", since=room.now)
            await room.heard()
            assert room.selected() == [5]
            assert "does not fit the filter any more" in room.view.pane.model.said(6)
            assert room.view.bar.news.isVisible()
            QTest.mouseClick(room.view.bar.news, Qt.MouseButton.LeftButton)
            room.frame()
            assert room.names()[:7] == [0, 1, 2, 3, 4, 7, 8]
            assert room.selected() == []
            assert not room.view.bar.news.isVisible()
            assert room.list.hasFocus(), "the keys are where they were"

    bridge.run(flow())


def test_rows_that_are_let_in_above_leave_what_is_read_where_it_is(stub, bridge, qapp):
    async def flow():
        async with front_room(stub, bridge, set_up=long_day(THOUSAND)) as room:
            await room.shown()
            room.list.verticalScrollBar().setValue(room.list.rows.height * 500 + 9)
            room.list.go_to(503)
            top, current = in_sight(room)[0], room.list.current
            for number in range(3):
                room.add(visit(room.practice, 5_000 + number, 661))
            await room.heard()
            room.press(KEY.Key_R, modifiers=CONTROL)
            room.frame()
            assert room.desk.total == THOUSAND + 3
            assert (in_sight(room)[0], room.list.current) == (top, current)
            assert room.list.verticalScrollBar().value() == room.list.rows.height * 503 + 9

    bridge.run(flow())


def test_the_bar_does_not_grow_when_the_pill_comes(stub, bridge, qapp):
    async def flow():
        for size in ((1302, 688), (1856, 992)):
            async with front_room(stub, bridge, size=size) as room:
                await room.shown()
                top = room.view.pane.mapTo(room.view, room.view.pane.rect().topLeft())
                room.add(visit(room.practice, 900, 700))
                await room.heard()
                for _ in range(4):
                    room.frame()
                assert room.view.bar.news.isVisible()
                assert room.view.pane.mapTo(room.view, room.view.pane.rect().topLeft()) == top

    bridge.run(flow())


def test_only_rows_in_sight_are_painted_and_only_waiting_times_when_a_minute_is_over(stub, bridge, qapp):
    async def flow():
        async with front_room(stub, bridge) as room:
            await room.shown()
            asked, drawn = [], room.view.pane.model.drawn
            room.view.pane.model.drawn = lambda place: asked.append(place) or drawn(place)
            room.list.viewport().repaint()
            assert max(asked) <= room.list.last
            assert len(asked) == len(set(asked)) <= room.list.last + 1
            # Four seconds on, then a minute: the times of those who wait are other ones.
            regions = []
            update = room.list.viewport().update
            room.list.viewport().update = lambda *rect: regions.append(rect) or update(*rect)
            room.desk.now += 4_000
            room.list.tick()
            assert not regions
            room.desk.now += 60_000
            room.list.tick()
            waiting = [place for place in range(room.list.last + 1) if room.desk.row(place).state.value in WAITS]
            assert len(regions) == len(waiting) + 1, "who waits, and who is late"
            assert max(rect[0].width() for rect in regions) < room.list.viewport().width() / 3

    bridge.run(flow())


WAITS = ("arrived", "checked_in", "roomed", "with_doctor")


# Selecting


def test_space_shift_and_control_select_as_everywhere(stub, bridge, qapp):
    async def flow():
        async with front_room(stub, bridge, set_up=long_day(40)) as room:
            await room.shown()
            room.press(KEY.Key_Space, KEY.Key_Down, KEY.Key_Down)
            room.press(KEY.Key_Down, KEY.Key_Down, modifiers=SHIFT)
            assert room.selected() == [0, 2, 3, 4]
            room.press(KEY.Key_Up, modifiers=SHIFT)
            assert room.selected() == [0, 2, 3]
            room.press(KEY.Key_End, modifiers=SHIFT)
            assert room.selected() == [0, *range(2, 40)]
            room.press(KEY.Key_Escape)
            assert room.selected() == []
            room.press(KEY.Key_A, modifiers=CONTROL)
            assert len(room.selected()) == 40
            room.press(KEY.Key_Home, KEY.Key_Space)
            room.frame()
            assert room.view.pane.head.box.checkState() is Qt.CheckState.PartiallyChecked

    bridge.run(flow())


def test_boxes_are_turned_by_the_pointer_and_shift_selects_up_to_here(stub, bridge, qapp):
    async def flow():
        async with front_room(stub, bridge, set_up=long_day(40)) as room:
            await room.shown()
            box = room.list.rows.box_edge() - 8
            room.click(2, box)
            room.click(5, box)
            room.click(5, box)
            assert room.selected() == [2]
            room.click(3, modifiers=CONTROL)
            room.click(6, modifiers=SHIFT)
            assert room.selected() == [2, 3, 4, 5, 6]
            room.click(9)
            assert room.selected() == [2, 3, 4, 5, 6], "a click shows who it is, and drops nothing"
            assert room.list.place == 9
            room.frame()
            assert room.view.card.card.id == room.desk.id(9)

    bridge.run(flow())


def test_the_box_of_the_head_selects_all_that_is_shown_or_nothing(stub, bridge, qapp):
    async def flow():
        async with front_room(stub, bridge, set_up=long_day(40)) as room:
            await room.shown()
            box = room.view.pane.head.box
            QTest.keyClicks(room.view.bar.field, "garcia")
            room.frame()
            shown = room.desk.total
            assert 0 < shown < 40
            QTest.keyClick(box, KEY.Key_Space)
            assert len(room.selected()) == shown
            assert box.checkState() is Qt.CheckState.Checked
            QTest.mouseClick(box, Qt.MouseButton.LeftButton)
            assert room.selected() == []
            assert box.checkState() is Qt.CheckState.Unchecked

    bridge.run(flow())


def test_a_live_change_leaves_the_bar_below_with_as_many(stub, bridge, qapp):
    async def flow():
        async with front_room(stub, bridge, set_up=long_day(THOUSAND)) as room:
            await room.shown()
            room.press(KEY.Key_Space, KEY.Key_Down, KEY.Key_Space)
            room.frame()
            assert room.view.bulk.isVisible()
            room.take(0)
            await room.heard()
            assert room.selected() == [0, 1]
            assert room.view.bulk.isVisible()

    bridge.run(flow())


def test_control_enter_that_is_held_down_goes_one_step_only(stub, bridge, qapp):
    async def flow():
        async with front_room(stub, bridge, set_up=long_day(40)) as room:
            await room.shown()
            acted = []
            room.list.acted.connect(lambda: acted.append(True))
            room.press(KEY.Key_Return, modifiers=CONTROL)
            held = QKeyEvent(QEvent.Type.KeyPress, KEY.Key_Return, CONTROL, "", autorep=True)
            QApplication.sendEvent(room.list, held)
            assert acted == [True]

    bridge.run(flow())


def test_what_is_asked_for_with_the_screen_does_not_wait_for_a_frame(stub, bridge, qapp):
    async def flow():
        async with front_room(stub, bridge, set_up=long_day(40)) as room:
            room.view.open_walk_in()
            assert room.view.panels.open == "walk-in"

    bridge.run(flow())
