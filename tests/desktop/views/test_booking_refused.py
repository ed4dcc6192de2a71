"""The panel of a booking that the hub refuses: which field it is, and which type is tried instead."""

import json

import msgspec
from PySide6.QtCore import Qt

from clinic_console.desktop.state.booking_slot import Kept
from clinic_console.desktop.state.schedule import Span
from clinic_console.desktop.state.schedule_columns import Column
from clinic_console.desktop.views.booking import BookingPanel
from clinic_console.desktop.views.booking_words import date_of, refusal_words
from clinic_console.domain.errors import BadField, OutsideHours
from clinic_console.domain.schedule import Work
from clinic_console.wire.access import Failure
from tests.desktop.desk_room import desk_room
from tests.desktop.stub_appointments import CLINIC, MINUTE, fail
from tests.desktop.views.test_booking import booking, choose

KEY = Qt.Key


def refuse_field(room, name: str) -> None:
    """Have bookings refused for a field."""
    body = msgspec.json.encode(Failure("input.field", "no", "do something", field=name))
    room.hub.stub.extra["", "/api/appointments"] = lambda *_: (400, body)


def test_a_reason_that_cannot_be_kept_is_marked_until_it_is_another(stub, bridge):
    async def flow():
        async with booking(stub, bridge) as room:
            await choose(room)
            form = room.panel.form
            reason, line = form.fields["reason"], form.lines["reason"]
            line.setFocus()
            room.type("cough")
            refuse_field(room, "reason")
            room.press(KEY.Key_Return)
            await room.until(reason.note.isVisible)
            said = "The reason contains characters that cannot be kept."
            assert (reason.note.text(), line.accessibleDescription()) == (said, said)
            assert line.property("wrong") == "true"
            assert said in form.head.banner.words
            assert room.focus is line
            room.type("s")
            room.frame()
            assert (line.property("wrong"), reason.note.isHidden(), form.head.banner.isHidden()) == (
                "false",
                True,
                True,
            )

    bridge.run(flow())


def test_what_the_hub_cannot_take_is_said_in_words(qapp):
    for name in ("reason", "overbook", "beside", "patient", "type", "begins"):
        said = refusal_words(BadField("not so", field=name))
        assert "field" not in said
        assert "not so" not in said
    assert "named field" in refusal_words(BadField("not so", field="key"))
    assert "outside" in refusal_words(OutsideHours(field="begins"))


def needing(room, *kinds: int) -> list[int]:
    """Have what some types of visits need be taken; return which types are asked for."""
    asked: list[int] = []

    def answer(method, path, query, body):
        kind = json.loads(body)["type"] if method == "POST" else 0
        asked.extend([kind] if kind else [])
        return fail(409, "schedule.needs_taken") if kind in kinds else room.hub.answer(method, path, query, body)

    room.hub.stub.extra["", "/api/holds"] = answer
    return asked


def test_a_type_that_nobody_chose_gives_way_to_one_whose_room_is_free(stub, bridge):
    async def flow():
        async with desk_room(stub, bridge, BookingPanel) as room:
            asked = needing(room, 3, 2)
            room.state.booking.last_types = (3,)
            room.panel.begin(CLINIC, 1, room.soon)
            await room.until(lambda: room.state.booking.kept is Kept.HELD)
            # By name after the last one: Diabetes review, Vaccination.
            assert asked == [3, 2, 1]
            room.panel._choose_kind(3)
            await room.until(lambda: room.state.booking.kept is Kept.REFUSED)
            room.frame()
            assert (asked, room.state.booking.slot.type) == ([3, 2, 1, 3], 3)

    bridge.run(flow())


def test_when_no_type_can_be_had_it_is_said_after_the_last(stub, bridge):
    async def flow():
        async with desk_room(stub, bridge, BookingPanel) as room:
            asked = needing(room, 1, 2, 3)
            room.panel.begin(CLINIC, 1, room.soon)
            await room.until(room.panel.form.head.banner.isVisible)
            assert asked == [2, 1, 3]

    bridge.run(flow())


def test_the_first_type_is_one_that_the_hours_allow(stub, bridge):
    async def flow():
        async with desk_room(stub, bridge, BookingPanel) as room:
            begins, day = room.soon, date_of(room.soon, "Asia/Tokyo")
            work = Work(begins, begins + 30 * MINUTE, 15)
            room.state.schedule.take(Span(CLINIC, day), [Column(1, day, 9, work=(work,))], 1.0)
            # 45 minutes would last longer than the hours do.
            room.state.booking.last_types = (3, 1)
            room.panel.begin(CLINIC, 1, begins)
            await room.until(lambda: room.state.booking.kept is Kept.HELD)
            assert room.state.booking.slot.type == 1

    bridge.run(flow())
