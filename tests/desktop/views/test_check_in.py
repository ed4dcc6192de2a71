"""The check-in card: Enter walks through it, and each of its states can be told."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clinic_console.desktop.actions.schedule_columns import card_of
from clinic_console.desktop.state.booking_slot import chart_of_person
from clinic_console.desktop.state.check_in import Part
from clinic_console.desktop.state.patients import Glass
from clinic_console.desktop.views.check_in import CheckInPanel
from clinic_console.domain.errors import HubUnavailable
from clinic_console.wire.check_in import Form
from tests.desktop.front_room import front_room
from tests.desktop.stub_appointments import person

KEY = Qt.Key


def panel(theme, bridge, state, _bulk, check_in, _find):
    return CheckInPanel(theme, bridge, state, check_in)


async def opened(room, state="arrived", *, patient=None, **fields):
    card = room.hub.put(1, room.hub.stub.now(), state, patient=patient or person(1))
    room.hub.sheet(card, **fields)
    known = card_of(card)
    room.part.open(known)
    await room.until(lambda: room.state.check_in.sheet is not None)
    room.frame()
    return known


def sent(room):
    return [given for method, _, given in room.hub.asked if method == "PUT"]


def here(room):
    return room.state.check_in.part


def test_the_usual_case_takes_three_keys_from_the_list(stub, bridge):
    async def flow():
        async with front_room(stub, bridge, panel, size=(380, 720)) as room:
            left = []
            room.part.left.connect(lambda: left.append(1))
            # The first Enter was the list's own, and has opened the card.
            card = await opened(room)
            keys = 1
            assert room.part.form.next.text() == "Next"
            room.press(KEY.Key_Return)
            assert (here(room), room.part.form.next.text()) == (Part.CONTACTS, "Check in")
            room.press(KEY.Key_Return)
            keys += 2
            await room.until(lambda: room.undos)
            assert keys <= 5
            body = sent(room)[0]
            assert body["compared"] == ["name", "born"]
            assert (body["check_in"], body["contacts"], body["not_confirmed"]) == (True, True, "")
            assert room.hub.visits[card.id].state == "checked_in"
            assert room.undos[0][0] == "Checked in: 田中 由紀 Tanaka Yuki"
            assert [each.state for each in room.shown] == ["checked_in"]
            assert left == [1]
            assert room.state.check_in.card is None
            await room.undos[0][1]()
            assert room.hub.visits[card.id].state == "arrived"

    bridge.run(flow())


def test_an_alert_is_one_step_more(stub, bridge):
    async def flow():
        async with front_room(stub, bridge, panel, size=(380, 720)) as room:
            who = person(1, alerts=["Latex"], interpreter=True)
            await opened(room, patient=who, alerts=["Latex"], language="ja")
            room.press(KEY.Key_Return)
            room.press(KEY.Key_Return)
            assert here(room) is Part.ALERTS
            assert [pill.said.text for pill in room.part.form.alerts.pills.pills] == ["Latex", "Interpreter needed"]
            room.part.form.alerts.line.setFocus()
            room.type("by phone")
            room.press(KEY.Key_Return)
            await room.until(lambda: room.undos)
            assert sent(room)[0]["interpreter"] == "by phone"

    bridge.run(flow())


def test_space_has_a_form_stand_differently(stub, bridge):
    async def flow():
        async with front_room(stub, bridge, panel, size=(380, 720)) as room:
            await opened(room, forms=[Form("Consent, contrast agent"), Form("Data sharing", "signed")])
            room.press(KEY.Key_Return, KEY.Key_Return)
            assert here(room) is Part.FORMS
            assert room.part.form.status.text() == "1 still to sign"
            rows = room.part.form.forms.rows
            assert room.focus is rows[0]
            room.press(KEY.Key_Space)
            room.frame()
            assert rows[0].accessibleName() == "Consent, contrast agent: Signed"
            room.press(KEY.Key_Down)
            assert room.focus is rows[1]
            room.press(KEY.Key_Space)
            room.press(KEY.Key_Up)
            assert room.focus is rows[0]
            room.press(KEY.Key_Return)
            await room.until(lambda: room.undos)
            assert [each["state"] for each in sent(room)[0]["forms"]] == ["signed", "declined"]

    bridge.run(flow())


def test_digits_choose_what_was_compared_and_one_alone_is_too_little(stub, bridge):
    async def flow():
        async with front_room(stub, bridge, panel, size=(380, 720)) as room:
            await opened(room)
            room.press(KEY.Key_2)
            assert room.state.check_in.draft.compared == ("name",)
            room.press(KEY.Key_Return)
            assert here(room) is Part.IDENTITY
            assert "identifiers at least" in room.part.form.status.text()
            room.press(KEY.Key_5)
            room.press(KEY.Key_Return)
            assert here(room) is Part.CONTACTS
            room.press(KEY.Key_Return)
            await room.until(lambda: room.undos)
            assert sent(room)[0]["compared"] == ["name", "mrn"]

    bridge.run(flow())


def test_who_cannot_be_confirmed_needs_a_reason(stub, bridge):
    async def flow():
        async with front_room(stub, bridge, panel, size=(380, 720)) as room:
            card = await opened(room)
            room.part.form.identity.cannot.click()
            assert room.focus is room.part.form.identity.why
            room.press(KEY.Key_Return)
            assert room.part.form.identity.field.note.text() == "Say why."
            room.type("unconscious")
            room.press(KEY.Key_Return)
            assert here(room) is Part.CONTACTS
            room.press(KEY.Key_Return)
            await room.until(lambda: room.undos)
            assert (sent(room)[0]["compared"], sent(room)[0]["not_confirmed"]) == ([], "unconscious")
            assert room.hub.visits[card.id].identity == "not_confirmed"

    bridge.run(flow())


def test_up_and_shift_tab_go_back(stub, bridge):
    async def flow():
        async with front_room(stub, bridge, panel, size=(380, 720)) as room:
            await opened(room)
            room.press(KEY.Key_Return)
            assert here(room) is Part.CONTACTS
            room.press(KEY.Key_Up)
            assert here(room) is Part.IDENTITY
            room.press(KEY.Key_Return)
            room.press(KEY.Key_Backtab)
            assert here(room) is Part.IDENTITY

    bridge.run(flow())


def test_a_child_is_asked_who_has_come_along(stub, bridge):
    async def flow():
        async with front_room(stub, bridge, panel, size=(380, 720)) as room:
            room.frame()
            await opened(room, patient=person(1, born=date(2019, 1, 1)))
            room.press(KEY.Key_Return, KEY.Key_Return)
            assert here(room) is Part.COMPANIONS
            assert room.part.form.companions.child.isVisible()
            room.part.form.companions.add.click()
            room.frame()
            room.type("Tanaka Ken")
            room.press(KEY.Key_Return)
            await room.until(lambda: room.undos)
            assert [each["name"] for each in sent(room)[0]["companions"]] == ["Tanaka Ken"]

    bridge.run(flow())


def test_what_somebody_else_changed_is_said_before_anything_is_kept(stub, bridge):
    async def flow():
        async with front_room(stub, bridge, panel, size=(380, 720)) as room:
            card = await opened(room)
            room.hub.change(card.id, state="roomed", room="Room 3")
            room.press(KEY.Key_Return, KEY.Key_Return)
            await room.until(lambda: room.state.check_in.newer is not None)
            room.frame()
            banner = room.part.form.banner
            assert banner.words == (
                "Somebody else has changed this visit. Status: Arrived → Roomed. Room: – → Room 3."
            )
            assert room.hub.visits[card.id].state == "roomed"
            assert not room.part.form.next.isEnabled()
            banner.button.click()
            room.frame()
            assert banner.isHidden()
            assert here(room) is Part.IDENTITY
            room.press(KEY.Key_Return)
            # Whoever is in a room already is only confirmed.
            assert room.part.form.next.text() == "Keep"
            room.press(KEY.Key_Return)
            await room.until(lambda: room.undos)
            assert room.undos[0][0].startswith("Kept: ")
            assert sent(room)[-1]["check_in"] is False

    bridge.run(flow())


def test_a_change_that_comes_while_it_is_open_is_told_at_once(stub, bridge):
    async def flow():
        async with front_room(stub, bridge, panel, size=(380, 720)) as room:
            card = await opened(room)
            now = room.hub.change(card.id, room="Lab")
            room.state.front_desk._all[card.id] = card_of(now)
            await room.until(lambda: room.state.check_in.newer is not None)
            assert "Lab" in room.part.form.banner.words

    bridge.run(flow())


def test_a_lost_answer_checks_in_once(stub, bridge):
    async def flow():
        async with front_room(stub, bridge, panel, size=(380, 720)) as room:
            card = await opened(room)
            room.hub.lose = 2
            room.press(KEY.Key_Return, KEY.Key_Return)
            await room.until(lambda: room.undos)
            assert (len(sent(room)), len({each["key"] for each in sent(room)})) == (3, 1)
            assert room.hub.visits[card.id].version == 2

    bridge.run(flow())


@pytest.mark.parametrize(("role", "button"), [("receptionist", ""), ("nurse", "Break the glass …")])
def test_a_restricted_chart_says_who_can_open_it(stub, bridge, role, button):
    async def flow():
        async with front_room(stub, bridge, panel, size=(380, 720), role=role) as room:
            asked = []
            room.part.glass_wanted.connect(lambda: asked.append(1))
            card = room.hub.put(1, room.hub.stub.now(), "arrived")
            room.hub.closed = {card.id}
            room.part.open(card_of(card))
            await room.until(lambda: room.state.check_in.problem is not None)
            room.frame()
            ground = room.part.form.ground
            assert ground.accessibleName() == "This chart is restricted"
            assert ground.button.text() == button
            if button:
                ground.button.click()
                assert asked == [1]
            room.hub.closed = set()
            room.state.patients.listed((_glass(room.cards()[0]),))
            await room.until(lambda: room.state.check_in.sheet is not None)
            room.frame()
            assert ground.isHidden()

    bridge.run(flow())


def _glass(card):
    return Glass("g1", card.clinic, chart_of_person(card.patient), "", 0, 0)


def test_what_cannot_be_had_is_asked_for_again(stub, bridge):
    async def flow():
        async with front_room(stub, bridge, panel, size=(380, 720)) as room:
            card = room.hub.put(1, room.hub.stub.now(), "arrived")
            room.hub.refuse = (503, "unavailable.store")
            room.part.open(card_of(card))
            await room.until(lambda: room.state.check_in.problem is not None)
            room.frame()
            room.hub.refuse = None
            assert room.part.form.ground.button.text() == "Try again"
            room.part.form.ground.button.click()
            await room.until(lambda: room.state.check_in.sheet is not None)

    bridge.run(flow())


def test_offline_says_that_nothing_typed_is_lost(stub, bridge):
    async def flow():
        async with front_room(stub, bridge, panel, size=(380, 720)) as room:
            await opened(room)
            room.state.connection.dropped(0.0, HubUnavailable(), 1.0)
            room.frame()
            assert room.part.form.banner.words == "Offline. What you type here stays."

    bridge.run(flow())


def test_who_may_not_check_in_asks_for_no_chart(stub, bridge):
    async def flow():
        async with front_room(stub, bridge, panel, size=(380, 720), role="administrator") as room:
            card = room.hub.put(1, room.hub.stub.now(), "arrived")
            room.part.open(card_of(card))
            room.frame()
            assert room.part.form.ground.accessibleName() == "You may not check patients in here"
            assert not room.hub.asked

    bridge.run(flow())


def test_esc_keeps_nothing_and_opens_nothing(stub, bridge):
    async def flow():
        async with front_room(stub, bridge, panel, size=(380, 720)) as room:
            left = []
            room.part.left.connect(lambda: left.append(1))
            await opened(room)
            room.press(KEY.Key_Escape)
            assert (left, room.state.check_in.card, sent(room)) == ([1], None, [])

    bridge.run(flow())


def test_a_visit_that_is_over_is_only_shown(stub, bridge):
    async def flow():
        async with front_room(stub, bridge, panel, size=(380, 720)) as room:
            await opened(room, "cancelled")
            assert not room.part.form.next.isEnabled()
            assert "This visit is over" in room.part.form.status.text()
            room.press(KEY.Key_Return, KEY.Key_Return)
            assert sent(room) == []

    bridge.run(flow())


def test_one_held_down_enter_is_one(stub, bridge):
    async def flow():
        async with front_room(stub, bridge, panel, size=(380, 720)) as room:
            await opened(room)
            room.press(KEY.Key_Return)
            again = QKeyEvent(QKeyEvent.Type.KeyPress, KEY.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True)
            QApplication.sendEvent(room.focus, again)
            assert here(room) is Part.CONTACTS
            QTest.keyClick(room.focus, KEY.Key_Tab)
            assert sent(room) == []

    bridge.run(flow())
