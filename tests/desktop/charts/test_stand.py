"""Keyboard and screen readers meet a control for each tile, whatever comes and goes."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible

from clinic_console.desktop.charts import stand as module
from clinic_console.desktop.state.wards import Bed
from clinic_console.desktop.theme import DARK, Theme
from clinic_console.domain.alarms import Priority
from tests.desktop.charts.conftest import TANAKA


@pytest.fixture(autouse=True)
def active(wall):
    """Only the active window has a focus to give."""
    wall.activateWindow()


def bring_up(wall, ward):
    wall.frame(ward.scene, budget=10.0)
    wall.grab()


def objects(widget):
    """Walk through what a screen reader finds below a widget, that it can see."""
    found = []
    waiting = [QAccessible.queryAccessibleInterface(widget)]
    while waiting:
        interface = waiting.pop()
        found.append(interface)
        children = [interface.child(index) for index in range(interface.childCount())]
        waiting += [child for child in children if not child.state().invisible]
    return found


def test_each_tile_has_name_role_and_value(wall, ward):
    ward.say("b2", HR=91.0, SpO2=84.0, NIBP_sys=(120.0, 1), NIBP_dia=(80.0, 1))
    ward.ring(ward.alarm(), bed="b2")
    bring_up(wall, ward)
    found = objects(wall)
    assert len(found) == 7
    for interface in found:
        assert interface.text(QAccessible.Text.Name)
        assert interface.role() != QAccessible.Role.NoRole
    second = next(each for each in found if each.text(QAccessible.Text.Name) == "Bed 2, 田中 由紀, 67 F")
    assert second.role() == QAccessible.Role.Button
    assert second.text(QAccessible.Text.Description) == (
        "High priority alarm, !!! SpO₂ LOW 84 (limit 88), 0:41, HR 91, SpO₂ 84, RR –, NIBP 120/80 07:12"
    )
    assert second.rect().size() == wall._board.tiles[1].rect.size()


def test_an_acknowledged_alarm_and_privacy_are_heard_too(wall, ward):
    ward.say("b1", SpO2=84.0)
    ward.ring(ward.alarm(priority=Priority.LOW, acknowledged_by="N. Sato", acknowledged_at=ward.now))
    ward.privacy = True
    bring_up(wall, ward)
    first = wall._board.tiles[0].stand
    assert first.accessibleName() == "Bed 1, T. Y."
    assert first.accessibleDescription().startswith(
        "Acknowledged alarm, ! SpO₂ LOW 84 (limit 88) · ack N. Sato 07:13"
    )


def test_the_current_tile_has_the_focus_and_is_the_only_one_that_tab_reaches(qtbot, wall, ward):
    bring_up(wall, ward)
    wall.setFocus()
    stands = [tile.stand for tile in wall._board.tiles]
    qtbot.waitUntil(stands[0].hasFocus)
    qtbot.keyClick(stands[0], Qt.Key.Key_Right)
    assert stands[1].hasFocus()
    assert QAccessible.queryAccessibleInterface(stands[1]).state().focused
    assert [stand.focusPolicy() != Qt.FocusPolicy.NoFocus for stand in stands] == [n == 1 for n in range(6)]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_a_tile_is_opened_with_keys_and_by_a_screen_readers_press(qtbot, wall, ward, key):
    bring_up(wall, ward)
    wall.setFocus()
    qtbot.waitUntil(wall._board.tiles[0].stand.hasFocus)
    with qtbot.waitSignal(wall.opened) as opened:
        qtbot.keyClick(wall._board.tiles[0].stand, key)
    assert opened.args == ["b1"]
    with qtbot.waitSignal(wall.opened) as opened:
        QAccessible.queryAccessibleInterface(wall._board.tiles[3].stand).actionInterface().doAction("Press")
    assert opened.args == ["b4"]


def test_a_new_alarm_is_told_once(wall, ward, monkeypatch):
    told = []
    monkeypatch.setattr(module.Stand, "alert", lambda stand: told.append(stand.accessibleName()[:5]))
    bring_up(wall, ward)
    ward.ring(ward.alarm(), bed="b3")
    bring_up(wall, ward)
    ward.ring(ward.alarm(value=83.0), bed="b3")
    bring_up(wall, ward)
    assert told == ["Bed 3"]
    ward.ring(ward.alarm(value=83.0, acknowledged_at=ward.now), bed="b3")
    ward.ring(ward.alarm(id="a2", acknowledged_at=ward.now), bed="b4")
    bring_up(wall, ward)
    assert told == ["Bed 3"]
    ward.ring(ward.alarm(id="a3"), ward.alarm(), bed="b3")
    bring_up(wall, ward)
    assert told == ["Bed 3", "Bed 3", "Bed 3"]


def test_it_survives_beds_that_come_and_go(qtbot, wall, ward, many):
    wall.setFocus()
    for count in [6, 64, 0, 1, 90, 3] * 60:
        wall.set_beds(many(count))
        wall.frame(ward.scene, budget=0.0)
        found = objects(wall)
        assert len(found) == 1 + len(wall._board.tiles)
    assert wall.current_bed == "b1"
    assert wall.focusProxy() is wall._board.tiles[0].stand


def test_names_of_an_old_bed_list_are_in_doubt_for_eyes_and_ears(wall, ward):
    wall.set_beds((Bed("b1", "1", 1, "M", TANAKA, "w1"), Bed("b2", "2", 2, "M", TANAKA, "w2")))
    bring_up(wall, ward)
    before = wall.grab().toImage()
    ward.doubtful = frozenset({"w1"})
    bring_up(wall, ward)
    first, second = (tile.stand.accessibleName() for tile in wall._board.tiles[:2])
    assert (first, second) == ("Bed 1, 田中 由紀, 67 F, may have changed", "Bed 2, 田中 由紀, 67 F")
    assert (wall.painted("b1").doubt, wall.painted("b2").doubt) == (True, False)
    after, notice = wall.grab().toImage(), Theme(DARK).colour("notice.text").name()
    places = [tile.rect for tile in wall._board.tiles[:2]]
    assert before.copy(places[0]) != after.copy(places[0])
    assert before.copy(places[1]) == after.copy(places[1])
    head = after.copy(places[0].adjusted(0, 0, 0, 30 - places[0].height()))
    assert notice in {head.pixelColor(x, y).name() for x in range(head.width()) for y in range(head.height())}
