"""The wall paints what the looks say, only when it is due, and can be used by keyboard."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt

from clinic_console.desktop.charts import board as module
from clinic_console.desktop.charts.board import LOOK_SECONDS
from clinic_console.desktop.charts.wall import Wall
from clinic_console.desktop.theme import DARK, LIGHT, Theme
from clinic_console.wire.devices import Standby
from clinic_console.wire.readings import LiveStatus
from tests.desktop.charts.pixels import colours_of, near, painted, tile


def test_it_shows_what_was_painted_and_not_before(wall, ward):
    ward.say(HR=78.0, SpO2=95.0, RR=18.0, NIBP_sys=(145.0, 7), NIBP_dia=(81.0, 7), Temp=37.4)
    assert wall.shown("b1") == {}
    painted(wall, ward)
    assert wall.shown("b1") == {"HR": "78", "SpO2": "95", "RR": "18", "NIBP": "145/81", "Temp": "37.4"}
    assert wall.shown("b2") == {"HR": "–", "SpO2": "–", "RR": "–"}
    assert wall.shown("nobody") == {}
    assert wall.live_painted


@pytest.mark.parametrize("name", [DARK, LIGHT])
def test_a_live_number_has_its_parameters_colour_and_a_struck_one_has_not(wall, ward, name):
    theme = Theme(name)
    wall.set_theme(theme)
    ward.say(HR=88.0)
    rect = tile(wall, "b1").rect
    green, grey = theme.parameter("HR").name(), theme.colour("stale").name()
    assert green in colours_of(painted(wall, ward), rect)
    ward.seconds = 6
    image = painted(wall, ward)
    assert green not in colours_of(image, rect)
    assert grey in colours_of(image, rect)
    assert wall.shown("b1")["HR"] == "88"
    assert wall.painted("b1").rows[0].tone == "struck"


def test_a_struck_number_is_struck_through(wall, ward):
    ward.say(HR=11.0)
    painted(wall, ward)
    places = tile(wall, "b1").painter.places
    left = tile(wall, "b1").rect.topLeft()
    # Just right of the digits, where only the stroke reaches.
    point = left + QPoint(round(places.number_right + 1), round(places.rows[0].center().y()))
    grey = Theme(DARK).colour("stale")
    assert wall.grab().toImage().pixelColor(point) != grey
    ward.seconds = 6
    assert painted(wall, ward).pixelColor(point) == grey


def test_not_monitored_greys_the_whole_wall_in_one_frame(wall, ward):
    for n in range(1, 7):
        ward.say(f"b{n}", HR=70.0 + n)
    painted(wall, ward)
    ward.monitored = False
    ward.seconds = 0.05
    image = painted(wall, ward)
    assert Theme(DARK).parameter("HR").name() not in colours_of(image, wall.rect())
    assert all(wall.painted(f"b{n}").rows[0].tone == "struck" for n in range(1, 7))


def test_a_null_takes_the_number_off_the_tile(wall, ward):
    ward.say(HR=78.0)
    painted(wall, ward)
    ward.seconds = 0.05
    ward.say(HR=None)
    painted(wall, ward)
    assert wall.shown("b1")["HR"] == "–"


def test_the_trace_is_painted_and_breaks_where_nothing_came(wall, ward):
    for second in range(60):
        ward.seconds = second
        if not 20 <= second < 40:
            ward.say(HR=90.0)
        wall.frame(ward.scene, budget=10.0)
    image = painted(wall, ward)
    t = tile(wall, "b1")
    area = t.painter.places.trace.translated(t.rect.topLeft()).toRect()
    lane = t.painter.places.rows[0].translated(t.rect.topLeft()).toRect()
    green = Theme(DARK).parameter("HR")

    def columns(first, last):
        begin = (1_700_000_000_000 // 200 % 600) / 600 * area.width()
        xs = [round(begin + s * area.width() / 120) % area.width() for s in range(first, last)]
        return [
            any(near(image.pixelColor(area.left() + x, y), green) for y in range(lane.top(), lane.bottom()))
            for x in xs
        ]

    assert all(columns(2, 19))
    assert not any(columns(21, 39))
    assert all(columns(42, 58))


def test_values_are_counted_once_each_when_painted(wall, ward):
    ward.say(HR=78.0, SpO2=95.0, RR=None)
    painted(wall, ward)
    assert wall.shown_values == 3
    painted(wall, ward)
    assert wall.shown_values == 3
    ward.seconds = 1
    ward.say(HR=79.0)
    ward.say("b2", SpO2=99.0)
    painted(wall, ward)
    assert wall.shown_values == 5
    ward.say("elsewhere", HR=1.0)
    painted(wall, ward)
    assert wall.shown_values == 5


def test_only_tiles_that_changed_are_painted_again(wall, ward, monkeypatch):
    for n in range(1, 7):
        ward.say(f"b{n}", HR=70.0)
    painted(wall, ward)
    asked = []
    monkeypatch.setattr(wall._board, "_update", asked.append)
    ward.seconds = 0.01
    ward.say("b3", HR=71.0)
    painted(wall, ward)
    assert asked == [tile(wall, "b3").rect]


def test_a_frame_stops_at_its_budget_and_goes_on_in_the_next(wall, ward):
    for n in range(1, 7):
        ward.say(f"b{n}", HR=70.0)
    wall.frame(ward.scene, budget=0.0)
    assert sum(t.fresh for t in wall._board.tiles) == 1
    for _ in range(5):
        wall.frame(ward.scene, budget=0.0)
    assert all(t.fresh for t in wall._board.tiles)


def test_a_tile_that_cannot_be_made_shows_no_number_and_the_others_go_on(wall, ward, monkeypatch):
    ward.say(HR=78.0)
    ward.say("b2", HR=70.0)
    painted(wall, ward)
    right = module.look_of

    def broken(bed, *rest):
        if bed.id == "b1":
            raise ZeroDivisionError
        return right(bed, *rest)

    monkeypatch.setattr(module, "look_of", broken)
    ward.seconds = 1
    ward.say("b2", HR=71.0)
    painted(wall, ward)
    assert wall.shown("b1") == {}
    assert wall.painted("b1").caption == "Cannot be shown. Watch the bedside monitor."
    assert wall.shown("b2")["HR"] == "71"
    monkeypatch.setattr(module, "look_of", right)
    ward.seconds = 2
    painted(wall, ward)
    assert wall.shown("b1")["HR"] == "78"


def test_staleness_needs_no_message(wall, ward):
    ward.say(HR=78.0)
    painted(wall, ward)
    ward.seconds = 5 + LOOK_SECONDS
    painted(wall, ward)
    assert wall.painted("b1").rows[0].tone == "struck"


def test_arrows_move_between_tiles_and_enter_opens(qtbot, wall, ward):
    painted(wall, ward)
    wall.setFocus()
    assert wall.current_bed == "b1"
    columns = wall._pages.grid.columns
    qtbot.keyClick(wall, Qt.Key.Key_Left)
    assert wall.current_bed == "b1"
    qtbot.keyClick(wall, Qt.Key.Key_Right)
    assert wall.current_bed == "b2"
    qtbot.keyClick(wall, Qt.Key.Key_Down)
    assert wall.current_bed == f"b{2 + columns}"
    qtbot.keyClick(wall, Qt.Key.Key_End)
    assert wall.current_bed == "b6"
    with qtbot.waitSignal(wall.opened) as opened:
        qtbot.keyClick(wall, Qt.Key.Key_Return)
    assert opened.args == ["b6"]
    qtbot.keyClick(wall, Qt.Key.Key_Home)
    assert wall.current_bed == "b1"
    with qtbot.waitSignal(wall.current_changed) as moved:
        qtbot.mouseClick(wall, Qt.MouseButton.LeftButton, pos=tile(wall, "b4").rect.center())
    assert moved.args == ["b4"]


def test_the_focused_tile_is_marked_and_named(qtbot, wall, ward):
    ward.say("b2", HR=91.0)
    painted(wall, ward)
    wall.activateWindow()
    wall.setFocus()
    qtbot.waitUntil(wall.hasFocus)
    qtbot.keyClick(wall, Qt.Key.Key_Right)
    image = wall.grab().toImage()
    rect = tile(wall, "b2").rect
    assert image.pixelColor(rect.left() - 2, rect.center().y()) == Theme(DARK).colour("focus")
    assert wall.accessibleName() == "Vitals wall, 6 beds"
    stand = wall.focusProxy()
    assert stand.hasFocus()
    assert stand.accessibleName() == "Bed 2, 田中 由紀, 67 F"
    assert stand.accessibleDescription().startswith("HR 91")


def test_many_beds_go_over_pages_by_hand(qtbot, wall, ward, many):
    with qtbot.waitSignal(wall.page_changed):
        wall.set_beds(many(90))
    assert wall.pages > 1
    first = {t.bed.id for t in wall._board.tiles}
    qtbot.keyClick(wall, Qt.Key.Key_PageDown)
    assert wall.page == 1
    assert first.isdisjoint(t.bed.id for t in wall._board.tiles)
    qtbot.keyClick(wall, Qt.Key.Key_PageUp)
    assert wall.page == 0
    qtbot.keyClick(wall, Qt.Key.Key_End)
    assert wall.current_bed == "b90"
    assert wall.page == wall.pages - 1


def test_a_changed_list_keeps_the_focused_bed(wall, ward, many):
    painted(wall, ward)
    wall._move(3)
    assert wall.current_bed == "b4"
    wall.set_beds(many(6)[2:])
    assert wall.current_bed == "b4"
    wall.set_beds(many(2))
    assert wall.current_bed == "b1"
    wall.set_beds(())
    assert wall.current_bed is None
    painted(wall, ward)


@pytest.mark.parametrize("size", [(400, 300), (800, 500), (1366, 676), (1920, 988)])
@pytest.mark.parametrize("scale", [0.8, 1.0, 2.0])
def test_every_state_paints_at_every_size(qtbot, ward, many, size, scale):
    wall = Wall(Theme(LIGHT, scale), ward.readings, ward.alarms)
    qtbot.addWidget(wall)
    wall.resize(*size)
    wall.show()
    beds = many(5)
    wall.set_beds((replace(beds[0], patient=None, device=None), replace(beds[1], device=None), *beds[2:]))
    ward.say("b3", HR=140.0, SpO2=None, NIBP_sys=(220.0, 1), NIBP_dia=(140.0, 1), NIBP_map=(180.0, 1), Temp=40.1)
    ward.say("b4", status=LiveStatus(standby=Standby("a reason that is far too long for any tile", 1)))
    painted(wall, ward)
    ward.seconds = 30
    image = painted(wall, ward)
    assert len(colours_of(image, image.rect())) > 3


@pytest.mark.parametrize("count", [1, 4, 12, 24, 36, 48, 64])
@pytest.mark.parametrize("size", [(1856, 988), (1302, 676)])
def test_up_to_sixty_four_beds_are_there_without_scrolling(wall, ward, many, count, size):
    wall.resize(*size)
    wall.set_beds(many(count))
    assert wall.pages == (2 if (count, size) in {(64, (1302, 676)), (48, (1302, 676))} else 1)
    for t in wall._board.tiles:
        assert wall.rect().contains(t.rect)
        assert t.painter.places.number >= 22


def test_a_click_opens_the_bed_unless_the_pointer_slides_off(qtbot, wall, ward):
    painted(wall, ward)
    opened = []
    wall.opened.connect(opened.append)
    middle, other = tile(wall, "b4").rect.center(), tile(wall, "b2").rect.center()
    qtbot.mouseClick(wall, Qt.MouseButton.LeftButton, pos=middle)
    assert opened == ["b4"]
    qtbot.mousePress(wall, Qt.MouseButton.LeftButton, pos=middle)
    qtbot.mouseRelease(wall, Qt.MouseButton.LeftButton, pos=other)
    qtbot.mouseClick(wall, Qt.MouseButton.RightButton, pos=other)
    assert opened == ["b4"]
    assert wall.current_bed == "b2"
