"""Call lists: one key a call, what did not happen first, others' words, printing."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPdf import QPdfDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from clinic_console.desktop.theme import DARK, Theme
from clinic_console.desktop.views.ground import Footing
from clinic_console.domain.unavailable import Contact
from clinic_console.wire.schedule import Card
from clinic_console.wire.unavailable import Called
from tests.desktop.stub_hours import CLINIC
from tests.desktop.unavailable_room import away_room

KEY = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def play(stub, bridge):
    """Carry out a plan of 12 rows, two of which cannot be moved, and run a flow on its call list."""

    def play(flow, *, open_it=True, rows=12, **room):
        async def whole():
            async with away_room(stub, bridge, **room) as at:
                at.hub.rows = rows
                if open_it:
                    at.view.begin(CLINIC, 1)
                    await at.planned()
                    at.hub.taken = {row.id for row in at.view.plan.plan.rows[4:6]}
                    at.view.commit()
                    await at.until(lambda: at.view.on_calls and at.calls(0))
                await flow(at)

        bridge.run(whole())

    return play


def row(room, place):
    return room.view.calls.calls.row(room.view.calls.rows.model.id(place))


def test_what_did_not_happen_comes_first_and_says_why(play):
    async def flow(room):
        assert room.calls(0)[:3] == ["Hülya Şahin", "伊藤 さくら", "小林 直子"]
        assert room.calls(4)[:3] == ["Not moved", "Not moved", "Moved"]
        assert room.calls(3)[:2] == ["As it was", "As it was"]
        assert room.view.calls.why.text() == "Somebody else has booked this time. Enter: choose again."
        room.press(KEY.Key_End)
        assert not room.view.calls.why.isVisible()
        assert "2 not done" in room.view.calls.sum.text()
        assert "0 of 9 reached" in room.view.calls.sum.text()

    play(flow)


@pytest.mark.parametrize(
    ("key", "contact", "words"),
    [
        (KEY.Key_A, "agreed", "Agreed"),
        (KEY.Key_D, "declined", "Declined"),
        (KEY.Key_M, "message", "Message left"),
        (KEY.Key_N, "no_answer", "No answer"),
        (KEY.Key_X, "wrong_number", "Wrong number"),
        (KEY.Key_Delete, "", "Not called yet"),
    ],
)
def test_one_key_says_what_came_of_a_call(play, key, contact, words):
    async def flow(room):
        for _ in range(3):
            room.press(KEY.Key_Down)
        before = room.view.calls.current
        room.press(key)
        await room.until(lambda: row(room, 3).tries == 1)
        room.frame()
        assert room.hub.sent[-1] == Called(1, contact, "")
        assert room.calls(5)[3] == words
        assert room.calls(6)[3] == "1"
        assert room.calls(7)[3].startswith("N. Sato")
        # Nothing moves under the pointer.
        assert room.view.calls.current == before
        assert not room.view.calls.undo.isVisible()

    play(flow)


def test_calls_about_several_rows_are_told_of_at_once(play):
    async def flow(room):
        for _ in range(4):
            room.press(KEY.Key_Down)
            room.press(KEY.Key_A)
        await room.until(lambda: sum(each.contact is Contact.AGREED for each in room.view.calls.calls.list.rows) == 4)
        assert "3 of 9 reached" in room.view.calls.sum.text()

    play(flow)


def test_a_note_is_written_and_left(play):
    async def flow(room):
        room.press(KEY.Key_Down)
        room.press(KEY.Key_E)
        assert room.view.calls.note.hasFocus()
        QTest.keyClicks(room.focus, "calls back at 5")
        room.press(KEY.Key_Return)
        await room.until(lambda: row(room, 1).note == "calls back at 5")
        assert room.view.calls.rows.view.hasFocus()
        room.press(KEY.Key_E)
        QTest.keyClicks(room.focus, "other")
        room.press(KEY.Key_Escape)
        room.frame()
        assert room.view.calls.rows.view.hasFocus()
        assert room.view.calls.note.text() == "calls back at 5"
        room.press(KEY.Key_E)
        QTest.keyClicks(room.focus, "gone")
        room.view.calls.enter()
        room.press(KEY.Key_Down)
        await room.until(lambda: row(room, 1).note == "gone")
        assert room.view.calls.note.text() == ""

    play(flow)


def test_what_somebody_else_said_is_not_overwritten(play):
    async def flow(room):
        name = room.view.calls.calls.list.id
        for _ in range(3):
            room.press(KEY.Key_Down)
        theirs = next(each for each in room.hub.lists[name].rows if each.card.id == room.view.calls.current)
        theirs.contact, theirs.version, theirs.contact_by = "declined", 2, "R. Lindqvist"
        room.press(KEY.Key_A)
        await room.until(lambda: room.told)
        await room.until(lambda: row(room, 3).contact is Contact.DECLINED)
        room.frame()
        assert room.calls(5)[3] == "Declined"

    play(flow)


def test_a_visit_that_was_not_moved_is_given_another_time(play):
    async def flow(room):
        room.press(KEY.Key_Return)
        await room.until(lambda: room.view.calls.other.offers)
        offer = room.view.calls.other.offers[1]
        room.press(KEY.Key_2)
        await room.until(lambda: row(room, 0).moved_since)
        room.frame()
        assert row(room, 0).card.begins == offer.begins
        assert room.calls(4)[0] == "Moved since"
        assert not room.view.calls.other.isVisible()
        assert room.view.calls.rows.view.hasFocus()
        assert len(room.changed) == 2

    play(flow)


def test_a_time_that_was_taken_again_is_told_of_and_others_are_looked_for(play):
    async def flow(room):
        room.press(KEY.Key_Return)
        await room.until(lambda: room.view.calls.other.offers)
        asked = len(room.hub.asked)
        room.hub.failing = (409, "schedule.taken")
        room.press(KEY.Key_1)
        await room.until(lambda: room.told and room.view.calls.other.offers)
        await room.until(lambda: ("POST", "/api/schedule/next") in room.hub.asked[asked + 1 :])
        room.press(KEY.Key_Escape)
        assert not room.view.calls.other.isVisible()

    play(flow)


def test_all_is_taken_back_after_a_question(play):
    async def flow(room):
        view = room.view.calls
        view.undo.click()
        room.frame()
        assert view.confirm.no.hasFocus()
        room.press(KEY.Key_Escape)
        assert view.rows.view.hasFocus()
        view.undo.click()
        view.confirm.yes.click()
        await room.until(lambda: view.calls.list.undone)
        room.frame()
        assert "Taken back" in view.sum.text()
        assert not view.undo.isVisible()
        sent = len(room.hub.sent)
        room.press(KEY.Key_A)
        room.frame()
        assert len(room.hub.sent) == sent

    play(flow)


def test_what_was_touched_meanwhile_is_not_taken_back(play):
    async def flow(room):
        view = room.view.calls
        room.hub.lists[view.calls.list.id].touched = True
        view.undo.click()
        view.confirm.yes.click()
        await room.until(lambda: room.told)
        await room.until(lambda: view.calls.list.touched)
        room.frame()
        assert not view.undo.isVisible()

    play(flow)


def test_lists_are_listed_and_opened(play):
    async def flow(room):
        view = room.view.calls
        room.press(KEY.Key_Escape)
        await room.until(lambda: view.table.pages.rows)
        await room.until(view.table.isVisible)
        model = view.table.model
        shown = [str(model.index(0, column).data()) for column in range(5)]
        assert shown[0] == "Dr Itō Haruka"
        assert shown[3:] == ["12", "11"]
        view.enter()
        room.press(KEY.Key_Return)
        await room.until(lambda: room.calls(0))
        room.press(KEY.Key_Escape)
        room.press(KEY.Key_Escape)
        assert room.left == [True]

    play(flow)


def test_without_a_list_it_is_said_what_would_stand_there(play):
    async def flow(room):
        room.view.begin_calls(CLINIC)
        await room.until(lambda: room.view.calls.table.ground.footing is Footing.EMPTY)
        assert room.view.calls.table.ground.isVisible()

    play(flow, open_it=False)


def test_who_does_not_book_is_told_so(play):
    async def flow(room):
        room.view.begin_calls(CLINIC)
        room.frame()
        assert room.view.calls.ground.footing is Footing.DENIED
        assert room.view.calls.ground.isVisible()
        assert room.hub.asked == []

    play(flow, open_it=False, role="administrator")


def test_a_list_that_cannot_be_had_is_asked_for_again(play):
    async def flow(room):
        name = room.view.calls.calls.list.id
        room.view.calls.calls.open("")
        room.hub.failing = (503, "unavailable")
        room.view.begin_calls(CLINIC, name)
        assert room.view.calls.ground.footing is Footing.LOADING
        await room.until(lambda: room.view.calls.ground.footing is Footing.FAILED)
        room.view.calls.ground.panel.button.click()
        await room.until(lambda: room.calls(0))
        room.hub.failing = (503, "unavailable")
        room.view.calls.calls.again()
        await room.until(lambda: room.view.calls.ground.footing is Footing.KEPT)
        assert room.calls(0)

    play(flow)


def test_a_row_of_which_nothing_is_known_stands_there_without_a_name(play):
    async def flow(room):
        found = next(iter(room.hub.lists.values()))
        found.rows[0].card, found.rows[0].outcome = Card(found.rows[0].card.id, 0, 0, "", 0, 0, "", 0), "not_found"
        room.view.calls.calls.again()
        await room.until(lambda: "Not there any more" in room.calls(4))
        assert "Name not shown" in room.calls(0)

    play(flow)


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_the_list_goes_onto_paper_with_who_and_when(play, tmp_path):
    async def flow(room):
        paper = room.view.calls.paper()
        assert paper.title == "Call list · Kita"
        assert paper.by == "N. Sato"
        assert paper.at
        assert len(paper.rows) == 12
        assert paper.rows[0][0] == "Hülya Şahin"
        assert paper.rows[1][0] == "伊藤 さくら Itō Sakura"
        assert paper.rows[0][4] == "Not moved"
        room.view.calls.pdf.click()
        dialog = room.view.calls.findChild(QFileDialog)
        path = tmp_path / "calls.pdf"
        dialog.fileSelected.emit(str(path))
        await room.until(lambda: room.told)
        dialog.close()
        assert room.told == [("Saved as PDF", str(path))]
        document = QPdfDocument()
        document.load(str(path))
        assert document.pageCount() == 1
        text = document.getAllText(0).text()
        assert "03-5555-0004" in text
        assert "伊藤 さくら" in text
        assert "Printed by N. Sato" in text
        document.close()

    play(flow)


def test_nothing_is_kept_of_anybody_and_another_look_is_taken_on(play):
    async def flow(room):
        view = room.view.calls
        room.view.set_theme(Theme(DARK))
        room.frame()
        for control in (view.back, view.undo, view.print, view.pdf, view.note, *view.buttons.values()):
            assert control.accessibleName() or control.text()
        room.view.forget()
        room.state.clear()
        assert room.calls(0) == []
        assert view.note.text() == ""
        assert view.who.text() == ""
        assert room.state.unavailable.calls.list is None

    play(flow)
