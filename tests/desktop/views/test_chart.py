"""A patient's chart on the screen: who it is of, its tabs, its states, and nothing left behind."""

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clinic_console.desktop.state.access import Clinic
from clinic_console.desktop.state.chart import Chart
from clinic_console.desktop.state.patients import Glass
from clinic_console.desktop.theme import DARK, LIGHT, Theme
from clinic_console.desktop.views.chart import ChartView
from tests.desktop import reach
from tests.desktop.chart_room import chart_room
from tests.desktop.stub_patients import full, patient, patient_id

NURSE = Clinic("c1", "Kita", "Asia/Tokyo", "nurse")
AUDITOR = Clinic("c1", "Kita", "Asia/Tokyo", "auditor")
HOUR = 3_600_000


# Asking for it


def test_an_opening_is_asked_for_once(stub, bridge, qapp):
    async def flow():
        async with chart_room(stub, bridge) as room:
            await room.open()
            room.seconds = 60
            for _ in range(10):
                room.frame()
            room.view.open(patient_id(1))
            room.frame()
            assert room.asked() == 1, "each opening is recorded"
            again = ChartView(room.theme, bridge, room.state, room.view._actions)
            again.open(patient_id(1))
            again.frame(room.mono())
            assert again.header.name.parts[0] == "田中 由紀"
            assert room.asked() == 1, "a window that is built anew has what is known"
            again.deleteLater()

    bridge.run(flow())


def test_lists_are_asked_for_when_their_tab_is_opened_and_by_no_clock(stub, bridge, qapp):
    async def flow():
        async with chart_room(stub, bridge) as room:
            await room.open()
            assert [room.asked(what) for what in ("looks", "history", "encounters")] == [0, 0, 0]
            await room.tab("looks")
            room.seconds = 300
            for _ in range(5):
                room.frame()
            assert [room.asked(what) for what in ("looks", "history", "encounters")] == [1, 0, 0]

    bridge.run(flow())


def test_what_is_old_says_so_and_is_asked_for_by_the_user(stub, bridge, qapp):
    async def flow():
        async with chart_room(stub, bridge) as room:
            await room.open()
            room.seconds = 660
            room.frame()
            assert room.view.ground.footing == "stale"
            assert "11:0" in room.view.ground.banner.words
            room.view.ground.pressed.emit()
            await room.until(lambda: room.view.ground.footing == "ready")
            assert room.asked() == 2

    bridge.run(flow())


def test_without_a_connection_it_stays_with_its_age(stub, bridge, qapp):
    async def flow():
        async with chart_room(stub, bridge) as room:
            await room.open()
            room.state.connection.started(room.mono())
            room.seconds = 30
            room.frame()
            assert room.view.ground.footing == "offline"
            assert "old" in room.view.ground.banner.words
            assert room.view.header.name.parts[0] == "田中 由紀"

    bridge.run(flow())


def test_a_hub_that_fails_keeps_what_is_here(stub, bridge, qapp):
    async def flow():
        async with chart_room(stub, bridge) as room:
            stub.http_mode = "down"
            await room.open()
            assert room.view.ground.footing == "failed"
            stub.http_mode = "normal"
            room.view.ground.panel.button.click()
            await room.until(lambda: room.state.chart.chart is not None)
            room.seconds = 660
            room.frame()
            stub.http_mode = "down"
            room.view.ground.pressed.emit()
            await room.until(lambda: room.view.ground.footing == "kept")
            assert "田中 由紀" in room.texts
            assert room.view.ground.banner.button.text() == "Try again"

    bridge.run(flow())


def test_while_it_comes_there_is_the_shape_of_it(stub, bridge, qapp):
    async def flow():
        async with chart_room(stub, bridge) as room:
            stub.http_mode = "deaf"
            room.view.open(patient_id(1))
            room.view.enter()
            room.frame()
            assert room.view.ground.footing == "loading"
            assert not room.view.ground.skeleton.shows
            room.seconds = 1
            room.frame()
            assert room.view.ground.skeleton.shows

    bridge.run(flow())


@pytest.mark.parametrize(("role", "button"), [(NURSE, "Break the glass …"), (AUDITOR, "")])
def test_a_restricted_chart_offers_the_glass_to_who_may_break_it(stub, bridge, qapp, role, button):
    async def flow():
        async with chart_room(stub, bridge, clinics=(role,)) as room:
            room.charts.mine = [full(1, restriction="vip")]
            await room.open()
            assert room.view.ground.footing == "denied"
            assert "田中" not in room.texts
            assert room.view.ground.panel.button.text() == button
            if button:
                room.view.ground.panel.button.click()
                assert room.wanted == [("glass", "")]

    bridge.run(flow())


def test_it_opens_by_itself_once_the_glass_is_broken(stub, bridge, qapp):
    async def flow():
        async with chart_room(stub, bridge) as room:
            room.charts.mine = [full(1, restriction="vip")]
            await room.open()
            asked = room.asked()
            room.open_by_glass()
            known = Chart(patient_id(1), "AB-1", "田中 由紀", "", None, "F")
            room.state.patients.broken(Glass("g", "c1", known, "x", 0, stub.now() + HOUR))
            await room.until(lambda: room.state.chart.chart is not None)
            assert room.asked() == asked + 1

    bridge.run(flow())


def test_who_is_not_here_is_told_apart(stub, bridge, qapp):
    async def flow():
        async with chart_room(stub, bridge) as room:
            await room.open(9)
            assert room.view.ground.footing == "empty"
            room.charts.trouble = (403, "access.denied")
            room.view.open(patient_id(8))
            await room.until(lambda: room.view.ground.footing == "denied")
            assert room.view.ground.panel.button.isHidden()

    bridge.run(flow())


def test_another_patient_begins_at_the_overview_with_nothing_of_the_one_before(stub, bridge, qapp):
    async def flow():
        async with chart_room(stub, bridge) as room:
            await room.open()
            await room.tab("visits")
            room.view.lists["visits"].table.opened.emit("v0")
            assert room.view.lists["visits"].side.isVisible()
            room.charts.mine = [patient(3, name="Ana Souza", name_latin="")]
            room.charts.visits = []
            await room.open(3)
            assert room.view.tabs.current == "overview"
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            assert "田中" not in room.texts
            await room.tab("visits")
            assert not room.view.lists["visits"].side.isVisible()
            assert "Hypertension" not in room.texts
            assert room.view.lists["visits"].table.ground.footing == "empty"

    bridge.run(flow())


# Leaving


def test_nothing_of_a_patient_stays(stub, bridge, qapp):
    async def flow():
        async with chart_room(stub, bridge) as room:
            await room.open()
            for name in ("visits", "changes", "looks"):
                await room.tab(name)
            room.view.lists["visits"].table.opened.emit("v0")
            room.view.deeds.open_form()
            QTest.keyClicks(room.view.deeds.form.reason, "a secret reason")
            room.view.deeds.ask_identity()
            lists = list(room.view.lists.values())
            room.view.forget()
            assert (room.state.chart.wanted, room.state.chart.chart) == ("", None)
            assert all(each.table.model.rowCount() == 0 for each in lists)
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            for leak in (
                "田中",
                "Tanaka",
                "タナカ",
                "4 018",
                "1958",
                "3 East",
                "penicillin",
                "Hypertension",
                "husband",
                "secret",
            ):
                assert leak not in room.texts, leak
            head = room.view.header
            assert (head.monogram.letters, head.name.parts, head.pills.pills) == ("", ("", "", ""), [])
            assert room.view.deeds.form.reason.text() == ""
            room.frame()

    bridge.run(flow())


@pytest.mark.parametrize("look", [DARK, LIGHT])
def test_all_of_it_is_within_reach(stub, bridge, qapp, look):
    async def flow():
        async with chart_room(stub, bridge, theme=Theme(look)) as room:
            room.view.enter()
            await room.open()
            assert reach.faults(room.window, room.theme) == []
            for name in ("visits", "changes", "looks"):
                await room.tab(name)
                room.view.tabs.buttons[name].setFocus()
                assert reach.faults(room.window, room.theme) == [], name
            room.view.open_tab("overview")
            room.view.deeds.open_form()
            room.frame()
            assert reach.faults(room.window, room.theme) == []
            room.view.deeds.form.cancel.click()
            assert QApplication.focusWidget() is room.view.header.more

    bridge.run(flow())


def test_another_look_is_taken_on_by_all_parts(stub, bridge, qapp):
    async def flow():
        async with chart_room(stub, bridge) as room:
            await room.open()
            await room.tab("visits")
            dark = room.window.grab().toImage()
            light = Theme(LIGHT)
            light.apply(qapp)
            room.view.set_theme(light)
            room.frame()
            assert room.window.grab().toImage() != dark
            assert room.view.deeds.identity.theme is light
            assert room.view.lists["visits"].table.view.theme is light

    bridge.run(flow())
