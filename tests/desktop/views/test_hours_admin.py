"""The Schedules tab: practitioners, types of visits, rooms and devices, and from there hours and leave."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest

from clinic_console.desktop.app import make_admin
from clinic_console.desktop.state.access import Clinic
from clinic_console.desktop.state.hours_affected import Affected
from clinic_console.desktop.views.hours_admin import SchedulesView
from tests.desktop.admin_room import admin_room
from tests.desktop.stub_hours import CLINIC, NORD, Hours

CLINICS = (Clinic(CLINIC, "Kita", "Asia/Tokyo", "administrator"), Clinic(NORD, "Nord", "Asia/Tokyo", "administrator"))


def make(theme, bridge, state, access):
    do = make_admin(access, zone=state.access.zone)
    return SchedulesView(theme, bridge, state, do.practice, do.hours)


@pytest.fixture
def play(stub, bridge):
    """Open the tab and run a flow there."""
    hub = Hours(stub).mount()

    def play(flow, clinics=CLINICS):
        async def whole():
            async with admin_room(stub, bridge, make, clinics=clinics) as room:
                await room.until(lambda: room.view.page.people.pages.loaded and room.view.page._state.specialties)
                await flow(room, hub, room.view.page)
                room.view.forget()

        bridge.run(whole())

    return play


def rows(table, column=0):
    return [str(table.model.index(row, column).data()) for row in range(table.model.rowCount())]


def test_practitioners_are_found_by_name_and_former_ones_on_request(play):
    async def flow(room, hub, page):
        assert rows(page.people) == ["Itō Haruka", "佐々木 健太郎", "Anneliese Müller-Lüdenscheidt"]
        page.inactive.click()
        await room.until(lambda: len(rows(page.people)) == 4)
        assert rows(page.people, 3)[1] == "Not in use"
        page.search.setText("novák")
        await room.until(lambda: rows(page.people) == ["Lucie Novák"])

    play(flow)


def test_somebody_is_added(play):
    async def flow(room, hub, page):
        page.add.click()
        room.frame()
        assert page.person.name.hasFocus()
        assert not page.save.isEnabled()
        QTest.keyClicks(page.person.name, "Sven Åberg")
        page.person.clinics.setFocus()
        QTest.keyClick(page.person.clinics, Qt.Key.Key_Space)
        room.frame()
        page.save.click()
        await room.until(lambda: room.told)
        assert hub.sent[-1].clinics == [CLINIC]
        assert "Sven Åberg" in rows(page.people)
        assert room.told[0][0] == "Saved: Sven Åberg"

    play(flow)


def test_who_has_visits_is_taken_out_only_once_they_have_been_seen(play):
    async def flow(room, hub, page):
        hub.hits = 7
        page._open("3")
        room.frame()
        page.person.active.click()
        page.save.click()
        await room.until(page.affected.isVisible)
        assert "7" in page.save.text()
        assert not hub.sent
        page.save.click()
        await room.until(lambda: room.told)
        assert hub.sent[-1].active is False

    play(flow)


def test_a_refusal_stands_at_its_field(play):
    async def flow(room, hub, page):
        page._open("3")
        room.frame()
        page.person.name.setFocus()
        QTest.keyClicks(page.person.name, "x")
        hub.failing = (400, "input.field", "name")
        page._state.know(page._state.draft, Affected())
        page.save.click()
        await room.until(lambda: page.person.name.property("wrong") == "true")
        assert page._state.draft.name.endswith("x")

    play(flow)


def test_a_type_of_visits_says_what_it_needs(play):
    async def flow(room, hub, page):
        page.parts.buttons["kinds"].click()
        await room.until(lambda: len(rows(page.kinds)) == 3)
        page._open("2")
        room.frame()
        page.kind.add.click()
        room.frame()
        row = page.kind._rows[0]
        QTest.keyClicks(row.group, "exam room")
        row.minutes.setValue(20)
        page.kind.numbers["before"].setValue(5)
        page.save.click()
        await room.until(lambda: room.told)
        sent = hub.sent[-1]
        assert (sent.needs[0].kind, sent.needs[0].group, sent.needs[0].minutes) == ("room", "exam room", 20)
        assert sent.before == 5
        assert rows(page.kinds, 3)[1] == "exam room"
        page.kind._rows[0].remove.click()
        room.frame()
        assert page._state.draft.needs == ()

    play(flow)


def test_a_type_of_visits_says_what_the_desk_goes_by(play):
    async def flow(room, hub, page):
        page.parts.buttons["kinds"].click()
        await room.until(lambda: len(rows(page.kinds)) == 3)
        hub.types[1].grace, hub.types[1].forms = 7, ["Consent, contrast agent"]
        page._state.kinds.refresh()
        await room.until(lambda: page._state.kinds.rows[1].grace == 7)
        page._open("2")
        room.frame()
        form = page.kind
        assert (form.numbers["grace"].value(), form.numbers["patience"].value()) == (7, 20)
        assert (form.priority.currentText(), form.forms.texts) == ("Soon", ("Consent, contrast agent",))
        form.numbers["patience"].setValue(35)
        form.priority.setCurrentIndex(0)
        form.forms.setFocus()
        form.forms.moveCursor(QTextCursor.MoveOperation.End)
        QTest.keyClick(form.forms, Qt.Key.Key_Return)
        room.frame()
        assert form.forms.toPlainText().endswith("\n"), "what is being written is not taken away"
        QTest.keyClicks(form.forms, "Data sharing ")
        page.save.click()
        await room.until(lambda: room.told)
        sent = hub.sent[-1]
        assert (sent.grace, sent.patience, sent.priority) == (7, 35, 1)
        assert sent.forms == ["Consent, contrast agent", "Data sharing"]
        form.forms.setPlainText("A\n\nA")
        assert page._state.draft.forms == ("A", "A")
        hub.failing = (400, "input.field", "forms[1]")
        page.save.click()
        await room.until(lambda: form.forms.property("wrong") == "true")
        assert "form" in form.fields["forms"].note.text().casefold()
        page.forget()
        assert form.forms.toPlainText() == ""

    play(flow)


def test_the_last_form_is_left_with_tab(play):
    async def flow(room, hub, page):
        page.parts.buttons["kinds"].click()
        await room.until(lambda: len(rows(page.kinds)) == 3)
        page._open("1")
        room.frame()
        page.kind.forms.setFocus()
        QTest.keyClick(page.kind.forms, Qt.Key.Key_Tab)
        assert not page.kind.forms.hasFocus()
        assert page.kind.forms.toPlainText() == ""
        assert page.kind.forms.accessibleName() == "To be signed at check-in"

    play(flow)


def test_rooms_are_those_of_a_clinic(play):
    async def flow(room, hub, page):
        page.parts.buttons["rooms"].click()
        await room.until(lambda: rows(page.rooms) == ["Room 1", "ECG 1"])
        assert page.clinic.isVisible()
        page.add.click()
        room.frame()
        page.room.kind.buttons["equipment"].click()
        QTest.keyClicks(page.room.name, "ECG 2")
        QTest.keyClicks(page.room.group, "ECG")
        page.save.click()
        await room.until(lambda: room.told)
        assert (hub.sent[-1].clinic_id, hub.sent[-1].kind, hub.sent[-1].group) == (CLINIC, "equipment", "ECG")

    play(flow)


def test_hours_and_leave_are_one_step_away_and_back(play):
    async def flow(room, hub, page):
        page._open("3")
        room.frame()
        page.person.hours.click()
        await room.until(room.view.hours.week.hasFocus)
        assert "佐々木" in room.view.hours.who.text()
        room.view.hours.away.click()
        await room.until(lambda: room.view.exceptions.table.pages.loaded)
        room.view.exceptions.back.click()
        room.frame()
        assert room.view.stack.currentWidget() is page
        page.leave.click()
        await room.until(lambda: room.view.exceptions.table.pages.loaded)
        assert room.view.exceptions.who.text().startswith("All practitioners")

    play(flow)
