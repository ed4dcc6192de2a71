"""The panel of a booking, worked by keys alone at a hub that books."""

from contextlib import asynccontextmanager
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from clinic_console.desktop.state.booking_slot import Kept
from clinic_console.desktop.state.schedule import Span
from clinic_console.desktop.state.schedule_columns import Card, Column
from clinic_console.desktop.views.booking import BookingPanel
from clinic_console.desktop.views.booking_words import date_of
from clinic_console.domain.schedule import HOLD_MS
from tests.desktop.desk_room import desk_room
from tests.desktop.stub_appointments import CLINIC, MINUTE, line

KEY = Qt.Key


@asynccontextmanager
async def booking(stub, bridge, **given):
    """A booking that is open at a slot which is kept."""
    async with desk_room(stub, bridge, BookingPanel, **given) as room:
        room.panel.begin(CLINIC, 1, room.soon)
        await room.until(lambda: room.state.booking.kept is Kept.HELD)
        yield room


async def choose(room, name="由紀"):
    """Type a name and take who is found first."""
    room.type(name)
    await room.until(lambda: room.panel.form.patient.rows.rows)
    room.press(KEY.Key_Return)
    room.frame()


def test_name_enter_enter_books(stub, bridge):
    async def flow():
        async with booking(stub, bridge) as room:
            assert room.focus is room.panel.form.patient.line
            await choose(room)
            assert room.focus is room.panel.form.kind
            room.press(KEY.Key_Return)
            await room.until(lambda: room.left)
            ((words, undo),) = room.undos
            assert "田中 由紀" in words
            assert "Dr Itō Haruka" in words
            (visit,) = room.hub.visits.values()
            assert (visit.practitioner, visit.begins, visit.type) == (1, room.soon, 2)
            await undo()
            assert room.hub.visits[visit.id].state == "cancelled"

    bridge.run(flow())


def test_the_next_booking_is_typed_where_the_last_one_was(stub, bridge):
    async def flow():
        async with booking(stub, bridge) as room:
            await choose(room)
            room.press(KEY.Key_Return)
            await room.until(lambda: room.left)
            # No frame in between: letters typed at once are a name, and no commands of the schedule.
            room.panel.begin(CLINIC, 1, room.soon + 60 * MINUTE)
            assert room.focus is room.panel.form.patient.line
            await choose(room)
            assert room.focus is room.panel.form.kind

    bridge.run(flow())


def test_enter_twice_or_held_down_books_once(stub, bridge):
    async def flow():
        async with booking(stub, bridge) as room:
            await choose(room)
            held = QKeyEvent(QKeyEvent.Type.KeyPress, KEY.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True)
            QApplication.sendEvent(room.focus, held)
            assert room.state.booking.sent is None
            room.press(KEY.Key_Return)
            room.press(KEY.Key_Return)
            QApplication.sendEvent(room.focus, held)
            await room.until(lambda: room.left)
            assert room.hub.count("POST", "/api/appointments") == 1

    bridge.run(flow())


def test_arrows_choose_while_the_field_keeps_the_focus(stub, bridge):
    async def flow():
        async with booking(stub, bridge) as room:
            room.hub.people = [line(1), line(2, "田中 雄希", "Tanaka Yūki"), line(3, "田中 元", "Tanaka Gen")]
            room.type("tanaka")
            await room.until(lambda: len(room.panel.form.patient.rows.rows) == 3)
            room.press(KEY.Key_Down)
            room.press(KEY.Key_Down)
            room.press(KEY.Key_Up)
            assert room.focus is room.panel.form.patient.line
            room.press(KEY.Key_Return)
            assert room.state.booking.patient.name == "田中 雄希"

    bridge.run(flow())


def test_enter_before_the_answer_takes_only_who_is_meant_without_doubt(stub, bridge):
    async def flow():
        async with booking(stub, bridge) as room:
            room.type("4018221")
            room.press(KEY.Key_Return)
            await room.until(lambda: room.state.booking.patient)
            assert room.state.booking.patient.name == "田中 由紀"
            QTest.mouseClick(room.panel.form.patient.change, Qt.MouseButton.LeftButton)
            room.hub.people.append(line(3, "Zoë Ray", ""))
            room.type("zoë")
            room.press(KEY.Key_Return)
            await room.until(lambda: len(room.panel.form.patient.rows.rows) == 2)
            assert room.state.booking.patient is None

    bridge.run(flow())


def test_esc_lets_the_slot_go(stub, bridge):
    async def flow():
        async with booking(stub, bridge) as room:
            room.type("tan")
            room.press(KEY.Key_Escape)
            assert (room.panel.form.patient.line.text(), room.left) == ("", [])
            room.press(KEY.Key_Escape)
            assert room.left == [True]
            await room.until(lambda: not room.hub.holds)

    bridge.run(flow())


def test_the_last_minute_is_counted_and_then_one_key_keeps_it_again(stub, bridge):
    async def flow():
        async with booking(stub, bridge) as room:
            room.frame()
            head = room.panel.form.head
            assert head.keeps.text() == "Kept for you"
            room.state.booking.until = room.hub.stub.now() + 42_500
            room.frame()
            assert head.keeps.text() in ("Kept for 0:43", "Kept for 0:42")
            room.type("x")
            stub.skew += HOLD_MS
            room.frame()
            assert head.keeps.text() == ""
            assert "not kept for you any more" in head.banner.words
            assert room.panel.form.patient.line.text() == "x"
            room.panel.form.kind.setFocus()
            room.press(KEY.Key_Return)
            await room.until(lambda: room.state.booking.kept is Kept.HELD)
            assert head.banner.isHidden()

    bridge.run(flow())


def test_a_slot_taken_while_one_types_says_so_and_a_digit_takes_another(stub, bridge):
    async def flow():
        async with booking(stub, bridge) as room:
            room.type("x")
            room.hub.holds.clear()
            visit = room.hub.put(8, room.soon)
            push(room, visit.begins)
            await room.until(lambda: room.state.booking.offers)
            room.frame()
            form = room.panel.form
            assert "Somebody has just taken this time." in form.head.banner.words
            assert [row.cap for row in form.head.offers.rows] == ["Alt+1", "Alt+2", "Alt+3"]
            assert room.focus is form.patient.line
            form.head.offers.setFocus()
            room.frame()
            assert [row.cap for row in form.head.offers.rows] == ["1", "2", "3"]
            room.press(KEY.Key_2)
            await room.until(lambda: room.state.booking.kept is Kept.HELD)
            assert room.state.booking.slot.begins == room.soon + 60 * MINUTE
            assert form.patient.line.text() == "x"

    bridge.run(flow())


def push(room, begins: int, of: int = 0) -> None:
    """Have the column (of the day of ``of``, which may end behind midnight) be known in which others stand."""
    day = date_of(of or begins, "Asia/Tokyo")
    visit = Card("x", begins, begins + 30 * MINUTE, CLINIC, 1, 3)
    room.state.schedule.take(Span(CLINIC, day), [Column(1, day, 9, cards=(visit,))], 1.0)


def test_the_first_type_is_the_last_one_that_has_room(stub, bridge):
    async def flow():
        async with desk_room(stub, bridge, BookingPanel) as room:
            push(room, room.soon + 30 * MINUTE, room.soon)
            room.state.booking.last_types = (3, 1)
            room.panel.begin(CLINIC, 1, room.soon)
            await room.until(lambda: room.state.booking.kept is Kept.HELD)
            # 45 minutes would not fit; 15, booked before that, do.
            assert room.state.booking.slot.type == 1
            room.panel.leave()
            room.state.booking.last_types = ()
            # That may be another day already.
            push(room, room.soon + 30 * MINUTE, room.soon + 15 * MINUTE)
            room.panel.begin(CLINIC, 1, room.soon + 15 * MINUTE)
            await room.until(lambda: room.state.booking.kept is Kept.HELD)
            assert room.state.booking.slot.type == 1

    bridge.run(flow())


def test_beside_others_asks_for_a_reason_where_the_role_may(stub, bridge):
    async def flow():
        async with desk_room(stub, bridge, BookingPanel) as room:
            room.hub.put(8, room.soon)
            room.panel.begin(CLINIC, 1, room.soon)
            await room.until(lambda: room.state.booking.taken)
            await choose(room)
            form = room.panel.form
            assert form.fields["overbook"].isVisible()
            assert not form.book.isEnabled()
            room.press(KEY.Key_Return)
            assert room.focus is form.lines["overbook"]
            room.type("acute")
            room.press(KEY.Key_Return)
            await room.until(lambda: room.left)
            assert max(visit.lane for visit in room.hub.visits.values()) == 1

    bridge.run(flow())


def test_a_nurse_books_but_not_beside_others(stub, bridge):
    async def flow():
        async with desk_room(stub, bridge, BookingPanel, role="nurse") as room:
            room.hub.put(8, room.soon)
            room.panel.begin(CLINIC, 1, room.soon)
            await room.until(lambda: room.state.booking.taken)
            await choose(room)
            form = room.panel.form
            assert form.fields["overbook"].isHidden()
            assert "say below" not in form.head.banner.words
            room.press(KEY.Key_1, Qt.KeyboardModifier.AltModifier)
            await room.until(lambda: room.state.booking.kept is Kept.HELD)
            room.press(KEY.Key_Return)
            await room.until(lambda: room.left)

    bridge.run(flow())


def test_who_may_not_book_is_told_and_nothing_is_kept(stub, bridge):
    async def flow():
        async with desk_room(stub, bridge, BookingPanel, role="administrator") as room:
            room.panel.begin(CLINIC, 1, room.soon)
            room.frame()
            assert "not book" in room.panel.form.denied.text()
            assert room.panel.form.patient.isHidden()
            assert room.hub.asked == []

    bridge.run(flow())


def test_a_lost_answer_is_not_sure_and_comes_also_when_it_was_closed(stub, bridge):
    async def flow():
        async with booking(stub, bridge) as room:
            await choose(room)
            stub.http_mode = "down"
            room.press(KEY.Key_Return)
            await room.until(lambda: room.state.booking.sent and room.state.booking.sent.unsure)
            room.frame()
            form = room.panel.form
            assert "Not sure yet" in form.head.banner.words
            assert not form.book.isEnabled()
            assert form.lines["reason"].isReadOnly()
            room.press(KEY.Key_Escape)
            assert room.left == [True]
            stub.http_mode = "normal"
            QTest.mouseClick(form.head.banner.button, Qt.MouseButton.LeftButton)
            await room.until(lambda: room.undos)
            assert len(room.hub.visits) == 1
            assert room.left == [True]

    bridge.run(flow())


def test_without_the_hub_nothing_that_was_typed_is_lost(stub, bridge):
    async def flow():
        async with desk_room(stub, bridge, BookingPanel) as room:
            stub.http_mode = "down"
            room.panel.begin(CLINIC, 1, room.soon)
            await room.until(lambda: room.state.booking.kept is Kept.UNKNOWN)
            form = room.panel.form
            room.type("由紀")
            await room.until(lambda: "cannot be searched" in form.patient.note.text())
            room.frame()
            assert "still here" in form.head.banner.words
            stub.http_mode = "normal"
            QTest.mouseClick(form.patient.again, Qt.MouseButton.LeftButton)
            await room.until(lambda: form.patient.rows.rows)
            assert form.patient.line.text() == "由紀"
            QTest.mouseClick(form.head.banner.button, Qt.MouseButton.LeftButton)
            await room.until(lambda: room.state.booking.kept is Kept.HELD)

    bridge.run(flow())


def test_once_the_hub_is_back_the_slot_is_asked_for_by_itself(stub, bridge):
    async def flow():
        async with desk_room(stub, bridge, BookingPanel) as room:
            stub.http_mode = "down"
            room.panel.begin(CLINIC, 1, room.soon)
            await room.until(lambda: room.state.booking.kept is Kept.UNKNOWN)
            stub.http_mode = "normal"
            room.state.connection.opened()
            await room.until(lambda: room.state.booking.kept is Kept.HELD)

    bridge.run(flow())


def test_what_is_typed_outlives_the_view_but_not_the_user(stub, bridge):
    async def flow():
        async with booking(stub, bridge) as room:
            await choose(room)
            room.panel.form.lines["reason"].setFocus()
            room.type("cough")
            other = BookingPanel(room.theme, bridge, room.state, room.actions)
            other.frame(0.0)
            assert other.form.lines["reason"].text() == "cough"
            assert other.form.patient.card_name.text() == "田中 由紀"
            room.state.clear()
            for panel in (room.panel, other):
                panel.forget()
                panel.frame(0.0)
                said = [str(getattr(part, "text", str)()) for part in panel.findChildren(QWidget)]
                assert not any("cough" in text or "由紀" in text for text in said)
                assert "由紀" not in panel.form.patient.card.accessibleName()
            other.deleteLater()

    bridge.run(flow())


def test_somebody_new_is_registered_first(stub, bridge):
    async def flow():
        async with booking(stub, bridge) as room:
            wanted = []
            room.panel.register_wanted.connect(wanted.append)
            room.type("New  Person")
            room.panel.form.patient.register.click()
            assert wanted == ["New Person"]
            known = await room.actions.find.find("由紀", "dmy", 6)
            room.panel.registered(replace(known[0], name="New Person"))
            room.press(KEY.Key_Return)
            await room.until(lambda: room.left)

    bridge.run(flow())


def test_tab_goes_through_the_fields_and_all_have_names(stub, bridge):
    async def flow():
        async with booking(stub, bridge) as room:
            room.frame()
            names = []
            for _ in range(6):
                names.append(room.focus.accessibleName() or room.focus.text())
                room.press(KEY.Key_Tab)
            assert names[:4] == ["Patient", "Register new patient…", "Visit", "Reason"]
            assert all(names)

    bridge.run(flow())


def test_a_refused_booking_moves_the_focus_to_what_is_free(stub, bridge):
    async def flow():
        async with booking(stub, bridge) as room:
            await choose(room)
            room.hub.holds.clear()
            room.hub.put(8, room.soon)
            stub.skew += HOLD_MS + 1
            room.frame()
            room.press(KEY.Key_Return)
            await room.until(lambda: room.focus is room.panel.form.head.offers)
            room.press(KEY.Key_3)
            await room.until(lambda: room.state.booking.kept is Kept.HELD)
            assert room.focus is room.panel.form.kind
            assert room.state.booking.patient is not None

    bridge.run(flow())
