"""Visits and the slots that are kept while somebody books, asked of the hub over HTTP."""

from types import NoneType

from clinic_console.desktop.link.access import Access
from clinic_console.desktop.link.patients import known_id
from clinic_console.wire.appointments import (
    Booked,
    Booking,
    Cancel,
    Hold,
    Move,
    NewHold,
    NoShow,
    Steps,
    Undo,
)
from clinic_console.wire.schedule import Card


async def hold(access: Access, wanted: NewHold) -> Hold:
    """Keep a slot for three minutes, or one's own for three more; NotFree, with what is free instead."""
    return await access.call(Hold, "POST", "/api/holds", body=wanted)


async def let_go(access: Access, hold_id: str) -> None:
    """Keep a slot no longer; NotFound when it has expired."""
    await access.call(NoneType, "DELETE", f"/api/holds/{known_id(hold_id)}")


async def book(access: Access, booking: Booking) -> Booked:
    """Book a visit; sent again with the same key, the same visit is answered."""
    return await access.call(Booked, "POST", "/api/appointments", body=booking)


async def change(access: Access, visit: str, what: str, body: Move | Cancel | NoShow | Undo) -> Booked:
    """Change a visit (``what``: move, cancel, no-show or undo); sent again with the same key, it is done once."""
    return await access.call(Booked, "POST", f"/api/appointments/{known_id(visit)}/{what}", body=body)


async def visit(access: Access, visit_id: str, at: int) -> Card:
    """Return a visit as it is now; ``at``: its begin as it was seen."""
    return await access.call(Card, "GET", f"/api/appointments/{known_id(visit_id)}", params={"at": at})


async def history(access: Access, visit_id: str, at: int) -> Steps:
    """Return what was done to a visit, the newest first."""
    return await access.call(Steps, "GET", f"/api/appointments/{known_id(visit_id)}/history", params={"at": at})
