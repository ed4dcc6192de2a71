"""The trend chart: gaps are gaps, numbers follow the wall's rules, and everything can be reached by keys."""

import math
from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clinic_console.desktop.charts.trends import LANES, head_of, lanes_of, span_text, time_lines, window_text
from clinic_console.desktop.charts.trends_ground import space_of
from clinic_console.desktop.charts.trends_heads import LaneHead, LaneHeads, limits_text
from clinic_console.desktop.charts.trends_picture import NO_LIMITS, Gap, cuffs_of, gaps_of, picture_of
from clinic_console.desktop.charts.trends_plot import TrendPlot
from clinic_console.desktop.state.clock import Moment
from clinic_console.desktop.state.trends import SPANS_MS, Answer, Lost, Occupant, Trends
from clinic_console.desktop.state.trends_curves import curve_of
from clinic_console.desktop.theme import DARK, LIGHT, Theme
from clinic_console.domain.alarms import Limits
from clinic_console.wire.devices import Standby
from clinic_console.wire.readings import LiveStatus

NOW = 1_700_000_000_000
MINUTE = 60_000
LANE = {lane.group: lane for lane in LANES}
HERE = Moment(1_000.0, NOW)
DEFAULT = {"HR": 80.0, "SpO2": 96.0, "RR": 16.0}


def rows(begins, ends, number, *, wave=0.0, band=0.0, step=1_000, late=False):
    return [
        (at, at, (m := number + wave * math.sin(at / 9_000)) - band, m + band, m, late)
        for at in range(begins, ends, step)
    ]


def trends_of(curves=None, *, span=SPANS_MS[0], lost=(), since=0):
    made = Trends(span=span)
    made.open("b1", Occupant("p1", 1), HERE)
    made.since = since
    request = made.due(HERE)
    made.begin(request)
    if curves is None:
        curves = {name: rows(NOW - span, NOW, number, wave=3, band=2) for name, number in DEFAULT.items()}
    made.take(request, Answer({name: curve_of(found) for name, found in curves.items()}, lost), 1_000.0)
    return made


def picture(trends, limits=None):
    return picture_of(trends, limits or {}, HERE, "Asia/Tokyo")


# Lanes, numbers, scales


def test_three_lanes_are_always_there_and_others_with_data():
    assert [lane.group for lane in lanes_of(())] == ["HR", "SpO2", "RR"]
    found = lanes_of({"Temp", "ABP.sys", "NIBP.sys", "X-vendor"})
    assert [lane.group for lane in found] == ["HR", "SpO2", "RR", "ABP", "NIBP", "Temp"]


def head(ward, group):
    return head_of(LANE[group], ward.readings.beds.get("b1"), ward.readings, ward.scene)


def test_a_number_is_live_then_struck_with_its_age(ward):
    ward.say(HR=80.0)
    assert (head(ward, "HR").text, head(ward, "HR").tone) == ("80", "live")
    ward.seconds = 9.0
    assert (head(ward, "HR").text, head(ward, "HR").tone, head(ward, "HR").note) == ("80", "struck", "0:09")


def test_nothing_is_live_while_nobody_monitors(ward):
    ward.say(HR=80.0, Temp=(37.2, 1))
    ward.monitored = False
    assert [head(ward, group).tone for group in ("HR", "Temp", "RR")] == ["struck", "struck", "grey"]


def test_a_sensor_that_is_off_has_no_number_and_says_so(ward):
    ward.say(SpO2=None, ABP_sys=None, ABP_dia=70.0)
    assert (head(ward, "SpO2").text, head(ward, "SpO2").note) == ("", "sensor off")
    assert head(ward, "ABP").text == ""
    assert head_of(LANE["HR"], None, ward.readings, ward.scene).text == ""


def test_a_pressure_is_one_number_with_its_mean(ward):
    ward.say(NIBP_sys=(118.0, 3), NIBP_dia=(76.0, 3), NIBP_map=(90.0, 3))
    found = head(ward, "NIBP")
    assert (found.text, found.extra, found.note, found.tone) == ("118/76", "(90)", "07:10", "live")
    ward.seconds = 10.0
    assert head(ward, "NIBP").tone == "grey"


def test_standby_is_said_in_place_of_an_old_number(ward):
    ward.say(HR=80.0)
    ward.seconds = 30.0
    ward.readings.beds["b1"].status = LiveStatus(standby=Standby("surgery"))
    assert (head(ward, "HR").text, head(ward, "HR").note) == ("", "Standby")


def test_a_scale_stays_and_grows_in_steps_to_contain_what_is_there():
    lane = LANE["HR"]
    assert lane.scale(70, 90) == (40, 140)
    assert lane.scale(31, 188) == (20, 200)
    assert LANE["SpO2"].scale(71, 100) == (70, 100)
    assert lane.scale(math.inf, -math.inf) == (40, 140)


@pytest.mark.parametrize(("room", "spacing"), [(36, 18), (53, 18), (120, 18), (400, 18)])
def test_lines_of_a_scale_are_not_too_close(room, spacing):
    for lane in LANES:
        found = lane.lines(lane.low, lane.high, room, spacing)
        assert found
        assert all(b - a >= (lane.high - lane.low) / room * spacing - 1e-9 for a, b in pairwise(found))


def test_times_are_round_in_the_clinics_zone():
    begins = NOW - 8 * 60 * MINUTE
    tokyo = time_lines(begins, NOW, "Asia/Tokyo", 800, 86)
    assert [text for _, text in tokyo] == ["00:00", "01:00", "02:00", "03:00", "04:00", "05:00", "06:00", "07:00"]
    assert all(at % MINUTE == 0 for at, _ in time_lines(begins, NOW, "Asia/Kolkata", 800, 86))
    assert {text[-2:] for _, text in time_lines(begins, NOW, "Asia/Kolkata", 800, 86)} == {"00"}
    assert time_lines(NOW, NOW, "UTC", 800, 86) == []
    assert time_lines(NOW - MINUTE, NOW, "No/Where", 800, 86)[0][1] == "22:12:20"


def test_a_window_names_its_day_and_both_where_there_are_two():
    assert window_text(NOW - 60 * MINUTE, NOW, "Asia/Tokyo").endswith("06:13 – 07:13")
    assert window_text(NOW - 8 * 60 * MINUTE, NOW, "Asia/Tokyo").count(",") == 2
    assert window_text(NOW - MINUTE, NOW, "Asia/Tokyo").endswith("07:12:20 – 07:13:20")


def test_lengths_of_time_are_said_in_words():
    assert [span_text(n * 1_000) for n in (24, 600, 3_600, 8_100)] == ["24 s", "10 min", "1 h", "2 h 15 min"]


def test_limits_are_said_in_words():
    heads = [
        LaneHead(LANE["HR"], None, limits) for limits in (Limits(50, 120), Limits(88), Limits(None, 38), NO_LIMITS)
    ]
    assert [limits_text(found) for found in heads] == ["Limits 50 – 120", "Limits ≥ 88", "Limits ≤ 38", ""]


# Gaps


def test_a_gap_is_a_gap_and_says_why_where_it_is_known():
    curve = curve_of(rows(NOW - 100_000, NOW - 80_000, 80) + rows(NOW - 40_000, NOW - 20_000, 80))
    lost = (Lost(NOW - 79_000, NOW - 45_000, "buffer full"), Lost(NOW - 1_000, NOW, "short"))
    found = gaps_of(curve, NOW - 120_000, NOW, lost)
    assert found == (
        Gap(NOW - 120_000, NOW - 100_000),
        Gap(NOW - 81_000, NOW - 40_000, "buffer full"),
        Gap(NOW - 21_000, NOW),
    )


def test_what_nobody_has_asked_for_is_not_no_data():
    made = Trends(span=SPANS_MS[0])
    made.open("b1", Occupant("p1", 1), HERE)
    found = picture(made)
    assert all(lane.gaps == () for lane in found.lanes)
    assert found.known == found.ends


def test_silences_are_the_gaps_of_all_lanes_that_speak():
    begins = NOW - SPANS_MS[0]
    one = rows(begins, NOW - 300_000, 80) + rows(NOW - 200_000, NOW, 80)
    two = rows(begins, NOW - 280_000, 96) + rows(NOW - 210_000, NOW - 100_000, 96)
    found = picture(trends_of({"HR": one, "SpO2": two}))
    assert found.silences == (Gap(NOW - 281_000, NOW - 210_000),)
    assert [lane.empty for lane in found.lanes] == [False, False, True]
    assert not found.empty


def test_a_window_without_anything_is_empty():
    assert picture(trends_of({})).empty
    assert picture(trends_of({"HR": rows(NOW - 3_600_000, NOW - 3_000_000, 80)})).empty


def test_measurements_by_cuff_are_told_once_each_the_newest_first(ward):
    def repeated(*numbers):
        return [(NOW - 400_000 + n * 60_000,) * 2 + (float(x),) * 3 + (False,) for n, x in enumerate(numbers)]

    curves = {
        "NIBP.sys": repeated(118, 118, 118, 131, 131),
        "NIBP.dia": repeated(76, 76, 76, 80, 80),
        "NIBP.map": repeated(90, 90, 90, 97, 97),
    }
    ward.say(NIBP_sys=(131.0, 4), NIBP_dia=(80.0, 4))
    found = cuffs_of(trends_of(curves), ward.readings.beds["b1"], 5)
    assert [(cuff.sys, cuff.dia, cuff.mean) for cuff in found] == [(131.0, 80.0, 97.0), (118.0, 76.0, 90.0)]
    assert [cuff.at for cuff in found] == [NOW - 240_000, NOW - 400_000]
    assert cuffs_of(trends_of({}), None, 5) == []


# The plot


@pytest.fixture
def plot(qtbot):
    made = TrendPlot(Theme(DARK))
    qtbot.addWidget(made)
    made.resize(800, 500)
    made.show()
    made.show_picture(picture(trends_of()))
    return made


def pixel(plot, at, y):
    return plot.grab().toImage().pixelColor(round(plot.space.x(at, plot.picture)), round(y))


@pytest.mark.parametrize("name", [DARK, LIGHT])
def test_no_line_crosses_a_gap(qtbot, name):
    theme = Theme(name)
    plot = TrendPlot(theme)
    qtbot.addWidget(plot)
    plot.resize(800, 500)
    flat = rows(NOW - 600_000, NOW - 400_000, 90, band=5) + rows(NOW - 200_000, NOW, 90, band=5)
    plot.show_picture(picture(trends_of({"HR": flat})))
    y = plot.space.y(90, 0, plot.picture.lanes[0])
    assert pixel(plot, NOW - 300_000, y) == theme.colour("bg.sunken")
    assert pixel(plot, NOW - 500_000, y) != theme.colour("bg.surface")
    edge = plot.space.y(94, 0, plot.picture.lanes[0])
    band = pixel(plot, NOW - 500_000, edge)
    assert band not in (theme.colour("bg.surface"), theme.colour("bg.sunken"), theme.parameter("HR"))


def test_a_spike_of_one_second_can_be_seen_in_a_day(qtbot):
    theme = Theme(DARK)
    plot = TrendPlot(theme)
    qtbot.addWidget(plot)
    plot.resize(800, 500)
    span = SPANS_MS[3]
    found = rows(NOW - span, NOW, 80, step=60_000)
    found = [(a, a + 59_000, low, high, mean, late) for a, _, low, high, mean, late in found]
    spiky = len(found) // 2
    a, b, low, _, mean, late = found[spiky]
    found[spiky] = (a, b, low, 190.0, mean, late)
    plot.show_picture(picture(trends_of({"HR": found}, span=span)))
    lane = plot.picture.lanes[0]
    assert lane.high >= 190
    image, middle = plot.grab().toImage(), round(plot.space.x(a + 30_000, plot.picture))
    y = round(plot.space.y(150, 0, lane))
    seen = {QColor(image.pixelColor(x, y)).name() for x in range(middle - 2, middle + 3)}
    assert seen - {theme.colour("bg.surface").name(), theme.colour("border.subtle").name()}


def test_what_is_out_of_limits_is_drawn_again_over_the_line(plot):
    theme = Theme(DARK)
    high = rows(NOW - 600_000, NOW, 100)
    plot.show_picture(picture(trends_of({"HR": high}), {"HR": Limits(None, 90)}))
    y = plot.space.y(100, 0, plot.picture.lanes[0])
    image = plot.grab().toImage()
    colours = {image.pixelColor(400, round(y) + n).name() for n in (-1, 0, 1)}
    assert theme.colour("alarm.medium.line").name() in colours


def test_keys_move_the_cross_hair_and_words_follow(plot):
    plot.setFocus()
    QTest.keyClick(plot, Qt.Key.Key_End)
    assert plot.cross == NOW
    QTest.keyClick(plot, Qt.Key.Key_Left)
    one = NOW - plot.cross
    QTest.keyClick(plot, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert NOW - plot.cross == 11 * one
    QTest.keyClick(plot, Qt.Key.Key_Right)
    assert NOW - plot.cross == 10 * one
    assert "HR " in plot.accessibleDescription()
    assert "/min" in plot.accessibleDescription()
    QTest.keyClick(plot, Qt.Key.Key_Home)
    assert plot.cross == plot.picture.begins
    assert plot.accessibleDescription().startswith("07:03:20")


def test_the_cross_hair_says_where_there_is_no_data(plot):
    plot.show_picture(picture(trends_of({"HR": rows(NOW - 600_000, NOW - 400_000, 80)})))
    plot.set_cross(NOW - 100_000)
    assert plot.accessibleDescription().split(", ")[1:] == ["HR no data", "SpO₂ no data", "RR no data"]


def test_the_mouse_moves_the_cross_hair_and_leaving_hides_it(plot):
    QTest.mouseMove(plot.viewport(), QPoint(400, 200))
    QApplication.processEvents()
    assert plot.cross == plot.space.at(400, plot.picture)
    QApplication.sendEvent(plot, QEvent(QEvent.Type.Leave))
    assert plot.cross is None


def test_dragging_chooses_a_part_and_a_click_does_not(plot, qtbot):
    left, right = QPoint(300, 200), QPoint(500, 210)
    with qtbot.waitSignal(plot.window_wanted) as wanted:
        QTest.mousePress(plot.viewport(), Qt.MouseButton.LeftButton, pos=right)
        QTest.mouseMove(plot.viewport(), left)
        QTest.mouseRelease(plot.viewport(), Qt.MouseButton.LeftButton, pos=left)
    assert wanted.args == [plot.space.at(300, plot.picture), plot.space.at(500, plot.picture)]
    with qtbot.assertNotEmitted(plot.window_wanted):
        QTest.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=left)
    with qtbot.waitSignal(plot.whole_wanted):
        QTest.mouseDClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=left)


def test_wheel_and_keys_zoom_around_a_place(plot, qtbot):
    place = QPointF(400, 200)
    turn = QWheelEvent(
        place,
        place,
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    around = plot.space.at(400, plot.picture)
    with qtbot.waitSignal(plot.window_wanted) as wanted:
        QApplication.sendEvent(plot.viewport(), turn)
    begins, ends = wanted.args
    assert begins < around < ends
    assert ends - begins < plot.picture.ends - plot.picture.begins
    plot.setFocus()
    with qtbot.waitSignal(plot.window_wanted) as wanted:
        QTest.keyClick(plot, Qt.Key.Key_Minus)
    assert wanted.args[1] - wanted.args[0] > plot.picture.ends - plot.picture.begins


def test_nothing_is_left_of_a_picture_that_was_forgotten(plot):
    plot.set_cross(NOW - 5_000)
    plot.forget()
    image, blank = plot.grab().toImage(), Theme(DARK).colour("bg.surface")
    colours = {image.pixelColor(x, y).name() for x in range(50, 790, 3) for y in range(30, 440, 3)}
    assert colours == {blank.name()}
    assert plot.picture.lanes == ()
    assert plot.cross is None


def test_late_data_and_lost_data_have_marks_of_their_own(plot):
    theme = Theme(DARK)
    curves = rows(NOW - 600_000, NOW - 400_000, 80, late=True) + rows(NOW - 100_000, NOW, 80)
    lost = (Lost(NOW - 390_000, NOW - 110_000, "buffer full"),)
    plot.show_picture(picture(trends_of({"HR": curves}, lost=lost)))
    assert plot.picture.late
    top, height = plot.space.rows[0]
    bottom = round(top + height - 2)
    assert pixel(plot, NOW - 500_000, bottom) == theme.colour("text.muted")
    assert pixel(plot, NOW - 50_000, bottom) != theme.colour("text.muted")
    image, x = plot.grab().toImage(), round(plot.space.x(NOW - 250_000, plot.picture))
    assert len({image.pixelColor(x, y).name() for y in range(round(top) + 20, bottom - 10)}) > 2


def test_what_was_before_this_patient_is_neither_shown_nor_called_no_data(plot):
    found = picture(trends_of(since=NOW - 200_000))
    assert found.known == found.since == NOW - 200_000
    assert int(found.lanes[0].curves[0].first[0]) >= NOW - 200_000
    assert found.silences == ()
    plot.show_picture(found)
    y = plot.space.y(81.5, 0, found.lanes[0])
    assert pixel(plot, NOW - 390_000, y) == Theme(DARK).colour("bg.sunken")


def test_lanes_fill_the_chart_without_overlap():
    for scale in (0.8, 1.0, 2.0):
        space = space_of(800, 600, scale, LANES)
        for (top, height), (following, _) in pairwise(space.rows):
            assert top + height == following
        assert space.rows[-1][0] + space.rows[-1][1] <= 600


@pytest.mark.parametrize("height", [260, 700])
def test_heads_say_all_values_in_words(ward, qtbot, height):
    ward.say(HR=80.0, SpO2=None, NIBP_sys=(118.0, 3), NIBP_dia=(76.0, 3), NIBP_map=(90.0, 3))
    widget = LaneHeads(Theme(LIGHT))
    qtbot.addWidget(widget)
    widget.resize(widget.width(), height)
    lanes = lanes_of(ward.readings.beds["b1"].values)
    widget.show_heads(tuple(LaneHead(lane, head(ward, lane.group), Limits(50, 120)) for lane in lanes))
    assert widget.accessibleDescription() == "HR 80, SpO₂ – sensor off, RR –, NIBP 118/76 07:10"
    image = widget.grab().toImage()
    right = {image.pixelColor(image.width() - 1, y).name() for y in range(30, height - 30)}
    allowed = {Theme(LIGHT).colour(name).name() for name in ("bg.surface", "border.subtle")}
    assert right <= allowed
