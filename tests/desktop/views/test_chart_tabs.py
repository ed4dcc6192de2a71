"""The tabs of a chart: what they say, how keys lead through them, and what opens beside a list."""

from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from clinic_console.wire.patients import Look
from tests.desktop.chart_room import chart_room
from tests.desktop.stub_patients import visit

ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


def test_the_overview_has_all_that_is_known(stub, bridge, qapp):
    async def flow():
        async with chart_room(stub, bridge) as room:
            await room.open()
            for part in (
                "佐藤 由紀",
                "Portuguese",
                "0612-3456 · NHI",
                "TK1234567",
                "+81 90-1187-4420\n+81 3-5521-8890",
                "2-11-3 Meguro, Tokyo 153-0063",
                "田中 太郎, husband",
                "Email: taro@example.org",
                "penicillin (rash, 2011), since 2 Apr 2011\nlatex",
                "since 20 Nov 2026",
                "given",
                "refused",
                "not asked",
                "Kita",
            ):
                assert part in room.texts, part

    bridge.run(flow())


def test_a_narrow_overview_has_one_column(stub, bridge, qapp):
    async def flow():
        async with chart_room(stub, bridge) as room:
            await room.open()
            cards = room.view.overview.cards
            assert len({card.x() for card in cards}) == 2
            room.view.resize(560, 680)
            room.frame()
            assert len({card.x() for card in cards}) == 1
            tops = sorted((card.y(), card.geometry().bottom()) for card in cards)
            assert all(bottom < top for (_, bottom), (top, _) in pairwise(tops))

    bridge.run(flow())


def test_visits_changes_and_looks_are_said_in_words(stub, bridge, qapp):
    async def flow():
        async with chart_room(stub, bridge) as room:
            await room.open()
            room.charts.visits = [visit(0, kind="wellness"), visit(1, kind="home", ended=None)]
            await room.tab("visits")
            assert room.rows("visits", 1) == ["Check-up", "home"]
            room.view.lists["visits"].table.opened.emit("v0")
            assert "22 Jul 2023 13:26 – 13:51" in room.texts
            await room.tab("changes")
            assert room.rows("changes", 2) == ["Contacts", "Date of birth", "Interpreter", "Registered"]
            assert room.rows("changes", 3) == ["Phone: +81 3-5521-0000", "3 Apr 1958", "no", ""]
            assert room.rows("changes", 1) == ["N. Sato", "", "M. Ito", "Front desk"]
            room.view.lists["changes"].table.opened.emit("3.0")
            assert "Phone: +81 3-5521-8890\nAddress: 2-11-3 Meguro" in room.texts
            room.charts.seen = [
                Look(1_699_999_000_000, "", "glass.broken", "Minami"),
                Look(1_699_998_000_000, "M. Ito", "patient.opened", "c1"),
            ]
            await room.tab("looks")
            assert room.rows("looks", 1) == ["Somebody of another clinic", "M. Ito"]
            assert room.rows("looks", 2) == ["Broke the glass", "Opened a patient"]
            assert room.rows("looks", 3) == ["Minami", "Kita"]
            assert "recorded, too" in room.texts

    bridge.run(flow())


def test_a_list_that_fails_offers_one_way_on(stub, bridge, qapp):
    async def flow():
        async with chart_room(stub, bridge) as room:
            await room.open()
            room.charts.refused["history"] = (503, "unavailable.store")
            await room.tab("changes")
            ground = room.view.lists["changes"].table.ground
            assert ground.footing == "failed"
            room.charts.refused.clear()
            ground.panel.button.click()
            await room.until(lambda: ground.footing == "ready")
            assert room.asked() == 1, "the chart itself is not opened again"

    bridge.run(flow())


def test_keys_go_through_the_tabs_and_out(stub, bridge, qapp):
    async def flow():
        async with chart_room(stub, bridge) as room:
            room.view.enter()
            await room.open()
            tabs = room.view.tabs
            assert QApplication.focusWidget() is tabs.buttons["overview"]
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
            assert tabs.current == "appointments"
            assert QApplication.focusWidget() is tabs.buttons["appointments"]
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_5, ALT)
            assert tabs.current == "looks"
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab, CONTROL)
            assert tabs.current == "overview"
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_3, ALT)
            await room.tab("visits")
            room.view.lists["visits"].enter()
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
            assert room.view.lists["visits"].side.isVisible()
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
            assert not room.view.lists["visits"].side.isVisible()
            assert room.wanted == []
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
            assert room.wanted == [("closed", "")]

    bridge.run(flow())


def test_without_room_for_both_what_is_open_takes_the_place_of_its_list(stub, bridge, qapp):
    async def flow():
        async with chart_room(stub, bridge, size=(640, 680)) as room:
            await room.open()
            await room.tab("visits")
            visits = room.view.lists["visits"]
            visits.enter()
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
            assert not visits.table.isVisible()
            assert QApplication.focusWidget() is visits.side.close_button
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
            assert QApplication.focusWidget() is visits.table.view
            assert room.wanted == []

    bridge.run(flow())


def test_the_focus_is_not_taken_from_who_types_elsewhere(stub, bridge, qapp):
    async def flow():
        async with chart_room(stub, bridge) as room:
            other = QPushButton("elsewhere", room.window)
            other.show()
            room.view.enter()
            other.setFocus()
            await room.open()
            assert QApplication.focusWidget() is other

    bridge.run(flow())
