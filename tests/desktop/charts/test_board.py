"""The board of tiles: flashes in step, traces in their alarm's colour, order and pages, faults, and when it rests."""

import pytest

from clinic_console.desktop.charts import board as module
from clinic_console.desktop.theme import DARK, LIGHT, Theme
from clinic_console.domain.alarms import Breach, Priority
from tests.desktop.charts.pixels import colours_of, near, painted, tile


def test_flashing_tiles_flash_in_step_and_nothing_else_is_painted(wall, ward, monkeypatch):
    for n in range(1, 7):
        ward.say(f"b{n}", SpO2=84.0)
    for bed in ("b2", "b5"):
        ward.ring(ward.alarm(id=bed), bed=bed)
    ward.ring(ward.alarm(id="b6", priority=Priority.LOW), bed="b6")
    painted(wall, ward)
    asked = []
    monkeypatch.setattr(wall._board, "_update", asked.append)
    phases = []
    for _ in range(18):
        ward.seconds += 0.05
        wall.frame(ward.scene, budget=0.0)
        phases.append((tile(wall, "b2").on, tile(wall, "b5").on))
    assert set(phases) == {(True, True), (False, False)}
    flashing = {tile(wall, bed).rect.getRect() for bed in ("b2", "b5")}
    whole = {t.rect.getRect() for t in wall._board.tiles}
    assert {rect.getRect() for rect in asked} & whole == flashing
    assert tile(wall, "b6").on


@pytest.mark.parametrize("name", [DARK, LIGHT])
@pytest.mark.parametrize("priority", [Priority.MEDIUM, Priority.HIGH])
def test_number_and_text_stay_readable_while_the_flash_is_off(wall, ward, name, priority):
    theme = Theme(name)
    wall.set_theme(theme)
    ward.say(SpO2=84.0)
    ward.ring(ward.alarm(priority=priority))
    token = {Priority.MEDIUM: "medium", Priority.HIGH: "high"}[priority]
    t = tile(wall, "b1")
    on = colours_of(painted(wall, ward), t.rect)
    assert {theme.colour(f"alarm.{token}.{part}").name() for part in ("tint", "fill", "line")} <= on
    ward.seconds = 0.45 / (2.0 if priority is Priority.HIGH else 0.6) + 0.2
    while t.on:
        ward.seconds += 0.02
        wall.frame(ward.scene, budget=10.0)
    off = colours_of(painted(wall, ward), t.rect)
    assert theme.colour(f"alarm.{token}.tint").name() not in off
    assert {theme.colour(f"alarm.{token}.text").name(), theme.colour(f"alarm.ack.{token}").name()} <= off


def test_the_stretch_of_a_trace_outside_its_limit_has_the_alarms_colour(wall, ward):
    for second in range(40):
        ward.seconds = second
        ward.say(HR=80.0 if second < 20 else 131.0, SpO2=97.0)
    ward.ring(ward.alarm(parameter="HR", priority=Priority.LOW, breach=Breach.ABOVE, limit=120.0, value=131.0))
    t = tile(wall, "b1")
    image = painted(wall, ward)
    lane = t.painter.places.rows[0].translated(t.rect.topLeft())
    area = t.painter.places.trace.translated(t.rect.topLeft()).intersected(lane).toRect()
    green, cyan = Theme(DARK).parameter("HR"), Theme(DARK).colour("alarm.low.line")

    def there(image, colour):
        spots = [(x, y) for x in range(area.left(), area.right()) for y in range(area.top(), area.bottom())]
        return sum(near(image.pixelColor(x, y), colour) for x, y in spots) > 10

    assert there(image, green)
    assert there(image, cyan)
    ward.ring()
    assert not there(painted(wall, ward), cyan)


def test_a_hidden_wall_does_nothing_and_comes_back_without_old_numbers(wall, ward, monkeypatch):
    ward.say(HR=78.0)
    painted(wall, ward)
    wall.hide()
    looks = []
    right = module.look_of
    monkeypatch.setattr(module, "look_of", lambda *given: looks.append(given) or right(*given))
    ward.seconds = 60
    ward.say(HR=79.0)
    wall.frame(ward.scene)
    assert looks == []
    wall.show()
    green = Theme(DARK).parameter("HR").name()
    assert green not in colours_of(wall.grab().toImage(), wall.rect())
    assert green in colours_of(painted(wall, ward), tile(wall, "b1").rect)


def test_privacy_takes_effect_in_the_next_frame(wall, ward):
    ward.say(HR=78.0)
    painted(wall, ward)
    assert wall.painted("b1").name == "田中 由紀"
    ward.privacy = True
    painted(wall, ward)
    assert {wall.painted(f"b{n}").name for n in range(1, 7)} == {"T. Y."}


def test_the_worst_come_first_when_alarms_change_and_the_focused_bed_is_kept(qtbot, wall, ward):
    wall.set_order("worst")
    painted(wall, ward)
    wall.activateWindow()
    wall.setFocus()
    qtbot.waitUntil(wall.hasFocus)
    ward.ring(ward.alarm(), bed="b4")
    painted(wall, ward)
    assert [t.bed.id for t in wall._board.tiles] == ["b4", "b1", "b2", "b3", "b5", "b6"]
    assert wall.current_bed == "b1"
    assert wall._board.tiles[1].stand.hasFocus()
    ward.say("b6", HR=200.0)
    painted(wall, ward)
    assert wall._board.tiles[0].bed.id == "b4"
    wall.set_order("bed")
    assert [t.bed.id for t in wall._board.tiles] == [f"b{n}" for n in range(1, 7)]


def test_sorting_never_turns_the_page_of_somebody_who_looks_on(wall, ward, many):
    wall.set_order("worst")
    wall.set_beds(many(90))
    wall.turn_to(1)
    painted(wall, ward)
    ward.ring(ward.alarm(), bed="b88")
    painted(wall, ward)
    assert wall.page == 1
    assert wall.current_bed in {t.bed.id for t in wall._board.tiles}


def test_alarms_of_other_pages_that_nobody_has_seen_are_told(wall, ward, many):
    wall.set_beds(many(90))
    ward.ring(ward.alarm(), bed="b1")
    ward.ring(ward.alarm(id="x", priority=Priority.LOW), bed="b90")
    ward.ring(ward.alarm(id="y"), bed="b89")
    ward.ring(ward.alarm(id="z", acknowledged_at=1), bed="b88")
    painted(wall, ward)
    assert [(bed.id, alarm.id) for bed, alarm in wall.elsewhere()] == [("b89", "y"), ("b90", "x")]
    wall.turn_to(wall.pages - 1)
    assert [(bed.id, alarm.id) for bed, alarm in wall.elsewhere()] == [("b1", "a1")]


def test_a_tile_that_cannot_be_painted_is_blank_and_the_others_go_on(wall, ward, monkeypatch):
    ward.say(HR=78.0)
    ward.say("b2", HR=70.0)
    painted(wall, ward)

    def broken(painter, *, on):
        raise ZeroDivisionError

    monkeypatch.setattr(tile(wall, "b1").painter, "paint", broken)
    green = Theme(DARK).parameter("HR").name()
    image = painted(wall, ward)
    assert green not in colours_of(image, tile(wall, "b1").rect)
    assert green in colours_of(image, tile(wall, "b2").rect)
