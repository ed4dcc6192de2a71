"""What a plan looks like where there is none, none to be had, or an old one; and in another window or look."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from clinic_console.desktop.bridge import monotonic
from clinic_console.desktop.theme import DARK, Theme
from clinic_console.desktop.views.ground import Footing
from clinic_console.desktop.views.unavailable import UnavailableView
from clinic_console.desktop.views.unavailable_words import look_text, why_text
from clinic_console.domain.unavailable import Look, Why
from tests.desktop.stub_hours import CLINIC
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


def test_each_reason_has_its_words(play):
    async def flow(room):
        row = room.view.plan.plan.rows[0]
        said = [why_text(replace(row, why=(code,))) for code in Why]
        assert all(said)
        assert len(set(said)) == len(Why)
        looks = [look_text(replace(row, look=(code,))) for code in Look]
        assert len(set(looks)) == len(Look)

    play(flow)


def test_what_cannot_be_meant_asks_for_nothing(play):
    async def flow(room):
        asked = len(room.hub.asked)
        room.view.head.ends.setFocus()
        QTest.keyClick(room.focus, KEY.Key_A, CONTROL)
        QTest.keyClicks(room.focus, "00:01")
        room.frame()
        assert room.view.head.problem.isVisible()
        assert room.view.head.ends.property("wrong") == "true"
        assert not room.view.side.commit.isEnabled()
        room.frame()
        assert len(room.hub.asked) == asked
        QTest.keyClick(room.focus, KEY.Key_A, CONTROL)
        QTest.keyClicks(room.focus, "24:00")
        await room.planned()
        # What cannot be read at all is no time either: nothing is carried out by what was read before.
        QTest.keyClick(room.focus, KEY.Key_A, CONTROL)
        QTest.keyClicks(room.focus, "noon")
        room.press(KEY.Key_Return, CONTROL)
        assert not room.state.unavailable.sent
        assert not room.view.side.commit.isEnabled()
        room.view.rows.enter()
        await room.planned()
        assert room.view.head.ends.text() == "24:00"
        assert not room.view.head.problem.isVisible()

    play(flow)


def test_nobody_is_affected_and_the_hours_can_be_taken_away_all_the_same(play):
    async def flow(room):
        assert room.view.ground.footing is Footing.EMPTY
        assert room.view.side.commit.text() == "Take the hours away"
        room.view.commit()
        await room.until(lambda: room.view.on_calls and room.view.calls.calls.list is not None)
        room.frame()
        assert room.view.calls.ground.footing is Footing.EMPTY

    play(flow, rows=0)


@pytest.mark.parametrize("role", ["nurse", "administrator"])
def test_who_may_not_do_both_is_told_so(play, role):
    async def flow(room):
        room.view.begin(CLINIC, 1)
        room.frame()
        assert room.view.ground.footing is Footing.DENIED
        assert not room.view.head.who.isEnabled()
        assert not any(path.endswith("preview") for _, path in room.hub.asked)

    play(flow, begin=False, role=role)


def test_a_hub_that_refuses_or_fails_is_told_of_and_asked_again(play):
    async def flow(room):
        room.hub.failing = (503, "unavailable")
        room.view.begin(CLINIC, 1)
        room.frame()
        assert room.view.ground.footing is Footing.LOADING
        await room.until(lambda: room.view.ground.footing is Footing.FAILED)
        room.view.ground.panel.button.click()
        await room.planned()
        room.hub.refuse = (403, "access.denied")
        room.view.again.click()
        await room.until(lambda: room.view.ground.footing is Footing.DENIED)

    play(flow, begin=False)


def test_without_a_connection_what_was_chosen_waits(play):
    async def flow(room):
        room.press(KEY.Key_W)
        room.state.connection.open = False
        room.frame()
        assert "No connection" in room.view.side.note.text()
        assert actions(room)[0] == "waitlist"

    play(flow)


def test_an_old_plan_says_so(play):
    async def flow(room):
        now = monotonic()
        room.view.frame(now + 200)
        assert room.view.ground.footing is Footing.STALE
        room.view.ground.banner.button.click()
        room.view.frame(now)
        await room.planned()
        assert room.view.ground.footing is Footing.READY

    play(flow)


def test_names_that_are_not_for_the_user_are_not_shown(play):
    async def flow(room):
        def hide(rows):
            rows[0].card.restricted, rows[0].look = True, ["restricted"]

        room.hub.spoil = hide
        room.view.propose()
        await room.until(lambda: room.texts(0)[0] == "Name not shown")
        room.press(KEY.Key_P)
        assert room.wanted == []

    play(flow)


def test_a_code_that_nobody_knows_is_looked_at_and_an_action_is_refused(play):
    async def flow(room):
        def spoil(rows):
            rows[0].why, rows[0].look = ["strange"], ["strange"]

        room.hub.spoil = spoil
        room.view.propose()
        await room.until(lambda: room.texts(8)[0] == "Look at it")
        room.hub.spoil = lambda rows: setattr(rows[0], "action", "vanish")
        room.view.propose()
        await room.until(lambda: room.view.ground.footing is Footing.KEPT)
        assert room.texts(8)[0] == "Look at it", "what was there stays"

    play(flow)


def test_nothing_is_kept_of_anybody(play):
    async def flow(room):
        room.press(KEY.Key_Return)
        await room.until(lambda: room.view.other.offers)
        room.view.forget()
        room.state.clear()
        assert room.texts(0) == []
        assert room.view.other.below.text() == ""
        assert room.view.side.look.rows == ()
        assert room.state.unavailable.plan is None

    play(flow)


def test_another_look_and_every_control_has_a_name(play):
    async def flow(room):
        room.view.set_theme(Theme(DARK))
        room.frame()
        head = room.view.head
        for control in (head.who, head.first, head.begins, head.last, head.ends, head.label, head.days):
            assert control.accessibleName()
        assert room.view.side.commit.accessibleName() == room.view.side.commit.text()
        assert room.view.rows.view.accessibleName()

    play(flow)


def test_another_window_goes_on_with_what_there_is(play, bridge):
    async def flow(room):
        room.press(KEY.Key_W)
        other = UnavailableView(Theme(DARK), bridge, room.state, room.actions)
        other.setParent(room.window)
        other.show()
        other.resume(CLINIC)
        assert other.rows.model.rowCount() == 12
        assert actions(room)[0] == "waitlist"
        room.view.hide()
        room.view.commit()
        other.begin(CLINIC)
        assert "asked again" in other.side.note.text()
        await room.until(lambda: room.state.unavailable.plan is None)
        other.frame(monotonic())
        assert other.on_calls
        assert other.calls.rows.model.rowCount() == 12
        other.forget()

    play(flow)
