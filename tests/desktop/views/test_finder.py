"""The finder beside the schedule: by keys, in all its states."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from clinic_console.desktop.state.access import Clinic
from clinic_console.desktop.views.finder import FinderPanel
from tests.desktop.desk_room import NORD, desk_room
from tests.desktop.stub_appointments import CLINIC, MINUTE

KEY = Qt.Key
TWO = (Clinic(CLINIC, "Kita", "Asia/Tokyo", "receptionist"), Clinic(NORD, "Nord", "Asia/Tokyo", "receptionist"))


def click(button: QWidget) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_finder_books_the_first_time_with_one_key(stub, bridge):
    async def flow():
        async with desk_room(stub, bridge, FinderPanel) as room:
            room.hub.free = [room.hub.offer(room.soon + number * 60 * MINUTE) for number in range(3)]
            chosen = []
            room.panel.chosen.connect(chosen.append)
            room.panel.begin(CLINIC)
            await room.until(lambda: room.panel.form.rows.rows and room.focus is room.panel.form.rows)
            assert room.panel.form.count.text().startswith("3 found · next 14 days · ")
            room.press(KEY.Key_Down)
            room.press(KEY.Key_Return)
            assert [offer.begins for offer in chosen] == [room.soon + 60 * MINUTE]
            assert room.hub.asked[0][2]["clinics"] == [CLINIC]

    bridge.run(flow())


def test_each_change_of_what_is_looked_for_finds_anew_and_is_remembered(stub, bridge):
    async def flow():
        async with desk_room(stub, bridge, FinderPanel, clinics=TWO) as room:
            room.panel.begin(CLINIC)
            await room.until(lambda: room.state.finder.current)
            form = room.panel.form
            form.kind.setFocus()
            room.press(KEY.Key_Down)
            click(form.weekdays.buttons["1"])
            click(form.part.buttons["afternoon"])
            click(form.clinics.buttons[NORD])
            await room.until(lambda: room.state.finder.current and room.state.finder.began is None)
            asked = room.hub.asked[-1][2]
            assert (asked["weekdays"], asked["time_from"], asked["clinics"]) == ([1], 720, [CLINIC, NORD])
            # By name: Diabetes review, Vaccination, Wound dressing.
            assert asked["type"] == 1
            assert len(room.hub.asked) <= 5
            other = FinderPanel(room.theme, bridge, room.state, room.actions)
            other.setParent(room.window)
            other.begin(NORD)
            other.show()
            other.frame(1.0)
            assert other.form.clinics.on == (CLINIC, NORD)
            assert other.form.part.current == "afternoon"
            other.hide()
            other.deleteLater()

    bridge.run(flow())


def test_the_finder_says_what_it_has_not_found_and_looks_further(stub, bridge):
    async def flow():
        async with desk_room(stub, bridge, FinderPanel) as room:
            room.panel.begin(CLINIC)
            await room.until(room.panel.form.nothing.isVisible)
            form = room.panel.form
            assert form.more.text() == "Search 42 days"
            click(form.more)
            await room.until(lambda: room.hub.asked[-1][2]["days"] == 42)
            await room.until(form.more.isHidden)
            room.hub.refuse = (503, "unavailable.store")
            click(form.part.buttons["morning"])
            await room.until(lambda: room.state.finder.problem is not None)
            room.frame()
            assert "What you look for is kept." in form.nothing.text()
            room.hub.refuse = None
            room.hub.free = [room.hub.offer(room.soon + number * 60 * MINUTE) for number in range(25)]
            click(form.more)
            await room.until(lambda: len(form.rows.rows) == 20)
            room.frame()
            assert form.count.text().startswith("first 20")
            click(form.more)
            await room.until(lambda: len(form.rows.rows) == 25)
            assert form.more.text() == ""

    bridge.run(flow())


def test_what_was_found_for_something_else_is_not_booked(stub, bridge):
    async def flow():
        async with desk_room(stub, bridge, FinderPanel) as room:
            room.hub.free = [room.hub.offer(room.soon)]
            chosen = []
            room.panel.chosen.connect(chosen.append)
            room.panel.begin(CLINIC)
            await room.until(lambda: room.panel.form.rows.rows)
            click(room.panel.form.part.buttons["morning"])
            room.panel.form.rows.choose_current()
            assert chosen == []
            await room.until(lambda: room.state.finder.current)
            room.panel.form.rows.choose_current()
            assert len(chosen) == 1

    bridge.run(flow())
