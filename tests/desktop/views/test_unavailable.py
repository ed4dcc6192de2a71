"""A doctor is not there: the plan by keys, its states, and what one button does."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from clinic_console.desktop.views.ground import Footing
from clinic_console.domain.unavailable import Action
from clinic_console.wire.unavailable import Away, Commit
from tests.desktop.stub_hours import CLINIC
from tests.desktop.stub_unavailable import DAY, MINUTE
from tests.desktop.unavailable_room import with_plan

KEY = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def play(stub, bridge):
    """Open a plan for Dr Itō and run a flow there; ``begin`` off: before anything is asked for."""

    def play(flow, **room):
        bridge.run(with_plan(stub, bridge, flow, **room))

    return play


def actions(room) -> list[str]:
    plan = room.view.plan
    return [str(plan.choice(row).action) for row in plan.plan.rows]


def test_a_plan_is_asked_for_as_soon_as_it_is_known_who_and_when(play):
    async def flow(room):
        room.view.begin(CLINIC)
        room.frame()
        assert room.view.ground.footing is Footing.EMPTY
        await room.until(room.view.head.who.hasFocus)
        assert not room.view.side.isVisible()
        assert ("POST", "/api/unavailable/preview") not in room.hub.asked
        await room.until(lambda: room.view.head.who.count() > 3)
        room.view.head.who.setCurrentIndex(room.view.head.who.findData(3))
        await room.planned()
        away = room.hub.sent[0]
        assert isinstance(away, Away)
        assert (away.clinic_id, away.practitioner, away.days) == (CLINIC, 3, 14)
        assert away.begins % (5 * MINUTE) == 0
        assert away.ends > away.begins
        assert room.view.ground.footing is Footing.READY
        assert "nothing is changed yet" in room.view.side.made.text()

    play(flow, begin=False)


def test_the_whole_clinic_can_be_closed(play):
    async def flow(room):
        await room.until(lambda: room.view.head.who.count() > 3)
        room.view.head.who.setCurrentIndex(room.view.head.who.findData(-1))
        await room.until(lambda: room.view.plan.plan is not None and room.view.plan.plan.away.practitioner == 0)
        await room.planned()
        assert room.hub.sent[-1].practitioner == 0

    play(flow)


def test_rows_say_what_was_what_is_proposed_and_why(play):
    async def flow(room):
        assert room.texts(0)[:2] == ["小林 直子", "Tomasz Wójcik"]
        assert room.texts(7)[:5] == ["±0", "+1 d", "+0:40 h", "–", "+1:20 h"]
        assert room.texts(8)[:4] == ["same time, other doctor", "first free, same specialty",
                                     "same day, same specialty", "Is here now"]  # fmt: skip
        assert room.texts(4)[10] == "Waitlist"
        assert room.texts(4)[3] == "Left to a clinician"
        assert [button.text() for button in room.view.chips.buttons.values()] == [
            "All  12", "Same day  7", "Later  3", "To look at  3",
        ]  # fmt: skip
        assert room.view.side.commit.text() == "Move 10, waitlist 1"
        assert room.view.side.numbers["left"][1].text() == "1"
        assert [row.title for row in room.view.side.look.rows] == [
            "Nguyễn Văn Đức", "Inés Etxeberria", "Leilani Kahananui",
        ]  # fmt: skip
        assert not room.view.rows.view.isColumnHidden(8)

    play(flow, zone="Europe/Berlin")


def test_keys_decide_what_becomes_of_a_row(play):
    async def flow(room):
        assert actions(room)[:2] == ["move", "move"]
        room.press(KEY.Key_W)
        room.press(KEY.Key_Down)
        room.press(KEY.Key_C)
        room.press(KEY.Key_Down)
        room.press(KEY.Key_L)
        room.press(KEY.Key_Down)
        assert actions(room)[:4] == ["waitlist", "cancel", "leave", "leave"]
        assert room.view.side.commit.text() == "Move 7, waitlist 2, cancel 1"
        room.press(KEY.Key_Home)
        room.press(KEY.Key_Space)
        assert actions(room)[0] == "leave"
        room.press(KEY.Key_Space)
        assert actions(room)[0] == "waitlist"
        room.press(KEY.Key_R)
        assert actions(room)[0] == "move"
        assert room.texts(8)[1] == "Edited"
        room.press(KEY.Key_P)
        assert room.wanted == ["p0"]

    play(flow)


def test_a_row_without_a_proposal_is_not_taken_in_by_space(play):
    async def flow(room):
        for _ in range(3):
            room.press(KEY.Key_Down)
        room.press(KEY.Key_Space)
        assert actions(room)[3] == "leave"
        assert "Enter" in room.view.keys.text()

    play(flow)


def test_keys_that_mark_elsewhere_undo_no_decision_here(play):
    async def flow(room):
        room.press(KEY.Key_Space)
        room.press(KEY.Key_A, CONTROL)
        room.press(KEY.Key_Down, SHIFT)
        room.press(KEY.Key_B)
        assert actions(room)[:3] == ["leave", "move", "move"]
        assert room.view.rows.view.currentIndex().row() == 1

    play(flow)


def test_a_click_on_a_box_leaves_a_row_out(play):
    async def flow(room):
        view = room.view.rows.view
        rect = view.visualRect(view.model().index(1, 0))
        at = rect.topLeft()
        at.setX(at.x() + 20)
        at.setY(rect.center().y())
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
        room.frame()
        assert actions(room)[:3] == ["move", "leave", "move"]

    play(flow)


def test_enter_offers_the_three_nearest_times_that_are_nobody_elses(play):
    async def flow(room):
        room.press(KEY.Key_Return)
        await room.until(lambda: room.view.other.offers)
        offers = room.view.other.offers
        assert len(offers) == 3
        away = room.view.plan.plan.away
        assert not any(away.covers(each.practitioner, CLINIC, each.begins, each.ends) for each in offers)
        others = [room.view.plan.choice(row).to for row in room.view.plan.plan.rows]
        taken = {(to.practitioner, to.begins) for to in others if to is not None}
        assert not taken & {(each.practitioner, each.begins) for each in offers}
        room.press(KEY.Key_2)
        chosen = room.view.plan.choice(room.view.plan.plan.rows[0])
        assert (chosen.action, chosen.to) == (Action.MOVE, offers[1])
        assert room.texts(8)[0] == "Edited"
        assert room.view.rows.view.hasFocus()
        assert room.view.side.isVisible()

    play(flow)


def test_other_times_can_be_left_and_tried_again(play):
    async def flow(room):
        room.hub.failing = (503, "unavailable")
        room.press(KEY.Key_Return)
        await room.until(room.view.other.again.isVisible)
        room.press(KEY.Key_Space)
        await room.until(lambda: room.view.other.offers)
        room.press(KEY.Key_Escape)
        assert room.view.rows.view.hasFocus()
        assert room.left == []
        room.hub.offers = 0
        room.press(KEY.Key_Return)
        await room.until(lambda: "Nothing" in room.view.other.state.text())
        room.press(KEY.Key_W)
        assert actions(room)[0] == "waitlist"
        room.press(KEY.Key_Escape)
        assert room.left == [True]

    play(flow)


def test_one_button_carries_it_all_out_and_says_what_became_of_it(play):
    async def flow(room):
        room.press(KEY.Key_Down)
        room.press(KEY.Key_Space)
        room.hub.taken = {room.view.plan.plan.rows[0].id}
        room.view.head.label.textEdited.emit("Sick leave")
        room.press(KEY.Key_Return, CONTROL)
        await room.until(lambda: room.view.on_calls and room.calls(0))
        sent = next(each for each in room.hub.sent if isinstance(each, Commit))
        assert sent.away.label == "Sick leave"
        assert len(sent.rows) == 12
        assert [each.action for each in sent.rows[:4]] == ["move", "leave", "move", "leave"]
        assert sent.rows[2].begins > 0
        assert (sent.rows[1].practitioner, sent.rows[1].begins) == (0, 0)
        assert all(each.version == 3 for each in sent.rows)
        assert room.undos[0][0] == "1 not done · 8 moved · 1 on the waitlist · 2 left to a clinician"
        assert room.calls(4)[0] == "Not moved"
        assert room.changed == [True]
        await room.undos[0][1]()
        room.frame()
        assert room.view.calls.calls.list.undone
        assert "Taken back" in room.view.calls.sum.text()

    play(flow)


def test_a_lost_answer_is_asked_for_again_under_the_same_key(play):
    async def flow(room):
        room.hub.lose = 2
        room.view.side.commit.click()
        assert not room.view.side.commit.isEnabled()
        assert "asked again" in room.view.side.note.text()
        room.press(KEY.Key_W)
        assert room.view.plan.edits == {}
        await room.until(lambda: room.view.on_calls)
        sent = [each for each in room.hub.sent if isinstance(each, Commit)]
        assert len(sent) == 3
        assert len({each.key for each in sent}) == 1
        assert len(room.hub.lists) == 1

    play(flow)


def test_a_plan_that_cannot_be_carried_out_stays_as_it_was(play):
    async def flow(room):
        room.press(KEY.Key_W)
        room.hub.failing = (409, "conflict")
        room.view.commit()
        await room.until(lambda: room.told)
        assert not room.view.on_calls
        assert actions(room)[0] == "waitlist"
        assert room.view.side.commit.isEnabled()

    play(flow)


def test_other_hours_make_another_plan_and_edits_stay(play):
    async def flow(room):
        room.press(KEY.Key_W)
        first = room.view.plan.plan
        room.view.head.ends.setFocus()
        room.view.head.last.picked.emit(room.view.plan.draft.when.last.replace(day=28))
        room.frame()
        assert not room.view.side.commit.isEnabled()
        await room.until(lambda: room.view.plan.plan is not first and room.view.ready)
        assert room.view.plan.plan.away.ends - first.away.ends > DAY
        assert actions(room)[0] == "waitlist"

    play(flow)


def test_words_alone_ask_for_no_other_plan(play):
    async def flow(room):
        asked = len(room.hub.asked)
        room.view.head.label.textEdited.emit("病欠")
        room.frame()
        assert room.view.ready
        assert len(room.hub.asked) == asked

    play(flow)


def test_chips_show_some_and_whom_to_look_at_is_found(play):
    async def flow(room):
        room.view.chips.buttons["later"].click()
        room.frame()
        assert len(room.texts(0)) == 3
        room.view.side.look.chosen.emit(1)
        room.frame()
        assert room.view.rows.view.current == room.view.plan.plan.rows[7].id
        room.view.chips.buttons["look"].click()
        room.frame()
        assert len(room.texts(0)) == 3
        room.press(KEY.Key_W)
        assert len(room.texts(0)) == 2

    play(flow)


def test_two_rows_at_one_time_are_marked(play):
    async def flow(room):
        plan = room.view.plan
        plan.choose(plan.plan.rows[0], Action.MOVE, plan.plan.rows[1].to)
        room.frame()
        assert room.texts(8)[:2] == ["Two at one time", "Two at one time"]
        assert [row.title for row in room.view.side.look.rows][:2] == ["小林 直子", "Tomasz Wójcik"]

    play(flow)
