"""A bed's panel: whose it is, what it says in each state, and the way through it by keys."""

import gc

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from shiboken6 import delete

from clinic_console.desktop.actions.trends import TrendActions
from clinic_console.desktop.bridge import monotonic
from clinic_console.desktop.charts.look import Scene
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.link.http import HubHttp
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.trends import SPANS_MS, Answer, Trends
from clinic_console.desktop.state.wards import Bed, Ward
from clinic_console.desktop.theme import DARK, LIGHT, Theme
from clinic_console.desktop.views.trends import BedView
from clinic_console.domain.errors import StoreUnavailable
from clinic_console.wire.devices import MonitorAlarm
from clinic_console.wire.readings import History, LiveStatus, Point, Series
from tests.desktop.bed_room import BED, NOW, SATO, TANAKA


def test_who_lies_there_and_who_beside(room):
    assert room.identity.startswith("12, 田中 由紀, Tanaka Yuki, 67 F · ")
    assert room.identity.endswith("MRN 4 018 226")
    assert (room.view.header.before.text(), room.view.header.after.text()) == ("Bed 11", "Bed 13")


def test_privacy_hides_name_age_birth_and_number(room):
    room.privacy = True
    room.seconds = 1.0
    room.frame()
    assert room.identity == "12, T. Y."


def test_the_live_number_stands_before_the_history_has_come(room):
    assert "HR 112" in room.view.chart.heads.accessibleDescription()
    assert not room.trends.loaded
    room.answer(HR=[70.0, 71.0, 72.0], SpO2=[96.0], RR=[16.0])
    assert room.view.chart.plot.picture.lanes[0].curves[0].mean.tolist() == [70.0, 71.0, 72.0, 112.0]


def test_the_live_edge_moves_without_a_question(room):
    room.answer(HR=[70.0])
    asked = len(room.hand.tasks)
    for second in range(1, 6):
        room.seconds = float(second)
        room.say(HR=80.0 + second)
        room.frame()
    picture = room.view.chart.plot.picture
    assert picture.ends == room.now
    assert picture.lanes[0].curves[0].mean.tolist()[-3:] == [83.0, 84.0, 85.0]
    assert len(room.hand.tasks) == asked


def test_another_patient_finds_an_empty_chart_in_the_same_frame(room):
    room.answer(HR=[70.0] * 50)
    plot = room.view.chart.plot
    assert len(plot.picture.lanes[0].curves[0])
    room.seconds = 2.0
    room.place(SATO)
    room.state.readings.forget([BED])
    room.frame()
    assert room.identity.startswith("12, 佐藤 健")
    assert plot.picture.lanes == ()
    assert "112" not in room.view.chart.heads.accessibleDescription()
    room.seconds = 4.0
    room.say(HR=64.0)
    room.frame()
    room.answer(HR=[70.0, 71.0, 72.0, 73.0, 74.0, 75.0])
    assert min(int(lane.curves[0].first.min()) for lane in plot.picture.lanes[:1]) >= NOW + 2_000


def test_an_answer_about_the_patient_before_is_never_drawn(room):
    old = room.trends._flight
    room.place(SATO)
    room.frame()
    assert not room.trends.take(old, Answer({}), 0.0)
    assert room.hand.tasks[-1][1].ended
    room.seconds = 0.1
    room.frame()
    assert room.trends._flight.serial > old.serial


def test_another_monitor_clears_the_chart(room):
    room.answer(HR=[70.0] * 50)
    room.place(TANAKA, device=9)
    room.frame()
    assert room.view.chart.plot.picture.lanes == ()


def test_only_one_question_is_on_its_way(room):
    for key in "1234":
        QTest.keyClick(room.view, key)
        room.frame()
        room.frame()
        assert sum(not task.ended for what, task in room.hand.tasks if what == "trend") <= 1


def test_spans_by_key_and_by_button(room):
    room.answer(HR=[70.0])
    QTest.keyClick(room.view, "1")
    room.frame()
    assert room.trends.span == SPANS_MS[0]
    assert room.view.toolbar.spans.current == str(SPANS_MS[0])
    room.view.toolbar.spans.buttons[str(SPANS_MS[3])].click()
    room.frame()
    picture = room.view.chart.plot.picture
    assert room.trends.span == SPANS_MS[3]
    room.answer(HR=[70.0])
    picture = room.view.chart.plot.picture
    assert picture.ends - picture.begins == SPANS_MS[3]


def test_zooming_in_and_out_again(room):
    room.answer(HR=[70.0] * 60)
    room.view.chart.window_wanted.emit(NOW - 120_000, NOW - 60_000)
    room.frame()
    assert room.view.chart.plot.picture.begins == NOW - 120_000
    assert room.view.toolbar.whole.isVisible()
    QTest.keyClick(room.view, "0")
    room.frame()
    assert room.trends.zoom is None
    assert not room.view.toolbar.whole.isVisible()
    room.view.chart.window_wanted.emit(NOW - 120_000, NOW - 60_000)
    room.frame()
    room.view.toolbar.whole.click()
    assert room.trends.zoom is None


def test_nothing_measured_is_said(room):
    room.state.readings.clear()
    room.seconds = 1.0
    room.view.show_bed(BED)
    room.frame()
    room.answer()
    panel = room.view.chart.panel
    assert panel.isVisible()
    assert "No readings in the last 8 h" in panel._title.text()


def test_a_failure_is_said_and_tried_again_while_live_numbers_go_on(room, qtbot):
    room.trends.failed(room.trends._flight, StoreUnavailable(), room.mono())
    room.hand.tasks[-1][1].ended = True
    room.frame()
    panel = room.view.chart.panel
    assert panel.isVisible()
    asked = len(room.hand.tasks)
    room.seconds = 1.0
    room.say(HR=99.0)
    room.frame()
    assert "HR 99" in room.view.chart.heads.accessibleDescription()
    assert len(room.hand.tasks) == asked
    panel.button.click()
    room.frame()
    assert len(room.hand.tasks) == asked + 1


def test_a_failure_later_keeps_the_chart_and_says_so(room):
    room.answer(HR=[70.0] * 60)
    room.seconds = 61.0
    room.say(HR=80.0)
    room.frame()
    room.trends.failed(room.trends._flight, StoreUnavailable(), room.mono())
    room.frame()
    room.frame()
    assert room.view.banner.isVisible()
    assert room.view.chart.plot.isVisible()


def test_what_is_not_monitored_is_struck_and_said(room):
    room.answer(HR=[70.0])
    room.monitored = False
    room.seconds = 7.0
    room.frame()
    assert room.view.banner.isVisible()
    assert "Not monitored" in room.view.banner.words
    assert all(head.head.tone != "live" for head in room.view.chart.heads.heads)


def test_a_silent_monitor_says_for_how_long(room):
    room.answer(HR=[70.0])
    room.seconds = 65.0
    room.frame()
    assert "1:05" in room.view.banner.words
    assert "silent 1:05" in room.view.column.monitor._note.text()


def test_a_bed_that_is_gone_leads_back_with_a_word(room, qtbot):
    said = []
    room.hand.failed.connect(said.append)
    room.place(TANAKA, gone=True)
    with qtbot.waitSignal(room.view.back_wanted):
        room.frame()
    assert said == ["This bed is no longer in the ward."]
    assert room.trends.bed is None


def test_another_ward_leads_back_without_a_word(room, qtbot):
    said = []
    room.hand.failed.connect(said.append)
    room.state.wards.choose(("w2",))
    with qtbot.waitSignal(room.view.back_wanted):
        room.frame()
    assert said == []


def test_nothing_stays_once_nobody_looks(room):
    room.answer(HR=[70.0] * 60)
    room.view.hide()
    assert room.trends.names == ()
    assert room.view.chart.plot.picture.lanes == ()


def test_names_are_hidden_in_the_frame_in_which_privacy_begins(room):
    room.privacy = True
    room.frame()
    assert room.identity == "12, T. Y."


def test_keys_lead_back_and_to_the_beds_beside(room, qtbot):
    with qtbot.waitSignal(room.view.back_wanted):
        QTest.keyClick(room.view, Qt.Key.Key_Escape)
    with qtbot.waitSignal(room.view.bed_wanted) as wanted:
        QTest.keyClick(room.view, Qt.Key.Key_PageDown)
    assert wanted.args == ["b3"]
    with qtbot.waitSignal(room.view.bed_wanted) as wanted:
        room.view.header.before.click()
    assert wanted.args == ["b1"]


def test_the_monitor_tells_of_itself(room):
    alarm = MonitorAlarm("SPO2L", "high", NOW - 41_000, "SpO2 low", "SpO2")
    room.seconds = 1.0
    room.say(LiveStatus([alarm], None, None, 12.0, False, 90_000), HR=80.0, NIBP_sys=118.0, NIBP_dia=76.0)
    room.frame()
    column = room.view.column
    assert "!!! SpO2 low" in column.alarms.accessibleDescription()
    assert "battery 12 %" in column.monitor.accessibleDescription()
    assert "1:30 ahead, corrected" in column.monitor.accessibleDescription()
    assert "118/76" in column.cuffs.accessibleDescription()
    room.seconds = 20.0
    room.frame()
    assert column.alarms._note.text() == "as of then"


def test_the_next_monitor_shows_what_changed_when_the_hub_comes_back(room):
    room.answer(HR=[70.0])
    asked = len(room.hand.tasks)
    room.state.connection.resynced = room.mono()
    room.frame()
    assert len(room.hand.tasks) == asked + 1


@pytest.mark.parametrize("room", [DARK, LIGHT], indirect=True)
def test_every_control_has_a_name_and_can_be_reached(room):
    room.answer(HR=[70.0] * 60)
    room.view.set_theme(Theme(LIGHT))
    controls = [
        widget for widget in room.view.findChildren(QWidget) if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    shown = [widget for widget in controls if widget.isVisible()]
    assert len(shown) >= 6
    assert [widget for widget in shown if not widget.accessibleName()] == []
    assert all(button.accessibleName() for button in room.view.findChildren(QAbstractButton) if button.isVisible())
    room.view.header.wall.setFocus()
    order = []
    for _ in range(6):
        order.append(QApplication.focusWidget())
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    header, chart = room.view.header, room.view.chart
    spans = list(room.view.toolbar.spans.buttons.values())
    assert order[:3] == [header.wall, header.before, header.after]
    assert order[3] in spans
    assert chart.plot in order


def test_a_narrow_panel_puts_the_cards_below_and_a_wide_one_beside(room):
    room.view.resize(700, 600)
    QApplication.processEvents()
    assert not room.view.side.isVisible()
    assert room.view.chart.isAncestorOf(room.view.column)
    room.view.resize(1302, 676)
    QApplication.processEvents()
    assert room.view.side.isAncestorOf(room.view.column)
    assert room.view.column.isVisible()


def test_a_panel_that_was_thrown_away_while_its_chart_was_imported_is_left_alone(bridge, qapp, until):
    async def flow():
        access = Access(HubHttp("http://127.0.0.1:1"), monotonic)
        view = BedView(Theme(), bridge, ConsoleState(), TrendActions(access, monotonic, Trends()))
        said = []
        bridge.failed.connect(said.append)
        view.warm()
        view.warm()
        warming = view._warming
        delete(view)
        await warming
        assert said == []
        await access.http.close()

    bridge.run(flow())


def test_a_bed_opens_against_a_hub(stub, bridge, qapp, until):
    # Widgets and loops of tests before are let go of here, not by a thread that happens to collect garbage.
    gc.collect()

    async def flow():
        async with stub.running():
            access = Access(HubHttp(stub.url), monotonic)
            await access.sign_in("nurse", "secret")
            state, now = ConsoleState(), stub.now()
            state.hub_clock.heard(now, monotonic())
            state.wards.take_wards((Ward("w1", "c1", "3 East", 1, 1),))
            state.wards.choose(("w1",))
            state.wards.take_beds("w1", (Bed(BED, "12", 2, "N17", TANAKA, "w1"),), monotonic())
            point = Point(now - 60_000, now - 59_000, 60.0, 90.0, 75.0)
            stub.histories[BED] = History(BED, 0, now, 1.0, [Series("HR", "/min", [point])], [])
            view = BedView(Theme(), bridge, state, TrendActions(access, monotonic, Trends()))
            window = QWidget()
            window.resize(1000, 600)
            view.setParent(window)
            view.resize(1000, 600)
            window.show()
            view.show()
            view.show_bed(BED)

            def drawn() -> bool:
                view.frame(Scene(state.hub_clock.moment(monotonic()), "Asia/Tokyo"))
                return view.chart.plot is not None and bool(view.chart.plot.picture.lanes)

            try:
                await until(drawn)
                assert view.chart.plot.picture.lanes[0].curves[0].high.tolist() == [90.0]
            finally:
                view.hide()
                await bridge.close()
                await access.http.close()
                window.deleteLater()

    bridge.run(flow())
