"""Slots that are kept for three minutes while somebody types a booking."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, delete, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody, PathParameter

from clinic_console.domain.access import Permission
from clinic_console.hub.api.appointments import desk_of
from clinic_console.hub.api.guard import needs, visitor_of
from clinic_console.hub.api.services import Services
from clinic_console.hub.service import holds
from clinic_console.wire.appointments import Hold, NewHold

Anybody = Request[Any, Any, Any]
Which = Annotated[UUID, PathParameter(description="The hold.")]


def routes(services: Services) -> list[HTTPRouteHandler]:
    """Return the routes of holds."""

    @post("/api/holds", **needs(Permission.BOOK, 400, 404, 409, 413), tags=["appointments"])
    async def hold(request: Anybody, data: JSONBody[NewHold]) -> Hold:
        """Keep a slot for three minutes; the same id again keeps it for three more."""
        return await holds.hold(desk_of(services, request), data)

    @delete("/api/holds/{hold:uuid}", **needs(Permission.BOOK, 404), tags=["appointments"])
    async def release(request: Anybody, hold: Which) -> None:
        """Let one's own hold go."""
        await holds.release(desk_of(services, request), hold)

    return [hold, release]


async def let_go_of_nobodys(services: Services, request: Anybody) -> None:
    """Let go of what is kept by those whose last session this request has ended."""
    await holds.let_go_of_nobodys(services.engine, services.bus, visitor_of(request).scope, services.refresh)
