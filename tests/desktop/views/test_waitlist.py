"""The waitlist beside the schedule: by keys, in all its states."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from clinic_console.desktop.state.access import Clinic
from clinic_console.desktop.state.waitlist import Wish
from clinic_console.desktop.views.waitlist import WaitlistPanel
from clinic_console.desktop.views.waitlist_words import hours_text, waited_text, wish_text
from tests.desktop.desk_room import NORD, desk_room
from tests.desktop.stub_appointments import CLINIC, an_id, freed, waiting

KEY = Qt.Key
TWO = (Clinic(CLINIC, "Kita", "Asia/Tokyo", "receptionist"), Clinic(NORD, "Nord", "Asia/Tokyo", "receptionist"))


def click(button: QWidget) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


async def listed(room, *entries):
    for entry in entries:
        room.hub.queue[entry.id] = entry
    room.panel.begin(CLINIC)
    await room.until(lambda: len(room.panel.content.rows.rows) == len(entries))
    room.panel.enter()


def test_a_freed_time_is_booked_or_passed_over_by_keys(stub, bridge):
    async def flow():
        async with desk_room(stub, bridge, WaitlistPanel) as room:
            wanted = []
            room.panel.book_wanted.connect(lambda who, free: wanted.append((who.patient.name, free.begins)))
            await listed(room, waiting(1, offers=[freed(1, room.soon)]), waiting(2, priority=1))
            content = room.panel.content
            assert room.focus is content.freed
            assert content.freed.rows[0].strong
            assert "fits" in content.freed.rows[0].below
            room.press(KEY.Key_Return)
            assert wanted == [("田中 由紀", room.soon)]
            room.press(KEY.Key_Delete)
            await room.until(lambda: not content.freed.rows)
            assert room.told[0] == ("田中 由紀 is not asked about this time any more.", "")

    bridge.run(flow())


def test_who_is_taken_off_can_be_put_back(stub, bridge):
    async def flow():
        async with desk_room(stub, bridge, WaitlistPanel) as room:
            await listed(room, waiting(1), waiting(2, priority=1))
            assert room.focus is room.panel.content.rows
            room.press(KEY.Key_Delete)
            await room.until(lambda: len(room.panel.content.rows.rows) == 1)
            assert list(room.hub.queue) == [an_id(5, 1)]
            ((_, undo),) = room.undos
            await undo()
            await room.until(lambda: len(room.panel.content.rows.rows) == 2)
            assert sorted(each.priority for each in room.hub.queue.values()) == [1, 3]

    bridge.run(flow())


def test_somebody_is_put_on_and_changed_by_keys(stub, bridge):
    async def flow():
        async with desk_room(stub, bridge, WaitlistPanel) as room:
            room.panel.begin(CLINIC)
            await room.until(room.panel.content.empty.isVisible)
            click(room.panel.content.add)
            form = room.panel.form
            assert room.focus is form.patient.line
            room.type("由紀")
            await room.until(lambda: form.patient.rows.rows)
            room.press(KEY.Key_Return)
            assert room.focus is form.kind
            assert not form.save.isEnabled()
            room.press(KEY.Key_Down)
            click(form.priority.buttons["1"])
            form.note.setFocus()
            room.type("calls back")
            room.press(KEY.Key_Return)
            await room.until(lambda: room.panel.content.rows.rows)
            (entry,) = room.hub.queue.values()
            assert (entry.patient.name, entry.priority, entry.note) == ("田中 由紀", 1, "calls back")
            assert entry.type in (1, 2, 3)
            room.panel.content.rows.setFocus()
            room.press(KEY.Key_Return)
            assert form.note.text() == "calls back"
            form.note.setText("")
            form.note.textEdited.emit("")
            room.hub.refuse = (503, "unavailable.store")
            click(form.save)
            await room.until(form.problem.isVisible)
            assert "still here" in form.problem.text()
            room.press(KEY.Key_Escape)
            assert room.state.waitlist.draft is None
            assert room.left == []

    bridge.run(flow())


def test_the_waitlist_says_when_it_may_be_old_or_is_not_for_one(stub, bridge):
    async def flow():
        async with desk_room(stub, bridge, WaitlistPanel) as room:
            await listed(room, waiting(1))
            room.hub.refuse = (503, "unavailable.store")
            room.state.waitlist.told(CLINIC, 99)
            await room.until(room.panel.content.banner.isVisible)
            room.hub.refuse = None
            click(room.panel.content.banner.button)
            await room.until(room.panel.content.banner.isHidden)
            room.state.access.entered("N", (Clinic(CLINIC, "Kita", "Asia/Tokyo", "administrator"),))
            room.frame()
            assert room.panel.content.edit.isHidden()
            assert room.panel.foot.isHidden()
            room.state.access.entered("N", (Clinic(CLINIC, "Kita", "Asia/Tokyo", "auditor"),))
            room.state.waitlist.look_at(NORD)
            room.frame()
            assert "Not for your role" in room.panel.content.empty.accessibleName()

    bridge.run(flow())


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        (Wish(2), "Review"),
        (Wish(2, practitioner=1, weekdays=(3, 1)), "Review · Dr Itō · Mon Wed"),
        (Wish(2, specialty=1, time_to=720, note="soon"), "Review · Heart · mornings · soon"),
        (Wish(2, weekdays=(1, 2, 3, 4, 5, 6, 7)), "Review"),
    ],
)
def test_what_somebody_takes_in_words(qapp, wish, said):
    assert wish_text(wish, {2: "Review"}, {1: "Dr Itō"}, {1: "Heart"}) == said


def test_hours_and_days_of_waiting_in_words(qapp):
    assert hours_text(Wish(time_from=540, time_to=630)) == "09:00 to 10:30"
    assert "3" in waited_text(1, 3 * 86_400_000 + 5)
    assert waited_text(1, 0) == ""
