"""The bulk bar: what it offers for which rows, what it asks, what it tells, and how it is taken back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from clinic_console.desktop.state.bulk import Order
from clinic_console.desktop.views.bulk import BulkBar
from clinic_console.domain.bulk import Operation
from tests.desktop.front_room import front_room
from tests.desktop.stub_appointments import MINUTE, an_id
from tests.desktop.stub_bulk import somebody

KEY = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


def bar(theme, bridge, state, bulk, _check_in, _find):
    return BulkBar(theme, bridge, state, bulk)


def put(room, *states, **fields):
    """Visits in these states, with their cards selected."""
    begins = room.hub.stub.now() - 30 * MINUTE
    for number, state in enumerate(states, start=1):
        who = somebody(number, f"Patient {number}")
        room.hub.put(number, begins + number * MINUTE, state, patient=who, **fields)
    select(room)


def select(room):
    cards = room.cards()
    room.part.show_selection(cards, len(cards) + 38)
    room.frame()


def click(button):
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def posts(room):
    return [given for method, path, given in room.hub.asked if (method, path) == ("POST", "/api/appointments/bulk")]


def test_there_is_no_bar_without_a_selection(stub, bridge):
    async def flow():
        async with front_room(stub, bridge, bar) as room:
            assert room.part.isHidden()
            put(room, "booked", "booked")
            assert room.part.isVisible()
            assert (room.part.line.count.text(), room.part.line.of.text()) == ("2 selected", "of 40 shown")
            room.part.show_selection((), 40)
            assert room.part.isHidden()

    bridge.run(flow())


@pytest.mark.parametrize(
    ("states", "identity", "primary"),
    [
        (("booked", "booked", "arrived"), "", Operation.ARRIVED),
        (("arrived", "arrived", "booked"), "", Operation.ROOMED),
        (("arrived", "arrived", "booked"), "confirmed", Operation.CHECKED_IN),
        (("checked_in",), "confirmed", Operation.ROOMED),
        (("roomed", "roomed"), "", Operation.WITH_DOCTOR),
        (("with_doctor", "done"), "", Operation.DONE),
        (("done", "cancelled"), "", None),
        (("no_show",), "", Operation.ARRIVED),
        (("booked", "roomed"), "", Operation.ARRIVED),
    ],
)
def test_the_main_button_is_what_follows_for_most_of_the_rows(stub, bridge, states, identity, primary):
    async def flow():
        async with front_room(stub, bridge, bar, size=(1480, 420)) as room:
            put(room, *states, identity=identity)
            assert room.part.primary is primary
            assert room.part.line.primary.isVisible() is (primary is not None)

    bridge.run(flow())


def test_what_fits_none_of_the_rows_is_not_offered(stub, bridge):
    async def flow():
        async with front_room(stub, bridge, bar, size=(1480, 420)) as room:
            put(room, "booked", "booked")
            assert room.part.line.shown == (Operation.MOVE, Operation.CANCEL, Operation.NO_SHOW)
            put(room, "arrived", "done")
            assert Operation.MOVE not in room.part.line.shown
            assert Operation.EXPECTED in room.part.line.shown

    bridge.run(flow())


def test_what_has_no_room_stands_in_the_menu_and_can_be_had_there(stub, bridge):
    async def flow():
        async with front_room(stub, bridge, bar, size=(620, 420)) as room:
            put(room, "arrived", "booked", identity="confirmed")
            hidden = [each.operation for each in room.part.line.hidden]
            assert hidden
            assert room.part.line.more.isVisible()
            assert set(hidden).isdisjoint(room.part.line.shown)
            row = room.part.line.row
            assert all(row.rect().contains(button.geometry()) for button in shown_buttons(room))
            room.window.resize(1900, 420)
            room.part.resize(1900, 420)
            room.frame()
            assert not room.part.line.hidden
            assert room.part.line.more.isHidden()

    bridge.run(flow())


def test_what_fits_most_of_the_rows_has_a_button_before_the_rest(stub, bridge):
    async def flow():
        async with front_room(stub, bridge, bar, size=(760, 420)) as room:
            put(room, *["booked"] * 5, "arrived", "roomed")
            line = room.part.line
            counts = {offer.operation: offer.rows for offer in line._offers}
            hidden = [offer.rows for offer in line.hidden]
            assert Operation.CANCEL in line.shown
            assert min(counts[each] for each in line.shown) >= max(hidden)

    bridge.run(flow())


def shown_buttons(room):
    line = room.part.line
    return [each for each in (line.primary, *line.buttons.values(), line.more, line.clear) if each.isVisible()]


def test_control_enter_does_it_to_all_and_says_what_became_of_each(stub, bridge):
    async def flow():
        async with front_room(stub, bridge, bar) as room:
            put(room, "booked", "booked", "arrived")
            room.part.line.primary.setFocus()
            room.press(KEY.Key_Return, modifiers=CONTROL)
            assert room.state.bulk.working == dict.fromkeys(room.hub.visits, Operation.ARRIVED)
            assert not room.part.line.primary.isEnabled()
            await room.until(lambda: room.undos)
            assert room.undos[0][0] == "2 arrived · 1 already here · 0 failed"
            assert len(posts(room)) == 1
            assert not room.state.bulk.working
            assert [card.state for card in room.shown] == ["arrived", "arrived"]
            assert not room.told

    bridge.run(flow())


def test_a_lost_answer_is_asked_for_again_under_the_same_key_and_told_once(stub, bridge):
    async def flow():
        async with front_room(stub, bridge, bar) as room:
            put(room, "booked", "booked")
            room.hub.lose = 2
            room.part.act()
            await room.until(lambda: room.undos)
            keys = {given["key"] for given in posts(room)}
            assert (len(posts(room)), len(keys)) == (3, 1)
            assert [card.version for card in room.hub.visits.values()] == [2, 2]
            assert room.undos[0][0] == "2 arrived · 0 failed"

    bridge.run(flow())


def test_undo_takes_back_what_nobody_has_changed_since(stub, bridge):
    async def flow():
        async with front_room(stub, bridge, bar) as room:
            put(room, "booked", "booked", "booked")
            room.part.act()
            await room.until(lambda: room.undos)
            room.hub.change(an_id(2, 2), state="roomed")
            await room.undos[0][1]()
            await room.until(lambda: room.told)
            assert room.told[0][0] == "2 taken back · 1 failed"
            assert "Patient 2" in room.told[0][1]
            assert [card.state for card in room.hub.visits.values()] == ["booked", "roomed", "booked"]
            assert room.state.bulk.working == {}

    bridge.run(flow())


def test_a_room_is_typed_and_taken_with_enter_and_a_full_one_is_told_per_row(stub, bridge):
    async def flow():
        async with front_room(stub, bridge, bar) as room:
            put(room, "arrived", "arrived")
            room.hub.full = {2}
            room.part.act(Operation.ROOMED)
            await room.until(lambda: len(room.part.rooms.rows.rows) == 4)
            assert room.focus is room.part.rooms.line
            room.type("2")
            assert [row.title for row in room.part.rooms.rows.rows] == ["Room 2"]
            room.press(KEY.Key_Return)
            await room.until(lambda: room.told)
            assert room.told[0][0] == "0 roomed · 2 failed"
            assert "There are as many patients in this room as fit in." in room.told[0][1]
            assert posts(room)[0]["room"] == 2
            assert room.part.asking is None
            line = room.part.line
            assert line.failed.isVisible()
            assert line.failed_text.text() == "2 failed"

    bridge.run(flow())


def test_one_that_failed_is_named_and_those_that_did_can_be_selected_alone(stub, bridge):
    async def flow():
        async with front_room(stub, bridge, bar) as room:
            put(room, "booked", "booked", "booked")
            room.hub.change(an_id(2, 2), reason="cough")
            picked = []
            room.part.select_wanted.connect(picked.append)
            room.part.act(Operation.CANCEL)
            room.press(KEY.Key_Return)
            await room.until(lambda: room.undos)
            assert room.undos[0][0].splitlines()[0] == "2 cancelled · 1 failed"
            said = "1 failed: Patient 2 — Somebody else has changed this appointment."
            assert room.part.line.failed_text.text() == said
            click(room.part.line.details)
            assert [row.title for row in room.part.outcomes.rows.rows] == ["Patient 2"]
            click(room.part.outcomes.select)
            assert picked == [(an_id(2, 2),)]
            assert room.part.line.failed.isHidden()

    bridge.run(flow())


def test_visits_are_cancelled_for_a_reason(stub, bridge):
    async def flow():
        async with front_room(stub, bridge, bar) as room:
            put(room, "booked", "booked")
            room.part.act("cancel")
            assert room.part.cancelling.title.text().startswith("Cancel 2 visit")
            room.part.cancelling.form.buttons["other"].setChecked(True)
            room.press(KEY.Key_Return)
            assert posts(room) == []
            room.part.cancelling.form.note.setFocus()
            room.type("flood")
            room.press(KEY.Key_Return)
            await room.until(lambda: room.undos)
            assert (posts(room)[0]["why"], posts(room)[0]["note"]) == ("other", "flood")

    bridge.run(flow())


def test_moving_says_what_it_means_and_needs_a_place_to_go(stub, bridge):
    async def flow():
        async with front_room(stub, bridge, bar) as room:
            put(room, "booked", "booked")
            room.part.act(Operation.MOVE)
            moving = room.part.moving
            assert not moving.send.isEnabled()
            moving.days.setValue(1)
            moving.minutes.setValue(30)
            assert "Who cannot be moved stays, and is named." in moving.means.text()
            moving.whole.setChecked(True)
            assert "If one cannot be moved, none is." in moving.means.text()
            moving.minutes.setFocus()
            room.press(KEY.Key_Return)
            await room.until(lambda: room.undos)
            sent = posts(room)[0]
            assert (sent["days"], sent["minutes"], sent["practitioner"], sent["all_or_nothing"]) == (1, 30, 0, True)
            assert room.undos[0][0] == "2 moved · 0 failed"
            pairs = zip(room.shown, room.part._cards, strict=True)
            assert {card.begins - before.begins for card, before in pairs} == {1_470 * MINUTE}

    bridge.run(flow())


def test_esc_leaves_a_question_first_and_then_the_selection(stub, bridge):
    async def flow():
        async with front_room(stub, bridge, bar) as room:
            cleared, back = [], []
            room.part.clear_wanted.connect(lambda: cleared.append(1))
            room.part.returned.connect(lambda: back.append(1))
            put(room, "booked")
            room.part.act(Operation.MOVE)
            room.press(KEY.Key_Escape)
            assert (room.part.asking, cleared, back) == (None, [], [1])
            room.part.line.primary.setFocus()
            room.press(KEY.Key_Escape)
            assert cleared == [1]

    bridge.run(flow())


def test_a_question_about_others_is_closed(stub, bridge):
    async def flow():
        async with front_room(stub, bridge, bar) as room:
            put(room, "booked", "booked")
            room.part.act(Operation.CANCEL)
            room.part.show_selection(room.cards()[:1], 3)
            assert room.part.asking is None

    bridge.run(flow())


def test_more_than_five_hundred_are_refused_before_anything_is_sent(stub, bridge):
    async def flow():
        async with front_room(stub, bridge, bar) as room:
            put(room, *["booked"] * 501)
            assert room.part.line.status.text() == "500 visits at a time at most"
            assert room.part.line.primary.isHidden()
            room.part.act(Operation.ARRIVED)
            assert room.told == [("500 visits at a time at most", "Nothing was done. Select fewer.")]
            assert posts(room) == []

    bridge.run(flow())


def test_nobody_acts_who_may_not(stub, bridge):
    async def flow():
        async with front_room(stub, bridge, bar, role="administrator") as room:
            put(room, "booked")
            assert room.part.line.primary.isHidden()
            assert room.part.line.status.text() == "You may look at visits here, but not change them."
            room.part.act(Operation.ARRIVED)
            room.frame()
            assert posts(room) == []

    bridge.run(flow())


def test_a_refused_request_is_told_and_nothing_works_on(stub, bridge):
    async def flow():
        async with front_room(stub, bridge, bar) as room:
            put(room, "booked")
            room.hub.refuse = (403, "access.denied")
            room.part.act()
            await room.until(lambda: room.told)
            assert room.told[0][0] == "Nothing was done"
            assert room.state.bulk.working == {}

    bridge.run(flow())


def test_an_answer_is_told_by_the_bar_that_was_made_anew(stub, bridge):
    async def flow():
        async with front_room(stub, bridge, bar) as room:
            put(room, "booked")
            work = room.part._actions.begin(room.cards()[0].clinic, Order(Operation.ARRIVED), room.cards())
            await work
            assert not room.undos
            room.frame()
            assert room.undos[0][0] == "1 arrived · 0 failed"

    bridge.run(flow())


def test_rooms_that_cannot_be_had_are_asked_for_again(stub, bridge):
    async def flow():
        async with front_room(stub, bridge, bar) as room:
            put(room, "arrived")
            room.hub.refuse = (403, "access.denied")
            room.part.act(Operation.ROOMED)
            await room.until(room.part.rooms.retry.isVisible)
            room.hub.refuse = None
            click(room.part.rooms.retry)
            await room.until(lambda: room.part.rooms.rows.rows)
            assert room.part.rooms.retry.isHidden()

    bridge.run(flow())
