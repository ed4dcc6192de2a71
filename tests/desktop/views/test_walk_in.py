"""A walk-in: found, added by Enter, told, and taken back."""

from PySide6.QtCore import Qt

from clinic_console.desktop.state.chart import Chart
from clinic_console.desktop.views.walk_in import WalkInPanel
from tests.desktop.front_room import front_room
from tests.desktop.stub_appointments import CLINIC, an_id

KEY = Qt.Key
SIZE = (380, 720)


def panel(theme, bridge, state, _bulk, check_in, _find):
    return WalkInPanel(theme, bridge, state, check_in)


def sent(room):
    return [given for _, path, given in room.hub.asked if path.endswith("walk-in")]


async def chosen(room, text="zoe"):
    room.part.begin(CLINIC)
    room.type("zoë")
    room.press(KEY.Key_Return)
    await room.until(lambda: room.state.walk_in.patient is not None)


def test_a_name_enter_and_enter_add_somebody_to_who_has_the_fewest_waiting(stub, bridge):
    async def flow():
        async with front_room(stub, bridge, panel, size=SIZE) as room:
            left = []
            room.part.left.connect(lambda: left.append(1))
            await chosen(room)
            assert room.part.doctor_choice.currentText() == "Whoever has the fewest waiting"
            room.press(KEY.Key_Return)
            await room.until(lambda: room.undos)
            assert (sent(room)[0]["practitioner"], sent(room)[0]["type"]) == (0, 2)
            assert room.undos[0][0] == "Added: Zoë van der Meer · Dr Lucie Novák"
            assert [(card.walk_in, card.state) for card in room.shown] == [(True, "arrived")]
            assert (left, room.state.walk_in.patient) == ([1], None)

    bridge.run(flow())


def test_type_doctor_and_reason_are_what_was_chosen(stub, bridge):
    async def flow():
        async with front_room(stub, bridge, panel, size=SIZE) as room:
            await chosen(room)
            room.part.kind.setCurrentIndex(room.part.kind.findData(3))
            room.part.doctor_choice.setCurrentIndex(room.part.doctor_choice.findData(1))
            room.part.reason.setFocus()
            room.type("cut finger")
            room.press(KEY.Key_Return)
            await room.until(lambda: room.undos)
            body = sent(room)[0]
            assert (body["type"], body["practitioner"], body["reason"]) == (3, 1, "cut finger")
            # The next one begins with what was added last.
            room.part.begin(CLINIC)
            assert room.state.walk_in.type == 3

    bridge.run(flow())


def test_a_lost_answer_adds_once(stub, bridge):
    async def flow():
        async with front_room(stub, bridge, panel, size=SIZE) as room:
            await chosen(room)
            room.hub.lose = 2
            room.press(KEY.Key_Return)
            await room.until(lambda: room.undos)
            assert len({each["key"] for each in sent(room)}) == 1
            assert len(room.hub.visits) == 1

    bridge.run(flow())


def test_what_is_refused_is_said_and_everything_typed_stays(stub, bridge):
    async def flow():
        async with front_room(stub, bridge, panel, size=SIZE) as room:
            await chosen(room)
            room.hub.refuse = (400, "schedule.no_practitioner")
            room.press(KEY.Key_Return)
            await room.until(lambda: room.state.walk_in.problem is not None)
            room.frame()
            assert room.part.banner.isVisible()
            assert room.state.walk_in.patient is not None
            assert room.part.add.isEnabled()

    bridge.run(flow())


def test_enter_without_anybody_goes_to_the_search(stub, bridge):
    async def flow():
        async with front_room(stub, bridge, panel, size=SIZE) as room:
            room.part.begin(CLINIC)
            room.part.reason.setFocus()
            room.press(KEY.Key_Return)
            assert room.focus is room.part.patient.line
            assert sent(room) == []

    bridge.run(flow())


def test_somebody_new_is_registered_first(stub, bridge):
    async def flow():
        async with front_room(stub, bridge, panel, size=SIZE) as room:
            wanted = []
            room.part.register_wanted.connect(wanted.append)
            room.part.begin(CLINIC)
            room.type("Nowak")
            room.part.patient.register.click()
            assert wanted == ["Nowak"]
            room.part.registered(Chart(an_id(1, 2), "MRN", "Nowak", "", None, "F"))
            room.frame()
            assert room.part.add.isEnabled()

    bridge.run(flow())


def test_who_may_not_book_adds_nobody(stub, bridge):
    async def flow():
        async with front_room(stub, bridge, panel, size=SIZE, role="administrator") as room:
            room.part.begin(CLINIC)
            room.frame()
            assert room.part.denied.isVisible()
            assert room.part.patient.isHidden()
            room.press(KEY.Key_Return)
            assert sent(room) == []

    bridge.run(flow())


def test_esc_empties_the_search_first_and_then_closes(stub, bridge):
    async def flow():
        async with front_room(stub, bridge, panel, size=SIZE) as room:
            left = []
            room.part.left.connect(lambda: left.append(1))
            room.part.begin(CLINIC)
            room.type("zo")
            room.press(KEY.Key_Escape)
            assert (room.part.patient.line.text(), left) == ("", [])
            room.press(KEY.Key_Escape)
            assert left == [1]

    bridge.run(flow())
