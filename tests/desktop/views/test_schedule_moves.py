"""The Schedule screen: moving visits by pointer and by keys, and what changes by itself."""

import asyncio
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clinic_console.desktop.actions.appointments import Changed
from clinic_console.desktop.app import Console
from clinic_console.desktop.bridge import monotonic
from clinic_console.desktop.charts.schedule_axis import midnight
from clinic_console.desktop.config import DesktopConfig
from clinic_console.desktop.models.schedule_move import Moving
from clinic_console.desktop.models.schedule_stops import What
from clinic_console.desktop.state.chart import Chart
from clinic_console.desktop.views.ground import Footing
from clinic_console.desktop.views.schedule_screen import ScheduleView
from clinic_console.desktop.views.screens import PATIENTS, SCHEDULE, Place
from clinic_console.domain.errors import SlotTaken
from clinic_console.wire.schedule import Column
from tests.desktop.schedule_room import ZONE, schedule_room
from tests.desktop.stub_patients_list import Patients
from tests.desktop.stub_schedule import CLINIC, Practice, stub_now

KEY = Qt.Key
DAY = date(2026, 11, 23)
LEFT = Qt.MouseButton.LeftButton
PLAIN = Qt.KeyboardModifier.NoModifier


def run(bridge, stub, flow, **more):
    async def main():
        async with schedule_room(stub, bridge, **more) as room:
            await room.shown()
            await flow(room)

    bridge.run(main())


def drag(room, start: QPoint, end: QPoint, *, let_go: bool = True, modifiers=PLAIN):
    port = room.grid.viewport()
    QTest.mousePress(port, LEFT, PLAIN, start)
    QTest.mouseMove(port, (start + end) / 2)
    room.grid.mouseMoveEvent(_moved(room, end, modifiers))
    if let_go:
        QTest.mouseRelease(port, LEFT, modifiers, end)


def _moved(room, point: QPoint, modifiers, buttons=LEFT):
    from PySide6.QtCore import QEvent, QPointF
    from PySide6.QtGui import QMouseEvent

    return QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(point),
        room.grid.viewport().mapToGlobal(QPointF(point)),
        LEFT,
        buttons,
        modifiers,
    )


def moving_answers(stub, practice, answers: list):
    """Have moves answered: ``answers`` collects them."""
    import json

    import msgspec

    from clinic_console.wire.appointments import Booked

    def answer(_method, path, _query, body):
        asked = json.loads(body or b"{}")
        answers.append((path.rpartition("/")[2], asked))
        card = next(
            each for column in practice.columns.values() for each in column.cards if each.id == path.split("/")[3]
        )
        if path.endswith("/undo"):
            return 200, msgspec.json.encode(Booked(card))
        from datetime import datetime

        begins = round(datetime.fromisoformat(asked["begins"]).timestamp() * 1_000)
        old, new = practice.columns[card.practitioner, DAY], practice.columns[asked["practitioner"], DAY]
        old.cards.remove(card)
        length = card.ends - card.begins
        moved = msgspec.structs.replace(
            card, begins=begins, ends=begins + length, own_begins=begins, own_ends=begins + length,
            practitioner=new.practitioner, version=card.version + 1,
        )  # fmt: skip
        new.cards.append(moved)
        for column in {id(old): old, id(new): new}.values():
            practice.put(column)
        return 200, msgspec.json.encode(Booked(moved))

    stub.extra["POST", "/api/appointments"] = answer


def test_a_card_is_dragged_to_where_it_is_free_and_may_be_taken_back(stub, bridge):
    answers = []

    async def flow(room):
        moving_answers(stub, room.practice, answers)
        grid, layout = room.grid, room.grid.layout_
        card = next(card for card in reversed(layout.columns[3].cards) if card.state == "booked")
        grid.verticalScrollBar().setValue(grid.verticalScrollBar().maximum())
        free = [stop for stop in layout.stops(layout.columns[5]) if stop.what is What.FREE][-3]
        drag(room, room.point(3, card.begins, 6), room.point(5, free.begins, 6), let_go=False)
        moving = grid.mover.moving
        assert (moving.key, moving.begins) == ((6, DAY), free.begins)
        ghost = grid.mover.ghost()
        assert (ghost.column, ghost.fits, ghost.sent) == (5, True, False)
        assert "fits" in ghost.text
        assert "fits" in grid.accessibleDescription()
        QTest.mouseRelease(grid.viewport(), LEFT, PLAIN, room.point(5, free.begins, 6))
        assert grid.mover.ghost().text == "moving …"
        assert grid.mover.card_id == card.id
        await room.until(lambda: room.changed)
        assert [what for what, _ in answers] == ["move"]
        assert answers[0][1]["practitioner"] == 6
        assert grid.mover.moving is None
        assert room.state.schedule.card(card.id).practitioner == 6
        words, undo = room.changed[0]
        assert "moved to" in words
        undo()
        await room.until(lambda: len(answers) == 2)
        assert answers[1][0] == "undo"

    run(bridge, stub, flow)


def test_another_button_does_not_let_a_card_go(stub, bridge):
    async def flow(room):
        grid, layout = room.grid, room.grid.layout_
        card = next(card for card in reversed(layout.columns[3].cards) if card.state == "booked")
        grid.verticalScrollBar().setValue(grid.verticalScrollBar().maximum())
        free = [stop for stop in layout.stops(layout.columns[5]) if stop.what is What.FREE][-3]
        there = room.point(5, free.begins, 6)
        drag(room, room.point(3, card.begins, 6), there, let_go=False)
        QTest.mouseRelease(grid.viewport(), Qt.MouseButton.RightButton, PLAIN, there)
        assert grid.mover.dragging
        room.press(KEY.Key_Escape)
        assert not [request for request in stub.requests if "move" in request]

    run(bridge, stub, flow)


def test_a_drag_whose_release_was_lost_ends_with_the_next_move(stub, bridge):
    async def flow(room):
        grid, layout = room.grid, room.grid.layout_
        card = next(card for card in reversed(layout.columns[3].cards) if card.state == "booked")
        grid.verticalScrollBar().setValue(grid.verticalScrollBar().maximum())
        free = [stop for stop in layout.stops(layout.columns[5]) if stop.what is What.FREE][-3]
        there = room.point(5, free.begins, 6)
        drag(room, room.point(3, card.begins, 6), there, let_go=False)
        assert grid.mover.dragging
        grid.mouseMoveEvent(_moved(room, there, PLAIN, Qt.MouseButton.NoButton))
        assert (grid.mover.dragging, grid.mover.moving) == (False, None)
        assert not [request for request in stub.requests if "move" in request]

    run(bridge, stub, flow)


@pytest.mark.parametrize("refused", [False, True])
def test_an_answer_to_a_view_that_was_built_anew_meanwhile_is_no_fault(stub, bridge, monkeypatch, refused):
    asked, answers, told = asyncio.Event(), asyncio.Event(), []

    async def flow(room):
        card = next(card for card in room.grid.layout_.columns[3].cards if card.state == "booked")

        async def move(*_):
            asked.set()
            await answers.wait()
            if refused:
                raise SlotTaken
            return Changed(card)

        monkeypatch.setattr(room.actions.desk.appointments, "move", move)
        monkeypatch.setattr(bridge, "tell", lambda error, _: told.append(error))
        view = ScheduleView(room.view._theme, bridge, room.state, room.actions)
        view.grid.dropped.emit(Moving(card, (6, DAY), card.begins))
        await asked.wait()
        view.context.deleteLater()
        view.deleteLater()
        QApplication.sendPostedEvents(view.context, QEvent.Type.DeferredDelete.value)
        QApplication.sendPostedEvents(view, QEvent.Type.DeferredDelete.value)
        answers.set()
        for _ in range(5):
            await asyncio.sleep(0)
        assert len(told) == refused
        assert all(isinstance(error, SlotTaken) for error in told)

    run(bridge, stub, flow)


def test_what_was_open_beside_the_grid_is_open_again_in_another_size(stub, bridge):
    async def flow(room):
        free = room.free(3)
        room.grid.book_wanted.emit(room.grid.layout_.columns[3].practitioner, free.begins)
        room.state.booking.typed(reason="cough")
        other = ScheduleView(room.view._theme, bridge, room.state, room.actions)
        other.setParent(room.window)
        other.show()
        other.enter()
        panel = other.panels.panel
        assert panel is not None
        assert panel.form.lines["reason"].text() == "cough"
        assert QApplication.focusWidget() is panel.form.patient.line
        for _ in range(3):
            other.frame(monotonic())
        assert panel.isAncestorOf(QApplication.focusWidget()), "the grid takes nothing away"
        panel.leave()
        assert room.state.schedule.panel == ""
        other.forget()
        other.context.deleteLater()

    run(bridge, stub, flow)


def test_a_ghost_says_why_not_and_esc_leaves_the_card(stub, bridge):
    async def flow(room):
        grid, layout = room.grid, room.grid.layout_
        card, other = layout.columns[3].cards[-2], layout.columns[5].cards[-2]
        grid.verticalScrollBar().setValue(grid.verticalScrollBar().maximum())
        drag(room, room.point(3, card.begins, 6), room.point(5, other.begins, 6), let_go=False)
        ghost = grid.mover.ghost()
        assert (ghost.fits, ghost.text) == (False, "taken")
        room.press(KEY.Key_Escape)
        assert grid.mover.moving is None
        QTest.mouseRelease(grid.viewport(), LEFT, PLAIN, room.point(5, other.begins, 6))
        assert room.view.panels.open == ""
        assert not [request for request in stub.requests if "move" in request]

    run(bridge, stub, flow)


def test_a_press_that_hardly_moves_is_a_click(stub, bridge):
    async def flow(room):
        layout = room.grid.layout_
        card = layout.columns[3].cards[-2]
        point = room.point(3, card.begins, 6)
        drag(room, point, point + QPoint(2, 1))
        assert room.grid.mover.moving is None
        assert room.view.panels.open == "visit"

    run(bridge, stub, flow)


def test_a_card_is_moved_by_keys_alone(stub, bridge):
    answers = []

    async def flow(room):
        moving_answers(stub, room.practice, answers)
        grid, layout = room.grid, room.grid.layout_
        card = next(card for card in reversed(layout.columns[3].cards) if card.state == "booked")
        grid.cursor_.put_card(card)
        room.press(KEY.Key_M, KEY.Key_Down)
        assert grid.mover.moving.begins == card.begins + 15 * 60_000
        room.press(KEY.Key_Up, modifiers=Qt.KeyboardModifier.AltModifier)
        assert grid.mover.moving.begins == card.begins + 10 * 60_000
        room.press(KEY.Key_Right)
        assert grid.mover.moving.key == (5, DAY)
        room.press(KEY.Key_Escape)
        assert grid.mover.moving is None
        room.press(KEY.Key_M, KEY.Key_Up, KEY.Key_Return)
        await room.until(lambda: room.changed)
        assert answers[0][0] == "move"

    run(bridge, stub, flow)


def test_a_visit_is_moved_to_another_day_by_keys(stub, bridge):
    async def flow(room):
        grid = room.grid
        card = next(card for card in reversed(grid.layout_.columns[3].cards) if card.state == "booked")
        grid.cursor_.put_card(card)
        room.press(KEY.Key_M, KEY.Key_PageDown)
        tomorrow = DAY + timedelta(days=1)
        await room.until(lambda: grid.layout_.columns and grid.layout_.columns[0].day == tomorrow)
        moving = grid.mover.moving
        assert moving.key == (4, tomorrow)
        shift = midnight(ZONE, tomorrow) - midnight(ZONE, DAY)
        assert moving.begins == card.begins + shift
        assert grid.mover.ghost() is not None

    run(bridge, stub, flow)


def test_a_refused_move_puts_the_card_back_and_says_why(stub, bridge):
    from tests.desktop.stub import fail

    async def flow(room):
        stub.extra["POST", "/api/appointments"] = lambda *_: fail(409, "schedule.taken")
        grid = room.grid
        card = next(card for card in reversed(grid.layout_.columns[3].cards) if card.state == "booked")
        grid.cursor_.put_card(card)
        room.press(KEY.Key_M, KEY.Key_Down, KEY.Key_Return)
        await room.until(lambda: room.view._refused is not None)
        assert room.view._refused.isVisible()
        assert grid.mover.moving is None
        assert room.state.schedule.card(card.id).begins == card.begins
        assert room.changed == []

    run(bridge, stub, flow)


def test_what_another_desk_does_comes_by_itself(stub, bridge):
    async def flow(room):
        schedule, practice = room.state.schedule, room.practice
        assert room.watched[-1][0] == f"schedule:{CLINIC}:2026-11-23"
        newer = practice.put(Column(4, DAY, 1, cards=[practice.card(4, DAY, 3, 900, 2)]))
        del practice.asked[:]
        schedule.told(CLINIC, DAY, 4, newer.version)
        await room.until(lambda: len(schedule.column(4, DAY).cards) == 1)
        assert [query.get("practitioner") for query in practice.asked] == ["4"]
        assert [face.card.id for face in room.grid.layout_.plate(3).faces] == [newer.cards[0].id]

    run(bridge, stub, flow)


def test_after_a_reconnect_it_is_asked_for_anew(stub, bridge):
    async def flow(room):
        from clinic_console.desktop.bridge import monotonic
        from clinic_console.domain.errors import HubUnavailable

        connection = room.state.connection
        connection.heard(monotonic() - 20, room.now)
        connection.dropped(monotonic() - 18, HubUnavailable("away"), 5)
        room.frame()
        assert room.view.ground.footing is Footing.OFFLINE
        assert "Offline for 0:20" in room.view.ground.banner.words
        assert room.grid.isVisible()
        del room.practice.asked[:]
        connection.opened()
        connection.heard(monotonic(), room.now)
        await room.until(lambda: any(query["path"] == "/api/schedule" for query in room.practice.asked))
        assert room.view.ground.footing is Footing.READY

    run(bridge, stub, flow)


def test_nothing_is_left_for_the_next_user(stub, bridge):
    async def flow(room):
        card = room.grid.layout_.columns[1].cards[0]
        room.view.panels.visit(card)
        room.state.clear()
        room.actions.schedule.forget()
        room.view.forget()
        assert room.grid.layout_.columns == ()
        assert room.grid.layout_._plates == {}
        assert (room.grid.accessibleDescription(), room.view.panels.open) == ("", "")
        assert room.watched[-1] == ()

    run(bridge, stub, flow)


def test_who_is_registered_for_a_booking_is_in_it_afterwards(stub, bridge, qapp, until):
    """The booking waits on its screen meanwhile, and whoever thinks better of it comes back to it empty-handed."""
    stub.role = "receptionist"
    Patients(stub, 10)
    Practice(stub_now(stub), DAY).mount(stub)

    async def main():
        async with stub.running():
            console = Console(DesktopConfig(server=stub.url), bridge, qapp)
            console.open()
            try:
                await console.sessions.sign_in(stub.url, "nurse", "secret")
                rooms = console.window.shell.rooms
                await until(lambda: rooms.front_desk is not None)
                console.window.shell.go(Place(SCHEDULE))
                await until(lambda: rooms.schedule is not None)
                rooms.schedule.panels.book("c1", 1, stub_now(stub))
                rooms.schedule.panels.register_wanted.emit("Abe Tomoko")
                assert console.window.shell.place.screen == PATIENTS
                form = rooms.patients.form
                form.saved.emit(Chart("0192f0c2-0000-7000-8000-000000000001", "1", "Abe Tomoko", "", None, "F"))
                assert console.window.shell.place.screen == SCHEDULE
                assert console.state.booking.patient.name == "Abe Tomoko"
                form.saved.emit(Chart("0192f0c2-0000-7000-8000-000000000002", "2", "Ren", "", None, "M"))
                assert console.state.booking.patient.name == "Abe Tomoko"
                assert console.feed.desk.waitlist is console.state.waitlist
                bar = console.window.bar.contexts
                assert bar.currentWidget() is rooms.schedule.context
                await console.sessions.sign_out()
                await until(lambda: bar.count() == 2)
                assert rooms.schedule is None
            finally:
                await console.close()
                console.window.deleteLater()

    bridge.run(main())
