"""What can be done with a chart: edit, mark, close, copy, confirm who it is of; only what is allowed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from clinic_console.desktop.clipboard import clipboard
from clinic_console.desktop.state.access import Clinic
from tests.desktop.chart_room import chart_room
from tests.desktop.stub_patients import patient_id


def test_buttons_say_what_is_wanted(stub, bridge, qapp):
    async def flow():
        async with chart_room(stub, bridge) as room:
            await room.open()
            room.view.header.edit.click()
            room.view.header.bed.click()
            assert room.wanted == [("edit", patient_id(1)), ("bed", "b1")]

    bridge.run(flow())


@pytest.mark.parametrize(("role", "leads"), [("nurse", True), ("receptionist", False)])
def test_a_bed_leads_to_its_vitals_for_who_may_see_them(stub, bridge, qapp, role, leads):
    async def flow():
        async with chart_room(stub, bridge, clinics=(Clinic("c1", "Kita", "Asia/Tokyo", role),)) as room:
            await room.open()
            assert room.view.header.bed.isVisible() is leads
            assert ("3 East, bed 12" in room.pills) is not leads

    bridge.run(flow())


@pytest.mark.parametrize(
    ("role", "edits", "marks"), [("doctor", True, True), ("nurse", True, False), ("auditor", False, False)]
)
def test_only_what_is_allowed_is_offered(stub, bridge, qapp, role, edits, marks):
    async def flow():
        async with chart_room(stub, bridge, clinics=(Clinic("c1", "Kita", "Asia/Tokyo", role),)) as room:
            await room.open()
            assert room.view.header.edit.isVisible() is edits
            entries = [entry.text for entry in room.view.deeds.entries()]
            assert ("Restrict chart …" in entries) is marks
            assert "Close chart now" not in entries
            assert {"Confirm identity …", "Who looked", "Copy MRN"} <= set(entries)

    bridge.run(flow())


def test_the_menu_does_what_it_says(stub, bridge, qapp, monkeypatch):
    async def flow():
        async with chart_room(stub, bridge) as room:
            await room.open()
            calls = {entry.text: entry.call for entry in room.view.deeds.entries()}
            calls["Who looked"]()
            assert room.view.tabs.current == "looks"
            calls["Copy MRN"]()
            assert QApplication.clipboard().text() == "4018221"
            clipboard().clear()
            calls["Confirm identity …"]()
            assert room.view.deeds.identity.isVisible()
            room.view.deeds.identity.close()
            shown = []
            # A real one takes the keyboard, which not every platform of the tests has.
            monkeypatch.setattr(QMenu, "popup", lambda menu, _: shown.extend(menu.actions()))
            room.view.header.more.click()
            assert [action.text() for action in shown] == list(calls)
            room.view.open_tab("overview")
            next(action for action in shown if action.text() == "Who looked").trigger()
            assert room.view.tabs.current == "looks"

    bridge.run(flow())


def test_a_mark_needs_a_reason_and_closes_the_chart(stub, bridge, qapp):
    async def flow():
        async with chart_room(stub, bridge) as room:
            await room.open()
            deeds, marked = room.view.deeds, []
            deeds.marked.connect(lambda: marked.append(True))
            deeds.open_form()
            deeds.form.send.click()
            assert room.charts.marks == marked == []
            room.charts.refused["restriction"] = (503, "unavailable.store")
            QTest.keyClicks(deeds.form.reason, "sister of a nurse")
            QTest.keyClick(deeds.form.reason, Qt.Key.Key_Return)
            await room.until(lambda: "database" in deeds.form._reason_field.note.text())
            assert deeds.form.reason.text() == "sister of a nurse"
            room.charts.refused.clear()
            QTest.keyClick(deeds.form.reason, Qt.Key.Key_Return)
            await room.until(lambda: room.view.ground.footing == "denied")
            assert room.changed == ["The chart is restricted now"]
            assert marked == [True]
            assert "田中" not in room.texts
            assert "sister" not in deeds.form.reason.text()

    bridge.run(flow())


def test_broken_glass_is_closed_from_the_menu(stub, bridge, qapp):
    async def flow():
        async with chart_room(stub, bridge) as room:
            room.open_by_glass()
            await room.open()
            calls = {entry.text: entry.call for entry in room.view.deeds.entries()}
            stub.http_mode = "down"
            calls["Close chart now"]()
            await room.until(lambda: bool(room.told))
            stub.http_mode = "normal"
            calls["Close chart now"]()
            await room.until(lambda: room.view.ground.footing == "denied")
            assert room.charts.glasses == []
            assert room.changed == ["The chart is closed"]

    bridge.run(flow())


def test_an_identity_is_confirmed_on_the_chart(stub, bridge, qapp):
    async def flow():
        async with chart_room(stub, bridge) as room:
            await room.open()
            room.view.header.confirm.click()
            asked = room.view.deeds.identity
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_1)
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_2)
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
            await room.until(lambda: not asked.isVisible())
            room.frame()
            assert room.charts.confirmations == [{"clinic_id": "c1", "which": ["name", "born"]}]
            assert any(text.startswith("Identity confirmed") for text in room.pills)
            assert room.changed == ["The identity is confirmed"]
            assert room.asked() == 1, "that is no other opening"
            room.view.deeds.ask_identity()
            assert "by N. Sato: name, date of birth." in asked.about.text()

    bridge.run(flow())
