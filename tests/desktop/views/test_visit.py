"""A visit beside the schedule, and a refused drop: by keys, in all their states."""

import pytest
from msgspec.structs import replace as changed
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from clinic_console.desktop.actions.schedule_columns import card_of
from clinic_console.desktop.state.access import Clinic
from clinic_console.desktop.state.booking_slot import Offer
from clinic_console.desktop.state.visit import Step
from clinic_console.desktop.views.visit import VisitPanel
from clinic_console.desktop.views.visit_refused import Refused
from clinic_console.desktop.views.visit_words import reason_text, step_text
from clinic_console.domain.appointments import CancelReason, State
from clinic_console.domain.errors import InThePast, SlotTaken
from tests.desktop.desk_room import NORD, desk_room
from tests.desktop.stub_appointments import CLINIC, MINUTE, person

KEY = Qt.Key
TWO = (Clinic(CLINIC, "Kita", "Asia/Tokyo", "receptionist"), Clinic(NORD, "Nord", "Asia/Tokyo", "receptionist"))


def click(button: QWidget) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


async def opened(room, **fields):
    card = card_of(room.hub.put(7, fields.pop("begins", room.soon), **fields))
    room.panel.open(card)
    await room.until(lambda: room.state.visit.steps)
    room.frame()
    return card


def test_a_visit_shows_all_that_is_known(stub, bridge):
    async def flow():
        async with desk_room(stub, bridge, VisitPanel) as room:
            who = person(1, alerts=["Latex"], phone="+81 90")
            await opened(room, patient=who, overbooked="acute", reason="cough", others=["Room 2"])
            form = room.panel.form
            facts = {name: value.text() for name, (_, value) in form.facts._lines.items() if value.text()}
            assert facts["Visit"] == "Diabetes review"
            assert facts["With"] == "Dr Itō Haruka"
            assert (facts["Reason"], facts["Overbooked"], facts["Uses"]) == ("cough", "acute", "Room 2")
            assert (facts["Phone"], facts["Booked by"]) == ("+81 90", "R. Lindqvist")
            assert [pill.said.text for pill in form.pills.pills] == ["Latex"]
            assert room.panel.title.text() == "田中 由紀"
            assert form.no_show.isHidden()
            assert "No-show can be said from" in form.status.text()

    bridge.run(flow())


def test_keys_open_the_chart_move_and_cancel_with_a_reason(stub, bridge):
    async def flow():
        async with desk_room(stub, bridge, VisitPanel) as room:
            charts, moves = [], []
            room.panel.patient_wanted.connect(charts.append)
            room.panel.move_wanted.connect(lambda card: moves.append(card.id))
            card = await opened(room)
            room.press(KEY.Key_Return)
            room.press(KEY.Key_M)
            assert (charts, moves) == ([card.patient.id], [card.id])
            room.press(KEY.Key_Delete)
            cancel = room.panel.form.cancel
            assert room.focus is cancel.buttons[CancelReason.PATIENT]
            cancel.buttons[CancelReason.OTHER].setChecked(True)
            cancel.note.setFocus()
            room.press(KEY.Key_Return)
            assert "Say what it is." in cancel.field.note.text()
            room.type("flood")
            room.press(KEY.Key_Return)
            await room.until(lambda: room.undos)
            assert room.hub.visits[card.id].state == "cancelled"
            assert (room.hub.asked[-1][2]["why"], room.hub.asked[-1][2]["note"]) == ("other", "flood")
            assert cancel.isHidden()
            await room.undos[0][1]()
            await room.until(lambda: room.state.visit.card.state is State.BOOKED)

    bridge.run(flow())


def test_delete_and_enter_cancel_for_the_reason_that_is_marked(stub, bridge):
    async def flow():
        async with desk_room(stub, bridge, VisitPanel) as room:
            card = await opened(room)
            room.press(KEY.Key_Delete)
            room.press(KEY.Key_Return)
            await room.until(lambda: room.undos)
            assert room.hub.visits[card.id].state == "cancelled"
            assert room.hub.asked[-1][2]["why"] == "patient"

    bridge.run(flow())


def test_esc_keeps_the_visit_then_closes_the_panel(stub, bridge):
    async def flow():
        async with desk_room(stub, bridge, VisitPanel) as room:
            card = await opened(room)
            room.panel.cancel()
            room.press(KEY.Key_Escape)
            assert (room.left, room.panel.form.cancelling) == ([], False)
            room.press(KEY.Key_Escape)
            assert room.left == [True]
            assert room.hub.visits[card.id].state == "booked"
            assert room.state.visit.card is None

    bridge.run(flow())


def test_a_patient_who_did_not_come(stub, bridge):
    async def flow():
        async with desk_room(stub, bridge, VisitPanel) as room:
            card = await opened(room, begins=room.hub.stub.now() - 20 * MINUTE)
            click(room.panel.form.no_show)
            await room.until(lambda: room.undos)
            assert room.hub.visits[card.id].state == "no_show"
            assert room.panel.form.no_show.isHidden()

    bridge.run(flow())


def test_what_somebody_else_has_changed_is_said_and_shown(stub, bridge):
    async def flow():
        async with desk_room(stub, bridge, VisitPanel) as room:
            card = await opened(room)
            room.hub.visits[card.id] = changed(room.hub.visits[card.id], version=5, reason="new reason")
            room.panel._cancel(CancelReason.PATIENT, "")
            await room.until(room.panel.form.banner.isVisible)
            assert "The visit is as it was." in room.panel.form.banner.words
            await room.until(lambda: room.state.visit.card.version == 5)

    bridge.run(flow())


def test_who_may_only_look_finds_no_buttons_and_a_word_why(stub, bridge):
    async def flow():
        async with desk_room(stub, bridge, VisitPanel, role="facility_manager") as room:
            await opened(room, patient=person(1, "", "", id=""), restricted=True)
            form = room.panel.form
            assert all(button.isHidden() for button in (form.chart, form.move_button, form.cancel_button))
            assert "not change them" in form.status.text()
            assert room.panel.title.text() == "Restricted chart"

    bridge.run(flow())


def test_nothing_of_a_visit_stays_for_who_signs_in_next(stub, bridge):
    async def flow():
        async with desk_room(stub, bridge, VisitPanel) as room:
            await opened(room, reason="cough", patient=person(1, alerts=["Latex"]))
            room.panel.cancel()
            room.panel.form.cancel.note.setText("secret")
            room.state.clear()
            room.panel.forget()
            said = [str(getattr(part, "text", str)()) for part in room.panel.findChildren(QWidget)]
            assert not any(word in text for text in said for word in ("cough", "由紀", "Latex", "secret", "タナカ"))

    bridge.run(flow())


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("appointment.moved", "Moved to Tue"),
        ("cancelled", "Cancelled"),
        ("no-show", "Did not come"),
        ("confirmed", "The patient agreed to the new time"),
        ("?", "Changed"),
    ],
)
def test_what_was_done_in_words(qapp, kind, said):
    after = {"begins": 1_700_000_000_000, "practitioner": 1}
    text = step_text(Step(2, 1, "N", kind, {"type": 1}, after | {"type": 2}), "UTC", {1: "Dr Itō"}, {2: "Review"})
    assert text.startswith(said)
    assert text.endswith(" · Review")


def test_why_it_was_cancelled_in_words(qapp):
    assert reason_text("patient:") == "The patient"
    assert reason_text("other: flood") == "Something else: flood"
    assert reason_text("as written") == "as written"


# A drop that was refused


def refusal(at: int) -> SlotTaken:
    offers = [Offer(1, CLINIC, at + number * MINUTE, at + 30 * MINUTE, "Dr Itō", "UTC") for number in range(4)]
    return SlotTaken(alternatives=offers)


@pytest.mark.parametrize("key", [KEY.Key_2, KEY.Key_Return, KEY.Key_Escape])
def test_a_refused_drop_offers_three_times_by_keys(stub, bridge, key):
    async def flow():
        async with desk_room(stub, bridge, VisitPanel) as room:
            taken, left = [], []
            popup = Refused(room.theme, room.window)
            popup.taken.connect(lambda offer: taken.append(offer.begins))
            popup.left.connect(lambda: left.append(True))
            popup.say(refusal(room.soon), QPoint(10_000, 10_000), room.hub.stub.now(), {CLINIC: "Kita"})
            assert room.window.rect().contains(popup.geometry())
            assert len(popup.rows.rows) == 3
            room.press(key)
            expected = {KEY.Key_2: [room.soon + MINUTE], KEY.Key_Return: [room.soon], KEY.Key_Escape: []}
            assert taken == expected[key]
            assert left == ([True] if key == KEY.Key_Escape else [])
            assert popup.isHidden()

    bridge.run(flow())


def test_a_drop_that_can_never_be_is_only_explained(stub, bridge):
    async def flow():
        async with desk_room(stub, bridge, VisitPanel) as room:
            left = []
            popup = Refused(room.theme, room.window)
            popup.left.connect(lambda: left.append(True))
            popup.say(InThePast(), QPoint(5, 5), 0, {})
            assert room.focus is popup.close_button
            assert popup.rows.isHidden()
            room.press(KEY.Key_Return)
            assert left == [True]

    bridge.run(flow())
