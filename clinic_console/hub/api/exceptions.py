"""Leave, blocks, extra hours and closed clinics."""

from typing import Annotated, Any, Final
from uuid import UUID

from litestar import Request, delete, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody, PathParameter, QueryParameter

from clinic_console.domain.access import Permission, clinics_where
from clinic_console.hub.api.guard import needs, visitor_of
from clinic_console.hub.api.paging import ROWS, After, Limit
from clinic_console.hub.api.services import Services
from clinic_console.hub.service import exceptions
from clinic_console.hub.service.access import wall_clock
from clinic_console.wire.templates import Affected, Exceptional, ExceptionData, Exceptions

Anybody = Request[Any, Any, Any]
Which = Annotated[UUID, PathParameter(description="The exception.")]
Clinic = Annotated[UUID, QueryParameter(description="One of the user's clinics.")]
Whose = Annotated[int, QueryParameter(description="Only this practitioner's; 0: all, and the clinic's own.")]
From = Annotated[int | None, QueryParameter(name="from", description="ms since 1970; now if not given.")]
To = Annotated[int | None, QueryParameter(description="ms since 1970; a year after `from` if not given.")]

_SET = Permission.SET_EXCEPTIONS
_YEAR_MS: Final = 366 * 86_400_000


def routes(services: Services) -> list[HTTPRouteHandler]:
    """Return the routes of exceptions."""
    return [*_known(services), *_previewing(services)]


def _known(services: Services) -> list[HTTPRouteHandler]:
    @get("/api/exceptions", **needs(Permission.SEE_SCHEDULE, 400, 404), tags=["hours"])
    async def list_exceptions(
        request: Anybody,
        clinic: Clinic,
        practitioner: Whose = 0,
        first: From = None,
        to: To = None,
        after: After = "",
        limit: Limit = ROWS,
    ) -> Exceptions:
        """List what takes away or adds hours in a clinic, in order of its begin."""
        begins = wall_clock() if first is None else first
        between = (begins, begins + _YEAR_MS if to is None else to)
        scope = visitor_of(request).scope
        return await exceptions.list_exceptions(services.engine, scope, clinic, practitioner, between, after, limit)

    @post("/api/exceptions", **needs(_SET, 400, 404, 413), tags=["hours"])
    async def add_exception(request: Anybody, data: JSONBody[ExceptionData]) -> Exceptional:
        """Write leave, a block, extra hours, or that a clinic is closed; visits stay where they are."""
        return await exceptions.add_exception(services.engine, visitor_of(request).scope, data)

    @delete("/api/exceptions/{exception:uuid}", **needs(_SET, 404), tags=["hours"])
    async def remove_exception(request: Anybody, exception: Which) -> None:
        """Take an exception back."""
        await exceptions.remove_exception(services.engine, visitor_of(request).scope, exception)

    return [list_exceptions, add_exception, remove_exception]


def _previewing(services: Services) -> list[HTTPRouteHandler]:
    @post("/api/exceptions/preview", **needs(_SET, 400, 404, 413), status_code=200, tags=["hours"])
    async def preview_exception(request: Anybody, data: JSONBody[ExceptionData]) -> Affected:
        """Say which future visits would fall into it; names only where the user sees patients."""
        visitor = visitor_of(request)
        readable = clinics_where(visitor.roles, Permission.SEE_PATIENTS)
        return await exceptions.preview_exception(services.engine, visitor.scope, readable, data)

    @post("/api/exceptions/{exception:uuid}/preview", **needs(_SET, 404), status_code=200, tags=["hours"])
    async def preview_removal(request: Anybody, exception: Which) -> Affected:
        """Say which future visits would be outside of hours once it is taken back."""
        visitor = visitor_of(request)
        readable = clinics_where(visitor.roles, Permission.SEE_PATIENTS)
        return await exceptions.preview_removal(services.engine, visitor.scope, readable, exception)

    return [preview_exception, preview_removal]
