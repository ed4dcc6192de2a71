"""Leave, extra hours and closed days: listed, previewed, written down, removed and put back."""

import pytest
from PySide6.QtCore import Qt

from clinic_console.desktop.views.hours_exceptions import ExceptionsPanel
from tests.desktop.hours_room import hours_room
from tests.desktop.stub_hours import CLINIC, DAY_MS

KEY = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def play(stub, bridge):
    """Open the list of a clinic, or of somebody, and run a flow there."""

    def play(flow, whose=0, zone="Europe/Berlin", **room):
        async def whole():
            async with hours_room(stub, bridge, ExceptionsPanel, zone=zone, **room) as at:
                first = stub.now() // DAY_MS * DAY_MS + DAY_MS - 3_600_000
                at.hub.away("leave", first, first + 2 * DAY_MS, 1, "Sick leave")
                extra = at.hub.away("extra", first + 3_600_000, first + 7_200_000, 3)
                extra.step, extra.cap = 20, 3
                at.hub.away("closed", first + 5 * DAY_MS, first + 6 * DAY_MS, 0)
                at.page.begin(CLINIC, whose)
                await at.until(lambda: at.page.table.pages.loaded and at.actions.state.people)
                await flow(at)

        bridge.run(whole())

    return play


def rows(room, column):
    model = room.page.table.model
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


def test_what_is_to_come_is_listed_in_its_order(play):
    async def flow(room):
        assert rows(room, 1) == ["Leave", "Extra hours", "Clinic closed"]
        assert rows(room, 2) == ["Dr Itō Haruka", "Dr 佐々木 健太郎", "Everybody"]
        assert rows(room, 0) == ["Thu 16 Nov to Fri 17 Nov", "Thu 16 Nov 01:00 to 02:00", "Tue 21 Nov"]

    play(flow, zone="Europe/Berlin")


def test_leave_is_written_down_by_keys_once_who_is_affected_has_been_seen(play):
    async def flow(room):
        room.hub.hits = 3
        room.page.add.setFocus()
        room.press(KEY.Key_Space)
        room.frame()
        assert room.page.form.kind.hasFocus()
        room.page.form.last.setFocus()
        room.type("2026-12-24")
        # An input method writes a text at once.
        room.page.form.label.textEdited.emit("休暇")
        room.frame()
        room.press(KEY.Key_Return, CONTROL)
        await room.until(room.page.affected.isVisible)
        assert len(room.hub.exceptions) == 3
        assert "3" in room.page.save.text()
        room.press(KEY.Key_Return)
        room.press(KEY.Key_Return, CONTROL)
        await room.until(lambda: room.undos)
        made = room.hub.exceptions[-1]
        assert (made.kind, made.label, made.practitioner) == ("leave", "休暇", 1)
        await room.undos[0][1]()
        assert len(room.hub.exceptions) == 1 + 2

    play(flow, whose=1)


def test_a_time_that_comes_twice_asks_which_is_meant(play):
    async def flow(room):
        room.page.add.click()
        form = room.page.form
        form.kind.setFocus()
        room.press(KEY.Key_Down)
        room.press(KEY.Key_Down)
        room.frame()
        assert room.actions.exceptions.draft.kind == "extra"
        form.first.setFocus()
        room.type("2027-10-31")
        form.begins.setFocus()
        room.type("2:30")
        room.frame()
        assert "comes twice" in form.fields["begins"].note.text()
        assert form.fields["first_fold"].isVisible()
        assert not room.page.save.isEnabled()
        form.first_fold.buttons["1"].click()
        room.frame()
        assert room.page.save.isEnabled()
        form.begins.setFocus()
        room.type("4:00")
        room.frame()
        assert form.fields["first_fold"].isHidden()

    play(flow, whose=3)


def test_a_time_that_the_clocks_leave_out_is_told(play):
    async def flow(room):
        room.page.add.click()
        form = room.page.form
        form.whole.click()
        form.first.setFocus()
        room.type("2027-03-28")
        form.begins.setFocus()
        room.type("2:30")
        room.frame()
        assert "does not exist" in form.fields["begins"].note.text()
        assert not room.page.save.isEnabled()

    play(flow, whose=3)


def test_what_is_removed_can_be_put_back(play):
    async def flow(room):
        room.page.table.enter()
        room.page._open(room.hub.exceptions[0].id)
        room.page.remove.click()
        await room.until(lambda: room.undos)
        assert len(room.hub.exceptions) == 2
        await room.undos[0][1]()
        assert sorted(each.kind for each in room.hub.exceptions) == ["closed", "extra", "leave"]

    play(flow)


def test_extra_hours_come_back_with_their_steps_and_lanes(play):
    async def flow(room):
        room.page._open(room.hub.exceptions[1].id)
        room.page.remove.click()
        await room.until(lambda: room.undos)
        await room.undos[0][1]()
        assert [(each.step, each.cap) for each in room.hub.exceptions if each.kind == "extra"] == [(20, 3)]

    play(flow)


def test_removing_extra_hours_asks_where_visits_would_stay_outside(play):
    async def flow(room):
        room.hub.hits = 2
        room.page._open(room.hub.exceptions[1].id)
        room.page.remove.click()
        await room.until(room.page.confirm.isVisible)
        assert "2" in room.page.confirm.text.text()
        assert len(room.hub.exceptions) == 3
        room.page.confirm.yes.click()
        await room.until(lambda: room.undos)
        assert len(room.hub.exceptions) == 2

    play(flow)


def test_who_may_not_write_leave_sees_it(play):
    async def flow(room):
        assert room.page.add.isHidden()
        room.page._open(room.hub.exceptions[0].id)
        room.frame()
        assert room.page.remove.isHidden()
        room.page._begin_draft()
        assert room.actions.exceptions.draft is None

    play(flow, role="nurse")


def test_what_the_hub_refuses_is_told_and_what_is_typed_stays(play):
    async def flow(room):
        room.page.add.click()
        room.hub.failing = (400, "input.field", "label")
        room.page.check(save=True)
        await room.until(lambda: room.page.form.label.property("wrong") == "true")
        room.hub.failing = (503, "hub.unavailable", "")
        room.page.check(save=True)
        await room.until(lambda: room.told)
        assert room.actions.exceptions.draft is not None

    play(flow, whose=1)


def test_esc_goes_back_step_by_step(play):
    async def flow(room):
        room.page.add.click()
        room.press(KEY.Key_Escape)
        assert room.actions.exceptions.draft is None
        room.page.table.enter()
        room.press(KEY.Key_Escape)
        assert room.left

    play(flow)
