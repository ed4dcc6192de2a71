"""A table under keys and pointer: paging, keeping its place, marks, and what stands where there are no rows."""

import asyncio
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clinic_console.desktop.actions.pages import load
from clinic_console.desktop.models.table import Cell, Column
from clinic_console.desktop.state.pages import Pages
from clinic_console.desktop.theme import DARK, LIGHT, Theme
from clinic_console.desktop.views.ground import Footing
from clinic_console.desktop.views.table import Table, Words
from clinic_console.domain.errors import HubSlow, NotAllowed

KEY = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


@dataclass(frozen=True)
class Row:
    id: str
    name: str = "田中 由紀"


class Room:
    """A table of ``rows`` at a hub that gives fifty at a time, or ``error``."""

    def __init__(self, bridge, theme, *, count=200, marking=True):
        self.rows = [Row(f"{each:05d}") for each in range(count)]
        self.error, self.asked, self.mono = None, [], 1_000.0
        self.pages = Pages(lambda row: row.id)
        columns = (
            Column("Id", lambda row: Cell(row.id, "strong"), 80, 1),
            Column("Name", lambda row: Cell(row.name, "notice", icon="ban", pill=True), 120, 2),
            Column("Right", lambda _: Cell("12", "muted"), 60, right=True, drop=1),
        )
        words = Words("People", "person", "Nobody is here", "They come later.", "Bring one")
        self.table = Table(theme, bridge, self.pages, columns, words, self.load, marking=marking)
        self.table.resize(600, 400)

    async def load(self):
        await load(self.pages, self.fetch, lambda: self.mono)

    async def fetch(self, after):
        self.asked.append(after)
        if self.error is not None:
            raise self.error
        begins = next((at for at, row in enumerate(self.rows) if after is not None and row.id > after), 0)
        found = self.rows[begins : begins + 50]
        return found, found[-1].id if begins + 50 < len(self.rows) else None

    async def settle(self):
        for _ in range(4):
            self.table.frame(self.mono)
            await asyncio.sleep(0)
            await asyncio.sleep(0)
        self.table.frame(self.mono)
        QApplication.processEvents()

    @property
    def footing(self):
        return self.table.ground.footing

    def press(self, key, held=Qt.KeyboardModifier.NoModifier):
        QTest.keyClick(self.table.view, key, held)


@pytest.fixture
def room(bridge, qtbot, request):
    made = Room(bridge, Theme(LIGHT), **getattr(request, "param", {}))
    qtbot.addWidget(made.table)
    made.table.show()
    made.table.activateWindow()
    return made


pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def test_only_what_is_needed_is_asked_and_the_rest_as_one_scrolls(bridge, room):
    async def flow():
        await room.settle()
        few = len(room.pages.rows)
        assert 50 <= few < 200
        bar = room.table.view.verticalScrollBar()
        for _ in range(10):
            bar.setValue(bar.maximum())
            await room.settle()
        assert len(room.pages.rows) == 200
        assert room.asked[0] is None
        assert len(room.asked) == 4

    bridge.run(flow())


def test_arrows_home_and_end_move_and_enter_opens(bridge, room):
    opened = []
    room.table.opened.connect(opened.append)

    async def flow():
        await room.settle()
        room.table.enter()
        assert room.table.current == "00000"
        room.press(KEY.Key_Down)
        room.press(KEY.Key_Down)
        room.press(KEY.Key_Return)
        room.press(KEY.Key_End)
        assert room.table.current == room.pages.rows[-1].id
        room.press(KEY.Key_Home)
        assert room.table.current == "00000"
        assert opened == ["00002"]

    bridge.run(flow())


def test_space_marks_shift_extends_and_escape_takes_marks_back_before_it_leaves(bridge, room):
    left, marked = [], []
    room.table.left.connect(lambda: left.append(True))
    room.table.marked.connect(lambda: marked.append([row.id for row in room.table.marks]))

    async def flow():
        await room.settle()
        room.table.enter()
        room.press(KEY.Key_Space)
        room.press(KEY.Key_Down, SHIFT)
        room.press(KEY.Key_Down, SHIFT)
        assert [row.id for row in room.table.marks] == ["00000", "00001", "00002"]
        room.press(KEY.Key_Up, SHIFT)
        assert [row.id for row in room.table.marks] == ["00000", "00001"]
        room.press(KEY.Key_Space)
        assert [row.id for row in room.table.marks] == ["00000"]
        room.press(KEY.Key_A, CONTROL)
        assert len(room.table.marks) == len(room.pages.rows)
        room.press(KEY.Key_Escape)
        assert (room.table.marks, left) == ((), [])
        room.press(KEY.Key_Escape)
        assert left == [True]
        assert marked[-1] == []

    bridge.run(flow())


@pytest.mark.parametrize("room", [{"marking": False}], indirect=True)
def test_nothing_is_marked_where_nothing_can_be(bridge, room):
    async def flow():
        await room.settle()
        room.table.enter()
        room.press(KEY.Key_Space)
        room.press(KEY.Key_Down, SHIFT)
        assert room.table.marks == ()

    bridge.run(flow())


def test_a_letter_goes_to_the_filter_and_a_command_does_not(bridge, room):
    typed = []
    room.table.typed.connect(typed.append)

    async def flow():
        await room.settle()
        room.table.enter()
        QTest.keyClicks(room.table.view, "aB")
        room.press(KEY.Key_X, CONTROL)
        assert typed == ["a", "B"]

    bridge.run(flow())


def test_a_click_opens_and_a_click_on_the_box_marks(bridge, room):
    opened = []
    room.table.opened.connect(opened.append)

    async def flow():
        await room.settle()
        high = room.table.view.verticalHeader().defaultSectionSize()
        left, view = Qt.MouseButton.LeftButton, room.table.view.viewport()
        QTest.mouseClick(view, left, pos=QPoint(20, high + 5))
        assert ([row.id for row in room.table.marks], opened) == (["00001"], [])
        QTest.mouseClick(view, left, pos=QPoint(200, 2 * high + 5))
        assert opened == ["00002"]

    bridge.run(flow())


def test_a_refresh_leaves_the_user_where_it_stood(bridge, room):
    async def flow():
        await room.settle()
        view, bar = room.table.view, room.table.view.verticalScrollBar()
        room.table.enter()
        room.table.show_row("00030")
        bar.setValue(bar.value() + 7)
        before = view.visualRect(view.currentIndex()).top()
        room.rows = [Row(f"0000{each}+") for each in range(5)] + room.rows[10:]
        room.pages.refresh()
        await room.settle()
        assert room.table.current == "00030"
        assert view.visualRect(view.currentIndex()).top() == before

    bridge.run(flow())


def test_by_itself_it_only_says_that_there_is_news(bridge, room):
    async def flow():
        await room.settle()
        before = room.pages.rows
        room.rows = [Row("00000-"), *room.rows]
        room.mono += 31
        await room.settle()
        assert [row.id for row in room.pages.rows] == [row.id for row in before]
        assert not room.table.news.isHidden()
        assert room.table.news.text().startswith("1")
        room.table.news.click()
        await room.settle()
        assert [row.id for row in room.pages.rows[:2]] == ["00000-", "00000"]
        assert room.table.news.isHidden()

    bridge.run(flow())


def test_another_list_is_shown_from_its_beginning(bridge, room):
    async def flow():
        await room.settle()
        bar = room.table.view.verticalScrollBar()
        bar.setValue(300)
        room.pages.exchange()
        await room.settle()
        assert bar.value() == 0

    bridge.run(flow())


def test_nobody_is_shown_where_nobody_is_and_the_button_brings_one(bridge, room):
    room.rows, begun = [], []
    room.table.begun.connect(lambda: begun.append(True))

    async def flow():
        await room.settle()
        assert room.footing is Footing.EMPTY
        assert room.table.ground.panel.accessibleName() == "Nobody is here"
        room.table.ground.panel.button.click()
        assert begun == [True]

    bridge.run(flow())


def test_a_list_that_cannot_be_had_is_tried_again_by_the_button(bridge, room):
    room.error = HubSlow()

    async def flow():
        await room.settle()
        assert room.footing is Footing.FAILED
        room.mono += 100
        await room.settle()
        assert len(room.asked) == 1
        room.error = None
        room.table.ground.panel.button.click()
        await room.settle()
        assert room.footing is Footing.READY

    bridge.run(flow())


def test_what_was_had_stays_with_its_age(bridge, room):
    async def flow():
        await room.settle()
        room.error = HubSlow()
        room.pages.refresh()
        room.mono += 65
        await room.settle()
        assert room.footing is Footing.KEPT
        assert room.table.view.isVisible()
        assert "1:05" in room.table.ground.banner.words

    bridge.run(flow())


def test_who_may_not_see_it_is_told(bridge, room):
    async def flow():
        await room.settle()
        room.error = NotAllowed()
        room.pages.refresh()
        await room.settle()
        assert room.footing is Footing.DENIED

    bridge.run(flow())


def test_loading_shows_the_shape_of_rows_after_a_moment_below_the_head(bridge, room):
    async def flow():
        room.table.frame(room.mono)
        assert room.footing is Footing.LOADING
        assert not room.table.ground.skeleton.shows
        room.table.frame(room.mono + 0.2)
        assert room.table.ground.skeleton.shows
        assert room.table.head.isVisible()

    bridge.run(flow())


def test_a_narrow_table_drops_what_can_be_done_without(bridge, room):
    async def flow():
        await room.settle()
        assert not room.table.view.isColumnHidden(2)
        room.table.resize(240, 400)
        await room.settle()
        assert room.table.view.isColumnHidden(2)
        assert not room.table.view.isColumnHidden(0)

    bridge.run(flow())


def test_another_look_is_painted_in_its_colours(bridge, room):
    async def flow():
        await room.settle()
        light = room.table.grab().toImage()
        room.table.set_theme(Theme(DARK))
        assert room.table.grab().toImage() != light

    bridge.run(flow())


@pytest.mark.parametrize("room", [{"count": 0}], indirect=True)
def test_the_head_has_its_titles_where_there_are_no_rows(bridge, room):
    async def flow():
        await room.settle()
        assert room.footing is Footing.EMPTY
        assert sum(room.table.head.widths) == 596
        assert min(room.table.head.widths) >= 60
        room.table.view.resize(120, 30)
        room.table.resize(400, 400)
        await room.settle()
        assert sum(room.table.head.widths) == 396
        room.table.view.resize(140, 30)
        assert sum(room.table.head.widths) == 396

    bridge.run(flow())


def test_the_ring_goes_round_the_current_row_or_round_all_while_that_is_out_of_sight(bridge, room):
    async def flow():
        await room.settle()
        view, focus = room.table.view, room.table.head.theme.colour("focus")
        view.setFocus()
        room.press(KEY.Key_Down)
        below = view.viewport().height() - 1
        high = view.visualRect(view.currentIndex()).top() + 1
        image = view.viewport().grab().toImage()
        assert image.pixelColor(300, high) == focus
        assert image.pixelColor(300, below) != focus
        view.verticalScrollBar().setValue(600)
        assert view.viewport().grab().toImage().pixelColor(300, below) == focus

    bridge.run(flow())


def test_the_titles_stand_above_their_columns_whatever_is_resized_last(bridge, room):
    async def flow():
        await room.settle()
        view, head = room.table.view, room.table.head
        assert view.verticalScrollBar().isVisible()
        for width in (500, 700):
            room.table.resize(width, 400)
            await room.settle()
            head.resize(head.width() - 1, head.height())
            assert head.widths == [view.columnWidth(at) for at in range(3)]

    bridge.run(flow())
