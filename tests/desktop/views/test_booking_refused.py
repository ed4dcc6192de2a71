"""The panel of a booking that the hub refuses: which field it is, and which type is tried instead."""

import msgspec
from PySide6.QtCore import Qt

from clinic_console.desktop.views.booking_words import refusal_words
from clinic_console.domain.errors import BadField, OutsideHours
from clinic_console.wire.access import Failure
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
