"""Finder, waitlist, a visit and a refused drop beside the schedule: by keys, in all their states."""

import pytest
from msgspec.structs import replace as changed
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from clinic_console.desktop.actions.schedule_columns import card_of
from clinic_console.desktop.state.access import Clinic
from clinic_console.desktop.state.booking_slot import Offer
from clinic_console.desktop.state.visit import Step
from clinic_console.desktop.state.waitlist import Wish
from clinic_console.desktop.views.finder import FinderPanel
from clinic_console.desktop.views.visit import VisitPanel
from clinic_console.desktop.views.visit_refused import Refused
from clinic_console.desktop.views.visit_words import reason_text, step_text
from clinic_console.desktop.views.waitlist import WaitlistPanel
from clinic_console.desktop.views.waitlist_words import hours_text, waited_text, wish_text
from clinic_console.domain.appointments import CancelReason, State
from clinic_console.domain.errors import InThePast, SlotTaken
from tests.desktop.desk_room import NORD, desk_room
from tests.desktop.stub_appointments import CLINIC, MINUTE, an_id, freed, person, waiting

KEY = Qt.Key
TWO = (Clinic(CLINIC, "Kita", "Asia/Tokyo", "receptionist"), Clinic(NORD, "Nord", "Asia/Tokyo", "receptionist"))


def click(button: QWidget) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


# The finder


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


# The waitlist


async def listed(room, *entries):
    for entry in entries:
        room.hub.queue[entry.id] = entry
    room.panel.begin(CLINIC)
    await room.until(lambda: len(room.panel.content.rows.rows) == len(entries))
    room.panel.enter()


def test_a_freed_time_is_booked_or_passed_over_by_keys(stub, bridge):
    async def flow():
        async with desk_room(stub, bridge, WaitlistPanel) as room:
            wanted = []
            room.panel.book_wanted.connect(lambda who, free: wanted.append((who.patient.name, free.begins)))
            await listed(room, waiting(1, offers=[freed(1, room.soon)]), waiting(2, priority=1))
            content = room.panel.content
            assert room.focus is content.freed
            assert content.freed.rows[0].strong
            assert "fits" in content.freed.rows[0].below
            room.press(KEY.Key_Return)
            assert wanted == [("田中 由紀", room.soon)]
            room.press(KEY.Key_Delete)
            await room.until(lambda: not content.freed.rows)
            assert room.told[0][0] == "Passed over"

    bridge.run(flow())


def test_who_is_taken_off_can_be_put_back(stub, bridge):
    async def flow():
        async with desk_room(stub, bridge, WaitlistPanel) as room:
            await listed(room, waiting(1), waiting(2, priority=1))
            assert room.focus is room.panel.content.rows
            room.press(KEY.Key_Delete)
            await room.until(lambda: len(room.panel.content.rows.rows) == 1)
            assert list(room.hub.queue) == [an_id(5, 1)]
            ((_, undo),) = room.undos
            await undo()
            await room.until(lambda: len(room.panel.content.rows.rows) == 2)
            assert set(room.hub.queue) == {an_id(5, 1), an_id(5, 2)}

    bridge.run(flow())


def test_somebody_is_put_on_and_changed_by_keys(stub, bridge):
    async def flow():
        async with desk_room(stub, bridge, WaitlistPanel) as room:
            room.panel.begin(CLINIC)
            await room.until(room.panel.content.empty.isVisible)
            click(room.panel.content.add)
            form = room.panel.form
            assert room.focus is form.patient.line
            room.type("由紀")
            await room.until(lambda: form.patient.rows.rows)
            room.press(KEY.Key_Return)
            assert room.focus is form.kind
            assert not form.save.isEnabled()
            room.press(KEY.Key_Down)
            click(form.priority.buttons["1"])
            form.note.setFocus()
            room.type("calls back")
            room.press(KEY.Key_Return)
            await room.until(lambda: room.panel.content.rows.rows)
            (entry,) = room.hub.queue.values()
            assert (entry.patient.name, entry.priority, entry.note) == ("田中 由紀", 1, "calls back")
            assert entry.type in (1, 2, 3)
            room.panel.content.rows.setFocus()
            room.press(KEY.Key_Return)
            assert form.note.text() == "calls back"
            form.note.setText("")
            form.note.textEdited.emit("")
            room.hub.refuse = (503, "unavailable.store")
            click(form.save)
            await room.until(form.problem.isVisible)
            assert "still here" in form.problem.text()
            room.press(KEY.Key_Escape)
            assert room.state.waitlist.draft is None
            assert room.left == []

    bridge.run(flow())


def test_the_waitlist_says_when_it_may_be_old_or_is_not_for_one(stub, bridge):
    async def flow():
        async with desk_room(stub, bridge, WaitlistPanel) as room:
            await listed(room, waiting(1))
            room.hub.refuse = (503, "unavailable.store")
            room.state.waitlist.told(CLINIC, 99)
            await room.until(room.panel.content.banner.isVisible)
            room.hub.refuse = None
            click(room.panel.content.banner.button)
            await room.until(room.panel.content.banner.isHidden)
            room.state.access.entered("N", (Clinic(CLINIC, "Kita", "Asia/Tokyo", "administrator"),))
            room.frame()
            assert room.panel.content.edit.isHidden()
            assert room.panel.foot.isHidden()
            room.state.access.entered("N", (Clinic(CLINIC, "Kita", "Asia/Tokyo", "auditor"),))
            room.state.waitlist.look_at(NORD)
            room.frame()
            assert "Not for your role" in room.panel.content.empty.accessibleName()

    bridge.run(flow())


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        (Wish(2), "Review"),
        (Wish(2, practitioner=1, weekdays=(3, 1)), "Review · Dr Itō · Mon Wed"),
        (Wish(2, specialty=1, time_to=720, note="soon"), "Review · Heart · mornings · soon"),
        (Wish(2, weekdays=(1, 2, 3, 4, 5, 6, 7)), "Review"),
    ],
)
def test_what_somebody_takes_in_words(qapp, wish, said):
    assert wish_text(wish, {2: "Review"}, {1: "Dr Itō"}, {1: "Heart"}) == said


def test_hours_and_days_of_waiting_in_words(qapp):
    assert hours_text(Wish(time_from=540, time_to=630)) == "09:00 to 10:30"
    assert "3" in waited_text(1, 3 * 86_400_000 + 5)
    assert waited_text(1, 0) == ""


# A visit


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
