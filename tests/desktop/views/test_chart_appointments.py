"""The tab Appointments of a chart: what is to come and what was, and the ways from there to the schedule."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clinic_console.desktop.state.access import Clinic
from clinic_console.domain.errors import HubUnavailable
from tests.desktop.chart_room import KITA, chart_room
from tests.desktop.stub_patients import booked, patient_id

DAY = 86_400_000
DESK = Clinic("c1", "Kita", "Asia/Tokyo", "receptionist")


def some(now):
    """Two to come and three that were, as the hub gives them: the latest first."""
    return [
        booked(1, now + 9 * DAY, kind="Follow-up"),
        booked(2, now + 2 * DAY),
        booked(3, now + DAY, state="cancelled", cancelled="patient"),
        booked(4, now - DAY, state="no_show"),
        booked(5, now - 40 * DAY, state="done", doctor="Dr Lucie Novák"),
    ]


def numbers(room):
    return [int(each.card.id[-2:]) for each in room.state.chart.appointments.rows]


def test_what_is_to_come_stands_first_and_the_next_at_the_top(stub, bridge, qapp):
    async def flow():
        async with chart_room(stub, bridge) as room:
            room.charts.appointments = some(stub.now())
            await room.open()
            await room.tab("appointments")
            assert numbers(room) == [2, 1, 3, 4, 5]
            assert room.rows("appointments", 1) == ["Expected", "Expected", "Cancelled", "No-show", "Checked out"]
            assert room.rows("appointments", 2)[-1] == "Dr Lucie Novák"
            assert room.rows("appointments", 3)[:2] == ["Blood pressure", "Follow-up"]
            assert set(room.rows("appointments", 4)) == {"Kita"}
            icons = [column.cell(room.state.chart.appointments.rows[0]).icon for column in columns(room)]
            assert icons[1] == "ring", "never in words of colour alone"
            assert "2 visit" in room.texts

    bridge.run(flow())


def columns(room):
    return room.view.lists["appointments"].table.model.columns


def test_all_that_is_to_come_is_there_before_the_first_row_is_shown(stub, bridge, qapp):
    async def flow():
        async with chart_room(stub, bridge) as room:
            now = stub.now()
            room.charts.page = 3
            room.charts.appointments = [booked(n, now + (7 - n) * DAY) for n in range(7)]
            room.charts.appointments += [booked(n, now - n * DAY, state="done") for n in range(8, 20)]
            await room.open()
            await room.tab("appointments")
            assert numbers(room)[:8] == [6, 5, 4, 3, 2, 1, 0, 8]
            assert room.asked("appointments") == 3, "and no page more than that"
            room.view.lists["appointments"].table.pages.more()
            await room.until(lambda: len(numbers(room)) > 10)
            assert numbers(room)[8:11] == [9, 10, 11]

    bridge.run(flow())


def test_enter_goes_to_the_visit_in_the_schedule_and_a_button_to_the_finder(stub, bridge, qapp):
    async def flow():
        async with chart_room(stub, bridge, clinics=(DESK,)) as room:
            room.charts.appointments = some(stub.now())
            await room.open()
            await room.tab("appointments")
            tab = room.view.lists["appointments"]
            tab.enter()
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
            assert room.wanted == [("visit", booked(2, 0).id)]
            assert not tab.side.isVisible()
            tab.book.click()
            assert room.wanted[1:] == [("booking", patient_id(1))]
            tab.book.setFocus()
            QTest.keyClick(tab.book, Qt.Key.Key_Tab)
            assert QApplication.focusWidget() is tab.table.view

    bridge.run(flow())


def test_who_may_not_book_finds_no_button(stub, bridge, qapp):
    async def flow():
        async with chart_room(stub, bridge, clinics=(Clinic("c1", "Kita", "Asia/Tokyo", "auditor"),)) as room:
            room.charts.appointments = some(stub.now())
            await room.open()
            await room.tab("appointments")
            tab = room.view.lists["appointments"]
            assert not tab.book.isVisible()
            tab.table.opened.emit(booked(5, 0).id)
            assert room.wanted == [], "nor a way to a schedule that is not theirs"
            assert tab.side.isVisible()
            assert "Dr Lucie Novák" in room.texts

    bridge.run(flow())


def test_nothing_booked_no_answer_and_no_connection(stub, bridge, qapp):
    async def flow():
        async with chart_room(stub, bridge, clinics=(KITA,)) as room:
            await room.open()
            room.charts.refused["appointments"] = (503, "unavailable.store")
            await room.tab("appointments")
            ground = room.view.lists["appointments"].table.ground
            assert ground.footing == "failed"
            assert "to come" not in room.texts
            room.charts.refused.clear()
            ground.panel.button.click()
            await room.until(lambda: ground.footing == "empty")
            assert "Nothing is booked" in room.texts
            assert "No visit to come" in room.texts
            room.state.connection.started(room.mono())
            room.state.connection.dropped(room.mono(), HubUnavailable(), 1.0)
            room.seconds += 2
            room.frame()
            assert "No connection to the hub" in room.texts

    bridge.run(flow())


def test_what_a_file_brought_has_a_day_and_no_time(stub, bridge, qapp):
    async def flow():
        async with chart_room(stub, bridge, clinics=(DESK,)) as room:
            past = booked(
                6, 1, state="no_show", day="2016-04-29", booked="2016-04-20", source="vitoria", reason="cough"
            )
            room.charts.appointments = [*some(stub.now()), past]
            await room.open()
            await room.tab("appointments")
            assert numbers(room) == [2, 1, 3, 4, 5, 6]
            cell = columns(room)[0].cell(room.state.chart.appointments.rows[-1])
            assert (cell.text, cell.beside, cell.struck) == ("29 Apr 2016", "from a file", True)
            tab = room.view.lists["appointments"]
            tab.table.opened.emit(past.id)
            assert room.wanted == [], "there is no such place in the schedule"
            for said in ("29 Apr 2016", "20 Apr 2016", "vitoria", "No-show", "cough"):
                assert said in room.texts

    bridge.run(flow())
