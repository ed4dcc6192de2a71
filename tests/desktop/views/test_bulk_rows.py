"""Bulk work in the day's list: its rows say that something is being done to them, then what became of it."""

from clinic_console.domain.bulk import Operation
from tests.desktop.front_desk_room import front_room
from tests.desktop.stub_bulk import FrontHub


def waiting(room, place):
    return room.view.pane.model.drawn(place)[-1][0].text


def test_a_row_says_what_is_being_done_to_it_at_once_and_no_longer_than_that(stub, bridge):
    async def flow():
        hub = FrontHub(stub).mount()
        async with front_room(stub, bridge) as room:
            await room.shown()
            place = next(place for place in range(room.desk.total) if room.desk.row(place).state == "booked")
            card = room.desk.row(place)
            hub.visits[card.id] = next(
                each for column in room.columns() for each in column.cards if each.id == card.id
            )
            before = waiting(room, place)
            room.desk.marks.turn(card.id)
            room.frame()
            room.view.bulk.act(Operation.ARRIVED)
            assert waiting(room, place) == "Arriving…"
            await room.until(lambda: not room.state.bulk.working)
            assert waiting(room, place) != "Arriving…"
            assert before != "Arriving…"

    bridge.run(flow())
