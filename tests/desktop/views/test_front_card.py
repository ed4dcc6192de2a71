"""The card beside the day's list: what the list knows of the patient, and nothing that opens a chart."""

import pytest

from clinic_console.desktop.views.front_card import FrontCard, initials_of
from tests.desktop.front_room import front_room
from tests.desktop.stub_appointments import MINUTE, person

SIZE = (360, 700)


class Shown(FrontCard):
    """The card, with a frame as the room of the tests gives one."""

    def frame(self, _mono):
        """Nothing moves on it."""


def card(theme, bridge, state, _bulk, _check_in, _find):
    return Shown(theme, bridge, state)


def facts(found):
    return {name: value.text() for name, (_, value) in found._lines.items() if value.text()}


def put(room, state="arrived", /, **fields):
    who = fields.pop("patient", person(1, phone="+81 90", alerts=["Latex", "fall_risk"]))
    room.hub.put(1, room.hub.stub.now(), state, patient=who, **fields)
    room.hub.put(2, room.hub.stub.now() + 90 * MINUTE, patient=who)
    cards = room.cards()
    room.part.show_card(cards[0], cards[1:])
    return cards[0]


def test_it_says_who_it_is_and_asks_nothing_of_the_hub(stub, bridge):
    async def flow():
        async with front_room(stub, bridge, card, size=SIZE) as room:
            put(room, reason="cough", room="Room 3", arrived=stub.now())
            part = room.part
            assert (part.name.text(), part.other.text()) == ("田中 由紀", "Tanaka Yuki · タナカ ユキ")
            assert part.initials.text() == "田中"
            assert facts(part.facts)["Phone"] == "+81 90"
            assert facts(part.facts)["Born"].startswith("4 Mar 1958 · ")
            assert [pill.said.text for pill in part.pills.pills] == ["Latex", "Fall risk"]
            shown = facts(part.visit_facts)
            assert (shown["Reason"], shown["Room"], shown["Doctor"]) == ("cough", "Room 3", "Dr Itō Haruka")
            assert len(part._rows) == 1
            assert part._rows[0].isVisible()
            assert not room.hub.asked

    bridge.run(flow())


@pytest.mark.parametrize(
    ("identity", "state", "text", "tone"),
    [
        ("confirmed", "arrived", "Identity confirmed", "secondary"),
        ("not_confirmed", "arrived", "Identity could not be confirmed", "notice"),
        ("", "roomed", "Identity not compared yet", "notice"),
        ("", "booked", "", "secondary"),
    ],
)
def test_whoever_rooms_a_patient_sees_whether_it_is_known_who_it_is(stub, bridge, identity, state, text, tone):
    async def flow():
        async with front_room(stub, bridge, card, size=SIZE) as room:
            put(room, state, identity=identity)
            assert (room.part.identity.text(), room.part.identity.property("tone")) == (text, tone)

    bridge.run(flow())


def test_its_buttons_carry_the_card_and_the_patient(stub, bridge):
    async def flow():
        async with front_room(stub, bridge, card, size=SIZE) as room:
            said = []
            room.part.check_in_wanted.connect(said.append)
            room.part.patient_wanted.connect(said.append)
            room.part.book_wanted.connect(said.append)
            known = put(room)
            for button in (room.part.check_in, room.part.profile, room.part.book):
                button.click()
            assert said == [known, known.patient.id, known.patient.id]

    bridge.run(flow())


@pytest.mark.parametrize(
    ("role", "state", "text"),
    [
        ("receptionist", "booked", "Check in"),
        ("receptionist", "roomed", "Check-in card"),
        ("receptionist", "done", ""),
        ("administrator", "booked", ""),
    ],
)
def test_only_who_may_can_check_in(stub, bridge, role, state, text):
    async def flow():
        async with front_room(stub, bridge, card, size=SIZE, role=role) as room:
            put(room, state)
            assert (room.part.check_in.text() if room.part.check_in.isVisible() else "") == text

    bridge.run(flow())


def test_a_restricted_chart_names_nobody_and_nobody_is_there_without_a_visit(stub, bridge):
    async def flow():
        async with front_room(stub, bridge, card, size=SIZE) as room:
            room.part.show_card(None, ())
            assert room.part.empty.isVisible()
            assert room.part.foot.isHidden()
            put(room, patient=person(1, "", "", id="", mrn="", name_kana="", sex=""), restricted=True)
            assert room.part.name.text() == "Restricted chart"
            assert room.part.profile.isHidden()
            room.part.forget()
            assert room.part.name.text() == ""

    bridge.run(flow())


@pytest.mark.parametrize(
    ("name", "letters"), [("高橋 健", "高橋"), ("Gunnar Åkesson", "GÅ"), ("이지훈", "이지"), ("Ren", "R"), ("", "")]
)
def test_initials_are_as_people_shorten_names(name, letters):
    assert initials_of(name) == letters
