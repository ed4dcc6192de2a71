"""Who sees patients."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, get, post, put
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody, PathParameter, QueryParameter

from clinic_console.domain.access import Permission, clinics_where
from clinic_console.hub.api.guard import needs, visitor_of
from clinic_console.hub.api.paging import ROWS, After, Limit
from clinic_console.hub.api.services import Services
from clinic_console.hub.service import practitioners
from clinic_console.hub.service.practitioners import Wanted
from clinic_console.wire.practitioners import Practitioner, PractitionerData, Practitioners
from clinic_console.wire.templates import Affected

Anybody = Request[Any, Any, Any]
Whom = Annotated[int, PathParameter(description="The practitioner.")]
Clinic = Annotated[UUID | None, QueryParameter(description="One of the user's clinics; all of them if not given.")]
Trained = Annotated[int, QueryParameter(description="Only those of this specialty; 0: anybody.")]
Text = Annotated[str, QueryParameter(description="A part of the name, in any case.")]
Inactive = Annotated[bool, QueryParameter(description="Those who see no patients any more, too.")]

_SET = Permission.SET_HOURS


def routes(services: Services) -> list[HTTPRouteHandler]:
    """Return the routes of practitioners."""
    return [*_reading(services), *_writing(services)]


def _reading(services: Services) -> list[HTTPRouteHandler]:
    @get("/api/practitioners", **needs(Permission.SEE_SCHEDULE, 400, 404), tags=["practitioners"])
    async def list_practitioners(
        request: Anybody,
        clinic: Clinic = None,
        specialty: Trained = 0,
        text: Text = "",
        inactive: Inactive = False,
        after: After = "",
        limit: Limit = ROWS,
    ) -> Practitioners:
        """List who sees patients in the user's clinics."""
        wanted = Wanted(specialty, text, inactive)
        scope = visitor_of(request).scope
        return await practitioners.list_practitioners(services.engine, scope, clinic, wanted, after, limit)

    @get("/api/practitioners/{practitioner:int}", **needs(Permission.SEE_SCHEDULE, 404), tags=["practitioners"])
    async def read_practitioner(request: Anybody, practitioner: Whom) -> Practitioner:
        """Return one of them."""
        return await practitioners.read_practitioner(services.engine, visitor_of(request).scope, practitioner)

    return [list_practitioners, read_practitioner]


def _writing(services: Services) -> list[HTTPRouteHandler]:
    @post("/api/practitioners", **needs(_SET, 400, 404, 413), tags=["practitioners"])
    async def add_practitioner(request: Anybody, data: JSONBody[PractitionerData]) -> Practitioner:
        """Let somebody see patients in some of the user's clinics."""
        return await practitioners.add_practitioner(services.engine, visitor_of(request).scope, data)

    @put("/api/practitioners/{practitioner:int}", **needs(_SET, 400, 404, 409, 413), tags=["practitioners"])
    async def change_practitioner(
        request: Anybody, practitioner: Whom, data: JSONBody[PractitionerData]
    ) -> Practitioner:
        """Change who somebody is, and in which of the user's clinics; visits stay."""
        scope = visitor_of(request).scope
        return await practitioners.change_practitioner(services.engine, scope, practitioner, data)

    @post(
        "/api/practitioners/{practitioner:int}/preview",
        **needs(_SET, 400, 404, 413),
        status_code=200,
        tags=["practitioners"],
    )
    async def preview_practitioner(
        request: Anybody, practitioner: Whom, data: JSONBody[PractitionerData]
    ) -> Affected:
        """Say which future visits such a change would leave behind."""
        visitor = visitor_of(request)
        readable = clinics_where(visitor.roles, Permission.SEE_PATIENTS)
        return await practitioners.preview_practitioner(services.engine, visitor.scope, readable, practitioner, data)

    return [add_practitioner, change_practitioner, preview_practitioner]
