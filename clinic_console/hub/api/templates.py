"""Weekly hours of practitioners."""

from typing import Annotated, Any

from litestar import Request, get, post, put
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody, PathParameter

from clinic_console.domain.access import Permission, clinics_where
from clinic_console.hub.api.guard import needs, visitor_of
from clinic_console.hub.api.services import Services
from clinic_console.hub.service import templates
from clinic_console.wire.templates import Affected, Template, TemplateData

Anybody = Request[Any, Any, Any]
Whom = Annotated[int, PathParameter(description="The practitioner.")]


def routes(services: Services) -> list[HTTPRouteHandler]:
    """Return the routes of weekly hours."""

    @get("/api/practitioners/{practitioner:int}/template", **needs(Permission.SEE_SCHEDULE, 404), tags=["hours"])
    async def read_template(request: Anybody, practitioner: Whom) -> Template:
        """Return somebody's weekly hours in the user's clinics."""
        return await templates.read(services.engine, visitor_of(request).scope, practitioner)

    @put(
        "/api/practitioners/{practitioner:int}/template",
        **needs(Permission.SET_HOURS, 400, 404, 409, 413),
        tags=["hours"],
    )
    async def set_template(request: Anybody, practitioner: Whom, data: JSONBody[TemplateData]) -> Template:
        """Change somebody's weekly hours in the user's clinics; visits stay where they are."""
        return await templates.save(services.engine, visitor_of(request).scope, practitioner, data)

    @post(
        "/api/practitioners/{practitioner:int}/template/preview",
        **needs(Permission.SET_HOURS, 400, 404, 409, 413),
        status_code=200,
        tags=["hours"],
    )
    async def preview_template(request: Anybody, practitioner: Whom, data: JSONBody[TemplateData]) -> Affected:
        """Say which future visits would lie outside of such hours; names only where the user sees patients."""
        visitor = visitor_of(request)
        readable = clinics_where(visitor.roles, Permission.SEE_PATIENTS)
        return await templates.preview(services.engine, visitor.scope, readable, practitioner, data)

    return [read_template, set_template, preview_template]
