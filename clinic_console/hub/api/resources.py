"""Rooms and devices that visits need."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, get, post, put
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody, PathParameter, QueryParameter

from clinic_console.domain.access import Permission, clinics_where
from clinic_console.hub.api.guard import needs, visitor_of
from clinic_console.hub.api.paging import ROWS, After, Limit
from clinic_console.hub.api.services import Services
from clinic_console.hub.service import resources
from clinic_console.wire.practitioners import Resource, ResourceData, Resources
from clinic_console.wire.templates import Affected

Anybody = Request[Any, Any, Any]
Which = Annotated[int, PathParameter(description="The room or device.")]
Clinic = Annotated[UUID, QueryParameter(description="One of the user's clinics.")]

_SET = Permission.SET_HOURS


def routes(services: Services) -> list[HTTPRouteHandler]:
    """Return the routes of rooms and devices."""

    @get("/api/resources", **needs(Permission.SEE_SCHEDULE, 400, 404), tags=["practitioners"])
    async def list_resources(request: Anybody, clinic: Clinic, after: After = "", limit: Limit = ROWS) -> Resources:
        """List a clinic's rooms and devices."""
        scope = visitor_of(request).scope
        return await resources.list_resources(services.engine, scope, clinic, after, limit)

    @post("/api/resources", **needs(_SET, 400, 404, 413), tags=["practitioners"])
    async def add_resource(request: Anybody, data: JSONBody[ResourceData]) -> Resource:
        """Add a room or a device to a clinic."""
        return await resources.add_resource(services.engine, visitor_of(request).scope, data)

    @put("/api/resources/{resource:int}", **needs(_SET, 400, 404, 409, 413), tags=["practitioners"])
    async def change_resource(request: Anybody, resource: Which, data: JSONBody[ResourceData]) -> Resource:
        """Change a room or a device; visits that use it keep it."""
        return await resources.change_resource(services.engine, visitor_of(request).scope, resource, data)

    @post(
        "/api/resources/{resource:int}/preview",
        **needs(_SET, 400, 404, 413),
        status_code=200,
        tags=["practitioners"],
    )
    async def preview_resource(request: Anybody, resource: Which, data: JSONBody[ResourceData]) -> Affected:
        """Say which future visits would not be given it any more after such a change."""
        visitor = visitor_of(request)
        readable = clinics_where(visitor.roles, Permission.SEE_PATIENTS)
        return await resources.preview_resource(services.engine, visitor.scope, readable, resource, data)

    return [list_resources, add_resource, change_resource, preview_resource]
