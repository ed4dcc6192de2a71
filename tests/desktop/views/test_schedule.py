"""The Schedule screen: what is painted, walked through, opened and booked, by pointer and by keys."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from clinic_console.desktop.models.schedule_stops import What
from clinic_console.desktop.state.schedule import Mode
from clinic_console.desktop.views.ground import Footing
from clinic_console.wire.schedule import Held
from tests.desktop.schedule_room import MONDAY, schedule_room
from tests.desktop.stub_schedule import CLINIC

KEY = Qt.Key
DAY = date(2026, 11, 23)
OLD = "0192f0c7-0000-7000-8000-000000000001"
LEFT = Qt.MouseButton.LeftButton
PLAIN = Qt.KeyboardModifier.NoModifier


def run(bridge, stub, flow, **more):
    async def main():
        async with schedule_room(stub, bridge, **more) as room:
            await room.shown()
            await flow(room)

    bridge.run(main())


def colour_at(room, point: QPoint) -> QColor:
    return room.grid.viewport().grab().toImage().pixelColor(point)


def test_free_is_white_and_the_rest_has_its_own_ground(stub, bridge):
    async def flow(room):
        layout, at = room.grid.layout_, room.practice.at
        free = room.free(3)
        theme = room.grid.theme
        assert colour_at(room, room.point(3, free.begins, 6)) == theme.colour("bg.surface")
        booked = next(card for card in layout.columns[3].cards if card.state == "booked")
        rect = layout.plate(3).face(booked.id).rect
        space = layout.space
        inside = QPoint(round(space.x_of(3) + rect.right() - 4), round(rect.bottom() + space.head - space.top - 5))
        assert colour_at(room, inside) == theme.colour("bg.hover")
        lunch = [shade for shade in layout.plate(3).shades if shade.kind == "blocked"]
        assert lunch
        grey = colour_at(room, room.point(0, at(14 * 60), 7))
        assert grey != theme.colour("bg.surface")

    run(bridge, stub, flow)


def test_the_line_of_now_runs_behind_the_cards(stub, bridge):
    async def flow(room):
        layout = room.grid.layout_
        space, ink = layout.space, room.grid.theme.colour("text.primary")
        y = round(space.y_of(layout.track(layout.columns[0]).at(MONDAY)))
        free = next(n for n in range(8) if layout.face_at(QPoint(space.x_of(n) + 70, y).toPointF()) is None)
        taken = next(n for n in range(8) if layout.face_at(QPoint(space.x_of(n) + 70, y).toPointF()) is not None)
        assert colour_at(room, QPoint(space.x_of(free) + 3, y)) == ink
        assert colour_at(room, QPoint(space.x_of(free) + 70, y)) == ink
        assert colour_at(room, QPoint(space.x_of(taken) + space.column - 12, y)) != ink

    run(bridge, stub, flow)


def test_names_and_hours_stay_while_the_rest_is_scrolled(stub, bridge):
    async def flow(room):
        grid, space = room.grid, room.grid.layout_.space
        strip = (0, 0, space.times - 2, space.head - 2)
        before = grid.viewport().grab().toImage().copy(*strip)
        grid.horizontalScrollBar().setValue(400)
        grid.verticalScrollBar().setValue(grid.verticalScrollBar().maximum())
        assert grid.layout_.space.left == 400
        assert grid.viewport().grab().toImage().copy(*strip) == before
        assert room.state.schedule.left == pytest.approx(400 / space.column)

    run(bridge, stub, flow, doctors=40)


def test_only_what_is_in_sight_is_laid_out(stub, bridge):
    async def flow(room):
        room.grid.viewport().grab()
        assert len(room.grid.layout_._plates) <= 9
        assert len(room.grid.layout_.columns) == 40

    run(bridge, stub, flow, doctors=40)


def test_the_place_of_the_user_is_said_and_arrows_change_it(stub, bridge):
    async def flow(room):
        grid, said = room.grid, []
        grid.stood.connect(said.append)
        assert grid.accessibleName().startswith("Schedule of Mon 23 Nov, 8")
        assert grid.hasFocus()
        assert "Dr Itō Haruka" in grid.accessibleDescription()
        room.press(KEY.Key_Right)
        assert "Dr Lucie Novák" in said[-1]
        assert grid.accessibleDescription() == said[-1]
        room.press(KEY.Key_End)
        room.press(KEY.Key_Home)
        assert "08:00" in said[-1]
        kinds = set()
        for _ in range(40):
            room.press(KEY.Key_Down)
            kinds.add(grid.cursor_.stop.what)
        assert {What.CARD, What.FREE, What.BLOCKED} <= kinds
        assert any("free, 15 minutes" in text for text in said)
        assert any("Lunch" in text for text in said)

    run(bridge, stub, flow)


def test_enter_books_what_is_free_and_opens_what_is_not(stub, bridge):
    async def flow(room):
        grid = room.grid
        free = room.free(3, 2)
        grid.cursor_.put(grid.layout_.columns[3], free.begins)
        room.press(KEY.Key_Return)
        assert room.view.panels.open == "booking"
        slot = room.state.booking.slot
        assert (slot.practitioner, slot.begins, slot.clinic) == (4, free.begins, CLINIC)
        room.frame()
        assert grid._booking[:2] == (4, free.begins)
        room.view.panels.close()
        assert room.view.panels.open == ""
        assert grid._booking is None
        assert grid.hasFocus()
        card = grid.layout_.columns[3].cards[-1]
        grid.cursor_.put(grid.layout_.columns[3], card.begins, card.id)
        room.press(KEY.Key_Return)
        assert room.view.panels.open == "visit"
        assert room.state.visit.card.id == card.id

    run(bridge, stub, flow)


def test_a_click_does_the_same(stub, bridge):
    async def flow(room):
        grid, free = room.grid, room.free(3, 2)
        QTest.mouseClick(grid.viewport(), LEFT, PLAIN, room.point(3, free.begins, 8))
        assert room.state.booking.slot.begins == free.begins
        card = grid.layout_.columns[1].cards[-1]
        QTest.mouseClick(grid.viewport(), LEFT, PLAIN, room.point(1, card.begins, 12))
        assert (room.view.panels.open, room.state.visit.card.id) == ("visit", card.id)
        lunch = next(stop for stop in grid.layout_.stops(grid.layout_.columns[4]) if stop.what is What.BLOCKED)
        room.view.panels.close()
        QTest.mouseClick(grid.viewport(), LEFT, PLAIN, room.point(4, lunch.begins, 10))
        assert room.view.panels.open == ""

    run(bridge, stub, flow)


def test_who_may_not_book_only_looks(stub, bridge):
    async def flow(room):
        free = room.free(3, 2)
        QTest.mouseClick(room.grid.viewport(), LEFT, PLAIN, room.point(3, free.begins, 8))
        room.press(KEY.Key_N, KEY.Key_W)
        assert room.view.panels.open == ""
        assert not room.view.bar.finder.isVisible()
        card = room.grid.layout_.columns[3].cards[-1]
        room.grid.cursor_.put_card(card)
        room.press(KEY.Key_M)
        assert room.grid.mover.moving is None

    run(bridge, stub, flow, role="facility_manager")


def test_keys_lead_to_days_panels_and_back(stub, bridge):
    async def flow(room):
        schedule = room.state.schedule
        room.press(KEY.Key_PageDown)
        assert schedule.day == DAY + timedelta(days=1)
        await room.until(lambda: room.grid.layout_.columns and room.grid.layout_.columns[0].day == schedule.day)
        room.press(KEY.Key_PageUp, KEY.Key_PageUp)
        await room.until(lambda: room.view.ground.footing is Footing.EMPTY)
        assert "Sun 22 Nov" in room.view.ground.panel._title.text()
        QTest.keyClick(room.view.ground.panel.button, KEY.Key_T)
        await room.until(room.grid.isVisible)
        assert schedule.day == DAY
        room.view.enter()
        room.press(KEY.Key_N)
        assert room.view.panels.open == "finder"
        room.view.enter()
        room.press(KEY.Key_W)
        assert room.view.panels.open == "waitlist"
        QTest.keyClick(room.view.panels.panel, KEY.Key_Escape)
        assert room.view.panels.open == ""

    run(bridge, stub, flow)


def test_what_lies_over_the_right_does_not_cover_the_user(stub, bridge):
    async def flow(room):
        grid = room.grid
        column = grid.layout_.space.column
        room.view.open_finder()
        assert grid.layout_.space.column == column
        last = grid.layout_.columns[-1]
        grid.cursor_.put(last, last.cards[0].begins)
        grid.ensure_seen()
        assert grid.stop_rect().right() <= room.view.panels.panel.x()

    run(bridge, stub, flow)


def test_a_week_shows_days_and_goes_back_to_the_day(stub, bridge):
    async def flow(room):
        schedule, grid = room.state.schedule, room.grid
        grid.cursor_.put(grid.layout_.columns[2], room.free(2).begins)
        QTest.mouseClick(room.view.context.modes.buttons[Mode.WEEK.value], LEFT)
        await room.until(lambda: len(grid.layout_.columns) == 7)
        assert schedule.practitioner == 3
        assert grid.layout_.head(0).title == "Mon 23 Nov"
        assert room.view.bar.doctor.currentText() == "Dr Inês Costa"
        assert grid.accessibleName() == "Week of Dr Inês Costa"
        room.press(KEY.Key_Right, KEY.Key_Right)
        QTest.mouseClick(room.view.context.modes.buttons[Mode.DAY.value], LEFT)
        assert schedule.day == DAY + timedelta(days=2)
        await room.until(lambda: len(grid.layout_.columns) == 8)
        assert schedule.current[0][0] == 3

    run(bridge, stub, flow)


def test_a_specialty_is_all_that_is_left(stub, bridge):
    async def flow(room):
        box = room.view.bar.specialty
        box.setCurrentIndex(box.findText("Orthopaedics"))
        box.activated.emit(box.currentIndex())
        room.frame()
        assert [column.practitioner for column in room.grid.layout_.columns] == [4]
        room.state.schedule.look_at(day=DAY - timedelta(days=1))
        await room.until(lambda: room.view.ground.footing is Footing.EMPTY)
        room.view.ground.panel.button.click()
        room.frame()
        assert room.state.schedule.specialty == 0

    run(bridge, stub, flow)


@pytest.mark.parametrize(
    ("refuse", "footing"),
    [((503, "unavailable.store"), Footing.FAILED), ((403, "access.not_allowed"), Footing.FAILED)],
)
def test_a_day_that_cannot_be_had_says_so_and_can_be_tried_again(stub, bridge, refuse, footing):
    async def main():
        async with schedule_room(stub, bridge) as room:
            room.practice.refuse = refuse
            await room.until(lambda: room.view.ground.footing is footing)
            room.practice.refuse = None
            room.view.ground.panel.button.click()
            await room.shown()

    bridge.run(main())


def test_a_practice_without_anybody_says_who_can_change_that(stub, bridge):
    async def main():
        async with schedule_room(stub, bridge, doctors=0, set_up=lambda practice: practice) as room:
            await room.until(lambda: room.view.ground.footing is Footing.EMPTY and room.state.schedule.known)
            room.frame()
            assert room.view.ground.panel._title.text() == "Nobody sees patients here yet"

    bridge.run(main())


def test_loading_shows_its_shape_after_a_moment(stub, bridge):
    async def main():
        async with schedule_room(stub, bridge) as room:
            stub.http_mode = "deaf"
            room.frame()
            skeleton = room.view.ground.skeleton
            await room.until(lambda: skeleton.shows)
            colours = set(memoryview(skeleton.grab().toImage().constBits()).cast("I")[::7])
            assert room.grid.theme.colour("bg.hover").rgb() in colours

    bridge.run(main())


@pytest.mark.parametrize("scale", [0.8, 1.25, 2.0])
def test_every_size_paints(stub, bridge, scale):
    from clinic_console.desktop.theme import DARK, Theme

    async def flow(room):
        space = room.grid.layout_.space
        assert space.head == round(50 * scale)
        colours = set(memoryview(room.grid.grab().toImage().constBits()).cast("I")[::11])
        assert len(colours) > 20
        room.view.set_theme(Theme("light", scale))
        room.frame()
        assert colour_at(room, QPoint(space.times + 4, 3)) == Theme("light").colour("bg.surface")

    run(bridge, stub, flow, theme=Theme(DARK, scale))


def test_what_one_keeps_from_another_console_is_booked_by_a_click(stub, bridge):
    async def flow(room):
        free, asked = room.free(3, 2), []
        column = room.practice.columns[4, DAY]
        column.held = [Held(OLD, free.begins, free.ends, room.now + 170_000, mine=True)]
        room.practice.put(column)
        room.state.schedule.told(CLINIC, column.day, 4, column.version)
        await room.until(lambda: room.grid.layout_.columns[3].held)
        stub.extra["DELETE", "/api/holds"] = lambda _method, path, *_: (asked.append(path), (204, b""))[1]
        QTest.mouseClick(room.grid.viewport(), LEFT, PLAIN, room.point(3, free.begins, 8))
        assert room.view.panels.open == "booking"
        assert room.state.booking.slot.begins == free.begins
        await room.until(lambda: asked)
        assert asked[0] == f"/api/holds/{OLD}"
        # The one that is open is not begun anew.
        room.state.booking.typed(reason="cough")
        slot = room.state.booking.slot
        QTest.mouseClick(room.grid.viewport(), LEFT, PLAIN, room.point(3, free.begins, 8))
        assert room.state.booking.slot is slot

    run(bridge, stub, flow)
