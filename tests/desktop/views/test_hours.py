"""Weekly hours: drawn, typed, previewed and saved, by keys alone if need be."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.hours import HoursPanel
from clinic_console.desktop.views.hours_paint import HEAD, HOUR
from clinic_console.desktop.views.hours_words import minutes_of, minutes_text
from clinic_console.wire.templates import Line
from tests.desktop.hours_room import hours_room
from tests.desktop.pseudo import bare_texts, pseudo
from tests.desktop.stub_hours import CLINIC

FROM_ELSEWHERE = (
    *(
        "Dr",
        "佐々木 健太郎",
        "Vaccination",
        "Diabetes review",
        "Wound dressing",
        "Kita",
        "Lunch",
        "Ctrl+Enter",
        "Esc",
    ),
    *("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
)
"""Names, keys, and what the locale calls the days."""
KEY = Qt.Key
ALT, CONTROL, SHIFT = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


@pytest.fixture
def play(stub, bridge):
    """Open somebody's hours and run a flow there."""

    def play(flow, ready=True, prepare=None, **room):
        async def whole():
            async with hours_room(stub, bridge, HoursPanel, **room) as at:
                if prepare is not None:
                    prepare(at.hub)
                at.page.begin(3, CLINIC)
                if ready:
                    await at.until(lambda: draft(at).loaded and at.page.week.hasFocus())
                await flow(at)

        bridge.run(whole())

    return play


def draft(room):
    return room.actions.state.draft(3)


def saved(room):
    return [sent for sent in room.hub.sent if hasattr(sent, "lines")]


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("9", 540), ("9:30", 570), ("0930", 570), ("17.45", 1_065), ("24:00", 1_440), ("5:30 pm", 1_050),
        ("12 am", 0), ("午後3:15", 915), ("１７：３０", 1_050), ("", None), ("25", None), ("9:75", None),
        ("noon", None), ("13 pm", None),
    ],
)  # fmt: skip
def test_times_are_read_as_people_write_them(qapp, text, minutes):
    assert minutes_of(text) == minutes
    if minutes is not None:
        assert minutes_of(minutes_text(minutes)) == minutes


def test_hours_are_added_and_saved_by_keys_alone(play):
    async def flow(room):
        for _ in range(6):
            room.press(KEY.Key_Right)
        assert draft(room).weekday == 7
        room.press(KEY.Key_Return)
        room.frame()
        assert room.page.form.begins.hasFocus()
        room.type("10")
        room.press(KEY.Key_Tab)
        room.type("1:30")
        room.frame()
        line = draft(room).current.line
        assert (line.weekday, line.begins, line.ends) == (7, 600, 1_440 + 90)
        assert "Monday" in room.page.form.fields["ends"].note.text()
        room.press(KEY.Key_Return, CONTROL)
        await room.until(lambda: room.undos)
        assert saved(room)[-1].lines[-1].ends == 1_530
        assert not draft(room).dirty
        await room.undos[0][1]()
        assert len(room.hub.lines) == 12

    play(flow)


def test_what_affects_visits_is_saved_only_once_they_have_been_seen(play):
    async def flow(room):
        room.hub.hits = 7
        room.press(KEY.Key_Down)
        room.press(KEY.Key_Delete)
        room.press(KEY.Key_Return, CONTROL)
        await room.until(room.page.affected.isVisible)
        assert room.hub.version == 3
        assert "7" in room.page.save.text()
        assert room.page.save.hasFocus()
        rows = room.page.affected.rows.rows
        assert len(rows) == 7
        assert rows[0].title == "佐藤 健一"
        assert rows[4].title == "Name not shown"
        assert {row.notice for row in rows} == {"Outside of hours", "During leave", "In a blocked time"}
        room.press(KEY.Key_Return, CONTROL)
        await room.until(lambda: room.undos)
        assert room.hub.version == 4

    play(flow)


def test_a_change_after_the_preview_is_previewed_again(play):
    async def flow(room):
        room.hub.hits = 2
        room.press(KEY.Key_Down)
        room.press(KEY.Key_Down, SHIFT)
        room.page.check(save=False)
        await room.until(room.page.affected.isVisible)
        room.page.week.setFocus()
        room.press(KEY.Key_Down, SHIFT)
        room.frame()
        assert room.page.affected.isHidden()
        assert "2" not in room.page.save.text()

    play(flow)


def test_lines_are_moved_resized_copied_removed_and_taken_back_by_keys(play):
    async def flow(room):
        room.press(KEY.Key_Down)
        key = draft(room).selected
        room.press(KEY.Key_Down, ALT)
        room.press(KEY.Key_Up, SHIFT)
        room.press(KEY.Key_Down, ALT | SHIFT)
        line = draft(room).current.line
        assert (line.begins, line.ends) == (570, 1_020)
        room.press(KEY.Key_D, CONTROL)
        assert draft(room).current.line.weekday == 2
        assert len(room.page._wrong) == 2
        assert not room.page.save.isEnabled()
        room.press(KEY.Key_Delete)
        assert not room.page._wrong
        for _ in range(5):
            room.press(KEY.Key_Z, CONTROL)
        assert not draft(room).dirty
        assert key in [each.key for each in draft(room).entries]

    play(flow)


def test_a_line_is_drawn_moved_and_stretched_by_hand(play):
    async def flow(room):
        week, px = room.page.week, Theme().px
        sunday = week.width() - 20

        def at(x, hours):
            return QPoint(x, px(HEAD) + round(hours * px(HOUR)))

        def drag(first, last):
            QTest.mousePress(week, Qt.MouseButton.LeftButton, pos=first)
            QTest.mouseMove(week, last)
            QTest.mouseRelease(week, Qt.MouseButton.LeftButton, pos=last)
            room.frame()

        drag(at(sunday, 9), at(sunday, 12))
        sunday = week.width() - 20
        line = draft(room).current.line
        assert (line.weekday, line.begins, line.ends) == (7, 540, 720)
        drag(at(sunday, 10.5), at(sunday, 11.5))
        assert (draft(room).current.line.begins, draft(room).current.line.ends) == (600, 780)
        drag(at(sunday, 12.97), at(sunday, 14))
        assert draft(room).current.line.ends > 780

    play(flow)


def test_times_that_cannot_be_read_are_told_at_their_field_and_kept_from_saving(play):
    async def flow(room):
        room.press(KEY.Key_Down)
        room.press(KEY.Key_Return)
        room.type("nine")
        room.frame()
        assert "9:00" in room.page.form.fields["begins"].note.text()
        room.press(KEY.Key_Return, CONTROL)
        assert not saved(room)
        room.type("9:15")
        room.frame()
        assert room.page.form.fields["begins"].note.isHidden()

    play(flow)


def test_somebody_else_has_saved_meanwhile(play):
    async def flow(room):
        room.press(KEY.Key_Down)
        room.press(KEY.Key_Down, SHIFT)
        room.page.check(save=False)
        await room.until(lambda: draft(room).seen is not None)
        room.hub.version = 9
        room.hub.lines.append(Line(CLINIC, 7, 600, 660))
        room.page.check(save=True)
        await room.until(room.page.banner.isVisible)
        assert "Sunday" in room.page.banner.words
        assert draft(room).dirty
        assert draft(room).version == 9
        room.page.banner.button.click()
        room.frame()
        assert not draft(room).dirty
        assert room.page.banner.isHidden()

    play(flow)


def test_what_the_hub_refuses_of_a_line_stands_at_its_field(play):
    async def flow(room):
        room.press(KEY.Key_Down)
        room.press(KEY.Key_Down, SHIFT)
        room.hub.failing = (400, "input.field", "lines[0].types")
        room.page.check(save=True)
        await room.until(lambda: room.page.form.fields["types"].control.property("wrong") == "true")
        assert room.page.form.types.hasFocus()

    play(flow)


def test_a_hub_that_fails_takes_nothing_away(play):
    async def flow(room):
        room.press(KEY.Key_Down)
        room.press(KEY.Key_Delete)
        room.hub.failing = (503, "hub.unavailable", "")
        room.page.check(save=True)
        await room.until(lambda: room.told)
        assert draft(room).dirty

    play(flow)


def test_who_may_not_set_hours_only_sees_them(play):
    async def flow(room):
        room.press(KEY.Key_Down)
        room.press(KEY.Key_Delete)
        room.press(KEY.Key_Down, ALT)
        room.frame()
        assert not draft(room).dirty
        assert room.page.save.isHidden()
        assert room.page.form.begins.isReadOnly()
        assert "not for your role" in room.page.status.text()

    play(flow, role="receptionist")


def test_without_hours_the_first_are_added(play):
    async def flow(room):
        await room.until(room.page.ground.panel.button.isVisible)
        room.page.ground.panel.button.click()
        room.frame()
        assert room.page.form.isVisible()
        assert draft(room).dirty

    play(flow, ready=False, prepare=lambda hub: hub.lines.__setitem__(slice(None), []))


def test_hours_that_cannot_be_had_are_asked_for_again(play):
    def fail(hub):
        hub.refuse = (503, "hub.unavailable")

    async def flow(room):
        await room.until(lambda: draft(room).problem is not None)
        room.frame()
        assert not draft(room).loaded
        room.hub.refuse = None
        room.page.ground.panel.button.click()
        await room.until(lambda: draft(room).loaded)
        assert draft(room).problem is None
        assert len(draft(room).entries) == len(room.hub.lines) > 0

    play(flow, ready=False, prepare=fail)


def test_esc_goes_back_step_by_step_and_what_is_typed_waits(play):
    async def flow(room):
        room.press(KEY.Key_Down)
        room.press(KEY.Key_Down, SHIFT)
        room.press(KEY.Key_Return)
        room.press(KEY.Key_Escape)
        assert room.page.week.hasFocus()
        assert not room.left
        room.press(KEY.Key_Escape)
        assert room.left
        assert room.told
        room.page.begin(3, CLINIC)
        room.frame()
        assert draft(room).dirty

    play(flow)


def test_every_word_is_translated(play, qapp):
    async def flow(room):
        room.hub.hits = 3
        with pseudo(qapp):
            page = HoursPanel(Theme(), room.bridge, room.state, room.actions)
            page.setParent(room.window)
            page.resize(1302, 676)
            page.show()
            page.begin(3, CLINIC)
            room.page = page
            await room.until(lambda: draft(room).loaded and page.week.isVisible())
            page._select(draft(room).entries[0].key)
            room.frame()
            assert bare_texts(page, FROM_ELSEWHERE) == []
            page.forget()

    play(flow)
