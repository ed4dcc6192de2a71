"""The check-in card and walk-ins, asked of the hub over HTTP."""

from clinic_console.desktop.link.access import Access
from clinic_console.desktop.link.patients import known_id
from clinic_console.wire.appointments import Booked, WalkIn
from clinic_console.wire.check_in import CheckIn, CheckInData


async def card(access: Access, visit: str, at: int) -> CheckIn:
    """Open the card (it is recorded); ``at``: the begin as it was seen. GlassNeeded for a restricted chart."""
    return await access.call(CheckIn, "GET", f"/api/appointments/{known_id(visit)}/check-in", params={"at": at})


async def keep(access: Access, visit: str, data: CheckInData) -> CheckIn:
    """Keep the card, and check in; sent again with the same key, it is done once. AppointmentChanged."""
    return await access.call(CheckIn, "PUT", f"/api/appointments/{known_id(visit)}/check-in", body=data)


async def walk_in(access: Access, wanted: WalkIn) -> Booked:
    """Add somebody who has come without a slot; sent again with the same key, the same visit is answered."""
    return await access.call(Booked, "POST", "/api/appointments/walk-in", body=wanted)
