"""Walk-ins: visits of people who have come without a slot."""

from typing import Any

from litestar import Request, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody

from clinic_console.domain.access import Permission
from clinic_console.hub.api.appointments import desk_of
from clinic_console.hub.api.guard import needs
from clinic_console.hub.api.services import Services
from clinic_console.hub.service import walk_ins
from clinic_console.wire.appointments import Booked, WalkIn


def routes(services: Services) -> list[HTTPRouteHandler]:
    """Return the route of walk-ins."""

    @post("/api/appointments/walk-in", **needs(Permission.BOOK, 400, 404, 409, 413), tags=["front desk"])
    async def add_walk_in(request: Request[Any, Any, Any], data: JSONBody[WalkIn]) -> Booked:
        """Add somebody who has come without a slot; without a practitioner, whoever has the fewest waiting."""
        return await walk_ins.add(desk_of(services, request), data)

    return [add_walk_in]
