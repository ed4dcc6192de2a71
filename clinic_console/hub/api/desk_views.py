"""A user's saved views of the front desk."""

from typing import Any

from litestar import Request, get, put
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody

from clinic_console.domain.access import Permission
from clinic_console.hub.api.guard import needs, visitor_of
from clinic_console.hub.api.services import Services
from clinic_console.hub.service import desk_views
from clinic_console.wire.desk_views import DeskViews

Anybody = Request[Any, Any, Any]


def routes(services: Services) -> list[HTTPRouteHandler]:
    """Return the routes of saved views."""

    @get("/api/desk-views", **needs(Permission.SEE_SCHEDULE), tags=["front desk"])
    async def read_views(request: Anybody) -> DeskViews:
        """List the user's own saved views of the front desk."""
        return await desk_views.read(services.engine, visitor_of(request).scope)

    @put("/api/desk-views", **needs(Permission.SEE_SCHEDULE, 400, 413), tags=["front desk"])
    async def write_views(request: Anybody, data: JSONBody[DeskViews]) -> DeskViews:
        """Keep these views in the place of all that the user had."""
        return await desk_views.write(services.engine, visitor_of(request).scope, data)

    return [read_views, write_views]
