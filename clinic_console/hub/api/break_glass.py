"""Breaking the glass: opening a chart that is closed to the user, for some hours, with a reason."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, delete, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody, PathParameter

from clinic_console.domain.access import Permission
from clinic_console.hub.api.guard import Door, needs, visitor_of
from clinic_console.hub.api.services import Services
from clinic_console.hub.service import break_glass
from clinic_console.hub.service.audit import Opened
from clinic_console.wire.patients import BreakGlass, Glass, Glasses, LookUp, Match


def routes(services: Services) -> list[HTTPRouteHandler]:
    """Return the routes of breaking the glass."""
    refused = Opened(again=break_glass.REFUSED_SECONDS)

    @post(
        "/api/break-glass/look-up",
        **needs(Permission.BREAK_GLASS, 400, 404, 413, careful=True),
        status_code=200,
        tags=["break-glass"],
    )
    async def look_up(request: Request[Any, Any, Any], data: JSONBody[LookUp]) -> Match:
        """Say whether exactly one patient has two identifiers, and nothing else; 10 look-ups in 15 minutes."""
        return await break_glass.look_up(services.engine, visitor_of(request).scope, data, refused)

    @post("/api/break-glass", **needs(Permission.BREAK_GLASS, 400, 404, 413, careful=True), tags=["break-glass"])
    async def break_the_glass(request: Request[Any, Any, Any], data: JSONBody[BreakGlass]) -> Glass:
        """Open the chart of a patient who was found by a look-up just now; the auditor sees who did it and why."""
        return await break_glass.break_glass(services.engine, visitor_of(request).scope, data)

    @get("/api/break-glass", **needs(Permission.BREAK_GLASS), tags=["break-glass"])
    async def list_open(request: Request[Any, Any, Any]) -> Glasses:
        """List the charts that are open to the user by broken glass."""
        return await break_glass.open_glasses(services.engine, visitor_of(request).scope)

    @delete("/api/break-glass/{glass:uuid}", **needs(Door.SIGNED_IN, 404), tags=["break-glass"])
    async def end_glass(
        request: Request[Any, Any, Any], glass: Annotated[UUID, PathParameter(description="The broken glass.")]
    ) -> None:
        """Close a chart before it expires; whoever opened it may, in whatever role by now."""
        await break_glass.end_glass(services.engine, visitor_of(request).scope, glass)

    return [look_up, break_the_glass, list_open, end_glass]
