"""Types of visits."""

from typing import Annotated, Any

from litestar import Request, get, post, put
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody, PathParameter

from clinic_console.domain.access import Permission
from clinic_console.hub.api.guard import needs, visitor_of
from clinic_console.hub.api.services import Services
from clinic_console.hub.service import visit_types
from clinic_console.wire.practitioners import VisitType, VisitTypeData, VisitTypes

Anybody = Request[Any, Any, Any]
Which = Annotated[int, PathParameter(description="The type.")]

_SET = Permission.SET_HOURS


def routes(services: Services) -> list[HTTPRouteHandler]:
    """Return the routes of types of visits."""

    @get("/api/visit-types", **needs(Permission.SEE_SCHEDULE), tags=["practitioners"])
    async def list_types(request: Anybody) -> VisitTypes:
        """List all types of visits and all specialties of the network."""
        return await visit_types.list_types(services.engine, visitor_of(request).scope)

    @post("/api/visit-types", **needs(_SET, 400, 409, 413), tags=["practitioners"])
    async def add_type(request: Anybody, data: JSONBody[VisitTypeData]) -> VisitType:
        """Add a type of visits, for all clinics."""
        return await visit_types.add_type(services.engine, visitor_of(request).scope, data)

    @put("/api/visit-types/{visit_type:int}", **needs(_SET, 400, 404, 409, 413), tags=["practitioners"])
    async def change_type(request: Anybody, visit_type: Which, data: JSONBody[VisitTypeData]) -> VisitType:
        """Change a type of visits, for all clinics; visits that are booked keep their times."""
        return await visit_types.change_type(services.engine, visitor_of(request).scope, visit_type, data)

    return [list_types, add_type, change_type]
